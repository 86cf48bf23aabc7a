"""Who reports to whom: the texts that name superiors, looked up among all posts.

A text is looked up as it stands, by id, e-mail address, distinguished name, role, name of a person and title, in that
order. What no post has is looked up once more in forms that spreadsheets leave behind, for the whole column at once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations

from reportsto.errors import shown
from reportsto.organisations.book import Book
from reportsto.organisations.entries import KINDS, Entry, folded, same

NOBODY = (
    "xx", "0", "0.0", "-", "--", "---", "–", "—", ".", "n/a", "#n/a", "n.a.", "na", "nan", "null", "nil", "none",
    "nobody", "no-one", "~", "keine", "keiner", "niemand", "top", "root",
)  # fmt: skip
"""What stands for nobody in the column of superiors, where no post is called so."""
UK_NOBODY = "xx"
"""The word of the United Kingdom's organograms, as the guide to them has it."""
_PARTS = re.compile(r"\s*(?:[;|/&]|, )\s*")
MOST_FIT = 20
"""Posts looked at where a text fits several."""
_INSIDE = re.compile(r"[(\[<]([^()\[\]<>]+)[)\]>]")
_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?([eE]\+?[0-9]{1,2})?")


@dataclass
class Links:
    """Superiors found.

    Attributes:
        superior: position of the superior of each entry; `None` for nobody.
        dotted: position of a second superior.
        unfound: positions of entries whose superior is no post here.
        refused: positions of entries whose superior is a fault that is told already.
    """

    superior: list[int | None]
    dotted: dict[int, int] = field(default_factory=dict)
    unfound: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


