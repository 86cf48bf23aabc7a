"""From a study to the list of its runs: structure x firm x world x variant x uncertainties x replicate, in this order.

Replicates are shared by all: replicate 3 meets the same candidate customers in every structure.
"""

from dataclasses import dataclass
from itertools import product

from reportsto.api import Scenario, scenario
from reportsto.errors import ReportsToError, StudyError
from reportsto.runner.digests import digest, model_digest
from reportsto.runner.study import DESIGN_SECTIONS, Setting, Study, cells_of, check_size


@dataclass(frozen=True, slots=True)
class Point:
    """All runs that differ only in their replicate."""

    structure: str
    firm: str
    world: str
    variant: str
    uncertain: tuple[Setting, ...]
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its key says everything that decides its row, so that an equal key is the same row."""

    key: str
    point: Point
    replicate: int


@dataclass(frozen=True, slots=True)
class Design:
    """The runs of a study, or of its quick form."""

    study: Study
    runs: tuple[Run, ...]
    replicates: int
    quick: bool

    @property
    def points(self) -> tuple[Point, ...]:
        """Return the points, each once, in order."""
        return tuple(run.point for run in self.runs if run.replicate == 0)

    @property
    def keys(self) -> set[str]:
        """Return the keys of all runs: fewer than runs where a variant changes nothing."""
        return {run.key for run in self.runs}

    @property
    def sections(self) -> dict[str, str]:
        """Return a digest of each part of the study that decides what is run, by its name in the study file."""
        study = self.study
        parts: tuple[object, ...] = (
            [study.levers.structures, study.levers.firms, study.levers.worlds, study.levers.preset],
            study.uncertainties,
            [study.seed, study.days, study.settings],
            study.variants,
        )
        return {name: digest(part) for name, part in zip(DESIGN_SECTIONS, parts, strict=True)}


def design(study: Study, *, quick: bool = False, replicates: int | None = None) -> Design:
    """Return the runs of a study in their fixed order; `replicates` overrides the number in the file.

    Raises `StudyError` where a structure cannot be made on a chart, or a setting fits no firm.
    """
    count = replicates or (study.quick.replicates if quick else study.replicates)
    check_size(study, count)
    runs: list[Run] = []
    for structure, firm, world, variant in cells_of(study):
        if quick and not _is_quick(study, structure, firm, world, variant):
            continue
        for values in product(*(values for _, values in study.uncertainties)):
            uncertain = tuple(zip((name for name, _ in study.uncertainties), values, strict=True))
            point = _point(study, structure, firm, world, variant, uncertain)
            runs.extend(_runs(study, point, count))
    return Design(study, tuple(runs), count, quick)


def _is_quick(study: Study, structure: str, firm: str, world: str, variant: str) -> bool:
    quick = study.quick
    return (
        structure in quick.structures
        and firm in quick.firms
        and world in quick.worlds
        and (variant == "" or variant in quick.variants)
    )


def _point(study: Study, structure: str, firm: str, world: str, variant: str, uncertain: tuple[Setting, ...]) -> Point:
    extra = study.variant(variant).settings if variant else ()
    charts = dict(zip(study.levers.firms, study.levers.charts, strict=False))
    try:
        case = scenario(
            structure,
            study.levers.preset or firm,
            chart=charts.get(firm),
            world=world,
            parameters={**dict(study.settings), **dict(uncertain), **dict(extra)},
        )
    except ReportsToError as error:
        raise StudyError(f"{study.path}: structure '{structure}' in '{firm}': {error}") from None
    return Point(structure, firm, world, variant, uncertain, case)


def _runs(study: Study, point: Point, replicates: int) -> list[Run]:
    same = digest([point.scenario, study.seed, study.days, model_digest()])
    return [Run(digest([same, replicate]), point, replicate) for replicate in range(replicates)]
