"""How decisions are rationed: what is collected, when it is handed over, and what stays as it was."""

import math

import numpy as np
import pytest

from domain import first_scenario as scenario
from domain import shop_chart
from reportsto.api import Traced, mesa_firm, run_traced
from reportsto.tracing import Fate
from reportsto.vocabulary import Cause

DIGEST = {"ration.digest_days": 5.0}
ENDLESS = {"attention.hours": math.inf}
FILTERED = {"climb.map_owner_filters": 1.0}
NO_FEEDBACK = ("improvement", "turnover", "voice_feedback", "disputes", "futility", "demand_shocks")
SEAT = {post.id: post.seat for post in shop_chart().posts}


def lived(placed: str, days: int = 62, world: str = "once", without: tuple[str, ...] = (), **numbers: object) -> Traced:
    """Return a traced run of the shop."""
    return run_traced(scenario(placed, world=world, parameters=numbers, without=without), 22, 0, days)


def reports(run: Traced) -> np.ndarray:
    """Return the cases that were reported."""
    return run.cases[run.cases["recorded"] >= 0]


@pytest.mark.parametrize("route", [{}, {"route.peers_first": 1.0}])
@pytest.mark.parametrize("placed", ["separate", "inside_operations", "customer_map"])
def test_a_report_meets_the_same_decision_in_a_digest(placed, route):
    """
    Where nobody changes and hours have no end, each report that has ended under both rules has ended alike.
    """
    numbers = {**ENDLESS, "attitudes.speed": 0.0, "attitudes.disposition_mean": -0.3, **route}
    bundles, digest = (
        lived(placed, world="contract", without=NO_FEEDBACK, **numbers, **FILTERED, **own) for own in ({}, DIGEST)
    )
    one, other = reports(bundles), reports(digest)
    ended = (one["ended"] >= 0) & (other["ended"] >= 0)

    assert len(one) == len(other) > 500
    assert np.sum(ended & (one["fate"] == Fate.ACTED_ON)) > 100
    assert np.sum(ended & (one["fate"] == Fate.DECLINED)) > 20
    for name in ("fate", "recorded", "ended_at", "passed"):
        assert np.array_equal(one[name][ended], other[name][ended])


@pytest.mark.parametrize("placed", ["separate", "inside_operations", "customer_map"])
def test_digests_are_decided_on_the_day_they_are_handed_over(placed):
    """
    With hours without end every report that a decider saw ends on a day 4, 9, 14 ..., within four days of its answer.
    """
    rows = reports(lived(placed, **ENDLESS, **DIGEST))
    seen = rows[(rows["fate"] == Fate.ACTED_ON) | (rows["fate"] == Fate.DECLINED)]
    waited = seen["ended"] - seen["answered"]

    assert set(seen["ended"] % 5) == {4}
    assert set(waited) == {0, 1, 2, 3, 4}


def test_what_is_collected_does_not_wait_at_a_desk():
    """
    Where managers have no patience but hours without end, no digest is lost, though reports wait for days.
    """
    run = lived("separate", **ENDLESS, **DIGEST, **{"attention.patience_days": 0.0})

    assert run.row["reports_lost"] == 0.0
    assert np.max(reports(run)["ended"] - reports(run)["answered"]) == 4


def test_a_week_of_one_department_is_at_most_an_item_a_cause():
    """
    The chief executive of a separate service spends at most nine half hours in five days on its reports, and some.
    """
    row = lived("separate", days=75, **ENDLESS, **DIGEST).row

    assert 0.3 < row["ceo_report_hours"] <= 9 * 0.5 / 5
    assert row["ceo_decisions"] > 10.0


def test_a_digest_is_lost_whole():
    """
    A chief executive without an hour loses each digest with every report in it, six days after it was handed over.
    """
    run = lived("separate", **DIGEST, **{"attention.hours": 4.0})
    rows = reports(run)
    top = rows[(rows["ended_at"] == SEAT["ceo"]) & (rows["recorded"] != Cause.POOR_ANSWER)]

    assert set(top["fate"]) == {Fate.LOST, Fate.AT_A_DESK}
    assert set(top["ended"][top["fate"] == Fate.LOST] % 5) == {0}
    assert run.row["ceo_decisions"] == 0.0


@pytest.mark.parametrize(("bundle", "hours"), [(1.0, 0.5), (10.0, 0.05)])
def test_disputes_come_in_bundles(bundle, hours):
    """
    Where service stands apart, the chief executive spends half an hour on each dispute, or on each ten.
    """
    row = lived("separate", **ENDLESS, **{"disputes.bundle": bundle}).row

    assert row["disputes"] > 1.0
    assert row["ceo_dispute_hours"] == pytest.approx(hours * row["disputes"], abs=1e-12)


def test_disputes_come_in_digests():
    """
    If every answer that needs its owner is disputed, ten kinds of dispute are ten half hours in five days.
    """
    row = lived("separate", days=75, **ENDLESS, **DIGEST, **{"disputes.probability": 1.0}).row

    assert row["disputes"] > 100.0
    assert row["ceo_dispute_hours"] == pytest.approx(10 * 0.5 / 5)


def test_a_refused_report_joins_the_next_desks_next_digest():
    """
    Refused on one day of handing over, it is decided by the common superior on the next, five days later.
    """
    numbers = {
        **ENDLESS,
        **DIGEST,
        "route.peers_first": 1.0,
        "attitudes.disposition_mean": 0.0,
        "attitudes.disposition_sd": 0.0,
        "attitudes.speed": 0.0,
        "climb.own_line_loss": 1.0,
        "climb.recolouring": 0.0,
    }
    rows = reports(lived("separate", **numbers))
    acted = rows[(rows["fate"] == Fate.ACTED_ON) & (rows["recorded"] != Cause.POOR_ANSWER)]
    first = acted["answered"] + (4 - acted["answered"]) % 5

    assert len(acted) > 100
    assert set(acted["ended_at"]) == {SEAT["ceo"]}
    assert set(acted["ended"] - first) == {5}


@pytest.mark.parametrize("days", range(60, 65))
def test_every_report_ends_once_or_waits(days):
    """
    On whatever day of the week a run ends, the reports it counts as waiting are those the trace says lie at a desk.
    """
    made = scenario("separate", parameters={**DIGEST, "route.peers_first": 1.0, "attention.hours": 4.6})
    waiting = np.sum(run_traced(made, 22, 0, days).cases["fate"] == Fate.AT_A_DESK)
    firm = mesa_firm(made, 22, 0, days, collect=False)
    firm.run()

    assert firm.tally.end_reports_waiting == waiting > 0
    assert firm.tally.whole_reports == firm.tally.whole_reports_ended + waiting
    firm.forget()
