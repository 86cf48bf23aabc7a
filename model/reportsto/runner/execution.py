"""Run a study: what is kept is kept, what is missing is run, and the table is the same however that went.

Neither the number of processes nor the order of runs, interruptions or restarts can change a result: a run is a pure
function of its scenario, seed, replicate and length, and the table is put together in the order of the design.
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reportsto.api import ENGINES
from reportsto.errors import StudyError
from reportsto.runner.design import Design, Run
from reportsto.runner.digests import digest, model_digest
from reportsto.runner.jobs import Job, simulate
from reportsto.runner.journal import Journal, Row, remove
from reportsto.runner.progress import progress
from reportsto.runner.storage import make_folder, runs_table
from reportsto.runner.study import DESIGN_SECTIONS
from reportsto.runner.workers import run_all, workers_or_all

MODEL = "the model's sources"


@dataclass(frozen=True, slots=True)
class Execution:
    """A finished study: one row a run in design order, and what a reader of them should know."""

    table: pd.DataFrame
    kept: int
    ran: int
    failed: int
    seconds: float
    notes: tuple[str, ...]
    engine: str = ENGINES[0]


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a study; the text says how much is kept."""


def execute(
    design: Design,
    folder: Path,
    *,
    workers: int | None = None,
    fresh: bool = False,
    engine: str = ENGINES[0],
    work: Callable[[Job], Row] = simulate,
) -> Execution:
    """Run what `folder` does not hold yet and return all rows.

    Without `fresh`, runs kept there are taken, unless the model or the study changed since: then `StudyError` names
    what changed. `workers` is a number of processes, by default one for each processor. Both engines give the same
    rows, so runs of either are kept.
    """
    start = time.monotonic()
    make_folder(folder)
    if fresh:
        remove(folder)
    with Journal(folder) as journal:
        rows = journal.rows()
        notes = [*_damage(journal), *_agree(journal, design, bool(rows))]
        missing = list({run.key: run for run in design.runs if run.key not in rows}.values())
        failures = _run_missing(journal, design, missing, workers_or_all(workers, len(missing)), engine, work)
        # Read back, so that a row is the same whether it was run now or a week ago.
        rows = journal.rows()
    table = runs_table(design, rows, failures)
    failed = int((table["failure"] != "").sum())
    seconds = time.monotonic() - start
    return Execution(table, len(design.keys) - len(missing), len(missing), failed, seconds, tuple(notes), engine)


def _run_missing(
    journal: Journal, design: Design, missing: list[Run], workers: int, engine: str, work: Callable[[Job], Row]
) -> dict[str, str]:
    """Run what is missing, keep each row as it comes, and return the reasons of those that gave none, by key."""
    failures: dict[str, str] = {}
    total = len(design.keys)
    # Replicate by replicate, so that a study cut short has whole replicates, which can be paired.
    jobs = [_job(design, run, engine) for run in sorted(missing, key=lambda run: run.replicate)]
    try:
        with (
            closing(run_all(work, jobs, workers)) as all_ended,
            progress(total, total - len(jobs)) as advance,
        ):
            for ended in all_ended:
                if ended.result is None:
                    failures[ended.job.key] = ended.reason
                else:
                    journal.keep(ended.job.key, ended.result, ended.seconds, ended.tries)
                advance()
    except KeyboardInterrupt:
        done = len(design.keys & journal.rows().keys())
        kept = f"{done} of {total} runs are kept in {journal.path.parent}"
        raise Interrupted(f"interrupted: {kept}; the same command goes on from there") from None
    return failures


def _agree(journal: Journal, design: Design, has_rows: bool) -> list[str]:
    """Refuse kept runs of another model or study; return a note where only the predictions changed."""
    facts = {MODEL: model_digest(), **{f"[{name}]": design.sections[name] for name in DESIGN_SECTIONS}}
    said = {"predictions": digest(design.study.predictions)}
    known = journal.facts() if has_rows else {}
    changed = [name for name, value in facts.items() if known.get(name, value) != value]
    if changed:
        raise StudyError(
            f"{journal.path.parent}: its runs were made before {' and '.join(changed)} changed; "
            "--fresh runs all again, or name another --out"
        )
    journal.state(facts if has_rows else {**facts, **said})
    if known.get("predictions", said["predictions"]) != said["predictions"]:
        return ["The predictions were changed after the first run in this folder."]
    return []


def _damage(journal: Journal) -> list[str]:
    return [f"{journal.damaged} kept rows were damaged and were run again."] if journal.damaged else []


def _job(design: Design, run: Run, engine: str) -> Job:
    return Job(run.key, run.point.scenario, design.study.seed, run.replicate, design.study.days, engine)
