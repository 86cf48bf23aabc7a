"""Tables as text: any delimiter, with or without lines above the header."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from reportsto.files.place import Place
from reportsto.files.tables import rows_of
from reportsto.organisations.book import Book
from reportsto.organisations.columns import no_header, recognised
from reportsto.organisations.sheet import Sheet, cleaned
from reportsto.organisations.taken import named_once
from reportsto.wording import counted

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LINES_ABOVE = 40
"""Lines that may stand above the header."""
MOST_COLUMNS = 1_000
_SEPARATOR = re.compile(r'^"?sep=(.)"?[;,]*\r?\n?', re.IGNORECASE)
_REMARK = re.compile(r"[ \t]*#")


@dataclass(frozen=True)
class _Header:
    """A header: how many of its columns are known, the delimiter, its line, and the rows that stand above it."""

    known: int
    delimiter: str
    line: int
    skipped: int


def read_delimited(text: str, place: Place, given: Mapping[str, str], book: Book) -> Sheet:
    """Return the records of a table; raises `ChartError` for one whose header is not found."""
    if not text.strip():
        raise place.error("the file is empty; expected a first line with id, title and reports_to")
    separator = _SEPARATOR.match(text)
    delimiters = separator[1] if separator and separator[1] in DELIMITERS else "".join(DELIMITERS)
    header = max((_header(text, one, given) for one in delimiters), key=lambda one: one.known)
    if not header.known:
        raise place.error(no_header(_guessed(text, place)))
    sheet = Sheet(place)
    _note_form(header, sheet.file, book)
    rows = rows_of(text, place, header.delimiter, csv.field_size_limit())
    for line, cells in rows:
        if line == header.line:
            if len(cells) > MOST_COLUMNS:
                raise place.on(line).error(f"{len(cells):,} columns; expected at most {MOST_COLUMNS:,}")
            sheet.columns = named_once([cleaned(cell) for cell in cells])
            break
    short: list[int] = []
    for line, cells in rows:
        before = len(sheet.records)
        _add(sheet, line, cells, book)
        if len(cells) < len(sheet.columns) and len(sheet.records) > before:
            short.append(line)
    if short:
        what = f"{counted(len(short), 'line')} with fewer cells than the header's {len(sheet.columns)}"
        book.note(sheet.file, short[0], what, "the cells at the end are read as empty")
    return sheet


def _note_form(header: _Header, file: str, book: Book) -> None:
    if header.delimiter != ",":
        book.note(file, header.line, f"{DELIMITERS[header.delimiter]} between the columns", "read so")
    if header.skipped:
        lines = "1 line" if header.skipped == 1 else f"{header.skipped} lines"
        book.note(file, 1, f"{lines} above the header, which stands on line {header.line}", "skipped")


def _header(text: str, delimiter: str, given: Mapping[str, str]) -> _Header:
    """Return the line that most looks like a header if cells are split so."""
    best = _Header(0, delimiter, 0, 0)
    try:
        for at, (line, cells) in enumerate(islice(rows_of(text, None, delimiter), LINES_ABOVE)):
            known = recognised(cells[:MOST_COLUMNS], given)
            if known > best.known and not _REMARK.match(cells[0]):
                best = _Header(known, delimiter, line, at)
    except csv.Error:
        pass
    return best


def _guessed(text: str, place: Place) -> Sheet:
    """Return the columns of the first line, for a message."""
    first = next((line for line in text.splitlines() if line.strip() and not _REMARK.match(line)), "")[:2000]
    delimiter = max(DELIMITERS, key=first.count)
    return Sheet(place, [cleaned(cell) for cell in first.split(delimiter)])


def _add(sheet: Sheet, line: int, cells: list[str], book: Book) -> None:
    """Keep a row; what cannot be one is left out with a note."""
    wide = len(sheet.columns)
    extra = [cell for cell in cells[wide:] if cell.strip()]
    filled = sum(bool(cell.strip()) for cell in cells)
    if _REMARK.match(cells[0]) and len(cells) < wide:
        book.note(sheet.file, line, "a line that begins with #", "skipped")
    elif extra:
        what = f"{len(cells)} cells, where the header has {wide}"
        expected = "expected quotation marks around text with delimiters"
        book.leave_out(sheet.file, line, f"{what}; {expected}", cells[:wide])
    elif filled == 1 and wide > 2 and len(cells) != wide:
        book.leave_out(sheet.file, line, "1 cell; expected a post in each line", cells)
    else:
        sheet.add(
            line, {name: sheet.take(line, cell) for name, cell in zip(sheet.columns, cells, strict=False) if name}
        )
