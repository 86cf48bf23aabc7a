"""`reportsto chart diff`: what must change to get from one chart to another."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import PATH, Command

if TYPE_CHECKING:
    from reportsto.charts.chart import Post

COMPARED = ("superior", "function", "headcount", "title", "department", "site", "seat")


@click.command(cls=Command, epilog="Example: reportsto chart diff before.csv after.csv")
@click.argument("before", type=PATH)
@click.argument("after", type=PATH)
def diff(before: Path, after: Path) -> None:
    """Print what must change to get from one chart to the other."""
    from reportsto.chart_files.reading import read_chart
    from reportsto.charts.editing import difference

    change = difference(read_chart(before), read_chart(after))
    for post_id in change.removed:
        click.echo(f"- {post_id}")
    for post in change.added:
        click.echo(f"+ {post.id} ({post.function.word}, {post.headcount}) under {post.superior or 'nobody'}")
    for old, new in change.changed:
        if differs := [_change(old, new, name) for name in COMPARED if getattr(old, name) != getattr(new, name)]:
            click.echo(f"~ {old.id}: {', '.join(differs)}")
    if change.empty:
        click.echo("no difference")


def _change(old: "Post", new: "Post", name: str) -> str:
    return f"{name} {_or_nobody(getattr(old, name))} -> {_or_nobody(getattr(new, name))}"


def _or_nobody(value: object) -> str:
    return str(getattr(value, "word", value)) or "(none)" if value is not None else "nobody"
