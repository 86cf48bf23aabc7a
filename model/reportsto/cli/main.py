"""The command line: `reportsto list`, `run`, `study`, `chart`.

Results go to standard output, everything else to standard error. A mistake of the user is one line and exit code 2;
1 means that runs failed, 130 that somebody pressed Ctrl-C, 141 that whoever read the output stopped reading.
Heavy things are imported where they are used, so that `reportsto --help` is quick.
"""

import itertools
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reportsto import __version__
from reportsto.cli._shared import BAD_INPUT, FAILED_RUNS, INTERRUPTED, READER_GONE, Helpful, get_ready, say
from reportsto.cli.study import study
from reportsto.errors import ReportsToError, SettingError, unknown_name

if TYPE_CHECKING:
    import pandas as pd

    from reportsto.api import Scenario
    from reportsto.charts.chart import Chart
    from reportsto.parameters import Parameters

PRIMARY = (
    "failures_per_1000", "customers_end", "satisfaction", "attitude_handlers_mean", "advocacy", "defensiveness",
    "effective_advocacy", "reflection", "concealment", "hours_per_contact", "ceo_utilisation",
)  # fmt: skip
"""What `run` shows; `--json` and `--csv` give everything."""

MANY_PEOPLE = 2000
"""From this size on, `run` shows the days of a run go by."""

Row = Mapping[str, object]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    try:
        # Not `reportsto.main`: it would turn a broken pipe into exit code 1, which here means that runs failed.
        with reportsto.make_context("reportsto", list(sys.argv[1:] if arguments is None else arguments)) as context:
            code = reportsto.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.ctx.get_help())
        code = BAD_INPUT
    except (ReportsToError, click.ClickException) as error:
        text = error.format_message() if isinstance(error, click.ClickException) else str(error)
        say(f"reportsto: {' '.join(text.split())}{_where_to_look(error)}")
        code = BAD_INPUT
    except (KeyboardInterrupt, click.Abort) as error:
        say(f"reportsto: {str(error) or 'interrupted'}")
        code = INTERRUPTED
    except BrokenPipeError:
        # Whatever is still to be written at exit goes nowhere, and nobody is told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = READER_GONE
    except OSError as error:
        say(f"reportsto: {f'{error.filename}: ' if error.filename else ''}{(error.strerror or str(error)).lower()}")
        code = BAD_INPUT
    sys.exit(code or 0)


@click.group(cls=Helpful, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reportsto", message="%(prog)s %(version)s")
def reportsto() -> None:
    """Who customer service reports to, and what gets reported to whom: an agent-based model."""


# ── list ─────────────────────────────────────────────────────────────────────────────────────────


@reportsto.command("list")
@click.argument("what")
def list_names(what: str) -> None:
    """Print names and what they mean: structures, firms, worlds, parameters, measures, mechanisms or phases."""
    if what not in CATALOGUES:
        raise unknown_name("list", what, CATALOGUES)
    rows = CATALOGUES[what]()
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]))


def _structures() -> list[tuple[str, ...]]:
    from reportsto.structures import STRUCTURES

    return [(structure.id, structure.title) for structure in STRUCTURES]


def _firms() -> list[tuple[str, ...]]:
    from reportsto.firms import FIRMS

    return [(firm.id, firm.title) for firm in FIRMS]


def _worlds() -> list[tuple[str, ...]]:
    from reportsto.worlds import WORLDS

    return [(world.id, world.title) for world in WORLDS.values()]


def _parameters() -> list[tuple[str, ...]]:
    from reportsto.parameters import Parameters, every_field

    rows: list[tuple[str, ...]] = []
    for group, entry, info in every_field():
        value = getattr(getattr(Parameters(), group), entry)
        numbers = value if info.words else (value,)
        words = f" (.{', .'.join(info.words)})" if info.words else ""
        shown = ",".join(f"{number:g}" for number in numbers)
        rows.append((f"{group}.{entry}", shown, info.unit, f"{info.meaning}{words}"))
    return rows


def _measures() -> list[tuple[str, ...]]:
    from reportsto.records import COLUMNS

    return [(column.name, column.unit, column.meaning) for column in COLUMNS]


def _mechanisms() -> list[tuple[str, ...]]:
    from reportsto.parameters import OFF_SWITCHES

    return [(name, f"without it: {meaning}") for name, meaning in OFF_SWITCHES.items()]


