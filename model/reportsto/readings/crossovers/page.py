"""What a page says of crossings: a sentence each at the usual level of the held parameter, then tables."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from reportsto.drawing.words import parameter_words, sentence
from reportsto.readings.crossovers.planes import PLACE, at_default
from reportsto.readings.page import Block, Section, Table, table
from reportsto.readings.runs import Runs
from reportsto.readings.words import measure, number, place, structure

ABOUT = (
    "Where two structures change places, in the mean over whatever else was varied. Between two levels that were run "
    "the line is straight: it is as good as the grid.",
    "*Located*: the whole interval is narrower than the smallest shift that matters, which is set and not measured. "
    "A star: on one side at least, the difference stays below the smallest effect. All are in `crossovers.csv`.",
)


def section(runs: Runs, found: pd.DataFrame) -> list[Section]:
    """Return the section; none where nothing was looked for."""
    if found.empty:
        return []
    said = [_row(row, runs.table) for row in _usual(runs, found)]
    none = "No two structures change places at the level of the held parameter nearest its default."
    header = ["world", "measure", "who overtakes whom", "where", "held", "how surely"]
    parts: list[Block] = [*ABOUT, table(header, said) if said else none]
    for (_, name), rows in found.groupby(["map", "measure"], sort=False):
        first = rows.iloc[0]
        axes = f"“{parameter_words(first['along'])}” where they change places, by “{parameter_words(first['held'])}”"
        if rows["crossing"].any():
            parts.append(_table(rows, f"{measure(str(name))}: {axes} (columns)"))
        else:
            parts.append(f"On {measure(str(name))} nobody changes places.")
    return [Section("Where structures change places", tuple(parts))]


def turns(runs: Runs, found: pd.DataFrame) -> Iterator[str]:
    """Yield the crossings on the first measure that matter, at the usual level of the held parameter."""
    told = set()
    for row in _usual(runs, found):
        key = (row["world"], row["a"], row["better_above"])
        if row["matters"] == "yes" and row["measure"] == found["measure"].iloc[0] and key not in told:
            told.add(key)
            at = f"“{parameter_words(row['along'])}” is above {_value(row)}"
            better = sentence(structure(row["better_above"]))
            held = f"if “{parameter_words(row['held'])}” is {number(float(row['at']))}"
            where = place(f"world {row['world']}", _variant(runs, str(row["variant"])), _averaged(runs))
            yield f"{better} overtakes {_other(row)} where {at}, {held} ({where})."


def _variant(runs: Runs, name: str) -> str:
    return f"where {runs.study.variant(name).title}" if name else ""


def _averaged(runs: Runs) -> str:
    """Return over what the first map is a mean: what is varied and neither an axis nor held at a value."""
    first = runs.study.maps[0]
    known = {first.x, first.y, *(name for name, _ in first.at)}
    over = [f"“{parameter_words(axis.name)}”" for axis in runs.study.uncertainties if axis.name not in known]
    return f"averaged over {' and '.join(over)}" if over else ""


def _usual(runs: Runs, found: pd.DataFrame) -> "Iterator[pd.Series[Any]]":
    """Yield the crossings of the first map at the level of the held parameter nearest its default."""
    for _, group in found.groupby(["map", "measure", *PLACE, "a", "b"], sort=False):
        for _, row in at_default(group).iterrows():
            if row["crossing"] and row["map"] == runs.study.maps[0].id:
                yield row


def _other(row: "pd.Series[Any]") -> str:
    return structure(str(row["b"] if row["better_above"] == row["a"] else row["a"]))


def _row(row: "pd.Series[Any]", runs: pd.DataFrame) -> list[str]:
    """Return one crossing: world, measure, who overtakes whom, where, what is held, how surely."""
    doubts = [
        f"between the levels {number(row['grid_low'])} and {number(row['grid_high'])}",
        f"in {row['share']:.0%} of resamples" if row["share"] < 0.95 else "",
        {"yes": "located", "no": "not located", "": ""}[str(row["located"])],
        "" if row["matters"] == "yes" else "on one side the difference stays below the smallest effect",
    ]
    return [
        place(row["world"], row["variant"]),
        measure(str(row["measure"])),
        f"{structure(row['better_above'])} overtakes {_other(row)}",
        f"“{parameter_words(row['along'])}” {_value(row)}{_reports(row, runs)}",
        f"“{parameter_words(row['held'])}” {number(float(row['at']))}",
        place(*doubts),
    ]


def _reports(row: "pd.Series[Any]", runs: pd.DataFrame) -> str:
    """Return, for heads, how many people then report to the chief executive where b is the structure."""
    if row["along"] != "chart.heads" or "ceo_direct_reports" not in runs.columns:
        return ""
    rows = runs[(runs["structure"] == row["b"]) & (runs["firm"] == row["firm"])]
    more = (rows["ceo_direct_reports"] - rows["chart.heads"]).dropna()
    if more.empty or more.nunique() > 1:
        return ""
    shifted = row.copy()
    for name in ("value", "low", "high"):
        shifted[name] = row[name] + more.iloc[0]
    return f", which is {_value(shifted)} direct reports where it is {structure(row['b'])}"


def _table(rows: pd.DataFrame, title: str) -> Table:
    levels = sorted(rows["at"].unique())
    lines = []
    for (firm, world, variant, a, b), group in rows.groupby([*PLACE, "a", "b"], sort=False):
        if group["crossing"].any():
            cells = ["; ".join(_cell(row) for _, row in group[group["at"] == level].iterrows()) for level in levels]
            lines.append([place(firm, variant), str(world), f"{structure(str(a))} and {structure(str(b))}", *cells])
    return table(["firm", "world", "structures", *(number(float(level)) for level in levels)], lines, title)


def _cell(row: "pd.Series[Any]") -> str:
    better = structure(str(row["better_above"]))
    if not row["crossing"]:
        return f"{better} throughout" if better else "equal throughout"
    return f"{better} above {_value(row)}{'' if row['matters'] == 'yes' else ' *'}"


def _value(row: "pd.Series[Any]") -> str:
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    if np.isnan(low) or np.isnan(high):
        return number(value)
    ends = ["beyond the grid" if np.isinf(end) else number(end) for end in (low, high)]
    return f"{number(value)} [{ends[0]}, {ends[1]}]"
