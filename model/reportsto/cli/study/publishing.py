"""What `study run`, `merge` and `report` end with: tables, figures and a finding, and where they are."""

import sys
from dataclasses import replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import FAILED_RUNS, get_ready, say
from reportsto.cli.study.options import Asked

if TYPE_CHECKING:
    from reportsto.api import Details
    from reportsto.readings.page import Page
    from reportsto.results.provenance import Execution
    from reportsto.running.details import Place
    from reportsto.studies.design import Design


def publish_runs(plan: "Design", execution: "Execution", folder: Path, asked: Asked, engine: str = "compiled") -> int:
    """Write everything from runs that were just gathered; return the exit code. The engine makes days for figures."""
    for note in execution.notes:
        say(note)
    say("Writing tables and figures.")
    in_detail = _days(plan, asked, engine)
    from reportsto.readings import publish  # loads the drawing library, which runs do not need

    wanted = publish.Asked(asked.command, asked.started, asked.as_html)
    page = publish.publish(plan, execution, in_detail, folder, wanted)
    return _tell(page, folder, execution.failed, len(execution.table))


def publish_again(plan: "Design", folder: Path, asked: Asked) -> int:
    """Write everything but the runs again, from a folder that has no journal."""
    from reportsto.results.published import published

    kept = published(plan, folder)
    for note in kept.notes:
        say(note)
    say("Writing tables and figures.")
    # Days of other sources would not be those of these runs.
    in_detail = _days(plan, asked, "compiled") if kept.same_model else {}
    from reportsto.readings import publish

    command = replace(asked, out=folder, replicates=None).command.replace("study run", "study report")
    page = publish.publish(plan, kept, in_detail, folder, publish.Asked(command, asked.started, asked.as_html))
    failed = int((kept.table["failure"] != "").sum())
    return _tell(page, folder, failed, len(kept.table))


def _days(plan: "Design", asked: Asked, engine: str) -> "dict[Place, Details]":
    """Return the days that figures of a study at one point show."""
    from reportsto.running.details import details

    if plan.study.uncertainties:
        return {}
    get_ready(engine)
    return details(plan, workers=asked.workers, engine=engine)


def _tell(page: "Page", folder: Path, failed: int, runs: int) -> int:
    """Say the answer and where everything is; return the exit code."""
    from reportsto.readings.page_terminal import terminal

    click.echo(terminal(page, width=min(120, get_terminal_size((100, 24)).columns), colour=sys.stdout.isatty()))
    figures = f"   figures: {folder / 'figures'}" if any((folder / "figures").glob("*.svg")) else ""
    html = f"   HTML: {folder / 'finding.html'}" if (folder / "finding.html").exists() else ""
    click.echo(f"Finding: {folder / 'finding.md'}{html}   tables: {folder}/*.csv{figures}")
    if failed:
        say(f"reportsto: {failed} of {runs} runs failed; {folder / 'finding.md'} says why")
    return FAILED_RUNS if failed else 0
