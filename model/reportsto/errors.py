"""One class for each mistake a user can make; the message says what to write instead.

The command line turns every `ReportsToError` into its lines on standard error and exit code 2.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class ReportsToError(Exception):
    """Base of all mistakes a user can make; its text is one line for each mistake, and says what was expected."""


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
    near = did_you_mean(name, names)
    return UnknownName(f"unknown {what} {shown(str(name))}: {near}expected one of {listed(names)}")


def listed(allowed: Iterable[str]) -> str:
    """Return names for a message, the first twelve of many."""
    names = [name or '""' for name in allowed]
    return ", ".join(names) if len(names) <= 20 else f"{', '.join(names[:12])}, ... ({len(names)} in all)"


def did_you_mean(name: object, allowed: Iterable[str]) -> str:
    """Return the question after the nearest right name, with a space behind it; nothing where none is near."""
    near = nearest(name, allowed)
    return f"did you mean '{near}'? " if near else ""


def nearest(name: object, allowed: Iterable[str], least: float = 0.5) -> str:
    """Return the most similar allowed name, of a similarity from `least` to 1 (`difflib`); "" where none is near."""
    return next(iter(get_close_matches(str(name)[:200].lower(), list(allowed), n=1, cutoff=least)), "")


def shown(value: object, most: int = 80) -> str:
    """Return a value for a message: one line, at most so many characters, whatever is invisible in it as an escape."""
    if isinstance(value, int) and value.bit_length() > 256:
        return f"a number of about {value.bit_length() * 3 // 10:,} digits"
    text = " ".join(repr(value[: most + 1] if isinstance(value, str) else value).splitlines())
    return text if len(text) <= most else f"{text[: most - 3]}..."
