"""`reportsto where`: where customer service should sit in an organisation of one's own."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from reportsto.cli.chart.reading import organisation_of
from reportsto.cli.chart.reading_options import reading_options
from reportsto.cli.shared import FAILED_RUNS, PATH, Command, Whole, get_ready, say, whole
from reportsto.cli.stopping import stopping
from reportsto.errors import SettingError, StudyError, shown

if TYPE_CHECKING:
    from reportsto.charts.chart import Chart
    from reportsto.readings.runs import Runs
    from reportsto.where.asking import Question

HOW_MUCH = ("replicates", "points", "days", "seed", "assume", "ration", "route")
"""Options that say what is run, and how much of it."""
MOST_POINTS = 3
"""Points of what is assumed that a page holds."""
MOST_NOTES = 10
"""Repairs of a chart that are said before the runs; the page has all."""


@click.command(cls=Command, epilog="Example: reportsto where people.csv --firm mine.toml --html page.html")
@click.argument("files", nargs=-1, required=True, type=PATH)
@reading_options
@click.option(
    "--firm",
    default="product_shop",
    show_default=True,
    help="Use this firm's numbers: a name of `reportsto list firms`, or a .toml file of your own.",
)
@click.option("--html", type=PATH, metavar="FILE", help="Write the page as one HTML file too (default: Markdown only).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (default: the page's first screen).")
@click.option("--out", type=PATH, help="Write to this folder (default: runs/where_NAME, by the name of the file).")
@click.option(
    "--assume",
    metavar="POINT,...",
    default="",
    callback=lambda context, option, text: _points(text),
    help="Put what nobody knows at these points, at most three, the first for the answer: essays, halfway, middle, or a"
    " number from 0 (essays) to 1 (middle) (default: middle,halfway,essays).",
)
@click.option(
    "--ration", default="", help="Ration managers' decisions by this rule (default: the firm's); see list rations."
)
@click.option("--route", default="", help="Send reports by this route (default: the firm's); see list routes.")
@whole("--replicates", default=30, type=Whole(4, 10_000), help="Compare places over N paired replicates at each point.")
@whole("--points", default=96, type=Whole(0, 100_000), help="Draw what is assumed N times; 0: not at all.")
@whole("--days", default=750, type=Whole(2, 100_000), help="Simulate N working days; the first 250 are dropped.")
@whole("--seed", default=20261204, help="Draw all numbers by this key.")
@whole("--workers", type=Whole(1, 1024), help="Run N at a time (default: one for each processor).")
def where(
    files: Sequence[Path],
    firm: str,
    html: Path | None,
    as_json: bool,
    out: Path | None,
    workers: int | None,
    **how: Any,
) -> int:
    """Say where customer service should sit in an organisation, whether that matters, and what would turn it.

    Reads charts of any kind, as chart check does. Every place that the chart allows is run in four worlds, at the
    middle of what is assumed, at the essays' numbers and halfway, and at draws of all of it. Saved runs are reused.
    """
    from reportsto.results.storage import check_target
    from reportsto.streams import check_seed
    from reportsto.studies.firm_file import named_firm
    from reportsto.where.asking import Question, check_folder, write_studies
    from reportsto.worlds import ration, route

    much = {name: how.pop(name) for name in HOW_MUCH}
    check_seed("seed", much["seed"])
    for name, find in (("ration", ration), ("route", route)):
        if much[name]:
            find(much[name])
    if html:
        check_target(html)
    chart, notes, report = _read(files, how)
    asked = Question(chart, files[0].name, named_firm(firm), **much)
    folder = out or Path("runs") / f"where_{chart.name}"
    check_folder(asked, folder)
    _announce(asked, notes, folder)
    found = {part: _run(study, folder / part, workers) for part, study in write_studies(asked, folder).items()}
    return _publish(asked, found, notes, report, folder, html, as_json=as_json)


def _read(files: Sequence[Path], how: Mapping[str, Any]) -> "tuple[Chart, list[str], dict[str, object]]":
    """Return the chart in files, what was done to it in a line each, and how it was read."""
    from reportsto.where.chart_read import in_order

    found = organisation_of(files, how)
    chart = replace(found.chart, name=_plain(files[0].stem))
    return chart, in_order(found), found.report()


def _points(text: str) -> tuple[float, ...]:
    """Return points of what is assumed by their names or numbers; none where none is named."""
    found = tuple(_point(part.strip()) for part in text.split(",")) if text else ()
    if len(set(found)) < len(found) or len(found) > MOST_POINTS:
        raise SettingError(f"--assume {shown(text)}; expected at most {MOST_POINTS} points, each once")
    return found


def _point(text: str) -> float:
    from reportsto.files.tables import number
    from reportsto.worlds import point

    at: float | str = text
    with suppress(ValueError):
        at = number(text)
    return point(at)


def _plain(name: str) -> str:
    """Return a name that can be part of a path and of a study."""
    return re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")[:40] or "chart"


def _announce(asked: "Question", notes: Sequence[str], folder: Path) -> None:
    """Say how the chart was read and what is about to be run: the answer depends on it."""
    from reportsto.readings.words import structure
    from reportsto.where.chart_read import read_as
    from reportsto.where.numbers import numbers

    more = (f"... and {len(notes) - MOST_NOTES:,} more on the page",) if len(notes) > MOST_NOTES else ()
    for line in (*read_as(asked.chart), *notes[:MOST_NOTES], *more, numbers(asked).by_handler):
        say(f"  {line}")
    run = asked.places
    say(f"Places: {', '.join(map(structure, run.run))}; {structure(run.now)} is where it sits now. Into {folder}.")
    for name, why in run.refused.items():
        say(f"Not possible: {structure(name)}: {why}")


def _run(study: Path, folder: Path, workers: int | None) -> "tuple[Runs, int]":
    """Run what is missing of a study and return its runs, and how many of them failed."""
    from reportsto.readings.runs import Runs
    from reportsto.results.provenance import keep_runs
    from reportsto.running.execution import Order, executing
    from reportsto.running.workers import threads
    from reportsto.studies.design import design
    from reportsto.studies.specification import read_study
    from reportsto.wording import in_words

    started = datetime.now(UTC)
    plan = design(read_study(study))
    order = Order(ready=partial(get_ready, "compiled"))
    with stopping(folder), threads(workers) as pool:
        cost = f", about {in_words(plan.seconds)} of one processor if none is kept" if plan.seconds >= 1 else ""
        say(f"{study.stem}: {len(plan):,} runs of {plan.study.days} days{cost}")
        with told_how_afresh(study, folder), executing(plan, folder, order, pool) as made:
            command = f"reportsto study run {study.name}"
            source = keep_runs(plan, made, folder, command=command, started=started)
    return Runs(plan, made.table, source), made.failed


@contextmanager
def told_how_afresh(study: Path, folder: Path) -> Iterator[None]:
    """Say which command takes --fresh, where a refusal of kept runs advises it."""
    try:
        yield
    except StudyError as error:
        if "--fresh" not in str(error):
            raise
        raise StudyError(f"{error} (--fresh as in reportsto study run {study} --out {folder} --fresh)") from None


def _publish(
    asked: "Question",
    found: "dict[str, tuple[Runs, int]]",
    notes: Sequence[str],
    report: dict[str, Any],
    folder: Path,
    html: Path | None,
    *,
    as_json: bool,
) -> int:
    """Write the page, print the answer, and return the exit code."""
    from reportsto.readings.page import markdown
    from reportsto.readings.page_html import html as as_html
    from reportsto.readings.page_terminal import terminal
    from reportsto.results.provenance import FIGURES
    from reportsto.results.storage import write_bytes
    from reportsto.where.answer import answered
    from reportsto.where.as_json import as_json as as_object
    from reportsto.where.asking import BY_PLACE, PAGE, PRIORS
    from reportsto.where.figure import write_figure
    from reportsto.where.numbers import numbers
    from reportsto.where.page import page_of

    say("Reading the runs.")
    with stopping(folder / BY_PLACE):
        read = answered(found[BY_PLACE][0], found[PRIORS][0] if PRIORS in found else None)
        firm = numbers(asked)
        named = folder.as_posix() if not folder.is_absolute() else folder.name
        page = page_of(asked, read, firm, notes, named, write_figure(asked, read, folder))
        write_bytes(folder / PAGE, markdown(page).encode())
        if html:
            write_bytes(html, as_html(page, folder / FIGURES, beside=html.parent == folder).encode())
    if as_json:
        told = as_object(asked, read, firm, page, report)
        click.echo(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        width = min(120, get_terminal_size((100, 24)).columns)
        click.echo(terminal(page, width=width, colour=sys.stdout.isatty()))
        click.echo(f"Page: {folder / PAGE}{f'   HTML: {html}' if html else ''}   Studies: {folder}/*.toml")
    return FAILED_RUNS if any(failed for _, failed in found.values()) else 0
