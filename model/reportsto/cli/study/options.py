"""Arguments and options that several commands of `reportsto study` share, and what they ask for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import PATH, Whole, whole

if TYPE_CHECKING:
    from reportsto.studies.design import Design

FILE = click.argument("file", type=PATH)
FOLDER = click.argument("folder", type=PATH)
HTML = click.option(
    "--html", "as_html", is_flag=True, help="Write the page as one HTML file too (default: Markdown only)."
)


@dataclass(frozen=True)
class Asked:
    """What a command was asked for.

    Attributes:
        file: The study file.
        out: Folder for the results, or None for the usual one.
        quick: Whether the short form is meant.
        replicates: Replicates in place of those in the file, or None.
        workers: How many runs at a time, or None for one a processor.
        as_html: Whether the page is wanted as HTML too.
        patterns: A file of [[patterns]] in place of the study's own, or None.
        verb: The command of `reportsto study` that makes the results.
        started: When the command began.
    """

    file: Path
    out: Path | None
    quick: bool
    replicates: int | None
    workers: int | None = None
    as_html: bool = False
    patterns: Path | None = None
    verb: str = "run"
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def design(self) -> "tuple[Design, Path]":
        """Return the list of runs, and the folder they go to."""
        from reportsto.studies.design import design
        from reportsto.studies.specification import read_study

        read = read_study(self.file, self.patterns)
        return design(read, quick=self.quick, replicates=self.replicates), self.out or Path("runs") / read.id

    @property
    def command(self) -> str:
        """Return the command that makes the results again, without absolute paths: they name places of one machine."""
        words = [f"reportsto study {self.verb}", _named(self.file)]
        if self.quick:
            words.append("--quick")
        if self.replicates:
            words.append(f"--replicates {self.replicates}")
        if self.patterns:
            words.append(f"--patterns {_named(self.patterns)}")
        if self.out and not self.out.is_absolute():
            words.append(f"--out {self.out.as_posix()}")
        return " ".join(words)


def _named(file: Path) -> str:
    """Return a file as a command names it: an absolute path is of one machine, so only its name."""
    return file.name if file.is_absolute() else file.as_posix()


def asking(function: Callable[..., int]) -> Callable[..., int]:
    """Let a command take a study file, a folder and how much to run; the function gets them as one `Asked`."""

    @FILE
    @click.option("--out", type=PATH, help="Write results to this folder (default: runs/ID, by the id of the study).")
    @click.option("--quick/--full", default=False, help="Run the short form of the study (default: --full).")
    @whole("--replicates", type=Whole(1, 1_000_000), help="Run N replicates (default: the number in the study file).")
    @whole("--workers", type=Whole(1, 1024), help="Run N at a time (default: one for each processor).")
    @wraps(function)
    def command(
        file: Path,
        out: Path | None,
        quick: bool,
        replicates: int | None,
        workers: int | None,
        as_html: bool = False,
        **more: object,
    ) -> int:
        return function(Asked(file, out, quick, replicates, workers, as_html), **more)

    return command
