"""Run a study from Python."""

from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from reportsto.results.provenance import keep_runs
from reportsto.running.execution import Order, executing
from reportsto.running.waves import with_waves
from reportsto.running.workers import given, threads
from reportsto.studies.design import design
from reportsto.studies.study import Study


def run_study(
    study: Study,
    folder: str | Path | None = None,
    *,
    quick: bool = False,
    replicates: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    fresh: bool = False,
) -> pd.DataFrame:
    """Run what `folder` (default runs/ID) does not hold yet, and return one row a run, in the order of the design.

    The compiled engine runs in threads, `workers` of them; `executor` is any other `concurrent.futures.Executor`,
    used and left open. The table is the same whatever way, and is written to the folder as `runs.parquet`, with
    `columns.csv` and `provenance.json`. Tables, figures and a finding: `reportsto study report`. Raises
    `StudyError` for what `reportsto study run` refuses.
    """
    started = datetime.now(UTC)
    plan = design(study, quick=quick, replicates=replicates)
    asked = ", ".join(f"{name}={value}" for name, value in (("quick", quick), ("replicates", replicates)) if value)
    command = f"reportsto.run_study(reportsto.read_study({study.path.name!r}){', ' * bool(asked)}{asked})"
    target = Path(folder or Path("runs") / study.id)
    with threads(workers) if executor is None else given(executor, workers) as pool:
        plan, order = with_waves(plan, target, Order(fresh=fresh), pool)
        with executing(plan, target, order, pool) as done:
            keep_runs(plan, done, target, command=command, started=started)
    return done.table
