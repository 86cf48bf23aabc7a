import numpy as np
import pytest

from reportsto.errors import StudyError
from reportsto.statistics.planning import power, replicates_for, variances


def layout(between, within, *, points=200, n=20, seed=1):
    rng = np.random.default_rng(seed)
    return between**0.5 * rng.normal(size=(points, 1)) + within**0.5 * rng.normal(size=(points, n))


def test_mean_squares_by_hand():
    """
    Points (1, 3) and (7, 9): within 2, between 2 x (3^2 + 3^2) = 36, so (36 - 2) / 2 = 17 between points and a share
    of 2 / 19 between replicates.
    """
    found = variances([[1, 3], [7, 9]])

    assert (found.between_replicates, found.between_points) == (2, 17)
    assert found.share == pytest.approx(2 / 19)
    assert (found.points, found.replicates) == (2, 2)
    assert found.sd == 2**0.5


@pytest.mark.parametrize(("between", "within"), [(9.0, 1.0), (1.0, 9.0), (4.0, 4.0), (99.0, 1.0)])
def test_known_variances_are_found(between, within):
    """
    200 points with 20 replicates: both variances within 25 %, and the share inside its interval.
    """
    found = variances(layout(between, within))

    assert found.between_points == pytest.approx(between, rel=0.25)
    assert found.between_replicates == pytest.approx(within, rel=0.1)
    assert found.low < within / (between + within) < found.high


def test_the_interval_of_the_share_covers():
    """
    With 8 points and 5 replicates, far from large numbers, the F interval of the share holds in 95 of 100 layouts.
    """
    found = [variances(layout(3.0, 1.0, points=8, n=5, seed=seed)) for seed in range(2_000)]

    assert np.mean([one.low <= 0.25 <= one.high for one in found]) == pytest.approx(0.95, abs=0.015)


def test_no_variance_between_points_is_zero_and_not_negative():
    """
    Points that differ by less than their noise explains: all variance lies between replicates.
    """
    found = variances([[0, 10], [5, 5.5], [0, 10]])

    assert (found.between_points, found.share) == (0, 1)
    assert found.high == 1


def test_missing_replicates_are_left_out():
    """
    A point with three values and one with two: effective number (5 - 13 / 5) / 1 = 2.4; a point without any is none.
    """
    found = variances([[1, 2, 3], [7, 9, np.nan], [np.nan] * 3])

    assert found.points == 2
    assert found.replicates == pytest.approx(2.4)
    assert found.between_replicates == pytest.approx((2 + 2) / 3)


@pytest.mark.parametrize(("effect", "wanted", "n"), [(0.5, 0.8, 34), (0.8, 0.8, 15), (0.2, 0.8, 199), (0.5, 0.9, 44)])
def test_replicates_for_a_power_are_those_of_the_printed_tables(effect, wanted, n):
    """
    The paired t test of an effect of half an SD needs 34 pairs for power .8 at 5 %, two-sided.
    """
    assert replicates_for(wanted, effect=effect, sd=1.0) == n
    assert power(n, effect=effect, sd=1.0) >= wanted > power(n - 1, effect=effect, sd=1.0)


def test_power_is_the_share_of_simulated_studies():
    """
    12 replicates, an effect of .7 SD: as many simulated intervals exclude 0 as the noncentral t says.
    """
    values = 0.7 + np.random.default_rng(2).normal(size=(20_000, 12))
    t = values.mean(axis=1) / (values.std(axis=1, ddof=1) / 12**0.5)

    assert power(12, effect=0.7, sd=1.0) == pytest.approx((np.abs(t) > 2.200985).mean(), abs=0.01)


@pytest.mark.parametrize(
    ("n", "effect", "sd", "expected"),
    [(10, 0.0, 1.0, 0.05), (10, 1e6, 1.0, 1.0), (10, 1.0, 0.0, 1.0), (5, 0.0, 0.0, 0.0)],
)
def test_power_at_the_ends(n, effect, sd, expected):
    """
    No effect is "found" in 5 of 100; a huge one always; without noise any effect at all.
    """
    assert power(n, effect=effect, sd=sd) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("effect", [2.0, 5.5, 5.7, 20.0, 22.0, 60.0])
def test_two_replicates_have_little_power_even_for_large_effects(effect):
    """
    t(1) = 12.7 and an SD from two values: simulated, and smooth over the place where SciPy has no value.
    """
    values = effect + np.random.default_rng(3).normal(size=(200_000, 2))
    t = values.mean(axis=1) / (np.abs(values[:, 0] - values[:, 1]) / 2)

    assert power(2, effect=effect, sd=1.0) == pytest.approx((t > 12.7062).mean(), abs=0.004)


def test_power_depends_on_the_ratio_alone():
    """
    Units do not matter.
    """
    assert power(9, effect=2.0, sd=3.0) == pytest.approx(power(9, effect=200.0, sd=300.0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: variances(np.ones(5)), "shape"),
        (lambda: variances(np.ones((1, 5))), "two points"),
        (lambda: variances(np.ones((5, 1))), "two replicates"),
        (lambda: variances([[1, 2], [np.inf, 1]]), "point 1 has an infinity"),
        (lambda: power(1, effect=1, sd=1), "at least two"),
        (lambda: power(5, effect=-1, sd=1), "effect must"),
        (lambda: power(5, effect=1, sd=np.nan), "SD must"),
        (lambda: replicates_for(0.9, effect=0, sd=1), "effect of 0"),
        (lambda: replicates_for(1.0, effect=1, sd=1), "wanted power"),
        (lambda: replicates_for(0.9, effect=1e-9, sd=1), "more than 1000000"),
    ],
)
def test_what_cannot_be_planned_is_said_in_one_line(call, message):
    """
    Mistakes of a study are study errors.
    """
    with pytest.raises(StudyError, match=message):
        call()


@pytest.mark.parametrize("n", [2, 3, 8, 20, 200])
def test_power_rises_with_the_effect_and_is_a_number_everywhere(n):
    """
    SciPy gives NaN where a probability is tiny, on either side; the power there is 1, or the error rate.
    """
    found = [power(n, effect=float(effect), sd=1.0) for effect in np.geomspace(1e-4, 1e7, 200)]

    assert np.isfinite(found).all()
    assert (np.diff(found) > -1e-6).all()
    assert found[0] == pytest.approx(0.05, abs=1e-3)
    assert found[-1] == 1.0
