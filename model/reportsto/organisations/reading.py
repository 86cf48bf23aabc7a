"""An organisation from files of any kind: read, mended, given functions, and made into a chart."""

from collections.abc import Container, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from reportsto.errors import ChartError, ReportsToError, unknown_name
from reportsto.files.place import Place
from reportsto.organisations.book import Book
from reportsto.organisations.charting import charted
from reportsto.organisations.columns import PERSONAL, check_given, no_header, printable, roles
from reportsto.organisations.entries import KINDS, Entry, entries_of, same
from reportsto.organisations.functions import ALIASES, assign
from reportsto.organisations.headcounts import headcounts
from reportsto.organisations.linking import linked
from reportsto.organisations.mending import Work, mended
from reportsto.organisations.naming import merged, named
from reportsto.organisations.opening import opened
from reportsto.organisations.organisation import Organisation
from reportsto.organisations.own import read_own
from reportsto.organisations.raw import RawPost
from reportsto.organisations.sheet import LONGEST, Sheet
from reportsto.organisations.totals import leave_out_total
from reportsto.organisations.words import words_with
from reportsto.vocabulary import Function
from reportsto.wording import counted


def read_organisation(
    files: Sequence[Path],
    *,
    columns: Mapping[str, str] | None = None,
    as_: Mapping[str, str] | None = None,
    words: Path | None = None,
    strict: bool = False,
    keep_names: bool = False,
    top_desk: bool = False,
) -> Organisation:
    """Return the organisation in a file, or in the two files of a staff organogram (senior and junior posts).

    `columns` says which column is which ({"id": "Nr"}), `as_` which post leads a function ({"logistics": "12"}).
    `words` is a file of words that say functions, read before the model's own. With `strict`, whatever would be
    repaired is a fault. Names and addresses are dropped unless `keep_names`. Nobody sits at a top that is added above
    several, unless `top_desk`.
    """
    book, table = Book(strict), words_with(words) if words else None
    name = files[0].stem
    own = read_own(files[0]) if len(files) == 1 and not columns else None
    if own is not None:
        own = own.with_somebody_on_top() if top_desk else own
        own, ids = own.without_names(keep_names, book)
        assigned = assign(own.posts, {**own.answering(), **_by_ids(as_ or {}, ids)}, table)
        as_it_is = own.says_all and own.is_held and not as_
        return charted(own.posts, assigned, book, name, own.chart, as_it_is)
    try:
        posts, as_ids = _raw_posts([Path(file) for file in files], columns or {}, as_ or {}, book, keep_names, top_desk)
    except ReportsToError as error:
        book.faults.extend(str(error).splitlines())
        posts, as_ids = [], {}
    if not posts:
        return Organisation(name, (), None, None, tuple(book.notes), tuple(book.faults))
    return charted(posts, assign(posts, as_ids, table), book, name)


def is_pair(files: Sequence[Path]) -> bool:
    """Tell whether two files are those of a staff organogram: senior posts, and junior ones that report to them."""
    if len(files) != 2:
        return False
    try:
        return any("Reporting Senior Post" in opened(Place(file, ChartError), {}, Book()).columns for file in files)
    except ReportsToError:
        return False


def _raw_posts(
    files: Sequence[Path],
    given: Mapping[str, str],
    as_: Mapping[str, str],
    book: Book,
    keep_names: bool,
    top_desk: bool,
) -> tuple[list[RawPost], dict[str, str]]:
    entries = _entries(files, given, book, keep_names)
    if entries is None:
        return [], {}
    people = headcounts(entries, book)
    again = merged(entries, people, book, keep_names)
    entries, people, places = _without(entries, people, again)
    for entry in entries:
        entry.above = None if entry.above is None else places[again.get(entry.above, entry.above)]
    links = linked(entries, book)
    functions = [_function(entry, book) for entry in entries]
    ids = named(entries, keep_names, book)
    work = Work(entries, ids, people, functions, links, book, set(), [], {}, top_desk)
    return mended(work), _as_ids(as_, entries, ids) if as_ else {}


def _without(
    entries: list[Entry], people: list[Decimal], again: Container[int]
) -> tuple[list[Entry], list[Decimal], dict[int, int]]:
    """Return entries and people without some rows, and where each of the others stands now."""
    kept = [at for at in range(len(entries)) if at not in again]
    places = {old: new for new, old in enumerate(kept)}
    return [entries[at] for at in kept], [people[at] for at in kept], places


def _entries(files: Sequence[Path], given: Mapping[str, str], book: Book, keep_names: bool) -> list[Entry] | None:
    """Return the entries of one file, or of the two of an organogram, the senior posts first.

    `None` where a file cannot be opened, or its columns do not say who reports to whom: both files are looked at first.
    """
    sheets, usable = _sheets(files, given, book)
    for at, (sheet, found) in enumerate(sheets):
        usable = _check(sheet, found, at, len(files), book) and usable
        leave_out_total(sheet, found, book)
    if not usable:
        return None
    entries: list[Entry] = []
    for sheet, found in sheets:
        entries += entries_of(sheet, found, len(entries), book, group=_is_junior(found), keep_names=keep_names)
        _tell_dropped(sheet, found, book)
        _tell_ids(sheet, found, book)
        _tell_marks(sheet, book)
    return entries


