"""What points of a study are held against: published patterns by id, and a firm's own counts."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from msgspec import Meta, ValidationError, convert

from reportsto.errors import did_you_mean, listed, shown
from reportsto.patterns.pattern import COMPARED, Number, Pattern, PatternError
from reportsto.patterns.reading import KNOWN, patterns
from reportsto.structures import STRUCTURES

FIGURES = ("measure", "value", "sd", "low", "high")
"""Fields of a firm's own count."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pattern as a study names it: the id of a published one, or a firm's own count of a measure.

    Attributes:
        id: of a published pattern, or a word of one's own.
        measure: what was counted; "" for a published pattern.
        value, sd: the count and its standard deviation, in the unit of the measure.
        low, high: in place of them, ends between which the count surely lies; one may be left out.
        structure: where it was counted; of a published pattern, the one structure to hold it against.
    """

    id: Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}\Z", description="a word, such as P1 or our_count")]
    measure: Annotated[str, Meta(description="a measure, as in `reportsto list measures`")] = ""
    value: Number | None = None
    sd: Annotated[float, Meta(gt=0, le=1e300, description="a number above 0")] | None = None
    low: Number | None = None
    high: Number | None = None
    structure: Annotated[str, Meta(description="a name in quotes", extra={"words": [one.id for one in STRUCTURES]})] = (
        ""
    )


@dataclass(frozen=True, slots=True)
class Ends:
    """A measure and the interval it is held against, on the scale of the pattern; an open end is infinite."""

    measure: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Target:
    """A pattern, ready to hold points against.

    Attributes:
        id: of the pattern.
        title: what it is about.
        parts: measures with their intervals; a count with a standard deviation has an interval of one number.
        scale: linear, log or logit.
        sd: sqrt(obs^2 + disc^2), on the scale: of the count, and of what a sound model may miss.
        structure: the structure it is held against; "" for the mixture that firms have.
        own: whether it is a firm's own count.
        rations: rationing rules under which it decides; none for a half input, which decides nowhere.
    """

    id: str
    title: str
    parts: tuple[Ends, ...]
    scale: Literal["linear", "log", "logit"]
    sd: float
    structure: str = ""
    own: bool = False
    rations: tuple[str, ...] | None = None

    def decides(self, ration: str) -> bool:
        """Tell whether it decides under a rationing rule; what does not is printed and changes no weight."""
        return self.rations is None or ration in self.rations

    def moved(self, by: float) -> "Target":
        """Return the target with its intervals moved by so many of its standard deviations."""
        ends = (replace(one, low=one.low + by * self.sd, high=one.high + by * self.sd) for one in self.parts)
        return replace(self, parts=tuple(ends))


def target(wanted: Wanted) -> Target:
    """Return what a wanted pattern is held against; `wrong` yields nothing of it."""
    if not wanted.measure:
        return published(_published()[wanted.id], wanted.structure)
    like, ends = _like(wanted.measure), _ends(wanted)
    scale = like.scale if like else "linear"
    low, high = (_scaled(scale, end) for end in ends)
    observed = 0.0 if wanted.value is None else (wanted.sd or 0.0) * _slope(scale, wanted.value)
    return Target(
        id=wanted.id, title=f"own count of {wanted.measure}",
        parts=(Ends(wanted.measure, -math.inf if low is None else low, math.inf if high is None else high),),
        scale=scale, sd=math.hypot(observed, (like.discrepancy or 0.0) if like else 0.0),
        structure=wanted.structure, own=True,
    )  # fmt: skip


def published(pattern: Pattern, structure: str = "") -> Target:
    """Return what a published pattern that is compared with runs is held against."""
    judged = {"low": pattern.side != "upper", "high": pattern.side != "lower"}
    parts = tuple(
        Ends(
            part.measure,
            pattern.scaled(part.low) if judged["low"] and part.low is not None else -math.inf,
            pattern.scaled(part.high) if judged["high"] and part.high is not None else math.inf,
        )
        for part in pattern.parts
    )
    rations = () if pattern.use != "output" else pattern.rations or None
    sd = pattern.discrepancy or 0.0
    return Target(pattern.id, pattern.title, parts, pattern.scale, sd, structure, rations=rations)


def wrong(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Yield the field and the message of everything in a wanted pattern that cannot be."""
    known = _published().get(wanted.id)
    given = [name for name in FIGURES if getattr(wanted, name) not in (None, "")]
    if known is not None:
        for name in given:
            yield name, f"is of a firm's own count; expected no {name} with the published pattern {wanted.id}"
        if known.use not in COMPARED:
            yield "id", f"is '{wanted.id}', which has no value in a run: {known.reason}; expected another pattern"
    elif not wanted.measure:
        near = did_you_mean(wanted.id, _published())
        expected = f"{near}expected one of {listed(_published())}, or an own count with measure, value and sd"
        yield "id", f"is {shown(wanted.id)}, no published pattern: {expected}"
    else:
        yield from _wrong_count(wanted)


