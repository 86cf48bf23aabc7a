"""`reportsto identify`: ask simulated firms, and say what could be found out from their answers."""

import click

from reportsto.cli.shared import Command
from reportsto.cli.study.options import HTML, Asked, asking
from reportsto.cli.study.run import run_plan
from reportsto.errors import StudyError


@click.command(cls=Command, epilog="Example: reportsto identify experiments/identify.toml --quick")
@asking
@HTML
def identify(asked: Asked) -> int:
    """Ask simulated firms, and say which numbers and which world a survey and a log of tickets could find out.

    The same as study run, for a study file with a section [identify]. Saved runs are reused.
    """
    plan, folder = asked.design()
    if plan.study.identify is None:
        raise StudyError(f"{asked.file}: has no [identify]; expected a study such as experiments/identify.toml")
    return run_plan(plan, folder, asked)
