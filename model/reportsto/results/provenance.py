"""Where results come from: what was run, with what, when; nothing about whose machine it was."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd

import reportsto
from reportsto.api import ENGINES
from reportsto.digests import digest, model_digest, package_digest, sources, text_digest
from reportsto.errors import StudyError
from reportsto.results.journal import has_runs
from reportsto.results.links import refuse_link
from reportsto.results.storage import (
    COLUMNS_OF_RUNS,
    DIGEST,
    FINDING,
    PROVENANCE,
    RUNS,
    TABLES,
    csv_text,
    read_json,
    remove_files,
    write_columns,
    write_json,
    write_runs,
)
from reportsto.studies.design import Design
from reportsto.studies.study import predictions_digest

FILES = "files"
"""What a folder's results are made of, beside provenance itself."""
FIGURES = "figures"
OURS = re.compile(
    rf"(?:{'|'.join(TABLES)}|columns)\.csv|differences\.parquet|{re.escape(RUNS)}|{re.escape(DIGEST)}|finding\.(?:md|html)"
    rf"|{FIGURES}/[\w-]+\.(?:svg|pdf|png)"
)
"""What the files of a study's results are called."""
MAKER = (
    "commit", "reportsto", "engine", "runs", "seconds", "started", "finished", "python", "platform", "libraries",
)  # fmt: skip
"""What provenance says of how runs were made, and keeps when they are reused."""
OVER = "--fresh replaces it, or name another --out"
AGAIN = "study run --fresh makes them again, or name another --out"
LIBRARIES = ("mesa", "numba", "numpy", "scipy", "pandas", "networkx", "matplotlib")


@dataclass(frozen=True, slots=True)
class Execution:
    """A finished study, and what a reader of its runs should know.

    Attributes:
        table: one row a run, in the order of the design.
        kept: runs that were there before.
        ran: runs that were made now.
        failed: runs without numbers.
        seconds: how long it took.
        notes: sentences for the finding.
        engine: which engine made the runs; both, where both did.
        first: digests of the predictions and of the study file, and the time (UTC), recorded before the first run.
        history: where kept runs come from, and which were run again to see that they are equal.
    """

    table: pd.DataFrame
    kept: int
    ran: int
    failed: int
    seconds: float
    notes: tuple[str, ...]
    engine: str = ENGINES[0]
    first: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Mapping[str, object], ...] = ()


def provenance(design: Design, execution: Execution, *, command: str, started: datetime) -> dict[str, object]:
    """Return all that is needed to make the same table again and to see that it is the same."""
    study = design.study
    return {
        **{name: told for name, told in made_of(design).items() if told is not None},
        "command": command,
        "reportsto": reportsto.__version__,
        "commit": commit(),
        "digests": {
            "study_file": text_digest(study.text),
            "predictions": predictions_digest(study.predictions),
            "model_sources": model_digest(),
            "package_sources": package_digest(),
            "sources": dict(sources()),
            "runs_csv": text_digest(csv_text(execution.table)),
        },
        "before_the_first_run": dict(execution.first),
        **({"history": list(execution.history)} if execution.history else {}),
        "engine": execution.engine,
        "runs": len(execution.table),
        "failed_runs": execution.failed,
        "kept_from_before": execution.kept,
        "seconds": round(execution.seconds, 1),
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "libraries": libraries(),
        "notes": list(execution.notes),
        "preset": study.levers.preset,
        "parameters": _parameters(design),
    }


def keep_runs(
    design: Design, execution: Execution, folder: Path, *, command: str, started: datetime
) -> dict[str, object]:
    """Write the table of runs, what its columns are and where it comes from; return the last, which is provenance.

    A finding of other runs that a study left there goes.
    """
    refuse_links(folder)
    source = provenance(design, execution, command=command, started=started)
    before = _earlier(folder)
    if before and digests_of(before).get("runs_csv") != digests_of(source)["runs_csv"]:
        remove_files([folder / FINDING])
    source[FILES] = sorted({*files_of(folder), RUNS, DIGEST, COLUMNS_OF_RUNS})
    write_runs(folder, execution.table, told_by(source))
    write_columns(folder / COLUMNS_OF_RUNS, execution.table)
    write_json(folder / PROVENANCE, source)
    return source


