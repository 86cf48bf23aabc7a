"""What a worker is sent, a chunk of runs, and what it sends back. Kept apart: a worker loads no more than that."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from reportsto.api import ENGINES, Details, Scenario, run_details, run_one
from reportsto.records import IDENTITY
from reportsto.results.journal import Row

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


def simulate_in_detail(job: Job) -> Details:
    """Return one run with its daily series."""
    return run_details(job.scenario, job.seed, job.replicate, job.days, job.engine)
