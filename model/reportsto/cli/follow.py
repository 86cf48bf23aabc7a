"""`reportsto follow`: one case of a traced run as a story, or where its reports end."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import PATH, Command, whole

if TYPE_CHECKING:
    import pandas as pd


@click.command(cls=Command, epilog="Example: reportsto follow cases.csv --case 12")
@click.argument("file", type=PATH)
@whole("--case", "wanted", help="Tell what became of case N (default: no case).")
@click.option("--where-lost", is_flag=True, help="Count where reports end, by post and by reason (default: do not).")
def follow(file: Path, wanted: int | None, where_lost: bool) -> None:
    """Read a file of reportsto run --trace: one case as a story, or where reports end."""
    from reportsto.traces.reading import read_cases

    if wanted is None and not where_lost:
        raise click.UsageError("expected --case N or --where-lost", click.get_current_context())
    table = read_cases(file)
    if wanted is not None:
        from reportsto.traces.story import story

        for line in story(table, wanted):
            click.echo(line)
    if where_lost:
        _print_where_lost(table)


def _print_where_lost(table: "pd.DataFrame") -> None:
    from rich.console import Console
    from rich.table import Table

    from reportsto.traces.where_lost import failure_cases, where_lost

    cases = failure_cases(table)
    shown = Table(title=f"What became of {len(cases):,} cases, the first days included")
    for name in ("stage", "post", "reason", "cases", "share"):
        shown.add_column(name, justify="right" if name in ("cases", "share") else "left")
    for row in where_lost(table).itertuples():
        shown.add_row(str(row.stage), str(row.post), str(row.reason), f"{row.cases:,}", f"{row.share:.2%}")
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(shown)
