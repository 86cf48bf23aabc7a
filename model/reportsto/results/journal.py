"""The journal of a study: every finished run, kept the moment it is finished, so that a kill loses nothing.

One SQLite file, one writer (the parent process), write-ahead log. A row is text with its own digest: JSON, floats that
read back bit for bit, `null` for NaN. A damaged row is dropped and run again, never read. The facts share one digest.
Beside it lies a line of text that says how far the study is, for whoever may not open the file meanwhile.
"""

import hashlib
import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from types import TracebackType

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder

from reportsto.errors import StudyError
from reportsto.records import IDENTITY, MEASURES
from reportsto.results.links import may_write, refuse_link

NAME = "journal.sqlite"
PROGRESS = f"{NAME}-progress"
PROGRESS_ASIDE = f"{PROGRESS}.new"
FILES = (NAME, f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal", PROGRESS, PROGRESS_ASIDE)
"""What a journal consists of: of SQLite's own files beside it, those that may be there."""
KEEPING = Lock()
"""Held while rows are kept and counted, so that whoever stops the process meanwhile gives the right count."""
LATER = "points to come"
"""The fact that tells how many points of a second wave are still to be chosen; "" where there are none."""
FACTS_DIGEST = "digest of the other facts"
_TABLES = """
create table if not exists facts (name text primary key, value text not null) without rowid;
create table if not exists runs (
  key text primary key, row text not null, digest text not null, seconds real not null, attempts integer not null
) without rowid;
"""

Row = dict[str, object]
"""What a run gives: columns that identify it, and its measures."""
ALL = frozenset(column.name for column in MEASURES)
_IDENTITY = frozenset(column.name for column in IDENTITY)
_TEXTS = frozenset(("structure", "firm", "world", "ration", "route", "move_structure", "without", "failure"))
_NUMBERS = frozenset((int, float, bool))
Kept = tuple[str, Mapping[str, object], float, int]
"""A finished run: key, row, seconds, attempts."""


class DamagedJournal(StudyError):
    """A journal that cannot be read, or is none."""


class BusyJournal(StudyError):
    """A journal that another process has."""


_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_NO_WAY_TO_WRITE = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)


