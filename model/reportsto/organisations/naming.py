"""Ids of posts: as the file has them, or numbers where they name a person; each id once."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportsto.chart_files.posts import LONGEST_ID, NO_SUPERIOR
from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.entries import Entry, folded, same

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
    people = [] if keep_names else [entry for entry in entries if entry.id and _names_a_person(entry)]
    if people:
        book.note(people[0].file, 0, "ids name people", "replaced by p1, p2, ... in the order of the file")
    taken = Taken()
    ids = []
    for at, entry in enumerate(entries, start=1):
        own = "" if people else entry.id or (_holder(entry) if keep_names else "")
        ids.append(_id(own, f"{'j' if entry.group else 'p'}{at}", entry, taken, book))
    return ids


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


def _names_a_person(entry: Entry) -> bool:
    """Tell whether an id is an address, or holds a part of the name that stands beside it."""
    if "@" in entry.id:
        return True
    own = folded(entry.id)
    if any(own == folded(text).partition("@")[0] for text in entry.keys["email"]):
        return True
    words = {word for text in entry.keys["name"] for word in re.findall(r"[^\W\d_]{3,}", folded(text))}
    return bool(words & set(re.findall(r"[^\W\d_]{3,}", own)))


def merged(entries: list[Entry], people: list[Decimal], book: Book) -> list[int]:
    """Return the positions of rows that say the same post again: their people are added to the first such row."""
    first: dict[tuple[str, str, str], int] = {}
    again = []
    for at, entry in enumerate(entries):
        if not entry.id or entry.group:
            continue
        key = (entry.id, folded(entry.title), entry.superior)
        known = first.setdefault(key, at)
        if known != at:
            again.append(at)
            people[known] += people[at]
            where = f"{entries[known].called()} on line {entries[known].line}"
            book.repair(entry.file, entry.line, f"id {shown(entry.id)} stands there twice", f"one post with {where}")
    return again
