import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.errors import StudyError
from reportsto.statistics.verdict import Verdict, counts, over_points, share, together, unbeaten, verdict, verdicts

numbers = st.floats(-10, 10)
effects = st.floats(0, 5)
PREDICTED, OPPOSITE, NOTHING, OPEN = Verdict


@pytest.mark.parametrize(
    ("low", "high", "above", "below"),
    [
        (0.11, 0.30, PREDICTED, OPPOSITE),
        (-0.30, -0.11, OPPOSITE, PREDICTED),
        (-0.10, 0.10, NOTHING, NOTHING),
        (0.02, 0.09, NOTHING, NOTHING),
        (0.10, 0.30, OPEN, OPEN),
        (-0.30, 0.05, OPEN, OPEN),
        (-0.30, 0.30, OPEN, OPEN),
        (math.nan, math.nan, OPEN, OPEN),
    ],
)
def test_a_verdict_follows_from_the_interval_alone(low, high, above, below):
    """
    With a smallest effect of .10: beyond it as predicted or opposite, within it no difference, across its edge open.
    """
    assert verdict(low, high, 0.10) == above
    assert verdict(low, high, 0.10, sign=-1.0) == below


@given(effects)
def test_a_planted_tie_is_no_difference(smallest_effect):
    """
    Two structures that are the same number for number do not differ, even where any effect would matter.
    """
    assert verdict(0.0, 0.0, smallest_effect) == NOTHING


@given(numbers, numbers, effects)
def test_swapping_the_pair_mirrors_the_verdict(one, other, smallest_effect):
    """
    b - a in the place of a - b swaps as predicted and opposite, and leaves the other two.
    """
    low, high = sorted((one, other))
    found = verdict(low, high, smallest_effect)
    turned = {PREDICTED: OPPOSITE, OPPOSITE: PREDICTED}.get(found, found)

    assert verdict(-high, -low, smallest_effect) == turned
    assert verdict(-high, -low, smallest_effect, sign=-1.0) == found


@given(numbers, numbers, effects, st.floats(0, 5), st.floats(0, 5))
def test_a_wider_interval_never_decides_more(one, other, smallest_effect, below, above):
    """
    An interval around another has the same verdict or none.
    """
    low, high = sorted((one, other))

    wider = verdict(low - below, high + above, smallest_effect)

    assert wider in (OPEN, verdict(low, high, smallest_effect))


def test_an_interval_upside_down_is_refused():
    """
    Low above high is a mistake of the caller, and is said so.
    """
    with pytest.raises(StudyError, match="runs from low to high"):
        verdict(2.0, 1.0, 0.5)


def test_each_interval_has_its_own_effect_and_sign():
    """
    Arrays are judged element by element.
    """
    found = verdicts([1.0, 1.0, -3.0], [2.0, 2.0, -2.0], [0.5, 3.0, 1.0], sign=[1.0, 1.0, -1.0])

    assert list(found) == [PREDICTED, NOTHING, PREDICTED]


def test_an_order_is_as_predicted_where_every_link_is():
    """
    One opposite link turns an order; one open link leaves it open.
    """
    links = np.array(
        [[PREDICTED, PREDICTED], [PREDICTED, OPPOSITE], [PREDICTED, OPEN], [NOTHING, NOTHING]], dtype=object
    )

    assert list(together(links)) == [PREDICTED, OPPOSITE, OPEN, NOTHING]


def points(**count):
    words = {"predicted": PREDICTED, "opposite": OPPOSITE, "nothing": NOTHING, "undecided": OPEN}
    return np.array([words[name] for name, n in count.items() for _ in range(n)], dtype=object)


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (points(predicted=59, opposite=41), OPEN),
        (points(predicted=60, opposite=40), PREDICTED),
        (points(predicted=40, opposite=60), OPPOSITE),
        (points(nothing=60, undecided=40), NOTHING),
        (points(predicted=30, nothing=40, undecided=30), OPEN),
        (points(), OPEN),
    ],
)
def test_a_box_is_decided_where_the_interval_of_a_share_is_beyond_half(found, word):
    """
    Of 100 points drawn from a box, 60 with one verdict decide it (Wilson: 50.2 to 69.1 %), 59 do not (49.2 to 68.1 %).
    """
    assert over_points(found) == word


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (points(opposite=7, predicted=2), OPPOSITE),
        (points(predicted=4, opposite=4), OPEN),
        (points(predicted=5, opposite=3), PREDICTED),
        (points(predicted=7), OPEN),
    ],
)
def test_a_chosen_grid_is_decided_by_its_count_from_eight_points_on(found, word):
    """
    A wrong sign at 7 of 9 grid points is opposite; 7 of 7 are too few for any verdict.
    """
    assert over_points(found, chosen=True) == word


def test_a_chosen_grid_has_a_share_and_no_interval():
    """
    41 of 48 chosen points are 85 %, of a sample 73 to 93 %; a grid was drawn from nothing.
    """
    found = points(predicted=41, undecided=7)

    drawn, grid = share(found, PREDICTED), share(found, PREDICTED, chosen=True)

    assert (drawn.low, drawn.high) == pytest.approx((0.7283, 0.9275), abs=1e-4)
    assert grid.estimate == drawn.estimate == 41 / 48
    assert math.isnan(grid.low)
    assert math.isnan(grid.high)


STEADY = np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0])


@pytest.mark.parametrize(
    ("means", "sign", "best"),
    [
        ((5.0, 9.0, 3.0), 1.0, [1]),  # 9 leads 5 by 4, more than 2
        ((5.0, 6.5, 3.0), 1.0, [1, 0]),  # 1.5 does not matter, 3.5 does
        ((5.0, 6.5, 3.0), -1.0, [2, 0]),  # fewest: 3 leads 5 by exactly 2, which is not more
        ((5.0, 5.0, 5.0), 1.0, [0, 1, 2]),
    ],
)
def test_a_tie_is_the_set_that_none_beats_by_more_than_the_smallest_effect(means, sign, best):
    """
    With no noise in the differences and a smallest effect of 2, a lead of 1.5 or 2 is a tie, 4 is not.
    """
    values = STEADY[:, None] + np.array(means)

    assert unbeaten(values, 2.0, sign=sign) == best


def test_a_lead_that_the_replicates_do_not_decide_is_a_tie():
    """
    Two replicates 10 apart in opposite directions leave both unbeaten, whatever their means.
    """
    assert unbeaten([[0.0, 10.0], [11.0, 0.0]], 0.1, sign=1.0) == [0, 1]


def test_structures_compete_over_the_replicates_that_all_of_them_have():
    """
    A structure without any number is left out; one that lost a replicate takes that replicate from all.
    """
    values = [[1.0, 2.0, math.nan], [1.0, 2.0, math.nan], [99.0, math.nan, math.nan], [1.0, 2.0, math.nan]]

    assert unbeaten(values, 0.5, sign=1.0) == [1]
    assert unbeaten([[math.nan, math.nan]], 0.5, sign=1.0) == []


def test_counts_are_told_in_the_order_of_the_vocabulary():
    """
    However the verdicts come, as predicted stands first and not decided last.
    """
    assert counts([OPEN, NOTHING, PREDICTED, PREDICTED]) == (
        "2 as predicted, 1 no difference that matters, 1 not decided"
    )


def test_without_a_prediction_a_is_better_or_worse():
    """
    The rule is the same where nothing was predicted; the words then speak of a.
    """
    assert [word.comparison for word in Verdict] == ["better", "worse", "no difference that matters", "not decided"]
