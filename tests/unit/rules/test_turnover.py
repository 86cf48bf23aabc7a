"""Phase 9: who leaves, who is hired."""

import math

import pytest

from reportsto.attitudes.turnover import DRAWS, leaving_hazard, newcomer_mean, tenure

SERVICE = {"yearly": 0.35, "year_days": 260.0, "misfit": 0.5, "unheard": 0.5}


@pytest.mark.parametrize(
    ("attitude", "department", "futility", "times"),
    [(0.3, 0.3, 0.0, 1.0), (0.5, -0.5, 0.0, 1.5), (-0.3, 0.2, 0.0, 1.125), (0.3, 0.3, 0.2, 1.1), (0.5, -0.5, 0.2, 1.6)],
)
def test_the_chance_to_leave_today(attitude, department, futility, times):
    """
    35 % a year is .00134615 a day; a point apart adds half, half a point an eighth; futility of .2 a tenth.
    """
    hazard = leaving_hazard(attitude=attitude, department=department, futility=futility, **SERVICE)

    assert math.isclose(hazard, 0.00134615384615385 * times)


@pytest.mark.parametrize(("selectivity", "mean"), [(0.0, 0.2), (0.25, 0.0), (1.0, -0.6)])
def test_like_hires_like_only_where_switched_on(selectivity, mean):
    """
    A department at -.6 hires from the pool's .2 by default, its own kind at full selectivity.
    """
    assert math.isclose(newcomer_mean(0.2, -0.6, selectivity), mean, abs_tol=1e-15)


@pytest.mark.parametrize(("u", "days"), [(0.5, 180.2182669), (1.0 - math.exp(-1.0), 260.0), (1e-17, 0.0)])
def test_tenure_at_the_start(u, days):
    """
    Half of all have been there for less than 180 days when the mean is 260.
    """
    assert math.isclose(tenure(u, 260.0), days, abs_tol=1e-7)


def test_a_disposition_has_tries_enough():
    """
    Even for hires of mean .2 and an SD of 2, fewer than one in a thousand falls outside [-1, 1] sixteen times.
    """
    inside = 0.5 * (math.erf(0.8 / 2.0 / math.sqrt(2.0)) + math.erf(1.2 / 2.0 / math.sqrt(2.0)))

    assert (1.0 - inside) ** DRAWS < 1e-3
