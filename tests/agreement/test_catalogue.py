"""The two engines are equal for everything that has a name: structures, firms, worlds, off-switches, charts."""

import pytest

from agreement.comparing import assert_engines_agree
from domain import NEW_RULES, all_new_rules
from reportsto.api import scenario
from reportsto.firms import FIRMS
from reportsto.parameters import OFF_SWITCHES, RULE_SWITCHES, every_field
from reportsto.structures import GALLERY, STRUCTURES
from reportsto.worlds import RATIONS, ROUTES, WORLDS

STRUCTURE_IDS = [structure.id for structure in STRUCTURES]


@pytest.mark.parametrize("firm", [firm.id for firm in FIRMS])
@pytest.mark.parametrize("structure", STRUCTURE_IDS)
def test_every_structure_of_every_firm(structure, firm):
    """Sixty days of the contract world, which uses the most rules."""
    assert assert_engines_agree(scenario(structure, firm, world="contract"), 7, 1, 60)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("structure", STRUCTURE_IDS)
def test_every_world(structure, world):
    """A year of six people, in whom every turn of staff shows."""
    assert assert_engines_agree(scenario(structure, "six_people", world=world), 8, 0, 260)


@pytest.mark.parametrize("switch", [*OFF_SWITCHES, "all"])
def test_every_off_switch(switch):
    """Also where the hours of a manager are infinite."""
    assert assert_engines_agree(scenario("inside_operations", without=[switch]), 9, 2, 40)


@pytest.mark.parametrize("rule", NEW_RULES)
@pytest.mark.parametrize("structure", ["inside_operations", "customer_map"])
def test_every_new_rule(structure, rule):
    """A rule that the first version does not have, alone."""
    others = [name for name in NEW_RULES if name != rule]

    assert assert_engines_agree(scenario(structure, parameters=NEW_RULES[rule], without=others), 15, 1, 60)


@pytest.mark.parametrize("rule", RULE_SWITCHES)
@pytest.mark.parametrize("structure", ["inside_operations", "customer_map"])
def test_every_new_rule_off(structure, rule):
    """All rules but one."""
    case = scenario(structure, world="contract", parameters=all_new_rules(), without=[rule])

    assert assert_engines_agree(case, 15, 1, 60)


@pytest.mark.parametrize("structure", STRUCTURE_IDS)
def test_all_new_rules(structure):
    """All of them together, in the world that uses the most rules."""
    assert assert_engines_agree(scenario(structure, world="contract", parameters=all_new_rules()), 16, 1, 60)


@pytest.mark.parametrize("structure", ["separate", "inside_operations"])
def test_five_hundred_and_sixty_people(structure):
    """Ten days of a firm with team leads and heads of units, in the default rules and with all others."""
    for settings in ({}, all_new_rules()):
        assert assert_engines_agree(scenario(structure, people=560, world="contract", parameters=settings), 18, 0, 10)


@pytest.mark.parametrize("chart", sorted(GALLERY.glob("*.toml")), ids=lambda path: path.stem)
def test_every_chart_of_the_gallery(chart):
    """Three days of a real firm, with thousands of contacts a day."""
    assert assert_engines_agree(scenario(chart=chart, world="contract"), 10, 0, 3)


ASSUMED_OFF = {
    "chart.heads": 4.0,
    "attention.graicunas": 2.0,
    "chart.leads": 2.0,
    "climb.empathy": 1.0,
    "causes.logistics_factor": 0.3,
    "requests.status_factor": 5.0,
    "climb.isolation": 1.5,
    "causes.ramp_peak": 4.0,
    "voice.exaggeration": 0.3,
    "voice.report_bar": 1.0,
    "voice.settle_bar": 0.6,
    "voice.settle_width": 1.0,
    "climb.outside_error": 0.4,
    "climb.map_owner_filters": 1.0,
    "climb.root_acts": 0.3,
    "attention.cross_hours": 0.25,
    "attention.patience_days": 0.0,
    "handling.advocacy_hours": 0.2,
    "handling.patience_days": 0.0,
    "causes.warranty_lag_days": 7.5,
    "causes.warranty_share": 0.4,
    "causes.promise_pressure": 0.5,
    "demand.conversion": 0.2,
    "warehouse.advice": 0.5,
    "turnover.selectivity": 1.0,
    "improvement.outside_weight": 0.5,
    "incentives.rumours": 0.0,
}


