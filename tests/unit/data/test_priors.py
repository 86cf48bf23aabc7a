"""Priors: what a number could be, and the straight line between two numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.parameters import every_field
from reportsto.priors import around, between, on_line, whole

PRIORS = [prior for _, _, info in every_field() for prior in info.priors]
SHARES = st.floats(0, 1)


def test_an_even_prior_is_straight():
    """
    A quarter of the way from .3 to 1 is .475, the middle .65.
    """
    prior = between(0.3, 1.0)

    assert (prior.at(0.0), prior.at(0.25), prior.at(1.0)) == (0.3, pytest.approx(0.475), 1.0)
    assert prior.median == 0.65


def test_a_ratio_is_even_in_its_logarithm():
    """
    From 1 to 16 the quarters are 2, 4 and 8; three times is no ratio yet, four times is one.
    """
    prior = between(1.0, 16.0)

    assert [prior.at(u) for u in (0.25, 0.5, 0.75)] == pytest.approx([2.0, 4.0, 8.0])
    assert prior.median == 4.0
    assert (between(1.0, 3.0).scale, between(1.0, 4.0).scale, between(0.0, 4.0).scale) == ("linear", "log", "linear")


def test_whole_numbers_have_equal_parts_and_the_upper_median():
    """
    From 0 to 3 each number has a quarter of the shares; the median of 1.5 is rounded up, as that of a switch.
    """
    prior = whole(0, 3)

    assert [prior.at(u) for u in (0.0, 0.24, 0.26, 0.74, 0.76, 1.0)] == [0.0, 0.0, 1.0, 2.0, 3.0, 3.0]
    assert (prior.median, whole(0, 2).median, whole(0, 1).median, whole(-2, 2).median) == (2.0, 1.0, 1.0, 0.0)


def test_a_prior_around_a_number_has_it_as_median():
    """
    From half to twice .2 is .1 to .4.
    """
    prior = around(2).of(0.2)

    assert (prior.low, prior.high, prior.scale) == (0.1, 0.4, "log")
    assert prior.median == pytest.approx(0.2)


@given(st.sampled_from(PRIORS), SHARES, SHARES)
def test_a_larger_share_is_never_a_smaller_number(prior, one, other):
    """
    In every prior of the model the number grows with the share, from end to end.
    """
    low, high = sorted((one, other))

    assert prior.low <= prior.at(low) <= prior.at(high) <= prior.high


@given(st.sampled_from(PRIORS))
def test_the_median_is_the_middle_of_the_shares(prior):
    """
    Half of the shares give at most the median, rounding aside.
    """
    assert prior.at(0.5) == pytest.approx(prior.median, rel=1e-12)


@pytest.mark.parametrize(
    ("start", "end", "scale", "t", "value"),
    [
        (1.0, 0.5, "linear", 0.5, 0.75),
        (0.0, 0.2, "linear", 0.25, 0.05),
        (1.0, 4.0, "log", 0.5, 2.0),
        (8.0, 1.0, "log", 1 / 3, 4.0),
        (0.0, 4.0, "log", 0.5, 2.0),
        (4.0, 0.0, "log", 0.25, 3.0),
        (1.0, 2.0, "whole", 0.49, 1.0),
        (1.0, 2.0, "whole", 0.5, 2.0),
        (0.0, 5.0, "whole", 0.5, 3.0),
        (-1.0, 0.0, "whole", 0.5, 0.0),
    ],
)
def test_the_line_is_straight_on_the_scale_of_the_number(start, end, scale, t, value):
    """
    Straight; in logarithms where the scale is one and no end is 0; whole numbers round half up.
    """
    assert on_line(start, end, scale, t) == pytest.approx(value)


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), st.sampled_from(["linear", "log"]), SHARES)
def test_the_line_ends_at_its_ends_bit_for_bit(start, end, scale, t):
    """
    At 0 and 1 the ends are exact, also those that a logarithm would round; between equal ends nothing moves.
    """
    assert on_line(start, end, scale, 0.0) == start
    assert on_line(start, end, scale, 1.0) == end
    assert on_line(start, start, scale, t) == start
    assert math.isfinite(on_line(start, end, scale, t))
