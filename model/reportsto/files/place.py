"""Where a mistake stands in a file, in one format: `file:line: field message`; and all mistakes of a file at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportsto.errors import ReportsToError

MOST_TOLD = 20
"""Mistakes named at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file.

    Attributes:
        path: the file, as the user named it.
        mistake: the class of the errors about this file.
        line: counted from 1; None where it cannot be told.
    """

    path: Path
    mistake: type[ReportsToError]
    line: int | None = None

    def __str__(self) -> str:
        """Return the file and the line, without anything that would break a line of a message."""
        name = "".join(one if one.isprintable() else " " for one in str(self.path))
        return name if self.line is None else f"{name}:{self.line}"

    def on(self, line: int | None) -> "Place":
        """Return the place on another line of the same file."""
        return replace(self, line=line)

    def error(self, message: str, name: str = "") -> ReportsToError:
        """Return the error for a field, or for the whole place where none is named."""
        return self.mistake(f"{self}: {name} {message}" if name else f"{self}: {message}")


@dataclass
class Mistakes:
    """The mistakes of one file, to be named together.

    Attributes:
        mistake: the class of the error that names them.
        found: one line each.
    """

    mistake: type[ReportsToError]
    found: list[str] = field(default_factory=list)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep what is wrong inside, and go on."""
        try:
            yield
        except ReportsToError as error:
            self.add(error)

    def add(self, error: ReportsToError) -> None:
        """Keep one mistake; enough of them end it at once."""
        self.found.extend(str(error).splitlines())
        if len(self.found) >= MOST_TOLD:
            raise self.mistake("\n".join([*self.found[:MOST_TOLD], "... and perhaps more"]))

    def end(self) -> None:
        """Raise one error for all that was found, if anything was."""
        if self.found:
            raise self.mistake("\n".join(self.found))
