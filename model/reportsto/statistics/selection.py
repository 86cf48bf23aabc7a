"""Which of several structures is best, with a stated probability, and replicates spent where it is close.

The procedure is KN (Kim and Nelson 2001): all designs run a first stage, then one replicate at a time, and whoever has
fallen too far behind another is dropped. It allows common random numbers, and gains by them: what counts is the
variance of differences. It is written out here because the KN of sim-tools 1.3.0 looks up the variance of another pair
when there are three designs or more; with two the tests hold the one against the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from reportsto.arrays import Floats
from reportsto.errors import StudyError, unknown_name

COLUMNS = ("design", "replicates", "mean", "dropped_at")
"""Columns of a selection: the mean is in the unit of the measure; dropped_at is empty for those never dropped."""

FIRST = 20
"""Replicates of the first stage, which give the variances: few make the rest of the procedure careful (assumed)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The best design, or why none is named (yet)."""

    best: str
    """Empty when it is still open, the budget ended first, or several designs tie exactly."""
    contenders: tuple[str, ...]
    """Designs that were not dropped, in the order given; just `best` where one is named."""
    correct: float
    """Probability that `best` is right, when it is better than every other by the indifference zone."""
    indifference: float
    table: pd.DataFrame
    """One row for each design, with the columns `COLUMNS`."""
    reason: str
    """Why no design is named; empty otherwise."""
    more: tuple[str, ...] = ()
    """Designs whose next replicates are wanted; empty when it has ended."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What is asked of a selection: how sure, and which lead is worth naming.

    `indifference` is in the unit of the measure; `better` is "higher" or "lower"; at `most` replicates of a design it
    ends without a name. `first` replicates give the variances. Raises StudyError or UnknownName.
    """

    indifference: float
    better: str
    correct: float = 0.95
    first: int = FIRST
    most: int = 10_000

    def __post_init__(self) -> None:
        if not (self.indifference > 0 and np.isfinite(self.indifference)):
            raise StudyError(f"indifference zone must be above 0: got {self.indifference}")
        if self.better not in ("higher", "lower"):
            raise unknown_name("better", self.better, ("higher", "lower"))
        if self.first < 2 or self.most < self.first:
            raise StudyError(f"a selection needs first >= 2 and most >= first: got {self.first} and {self.most}")


def choose(outputs: Mapping[str, ArrayLike], zone: Zone) -> Selection:
    """Return what these outputs decide, and which designs must run on.

    `outputs` has, by design, one output a replicate from 0 up, in the unit of the measure; all designs have the first
    stage, and those that lead may have more. The same outputs give the same answer, however they were gathered: a
    study that was interrupted decides as one that was not.

    With normal outputs the best design is named with probability `zone.correct` or more whenever its mean is better
    than every other by at least the indifference zone. When others are closer, some design within the zone of the best
    is named; that is what indifference means. With common random numbers a replicate has the same draws in all.

    Measured at nominal .95 (1,000 studies each, five designs): right in 97.5 % of studies in the slippage
    configuration, with common draws or without, 97.3 to 98.7 % with unequal variances, 99.3 % with means in steps.

    Designs whose outputs are exactly the same are a tie, and none of them is named. Raises StudyError for fewer than
    two designs, a probability that makes no sense, and outputs that are not finite or too few for the first stage.
    """
    names = _named(list(outputs), zone.correct)
    values = {name: _finite(name, outputs[name], zone.first) for name in names}
    sign = 1.0 if zone.better == "higher" else -1.0
    k, first, delta = len(names), zone.first, zone.indifference
    # Of every pair: how far behind is too far, S^2 h^2 / delta, before the walk is (its share of) r.
    eta = ((2 * (1 - zone.correct) / (k - 1)) ** (-2 / (first - 1)) - 1) / 2
    stage = sign * np.array([values[name][:first] for name in names])
    spread = (stage[:, None] - stage).var(axis=2, ddof=1)
    walk = _Walk(stage.sum(axis=1), 2 * eta * (first - 1) * spread / delta, delta, first)
    longest = int(walk.allowed.max() / delta)
    more: tuple[str, ...] = ()
    while not (walk.drop() == 1 or walk.r > longest or walk.r >= zone.most):
        left = np.flatnonzero(walk.alive)
        more = tuple(names[at] for at in left if len(values[names[at]]) <= walk.r)
        if more:
            break
        walk.step(left, [sign * values[names[at]][walk.r] for at in left])
    if walk.r > longest and not more:
        # Behind by nothing is too far by now, so whoever is left has exactly the same sum.
        walk.alive &= walk.sums == walk.sums[walk.alive].max()
    tie = "exact tie" if walk.r > longest else ""
    return _selection(values, walk.alive, walk.dropped, tie, zone, more)


class _Walk:
    """Sums of outputs of the designs that are still in, replicate by replicate."""

    def __init__(self, sums: Floats, allowed: Floats, delta: float, first: int) -> None:
        self.sums, self.allowed, self.delta, self.r = sums, allowed, delta, first
        self.alive, self.dropped = np.ones(len(sums), dtype=bool), np.full(len(sums), -1)

    def drop(self) -> int:
        """Drop every design that some other still in leads by more than the lag; return how many are left."""
        lags = np.maximum(0.0, (self.allowed - self.delta * self.r) / 2)
        behind = self.sums[None, :] - self.sums[:, None] > lags
        out = self.alive & (behind & self.alive).any(axis=1)
        self.dropped[out] = self.r
        self.alive &= ~out
        return int(self.alive.sum())

    def step(self, designs: NDArray[np.int_], outputs: Sequence[float]) -> None:
        """Add the next output of each of these designs."""
        self.sums[designs] += outputs
        self.r += 1


def _selection(
    values: dict[str, Floats],
    alive: NDArray[np.bool_],
    dropped: NDArray[np.int_],
    tie: str,
    zone: Zone,
    more: tuple[str, ...],
) -> Selection:
    contenders = tuple(name for name, left in zip(values, alive, strict=True) if left)
    table = pd.DataFrame(
        {
            "design": list(values),
            "replicates": [len(found) for found in values.values()],
            "mean": [float(found.mean()) for found in values.values()],
            "dropped_at": pd.array([int(at) if at >= 0 else None for at in dropped], dtype="Int64"),
        },
        columns=list(COLUMNS),
    )
    named = len(contenders) == 1
    reason = "" if named else _reason(", ".join(contenders), tie, more)
    return Selection(contenders[0] if named else "", contenders, zone.correct, zone.indifference, table, reason, more)


def _reason(listed: str, tie: str, more: tuple[str, ...]) -> str:
    """Return why none of these designs is named."""
    if more:
        return f"open between {listed}"
    return f"{tie} of {listed}" if tie else f"the budget ended while it was open between {listed}"


def _named(designs: Sequence[str], correct: float) -> list[str]:
    names = list(designs)
    if len(names) < 2 or len(set(names)) < len(names):
        raise StudyError(
            f"a selection needs at least two designs with different names: got {', '.join(names) or 'none'}"
        )
    if not 1 / len(names) < correct < 1:
        raise StudyError(f"probability of correct selection must lie between {1 / len(names):.3g} and 1: got {correct}")
    return names


def _finite(design: str, outputs: ArrayLike, first: int) -> Floats:
    values = np.asarray(outputs, dtype=np.float64)
    if values.ndim != 1 or len(values) < first:
        raise StudyError(f"a first stage of {first} replicates needs as many outputs of {design}: got {values.size}")
    odd = np.flatnonzero(~np.isfinite(values))
    if odd.size:
        raise StudyError(f"outputs must be finite: replicate {int(odd[0])} of {design} is {values[odd[0]]}")
    return values
