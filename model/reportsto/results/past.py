"""What a folder already keeps of a study, run by run: rows of its journal, or of the table it was published with.

A run is known by its key, a digest of all that decides its row but the model. So a study may grow, shrink or change its
words: what is the same run is never run again. Whether the model is still the same is told by its sources.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard

import pandas as pd

from reportsto.digests import digest, model_digest, sources, text_digest
from reportsto.errors import ReportsToError, StudyError
from reportsto.records import IDENTITY, MEASURES
from reportsto.results.journal import ALL, NAME, BusyJournal, Journal, Row, has_runs
from reportsto.results.published import (
    BEFORE_THE_FIRST_RUN,
    OVER,
    changed_parts,
    digests_of,
    expected,
    made_by,
    provenance_of,
    record_of,
)
from reportsto.results.storage import PROVENANCE, ROWS_AT_A_TIME, RUNS, number_or_text, read_runs
from reportsto.studies.design import Design, Point, stem
from reportsto.studies.sampling import Levels
from reportsto.studies.study import DESIGN_SECTIONS, Study, Variant

SOURCES = "sources"
HISTORY = "history"
MOST_NAMED = 6
_ROW = tuple(column.name for column in (*IDENTITY, *MEASURES))


@dataclass(frozen=True)
class Past:
    """What is kept in a folder.

    Attributes:
        keys: the runs it keeps.
        fetch: returns their rows.
        changed: the parts of the study that are not what they were, by name.
        sources: digests of the model's sources that made them, by file; empty where nobody wrote them down.
        maker: one digest of all those sources; empty where nobody wrote it down.
        record: what was expected before the first of them.
        history: where they come from, and what was done with them.
        origin: how they were published; empty for those of a journal.
    """

    keys: Set[str]
    fetch: Callable[[Iterable[str]], Mapping[str, Row]]
    changed: tuple[str, ...]
    sources: Mapping[str, str]
    maker: str
    record: Mapping[str, str]
    history: tuple[Mapping[str, object], ...]
    origin: Mapping[str, object]

    @property
    def other_sources(self) -> tuple[str, ...]:
        """Return the files of the model that are not those that made these runs; all in a word where none is known."""
        now = sources()
        if not self.sources:
            return () if self.maker == model_digest() else ("the model's sources",)
        return tuple(name for name in sorted({*now, *self.sources}) if now.get(name) != self.sources.get(name))


def measures_of(design: Design) -> frozenset[str]:
    """Return the measures a run of the design has to have."""
    kept = design.study.outcomes.kept
    return ALL if kept is None else frozenset(kept)


def past_in(journal: Journal, design: Design) -> Past:
    """Return what an open journal keeps."""
    facts = journal.facts()
    return Past(
        keys=journal.sound_keys(),
        fetch=journal.fetch,
        changed=tuple(
            f"[{name}]" for name in DESIGN_SECTIONS if facts.get(f"[{name}]", "") not in ("", design.sections[name])
        ),
        sources=json.loads(facts.get(SOURCES, "{}")),
        maker=facts.get("model", ""),
        record={name: facts[name] for name in BEFORE_THE_FIRST_RUN if facts.get(name)},
        history=tuple(json.loads(facts.get(HISTORY, "[]"))),
        origin={},
    )


def past_published(design: Design, folder: Path) -> Past | None:
    """Return what the table of a published folder keeps; None where there is none, or it is damaged."""
    if not ((folder / PROVENANCE).exists() and (folder / RUNS).exists()):
        return None
    try:
        source, table = provenance_of(folder), read_runs(folder / RUNS)
    except StudyError:
        return None
    rows = _Rows(table, _keys(design, source, table))
    made = digests_of(source)
    known = made.get(SOURCES)
    history, origin = source.get(HISTORY), made_by(source)
    taken = {"event": f"taken from {RUNS}", "when": datetime.now(UTC).isoformat(timespec="seconds"), **origin}
    return Past(
        keys=rows.at.keys(),
        fetch=rows.fetch,
        changed=tuple(changed_parts(design, source)) or ("levers",),
        sources=known if isinstance(known, dict) else {},
        maker=str(made.get("model_sources", "")),
        record=record_of(source),
        history=(*(history if isinstance(history, list) else ()), taken),
        origin=origin,
    )


def record_in(design: Design, folder: Path) -> Mapping[str, str] | None:
    """Return what was expected before the first run in a folder; None where it keeps no run of the design.

    Where the journal keeps none, or is damaged, what was published tells.
    """
    try:
        if has_runs(folder):
            with Journal(folder) as journal:
                found = past_in(journal, design)
            if found.keys & design.keys:
                return found.record
    except BusyJournal:
        raise
    except StudyError:  # whatever is wrong with it, it goes
        pass
    told = past_published(design, folder)
    return told.record if told and told.keys & design.keys else None


def refuse(past: Past, design: Design, folder: Path, *, sources: bool = True) -> None:
    """Refuse kept runs of other sources of the model, unless `sources` are looked at later, or of another study."""
    others = past.other_sources
    if others and sources:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        commit = past.origin.get("commit")
        of = f", of commit {str(commit)[:7]}," if commit else ""
        which = ", ".join(others[:MOST_NAMED]) + more
        raise StudyError(
            f"{folder}: its runs{of} were made before {which} changed; --keep-equal runs some of them again and keeps "
            "all if every digit agrees, --fresh runs all again, or name another --out"
        )
    if past.keys and not past.keys & design.keys:
        why = " and ".join(past.changed) or "the way a scenario is written"
        raise StudyError(
            f"{folder}: none of its {len(past.keys):,} runs is one of this study: {why} changed since; {OVER}"
        )


def begin(
    journal: Journal, design: Design, record: Mapping[str, str] | None, history: Sequence[Mapping[str, object]]
) -> None:
    """Write down what runs of a journal are made of, and what is expected of them.

    `record` is what was written down before the first run; None where none was made yet. Where runs were there and
    nobody wrote down what had been expected of them, nothing is written down afterwards.
    """
    study = design.study
    expectation = {
        **expected(study.predictions),
        "study_file": text_digest(study.text),
        "recorded": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    before = expectation if record is None else {name: record.get(name, "") for name in expectation}
    journal.state(
        {
            "study": study.id,
            "form": "quick" if design.quick else "full",
            "model": model_digest(),
            SOURCES: json.dumps(dict(sources())),
            HISTORY: json.dumps(list(history)),
            **{f"[{name}]": design.sections[name] for name in DESIGN_SECTIONS},
            **before,
        }
    )


def take(journal: Journal, past: Past | None) -> None:
    """Put runs of another journal, or of a published table, into a journal."""
    if past:
        journal.keep((key, row, 0.0, 1) for key, row in fetched(past, past.keys))


def fetched(past: Past, keys: Iterable[str]) -> Iterator[tuple[str, Row]]:
    """Yield kept rows with their keys, some thousands in memory at a time."""
    wanted = sorted(keys)
    for low in range(0, len(wanted), ROWS_AT_A_TIME):
        yield from past.fetch(wanted[low : low + ROWS_AT_A_TIME]).items()


def leave(journal: Journal, past: Past, accepted: Past) -> None:
    """Leave of the runs of a journal those that are accepted, with the columns that are."""
    if accepted is past:
        return
    pairs = zip(fetched(past, accepted.keys), fetched(accepted, accepted.keys), strict=True)
    narrower = {key for (key, before), (_, now) in pairs if before.keys() != now.keys()}
    journal.drop(past.keys - accepted.keys)
    take(journal, replace(accepted, keys=narrower))


def missing_runs(design: Design, folder: Path) -> int:
    """Return how many runs of a design a folder's journal lacks."""
    if not (folder / NAME).exists():
        return len(design.keys)
    with Journal(folder) as journal:
        return len(design.keys - journal.sound_keys(measures_of(design)))


