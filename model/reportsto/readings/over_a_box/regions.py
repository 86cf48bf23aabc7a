"""Where in a box which structure is better: rules in words, counted on points they were not made from."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reportsto.drawing.words import sentence
from reportsto.readings.over_a_box.shares import compared, usable
from reportsto.readings.page import Section, table
from reportsto.readings.runs import KNOWN, Bools, Place, Runs
from reportsto.readings.words import measure, parameters, place, structure
from reportsto.statistics.discovery import COLUMNS, FEWEST_POINTS, discover
from reportsto.statistics.verdict import Verdict
from reportsto.studies.study import Cell

MOST_RULES = 12
LEAST_COVERAGE = 0.5
"""Share of the points a rule has to cover to be told at the top of a page (assumed)."""
SMALLER_PART = 0.5


def regions(runs: Runs) -> pd.DataFrame:
    """Return the rules of each difference: where b is better than a, and where a is better than b."""
    rows = []
    for where, a, b, name, found, _, _ in compared(runs):
        points = runs.points(Cell(a, where[0], where[2]), where[1])
        kept, _ = usable(runs.difference(a, b, where, name), points)
        known = dict(zip(KNOWN, (*where, name, a, b), strict=True))
        for word, winner in ((Verdict.OPPOSITE, b), (Verdict.AS_PREDICTED, a)):
            told = rules(found == word, points.iloc[np.flatnonzero(kept)], winner)
            rows += [{**known, "winner": winner, **row} for row in told]
    return pd.DataFrame(rows, columns=[*KNOWN, "winner", *COLUMNS])


def rules(won: Bools, points: pd.DataFrame, winner: str) -> list[dict[str, object]]:
    """Return rules for the points that are `won`; none from a few points, or from points on lines alone."""
    numeric = points.select_dtypes("number")
    if len(points) < FEWEST_POINTS or numeric.empty or _on_lines(numeric):
        return []
    table = discover(numeric.reset_index(drop=True), np.asarray(won, dtype=np.bool_), winner=winner).table
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _on_lines(points: pd.DataFrame) -> bool:
    """Tell whether points lie on lines through one of them, so that no two share a region."""
    most = [points[name].value_counts(normalize=True).iloc[0] for name in points]
    return len(most) > 2 and min(most) > 0.5


def section(found: pd.DataFrame) -> Section:
    """Return the rules that cover most of what they are about."""
    title = "Where it turns round"
    if found.empty:
        return Section(title, ("No rule in words beats the base rate on points it was not made from.",))
    rows = [
        [
            place(row["firm"], row["variant"], row["world"]), measure(row["measure"]), parameters(row["rule"]),
            f"{row['coverage']:.0%}", f"{row['density']:.0%} ({row['low']:.0%} to {row['high']:.0%})",
        ]
        for _, row in _best(found).head(MOST_RULES).iterrows()
    ]  # fmt: skip
    return Section(
        title,
        (
            table(["firm and world", "measure", "rule", "coverage", "density"], rows),
            "Coverage: share of all such points that the rule holds. Density: share of the rule's points that are so. "
            "Both are counted on points the rule was not made from. All rules are in `flips.csv`.",
        ),
    )


def turns(runs: Runs, found: pd.DataFrame) -> Iterator[str]:
    """Yield where in the smaller part of the box the structure with the best mean is beaten on the first measure."""
    first = found["measure"] == runs.study.outcomes.primary[0]
    here = found[first & (found["coverage"] >= LEAST_COVERAGE) & (found["base_rate"] < SMALLER_PART)]
    for _, row in _best(here).iterrows():
        loser = str(row["a"] if row["winner"] == row["b"] else row["b"])
        if loser == _leading(runs, (row["firm"], row["world"], row["variant"]), str(row["measure"])):
            rule = parameters(row["rule"]).replace(" wins when ", f" is better than {structure(loser)} where ")
            yield f"{sentence(rule)} (world {row['world']})."


def _leading(runs: Runs, where: Place, name: str) -> str:
    """Return the structure with the best mean over all points."""
    firm, of_world, variant = where
    means = {one: runs.usual(Cell(one, firm, variant), of_world, name) for one in runs.structures[where]}
    return max(means, key=lambda one: means[one] * runs.better(name))


def _best(found: pd.DataFrame) -> pd.DataFrame:
    return found.sort_values("coverage", ascending=False, kind="stable")
