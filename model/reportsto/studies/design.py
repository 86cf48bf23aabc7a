"""From a study to its runs: structure x firm x world x variant x parameter point x replicate, in this order.

Replicates are shared by all: replicate 3 meets the same customers in every structure and at every point.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import index
from typing import Any

from reportsto.api import Scenario, check_day
from reportsto.digests import digest
from reportsto.errors import ReportsToError, StudyError, shown
from reportsto.files.place import Mistakes, Place
from reportsto.files.toml import TomlFile
from reportsto.studies.levers import LEVERS, apart, usual
from reportsto.studies.own_firm import base_chart, scenario_of
from reportsto.studies.sampling import SAMPLERS, Axis, Values, count_samples, is_prior
from reportsto.studies.study import (
    DESIGN_SECTIONS,
    FEWEST_ASKED,
    FEWEST_FIRST,
    MOST_RUNS,
    Prediction,
    Region,
    Replication,
    Setting,
    Study,
    Variant,
)
from reportsto.wording import in_words
from reportsto.worlds import world as find_world

MOST_TRIED = 100
"""Values of an axis that are all tried on a chart before anything is run."""

MOST_SECONDS = 30 * 86_400.0
"""Of one processor: a study of more is a slip of the pen, or several studies."""
DAY_SECONDS, PERSON_SECONDS = 4e-6, 0.2e-6
"""What a simulated day costs, and each person on it: results/benchmarks/growth.csv, rounded."""


@dataclass(frozen=True, slots=True)
class Point:
    """All runs that differ only in their replicate. `sample` numbers the points of the box of uncertainties."""

    structure: str
    firm: str
    world: str
    variant: str
    sample: int
    values: Values
    study: Study

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Return what this point sets of the uncertainties; an axis left as it is, or to the world, sets nothing."""
        named = zip(self.study.uncertainties, self.values, strict=True)
        return tuple(
            (axis.name, value) for axis, value in named if value is not None and not gives_way(axis, self.world)
        )

    @property
    def uncertain(self) -> tuple[Setting, ...]:
        """Return the value of every uncertainty here, also of those left as they are."""
        given = self.settings
        if len(given) == len(self.values):
            return given
        made, set_here = self.scenario, dict(given)
        return tuple(
            (axis.name, set_here[axis.name] if axis.name in set_here else usual(made, axis.name))
            for axis in self.study.uncertainties
        )

    @property
    def scenario(self) -> Scenario:
        """Return what is run, made anew: a large study would not have room for all of them."""
        return _scenario(self)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its key says all that decides its row but the model, so that an equal key is the same row."""

    key: str
    point: Point
    replicate: int


@dataclass(frozen=True)
class Design:
    """The runs of a study, or of its quick form."""

    study: Study
    points: tuple[Point, ...]
    replicates: int
    quick: bool
    later: tuple[Values, ...] = ()
    """Points of a second wave: the last of every cell."""

    def __len__(self) -> int:
        """Return the number of runs; where the plan may ask for more replicates, those it begins with."""
        return len(self.points) * self.replicates

    @property
    def replication(self) -> Replication:
        """Return how many replicates are run. The quick form runs the first ones and decides nothing by them."""
        return Replication() if self.quick else self.study.replication

    @property
    def left_out(self) -> str:
        """Return in a line that the quick form leaves the study's plan of replicates out; nothing where it does not."""
        kind = self.study.replication.kind
        if not self.quick or kind == "fixed":
            return ""
        return f"[replication] '{kind}' is for the full form: this quick one has {self.replicates} replicates, fixed."

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Return all runs, point by point."""
        return tuple(self.runs_of([self.replicates] * len(self.points)))

    def runs_of(self, counts: Sequence[int]) -> Iterator[Run]:
        """Yield the runs of so many replicates of each point, point by point."""
        for point, stem, count in zip(self.points, self.stems, counts, strict=True):
            for replicate in range(count):
                yield Run(f"{stem}.{replicate}", point, replicate)

    @cached_property
    def cells(self) -> frozenset[tuple[str, str, str, str]]:
        """Return every structure, firm, world and variant that is run."""
        return frozenset((one.structure, one.firm, one.world, one.variant) for one in self.points)

    @cached_property
    def visited(self) -> tuple[Values, ...]:
        """Return the points of the box that every cell visits."""
        return tuple({one.sample: one.values for one in self.points}.values())

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of all runs: fewer than runs where a variant changes nothing."""
        return frozenset(run.key for run in self.runs)

    @property
    def seconds(self) -> float:
        """Return about how long one processor takes for the runs, of all days and people."""
        return sum(_run_seconds(self.study, point.firm, _set_at(point)) for point in self.points) * self.replicates

    @property
    def sections(self) -> dict[str, str]:
        """Return a digest of each part of the study that decides what is run, by its name in the study file."""
        study = self.study
        levers = study.levers
        own = [[one.name, one.everyday, one.parameters] for one in levers.own]
        parts: tuple[object, ...] = (
            [levers.structures, levers.firms, levers.worlds, levers.preset, *([own] if own else [])],
            study.uncertainties,
            study.sampling,
            [study.seed, study.days, study.settings, study.outcomes.kept],
            study.variants,
        )
        return {name: digest(part) for name, part in zip(DESIGN_SECTIONS, parts, strict=True)}

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Return what the keys of each point's runs begin with."""
        return tuple(map(stem, self.points))


