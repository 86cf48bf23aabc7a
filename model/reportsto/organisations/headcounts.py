"""Headcounts as people write them: `1`, `0.5`, `0,5`, `50 %`, or nothing for one person."""

import re
from collections.abc import Container, Sequence
from decimal import ROUND_HALF_UP, Decimal

from reportsto.chart_files.posts import MOST_PEOPLE
from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.entries import Entry
from reportsto.organisations.raw import RawPost
from reportsto.wording import counted

_NUMBER = re.compile(r"([0-9]{1,12}(?:[.,][0-9]{1,12})?|[.,][0-9]{1,12})\s*(%?)")


_MATTERS = Decimal("0.05")
"""Assumed: the share of those who answer by which rounding must change them to be worth a word."""


def headcounts(entries: Sequence[Entry], book: Book) -> list[Decimal]:
    """Return the people of each entry, 0 or more; what is no number is one person."""
    comma = next((entry for entry in entries if "," in entry.headcount), None)
    if comma is not None and _NUMBER.fullmatch(comma.headcount):
        book.note(comma.file, comma.line, f"headcount is {shown(comma.headcount)}", "read with a decimal comma")
    return [_headcount(entry, book) for entry in entries]


def people_of(headcount: Decimal | int) -> int:
    """Return whole people: rounded half up, and at least one; none only in an added top."""
    if isinstance(headcount, int):
        return headcount
    return max(1, int(headcount.quantize(Decimal(1), ROUND_HALF_UP)))


def tell_shares(posts: Sequence[RawPost], answering: Container[str], book: Book) -> None:
    """Say how parts of posts that answer customers are read: demand follows people, not full-time equivalents."""
    parts = [post for post in posts if post.id in answering and post.headcount != people_of(post.headcount)]
    here = [post for post in posts if post.id in answering]
    written = sum((Decimal(post.headcount) for post in here), Decimal(0))
    people = sum(people_of(post.headcount) for post in here)
    if not parts or abs(people - written) < _MATTERS * written:
        return
    what = f"{written:,.2f} full-time equivalents answer customers, some of them in parts of posts"
    done = f"read as {counted(people, 'whole person', 'whole people')}, each with as many customers as any; "
    done += "--firm FILE with customers, contacts and staff_hours says how much there is to do"
    book.note(parts[0].file, parts[0].line, what, done)


def _headcount(entry: Entry, book: Book) -> Decimal:
    text = entry.headcount
    if not text:
        return Decimal(1)
    found = _NUMBER.fullmatch(text)
    if not found:
        what = f"headcount is {shown(text)}; expected a number of people"
        book.repair(entry.file, entry.line, what, "read as one person")
        return Decimal(1)
    number = Decimal(found[1].replace(",", ".")) / (100 if found[2] else 1)
    if number > MOST_PEOPLE:
        book.fault(entry.file, entry.line, f"headcount is {shown(text)}; expected at most {MOST_PEOPLE:,} people")
        return Decimal(1)
    return number
