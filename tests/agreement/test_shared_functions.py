"""What both engines call gives the same bits compiled and plain: arithmetic, draws, rules."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement.comparing import bits
from reportsto import arithmetic, streams
from reportsto.engine import draws, rules
from reportsto.engine.layout import STATE

WORD = st.integers(0, 2**32 - 1)


@numba.njit(error_model="numpy")
def compiled_exp(values):
    out = np.empty_like(values)
    for at in range(len(values)):
        out[at] = arithmetic.exp(values[at])
    return out


@numba.njit(error_model="numpy")
def compiled_log(values):
    out = np.empty_like(values)
    for at in range(len(values)):
        out[at] = arithmetic.log(values[at])
    return out


@numba.njit(error_model="numpy")
def compiled_quantiles(values):
    normal, logistic = np.empty_like(values), np.empty_like(values)
    for at in range(len(values)):
        normal[at] = arithmetic.normal_quantile(values[at])
        logistic[at] = arithmetic.logistic_quantile(values[at])
    return normal, logistic


@numba.njit(error_model="numpy")
def compiled_poisson(means, us):
    out = np.empty(len(us), np.int64)
    for at in range(len(us)):
        out[at] = arithmetic.poisson(means[at], us[at])
    return out


@numba.njit(error_model="numpy")
def compiled_counts(means, us, none, out):
    draws.fill_none(means, len(us), none)
    for at in range(len(us)):
        out[at] = arithmetic.poisson_given(means[at], none[at], us[at])


@numba.njit
def compiled_number(states, stream, day, entity, index):
    return draws.number(states[0], stream, day, entity, index) + 0.0 * states[0].wait


def plain(function, values):
    return np.array([function(value) for value in values])


def test_exp_over_its_whole_range():
    """From below the least to above the greatest, and at the steps in between."""
    ends = [-1e4, -708.0, -707.9999, -1e-300, -0.0, 0.0, 709.0, 709.0001, math.inf, -math.inf]
    values = np.concatenate((np.linspace(-709.0, 710.0, 20_011), np.linspace(-3.0, 3.0, 20_011), ends))

    assert bits(compiled_exp(values)) == bits(plain(arithmetic.exp, values.tolist()))


def test_log_over_its_whole_range():
    """Powers of two, their neighbours, and everything a draw can be."""
    powers = 2.0 ** np.arange(-1022, 1024)
    values = np.concatenate(
        (powers, np.nextafter(powers, 2.0), np.linspace(2.0**-53, 1.0, 20_011), [0.0, 5e-1, 2.0**-0.5, 1e300])
    )

    assert bits(compiled_log(values)) == bits(plain(arithmetic.log, values.tolist()))


def test_quantiles_from_the_least_number_to_the_greatest():
    """The numbers (k + 1/2) 2^-52 at both ends, and many between."""
    values = np.concatenate(([2.0**-53, 3 * 2.0**-53, 1.0 - 2.0**-53, 0.5], np.linspace(1e-9, 1 - 1e-9, 20_001)))
    normal, logistic = compiled_quantiles(values)

    assert bits(normal) == bits(plain(arithmetic.normal_quantile, values.tolist()))
    assert bits(logistic) == bits(plain(arithmetic.logistic_quantile, values.tolist()))


@given(st.lists(st.tuples(st.floats(0.0, 5000.0), st.floats(2.0**-53, 1.0 - 2.0**-53)), min_size=1))
def test_poisson(pairs):
    """Both forms of the count."""
    means, us = (np.array(column) for column in zip(*pairs, strict=True))

    assert compiled_poisson(means, us).tolist() == [arithmetic.poisson(*pair) for pair in pairs]


@given(st.lists(st.tuples(st.floats(0.0, 5000.0), st.floats(2.0**-53, 1.0 - 2.0**-53)), min_size=1, max_size=40))
def test_counts_whose_chances_of_none_are_worked_out_together(pairs):
    """The same counts as one by one."""
    size = draws.ABREAST * (1 + len(pairs) // draws.ABREAST)
    means, us, none = np.zeros(size), np.array([u for _, u in pairs]), np.zeros(size)
    means[: len(pairs)] = [mean for mean, _ in pairs]
    out = np.empty(len(pairs), np.int64)

    compiled_counts(means, us, none, out)

    assert out.tolist() == [arithmetic.poisson(*pair) for pair in pairs]


@given(WORD, WORD, st.integers(1, 9), st.integers(0, 10**5), WORD, st.integers(0, 10**4))
def test_a_draw_at_any_address(seed, replicate, stream, day, entity, index):
    """Compiled or plain, one address is one number."""
    state = np.zeros(1, STATE)
    state["seed"], state["replicate"] = seed, replicate

    there = compiled_number(state, stream, day, entity, index)

    assert there.hex() == streams.uniform(seed, replicate, stream, day, entity, index).hex()


def test_every_rule_is_known_to_the_compiler():
    """Each public function of the rule files, and of nothing else, can be called from a kernel."""
    known = {module.__name__ for module in rules.MODULES}

    assert "reportsto.escalation.climb" in known


@pytest.mark.parametrize("name", ["exp", "log", "poisson", "normal_quantile"])
def test_registering_leaves_a_function_plain_python(name):
    """The Mesa firm goes on calling what is written in the file."""
    assert type(getattr(arithmetic, name)).__name__ == "function"