REFUSALS = {
    "peers_first": {"route.peers_first": 1.0, "attitudes.disposition_mean": -0.5},
    "refusal_learnt": {"route.refusal_learnt": 1.0, "climb.root_acts": 0.5},
    "both": {"route.peers_first": 1.0, "route.refusal_learnt": 1.0, "route.going_on": 1.0, "climb.own_line_loss": 0.6},
}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("structure", STRUCTURE_IDS)
def test_every_refusal(structure, refusal):
    """Heads who refuse, senders' heads who go on, and senders who learn of it."""
    assert assert_engines_agree(scenario(structure, parameters=REFUSALS[refusal]), 15, 0, 60)


@pytest.mark.parametrize("ration", RATIONS)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("structure", ["separate", "inside_operations", "customer_map"])
def test_every_ration_and_route(structure, route, ration):
    """A chief executive with hardly an hour, who loses what is handed over, and heads who refuse."""
    busy = {"attention.hours": 4.6, "disputes.probability": 0.1, "attention.cross_hours": 0.1}
    case = scenario(structure, world="contract", parameters=busy, ration=ration, route=route)

    assert assert_engines_agree(case, 17, 0, 60)


def test_there_is_such_a_parameter_for_each():
    """The list below names parameters that exist."""
    assert ASSUMED_OFF.keys() <= {f"{group}.{name}" for group, name, _ in every_field()}


@pytest.mark.parametrize("name", ASSUMED_OFF)
@pytest.mark.parametrize("structure", ["inside_marketing", "customer_map"])
def test_what_is_off_by_default(structure, name):
    """Mechanisms that a default run never enters agree when they are on."""
    assert assert_engines_agree(scenario(structure, parameters={name: ASSUMED_OFF[name]}), 11, 3, 40)


def test_scorecards():
    """Pay that was set for one function and one post."""
    cards = {"service": 3.0, "operations": 0.0}

    assert assert_engines_agree(scenario("inside_operations", scorecards=cards), 12, 0, 60)


@pytest.mark.parametrize("days", [1, 2, 10, 31])
def test_short_runs_without_a_measured_day_or_two(days):
    """Measures with nothing below the line are missing in both."""
    assert assert_engines_agree(scenario("separate", "six_people"), 13, 0, days)


def test_a_run_that_must_stop_stops_with_the_same_words():
    """More contacts a day than there is room for, where the warehouse cannot grow: the same day, the same number."""
    many = {"demand.customers_per_handler": 25000.0, "demand.orders_per_customer": 1.0}
    waiting = {**many, "requests.status_per_day_waited": 10.0, "warehouse.ship_ratio": 0.1}
    case = scenario("separate", "product_shop_v1", parameters=waiting)

    assert assert_engines_agree(case, 14, 0, 3) is None


@pytest.mark.parametrize("cause", ["mix_up", "back_order", "defect"])
def test_a_firm_that_outgrows_its_room_stops_with_the_same_words(cause):
    """
    A firm that begins small and wins customers by the thousand, most of them with a complaint: the same in both.
    """
    growing = {"demand.new_per_handler": 1e5, "demand.orders_per_customer": 1.0}
    failing = {"causes.rate": 0.0, f"causes.rate.{cause}": 0.9, f"causes.complaint.{cause}": 0.9, "requests.rate": 0.0}
    case = scenario("separate", parameters={**growing, **failing})

    assert assert_engines_agree(case, 14, 0, 3) is None
