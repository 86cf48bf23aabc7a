"""Read what a study file fixes and what it varies between its points, and how it chooses them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from reportsto.errors import ReportsToError, StudyError, UnknownName, shown
from reportsto.files.place import Mistakes, Place, read_text
from reportsto.files.tables import number, parse_table
from reportsto.parameters import OFF_SWITCHES, Parameters, every_field, every_name, priors_of
from reportsto.priors import on_line
from reportsto.studies.levers import LEVERS, kept, try_setting
from reportsto.studies.sampling import CHOSEN, OFF, ON, PREFIX, Axis, Column, Levels, Range, Sampling
from reportsto.studies.sections import Section, refuse
from reportsto.studies.study import LIST, MOST_POINTS, Box, Constants, Setting, Uncertainties

LARGEST_LIST = 64 * 2**20
"""Bytes of a file of points."""
PRIOR, HALF_PRIOR = "prior", "half_prior"
"""Words for a range: the whole of a parameter's prior, and its inner half on either side of the default."""
RANGES = f', {{ low, high }}, "{PRIOR}" or "{HALF_PRIOR}"'
A_RANGE = "is a range; expected a list of levels, or another kind in [design]"
TWICE = "is fixed in [constants] too; expected it in one place"


def read_settings(section: Section[Any], mistakes: Mistakes | None = None) -> tuple[Setting, ...]:
    """Return the parameters that stand in a section, those that can be set; the others are mistakes."""
    found = mistakes or Mistakes(StudyError)
    settings: list[Setting] = []
    for name, value in section.given.items():
        with found.gathered():
            _check_setting(name, value, partial(section.error, name))
            settings.append((name, kept(name, value)))
    if mistakes is None:
        found.end()
    return tuple(settings)


def read_sampling(section: Section[Box], constants: Section[Constants], listed: tuple[Column, ...]) -> Sampling:
    """Return how the points are chosen; `listed` are the columns of a file of points."""
    box = section.form
    refuse(_wrong_fields(section), wrong_points(section, box.points, box.kind))
    points = len(listed[0].values) if listed else 0 if box.kind in CHOSEN else box.points
    return Sampling(box.kind, points, box.levels, constants.form.seed if box.seed is None else box.seed)


def wrong_points(section: Section[Any], points: int, kind: str) -> Iterator[ReportsToError]:
    """Yield what is wrong with a number of points for a kind of design."""
    if "points" not in section.given:
        return
    if kind in ("sobol_sequence", "saltelli") and points & (points - 1):
        reason = "expected a power of two, which a Sobol' sequence needs to be even"
        yield section.error("points", f"is {points}; {reason}")
    if kind == "shapley" and points % 2:
        yield section.error("points", f"is {points}; expected an even number: each order is followed by its reverse")


def _wrong_fields(section: Section[Box]) -> Iterator[ReportsToError]:
    kind = section.form.kind
    for name, needed in (("points", kind not in CHOSEN), ("levels", kind == "morris"), ("file", kind == "points")):
        if name in section.given and not needed:
            yield section.error(name, f"is for other designs than '{kind}'; expected it left out")
        if needed and name != "levels":
            yield from section.lacks(name)


def read_axes(
    section: Section[Uncertainties],
    parameters: Section[None],
    settings: tuple[Setting, ...],
    sampling: Sampling,
    listed: tuple[Column, ...],
    held: Collection[str] = (),
) -> tuple[Axis, ...]:
    """Return what varies between points, in the order of the file; `parameters` are those among the section's names.

    `held` are parameters that firms of files set: with `every` they keep their numbers.
    """
    kind, values = sampling.kind, parameters.given
    if kind == "shapley":
        return _switches(section, values)
    if section.form.every and kind in ("factorial", "points"):
        raise section.error("every", f"draws from ranges, which the design '{kind}' cannot; expected another kind")
    more = _every_prior(section, values, [*dict(settings), *held]) if section.form.every else {}
    if "without" in section.given:
        raise section.error("without", "is for the design 'shapley'; expected that in [design], or parameters here")
    if kind == "points":
        refuse(section.error(name, "is for other designs; all that varies stands in the file") for name in values)
        return listed
    if not values and not more and kind != "factorial":
        raise section.error("", f"is empty; expected something for the design '{kind}' to vary")
    found = _varied(section, {**values, **more}, kind)
    fixed = dict(settings)
    refuse(section.error(axis.name, TWICE) for axis in found if axis.name in fixed)
    return found