@dataclass(frozen=True)
class _Rows:
    """The rows of a published table by their keys, without what the study added to them.

    A run that failed gave no row: the table only says why.
    """

    table: pd.DataFrame
    names: list[str]

    @cached_property
    def at(self) -> dict[str, int]:
        """Return where the row of each run stands."""
        failures = self.table["failure"] if "failure" in self.table else ["unknown"] * len(self.names)
        made = zip(self.names, failures, strict=True)
        return {name: at for at, (name, failure) in enumerate(made) if name and failure == ""}

    def fetch(self, keys: Iterable[str]) -> Mapping[str, Row]:
        """Return the rows of these runs."""
        columns = [name for name in _ROW if name in self.table]
        wanted = [key for key in keys if key in self.at]
        found = self.table.iloc[[self.at[key] for key in wanted]][columns]
        rows = found.to_dict("records")
        return {key: {str(name): value for name, value in row.items()} for key, row in zip(wanted, rows, strict=True)}


def _keys(design: Design, source: Mapping[str, object], table: pd.DataFrame) -> list[str]:
    """Return the key of every row; "" where it cannot be told what the row was a run of."""
    then = _study_then(design.study, source)
    by = ["structure", "firm", "world", "variant", *(["sample"] if "sample" in table else [])]
    if then is None or not {*by, "replicate", *(axis.name for axis in then.uncertainties)} <= set(table.columns):
        return [""] * len(table)
    known = _stems_now(design, then)
    levels = {
        axis.name: {number_or_text(level): level for level in axis.values} if isinstance(axis, Levels) else {}
        for axis in then.uncertainties
    }
    stems = {
        tuple(row[name] for name in by): _stem_then(then, row, levels, source, known)
        for row in table.drop_duplicates(by).to_dict("records")
    }
    places = table[by].itertuples(index=False, name=None)
    return [
        f"{stems[place]}.{replicate}" if stems[place] else ""
        for place, replicate in zip(places, table["replicate"], strict=True)
    ]


