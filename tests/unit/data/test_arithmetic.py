"""Our own exp, log, normal quantile and Poisson count, against `math` and SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reportsto.arithmetic import (
    LN2,
    exp,
    log,
    log_array,
    logistic_quantile,
    logistic_quantile_array,
    normal_quantile,
    poisson,
    poisson_given,
    power,
    total,
)
from reportsto.streams import uniform_pairs

probabilities = st.floats(1e-12, 1.0 - 1e-12)


def ulps(ours, theirs):
    """Return how many units in the last place lie between two numbers."""
    return abs(ours - theirs) / math.ulp(theirs) if ours != theirs else 0.0


def addressed(count, stream=0):
    """Return uniform numbers at fixed addresses."""
    first, second = uniform_pairs(20, 24, stream, 0, np.arange(count // 2), 0)
    return np.concatenate([first, second])


def test_exp_and_log_of_round_numbers():
    """
    e^0 is 1 and log 1 is 0 to the last bit; half an exponential life leaves 2^-1.
    """
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert ulps(exp(-math.log(2.0)), 0.5) <= 1.0


@given(st.floats(-700.0, 700.0))
def test_exp_is_within_two_units_in_the_last_place(x):
    """
    Our exp never strays more than two units in the last place from the library's.
    """
    assert ulps(exp(x), math.exp(x)) <= 2.0


@given(st.floats(1e-300, 1e300))
def test_log_is_within_two_units_in_the_last_place(x):
    """
    Our log never strays more than two units in the last place from the library's.
    """
    assert ulps(log(x), math.log(x)) <= 2.0


def test_exp_and_log_have_ends():
    """
    Below -708 exp is 0, above 709 it is infinite; the logarithm of nothing is minus infinity.
    """
    assert (exp(-708.5), exp(709.5), log(0.0)) == (0.0, math.inf, -math.inf)
    assert exp(-math.inf) == 0.0


def test_array_forms_equal_scalar_forms_bit_for_bit():
    """
    A logarithm or a logistic value taken in bulk is the one taken alone, to the last bit.
    """
    u = addressed(4000)

    assert log_array(u).tolist() == [log(x) for x in u.tolist()]
    assert logistic_quantile_array(u).tolist() == [logistic_quantile(x) for x in u.tolist()]


def test_logistic_quantile_by_hand():
    """
    The middle of the logistic is 0 and three quarters lie below log 3.
    """
    assert logistic_quantile(0.5) == 0.0
    assert math.isclose(logistic_quantile(0.75), math.log(3.0), rel_tol=1e-15)


def test_power_is_exact_where_load_laws_agree():
    """
    A power of 1 changes nothing and a power of 0 gives 1, exactly; 1.2 squared is 1.44.
    """
    assert (power(0.7, 1.0), power(0.7, 0.0), power(0.0, 2.0)) == (0.7, 1.0, 0.0)
    assert math.isclose(power(1.2, 2.0), 1.44, rel_tol=1e-15)


def test_normal_quantile_by_the_table():
    """
    95 % of a normal lie within 1.959963984540054, and the middle is 0.
    """
    assert normal_quantile(0.5) == 0.0
    assert math.isclose(normal_quantile(0.975), 1.959963984540054, rel_tol=1e-15)
    assert math.isclose(normal_quantile(1e-10), -6.361340902404056, rel_tol=1e-14)


@given(probabilities)
def test_normal_quantile_agrees_with_scipy(u):
    """
    Over twelve decades of probability, tails included, the normal value is SciPy's to 14 digits.
    """
    assert math.isclose(normal_quantile(u), stats.norm.ppf(u), rel_tol=1e-14, abs_tol=1e-15)


@given(st.floats(0.5, 0.999))
def test_normal_quantile_is_antisymmetric(u):
    """
    Good and bad luck of equal probability are equally far from the mean.
    """
    assert math.isclose(normal_quantile(1.0 - u), -normal_quantile(u), rel_tol=1e-12, abs_tol=1e-15)


@pytest.mark.parametrize("mean", [0.01, 0.3, 1.0, 4.5, 12.0, 29.9, 30.0])
def test_small_poisson_counts_are_exact(mean):
    """
    Up to a mean of 30 a count is the exact inverse of the Poisson distribution.
    """
    u = addressed(600)

    assert [poisson(mean, x) for x in u.tolist()] == stats.poisson.ppf(u, mean).astype(int).tolist()


def test_the_normal_form_of_the_poisson_by_hand():
    """
    With a mean of 100, the middle is 100 and the 97.5 % point 100 + 19.6 + (3.84 - 1) / 6, rounded: 120.
    """
    assert poisson(100.0, 0.5) == 100
    assert poisson(100.0, 0.975) == 120
    assert poisson(0.0, 0.999) == 0


def test_a_count_from_the_chance_of_none_by_hand():
    """
    With a mean of ln 2 the chance of none is .5, of one .3466: .84 gives one, .85 two. Above 30 it is not used.
    """
    assert [poisson_given(LN2, 0.5, u) for u in (0.49, 0.51, 0.84, 0.85)] == [0, 1, 1, 2]
    assert poisson_given(100.0, math.nan, 0.975) == 120
    assert poisson_given(0.0, 1.0, 0.999) == 0


@pytest.mark.parametrize("mean", [0.4, 8.0, 29.0, 31.0, 200.0, 2400.0])
def test_poisson_mean_and_variance_are_the_mean(mean):
    """
    On both sides of 30, counts have the mean and the variance of a Poisson within 3 standard errors.
    """
    n = 20_000
    counts = np.array([poisson(mean, x) for x in addressed(n, stream=1).tolist()])

    assert abs(counts.mean() - mean) < 3.0 * math.sqrt(mean / n)
    assert abs(counts.var() - mean) < 3.0 * math.sqrt((mean + 2.0 * mean * mean) / n)


def test_the_two_forms_of_the_poisson_meet_at_thirty():
    """
    Where inversion ends and the normal form begins, no luck changes a count by more than one.
    """
    jumps = [abs(poisson(30.0, u) - poisson(math.nextafter(30.0, 31.0), u)) for u in addressed(4000).tolist()]

    assert max(jumps) == 1
    assert sum(jumps) < 0.05 * len(jumps)


@given(st.floats(0.0, 3000.0), probabilities, probabilities)
def test_poisson_never_falls_with_luck(mean, one, other):
    """
    A larger number never gives a smaller count, whatever the mean: customers of a worse day include a better day's.
    """
    low, high = sorted((one, other))

    assert poisson(mean, low) <= poisson(mean, high)


def test_total_sums_in_index_order():
    """
    The sum of 1e16, 1 and -1e16 is 0 in that order: each number is added to what came before, nothing compensated.
    """
    assert total([1e16, 1.0, -1e16]) == 0.0
    assert total([1e16, -1e16, 1.0]) == 1.0
    assert total([]) == 0.0
