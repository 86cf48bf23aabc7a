"""`reportsto study merge` and `report`, and what they and `run` end with: tables, figures, a finding, and where."""

import sys
from dataclasses import replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import FAILED_RUNS, Command, get_ready, say
from reportsto.cli.stopping import stopping
from reportsto.cli.study.options import HTML, Asked, asking
from reportsto.errors import StudyError

if TYPE_CHECKING:
    from reportsto.results.provenance import Execution
    from reportsto.results.published import Published
    from reportsto.studies.design import Design


@click.command(cls=Command, epilog="Example: reportsto study merge experiments/e0_placement.toml --quick")
@asking
def merge(asked: Asked) -> int:
    """Put the shards of a study together: tables, figures and a finding, the same as from one run."""
    from reportsto.running.execution import merging

    plan, folder = asked.design()
    with stopping(folder), merging(plan, folder) as execution:
        return publish(plan, execution, folder, asked)


@click.command(cls=Command, epilog="Example: reportsto study report experiments/e0_placement.toml --quick --html")
@asking
@HTML
def report(asked: Asked) -> int:
    """Write tables, figures and the finding again from saved runs; only the few days that figures show are run.

    Without a journal, from the runs.parquet of a published folder: then provenance stays that of the runs.
    """
    from reportsto.results.past import missing_runs
    from reportsto.results.published import is_published, published
    from reportsto.running.execution import executing
    from reportsto.running.waves import kept_waves, published_design

    plan, folder = asked.design()
    with stopping(folder):
        if is_published(folder):
            plan = published_design(plan, folder)
            kept = published(plan, folder)
            command = replace(asked, out=folder, replicates=None).command.replace("study run", "study report")
            # Days of other sources would not be those of these runs.
            return publish(plan, kept, folder, asked, "compiled" if kept.same_model else "", command)
        plan = kept_waves(plan, folder)
        missing = missing_runs(plan, folder)
        if missing:
            raise StudyError(f"{folder}: {missing:,} of {len(plan.keys):,} runs are missing; study run makes them")
        with executing(plan, folder) as execution:
            return publish(plan, execution, folder, asked)


def publish(
    plan: "Design",
    made: "Execution | Published",
    folder: Path,
    asked: Asked,
    engine: str = "compiled",
    command: str = "",
) -> int:
    """Write tables, figures and the page, say the answer and where everything is, and return the exit code.

    The engine makes the days that figures of a study at one point show; "" for none.
    """
    from reportsto.running.workers import details

    for note in made.notes:
        say(note)
    say("Writing tables and figures.")
    days = {}
    if engine and not plan.study.uncertainties:
        get_ready(engine)
        days = details(plan, workers=asked.workers, engine=engine)
    from reportsto.readings import publish as writing  # loads the drawing library, which runs do not need
    from reportsto.readings.page_terminal import terminal

    wanted = writing.Asked(command or asked.command, asked.started, asked.as_html)
    page = writing.publish(plan, made, days, folder, wanted)
    click.echo(terminal(page, width=min(120, get_terminal_size((100, 24)).columns), colour=sys.stdout.isatty()))
    figure = f"   Figure: {folder / page.figures[0].file}" if page.figures else ""
    html = f"   HTML: {folder / 'finding.html'}" if (folder / "finding.html").exists() else ""
    click.echo(f"Page: {folder / 'finding.md'}{html}{figure}   Tables: {folder}/*.csv")
    failed = int((made.table["failure"] != "").sum())
    if failed:
        say(f"reportsto: {failed} of {len(made.table)} runs failed; {folder / 'finding.md'} says why")
    return FAILED_RUNS if failed else 0
