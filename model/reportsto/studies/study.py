"""What a study is: a question, predictions written first, levers, uncertainties, design, constants, outcomes, variants.

A record is the form of a section of the file too: its fields, types, words and bounds, by which `sections` reads it.
Lists vary, single values are fixed. What a name means, and how sections fit together, is checked in `specification`,
which alone makes a `Study`. So whoever holds one holds one that can be run: every name exists, every number is in its
range, every prediction compares runs that the study makes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from math import inf
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta

from reportsto.api import AS_DRAWN
from reportsto.charts.chart import Chart
from reportsto.digests import digest
from reportsto.firms import FIRMS
from reportsto.parameters import OFF_SWITCHES
from reportsto.patterns.targets import Target
from reportsto.records import MEASURES
from reportsto.schedule import DEFAULT_DAYS, LONGEST_RUN
from reportsto.statistics.matching import CUT, HIGHEST
from reportsto.structures import STRUCTURES
from reportsto.studies.levers import LEVERS
from reportsto.studies.own_firm import SUFFIX, OwnFirm
from reportsto.studies.sampling import Axis, Kind, Sampling
from reportsto.worlds import ACCEPTED, POINTS, RATIONS, ROUTES

LARGEST_SEED = 2**32 - 1
MOST_RUNS = 10_000_000
MOST_POINTS = 1_000_000
MANY_RUNS = 200_000
"""From here on somebody is asked first: a slip of the pen looks like this."""
FEWEST_FIRST = 20
"""Replicates before the first look: with ten, intervals were right too seldom (see `statistics.sequential`)."""
LESS = frozenset(column.name for column in MEASURES if column.less_is_better)
"""Measures of which less is better, whether or not a study says so."""
FEWEST_ASKED = 2
"""Points that a share of points is of, at least."""
DESIGN_SECTIONS = ("levers", "uncertainties", "design", "constants", "variants")
"""The sections that decide what is run; the others say why, or how it is read."""

Setting = tuple[str, object]

ONE = "a name in quotes"
MANY = f"{ONE}, or a list of them"
LIST = "a CSV file, one parameter a column, one point a row"
_MEASURES = {"words": [column.name for column in MEASURES]}
_STRUCTURES = {"words": [*(structure.id for structure in STRUCTURES), AS_DRAWN]}
_FIRMS = {"words": [firm.id for firm in FIRMS], "suffix": SUFFIX}

Text = Annotated[str, Meta(pattern=r"\S", description="a text in quotes")]
Id = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_]{0,59}\Z", description="small letters, digits and _, such as 'e0_placement'")
]
Names = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY)]
Measure = Annotated[str, Meta(description=ONE, extra=_MEASURES)]
Measures = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra=_MEASURES)]
Structure = Annotated[str, Meta(description=ONE, extra=_STRUCTURES)]
Structures = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra=_STRUCTURES)]
Firms = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra=_FIRMS)]
Worlds = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra={"words": list(ACCEPTED)})]
People = Annotated[
    tuple[int, ...],
    Meta(min_length=1, description="a number of people, or a list of them", extra={"check": LEVERS["people"]}),
]
Rations = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra={"words": list(RATIONS)})]
Routes = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra={"words": list(ROUTES)})]
Windows = Annotated[
    tuple[tuple[int, ...], ...],
    Meta(
        min_length=1, description="a window such as [1040, 1560], or a list of them", extra={"check": LEVERS["window"]}
    ),
]
_POINT = f"{', '.join(POINTS)}, or a number from 0 to 1"
Assumed = Annotated[
    tuple[float, ...],
    Meta(
        min_length=1, description=f"{_POINT}, or a list of them", extra={"check": LEVERS["assume"], "numbers": POINTS}
    ),
]
Moves = Annotated[
    tuple[str, ...],
    Meta(
        min_length=1,
        description="a move such as '700:inside_operations', or a list of them",
        extra={"check": LEVERS["move"]},
    ),
]
Switches = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra={"words": list(OFF_SWITCHES)})]
Settings = Annotated[tuple[Setting, ...], Meta(description="a table")]
"""A table of parameters, by their full names."""
Table = Annotated[dict[str, Any], Meta(description="a table")]
Seed = Annotated[int, Meta(ge=0, le=LARGEST_SEED, description=f"a whole number from 0 to {LARGEST_SEED:,}")]
Days = Annotated[int, Meta(ge=2, le=LONGEST_RUN, description=f"a whole number from 2 to {LONGEST_RUN:,}")]
Replicates = Annotated[int, Meta(ge=1, le=MOST_RUNS, description=f"a whole number from 1 to {MOST_RUNS:,}")]
Points = Annotated[int, Meta(ge=1, le=MOST_POINTS, description=f"a whole number from 1 to {MOST_POINTS:,}")]
Handlers = Annotated[
    tuple[Annotated[int, Meta(ge=1, le=10_000)], ...],
    Meta(min_length=1, description="a list of whole numbers from 1 to 10,000"),
]
Amount = Annotated[float, Meta(ge=0, le=1e300, description="a number, zero or more")]
Share = Annotated[float, Meta(gt=0, lt=1, description="a number between 0 and 1")]

KEYS = {"structures": "structure", "firms": "firm", "worlds": "world", "charts": "chart"}
"""What a file calls lists of which one may stand alone."""


# ── Sections of which a study keeps only the numbers ─────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    id: Id
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Uncertainties:
    """Parameters, each a list of levels, { low, high, scale } or "prior"; `without` lists off-switches, for Shapley.

    With `every`, all parameters with a prior vary that neither a line of theirs, [constants] nor a named setting sets.
    """

    without: Switches = ()
    every: Literal["prior", "half_prior"] | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """How the points of the box are chosen."""

    kind: Kind = "factorial"
    points: Points = 1
    levels: Annotated[int, Meta(ge=2, le=100, multiple_of=2, description="an even number from 2 to 100")] = 4
    seed: Seed | None = None
    file: Annotated[Text, Meta(description=f"the name of {LIST}")] = ""


@dataclass(frozen=True, slots=True)
class Constants:
    """Seed, days, replicates, and parameters that are fixed."""

    seed: Seed
    replicates: Replicates
    days: Days = DEFAULT_DAYS


@dataclass(frozen=True, kw_only=True)
class AtLevel:
    """The level of each lever that is meant, of those that [levers] lists."""

    people: Annotated[int, Meta(description="a number of people")] | None = None
    ration: Annotated[str, Meta(description=ONE)] | None = None
    route: Annotated[str, Meta(description=ONE)] | None = None
    window: Annotated[tuple[int, ...], Meta(description="a window such as [1040, 1560]")] | None = None
    assume: Annotated[float, Meta(description=_POINT, extra={"numbers": POINTS})] | None = None
    move: Annotated[str, Meta(description=ONE)] | None = None


@dataclass(frozen=True, slots=True)
class Minus(AtLevel):
    """A second difference, to subtract; what is left out is as in the first."""

    a: Structure = ""
    b: Structure = ""
    firm: str = ""
    variant: str | None = None
    variant_b: str | None = None


@dataclass(frozen=True, slots=True)
class Written(AtLevel):
    """A prediction as it is written: the sign of a - b on one measure."""

    claim: Text
    text: Text
    measure: Measure
    a: Structure
    b: Structure
    direction: Literal["a_above", "a_below"]
    kind: Literal["check", "test"]
    firm: str = ""
    variant: str = ""
    variant_b: str | None = None
    smallest_effect: Amount | None = None
    relative: bool = False
    worlds: Worlds = ()
    minus: Table | None = None
    caveat: Text = ""
    where: Settings = ()
    mechanism: str = ""


# ── Records of a study ───────────────────────────────────────────────────────────────────────────


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
    """One lever beside the placement: settings, and where in the study they are tried (by default everywhere)."""

    id: Id
    title: Text
    settings: Settings = ()
    structures: Structures = ()
    firms: Names = ()
    worlds: Worlds = ()


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """Levels of the levers that are crossed with structures, firms and worlds; none of a lever left out."""

    people: People = ()
    ration: Rations = ()
    route: Routes = ()
    windows: Windows = ()
    assume: Assumed = ()
    move: Moves = ()


@dataclass(frozen=True, slots=True)
class Tried(Variant, Crossed):
    """A variant as it is written: where it is tried may be some levels of [levers] too."""


@dataclass(frozen=True, slots=True)
class Named(Crossed):
    """What a file varies by hand; charts are files beside it."""

    structures: Structures
    firms: Firms
    worlds: Worlds
    chart: Names = ()


@dataclass(frozen=True, slots=True)
class Level:
    """One combination of the levels in [levers] beside structure, firm and world.

    Attributes:
        id: part of a variant's id; "" for the first of all, which stands for itself where no variant is named.
        title: in words, what differs from the first.
        settings: the value of each lever that [levers] lists.
    """

    id: str
    title: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Levers(Named):
    """What is varied. With charts, `firms` are the charts' names and `preset` is the firm whose numbers they get.

    Firms of files are in `own`; `firms` or `preset` has their names. Every combination of further levels is in
    `levels`, the first one first; with none listed, that is one of nothing.
    A study has a variant of its own for each but the first.
    """

    charts: tuple[Chart, ...] = ()
    preset: str = ""
    own: tuple[OwnFirm, ...] = ()
    levels: tuple[Level, ...] = (Level("", "", ()),)

    def numbers_of(self, firm: str) -> str | OwnFirm:
        """Return the firm whose numbers a name of `firms` gets: its name in the catalogue, or the firm of a file."""
        wanted = self.preset or firm
        return next((one for one in self.own if one.name == wanted), wanted)


@dataclass(frozen=True, slots=True)
class Quick:
    """The short form of a study: fewer levels of each lever, fewer variants, fewer replicates; by default all."""

    structures: Structures = ()
    firms: Names = ()
    worlds: Worlds = ()
    variants: tuple[str, ...] = ()
    replicates: Replicates = 0
    points: Points = 0


@dataclass(frozen=True, slots=True)
class Short(Quick, Crossed):
    """The short form as it is written: fewer levels of further levers too."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is read: primary measures, others, which are better low, and the structure others are held against.

    With `listed_only`, no other measure is kept: a study of many runs is smaller so. `order` is an order of structures,
    best first, whose share of the box is wanted.
    """

    primary: Measures
    measures: Measures = ()
    lower_is_better: Measures = ()
    against: Structure = ""
    listed_only: bool = False
    order: Structures = ()

    def less_is_better(self, measure: str) -> bool:
        """Tell whether less of a measure is better: as the study says, else assumed by what is measured."""
        return measure in self.lower_is_better or measure in LESS

    def assumed(self, words: Callable[[str], str] = str) -> str:
        """Return which way is better for primary measures, where the study does not say; `words` names a measure."""
        silent = [one for one in self.primary if one not in self.lower_is_better]
        more = [one for one in silent if not self.less_is_better(one)]
        less = [one for one in silent if self.less_is_better(one)]
        told = [
            f"{word} {' and '.join(map(words, names))}" for word, names in (("less", less), ("more", more)) if names
        ]
        return f"Taken as better, as the study file does not say: {', '.join(told)}." if told else ""

    @property
    def kept(self) -> tuple[str, ...] | None:
        """Return the measures that are kept; None for all."""
        return (*self.primary, *self.measures) if self.listed_only else None


@dataclass(frozen=True, slots=True)
class Map:
    """A map of who wins over two uncertainties; `at` holds others at a value, the rest is averaged.

    `cross` is the axis, x or y, along which two structures change places, for each level of the other.
    """

    id: Id
    x: str
    y: str
    measures: Measures = ()
    structures: Structures = ()
    at: Settings = ()
    cross: Literal["x", "y"] = "x"


@dataclass(frozen=True, slots=True)
class Matching:
    """How points are held against [[patterns]].

    A point is kept if its `highest`-th highest implausibility is at most `cut`, in standard deviations. The first wave
    has the points of [design]; with two `waves` so many `points` follow near to those that meet the patterns best, as
    many as in the first by default.
    """

    cut: Annotated[float, Meta(gt=0, le=1000, description="a number above 0, of standard deviations")] = CUT
    highest: Annotated[int, Meta(ge=1, le=100, description="a whole number from 1 to 100")] = HIGHEST
    waves: Annotated[int, Meta(ge=1, le=2, description="1 or 2")] = 2
    points: Points = 0


@dataclass(frozen=True, slots=True)
class Family:
    """The primary family of a study: contrasts whose intervals hold all at once, in every world; empty for none.

    `variants` are the ids of the levels it is asked at; "" for the first ones.
    """

    contrasts: Annotated[tuple[tuple[str, str], ...], Meta(min_length=1, description="pairs of two structures")]
    measures: Measures
    firms: Names = ()
    variants: tuple[str, ...] = ("",)


@dataclass(frozen=True, kw_only=True)
class Joint(Crossed):
    """A family as it is written: at the first levels of [levers], or at those it lists."""

    contrasts: Annotated[tuple[tuple[str, str], ...], Meta(min_length=1, description="pairs of two structures")]
    measures: Measures
    firms: Names = ()


EXPECTED = {
    "world_by_logs": "share of firms whose world contact logs without a move name right",
    "world_by_all": "share of firms whose world is named right by all that can be counted, with a move",
    "equifinal_without_move": "largest error correlation of the first pair, of places and worlds, by logs, no move",
    "equifinal_with_move": "the same place and world with a move",
    "numbers_found": "numbers of the model that contract by .2 by all that can be counted",
    "found_by_more_handlers": "how many more contract by .2 with the most handlers than with the fewest, with a move",
    "rules_that_win": "places in which the rule with three numbers wins against always the same place",
    "saved_by_best_rule": "what the best of these rules saves against always the same place",
}
"""Figures that a study with [identify] may predict, with their words."""


@dataclass(frozen=True, slots=True)
class Identify:
    """What firms are asked, to find out which numbers of the model and which world could be recovered from answers.

    Attributes:
        tickets: measures that a log of contacts gives.
        counted: further measures that a firm can count.
        first: the variant whose days are logged first.
        later: the variant of later days in which nothing moved.
        moved: the variants of the same later days after a move, one of them for each structure.
        handlers: numbers of handlers who are asked about their attitude.
        answer_sd: SD of one answer around the attitude, on the scale of attitudes (assumed).
        held_out: how many firms are held out, at most a quarter of the points.
        pairs: pairs of parameters that are told of whatever is found.
        expects: figures of `EXPECTED`, each with the least and the most that was predicted.
    """

    tickets: Measures
    counted: Measures
    first: Id
    later: Id
    moved: Names
    handlers: Handlers = (8, 40)
    answer_sd: Amount = 0.3
    held_out: Points = 500
    pairs: Annotated[tuple[tuple[str, str], ...], Meta(description="pairs of two parameters")] = ()
    expects: (
        Annotated[dict[str, tuple[float, float]], Meta(description="a table, each figure [least, most]")] | None
    ) = None


@dataclass(frozen=True, slots=True)
class Replication:
    """How many replicates are run: a `fixed` number, `until_precise`, or until a `selection` is made.

    `until_precise`: until the interval of a - b on `measure` (right in `level` of studies, however often it is looked
    at) is at most `half_width` to either side. `selection`: until the structure that is best on `measure` is known with
    probability `level`, if it leads by `indifference`; `batch` replicates at a time. Both stop at `most` replicates and
    decide anew for each firm, world, variant and parameter point. Widths are in the unit of the measure.
    """

    kind: Literal["fixed", "until_precise", "selection"] = "fixed"
    measure: Measure = ""
    a: Structure = ""
    b: Structure = ""
    half_width: Amount = 0.0
    indifference: Amount = 0.0
    level: Share = 0.95
    most: Replicates = 0
    batch: Annotated[int, Meta(ge=1, le=10_000, description="a whole number from 1 to 10,000")] = 10


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
    family: Family = Family((), ())
    identify: Identify | None = None
    patterns: tuple[Target, ...] = ()
    matching: Matching | None = None

    def variant(self, variant_id: str) -> Variant:
        """Return the variant with this id."""
        return next(variant for variant in self.variants if variant.id == variant_id)


def predictions_digest(predictions: Sequence[Prediction]) -> str:
    """Return the digest of what a study expects; a field that came later and is not used changes no old digest."""
    return digest(
        [
            {one.name: value for one in fields(prediction) if (value := getattr(prediction, one.name)) != ()}
            for prediction in predictions
        ]
    )
