"""`reportsto study status`: how far a study is."""

from pathlib import Path

import click

from reportsto.cli.shared import FAILED_RUNS, Command
from reportsto.cli.study.options import FOLDER


@click.command(cls=Command, epilog="Example: reportsto study status runs/e0_placement")
@FOLDER
def status(folder: Path) -> int:
    """Say how far a study is: runs saved, damaged or missing, shards, and whether its results are whole."""
    from reportsto.results.status import status as look

    sound, lines = look(folder)
    for line in lines:
        click.echo(line)
    return 0 if sound else FAILED_RUNS
