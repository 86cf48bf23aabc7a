"""Measure how fast the engines are, as ratios of runs made side by side in one process.

    make bench                                   (some eight minutes on two processors)
    python benchmarks/bench.py --out FOLDER --rounds 5 --most-posts 100000

Writes `engines.csv` (reference, compiled, floors and a NumPy peer on the same runs), `growth.csv` (time against posts,
orders and days), `threads.csv`, `studies.csv` (a study and Dask over bare runs), `small.csv` (a study of small runs),
`memory.csv`, `machine.json` and the figure `time_per_run.svg`. `--only` measures one of them. The floor is a kernel
that does nothing but draw the numbers a run draws, at the same addresses and as fast as we know how. The lowest floor
draws what of these is read, as if no number of a block were left over. The peer is a simplified model
(`numpy_peer.py`). Every ratio is the median of the rounds; a round times what it compares one after the other. Engines
and growth are in processor seconds of one thread, threads and studies by the clock. No test reads these figures: a busy
machine is no bug.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from numpy_peer import ABREAST, shape_of, simplified
from studies import memory, small_runs, studies

from reportsto.api import Scenario, mesa_firm, scenario
from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart
from reportsto.charts.generating import generated
from reportsto.engine import draws
from reportsto.engine.batch import Batch
from reportsto.engine.compiling import compiled, entry
from reportsto.engine.layout import STATE
from reportsto.records import Tally
from reportsto.vocabulary import N_CAUSES, N_KINDS, Stream

mpl.use("svg")
DAYS = 750
LONG = 1.0
"""A run that takes more seconds is timed three times, whatever the rounds."""
COUNTS, CONTACT, ANSWER, CLIMB = int(Stream.COUNTS), int(Stream.CONTACT), int(Stream.ANSWER), int(Stream.CLIMB)
TURNOVER, FLOW, START = int(Stream.TURNOVER), int(Stream.FLOW), int(Stream.START)


# ── The floor ────────────────────────────────────────────────────────────────────────────────────


@compiled
def _fill(state: Any, stream: int, day: int, start: int, count: int, scratch: Any) -> None:
    for low in range(0, count, draws.CHUNK):
        size = min(draws.CHUNK, count - low)
        draws.fill_entities(state, stream, day, start + low, size, scratch[0], scratch[1])


@entry
def draw_only(states: Any, days: int, seats: int, kinds: Any, contacts: int, reports: int, scratch: Any) -> float:
    """Draw what a run draws: a block a failure case, two an answer, two a report, and what every day and seat needs."""
    state = states[0]
    out = 0.0
    _fill(state, START, 0, 0, 2 * seats, scratch)
    for day in range(1, days + 1):
        for kind in range(N_KINDS):
            _fill(state, CONTACT, day, kind << 24, kinds[kind], scratch)
        _fill(state, COUNTS, day, 0, N_KINDS, scratch)
        _fill(state, ANSWER, day, 0, 2 * contacts, scratch)
        _fill(state, CLIMB, day, 0, 2 * reports, scratch)
        _fill(state, TURNOVER, day, 0, seats, scratch)
        _fill(state, FLOW, day, 0, 32, scratch)
        out += scratch[0, 0]
    return out + 0.0 * states[0].wait


def floor_of(batch: Batch, tally: Tally) -> Callable[[], float]:
    """Return a function that draws as many numbers as one of the batch's runs did."""
    kinds = np.zeros(N_KINDS, np.int64)
    kinds[:N_CAUSES] = np.ceil(np.array(tally.cases) / tally.days)
    contacts, reports = (round(total / batch.days) for total in (tally.whole_arrived, tally.whole_reports))
    states, scratch = np.zeros(1, STATE), np.zeros((4, draws.CHUNK))
    return lambda: draw_only(states, batch.days, len(batch.packed.seats), kinds, contacts, reports, scratch)


