"""Run until precise enough: a stopping rule whose interval is still right after it has stopped.

Who looks after every replicate and stops when the interval happens to be narrow stops too often on a lucky streak.
Here the looks are fixed before the first run, and the error rate is shared out equally over them (Bonferroni, as
alpha spent in equal parts): the t intervals of all looks are right at once in at least `level` of studies, so the one
at which the study stops is right too, whatever made it stop.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from reportsto.arrays import Floats
from reportsto.errors import StudyError
from reportsto.statistics.intervals import FEWEST_PAIRS, mean_interval

FIRST = 20
"""Replicates at the first look. With ten, differences that are 0 in four of five replicates are wrong too often."""

GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of one contrast at one look; the numbers are in the unit of the measure."""

    estimate: float
    low: float
    high: float
    n: int
    """Pairs that were used; a pair with a NaN is not."""
    replicates: int
    """Replicates that were run."""
    number: int
    """Which look this is, from 1; 0 before the first."""
    looks: int
    """How many looks were planned."""
    precise: bool
    """The half-width is at most the one that was asked for."""
    more: int
    """Replicates to run until the next look: 0 when precise, and after the last look."""

    @property
    def half_width(self) -> float:
        """Return half the length of the interval; NaN without one."""
        return (self.high - self.low) / 2


def planned_looks(most: int, *, first: int = FIRST, growth: float = GROWTH) -> tuple[int, ...]:
    """Return the numbers of replicates at which to look: `first`, then `growth` times as many each time, up to `most`.

    Each look costs width: with ten looks the interval at a look is a 99.5 % interval. Raises StudyError for a first
    look below four replicates, a growth of at most 1 and a most below the first.
    """
    if first < FEWEST_PAIRS or most < first or not growth > 1:
        raise StudyError(
            f"looks need a first of at least {FEWEST_PAIRS}, a most that is no smaller and a growth above 1: "
            f"got first {first}, most {most}, growth {growth}"
        )
    looks = [first]
    while looks[-1] < most:
        looks.append(min(most, max(looks[-1] + 1, round(looks[-1] * growth))))
    return tuple(looks)


def look(differences: ArrayLike, *, half_width: float, looks: tuple[int, ...], level: float = 0.95) -> Look:
    """Return what one contrast's differences say at the last look they reach, and how many more to run.

    `differences` has shape (replicates,), in the order of replicates, NaN where a pair is missing; those after the
    last look that is reached are ignored, because looking at them was not planned. The interval is the t interval
    at 1 - (1 - level) / number of looks, and holds at all looks at once. `half_width` is in the unit of the measure:
    half the smallest effect of interest is a good choice, because it lets "equivalent" and "held" both be reached.
    Differences that are all the same are never precise before the last look: their first change may be still to come.

    Measured where it stops (2,000 studies each, looks from 20 to 400, three half-widths of .2 to .5 SD): the interval
    holds the true mean in 99.1 to 99.4 % of studies with normal differences, 96 to 99 % with exponential ones, and
    96 to 99 % where four differences of five are 0.

    Before the first look everything is NaN and `more` says how many to run. Raises StudyError for an infinite value,
    a half-width that is not above 0, and looks that do not increase.
    """
    values = np.asarray(differences, dtype=np.float64)
    _require_plan(values, half_width, looks)
    reached = sum(planned <= len(values) for planned in looks)
    if reached == 0:
        return Look(np.nan, np.nan, np.nan, 0, len(values), 0, len(looks), False, looks[0] - len(values))
    strict = 1 - (1 - level) / len(looks)
    run = looks[reached - 1]
    estimate, low, high, n = mean_interval(values[:run], level=strict)
    if n < FEWEST_PAIRS:
        low = high = np.nan
    last = reached == len(looks)
    varies = bool(np.unique(values[:run]).size > 1)
    precise = bool((high - low) / 2 <= half_width) and (varies or last)
    more = 0 if precise or last else looks[reached] - len(values)
    return Look(estimate, low, high, n, run, reached, len(looks), precise, more)


def _require_plan(values: Floats, half_width: float, looks: tuple[int, ...]) -> None:
    if values.ndim != 1:
        raise StudyError(f"differences need the shape (replicates,): got {values.ndim} dimension(s)")
    if np.isinf(values).any():
        raise StudyError(f"differences must be finite: replicate {np.flatnonzero(np.isinf(values))[0]} is infinite")
    if not half_width > 0:
        raise StudyError(f"half-width must be above 0: got {half_width}")
    if not looks or looks[0] < FEWEST_PAIRS or any(b <= a for a, b in pairwise(looks)):
        raise StudyError(f"looks must increase and start at {FEWEST_PAIRS} replicates or more: got {looks}")
