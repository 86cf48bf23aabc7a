"""Read what a study file varies between its points, and how it chooses them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from reportsto.errors import ReportsToError, StudyError, shown
from reportsto.files.place import Mistakes
from reportsto.parameters import Parameters
from reportsto.studies import form
from reportsto.studies.sampling import CHOSEN, Axis, Column, Levels, Range, Sampling
from reportsto.studies.sections import Section, refuse
from reportsto.studies.study import Setting
from reportsto.studies.switches import read_switches

TWICE = "is fixed in [constants] too; expected it in one place"


def settings_of(section: Section[Any], mistakes: Mistakes | None = None) -> tuple[Setting, ...]:
    """Return the parameters that stand in a section, those that can be set; the others are mistakes."""
    found = mistakes or Mistakes(StudyError)
    settings: list[Setting] = []
    for name, value in section.rest.items():
        with found.gathered():
            check_setting(name, value, partial(section.error, name))
            settings.append((name, frozen(value)))
    if mistakes is None:
        found.end()
    return tuple(settings)


def check_setting(name: str, value: object, fault: Callable[[str], ReportsToError]) -> None:
    """Refuse a value that a parameter cannot have; `fault` makes the error for a message."""
    try:
        Parameters().with_settings({name: value})
    except ReportsToError as error:
        raise fault(f"cannot be set: {str(error)[:300]}") from None


def frozen(value: object) -> object:
    """Return a value of TOML as one that can be compared and kept."""
    return tuple(value) if isinstance(value, list) else value


def read_sampling(
    section: Section[form.Design], constants: Section[form.Constants], listed: tuple[Column, ...]
) -> Sampling:
    """Return how the points are chosen; `listed` are the columns of a file of points."""
    design = section.form
    refuse(_wrong_design(section), wrong_points(section, design.points, design.kind))
    points = 0 if design.kind in CHOSEN else design.points
    if listed:
        points = len(listed[0].values)
    seed = constants.form.seed if design.seed is None else design.seed
    return Sampling(design.kind, points, design.levels, seed)


def wrong_points(
    section: Section[form.Design] | Section[form.Quick], points: int, kind: str
) -> Iterator[ReportsToError]:
    """Yield what is wrong with a number of points for a kind of design."""
    if not section.has("points"):
        return
    if kind in ("sobol_sequence", "saltelli") and points & (points - 1):
        reason = "expected a power of two, which a Sobol' sequence needs to be even"
        yield section.error("points", f"is {points}; {reason}")
    if kind == "shapley" and points % 2:
        yield section.error("points", f"is {points}; expected an even number: each order is followed by its reverse")


def _wrong_design(section: Section[form.Design]) -> Iterator[ReportsToError]:
    kind = section.form.kind
    for name, needed in (("points", kind not in CHOSEN), ("levels", kind == "morris"), ("file", kind == "points")):
        if section.has(name) and not needed:
            yield section.error(name, f"is for other designs than '{kind}'; expected it left out")
        if needed and name != "levels":
            yield from section.lacks(name)


def read_axes(
    read: Section[form.Uncertainties],
    section: Section[Any],
    settings: tuple[Setting, ...],
    sampling: Sampling,
    listed: tuple[Axis, ...],
) -> tuple[Axis, ...]:
    """Return what varies between points, in the order of the file; `section` has the parameters among what was read."""
    kind, values = sampling.kind, section.rest
    if kind == "shapley":
        return read_switches(read, section.rest)
    if read.has("without"):
        raise read.error("without", "is for the design 'shapley'; expected that in [design], or parameters here")
    if kind == "points":
        refuse(section.error(name, "is for other designs; all that varies stands in the file") for name in values)
        return listed
    if not values and kind != "factorial":
        raise section.error("", f"is empty; expected something for the design '{kind}' to vary")
    found = _varied(section, values, kind)
    fixed = dict(settings)
    refuse(section.error(axis.name, TWICE) for axis in found if axis.name in fixed)
    return found


def _varied(section: Section[Any], values: Mapping[str, object], kind: str) -> tuple[Axis, ...]:
    """Return the axes in a table of parameters: a list of levels each, or a range of `low`, `high` and `scale`."""
    found: list[Axis] = []
    mistakes = Mistakes(StudyError)
    ranges = {name.rpartition(".")[0] for name in values if name.endswith((".low", ".high"))}
    parts = {name: name.rpartition(".") for name in values if name.rpartition(".")[0] in ranges}
    for name, (_, _, part) in parts.items():
        if part not in ("low", "high", "scale"):
            raise section.error(name, "is no part of a range; expected low, high and, if you like, scale")
    for name, value in values.items():
        with mistakes.gathered():
            if name not in parts:
                found.append(_levels(section, name, value, kind))
            elif parts[name][0] in ranges:
                ranges.remove(parts[name][0])
                found.append(_range(section, parts[name][0], values, kind))
    mistakes.end()
    return tuple(found)


def _levels(section: Section[Any], name: str, values: object, kind: str) -> Levels:
    if not isinstance(values, list) or not values:
        hint = "a list (one value belongs in [constants])" + (" or { low, high }" if kind != "factorial" else "")
        raise section.error(name, f"is {shown(values)}; expected {hint}")
    for value in values:
        check_setting(name, value, partial(section.error, name))
    levels = tuple(frozen(value) for value in values)
    if len(set(levels)) < len(levels):
        raise section.error(name, f"is {shown(values)}; expected each value once")
    return Levels(name, levels)


def _range(section: Section[Any], name: str, values: Mapping[str, object], kind: str) -> Range:
    """Return a range from its parts; `values` holds `name.low`, `name.high` and perhaps `name.scale`."""
    if kind == "factorial":
        raise section.error(name, "is a range; expected a list of levels, or another kind in [design]")
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
    check_setting(name, value, partial(section.error, name))
    return value