def _sheets(
    files: Sequence[Path], given: Mapping[str, str], book: Book
) -> tuple[list[tuple[Sheet, dict[str, list[str]]]], bool]:
    """Return the sheets with the columns of each role, the senior posts first, and whether all could be read."""
    found: list[Sheet] = []
    for file in files:
        try:
            found.append(opened(Place(file, ChartError), given, book))
        except ReportsToError as error:
            book.faults.extend(str(error).splitlines())
    if len(found) < len(files):
        return [], False
    are_there = check_given(given, dict.fromkeys(name for sheet in found for name in sheet.columns), book)
    sheets = [(sheet, roles(sheet, given)) for sheet in found]
    return sorted(sheets, key=lambda one: _is_junior(one[1])), are_there


def _is_junior(found: Mapping[str, list[str]]) -> bool:
    return "reporting_post" in found and "reports_to" not in found


def _check(sheet: Sheet, found: Mapping[str, list[str]], at: int, files: int, book: Book) -> bool:
    """Tell whether the columns of a sheet say who reports to whom, and whether it goes with the other file."""
    before = len(book.faults)
    if _is_junior(found) and at == 0:
        book.fault(
            sheet.file, 0, "junior posts of an organogram; expected the senior posts first: SENIOR.csv JUNIOR.csv"
        )
    elif files > 1 and at > 0 and not _is_junior(found):
        book.fault(sheet.file, 0, "no junior posts of an organogram (column Reporting Senior Post); expected one file")
    elif not sheet.nested and "reports_to" not in found and "reporting_post" not in found:
        book.fault(sheet.file, 0, no_header(sheet))
    elif "title" not in found and "function" not in found:
        hint = (
            f"; if column {found['name'][0]!r} holds titles, say --columns title={found['name'][0]}"
            if "name" in found
            else ""
        )
        book.fault(sheet.file, 0, f"no column of titles{hint}; or say which: --columns title=...")
    return len(book.faults) == before


def _tell_dropped(sheet: Sheet, found: Mapping[str, list[str]], book: Book) -> None:
    read = {name for role, names in found.items() for name in names if role not in PERSONAL}
    dropped = [
        printable(name)[:40]
        for name in sheet.columns
        if name and name not in read and "\0" not in name and name != "key"
    ]
    if dropped:
        names = ", ".join(dropped[:12]) + (", ..." if len(dropped) > 12 else "")
        book.note(sheet.file, 0, f"columns that a chart does not need: {names}", "not kept")


def _tell_marks(sheet: Sheet, book: Book) -> None:
    """Say once that cells had line breaks, or characters that show nothing."""
    if sheet.marked:
        what = f"{counted(len(sheet.marked), 'cell')} with line breaks or characters that show nothing"
        book.note(sheet.file, sheet.marked[0], what, "read as spaces")


def _tell_ids(sheet: Sheet, found: Mapping[str, list[str]], book: Book) -> None:
    """Say that ids or units stand in several columns, and what is done with each."""
    for role, done in _SEVERAL.items():
        columns = [printable(name)[:40] for name in found.get(role, ())]
        if len(columns) > 1 and not sheet.nested:
            what = f"{len(columns)} columns of {role}s: {', '.join(columns)}"
            book.note(sheet.file, 0, what, f"{done}. Else say --columns {role}={columns[1]}")


_SEVERAL = {
    "id": "a superior may be named by any; a post is called by the first",
    "unit": "the first is read, another where it is empty",
}
"""What is done where several columns have one role."""


def _function(entry: Entry, book: Book) -> Function | None:
    """Return the function that the file says; another word there is read as the unit."""
    word = entry.function.strip().lower()
    if not word:
        return None
    if word in ALIASES:
        return ALIASES[word]
    entry.unit = entry.unit or entry.function[:LONGEST]
    what = f"function: {unknown_name('function', entry.function, Function.words())}"
    book.repair(entry.file, entry.line, what, "found from title and unit instead")
    return None


def _as_ids(as_: Mapping[str, str], entries: Sequence[Entry], ids: Sequence[str]) -> dict[str, str]:
    """Return what the user named with --as by the ids of posts: all that names a post in the file may name it."""
    known: dict[str, str] = {}
    for kind in reversed(KINDS):
        for entry, post in zip(entries, ids, strict=True):
            known.update((same(kind, text), post) for text in entry.keys[kind] if not entry.group)
    known.update((post, post) for post in ids)
    return _by_ids(as_, known)


def _by_ids(as_: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    return {word: ",".join(_named(one.strip(), known) for one in value.split(",")) for word, value in as_.items()}


def _named(text: str, known: Mapping[str, str]) -> str:
    return next((known[form] for form in (text, *(same(kind, text) for kind in KINDS)) if form in known), text)