def gives_way(axis: Axis, world: str) -> bool:
    """Tell whether an axis leaves its number to a world: a prior does, to a world that sets it."""
    return is_prior(axis) and axis.name in find_world(world).settings


def stem(point: Point) -> str:
    """Return the digest of all that decides the rows of a point's runs but the model and the replicate."""
    return digest([point.scenario, point.study.seed, point.study.days])


def design(study: Study, *, quick: bool = False, replicates: int | None = None, later: Sequence[Values] = ()) -> Design:
    """Return the runs of a study in their fixed order; `replicates` overrides the number in the file.

    `later` are points of a second wave, behind those of the study's design. Raises `StudyError` where a structure
    cannot be made on a chart, or a setting fits no firm.
    """
    count = _replicates(study, quick, replicates)
    check_size(study, count)
    sampling = replace(study.sampling, points=study.quick.points) if quick else study.sampling
    visited = [*SAMPLERS[sampling.kind](study.uncertainties, sampling), *later]
    points: list[Point] = []
    mistakes, named = Mistakes(StudyError), set[str]()
    for cell in _cells_of(study):
        if quick and not _is_quick(study, *cell):
            continue
        here = [Point(*cell, at, values, study) for at, values in enumerate(visited)]
        # Of one cell the points that show each value, so each is tried once; of others what a firm or a day may refuse.
        for at in _fitting(study, visited) if points else _telling(visited):
            if (told := _refused(here[at])) and told not in named:
                named.add(told)
                mistakes.add(StudyError(f"{study.path}: structure '{cell[0]}' in '{cell[1]}': {told}"))
        points.extend(here)
    mistakes.end()
    made = Design(study, tuple(points), count, quick, tuple(later))
    if not quick:
        _check_asked(made)
    return made


def check_size(study: Study, replicates: int) -> int:
    """Return the number of runs, or refuse a study that only a slip of the pen can have made."""
    samples = count_samples(study.uncertainties, study.sampling) + later_points(study)
    runs = len(_cells_of(study)) * replicates * samples
    if runs > MOST_RUNS:
        raise StudyError(f"{study.path}: {runs:,} runs; expected at most {MOST_RUNS:,}: shorten a list")
    seconds = runs * min(_run_seconds(study, firm, dict(study.settings)) for firm in study.levers.firms)
    if seconds > MOST_SECONDS:
        told = f"{runs:,} runs of {study.days:,} days take about {in_words(seconds)} of one processor"
        raise StudyError(f"{study.path}: {told}; expected at most {in_words(MOST_SECONDS)}: fewer days or runs")
    return runs


def later_points(study: Study, *, quick: bool = False) -> int:
    """Return how many points a second wave of [matching] has; 0 without one."""
    if study.matching is None or study.matching.waves < 2:
        return 0
    wanted = study.matching.points or study.sampling.points
    return min(wanted, study.quick.points) if quick else wanted


def asked_at(design: Design, prediction: Prediction) -> dict[str, int]:
    """Return at how many points of the design a prediction is asked, by world; no world that is not run."""
    cell, study = prediction.a, design.study
    worlds = [one for one in prediction.worlds if (cell.structure, cell.firm, one, cell.variant) in design.cells]
    if not prediction.where:
        return dict.fromkeys(worlds, len(design.visited))
    nowhere = (None,) * len(study.uncertainties)
    usual = {one: Point(cell.structure, cell.firm, one, cell.variant, 0, nowhere, study).uncertain for one in worlds}
    return {one: sum(_holds(prediction.where, values, usual[one]) for values in design.visited) for one in worlds}


def _holds(regions: Sequence[Region], values: Values, usual: Sequence[Setting]) -> bool:
    """Tell whether a point lies in all regions; an axis that is left as it is has its usual value."""
    here = {name: default if value is None else value for (name, default), value in zip(usual, values, strict=True)}
    return all(region.holds(here[region.name]) for region in regions)


