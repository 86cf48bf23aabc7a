"""`reportsto chart`: check, show, draw, compare or generate chart files."""

import click

from reportsto.cli.chart.check import check
from reportsto.cli.chart.diff import diff
from reportsto.cli.chart.draw import draw
from reportsto.cli.chart.generate import generate
from reportsto.cli.chart.show import show
from reportsto.cli.shared import Group


@click.group(cls=Group)
def chart() -> None:
    """Check, show, draw, compare or generate chart files (.csv or .toml)."""


for _command in (check, show, draw, diff, generate):
    chart.add_command(_command)
