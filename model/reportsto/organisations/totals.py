"""The line of totals at the bottom of an export: a sum, and no post."""

import re
from collections.abc import Mapping, Sequence

from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.sheet import Record, Sheet

_TOTAL = re.compile(r"(?i)((grand|overall|sub) ?)?totals?|(gesamt)?summe|gesamt|sum")


def leave_out_total(sheet: Sheet, found: Mapping[str, Sequence[str]], book: Book) -> None:
    """Take lines of totals from the bottom of a sheet, where nobody reports to what they are called."""
    superiors = [*found.get("reports_to", ()), *found.get("reporting_post", ())]
    while len(sheet.records) > 1 and (word := _total(sheet.records[-1], found.get("title", ()), superiors)):
        if sheet.nested or any(record.cells.get(name) == word for record in sheet.records for name in superiors):
            return
        what = f"the last line begins with {shown(word)} and has no title; expected a post"
        book.repair(sheet.file, sheet.records[-1].line, what, "left out: a sum, no post")
        del sheet.records[-1]


def _total(record: Record, titles: Sequence[str], superiors: Sequence[str]) -> str:
    """Return the word by which a record is a line of totals; nothing where it is a post."""
    cells = record.cells
    word = next((text for text in cells.values() if text), "")
    is_total = _TOTAL.fullmatch(word.strip(" :")) is not None
    has_title = any(cells.get(name, "") not in ("", word) for name in titles)
    return word if is_total and not has_title and not any(cells.get(name) for name in superiors) else ""