def lowest_floor_of(batch: Batch, tally: Tally) -> Callable[[], float]:
    """Return a function that draws as many numbers as one of the batch's runs reads, two a block.

    One is read for a severity and for a person a day, three for the answer to a failure case, two for that to a
    request, four for a report.
    """
    failures, others = sum(tally.cases) / tally.days, (tally.arrived - sum(tally.cases)) / tally.days
    kinds = np.zeros(N_KINDS, np.int64)
    kinds[0] = round(failures / 2)
    answers, reports = round((1.5 * failures + others) / 2), round(tally.whole_reports / batch.days)
    states, scratch = np.zeros(1, STATE), np.zeros((4, draws.CHUNK))
    return lambda: draw_only(states, batch.days, len(batch.packed.seats) // 2, kinds, answers, reports, scratch)


# ── Measuring ────────────────────────────────────────────────────────────────────────────────────


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def by_the_clock(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def runs(batch: Batch, replicates: int) -> None:
    """Run some replicates on the compiled engine."""
    for replicate in range(replicates):
        batch.run(1, replicate)


def times(work: Callable[[], object], repeats: int) -> None:
    """Do something again and again."""
    for _ in range(repeats):
        work()


def packed(case: Scenario, days: int) -> Batch:
    """Return a scenario ready for the compiled engine."""
    return Batch(case.chart, case.owners, case.parameters, days, case.scorecards)


def reference(case: Scenario, replicate: int, days: int) -> dict[str, float]:
    """Return the row of the Mesa firm, its draws taken in bulk."""
    firm = mesa_firm(case, 1, replicate, days, collect=False)
    try:
        return firm.run()
    finally:
        firm.forget()


def engines(rounds: int) -> pd.DataFrame:
    """Time reference, compiled and floor on the same runs."""
    rows = []
    for name, days in (("product_shop", DAYS), ("six_people", DAYS), ("product_shop", 60), ("six_people", 60)):
        case = scenario("separate", name)
        batch = packed(case, days)
        tally = batch.run(1, 0).tally
        floor, lowest, shape = floor_of(batch, tally), lowest_floor_of(batch, tally), shape_of(batch, tally)
        floor()
        for at in range(rounds):
            slow = seconds(partial(reference, case, at, days))
            # Many short runs: one alone is over before the clock has settled.
            fast = seconds(partial(runs, batch, 20)) / 20
            least = seconds(partial(times, floor, 20)) / 20
            needed = seconds(partial(times, lowest, 20)) / 20
            peer = seconds(partial(simplified, shape, days, at)) / ABREAST
            rows.append(
                {
                    "firm": name, "days": days, "round": at, "reference": slow, "compiled": fast, "floor": least,
                    "lowest floor": needed, "numpy, simplified": peer,
                }
            )  # fmt: skip
            print(
                f"{name}, {days} days: reference {slow:.3f} s, compiled {fast * 1e3:.2f} ms, floor {least * 1e3:.2f} "
                f"ms, lowest {needed * 1e3:.2f} ms, NumPy simplified {peer * 1e3:.2f} ms"
            )
    table = pd.DataFrame(rows)
    table["reference / compiled"] = table["reference"] / table["compiled"]
    table["compiled / floor"] = table["compiled"] / table["floor"]
    table["compiled / lowest floor"] = table["compiled"] / table["lowest floor"]
    table["numpy, simplified / compiled"] = table["numpy, simplified"] / table["compiled"]
    return table


def growth(rounds: int, most_posts: int) -> pd.DataFrame:
    """Time compiled runs, floor and, where it ends in reasonable time, the reference against size."""
    rows = []
    for posts in [size for size in (56, 200, 1000, 5000, 20_000, 100_000) if size <= most_posts]:
        days = DAYS if posts <= 5000 else 60
        rows += _grown("posts", posts, generated(posts, service_teams=3), {}, days, rounds, slow_days=10)
    if most_posts >= 7539:
        ministry = read_chart(Path(__file__).parent / "ministry_of_defence_2012.csv")
        rows += _grown("ministry of defence 2012", ministry.seats, ministry, {}, DAYS, rounds)
    for times_as_many in (1.0, 10.0, 100.0):
        rows += _grown("orders", times_as_many, generated(56), busier(times_as_many), DAYS, rounds)
    for days in (75, 750, 3000):
        rows += _grown("days", days, generated(56), {}, days, rounds)
    return pd.DataFrame(rows)


def busier(factor: float) -> dict[str, float]:
    """Return so many times the orders for the same people, who answer as much faster."""
    hours = {"failure_hours": 0.2, "request_hours": 0.17, "inside_hours": 0.04, "across_hours": 0.12}
    return {
        "demand.customers_per_handler": 6000.0 * factor,
        "demand.new_per_handler": 5.625 * factor,
        **{f"handling.{name}": value / factor for name, value in hours.items()},
        "attention.item_hours": 0.5 / factor,
    }


def _grown(
    what: str, size: float, chart: Chart, settings: dict[str, float], days: int, rounds: int, slow_days: int = 0
) -> list[dict[str, object]]:
    case = scenario(chart=chart, parameters=settings)
    batch = packed(case, days)
    floor = floor_of(batch, batch.run(1, 0).tally)
    floor()
    once = seconds(lambda: batch.run(1, 0))
    repeats = max(1, int(0.2 / max(1e-4, once)))
    slow = float("nan")
    if slow_days and len(batch.packed.seats) <= 20_000:
        slow = seconds(lambda: reference(case, 0, slow_days)) / slow_days * days
    rows = []
    for at in range(rounds if once < LONG else min(rounds, 3)):
        fast = seconds(partial(runs, batch, repeats)) / repeats
        least = seconds(partial(times, floor, repeats)) / repeats
        rows.append(
            {
                "against": what, "size": size, "posts": len(batch.packed.seats), "days": days, "round": at,
                "reference": slow, "compiled": fast, "floor": least,
                "microseconds a post and day": fast / days / len(batch.packed.seats) * 1e6,
            }
        )  # fmt: skip
    print(f"{what} {size:g}: {statistics.median(float(row['compiled']) for row in rows):.4f} s a run of {days} days")
    return rows


def threads(rounds: int) -> pd.DataFrame:
    """Time the same replicates on one thread and on two."""
    batch = packed(scenario("separate"), DAYS)
    batch.run(1, 0)
    rows = []
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two:
        for at in range(rounds):
            alone = by_the_clock(lambda: list(one.map(lambda replicate: batch.run(1, replicate), range(100))))
            both = by_the_clock(lambda: list(two.map(lambda replicate: batch.run(1, replicate), range(100))))
            rows.append({"round": at, "runs": 100, "one thread": alone, "two threads": both, "gain": alone / both})
    print(f"two threads: {statistics.median(row['gain'] for row in rows):.2f} times one")
    return pd.DataFrame(rows)


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw time per run against headcount."""
    from matplotlib.figure import Figure

    grown = table[table["against"] == "posts"].groupby("posts")[["reference", "compiled", "floor", "days"]].median()
    figure = Figure(figsize=(5.2, 3.6), layout="constrained")
    axes = figure.subplots()
    styles = (("reference", "s", ":"), ("compiled", "o", "-"), ("floor", "^", "--"))
    for name, marker, line in styles:
        a_run = grown[name] / grown["days"] * DAYS
        axes.plot(grown.index, a_run, marker=marker, linestyle=line, color="black", markerfacecolor="white", label=name)
    axes.set(xscale="log", yscale="log", xlabel="posts", ylabel=f"seconds a run of {DAYS} days")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    mpl.rcParams["svg.hashsalt"] = "reportsto"
    figure.savefig(path, metadata={"Date": None})


def machine() -> dict[str, object]:
    """Return what the figures depend on besides the code."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    return {
        "processor": next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), ""),
        "processors": os.cpu_count(),
        "vector extensions": sorted(
            {flag for line in lines if line.startswith("flags") for flag in line.split() if flag.startswith("avx")}
        ),
        "load before": os.getloadavg()[0],
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{name: version(name) for name in ("mesa", "numba", "llvmlite", "numpy", "reportsto")},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every benchmark and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("results/benchmarks"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most-posts", type=int, default=100_000)
    parser.add_argument("--only", choices=tuple(TABLES), help="One table, not all.")
    asked = parser.parse_args(arguments)
    about = machine()
    asked.out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    for name, work in TABLES.items():
        if asked.only not in (None, name):
            continue
        table = work(asked.rounds, asked.most_posts)
        table.to_csv(asked.out / f"{name}.csv", index=False, float_format="%.6g")
        if name == "growth":
            draw(table, asked.out / "time_per_run.svg")
        if name == "engines":
            medians = table.groupby(["firm", "days"]).median(numeric_only=True).drop(columns="round")
            print(medians.to_string(float_format="%.4g"))
        print(f"{name}: written after {time.monotonic() - started:.0f} s", flush=True)
    about["load after"] = os.getloadavg()[0]
    about["seconds"] = round(time.monotonic() - started)
    (asked.out / f"machine{f'_{asked.only}' if asked.only else ''}.json").write_text(json.dumps(about, indent=2) + "\n")


TABLES: dict[str, Callable[[int, int], pd.DataFrame]] = {
    "engines": lambda rounds, posts: engines(rounds),
    "growth": growth,
    "threads": lambda rounds, posts: threads(rounds),
    "studies": lambda rounds, posts: studies(rounds),
    "small": lambda rounds, posts: small_runs(rounds),
    "memory": lambda rounds, posts: memory(),
}
"""The tables in their order, by name: each from the rounds and the most posts."""


if __name__ == "__main__":
    main()
