"""`reportsto study run`: run a study and write its results."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import ENGINE, FAILED_RUNS, PATH, Command, Whole, get_ready, say
from reportsto.cli.stopping import stopping
from reportsto.cli.study import finish
from reportsto.cli.study.options import HTML, Asked, asking
from reportsto.errors import StudyError

if TYPE_CHECKING:
    from reportsto.running.execution import Order
    from reportsto.running.workers import Pool
    from reportsto.studies.design import Design


@click.command("run", cls=Command, epilog="Example: reportsto study run experiments/e0_placement.toml --quick")
@asking
@click.option("--fresh", is_flag=True, help="Discard saved runs and run all again (default: reuse saved runs).")
@ENGINE
@click.option(
    "--keep-equal",
    metavar="N",
    type=Whole(1, 1_000_000),
    is_flag=False,
    flag_value="50",
    help="After a change of the model, run N saved runs again and reuse all if every digit agrees (default: refuse; "
    "50 where N is left out).",
)
@click.option(
    "--shard", metavar="I/N", help="Run part I of N only, for array jobs; then study merge (default: run all)."
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Run on a Dask cluster: HOST:PORT of its scheduler, or local (default: threads of this process).",
)
@click.option("--dask-ca", type=PATH, metavar="FILE", help="Trust a scheduler signed by this authority (default: any).")
@click.option("--dask-cert", type=PATH, metavar="FILE", help="Show this certificate to the scheduler (default: none).")
@click.option("--dask-key", type=PATH, metavar="FILE", help="Use this private key for --dask-cert (default: none).")
@HTML
@click.option("--yes", is_flag=True, help="Run a very large study without asking (default: ask).")
def run_study(
    asked: Asked,
    fresh: bool,
    engine: str,
    keep_equal: int | None,
    shard: str | None,
    dask: str | None,
    dask_ca: Path | None,
    dask_cert: Path | None,
    dask_key: Path | None,
    yes: bool,
) -> int:
    """Run a study: tables, figures and a finding. Saved runs are reused, so it can be interrupted."""
    from reportsto.api import check_engine
    from reportsto.results import shards
    from reportsto.running.cluster import Certificates, pool_for
    from reportsto.running.execution import Order, check_shards, executing

    part = shards.shard(shard) if shard else None
    plan, folder = asked.design()
    check_engine(engine)
    if part:
        check_shards(plan)
    ask(len(plan), yes)
    ready = partial(get_ready, engine)
    order = Order(fresh=fresh, engine=engine, shard=part, keep_equal=keep_equal or 0, ready=ready)
    files = Certificates(dask_ca, dask_cert, dask_key)
    target = part.folder(folder) if part else folder
    with stopping(target), pool_for(dask, asked.workers, engine, files) as pool:
        announce(plan, folder, order, shard)
        plan, order = both_waves(plan, folder, order, pool)
        with executing(plan, folder, order, pool) as execution:
            if not part:
                return finish.publish(plan, execution, folder, asked, engine)
    for note in execution.notes:
        say(note)
    runs = len(execution.table)
    click.echo(f"Shard {part.number}/{part.of}: {runs:,} runs are kept in {target}, {execution.failed} failed.")
    click.echo(f"When every shard is there: reportsto study merge {asked.file} --out {folder}")
    return FAILED_RUNS if execution.failed else 0


def both_waves(plan: "Design", folder: Path, order: "Order", pool: "Pool") -> "tuple[Design, Order]":
    """Run the first of two waves, where a study has two; return the design of both, and how to go on."""
    from reportsto.running.waves import with_waves

    whole, rest = with_waves(plan, folder, order, pool)
    if whole is not plan:
        say(f"Second wave: {len(whole) - len(plan):,} runs at points near to those that meet the patterns best.")
    return whole, rest


def run_plan(plan: "Design", folder: Path, asked: Asked) -> int:
    """Run what is missing of a study with the compiled engine in threads, write its results, return the exit code."""
    from reportsto.running.execution import Order, executing
    from reportsto.running.workers import threads

    order = Order(ready=partial(get_ready, "compiled"))
    with stopping(folder), threads(asked.workers) as pool:
        announce(plan, folder, order)
        plan, order = both_waves(plan, folder, order, pool)
        with executing(plan, folder, order, pool) as execution:
            return finish.publish(plan, execution, folder, asked)


def announce(plan: "Design", folder: Path, order: "Order", shard: str | None = None) -> None:
    """Say what is about to be run."""
    form = f"{'quick' if plan.quick else 'full'} form{f', shard {shard}' if shard else ''}"
    say(f"{plan.study.title}: {len(plan):,} runs of {plan.study.days} days ({form}), into {folder}")
    if plan.left_out:
        say(plan.left_out)
    if order.engine == "reference":
        say("The reference engine runs in one thread; the compiled one gives the same digits a hundred times faster.")


def ask(runs: int, yes: bool) -> None:
    """Let somebody say that so many runs are meant."""
    from reportsto.studies.study import MANY_RUNS

    if runs <= MANY_RUNS or yes:
        return
    if not sys.stdin.isatty():
        raise StudyError(f"{runs:,} runs, more than {MANY_RUNS:,}; expected --yes if that is meant")
    click.confirm(f"{runs:,} runs. Go on?", abort=True, err=True)
