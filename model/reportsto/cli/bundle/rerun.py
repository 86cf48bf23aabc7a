"""`reportsto bundle rerun`: the study of a bundle again, compared with what is inside."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from reportsto.cli.shared import ENGINE, FAILED_RUNS, PATH, Command, Whole, get_ready, say, whole
from reportsto.cli.study.run import ask
from reportsto.errors import StudyError

MOST_NAMED = 5


@click.command(cls=Command, epilog="Example: reportsto bundle rerun near_outcome.zip --runs 20")
@click.argument("file", type=PATH)
@click.option("--quick", is_flag=True, help="Make the runs of the study's quick form again (default: all runs).")
@whole("--runs", type=Whole(1, 1_000_000), help="Make N of its runs again, from every cell in turn (default: all).")
@whole("--workers", type=Whole(1, 1024), help="Run N at a time (default: one for each processor).")
@click.option(
    "--keep",
    type=PATH,
    metavar="FOLDER",
    help="Keep finished runs in FOLDER, where the same command goes on after it was stopped (default: keep none).",
)
@ENGINE
@click.option("--yes", is_flag=True, help="Make very many runs without asking (default: ask).")
def rerun(
    file: Path, quick: bool, runs: int | None, workers: int | None, keep: Path | None, engine: str, yes: bool
) -> int:
    """Make the runs of a bundle again, and its tables from its runs; say whether every digit is the same.

    Nothing is written but to a temporary folder, and to that of --keep. 0 means that all is the same, 1 that something
    differs.
    """
    from reportsto.api import check_engine
    from reportsto.bundles import keeping, rerunning
    from reportsto.running.execution import Order
    from reportsto.running.workers import threads

    if quick and runs:
        raise click.UsageError("--quick and --runs: expected one of the two")
    check_engine(engine)
    with TemporaryDirectory(prefix="reportsto-") as name, ExitStack() as opened:
        inside = rerunning.taken_out(file, Path(name) / "bundle")
        wanted = rerunning.to_run(inside, quick=quick, count=runs or 0)
        if not wanted:
            raise StudyError(f"{file}: every run inside failed; expected one with numbers")
        for note in inside.made.notes:
            say(note)
        _tell_changes(inside.changed)
        ask(len(wanted), yes)
        days = inside.plan.study.days
        say(f"{inside.plan.study.title}: {len(wanted):,} of {len(inside.kept.table):,} runs of {days} days again")
        before = opened.enter_context(keeping.kept_in(keep, file, engine)) if keep else None
        if before and (there := len(before.there(wanted))):
            say(f"{there:,} of them were made again before and are kept in {keep}")
        get_ready(engine)
        with threads(workers, engine) as pool:
            same, said = rerunning.compare_runs(inside, wanted, pool, Order(engine=engine), before)
        for line in said:
            click.echo(line)
        say("Writing the tables again from the runs inside.")
        same_tables, said = rerunning.compare_tables(inside, Path(name) / "tables")
        for line in said:
            click.echo(line)
    return 0 if same and same_tables else FAILED_RUNS


def _tell_changes(changed: tuple[str, ...]) -> None:
    """Say where the model here is another than the one that made the runs, before anybody wonders at a difference."""
    if not changed:
        return
    more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
    say(f"The model here is not the one that made these runs: {', '.join(changed[:MOST_NAMED])}{more} differ.")
