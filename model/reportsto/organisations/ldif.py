"""LDIF: entries of a directory. A superior is a distinguished name to be looked up; nothing is read out of it."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportsto.files.place import Place
from reportsto.organisations.book import Book
from reportsto.organisations.columns import role_of
from reportsto.organisations.sheet import Sheet, columns_of

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9.;-]*)(::?)[ \t]*(.*)")
_DECIDING = ("title", "manager")
_NOT_A_POST = ("objectclass", "version", "changetype", "userpassword", "jpegphoto", "memberof")


def read_ldif(text: str, place: Place, book: Book) -> Sheet:
    """Return the entries of an LDIF text that have a title or a manager; of two values the first is read, and told."""
    sheet = Sheet(place)
    entry = _Entry()
    entries: dict[str, int] = {}
    for line, content in (*_unfolded(text), (0, "")):
        if not content:
            _keep(sheet, entry, entries, book)
            entry = _Entry()
        elif found := _LINE.match(content):
            name = found[1].partition(";")[0].lower()
            if name not in _NOT_A_POST:
                entry.take(name, sheet.take(line, _value(found[3], found[2], place.on(line))), line)
        elif not content.startswith(("#", "-")):
            raise place.on(line).error("expected `attribute: value`, as in LDIF")
    if not sheet.records:
        raise place.error("no entries with a title or a manager; expected LDIF of people, as `ldapsearch` prints it")
    sheet.columns = columns_of(record.cells for record in sheet.records)
    return sheet


@dataclass
class _Entry:
    """One entry: the line on which it begins, the first value of each attribute, and where others stand."""

    begun: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    more: list[tuple[int, str]] = field(default_factory=list)

    def take(self, name: str, value: str, line: int) -> None:
        self.begun = self.begun or line
        if self.cells.setdefault(name, value) != value:
            self.more.append((line, name))


def _keep(sheet: Sheet, entry: _Entry, entries: dict[str, int], book: Book) -> None:
    """Keep an entry that is a post, unless an entry of its name was kept before."""
    if "title" not in entry.cells and "manager" not in entry.cells:
        return
    for line, name in entry.more:
        what = f"{name} has a second value in one entry; expected one"
        if name in _DECIDING:
            book.repair(sheet.file, line, what, "the first is read")
        elif role_of(name):
            book.note(sheet.file, line, what, "the first is read")
    dn = same_dn(entry.cells.get("dn", ""))
    before = entries.setdefault(dn, entry.begun) if dn else entry.begun
    if before != entry.begun:
        what = f"the entry of line {before} stands there twice; expected each distinguished name once"
        book.repair(sheet.file, entry.begun, what, "left out")
    else:
        sheet.add(entry.begun, entry.cells)


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
