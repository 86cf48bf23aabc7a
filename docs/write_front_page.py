"""Write the tables of README.md and docs/findings.md from the results of E0: `python docs/write_front_page.py`.

The best places are the reporting lines that none other beats by more than the smallest effect, so a tie is called one.
Every interval is 95 % for its own difference, over paired replicates, on both pages.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pandas as pd

from reportsto.statistics.intervals import mean_interval
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.statistics.verdict import Verdict, unbeaten, verdict
from reportsto.studies.specification import read_study
from reportsto.worlds import POINTS, WORLDS

ROOT = Path(__file__).parents[1]
STUDY = ROOT / "experiments" / "e0_placement.toml"
RESULTS = ROOT / "results" / "e0_placement"
README, FINDINGS = ROOT / "README.md", ROOT / "docs" / "findings.md"
FIRM, MEASURE, SMALLEST = "product_shop", "failures_per_1000", 2.0
WITHOUT_LINES = "customer_map"
SEPARATE, OPERATIONS = "separate", "inside_operations"
ESSAYS, HALFWAY, MIDDLE = (POINTS[name] for name in ("essays", "halfway", "middle"))
"""Points of what is assumed."""
OTHERS = frozenset(variant.id for variant in read_study(STUDY).variants if not variant.id.startswith("assume_"))
"""Variants that change more than what is assumed."""


def difference(a: str, b: str, world: str, measure: str, assume: float = MIDDLE) -> pd.Series:
    """Return a less b on a measure with its own 95 % interval, over the pairs of replicates."""
    runs = runs_of(world, assume)
    each = runs.pivot(index="replicate", columns="structure", values=measure)
    found = mean_interval((each[a] - each[b]).to_numpy())
    amount = SMALLEST_EFFECTS[measure].in_units(float(each[b].mean()))
    return pd.Series({"difference": found.estimate, "low": found.low, "high": found.high, "smallest_effect": amount})


def told(row: pd.Series, form: str) -> str:
    """Return number and interval, the number with its sign; what rounds to zero has none."""
    number, low, high = (_unsigned_zero(format(row[name], form)) for name in ("difference", "low", "high"))
    return f"{'' if number[0] == '-' or float(number.replace(',', '')) == 0 else '+'}{number} [{low}, {high}]"


def _unsigned_zero(text: str) -> str:
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def matters(row: pd.Series) -> str:
    """Return whether a difference is larger than the smallest effect: yes, no or not decided."""
    return _verdict(row).said(expected="yes", other="yes", tie="no")


def _verdict(row: pd.Series) -> Verdict:
    return verdict(row["low"], row["high"], row["smallest_effect"])


@cache
def _runs() -> pd.DataFrame:
    return pd.read_parquet(RESULTS / "runs.parquet")


def runs_of(world: str, assume: float = MIDDLE, without_lines: bool = False) -> pd.DataFrame:
    """Return the runs of the firm in a world at a point of what is assumed, without variants; maps where wanted."""
    runs = _runs()
    plain = (runs["firm"] == FIRM) & ~runs["variant"].isin(OTHERS) & (runs["assume"] == assume)
    kept = runs[plain & (runs["world"] == world)]
    return kept if without_lines else kept[kept["structure"] != WITHOUT_LINES]


def best(runs: pd.DataFrame) -> list[str]:
    """Return the structures that none beats by more than the smallest effect, fewest failures first."""
    values = runs.pivot(index="replicate", columns="structure", values=MEASURE)
    return [values.columns[at] for at in unbeaten(values, SMALLEST, sign=-1.0)]


def places(runs: pd.DataFrame) -> str:
    """Return the best places in words: several are a tie where every pair of them has no difference that matters."""
    names = sorted(best(runs), key=lambda name: name != SEPARATE)
    words = " or ".join(name.replace("_", " ") for name in names)
    if len(names) == 1:
        return words
    values = runs.pivot(index="replicate", columns="structure", values=MEASURE)
    pairs = [mean_interval(values[a] - values[b]) for a, b in combinations(names, 2)]
    tie = all(verdict(pair.low, pair.high, SMALLEST) is Verdict.NO_DIFFERENCE for pair in pairs)
    return f"{words} ({'a tie' if tie else 'not decided'})"


# ── The tables ───────────────────────────────────────────────────────────────────────────────────


def answer() -> Iterator[str]:
    """Yield the table of the front page: a row a world, its best places, and how far separate and operations differ."""
    yield (
        "| If this is true in your firm | Fewest failures, middle | Separate minus operations, middle | Does it matter?"
        " | Halfway | Essays |"
    )
    yield "| --- | --- | --- | --- | --- | --- |"
    for world in WORLDS.values():
        failures, halfway, essays = (
            difference(SEPARATE, OPERATIONS, world.id, MEASURE, at) for at in (MIDDLE, HALFWAY, ESSAYS)
        )
        said = matters(failures)
        said += _customers(failures, said, difference(SEPARATE, OPERATIONS, world.id, "customers_end"))
        cells = f"{told(failures, '.1f')} | {said} | {_marked(halfway)} | {_marked(essays)}"
        yield f"| {world.sentence} (*{world.id}*) | {places(runs_of(world.id))} | {cells} |"


def _marked(row: pd.Series) -> str:
    """Return a difference, marked where it does not matter or is not decided."""
    return told(row, ".1f") + _verdict(row).mark


def _customers(failures: pd.Series, said: str, kept: pd.Series) -> str:
    """Return what customers kept say where failures say another thing, or nothing."""
    matter, separate = matters(kept), kept["difference"] > 0
    agree = separate == (failures["difference"] < 0)
    if matter == "yes":
        return "" if agree and said == "yes" else f"; customers kept: {SEPARATE if separate else 'operations'}"
    if said != "yes":
        return ""
    words = "a tie" if matter == "no" else "not decided"
    return f"; customers kept: {words}" if agree else f"; customers kept point the other way ({matter})"


def assumed() -> Iterator[str]:
    """Yield the table of three points of what is assumed: failures, separate less operations, a row a world."""
    yield "| If this is true in your firm | middle | halfway | essays |"
    yield "| --- | --- | --- | --- |"
    for world in WORLDS.values():
        found = [difference(SEPARATE, OPERATIONS, world.id, MEASURE, at) for at in (MIDDLE, HALFWAY, ESSAYS)]
        cells = " | ".join(f"{told(row, '.1f')} ({matters(row)})" for row in found)
        yield f"| {world.sentence} (*{world.id}*) | {cells} |"


PARTS = {README: {"answer": answer}, FINDINGS: {"assumed": assumed}}
"""By page, its tables by the name between its marks."""


def page(path: Path) -> str:
    """Return a page with its tables as the results say them today."""
    text = path.read_text(encoding="utf-8")
    for name, lines in PARTS[path].items():
        begin, end = f"<!-- {name}: docs/write_front_page.py -->", f"<!-- /{name} -->"
        start, stop = text.index(begin) + len(begin), text.index(end)
        table = "\n".join(lines())
        text = f"{text[:start]}\n{table}\n{text[stop:]}"
    return text


if __name__ == "__main__":
    for one in PARTS:
        one.write_text(page(one), encoding="utf-8")
