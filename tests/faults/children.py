"""The tests' side of the nursery: start a command, kill it, see how it ended and what it left."""

import contextlib
import hashlib
import json
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import reportsto

HERE = Path(__file__).parent
PATHS = os.pathsep.join((str(Path(reportsto.__file__).parents[1]), str(HERE.parent)))
"""So that a child has the same sources as the tests, wherever it starts."""
COMMAND = (sys.executable, "-c", "from reportsto.cli.main import main; main()")
"""What the script `reportsto` does."""
MARK = "REPORTSTO_TEST_FAULTS"
VOLATILE = (
    "history",
    "seconds",
    "started",
    "finished",
    "recorded",
    "kept_from_before",
    "command",
    "notes",
    "engine",
    "commit",
)


def share(*address: object) -> float:
    """Return a number from 0 to 1 that depends on its address alone: chance that is the same in every session."""
    return int.from_bytes(hashlib.sha256(repr(address).encode()).digest()[:8], "big") / 2**64


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code (negative: a signal) and what it said."""

    code: int
    out: str
    err: str

    @property
    def calm(self) -> "Ended":
        """Return itself; fails where there is a traceback, or it ended in a way that a person cannot understand."""
        assert "Traceback" not in self.out + self.err, self.err
        assert self.code in (0, 1, 2), f"code {self.code}: {self.err}"
        return self

    @property
    def complaint(self) -> str:
        """Return the one line that names a mistake; fails where there are more, or a traceback."""
        lines = [line for line in self.calm.err.splitlines() if line.startswith("reportsto:")]
        assert len(lines) == 1, f"code {self.code}: {self.err}"
        return lines[0]


class Nursery:
    """A process with everything loaded; `start` runs a command in a child of it, one at a time."""

    def __init__(self, base: Path, shim: Path | None) -> None:
        self.base = base
        self.shim = shim
        preload = {"LD_PRELOAD": str(shim)} if shim else {}
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "nursery.py")],
            env={**os.environ, "PYTHONPATH": PATHS, "OPENBLAS_NUM_THREADS": "1", **preload},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=base,
        )  # fmt: skip
        self.read(600)

    def speaks(self, seconds: float) -> bool:
        """Return whether the nursery has something to say, within some seconds."""
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        return bool(ready)

    def read(self, seconds: float) -> str:
        """Return the next line the nursery says."""
        assert self.speaks(seconds), f"no answer from the nursery in {seconds:.0f} s"
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery ended"
        return line.strip()

    def start(
        self, *arguments: object, log: Path | None = None, engine: str = "numbers", seconds: float = 0.0,
        blank: bool = True, environment: dict[str, str] | None = None,
        folder: Path | None = None, kind: str | None = None, at: int = 0, mode: str = "once", error: int = 0,
    ) -> "Child":  # fmt: skip
        """Start a command; see `nursery.py` for what may be replaced, `shim.c` for `folder` and what follows it."""
        request = {
            "arguments": [str(argument) for argument in arguments],
            "output": str(self.base / "said"),
            "environment": environment or {},
            "log": str(log) if log else None,
            "engine": engine, "seconds": seconds, "blank": blank,
            "folder": str(folder) if folder else None, "kind": kind, "at": at, "mode": mode, "error": error,
        }  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        return Child(self, int(self.read(60)))

    def run(self, *arguments: object, **more: object) -> Ended:
        """Run a command to its end."""
        return self.start(*arguments, **more).wait()

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)


@dataclass
class Child:
    """A command at work."""

    nursery: Nursery
    pid: int

    def kill(self) -> Ended:
        """Kill it as `kill -9` does."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    @property
    def ended(self) -> bool:
        """Return whether it came to its end."""
        return self.nursery.speaks(0)

    def wait(self, seconds: float = 120) -> Ended:
        """Return how it ended."""
        code = int(self.nursery.read(seconds))
        said = self.nursery.base / "said"
        return Ended(code, _text(Path(f"{said}.out")), _text(Path(f"{said}.err")))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


@dataclass
class Trail:
    """The log of a folder: what was acknowledged as kept, what was begun, how far the last command came."""

    path: Path

    def mark(self) -> int:
        """Return how long it is now."""
        return self.path.stat().st_size if self.path.exists() else 0

    def said(self, word: str, since: int = 0) -> list[str]:
        """Return the rest of every line that begins with a word."""
        if not self.path.exists():
            return []
        lines = self.path.read_bytes()[since:].decode().splitlines()
        return [line.removeprefix(f"{word} ") for line in lines if line.startswith(f"{word} ")]

    def calls(self) -> dict[str, int]:
        """Return how many calls of each kind the last command made in its folder."""
        return {line.split()[0]: int(line.split()[1]) for line in self.said("calls")[-3:]}


def kept(folder: Path, scratch: Path) -> set[str]:
    """Return the keys in a journal, read from a copy: whoever opens the journal itself tidies it up."""
    if not (folder / "journal.sqlite").exists():
        return set()
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for name in ("journal.sqlite", "journal.sqlite-wal"):
        if (folder / name).exists():
            shutil.copy(folder / name, scratch / name)
    with contextlib.closing(sqlite3.connect(scratch / "journal.sqlite")) as base:
        try:
            return {key for (key,) in base.execute("select key from runs")}
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return set()  # killed before it was made


def contents(folder: Path) -> dict[str, object]:
    """Return everything a study published: bytes by file name, of the provenance what does not tell of time.

    A note about damage that was repaired is the only thing a finding may say more.
    """
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.startswith("journal.sqlite"):
            continue
        if name == "provenance.json":
            said = json.loads(path.read_text(), object_hook=_without_times)
            found[name] = said
        elif name == "finding.md":
            lines = path.read_text().splitlines()
            found[name] = [line for line in lines if line and "were damaged and were run again" not in line]
        else:
            found[name] = path.read_bytes()
    return found


def _without_times(said: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in said.items() if key not in VOLATILE}


def living(mark: str, session: int) -> list[str]:
    """Return the command lines of living processes that have a mark in their environment, or are of a session."""
    return [command for _, command in _living(mark, session)]


def _living(mark: str, session: int) -> Iterator[tuple[int, str]]:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            marked = f"{MARK}={mark}".encode() in (entry / "environ").read_bytes().split(b"\0")
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it ended meanwhile
            continue
        if (marked or int(state[3]) == session) and state[0] not in "ZX":
            yield int(entry.name), command


def nobody_left(mark: str, session: int, seconds: float = 5.0) -> float:
    """Wait until nothing of a command lives, at most `seconds`, and return how long that took."""
    start = time.monotonic()
    while True:
        left = living(mark, session)
        if not left:
            return time.monotonic() - start
        assert time.monotonic() - start < seconds, f"still there after {seconds:.0f} s: {left}"
        time.sleep(0.05)
