"""Off-switches as something a study varies: each is an axis with two levels, 0 for on and 1 for off."""

from collections.abc import Iterable

from reportsto.parameters import OFF_SWITCHES
from reportsto.studies.form import Uncertainties
from reportsto.studies.sampling import Axis, Levels
from reportsto.studies.sections import Section, refuse

PREFIX = "without."
"""Begins the name of such an axis, as in `without.incentives`."""
ON, OFF = 0, 1


def read_switches(section: Section[Uncertainties], others: Iterable[str]) -> tuple[Axis, ...]:
    """Return an axis for each mechanism that `without` lists in [uncertainties], by default for every off-switch.

    Raises `StudyError` for an unknown mechanism, for fewer than two, and for anything else in the section.
    """
    named = section.form.without or tuple(OFF_SWITCHES)
    refuse(section.error(name, "is no off-switch; expected without = [...] alone, or nothing") for name in others)
    if len(named) < 2:
        raise section.error("without", f"names '{named[0]}' alone; expected at least two mechanisms to share between")
    return tuple(Levels(f"{PREFIX}{name}", (ON, OFF)) for name in named)


def mechanisms(axes: Iterable[Axis]) -> tuple[str, ...]:
    """Return the mechanisms these axes switch, in order."""
    return tuple(axis.name.removeprefix(PREFIX) for axis in axes if axis.name.startswith(PREFIX))


def apart(settings: Iterable[tuple[str, object]]) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the parameters among the settings of a point, and the mechanisms it switches off, in catalogue order."""
    named = dict(settings)
    off = tuple(name for name in OFF_SWITCHES if named.get(f"{PREFIX}{name}") == OFF)
    return {name: value for name, value in named.items() if not name.startswith(PREFIX)}, off
