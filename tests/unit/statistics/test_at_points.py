import numpy as np
import pytest

from reportsto.errors import StudyError
from reportsto.statistics.at_points import verdicts_at
from reportsto.statistics.verdict import Verdict, over_points, share


def noisy(means, *, n=20, sd=1.0, seed=1):
    means = np.asarray(means, dtype=float)
    return means[:, None] + sd * np.random.default_rng(seed).normal(size=(len(means), n))


def shares(found) -> list[float]:
    """Return the share of each verdict, in the order of the vocabulary."""
    return [share(found, word).estimate for word in Verdict]


def test_shares_are_those_that_were_planted():
    """
    Of 100 points 60 are far above, 10 just above, 25 far below, 5 exactly tied: every share can be counted.
    """
    found = verdicts_at(noisy([5.0] * 60 + [1.0] * 10 + [-5.0] * 25 + [0.0] * 5, sd=0.0), 2.0)

    assert shares(found) == [0.6, 0.25, 0.15, 0.0]
    assert over_points(found) is Verdict.AS_PREDICTED


def test_exact_ties_are_no_difference_and_no_win():
    """
    Two structures that give the same numbers everywhere: no difference that matters, however small the smallest effect.
    """
    found = verdicts_at(np.zeros((50, 10)), 0.0)

    assert shares(found) == [0.0, 0.0, 1.0, 0.0]
    assert over_points(found) is Verdict.NO_DIFFERENCE


def test_a_noisy_tie_is_a_tie_when_replicates_can_tell_and_undecided_when_not():
    """
    Means of 0 with SD 1: 100 replicates know them to be within 1; 5 replicates do not know them to be within .5.
    """
    sure, unsure = verdicts_at(noisy([0.0] * 200, n=100), 1.0), verdicts_at(noisy([0.0] * 200, n=5), 0.5)

    assert over_points(sure) is Verdict.NO_DIFFERENCE
    assert over_points(unsure) is Verdict.NOT_DECIDED
    assert share(unsure, Verdict.NOT_DECIDED).estimate > 0.8


def test_a_small_sure_advantage_everywhere_is_a_tie_and_not_a_win():
    """
    A is better at every point, surely, by a tenth of what would matter.
    """
    assert over_points(verdicts_at(noisy([0.1] * 100, sd=0.01), 1.0)) is Verdict.NO_DIFFERENCE


def test_the_other_sign_turns_the_verdicts_round():
    """
    What is as predicted for A against B is the opposite for B against A, at every point.
    """
    values = noisy(np.random.default_rng(2).normal(5, 3, 200))
    one, other = verdicts_at(values, 1.0), verdicts_at(values, 1.0, sign=-1.0)

    assert ((one == Verdict.AS_PREDICTED) == (other == Verdict.OPPOSITE)).all()
    assert ((one == Verdict.NOT_DECIDED) == (other == Verdict.NOT_DECIDED)).all()
    assert over_points(other) is Verdict.OPPOSITE


def test_an_order_needs_every_link():
    """
    S > M holds at all points, M > O at the first 30 of 100: so does S > M > O, and at 70 it is the opposite.
    """
    links = np.stack([noisy([5.0] * 100, sd=0.1), noisy([5.0] * 30 + [-5.0] * 70, sd=0.1, seed=2)], axis=2)
    found = verdicts_at(links, 1.0)

    assert shares(found)[:2] == [0.3, 0.7]
    assert over_points(found) is Verdict.OPPOSITE


def test_at_a_tie_one_point_in_twenty_is_decided_by_chance():
    """
    2,000 tied points without a smallest effect: the intervals exclude 0 at about 2.5 % on either side.
    """
    better, worse, *_ = shares(verdicts_at(noisy([0.0] * 2_000, n=10, seed=3), 0.0))

    assert better == pytest.approx(0.025, abs=0.012)
    assert worse == pytest.approx(0.025, abs=0.012)


@pytest.mark.parametrize(
    ("differences", "smallest", "message"),
    [
        (np.zeros((5, 3)), 1.0, "at least 4 replicates"),
        (np.zeros(5), 1.0, "shape"),
        (np.zeros((0, 5)), 1.0, "shape"),
        (np.array([[0.0, 1, 2, np.nan]]), 1.0, "point 0, replicate 3"),
        (np.zeros((5, 5)), -1.0, "smallest effect"),
        (np.zeros((5, 5)), np.nan, "smallest effect"),
    ],
)
def test_what_has_no_verdict_is_said_in_one_line(differences, smallest, message):
    """
    Mistakes of a study are study errors.
    """
    with pytest.raises(StudyError, match=message):
        verdicts_at(differences, smallest)
