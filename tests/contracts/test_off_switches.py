"""Every mechanism has an off-switch, and switching it alone changes something in a world where it acts."""

import math

import pytest

from domain import NEW_RULES, first_scenario
from reportsto.api import run_one
from reportsto.parameters import OFF_SWITCHES, RULE_SWITCHES
from reportsto.records import MAY_DIFFER, MEASURES

BUSY = {"attention.hours": 4.6, "turnover.yearly.service": 8.0, "turnover.yearly.logistics": 8.0}
"""A chief executive with hardly an hour left, so reports are lost; people who come and go, so misfits leave."""

CHOSEN = ("settle_bar", "digest", "override", "peers_first")
"""Rules that the first numbers, rationing rule, route and world have not: each is chosen by name."""

ACTS_IN = {name: ("inside_operations", {}) for name in OFF_SWITCHES}
ACTS_IN["futility"] = ("separate", BUSY)
ACTS_IN["misfit"] = ("separate", BUSY)
ACTS_IN["attention"] = ("separate", BUSY)


def row(structure: str, settings: dict[str, object], without: tuple[str, ...]) -> dict[str, object]:
    return run_one(first_scenario(structure, parameters=settings, without=without), 11, 0, 90)


def changed(one: dict[str, object], other: dict[str, object]) -> list[str]:
    names = [column.name for column in MEASURES if not column.name.startswith(MAY_DIFFER)]
    return [name for name in names if one[name] != other[name] and not math.isnan(one[name])]


@pytest.fixture(scope="module")
def with_everything() -> dict[str, dict[str, object]]:
    return {structure: row(structure, dict(settings), ()) for structure, settings in ACTS_IN.values()}


@pytest.mark.parametrize("name", OFF_SWITCHES)
def test_switching_a_mechanism_off_changes_some_measure(name, with_everything):
    """A firm without the mechanism lives through something else, in a world where it acts."""
    structure, settings = ACTS_IN[name]
    base = row(structure, settings, ()) if settings else with_everything["inside_operations"]

    off = row(structure, settings, (name,))

    assert changed(base, off), f"{name} changes nothing"


@pytest.mark.parametrize("name", [name for name in RULE_SWITCHES if name not in CHOSEN])
def test_switching_a_default_rule_off_changes_some_measure(name):
    """A rule that every run has and the first version had not changes some measure when it goes."""
    assert changed(row("inside_operations", BUSY, ()), row("inside_operations", BUSY, (name,))), f"{name} does nothing"


@pytest.mark.parametrize("name", CHOSEN)
def test_switching_a_chosen_rule_off_gives_the_default(name):
    """A rule that is chosen by name changes some measure; switched off, it is as if it had never been chosen."""
    on, off, never = (
        row("separate", {**BUSY, **settings}, without)
        for settings, without in ((NEW_RULES[name], ()), (NEW_RULES[name], (name,)), ({}, ()))
    )

    assert changed(on, never), f"{name} changes nothing"
    assert {name: repr(value) for name, value in {**off, "without": ""}.items()} == {
        name: repr(value) for name, value in never.items()
    }


def test_every_new_rule_has_a_switch_and_is_a_default_or_chosen():
    """No rule of a later version is without an off-switch, and the tests above know each of them."""
    assert RULE_SWITCHES.keys() == NEW_RULES.keys() > set(CHOSEN)


def test_a_run_without_anything_is_not_empty():
    """The null world still has orders, failures, complaints and answers: it is a world, not a stopped one."""
    null = row("separate", {}, ("all",))

    assert null["failures_per_1000"] > 50
    assert 0.2 < null["advocacy"] < 0.8
    assert not math.isnan(null["effective_advocacy"])
