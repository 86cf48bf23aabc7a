"""`reportsto study`: check, run, look at, merge, export, compare and report studies."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from reportsto.cli._shared import FAILED_RUNS, Helpful, get_ready, say
from reportsto.errors import StudyError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from reportsto.readings.page import Page
    from reportsto.results.provenance import Execution
    from reportsto.running.pools import Pool
    from reportsto.studies.design import Design
    from reportsto.studies.study import Study

FILE = click.argument("file", type=click.Path(path_type=Path))
FOLDER = click.argument("folder", type=click.Path(path_type=Path))
OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the results (default: runs/ID of the study)."
)
QUICK = click.option("--quick/--full", default=False, help="The short form of the study (default: --full).")
REPLICATES = click.option("--replicates", type=click.IntRange(1, 1_000_000), help="In place of the number in the file.")
WORKERS = click.option("--workers", type=click.IntRange(1, 1024), help="How many at a time (default: one a processor).")


@click.group(cls=Helpful)
def study() -> None:
    """Check or run a study file (experiments/*.toml), and look after its results."""


@study.command()
@FILE
@click.option(
    "--pilot",
    metavar="N",
    type=click.IntRange(4, 10_000),
    help="Run N replicates at a few points, with the draws of another seed, and say what power the study would have.",
)
def check(file: Path, pilot: int | None) -> None:
    """Check a study file without running it, and say how much it would run."""
    from reportsto.statistics.intervals import FEWEST_PAIRS
    from reportsto.studies.design import asked_at, design
    from reportsto.studies.specification import read_study
    from reportsto.wording import counted

    read = read_study(file)
    full, quick = design(read), design(read, quick=True)
    for plan, form in ((full, "full"), (quick, "quick")):
        factors = [f"{counted(len(plan.cells), 'cell')} (structure, firm, world, variant)"]
        if read.uncertainties:
            factors.append(counted(len(plan.visited), "point"))
        told = " x ".join([*factors, counted(plan.replicates, "replicate")])
        click.echo(f"{read.id}, {form}: {told} = {counted(len(plan), 'run')} of {read.days:,} days")
        if plan.replication.kind != "fixed":
            most = plan.replication.most
            click.echo(f"  {plan.replication.kind}: these are the first replicates; up to {most:,} where needed")
        if plan.left_out:
            click.echo(f"  {plan.left_out}")
    if full.replicates < FEWEST_PAIRS:
        click.echo(f"Fewer than {FEWEST_PAIRS} replicates: no difference gets an interval, no prediction a verdict.")
    claims = {one.claim for one in read.predictions}
    click.echo(f"{counted(len(read.predictions), 'prediction')} of {counted(len(claims), 'claim')}")
    for one in read.predictions:
        if one.where:
            counts = [max(asked_at(plan, one).values(), default=0) for plan in (full, quick)]
            click.echo(
                f"  {one.claim}, where {one.region}: {counted(counts[0], 'point')}, {counts[1]:,} in the quick form"
            )
    if pilot:
        _pilot(read, pilot)


@study.command("run")
@FILE
@OUT
@QUICK
@WORKERS
@click.option("--fresh", is_flag=True, help="Forget runs kept in the folder and run all again.")
@REPLICATES
@click.option("--engine", default="compiled", show_default=True, help="Or reference: the Mesa firm, equal and slow.")
@click.option("--shard", help="Run one part only, I/N: for array jobs. Then: reportsto study merge.")
@click.option("--dask", metavar="ADDRESS", help="Run on a Dask cluster: HOST:PORT of its scheduler, or local.")
@click.option("--yes", is_flag=True, help="Do not ask before a very large study.")
def run_study(
    file: Path,
    out: Path | None,
    quick: bool,
    workers: int | None,
    fresh: bool,
    replicates: int | None,
    engine: str,
    shard: str | None,
    dask: str | None,
    yes: bool,
) -> int:
    """Run a study: tables, figures and a finding. Runs already in the folder are kept, so it can be interrupted."""
    from reportsto.api import check_engine
    from reportsto.results import shards
    from reportsto.running.execution import Order, check_shards, executing

    started = datetime.now(UTC)
    part = shards.shard(shard) if shard else None
    plan, folder = _planned(file, out, quick, replicates)
    study = plan.study
    check_engine(engine)
    if part:
        check_shards(plan)
    _ask(len(plan), yes)
    form = f"{'quick' if quick else 'full'} form{f', shard {shard}' if part else ''}"
    say(f"{study.title}: {len(plan):,} runs of {study.days} days ({form}), into {folder}")
    if plan.left_out:
        say(plan.left_out)
    if engine == "reference":
        say("The reference engine runs in one thread; the compiled one gives the same digits about 90 times faster.")
    get_ready(engine)
    order = Order(fresh=fresh, engine=engine, shard=part)
    with _pool(dask, workers, engine) as pool, executing(plan, folder, order, pool) as execution:
        if not part:
            return _publish(plan, execution, folder, _command(file, out, quick, replicates), started, workers)
    for note in execution.notes:
        say(note)
    where = part.folder(folder)
    click.echo(f"Shard {shard}: {len(execution.table):,} runs are kept in {where}, {execution.failed} failed.")
    click.echo(f"When every shard is there: reportsto study merge {file} --out {folder}")
    return FAILED_RUNS if execution.failed else 0


@study.command()
@FILE
@OUT
@QUICK
@REPLICATES
@WORKERS
def merge(file: Path, out: Path | None, quick: bool, replicates: int | None, workers: int | None) -> int:
    """Put the shards of a study together: tables, figures and a finding, the same as from one run."""
    from reportsto.running.execution import merging

    started = datetime.now(UTC)
    plan, folder = _planned(file, out, quick, replicates)
    get_ready("compiled")
    with merging(plan, folder) as execution:
        return _publish(plan, execution, folder, _command(file, out, quick, replicates), started, workers)


@study.command()
@FILE
@OUT
@QUICK
@REPLICATES
@WORKERS
def report(file: Path, out: Path | None, quick: bool, replicates: int | None, workers: int | None) -> int:
    """Write tables, figures and the finding again from runs that are kept; runs nothing but the few days of figures.

    Without a journal, from the runs.parquet of a published folder: then provenance stays that of the runs.
    """
    from reportsto.results.journal import kept_runs
    from reportsto.results.published import is_published
    from reportsto.running.execution import executing

    started = datetime.now(UTC)
    plan, folder = _planned(file, out, quick, replicates)
    if is_published(folder):
        return _publish_again(plan, folder, file, workers, started)
    missing = len(plan.keys - kept_runs(folder))
    if missing:
        raise StudyError(f"{folder}: {missing:,} of {len(plan.keys):,} runs are missing; study run makes them")
    get_ready("compiled")
    with executing(plan, folder) as execution:
        return _publish(plan, execution, folder, _command(file, out, quick, replicates), started, workers)


@study.command()
@FOLDER
def status(folder: Path) -> int:
    """Say how far a study is: runs kept, damaged or missing, shards, and whether its results are whole."""
    from reportsto.results.status import status as look

    sound, lines = look(folder)
    for line in lines:
        click.echo(line)
    return 0 if sound else FAILED_RUNS


@study.command()
@FOLDER
@click.option("--csv", "target", required=True, help="A file, or - for standard output.")
def export(folder: Path, target: str) -> None:
    """Write the runs of a finished study as CSV, in the order of the design: the same bytes every time."""
    from reportsto.results.storage import RUNS, csv_text, read_runs, write_bytes, write_columns

    table = read_runs(folder / RUNS)
    text = csv_text(table)
    if target == "-":
        click.echo(text, nl=False)
        return
    file = Path(target)
    write_bytes(file, text.encode())
    beside = write_columns(file.with_name(f"{file.stem}_columns.csv"), table)
    say(f"wrote {len(table):,} runs to {file}, what its columns mean to {beside}")


@study.command()
@FOLDER
@click.argument("other", type=click.Path(path_type=Path))
def compare(folder: Path, other: Path) -> int:
    """Say whether two result folders hold the same runs and verdicts, and where they differ."""
    from reportsto.results.comparing import compare as look

    same, lines = look(folder, other)
    for line in lines:
        click.echo(line)
    return 0 if same else FAILED_RUNS


def _pilot(study: "Study", replicates: int) -> None:
    """Run a few points in a folder that goes away, and say what power they promise."""
    from tempfile import TemporaryDirectory

    from reportsto.readings.power import pilot_of, power_table, told_power
    from reportsto.readings.runs import Runs
    from reportsto.running.execution import execute

    plan = pilot_of(study, replicates)
    say(f"Pilot: {len(plan):,} runs with seed {plan.study.seed}, which are no results of the study.")
    get_ready("compiled")
    with TemporaryDirectory() as folder:
        table = execute(plan, Path(folder)).table
    planning = power_table(Runs(plan, table), study.replicates)
    for _, row in planning.iterrows():
        place = f"{row['firm']}, {row['world']}"
        click.echo(f"{row['measure']}, {row['a']} less {row['b']}, {place}: power {row['power']:.2f}; {row['advice']}")
    click.echo(told_power(planning))


def _planned(file: Path, out: Path | None, quick: bool, replicates: int | None) -> "tuple[Design, Path]":
    from reportsto.studies.design import design
    from reportsto.studies.specification import read_study

    read = read_study(file)
    return design(read, quick=quick, replicates=replicates), out or Path("runs") / read.id


def _ask(runs: int, yes: bool) -> None:
    """Let somebody say that so many runs are meant."""
    from reportsto.studies.study import MANY_RUNS

    if runs <= MANY_RUNS or yes:
        return
    if not sys.stdin.isatty():
        raise StudyError(f"{runs:,} runs, more than {MANY_RUNS:,}; expected --yes if that is meant")
    click.confirm(f"{runs:,} runs. Go on?", abort=True, err=True)


def _pool(address: str | None, workers: int | None, engine: str) -> "AbstractContextManager[Pool]":
    from reportsto.running.pools import dask, threads, workers_of

    return dask(address, workers) if address else threads(workers_of(engine, workers))


def _publish(
    plan: "Design", execution: "Execution", folder: Path, command: str, started: datetime, workers: int | None
) -> int:
    from reportsto.running.details import details

    for note in execution.notes:
        say(note)
    say("Writing tables and figures.")
    in_detail = {} if plan.study.uncertainties else details(plan, workers=workers, engine=execution.engine)
    from reportsto.readings.publish import publish  # loads the drawing library, which runs do not need

    page = publish(plan, execution, in_detail, folder, command=command, started=started)
    return _tell(page, folder, execution.failed, len(execution.table))


def _tell(page: "Page", folder: Path, failed: int, runs: int) -> int:
    """Say the answer and where everything is; return the exit code."""
    from reportsto.readings.page_terminal import terminal

    click.echo(terminal(page, width=min(120, get_terminal_size((100, 24)).columns), colour=sys.stdout.isatty()))
    figures = f"   figures: {folder / 'figures'}" if any((folder / "figures").glob("*.svg")) else ""
    click.echo(f"Finding: {folder / 'finding.md'}   tables: {folder}/*.csv{figures}")
    if failed:
        say(f"reportsto: {failed} of {runs} runs failed; {folder / 'finding.md'} says why")
    return FAILED_RUNS if failed else 0


def _publish_again(plan: "Design", folder: Path, file: Path, workers: int | None, started: datetime) -> int:
    """Write everything but the runs again, from a folder that has no journal."""
    from reportsto.results.published import published
    from reportsto.running.details import details

    kept = published(plan, folder)
    for note in kept.notes:
        say(note)
    say("Writing tables and figures.")
    in_detail = {}
    if kept.same_model and not plan.study.uncertainties:  # days of other sources would not be those of these runs
        get_ready("compiled")
        in_detail = details(plan, workers=workers)
    from reportsto.readings.publish import publish_again

    command = _command(file, folder, plan.quick, None).replace("study run", "study report")
    page = publish_again(plan, kept, in_detail, folder, command=command, started=started)
    failed = int((kept.table["failure"] != "").sum())
    return _tell(page, folder, failed, len(kept.table))


def _command(file: Path, out: Path | None, quick: bool, replicates: int | None) -> str:
    """Return the command that makes the results again; absolute paths are nobody's business."""
    words = ["reportsto study run", file.name if file.is_absolute() else file.as_posix()]
    if quick:
        words.append("--quick")
    if replicates:
        words.append(f"--replicates {replicates}")
    if out and not out.is_absolute():
        words.append(f"--out {out.as_posix()}")
    return " ".join(words)
