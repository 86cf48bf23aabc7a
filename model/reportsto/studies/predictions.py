"""Read what a study file expects: predictions, each about runs that the study makes, and the primary family."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import inf
from typing import cast

from reportsto.errors import ReportsToError, did_you_mean, listed, shown
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.studies.crossing import LISTS, at_level, narrowed, selected, variant_at
from reportsto.studies.sampling import Axis, mechanisms
from reportsto.studies.sections import Section, read_section, refuse
from reportsto.studies.study import (
    Cell,
    Contribution,
    Family,
    Joint,
    Level,
    Levers,
    Minus,
    Prediction,
    Region,
    Setting,
    Variant,
    Written,
)

Side = tuple[Cell, Level]
"""One side of a comparison, by the variant of the file, and the levels of [levers] it is at."""
Tried = tuple[Variant, list[Level]]
"""A variant of the file, and the levels it is tried at."""
AS_WRITTEN = ("claim", "text", "measure", "direction", "kind", "smallest_effect", "relative", "caveat")
"""Fields that a prediction takes as they stand in the file."""


def read_prediction(
    section: Section[Written], levers: Levers, variants: tuple[Tried, ...], axes: tuple[Axis, ...]
) -> Prediction:
    """Return one prediction, checked against what the study runs; `variants` are those of the file, and where."""
    read, ids, switched = section.form, ["", *(variant.id for variant, _ in variants)], mechanisms(axes)
    firm, level = read.firm or levers.firms[0], selected(section, levers, levers.levels[0])
    a = Cell(read.a, firm, read.variant)
    b = Cell(read.b, firm, read.variant if read.variant_b is None else read.variant_b)
    words = {"firm": levers.firms, "a": levers.structures, "b": levers.structures, "world": levers.worlds}
    refuse(
        section.wrong(**words, variant=ids, variant_b=ids, mechanism=switched),
        _wrong_together(section, a, b, switched),
    )
    minus = [] if read.minus is None else _minus(section, read.minus, ((a, level), (b, level)), levers, ids)
    sides = [(a, level), (b, level), *minus]
    worlds = read.worlds or levers.worlds
    refuse(_not_run(section, sides, worlds, variants))
    a, b, *others = [replace(cell, variant=variant_at(cell.variant, at)) for cell, at in sides]
    make = partial(Contribution, mechanism=read.mechanism) if switched else Prediction
    return make(
        **{name: getattr(read, name) for name in AS_WRITTEN},
        a=a,
        b=b,
        worlds=worlds,
        minus=(others[0], others[1]) if others else None,
        where=_where(section, axes),
    )


def _wrong_together(section: Section[Written], a: Cell, b: Cell, switched: tuple[str, ...]) -> Iterator[ReportsToError]:
    """Yield what is wrong between the fields of a prediction."""
    read = section.form
    if a == b:
        yield section.error("b", f"is {shown(b.structure)}, like a; expected two structures, or two variants")
    if read.smallest_effect is None and read.relative:
        yield section.error("relative", "is about a smallest_effect, which is not there; expected both or neither")
    elif read.smallest_effect is None and read.measure not in SMALLEST_EFFECTS:
        costs = read.measure.startswith("cost")
        prices = "; for costs, read the break-even price in prices.csv instead" if costs else ""
        expected = f"the smallest difference that matters, in the unit of the measure{prices}"
        yield section.error("", f"has no 'smallest_effect'; expected {expected}")
    if switched:
        if not read.mechanism:
            yield section.error("", f"has no 'mechanism'; expected {listed(switched)}")
        if "where" in section.given:
            yield section.error("where", "is about points of a box; the design 'shapley' has none, only orders")
    elif "mechanism" in section.given:
        yield section.error("mechanism", "is for the design 'shapley'; expected it left out")


def _where(section: Section[Written], axes: tuple[Axis, ...]) -> tuple[Region, ...]:
    """Return the part of the box a prediction is about: parameter = value, or { low, high } with one or both."""
    inner = replace(section, where=(*section.where, "where"))
    levels = {axis.name: getattr(axis, "values", ()) for axis in axes}
    ends: dict[str, dict[str, float]] = {}
    for name, value in section.form.where:
        axis, _, part = name.rpartition(".") if name.endswith((".low", ".high")) else (name, "", "")
        refuse(_wrong_region(inner, (name, value), axis, levels))
        ends.setdefault(axis, {}).update(dict.fromkeys((part,) if part else ("low", "high"), float(cast(float, value))))
    regions = tuple(Region(name, found.get("low", -inf), found.get("high", inf)) for name, found in ends.items())
    for region in regions:
        if region.low > region.high:
            raise inner.error(f"{region.name}.low", f"is {region.low:g}; expected no more than high, {region.high:g}")
    return regions


def _wrong_region(
    inner: Section[Written], end: Setting, axis: str, levels: Mapping[str, tuple[object, ...]]
) -> Iterator[ReportsToError]:
    """Yield what is wrong with one end of a region, or with its one value."""
    name, value = end
    if name.rpartition(".")[0] in levels and axis == name:
        yield inner.error(name, "is no part of an interval; expected low or high")
    elif axis not in levels:
        yield inner.error(name, f"is not varied: {did_you_mean(axis, levels)}expected a parameter of [uncertainties]")
    elif not all(isinstance(level, (int, float)) for level in levels[axis]):
        yield inner.error(name, f"has the levels {shown(list(levels[axis]))}; expected levels that are numbers")
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        yield inner.error(name, f"is {shown(value)}; expected a number, or {{ low, high }}")


def _minus(
    section: Section[Written], table: object, first: tuple[Side, Side], levers: Levers, ids: list[str]
) -> list[Side]:
    """Return the comparison to subtract; what it leaves out is as in the first one."""
    inner = read_section(section.file, (*section.where, "minus"), table, Minus)
    read, ((a, usual_level), (b, _)) = inner.form, first
    firm = read.firm or a.firm
    variant = a.variant if read.variant is None else read.variant
    usual = b.variant if read.variant is None else variant
    one = Cell(read.a or a.structure, firm, variant)
    other = Cell(read.b or b.structure, firm, usual if read.variant_b is None else read.variant_b)
    words = {"firm": levers.firms, "a": levers.structures, "b": levers.structures}
    refuse(inner.wrong(**words, variant=ids, variant_b=ids))
    level = selected(inner, levers, usual_level)
    if ((one, level), (other, level)) == first:
        raise inner.error("", "is the same comparison; expected another firm, structure or variant")
    return [(one, level), (other, level)]


def _not_run(
    section: Section[Written], sides: list[Side], worlds: tuple[str, ...], variants: tuple[Tried, ...]
) -> Iterator[ReportsToError]:
    """Yield each variant that is not tried where the prediction needs it."""
    by_id = {variant.id: (variant, levels) for variant, levels in variants}
    for cell, level in sides:
        if cell.variant not in by_id:
            continue
        tried, levels = by_id[cell.variant]
        missing = [world for world in worlds if world not in tried.worlds]
        if cell.structure not in tried.structures or cell.firm not in tried.firms or missing or level not in levels:
            place = f"structure '{cell.structure}', firm '{cell.firm}'" + (f", world '{missing[0]}'" if missing else "")
            place += "" if level in levels else f", {at_level(level)}"
            need = f"needs variant '{tried.id}' with {place}"
            yield section.error("claim", f"is '{section.form.claim}' and {need}, which [[variants]] leaves out; add it")


def read_family(section: Section[Joint], levers: Levers, axes: tuple[Axis, ...]) -> Family:
    """Return the primary family of a study; a lever that it does not list stays at its first level."""
    if axes:
        raise section.error("", "is for one point; expected no [uncertainties], whose shares are told")
    family = section.form
    refuse(
        (
            section.error("contrasts", f"holds {shown(list(pair))} a second time, in reverse; expected each pair once")
            for at, pair in enumerate(family.contrasts)
            if pair[::-1] in family.contrasts[:at]
        ),
        (
            section.error(
                "contrasts", f"holds {shown(list(pair))}; expected pairs of two of {', '.join(levers.structures)}"
            )
            for pair in family.contrasts
            if pair[0] == pair[1] or not set(pair) <= set(levers.structures)
        ),
        section.wrong(firm=levers.firms),
    )
    usual = dict(levers.levels[0].settings)
    left = [lever for name, lever in LISTS.items() if not getattr(family, name)]
    levels = narrowed(section, levers)
    at = [one.id for one in levels if all(value == usual[lever] for lever, value in one.settings if lever in left)]
    return Family(family.contrasts, family.measures, family.firms or levers.firms, tuple(at))
