"""`reportsto chart check`: whether chart files can be used, with notes about each."""

from collections.abc import Sequence
from pathlib import Path

import click

from reportsto.cli.leaving import BAD_INPUT
from reportsto.cli.shared import PATH, Command, say
from reportsto.errors import ReportsToError


@click.command(cls=Command, epilog="Example: reportsto chart check chart.csv")
@click.argument("files", nargs=-1, required=True, type=PATH)
def check(files: Sequence[Path]) -> int:
    """Check chart files and print notes about each; every file is checked, also after a bad one."""
    return BAD_INPUT if sum(not _is_sound(file) for file in files) else 0


def _is_sound(file: Path) -> bool:
    from reportsto.chart_files.notes import check_chart

    try:
        notes = check_chart(file)
    except ReportsToError as error:
        for line in str(error).splitlines():
            say(f"reportsto: {line}")
        return False
    click.echo(f"{file}: sound")
    for note in notes:
        click.echo(f"  {note}")
    return True
