"""Where a mistake stands in a file, in one format: `file:line: field message`; all mistakes at once; and safe text.

A file is read only where it is plain, not too large, and UTF-8, with or without a mark at its beginning.
"""

import codecs
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportsto.errors import ReportsToError

MOST_TOLD = 20
"""Mistakes named at once."""
_NOTED: ContextVar[list[Path] | None] = ContextVar("noted", default=None)
_CONFINED: ContextVar[Path | None] = ContextVar("confined", default=None)


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
        named: beginnings of lines about fields that are named already: whatever else is wrong there follows from that.
    """

    mistake: type[ReportsToError]
    found: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep what is wrong inside, and go on."""
        try:
            yield
        except ReportsToError as error:
            self.add(error)

    def add(self, error: ReportsToError) -> None:
        """Keep one mistake; enough of them end it at once."""
        self.found.extend(line for line in str(error).splitlines() if not line.startswith(tuple(self.named)))
        if len(self.found) >= MOST_TOLD:
            raise self.mistake("\n".join([*self.found[:MOST_TOLD], "... and perhaps more"]))

    def end(self) -> None:
        """Raise one error for all that was found, if anything was."""
        if self.found:
            raise self.mistake("\n".join(self.found))


@contextmanager
def noted() -> Iterator[list[Path]]:
    """Note the files that are read as text inside the block, in order: those that a study names, for example."""
    found: list[Path] = []
    before = _NOTED.set(found)
    try:
        yield found
    finally:
        _NOTED.reset(before)


@contextmanager
def confined(folder: Path) -> Iterator[None]:
    """Refuse to read text outside a folder: what is in it comes from a stranger, and may name files of ours."""
    before = _CONFINED.set(folder.resolve())
    try:
        yield
    finally:
        _CONFINED.reset(before)


def read_text(place: Place, largest: int, what: str) -> str:
    """Return the text of the file at a place, of `largest` bytes at most; `what` is expected, for messages."""
    data = _bytes(place, largest, what).removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = place.on(data[: error.start].count(b"\n") + 1)
        raise where.error(f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from None
    if "\0" in text:
        where = place.on(text.count("\n", 0, text.index("\0")) + 1)
        raise where.error("a NUL byte; expected text, saved as UTF-8")
    return text


def check_plain(place: Place, what: str) -> None:
    """Refuse what is not there or no plain file: a pipe would be waited for, a device never ends."""
    try:
        mode = place.path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(place, error, what) from None
    if not stat.S_ISREG(mode):
        raise place.error(f"is {'a folder' if stat.S_ISDIR(mode) else 'no plain file'}; expected {what}")


def _bytes(place: Place, largest: int, what: str) -> bytes:
    folder = _CONFINED.get()
    if folder is not None and not place.path.resolve().is_relative_to(folder):
        raise place.error(f"lies elsewhere; expected {what} that came along")
    check_plain(place, what)
    try:
        with place.path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise _unreadable(place, error, what) from None
    if len(data) > largest:
        raise place.error(f"larger than {largest / 2**20:,.0f} MB; expected a smaller file")
    if (found := _NOTED.get()) is not None:
        found.append(place.path)
    return data


def _unreadable(place: Place, error: Exception, what: str) -> ReportsToError:
    return place.error(f"cannot be read: {getattr(error, 'strerror', None) or error}; expected {what}")
