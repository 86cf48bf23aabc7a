"""`reportsto study status`, `export` and `compare`: what result folders hold."""

from collections.abc import Sequence
from pathlib import Path

import click

from reportsto.cli.shared import FAILED_RUNS, PATH, Command, say
from reportsto.cli.study.options import FOLDER


@click.command(cls=Command, epilog="Example: reportsto study status runs/e0_placement")
@FOLDER
def status(folder: Path) -> int:
    """Say how far a study is: runs saved, damaged or missing, shards, and whether its results are whole."""
    from reportsto.results.status import status as look

    return _tell(*look(folder))


@click.command(cls=Command, epilog="Example: reportsto study compare results/e0_placement runs/e0_placement")
@FOLDER
@click.argument("other", type=PATH)
def compare(folder: Path, other: Path) -> int:
    """Say whether two result folders hold the same runs and verdicts, and where they differ."""
    from reportsto.results.comparing import compare as look

    return _tell(*look(folder, other))


@click.command(cls=Command, epilog="Example: reportsto study export results/e0_placement --csv runs.csv")
@FOLDER
@click.option("--csv", "target", required=True, metavar="FILE", help="Write to FILE; - is standard output (required).")
def export(folder: Path, target: str) -> None:
    """Write the runs of a finished study as CSV, in the order of the design: the same bytes every time."""
    from reportsto.results.storage import RUNS, bounded, csv_text, read_runs, write_bytes, write_columns

    table = read_runs(folder / RUNS)
    text = csv_text(bounded(table))
    if target == "-":
        click.echo(text, nl=False)
        return
    file = Path(target)
    write_bytes(file, text.encode())
    beside = write_columns(file.with_name(f"{file.stem}_columns.csv"), table)
    say(f"wrote {len(table):,} runs to {file}, what its columns mean to {beside}")


def _tell(fine: bool, lines: Sequence[str]) -> int:
    for line in lines:
        click.echo(line)
    return 0 if fine else FAILED_RUNS
