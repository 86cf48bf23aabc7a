"""D11: under constant information capability approaches C* = g f info tau_e, and failures follow 2^(-C).

In continuous time C(t) = C* (1 - e^(-t / tau_e)); in steps of a day, exactly, C* (1 - (1 - 1 / tau_e)^t). At the
defaults C* = 104 / 39 = 2.667 halvings, so 2^-2.667 = 15.7 % of what can be learned away remains.
"""

import math

import pytest

from domain import first_scenario as scenario
from reportsto.api import run_one
from reportsto.escalation.improvement import failure_rate, learning_rate, next_capability

G = learning_rate(195.0, 0.05)


def capability(days, start=0.0, informed=1.0, forgetting=520.0):
    """Return capability after days of constant information, without pressure."""
    c = start
    for _ in range(days):
        c = next_capability(c, G, 0.05, informed, forgetting, 0.002, 0.0)
    return c


@pytest.mark.parametrize(("informed", "settled"), [(1.0, 104 / 39), (0.5, 52 / 39), (0.1, 10.4 / 39)])
def test_capability_settles_where_learning_meets_forgetting(informed, settled):
    """
    Full information settles at 2.667 halvings, a tenth of it at a tenth of that.
    """
    assert capability(16_000, informed=informed) == pytest.approx(settled, abs=1e-9)


def test_what_can_be_learned_away_is_mostly_learned_away():
    """
    Of late orders between their floor and their start 15.7 % remain in the end.
    """
    left = (failure_rate(0.08, 0.016, capability(16_000)) - 0.016) / 0.064

    assert left == pytest.approx(2.0 ** (-104 / 39), abs=1e-9)
    assert left == pytest.approx(0.157, abs=0.0005)


@pytest.mark.parametrize("days", [1, 65, 260, 520, 1500])
def test_the_whole_path_to_it(days):
    """
    Day by day the path is the exact one in steps of a day, and within .1 % of the one in continuous time.
    """
    c = capability(days)

    assert c == pytest.approx(104 / 39 * (1.0 - (1.0 - 1 / 520) ** days), abs=1e-9)
    assert c == pytest.approx(104 / 39 * (1.0 - math.exp(-days / 520)), rel=1.1e-3)


def test_without_forgetting_nine_months_halve_failures():
    """
    195 fully informed days are one halving, 390 two.
    """
    assert capability(195, forgetting=math.inf) == pytest.approx(1.0, abs=1e-9)
    assert failure_rate(0.08, 0.0, capability(390, forgetting=math.inf)) == pytest.approx(0.02, abs=1e-9)


def test_without_information_failures_return():
    """
    Capability decays with a time constant of two years, and late orders return to eight in a hundred.
    """
    assert capability(520, start=2.0, informed=0.0) == pytest.approx(2.0 * (1.0 - 1 / 520) ** 520, abs=1e-9)
    assert failure_rate(0.08, 0.016, capability(30_000, start=2.0, informed=0.0)) == pytest.approx(0.08, abs=1e-9)


def test_a_firm_without_improvement_fails_as_on_the_first_day():
    """
    Where nothing is ever learned, mix-ups keep their 1.5 in a hundred within 3 standard errors, and C is 0.
    """
    row = run_one(scenario("separate", "product_shop", without=["improvement"]), 11, 0, 60)
    orders = row["orders"] * 40.0

    assert row["capability"] == 0.0
    assert abs(row["mix_up_rate"] - 0.015) < 3.0 * math.sqrt(0.015 / orders)
