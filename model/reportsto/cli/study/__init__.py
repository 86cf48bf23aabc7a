"""`reportsto study`: check, run, look at, merge, export, compare and report studies."""

import click

from reportsto.cli.shared import Group
from reportsto.cli.study.check import check
from reportsto.cli.study.compare import compare
from reportsto.cli.study.export import export
from reportsto.cli.study.merge import merge
from reportsto.cli.study.report import report
from reportsto.cli.study.run import run_study
from reportsto.cli.study.status import status


@click.group(cls=Group)
def study() -> None:
    """Check or run a study file (experiments/*.toml), and look after its results."""


for _command in (check, run_study, merge, report, status, export, compare):
    study.add_command(_command)