def _every_prior(section: Section[Any], values: Mapping[str, object], fixed: Collection[str]) -> dict[str, object]:
    """Return the word for its prior for each parameter that has one and that nothing else sets; words vary alone.

    Edits of the chart are left out, and what each world, rationing rule or route sets.
    """
    taken = [*values, *fixed]
    free = (name for name, whole in _drawable() if not any(_sets(one, name, whole) for one in taken))
    return dict.fromkeys(free, section.form.every)


def _drawable() -> Iterator[tuple[str, str]]:
    """Yield each parameter that has a prior of its own, and the name of all its words together."""
    for group, entry, info in every_field():
        if info.priors and group != "chart" and not info.named:
            for word in info.words or ("",):
                yield f"{group}.{entry}" + (f".{word}" if word else ""), f"{group}.{entry}"


def _sets(given: str, name: str, whole: str) -> bool:
    """Tell whether a line sets or varies a parameter: by its name, by that of all its words, or by an end of it."""
    return given in (whole, name) or given.startswith(f"{name}.")


def _check_setting(name: str, value: object, fault: Callable[[str], ReportsToError]) -> None:
    """Refuse a value that a parameter cannot have; `fault` makes the error for a message."""
    try:
        try_setting(name, value)
    except ReportsToError as error:
        raise fault(f"cannot be set: {str(error)[:300]}") from None


def _switches(section: Section[Uncertainties], others: Mapping[str, object]) -> tuple[Axis, ...]:
    """Return an axis for each mechanism that `without` lists in [uncertainties], by default for every off-switch."""
    named = section.form.without or tuple(OFF_SWITCHES)
    refuse(section.error(name, "is no off-switch; expected without = [...] alone, or nothing") for name in others)
    if len(named) < 2:
        raise section.error("without", f"names '{named[0]}' alone; expected at least two mechanisms to share between")
    return tuple(Levels(f"{PREFIX}{name}", (ON, OFF)) for name in named)


def _varied(section: Section[Any], values: Mapping[str, object], kind: str) -> tuple[Axis, ...]:
    """Return the axes in a table of parameters: for each levels, a range of `low`, `high` and `scale`, or its prior."""
    found: list[Axis] = []
    mistakes = Mistakes(StudyError)
    ranges = {name.rpartition(".")[0] for name in values if name.endswith((".low", ".high"))}
    parts = {name: name.rpartition(".") for name in values if name.rpartition(".")[0] in ranges}
    for name, (_, _, part) in parts.items():
        if part not in ("low", "high", "scale"):
            raise section.error(name, "is no part of a range; expected low, high and, if you like, scale")
    for name, value in values.items():
        with mistakes.gathered():
            if name not in parts and value in (PRIOR, HALF_PRIOR):
                found.append(_from_prior(section, name, kind, half=value == HALF_PRIOR))
            elif name not in parts:
                found.append(_levels(section, name, value, kind))
            elif parts[name][0] in ranges:
                ranges.remove(parts[name][0])
                found.append(_range(section, parts[name][0], values, kind))
    mistakes.end()
    return tuple(found)


def _levels(section: Section[Any], name: str, values: object, kind: str) -> Levels:
    if not isinstance(values, list) or not values:
        hint = "a list (one value belongs in [constants])" + (RANGES if kind != "factorial" else "")
        raise section.error(name, f"is {shown(values)}; expected {hint}")
    for value in values:
        _check_setting(name, value, partial(section.error, name))
    levels = tuple(kept(name, value) for value in values)
    if len(set(levels)) < len(levels):
        raise section.error(name, f"is {shown(values)}; expected each value once")
    return Levels(name, levels)


