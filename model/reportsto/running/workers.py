"""Hand chunks of runs to an executor, and yield what becomes of each; a chunk whose worker was lost is tried again."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass

from reportsto.errors import StudyError
from reportsto.running.jobs import Chunk, Done
from reportsto.running.pools import Pool

MOST_TRIES = 2
"""A run whose worker was lost is retried once."""
KILLED = "KilledWorker"
"""The name of the exception by which Dask says that workers died of a task."""

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
