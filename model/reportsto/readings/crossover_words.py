"""What a finding says about crossover lines: a sentence each at the usual level of the held parameter, then tables."""

from typing import Any

import numpy as np
import pandas as pd

from reportsto.drawing.words import measure_words
from reportsto.readings.answer import number
from reportsto.readings.crossovers import PLACE, at_default
from reportsto.readings.markdown import markdown
from reportsto.studies.study import Study


def crossover_lines(study: Study, table: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """Return the section of the finding: sentences on the first map, at the usual level of the held axis; tables."""
    if found.empty:
        return []
    sentences = [
        f"- {_sentence(row, table)}"
        for _, group in found.groupby(["map", "measure", *PLACE, "a", "b"], sort=False)
        for _, row in at_default(group).iterrows()
        if row["crossing"] and row["map"] == study.maps[0].id
    ]
    parts = [
        "## Crossover lines",
        "Where two structures change places, in the mean over whatever else was varied, with 95 % intervals over "
        "replicates. Between two levels that were run the line is straight, so it is as good as the grid: an interval "
        "holds noise, not what lies between two levels. *Located*: the whole interval is narrower than +- the smallest "
        "shift that matters (set, not measured). A pair that is not in a table changes places nowhere on that map. "
        "A star: on one side at least the difference stays below the smallest effect. All are in `crossovers.csv`.",
        "\n".join(sentences)
        or "No two structures change places at the level of the held parameter nearest its default.",
    ]
    for (_, measure), rows in found.groupby(["map", "measure"], sort=False):
        first = rows.iloc[0]
        if rows["crossing"].any():
            parts.append(f"**`{measure}`: {first['along']} at which they change places, by {first['held']} (columns)**")
            parts.append(_table(rows))
        else:
            parts.append(f"On `{measure}` nobody changes places over {first['along']} and {first['held']}.")
    return parts


def _sentence(row: "pd.Series[Any]", table: pd.DataFrame) -> str:
    """Return one crossing in words: in once, failures: marketing overtakes separate at ..."""
    below = row["b"] if row["better_above"] == row["a"] else row["a"]
    at = f"{row['along']} {_value(row)}{_reports(row, table)}"
    doubt = "" if not row["share"] < 0.95 else f", in {row['share']:.0%} of resamples"
    located = {"yes": ", located", "no": ", not located", "": ""}[str(row["located"])]
    small = "" if row["matters"] == "yes" else "; on one side at least the difference stays below the smallest effect"
    return (
        f"in {_place(row)}, {measure_words(str(row['measure']))}: {row['better_above'].replace('_', ' ')} overtakes "
        f"{below.replace('_', ' ')} at {at} when {row['held']} is {number(float(row['at']))} "
        f"(between {number(row['grid_low'])} and {number(row['grid_high'])}{doubt}{located}{small})."
    )


def _reports(row: "pd.Series[Any]", table: pd.DataFrame) -> str:
    """Return, for heads, how many people then report to the chief executive where b is the structure."""
    if row["along"] != "chart.heads" or "ceo_direct_reports" not in table.columns:
        return ""
    rows = table[(table["structure"] == row["b"]) & (table["firm"] == row["firm"])]
    more = (rows["ceo_direct_reports"] - rows["chart.heads"]).dropna()
    if more.empty or more.nunique() > 1:
        return ""
    shifted = row.copy()
    for name in ("value", "low", "high"):
        shifted[name] = row[name] + more.iloc[0]
    return f", which is {_value(shifted)} direct reports in {row['b']},"


def _table(rows: pd.DataFrame) -> str:
    levels = sorted(rows["at"].unique())
    lines = []
    for (firm, world, variant, a, b), group in rows.groupby([*PLACE, "a", "b"], sort=False):
        if not group["crossing"].any():
            continue
        cells = ["; ".join(_cell(row) for _, row in group[group["at"] == level].iterrows()) for level in levels]
        place = ", ".join(text for text in (str(firm), str(variant)) if text)
        lines.append([place, str(world), f"{a} and {b}", *cells])
    return markdown(["firm", "world", "structures", *(number(float(level)) for level in levels)], lines)


def _cell(row: "pd.Series[Any]") -> str:
    if not row["crossing"]:
        return f"{row['better_above']} throughout" if row["better_above"] else "equal throughout"
    return f"{row['better_above']} above {_value(row)}{'' if row['matters'] == 'yes' else ' *'}"


def _value(row: "pd.Series[Any]") -> str:
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    if np.isnan(low) or np.isnan(high):
        return number(value)
    ends = ["beyond the grid" if np.isinf(end) else number(end) for end in (low, high)]
    return f"{number(value)} [{ends[0]}, {ends[1]}]"


def _place(row: "pd.Series[Any]") -> str:
    return ", ".join(text for text in (str(row["world"]), str(row["variant"])) if text)
