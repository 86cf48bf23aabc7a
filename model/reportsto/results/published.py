"""Runs that were published without their journal: read back from `runs.parquet`, if they are those of the study."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reportsto.digests import model_digest, text_digest
from reportsto.errors import StudyError
from reportsto.results.journal import has_runs
from reportsto.results.provenance import AGAIN, changed_parts, digests_of, provenance_of, record_of
from reportsto.results.record import told_changes
from reportsto.results.rows import rows_of
from reportsto.results.storage import PROVENANCE, RUNS, read_runs
from reportsto.studies.design import Design

REWORDED = (
    "The study file was changed after these runs, in nothing that decides what is run "
    "(words, predictions, measures or maps)."
)


@dataclass(frozen=True, slots=True)
class Published:
    """A table of runs as it was published, its provenance, and what has changed since that a reader should know."""

    table: pd.DataFrame
    source: dict[str, object]
    same_model: bool
    notes: tuple[str, ...]


def is_published(folder: Path) -> bool:
    """Tell whether a folder has a table of runs and its provenance, and no journal of runs to prefer."""
    return (folder / RUNS).exists() and (folder / PROVENANCE).exists() and not has_runs(folder)


def published(design: Design, folder: Path) -> Published:
    """Return the runs of a folder without a journal; raises `StudyError` for damage and for runs of another design.

    Sources of the model that changed since are no error, for the runs are read and not made: they are a note.
    """
    source = provenance_of(folder)
    changed = changed_parts(design, source)
    if changed:
        raise StudyError(
            f"{folder}: its runs are of another study or form: {', '.join(changed)} changed since; {AGAIN}"
        )
    table = read_runs(folder / RUNS)
    _check_rows(design, source, table, folder)
    unread = [name for name in _asked(design) if name not in table]
    if unread:
        raise StudyError(f"{folder / RUNS}: has no {unread[0]}, which {design.study.path} asks for now; {AGAIN}")
    made = digests_of(source)
    same = made.get("model_sources") == model_digest()
    return Published(table, source, same, tuple(_notes(design, made, source, folder, same=same)))


def _asked(design: Design) -> list[str]:
    """Return the measures that a study reads."""
    study = design.study
    return [*study.outcomes.primary, *study.outcomes.measures, *(one.measure for one in study.predictions)]


def _check_rows(design: Design, source: Mapping[str, object], table: pd.DataFrame, folder: Path) -> None:
    """Refuse a table whose rows are not the runs of the design, in its order.

    Where the plan decided how many replicates each point has, these are the first so many of each.
    """
    names = rows_of(design, source, table).names
    each = Counter(name.rpartition(".")[0] for name in names) if design.replication.kind != "fixed" else Counter()
    counts = [max(design.replicates, each[stem]) for stem in design.stems]
    if names != [run.key for run in design.runs_of(counts)]:
        raise StudyError(f"{folder / RUNS}: not the runs of {design.study.path}: its levers changed since; {AGAIN}")


def _notes(
    design: Design, made: Mapping[str, object], source: Mapping[str, object], folder: Path, *, same: bool
) -> list[str]:
    notes = []
    if not same:
        notes.append(
            f"Tables and figures were written again from the kept runs. The runs are those of "
            f"{_version(source)}; the sources of the model were changed since, and nothing was run "
            "anew."
        )
    notes.extend(told_changes(record_of(source), design.study))
    if made.get("study_file") != text_digest(design.study.text):
        notes.append(REWORDED)
    return notes


def _version(source: Mapping[str, object]) -> str:
    """Return the commit of runs, and that there were changes beside it; without a commit, the digest of the sources."""
    commit = str(source.get("commit") or "")
    if not commit:
        return f"sources {str(digests_of(source).get('package_sources', 'unknown'))[:7]}, of no commit"
    return f"commit {commit[:7]}" + (" with changes that were not committed" if commit.endswith("+changes") else "")
