"""Check what firms are asked: the section [identify] of a study file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reportsto.errors import ReportsToError
from reportsto.studies.sampling import Axis, Levels, Sampling, count_samples
from reportsto.studies.sections import Section, refuse
from reportsto.studies.study import EXPECTED, Box, Identify, Levers, Outcomes, Short, Variant

ATTITUDE = "attitude_handlers_mean"
"""The measure that a survey of handlers estimates."""


def read_identify(
    section: Section[Identify], axes: tuple[Axis, ...], variants: Sequence[Variant], outcomes: Outcomes, levers: Levers
) -> Identify:
    """Return what firms are asked, once all of it is run: variants, measures, parameters that are drawn."""
    drawn = [axis.name for axis in axes if not isinstance(axis, Levels)]
    refuse(
        _wrong_study(section, drawn, levers),
        _not_run(section, variants, outcomes),
        _wrong_pairs(section, drawn),
        _wrong_figures(section),
    )
    refuse(_wrong_cells(section, variants, levers))
    return section.form


def check_points(
    survey: Section[Identify], box: Section[Box], short: Section[Short], axes: tuple[Axis, ...], sampling: Sampling
) -> None:
    """Refuse a design, or a quick form of it, with too few points to say what knowing a number is worth."""
    from reportsto.statistics.worth import FEWEST_POINTS  # loads pandas, which no other check needs

    wanted: dict[str, tuple[Section[Any], int]] = {
        "design": (box, sampling.points),
        "quick": (short, short.form.points or sampling.points),
    }
    counts = {name: count_samples(axes, replace(sampling, points=points)) for name, (_, points) in wanted.items()}
    why = f"expected {FEWEST_POINTS} or more, as [{survey.where[0]}] says what it is worth to know a number"
    refuse(
        section.error("points" if "points" in section.given else "", f"has {counts[name]} points; {why}")
        for name, (section, _) in wanted.items()
        if counts[name] < FEWEST_POINTS and (name == "design" or short.form.points)
    )


def _wrong_study(section: Section[Identify], drawn: Sequence[str], levers: Levers) -> Iterator[ReportsToError]:
    if len(levers.structures) < 2 or len(levers.firms) > 1:
        yield section.error("", "needs two structures or more and one firm in [levers]")
    if not drawn:
        yield section.error("", "needs ranges in [uncertainties], from which firms are drawn")


def _not_run(section: Section[Identify], variants: Sequence[Variant], outcomes: Outcomes) -> Iterator[ReportsToError]:
    known, ids = (*outcomes.primary, *outcomes.measures), [one.id for one in variants]
    yield from section.wrong(tickets=known, counted=known, first=ids, later=ids, moved=ids)
    if ATTITUDE not in known:
        yield section.error("handlers", f"are asked about their attitude; expected {ATTITUDE} in [outcomes]")


def _wrong_pairs(section: Section[Identify], drawn: Sequence[str]) -> Iterator[ReportsToError]:
    for name in sorted({one for pair in section.form.pairs for one in pair} - set(drawn)):
        yield section.error("pairs", f"names '{name}'; expected a parameter with a range in [uncertainties]")


def _wrong_figures(section: Section[Identify]) -> Iterator[ReportsToError]:
    for name, (least, most) in (section.form.expects or {}).items():
        if name not in EXPECTED:
            yield section.error("expects", f"names '{name}'; expected {', '.join(EXPECTED)}")
        elif least > most:
            yield section.error("expects", f"{name} is [{least:g}, {most:g}]; expected [least, most]")
        elif name.startswith("equifinal") and not section.form.pairs:
            yield section.error("expects", f"names {name}; expected a pair in pairs")


def _wrong_cells(section: Section[Identify], variants: Sequence[Variant], levers: Levers) -> Iterator[ReportsToError]:
    """Yield which days are not counted exactly once in every structure and world."""
    asked, everywhere = section.form, sorted((one, world) for one in levers.structures for world in levers.worlds)
    for name, wanted in (("first", (asked.first,)), ("later", (asked.later,)), ("moved", asked.moved)):
        chosen = [one for one in variants if one.id in wanted]
        cells = [(structure, world) for one in chosen for structure in one.structures for world in one.worlds]
        if sorted(cells) != everywhere:
            yield section.error(name, "does not run once in every structure and world; expected variants that do")
