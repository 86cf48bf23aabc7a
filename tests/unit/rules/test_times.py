"""Times to ship and to refund: how long items are in process, whole parts of a count, and the severity of lateness."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.orderflow.times import late_severity, slow_share, stay, whole


@pytest.mark.parametrize(("late", "r", "mean"), [(0.06, 0.5697, 1.32), (0.036, 0.5144, 1.06)])
def test_how_long_an_order_stays(late, r, mean):
    """
    Six in a hundred stay longer than the four promised days where .5697 stay each day: 1.32 days on average.
    """
    staying = stay(late, 4.0, 0.0)

    assert math.isclose(staying, r, abs_tol=5e-5)
    assert math.isclose(staying / (1.0 - staying), mean, abs_tol=5e-3)
    assert math.isclose(staying**5, late, rel_tol=1e-12)


def test_how_long_a_return_stays():
    """
    26 slow refunds among 176 returns are .1477 of them: .7271 stay each day from the second on, 2.66 days more.
    """
    slow = slow_share(0.026, 0.176)
    staying = stay(slow, 7.0, 2.0)

    assert math.isclose(slow, 0.1477, abs_tol=5e-5)
    assert math.isclose(staying, 0.7271, abs_tol=5e-5)
    assert math.isclose(staying / (1.0 - staying), 2.66, abs_tol=5e-3)
    assert math.isclose(staying**6, slow, rel_tol=1e-12)


def test_at_most_nine_returns_in_ten_are_slow_in_process():
    """
    More slow refunds than returns would keep every return for ever; without returns none is slow.
    """
    assert slow_share(0.3, 0.176) == 0.9
    assert slow_share(0.026, 0.0) == 0.0


def test_a_process_that_is_never_late_takes_no_time():
    """
    Nobody stays where nobody is late, and nobody leaves where all are.
    """
    assert stay(0.0, 4.0, 0.0) == 0.0
    assert stay(1.0, 4.0, 0.0) == 1.0


@given(st.integers(0, 10**6), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(1e-9, 1.0 - 1e-9))
def test_whole_parts_never_fall_and_end_with_all(count, one, other, u):
    """
    A larger share is no fewer items, none is none of them, and the whole is all.
    """
    low, high = sorted((one, other))

    assert 0 == whole(count, 0.0, u) <= whole(count, low, u) <= whole(count, high, u) <= whole(count, 1.0, u) == count


def test_the_whole_is_no_more_than_the_count_where_a_sum_is_rounded_up():
    """
    1,500 and the largest number below 1 are 1,501 in floating point; 1,500 orders have no more than 1,500 parts.
    """
    most = 1.0 - 2.0**-53

    assert 1500 + most == 1501.0
    assert whole(1500, 1.0, most) == 1500


def test_whole_parts_are_right_on_average():
    """
    Over a thousand even numbers u, .06 of 104 orders are 6.24 of them.
    """
    mean = sum(whole(104, 0.06, (k + 0.5) / 1000) for k in range(1000)) / 1000

    assert math.isclose(mean, 6.24, abs_tol=1e-9)


@pytest.mark.parametrize(("days", "severity"), [(1, 0.3), (2, 0.4), (5, 0.7), (30, 0.7)])
def test_lateness_is_worse_by_the_day(days, severity):
    """
    A day late is .3 bad, each day more .1, and from five on .7.
    """
    assert math.isclose(late_severity(days, 0.2, 0.1, 0.7), severity)
