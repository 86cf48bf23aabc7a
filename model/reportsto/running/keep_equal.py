"""After a change of the model's sources: run some kept runs again, and keep all if every digit agrees."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from reportsto.digests import model_digest
from reportsto.errors import StudyError
from reportsto.results.journal import Row
from reportsto.results.past import Past
from reportsto.running.jobs import Done
from reportsto.running.progress import progress
from reportsto.running.workers import Ended
from reportsto.studies.design import Design, Run


def chosen(design: Design, kept: Iterable[str], count: int) -> list[Run]:
    """Return `count` kept runs, one of each cell before a second of any; within a cell and among cells by address.

    The address is the digest of the run's key, so the choice depends on nothing but the runs.
    """
    there = set(kept)
    by_address = sorted({run.key: run for run in design.runs if run.key in there}.values(), key=_address)
    seen: Counter[tuple[str, ...]] = Counter()
    ranked = []
    for run in by_address:
        ranked.append((seen[_cell(run)], run))
        seen[_cell(run)] += 1
    return [run for _, run in sorted(ranked, key=lambda one: one[0])[:count]]


def check_equal(past: Past, again: list[Run], all_ended: Iterable[Ended]) -> None:
    """Compare kept runs with what they give now; raises `StudyError` that names the first difference as chosen."""
    places = {run.key: run for run in again}
    with progress(len(again), 0, "kept runs made again") as advance:
        made = {}
        for one in (one for ended in all_ended for one in ended.done):
            made[one.key] = one
            advance()
    before = past.fetch(places)
    differences = {key: found for key in places if (found := _difference(before[key], made[key]))}
    if differences:
        key, told = next(iter(differences.items()))
        run = places[key]
        point = run.point
        place = ", ".join(part for part in (point.structure, point.firm, point.world, point.variant) if part)
        sample = f", point {point.sample}" if point.values else ""
        raise StudyError(
            f"--keep-equal: {place}{sample}, replicate {run.replicate}: {told}; {len(differences)} of {len(again)} "
            "runs differ, so none is reused; --fresh runs all again, or name another --out"
        )


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