class Journal:
    """The finished runs of one folder. Open it with `with`; a second process that tries is refused."""

    def __init__(self, folder: Path, patience: float = 1.0) -> None:
        """Open the journal of a folder, or make it; wait some seconds for another process that has it."""
        self.path = folder / NAME
        self.damaged = 0
        self._spoilt: list[bytes] = []
        for name in FILES:
            refuse_link(folder / name, "a file of this folder, or none")
        with self._named():
            self._base = sqlite3.connect(self.path, timeout=patience, isolation_level=None)
            # A damaged row may be no text at all: it is to be read as far as its digest, which then tells.
            self._base.text_factory = lambda raw: raw.decode(errors="surrogateescape")
            try:
                # Before the first read: the file stays locked until this process ends, however it ends.
                self._base.execute("pragma locking_mode = exclusive")
                self._base.execute("pragma journal_mode = wal")
                self._base.execute("pragma synchronous = normal")
                self._base.execute("begin exclusive")
                self._base.execute("commit")
                self._refuse_foreign()
                self._base.executescript(_TABLES)
            except BaseException:
                self._base.close()
                raise

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def facts(self) -> dict[str, str]:
        """Return what is known of how the kept runs were made; raises `DamagedJournal` where that was altered."""
        with self._named():
            known = dict(self._base.execute("select name, value from facts order by name"))
        kept = known.pop(FACTS_DIGEST, None)
        if kept is not None and kept != _digest("facts", sorted(known.items())):
            raise DamagedJournal(f"{self.path}: damaged (how its runs were made); --fresh starts again without it")
        return known

    def state(self, facts: Mapping[str, str]) -> None:
        """Keep facts, replacing those of the same name, all or none of them."""
        with self._named(), self._whole():
            told = {**dict(self._base.execute("select name, value from facts")), **facts}
            told.pop(FACTS_DIGEST, None)
            told[FACTS_DIGEST] = _digest("facts", sorted(told.items()))
            self._base.executemany("insert or replace into facts values (?, ?)", list(told.items()))

    def keep(self, runs: Iterable[Kept]) -> None:
        """Keep finished runs, all or none of them; damaged rows that were met go."""
        if not self.path.exists():
            raise StudyError(f"{self.path}: was deleted while the study ran; the same command begins again")
        with self._named(), self._whole():
            self._base.executemany("delete from runs where cast(key as blob) = ?", [(key,) for key in self._spoilt])
            self._base.executemany("insert or replace into runs values (?, ?, ?, ?, ?)", map(_written, runs))
        self._spoilt = []

    def drop(self, keys: Iterable[str]) -> None:
        """Forget kept runs, all or none of them."""
        raw = [(key.encode(errors="surrogateescape"),) for key in keys]
        with self._named(), self._whole():
            self._base.executemany("delete from runs where key = cast(? as text)", raw)

    def tell(self, kept: int, total: int) -> None:
        """Write how many runs are kept of how many, for `how_far`; a line that cannot be written costs nothing."""
        with suppress(OSError):
            aside = self.path.with_name(PROGRESS_ASIDE)
            aside.write_text(f"{kept} of {total}")
            aside.replace(self.path.with_name(PROGRESS))  # nobody reads half a line

    def keys(self) -> set[str]:
        """Return the keys of all kept rows, sound or not."""
        with self._named():
            return {key for (key,) in self._base.execute("select key from runs")}

    def sound_keys(self, measures: Set[str] = frozenset()) -> set[str]:
        """Return the key of every sound row that has these measures; `damaged` counts the rows that are not sound."""
        return self.sound_and_damaged(measures)[0]

    def sound_and_damaged(self, measures: Set[str] = frozenset()) -> tuple[set[str], set[str]]:
        """Return the keys of the sound rows that have these measures, and those of damaged rows.

        No row is held in memory. A row that a search for its key does not find is damaged, too.
        """
        found: set[str] = set()
        unsound: set[str] = set()
        self.damaged, self._spoilt = 0, []
        last, in_order = b"", True
        with self._named():
            for key, text, kept in self._base.execute("select key, row, digest from runs order by key"):
                raw = str(key).encode(errors="surrogateescape")
                last, in_order = raw, in_order and last < raw
                row = _row(key, text, kept)
                if row is None:
                    self.damaged += 1
                    self._spoilt.append(raw)
                    unsound.add(key)
                elif measures <= row.keys():
                    found.add(key)
        # A damaged key may stand where a search turns: then what is beyond it is read here, and never found.
        hidden = set() if in_order else {key for key in found if not self.fetch([key])}
        self.damaged += len(hidden)
        return found - hidden, (unsound | hidden) - (found - hidden)

    def fetch(self, keys: Iterable[str]) -> dict[str, Row]:
        """Return the sound rows of these keys; a key that has none is left out."""
        found: dict[str, Row] = {}
        with self._named():
            for wanted in keys:
                for key, text, kept in self._base.execute("select key, row, digest from runs where key = ?", (wanted,)):
                    row = _row(key, text, kept)
                    if row is not None:
                        found[key] = row
        return found

    def _refuse_foreign(self) -> None:
        """Leave somebody else's database alone."""
        names = {name for (name,) in self._base.execute("select name from sqlite_master where type = 'table'")}
        if not names <= {"facts", "runs"}:
            raise DamagedJournal(
                f"{self.path}: another database, not the journal of a study; --fresh deletes it, or name another --out"
            )

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Do all of a block, or nothing of it."""
        self._base.execute("begin")
        try:
            yield
            self._base.execute("commit")
        except BaseException:
            with suppress(sqlite3.Error):
                self._base.execute("rollback")
            raise

    def _why_not_written(self, error: sqlite3.Error) -> str:
        """Return what is in the way of writing, and what to do about it."""
        for there in (self.path.parent, self.path):
            if there.exists() and not may_write(there):
                told = "read-only here; expected the right to write to it, or name another --out"
                return f"{self.path}: cannot be written: {'its folder' if there.is_dir() else 'the file'} is {told}"
        return (
            f"{self.path}: {error}; expected a folder with room and the right to write; where it has both, "
            "the file is damaged, and --fresh starts again without it"
        )

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Turn the errors of SQLite into one line that names the file and what to do."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest says how it came about
            if code in _BUSY:
                told = "another process runs this study; wait, or name another --out"
                raise BusyJournal(f"{self.path}: {told}") from None
            if code in _NO_WAY_TO_WRITE:
                raise StudyError(self._why_not_written(error)) from None
            raise DamagedJournal(f"{self.path}: damaged ({error}); --fresh starts again without it") from None


def how_far(folder: Path) -> str:
    """Return how many runs a folder keeps of how many, as the last process said that ran them; "" where none did."""
    try:
        refuse_link(folder / PROGRESS, "a file of this folder, or none")
        return (folder / PROGRESS).read_text()[:100]
    except (StudyError, OSError, ValueError):
        return ""


def told_kept(folder: Path) -> str:
    """Return in words what a folder keeps, for somebody who stopped a study."""
    kept = f"{how_far(folder)} runs are kept" if how_far(folder) else "what was there stays"
    return f"{kept} in {folder}; the same command goes on from there"


def has_runs(folder: Path, patience: float = 1.0) -> bool:
    """Tell whether a folder's journal keeps any run; an empty journal is as good as none."""
    if not (folder / NAME).exists():
        return False
    with Journal(folder, patience) as journal:
        return bool(journal.keys())