def _study_then(now: Study, source: Mapping[str, object]) -> Study | None:
    """Return the study as it was when a table was made, as far as it decides a row; None where that is not known."""
    axes, settings, variants = (source.get(name) for name in ("uncertainties", "settings", "variants"))
    seed, days = source.get("seed"), source.get("days")
    if not (isinstance(axes, list) and _are_settings(settings) and isinstance(variants, dict)):
        return None
    if not (all(map(_is_axis, axes)) and all(map(_are_settings, variants.values()))):
        return None
    if not (isinstance(seed, int) and isinstance(days, int)):
        return None
    if source.get("preset", now.levers.preset) != now.levers.preset:
        return None
    return replace(
        now,
        seed=seed,
        days=days,
        settings=tuple(settings.items()),
        uncertainties=tuple(Levels(axis["name"], _as_tuples(axis.get("values", ()))) for axis in axes),
        variants=tuple(Variant(name, "", tuple(chosen.items()), (), (), ()) for name, chosen in variants.items()),
    )


def _stem_then(
    then: Study,
    row: Mapping[Hashable, Any],
    levels: Mapping[str, Mapping[object, object]],
    source: Mapping[str, object],
    known: Mapping[tuple[object, ...], str],
) -> str:
    """Return what the keys of a point's runs begin with; "" where the point cannot be made any more."""
    charts = source.get("charts")
    drawn = {chart.name: digest(chart) for chart in then.levers.charts}
    if drawn or charts:  # without a chart the firm's name would stand for another one
        same = row["firm"] in drawn and (not isinstance(charts, dict) or charts.get(row["firm"]) == drawn[row["firm"]])
        if not same:
            return ""
    values = tuple(found.get(row[name], _value(row[name])) for name, found in levels.items())
    point = Point(row["structure"], row["firm"], row["world"], row["variant"], 0, values, then)
    place = (*_place(point), *values)
    try:
        return known.get(place) or stem(point)
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


def _are_settings(told: object) -> TypeGuard[dict[str, object]]:
    """Tell whether this can be settings: names with plain values, or lists of them."""
    return isinstance(told, dict) and all(map(_is_level, told.values()))


def _is_axis(told: object) -> bool:
    values = told.get("values", ()) if isinstance(told, dict) else None
    named = isinstance(told, dict) and isinstance(told.get("name"), str)
    return named and isinstance(values, (list, tuple)) and all(map(_is_level, values))


def _is_level(told: object) -> bool:
    return not any(isinstance(one, (dict, list)) for one in (told if isinstance(told, list) else [told]))


def _as_tuples(values: object) -> tuple[object, ...]:
    given = values if isinstance(values, (list, tuple)) else ()
    return tuple(tuple(one) if isinstance(one, list) else one for one in given)
