"""What a study is: a question, predictions written first, levers, uncertainties, constants, outcomes, variants.

Made by `specification.read_study` only, so whoever holds a `Study` holds one that can be run: every name exists, every
number is in its range, every prediction compares runs that the study makes.
"""

from dataclasses import dataclass
from pathlib import Path

from reportsto.errors import StudyError

MOST_RUNS = 1_000_000
DESIGN_SECTIONS = ("levers", "uncertainties", "constants", "variants")
"""The sections that decide what is run; the others say why, or how it is read."""

Setting = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a comparison: a structure in a firm, with a variant ("" for none)."""

    structure: str
    firm: str
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """The sign of a - b on one measure, written down before the run; `minus` is a second difference to subtract.

    `smallest_effect` is in the unit of the measure, or a share of b's mean when `relative`; None leaves it to
    `statistics.claims`. `worlds` is never empty.
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

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return every kind of run this prediction needs."""
        return (self.a, self.b, *(self.minus or ()))


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
    charts: tuple[Path, ...] = ()
    preset: str = ""


@dataclass(frozen=True, slots=True)
class Quick:
    """The short form of a study: fewer levels of each lever, fewer variants, fewer replicates."""

    structures: tuple[str, ...]
    firms: tuple[str, ...]
    worlds: tuple[str, ...]
    variants: tuple[str, ...]
    replicates: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is read: primary measures, others, which are better low, and the structure others are held against."""

    primary: tuple[str, ...]
    measures: tuple[str, ...]
    lower_is_better: tuple[str, ...]
    against: str


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
    uncertainties: tuple[tuple[str, tuple[object, ...]], ...]
    seed: int
    days: int
    replicates: int
    settings: tuple[Setting, ...]
    outcomes: Outcomes
    variants: tuple[Variant, ...]
    quick: Quick

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


def check_size(study: Study, replicates: int) -> int:
    """Return the number of runs, or refuse a study that only a slip of the pen can have made."""
    levers = study.levers
    cells = len(levers.structures) * len(levers.firms) * len(levers.worlds)
    cells += sum(len(one.structures) * len(one.firms) * len(one.worlds) for one in study.variants)
    runs = cells * replicates
    for _, values in study.uncertainties:
        runs *= len(values)
    if runs > MOST_RUNS:
        raise StudyError(f"{study.path}: {runs:,} runs; expected at most {MOST_RUNS:,}: shorten a list")
    return runs
