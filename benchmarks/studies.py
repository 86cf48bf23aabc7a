"""What a study costs over bare runs of the same scenarios, and what Dask with two workers costs over two threads."""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path

import pandas as pd

from reportsto.api import simulate
from reportsto.running.cluster import dask
from reportsto.running.execution import execute
from reportsto.running.workers import threads
from reportsto.studies.design import Design, Point, design
from reportsto.studies.specification import read_study
from reportsto.studies.study import Study

STUDY = Path(__file__).parents[1] / "experiments" / "e0_placement.toml"
REPLICATES = 10


def studies(rounds: int) -> pd.DataFrame:
    """Time the quick form of E0 (28 scenarios, 10 replicates) bare and as a study, on one thread, two, and Dask.

    Columns ending in `cpu` are processor seconds of this process; the others are seconds by the clock. A Dask cluster's
    start, with what its workers load, is told apart: it is paid once, however long the study is.
    """
    plan = design(read_study(STUDY), quick=True, replicates=REPLICATES)
    bare(plan, 1)
    rows = []
    for at in range(rounds):
        row: dict[str, float] = {"round": at, "runs": len(plan)}
        for name, work in (
            ("bare", partial(bare, plan, 1)),
            ("study", partial(as_study, plan, 1)),
            ("bare, two threads", partial(bare, plan, 2)),
            ("study, two threads", partial(as_study, plan, 2)),
        ):
            row[name], row[f"{name}, cpu"] = timed(work)
        row["dask"], row["dask start"] = on_dask(plan)
        row["overhead"] = row["study"] / row["bare"] - 1
        row["overhead, cpu"] = row["study, cpu"] / row["bare, cpu"] - 1
        row["overhead, two threads"] = row["study, two threads"] / row["bare, two threads"] - 1
        row["dask overhead"] = row["dask"] / row["bare, two threads"] - 1
        rows.append(row)
    table = pd.DataFrame(rows)
    middle = table.median()
    print(
        f"a study of {len(plan)} runs over bare runs: {middle['overhead']:+.1%} on one thread, "
        f"{middle['overhead, two threads']:+.1%} on two, {middle['dask overhead']:+.1%} on Dask "
        f"with two workers (and {middle['dask start']:.1f} s to start it)"
    )
    return table


def bare(plan: Design, threads: int) -> None:
    """Simulate every scenario of a plan and keep nothing."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(partial(_simulated, plan.study, plan.replicates), plan.points))


def _simulated(study: Study, replicates: int, point: Point) -> None:
    extra = study.variant(point.variant).settings if point.variant else ()
    simulate(
        point.structure,
        point.firm,
        world=point.world,
        parameters={**dict(study.settings), **dict(extra)},
        seed=study.seed,
        replicates=range(replicates),
        days=study.days,
    )


def as_study(plan: Design, workers: int) -> None:
    """Run a plan as a study, in an empty folder."""
    with tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()), threads(workers) as pool:
        execute(plan, Path(folder), pool=pool)


def on_dask(plan: Design) -> tuple[float, float]:
    """Return the seconds of a study on two local workers that are warm, and of starting and warming them."""
    start = time.perf_counter()
    with dask("local", 2) as pool:
        list(pool.executor.map(_warm, range(8)))
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()):
            execute(plan, Path(folder), pool=pool)
        return time.perf_counter() - started, started - start


def _warm(replicate: int) -> None:
    simulate("separate", replicates=[replicate], days=750)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds by the clock and of this process's processors that a piece of work takes."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor
