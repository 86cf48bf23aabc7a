"""How `reportsto run` prints its rows: a table for people, JSON or CSV for programs."""

import itertools
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import is_quiet, say
from reportsto.wording import in_words

if TYPE_CHECKING:
    from reportsto.parameters import Parameters

Row = Mapping[str, object]

PRIMARY = (
    "failures_per_1000", "customers_end", "hours_paid", "satisfaction", "attitude_handlers_mean", "advocacy",
    "defensiveness", "effective_advocacy", "reflection", "concealment", "hours_per_contact", "ceo_utilisation",
)  # fmt: skip
"""What the table shows; `--json` and `--csv` give everything."""
COLUMNS, WIDE = ("measure", "mean", "sd", "unit", "meaning"), 80
"""Of the table; a terminal of fewer columns gets the first three."""
EVERY_SECONDS = 10.0
"""How often a line says how far it is, where nobody watches a terminal."""
COMPARE = """\
To compare structures, run them with the same seed and subtract replicate by replicate: they meet the same customers."""


def print_rows(rows: Iterable[Row], total: int, parameters: "Parameters", form: str | None) -> list[Row]:
    """Print rows as they are made, for people when all are there, and return them."""
    rows = announced(rows, total)
    if form:
        return _print_each(rows, {"json": _as_json, "csv": _as_csv}[form])
    done = list(rows)
    _print_table(done, parameters)
    return done


def announced(rows: Iterable[Row], total: int) -> Iterator[Row]:
    """Yield the rows; say how far it is and what time is left: on a terminal, wiped again, and else by lines."""
    terminal, quiet = sys.stderr.isatty(), is_quiet()
    start = last = time.monotonic()
    for at, row in enumerate(rows, start=1):
        now = time.monotonic()
        told = f"{at} of {total} runs, {in_words((total - at) * (now - start) / at)} left"
        if terminal and not quiet:
            click.echo(f"\r\033[K{told}\r" if at < total else "\r\033[K", err=True, nl=False)
        elif now - last >= EVERY_SECONDS and at < total:
            last = now
            say(told)
        yield row


def _print_each(rows: Iterable[Row], as_text: Callable[[Row, bool], str]) -> list[Row]:
    done: list[Row] = []
    for row in rows:
        click.echo(as_text(row, not done), nl=False)
        done.append(row)
    return done


def _as_json(row: Row, first: bool) -> str:
    return json.dumps({name: _or_null(value) for name, value in row.items()}, allow_nan=False) + "\n"


def _or_null(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _as_csv(row: Row, first: bool) -> str:
    import pandas as pd

    from reportsto.results.storage import csv_text

    header, line = csv_text(pd.DataFrame([row])).split("\n", 1)
    return f"{header}\n{line}" if first else line


def _print_table(rows: Sequence[Row], parameters: "Parameters") -> None:
    from rich.console import Console
    from rich.table import Table

    from reportsto.records import MEASURES

    first = rows[0]
    people = f" of {first['people']:,} people" if first["people"] else ""
    place = f"{first['structure']} in {first['firm']}{people}, world {first['world']}"
    off = f", without {first['without']}" if first["without"] else ""
    levers = f"rationing rule {first['ration']}, route {first['route']}, assume {first['assume']:g}"
    if first["move_day"]:
        levers += f"; from day {first['move_day']:,} on {first['move_structure']}"
    console = Console(width=None if sys.stdout.isatty() else 140)
    shown = COLUMNS if console.width >= WIDE else COLUMNS[:3]
    table = Table(title=f"{place}, {_span(first)}, seed {first['seed']}{off}", caption=levers)
    for name in shown:
        table.add_column(name, justify="right" if name in ("mean", "sd") else "left", overflow="fold")
    for name in PRIMARY:
        table.add_row(*(name, *_measured(name, rows))[: len(shown)])
    console.print(table)
    console.print(
        f"{_over(rows)} All {len(MEASURES)} measures: --json or --csv; what they mean: reportsto list measures.",
        highlight=False,
    )
    console.print(COMPARE, highlight=False)
    for line in _why_no_number([row for row in rows if not row["failure"]], parameters):
        console.print(line, highlight=False)


def _span(row: Row) -> str:
    """Return which days are measured."""
    return f"days {int(str(row['after'])) + 1:,} to {int(str(row['days'])):,}"


def _measured(name: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return mean, SD, unit and meaning of a measure."""
    from reportsto.records import MEASURES
    from reportsto.wording import number

    column = next(column for column in MEASURES if column.name == name)
    values = [value for value in map(_float(name), rows) if not math.isnan(value)]
    mean = statistics.fmean(values) if values else math.nan
    sd = statistics.stdev(values) if len(values) > 1 else math.nan
    return number(mean), number(sd), column.unit, column.meaning


def _float(name: str) -> Callable[[Row], float]:
    return lambda row: float(str(row[name]))


def _over(rows: Sequence[Row]) -> str:
    """Return what a mean is over: runs that did not stop."""
    sound = sum(not row["failure"] for row in rows)
    of = f" of {len(rows)}" if sound < len(rows) else ""
    if sound == 1:
        return f"From one replicate{of}, so there is no SD."
    return f"Mean and SD over {sound}{of} replicates."


def _why_no_number(rows: Sequence[Row], parameters: "Parameters") -> Iterator[str]:
    """Yield why a shown measure is a dash in runs that did not stop."""
    from reportsto.schedule import burn_in
    from reportsto.workplace import days_followed

    after = days_followed(parameters)
    missing = [name for name in PRIMARY if rows and all(map(math.isnan, map(_float(name), rows)))]
    days = int(str(rows[0]["days"])) if rows else 0
    if "effective_advocacy" in missing and days - after <= burn_in(days):
        missing.remove("effective_advocacy")
        enough = next(d for d in itertools.count(days) if d - after > burn_in(d))
        yield (
            f"No effective_advocacy: {burn_in(days)} first days are dropped, {after} last ones are left to reports "
            f"under way, and {days} have no more; it takes {enough}."
        )
    if missing:
        yield f"No {' or '.join(missing)}: what is divided by did not happen after day {burn_in(days)}."
