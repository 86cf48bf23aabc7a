"""Why a number is believed: a grade, and the source it comes from."""

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """How good the source of a number is; `X` is an assumption and must be swept."""

    A = "peer-reviewed estimate or official statistic"
    B = "professional association, university benchmark or large independent survey"
    C = "vendor with a named data set, or consultancy survey"
    D = "vendor or blog without method"
    X = "assumed: no empirical source"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The grade of a number and where it comes from.

    `source` is a short citation that `docs/reference/sources.md` spells out; for grade X it says what the
    assumption rests on.
    """

    grade: Grade
    source: str


def assumed(because: str) -> Evidence:
    """Return grade X evidence: nobody has measured this number; `because` says what it rests on."""
    return Evidence(Grade.X, because)


def measured(grade: str, source: str) -> Evidence:
    """Return evidence of the given grade, 'A' to 'D', from a named source."""
    return Evidence(Grade[grade], source)
