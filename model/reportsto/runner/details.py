"""Day by day: one run of each structure and world of the quick form, in the first firm, for the figures."""

from reportsto.api import Details, Scenario, run_details
from reportsto.runner.design import Design
from reportsto.runner.execution import workers_or_all
from reportsto.runner.workers import run_all

Place = tuple[str, str, str]
Job = tuple[Place, Scenario, int, int]


def details(design: Design, *, workers: int | None = None) -> dict[Place, Details]:
    """Return replicate 0 with its daily series, by (structure, firm, world); a run that fails is left out."""
    study, quick = design.study, design.study.quick
    firm = design.points[0].firm
    jobs: dict[Place, Job] = {}
    for point in design.points:
        place = (point.structure, point.firm, point.world)
        wanted = point.firm == firm and point.world in quick.worlds and point.structure in quick.structures
        if wanted and not point.variant:
            jobs.setdefault(place, (place, point.scenario, study.seed, study.days))
    found = {
        ended.job[0]: ended.result
        for ended in run_all(_detail, jobs.values(), workers_or_all(workers, len(jobs)))
        if ended.result is not None and not ended.result.row["failure"]
    }
    return {place: found[place] for place in jobs if place in found}


def _detail(job: Job) -> Details:
    _, scenario, seed, days = job
    return run_details(scenario, seed, 0, days)
