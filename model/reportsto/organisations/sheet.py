"""What every reader of a format returns: records of text cells, whatever the file looked like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from reportsto.chart_files.posts import MOST_POSTS
from reportsto.errors import ChartError
from reportsto.files.place import Place

LARGEST = 64 * 2**20
"""Bytes of a file."""
LONGEST = 10_000
"""Characters of a cell that is used."""
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Control characters, lone surrogates, and signs that show nothing or turn the direction of text."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a file.

    Attributes:
        line: where it begins, counted from 1; 0 where the format has no lines.
        cells: text by name of column, both as in the file but without control characters.
        above: position of the record it stands inside, counted from 0; `None` where the file does not nest.
    """

    line: int
    cells: dict[str, str]
    above: int | None = None


@dataclass
class Sheet:
    """The records of a file.

    Attributes:
        place: the file.
        columns: names, in the order of the file.
        records: in the order of the file.
        nested: whether records stand inside others.
        loose: texts and numbers that stand among posts and are none.
        marked: lines of cells in which line breaks, or characters that show nothing, were read as spaces.
    """

    place: Place
    columns: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    nested: bool = False
    loose: int = 0
    marked: list[int] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Return the name of the file, for notes."""
        return str(self.place.on(None))

    def take(self, line: int, text: str) -> str:
        """Return the text of a cell, cleaned, and remember where more than spaces around it was taken away."""
        out = cleaned(text)
        if out is not text and out != text.strip():
            self.marked.append(line)
        return out

    def add(self, line: int, cells: dict[str, str], above: int | None = None) -> int:
        """Keep one record and return its position."""
        if len(self.records) >= MOST_POSTS:
            raise self.place.on(line or None).error(f"over {MOST_POSTS:,} posts; expected a team to be one post")
        self.records.append(Record(line, cells, above))
        return len(self.records) - 1


def cleaned(text: str) -> str:
    """Return a text on one line, without control characters and without spaces around it."""
    text = text.strip()
    if text.isascii() and text.isprintable():
        return text
    return _BREAKS.sub(" ", text).strip()


def columns_of(records: Iterable[dict[str, str]]) -> list[str]:
    """Return the names of all columns, in the order in which they are met."""
    return list(dict.fromkeys(name for record in records for name in record))


def place_of(path: object) -> Place:
    """Return the place that names a file in messages."""
    from pathlib import Path

    return Place(Path(str(path)), ChartError)
