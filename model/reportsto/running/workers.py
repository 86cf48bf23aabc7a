"""Where and how runs are made: a chunk of runs is handed to threads or any executor, and what becomes of it comes back.

A chunk whose worker was lost is tried again. A worker of another process loads this file and what it imports.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from reportsto.api import ENGINES, Details, Scenario, run_details, run_one
from reportsto.errors import StudyError, shown
from reportsto.records import IDENTITY
from reportsto.results.journal import Row
from reportsto.studies.design import Design

DRAWN = 10
"""Replicates that the figures of days and posts are means of, where there are as many."""
MOST_TRIES = 2
"""A run whose worker was lost is retried once."""
KILLED = "KilledWorker"
"""The name of the exception by which Dask says that workers died of a task."""
_IDENTITY = frozenset(column.name for column in IDENTITY)


@dataclass(frozen=True, slots=True)
class Job:
    """One run on its way to a worker; `key` says which it is, `kept` which measures are wanted (None: all)."""

    key: str
    scenario: Scenario
    seed: int
    replicate: int
    days: int
    engine: str = ENGINES[0]
    kept: tuple[str, ...] | None = None


Chunk = tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one run: a row, or the reason why there is none."""

    key: str
    row: Row | None
    reason: str
    seconds: float


def run_chunk(work: Callable[[Job], Row], jobs: Chunk) -> list[Done]:
    """Run a chunk; a mistake of ours in one run must not lose the others."""
    done = []
    for job in jobs:
        start = time.perf_counter()
        try:
            row, reason = work(job), ""
        except Exception as error:
            row, reason = None, f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        done.append(Done(job.key, row, reason, time.perf_counter() - start))
    return done


def simulate(job: Job) -> Row:
    """Return the row of one run, without the measures nobody wants."""
    row = run_one(job.scenario, job.seed, job.replicate, job.days, job.engine)
    if job.kept is None:
        return row
    return {name: value for name, value in row.items() if name in _IDENTITY or name in job.kept}


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor for runs.

    Attributes:
        executor: takes tasks.
        workers: how many tasks it does at a time.
    """

    executor: Executor
    workers: int


@contextmanager
def threads(workers: int | None = None, engine: str = ENGINES[0]) -> Iterator[Pool]:
    """Yield threads of this process, by default one for each processor, and one for the reference engine.

    Compiled code holds no lock, so threads are enough. At the end nobody waits for a run that is still in work.
    """
    count = (workers or os.cpu_count() or 1) if engine == ENGINES[0] else 1
    executor = ThreadPoolExecutor(count)
    try:
        yield Pool(executor, count)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def given(executor: Executor, workers: int | None = None) -> Iterator[Pool]:
    """Yield an executor that belongs to somebody else: it is used and left open."""
    if not callable(getattr(executor, "submit", None)):
        raise StudyError(f"executor is {shown(executor)}; expected a concurrent.futures.Executor")
    yield Pool(executor, workers or getattr(executor, "_max_workers", None) or os.cpu_count() or 1)


Task = tuple[Chunk, int]
"""A chunk of runs, and how often it was tried before."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a chunk.

    Attributes:
        done: what became of each of its runs.
        tries: how often they were tried.
    """

    done: list[Done]
    tries: int


def run_all(work: Callable[[Chunk], list[Done]], chunks: Iterable[Chunk], pool: Pool) -> Generator[Ended]:
    """Yield each chunk as it ends, in no particular order; chunks are taken when there is a worker for them.

    The runs of a lost chunk are retried one by one, so that a run that kills its worker fails alone. Raises
    `StudyError` where the executor takes no more.
    """
    again: deque[Task] = deque()
    running: dict[Future[list[Done]], Task] = {}
    waiting = ((chunk, 0) for chunk in chunks)
    while True:
        for task in _next(again, waiting, 2 * pool.workers - len(running)):
            running[_submit(pool, work, task[0])] = task
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            chunk, before = running.pop(future)
            if _is_lost(future) and before + 1 < MOST_TRIES:
                again.extend(((job,), before + 1) for job in chunk)
            else:
                yield Ended(_done(future, chunk, before + 1), before + 1)


def _next(again: deque[Task], waiting: Iterator[Task], room: int) -> Iterator[Task]:
    for _ in range(room):
        task = again.popleft() if again else next(waiting, None)
        if task is None:
            return
        yield task


def _submit(pool: Pool, work: Callable[[Chunk], list[Done]], chunk: Chunk) -> Future[list[Done]]:
    try:
        return pool.executor.submit(work, chunk)
    except RuntimeError as error:  # it was shut down, or it broke when a process of it died
        if "start new thread" in str(error):
            raise MemoryError from None
        raise StudyError(f"the executor takes no runs: {error}; what is kept is not run again") from None


def _is_lost(future: Future[list[Done]]) -> bool:
    """Tell a task whose worker was lost from one that made a mistake."""
    error = None if future.cancelled() else future.exception()
    return future.cancelled() or isinstance(error, BrokenExecutor) or type(error).__name__ == KILLED


def _done(future: Future[list[Done]], chunk: Chunk, tries: int) -> list[Done]:
    error = None if future.cancelled() else future.exception()
    if _is_lost(future):
        reason = f"its worker was lost {tries} times"
    elif error is None:
        return future.result()
    elif isinstance(error, Exception):
        reason = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    else:
        raise error  # Ctrl-C, met by a worker
    return [Done(job.key, None, reason, 0.0) for job in chunk]


def details(
    design: Design, *, workers: int | None = None, engine: str = ENGINES[0]
) -> dict[tuple[str, str, str], Details]:
    """Return days and posts for the figures, by structure, firm and world: means over the first `DRAWN` replicates.

    These are the structures and worlds of the quick form, in the first firm. A run that fails is left out.
    """
    study, first = design.study, design.points[0]
    drawn = [
        (point, replicate)
        for point in design.points
        if (point.firm, point.sample, point.variant) == (first.firm, first.sample, "")
        and point.world in study.quick.worlds
        and point.structure in study.quick.structures
        for replicate in range(min(DRAWN, design.replicates))
    ]
    found: dict[tuple[str, str, str], list[Details]] = {}
    with threads(workers, engine) as pool:
        made = pool.executor.map(
            lambda one: run_details(one[0].scenario, study.seed, one[1], study.days, engine), drawn
        )
        for (at, _), one in zip(drawn, made, strict=True):
            if not one.row["failure"]:
                found.setdefault((at.structure, at.firm, at.world), []).append(one)
    return {key: _mean_of(several) for key, several in found.items()}


def _mean_of(several: list[Details]) -> Details:
    """Return the means of daily series and of the attitudes of posts; all else is that of the first run."""
    first = several[0]
    daily = {name: np.mean([one.daily[name] for one in several], axis=0).tolist() for name in first.daily}
    attitudes = np.array([[post["attitude"] for post in one.posts] for one in several], dtype=np.float64).mean(axis=0)
    posts = [{**post, "attitude": float(mean)} for post, mean in zip(first.posts, attitudes, strict=True)]
    return replace(first, daily=daily, posts=posts)