def _from_prior(section: Section[Any], name: str, kind: str, *, half: bool) -> Range:
    """Return the range of a parameter's prior; with `half`, from half-way between its default and either end."""
    if kind == "factorial":
        raise section.error(name, A_RANGE)
    if name in LEVERS:
        raise section.error(name, "cannot be varied: a lever has no prior; expected a list of levels")
    try:
        priors = set(priors_of(name))
    except UnknownName as error:
        raise section.error(name, f"cannot be varied: {error}") from None
    default = Parameters().get(name)
    numbers = set(default) if isinstance(default, tuple) else {default}
    if not priors:
        raise section.error(name, "has no prior: it is fixed; expected a list of levels, or { low, high }")
    if len(priors) > 1 or (half and len(numbers) > 1):
        raise section.error(
            name, "has another range for each of its words; expected a range for each, by its full name"
        )
    (prior,) = priors
    low, high = prior.low, prior.high
    if half:
        low, high = (on_line(min(numbers), end, prior.scale, 0.5) for end in (low, high))
    whole = prior.scale == "whole"
    return Range(
        name, int(low) if whole else low, int(high) if whole else high, prior.scale == "log", whole, prior=True
    )


def _range(section: Section[Any], name: str, values: Mapping[str, object], kind: str) -> Range:
    """Return a range from its parts; `values` holds `name.low`, `name.high` and perhaps `name.scale`."""
    if kind == "factorial":
        raise section.error(name, A_RANGE)
    low, high = (_end(section, f"{name}.{part}", name, values) for part in ("low", "high"))
    scale = values.get(f"{name}.scale", "linear")
    if scale not in ("linear", "log", "whole"):
        raise section.error(f"{name}.scale", f"is {shown(scale)}; expected linear, log or whole")
    if not low < high or (scale == "log" and low <= 0):
        raise section.error(f"{name}.low", f"is {low}; expected less than high{', above 0' * (scale == 'log')}")
    return Range(name, low, high, log=scale == "log", whole=scale == "whole")


def _end(section: Section[Any], end: str, name: str, values: Mapping[str, object]) -> float:
    value = values.get(end, "missing")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise section.error(end, f"is {shown(value)}; expected a number")
    _check_setting(name, value, partial(section.error, name))
    return value


# ── The user's own list of points: a CSV with one parameter a column and one point a row ─────────


def read_list(section: Section[Box], settings: tuple[Setting, ...]) -> tuple[Column, ...]:
    """Return the columns of the file of points that a design names, beside the study; none for other designs.

    Each column is a parameter, each row a point; a parameter without a column keeps its default. Raises one
    `StudyError` for all cells that cannot be used, with file, line and column.
    """
    if section.form.kind != "points" or not section.form.file:
        return ()
    place = Place(section.file.place.path.parent / section.form.file, StudyError)
    text = read_text(place, LARGEST_LIST, LIST)
    table = parse_table(text, place, MOST_POINTS, "such as attention.hours,climb.share", "points")
    if not table.rows:
        raise place.error("no points; expected one a row below the header")
    names = table.columns("parameter", every_name())
    refuse(table.place.error(TWICE, name) for name in names if name in dict(settings))
    table.check_widths()
    mistakes = Mistakes(StudyError)
    rows = []
    for line, cells in table.rows:
        named = zip(names, cells, strict=True)
        rows.append([_number(place.on(line), name, cell.strip(), mistakes) for name, cell in named])
    mistakes.end()
    return tuple(Column(name, values) for name, values in zip(names, zip(*rows, strict=True), strict=True))


def _number(place: Place, name: str, cell: str, mistakes: Mistakes) -> float:
    """Return the number in a cell, as TOML would have it; what is none, or none for this parameter, is a mistake."""
    value: float = 0
    with mistakes.gathered():
        try:
            value = number(cell)
        except ValueError:
            told = f"is {shown(cell)}; expected a number" if cell else "is empty; expected a number, or no such column"
            raise place.error(told, name) from None
        value = int(value) if value.is_integer() and cell.lstrip("+-").isdigit() else value
        _check_setting(name, value, lambda message: place.error(message, name))
    return value
