"""D16: size acts through the chart alone, where what is heard counts per order.

(a) at 56 people the weights are 1 to the last bit; (b) without mechanisms all placements are one firm, at two sizes;
(c) three times the people on the same flat chart feel and do the same; (d) both engines weigh alike.
"""

import math
from statistics import mean, variance

import pytest

from agreement.comparing import assert_engines_agree
from domain import first_scenario as scenario
from reportsto.api import run_one
from reportsto.charts.chart import Chart, Post, tree
from reportsto.records import MAY_DIFFER, MEASURES
from reportsto.structures import STRUCTURES
from reportsto.vocabulary import Function
from reportsto.workplace import Workplace, set_up

PER_ORDER = {"demand.per_order": 1}  # the default
PLACED = [found.id for found in STRUCTURES]
MUST_AGREE = [column.name for column in MEASURES if not column.name.startswith(MAY_DIFFER)]


def workplace(placed: str, people: int = 0, settings: dict[str, object] | None = None) -> Workplace:
    """Return the shop set up in a structure, with so many people."""
    made = scenario(placed, people=people, parameters={**PER_ORDER, **(settings or {})})
    return set_up(made.chart, made.owners, made.parameters)


# ── (a) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("placed", PLACED)
def test_at_56_people_every_weight_is_one(placed):
    """
    In the firm of 56 one report is one report, in every structure, for whoever decides and whoever passes it on.
    """
    made = workplace(placed)

    assert made.heard_weight == 1.0
    assert set(made.relay_weight) == {1.0}


def test_weights_of_a_larger_firm_worked_by_hand():
    """
    With 25 handlers, 7,500 orders: a report counts 2,400 / 7,500 = .32; with a lead of 9 of the 25, .32 x 25 / 9.
    """
    made = workplace("inside_operations", 170)
    relays = {post.id: made.relay_weight[at] for at, post in enumerate(made.chart.posts)}

    assert made.heard_weight == 0.32
    assert relays["service"] == relays["operations"] == 0.32
    assert relays["service lead 1"] == pytest.approx(0.32 * 25 / 9)


def test_without_the_rule_a_report_is_a_report_at_any_size():
    """
    The first version counted every report once, however many there were.
    """
    made = workplace("separate", 170, {"demand.per_order": 0})

    assert {made.heard_weight, *made.relay_weight} == {1.0}


# ── (b) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def null_world():
    """Return a row of each structure without any mechanism, for 56 people and for 170."""
    return {
        (people, placed): run_one(
            scenario(placed, people=people, without=["all"], parameters=PER_ORDER), 14, 2, 60 if people == 56 else 40
        )
        for people in (56, 170)
        for placed in PLACED
    }


@pytest.mark.parametrize("people", [56, 170])
@pytest.mark.parametrize("placed", PLACED)
def test_in_the_null_world_every_placement_is_the_same_firm_at_any_size(null_world, people, placed):
    """
    Without mechanisms a placement changes no digit of any measure but the chief executive's and the chart's own.
    """
    here, there = null_world[people, placed], null_world[people, "separate"]

    assert here["failure"] == ""
    assert [name for name in MUST_AGREE if repr(here[name]) != repr(there[name])] == []


# ── (c) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def flat(times: int) -> Chart:
    """Return the shop with so many times its line people and no further manager."""
    heads = {"operations": "logistics", "marketing": "marketing", "sales": "sales", "product": "product"}
    heads |= {"finance": "finance", "service": "service"}
    line = {"handlers": ("service", 8), "warehouse": ("operations", 30), "marketers": ("marketing", 6)}
    line |= {"sellers": ("sales", 4)}
    of = {function.word: function for function in Function}
    rows = [Post("ceo", Function.EXECUTIVE, None)]
    rows += [Post(name, of[function], "ceo") for name, function in heads.items()]
    rows += [Post(name, of[heads[head]], head, times * number) for name, (head, number) in line.items()]
    return tree(rows, f"flat{times}")


FELT = ("failures_per_1000", "attitude_service_mean", "advocacy", "effective_advocacy", "passed")


def distances(settings: dict[str, object]) -> dict[str, float]:
    """Return by how many standard errors three times the people differ from one, in each measure.

    Managers' hours are without end, and a superior weighs nothing: both are what a chart does to people, not a sum.
    Demand is steady, so that a difference shows in ten runs.
    """
    off = ["attention", "demand_shocks"]
    rows = {
        times: [
            run_one(scenario("inside_operations", chart=flat(times), without=off, parameters=settings), 5, r, 400)
            for r in range(10)
        ]
        for times in (1, 3)
    }
    out = {}
    for name in FELT:
        one, three = ([row[name] for row in rows[times]] for times in (1, 3))
        out[name] = (mean(three) - mean(one)) / math.sqrt((variance(one) + variance(three)) / 10)
    return out


def test_three_times_the_people_on_a_flat_chart_feel_and_do_the_same():
    """
    Failures, attitude, voice, reports passed on and acted on: all within 3 standard errors, in the placement in which
    size showed most.
    """
    assert all(abs(distance) < 3.0 for distance in distances({**PER_ORDER, "attitudes.boss": 0}).values())


def test_without_the_rule_size_shows_on_the_same_chart():
    """
    The comparison can fail: where every report counts once, more people make handlers advocate more.
    """
    assert distances({"demand.per_order": 0, "attitudes.boss": 0})["advocacy"] > 3.0


# ── (d) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("placed", ["separate", "inside_operations", "customer_map", "separate_with_liaison"])
def test_both_engines_weigh_alike(placed):
    """
    With 112 people, two leads in service and one report worth half, both engines are equal to the last bit.
    """
    assert assert_engines_agree(scenario(placed, people=112, parameters=PER_ORDER, world="contract"), 9, 1, 30)
