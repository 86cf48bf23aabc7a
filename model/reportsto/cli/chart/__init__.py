"""`reportsto chart`: check, import, show, draw, compare or generate charts."""

import click

from reportsto.cli.chart.check import check
from reportsto.cli.chart.diff import diff
from reportsto.cli.chart.draw import draw
from reportsto.cli.chart.generate import generate
from reportsto.cli.chart.import_ import import_
from reportsto.cli.chart.show import show
from reportsto.cli.shared import Group


@click.group(cls=Group)
def chart() -> None:
    """Check charts of any kind and import them as chart files; show, draw, compare or generate these."""


for _command in (check, import_, show, draw, diff, generate):
    chart.add_command(_command)
