"""`reportsto study`: list, begin, check, run, match, look at, merge, export, compare and report studies."""

import click

from reportsto.cli.shared import Group
from reportsto.cli.study.check import check
from reportsto.cli.study.finish import merge, report
from reportsto.cli.study.folders import compare, export, status
from reportsto.cli.study.match import match
from reportsto.cli.study.named import list_studies, new
from reportsto.cli.study.run import run_study


@click.group(cls=Group)
def study() -> None:
    """Check or run a study, named by its file or as in `study list`, and look after its results."""


for _command in (list_studies, new, check, run_study, match, merge, report, status, export, compare):
    study.add_command(_command)
