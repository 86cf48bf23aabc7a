"""`reportsto study report`: write tables, figures and the finding again, from saved runs."""

from pathlib import Path

import click

from reportsto.cli.shared import Command
from reportsto.cli.stopping import stopping
from reportsto.cli.study import publishing
from reportsto.cli.study.options import FILE, HTML, OUT, QUICK, REPLICATES, WORKERS, Asked
from reportsto.errors import StudyError


@click.command(cls=Command, epilog="Example: reportsto study report experiments/e0_placement.toml --quick --html")
@FILE
@OUT
@QUICK
@REPLICATES
@WORKERS
@HTML
def report(
    file: Path, out: Path | None, quick: bool, replicates: int | None, workers: int | None, as_html: bool
) -> int:
    """Write tables, figures and the finding again from saved runs; only the few days that figures show are run.

    Without a journal, from the runs.parquet of a published folder: then provenance stays that of the runs.
    """
    from reportsto.results.past import missing_runs
    from reportsto.results.published import is_published
    from reportsto.running.execution import executing

    asked = Asked(file, out, quick, replicates, workers, as_html)
    plan, folder = asked.design()
    with stopping(folder):
        if is_published(folder):
            return publishing.publish_again(plan, folder, asked)
        missing = missing_runs(plan, folder)
        if missing:
            raise StudyError(f"{folder}: {missing:,} of {len(plan.keys):,} runs are missing; study run makes them")
        with executing(plan, folder) as execution:
            return publishing.publish_runs(plan, execution, folder, asked)
