"""Ids of posts: as the file has them, or numbers where they name a person; each id once."""

import re
from collections.abc import Container, Sequence, Set
from decimal import Decimal

from reportsto.chart_files.posts import LONGEST_ID, NO_SUPERIOR
from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.entries import Entry, folded, same
from reportsto.organisations.people import OF_ROLES
from reportsto.organisations.taken import Taken
from reportsto.organisations.words import own_words
from reportsto.wording import counted

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*")
_SHORTEST_FAMILY = 4
_FLOAT = re.compile(r"([0-9]{1,30})\.0+")
_FORMULA = re.compile(r"^['=+@\t\r-]+\s*")


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
    if not people and any(entry.id for entry in entries):
        _tell_made(entries, ids, book)
    return ids


def _tell_made(entries: Sequence[Entry], ids: Sequence[str], book: Book) -> None:
    """Tell each post that has no id where others have one, and once that numbers were written with a point."""
    for entry, name in zip(entries, ids, strict=True):
        if entry.id in NO_SUPERIOR and not entry.group:
            what = f"id is {shown(entry.id)}, which is nobody" if entry.id else "id is missing"
            book.repair(entry.file, entry.line, f"{what}; expected a name of its own for each post", f"called {name!r}")
    points = [entry for entry in entries if _FLOAT.fullmatch(entry.id)]
    if points:
        first = points[0]
        what = f"{counted(len(points), 'id')} written with a decimal point, such as {shown(first.id)}"
        book.note(first.file, first.line, what, "read as whole numbers")


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
        what = f"id {shown(text)} stands there twice; expected an id of its own for each post"
        book.repair(entry.file, entry.line, what, f"a second post, {shown(name)}")
        return name
    return taken.free(text)


def naming_people(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries whose ids name people: by what stands beside them, or most of them by how they look."""
    beside = [entry for entry in entries if entry.id and _names_a_person(entry)]
    if beside:
        return beside
    titles = {folded(text) for entry in entries for text in (entry.title, entry.unit, *entry.keys["title"])}
    words = {word for text in titles for word in _WORD.findall(text)} | OF_ROLES
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


def merged(entries: list[Entry], people: list[Decimal], book: Book, keep_names: bool = False) -> dict[int, int]:
    """Return the first row of each post by the rows that say it again, by position; people are added to the first."""
    first: dict[tuple[str, str, str], int] = {}
    again: dict[int, int] = {}
    hidden = not keep_names and bool(naming_people(entries))
    for at, entry in enumerate(entries):
        if not entry.id or entry.group:
            continue
        key = (entry.id, folded(entry.title), entry.superior)
        known = first.setdefault(key, at)
        if known != at:
            again[at] = known
            people[known] += people[at]
            where = f"{entries[known].called()} on line {entries[known].line}"
            what = "id" if hidden else f"id {shown(entry.id)}"
            expected = "expected each post once, with its headcount"
            book.repair(entry.file, entry.line, f"{what} stands there twice; {expected}", f"one post with {where}")
    return again
