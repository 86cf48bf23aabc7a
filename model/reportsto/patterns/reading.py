"""Read a file of patterns: msgspec checks each field, and every mistake is named at once, with its line."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import Meta, ValidationError, convert

from reportsto.errors import did_you_mean, listed, nearest, shown
from reportsto.files.place import Mistakes, Place
from reportsto.files.toml import TomlFile, read_toml
from reportsto.patterns.derived import DERIVED
from reportsto.patterns.pattern import COMPARED, Part, Pattern, PatternError
from reportsto.records import MEASURES
from reportsto.worlds import RATIONS

OWN = Path(__file__).parents[1] / "patterns.toml"
LARGEST = 2**20
KNOWN = (*(column.name for column in MEASURES), *DERIVED)
"""Measures that a pattern may name."""
_KINDS = get_type_hints(Pattern, include_extras=True)
_JUDGED = {"both": {"low", "high"}, "lower": {"low"}, "upper": {"high"}}
"""The ends by which a pattern of each side is judged."""
_NEEDED = [one.name for one in fields(Pattern) if one.default is MISSING]


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns of the model's own file, in its order."""
    return read_patterns(OWN)


def read_patterns(path: str | Path) -> tuple[Pattern, ...]:
    """Return the patterns of a file, which has a [[pattern]] table for each.

    Raises one `PatternError` that names every mistake with file, line, field and what was expected.
    """
    place = Place(Path(path), PatternError)
    mistakes = Mistakes(PatternError)
    file = read_toml(place, LARGEST, "a file of patterns (.toml)", mistakes)
    for name in file.table:
        if name != "pattern":
            mistakes.add(file.error((name,), "is not known; expected [[pattern]] tables"))
    tables = file.table.get("pattern", [])
    if not isinstance(tables, list) or not tables:
        mistakes.add(place.error("has no patterns; expected [[pattern]] tables"))
        tables = []
    found = [_pattern(file, at, table, mistakes) for at, table in enumerate(tables)]
    ids = [one.get("id") if isinstance(one, dict) else None for one in tables]
    for at, id_ in enumerate(ids):
        if isinstance(id_, str) and id_ in ids[:at]:
            mistakes.add(file.error(("pattern", at, "id"), f"is {shown(id_)} a second time; expected an id of its own"))
    mistakes.end()
    return tuple(one for one in found if one is not None)


def _pattern(file: TomlFile, at: int, table: object, mistakes: Mistakes) -> Pattern | None:
    """Return one pattern; None where a mistake was kept."""
    before = len(mistakes.found)
    if not isinstance(table, dict):
        mistakes.add(file.error(("pattern", at), f"is {shown(table)}; expected a table"))
        return None
    for name, message in _misnamed(table):
        mistakes.add(file.error(("pattern", at, name) if name else ("pattern", at), message))
    given: dict[str, Any] = {}
    for name in (one for one in table if one in _KINDS):
        try:
            given[name] = convert(table[name], _KINDS[name])
        except ValidationError:
            told = f"is {shown(table[name])}; expected {_expected(_KINDS[name])}"
            mistakes.add(file.error(("pattern", at, name), told))
    if len(mistakes.found) > before:
        return None
    pattern = Pattern(**given)
    for name, message in (*_unfounded(pattern), *_incomparable(pattern)):
        where = ("pattern", at, name) if name in table else ("pattern", at)
        mistakes.add(file.error(where, message if name in table else f"{name} {message}"))
    return pattern


def _misnamed(table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what is no field, and under "" what is missing and no slip of the pen explains, each with a message."""
    slips = {name: nearest(name, [one for one in _KINDS if one not in table]) for name in table if name not in _KINDS}
    for name, near in slips.items():
        hint = f"did you mean '{near}'? " if near else ""
        yield name, f"is not a field: {hint}expected {', '.join(_KINDS)}"
    for name in _NEEDED:
        if name not in table and name not in slips.values():
            yield "", f"has no '{name}'; expected {_expected(_KINDS[name])}"


def _unfounded(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Yield the field and the message of what a pattern claims without saying why, or from too far away."""
    if pattern.read == "second-hand" and pattern.grade in "AB":
        yield "grade", f"is '{pattern.grade}' of a source read second-hand; expected C at best"
    if not pattern.reason and pattern.use != "output":
        yield "reason", f"is missing; expected why a pattern of use '{pattern.use}' is not judged"
    if not pattern.reason and pattern.rations:
        yield "reason", "is missing; expected why other rationing rules do not count"
    if pattern.discrepancy is not None and not pattern.because:
        yield "because", "is missing; expected what the discrepancy rests on"


def _incomparable(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Yield the field and the message of what keeps a pattern from being held against runs."""
    for ration in pattern.rations:
        if ration not in RATIONS:
            yield "rations", f"is {shown(ration)}; {did_you_mean(ration, RATIONS)}expected {listed(RATIONS)}"
    if pattern.use not in COMPARED:
        return
    if pattern.discrepancy is None:
        yield "discrepancy", "is missing; expected a standard deviation on the scale"
    for at, part in enumerate(pattern.parts):
        before = f"({part.measure}) " if at else ""
        for name, message in (*_wrong_measure(part), *_wrong_ends(pattern, part)):
            yield "also" if at else name, f"{before}{message}"


def _wrong_measure(part: Part) -> Iterator[tuple[str, str]]:
    if part.measure not in KNOWN:
        near = did_you_mean(part.measure, KNOWN)
        yield "measure", f"is {shown(part.measure)}; {near}expected a measure or one of {listed(DERIVED)}"


def _wrong_ends(pattern: Pattern, part: Part) -> Iterator[tuple[str, str]]:
    ends = {name: end for name, end in (("low", part.low), ("high", part.high)) if end is not None}
    if not ends.keys() & _JUDGED[pattern.side]:
        yield "low", f"has no end to judge by; expected low or high, on the side '{pattern.side}'"
    lost = [name for name, end in ends.items() if not math.isfinite(pattern.scaled(end))]
    for name in lost:
        yield name, f"has {name} {ends[name]:g}; expected a number on the scale '{pattern.scale}'"
    if not lost and len(ends) == 2 and ends["low"] >= ends["high"]:
        yield "high", f"has high {ends['high']:g}; expected more than low, {ends['low']:g}"


def _expected(kind: Any) -> str:
    """Return what a field has to be: the words it may be, or its description."""
    words = [word for word in get_args(kind) if isinstance(word, str)]
    parts = [kind, *get_args(kind)]
    told = [meta.description for one in parts for meta in getattr(one, "__metadata__", ()) if isinstance(meta, Meta)]
    return ", ".join(words) or next(filter(None, told), "a text in quotes")