class _Index:
    """Entries by everything they may be named by."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.by_kind: dict[str, dict[str, list[int]]] = {kind: {} for kind in KINDS}
        for at, entry in enumerate(entries):
            if entry.group:
                continue
            for kind, texts in entry.keys.items():
                known = self.by_kind[kind]
                for text in {same(kind, text) for text in texts}:
                    known.setdefault(text, []).append(at)

    def named(self, text: str) -> list[int]:
        """Return the entries that a text names, by the surest kind in which it names one."""
        for kind in KINDS:
            if found := self.by_kind[kind].get(same(kind, text)):
                return found
        return []

    def found(self, text: str) -> list[int]:
        """Return the entries that a text names, also as `Name (12)`, `12 - Name` or `Name <address>`."""
        found = self.named(text)
        if found or not text:
            return found
        inner = _INSIDE.findall(text)
        for part in [*inner, _INSIDE.sub("", text).strip(), *text.split(" - ", 1)]:
            if part != text and (found := self.named(part.strip())):
                return found
        return []


def linked(entries: Sequence[Entry], book: Book) -> Links:
    """Return the superiors of all entries; texts that fit two posts are faults."""
    index = _Index(entries)
    links = Links([None] * len(entries))
    for at, entry in enumerate(entries):
        _link(at, entries, index, links, book)
        if entry.dotted:
            _link_second(at, [entry.dotted], entries, index, links, book)
    _repair_column(entries, links, book)
    _refuse_unfound(entries, links, book)
    _tell_columns(entries, links, book)
    return links


def _link(at: int, entries: Sequence[Entry], index: _Index, links: Links, book: Book) -> None:
    entry = entries[at]
    for text in [entry.superior, *entry.others]:
        found = index.found(text)
        if found:
            _link_one(found, at, entries, index, links, book)
            _compare(text, at, entries, index, links, book)
            return
    if not entry.superior:
        links.superior[at] = entry.above
    elif entry.superior.casefold() in NOBODY:
        _tell_nobody(entry, book)
        links.superior[at] = entry.above
    elif len(parts := [one for one in _PARTS.split(entry.superior) if one]) > 1 and index.found(parts[0]):
        _link_one(index.found(parts[0]), at, entries, index, links, book)
        what = f"reports_to names {len(parts)} superiors; expected one"
        book.repair(entry.file, entry.line, what, "reports to the first; the second is a dotted line")
        _link_second(at, parts[1:], entries, index, links, book)
    else:
        links.unfound.append(at)


def _refuse_unfound(entries: Sequence[Entry], links: Links, book: Book) -> None:
    """Refuse a file in which superiors are named and none is a post: another column has the ids, or the superiors."""
    unfound = [at for at in links.unfound if not entries[at].group]
    found = any(
        above not in (None, at) and entry.superior and not entry.group
        for at, (above, entry) in enumerate(zip(links.superior, entries, strict=True))
    )
    if found or links.refused or len({folded(entries[at].superior) for at in unfound}) < 2:
        return
    first = entries[unfound[0]]
    what = f"reports_to: none of {len(unfound):,} superiors is a post here, the first is {first.above_in_words()}"
    expected = "expected ids, addresses, names or titles of posts; say which columns: --columns id=...,reports_to=..."
    book.fault(first.file, first.line, f"{what}; {expected}")
    links.refused += unfound
    links.unfound = [at for at in links.unfound if entries[at].group]


def _compare(used: str, at: int, entries: Sequence[Entry], index: _Index, links: Links, book: Book) -> None:
    """Tell a superior that was found by a later column than the first, or that a later column contradicts."""
    entry, above = entries[at], links.superior[at]
    if above is None or not entry.others:
        return
    if used != entry.superior:
        what = f"reports_to is {entry.above_in_words()}, which is no post here, and another column names one"
        book.repair(entry.file, entry.line, what, f"reports to {entries[above].called()}")
        return
    for text in entry.others:
        found = index.named(text)
        if found and above not in found and text.casefold() not in NOBODY:
            what = f"two columns name two superiors: {entries[above].called()} and {entries[found[0]].called()}"
            book.repair(entry.file, entry.line, what, "reports to the first")
            return


def _tell_columns(entries: Sequence[Entry], links: Links, book: Book) -> None:
    """Tell who reports to a post by another column of ids than most do: numbers of rows look like ids."""
    by_column: dict[int, list[int]] = {}
    for at, above in enumerate(links.superior):
        ids = () if above is None else entries[above].keys["id"]
        if len(ids) > 1 and entries[at].superior in ids:
            by_column.setdefault(ids.index(entries[at].superior), []).append(at)
    most = max(by_column, key=lambda column: (len(by_column[column]), -column), default=0)
    for at in sorted(at for column, those in by_column.items() if column != most for at in those):
        entry, above = entries[at], links.superior[at] or 0
        what = f"reports_to is {entry.above_in_words()}, an id in another column than those of most superiors"
        book.repair(
            entry.file, entry.line, f"{what}; expected one column of ids", f"reports to {entries[above].called()}"
        )


def _tell_nobody(entry: Entry, book: Book) -> None:
    if entry.superior.casefold() != UK_NOBODY and not entry.group:
        what = f"reports_to is {shown(entry.superior)}, which is no post here; expected nothing for the top"
        book.repair(entry.file, entry.line, what, "reports to nobody")


def _link_one(found: Sequence[int], at: int, entries: Sequence[Entry], index: _Index, links: Links, book: Book) -> None:
    """Take the post that a text means: of two seats of one person, the one that does not stand under the other."""
    entry, all_found = entries[at], found
    if 1 < len(found) <= MOST_FIT and not _by_two_columns(found, entries):
        found = [one for one in found if one != at and not _is_under(one, found, entries, index)] or found
        inside = [one for one in found if entry.unit and entries[one].unit == entry.unit]
        found = inside if len(inside) == 1 else found
    if len(found) == 1:
        links.superior[at] = found[0]
        if len(all_found) > 1 and found[0] != all_found[0]:
            what = f"reports_to fits {len(all_found)} posts; expected an id of its own for each post"
            book.repair(entry.file, entry.line, what, f"reports to {entries[found[0]].called()}")
        return
    links.refused.append(at)
    posts = ", ".join(f"{entries[one].called()} (line {entries[one].line})" for one in found[:5])
    expected = "expected an id of its own for each post"
    if _by_two_columns(found, entries):
        expected = "several columns have ids, and it is in one of each; say which column is meant: --columns id=..."
    book.fault(entry.file, entry.line, f"reports_to of {entry.called()} fits {len(found)} posts: {posts}; {expected}")


def _is_under(one: int, those: Sequence[int], entries: Sequence[Entry], index: _Index) -> bool:
    """Tell whether a seat reports to another seat of the same person."""
    above = index.found(entries[one].superior) if entries[one].superior else ()
    return any(other in those and other != one and _is_same_person(entries[one], entries[other]) for other in above)


def _is_same_person(one: Entry, other: Entry) -> bool:
    return one.id == other.id != "" or any(
        not {same(kind, text) for text in one.keys[kind]}.isdisjoint(same(kind, text) for text in other.keys[kind])
        for kind in ("email", "dn", "name")
    )


def _by_two_columns(those: Sequence[int], entries: Sequence[Entry]) -> bool:
    """Tell whether the first id of one post stands in a later column of another: 1 and 2 beside 2 and 1."""
    ids = [ids for one in those[:MOST_FIT] if (ids := entries[one].keys["id"])]
    return any(one[0] != other[0] and one[0] in other[1:] for one, other in permutations(ids, 2))


def _link_second(
    at: int, texts: Iterable[str], entries: Sequence[Entry], index: _Index, links: Links, book: Book
) -> None:
    """Keep the first second superior that is a post."""
    entry = entries[at]
    for text in [part for one in texts for part in _PARTS.split(one) if part]:
        found = index.found(text)
        if len(found) == 1 and found[0] not in (at, links.superior[at]):
            links.dotted[at] = found[0]
            return
    if any(text.casefold() not in NOBODY for text in texts):
        book.repair(entry.file, entry.line, "dotted names no one other post; expected the id of a post", "left out")


# ── What spreadsheets leave behind, for the whole column ─────────────────────────────────────────


def _as_number(text: str) -> str:
    """Return 12 for 12.0 and 1.2E+1."""
    if not _NUMBER.fullmatch(text) or not ("." in text or "e" in text.lower()):
        return text
    value = Decimal(text)
    return str(int(value)) if value == value.to_integral_value() else text


def _without_zeros(text: str) -> str:
    return (_as_number(text).lstrip("0") or "0") if text[:1].isdigit() else text


_FORMS: Sequence[tuple[str, Callable[[str], str]]] = (
    ("numbers are written alike (12.0 is 12)", _as_number),
    ("case and spaces are left out of account", folded),
    ("leading zeros are left out", _without_zeros),
)


def _repair_column(entries: Sequence[Entry], links: Links, book: Book) -> None:
    """Find superiors in other forms of their ids: each form for the whole column, where no two ids become one."""
    for how, form in _FORMS:
        if not links.unfound:
            return
        by_form: dict[str, set[int]] = {}
        for at, entry in enumerate(entries):
            for text in entry.keys["id"] if not entry.group else ():
                by_form.setdefault(form(text), set()).add(at)
        found = {
            at: by_form[form(entries[at].superior)] for at in links.unfound if form(entries[at].superior) in by_form
        }
        if not found:
            continue
        _take_form(how, found, form is _without_zeros, entries, links, book)


def _take_form(
    how: str, found: dict[int, set[int]], whole: bool, entries: Sequence[Entry], links: Links, book: Book
) -> None:
    """Take the superiors that one form finds; with `whole`, all of the column or none."""
    first = entries[next(iter(found))]
    looked = [at for at in links.unfound if not whole or entries[at].superior[:1].isdigit()]
    twice = [at for at, those in found.items() if len(those) > 1]
    count = f"{len(found):,} of {len(looked):,}" if len(looked) > len(found) else f"all {len(found):,}"
    what = f"reports_to: {count} superiors that are no post here are found if {how}"
    if twice or (whole and len(looked) > len(found)):
        where = entries[twice[0]] if twice else entries[next(at for at in looked if at not in found)]
        why = "two ids become one so" if twice else f"line {where.line} is not found even so"
        book.fault(first.file, where.line, f"{what}, but {why}; expected ids spelled alike in both columns")
        links.refused += looked
        told = set(looked)
        links.unfound = [at for at in links.unfound if at not in told]
        return
    book.repair(first.file, first.line, f"{what}; expected ids spelled alike in both columns", "read so")
    for at, those in found.items():
        links.superior[at] = next(iter(those))
    links.unfound = [at for at in links.unfound if at not in found]
