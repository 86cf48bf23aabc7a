"""`reportsto study export`: the runs of a study as CSV."""

from pathlib import Path

import click

from reportsto.cli.shared import Command, say
from reportsto.cli.study.options import FOLDER


@click.command(cls=Command, epilog="Example: reportsto study export results/e0_placement --csv runs.csv")
@FOLDER
@click.option("--csv", "target", required=True, metavar="FILE", help="Write to FILE; - is standard output (required).")
def export(folder: Path, target: str) -> None:
    """Write the runs of a finished study as CSV, in the order of the design: the same bytes every time."""
    from reportsto.results.storage import RUNS, csv_text, read_runs, write_bytes, write_columns

    table = read_runs(folder / RUNS)
    text = csv_text(table)
    if target == "-":
        click.echo(text, nl=False)
        return
    file = Path(target)
    write_bytes(file, text.encode())
    beside = write_columns(file.with_name(f"{file.stem}_columns.csv"), table)
    say(f"wrote {len(table):,} runs to {file}, what its columns mean to {beside}")
