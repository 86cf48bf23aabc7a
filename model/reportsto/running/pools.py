"""Where runs are made: threads, processes, a Dask cluster, or any `concurrent.futures.Executor` somebody hands over.

Threads are the default: compiled code holds no lock. Worker processes ignore Ctrl-C (the parent stops them) and end
when the parent is gone: without the watcher they outlive a kill -9 (cpython #111873).
"""

import importlib
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any, Protocol

from reportsto.errors import StudyError
from reportsto.studies.source import shown

SECONDS_TO_ANSWER = 20
"""How long the scheduler of a cluster may take to answer."""


class Pool(Protocol):
    """What the runner needs of one: how many tasks it does at a time, and whether a broken one can be made anew."""

    workers: int
    renewable: bool

    def open(self) -> Executor:
        """Return an executor that takes tasks."""

    def close(self, executor: Executor, *, busy: bool) -> None:
        """Let go of it; with `busy`, tasks are still in work that nobody waits for."""

    def release(self) -> None:
        """Let go of all that was made for it: no executor is opened after that."""


class Threads:
    """Threads of this process; what they call must let go of the interpreter's lock, as the compiled engine does."""

    renewable = False

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def open(self) -> Executor:
        """Return a pool of threads."""
        return ThreadPoolExecutor(self.workers)

    def close(self, executor: Executor, *, busy: bool) -> None:
        """Wait for what is in work; what was not begun is dropped."""
        executor.shutdown(wait=True, cancel_futures=True)

    def release(self) -> None:
        """Do nothing: threads end with their executor."""


class Processes:
    """Processes of this machine, for the Mesa firm."""

    renewable = True

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._others: set[Any] = set()

    def open(self) -> Executor:
        """Return a pool of processes."""
        self._others = set(multiprocessing.active_children())
        # Spawned, not forked: the same on every system, and no thread of ours is copied half-way through its work.
        return ProcessPoolExecutor(
            self.workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(os.getpid(),),
        )

    def close(self, executor: Executor, *, busy: bool) -> None:
        """Stop the processes, at once if they are busy."""
        executor.shutdown(wait=not busy, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - self._others if busy else ():
            child.kill()

    def release(self) -> None:
        """Do nothing: processes end with their executor."""


class Given:
    """An executor that belongs to somebody else: it is used, and left open."""

    renewable = False

    def __init__(self, executor: Executor, workers: int | None = None) -> None:
        if not callable(getattr(executor, "submit", None)):
            raise StudyError(f"executor is {shown(executor)}; expected a concurrent.futures.Executor")
        self.workers = workers or getattr(executor, "_max_workers", None) or os.cpu_count() or 1
        self._executor = executor

    def open(self) -> Executor:
        """Return it."""
        return self._executor

    def close(self, executor: Executor, *, busy: bool) -> None:
        """Do nothing: it is not ours."""

    def release(self) -> None:
        """Do nothing: it is not ours."""


class Dask:
    """A Dask cluster: the address of its scheduler, or `local` for one on this machine."""

    renewable = False

    def __init__(self, address: str, workers: int | None = None) -> None:
        try:
            dask: Any = importlib.import_module("distributed")
        except ImportError:
            raise StudyError("--dask needs Dask: pip install 'reportsto[cluster]'") from None
        own = address == "local"
        self._cluster = (
            dask.LocalCluster(n_workers=workers or os.cpu_count(), threads_per_worker=1, dashboard_address=None)
            if own
            else None
        )
        try:
            self._client = dask.Client(self._cluster or address, timeout=SECONDS_TO_ANSWER)
        except (OSError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise StudyError(
                f"--dask {address}: no scheduler answers ({reason}); expected HOST:PORT or local"
            ) from None
        self.workers = max(1, len(self._client.ncores()))

    def open(self) -> Executor:
        """Return the cluster as an executor; Dask itself repeats what a dying worker left."""
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def close(self, executor: Executor, *, busy: bool) -> None:
        """Keep the connection: a study may have more to run."""

    def release(self) -> None:
        """Leave the cluster; one of our own is shut down."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def usual_pool(engine: str, workers: int | None, jobs: int) -> Pool:
    """Return threads for the compiled engine, processes for the Mesa firm.

    As many as were asked for, or one for each processor; never more than jobs.
    """
    count = min(workers or os.cpu_count() or 1, max(1, jobs))
    return Threads(count) if engine == "compiled" else Processes(count)


def _start_worker(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
