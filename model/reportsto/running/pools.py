"""Where runs are made: threads of this process, or any `concurrent.futures.Executor` handed over."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from reportsto.api import ENGINES
from reportsto.errors import StudyError, shown


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
def threads(workers: int | None = None) -> Iterator[Pool]:
    """Yield threads of this process, by default one for each processor.

    Compiled code holds no lock, so threads are enough. At the end nobody waits for a run that is still in work.
    """
    count = workers or os.cpu_count() or 1
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


def workers_of(engine: str, workers: int | None) -> int | None:
    """Return how many threads an engine can use: as many as are wanted, but one for the reference engine."""
    return workers if engine == ENGINES[0] else 1
