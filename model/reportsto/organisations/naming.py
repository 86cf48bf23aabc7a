"""Ids of posts: as the file has them, or numbers where they name a person; each id once."""

import re
from collections.abc import Container, Iterable, Sequence, Set
from decimal import Decimal

from reportsto.chart_files.posts import LONGEST_ID, NO_SUPERIOR
from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.entries import Entry, folded, same
from reportsto.organisations.words import own_words

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*")
_OF_ROLES = {
    "head", "chief", "manager", "director", "officer", "president", "vice", "lead", "leader", "team", "teams", "unit",
    "assistant", "board", "office", "department", "group", "division", "region", "area", "staff", "junior", "senior",
    "general", "deputy", "desk", "post", "role", "position",
}  # fmt: skip
"""Words in ids that are called after posts, not after people."""
_SHORTEST_FAMILY = 4
_FLOAT = re.compile(r"([0-9]{1,30})\.0+")
_FORMULA = re.compile(r"^['=+@\t\r-]+\s*")


class Taken:
    """Names that are taken, and how often each was asked for."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.asked = dict.fromkeys(names, 1)

    def free(self, name: str) -> str:
        """Return a name that is not taken yet, and take it."""
        out = name
        while out in self.asked:
            self.asked[name] = self.asked.get(name, 1) + 1
            out = f"{name} ({self.asked[name]})"
        self.asked[out] = 1
        return out


def named(entries: Sequence[Entry], keep_names: bool, book: Book) -> list[str]:
    """Return an id for each entry: its own, or `p` and its number where ids are missing or name people."""
    people = [] if keep_names else naming_people(entries)
    if people:
        book.note(people[0].file, 0, "ids name people", "replaced by p1, p2, ... in the order of the file")
    taken = Taken()
    ids = []
    for at, entry in enumerate(entries, start=1):
        own = "" if people else entry.id or (_holder(entry) if keep_names else "")
        ids.append(_id(own, f"{'j' if entry.group else 'p'}{at}", entry, taken, book))
    return ids


def as_formula(text: str) -> bool:
    """Tell whether a spreadsheet takes an id for a formula."""
    return _FORMULA.match(text) is not None


def _holder(entry: Entry) -> str:
    return next((text for kind in ("email", "name") for text in entry.keys[kind]), "")


def _id(own: str, number: str, entry: Entry, taken: Taken, book: Book) -> str:
    number_with_point = _FLOAT.fullmatch(own)
    own = number_with_point[1] if number_with_point else own
    text = _FORMULA.sub("", same("id", own)) or own
    if text in NO_SUPERIOR:
        return taken.free(number)
    if len(text) > LONGEST_ID:
        book.repair(entry.file, entry.line, f"id of {len(text):,} characters; expected at most {LONGEST_ID}", "cut")
        text = text[: LONGEST_ID - 10]
    if text != own:
        book.repair(entry.file, entry.line, f"id is {shown(own)}, a formula to a spreadsheet", f"read as {shown(text)}")
    if text in taken.asked:
        name = taken.free(text)
        book.repair(entry.file, entry.line, f"id {shown(text)} stands there twice", f"a second post, {shown(name)}")
        return name
    return taken.free(text)


def naming_people(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries whose ids name people: by what stands beside them, or most of them by how they look."""
    beside = [entry for entry in entries if entry.id and _names_a_person(entry)]
    if beside:
        return beside
    titles = {folded(text) for entry in entries for text in (entry.title, entry.unit, *entry.keys["title"])}
    words = {word for text in titles for word in _WORD.findall(text)} | _OF_ROLES
    alike = [entry for entry in entries if _looks_like_a_name(entry.id, titles, words)]
    return alike if 2 * len(alike) > sum(bool(entry.id) for entry in entries) else []


def _looks_like_a_name(text: str, titles: Container[str], words: Set[str]) -> bool:
    """Tell whether a text is two to four capitalised words, none of which stands in a title or says a function."""
    parts = text.replace(",", " ").split()
    if not 2 <= len(parts) <= 4 or folded(text) in titles:
        return False
    if not all(_WORD.fullmatch(part) for part in parts) or sum(part[0].isupper() for part in parts) < 2:
        return False
    return words.isdisjoint(folded(text).replace(",", " ").split()) and own_words().said(text) is None


def _names_a_person(entry: Entry) -> bool:
    """Tell whether an id is an address, or holds a part of the name that stands beside it."""
    if "@" in entry.id:
        return True
    own = folded(entry.id)
    if any(own == folded(text).partition("@")[0] for text in entry.keys["email"]):
        return True
    if _is_name(own, entry) or any(family in own for family in _families(entry)):
        return True
    words = {word for text in entry.keys["name"] for word in re.findall(r"[^\W\d_]{3,}", folded(text))}
    return bool(words & set(re.findall(r"[^\W\d_]{3,}", own)))


def _is_name(own: str, entry: Entry) -> bool:
    """Tell whether an id is the name beside it, which is no title and no two letters (HR)."""
    titles = {folded(text) for text in entry.keys["title"]}
    short = own.isascii() and " " not in own and len(own) < 3
    return not short and own not in titles and any(map(str.isalpha, own)) and own in map(folded, entry.keys["name"])


def _families(entry: Entry) -> list[str]:
    """Return the family name of whoever holds the post, where it is long enough to be found in an id."""
    titles = {folded(text) for text in entry.keys["title"]}
    name = next(iter(entry.keys["name"]), "")
    before, comma, _ = folded(name).partition(",")
    family = before if comma else before.rpartition(" ")[2]
    return [family] if len(family) >= _SHORTEST_FAMILY and family.isalpha() and folded(name) not in titles else []


def merged(entries: list[Entry], people: list[Decimal], book: Book, keep_names: bool = False) -> list[int]:
    """Return the positions of rows that say the same post again: their people are added to the first such row."""
    first: dict[tuple[str, str, str], int] = {}
    again: list[int] = []
    hidden = not keep_names and bool(naming_people(entries))
    for at, entry in enumerate(entries):
        if not entry.id or entry.group:
            continue
        key = (entry.id, folded(entry.title), entry.superior)
        known = first.setdefault(key, at)
        if known != at:
            again.append(at)
            people[known] += people[at]
            where = f"{entries[known].called()} on line {entries[known].line}"
            what = "id" if hidden else f"id {shown(entry.id)}"
            book.repair(entry.file, entry.line, f"{what} stands there twice", f"one post with {where}")
    return again
