"""The journal of a study: every finished run, kept the moment it is finished, so that a kill loses nothing.

One SQLite file, one writer (the parent process), write-ahead log. A row is text (JSON, floats that read back bit for
bit) with its own digest: a damaged row is dropped and run again, never read.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from reportsto.errors import StudyError
from reportsto.runner.jobs import Row

NAME = "journal.sqlite"
_TABLES = """
create table if not exists facts (name text primary key, value text not null) without rowid;
create table if not exists runs (
  key text primary key, row text not null, digest text not null, seconds real not null, attempts integer not null
) without rowid;
"""

Kept = tuple[str, Mapping[str, object], float, int]
"""A finished run: key, row, seconds, attempts."""


class DamagedJournal(StudyError):
    """A journal that SQLite cannot read."""


class Journal:
    """The finished runs of one folder. Open it with `with`; a second process that tries is refused."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.damaged = 0
        with self._named():
            self._base = sqlite3.connect(self.path, timeout=1.0, isolation_level=None)
            try:
                # Before the first read: the file stays locked until this process ends, however it ends.
                self._base.execute("pragma locking_mode = exclusive")
                self._base.execute("pragma journal_mode = wal")
                self._base.execute("pragma synchronous = normal")
                self._base.execute("begin exclusive")
                self._base.execute("commit")
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
        """Return what is known of how the kept runs were made."""
        with self._named():
            return dict(self._base.execute("select name, value from facts order by name"))

    def state(self, facts: Mapping[str, str]) -> None:
        """Keep facts, replacing those of the same name."""
        with self._named():
            self._base.executemany("insert or replace into facts values (?, ?)", list(facts.items()))

    def keep(self, runs: Iterable[Kept]) -> None:
        """Keep finished runs, all or none of them."""
        rows = []
        for key, row, seconds, attempts in runs:
            text = json.dumps(row, separators=(",", ":"), default=_number)
            rows.append((key, text, _digest(key, text), seconds, attempts))
        with self._named():
            self._base.execute("begin")
            try:
                self._base.executemany("insert or replace into runs values (?, ?, ?, ?, ?)", rows)
                self._base.execute("commit")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._base.execute("rollback")
                raise

    def keys(self) -> set[str]:
        """Return the keys of all kept rows, sound or not."""
        with self._named():
            return {key for (key,) in self._base.execute("select key from runs")}

    def rows(self) -> dict[str, Row]:
        """Return every sound row by its key; `damaged` counts the others."""
        found: dict[str, Row] = {}
        self.damaged = 0
        with self._named():
            for key, text, kept in self._base.execute("select key, row, digest from runs order by key"):
                if _digest(key, text) == kept:
                    found[key] = json.loads(text)
                else:
                    self.damaged += 1
        return found

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Turn the errors of SQLite into one line that names the file and what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StudyError(f"{self.path}: another process runs this study; wait, or name another --out") from None
            raise StudyError(f"{self.path}: {error}; expected a folder with room and the right to write") from None
        except sqlite3.DatabaseError as error:
            raise DamagedJournal(f"{self.path}: damaged ({error}); --fresh starts again without it") from None


def kept_runs(folder: Path) -> set[str]:
    """Return the keys of the sound rows in a folder; none where there is no journal."""
    if not (folder / NAME).exists():
        return set()
    with Journal(folder) as journal:
        return set(journal.rows())


def remove(folder: Path) -> None:
    """Delete the journal of a folder, if there is one and no other process is at work on it."""
    path = folder / NAME
    if path.exists():
        with suppress(DamagedJournal), Journal(folder):
            pass
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{NAME}{suffix}").unlink(missing_ok=True)


def _digest(key: str, text: object) -> str:
    return hashlib.sha256(f"{key}\0{text}".encode()).hexdigest()


def _number(value: object) -> object:
    """Return a NumPy number as Python's own; anything else is no part of a row."""
    item = getattr(value, "item", None)
    if item is None:
        raise TypeError(f"a row holds numbers and text, not {type(value).__name__}")
    return item()
