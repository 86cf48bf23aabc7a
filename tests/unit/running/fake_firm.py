"""A firm that needs no time: rows that depend on the job alone, and a few ways to come to grief.

A module of its own, because a spawned worker must be able to import what it is asked to run.
"""

import hashlib
import os
import time
from datetime import UTC, datetime
from statistics import NormalDist

from reportsto.api import identity
from reportsto.records import MEASURES
from reportsto.running.execution import Order, execute, merging
from reportsto.running.workers import Job

CULPRIT = "inside_operations"
NAMES = frozenset(column.name for column in MEASURES)


START = datetime(2026, 1, 1, tzinfo=UTC)


def order(**more):
    """Return the order to run a study by this firm."""
    return Order(**{"work": row, **more})


def run(plan, folder, pool=None, **more):
    """Run a study by this firm."""
    return execute(plan, folder, order(**more), pool)


def merge(plan, folder):
    """Merge the shards of a study."""
    with merging(plan, folder) as merged:
        return merged


def asked_row(job: Job) -> dict[str, object]:
    """Return a row with the measures that the job asks for, as the real firm does."""
    return {name: value for name, value in row(job).items() if name not in NAMES or name in job.kept}


def row(job: Job) -> dict[str, object]:
    """A row of numbers with all their digits, some of them missing."""
    return {
        **identity(job.scenario, job.seed, job.replicate, job.days),
        **{column.name: _number(job, column.name) for column in MEASURES},
    }


def slow_row(job: Job) -> dict[str, object]:
    """The same row, a while later."""
    time.sleep(0.1)
    return row(job)


def always_dying(job: Job) -> dict[str, object]:
    """One run kills its worker every time."""
    if job.scenario.structure == CULPRIT and job.replicate == 1:
        os._exit(9)
    return row(job)


def mistaken(job: Job) -> dict[str, object]:
    """One run raises what no run should raise."""
    if job.scenario.structure == CULPRIT and job.replicate == 1:
        raise ZeroDivisionError("a mistake\nof ours")
    return row(job)


def _number(job: Job, name: str) -> float:
    address = f"{job.scenario.structure} {job.scenario.world} {job.scenario.parameters.improvement.lateral}"
    bits = hashlib.sha256(f"{address} {job.replicate} {name}".encode()).digest()
    return float("nan") if bits[0] < 8 else int.from_bytes(bits[:8], "big") / 2**64


PLANTED = {"separate": 10.0, "inside_operations": 10.5, "inside_marketing": 14.0}


def planted(job: Job) -> dict[str, object]:
    """Failures with means that are known: SD 1, most of it shared by the structures; more in the world contract."""
    shared, own = (_normal(f"{kind} {job.scenario.world} {job.replicate}") for kind in ("all", job.scenario.structure))
    spread = 3.0 if job.scenario.world == "contract" else 1.0
    value = PLANTED[job.scenario.structure] + spread * (0.8 * shared + 0.6 * own)
    return {**row(job), "failures_per_1000": value}


def planted_gap(job: Job) -> dict[str, object]:
    """The same, but one run gives no number."""
    found = planted(job)
    gap = job.scenario.structure == CULPRIT and job.replicate == 4
    return {**found, "failures_per_1000": float("nan")} if gap else found


def alike(job: Job) -> dict[str, object]:
    """The same numbers whatever the structure."""
    return {**row(job), "failures_per_1000": _normal(f"{job.scenario.world} {job.replicate}")}


def _normal(address: str) -> float:
    bits = int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], "big")
    return NormalDist().inv_cdf((bits + 0.5) / 2**64)
