"""Levers of the experiments, off by default: off, nothing changes; on, something does, alike in both engines."""

import math
from dataclasses import replace

import pytest

from reportsto.api import run_details, run_one, run_traced, scenario
from reportsto.errors import ReportsToError
from reportsto.parameters import Parameters
from reportsto.records import MEASURES
from reportsto.tracing import Fate
from reportsto.vocabulary import Function

LEVERS: dict[str, tuple[str, dict[str, object]]] = {
    "chart.people": ("separate", {"chart.people": 57}),
    "chart.heads": ("separate", {"chart.heads": 3}),
    "attention.graicunas": ("separate", {"attention.graicunas": 0.5}),
    "chart.leads": ("inside_marketing", {"chart.leads": 1}),
    "climb.empathy": ("inside_marketing", {"climb.empathy": 1.0}),
    "causes.logistics_factor": ("separate", {"causes.logistics_factor": 0.5}),
    "requests.status_factor": ("separate", {"requests.status_factor": 3.0}),
    "climb.dotted": ("operations_dotted_line", {"climb.dotted": 1.0}),
    "attention.dotted_overhead": ("operations_dotted_line", {"attention.dotted_overhead": 1.0}),
    "climb.isolation": ("separate", {"climb.isolation": 1.0}),
    "climb.isolation_speed": ("separate", {"climb.isolation": 1.0, "climb.isolation_speed": 0.1}),
    "causes.ramp_peak": ("separate", {"causes.ramp_peak": 2.0, "causes.ramp_days": 20}),
    "causes.ramp_days": ("separate", {"causes.ramp_peak.mix_up": 5.0, "causes.ramp_days": 10}),
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


def test_a_dotted_line_that_nothing_takes_is_none():
    """Without reports on it and without hours for it, the firm is one inside operations, to the last digit."""
    off = {"climb.dotted": 0.0, "attention.dotted_overhead": 0.0}

    assert changed(row("inside_operations", {}, "compiled"), row("operations_dotted_line", off, "compiled")) == []


def test_a_liaison_halves_nothing_but_the_asking():
    """With one price for asking inside and across, a liaison makes none shorter; at .04 and .12 hours it saves .08."""
    hours = "hours_per_logistics_contact"
    alike = {"handling.inside_hours": 0.1, "handling.across_hours": 0.1, "handling.advocacy_hours": 0.0}
    apart, with_liaison = (row(s, alike, "compiled")[hours] for s in ("separate", "separate_with_liaison"))
    assert apart == pytest.approx(with_liaison, rel=1e-3)

    prices = {"handling.inside_hours": 0.04, "handling.across_hours": 0.12}
    apart, with_liaison = (row(s, prices, "compiled")[hours] for s in ("separate", "separate_with_liaison"))
    assert with_liaison == pytest.approx(apart - 0.08, abs=1e-3)


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_the_ombudsman_answers_every_twentieth_contact(engine):
    """And nobody else's; without routing everybody takes turns."""
    case = scenario("ombudsman")
    seat = case.chart.post("ombudsman").seat

    cases = run_traced(case, 5, 0, 20, engine).cases
    answered = cases[cases["fate"] != Fate.UNANSWERED]
    mine = (answered["handler"] == seat).sum()
    assert mine == (answered["handler"] >= 0).sum() // 20

    without = run_traced(scenario("ombudsman", without=["coordination"]), 5, 0, 20, engine).cases
    assert (without["handler"] == seat).sum() > 2 * mine


def test_a_ramp_goes_up_and_down():
    """Three times as many mix-ups in the middle; before and after, as many as ever. Hours are fixed, and enough."""
    ample = {"handling.hours_a_day": 20.0}
    ramped = {**ample, "causes.ramp_peak.mix_up": 3.0, "causes.ramp_days": 30.0}
    failures, usual = (
        run_details(
            scenario("separate", parameters=settings, without=["improvement", "staffing", "week"]), 5, 0, 90
        ).daily["failures"]
        for settings in (ramped, ample)
    )

    added = [one - other for one, other in zip(failures, usual, strict=True)]
    assert sum(added[25:35]) > 3 * sum(added[:10]) > 0
    assert sum(added[25:35]) / 10 == pytest.approx(2 * 0.015 * 2400, rel=0.2)
    assert abs(sum(added[75:]) / 15) < 10
