"""A result folder: tables, figures, provenance and the page, written from the runs.

What is read in them is the business of `methods.READINGS`; nothing here knows one kind of study from another.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

import pandas as pd

from reportsto.api import Details, Scenario
from reportsto.drawing import MissingInput, figure_bytes
from reportsto.readings.methods import readings_of
from reportsto.readings.page import (
    LISTED,
    MOST_ROWS,
    MOST_SHOWN,
    MOST_TURNS,
    NO_LEAD,
    NOTHING,
    Figure,
    Items,
    Page,
    Section,
    markdown,
)
from reportsto.readings.page_html import html
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.words import listed, place, quantity, span
from reportsto.results.provenance import FIGURES, Execution, keep_runs, refuse_links, rendering, settle, told_by
from reportsto.results.published import Published
from reportsto.results.storage import FINDING, PROVENANCE, write_bytes, write_json, write_parquet, write_table
from reportsto.schedule import burn_in
from reportsto.studies.design import Design
from reportsto.wording import counted, number
from reportsto.worlds import POINTS, RATIONS, ROUTES, assumed_at

HTML = "finding.html"
ALSO = "What else turns it round"
FORMS = ("png", "svg", "pdf")
"""Forms of a figure: PNG for the page, the others for papers."""
ASSUMED = "One model under mostly assumed numbers; no prediction about a particular firm."
MOST_REASONS = 5
MOST_VARIED = 40
"""Parameters that a page names."""
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """How results were asked for.

    Attributes:
        command: the command that makes the same results again.
        started: when it started.
        as_html: whether the page is also written as one HTML file.
    """

    command: str
    started: datetime
    as_html: bool = False


def publish(
    design: Design,
    made: Execution | Published,
    details: Mapping[tuple[str, str, str], Details],
    folder: Path,
    asked: Asked,
) -> Page:
    """Write tables, figures and the page to the folder and return the page; `finding.md` is written last.

    Of runs that were just made, the runs and their provenance come first. Published runs and their provenance stay as
    they are; `rendered` says by what, and when, the rest was written again. Figures that need days which are not in
    `details` stay as they are. What another form of the study left there goes, so that a folder holds one finding and
    what it is made of.
    """
    if isinstance(made, Execution):
        source = keep_runs(design, made, folder, command=asked.command, started=asked.started)
    else:
        source = _rendered(made, folder, asked)
    return _write(Runs(design, made.table, source, details), folder, as_html=asked.as_html)


def _rendered(kept: Published, folder: Path, asked: Asked) -> dict[str, object]:
    """Say in provenance by what the rest is written again; return what the page says of the runs."""
    refuse_links(folder)
    again = {**rendering(command=asked.command, started=asked.started), "notes": list(kept.notes)}
    write_json(folder / PROVENANCE, {**kept.source, "rendered": again})
    before = kept.source.get("notes")
    return {**kept.source, "notes": [*(before if isinstance(before, list) else []), *kept.notes]}


def page_of(runs: Runs, read: Sequence[tuple[Reading, Tables]], figures: Iterable[Figure] = ()) -> Page:
    """Return the page of a study, put together from what each reading says, cut to what a reader takes in."""
    answers = [reading.answer(runs, tables) for reading, tables in read]
    first = next((one for one in answers if one.sentence), Answer(sentence="These runs decide nothing."))
    table = next((one.table for one in answers if one.table), None)
    turns = tuple(chain.from_iterable(one.turns for one in answers))
    more = turns[MOST_TURNS:]
    last = (f"And {len(more):,} more below, under “{ALSO}”.",) if more else ()
    left_out = " ".join(chain.from_iterable(one.limits for one in answers))
    details = chain.from_iterable(reading.sections(runs, tables) for reading, tables in read)
    return Page(
        title=runs.study.title,
        question=runs.study.question,
        answer=first.sentence,
        about=_about(runs),
        intervals=next((one.intervals for one in answers if one.intervals), ""),
        table=table and replace(table, rows=table.rows[:MOST_ROWS]),
        figures=tuple(figures),
        turns=(turns[:MOST_TURNS] + last) or (NOTHING if first.leads else NO_LEAD,),
        limits=(f"{scope(runs)} {runs.study.outcomes.assumed(quantity)}".strip(), f"{ASSUMED} {left_out}".strip()),
        sections=(*details, *([Section(ALSO, (Items(more),))] if more else []), _how_made(runs)),
    )


def _about(runs: Runs) -> str:
    """Return the firm of the answer, its people and its replicates in a few words."""
    pairs = f"{counted(runs.replicates, 'paired replicate')}"
    return f"{_first_firm(runs).replace('_', ' ')}, {_people(runs)} people, {pairs}"


def _first_firm(runs: Runs) -> str:
    return runs.design.points[0].firm


def _made(runs: Runs) -> list[Scenario]:
    """Return what was run without variants in the first firm, which the answer is about."""
    return [one.scenario for one in runs.design.points if not one.variant and one.firm == _first_firm(runs)]


def _people(runs: Runs) -> str:
    return span(pd.Series([float(one.chart.seats) for one in _made(runs)]))


def scope(runs: Runs) -> str:
    """Return what every answer is about: people, the days that are measured, rationing rule and route, other numbers.

    Rule, route and point of what is assumed only where all runs have one.
    """
    made = _made(runs)
    windows = {one.window or (burn_in(runs.study.days), runs.study.days) for one in made}
    days = listed(f"{first + 1:,} to {last:,}" for first, last in sorted(windows))
    rules = {_ration(one) for one in made}
    routes = {f"Reports go by {one.route.replace('_', ' ')}." for one in made if one.route in ROUTES}
    vary = {one.name for one in runs.study.uncertainties}
    points = {_point(one.assume, vary) for one in made}
    varied = counted(len(runs.study.uncertainties), "parameter")
    over = f"Shares of points average over all that vary: {varied}." if runs.study.uncertainties else ""
    said = (
        f"About the firm {_first_firm(runs).replace('_', ' ')} with {_people(runs)} people, days {days}.",
        *(rules if len(rules) == 1 else ()),
        *(routes if len(routes) == 1 else ()),
        *(points if len(points) == 1 else ()),
        over,
    )
    return " ".join(filter(None, said))


def _point(assume: float, vary: Set[str]) -> str:
    """Return where what is assumed stands, by name where its point has one; nothing where all of it varies."""
    if math.isnan(assume) or not (left := assumed_at(assume).keys() - vary):
        return ""
    name = next((name for name, at in POINTS.items() if at == assume), number(assume))
    return f"What is assumed{' and does not vary' * (len(left) < len(assumed_at(assume)))} stands at {name}."


def _ration(scenario: Scenario) -> str:
    """Return how decisions are rationed; an item of a digest has no number of reports."""
    if scenario.ration not in RATIONS:
        return ""
    digests = scenario.parameters.ration.digest_days > 0.0
    size = "" if digests else f", {number(scenario.parameters.attention.bundle)} reports an item"
    return f"Decisions are rationed by {scenario.ration}{size}."


def _write(runs: Runs, folder: Path, *, as_html: bool) -> Page:
    read = [(reading, reading.tables(runs)) for reading in readings_of(runs.study)]
    names = [name for reading, tables in read for name in _tables(runs, reading, tables, folder)]
    drawn = _figures(runs, read, folder / FIGURES)
    names += [f"{FIGURES}/{file.name}" for files in drawn.values() for file in files]
    page = page_of(runs, read, drawn)
    if as_html:
        write_bytes(folder / HTML, html(page, folder / FIGURES).encode())
        names.append(HTML)
    settle(folder, names)
    write_bytes(folder / FINDING, markdown(page).encode())
    return page


def write_tables(runs: Runs, folder: Path) -> list[str]:
    """Write the tables of a study to a folder, without page and figures, and return the names of their files."""
    return [
        name for reading in readings_of(runs.study) for name in _tables(runs, reading, reading.tables(runs), folder)
    ]


def _tables(runs: Runs, reading: Reading, tables: Tables, folder: Path) -> Iterator[str]:
    """Write the tables that have rows and yield the names of their files."""
    for name, table in tables.items():
        if table.empty:
            continue
        if name in reading.large:
            write_parquet(folder / f"{name}.parquet", table, told_by(runs.source))
            yield f"{name}.parquet"
        else:
            yield write_table(folder / f"{name}.csv", table).name


def _figures(runs: Runs, read: Sequence[tuple[Reading, Tables]], folder: Path) -> dict[Figure, list[Path]]:
    """Write the figures, those that the page shows first; return each with its files."""
    drawn: dict[Figure, list[Path]] = {}
    for wanted in chain.from_iterable(reading.figures(runs, tables) for reading, tables in read):
        name = wanted.name if len(drawn) < MOST_SHOWN else f"{LISTED}{wanted.name}"
        files = _draw(wanted, folder, name)
        if files:
            drawn[Figure(name, wanted.caption)] = files
    return drawn


def _draw(wanted: Drawing, folder: Path, name: str) -> list[Path]:
    """Write a figure in every form; of one that cannot be drawn now, return the files that were drawn before."""
    if wanted.draw is None:
        return sorted(folder.glob(f"{name}.*"))
    try:
        figure = wanted.draw()
    except MissingInput:
        return []
    files = [folder / f"{name}.{kind}" for kind in FORMS]
    folder.mkdir(parents=True, exist_ok=True)
    for file, kind in zip(files, FORMS, strict=True):
        write_bytes(file, figure_bytes(figure, kind))
    return files


# ── The last section ─────────────────────────────────────────────────────────────────────────────


def _how_made(runs: Runs) -> Section:
    """Return which runs the page stands on, which of them stopped and why, and how to make them again."""
    table, study = runs.everything, runs.study
    failed = table[table["failure"] != ""]
    second = f", {len(runs.design.later):,} of them in a second wave" if runs.design.later else ""
    told = f"{counted(len(runs.design.visited), 'point')} ({study.sampling.kind}{second}), "
    points = told if study.uncertainties else ""
    what = (
        f"{counted(len(table), 'run')} of {study.days:,} days: {points}{counted(runs.replicates, 'replicate')} shared "
        f"by all structures, seed {study.seed}; {len(failed):,} failed."
    )
    varied = ", ".join(f"`{axis.name}`" for axis in study.uncertainties)
    if len(study.uncertainties) > MOST_VARIED:
        varied = f"{len(study.uncertainties)} parameters, named in `columns.csv`"
    notes = runs.source.get("notes")
    reasons = tuple(_reasons(failed))
    blocks = (
        what,
        f"Varied: {varied}." if varied else "",
        Items(reasons) if reasons else "",
        *(map(str, notes) if isinstance(notes, list) else ()),
        _command(runs.source),
    )
    return Section("The runs", tuple(filter(None, blocks)))


def _command(source: Mapping[str, object]) -> str:
    whole = "Every table in this folder is made from `runs.parquet`, whose digest is in `provenance.json`."
    if "command" not in source:
        return f"Provenance does not say by which command the runs were made. {whole}"
    by = f" with reportsto {source['reportsto']}" if "reportsto" in source else ""
    return f"Made by `{source['command']}`{by}; the same command makes the same runs. {whole}"


def _reasons(failed: pd.DataFrame) -> Iterator[str]:
    """Yield each reason once, shortened, with how many runs it stopped and the first of them."""
    alike = failed.groupby(failed["failure"].astype(str).str.replace(r"[\d.,]+", "N", regex=True), sort=False)
    for rows in sorted((rows for _, rows in alike), key=len, reverse=True)[:MOST_REASONS]:
        first = rows.iloc[0]
        sample = f"point {first['sample']}" if "sample" in first else ""
        names = [first[name] for name in ("structure", "firm", "world", "variant")]
        where = place(*names, sample, f"replicate {first['replicate']}")
        yield f"{counted(len(rows), 'run')}, first {where}: {first['failure'][:LONGEST_REASON]}"
