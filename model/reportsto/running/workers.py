"""Hand jobs to a pool that may lose its workers, and yield what becomes of each.

A worker that dies breaks a pool of processes: Python names no culprit. So everything that was in work is split into its
parts and tried again *alone*, where blame is certain, at most twice; a part that dies each time is given up with a
reason. Jobs are taken from their source only when there is a worker for them.
"""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from reportsto.errors import StudyError
from reportsto.running.pools import Pool

MOST_TRIES = 3
"""A job is retried twice."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Ended(Generic[T, R]):
    """What became of one job: a result, or the reason why there is none."""

    job: T
    result: R | None
    reason: str
    seconds: float
    tries: int


Task = tuple[T, int]
"""A job, and how often it was tried."""


def run_all(
    work: Callable[[T], R], jobs: Iterable[T], pool: Pool, split: Callable[[T], list[T]] = lambda job: [job]
) -> Generator[Ended[T, R]]:
    """Yield each job as it ends, in no particular order.

    `work` must give the same result wherever it runs; for processes, it and the jobs must be picklable. `split` takes
    a job of several parts apart.
    """
    todo: Iterator[Task[T]] = ((job, 0) for job in jobs)
    suspects: deque[Task[T]] = deque()
    while True:
        executor = pool.open()
        running: dict[Future[tuple[R, float]], Task[T]] = {}
        try:
            while True:
                _fill(executor, work, running, suspects, todo, 2 * pool.workers)
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    if isinstance(future.exception() if not future.cancelled() else None, BrokenExecutor):
                        raise BrokenExecutor
                    task = running.pop(future)
                    ended = _ended(future, task)
                    if ended.reason and _is_lost(future) and task[1] + 1 < MOST_TRIES:
                        suspects.extend((part, task[1] + 1) for part in split(task[0]))
                    else:
                        yield ended
        except BrokenExecutor:
            if not pool.renewable:
                raise StudyError("the executor broke down; the same command goes on with what is missing") from None
            for job, tries in running.values():
                if tries + 1 < MOST_TRIES:
                    suspects.extend((part, tries + 1) for part in split(job))
                else:
                    yield Ended(job, None, f"its worker process died {tries + 1} times", 0.0, tries + 1)
        finally:
            pool.close(executor, busy=bool(running))


def _fill(
    executor: Executor,
    work: Callable[[T], R],
    running: "dict[Future[tuple[R, float]], Task[T]]",
    suspects: "deque[Task[T]]",
    todo: "Iterator[Task[T]]",
    most: int,
) -> None:
    """Hand over jobs while there is room: suspects one at a time with nothing beside them, so that who dies did it."""
    while True:
        alone = bool(suspects) or any(tries for _, tries in running.values())
        if len(running) >= (1 if alone else most):
            return
        if suspects:
            task = suspects.popleft()
        else:
            following = next(todo, None)
            if following is None:
                return
            task = following
        try:
            running[executor.submit(_timed, work, task[0])] = task
        except RuntimeError as error:
            if isinstance(error, BrokenExecutor):
                raise
            raise StudyError(f"the executor takes no runs: {error}; what is kept is not run again") from None


def _is_lost(future: "Future[tuple[R, float]]") -> bool:
    """Tell a task whose worker was lost (a cluster says so in an exception of its own) from one that made a mistake."""
    return future.cancelled() or type(future.exception()).__name__ == "KilledWorker"


def _ended(future: "Future[tuple[R, float]]", task: Task[T]) -> Ended[T, R]:
    job, tries = task
    try:
        result, seconds = future.result()
    except CancelledError:
        return Ended(job, None, "its worker was lost", 0.0, tries + 1)
    except Exception as error:  # a mistake of ours in one job must not lose the others
        text = " ".join(str(error).split())[:300]
        return Ended(job, None, f"{type(error).__name__}: {text}", 0.0, tries + 1)
    return Ended(job, result, "", seconds, tries + 1)


def _timed(work: Callable[[T], R], job: T) -> tuple[R, float]:
    start = time.perf_counter()
    result = work(job)
    return result, time.perf_counter() - start