def told_by(source: Mapping[str, object]) -> dict[str, str]:
    """Return what a Parquet file says of where it comes from: study, form, seed, version and sources."""
    made = digests_of(source)
    told = {name: source.get(name) for name in ("study", "form", "seed", "commit")}
    told |= {"version": source.get("reportsto"), **{name: made.get(name) for name in ("model_sources", "study_file")}}
    return {name: str(value) for name, value in told.items() if value is not None}


def settle(folder: Path, written: Iterable[str]) -> None:
    """Delete what the folder's results were made of before and are no more; say in provenance what they are made of.

    `written` are names relative to the folder. Files that are not in provenance are not ours and stay.
    """
    now = {*written, RUNS, DIGEST, COLUMNS_OF_RUNS, FINDING}
    remove_files(folder / name for name in files_of(folder) if name not in now)
    write_json(folder / PROVENANCE, {**_earlier(folder), FILES: sorted(now)})


def files_of(folder: Path) -> list[str]:
    """Return the files that provenance says a folder's results are made of: those that we could have written there.

    Provenance is a file like any other, and may come from somebody else. So only names count that a study gives its
    files, and nothing that a link leads to.
    """
    told = _earlier(folder).get(FILES)
    names = [str(name) for name in told] if isinstance(told, list) else []
    return [name for name in names if OURS.fullmatch(name) and not _is_linked(folder, name)]


def refuse_links(folder: Path) -> None:
    """Refuse to write figures through a link, which may lead to somebody else's folder."""
    refuse_link(folder / FIGURES, "a folder, or nothing of that name")


def _is_linked(folder: Path, name: str) -> bool:
    path = folder / name
    return path.is_symlink() or (path.parent != folder and path.parent.is_symlink())


def _earlier(folder: Path) -> dict[str, Any]:
    try:
        return provenance_of(folder)
    except StudyError:
        return {}


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
        **({"matching": matching_told(design)} if study.matching else {}),
    }


def matching_told(design: Design) -> dict[str, object]:
    """Return the patterns and waves of a study, which decide where the second wave lies."""
    study = design.study
    ends = [[asdict(part) for part in one.parts] for one in study.patterns]
    told = [{**asdict(one), "parts": str(parts)} for one, parts in zip(study.patterns, ends, strict=True)]
    return {"patterns": told, "rule": asdict(study.matching) if study.matching else None}


def rendering(*, command: str, started: datetime) -> dict[str, object]:
    """Return by what, and when, tables and figures were written again from runs that were there."""
    return {
        "command": command,
        "reportsto": reportsto.__version__,
        "commit": commit(),
        "model_sources": model_digest(),
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "libraries": libraries(),
    }


def libraries() -> dict[str, str | None]:
    """Return the versions of what a result may depend on."""
    return {name: _version(name) for name in LIBRARIES}


def _parameters(design: Design) -> dict[str, object]:
    """Return all parameters by firm and world, without variants; after the first, only what differs from it."""
    found: dict[str, object] = {}
    first: Mapping[str, float] = {}
    for point in design.points:
        name = f"{point.firm}, {point.world}"
        if point.variant or point.sample or name in found:
            continue
        flat = {key: _finite(value) for key, value in point.scenario.parameters.as_flat().items()}
        found[name] = {key: value for key, value in flat.items() if first.get(key) != value}
        first = first or flat  # type: ignore[assignment]
    return found


def _finite(value: float) -> float | str:
    return value if abs(value) < float("inf") else str(value)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def commit() -> str | None:
    """Return the commit of the sources, with `+changes` where they differ from it; None outside a repository."""
    folder = Path(reportsto.__file__).parent
    try:
        head = _git(folder, "rev-parse", "HEAD")
        # A repository that merely contains the environment we are installed in says nothing about our sources.
        tracked = _git(folder, "ls-files", "--error-unmatch", "__init__.py") if head else ""
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no", ".") if tracked else ""
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{head}{'+changes' if changed else ''}" if head and tracked else None


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(  # a fixed command, no shell
        ["git", *words], cwd=folder, capture_output=True, text=True, timeout=10, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""
