"""What a study is: a question, predictions written first, levers, uncertainties, design, constants, outcomes, variants.

Made by `specification.read_study` only, so whoever holds a `Study` holds one that can be run: every name exists, every
number is in its range, every prediction compares runs that the study makes.
"""

from dataclasses import dataclass, replace
from math import inf, prod
from pathlib import Path

from reportsto.charts.chart import Chart
from reportsto.errors import StudyError
from reportsto.firms import firm as find_firm
from reportsto.studies.form import MOST_RUNS
from reportsto.studies.sampling import OF_LEVELS, SAMPLERS, Axis, Levels, Sampling, Values
from reportsto.wording import in_words

MANY_RUNS = 200_000
"""From here on somebody is asked first: a slip of the pen looks like this."""

MOST_SECONDS = 30 * 86_400.0
"""Of one processor: a study of more is a slip of the pen, or several studies."""
DAY_SECONDS, PERSON_SECONDS = 4e-6, 0.2e-6
"""What a simulated day costs, and each person on it: results/benchmarks/growth.csv, rounded."""

FEWEST_ASKED = 2
"""Points that a share of points is of, at least."""

DESIGN_SECTIONS = ("levers", "uncertainties", "design", "constants", "variants")
"""The sections that decide what is run; the others say why, or how it is read."""

