"""Write docs/reference/what_survives.md from results/size and match: `python docs/write_survivors.py`.

Which order of two structures holds in every world, at every point of what is assumed, under every rule and route, and
at every size that was run; which turns, and where; and what no known figure decides.
"""

from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path

import pandas as pd
from write_size import CELL, CUSTOMERS, FAILURES, HOURS, OPEN, POINT, TIE, differences, name, runs_of, smallest

from reportsto.drawing.style import in_world_order
from reportsto.drawing.words import sentence
from reportsto.readings.words import listed
from reportsto.schedule import burn_in
from reportsto.studies.specification import read_study

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "what_survives.md"
MATCH = ROOT / "results" / "match"
PLACES = ("inside_operations", "separate", "inside_marketing", "customer_map")
SAYS = {FAILURES: "fewer failures", CUSTOMERS: "more customers", HOURS: "fewer paid hours"}
MOST = 3
"""Levels of a lever that are named where an order turns."""
HEAD = """\
# What survives, and what does not

<!-- written by docs/write_survivors.py from results/size (size.toml) and results/match (match.toml) -->

{answer}

The product shop in {cells} cells: {sizes} people, {worlds} worlds,
{points} points of [what is assumed](worlds.md#what-is-assumed), {rations} rationing rules, {routes} routes.
Days {first:,} to {last:,}, {n} paired replicates a cell. An order holds in a cell where the whole 95 % interval lies
beyond what matters: {failures:g} failures per 1,000 orders, {customers:g} % of customers or {hours:g} % of hours.
*Tie*: it lies within. *Open*: not decided. Cells were chosen; they are counted, and a count is no probability.

"""


