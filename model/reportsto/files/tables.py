"""CSV files as rows of cells: counted before anything in them is looked at, each with the line on which it begins.

A cell is text that stands for something: it is never a formula for a spreadsheet, and a number has plain digits.
"""

import csv
import io
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reportsto.errors import shown, unknown_name
from reportsto.files.place import Mistakes, Place

LONGEST_CELL = 10_000

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file with a header, as text.

    Attributes:
        place: the line of the header.
        header: the names of the columns as they stand there, without spaces around them.
        rows: the line and the cells of each row that is not blank.
    """

    place: Place
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def columns(self, what: str, known: Collection[str]) -> list[str]:
        """Return the names of the columns in small letters; refuse those that are not known, or stand there twice."""
        names = [name.lower() for name in self.header]
        mistakes = Mistakes(self.place.mistake)
        for at, name in enumerate(names):
            if name not in known:
                mistakes.add(self.place.error(str(unknown_name(what, name, known))))
            elif name in names[:at]:
                mistakes.add(self.place.error(f"{what} '{name}' stands there twice"))
        mistakes.end()
        return names

    def check_widths(self) -> None:
        """Refuse rows with too few or too many cells, all at once; after the header, which may be the mistake."""
        mistakes = Mistakes(self.place.mistake)
        for line, cells in self.rows:
            if len(cells) != len(self.header):
                expected = f"expected {len(self.header)}, as in the header: {','.join(self.header)[:200]}"
                mistakes.add(self.place.on(line).error(f"{len(cells)} cells; {expected}"))
        mistakes.end()


def parse_table(text: str, place: Place, most: int, columns: str, hint: str) -> Table:
    """Return the table in a text, of `most` rows at most; `columns` and `hint` say in messages what is expected."""
    rows = rows_of(text, place)
    found = next(rows, None)
    if found is None:
        raise place.error(f"the file is empty; expected a first line {columns}")
    line, header = found[0], [cell.strip() for cell in found[1]]
    here = place.on(line)
    if len(header) == 1 and re.search("[;\t]", header[0]):
        raise here.error(f"{shown(found[1][0])}; expected commas between the columns")
    table = Table(here, header, [])
    for row in rows:
        if len(table.rows) == most:
            raise place.on(row[0]).error(f"over {most:,} {hint}")
        table.rows.append(row)
    return table


def rows_of(
    text: str, place: Place | None, delimiter: str = ",", longest: int = LONGEST_CELL
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the cells of each row that is not blank; without a place, mistakes are `csv.Error`.

    `longest` is the number of characters that a message names where a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if place is None:
                raise
            raise place.on(line).error(_mistake(error, longest)) from None
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _mistake(error: csv.Error, longest: int) -> str:
    if "field larger" in str(error):
        return f"a cell of over {longest:,} characters; is a quotation mark left open?"
    if "unexpected end" in str(error):
        return 'a quotation mark is left open; expected a closing " before the end of the file'
    return f'{error}; expected quotation marks around a whole cell, and "" for one inside it'


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that looks like it gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that was guarded in a cell."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def number(text: str) -> float:
    """Return a number in plain digits, or raise ValueError: `1_0`, digits of other scripts and `1e999` are none."""
    value = float(text) if text.isascii() and "_" not in text else math.nan
    if (math.isnan(value) or math.isinf(value)) and text.strip().lower().lstrip("+-") not in ("inf", "nan"):
        raise ValueError(text)
    return value
