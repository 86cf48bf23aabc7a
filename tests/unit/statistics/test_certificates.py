import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.statistics.certificates import COLUMNS, certify, flips
from reportsto.statistics.intervals import share_interval


def noisy(means, *, n=20, sd=1.0, seed=1):
    means = np.asarray(means, dtype=float)
    return means[:, None] + sd * np.random.default_rng(seed).normal(size=(len(means), n))


def test_shares_are_those_that_were_planted():
    """
    Of 100 points 60 are far above, 10 just above, 25 far below, 5 exactly tied: every share can be counted.
    """
    found = certify(noisy([5.0] * 60 + [1.0] * 10 + [-5.0] * 25 + [0.0] * 5, sd=0.0), smallest_effect=2.0)

    assert found.right == share_interval(70, 100)
    assert found.beyond == share_interval(60, 100)
    assert found.beyond_wrong == share_interval(25, 100)
    assert found.surely_wrong == share_interval(25, 100)
    assert found.tied == share_interval(15, 100)
    assert found.undecided.estimate == 0
    assert found.verdict == "holds"
    assert tuple(found.table.columns) == COLUMNS
    assert list(found.table["share"]) == [0.7, 0.6, 0.25, 0.7, 0.25, 0.15, 0.0]


def test_exact_ties_are_a_tie_and_no_win():
    """
    Two structures that give the same numbers everywhere: nobody is right, nobody wrong, and the verdict says tie.
    """
    found = certify(np.zeros((50, 10)), smallest_effect=0.0)

    assert found.right.estimate == 0
    assert not found.points.wrong.any()
    assert found.tied.estimate == 1
    assert found.verdict == "tie"


def test_a_noisy_tie_is_a_tie_when_replicates_can_tell_and_undecided_when_not():
    """
    Means of 0 with SD 1: 100 replicates know them to be within 1; 5 replicates do not know them to be within .5.
    """
    sure = certify(noisy([0.0] * 200, n=100), smallest_effect=1.0)
    unsure = certify(noisy([0.0] * 200, n=5), smallest_effect=0.5)

    assert sure.verdict == "tie"
    assert sure.tied.estimate == 1
    assert 0.35 < sure.right.estimate < 0.65
    assert unsure.verdict == "open"
    assert unsure.undecided.estimate > 0.8


def test_a_small_sure_advantage_everywhere_is_a_tie_and_not_a_win():
    """
    A is better at every point, surely, by a tenth of what would matter.
    """
    found = certify(noisy([0.1] * 100, sd=0.01), smallest_effect=1.0)

    assert found.right.estimate == found.surely_right.estimate == found.tied.estimate == 1
    assert found.beyond.estimate == 0
    assert found.verdict == "tie"


def test_the_other_side_turns_the_certificate_around():
    """
    What holds for A against B fails for B against A; without ties right and wrong change places.
    """
    means = np.random.default_rng(2).normal(5, 3, 200)
    one, other = certify(noisy(means), smallest_effect=1.0), certify(-noisy(means), smallest_effect=1.0)

    assert (one.verdict, other.verdict) == ("holds", "fails")
    assert (one.points.right == other.points.wrong).all()
    assert one.surely_right == other.surely_wrong
    assert one.beyond == other.beyond_wrong
    assert 0.9 < one.beyond.estimate < one.surely_right.estimate < 1
    assert one.tied == other.tied


def test_just_over_half_is_open_at_few_points():
    """
    Six in ten points is more than half, but of ten points it is not known; of a thousand it is.
    """
    few, many = (certify(noisy([5.0] * 6 * k + [-5.0] * 4 * k, sd=0.1), smallest_effect=1.0) for k in (1, 100))

    assert (few.verdict, many.verdict) == ("open", "holds")


def test_an_order_needs_every_link():
    """
    S > M holds at all points, M > O at the first 30 of 100: so does S > M > O.
    """
    links = np.stack([noisy([5.0] * 100, sd=0.1), noisy([5.0] * 30 + [-5.0] * 70, sd=0.1, seed=2)], axis=2)
    found = certify(links, smallest_effect=1.0)

    assert found.right.estimate == found.beyond.estimate == found.surely_right.estimate == 0.3
    assert found.surely_wrong.estimate == 0.7
    assert found.verdict == "fails"


def test_at_a_tie_one_point_in_twenty_is_sure_by_chance():
    """
    2,000 tied points without a smallest effect: the intervals exclude 0 at about 2.5 % on either side.
    """
    found = certify(noisy([0.0] * 2_000, n=10, seed=3), smallest_effect=0.0)

    assert found.surely_right.estimate == pytest.approx(0.025, abs=0.012)
    assert found.surely_wrong.estimate == pytest.approx(0.025, abs=0.012)


def test_the_region_where_the_ranking_flips_is_found():
    """
    B wins when hours are few: planted below 4 of 2 to 8, with replicate noise.
    """
    hours = np.random.default_rng(4).uniform(2, 8, 400)
    found = certify(noisy(hours - 4, n=20, sd=0.5), smallest_effect=0.2)
    parameters = pd.DataFrame({"attention.hours": hours, "load": np.random.default_rng(5).random(400)})
    region = flips(found, parameters, other="marketing")

    assert [len(rule.conditions) for rule in region.rules] == [1]
    assert str(region.rules[0]).startswith("marketing wins when attention.hours <= 3.")
    assert region.rules[0].conditions[0].value == pytest.approx(4, abs=0.3)


def test_a_tie_flips_nowhere():
    """
    Noise around 0 gives no region.
    """
    found = certify(noisy([0.0] * 400), smallest_effect=0.5)

    assert flips(found, pd.DataFrame({"x": np.random.default_rng(6).random(400)})).rules == ()


@pytest.mark.parametrize(
    ("differences", "smallest", "more", "message"),
    [
        (np.zeros((5, 3)), 1.0, 0.5, "at least 4 replicates"),
        (np.zeros(5), 1.0, 0.5, "shape"),
        (np.zeros((0, 5)), 1.0, 0.5, "shape"),
        (np.array([[0.0, 1, 2, np.nan]]), 1.0, 0.5, "point 0, replicate 3"),
        (np.zeros((5, 5)), -1.0, 0.5, "smallest effect"),
        (np.zeros((5, 5)), np.nan, 0.5, "smallest effect"),
        (np.zeros((5, 5)), 1.0, 1.0, "more_than"),
    ],
)
def test_what_cannot_be_certified_is_said_in_one_line(differences, smallest, more, message):
    """
    Mistakes of a study are study errors.
    """
    with pytest.raises(StudyError, match=message):
        certify(differences, smallest_effect=smallest, more_than=more)
