"""After a change of the model's sources: run some kept runs again, and keep all if every digit agrees."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime

from reportsto.digests import model_digest
from reportsto.errors import StudyError
from reportsto.records import IDENTITY
from reportsto.results.journal import Row
from reportsto.results.past import Past, measures_of
from reportsto.running.progress import progress
from reportsto.running.workers import Done, Ended
from reportsto.studies.design import Design, Run


def comparable(past: Past, design: Design) -> Past:
    """Return of kept runs those that a sample of the design speaks for: its runs, each with the measures it asks for.

    A run of no point of the design, and a measure it does not ask for, is compared with nothing, so it is not reused.
    """
    asked = measures_of(design)
    names = asked | {column.name for column in IDENTITY}
    ours = runs_kept(design, past.keys).keys()

    def fetch(keys: Iterable[str]) -> Mapping[str, Row]:
        found = past.fetch(keys).items()
        return {key: {name: value for name, value in row.items() if name in names} for key, row in found}

    return replace(past, keys={key for key, row in past.rows(ours) if asked <= row.keys()}, fetch=fetch)


def chosen(design: Design, kept: Iterable[str], count: int) -> list[Run]:
    """Return `count` kept runs, one of each cell before a second of any; within a cell and among cells by address.

    The address is the digest of the run's key, so the choice depends on nothing but the runs.
    """
    by_address = sorted(runs_kept(design, set(kept)).values(), key=_address)
    seen: Counter[tuple[str, ...]] = Counter()
    ranked = []
    for run in by_address:
        ranked.append((seen[_cell(run)], run))
        seen[_cell(run)] += 1
    return [run for _, run in sorted(ranked, key=lambda one: one[0])[:count]]


def check_equal(past: Past, again: list[Run], all_ended: Iterable[Ended]) -> None:
    """Compare kept runs with what they give now; raises `StudyError` that names the first difference as chosen."""
    found = differences(past, again, all_ended)
    for run in again:
        if run.key in found:
            raise StudyError(
                f"--keep-equal: {named(run)}: {found[run.key]}; {len(found)} of {len(again)} "
                "runs differ, so none is reused; --fresh runs all again, or name another --out"
            )


def differences(past: Past, again: Sequence[Run], all_ended: Iterable[Ended], there: int = 0) -> dict[str, str]:
    """Return in what kept runs differ from what they give now, by key: the first column, with both values.

    `there` of them were made again before: they ended in no try.
    """
    found = {}
    with progress(len(again), there, "kept runs made again") as advance:
        for ended in all_ended:
            before = past.fetch([one.key for one in ended.done])
            for one in ended.done:
                if told := _difference(before[one.key], one):
                    found[one.key] = told
                if ended.tries:
                    advance()
    return found


def named(run: Run) -> str:
    """Return a run in words: its place, its point where it has one, its replicate."""
    point = run.point
    place = ", ".join(part for part in (point.structure, point.firm, point.world, point.variant) if part)
    return f"{place}{f', point {point.sample}' if point.values else ''}, replicate {run.replicate}"


def event(past: Past, again: list[Run]) -> dict[str, object]:
    """Return what provenance says of runs that were found equal."""
    return {
        "event": "kept equal",
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs": len(past.keys),
        "run_again": len(again),
        "of_cells": len({_cell(run) for run in again}),
        "changed_sources": list(past.other_sources),
        "model_sources": model_digest(),
    }


def runs_kept(design: Design, kept: Set[str]) -> dict[str, Run]:
    """Return the kept runs of the design, also of replicates that its plan may ask for later."""
    plan = design.replication
    most = design.replicates if plan.kind == "fixed" else max(design.replicates, plan.most)
    return {run.key: run for run in design.runs_of([most] * len(design.points)) if run.key in kept}


def _difference(before: Row, now: Done) -> str:
    """Return the first column in which two rows of one run differ, with both values; "" where they are equal."""
    if now.row is None:
        return f"gave no row now ({now.reason})"
    for name, value in before.items():
        if name in now.row and not _same(value, now.row[name]):
            return f"{name} was {value!r} and is {now.row[name]!r}"
    return ""


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other


def _cell(run: Run) -> tuple[str, ...]:
    point = run.point
    return (point.structure, point.firm, point.world, point.variant)


def _address(run: Run) -> str:
    return hashlib.sha256(f"kept equal {run.key}".encode()).hexdigest()
