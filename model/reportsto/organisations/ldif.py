"""LDIF: entries of a directory. A superior is a distinguished name to be looked up; nothing is read out of it."""

import base64
import binascii
import re
from collections.abc import Iterator

from reportsto.files.place import Place
from reportsto.organisations.sheet import Sheet, cleaned, columns_of

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9.;-]*)(::?)[ \t]*(.*)")
_NOT_A_POST = ("objectclass", "version", "changetype", "userpassword", "jpegphoto", "memberof")


def read_ldif(text: str, place: Place) -> Sheet:
    """Return the entries of an LDIF text that have a title or a manager."""
    sheet = Sheet(place)
    cells: dict[str, str] = {}
    begun = 0
    for line, content in _unfolded(text):
        if not content:
            _keep(sheet, begun, cells)
            cells, begun = {}, 0
        elif found := _LINE.match(content):
            begun = begun or line
            name = found[1].partition(";")[0].lower()
            if name not in _NOT_A_POST:
                cells.setdefault(name, cleaned(_value(found[3], found[2], place.on(line))))
        elif not content.startswith(("#", "-")):
            raise place.on(line).error("expected `attribute: value`, as in LDIF")
    _keep(sheet, begun, cells)
    if not sheet.records:
        raise place.error("no entries with a title or a manager; expected LDIF of people, as `ldapsearch` prints it")
    sheet.columns = columns_of(record.cells for record in sheet.records)
    return sheet


def _keep(sheet: Sheet, line: int, cells: dict[str, str]) -> None:
    if "title" in cells or "manager" in cells:
        sheet.add(line, cells)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each logical line with the line on which it begins; a line that begins with a space goes on."""
    begun, parts = 1, [""]
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(" ") and parts != [""]:
            parts.append(line[1:])
            continue
        yield begun, "".join(parts)
        begun, parts = number, [line.rstrip()]
    yield begun, "".join(parts)


def _value(text: str, colons: str, place: Place) -> str:
    if colons == ":":
        return text
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise place.error("not base64 of UTF-8 text, though `::` says so") from None


def same_dn(text: str) -> str:
    """Return what two spellings of one distinguished name share: case and spaces around its parts aside."""
    return ",".join("=".join(side.strip() for side in part.split("=", 1)) for part in text.casefold().split(","))
