"""The form of a study file: its sections, their fields, types, words and bounds. `sections` reads by it.

Lists vary, single values are fixed. What a name means, and how sections fit together, is checked in `specification`.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from reportsto.api import AS_DRAWN
from reportsto.firms import FIRMS
from reportsto.parameters import OFF_SWITCHES
from reportsto.records import MEASURES
from reportsto.schedule import DEFAULT_DAYS, LONGEST_RUN
from reportsto.structures import STRUCTURES
from reportsto.studies.sampling import Kind
from reportsto.worlds import WORLDS

LARGEST_SEED = 2**32 - 1
MOST_RUNS = 10_000_000
MOST_POINTS = 1_000_000

Text = Annotated[str, Meta(pattern=r"\S", description="a text in quotes")]
Id = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_]{0,59}\Z", description="small letters, digits and _, such as 'e0_placement'")
]
Names = Annotated[tuple[str, ...], Meta(min_length=1, description="a name in quotes, or a list of them")]
ONE = "a name in quotes"
MANY = f"{ONE}, or a list of them"
MEASURE_WORDS = {"words": [column.name for column in MEASURES]}
STRUCTURE_WORDS = {"words": [*(structure.id for structure in STRUCTURES), AS_DRAWN]}
LIST = "a CSV file, one parameter a column, one point a row"
Measure = Annotated[str, Meta(description=ONE, extra=MEASURE_WORDS)]
Measures = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra=MEASURE_WORDS)]
Structure = Annotated[str, Meta(description=ONE, extra=STRUCTURE_WORDS)]
Structures = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra=STRUCTURE_WORDS)]
Firms = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra={"words": [firm.id for firm in FIRMS]})]
Worlds = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra={"words": list(WORLDS)})]
Switches = Annotated[tuple[str, ...], Meta(min_length=1, description=MANY, extra={"words": list(OFF_SWITCHES)})]
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

    structure: Structures
    firm: Firms
    world: Worlds
    chart: Names = ()


class Uncertainties(Struct):
    """Parameters, each a list of levels or { low, high, scale }; `without` lists off-switches, for Shapley values."""

    without: Switches = ()


class Design(Struct):
    """How the points of the box are chosen."""

    kind: Kind = "factorial"
    points: Points = 1
    levels: Annotated[int, Meta(ge=2, le=100, multiple_of=2, description="an even number from 2 to 100")] = 4
    seed: Seed | None = None
    file: Annotated[Text, Meta(description=f"the name of {LIST}")] = ""


class Constants(Struct):
    """Seed, days, replicates, and parameters that are fixed."""

    seed: Seed
    replicates: Replicates
    days: Days = DEFAULT_DAYS


class Replication(Struct):
    """How many replicates are run."""

    kind: Literal["fixed", "until_precise", "selection"] = "fixed"
    measure: Measure = ""
    a: Structure = ""
    b: Structure = ""
    half_width: Amount | None = None
    indifference: Amount | None = None
    level: Share = 0.95
    most: Replicates | None = None
    batch: Annotated[int, Meta(ge=1, le=10_000, description="a whole number from 1 to 10,000")] = 10


class Outcomes(Struct):
    """What is read."""

    primary: Measures
    measures: Measures = ()
    lower_is_better: Measures = ()
    against: Structure = ""
    listed_only: bool = False
    order: Structures = ()


class Family(Struct):
    """Contrasts whose intervals hold all at once."""

    contrasts: Annotated[tuple[tuple[str, str], ...], Meta(min_length=1, description="pairs of two structures")]
    measures: Measures
    firm: Names = ()


class Variant(Struct):
    """One lever beside the placement."""

    id: Id
    title: Text
    settings: Table = {}
    structure: Structures = ()
    firm: Names = ()
    world: Worlds = ()


class Minus(Struct):
    """A second difference, to subtract; what is left out is as in the first."""

    a: Structure = ""
    b: Structure = ""
    firm: str = ""
    variant: str | None = None
    variant_b: str | None = None


class Prediction(Struct):
    """The sign of a - b on one measure."""

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
    world: Worlds = ()
    minus: Table | None = None
    caveat: Text = ""
    where: Table | None = None
    mechanism: str = ""


class Map(Struct):
    """A map of who wins over two uncertainties."""

    id: Id
    x: str
    y: str
    measures: Measures = ()
    structure: Structures = ()
    at: Table | None = None
    cross: Literal["x", "y"] = "x"


class Quick(Struct):
    """The short form of the study."""

    structure: Structures = ()
    firm: Names = ()
    world: Worlds = ()
    variants: tuple[str, ...] | None = None
    replicates: Replicates | None = None
    points: Points | None = None
