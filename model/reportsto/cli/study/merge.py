"""`reportsto study merge`: put the shards of a study together."""

from pathlib import Path

import click

from reportsto.cli.shared import Command
from reportsto.cli.stopping import stopping
from reportsto.cli.study import publishing
from reportsto.cli.study.options import FILE, OUT, QUICK, REPLICATES, WORKERS, Asked


@click.command(cls=Command, epilog="Example: reportsto study merge experiments/e0_placement.toml --quick")
@FILE
@OUT
@QUICK
@REPLICATES
@WORKERS
def merge(file: Path, out: Path | None, quick: bool, replicates: int | None, workers: int | None) -> int:
    """Put the shards of a study together: tables, figures and a finding, the same as from one run."""
    from reportsto.running.execution import merging

    asked = Asked(file, out, quick, replicates, workers)
    plan, folder = asked.design()
    with stopping(folder), merging(plan, folder) as execution:
        return publishing.publish_runs(plan, execution, folder, asked)
