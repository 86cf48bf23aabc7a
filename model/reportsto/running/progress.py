"""How far a study is, on standard error: a bar on a terminal, else a line now and then; with rate and time left."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from reportsto.wording import in_words, rate

EVERY_SECONDS = 10.0
SHORTEST = 1.0
"""Seconds after the first run from which on a rate is that since it; before, that since the beginning."""

QUIET: ContextVar[bool] = ContextVar("quiet", default=False)
"""Whether nobody wants to see how far it is."""

Advance = Callable[[], None]


@contextmanager
def progress(total: int, kept: int, unit: str = "runs") -> Iterator[Advance]:
    """Show progress while the block runs; call what is yielded after each run. `kept` runs are there already."""
    with _shown(total, kept, unit) as advance:
        yield advance


def _shown(total: int, kept: int, unit: str) -> AbstractContextManager[Advance]:
    if QUIET.get():
        return nullcontext(lambda: None)
    return _bar(total, kept, unit) if sys.stderr.isatty() else _lines(total, kept, unit)


@contextmanager
def _bar(total: int, kept: int, unit: str) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Show how many are done a second."""

        def render(self, task: Task) -> Text:
            """Return the rate, or nothing before there is one."""
            return Text(f"{rate(task.speed)} a second" if task.speed else "")

    columns = (
        TextColumn(unit), BarColumn(), MofNCompleteColumn(), Rate(), TimeElapsedColumn(), TextColumn("left"),
        TimeRemainingColumn(elapsed_when_finished=False),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), speed_estimate_period=120.0) as bar:
        task = bar.add_task(unit, total=total, completed=kept)
        yield lambda: bar.advance(task)


@contextmanager
def _lines(total: int, kept: int, unit: str) -> Iterator[Advance]:
    begun = start = last = time.monotonic()
    done = kept

    def advance() -> None:
        nonlocal start, done, last
        done += 1
        now = time.monotonic()
        if done == kept + 1:
            start = last = now  # a first run waits until its worker has started
            if done < total:
                return
        if now - last >= EVERY_SECONDS or done == total:
            last = now
            # Runs come in chunks: from the first few alone, at one moment, no rate can be told.
            told = now - start >= SHORTEST
            speed = (done - kept - told) / max(now - (start if told else begun), 1e-9)
            left = in_words((total - done) / speed) if done < total else "0 s"
            sys.stderr.write(f"{done} of {total} {unit}, {rate(speed)} a second, {left} left\n")
            sys.stderr.flush()

    yield advance