Setting = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a comparison: a structure in a firm, with a variant ("" for none)."""

    structure: str
    firm: str
    variant: str


@dataclass(frozen=True, slots=True)
class Region:
    """A part of one uncertainty's axis, ends included."""

    name: str
    low: float
    high: float

    def holds(self, value: object) -> bool:
        """Tell whether a value lies in the region; a list or a word never does."""
        return isinstance(value, (int, float)) and self.low <= value <= self.high

    def __str__(self) -> str:
        """Return the region as words."""
        if self.low == self.high:
            return f"{self.name} = {self.low:g}"
        if self.low == -inf:
            return f"{self.name} <= {self.high:g}"
        return f"{self.name} >= {self.low:g}" + (f" and <= {self.high:g}" if self.high < inf else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """The sign of a - b on one measure, written down before the run; `minus` is a second difference to subtract.

    `smallest_effect` is in the unit of the measure, or a share of b's mean when `relative`; None leaves it to
    `statistics.smallest_effects`. `worlds` is never empty.
    """

    claim: str
    text: str
    measure: str
    a: Cell
    b: Cell
    direction: str
    kind: str
    smallest_effect: float | None
    relative: bool
    worlds: tuple[str, ...]
    minus: tuple[Cell, Cell] | None
    caveat: str
    where: tuple[Region, ...] = ()
    """Only at points of the box where every one of these holds; empty for the whole box."""

    @property
    def region(self) -> str:
        """Return in words at which points of the box it is asked; nothing for the whole box."""
        return " and ".join(map(str, self.where))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return every kind of run this prediction needs."""
        return (self.a, self.b, *(self.minus or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(Prediction):
    """A prediction about the part of a - b that one mechanism brings: its Shapley value among a study's switches."""

    mechanism: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One lever beside the placement: settings, and where in the study they are tried."""

    id: str
    title: str
    settings: tuple[Setting, ...]
    structures: tuple[str, ...]
    firms: tuple[str, ...]
    worlds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Levers:
    """What is varied. With charts, `firms` are the charts' names and `preset` is the firm whose numbers they get."""

    structures: tuple[str, ...]
    firms: tuple[str, ...]
    worlds: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    preset: str = ""


@dataclass(frozen=True, slots=True)
class Quick:
    """The short form of a study: fewer levels of each lever, fewer variants, fewer replicates."""

    structures: tuple[str, ...]
    firms: tuple[str, ...]
    worlds: tuple[str, ...]
    variants: tuple[str, ...]
    replicates: int
    points: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is read: primary measures, others, which are better low, and the structure others are held against.

    With `listed_only`, no other measure is kept: a study of many runs is smaller so. `order` is an order of structures,
    best first, whose share of the box is wanted.
    """

    primary: tuple[str, ...]
    measures: tuple[str, ...]
    lower_is_better: tuple[str, ...]
    against: str
    listed_only: bool = False
    order: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...] | None:
        """Return the measures that are kept; None for all."""
        return (*self.primary, *self.measures) if self.listed_only else None


@dataclass(frozen=True, slots=True)
class Map:
    """A map of who wins over two uncertainties; `at` holds others at a value, the rest is averaged.

    `cross` is the axis, x or y, along which two structures change places, for each level of the other.
    """

    id: str
    x: str
    y: str
    measures: tuple[str, ...]
    structures: tuple[str, ...]
    at: tuple[Setting, ...]
    cross: str = "x"


@dataclass(frozen=True, slots=True)
class Family:
    """The primary family of a study: contrasts whose intervals hold all at once, in every world; empty for none."""

    contrasts: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replication:
    """How many replicates are run: a `fixed` number, `until_precise`, or until a `selection` is made.

    `until_precise`: until the interval of a - b on `measure` (right in `level` of studies, however often it is looked
    at) is at most `half_width` to either side. `selection`: until the structure that is best on `measure` is known with
    probability `level`, if it leads by `indifference`; `batch` replicates at a time. Both stop at `most` replicates and
    decide anew for each firm, world, variant and parameter point. Widths are in the unit of the measure.
    """

    kind: str = "fixed"
    measure: str = ""
    a: str = ""
    b: str = ""
    half_width: float = 0.0
    indifference: float = 0.0
    level: float = 0.95
    most: int = 0
    batch: int = 1


@dataclass(frozen=True, slots=True)
class Study:
    """A whole study file, checked."""

    path: Path
    text: str
    id: str
    title: str
    question: str
    predictions: tuple[Prediction, ...]
    levers: Levers
    uncertainties: tuple[Axis, ...]
    sampling: Sampling
    seed: int
    days: int
    replicates: int
    settings: tuple[Setting, ...]
    outcomes: Outcomes
    variants: tuple[Variant, ...]
    quick: Quick
    maps: tuple[Map, ...] = ()
    replication: Replication = Replication()
    family: Family = Family()

    def variant(self, variant_id: str) -> Variant:
        """Return the variant with this id."""
        return next(variant for variant in self.variants if variant.id == variant_id)


def cells_of(study: Study) -> list[tuple[str, str, str, str]]:
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


def samples(study: Study, *, quick: bool = False) -> list[Values]:
    """Return the points of the box of uncertainties that every structure, firm and world visits."""
    sampling = replace(study.sampling, points=study.quick.points) if quick else study.sampling
    return SAMPLERS[sampling.kind](study.uncertainties, sampling)


def count_samples(study: Study, *, quick: bool = False) -> int:
    """Return how many points that are, without making them."""
    sampling, axes = study.sampling, study.uncertainties
    points = study.quick.points if quick else sampling.points
    if sampling.kind not in OF_LEVELS:
        a_base = {"saltelli": len(axes) + 2, "morris": len(axes) + 1, "shapley": len(axes) + 1}
        return points * a_base.get(sampling.kind, 1)
    counts = [len(axis.values) if isinstance(axis, Levels) else 2 for axis in axes]
    return prod(counts) if sampling.kind == "factorial" else 1 + sum(counts)


def check_size(study: Study, replicates: int) -> int:
    """Return the number of runs, or refuse a study that only a slip of the pen can have made."""
    runs = len(cells_of(study)) * replicates * count_samples(study)
    if runs > MOST_RUNS:
        raise StudyError(f"{study.path}: {runs:,} runs; expected at most {MOST_RUNS:,}: shorten a list")
    seconds = runs * min(run_seconds(study, firm) for firm in study.levers.firms)
    if seconds > MOST_SECONDS:
        told = f"{runs:,} runs of {study.days:,} days take about {in_words(seconds)} of one processor"
        raise StudyError(f"{study.path}: {told}; expected at most {in_words(MOST_SECONDS)}: fewer days or runs")
    return runs


def run_seconds(study: Study, firm: str) -> float:
    """Return about how long one run in a firm takes one processor: days times a cost that grows with its people."""
    charts = dict(zip(study.levers.firms, study.levers.charts, strict=False))
    people = charts[firm].seats if firm in charts else find_firm(firm).chart.seats
    return study.days * (DAY_SECONDS + people * PERSON_SECONDS)
