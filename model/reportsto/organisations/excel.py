"""Excel workbooks (.xlsx): the first sheet whose header is known. Values only: no formula is computed."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from reportsto.errors import ChartError
from reportsto.files.place import Place
from reportsto.organisations.book import Book
from reportsto.organisations.columns import no_header, recognised, role_of
from reportsto.organisations.parsing import EXTRA
from reportsto.organisations.sheet import LONGEST, Sheet, cleaned
from reportsto.organisations.taken import named_once

LARGEST_INSIDE = 256 * 2**20
"""Bytes of a workbook once unpacked."""
MOST_FILES = 2_000
MOST_COLUMNS = 500
LINES_ABOVE = 40
MOST_ROWS = 2**20
"""Rows of a sheet that Excel itself writes: a reader walks every row up to the last, also where none is there."""
_FAR_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]{0,500}?\sr\s*=\s*[\"']\s*0*([0-9]{7,})")


_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


def read_excel(data: bytes, place: Place, given: Mapping[str, str], book: Book) -> Sheet:
    """Return the records of a workbook; a formula whose value was not saved with it is told."""
    try:
        import openpyxl
    except ImportError:
        raise place.error(f"Excel files need the package openpyxl: {EXTRA}; or save the sheet as CSV") from None
    _check_size(data, place)
    try:
        values, formulas = (
            openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=only, keep_links=False)
            for only in (True, False)
        )
        sheet, title = _read(values, place, given, book)
        if _has_formulas(data):
            _tell_formulas(formulas[title], sheet, given, book)
        return sheet
    except ChartError:
        raise
    except Exception as error:  # whatever a broken workbook makes the library raise
        raise place.error(f"no readable workbook ({type(error).__name__}); save the sheet as CSV") from None


def _check_size(data: bytes, place: Place) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            sizes = len(files), sum(one.file_size for one in files)
            if sizes[0] <= MOST_FILES and sizes[1] <= LARGEST_INSIDE:
                _check_rows(archive, place)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        raise place.error("no readable workbook; save the sheet as CSV") from None
    if sizes[0] > MOST_FILES or sizes[1] > LARGEST_INSIDE:
        raise place.error(f"over {LARGEST_INSIDE // 2**20} MB when unpacked; save the sheet as CSV")


def _check_rows(archive: zipfile.ZipFile, place: Place) -> None:
    """Refuse a sheet with a row that is none of Excel's."""
    for name in archive.namelist():
        if name.lower().endswith(".xml"):
            for found in _FAR_ROW.finditer(archive.read(name)):
                if len(found[1]) > 7 or int(found[1]) > MOST_ROWS:
                    raise place.error(f"a row above {MOST_ROWS:,}, Excel's last; save the sheet as CSV")


def _read(workbook: Any, place: Place, given: Mapping[str, str], book: Book) -> tuple[Sheet, str]:
    """Return what stands on the first sheet whose header is known, and the name of that sheet."""
    first: Sheet | None = None
    for tab in workbook.worksheets:
        sheet, known = _tab(tab, place, given, book)
        if known:
            others = len(workbook.worksheets) - 1
            if others:
                book.note(sheet.file, 0, f"a workbook of {others + 1} sheets", f"read the sheet {tab.title[:60]!r}")
            return sheet, tab.title
        first = first or sheet
    raise place.error(no_header(first or Sheet(place)))


def _tab(tab: Any, place: Place, given: Mapping[str, str], book: Book) -> tuple[Sheet, bool]:
    """Return what stands on one sheet, and whether its header is known."""
    sheet, known = Sheet(place), False
    tab.reset_dimensions()
    for line, cells in _rows(tab):
        if known:
            texts = {name: sheet.take(line, cell) for name, cell in zip(sheet.columns, cells, strict=False) if name}
            sheet.add(line, texts)
        elif recognised(header := list(map(cleaned, cells)), given):
            sheet.columns, known = named_once(header), True
            if len(cells) == MOST_COLUMNS:
                book.note(sheet.file, line, f"{MOST_COLUMNS} columns or more", "what stands further right is not read")
            if line > 1:
                book.note(sheet.file, 1, f"the header stands on line {line}", "what is above it is skipped")
        elif line > LINES_ABOVE:
            break
        else:
            sheet.columns = sheet.columns or header
    return sheet, known


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = (name for name in archive.namelist() if name.lower().endswith(".xml"))
        return any(_FORMULA.search(archive.read(name)) for name in sheets)


def _tell_formulas(tab: Any, sheet: Sheet, given: Mapping[str, str], book: Book) -> None:
    """Tell each line with a formula in a column that is read, of which no value was saved."""
    used = {name for name in sheet.columns if name in given.values() or role_of(name)}
    cells = {record.line: record.cells for record in sheet.records}
    tab.reset_dimensions()
    rows = tab.iter_rows(max_row=max(cells, default=1))
    for line, row in enumerate(rows, start=1):
        if line < min(cells, default=1):
            continue
        pairs = zip(sheet.columns, row, strict=False)
        formulas = [name for name, cell in pairs if cell.data_type == "f" and name in used]
        if empty := [name[:40] for name in formulas if not cells.get(line, {}).get(name)]:
            what = f"no value is saved for the formula in {', '.join(empty)}; expected one"
            done = "read as empty: open the file in a spreadsheet, and save it there"
            book.repair(sheet.file, line, what, done)


def _rows(tab: Any) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(tab.iter_rows(max_row=MOST_ROWS, values_only=True), start=1):
        cells = [_text(value) for value in row[:MOST_COLUMNS]]
        if any(cells):
            yield line, cells


def _text(value: Any) -> str:
    """Return the text of a cell; a whole number without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        value = int(value)
    return str(value)[: LONGEST + 1].strip()
