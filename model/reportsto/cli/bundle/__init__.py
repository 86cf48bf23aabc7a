"""`reportsto bundle`: hand a study over as one file, see that such a file is whole, run it again."""

import click

from reportsto.cli.bundle.check import check
from reportsto.cli.bundle.make import make
from reportsto.cli.bundle.rerun import rerun
from reportsto.cli.shared import Group


@click.group(cls=Group)
def bundle() -> None:
    """Hand a study over with its results as one file (RO-Crate), see that it is whole, or run it again."""


for _command in (make, check, rerun):
    bundle.add_command(_command)
