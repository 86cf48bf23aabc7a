"""Records as entries: texts by what they are, and the keys by which others may name a post."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.ldif import same_dn
from reportsto.organisations.nested import KEY
from reportsto.organisations.people import known_people
from reportsto.organisations.plain_texts import PlainTexts, without_marks
from reportsto.organisations.sheet import LONGEST, Record, Sheet

KINDS = ("id", "email", "dn", "slug", "name", "title")
"""What a superior may be named by, the surest first."""


_HALVES = ("first", "last")


@dataclass(slots=True)
class Entry:
    """One record, read.

    Attributes:
        file, line: where it stands.
        keys: what it may be named by, by kind.
        superior: as written; "" for nobody.
        above: position of the entry it stands inside, or `None`.
        title, unit, function, headcount, site, dotted: as written, without markup.
        vacant: whether the file says that nobody holds it.
        group: whether it is a group of junior posts, which nobody reports to.
    """

    file: str
    line: int
    keys: dict[str, list[str]]
    superior: str = ""
    above: int | None = None
    title: str = ""
    unit: str = ""
    function: str = ""
    headcount: str = ""
    site: str = ""
    dotted: str = ""
    vacant: bool = False
    group: bool = False
    others: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the first of its own ids, or nothing."""
        return next(iter(self.keys["id"]), "")

    def above_in_words(self) -> str:
        """Return the superior as written where it is an id; not where it may name a person or an address."""
        return shown(self.superior) if _AN_ID.fullmatch(self.superior) else "a text"

    def called(self, what: str = "post") -> str:
        """Return a name for messages in which no person is named."""
        return f"{self.title[:60]!r}" if self.title else f"the {what} on line {self.line}"


def folded(text: str) -> str:
    """Return what two spellings of one text share: case, width and number of spaces aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def same(kind: str, text: str) -> str:
    """Return what two spellings of one key share; ids keep their case."""
    if kind == "id":
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    return same_dn(text) if kind == "dn" else folded(text)


def entries_of(
    sheet: Sheet,
    roles: Mapping[str, list[str]],
    before: int,
    book: Book,
    *,
    group: bool = False,
    keep_names: bool = False,
) -> list[Entry]:
    """Return the entries of a sheet; `before` entries stand before them."""
    superiors = roles.get("reporting_post" if group else "reports_to", [])
    known = known_people(name for record in sheet.records for name in _holder(record.cells, roles))
    plain = PlainTexts(sheet.file, book, keep_names, known)
    found = [_entry(record, roles, superiors, plain, before, group) for record in sheet.records]
    plain.tell()
    return found


def _holder(cells: Mapping[str, str], roles: Mapping[str, list[str]]) -> list[str]:
    """Return the spellings of the name of whoever has a post."""
    first, last = (next((one for name in roles.get(role, ()) if (one := cells.get(name, ""))), "") for role in _HALVES)
    whole = [one[: LONGEST + 1] for name in roles.get("name", ()) if (one := cells.get(name, ""))]
    return _names(whole, first, last)


def _entry(
    record: Record,
    roles: Mapping[str, list[str]],
    superiors: Iterable[str],
    plain: PlainTexts,
    before: int,
    group: bool,
) -> Entry:
    cells = record.cells

    def texts(role: str) -> list[str]:
        return [text[: LONGEST + 1] for name in roles.get(role, ()) if (text := cells.get(name, ""))]

    def text(role: str) -> str:
        return next((one for name in roles.get(role, ()) if (one := cells.get(name, ""))), "")

    titles = [without_marks(one) for one in texts("title")]
    named = [one for name in superiors if (one := cells.get(name, "")[: LONGEST + 1])]
    ids = texts("id")
    keys = {
        "id": [*ids, *([cells[KEY]] if KEY in cells and cells[KEY] not in ids else [])],
        "email": [one for one in texts("email") if "@" in one],
        "dn": texts("dn"),
        "slug": texts("slug"),
        "name": _holder(cells, roles),
        "title": titles,
    }
    return Entry(
        file=plain.file,
        line=record.line,
        keys=keys,
        superior=named[0] if named else "",
        above=None if record.above is None else record.above + before,
        title=plain.text("title", text("title"), record.line, keys["name"]),
        unit=plain.text("unit", text("unit"), record.line),
        function=text("function"),
        headcount=text("headcount"),
        site=plain.text("site", text("site"), record.line),
        dotted=text("dotted"),
        vacant=_is_vacant(texts("vacant"), [*texts("name"), text("last"), *keys["id"], *texts("email")], titles),
        group=group,
        others=named[1:],
    )


def _names(whole: list[str], first: str, last: str) -> list[str]:
    """Return the spellings of a person's name: `First Last`, and `Last, First`."""
    both = [f"{first} {last}", f"{last}, {first}", f"{last} {first}"] if first and last else []
    out = [*whole, *both]
    for one in whole:
        if one.count(",") == 1:
            family, given = (part.strip() for part in one.split(","))
            out.append(f"{given} {family}")
        elif " " in one:
            given, _, family = one.rpartition(" ")
            out.append(f"{family}, {given}")
            start, _, rest = one.partition(" ")
            out.append(f"{rest}, {start}")
    return list(dict.fromkeys(out))


_AN_ID = re.compile(r"[\w./-]{0,40}\d[\w./-]{0,40}")
VACANT = (
    "vacant", "vacancy", "open", "unfilled", "tbd", "tba", "tbh", "n.n.", "nn", "n.n", "vakant", "unbesetzt", "offen",
    "to be hired", "to be confirmed", "to be recruited", "open position", "open role", "vacant post", "hiring",
)  # fmt: skip
_VACANT_TITLE = re.compile(
    r"(?i)^[\[(]?(vacant|vacancy|open position|unfilled|vakant)\b|[\[(](vacant|vacancy|tbh|tbd)[\])]"
)


LEFT = (
    "ausgeschieden", "ausgetreten", "ehemalig", "former", "gekündigt", "inactive", "inaktiv", "leaver", "left",
    "resigned", "terminated",
)  # fmt: skip
"""How a status says that whoever held the post has left."""
_HELD_BY_NOBODY = {*VACANT, *LEFT, "yes", "true"}


def _is_vacant(status: Iterable[str], holders: Iterable[str], titles: Iterable[str]) -> bool:
    """Tell whether a status, a name in place of a person's, or a title says that nobody holds the post."""
    if any(one.casefold() in _HELD_BY_NOBODY for one in status):
        return True
    return any(_says_vacant(one) for one in holders) or any(title_says_vacant(one) for one in titles)


def title_says_vacant(title: str) -> bool:
    """Tell whether the title of a post says that nobody holds it."""
    return _VACANT_TITLE.search(title) is not None


def _says_vacant(text: str) -> bool:
    return text.casefold().strip("[]()<>* ") in VACANT