def remove(folder: Path) -> None:
    """Delete the journal of a folder, if there is one and no other process is at work on it."""
    path = folder / NAME
    if path.exists():
        try:
            with Journal(folder):
                pass
        except BusyJournal:
            raise
        except StudyError:
            pass  # whatever is wrong with it, it goes
    for name in FILES:  # of a link, the link
        (folder / name).unlink(missing_ok=True)


def _digest(key: str, text: object) -> str:
    return hashlib.sha256(f"{key}\0{text}".encode(errors="surrogateescape")).hexdigest()


def _written(run: Kept) -> tuple[str, str, str, float, int]:
    key, row, seconds, attempts = run
    text = _text_of(row)
    return key, text, _digest(key, text), seconds, attempts


def _row(key: str, text: object, digest: object) -> Row | None:
    """Return what a kept row says; None where it has not its digest, or not the form of a row."""
    if _digest(key, text) != digest:
        return None
    try:
        row = _read(str(text))
    except ValueError:
        return None
    return row if isinstance(row, dict) and row.keys() >= _IDENTITY and _is_sound(row) else None


def _text_of(row: Mapping[str, object]) -> str:
    """Return a row as JSON; what JSON has no word for, infinity, is written as Python writes it."""
    return _IN_JSON.encode(row).decode() if _INFINITE.isdisjoint(row.values()) else _IN_PYTHONS_JSON.encode(row)


def _read(text: str) -> object:
    """Return what a text says; raises `ValueError` where it is no JSON, not even as Python writes it."""
    try:
        row = _FROM_JSON.decode(text)
    except (DecodeError, UnicodeError):
        return json.loads(text)
    if isinstance(row, dict) and None in row.values():
        return {name: math.nan if value is None else value for name, value in row.items()}
    return row


def _is_sound(row: Row) -> bool:
    """Tell whether texts are texts, and all else is numbers."""
    kinds = list(map(type, row.values()))
    texts = [type(row[name]) for name in _TEXTS]
    return texts.count(str) == len(_TEXTS) == kinds.count(str) and _NUMBERS.issuperset(set(kinds) - {str})


def _number(value: object) -> object:
    """Return a NumPy number as Python's own; anything else is no part of a row."""
    item = getattr(value, "item", None)
    if item is None:
        raise TypeError(f"a row holds numbers and text, not {type(value).__name__}")
    return item()


_IN_JSON = Encoder(enc_hook=_number)
_IN_PYTHONS_JSON = json.JSONEncoder(separators=(",", ":"), default=_number)
_FROM_JSON = Decoder()
_INFINITE = frozenset((math.inf, -math.inf))
