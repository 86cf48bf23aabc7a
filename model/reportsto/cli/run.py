"""`reportsto run`: one firm, and its measures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.run_output import Row, print_rows
from reportsto.cli.scenario_options import given_settings, scenario_options
from reportsto.cli.shared import ENGINE, FAILED_RUNS, PATH, Command, Whole, get_ready, say, told_failures, warn, whole
from reportsto.errors import SettingError, shown

if TYPE_CHECKING:
    from reportsto.api import Scenario

MANY_PEOPLE = 2000
"""From this size on, `run` shows the days of a run go by."""


@click.command(
    cls=Command, epilog="Example: reportsto run --structure inside_operations --world contract --replicates 20"
)
@scenario_options
@click.option(
    "--window",
    "windows",
    multiple=True,
    metavar="FROM:TO",
    help="Leave out the first FROM days and measure to day TO, in place of --days; each window has its own rows"
    " (default: one, of --days).",
)
@click.option(
    "--move",
    metavar="DAY:STRUCTURE",
    help="Move customer service to another structure on the morning of a day (default: it stays).",
)
@click.option(
    "--without", multiple=True, metavar="NAMES", help="Switch off mechanisms, comma-separated, or all (default: none)."
)
@whole("--seed", default=0, help="Draw all numbers by this key.")
@whole("--replicates", default=5, type=Whole(1, 100_000), help="Run replicates 0 to N - 1.")
@whole("--days", default=750, help="Simulate N working days; the first 250, at most a third, are dropped.")
@ENGINE
@click.option(
    "--trace", type=PATH, help="Write every case of one run to this .csv or .csv.gz file (default: write none)."
)
@whole("--trace-replicate", default=0, help="Let --trace write replicate N.")
@click.option("--json", "form", flag_value="json", help="Print one JSON object a replicate (default: a table).")
@click.option("--csv", "form", flag_value="csv", help="Print CSV, one line a replicate (default: a table).")
def run(
    structure: str | None,
    firm: str,
    chart: Path | None,
    world: str,
    people: int,
    ration: str | None,
    route: str | None,
    assume: float | str | None,
    windows: Sequence[str],
    move: str | None,
    settings: Sequence[str],
    without: Sequence[str],
    seed: int,
    replicates: int,
    days: int,
    engine: str,
    trace: Path | None,
    trace_replicate: int,
    form: str | None,
) -> int:
    """Run one firm and print its measures."""
    from reportsto.api import check_day
    from reportsto.schedule import check_days
    from reportsto.streams import check_seed
    from reportsto.studies.firm_file import named_firm
    from reportsto.studies.own_firm import scenario_of

    check_seed("seed", seed)
    check_days(days)
    if trace:
        _check_trace(trace, trace_replicate)
    numbers, off = given_settings(settings), _names(without)
    moved = None if move is None else _move(move)
    chosen = scenario_of(
        structure, named_firm(firm), chart, world, numbers, off,
        people=people, ration=ration, route=route, assume=assume, move=moved,
    )  # fmt: skip
    each = _in_windows(chosen, windows, many=bool(form) and not trace)
    check_day(chosen, max(one.window[1] if one.window else days for one in each))
    get_ready(engine)
    rows = chain.from_iterable(rows_of(one, seed, replicates, days, engine) for one in each)
    done = print_rows(rows, replicates * len(each), chosen.parameters, form)
    failed = told_failures(done)
    if trace and not _trace(trace, each[0], seed, trace_replicate, days, engine):
        return FAILED_RUNS
    return FAILED_RUNS if failed else 0


def _in_windows(chosen: "Scenario", texts: Sequence[str], *, many: bool) -> list["Scenario"]:
    """Return the scenario once for each window, or as it is where none is named; `many` allows several."""
    from reportsto.api import check_windows

    if len(texts) > 1 and not many:
        raise SettingError(f"--window stands {len(texts)} times; expected it once, or --json or --csv, and no --trace")
    if not texts:
        return [chosen]
    return [replace(chosen, window=window) for window in check_windows([_window(text) for text in texts])]


def _window(text: str) -> tuple[int, ...]:
    if not re.fullmatch("-?[0-9]{1,9}:-?[0-9]{1,9}", text):
        raise SettingError(f"--window {shown(text)}; expected FROM:TO, such as 250:750")
    return tuple(map(int, text.split(":")))


def _check_trace(file: Path, replicate: int) -> None:
    from reportsto.results.storage import check_target
    from reportsto.streams import check_seed
    from reportsto.traces.reading import is_packed

    check_seed("--trace-replicate", replicate)
    is_packed(file)
    check_target(file)


def _move(text: str) -> dict[str, object]:
    from reportsto.studies.levers import parse_move

    if (move := parse_move(text)) is None:
        raise SettingError(f"--move {shown(text)}; expected DAY:STRUCTURE, such as 700:inside_operations")
    return move


def _names(texts: Sequence[str]) -> list[str]:
    return [name.strip() for names in texts for name in names.split(",") if name.strip()]


def rows_of(chosen: "Scenario", seed: int, replicates: int, days: int, engine: str) -> Iterable[Row]:
    """Return the row of each replicate, made when it is asked for; the days of a large firm are shown go by."""
    from reportsto.api import run_one

    if chosen.chart.seats >= MANY_PEOPLE and engine == "compiled":
        return _with_a_bar(chosen, seed, replicates, days)
    return (run_one(chosen, seed, replicate, days, engine) for replicate in range(replicates))


def _with_a_bar(chosen: "Scenario", seed: int, replicates: int, days: int) -> Iterator[Row]:
    """Yield the rows of a large firm, whose days are counted while each is made."""
    from reportsto.api import run_one
    from reportsto.running.progress import progress

    with progress(replicates * days, 0, "days") as advance:
        for replicate in range(replicates):
            seen = 0

            def watch(day: int) -> None:
                nonlocal seen
                for _ in range(seen, day):
                    advance()
                seen = max(seen, day)

            yield run_one(chosen, seed, replicate, days, "compiled", watch)
            watch(days)


def _trace(file: Path, chosen: "Scenario", seed: int, replicate: int, days: int, engine: str) -> bool:
    """Write every case of one run; return whether it could be run."""
    from reportsto.api import run_traced
    from reportsto.errors import RunError
    from reportsto.traces.cases import case_table, write_cases, write_origin

    try:
        run = run_traced(chosen, seed, replicate, days, engine)
    except RunError as error:
        warn(f"reportsto: {file}: not written, replicate {replicate} failed: {error}")
        return False
    table = case_table(chosen, [run])
    write_cases(file, table)
    beside = write_origin(file, chosen, run, engine)
    say(f"wrote {len(table):,} cases of replicate {replicate} to {file}, their origin to {beside.name}")
    say(f"next: reportsto follow {file} --where-lost, or --case N with N from 0 to {len(table) - 1}")
    return True
