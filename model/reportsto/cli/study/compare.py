"""`reportsto study compare`: whether two result folders agree."""

from pathlib import Path

import click

from reportsto.cli.shared import FAILED_RUNS, PATH, Command
from reportsto.cli.study.options import FOLDER


@click.command(cls=Command, epilog="Example: reportsto study compare results/e0_placement runs/e0_placement")
@FOLDER
@click.argument("other", type=PATH)
def compare(folder: Path, other: Path) -> int:
    """Say whether two result folders hold the same runs and verdicts, and where they differ."""
    from reportsto.results.comparing import compare as look

    same, lines = look(folder, other)
    for line in lines:
        click.echo(line)
    return 0 if same else FAILED_RUNS
