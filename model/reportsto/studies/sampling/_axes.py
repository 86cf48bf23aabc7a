"""What a design varies: axes of levels or of ranges, and how its points are chosen."""

import math
from dataclasses import dataclass
from typing import Literal

from reportsto.arithmetic import exp, log

Values = tuple[object, ...]
"""One point: a value for every axis, in order; None leaves the parameter as it is."""


@dataclass(frozen=True, slots=True)
class Levels:
    """An axis with a list of values."""

    name: str
    values: Values

    def at(self, u: float) -> object:
        """Return the value at a share of the list, 0 to 1: every value has an equal part."""
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]


@dataclass(frozen=True, slots=True)
class Range:
    """An axis from `low` to `high`, in the unit of the parameter; with `log`, even in its logarithm."""

    name: str
    low: float
    high: float
    log: bool = False
    whole: bool = False

    def at(self, u: float) -> object:
        """Return the value at a share of the range, 0 to 1."""
        if self.whole:
            return int(min(self.high, math.floor(self.low + u * (self.high - self.low + 1.0))))
        if self.log:
            # Our own: the same bits on every machine.
            value = exp(log(self.low) + u * (log(self.high) - log(self.low)))
        else:
            value = self.low + u * (self.high - self.low)
        return min(max(value, self.low), self.high)


@dataclass(frozen=True, slots=True)
class Column(Levels):
    """A parameter in the user's own list of points: one value for each of them, in their order."""


Axis = Levels | Range

Kind = Literal[
    "factorial", "one_at_a_time", "points", "latin_hypercube", "sobol_sequence", "saltelli", "morris", "shapley"
]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a study's points are chosen.

    Attributes:
        kind: the design.
        points: how many; base samples for Saltelli, trajectories for Morris, orders for Shapley.
        levels: the levels of Morris' grid.
        seed: of the design alone; the draws of the model have another.
    """

    kind: Kind = "factorial"
    points: int = 0
    levels: int = 4
    seed: int = 0