def _phases() -> list[tuple[str, ...]]:
    from reportsto.schedule import PHASES

    return [(str(phase.number), phase.name, phase.rules, phase.does) for phase in PHASES]


CATALOGUES: dict[str, Callable[[], list[tuple[str, ...]]]] = {
    "structures": _structures,
    "firms": _firms,
    "worlds": _worlds,
    "parameters": _parameters,
    "measures": _measures,
    "mechanisms": _mechanisms,
    "phases": _phases,
}


# ── run ──────────────────────────────────────────────────────────────────────────────────────────


@reportsto.command()
@click.option("--structure", help="Where customer service sits (default: separate, or as a chart is drawn).")
@click.option("--firm", default="product_shop", show_default=True, help="The firm's numbers and base chart.")
@click.option("--chart", type=click.Path(path_type=Path), help="A chart file in place of the firm's own chart.")
@click.option("--world", default="once", show_default=True, help="How strongly faults of one's own line count.")
@click.option("--set", "settings", multiple=True, metavar="NAME=NUMBER", help="Set a parameter; may be repeated.")
@click.option("--without", multiple=True, metavar="NAMES", help="Switch mechanisms off, comma-separated, or all.")
@click.option("--seed", default=0, show_default=True, help="First key of all draws.")
@click.option("--replicates", default=5, show_default=True, help="How many: replicates 0 to N - 1.")
@click.option("--days", default=750, show_default=True, help="Working days; 250, at most a third, are dropped first.")
@click.option("--engine", default="compiled", show_default=True, help="Or reference: the Mesa firm, equal and slow.")
@click.option("--trace", type=click.Path(path_type=Path), help="Write every case of one run to a .csv or .csv.gz file.")
@click.option("--trace-replicate", default=0, show_default=True, help="Which run --trace writes.")
@click.option("--json", "form", flag_value="json", help="Print one JSON object a replicate, and nothing else.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV, one line a replicate, and nothing else.")
def run(
    structure: str | None,
    firm: str,
    chart: Path | None,
    world: str,
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
    from reportsto.api import run_one, scenario
    from reportsto.schedule import check_days
    from reportsto.streams import check_seed

    if not 1 <= replicates <= 100_000:
        raise SettingError(f"--replicates is {replicates}; expected a whole number from 1 to 100,000")
    check_seed("seed", seed)
    check_days(days)
    if trace:
        from reportsto.traces.cases import is_packed

        check_seed("--trace-replicate", trace_replicate)
        is_packed(trace)
    off = [name.strip() for names in without for name in names.split(",") if name.strip()]
    case = scenario(structure, firm, chart, world, dict(map(_setting, settings)), off)
    get_ready(engine)
    if case.chart.seats >= MANY_PEOPLE and engine == "compiled":
        rows: Iterable[Row] = _with_a_bar(case, seed, replicates, days)
    else:
        rows = _announced((run_one(case, seed, replicate, days, engine) for replicate in range(replicates)), replicates)
    if form == "json":
        done = _print_each(rows, _as_json)
    elif form == "csv":
        done = _print_each(rows, _as_csv)
    else:
        done = list(rows)
        _print_table(done, case.parameters)
    failures = [row for row in done if row["failure"]]
    for row in failures:
        say(f"reportsto: replicate {row['replicate']} failed: {row['failure']}")
    if trace and not _trace(trace, case, seed, trace_replicate, days, engine):
        return FAILED_RUNS
    return FAILED_RUNS if failures else 0


def _trace(file: Path, case: "Scenario", seed: int, replicate: int, days: int, engine: str) -> bool:
    """Write every case of one run; return whether it could be run."""
    from reportsto.api import run_traced
    from reportsto.errors import RunError
    from reportsto.traces.cases import case_table, write_cases, write_origin

    try:
        run = run_traced(case, seed, replicate, days, engine)
    except RunError as error:
        say(f"reportsto: {file}: not written, replicate {replicate} failed: {error}")
        return False
    table = case_table(case, [run])
    write_cases(file, table)
    beside = write_origin(file, case, run, engine)
    say(f"wrote {len(table):,} cases of replicate {replicate} to {file}, their origin to {beside.name}")
    say(f"next: reportsto follow {file} --where-lost, or --case N with N from 0 to {len(table) - 1}")
    return True


def _setting(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise SettingError(f"--set {text!r}; expected NAME=NUMBER, such as attention.hours=6")
    try:
        numbers = [float(part) for part in value.split(",")]
    except ValueError:
        raise SettingError(f"{name.strip()} is {value!r}; expected a number, or numbers with commas between") from None
    return name.strip(), numbers if len(numbers) > 1 else numbers[0]


def _with_a_bar(case: "Scenario", seed: int, replicates: int, days: int) -> Iterable[Row]:
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

            yield run_one(case, seed, replicate, days, "compiled", watch)
            watch(days)


def _announced(rows: Iterable[Row], total: int) -> Iterable[Row]:
    """Yield the rows; on a terminal, say how far it is and wipe that again."""
    shown = sys.stderr.isatty()
    for at, row in enumerate(rows, start=1):
        if shown:
            click.echo(f"\r{at} of {total} runs\r" if at < total else "\r\033[K", err=True, nl=False)
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

    from reportsto.readings.answer import number
    from reportsto.records import MEASURES
    from reportsto.statistics.intervals import mean_interval

    first = rows[0]
    place = f"{first['structure']} in {first['firm']}, world {first['world']}"
    off = f", without {first['without']}" if first["without"] else ""
    table = Table(title=f"{place}, {first['days']} days, seed {first['seed']}{off}")
    for name in ("measure", "mean", "sd", "unit", "meaning"):
        table.add_column(name, justify="right" if name in ("mean", "sd") else "left")
    columns = {column.name: column for column in MEASURES}
    for name in PRIMARY:
        values = [float(str(row[name])) for row in rows]
        mean = mean_interval(values).estimate
        sd = _sd([value for value in values if not math.isnan(value)])
        table.add_row(name, number(mean), number(sd), columns[name].unit, columns[name].meaning)
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(table)
    console.print(
        f"{_over(rows)} All {len(MEASURES)} measures: --json or --csv; what they mean: reportsto list measures.",
        highlight=False,
    )
    for line in _why_no_number([row for row in rows if not row["failure"]], parameters):
        console.print(line, highlight=False)


def _over(rows: Sequence[Row]) -> str:
    """Return what a mean is over: runs that did not stop."""
    sound = sum(not row["failure"] for row in rows)
    of = f" of {len(rows)}" if sound < len(rows) else ""
    if sound == 1:
        return f"From one replicate{of}, so there is no SD."
    return f"Mean and SD over {sound}{of} replicates."


def _why_no_number(rows: Sequence[Row], parameters: "Parameters") -> Iterable[str]:
    """Yield why a shown measure is a dash in runs that did not stop."""
    from reportsto.schedule import burn_in, follow_up

    p = parameters
    after = follow_up(p.handling.patience_days, p.attention.patience_days, p.causes.warranty_lag_days)
    missing = [name for name in PRIMARY if rows and all(math.isnan(float(str(row[name]))) for row in rows)]
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


def _sd(values: Sequence[float]) -> float:
    if len(values) < 2:
        return math.nan
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


# ── study, follow ────────────────────────────────────────────────────────────────────────────────

reportsto.add_command(study)


@reportsto.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--case", "number", type=int, help="Tell the story of one case.")
@click.option("--where-lost", is_flag=True, help="Say where reports die, by post and by reason.")
def follow(file: Path, number: int | None, where_lost: bool) -> None:
    """Read a file of reportsto run --trace: one case as a story, or where reports die."""
    from reportsto.traces.cases import read_cases

    if number is None and not where_lost:
        raise click.UsageError("expected --case NUMBER or --where-lost", click.get_current_context())
    table = read_cases(file)
    if number is not None:
        from reportsto.traces.story import story

        for line in story(table, number):
            click.echo(line)
    if where_lost:
        _print_where_lost(table)


def _print_where_lost(table: "pd.DataFrame") -> None:
    from rich.console import Console
    from rich.table import Table

    from reportsto.traces.where_lost import failure_cases, where_lost

    cases = failure_cases(table)
    shown = Table(title=f"What became of {len(cases):,} cases, the first days included")
    for name in ("stage", "post", "reason", "cases", "share"):
        shown.add_column(name, justify="right" if name in ("cases", "share") else "left")
    for row in where_lost(table).itertuples():
        shown.add_row(str(row.stage), str(row.post), str(row.reason), f"{row.cases:,}", f"{row.share:.2%}")
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(shown)


# ── chart ────────────────────────────────────────────────────────────────────────────────────────


@reportsto.group(cls=Helpful)
def chart() -> None:
    """Check, draw or compare chart files (.csv or .toml)."""


@chart.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check_charts(files: Sequence[Path]) -> int:
    """Check chart files and print notes about each; every file is checked, also after a bad one."""
    from reportsto.chart_files.notes import check_chart

    bad = 0
    for file in files:
        try:
            notes = check_chart(file)
        except ReportsToError as error:
            say(f"reportsto: {error}")
            bad += 1
            continue
        click.echo(f"{file}: sound")
        for note in notes:
            click.echo(f"  {note}")
    return BAD_INPUT if bad else 0


@chart.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A .svg, .mmd (Mermaid) or .txt file.")
@click.option("--structure", help="Draw the chart with this edit applied.")
def draw(file: Path, out: Path, structure: str | None) -> None:
    """Draw a chart."""
    from reportsto.chart_files.reading import read_chart
    from reportsto.results.storage import write_bytes

    kinds = {".svg": _as_svg, ".mmd": _as_mermaid, ".txt": _as_text}
    if out.suffix.lower() not in kinds:
        raise unknown_name("kind of drawing", out.suffix or out.name, kinds)
    drawn = read_chart(file)
    if structure:
        from reportsto.structures import structure as find_structure

        drawn = find_structure(structure).edit(drawn)
    write_bytes(out, kinds[out.suffix.lower()](drawn))
    say(f"wrote {out}")


@chart.command()
@click.option("--posts", required=True, type=int, help="How many, 5 to 100,000, one person each.")
@click.option("--breadth", default=8, show_default=True, help="Most direct reports of a post.")
@click.option(
    "--service-teams", default=1, show_default=True, help="Further ones go below logistics, marketing, sales."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A .csv file.")
def generate(posts: int, breadth: int, service_teams: int, out: Path) -> None:
    """Write a chart of any size, with the default shop's shares of functions."""
    from reportsto.chart_files.csv import chart_to_csv
    from reportsto.charts.generating import generated
    from reportsto.results.storage import write_bytes

    if out.suffix.lower() != ".csv":
        raise unknown_name("kind of chart file", out.suffix or out.name, [".csv"])
    write_bytes(out, chart_to_csv(generated(posts, breadth=breadth, service_teams=service_teams)).encode())
    say(f"wrote {out}")


def _as_svg(drawn: "Chart") -> bytes:
    from reportsto.drawing import draw_chart, svg_bytes

    return svg_bytes(draw_chart(drawn))


def _as_mermaid(drawn: "Chart") -> bytes:
    from reportsto.chart_files.drawing import as_mermaid

    return as_mermaid(drawn).encode()


def _as_text(drawn: "Chart") -> bytes:
    from reportsto.chart_files.drawing import as_text

    return as_text(drawn).encode()


@chart.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
def diff(before: Path, after: Path) -> None:
    """Print what must change to get from one chart to the other."""
    from reportsto.chart_files.reading import read_chart
    from reportsto.charts.editing import difference

    change = difference(read_chart(before), read_chart(after))
    for post_id in change.removed:
        click.echo(f"- {post_id}")
    for post in change.added:
        click.echo(f"+ {post.id} ({post.function.word}, {post.headcount}) under {post.superior or 'nobody'}")
    for old, new in change.changed:
        told = [
            f"{name} {_or_nobody(getattr(old, name))} -> {_or_nobody(getattr(new, name))}"
            for name in ("superior", "function", "headcount", "title", "department", "site", "seat")
            if getattr(old, name) != getattr(new, name)
        ]
        if told:
            click.echo(f"~ {old.id}: {', '.join(told)}")
    if change.empty:
        click.echo("no difference")


def _or_nobody(value: object) -> str:
    return str(getattr(value, "word", value)) or "(none)" if value is not None else "nobody"


# ── Words to the user ────────────────────────────────────────────────────────────────────────────


def _where_to_look(error: Exception) -> str:
    """Return the nearest option for a mistyped one, and which help to read."""
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return ""
    return f" (see {error.ctx.command_path} --help)"


if __name__ == "__main__":
    main()
