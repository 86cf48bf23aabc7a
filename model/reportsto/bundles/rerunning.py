"""Run the study of a bundle again, and compare with what is inside: runs bit for bit, tables cell for cell."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reportsto.bundles.archive import unpack
from reportsto.bundles.checking import check
from reportsto.bundles.contents import RESULTS
from reportsto.bundles.keeping import Kept, again_kept
from reportsto.errors import ReportsToError, StudyError
from reportsto.files.place import confined
from reportsto.readings.publish import write_tables
from reportsto.readings.runs import Runs
from reportsto.results.origin import Origin, origin
from reportsto.results.past import Past, past_published
from reportsto.results.published import Published, published
from reportsto.results.storage import TABLES, make_folder
from reportsto.running.execution import Order, again
from reportsto.running.keep_equal import chosen, differences, named, runs_kept
from reportsto.running.waves import published_design
from reportsto.running.workers import Pool
from reportsto.studies.design import Design, Run, design

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Inside:
    """A study with its results, out of a bundle.

    Attributes:
        made: the study, and where its results are.
        plan: the runs of the study.
        kept: the runs that are inside.
        past: their rows.
    """

    made: Origin
    plan: Design
    kept: Published
    past: Past

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the source files of the model that are not those that made the runs."""
        return self.past.other_sources


def taken_out(bundle: Path, folder: Path) -> Inside:
    """Unpack a bundle into an empty folder and return its study with its results; refuse one that is not sound."""
    told, files = check(bundle)
    unpack(bundle, files.values(), folder)
    results = folder / RESULTS
    with confined(folder), _in_words(bundle, folder):
        made = origin(results, folder / told.study)
        plan = published_design(made.plan, results)
        kept, past = published(plan, results), past_published(plan, results)
    assert past is not None, "its runs were read"
    return Inside(made, plan, kept, past)


@contextmanager
def _in_words(bundle: Path, folder: Path) -> Iterator[None]:
    """Name a file of the bundle by its place there, in whatever is wrong with one."""
    try:
        yield
    except ReportsToError as error:
        lines = str(error).replace(f"{folder}{os.sep}", "").splitlines()
        raise StudyError("\n".join(f"{bundle}: {line}" for line in lines)) from None


def to_run(inside: Inside, *, quick: bool = False, count: int = 0) -> list[Run]:
    """Return the runs to make again: all, those of the quick form, or `count` of them from as many cells as there are.

    Runs that failed have no row to compare with, and are left out.
    """
    if count:
        return chosen(inside.plan, inside.past.keys, count)
    kept = runs_kept(inside.plan, inside.past.keys)
    if not quick:
        return list(kept.values())
    found = [run for run in design(inside.plan.study, quick=True).runs if run.key in kept]
    if not found:
        raise StudyError("--quick: the quick form visits other points than the bundle has; expected --runs N")
    return found


def compare_runs(
    inside: Inside, runs: Sequence[Run], pool: Pool, order: Order, before: Kept | None = None
) -> tuple[bool, list[str]]:
    """Make runs again; return whether every digit is the same, and what there is to say, a line each.

    Runs that were made `before` are not made once more, and its journal keeps the others as they end.
    """
    made = again_kept(inside.plan, runs, pool, order, before) if before else again(inside.plan, runs, pool, order)
    found = differences(inside.past, runs, made, len(before.there(runs)) if before else 0)
    if not found:
        return True, [f"runs: {len(runs):,} of {len(inside.kept.table):,} made again, equal bit for bit"]
    first = [run for run in runs if run.key in found][:MOST_NAMED]
    more = [f"  and {len(found) - len(first):,} more"] if len(found) > len(first) else []
    return False, [
        f"runs: {len(found):,} of {len(runs):,} differ",
        *(f"  {named(run)}: {found[run.key]}" for run in first),
        *more,
    ]


def compare_tables(inside: Inside, folder: Path) -> tuple[bool, list[str]]:
    """Write the tables again from the runs inside; return whether every cell is the same, and what there is to say."""
    there = {f"{name}.csv" for name in TABLES if (inside.made.folder / f"{name}.csv").exists()}
    if not there:
        return True, ["tables: none inside"]
    make_folder(folder)
    names = write_tables(Runs(inside.plan, inside.kept.table, dict(inside.kept.source), {}), folder)
    texts = [name for name in names if name.endswith(".csv")]
    said = [told for name in texts for told in _apart(inside.made.folder / name, folder / name)]
    said += [f"tables: {name} is not made from these runs any more" for name in sorted(there - {*texts})]
    if said:
        return False, said
    return True, [f"tables: {len(texts)} made again from the runs, equal in every cell"]


def _apart(before: Path, now: Path) -> Iterator[str]:
    """Yield in what a table differs: nothing, or one line."""
    if not before.exists():
        yield f"tables: {now.name} is not in the bundle"
        return
    if before.read_bytes() == now.read_bytes():
        return
    try:
        a, b = (pd.read_csv(file, dtype=str, keep_default_na=False) for file in (before, now))
    except (OSError, ValueError):
        yield f"tables: {now.name} cannot be read"
        return
    if list(a.columns) != list(b.columns) or len(a) != len(b):
        told = f"{len(a):,} rows and {len(a.columns)} columns; {len(b):,} and {len(b.columns)} now"
        yield f"tables: {now.name} has {told}"
        return
    differ = (a != b).to_numpy()
    rows, columns = differ.nonzero()
    if len(rows):
        row, column = rows[0], a.columns[columns[0]]
        first = f"first row {row + 1}, {column}: {a[column].iloc[row]} against {b[column].iloc[row]}"
        yield f"tables: {now.name}: {int(differ.sum()):,} cells differ, {first}"