def _wrong_count(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if wanted.measure not in KNOWN:
        yield "measure", f"is {shown(wanted.measure)}; {did_you_mean(wanted.measure, KNOWN)}expected a measure"
        return
    if not wanted.structure:
        yield "structure", "is missing; expected where the count was made, such as 'separate'"
    like, value = _like(wanted.measure), wanted.value is not None
    if value and (wanted.low is not None or wanted.high is not None):
        yield "value", "stands beside low or high; expected value and sd, or low and high"
    if value and wanted.sd is None:
        yield "sd", "is missing; expected the standard deviation of the count, in its unit"
    if not value and wanted.sd is not None:
        yield "sd", "stands without a value; expected value and sd, or low and high"
    if not value and wanted.sd is None and wanted.low is None and wanted.high is None:
        yield "value", "is missing; expected value and sd, or low and high"
    if not value and like is None:
        yield "measure", f"is '{wanted.measure}', of which nothing is published; expected value and sd with it"
    scale = like.scale if like else "linear"
    lost = [name for name in ("value", "low", "high") if _off(scale, getattr(wanted, name))]
    for name in lost:
        yield name, f"is {getattr(wanted, name):g}; expected a number on the scale '{scale}' of {wanted.measure}"
    if not lost and wanted.low is not None and wanted.high is not None and wanted.low >= wanted.high:
        yield "high", f"is {wanted.high:g}; expected more than low, {wanted.low:g}"


def targets(asked: object = None) -> tuple[Target, ...]:
    """Return targets from ids, patterns, counts as tables of their fields, or targets; by default the judged patterns.

    Raises one `PatternError` with a line for each that cannot be used.
    """
    if asked is None:
        return tuple(published(one) for one in patterns() if one.use == "output")
    if isinstance(asked, (str, Mapping)) or not hasattr(asked, "__iter__"):
        raise PatternError(f"patterns is {shown(asked)}; expected a list of ids and counts, such as ['P1', 'P2']")
    lines: list[str] = []
    found = [_target(at, one, lines) for at, one in enumerate(asked, 1)]
    ids = [one.id for one in found if one]
    lines += [
        f"pattern '{name}' stands twice; expected each once" for name in dict.fromkeys(ids) if ids.count(name) > 1
    ]
    if lines or not found:
        raise PatternError("\n".join(lines) or "patterns is empty; expected at least one")
    return tuple(one for one in found if one)


def _target(at: int, asked: object, lines: list[str]) -> Target | None:
    """Return one target; None where what is wrong with it was added to the lines."""
    if isinstance(asked, Target):
        return asked
    if isinstance(asked, Pattern) and asked.use in COMPARED:
        return published(asked)
    given = asked if isinstance(asked, Mapping) else {"id": asked.id if isinstance(asked, Pattern) else asked}
    unknown = [name for name in given if name not in Wanted.__dataclass_fields__]
    try:
        wanted = convert({str(name): value for name, value in given.items()}, Wanted)
    except ValidationError as error:
        lines.append(f"pattern {at}: is {shown(asked)}; expected an id or an own count: {error}")
        return None
    fields = listed(Wanted.__dataclass_fields__)
    found = [f"pattern {at}: {name} is not a field: expected {fields}" for name in unknown]
    found += [f"pattern {at}: {name} {message}" for name, message in wrong(wanted)]
    lines += found
    return None if found else target(wanted)


def _published() -> dict[str, Pattern]:
    return {one.id: one for one in patterns()}


def _like(measure: str) -> Pattern | None:
    """Return the first published pattern of a measure, whose scale and discrepancy a count takes; outputs first."""
    compared = sorted((one for one in patterns() if one.use in COMPARED), key=lambda one: one.use != "output")
    return next((one for one in compared if measure in [part.measure for part in one.parts]), None)


def _ends(wanted: Wanted) -> tuple[float | None, float | None]:
    return (wanted.low, wanted.high) if wanted.value is None else (wanted.value, wanted.value)


def _off(scale: str, value: float | None) -> bool:
    scaled = _scaled(scale, value)
    return scaled is not None and not math.isfinite(scaled)


def _scaled(scale: str, value: float | None) -> float | None:
    """Return a number on a scale, infinite where the scale has no place for it."""
    if value is None or scale == "linear":
        return value
    if value <= 0.0 or (scale == "logit" and value >= 1.0):
        return -math.inf if value <= 0.0 else math.inf
    return math.log(value) if scale == "log" else math.log(value / (1.0 - value))


def _slope(scale: str, value: float) -> float:
    """Return how many units of the scale one unit of the measure is, at a value."""
    if scale == "linear":
        return 1.0
    return 1.0 / value if scale == "log" else 1.0 / (value * (1.0 - value))
