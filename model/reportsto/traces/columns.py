"""The columns of a case file: what each means, what may stand in it, and how its text becomes a value."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from reportsto.files.tables import unguarded
from reportsto.tracing import GOOD, POOR, POOR_AND_BACK, Fate
from reportsto.vocabulary import Act, Cause, Function, Request

ANSWERS = {GOOD: "good", POOR: "poor", POOR_AND_BACK: "poor, came back"}
REPORTS = ("true", "made up")
LARGEST = 2**31 - 1
WAY = " > "

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A column of a case file.

    Attributes:
        meaning: what stands in it, for people.
        parse: returns the value of a cell that is not empty; raises ValueError or KeyError.
        expected: what a cell must be, for messages.
        optional: whether a cell may be empty.
        empty: the value of an empty cell.
    """

    meaning: str
    parse: Callable[[str], Value]
    expected: str
    optional: bool = False
    empty: Value = ""

    def value(self, cell: str) -> Value:
        """Return the value of a cell, or raise ValueError."""
        if not cell and self.optional:
            return self.empty
        try:
            return self.parse(cell)
        except KeyError:
            raise ValueError(cell) from None


def join_way(posts: list[str]) -> str:
    """Return the posts on a way as one text; a sign in an id that would part it is marked."""
    return WAY.join(post.replace("\\", "\\\\").replace(">", "\\>") for post in posts)


def split_way(text: str) -> list[str]:
    """Return the posts on a way, as `join_way` got them."""
    return [re.sub(r"\\(.)", r"\1", part) for part in text.split(WAY)] if text else []


def _text(cell: str) -> str:
    text = unguarded(cell)
    if not text.isprintable():
        raise ValueError(text)
    return text


def _words(meaning: str, *words: str, optional: bool = False) -> Column:
    """Return a column of words from a vocabulary."""
    return Column(meaning, {word: word for word in words}.__getitem__, f"one of {', '.join(words)}", optional)


def _name(meaning: str, *, optional: bool = False) -> Column:
    return Column(meaning, cache(_text), "a name without invisible signs", optional)


def _whole(meaning: str, low: int = 0, high: int = LARGEST, *, optional: bool = False) -> Column:
    """Return a column of whole numbers in plain digits, ends included."""

    def parse(cell: str) -> int:
        if not re.fullmatch("[0-9]{1,19}", cell) or not low <= int(cell) <= high:
            raise ValueError(cell)
        return int(cell)

    return Column(meaning, cache(parse), f"a whole number from {low} to {high:,}", optional, None)


def _share(meaning: str) -> Column:
    def parse(cell: str) -> float:
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)?(e-[0-9]+)?", cell) or not float(cell) <= 1.0:
            raise ValueError(cell)
        return float(cell)

    return Column(meaning, parse, "a number from 0 to 1")


def _flag(meaning: str) -> Column:
    return Column(meaning, {"0": 0, "1": 1, "no": 0, "yes": 1}.__getitem__, "0 or 1")


COLUMNS = {
    "structure": _name("as in the table of runs"),
    "firm": _name("as in the table of runs"),
    "world": _name("as in the table of runs"),
    "without": _name("mechanisms that are off", optional=True),
    "seed": _whole("first key of all draws", high=2**63 - 1),
    "replicate": _whole("second key", high=2**63 - 1),
    "case": _whole("number of the contact, by arrival, from 0"),
    "after": _whole("the case whose poor answer it comes from, or empty", optional=True),
    "about": _words("the cause of the failure, or the request", *Cause.words(), *Request.words()),
    "severity": _share("0 to 1; 0 for a request"),
    "failed": _whole("day of the failure, or of the request"),
    "arrived": _whole("day on which the customer contacts the firm"),
    "answered": _whole(
        "day of the answer, or on which the customer gives up; empty while waiting", optional=True
    ),
    "handler": _name("post that answered", optional=True),
    "person": _whole("which of the people in that post, from 1", 1, optional=True),
    "act": _words("advocate, settle or defend; empty for a request", *Act.words(), optional=True),
    "quarrel": _flag("1 if the answer became a dispute with the owner"),
    "answer": _words("good, poor, or poor and the customer came back", *ANSWERS.values(), optional=True),
    "report": _words("true (an advocate's), made up (of a settled case), or empty", *REPORTS, optional=True),
    "recorded": _words("cause the report carries", *Cause.words(), optional=True),
    "owner": _words("function that owns the recorded cause", *Function.words(), optional=True),
    "way": _name("posts on its way, nearest first, the common superior (on a map, the owner) last", optional=True),
    "passed": _whole("how many of them passed it on"),
    "ended": _whole("day on which the report ended; empty while it waits", optional=True),
    "ended_at": _name("post that kept it, or was the last to decide", optional=True),
    "fate": _words("where the case ended", *Fate.words()),
    "address_day": _whole("with entity and generation: where the numbers of the case are drawn"),
    "address_entity": _whole("address of its kind x 2^24 + number of the customer"),
    "address_generation": _whole("how many poor answers came before"),
}  # fmt: skip
"""Columns of a case file, in order."""

WHOLE_OR_NONE = ("after", "answered", "ended", "person")
