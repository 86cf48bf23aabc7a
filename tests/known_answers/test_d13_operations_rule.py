"""D13: operations or separate? With N contacts a day, a share q about logistics, an hour worth c and V worth B:

O beats S if and only if q N c (tau_out - tau_in) > B (V_S - V_O), that is q > q* = B dV / (N c dtau).

With everything off but coordination dV is 0, and operations must win for any q > 0, by exactly q N dtau hours. Handlers
have fixed hours here, and enough of them: hours that follow the work would be as scarce in either structure.
"""

import pytest

from domain import FIRST
from domain import first_scenario as scenario
from reportsto.api import run_one
from reportsto.orderflow.handling import contact_hours
from reportsto.parameters import OFF_SWITCHES

ONLY_COORDINATION = [*(name for name in OFF_SWITCHES if name != "coordination"), "staffing"]
TIME_ENOUGH = {"handling.hours_a_day": 24.0}


def rows(parameters, without, days=60):
    """Return the rows of operations and separate."""
    return [
        run_one(scenario(name, "product_shop", parameters=parameters, without=without), 13, 0, days)
        for name in ("inside_operations", "separate")
    ]


@pytest.fixture(scope="module")
def coordination_alone():
    """Return operations and separate where they differ in the hours of an answer and nothing else."""
    return rows(TIME_ENOUGH, ONLY_COORDINATION)


def test_asking_next_door_saves_the_difference_of_taus():
    """
    A logistics case takes .08 h less beside the warehouse, by the rule alone.
    """
    h = FIRST.handling
    near, far = (
        contact_hours(h.failure_hours, True, near, False, h.inside_hours, h.across_hours, h.site_hours)
        for near in (True, False)
    )

    assert far - near == pytest.approx(0.08, abs=1e-12)


def test_without_a_difference_in_voice_operations_wins(coordination_alone):
    """
    Equal in effective advocacy, operations answers a logistics contact .08 h faster, exactly.
    """
    o, s = coordination_alone

    assert o["effective_advocacy"] == s["effective_advocacy"]
    assert s["hours_per_logistics_contact"] - o["hours_per_logistics_contact"] == pytest.approx(0.08, abs=1e-9)
    assert o["cost_per_1000"] < s["cost_per_1000"]


def test_the_saving_is_the_share_of_logistics_contacts_times_tau(coordination_alone):
    """
    Over all contacts the saving is q dtau, q between the share of logistics' failures and that of all who need it.
    """
    o, s = coordination_alone
    q = (s["hours_per_contact"] - o["hours_per_contact"]) / 0.08

    assert s["contacts_order_status"] < q < s["contacts_order_status"] + s["contacts_failures"]


def test_the_smallest_share_is_enough():
    """
    Even if one order in a thousand is late and nothing else needs logistics, operations answers faster.
    """
    rare = {f"causes.rate.{k}": 0.0 for k in ("mix_up", "slow_refund", "back_order")} | {
        "causes.rate.late": 0.001,
        "requests.rate.order_status": 0.0,
        "warehouse.ship_ratio": 5.0,
        "warehouse.refund_ratio": 5.0,
    }
    o, s = rows({**TIME_ENOUGH, **rare}, ONLY_COORDINATION)

    assert s["failure"] == ""
    assert 0.0 < s["hours_per_contact"] - o["hours_per_contact"] < 0.01


def test_equal_taus_are_a_tie():
    """
    With coordination off besides, q* is not defined and both cost the same to the last digit.
    """
    o, s = rows(TIME_ENOUGH, ["all", "staffing"])

    assert o["cost_per_1000"] == s["cost_per_1000"]


def test_the_rule_turns_on_tau_alone():
    """
    With pay, neighbours and filters on and nobody waiting, twice the tau saves twice the hours and moves no voice.

    So the share at which operations begins to win, B dV / (N c dtau), is halved.
    """
    near, far, farther = (
        run_one(
            scenario("separate", parameters={**TIME_ENOUGH, "handling.across_hours": tau}, without=["staffing"]),
            13,
            0,
            60,
        )
        for tau in (0.04, 0.12, 0.20)
    )
    saved = far["hours_per_contact"] - near["hours_per_contact"]

    assert farther["hours_per_contact"] - near["hours_per_contact"] == pytest.approx(2.0 * saved, abs=1e-9)
    assert near["effective_advocacy"] == far["effective_advocacy"] == farther["effective_advocacy"]
