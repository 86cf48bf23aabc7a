"""Write the table of README.md from the results of E0: `python docs/write_front_page.py`.

The best places are the reporting lines that none other beats by more than the smallest effect, so a tie is called one.
"""

from pathlib import Path

import pandas as pd

from reportsto.statistics.verdict import Verdict, unbeaten, verdict
from reportsto.worlds import CONTAGION, CONTRACT, NEUTRAL, ONCE, NamedSettings

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "e0_placement"
PAGE = ROOT / "README.md"
BEGIN, END = "<!-- answer: docs/write_front_page.py -->", "<!-- /answer -->"
FIRM, MEASURE, SMALLEST = "product_shop", "failures_per_1000", 2.0
WITHOUT_LINES = "customer_map"
DIFFERENCE = "separate - inside_operations"


def table() -> str:
    """Return the table: a row a world, its best places, and how far separate and operations are apart."""
    runs = pd.read_parquet(RESULTS / "runs.parquet")
    runs = runs[(runs["firm"] == FIRM) & (runs["variant"] == "") & (runs["structure"] != WITHOUT_LINES)]
    lines = [
        "| If this is true in your firm | Best place | Failures per 1,000 orders, separate less operations"
        " | Does it matter? |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_row(world, runs[runs["world"] == world.id]) for world in (NEUTRAL, CONTAGION, ONCE, CONTRACT)]
    return "\n".join(lines)


def _row(world: NamedSettings, runs: pd.DataFrame) -> str:
    failures = claim(world.id, "F3", MEASURE)
    apart = f"{failures['number']:+.1f} [{failures['low']:.1f}, {failures['high']:.1f}]"
    matters = _matters(failures)
    if matters == "yes" and _matters(claim(world.id, "H5", "customers_end")) == "no":
        matters += "; for customers kept it does not"
    return f"| {world.sentence} (*{world.id}*) | {_places(best(runs))} | {apart} | {matters} |"


def _matters(row: pd.Series) -> str:
    said = verdict(row["low"], row["high"], row["smallest_effect"])
    return {Verdict.NO_DIFFERENCE: "no", Verdict.NOT_DECIDED: "not decided"}.get(said, "yes")


def claim(world: str, name: str, measure: str) -> pd.Series:
    """Return the published row of one claim in one world."""
    claims = pd.read_csv(RESULTS / "claims.csv")
    found = claims[
        (claims["claim"] == name) & (claims["measure"] == measure) & (claims["world"] == world)
        & (claims["firm"] == FIRM) & claims["contrast"].isin([DIFFERENCE, "inside_operations - separate"])
    ]  # fmt: skip
    return found.iloc[0]


def best(runs: pd.DataFrame) -> list[str]:
    """Return the structures that none beats by more than the smallest effect, fewest failures first."""
    values = runs.pivot(index="replicate", columns="structure", values=MEASURE)
    return [values.columns[at] for at in unbeaten(values, SMALLEST, sign=-1.0)]


def _places(names: list[str]) -> str:
    in_order = sorted(names, key=lambda name: name != "separate")
    words = " or ".join(name.replace("_", " ") for name in in_order)
    return words if len(names) == 1 else f"{words} (a tie)"


def page() -> str:
    """Return the page with its table as the results say it today."""
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{table()}\n{text[end:]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
