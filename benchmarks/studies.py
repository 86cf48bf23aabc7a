"""What a study costs over bare runs of the same scenarios, and what Dask with two workers costs over two threads."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path

import pandas as pd

from reportsto.api import identity, run_one, simulate
from reportsto.running.cluster import dask
from reportsto.running.execution import Order, execute
from reportsto.running.workers import Job, threads
from reportsto.studies.design import Design, Point, design
from reportsto.studies.specification import read_study
from reportsto.studies.study import Study

STUDY = Path(__file__).parents[1] / "experiments" / "e0_placement.toml"
REPLICATES = 4
SMALL = """
[question]
id = "small"
title = "Small runs"
text = "Small runs in ten structures: what a study adds to them."

[levers]
structure = [
    "separate", "inside_operations", "inside_marketing", "sales_and_marketing", "under_sales",
    "marketing_under_service", "customer_map", "operations_dotted_line", "separate_with_liaison", "ombudsman",
]
firm = "six_people"
world = "neutral"

[constants]
seed = 1
days = 60
replicates = 200

[outcomes]
primary = ["failures_per_1000"]
measures = ["effective_advocacy"]
against = "separate"
listed_only = true
"""
FEW, MANY = 10_000, 50_000
"""Runs of the two studies whose memory is compared."""


def studies(rounds: int) -> pd.DataFrame:
    """Time the quick form of E0 (56 scenarios, 4 replicates) bare and as a study, on one thread, two, and Dask.

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


def small_runs(rounds: int) -> pd.DataFrame:
    """Time ten structures of six people, 200 runs of 60 days each, bare and as a study, on one thread.

    Times are processor seconds a run.
    """
    plan = small_plan()
    bare(plan, 1)
    rows = []
    for at in range(rounds):
        row: dict[str, float] = {"round": at, "runs": len(plan)}
        for name, work in (("bare", partial(bare, plan, 1)), ("study", partial(as_study, plan, 1))):
            row[name] = timed(work)[1] / len(plan)
        rows.append(row)
    table = pd.DataFrame(rows)
    table["study / bare"] = table["study"] / table["bare"]
    middle = table.median()
    print(f"small runs: bare {middle['bare'] * 1e3:.2f} ms, as a study {middle['study'] * 1e3:.2f} ms")
    return table


def small_plan(replicates: int = 200) -> Design:
    """Return the design of the study of small runs."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "small.toml"
        file.write_text(SMALL.replace("replicates = 200", f"replicates = {replicates}"))
        return design(read_study(file))


def memory() -> pd.DataFrame:
    """Measure the most memory of studies that keep three measures of each run, in processes of their own.

    Every run returns the measures of one that was made before: what a study holds does not depend on them.
    """
    rows = []
    for runs in (FEW, MANY):
        told = subprocess.run([sys.executable, __file__, str(runs)], check=True, capture_output=True, text=True).stdout
        rows.append({"runs": runs, "most KiB": int(told.split()[-1])})
    table = pd.DataFrame(rows)
    a_run = table["most KiB"].diff().iloc[-1] / (MANY - FEW)
    million = table["most KiB"].iloc[0] + a_run * (10**6 - FEW)
    print(f"memory: {a_run:.2f} KiB a run; {million / 1024:.0f} MiB for a million by that slope")
    return table


def most_memory(runs: int) -> int:
    """Return the most memory of a study of so many runs, KiB: what Linux saw of this program, not of its parent."""
    plan = small_plan(runs // 10)
    first = run_one(plan.points[0].scenario, 1, 0, 60)

    def again(job: Job) -> dict[str, object]:
        known = identity(job.scenario, job.seed, job.replicate, job.days)
        return {**known, **{name: first[name] for name in job.kept or ()}}

    with tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()), threads(1) as pool:
        execute(plan, Path(folder), Order(work=again), pool)
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def bare(plan: Design, threads: int) -> None:
    """Simulate every scenario of a plan and keep nothing."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(partial(_simulated, plan.study, plan.replicates), plan.points))


def _simulated(study: Study, replicates: int, point: Point) -> None:
    case = point.scenario
    for replicate in range(replicates):
        run_one(case, study.seed, replicate, study.days)


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


if __name__ == "__main__":
    print(most_memory(int(sys.argv[1])))
