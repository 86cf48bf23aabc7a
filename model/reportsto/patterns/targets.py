"""What points of a study are held against: published patterns by id, and a firm's own counts."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from msgspec import Meta, ValidationError, convert

from reportsto.api import AS_DRAWN
from reportsto.errors import did_you_mean, listed, shown
from reportsto.files.place import Mistakes
from reportsto.patterns.pattern import COMPARED, Number, Pattern, PatternError
from reportsto.patterns.reading import KNOWN, patterns
from reportsto.structures import STRUCTURES

Scale = Literal["linear", "log", "logit"]
FIGURES = ("measure", "value", "sd", "low", "high")
"""Fields of a firm's own count."""
_WORDS = {"words": [*(one.id for one in STRUCTURES), AS_DRAWN]}


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
    sd: Annotated[float, Meta(gt=0, le=1e300, description="a number above 0, at most 1e300")] | None = None
    low: Number | None = None
    high: Number | None = None
    structure: Annotated[str, Meta(description="a name in quotes", extra=_WORDS)] = ""


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
    scale: Scale
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
    scale, discrepancy = _like(wanted.measure) or ("linear", 0.0)
    low, high = (wanted.low, wanted.high) if wanted.value is None else (wanted.value, wanted.value)
    observed = 0.0 if wanted.value is None or wanted.sd is None else wanted.sd * _slope(scale, wanted.value)
    part = Ends(wanted.measure, _end(scale, low, -math.inf), _end(scale, high, math.inf))
    return Target(
        wanted.id, f"own count of {wanted.measure}", (part,), scale, math.hypot(observed, discrepancy),
        wanted.structure, own=True,
    )  # fmt: skip


def published(pattern: Pattern, structure: str = "") -> Target:
    """Return what a published pattern that is compared with runs is held against."""
    parts = []
    for part in pattern.parts:
        low = None if pattern.side == "upper" else part.low
        high = None if pattern.side == "lower" else part.high
        parts.append(Ends(part.measure, _end(pattern.scale, low, -math.inf), _end(pattern.scale, high, math.inf)))
    rations = () if pattern.use != "output" else pattern.rations or None
    sd = pattern.discrepancy or 0.0
    return Target(pattern.id, pattern.title, tuple(parts), pattern.scale, sd, structure, rations=rations)


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
    like = _like(wanted.measure)
    given = frozenset(name for name in FIGURES[1:] if getattr(wanted, name) is not None)
    yield from _wrong_fields(given)
    if like is None and "value" not in given:
        yield "measure", f"is '{wanted.measure}', of which nothing is published; expected value and sd with it"
    yield from _wrong_numbers(wanted, like[0] if like else "linear")


def _wrong_fields(given: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the figures of a count that are given together: value and sd, or low, high or both."""
    if given == {"value", "sd"} or (given and given <= {"low", "high"}):
        return
    expected = "expected value and sd, or low and high"
    if "value" in given and given & {"low", "high"}:
        yield "value", f"stands beside low or high; {expected}"
    elif "value" in given:
        yield "sd", "is missing; expected the standard deviation of the count, in its unit"
    elif "sd" in given:
        yield "sd", f"stands without a value; {expected}"
    else:
        yield "value", f"is missing; {expected}"


def _wrong_numbers(wanted: Wanted, scale: Scale) -> Iterator[tuple[str, str]]:
    lost = [name for name in ("value", "low", "high") if not math.isfinite(_end(scale, getattr(wanted, name), 0.0))]
    for name in lost:
        yield name, f"is {getattr(wanted, name):g}; expected a number on the scale '{scale}' of {wanted.measure}"
    low, high = wanted.low, wanted.high
    if not lost and low is not None and high is not None and low >= high:
        yield "high", f"is {high:g}; expected more than low, {low:g}"


def targets(asked: object = None) -> tuple[Target, ...]:
    """Return targets from ids, patterns, counts as tables of their fields, or targets; by default the judged patterns.

    Raises one `PatternError` with a line for each that cannot be used.
    """
    if asked is None:
        return tuple(published(one) for one in patterns() if one.use == "output")
    if isinstance(asked, (str, Mapping)) or not isinstance(asked, Iterable):
        raise PatternError(f"patterns is {shown(asked)}; expected a list of ids and counts, such as ['P1', 'P2']")
    mistakes, found = Mistakes(PatternError), []
    for at, one in enumerate(asked, 1):
        with mistakes.gathered():
            found.append(_target(at, one))
    _refuse_twice([one.id for one in found], mistakes)
    mistakes.end()
    if not found:
        raise PatternError("patterns is empty; expected at least one")
    return tuple(found)


def _refuse_twice(ids: Sequence[str], mistakes: Mistakes) -> None:
    for name, times in Counter(ids).items():
        if times > 1:
            mistakes.add(PatternError(f"pattern '{name}' stands twice; expected each once"))


def _target(at: int, asked: object) -> Target:
    """Return one target, or raise `PatternError` with a line for each thing that is wrong with it."""
    if isinstance(asked, Target):
        return asked
    if isinstance(asked, Pattern) and asked.use in COMPARED:
        return published(asked)
    wanted = _wanted(at, asked)
    lines = [f"pattern {at}: {name} {message}" for name, message in wrong(wanted)]
    if lines:
        raise PatternError("\n".join(lines))
    return target(wanted)


def _wanted(at: int, asked: object) -> Wanted:
    """Return a pattern as it is written, from its id, or a table of its fields."""
    given = dict(asked) if isinstance(asked, Mapping) else {"id": getattr(asked, "id", asked)}
    fields = Wanted.__dataclass_fields__
    unknown = [name for name in given if name not in fields]
    if unknown:
        told = f"is not a field: expected {listed(fields)}"
        raise PatternError("\n".join(f"pattern {at}: {name} {told}" for name in unknown))
    try:
        return convert(given, Wanted)
    except ValidationError as error:
        raise PatternError(f"pattern {at}: is {shown(asked)}; expected an id or an own count: {error}") from None


def _published() -> dict[str, Pattern]:
    return {one.id: one for one in patterns()}


def _like(measure: str) -> tuple[Scale, float] | None:
    """Return scale and discrepancy of the first published pattern of a measure, which a count takes; outputs first."""
    compared = sorted((one for one in patterns() if one.use in COMPARED), key=lambda one: one.use != "output")
    found = (one for one in compared if measure in [part.measure for part in one.parts])
    return next(((one.scale, one.discrepancy or 0.0) for one in found), None)


def _end(scale: Scale, value: float | None, free: float) -> float:
    """Return an end on a scale; `free` where it is open, infinite where the scale has no place for it."""
    if value is None:
        return free
    if scale == "linear":
        return value
    if value <= 0.0:
        return -math.inf
    if scale == "log":
        return math.log(value)
    return math.log(value / (1.0 - value)) if value < 1.0 else math.inf


def _slope(scale: Scale, value: float) -> float:
    """Return how many units of the scale one unit of the measure is, at a value."""
    if scale == "linear":
        return 1.0
    return 1.0 / value if scale == "log" else 1.0 / (value * (1.0 - value))
