"""One class for each mistake a user can make; the message says what to write instead.

The command line turns every `ReportsToError` into one line on standard error and exit code 2.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class ReportsToError(Exception):
    """Base of all mistakes a user can make; its text is one line that says what was expected."""


class ChartError(ReportsToError):
    """A chart file or an edit of a chart that cannot be used."""


class UnknownName(ReportsToError):
    """A name that is in no list; the message offers the nearest right one."""


class SettingError(ReportsToError):
    """A parameter with an impossible value or type."""


class StudyError(ReportsToError):
    """A study file that cannot be run; the message names the line or the field."""


class RunError(ReportsToError):
    """A run that had to stop, with the day and the reason."""


def unknown_name(what: str, name: object, allowed: Iterable[str]) -> UnknownName:
    """Return the error for a name that is not `allowed`, with the nearest right name where there is one."""
    names = list(allowed)
    near = get_close_matches(str(name).lower(), names, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'? " if near else ""
    listed = ", ".join(names) if len(names) <= 20 else f"{len(names)} names: {', '.join(names[:5])}, ..."
    return UnknownName(f"unknown {what} {str(name)!r}: {hint}expected one of {listed}")
