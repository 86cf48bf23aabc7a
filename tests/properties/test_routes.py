"""The route of a report: who is asked first, and what stays as it was."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from domain import FIRST, charts, shop_chart
from domain import first_scenario as scenario
from reportsto.api import Traced, run_traced
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.records import MEASURES
from reportsto.structures import structure
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES, NOBODY, Cause
from reportsto.workplace import set_up

PEERS = {"route.peers_first": 1.0}
SAME_WINDOW = {"attention.patience_days": 1.0}
"""Managers so impatient that failures are followed for ten days on either route."""
OWN_ONLY = {f"causes.rate.{name}": 0.0 for name in ("oversold", "wrong_price", "defect", "wrong_bill")}
ALL_ALIKE = {
    "attitudes.disposition_mean": -0.5,
    "attitudes.disposition_sd": 0.0,
    "attitudes.speed": 0.0,
    "attention.hours": math.inf,
    "climb.recolouring": 0.0,
}
"""Everybody a half defendant for ever, hours without end, and every report names its cause."""


def lived(placed: str, world: str = "once", days: int = 60, without: tuple[str, ...] = (), **numbers: object) -> Traced:
    """Return a traced run of the shop."""
    return run_traced(scenario(placed, world=world, parameters=numbers, without=without), 21, 0, days)


def differing(one: Traced, other: Traced) -> list[str]:
    """Return what two runs measure differently, two missing values counting as equal."""
    rows = one.row, other.row
    return [m.name for m in MEASURES if rows[0][m.name] != rows[1][m.name] and not all(map(_missing(m.name), rows))]


def _missing(name: str):
    return lambda row: math.isnan(row[name])


def test_who_is_asked_first_in_the_shop():
    """
    Where service is a department of its own, every owner's head but service's own; inside operations, operations not.
    """
    shop = shop_chart()
    rules = FIRST.with_settings(PEERS)
    seats = {post.seat: post.id for post in shop.posts} | {NOBODY: "-"}
    apart, inside = (set_up(structure(name).edit(shop), None, rules) for name in ("separate", "inside_operations"))
    logistics, others = ["operations"] * 4, ["marketing", "sales", "product", "finance"]

    assert [seats[seat] for seat in apart.peers[0]] == [*logistics, *others, "-", "-"]
    assert [seats[seat] for seat in inside.peers[0]] == [*["-"] * 4, *others, "-", "-"]
    assert set_up(structure("separate").edit(shop)).peers == ((NOBODY,) * N_CAUSES,)


@settings(max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(charts())
def test_another_department_is_asked_first_and_no_other(chart):
    """
    On every chart whoever is asked first heads the owner's department, which is not the sender's; the top is never.
    Below an empty top that head decides anyway, so nobody is asked before.
    """
    facts = chart_facts(chart, cause_owners({}))
    firm = set_up(chart, None, FIRST.with_settings(PEERS))
    for post, heads in zip(firm.answering, firm.peers, strict=True):
        for cause, seat in enumerate(heads):
            owner = facts.owner[cause]
            empty = facts.first_seat[facts.root] == NOBODY
            if empty or facts.same_department[post][cause] or owner in (facts.root, NOBODY):
                assert seat == NOBODY
            else:
                head = facts.post_of[seat]
                assert facts.superior[head] == facts.root
                assert facts.department[head] == facts.department[owner] != facts.department[post]
                assert facts.own_line[head][cause]
                assert facts.arbiter(post, cause) == facts.root


@pytest.mark.parametrize("world", ["once", "contract"])
def test_nothing_changes_for_causes_of_ones_own_department(world):
    """
    Inside operations, with failures of logistics and service alone, both routes give the same digits and cases.
    """
    setting = {**SAME_WINDOW, **OWN_ONLY, "climb.recolouring": 0.0}
    one, other = (lived("inside_operations", world, **setting, **route) for route in ({}, PEERS))

    assert differing(one, other) == []
    assert one.cases.tobytes() == other.cases.tobytes()
    assert one.row["effective_advocacy"] > 0.0


def test_the_same_causes_do_change_elsewhere():
    """
    The comparison can fail: where service is a department of its own, it is not the chief executive who decides.
    """
    setting = {**SAME_WINDOW, **OWN_ONLY, "climb.recolouring": 0.0}
    one, other = (lived("separate", **setting, **route) for route in ({}, PEERS))

    assert other.row["ceo_decisions"] < one.row["ceo_decisions"] / 2.0
    assert {"defensiveness", "settled", "ship_days"} <= set(differing(one, other))


def test_nothing_changes_on_a_map():
    """
    Where there is no line to go up, both routes give the same digits and cases.
    """
    one, other = (lived("customer_map", "contract", **SAME_WINDOW, **route) for route in ({}, PEERS))

    assert differing(one, other) == []
    assert one.cases.tobytes() == other.cases.tobytes()


def test_nothing_but_desks_changes_where_nobody_refuses():
    """
    With managers who pass and act on everything, and hours without end, it is the same who is asked.
    """
    without = ("filtering", "attention", "disputes", "incentives", "contact", "influence")
    one, other = (lived("separate", **SAME_WINDOW, without=without, **route) for route in ({}, PEERS))

    assert [name for name in differing(one, other) if not name.startswith(("ceo_", "chart_"))] == []
    assert other.row["ceo_decisions"] == 0.0 < one.row["ceo_decisions"]


def test_a_closed_form():
    """
    Among half defendants .6375 (.75 + .25 x .375 x .75) = .5229 of reports about others' failures are acted on.
    """
    run = lived("separate", days=250, **ALL_ALIKE, **PEERS)
    fates = run.cases["fate"][(run.cases["recorded"] >= 0) & (run.cases["recorded"] != Cause.POOR_ANSWER)]
    over = fates[fates >= Fate.LOST]
    acted, n = np.sum(over == Fate.ACTED_ON), len(fates) - np.sum(fates == Fate.AT_A_DESK)
    p = 0.6375 * (0.75 + 0.25 * 0.375 * 0.75)

    assert n > 2000
    assert abs(acted / n - p) < 3.0 * math.sqrt(p * (1.0 - p) / n)


def test_a_refusal_is_learnt_only_where_it_is_said_to_be():
    """
    With a chief executive who acts on nothing, futility stays 0; with `refusal_learnt` it grows.
    """
    silent, told = (
        lived("separate", **{"climb.root_acts": 0.0, "attention.hours": math.inf, **learnt})
        for learnt in ({}, {"route.refusal_learnt": 1.0})
    )

    assert silent.row["reports_declined"] > 10.0
    assert silent.row["futility_service"] == 0.0 < told.row["futility_service"]


def test_who_goes_to_the_top_after_a_refusal():
    """
    A head who never acts on his own line sends half of the refusals to the chief executive, who acts on all of them.
    """
    numbers = {**ALL_ALIKE, "attitudes.disposition_mean": 0.0, "climb.fidelity": 1.0, "climb.own_line_loss": 1.0}
    run = lived("separate", days=120, **numbers, **PEERS)
    rows = run.cases[(run.cases["recorded"] >= 0) & (run.cases["recorded"] != Cause.POOR_ANSWER)]
    rows = rows[rows["ended"] >= 0]
    acted = rows[rows["fate"] == Fate.ACTED_ON]
    seat = {post.id: post.seat for post in shop_chart().posts}

    assert set(acted["ended_at"]) == {seat["ceo"]}
    assert set(acted["ended"] - acted["answered"]) == {1}
    assert abs(len(acted) / len(rows) - 0.5) < 3.0 * math.sqrt(0.25 / len(rows))
    assert run.row["reports_declined"] > 0.0
