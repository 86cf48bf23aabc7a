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
from reportsto.organisations.columns import no_header, recognised
from reportsto.organisations.parsing import EXTRA
from reportsto.organisations.sheet import LONGEST, Sheet, cleaned

LARGEST_INSIDE = 256 * 2**20
"""Bytes of a workbook once unpacked."""
MOST_FILES = 2_000
MOST_COLUMNS = 500
LINES_ABOVE = 40
MOST_ROWS = 2**20
"""Rows of a sheet that Excel itself writes: a reader walks every row up to the last, also where none is there."""
_FAR_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]{0,500}?\sr\s*=\s*[\"']\s*0*([0-9]{7,})")


def read_excel(data: bytes, place: Place, given: Mapping[str, str], book: Book) -> Sheet:
    """Return the records of a workbook."""
    try:
        import openpyxl
    except ImportError:
        raise place.error(f"Excel files need the package openpyxl: {EXTRA}; or save the sheet as CSV") from None
    _check_size(data, place)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return _read(workbook, place, given, book)
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


def _read(workbook: Any, place: Place, given: Mapping[str, str], book: Book) -> Sheet:
    first: Sheet | None = None
    for tab in workbook.worksheets:
        sheet, known = _tab(tab, place, given, book)
        if known:
            others = len(workbook.worksheets) - 1
            if others:
                book.note(sheet.file, 0, f"a workbook of {others + 1} sheets", f"read the sheet {tab.title[:60]!r}")
            return sheet
        first = first or sheet
    raise place.error(no_header(first or Sheet(place)))


def _tab(tab: Any, place: Place, given: Mapping[str, str], book: Book) -> tuple[Sheet, bool]:
    """Return what stands on one sheet, and whether its header is known."""
    sheet, known = Sheet(place), False
    tab.reset_dimensions()
    for line, cells in _rows(tab):
        if known:
            sheet.add(line, {name: cell for name, cell in zip(sheet.columns, cells, strict=False) if name})
        elif recognised(cells, given):
            sheet.columns, known = cells, True
            if line > 1:
                book.note(sheet.file, 1, f"the header stands on line {line}", "what is above it is skipped")
        elif line > LINES_ABOVE:
            break
        else:
            sheet.columns = sheet.columns or cells
    return sheet, known


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
    return cleaned(str(value)[: LONGEST + 1])
