"""Runs that were published without their journal: read back from `runs.parquet`, if they are those of the study."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from reportsto.digests import digest, model_digest, text_digest
from reportsto.errors import StudyError
from reportsto.results.journal import has_runs
from reportsto.results.record import told_changes
from reportsto.results.rows import rows_of
from reportsto.results.storage import FINDING, PROVENANCE, RUNS, TABLES, read_json, read_runs
from reportsto.studies.design import Design

MAKER = (
    "commit", "reportsto", "engine", "runs", "seconds", "started", "finished", "python", "platform", "libraries",
)  # fmt: skip
"""What provenance says of how runs were made, and keeps when they are reused."""
OVER = "--fresh replaces it, or name another --out"
AGAIN = "study run --fresh makes them again, or name another --out"


@dataclass(frozen=True, slots=True)
class Published:
    """A table of runs as it was published, its provenance, and what has changed since that a reader should know."""

    table: pd.DataFrame
    source: dict[str, object]
    same_model: bool
    notes: tuple[str, ...]


def refuse_other_results(design: Design, folder: Path) -> None:
    """Refuse to put results over those of another study or form, or over somebody else's files.

    A folder whose journal keeps runs may go on to another form, and its runs are looked at when they are reused.
    """
    there = [name for name in (RUNS, FINDING, *(f"{table}.csv" for table in TABLES)) if (folder / name).exists()]
    with_journal = bool(there) and has_runs(folder)
    told = (folder / PROVENANCE).exists()
    if not there or (with_journal and not told):
        return
    if not told:
        raise StudyError(f"{folder / there[0]}: not written by study run, which leaves a {PROVENANCE}; {OVER}")
    changed = changed_parts(design, provenance_of(folder, OVER))
    other = [name for name in changed if name in (("study",) if with_journal else ("study", "form"))]
    if other:
        raise StudyError(
            f"{folder}: its results are of another study or form: {', '.join(other)} changed since; {OVER}"
        )


def record_of(source: Mapping[str, object]) -> dict[str, str]:
    """Return what provenance says was expected before the first run."""
    told = source.get("before_the_first_run")
    found = {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}
    made = digests_of(source)
    if "predictions" in made:  # at the latest when these results were published
        found.setdefault("predictions", str(made["predictions"]))
    return found


def digests_of(source: Mapping[str, object]) -> Mapping[str, object]:
    """Return the digests that provenance tells; none where it tells them in no form of ours."""
    told = source.get("digests")
    return told if isinstance(told, dict) else {}


def made_by(source: Mapping[str, object]) -> dict[str, object]:
    """Return by what, and when, published runs were made."""
    known = digests_of(source)
    made = {name: known.get(name) for name in ("model_sources", "runs_csv")}
    return made | {name: source.get(name) for name in MAKER}


def changed_parts(design: Design, source: Mapping[str, object]) -> list[str]:
    """Return what decides the runs of a design and is not as provenance has it."""
    made: dict[str, object] = json.loads(json.dumps(made_of(design)))
    unknown = {"charts"} - source.keys()  # older results do not say what was in their charts
    return [name for name, now in made.items() if name not in unknown and source.get(name) != now]


def made_of(design: Design) -> dict[str, object]:
    """Return what provenance says of the study that decides what is run, beside the places that the table names."""
    study = design.study
    return {
        "study": study.id,
        "form": "quick" if design.quick else "full",
        "seed": study.seed,
        "replicates": design.replicates,
        "replication": asdict(design.replication) if design.replication.kind != "fixed" else None,
        "days": study.days,
        "settings": dict(study.settings),
        "uncertainties": [asdict(axis) for axis in study.uncertainties],
        "design": asdict(study.sampling),
        "variants": {variant.id: dict(variant.settings) for variant in study.variants},
        "charts": {chart.name: digest(chart) for chart in study.levers.charts},
    }


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
            f"Tables and figures were written again from the kept runs. The runs are those of commit "
            f"{_short(str(source.get('commit')))}; the sources of the model were changed since, and nothing was run "
            "anew."
        )
    notes.extend(told_changes(record_of(source), design.study))
    if made.get("study_file") != text_digest(design.study.text):
        notes.append(
            "The study file was changed after these runs, in nothing that decides what is run "
            "(words, predictions, measures or maps)."
        )
    return notes


def provenance_of(folder: Path, way_out: str = AGAIN) -> dict[str, object]:
    """Return what a folder says of where its results come from; raises `StudyError` where that cannot be read."""
    path = folder / PROVENANCE
    try:
        found = read_json(path)
    except (OSError, ValueError):
        raise StudyError(f"{path}: cannot be read; expected what study run wrote; {way_out}") from None
    if not isinstance(found, dict):
        raise StudyError(f"{path}: not a table of names and values; expected what study run wrote; {way_out}")
    return found


def _short(commit: str) -> str:
    """Return the name of a commit, and that there were changes beside it."""
    return commit[:7] + (" with changes that were not committed" if commit.endswith("+changes") else "")
