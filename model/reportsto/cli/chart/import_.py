"""`reportsto chart import`: a chart of any kind as a chart file of this project."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reportsto.cli.chart.reading import organisation_of
from reportsto.cli.chart.reading_options import reading_options
from reportsto.cli.shared import PATH, Command, say
from reportsto.errors import SettingError, unknown_name


@click.command("import", cls=Command, epilog="Example: reportsto chart import people.csv --out chart.csv")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--out", required=True, type=PATH, help="Write to this .csv file (required).")
@reading_options
def import_(files: Sequence[Path], out: Path, **reading: Any) -> None:
    """Write a chart of any kind as a chart file, with a function for each post and without names of people.

    Takes one file, or the senior and junior posts of a staff organogram.
    """
    from reportsto.chart_files.csv import chart_to_csv
    from reportsto.organisations.organisation import MOST_TOLD
    from reportsto.results.storage import write_bytes

    if out.suffix.lower() != ".csv":
        raise unknown_name("kind of chart file", out.suffix or out.name, [".csv"])
    if any(out.exists() and file.exists() and out.samefile(file) for file in files):
        raise SettingError(f"--out {out}: is the file to be read; expected another file")
    organisation = organisation_of(files, reading)
    write_bytes(out, chart_to_csv(organisation.chart).encode())
    for note in organisation.notes[:MOST_TOLD]:
        say(f"{note.file}{f':{note.line}' if note.line else ''}: {note.what}: {note.done}")
    if len(organisation.notes) > MOST_TOLD:
        more = len(organisation.notes) - MOST_TOLD
        say(f"... and {more:,} more; `reportsto chart check --json` lists all")
    say(f"wrote {out}: {len(organisation.chart.posts):,} posts")
