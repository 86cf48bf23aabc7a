"""A pool of processes that survives the death of its workers, and whose workers do not survive it.

A worker that dies breaks the pool: Python names no culprit. So every run that was in work is tried again *alone*,
where blame is certain, at most twice; a run that dies each time is given up with a reason. Workers ignore Ctrl-C
(the parent stops them) and end when the parent is gone: without the watcher they outlive a kill -9 (cpython #111873).
"""

import multiprocessing
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST_TRIES = 3
"""A run is retried twice."""

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


def run_all(work: Callable[[T], R], jobs: Iterable[T], workers: int) -> Generator[Ended[T, R]]:
    """Yield each job as it ends, in no particular order.

    `work` and the jobs must be picklable; `work` must give the same result wherever it runs. One job is one task: at
    seconds a run, larger chunks would save nothing and lose more when a worker dies.
    """
    todo, suspects, tries = deque(enumerate(jobs)), deque[tuple[int, T]](), Counter[int]()
    while todo or suspects:
        pool = _pool(workers)
        others = set(multiprocessing.active_children())
        running: dict[Future[tuple[R, float]], tuple[int, T]] = {}
        try:
            while todo or suspects or running:
                # Suspects go one at a time with nothing beside them, so that who dies is who did it.
                alone = bool(suspects) or any(tries[number] for number, _ in running.values())
                source = suspects or todo
                for _ in range(min((1 if alone else 2 * workers) - len(running), len(source))):
                    running[pool.submit(_timed, work, source[0][1])] = source[0]
                    source.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    if isinstance(future.exception(), BrokenProcessPool):
                        raise BrokenProcessPool
                    number, job = running.pop(future)
                    yield _ended(future, job, tries[number] + 1)
        except BrokenProcessPool:
            for number, job in running.values():
                tries[number] += 1
                if tries[number] < MOST_TRIES:
                    suspects.append((number, job))
                else:
                    yield Ended(job, None, f"its worker process died {tries[number]} times", 0.0, tries[number])
        finally:
            pool.shutdown(wait=not running, cancel_futures=True)
            for child in set(multiprocessing.active_children()) - others if running else ():
                child.kill()


def workers_or_all(workers: int | None, jobs: int) -> int:
    """Return how many processes to start: those asked for or one for each processor, never more than jobs."""
    return min(workers or os.cpu_count() or 1, max(1, jobs))


def _ended(future: "Future[tuple[R, float]]", job: T, tries: int) -> Ended[T, R]:
    try:
        result, seconds = future.result()
    except Exception as error:  # a mistake of ours in one run must not lose the others
        text = " ".join(str(error).split())[:300]
        return Ended(job, None, f"{type(error).__name__}: {text}", 0.0, tries)
    return Ended(job, result, "", seconds, tries)


def _timed(work: Callable[[T], R], job: T) -> tuple[R, float]:
    start = time.perf_counter()
    result = work(job)
    return result, time.perf_counter() - start


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and no thread of ours is copied half-way through its work.
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(os.getpid(),)
    )


def _start_worker(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
