"""Phase 8: one night's step towards neighbours and anchor."""

import math

import pytest

from reportsto.attitudes.influence import neighbour_mean, step


def test_neighbours_are_averaged_by_weight():
    """
    Neighbours who sum to 3 with a weight of 6 think .5; somebody without neighbours hears only themselves.
    """
    assert neighbour_mean(3.0, 6.0, 0.9) == 0.5
    assert neighbour_mean(0.0, 0.0, 0.9) == 0.9


def test_a_whole_step_by_hand():
    """
    Neighbours at .5 weigh .8 and an anchor at -.5 weighs .2: .4 - .1 = .3, wherever one started.
    """
    assert math.isclose(step(0.2, 0.5, -0.5, 0.8, 1.0), 0.3)
    assert math.isclose(step(-0.9, 0.5, -0.5, 0.8, 1.0), 0.3)


def test_a_lazy_step_goes_part_of_the_way():
    """
    At a speed of .1 somebody at .2 with a goal of .3 is at .21 tonight.
    """
    assert math.isclose(step(0.2, 0.5, -0.5, 0.8, 0.1), 0.21)


def test_nobody_moves_who_is_where_they_are_pulled():
    """
    At the goal, and at speed 0 anywhere, nothing moves.
    """
    assert math.isclose(step(0.3, 0.5, -0.5, 0.8, 0.0354), 0.3)
    assert step(0.7, 0.5, -0.5, 0.8, 0.0) == 0.7


@pytest.mark.parametrize(("anchor", "attitude"), [(1.6, 1.0), (-1.6, -1.0)])
def test_attitudes_end_at_one(anchor, attitude):
    """
    A pull beyond full advocacy or full defence makes nobody more than that.
    """
    assert step(0.0, 0.0, anchor, 0.0, 1.0) == attitude


def test_the_default_speed_halves_a_gap_in_a_month():
    """
    At .0354 a day, twenty days leave .486 of the gap to a fixed goal: Lieberman's foremen change within months.
    """
    x = 1.0
    for _ in range(20):
        x = step(x, 0.0, 0.0, 0.7, 0.0354)

    assert math.isclose(x, (1.0 - 0.0354) ** 20)
    assert 0.48 < x < 0.50