def orders(runs: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each measure, pair of structures and cell: who is `ahead`, first, second, tie or not decided."""
    found = []
    for measure, pair in product(SAYS, combinations(PLACES, 2)):
        cells = differences(runs, measure, CELL, pair)
        found.append(cells.assign(measure=measure, first=pair[0], second=pair[1]))
    return pd.concat(found, ignore_index=True)


def counted(found: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each measure and pair, the structure that leads more often first, with counts of cells."""
    rows = []
    for (measure, one, other), cells in found.groupby(["measure", "first", "second"], sort=False):
        ahead = cells["ahead"].value_counts()
        leads, trails = sorted((one, other), key=lambda who: -ahead.get(who, 0))
        turned = cells[cells["ahead"] == trails]
        counts = [int(ahead.get(who, 0)) for who in (leads, trails, TIE, OPEN)]
        rows.append((measure, leads, trails, *counts, len(cells), where(turned, cells)))
    names = ["measure", "leads", "trails", "holds", "opposite", "tie", "open", "cells", "where"]
    return pd.DataFrame(rows, columns=names)


def where(turned: pd.DataFrame, cells: pd.DataFrame) -> str:
    """Return which levels all the turned cells share, a lever at a time; nothing where they share none."""
    said = []
    for lever in CELL:
        here = in_order(turned[lever].unique(), lever)
        if len(turned) and len(here) < cells[lever].nunique() and len(here) <= MOST:
            said.append(f"{LEVERS[lever]} {' or '.join(word(one, lever) for one in here)}")
    return "; ".join(said)


LEVERS = {"world": "world", "assume": "assumed:", "ration": "rule", "route": "route", "people": "people:"}


def in_order(levels: Sequence[object], lever: str) -> list[object]:
    """Return levels in the order in which a reader expects them."""
    if lever == "world":
        return list(in_world_order(levels))
    return sorted(levels, reverse=lever == "assume")


def word(level: object, lever: str) -> str:
    """Return a level in words."""
    if lever == "assume":
        return POINT[float(str(level))]
    return f"{level:,}" if lever == "people" else str(level).replace("_", " ")


def claim(row: "pd.Series") -> str:
    """Return an order in words: who has fewer failures than whom."""
    return f"{sentence(name(row['leads']))}: {SAYS[row['measure']]} than {name(row['trails'])}"


def page(runs: pd.DataFrame) -> str:
    """Return the page."""
    study, found = read_study(ROOT / "experiments" / "size.toml"), counted(orders(runs))
    kept = found[found["holds"] == found["cells"]]
    never = found[(found["opposite"] == 0) & (found["holds"] > 0) & (found["holds"] < found["cells"])]
    turned = found[found["opposite"] > 0]
    none = found[(found["opposite"] == 0) & (found["holds"] == 0)]
    cells = int(found["cells"].iloc[0])
    about = [SAYS[measure] for measure in SAYS if measure not in set(kept["measure"])]
    first = found[found["measure"] == FAILURES].sort_values(["opposite"], ascending=False)
    pair = first[first[["leads", "trails"]].isin(PLACES[:2]).all(axis=1)].iloc[0]
    answer = (
        f"**{len(kept)} of {len(found)} orders of two places hold in all {cells} cells"
        f"{'; none of them is about ' + ' or '.join(about) if len(kept) and about else ''}.** "
        f"{len(never)} hold in some cells and turn in none; {len(turned)} turn.\n\n"
        f"{sentence(name(pair['leads']))} has fewer failures than {name(pair['trails'])} in {pair['holds']} cells, and "
        f"more in {pair['opposite']}. The others are a tie ({pair['tie']}) or open ({pair['open']})."
    )
    head = HEAD.format(
        answer=answer, cells=cells, first=burn_in(study.days) + 1, last=study.days, n=runs["replicate"].nunique(),
        sizes=listed(f"{size:,}" for size in sorted(runs["people"].unique())),
        worlds=runs["world"].nunique(), points=runs["assume"].nunique(), rations=runs["ration"].nunique(),
        routes=runs["route"].nunique(), failures=smallest(FAILURES), customers=smallest(CUSTOMERS),
        hours=smallest(HOURS),
    )  # fmt: skip
    parts = [
        section("Holds in every cell", kept),
        section("Turns in none, but is a tie or open in some", never),
        section("Turns", turned),
        section("Leads nowhere", none),
        undecided(pd.read_csv(MATCH / "survivors.csv"), pd.read_csv(MATCH / "patterns.csv")),
    ]
    return head + "\n".join(filter(None, parts))


def section(title: str, rows: pd.DataFrame) -> str:
    """Return a part of the page with its table; nothing without rows."""
    if rows.empty:
        return ""
    turning = bool((rows["opposite"] > 0).any())
    head = ["order", "holds", *["opposite"] * turning, "tie", "open", *["all opposite cells have"] * turning]
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "| " + " | ".join(["---"] * len(head)) + " |"]
    for _, row in rows.sort_values("holds", ascending=False, kind="stable").iterrows():
        cells = [claim(row), row["holds"], *[row["opposite"]] * turning, row["tie"], row["open"]]
        cells += [row["where"] or "no level in common"] * turning
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*lines, ""])


def undecided(survivors: pd.DataFrame, patterns: pd.DataFrame) -> str:
    """Return what the published figures leave open: who leads where, before and after points are matched to them."""
    found = survivors[(survivors["measure"] == FAILURES) & (survivors["points"] == "all")]
    judging = patterns[patterns["decides"]]
    turning = judging[judging["leader"] != judging["leader_without"]]
    cut = turning["pattern"].nunique() or "none"
    lines = [
        "## What no known figure decides",
        "",
        "Points were drawn from the priors of all numbers and matched to published figures",
        "([match](../../results/match/finding.md)), with 56 people and the default rule and route.",
        f"{judging['pattern'].nunique()} figures judge. Left out one by one, {cut} of them changes which place leads.",
        "Whether a firm is among the points where another place does as well, they do not decide.",
        f"A lead is by more than {smallest(FAILURES):g} failures.",
        "",
        "| world | leads most often | of all points | of points that meet the figures | points that meet them |",
        "| --- | --- | --- | --- | --- |",
    ]
    for world in in_world_order(set(found["world"]) - {"all"}):
        here = found[found["world"] == world]
        kept = here[here["among"] == "survivors"].sort_values("better", ascending=False).iloc[0]
        prior = here[(here["among"] == "prior") & (here["structure"] == kept["structure"])].iloc[0]
        cells = (
            name(kept["structure"]),
            *(f"{100 * one:.0f} %" for one in (prior["better"], kept["better"], kept["share"])),
        )
        lines.append(f"| {world} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(runs_of("size")), encoding="utf-8")
