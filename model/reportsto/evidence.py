"""Why a number is believed: a grade, the source it comes from, and how far that source was read."""

from dataclasses import dataclass
from enum import Enum

Value = float | tuple[float, ...]


class Grade(Enum):
    """How good the source of a number is; `X` is an assumption and must be swept."""

    A = "peer-reviewed estimate or official statistic"
    B = "professional association, university benchmark or large independent survey"
    C = "vendor with a named data set, or consultancy survey; at best C if read second-hand"
    D = "vendor or blog without method"
    X = "assumed: no empirical source"


class Read(Enum):
    """How far a source was read; none was read in full."""

    OWN = "the source's own page, in part"
    ABSTRACT = "abstract"
    SECOND_HAND = "another page quotes it"
    MEMORY = "from memory, not looked up"
    COMPUTED = "computed from data at hand"
    ASSUMED = "no source: assumed"

    @property
    def word(self) -> str:
        """Return the name as people write it."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The grade of a number, where it comes from, and what it says.

    Attributes:
        grade: how good the source is.
        source: a short citation that `docs/reference/sources.md` spells out; for grade X what the assumption rests on.
        read: how far the source was read.
        value: the number it gives, of a vector all of them; `None` for the first version's, or for a range or sign.
    """

    grade: Grade
    source: str
    read: Read = Read.ASSUMED
    value: Value | None = None


def assumed(because: str) -> Evidence:
    """Return grade X evidence: nobody has measured this number; `because` says what it rests on."""
    return Evidence(Grade.X, because)


def calibrated(value: Value, to: str) -> Evidence:
    """Return grade X evidence for a number that was chosen so that runs meet published figures: no source states it."""
    return Evidence(Grade.X, to, Read.ASSUMED, value)


def measured(grade: str, read: Read, source: str, value: Value | None = None) -> Evidence:
    """Return evidence of the given grade, 'A' to 'D', from a named source."""
    return Evidence(Grade[grade], source, read, value)
