"""`reportsto study check`: how much a study would run, and what power it would have."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import Command, Whole, get_ready, say, whole
from reportsto.cli.study.options import FILE
from reportsto.wording import counted, in_words

if TYPE_CHECKING:
    from reportsto.studies.design import Design
    from reportsto.studies.study import Study


BYTES_PER_MEASURE = 8
TIMES_WHERE_BUSY = 3
"""How much longer runs take beside others: those of results/e2_ceo_saturation did, by its provenance."""


@click.command(cls=Command, epilog="Example: reportsto study check experiments/e0_placement.toml")
@FILE
@whole("--pilot", type=Whole(4, 10_000), help="Run N replicates at a few points to estimate power (default: none).")
def check(file: Path, pilot: int | None) -> None:
    """Check a study file without running it, and say how much it would run."""
    from reportsto.statistics.intervals import FEWEST_PAIRS
    from reportsto.studies.design import design
    from reportsto.studies.specification import read_study

    read = read_study(file)
    full, quick = design(read), design(read, quick=True)
    for plan, form in ((full, "full"), (quick, "quick")):
        _tell_size(read, plan, form)
    if full.replicates < FEWEST_PAIRS and not read.patterns:
        click.echo(f"Fewer than {FEWEST_PAIRS} replicates: no difference gets an interval, no prediction a verdict.")
    if assumed := read.outcomes.assumed():
        click.echo(assumed)
    _tell_predictions(read, full, quick)
    if pilot:
        _pilot(read, pilot)


def _tell_size(study: "Study", plan: "Design", form: str) -> None:
    from reportsto.records import MEASURES
    from reportsto.studies.design import later_points

    factors = [f"{counted(len(plan.cells), 'cell')} (structure, firm, world, variant)"]
    if study.uncertainties:
        factors.append(counted(len(plan.visited), "point"))
    told = " x ".join([*factors, counted(plan.replicates, "replicate")])
    click.echo(f"{study.id}, {form}: {told} = {counted(len(plan), 'run')} of {study.days:,} days")
    if plan.replication.kind != "fixed":
        most = plan.replication.most
        click.echo(f"  {plan.replication.kind}: these are the first replicates; up to {most:,} where needed")
    if plan.left_out:
        click.echo(f"  {plan.left_out}")
    if later := later_points(study, quick=plan.quick):
        more = len(plan.cells) * later * plan.replicates
        click.echo(f"  these are the first wave; the second has {counted(later, 'point')}, {counted(more, 'run')}")
    size = len(plan) * BYTES_PER_MEASURE * len(study.outcomes.kept or MEASURES)
    busy = in_words(plan.seconds * TIMES_WHERE_BUSY)
    time = f"about {in_words(plan.seconds)} of an idle processor, up to {busy} of a busy one"
    click.echo(f"  {time}, and a table of {max(1, size // 2**20):,} MB; tables and figures take more time")


def _tell_predictions(study: "Study", full: "Design", quick: "Design") -> None:
    from reportsto.studies.design import asked_at

    claims = {one.claim for one in study.predictions}
    click.echo(f"{counted(len(study.predictions), 'prediction')} of {counted(len(claims), 'claim')}")
    for one in study.predictions:
        if one.where:
            counts = [max(asked_at(plan, one).values(), default=0) for plan in (full, quick)]
            points = f"{counted(counts[0], 'point')}, {counts[1]:,} in the quick form"
            click.echo(f"  {one.claim}, where {one.region}: {points}")
    _warn_of_few_points(study, full)


def _warn_of_few_points(study: "Study", full: "Design") -> None:
    """Say before the run which predictions cannot get a verdict because a grid has too few points for one."""
    from reportsto.statistics.verdict import FEWEST_CHOSEN
    from reportsto.studies.design import asked_at
    from reportsto.studies.sampling import CHOSEN

    if not study.uncertainties or study.sampling.kind not in CHOSEN:
        return
    for one in study.predictions:
        points = max(asked_at(full, one).values(), default=0)
        if points < FEWEST_CHOSEN:
            where = f", where {one.region}" if one.where else ""
            told = f"{counted(points, 'chosen point')} of {FEWEST_CHOSEN} that a verdict needs: it gets a count only"
            click.echo(f"  {one.claim} ({one.measure}{where}): {told}")


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
        try:
            table = execute(plan, Path(folder)).table
        except KeyboardInterrupt:  # what it says is kept goes with the folder
            raise KeyboardInterrupt from None
    planning = power_table(Runs(plan, table), study.replicates)
    for _, row in planning.iterrows():
        place = f"{row['firm']}, {row['world']}"
        click.echo(f"{row['measure']}, {row['a']} less {row['b']}, {place}: power {row['power']:.2f}; {row['advice']}")
    click.echo(told_power(planning))
