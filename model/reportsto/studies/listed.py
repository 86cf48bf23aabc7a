"""Read the user's own list of points: a CSV with one parameter a column and one point a row."""

from reportsto.errors import StudyError, shown
from reportsto.files.cells import number
from reportsto.files.place import Mistakes, Place
from reportsto.files.tables import parse_table
from reportsto.files.text import read_text
from reportsto.parameters import every_name
from reportsto.studies import form
from reportsto.studies.axes import TWICE, check_setting
from reportsto.studies.sampling import Column
from reportsto.studies.sections import Section, refuse
from reportsto.studies.study import Setting

LARGEST = 64 * 2**20
"""Bytes of a file of points."""


def read_list(section: Section[form.Design], settings: tuple[Setting, ...]) -> tuple[Column, ...]:
    """Return the columns of the file of points that a design names, beside the study; none for other designs.

    Each column is a parameter, each row a point; a parameter without a column keeps its default. Raises one
    `StudyError` for all cells that cannot be used, with file, line and column.
    """
    if section.form.kind != "points" or not section.has("file"):
        return ()
    place = Place(section.file.place.path.parent / section.form.file, StudyError)
    text = read_text(place, LARGEST, form.LIST)
    table = parse_table(text, place, form.MOST_POINTS, "such as attention.hours,climb.share", "points")
    if not table.rows:
        raise place.error("no points; expected one a row below the header")
    names = table.columns("parameter", every_name())
    refuse(table.place.error(TWICE, name) for name in names if name in dict(settings))
    table.check_widths()
    mistakes = Mistakes(StudyError)
    rows = []
    for line, cells in table.rows:
        named = zip(names, cells, strict=True)
        rows.append([_number(place.on(line), name, cell.strip(), mistakes) for name, cell in named])
    mistakes.end()
    return tuple(Column(name, values) for name, values in zip(names, zip(*rows, strict=True), strict=True))


def _number(place: Place, name: str, cell: str, mistakes: Mistakes) -> float:
    """Return the number in a cell, as TOML would have it; what is none, or none for this parameter, is a mistake."""
    value: float = 0
    with mistakes.gathered():
        try:
            value = number(cell)
        except ValueError:
            told = f"is {shown(cell)}; expected a number" if cell else "is empty; expected a number, or no such column"
            raise place.error(told, name) from None
        value = int(value) if value.is_integer() and cell.lstrip("+-").isdigit() else value
        check_setting(name, value, lambda message: place.error(message, name))
    return value
