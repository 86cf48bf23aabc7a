"""Records as entries: texts by what they are, and the keys by which others may name a post."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportsto.errors import shown
from reportsto.organisations.ldif import same_dn
from reportsto.organisations.nested import KEY
from reportsto.organisations.sheet import LONGEST, Record, Sheet

KINDS = ("id", "email", "dn", "slug", "name", "title")
"""What a superior may be named by, the surest first."""
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_EMAIL = re.compile(r"(?<![^\s@<>(),;:])[^\s@<>(),;:]+@[^\s@<>(),;:]+")
_FORMULA = re.compile(r"^['=+@\t\r-]+\s*(?=\S)")


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


def plain_title(text: str) -> str:
    """Return a title without links, addresses and what a spreadsheet takes for a formula."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "@" in text:
        text = _EMAIL.sub("", text)
    return _FORMULA.sub("", " ".join(text.split()))[:LONGEST]


def entries_of(sheet: Sheet, roles: Mapping[str, list[str]], before: int, *, group: bool = False) -> list[Entry]:
    """Return the entries of a sheet; `before` entries stand before them."""
    superiors = roles.get("reporting_post" if group else "reports_to", [])
    file = sheet.file
    return [_entry(record, roles, superiors, file, before, group) for record in sheet.records]


def _entry(
    record: Record, roles: Mapping[str, list[str]], superiors: Iterable[str], file: str, before: int, group: bool
) -> Entry:
    cells = record.cells

    def texts(role: str) -> list[str]:
        return [text[: LONGEST + 1] for name in roles.get(role, ()) if (text := cells.get(name, ""))]

    def text(role: str) -> str:
        return next((one for name in roles.get(role, ()) if (one := cells.get(name, ""))), "")

    titles = [plain_title(one) for one in texts("title")]
    named = [one for name in superiors if (one := cells.get(name, "")[: LONGEST + 1])]
    ids = texts("id")
    keys = {
        "id": [*ids, *([cells[KEY]] if KEY in cells and cells[KEY] not in ids else [])],
        "email": [one for one in texts("email") if "@" in one],
        "dn": texts("dn"),
        "slug": texts("slug"),
        "name": _names(texts("name"), text("first"), text("last")),
        "title": titles,
    }
    return Entry(
        file=file,
        line=record.line,
        keys=keys,
        superior=named[0] if named else "",
        above=None if record.above is None else record.above + before,
        title=_without_names(next(iter(titles), ""), keys["name"]),
        unit=plain_title(text("unit")),
        function=text("function"),
        headcount=text("headcount"),
        site=plain_title(text("site")),
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


def _without_names(title: str, names: Iterable[str]) -> str:
    """Return a title from which the name of whoever holds the post is taken away."""
    for name in names:
        if len(name) > 4 and " " in name and name.casefold() in title.casefold():
            at = title.casefold().index(name.casefold())
            title = f"{title[:at]}{title[at + len(name) :]}"
    return title.strip(" ,;:-–|/") if names else title


_AN_ID = re.compile(r"[\w./-]{0,40}\d[\w./-]{0,40}")
VACANT = (
    "vacant", "vacancy", "open", "unfilled", "tbd", "tba", "tbh", "n.n.", "nn", "n.n", "vakant", "unbesetzt", "offen",
    "to be hired", "to be confirmed", "to be recruited", "open position", "open role", "vacant post", "hiring",
)  # fmt: skip
_VACANT_TITLE = re.compile(
    r"(?i)^[\[(]?(vacant|vacancy|open position|unfilled|vakant)\b|[\[(](vacant|vacancy|tbh|tbd)[\])]"
)


def _is_vacant(status: Iterable[str], holders: Iterable[str], titles: Iterable[str]) -> bool:
    """Tell whether a status, a name in place of a person's, or a title says that nobody holds the post."""
    if any(one.casefold() in VACANT or one.casefold() in ("yes", "true") for one in status):
        return True
    return any(_says_vacant(one) for one in holders) or any(_VACANT_TITLE.search(one) for one in titles)


def _says_vacant(text: str) -> bool:
    return text.casefold().strip("[]()<>* ") in VACANT
