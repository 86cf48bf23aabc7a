"""What a pattern is: a published figure, the measure it is held against, and what it may be used for."""

import math
from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from reportsto.errors import ReportsToError
from reportsto.evidence import Read
from reportsto.wording import number

USES = {
    "output": "judged: the model is not told this figure",
    "half_input": "printed, not counted: a setting of the model nearly decides it",
    "not_comparable": "the model's measure is something else, so there is no value",
    "after_move": "needs a run in which customer service moves",
    "near_outcome": "nearly the answer itself, so meeting it proves nothing",
}
"""What a pattern is used for."""
READ = {one.word: one.value for one in Read}
"""How far a source was read. No paper was read in full."""
COMPARED = ("output", "half_input")
"""Uses of patterns that have a value in a run."""

Text = Annotated[str, Meta(min_length=1, description="a text in quotes")]
Number = Annotated[float, Meta(description="a number")]


class PatternError(ReportsToError):
    """A file of patterns that cannot be used; the message names line and field."""


@dataclass(frozen=True, slots=True)
class Part:
    """A measure with its interval.

    Attributes:
        measure: a column of `records.MEASURES`, or one of `patterns.derived.DERIVED`.
        low, high: ends of the interval, in the unit of the measure; None where it is open.
    """

    measure: Annotated[str, Meta(description="a measure, as in `reportsto list measures`")] = ""
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A published figure.

    Attributes:
        id: what users type.
        title: what it is about, in words.
        use: one of `USES`.
        source: where the figure comes from.
        read: how far the source was read, one of `READ`.
        grade: how good the source is, A to D, X for an assumption; second-hand is C at best.
        measure, low, high: of `Part`.
        side: which ends are judged: both, the upper, or the lower.
        scale: on which distances are counted: linear, log (ratios), logit (odds).
        discrepancy: SD, on the scale, by which a sound model may miss the figure; None where nothing is compared.
        because: what the discrepancy rests on.
        conversion: how the source's unit became the measure's; "" where they are the same.
        rations: rationing rules under which an output is judged; all where none is named.
        also: further measures that must lie in an interval of theirs.
        reason: why it is not judged, or not under other rationing rules.
    """

    id: Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}\Z", description="a word, such as P1")]
    title: Text
    use: Literal["output", "half_input", "not_comparable", "after_move", "near_outcome"]
    source: Text
    read: Literal["own", "abstract", "second-hand", "memory", "computed", "assumed"]
    grade: Literal["A", "B", "C", "D", "X"]
    measure: Annotated[str, Meta(description="a measure, as in `reportsto list measures`")] = ""
    low: Number | None = None
    high: Number | None = None
    side: Literal["both", "upper", "lower"] = "both"
    scale: Literal["linear", "log", "logit"] = "linear"
    discrepancy: Annotated[float, Meta(gt=0, le=1000, description="a number above 0, at most 1,000")] | None = None
    because: Text = ""
    conversion: Text = ""
    rations: Annotated[tuple[str, ...], Meta(description='a list of rationing rules, such as ["bar"]')] = ()
    also: Annotated[tuple[Part, ...], Meta(description='a list, such as [{measure = "ship_days_q90", high = 6}]')] = ()
    reason: Text = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return every measure with its interval, the pattern's own first."""
        return (Part(self.measure, self.low, self.high), *self.also)

    def interval(self, part: Part) -> str:
        """Return in words where a value has to lie, with the published interval where one end of it does not count."""
        ends = (("upper", "from", part.low), ("lower", "up to", part.high))
        told = [f"{word} {number(end)}" for other, word, end in ends if end is not None and self.side != other]
        if part.low is None or part.high is None:
            return told[0] if told else "–"
        both = f"{number(part.low)} to {number(part.high)}"
        return both if self.side == "both" else f"{told[0]} (published: {both})"

    def judges(self, ration: str) -> bool:
        """Tell whether the pattern is judged under a rationing rule."""
        return self.use == "output" and (not self.rations or ration in self.rations)

    def outside(self, value: float, part: Part) -> float:
        """Return how far a value lies outside, on the scale: above 0 beyond the upper end, below 0 under the lower.

        0 inside, ends included; NaN for no number.
        """
        if math.isnan(value):
            return math.nan
        if part.high is not None and self.side != "lower" and value > part.high:
            return self.scaled(value) - self.scaled(part.high)
        if part.low is not None and self.side != "upper" and value < part.low:
            return self.scaled(value) - self.scaled(part.low)
        return 0.0

    def scaled(self, value: float) -> float:
        """Return a value on the scale; what the scale has no place for is infinitely far away."""
        if self.scale == "linear":
            return value
        if value <= 0.0:
            return -math.inf
        if self.scale == "log":
            return math.log(value)
        return math.log(value / (1.0 - value)) if value < 1.0 else math.inf
