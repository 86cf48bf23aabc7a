"""Read what a study file expects: predictions, each about runs that the study makes, and the primary family."""

from collections.abc import Sequence
from dataclasses import fields
from difflib import get_close_matches
from functools import partial
from math import inf
from typing import Any

from reportsto.digests import digest
from reportsto.records import MEASURES
from reportsto.studies.fields import Fields
from reportsto.studies.sampling import Axis
from reportsto.studies.source import shown
from reportsto.studies.study import Cell, Contribution, Family, Levers, Prediction, Region, Variant
from reportsto.studies.switches import mechanisms

DIRECTIONS = ("a_above", "a_below")
KINDS = ("check", "test")


def read_prediction(
    fields: Fields, levers: Levers, variants: tuple[Variant, ...], uncertainties: tuple[Axis, ...]
) -> Prediction:
    """Return one prediction, checked against what the study runs."""
    ids = ["", *(variant.id for variant in variants)]
    claim, text = fields.text("claim"), fields.text("text")
    measure = fields.word("measure", [column.name for column in MEASURES])
    firm = fields.word("firm", levers.firms, levers.firms[0])
    variant = fields.word("variant", ids, "")
    a = Cell(fields.word("a", levers.structures), firm, variant)
    b = Cell(fields.word("b", levers.structures), firm, fields.word("variant_b", ids, variant))
    if a == b:
        raise fields.error("b", f"is {shown(b.structure)}, like a; expected two structures, or two variants")
    has_effect = fields.has("smallest_effect")
    switched = mechanisms(uncertainties)
    make = partial(Contribution, mechanism=fields.word("mechanism", switched)) if switched else Prediction
    found = make(
        claim=claim,
        text=text,
        measure=measure,
        a=a,
        b=b,
        direction=fields.word("direction", DIRECTIONS),
        kind=fields.word("kind", KINDS),
        smallest_effect=fields.amount("smallest_effect") if has_effect else None,
        relative=fields.truth("relative", False),
        worlds=fields.words("world", levers.worlds, levers.worlds),
        minus=_minus(fields.inner("minus"), a, b, levers, ids) if fields.has("minus") else None,
        caveat=fields.text("caveat", ""),
        where=_where(fields, uncertainties),
    )
    if not has_effect:
        if found.relative:
            raise fields.error("relative", "is about a smallest_effect, which is not there; expected both or neither")
        _leave_effect(fields, measure)
    fields.done()
    _check_is_run(fields, found, levers, variants)
    return found


def _where(prediction: Fields, uncertainties: tuple[Axis, ...]) -> tuple[Region, ...]:
    """Return the part of the box a prediction is about: parameter = value, or { low, high } with one or both."""
    if prediction.has("where") and mechanisms(uncertainties):
        raise prediction.error("where", "is about points of a box; the design 'shapley' has none, only orders")
    fields = prediction.inner("where")
    ends: dict[str, dict[str, float]] = {}
    for name, value in fields.rest().items():
        parent, _, part = name.rpartition(".")
        axis, part = (parent, part) if part in ("low", "high") else (name, "")
        known = [one.name for one in uncertainties]
        if parent in known and not part:
            raise fields.error(name, "is no part of an interval; expected low or high")
        if axis not in known:
            near = "".join(f"did you mean '{one}'? " for one in get_close_matches(axis, known, n=1))
            raise fields.error(name, f"is not varied: {near}expected a parameter of [uncertainties]")
        levels = next(getattr(one, "values", ()) for one in uncertainties if one.name == axis)
        if not all(isinstance(level, (int, float)) for level in levels):
            raise fields.error(name, f"has the levels {shown(list(levels))}; expected levels that are numbers")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise fields.error(name, f"is {shown(value)}; expected a number, or {{ low, high }}")
        ends.setdefault(axis, {}).update(dict.fromkeys((part,) if part else ("low", "high"), float(value)))
    regions = [Region(name, found.get("low", -inf), found.get("high", inf)) for name, found in ends.items()]
    for region in regions:
        if region.low > region.high:
            raise fields.error(f"{region.name}.low", f"is {region.low:g}; expected no more than high, {region.high:g}")
    return tuple(regions)


def _leave_effect(fields: Fields, measure: str) -> None:
    """Let a measure with a usual smallest effect go without one of its own."""
    from reportsto.statistics.claims import SMALLEST_EFFECTS  # loads SciPy, which other files do not need

    if measure in SMALLEST_EFFECTS:
        fields.leave("smallest_effect")
        return
    prices = "; for costs, read the break-even price in prices.csv instead" if measure.startswith("cost") else ""
    fields.take("smallest_effect", f"the smallest difference that matters, in the unit of the measure{prices}")


def _minus(fields: Fields, a: Cell, b: Cell, levers: Levers, variants: list[str]) -> tuple[Cell, Cell]:
    firm = fields.word("firm", levers.firms, a.firm)
    variant = fields.word("variant", variants, a.variant)
    variant_b = fields.word("variant_b", variants, variant if fields.has("variant") else b.variant)
    one = Cell(fields.word("a", levers.structures, a.structure), firm, variant)
    other = Cell(fields.word("b", levers.structures, b.structure), firm, variant_b)
    fields.done()
    if (one, other) == (a, b):
        raise fields.source.error(fields.where, "is the same comparison; expected another firm, structure or variant")
    return one, other


def _check_is_run(fields: Fields, prediction: Prediction, levers: Levers, variants: tuple[Variant, ...]) -> None:
    """Refuse a prediction about a variant that is not tried where the prediction needs it."""
    by_id = {variant.id: variant for variant in variants}
    for cell in prediction.cells:
        tried = by_id.get(cell.variant)
        if tried is None:
            continue
        worlds = [world for world in prediction.worlds if world not in tried.worlds]
        if cell.structure not in tried.structures or cell.firm not in tried.firms or worlds:
            place = f"structure '{cell.structure}', firm '{cell.firm}'" + (f", world '{worlds[0]}'" if worlds else "")
            need = f"needs variant '{tried.id}' with {place}"
            raise fields.error("claim", f"is '{prediction.claim}' and {need}, which [[variants]] leaves out; add it")


def predictions_digest(predictions: Sequence[Prediction]) -> str:
    """Return the digest of what a study expects; a field that came later and is not used changes no old digest."""
    return digest(
        [
            {one.name: value for one in fields(prediction) if (value := getattr(prediction, one.name)) != ()}
            for prediction in predictions
        ]
    )


def read_family(fields: Fields, levers: Levers, has_box: bool) -> Family:
    """Return the primary family of a study."""
    if has_box:
        raise fields.source.error(fields.where, "is for one point; expected no [uncertainties], whose shares are told")
    given = fields.take("contrasts", "a list of pairs of structures")
    pairs: list[Any] = given if isinstance(given, list) else [given]
    known = levers.structures
    for pair in pairs:
        sound = isinstance(pair, list) and len(pair) == 2 and pair[0] != pair[1]
        if not (sound and all(one in known for one in pair)):
            raise fields.error("contrasts", f"holds {shown(pair)}; expected pairs of two of {', '.join(known)}")
    contrasts = tuple((str(a), str(b)) for a, b in pairs)
    measures = fields.words("measures", [column.name for column in MEASURES])
    firms = fields.words("firm", levers.firms, levers.firms)
    fields.done()
    return Family(contrasts, measures, firms)
