"""Every way of reading, with the studies it reads, in the order of a page: the first that has an answer gives it."""

from collections.abc import Callable

from reportsto.readings.at_one_point import AT_ONE_POINT
from reportsto.readings.crossovers import CROSSOVERS
from reportsto.readings.identifying import IDENTIFYING
from reportsto.readings.maps import MAPS
from reportsto.readings.matching import MATCHING
from reportsto.readings.one_at_a_time import ONE_AT_A_TIME
from reportsto.readings.over_a_box import CHIEF_LOAD, OVER_A_BOX, REGIONS
from reportsto.readings.reading import Reading
from reportsto.readings.replication import SELECTED, UNTIL_PRECISE
from reportsto.readings.sensitivity import MORRIS, SOBOL
from reportsto.readings.shapley import SHAPLEY
from reportsto.studies.study import Study


def _points(*kinds: str) -> Callable[[Study], bool]:
    return lambda study: study.sampling.kind in kinds


def _indices(kind: str) -> Callable[[Study], bool]:
    return lambda study: study.sampling.kind == kind and len(study.uncertainties) > 1


def _plan(kind: str) -> Callable[[Study], bool]:
    return lambda study: study.replication.kind == kind


def _box(*but: str) -> Callable[[Study], bool]:
    """Tell which studies have a box of numbers: not orders of off-switches, firms that are asked, what is matched."""
    kinds = ("shapley", *but)
    return lambda study: (
        bool(study.uncertainties) and study.sampling.kind not in kinds and not (study.identify or study.patterns)
    )


READINGS: tuple[tuple[Callable[[Study], bool], Reading], ...] = (
    (lambda study: not study.uncertainties, AT_ONE_POINT),
    (_points("one_at_a_time"), ONE_AT_A_TIME),
    (_points("shapley"), SHAPLEY),
    (lambda study: study.identify is not None, IDENTIFYING),
    (lambda study: bool(study.patterns), MATCHING),
    (_box(), OVER_A_BOX),
    (lambda study: bool(study.maps), MAPS),
    (lambda study: bool(study.maps), CROSSOVERS),
    (_box("one_at_a_time"), REGIONS),  # no two of its points share a region
    (_indices("saltelli"), SOBOL),
    (_indices("morris"), MORRIS),
    (_box(), CHIEF_LOAD),
    (_plan("until_precise"), UNTIL_PRECISE),
    (_plan("selection"), SELECTED),
)


def readings_of(study: Study) -> list[Reading]:
    """Return the ways that read a study."""
    return [reading for reads, reading in READINGS if reads(study)]
