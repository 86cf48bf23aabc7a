import numpy as np
import pytest

from reportsto.errors import StudyError
from reportsto.statistics.recovery import Firms, recover, traded

SEED = 20261128


def firms(n, weights, noise, seed=SEED):
    """Firms with two numbers and a third that nothing depends on; each row of `weights` is a column of data."""
    rng = np.random.default_rng(seed)
    truth = rng.uniform(size=(n, 3))
    data = truth @ np.asarray(weights, dtype=float).T + noise * rng.normal(size=(n, len(weights)))
    return Firms(data, truth, np.arange(n))


def halves(whole):
    """The first 3,000 firms to learn from, the others held out."""
    known, held = slice(0, 3_000), slice(3_000, None)
    return tuple(Firms(whole.data[one], whole.truth[one], whole.point[one]) for one in (known, held))


def test_contraction_of_one_number_has_its_known_value():
    """
    With noise of a tenth of the prior's SD a number contracts by 99 %, and numbers that move nothing by 0 %.
    """
    found = recover(*halves(firms(4_000, [[1, 0, 0]], 0.1 / 12**0.5)))
    contraction, error = found.contraction

    assert contraction[0] == pytest.approx(0.99, abs=0.005)
    assert (np.abs(contraction[1:]) < 3 * error[1:]).all()


def test_intervals_hold_as_often_as_they_say():
    """
    Intervals of 50 and 90 % hold that share of 1,000 held-out firms, within four standard errors.
    """
    found = recover(*halves(firms(4_000, [[1, 0, 0], [0, 1, 1]], 0.2)))

    for level, covered in zip((0.5, 0.9), found.coverage, strict=True):
        # Width and share both have an error: of 600 firms that give the width, and of 1,000 that judge.
        error = (level * (1 - level) * (1 / 600 + 1 / 1_000)) ** 0.5
        assert covered == pytest.approx(level, abs=4 * error)


def test_a_sum_is_equifinal_and_a_difference_parts_it():
    """
    Where data tell only a sum, errors of its two parts are opposite; a second column with their difference parts them.
    """
    alone, least = traded(recover(*halves(firms(4_000, [[1, 1, 0]], 0.02))).error)
    parted, _ = traded(recover(*halves(firms(4_000, [[1, 1, 0], [1, -1, 0]], 0.02))).error)

    assert alone[0, 1] < -0.9
    assert abs(alone[0, 2]) < least
    assert abs(parted[0, 1]) < least


def test_twins_do_not_give_each_other_away():
    """
    Four firms of each point count nearly the same, which has nothing to do with the truth: it contracts by zero.

    A penalty chosen with twins on both sides gave contractions below -1.
    """
    rng = np.random.default_rng(SEED)
    point = np.repeat(np.arange(300), 4)
    data = rng.normal(size=(300, 20))[point] + 0.01 * rng.normal(size=(1_200, 20))
    whole = Firms(data, rng.uniform(size=(300, 3))[point], point)
    known, held = (Firms(whole.data[one], whole.truth[one], whole.point[one]) for one in (point < 200, point >= 200))

    assert np.abs(recover(known, held).contraction[0]).max() < 0.1


def test_pairs_by_chance_are_rarely_called_equifinal():
    """
    Of tables in which no data tell anything, at most one in ten has a pair of twenty numbers beyond the size.
    """
    rng = np.random.default_rng(SEED)
    tables = [traded(rng.uniform(size=(200, 20)), least=0.0) for _ in range(100)]

    assert np.mean([np.abs(np.triu(found, 1)).max() > size for found, size in tables]) <= 0.1


def test_few_firms_are_refused():
    """
    Fewer than forty points to learn from are refused.
    """
    few = firms(39, [[1, 0, 0]], 0.1)

    with pytest.raises(StudyError, match="40 points to learn from or more: got 39"):
        recover(few, few)
