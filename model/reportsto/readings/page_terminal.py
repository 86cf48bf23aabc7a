"""A page in a terminal: the answer, its table, what turns it round and its limits; the details are in the file."""

from collections.abc import Iterator
from io import StringIO

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from reportsto.readings.page import Page, Style, Table, spans

LOOKS: dict[Style, str] = {"plain": "", "code": "bold", "emphasis": "italic", "strong": "bold"}
WIDTH, NARROW = 80, 60


def terminal(page: Page, *, width: int = WIDTH, colour: bool = False) -> str:
    """Return the first screen of the page, at most `width` columns wide; without `colour` it is plain text."""
    console = Console(
        file=StringIO(), width=width, force_terminal=colour, no_color=not colour, highlight=False, emoji=False
    )
    with console.capture() as captured:
        for part in _parts(page, narrow=width < NARROW):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _parts(page: Page, *, narrow: bool) -> Iterator[RenderableType]:
    yield Text.assemble(_text(page.title, "bold"), f"  {page.about}" if page.about else "")
    yield _text(page.answer)
    if page.table:
        yield from _rows(page.table) if narrow else [_grid(page.table)]
    if page.intervals:
        yield _text(page.intervals)
    for title, lines in ((page.turning, page.turns), ("Limits", page.limits)):
        if lines:
            yield Text(f"\n{title}", style="bold")
            yield from (Padding(_text(f"- {line}"), (0, 0, 0, 2)) for line in lines)


def _rows(table: Table) -> Iterator[RenderableType]:
    """Yield each row as lines of its own, where columns would be too narrow to read."""
    for first, *cells in table.rows:
        yield Text.assemble("\n", _text(first, "bold"))
        for name, cell in zip(table.header[1:], cells, strict=False):
            yield Padding(Text.assemble(_text(name), ": ", _text(cell)), (0, 0, 0, 2))


def _grid(table: Table) -> Padding:
    grid = Grid(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for name in table.header:
        grid.add_column(_text(name), overflow="fold")
    for row in table.rows:
        grid.add_row(*map(_text, row))
    return Padding(grid, (1, 0, 0, 2))


def _text(words: str, style: str = "") -> Text:
    return Text.assemble(*((part, LOOKS[mark]) for mark, part in spans(words)), style=style)
