"""`reportsto patterns`: published figures, and whether a firm of the model meets them."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.run import rows_of
from reportsto.cli.run_output import announced
from reportsto.cli.scenario_options import given_settings, scenario_options
from reportsto.cli.shared import FAILED_RUNS, PATH, Group, Whole, get_ready, told_failures, warn, whole

if TYPE_CHECKING:
    from rich.console import Console

    from reportsto.patterns import Checked, Pattern
    from reportsto.patterns.checking import PartChecked
    from reportsto.patterns.pattern import Part

MISSED = 1
"""Exit code of `--strict` where a judged pattern is missed, or none is judged."""
USE_WORDS = {
    "output": "yes",
    "half_input": "no, half an input",
    "not_comparable": "no, not comparable",
    "after_move": "no, after a move",
    "near_outcome": "no, near the outcome",
}
"""Whether a pattern of each use is judged."""
VALUE = "value [95 % interval]"
HOW_TO_READ = """\
A pattern holds if its mean value lies in its interval. Half an input: a setting of the model nearly decides it."""
CALIBRATION = """\
How many hold is calibration and no test: the figures were known before the numbers of the model were chosen."""

FILE = click.option("--file", type=PATH, help="Read patterns from this TOML file (default: the model's own).")
JSON = click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects (default: a table).")


@click.group(cls=Group)
def patterns() -> None:
    """List published figures about firms, or check whether a firm of the model meets them."""


@patterns.command("list", epilog="Example: reportsto patterns list --json")
@FILE
@JSON
def list_patterns(file: Path | None, as_json: bool) -> None:
    """Print every pattern: what, interval, use, grade and source."""
    chosen = _chosen(file)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in chosen], indent=1, ensure_ascii=False))
        return
    rows = [
        (*_what(one, part), one.interval(part), *(("", "", "") if at else (_scope(one), one.grade, _source(one))))
        for one in chosen
        for at, part in enumerate(one.parts)
    ]
    console = _console()
    _print(console, "Patterns", ("id", "what", "interval", "judged", "grade", "source"), rows)
    for one in chosen:
        if one.reason:
            console.print(f"{one.id}, judged: {_scope(one)}: {one.reason}.", highlight=False)


@patterns.command(epilog="Example: reportsto patterns check --structure separate --world once --strict")
@scenario_options
@whole("--seed", default=0, help="Draw all numbers by this key.")
@whole("--replicates", default=20, type=Whole(1, 100_000), help="Run replicates 0 to N - 1.")
@whole("--days", default=750, help="Simulate N working days; the first 250, at most a third, are dropped.")
@FILE
@click.option(
    "--strict", is_flag=True, help="Leave with exit code 1 if a judged pattern is missed or none judged (default: 0)."
)
@JSON
def check(
    structure: str | None,
    firm: str,
    chart: Path | None,
    world: str,
    people: int,
    ration: str | None,
    route: str | None,
    assume: float | str | None,
    settings: Sequence[str],
    seed: int,
    replicates: int,
    days: int,
    file: Path | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Run one firm and hold it against every pattern."""
    import pandas as pd

    from reportsto.patterns import check as hold
    from reportsto.patterns.checking import held
    from reportsto.schedule import check_days
    from reportsto.streams import check_seed
    from reportsto.studies.firm_file import named_firm
    from reportsto.studies.own_firm import scenario_of

    check_seed("seed", seed)
    check_days(days)
    chosen = _chosen(file)
    made = scenario_of(
        structure, named_firm(firm), chart, world, given_settings(settings),
        people=people, ration=ration, route=route, assume=assume,
    )  # fmt: skip
    get_ready("compiled")
    rows = list(announced(rows_of(made, seed, replicates, days, "compiled"), replicates))
    checks = hold(pd.DataFrame(rows), chosen)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in checks], indent=1, allow_nan=False, ensure_ascii=False))
    else:
        sized = f", {made.people:,} people" if made.people else ""
        title = f"{made.structure} in {made.firm}{sized}, world {made.world}, {made.ration}, {made.route}"
        _print_checks(f"{title}, {days} days, seed {seed}, assume {made.assume:g}", checks, own=file is None)
    if told_failures(rows):
        return FAILED_RUNS
    judged = any(one.judged for one in checks)
    if strict and not judged:
        warn("reportsto: nothing was judged, so --strict finds no firm that holds")
    return MISSED if strict and (held(checks)[1] or not judged) else 0


def _chosen(file: Path | None) -> "tuple[Pattern, ...]":
    from reportsto.patterns import patterns as own
    from reportsto.patterns import read_patterns

    return own() if file is None else read_patterns(file)


def _print_checks(title: str, checks: "Sequence[Checked]", *, own: bool) -> None:
    from reportsto.patterns.checking import held

    console = _console()
    rows = [
        (*_what(one.pattern, part.part), _value(part), one.pattern.interval(part.part),
         *(("", "") if at else (USE_WORDS[one.use], one.verdict)))
        for one in checks
        for at, part in enumerate(one.parts)
    ]  # fmt: skip
    _print(console, title, ("id", "what", VALUE, "interval", "judged", "verdict"), rows)
    good, missed = held(checks)
    told = f"; missed: {', '.join(missed)}" if missed else ""
    number = f"{good} of {good + len(missed)} judged patterns hold{told}." if good or missed else "Nothing was judged."
    console.print(number, highlight=False)
    lacking = [one.pattern.id for one in checks if one.use == "output" and not one.judged]
    if lacking:
        console.print(f"Not judged, as there is no value: {', '.join(lacking)}.", highlight=False)
    console.print(HOW_TO_READ, highlight=False)
    if own:
        console.print(CALIBRATION, highlight=False)
    for one in checks:
        if one.use != one.pattern.use or not one.parts:
            console.print(f"{one.pattern.id}, judged: {USE_WORDS[one.use]}: {one.pattern.reason}.", highlight=False)


def _what(one: "Pattern", part: "Part") -> tuple[str, str]:
    """Return the id and what is compared: of several measures each has a row, and the first one the id."""
    return "" if part in one.also else one.id, f"{one.title}: {part.measure}" if one.also else one.title


def _value(part: "PartChecked") -> str:
    from reportsto.wording import number

    return f"{number(part.value)} [{number(part.value_low)}, {number(part.value_high)}]"


def _scope(one: "Pattern") -> str:
    """Return whether a pattern is judged, and under which rationing rules where not under all."""
    return f"with {' and '.join(one.rations)} only" if one.rations else USE_WORDS[one.use]


def _source(one: "Pattern") -> str:
    from reportsto.patterns.pattern import READ

    return f"{one.source} ({READ[one.read]})"


def _console() -> "Console":
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160)


def _print(console: "Console", title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(title), show_lines=False)
    for name in head:
        table.add_column(escape(name), no_wrap=name in ("id", VALUE))
    for row in rows:
        table.add_row(*map(escape, row))
    console.print(table, highlight=False)
