"""Levers of the experiments, off by default: off, nothing changes; on, something does, alike in both engines."""

import math
from dataclasses import replace

import pytest

from reportsto.api import run_one, scenario
from reportsto.errors import ReportsToError
from reportsto.parameters import Parameters
from reportsto.records import MEASURES
from reportsto.vocabulary import Function

LEVERS: dict[str, tuple[str, dict[str, object]]] = {
    "chart.heads": ("separate", {"chart.heads": 3}),
    "attention.graicunas": ("separate", {"attention.graicunas": 0.5}),
    "chart.leads": ("inside_marketing", {"chart.leads": 1}),
    "climb.empathy": ("inside_marketing", {"climb.empathy": 1.0}),
    "causes.logistics_factor": ("separate", {"causes.logistics_factor": 0.5}),
    "requests.status_factor": ("separate", {"requests.status_factor": 3.0}),
}
"""Where each lever acts, and settings that switch it on."""


def row(structure: str, settings: dict[str, object], engine: str) -> dict[str, object]:
    return run_one(scenario(structure, parameters=settings), 5, 0, 40, engine)


def changed(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return [c.name for c in MEASURES if repr(one[c.name]) != repr(other[c.name]) and not math.isnan(one[c.name])]


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_is_off_by_default(lever):
    """Set to its default, nothing moves in either engine."""
    structure, _ = LEVERS[lever]
    off = {lever: Parameters().get(lever)}

    for engine in ("compiled", "reference"):
        assert changed(row(structure, {}, engine), row(structure, off, engine)) == []


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_that_is_on_changes_something(lever):
    """The same change in both engines."""
    structure, settings = LEVERS[lever]
    rows = [row(structure, settings, engine) for engine in ("compiled", "reference")]

    assert repr(rows[0]) == repr(rows[1])
    assert changed(row(structure, {}, "compiled"), rows[0])


def test_heads_are_counted_by_the_chief_executive():
    """Seven people report to the chief executive of the shop; three more make ten, one fewer six."""
    reports = {heads: row("separate", {"chart.heads": heads}, "compiled")["ceo_direct_reports"] for heads in (-1, 0, 3)}

    assert reports == {-1: 6.0, 0: 7.0, 3: 10.0}


@pytest.mark.parametrize(("value", "expected"), [(1.5, "whole number"), (-2, "chart.heads of -1 or more")])
def test_heads_that_cannot_be(value, expected):
    """Half a head, and one more taken away than there is to spare."""
    with pytest.raises(ReportsToError, match=expected):
        scenario("separate", parameters={"chart.heads": value})


def test_a_lead_lengthens_the_line_and_moves_nobody_else():
    """In marketing one more manager stands between customer service's lead and the head, in every structure alike."""
    plain, longer = (scenario("inside_marketing", parameters={"chart.leads": n}).chart for n in (0, 2))

    line = []
    above = longer.post("service").superior
    while above is not None:
        line.append(above)
        above = longer.post(above).superior
    assert line == ["further lead 1", "further lead 2", "marketing", "ceo"]
    assert [replace(post, superior="") for post in longer.posts[: len(plain.posts)]] == [
        replace(post, superior="") for post in plain.posts
    ]
    assert longer.highest(Function.SERVICE) == longer.post("service")


def test_a_lead_sits_in_a_circle_where_there_is_no_line():
    """On a customer map, where customer service's lead sits."""
    chart = scenario("customer_map", parameters={"chart.leads": 1}).chart

    assert chart.post("further lead 1").circle == chart.post("service").circle


def test_empathy_touches_marketing_alone():
    """Where another function heads the department, an empathy programme in marketing changes no number."""
    settings = {"climb.empathy": 1.0}

    assert changed(row("separate", {}, "compiled"), row("separate", settings, "compiled")) == []