def _check_asked(made: Design) -> None:
    """Refuse a prediction about a part of the box that the design hardly visits."""
    study = made.study
    for at, prediction in enumerate(study.predictions):
        counts = asked_at(made, prediction).values() if prediction.where else ()
        if counts and max(counts) < FEWEST_ASKED:
            told = f"({prediction.region}) holds at {max(counts)} of {len(made.visited):,} points"
            expected = f"expected {FEWEST_ASKED} or more"
            raise TomlFile(Place(study.path, StudyError), study.text, {}).error(
                ("predictions", at, "where"), f"{told}; {expected}"
            )


def _replicates(study: Study, quick: bool, wanted: int | None) -> int:
    """Return how many replicates each point has at first: as many as are wanted, or as the file says."""
    usual = study.quick.replicates if quick else study.replicates
    if wanted is None:
        return usual
    plan, low, high = study.replication, 1, MOST_RUNS
    why = ""
    if plan.kind != "fixed" and not quick:
        low, high = FEWEST_FIRST, plan.most
        why = f" to begin with, for [replication] '{plan.kind}'"
    try:
        count = index(wanted)  # a whole number, also one of NumPy's
    except TypeError:
        count = 0
    if isinstance(wanted, bool) or not low <= count <= high:
        raise StudyError(f"{study.path}: replicates is {shown(wanted)}; expected {low:,} to {high:,}{why}")
    return count


def _telling(visited: Sequence[Values]) -> list[int]:
    """Return the points that show each value of each axis first; of an axis with many, the least and the greatest.

    Every value was tried as a parameter when the file was read; here it meets a chart.
    """
    telling = {0}
    for column in zip(*visited, strict=True):
        first: dict[Any, int] = {}
        for at, value in enumerate(column):
            first.setdefault(value, at)
        few = len(first) <= MOST_TRIED
        telling.update(first.values() if few else (first[min(first)], first[max(first)]))
    return sorted(telling)


def _fitting(study: Study, visited: Sequence[Values]) -> list[int]:
    """Return the points that show each combination of levers and edits of the chart first: a firm may refuse one."""
    names = [axis.name for axis in study.uncertainties]
    columns = [at for at, name in enumerate(names) if name in LEVERS or name.startswith("chart.")]
    shown = [tuple(values[at] for at in columns) for values in visited]
    first = {values: at for at, values in reversed(list(enumerate(shown)))}
    return sorted(first.values()) if len(first) <= MOST_TRIED else _telling(shown)


def _is_quick(study: Study, structure: str, firm: str, world: str, variant: str) -> bool:
    quick = study.quick
    return (
        structure in quick.structures
        and firm in quick.firms
        and world in quick.worlds
        and (variant == "" or variant in quick.variants)
    )


def _refused(point: Point) -> str:
    """Return why a point cannot be run; nothing where it can."""
    try:
        made = _scenario(point)
        check_day(made, made.window[1] if made.window else point.study.days)
    except ReportsToError as error:
        return str(error)
    return ""


def _scenario(point: Point) -> Scenario:
    study = point.study
    charts = dict(zip(study.levers.firms, study.levers.charts, strict=False))  # none without charts
    parameters, levers, off = apart(_set_at(point).items())
    firm = study.levers.numbers_of(point.firm)
    return scenario_of(point.structure, firm, charts.get(point.firm), point.world, parameters, off, **levers)


def _cells_of(study: Study) -> list[tuple[str, str, str, str]]:
    """Return every (structure, firm, world, variant) of the study, in the order of its lists."""
    levers = study.levers
    everywhere = Variant("", "", (), levers.structures, levers.firms, levers.worlds)
    return [
        (structure, firm, world, variant.id)
        for structure in levers.structures
        for firm in levers.firms
        for world in levers.worlds
        for variant in (everywhere, *study.variants)
        if structure in variant.structures and firm in variant.firms and world in variant.worlds
    ]


def _set_at(point: Point) -> dict[str, object]:
    """Return what the study, the point and its variant set."""
    study = point.study
    extra = study.variant(point.variant).settings if point.variant else ()
    return {**dict(study.settings), **dict(point.settings), **dict(extra)}


def _run_seconds(study: Study, firm: str, levers: Mapping[str, Any]) -> float:
    """Return about how long one run in a firm takes one processor: days times a cost that grows with its people."""
    charts = dict(zip(study.levers.firms, study.levers.charts, strict=False))
    people = charts[firm].seats if firm in charts else base_chart(study.levers.numbers_of(firm)).seats
    days = levers["window"][1] if "window" in levers else study.days
    return float(days * (DAY_SECONDS + (levers.get("people") or people) * PERSON_SECONDS))
