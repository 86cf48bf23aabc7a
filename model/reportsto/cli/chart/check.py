"""`reportsto chart check`: how a chart is read, what was repaired, and whether it can be run."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.chart.reading_options import reading_options
from reportsto.cli.leaving import BAD_INPUT
from reportsto.cli.shared import PATH, Command, say
from reportsto.errors import SettingError

if TYPE_CHECKING:
    from reportsto.organisations.organisation import Organisation


@click.command(cls=Command, epilog="Example: reportsto chart check chart.csv")
@click.argument("files", nargs=-1, required=True, type=PATH)
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (default: text).")
def check(
    files: Sequence[Path],
    columns: Mapping[str, str],
    as_: Mapping[str, str],
    words: Path | None,
    strict: bool,
    keep_names: bool,
    top_desk: bool,
    as_json: bool,
) -> int:
    """Check charts of any kind and print how each was read; every file is checked, also after a bad one.

    Reads CSV and other delimited text, Excel, YAML, JSON, LDIF and TOML. Two files are one chart where they are the
    senior and junior posts of a staff organogram.
    """
    from reportsto.organisations.reading import is_pair, read_organisation

    charts = [list(files)] if is_pair(files) else [[file] for file in files]
    if as_json and len(charts) > 1:
        raise SettingError("--json prints one chart; expected one file, or the two of an organogram")
    found = [
        read_organisation(
            one, columns=columns, as_=as_, words=words, strict=strict, keep_names=keep_names, top_desk=top_desk
        )
        for one in charts
    ]
    for one, organisation in zip(charts, found, strict=True):
        _print_json(organisation) if as_json else _print(one[0], organisation)
    return BAD_INPUT if any(one.faults for one in found) else 0


def _print_json(organisation: "Organisation") -> None:
    import json

    click.echo(json.dumps(organisation.report(), indent=1))


def _print(file: Path, organisation: "Organisation") -> None:
    from reportsto.organisations.organisation import MOST_TOLD

    for fault in organisation.faults[:MOST_TOLD]:
        say(f"reportsto: {fault}")
    if len(organisation.faults) > MOST_TOLD:
        say(f"reportsto: ... and {len(organisation.faults) - MOST_TOLD:,} more; --json lists all")
    if not organisation.faults:
        click.echo(f"{file}: sound")
        for line in _lines(organisation):
            click.echo(f"  {line}")
    for note in organisation.notes[:MOST_TOLD]:
        click.echo(f"  {note.told}")
    if len(organisation.notes) > MOST_TOLD:
        click.echo(f"  ... and {len(organisation.notes) - MOST_TOLD:,} more; --json lists all")


def _lines(organisation: "Organisation") -> Iterator[str]:
    from decimal import Decimal

    from reportsto.chart_files.notes import notes_on
    from reportsto.chart_files.posts import ReadChart
    from reportsto.organisations.functions import taken_from

    chart = organisation.chart
    yield from notes_on(ReadChart(chart, [Decimal(post.headcount) for post in chart.posts]))
    if organisation.assigned:
        yield from taken_from(organisation.assigned)
