"""Titles and units as they are kept: without links, addresses, people's names and signs of a formula.

What was taken away is told: by line where a cell was to be repaired, in one note for a file where nothing was wrong.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from reportsto.organisations.book import Book
from reportsto.organisations.people import without_people
from reportsto.organisations.sheet import LONGEST

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_EMAIL = re.compile(r"(?<![^\s@<>(),;:])[^\s@<>(),;:]+@[^\s@<>(),;:]+")
_FORMULA = re.compile(r"^['=+@\t\r-]+\s*(?=\S)")
_MOST_LINES = 5
_TOLD = {
    "a link": "the text of the link is read",
    "an e-mail address": "the address is dropped",
    "a person's name": "the name is dropped; --keep-names keeps it",
}


def without_marks(text: str) -> str:
    """Return a text without links, addresses and what a spreadsheet takes for a formula."""
    return _plain(text)[0]


def _plain(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without marks, and what was taken away."""
    found = []
    if "](" in text and _LINK.search(text):
        text = _LINK.sub(r"\1", text)
        found.append("a link")
    if "@" in text and _EMAIL.search(text):
        text = _EMAIL.sub("", text)
        found.append("an e-mail address")
    text = " ".join(text.split())
    if _FORMULA.match(text):
        text = _FORMULA.sub("", text)
        found.append("a formula")
    if len(text) > LONGEST:
        text = text[:LONGEST]
        found.append("too long")
    return text, tuple(found)


@dataclass
class PlainTexts:
    """The texts of one file on their way to be kept.

    Attributes:
        file: its name, for notes.
        book: what is said about it.
        keep_names: whether names of people stay.
        known: names of people in the file, in small letters.
    """

    file: str
    book: Book
    keep_names: bool = False
    known: Set[str] = frozenset()
    _lines: dict[str, list[int]] = field(default_factory=dict)
    _seen: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def text(self, what: str, text: str, line: int, holder: Iterable[str] = ()) -> str:
        """Return a text as it is kept; `holder` are spellings of the name of whoever has the post."""
        if not text:
            return text
        if text not in self._seen:
            self._seen[text] = self._looked_at(text)
        out, found = self._seen[text]
        if not self.keep_names and (without := _without_holder(out, holder)) != out:
            out, found = without, (*found, "a person's name")
        for one in dict.fromkeys(found):
            self._keep(one, what, text, line)
        return out

    def tell(self) -> None:
        """Say once for each kind what was taken out of how many texts."""
        for what, lines in self._lines.items():
            texts = "1 title or unit has" if len(lines) == 1 else f"{len(lines):,} titles and units have"
            more = ", ..." if len(lines) > _MOST_LINES else ""
            where = f" (lines {', '.join(map(str, lines[:_MOST_LINES]))}{more})" if len(lines) > 1 and lines[0] else ""
            self.book.note(self.file, lines[0], f"{texts} {what}{where}", _TOLD[what])
        self._lines.clear()

    def _looked_at(self, text: str) -> tuple[str, tuple[str, ...]]:
        out, found = _plain(text)
        if self.keep_names or (without := without_people(out, self.known)) == out:
            return out, found
        return without, (*found, "a person's name")

    def _keep(self, found: str, what: str, text: str, line: int) -> None:
        if found == "a formula":
            told = f"{what} begins with {text.lstrip()[0]!r}, as a formula does; expected text"
            self.book.repair(self.file, line, told, "read as text, without it")
        elif found == "too long":
            told = f"{what} of {len(text):,} characters; expected at most {LONGEST:,}"
            self.book.repair(self.file, line, told, "cut")
        else:
            self._lines.setdefault(found, []).append(line)


def _without_holder(text: str, names: Iterable[str]) -> str:
    """Return a title from which the name of whoever holds the post is taken away."""
    for name in names:
        if len(name) > 4 and " " in name and name.casefold() in text.casefold():
            at = text.casefold().index(name.casefold())
            text = f"{text[:at]}{text[at + len(name) :]}".strip(" ,;:-–|/")
    return text
