"""`reportsto study match`: run a study, and hold its points against patterns."""

from dataclasses import replace
from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command
from reportsto.cli.study.options import HTML, Asked, asking
from reportsto.cli.study.run import ask, run_plan
from reportsto.errors import StudyError


@click.command(cls=Command, epilog="Example: reportsto study match experiments/match.toml --quick")
@asking
@click.option(
    "--patterns",
    type=PATH,
    metavar="FILE",
    help="Match to the [[patterns]] of this TOML file, such as your own counts (default: those of the study).",
)
@HTML
@click.option("--yes", is_flag=True, help="Run a very large study without asking (default: ask).")
def match(asked: Asked, patterns: Path | None, yes: bool) -> int:
    """Run a study, and say what follows for firms with these patterns: which points are kept, and who leads there.

    Saved runs are reused, so other patterns run a second wave of their own and no more.
    """
    asked = replace(asked, patterns=patterns, verb="match")
    plan, folder = asked.design()
    if plan.study.matching is None:
        raise StudyError(f"{asked.file}: has no [[patterns]]; expected one or more, or --patterns FILE")
    ask(len(plan), yes)
    return run_plan(plan, folder, asked)
