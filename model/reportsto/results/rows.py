"""The rows of a published table by the keys of their runs: what a row was a run of, as provenance tells it."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import msgspec
import pandas as pd

from reportsto.digests import digest
from reportsto.errors import ReportsToError
from reportsto.records import FIRST_VERSION, IDENTITY, MEASURES
from reportsto.results.journal import Row
from reportsto.results.storage import number_or_text
from reportsto.schedule import burn_in
from reportsto.studies.design import Design, Point, stem
from reportsto.studies.sampling import Levels
from reportsto.studies.study import Study, Variant

_ROW = tuple(column.name for column in (*IDENTITY, *MEASURES))

Plain = str | int | float | bool | None
Level = Plain | tuple[Plain, ...]
Settings = dict[str, Level]


class _Axis(msgspec.Struct, frozen=True):
    """An uncertainty as provenance has it; one that was drawn has no values."""

    name: str
    values: tuple[Level, ...] = ()


class _Told(msgspec.Struct, frozen=True):
    """What provenance tells of the study that decides a row."""

    seed: int
    days: int
    settings: Settings
    uncertainties: tuple[_Axis, ...]
    variants: dict[str, Settings]
    preset: str | None = None
    charts: dict[str, str] | None = None


@dataclass(frozen=True)
class Rows:
    """The rows of a published table, without what the study added to them.

    A run that failed gave no row: the table only says why.

    Attributes:
        table: the table.
        names: the key of every row; "" where it cannot be told what the row was a run of.
    """

    table: pd.DataFrame
    names: list[str]

    @cached_property
    def made(self) -> list[tuple[str, int]]:
        """Return the key of each run that did not fail, and where its row stands."""
        failures = self.table["failure"] if "failure" in self.table else ["unknown"] * len(self.names)
        found = zip(self.names, range(len(self.names)), failures, strict=True)
        return [(name, at) for name, at, failure in found if failure == ""]

    @cached_property
    def at(self) -> dict[str, int]:
        """Return where the row of each known run stands."""
        return {name: at for name, at in self.made if name}

    def fetch(self, keys: Iterable[str]) -> Mapping[str, Row]:
        """Return the rows of these runs."""
        columns = [name for name in _ROW if name in self.table]
        wanted = [key for key in keys if key in self.at]
        rows = self.table.iloc[[self.at[key] for key in wanted]][columns].to_dict("records")
        return {key: _whole(row) for key, row in zip(wanted, rows, strict=True)}


def _whole(row: Mapping[Hashable, Any]) -> Row:
    """Return a row with the identity columns that tables of the first version lack."""
    found = {str(name): value for name, value in row.items()}
    return {**FIRST_VERSION, "after": burn_in(int(found["days"])), **found} if "days" in found else found


def rows_of(design: Design, source: Mapping[str, object], table: pd.DataFrame) -> Rows:
    """Return the rows of a table by their keys, which provenance tells beside the study as it is now."""
    unknown = Rows(table, [""] * len(table))
    by = ["structure", "firm", "world", "variant", *(["sample"] if "sample" in table else [])]
    try:
        told = msgspec.convert(source, _Told)
        then = _study_then(design.study, told)
    except (msgspec.ValidationError, ReportsToError):
        return unknown
    if not {*by, "replicate", *(axis.name for axis in told.uncertainties)} <= set(table.columns):
        return unknown
    if told.preset not in (None, design.study.levers.preset):
        return unknown
    stems, levels, lost = _stems_now(design, then), _levels(then), _lost(design.study, told, table)
    found = {
        tuple(row[name] for name in by): "" if row["firm"] in lost else _stem(then, row, levels, stems)
        for row in table.drop_duplicates(by).to_dict("records")
    }
    places = zip(table[by].itertuples(index=False, name=None), table["replicate"], strict=True)
    return Rows(table, [f"{found[place]}.{replicate}" if found[place] else "" for place, replicate in places])


def _lost(study: Study, told: _Told, table: pd.DataFrame) -> set[str]:
    """Return the firms of a table whose chart is another one now, or none: the name would stand for another firm."""
    now = {chart.name: digest(chart) for chart in study.levers.charts}
    if not now and not told.charts:
        return set()
    # Older results do not say what was in their charts.
    same = {name for name, chart in now.items() if told.charts is None or told.charts.get(name) == chart}
    return set(table["firm"]) - same


def _levels(then: Study) -> dict[str, dict[object, object]]:
    """Return for each uncertainty its levels by what a table says of them."""
    return {
        axis.name: {number_or_text(level): level for level in axis.values} if isinstance(axis, Levels) else {}
        for axis in then.uncertainties
    }


def _study_then(now: Study, told: _Told) -> Study:
    """Return the study as it was when a table was made, as far as it decides a row."""
    return replace(
        now,
        seed=told.seed,
        days=told.days,
        settings=tuple(told.settings.items()),
        uncertainties=tuple(Levels(axis.name, axis.values) for axis in told.uncertainties),
        variants=tuple(Variant(name, "", tuple(chosen.items()), (), (), ()) for name, chosen in told.variants.items()),
    )


def _stem(
    then: Study,
    row: Mapping[Hashable, Any],
    levels: Mapping[str, Mapping[object, object]],
    known: Mapping[tuple[object, ...], str],
) -> str:
    """Return what the keys of a point's runs begin with; "" where the point cannot be made any more."""
    values = tuple(found.get(row[name], _value(row[name])) for name, found in levels.items())
    point = Point(row["structure"], row["firm"], row["world"], row["variant"], 0, values, then)
    try:
        return known.get((*_place(point), *values)) or stem(point)
    except (ReportsToError, StopIteration):  # what it was made of is no part of the catalogue, or the study, now
        return ""


def _stems_now(design: Design, then: Study) -> Mapping[tuple[object, ...], str]:
    """Return stems that are known already, by place and values; none where what they have in common has changed."""
    now = design.study
    names = [axis.name for axis in now.uncertainties]
    chosen = {variant.id: dict(variant.settings) for variant in now.variants}
    same = (
        names == [axis.name for axis in then.uncertainties]
        and (now.seed, now.days, dict(now.settings)) == (then.seed, then.days, dict(then.settings))
        and all(chosen.get(one.id) == dict(one.settings) for one in then.variants)
    )
    pairs: Iterator[tuple[Point, str]] = zip(design.points, design.stems, strict=True) if same else iter(())
    return {(*_place(point), *point.values): found for point, found in pairs}


def _place(point: Point) -> tuple[str, str, str, str]:
    return point.structure, point.firm, point.world, point.variant


def _value(told: object) -> object:
    """Return what a table says of an uncertainty that was drawn, or left as it is: a number, a list as text, a word."""
    if not isinstance(told, str):
        return told
    try:
        parts = tuple(map(float, told.split()))
    except ValueError:
        return told
    return parts if len(parts) > 1 else parts[0]
