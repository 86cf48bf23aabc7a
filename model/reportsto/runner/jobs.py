"""What a worker is sent: one run. Kept apart, so that a worker loads no more than it needs."""

from dataclasses import dataclass

from reportsto.api import ENGINES, Details, Scenario, run_details, run_one


@dataclass(frozen=True, slots=True)
class Job:
    """One run on its way to a worker; `key` says what it is to the parent."""

    key: str
    scenario: Scenario
    seed: int
    replicate: int
    days: int
    engine: str = ENGINES[0]


def simulate(job: Job) -> dict[str, object]:
    """Return the row of one run."""
    return run_one(job.scenario, job.seed, job.replicate, job.days, job.engine)


def simulate_in_detail(job: Job) -> Details:
    """Return one run with its daily series."""
    return run_details(job.scenario, job.seed, job.replicate, job.days, job.engine)
