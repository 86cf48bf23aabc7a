"""Feed a target with inputs until enough different ones were tried; whatever is no clear refusal is a failure."""

import base64
import hashlib
import signal
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from drawing_lots import Lots

import reportsto
from reportsto.errors import ReportsToError

PACKAGE = Path(reportsto.__file__).parent
SECONDS = 3.0
"""Processor time one input may take."""
MOST_FAILURES = 3


class TooLong(BaseException):
    """An input took too long; no Exception, so that no reader takes it for a broken file."""


@dataclass(frozen=True)
class Target:
    """What is fed.

    Attributes:
        name: what it is called in messages, and first part of each address.
        make: returns the input of a number, by lots: a name for a file, and its bytes.
        act: reads the input; returns, or raises a refusal.
        readers: files of the package whose lines are counted, as patterns below it.
    """

    name: str
    make: Callable[[Lots], tuple[str, bytes]]
    act: Callable[[str, bytes], None]
    readers: Sequence[str]


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        tried: different inputs.
        refused: inputs that were refused in one line.
        failures: inputs that were neither read nor refused, each with a way to make it again.
        lines: lines of readers that were run, and all there are.
    """

    tried: int = 0
    refused: int = 0
    failures: list[str] = field(default_factory=list)
    lines: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        """Return the summary that is printed."""
        seen, every = self.lines
        return f"{self.tried:,} inputs, {self.refused:,} refused; {seen} of {every} lines of its readers were run"


def fuzz(target: Target, inputs: int, until: str = "") -> Outcome:
    """Try so many different inputs, or stop after a few failures; with `until`, at the first that says so."""
    outcome, seen, number = Outcome(), set(), 0
    code = Lines(target.readers)
    while outcome.tried < inputs and not _enough(outcome.failures, until):
        name, data = target.make(Lots(target.name, number))
        number += 1
        digest = hashlib.sha256(name.encode() + b"\0" + data).digest()
        if digest in seen:
            continue
        seen.add(digest)
        outcome.tried += 1
        with code.watched():
            refused, failure = _try(target, name, data)
        if failure.startswith("took"):  # counting lines takes most of that time
            refused, failure = _try(target, name, data)
        outcome.refused += refused
        if failure:
            outcome.failures.append(f"{target.name}/{number - 1}: {failure}\n{pasted(name, data)}")
    outcome.lines = code.counts()
    return outcome


def _enough(failures: Sequence[str], until: str) -> bool:
    return any(until in one for one in failures) if until else len(failures) >= MOST_FAILURES


def pasted(name: str, data: bytes) -> str:
    """Return a command that writes an input to a file."""
    packed = base64.b85encode(zlib.compress(data, 9)).decode().replace("`", "\\`").replace("$", "\\$")
    unpack = f"zlib.decompress(base64.b85decode('{packed}'))"
    return f'python -c "import base64, pathlib, zlib; pathlib.Path({name!r}).write_bytes({unpack})"'


def _try(target: Target, name: str, data: bytes) -> tuple[bool, str]:
    """Return whether an input was refused, and what went wrong."""
    begun = time.process_time()
    try:
        with _bounded():
            target.act(name, data)
        failure = ""
    except ReportsToError as error:
        lines = str(error).splitlines()
        return True, "" if lines and all(
            map(str.isprintable, lines)
        ) else f"a message that cannot be printed: {error!r}"
    except TooLong:
        failure = f"took over {SECONDS:g} s"
    except Exception as error:
        failure = f"{type(error).__name__}: {str(error)[:200]}"
    used = time.process_time() - begun
    return False, failure or (f"took {used:.1f} s" if used > SECONDS else "")


@contextmanager
def _bounded() -> Iterator[None]:
    """Stop what takes longer, where the system has a timer for it."""

    def stop(number: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class Lines:
    """Which lines of some files of the package are run while it watches."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.files = {str(path) for pattern in patterns for path in PACKAGE.glob(pattern)}
        self.seen: set[tuple[str, int]] = set()
        self.left: dict[CodeType, set[int]] = {}

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note the lines that are run meanwhile."""
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(before)

    def counts(self) -> tuple[int, int]:
        """Return how many lines were run, and how many there are in functions."""
        every = {(file, line) for file in self.files for line in _lines_in(Path(file))}
        return len(self.seen & every), len(every)

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code.co_filename not in self.files:
            return None
        left = self.left.setdefault(code, {line for _, _, line in code.co_lines() if line})
        return self._line if left else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.left[frame.f_code].discard(frame.f_lineno)
        self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line


def _lines_in(path: Path) -> set[int]:
    """Return the lines of functions in a file; those of the module itself are run when it is imported."""
    found: set[int] = set()
    waiting = [one for one in compile(path.read_text(), str(path), "exec").co_consts if isinstance(one, CodeType)]
    while waiting:
        code = waiting.pop()
        first = code.co_firstlineno
        found |= {line for _, _, line in code.co_lines() if line and line != first}
        waiting += [one for one in code.co_consts if isinstance(one, CodeType)]
    return found
