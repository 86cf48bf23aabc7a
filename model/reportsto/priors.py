"""What a number could be: a prior, or the reason why it is fixed; and the straight line between two numbers."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from reportsto.arithmetic import exp, log
from reportsto.evidence import Evidence, assumed

Scale = Literal["linear", "log", "whole"]
RATIO = 4.0
"""From this ratio of its ends on, a range of positive numbers is a ratio: even in its logarithm."""
OURS = assumed("range assumed")


@dataclass(frozen=True, slots=True)
class Prior:
    """A number that could be anything from `low` to `high`: each part of the range, on its scale, is as likely.

    Attributes:
        low, high: ends, in the unit of the number; with `times`, multiples of the first version's.
        scale: linear, log (even in the logarithm) or whole (each whole number alike).
        side: what is known of the sign, or why the first version's number is an end or outside; "" if two-sided.
        evidence: of the range or of the sign.
        times: whether the ends are multiples of the first version's number, which is then the median.
    """

    low: float
    high: float
    scale: Scale
    side: str = ""
    evidence: Evidence = OURS
    times: bool = False

    def of(self, first: float) -> "Prior":
        """Return the prior in the unit of a number, whose value in the first version is `first`."""
        return replace(self, low=self.low * first, high=self.high * first, times=False) if self.times else self

    def at(self, u: float) -> float:
        """Return the value at a share of the range, 0 to 1."""
        return at_share(self.low, self.high, self.scale, u)

    @property
    def median(self) -> float:
        """Return the middle of the range; of whole numbers, the upper of two."""
        if self.scale == "log":
            return math.sqrt(self.low * self.high)
        return (self.low + self.high) / 2.0 if self.scale == "linear" else self.at(0.5)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number without a prior, and why: a convention, a floor, a scale, a rule's switch, an option that is off."""

    why: str


def between(low: float, high: float, side: str = "", evidence: Evidence = OURS) -> Prior:
    """Return an even prior; a range of positive numbers whose ends differ fourfold or more is even in its logarithm."""
    return Prior(low, high, "log" if low > 0.0 and RATIO * low <= high else "linear", side, evidence)


def whole(low: int, high: int, side: str = "", evidence: Evidence = OURS) -> Prior:
    """Return a prior over whole numbers, each alike."""
    return Prior(float(low), float(high), "whole", side, evidence)


def around(factor: float, evidence: Evidence = OURS) -> Prior:
    """Return a prior from the first version's number over `factor` to `factor` times it, even in its logarithm."""
    return Prior(1.0 / factor, factor, "log", "", evidence, times=True)


def at_share(low: float, high: float, scale: Scale, u: float) -> float:
    """Return the value at a share of a range, 0 to 1: on our own logarithms, the same bits on every machine."""
    if scale == "whole":
        return min(high, float(math.floor(low + u * (high - low + 1.0))))
    value = exp(log(low) + u * (log(high) - log(low))) if scale == "log" else low + u * (high - low)
    return min(max(value, low), high)


def on_line(start: float, end: float, scale: Scale, t: float) -> float:
    """Return the number at a point of the straight line from `start` (t = 0) to `end` (t = 1), both exact.

    start + t (end - start); on a log scale the line is in logs, but straight if an end is 0. Whole numbers round half
    up.
    """
    if t == 0.0 or start == end:
        return start
    if t == 1.0:
        return end
    if scale == "log" and start > 0.0 and end > 0.0:
        return exp(log(start) + t * (log(end) - log(start)))
    value = start + t * (end - start)
    return float(math.floor(value + 0.5)) if scale == "whole" else value
