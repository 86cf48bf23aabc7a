"""The journal of a study: every finished run, kept the moment it is finished, so that a kill loses nothing.

One SQLite file, one writer (the parent process), write-ahead log. A row is text (JSON, floats that read back bit for
bit) with its own digest: a damaged row is dropped and run again, never read. The facts share one digest.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from reportsto.errors import StudyError

NAME = "journal.sqlite"
FACTS_DIGEST = "digest of the other facts"
_TABLES = """
create table if not exists facts (name text primary key, value text not null) without rowid;
create table if not exists runs (
  key text primary key, row text not null, digest text not null, seconds real not null, attempts integer not null
) without rowid;
"""

Row = dict[str, object]
"""What a run gives: columns that identify it, and its measures."""
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

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.damaged = 0
        self._spoilt: list[bytes] = []
        with self._named():
            self._base = sqlite3.connect(self.path, timeout=1.0, isolation_level=None)
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
        rows = []
        for key, row, seconds, attempts in runs:
            text = json.dumps(row, separators=(",", ":"), default=_number)
            rows.append((key, text, _digest(key, text), seconds, attempts))
        with self._named(), self._whole():
            self._forget_spoilt()
            self._base.executemany("insert or replace into runs values (?, ?, ?, ?, ?)", rows)
        self._spoilt = []

    def keys(self) -> set[str]:
        """Return the keys of all kept rows, sound or not."""
        with self._named():
            return {key for (key,) in self._base.execute("select key from runs")}

    def sound_keys(self) -> set[str]:
        """Return the key of every sound row; `damaged` counts the others. No row is held in memory.

        Raises `DamagedJournal` where a sound row is there but a search for it leads past it.
        """
        found: set[str] = set()
        self.damaged, self._spoilt = 0, []
        last, in_order = b"", True
        with self._named():
            for key, text, kept in self._base.execute("select key, row, digest from runs order by key"):
                raw = str(key).encode(errors="surrogateescape")
                last, in_order = raw, in_order and last < raw
                if _digest(key, text) == kept:
                    found.add(key)
                else:
                    self.damaged += 1
                    self._spoilt.append(raw)
        # A damaged key may stand where a search turns: then what is beyond it is read, and never found.
        if not in_order and self._hides(found):
            with self._named(), self._whole():
                self._forget_spoilt()
            if self._hides(found):
                raise DamagedJournal(f"{self.path}: damaged (out of order); --fresh starts again without it")
        return found

    def _hides(self, keys: set[str]) -> bool:
        return any(not self.fetch([key]) for key in keys)

    def _forget_spoilt(self) -> None:
        self._base.executemany("delete from runs where cast(key as blob) = ?", [(key,) for key in self._spoilt])

    def fetch(self, keys: Iterable[str]) -> dict[str, Row]:
        """Return the sound rows of these keys; a key that has none is left out."""
        found: dict[str, Row] = {}
        with self._named():
            for wanted in keys:
                for key, text, kept in self._base.execute("select key, row, digest from runs where key = ?", (wanted,)):
                    if _digest(key, text) == kept:
                        found[key] = json.loads(text)
        return found

    def rows(self) -> dict[str, Row]:
        """Return every sound row by its key, all at once."""
        return self.fetch(sorted(self.sound_keys()))

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
                raise StudyError(
                    f"{self.path}: {error}; expected a folder with room and the right to write; where it has both, "
                    "the file is damaged, and --fresh starts again without it"
                ) from None
            raise DamagedJournal(f"{self.path}: damaged ({error}); --fresh starts again without it") from None


def kept_runs(folder: Path) -> set[str]:
    """Return the keys of the sound rows in a folder; none where there is no journal."""
    if not (folder / NAME).exists():
        return set()
    with Journal(folder) as journal:
        return journal.sound_keys()


def has_runs(folder: Path) -> bool:
    """Tell whether a folder's journal keeps any run; an empty journal is as good as none."""
    if not (folder / NAME).exists():
        return False
    with Journal(folder) as journal:
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
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{NAME}{suffix}").unlink(missing_ok=True)


def _digest(key: str, text: object) -> str:
    return hashlib.sha256(f"{key}\0{text}".encode(errors="surrogateescape")).hexdigest()


def _number(value: object) -> object:
    """Return a NumPy number as Python's own; anything else is no part of a row."""
    item = getattr(value, "item", None)
    if item is None:
        raise TypeError(f"a row holds numbers and text, not {type(value).__name__}")
    return item()
