"""Day by day: one run of each structure and world of the quick form, in the first firm, for the figures."""

from reportsto.api import ENGINES, Details
from reportsto.running.jobs import Job, simulate_in_detail
from reportsto.running.pools import threads, workers_of
from reportsto.studies.design import Design, Point

Place = tuple[str, str, str]


def details(design: Design, *, workers: int | None = None, engine: str = ENGINES[0]) -> dict[Place, Details]:
    """Return replicate 0 with its daily series, by (structure, firm, world); a run that fails is left out."""
    study = design.study
    drawn = [point for point in design.points if _is_drawn(design, point)]
    jobs = [Job(str(at), point.scenario, study.seed, 0, study.days, engine) for at, point in enumerate(drawn)]
    with threads(workers_of(engine, workers)) as pool:
        made = zip(drawn, pool.executor.map(simulate_in_detail, jobs), strict=True)
        return {_place(point): found for point, found in made if not found.row["failure"]}


def _is_drawn(design: Design, point: Point) -> bool:
    quick, first = design.study.quick, design.points[0]
    return (
        (point.firm, point.sample, point.variant) == (first.firm, first.sample, "")
        and point.world in quick.worlds
        and point.structure in quick.structures
    )


def _place(point: Point) -> Place:
    return (point.structure, point.firm, point.world)
