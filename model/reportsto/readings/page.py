"""A page of findings as data: its answer first, then what supports it; `page_*` write it in one form each.

Texts carry four marks and no others: `code`, *emphasis*, **strong**, and in a cell of a table a line break.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

MOST_ROWS = 6
"""Rows of the table that stands beside the answer."""
MOST_SHOWN = 5
"""Figures that a page shows; its index links the others."""
MOST_TURNS = 3

Style = Literal["plain", "code", "emphasis", "strong"]

_STYLES: tuple[Style, ...] = ("code", "emphasis", "strong")
_MARKS = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\*\*(?=\S)(?P<strong>.+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<emphasis>[^*]+?)(?<=\S)\*(?![\w*])"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Words and numbers in rows and columns.

    Attributes:
        header: the names of the columns
        rows: the cells of each row, as many as the header has
        title: what the table shows, or nothing
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""


table = Table


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one line an item."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was drawn.

    Attributes:
        name: its file in the folder `figures`, without suffix
        caption: what to see in it, in a sentence or two
    """

    name: str
    caption: str

    @property
    def words(self) -> str:
        """Return the name as words."""
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:]


Block = str | Table | Items
"""A paragraph, a table or a list."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything a reader is told about a study.

    Attributes:
        title: the title of the study
        question: its question
        answer: the answer in one sentence
        intervals: the one line that says what every interval of the page is
        table: the answer by case, at most `MOST_ROWS` rows, or nothing
        figures: the figures, those that answer the question first; the page shows `MOST_SHOWN` and links the others
        turns: what would change the answer, at most `MOST_TURNS` lines
        limits: what the answer is about: firm, days, worlds, replicates
        sections: the details
    """

    title: str
    question: str
    answer: str
    intervals: str = ""
    table: Table | None = None
    figures: tuple[Figure, ...] = ()
    turns: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        """Refuse more than a reader takes in at a glance."""
        if self.table is not None and len(self.table.rows) > MOST_ROWS:
            raise ValueError(f"the first table of a page has at most {MOST_ROWS} rows: got {len(self.table.rows)}")
        if len(self.turns) > MOST_TURNS:
            raise ValueError(f"a page names at most {MOST_TURNS} things that turn its answer: got {len(self.turns)}")

    @property
    def shown(self) -> tuple[Figure, ...]:
        """Return the figures that the page shows."""
        return self.figures[:MOST_SHOWN]

    @property
    def linked(self) -> tuple[Figure, ...]:
        """Return the figures that the page only links."""
        return self.figures[MOST_SHOWN:]


def spans(text: str) -> Iterator[tuple[Style, str]]:
    """Yield the parts of a text, each with its style, in order; characters that no reader sees are left out."""
    text = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    end = 0
    for found in _MARKS.finditer(text):
        if found.start() > end:
            yield "plain", text[end : found.start()]
        for style in _STYLES:
            if found[style]:
                yield style, found[style]
        end = found.end()
    if end < len(text):
        yield "plain", text[end:]
