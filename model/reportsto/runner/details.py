"""Day by day: one run of each structure and world of the quick form, in the first firm, for the figures."""

from reportsto.api import ENGINES, Details
from reportsto.runner.design import Design, Point
from reportsto.runner.jobs import Job, simulate_in_detail
from reportsto.runner.workers import run_all, workers_or_all

Place = tuple[str, str, str]


def details(design: Design, *, workers: int | None = None, engine: str = ENGINES[0]) -> dict[Place, Details]:
    """Return replicate 0 with its daily series, by (structure, firm, world); a run that fails is left out."""
    places = {run.key: _place(run.point) for run in design.runs if run.replicate == 0 and _is_drawn(design, run.point)}
    jobs = [
        Job(run.key, run.point.scenario, design.study.seed, 0, design.study.days, engine)
        for run in {run.key: run for run in design.runs if run.key in places}.values()
    ]
    found = {
        places[ended.job.key]: ended.result
        for ended in run_all(simulate_in_detail, jobs, workers_or_all(workers, len(jobs)))
        if ended.result is not None and not ended.result.row["failure"]
    }
    return {place: found[place] for place in places.values() if place in found}


def _is_drawn(design: Design, point: Point) -> bool:
    quick, first = design.study.quick, design.points[0]
    return (
        (point.firm, point.uncertain, point.variant) == (first.firm, first.uncertain, "")
        and point.world in quick.worlds
        and point.structure in quick.structures
    )


def _place(point: Point) -> Place:
    return (point.structure, point.firm, point.world)
