"""Read how many replicates a study file asks for: a fixed number, or a plan that stops when it knows enough."""

from collections.abc import Iterator

from reportsto.errors import ReportsToError
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.studies import form
from reportsto.studies.sections import Section, refuse
from reportsto.studies.study import Levers, Outcomes, Replication

FEWEST_FIRST = 20
"""Replicates before the first look: with ten, intervals were right too seldom (see `statistics.sequential`)."""

FIELDS = {
    "fixed": (),
    "until_precise": ("measure", "level", "most", "a", "b", "half_width"),
    "selection": ("measure", "level", "most", "indifference", "batch"),
}
"""The fields of each kind beside `kind` itself."""


def read_replication(
    section: Section[form.Replication], constants: Section[form.Constants], levers: Levers, outcomes: Outcomes
) -> Replication:
    """Return how many replicates are run."""
    plan, first = section.form, constants.form.replicates
    refuse(_wrong_fields(section), _wrong_numbers(section, constants, levers, outcomes))
    if plan.kind == "fixed":
        return Replication()
    measure = plan.measure or outcomes.primary[0]
    precise = plan.kind == "until_precise"
    return Replication(
        plan.kind,
        measure,
        plan.a,
        plan.b,
        _width(section, "half_width", plan.half_width, measure, 0.5) if precise else 0.0,
        0.0 if precise else _width(section, "indifference", plan.indifference, measure, 1.0),
        plan.level,
        plan.most or 20 * first,
        1 if precise else plan.batch,
    )


def _wrong_fields(section: Section[form.Replication]) -> Iterator[ReportsToError]:
    kind = section.form.kind
    for name in sorted(section.given - {"kind", *FIELDS[kind]}):
        expected = ", ".join(("kind", *FIELDS[kind]))
        yield section.error(name, f"is no field of '{kind}'; expected {expected}")


def _wrong_numbers(
    section: Section[form.Replication], constants: Section[form.Constants], levers: Levers, outcomes: Outcomes
) -> Iterator[ReportsToError]:
    plan, first = section.form, constants.form.replicates
    if plan.kind == "fixed":
        return
    if first < FEWEST_FIRST:
        reason = f"expected at least {FEWEST_FIRST} to begin with, which give the variances"
        yield constants.error("replicates", f"is {first}; [replication] '{plan.kind}' {reason}")
    if plan.most and plan.most < first:
        yield section.error("most", f"is {plan.most:,}; expected at least the {first:,} of [constants]")
    yield from section.wrong(measure=(*outcomes.primary, *outcomes.measures), a=levers.structures, b=levers.structures)
    if plan.kind == "selection" and len(levers.structures) < 2:
        where = ("levers", "structure")
        yield section.file.error(where, "names one structure; a selection expects two or more")
    if plan.kind == "until_precise":
        yield from section.lacks("a", "b")
        if plan.a == plan.b and plan.a:
            yield section.error("b", f"is '{plan.b}', like a; expected two structures")


def _width(section: Section[form.Replication], name: str, given: float | None, measure: str, part: float) -> float:
    """Return a width in the unit of a measure: what the file says, or a part of the smallest effect of interest."""
    usual = SMALLEST_EFFECTS.get(measure)
    if given is None and usual and not usual.relative:
        return part * usual.amount
    if not given:
        told = "is 0" if section.has(name) else "is missing"
        raise section.error(name, f"{told}; expected more than 0, in the unit of the measure")
    return given
