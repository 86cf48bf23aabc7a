"""The form of a study file: its sections, their fields, types, words and bounds. `sections` reads by it.

Lists vary, single values are fixed. What a name means, and how sections fit together, is checked in `specification`.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from reportsto.schedule import DEFAULT_DAYS, LONGEST_RUN
from reportsto.studies.sampling import Kind

LARGEST_SEED = 2**32 - 1
MOST_RUNS = 10_000_000
MOST_POINTS = 1_000_000

Text = Annotated[str, Meta(pattern=r"\S", description="a text in quotes")]
Id = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_]{0,59}\Z", description="small letters, digits and _, such as 'e0_placement'")
]
Names = Annotated[tuple[str, ...], Meta(min_length=1, description="a name in quotes, or a list of them")]
Table = Annotated[dict[str, Any], Meta(description="a table")]
Seed = Annotated[int, Meta(ge=0, le=LARGEST_SEED, description=f"a whole number from 0 to {LARGEST_SEED:,}")]
Days = Annotated[int, Meta(ge=2, le=LONGEST_RUN, description=f"a whole number from 2 to {LONGEST_RUN:,}")]
Replicates = Annotated[int, Meta(ge=1, le=MOST_RUNS, description=f"a whole number from 1 to {MOST_RUNS:,}")]
Points = Annotated[int, Meta(ge=1, le=MOST_POINTS, description=f"a whole number from 1 to {MOST_POINTS:,}")]
Amount = Annotated[float, Meta(ge=0, le=1e300, description="a number, zero or more")]
Share = Annotated[float, Meta(gt=0, lt=1, description="a number between 0 and 1")]


class Question(Struct):
    """What is asked."""

    id: Id
    title: Text
    text: Text


class Levers(Struct):
    """What is varied by hand; with charts, the one firm is whose numbers they get."""

    structure: Names
    firm: Names
    world: Names
    chart: Names = ()


class Uncertainties(Struct):
    """Parameters, each a list of levels or { low, high, scale }; `without` lists off-switches, for Shapley values."""

    without: Names = ()


class Design(Struct):
    """How the points of the box are chosen."""

    kind: Kind = "factorial"
    points: Points = 1
    levels: Annotated[int, Meta(ge=2, le=100, multiple_of=2, description="an even number from 2 to 100")] = 4
    seed: Seed | None = None
    file: Text = ""


class Constants(Struct):
    """Seed, days, replicates, and parameters that are fixed."""

    seed: Seed
    replicates: Replicates
    days: Days = DEFAULT_DAYS


class Replication(Struct):
    """How many replicates are run."""

    kind: Literal["fixed", "until_precise", "selection"] = "fixed"
    measure: str = ""
    a: str = ""
    b: str = ""
    half_width: Amount | None = None
    indifference: Amount | None = None
    level: Share = 0.95
    most: Replicates | None = None
    batch: Annotated[int, Meta(ge=1, le=10_000, description="a whole number from 1 to 10,000")] = 10


class Outcomes(Struct):
    """What is read."""

    primary: Names
    measures: Names = ()
    lower_is_better: Names = ()
    against: str = ""
    listed_only: bool = False
    order: Names = ()


class Family(Struct):
    """Contrasts whose intervals hold all at once."""

    contrasts: Annotated[tuple[tuple[str, str], ...], Meta(min_length=1, description="pairs of two structures")]
    measures: Names
    firm: Names = ()


class Variant(Struct):
    """One lever beside the placement."""

    id: Id
    title: Text
    settings: Table = {}
    structure: Names = ()
    firm: Names = ()
    world: Names = ()


class Minus(Struct):
    """A second difference, to subtract; what is left out is as in the first."""

    a: str = ""
    b: str = ""
    firm: str = ""
    variant: str | None = None
    variant_b: str | None = None


class Prediction(Struct):
    """The sign of a - b on one measure."""

    claim: Text
    text: Text
    measure: str
    a: str
    b: str
    direction: Literal["a_above", "a_below"]
    kind: Literal["check", "test"]
    firm: str = ""
    variant: str = ""
    variant_b: str | None = None
    smallest_effect: Amount | None = None
    relative: bool = False
    world: Names = ()
    minus: Table | None = None
    caveat: Text = ""
    where: Table | None = None
    mechanism: str = ""


class Map(Struct):
    """A map of who wins over two uncertainties."""

    id: Id
    x: str
    y: str
    measures: Names = ()
    structure: Names = ()
    at: Table | None = None
    cross: Literal["x", "y"] = "x"


class Quick(Struct):
    """The short form of the study."""

    structure: Names = ()
    firm: Names = ()
    world: Names = ()
    variants: tuple[str, ...] | None = None
    replicates: Replicates | None = None
    points: Points | None = None
