"""A page of findings as data, its answer first, then what supports it; and as Markdown.

`page_html` and `page_terminal` write the same page in their forms.

Texts carry four marks and no others: `code`, *emphasis*, **strong**, and in a cell of a table a line break.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from reportsto.wording import counted

MOST_ROWS = 6
"""Rows of the table that stands beside the answer."""
MOST_SHOWN = 5
"""Figures that a page shows; its index lists the others."""
MOST_LINES = 30
"""Rows of a table, or lines of a list, that a page shows of what a file beside it has whole."""
LISTED = "more_"
"""Begins the names of files of the figures that a page only lists."""
MOST_TURNS = 3
NOTHING = "No one thing that this study varies was found to turn it round."
NO_LEAD = "No place leads, so nothing turns it round."
COUNTED = {1: "One thing that turns it round", 2: "Two things that turn it round", 3: "Three things that turn it round"}
OTHERS = "Written beside this page by every run of the study; under `results` only the figures above are checked in."

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
        file: the file beside the page that has every row; with one, a page shows the first `MOST_LINES`
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one line an item; `file` as in `Table`."""

    lines: tuple[str, ...]
    file: str = ""


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
        words = self.name.removeprefix(LISTED).replace("_", " ")
        return words[:1].upper() + words[1:]

    @property
    def file(self) -> str:
        """Return its file beside the page."""
        return f"figures/{self.name}.png"


Block = str | Table | Items
"""A paragraph, a table or a list."""


def cut(block: Table | Items) -> tuple[Table | Items, str]:
    """Return what a page shows of a block, and how many lines it leaves to the block's file; "" for none."""
    more = len(block.rows if isinstance(block, Table) else block.lines) - MOST_LINES
    if more <= 0 or not block.file:
        return block, ""
    rest = f"The other {counted(more, 'row' if isinstance(block, Table) else 'line')}"
    if isinstance(block, Table):
        return replace(block, rows=block.rows[:MOST_LINES]), rest
    return replace(block, lines=block.lines[:MOST_LINES]), rest


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
        about: the firm, its people and the replicates, in a few words
        question: its question
        answer: the answer in one sentence
        intervals: the one line that says what every interval of the page is
        table: the answer by case, at most `MOST_ROWS` rows, or nothing
        figures: the figures, those that answer the question first; the page shows `MOST_SHOWN`, the first of them
            beside the answer, and lists the others
        turns: what turns the answer round, at most `MOST_TURNS` lines, and one that says how many more there are
        limits: what the answer is about, and what it leaves out: two lines
        sections: the details
    """

    title: str
    question: str
    answer: str
    about: str = ""
    intervals: str = ""
    table: Table | None = None
    figures: tuple[Figure, ...] = ()
    turns: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def shown(self) -> tuple[Figure, ...]:
        """Return the figures that the page shows."""
        return self.figures[:MOST_SHOWN]

    @property
    def linked(self) -> tuple[Figure, ...]:
        """Return the figures that the page only lists."""
        return self.figures[MOST_SHOWN:]

    @property
    def turning(self) -> str:
        """Return the heading over what turns the answer round."""
        count = len(self.turns[:MOST_TURNS]) if self.turns not in ((NOTHING,), (NO_LEAD,)) else 0
        return COUNTED.get(count, "What turns it round")


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


# ── As Markdown: finding.md ──────────────────────────────────────────────────────────────────────

MARKS: dict[Style, str] = {"plain": "", "code": "`", "emphasis": "*", "strong": "**"}


def markdown(page: Page) -> str:
    """Return the page; names that people gave show as text, whatever they hold."""
    parts = [
        f"# {_text(page.title)}",
        f"**{_text(page.answer)}**" if "**" not in page.answer else _text(page.answer),
        *([_table(page.table)] if page.table else []),
        *([_text(page.intervals)] if page.intervals else []),
        *(_shown(figure) for figure in page.shown[:1]),
        *_listed(page.turning, page.turns),
        *_listed("Limits", page.limits),
        f"**Question.** {_text(page.question)}",
        *(part for section in page.sections for part in _section(section)),
        *_more(page),
    ]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_text(section.title)}"
    for block in section.blocks:
        yield _block(block)


def _block(block: Block) -> str:
    if isinstance(block, str):
        return _text(block)
    shown, rest = cut(block)
    more = f"{rest}: [{_text(block.file)}]({quote(block.file)})." if rest else ""
    if isinstance(shown, Items):
        return "\n\n".join(filter(None, (_items(shown.lines), more)))
    return "\n\n".join(filter(None, (shown.title and f"**{_text(shown.title)}**", _table(shown), more)))


def _listed(title: str, lines: tuple[str, ...]) -> list[str]:
    return [f"## {title}", _items(lines)] if lines else []


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {_text(line)}" for line in lines)


def _table(table: Table) -> str:
    lines = [table.header, ["---"] * len(table.header), *table.rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return _inline(text).replace("|", "\\|").replace("\n", "<br>")


def _text(text: str) -> str:
    return _inline(text).replace("\n", " ")


def _inline(text: str) -> str:
    return "".join(f"{MARKS[style]}{_safe(style, part)}{MARKS[style]}" for style, part in spans(text))


def _safe(style: Style, part: str) -> str:
    """Return a part in which no reader of Markdown finds a tag, an entity or a link."""
    return part if style == "code" else part.replace("&", "&amp;").replace("<", "&lt;").replace("](", "]\\(")


def _shown(figure: Figure) -> str:
    return f"![{_text(figure.words)}]({quote(figure.file)})\n\n*{_text(figure.caption)}*"


def _more(page: Page) -> Iterator[str]:
    """Yield the figures after the first, then the names of those that are only listed: they may not be there."""
    if page.figures[1:]:
        yield "## More figures"
        yield from map(_shown, page.shown[1:])
    if page.linked:
        yield f"{OTHERS}\n\n" + "\n".join(f"- `{one.file}`: {_text(one.caption)}" for one in page.linked)
