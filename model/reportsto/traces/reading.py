"""Case files read back: every cell checked against its column, every row against its fate, and the digest beside it."""

import csv
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

import pandas as pd

from reportsto.errors import StudyError, shown, unknown_name
from reportsto.files.place import Mistakes, Place, check_plain
from reportsto.traces.columns import COLUMNS, WHOLE_OR_NONE, Column, Value, split_way
from reportsto.tracing import Fate

WANTED = "a file written by reportsto run --trace"
ROWS_AT_A_TIME = 20_000
MOST_CASES = 20_000_000

REPORTED = (Fate.KEPT, Fate.AT_A_DESK, Fate.LOST, Fate.DECLINED, Fate.ACTED_ON)
"""Fates of a case whose report was written down."""


def is_packed(path: Path) -> bool:
    """Tell a packed case file from a plain one by its name; raises `UnknownName` for another kind of file."""
    name = path.name.lower()
    if not name.endswith((".csv", ".csv.gz")):
        raise unknown_name("kind of case file", path.suffix or path.name, [".csv", ".csv.gz"])
    return name.endswith(".gz")


def origin_of(path: Path) -> Path:
    """Return the file beside a case file that says where it comes from."""
    return path.with_name(f"{path.name}.json")


def read_cases(path: Path) -> pd.DataFrame:
    """Return the table that `write_cases` wrote; raises `StudyError` with every mistake: file, line and column."""
    place = Place(path, StudyError)
    packed = is_packed(path)
    check_plain(place, WANTED)
    _check_digest(place)
    with path.open("rb") as raw, _readable(place):
        table, lines = _read(gzip.GzipFile(fileobj=raw) if packed else raw, place)
    _check_rows(table, lines, place)
    return table


def _check_digest(place: Place) -> None:
    """Refuse a file that is not the one its origin describes; without an origin there is nothing to compare."""
    beside = origin_of(place.path)
    if not beside.exists():
        return
    try:
        origin = json.loads(beside.read_bytes())
        digest = origin.get("sha256", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        raise StudyError(f"{beside}: cannot be read; expected what reportsto run --trace wrote, or no file") from None
    with place.path.open("rb") as file:
        if digest and digest != hashlib.file_digest(file, "sha256").hexdigest():
            raise place.error(f"was changed after it was written; trace the run again, or remove {beside.name}")


@contextmanager
def _readable(place: Place) -> Iterator[None]:
    """Turn what a broken file does to its reader into one line."""
    try:
        yield
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise place.error(f"cannot be read back ({type(error).__name__}); trace the run again") from None


def _read(file: IO[bytes] | gzip.GzipFile, place: Place) -> tuple[pd.DataFrame, list[int]]:
    """Return the table and the line of each row."""
    rows = _rows((line.decode("utf-8") for line in file), place)
    _, header = next(rows, (1, []))
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise place.on(1).error(f"column {missing[0]} is missing; expected {WANTED}")
    values, lines = _values(rows, header, place)
    kinds = {name: "Int64" if name in WHOLE_OR_NONE else None for name in COLUMNS}
    return pd.DataFrame({name: pd.Series(values[name], dtype=kinds[name]) for name in COLUMNS}), lines


def _values(
    rows: Iterator[tuple[int, list[str]]], header: list[str], place: Place
) -> tuple[dict[str, list[Value]], list[int]]:
    """Return the values of each column, and the line of each row."""
    at = {name: header.index(name) for name in COLUMNS}
    lines: list[int] = []
    values: dict[str, list[Value]] = {name: [] for name in COLUMNS}
    mistakes = Mistakes(StudyError)
    while some := list(islice(rows, ROWS_AT_A_TIME)):
        _check_widths(some, len(header), place)
        here = [line for line, _ in some]
        cells = list(zip(*(row for _, row in some), strict=True))
        for name, column in COLUMNS.items():
            values[name].extend(_parsed(cells[at[name]], column, name, here, place, mistakes))
        lines.extend(here)
        if len(lines) > MOST_CASES:
            raise place.error(f"over {MOST_CASES:,} cases; trace fewer days")
    mistakes.end()
    return values, lines


def _rows(lines: Iterable[str], place: Place) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its line."""
    reader = csv.reader(lines, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise place.on(reader.line_num).error(f"{error}; expected {WANTED}") from None


def _check_widths(rows: Sequence[tuple[int, list[str]]], width: int, place: Place) -> None:
    for line, row in rows:
        if len(row) != width:
            raise place.on(line).error(f"{len(row)} cells; expected {width}, as in the header")


def _parsed(
    cells: Sequence[str], column: Column, name: str, lines: Sequence[int], place: Place, mistakes: Mistakes
) -> list[Value]:
    """Return the values of some cells of a column, and gather what is wrong with them."""
    try:
        return [column.value(cell) for cell in cells]
    except ValueError:
        for line, cell in zip(lines, cells, strict=True):
            with mistakes.gathered():
                _check_cell(cell, column, name, place.on(line))
        return []


def _check_cell(cell: str, column: Column, name: str, place: Place) -> None:
    try:
        column.value(cell)
    except ValueError:
        or_empty = ", or nothing" if column.optional else ""
        raise place.error(f"is {shown(cell)}; expected {column.expected}{or_empty}", name) from None


def _check_rows(table: pd.DataFrame, lines: Sequence[int], place: Place) -> None:
    """Refuse rows whose cells contradict each other: a story could not be told of them."""
    fates = table["fate"]
    heard = table["handler"] != ""
    reported = fates.isin([fate.word for fate in REPORTED])
    waiting = fates == Fate.AT_A_DESK.word
    unheard = fates.isin([Fate.UNANSWERED.word, Fate.GAVE_UP.word])
    ways = {way: len(split_way(way)) for way in table["way"].unique()}
    before = table["case"].shift(fill_value=-1)
    rules = (
        ("case", (table["case"] != before + 1) & (table["case"] != 0), "the number behind that of the row above"),
        ("after", (table["after"] >= table["case"]).fillna(False), "a case before this one"),
        ("handler", heard == unheard, "the post that answered, or nothing where nobody did"),
        ("person", table["person"].isna() == heard, "a number where somebody answered"),
        ("answered", table["answered"].isna() != (fates == Fate.UNANSWERED.word), "a day, unless nobody answered yet"),
        ("answer", (table["answer"] != "") != heard, "a word where somebody answered"),
        *(
            (name, (table[name] != "") != reported, "something where the fate is that of a report, else nothing")
            for name in ("report", "recorded", "owner", "way", "ended_at")
        ),
        ("ended", table["ended"].isna() != (~reported | waiting), "a day where the fate is the end of a report"),
        ("passed", table["passed"] > table["way"].map(ways), "at most the number of posts on the way"),
    )
    mistakes = Mistakes(StudyError)
    for name, wrong, expected in rules:
        for row in wrong.to_numpy(dtype=bool).nonzero()[0][:20].tolist():
            with mistakes.gathered():
                raise place.on(lines[row]).error(f"is {_told(table[name].iloc[row])}; expected {expected}", name)
    mistakes.end()


def _told(value: object) -> str:
    if isinstance(value, str):
        return shown(value) if value else "empty"
    return "empty" if value is pd.NA else str(value)
