"""How a command ends: errors and signals become one line on standard error and an exit code.

2 is a mistake of the user, 1 means that runs failed, 130 that somebody pressed Ctrl-C, 141 that whoever read the output
stopped reading.
"""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

import click

from reportsto.cli.shared import warn
from reportsto.errors import ReportsToError

NO_ROOM = ("failed to map segment", "cannot allocate memory", "can't start new thread")
"""What the system says of a library or a thread for which there is not memory enough."""
BAD_INPUT, INTERRUPTED, READER_GONE = 2, 130, 141


def leave_after(act: Callable[[], int]) -> NoReturn:
    """Do what was asked and leave with its exit code."""
    _need_output()
    try:
        code = act()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whatever is still to be written at exit goes nowhere, and nobody is told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = READER_GONE
    except (click.exceptions.Exit, click.Abort, KeyboardInterrupt) as left:
        code = _left(left)
    except (MemoryError, ImportError, RuntimeError) as error:
        if not isinstance(error, MemoryError) and not any(told in str(error).lower() for told in NO_ROOM):
            raise
        warn("reportsto: out of memory; saved runs are kept: expected more memory, or fewer --workers")
        code = BAD_INPUT
    except (ReportsToError, click.ClickException, OSError) as error:
        for line in _lines(error):
            warn(_visible(line))
        code = BAD_INPUT
    sys.exit(code)


def _left(error: click.exceptions.Exit | click.Abort | KeyboardInterrupt) -> int:
    """Return the exit code of a command that was left early, and say so where somebody interrupted it."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    warn(f"reportsto: {str(error) or 'interrupted'}")
    return INTERRUPTED


def _need_output() -> None:
    """Refuse a closed standard output: the next file opened would take its place.

    A closed standard error or input is replaced by nothing to write to and nothing to read.
    """
    # Python sets what is closed to None.
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - open until the process ends
    if sys.stdout is None:
        warn("reportsto: standard output is closed; expected a terminal, a file, a pipe or /dev/null")
        sys.exit(BAD_INPUT)


def _visible(text: str) -> str:
    """Return a text with each sign that cannot be seen as an escape; words of the user stand in it as they came."""
    return "".join(one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode() for one in text)


def _lines(error: ReportsToError | click.ClickException | OSError) -> list[str]:
    """Return a line for each mistake, with what to write instead or where to look."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return [error.ctx.get_help()]
    if isinstance(error, click.UsageError):
        where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        return [f"reportsto: {' '.join(error.format_message().split())}{where}"]
    if isinstance(error, OSError):
        file = f"{error.filename}: " if error.filename else ""
        return [f"reportsto: {file}{(error.strerror or str(error)).lower()}"]
    text = error.format_message() if isinstance(error, click.ClickException) else str(error)
    return [f"reportsto: {line}" for line in text.splitlines()]
