"""D8: a report survives K filters with the product of what each passes; counts stay Poisson (thinning).

E[y_K] = y_0 prod alpha_k, and Poisson(L) messages become Poisson(L prod p_k). The variance of an autoregressive
noise has no counterpart: our filters pass or stop a report and add no noise to it.
"""

import math

import numpy as np
import pytest

from domain import first_scenario as scenario
from reportsto.api import run_one
from reportsto.arithmetic import poisson
from reportsto.escalation.climb import pass_probability, willingness
from reportsto.streams import uniform_pairs

ATTITUDES = (0.3, -0.2, -0.8)


def passes(attitude):
    """Return what a manager of this attitude passes at default numbers."""
    return pass_probability(0.85, willingness(attitude, False, 0.5, 0.0, 1.0, 1.0))


def test_three_managers_in_a_row():
    """
    A neutral, a slightly and a very defensive manager pass .85 x .765 x .51 of all reports: a third.
    """
    product = math.prod(passes(x) for x in ATTITUDES)

    assert [passes(x) for x in ATTITUDES] == pytest.approx([0.85, 0.765, 0.51], abs=1e-9)
    assert product == pytest.approx(0.33162750, abs=1e-9)


def test_what_is_left_of_a_days_reports_is_poisson(addressed):
    """
    Of Poisson(12) reports a day, what passes three managers has mean and variance 12 x .3316, within 3 standard errors.
    """
    days = 2000
    left = []
    for day, u in enumerate(addressed(2, days)):
        count = poisson(12.0, u)
        levels = [uniform_pairs(8, 0, 7, day, np.arange(count), level)[0] for level in range(3)]
        through = [level < passes(x) for level, x in zip(levels, ATTITUDES, strict=True)]
        left.append(int(np.logical_and.reduce(through).sum()))
    mean = 12.0 * 0.33162750

    assert abs(np.mean(left) - mean) < 3.0 * math.sqrt(mean / days)
    assert abs(np.var(left) - mean) < 3.0 * math.sqrt((mean + 2.0 * mean * mean) / days)


@pytest.mark.parametrize(
    ("structure", "filters"),
    [
        ("inside_operations", 1),
        ("separate", 1),
        ("inside_marketing", 2),
        ("sales_and_marketing", 2),
        ("customer_map", 0),
    ],
)
def test_a_firms_reports_pass_as_many_filters_as_its_chart_has(structure, filters):
    """
    With neutral managers and logistics' failures alone, .85 to the number of filters of all reports reach a decider.
    """
    numbers = {
        "climb.defensive_loss": 0.0,
        "climb.recolouring": 0.0,
        **{f"causes.rate.{k}": 0.0 for k in ("oversold", "wrong_price", "defect", "wrong_bill", "poor_answer")},
    }
    case = scenario(structure, "product_shop", parameters=numbers)
    row = run_one(case, 8, 0, 60)
    reports = row["voiced"] * row["complained"] * row["failures_per_1000"] / 1000.0 * row["orders"] * 30.0
    expected = 0.85**filters

    assert row["failure"] == ""
    assert reports > 500
    assert abs(row["passed"] - expected) <= 3.0 * math.sqrt(expected * (1.0 - expected) / reports)
