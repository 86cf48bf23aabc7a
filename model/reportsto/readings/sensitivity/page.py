"""What a page says of sensitivity indices."""

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from reportsto.drawing import Figure
from reportsto.drawing.words import parameter_words
from reportsto.readings.page import Section, Table, table
from reportsto.readings.reading import Drawing
from reportsto.readings.runs import KNOWN, Runs, like_first
from reportsto.readings.words import interval, measure, pair, place

MOST = 8
NAMED = 3
WIDEST = {"total": 1.0}
"""A total index is a share: an interval as wide as all shares there are says nothing."""


def section(runs: Runs, found: pd.DataFrame, column: str, words: str) -> Section:
    """Return the largest indices of each difference of a primary measure, or why there are none."""
    parts: list[str | Table] = [
        f"{words} of the mean difference, largest first, with 95 % intervals; all are in `sensitivity.csv`."
    ]
    for name in runs.study.outcomes.primary:
        rows = [_row(here, column) for _, here in _differences(found, name)]
        parts.append(table(["firm and world", "a less b", "depends most on"], rows, measure(name)))
    return Section("What drives the differences", tuple(parts))


def depends_on(found: pd.DataFrame, column: str) -> str:
    """Return in a sentence what the first difference depends on most; nothing where the points are too few to say."""
    if found.empty:
        return ""
    first, ranked = found.iloc[0], _ranked(like_first(found, KNOWN), column)
    if ranked.empty or _too_wide(ranked, column):
        return ""
    told = ", ".join(f"“{parameter_words(str(one))}”" for one in ranked["parameter"].head(NAMED))
    either = pair(first["a"], first["b"], "or")
    return f"Whether {either} has fewer or more {measure(str(first['measure']))} depends most on {told}."


def drawings(runs: Runs, found: pd.DataFrame, column: str, draw: Callable[..., Figure]) -> Iterator[Drawing]:
    """Yield a figure of each difference of a primary measure that has indices."""
    for name in runs.study.outcomes.primary:
        for (_, world, _, _, a, b), rows in _differences(found, name):
            if rows[column].notna().any():
                words = f"{measure(name)}: {pair(a, b)}, world {world}"
                kind = {"total": "sensitivity", "mu_star": "morris"}[column]
                yield Drawing(
                    f"{kind}_{name}_{a}_{world}",
                    partial(draw, rows, outcome=words),
                    f"The parameters at the top, or to the right, are those to measure first: {words}.",
                )


def _differences(found: pd.DataFrame, name: str) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    for key, rows in found[found["measure"] == name].groupby(list(KNOWN), sort=False):
        yield tuple(map(str, key)), rows


def _row(here: pd.DataFrame, column: str) -> list[str]:
    first, ranked = here.iloc[0], _ranked(here, column)
    told = "; ".join(
        f"{parameter_words(str(row['parameter']))} {interval(row[column], row[f'{column}_low'], row[f'{column}_high'])}"
        for _, row in ranked.head(MOST).iterrows()
    )
    reason = "; ".join(dict.fromkeys(str(text) for text in here.get("reason", ()) if str(text) not in ("", "nan")))
    if len(ranked) and _too_wide(ranked, column):
        told = f"too few points to say (intervals over {WIDEST[column]:g} wide): {told}"
    return [place(first["firm"], first["world"], first["variant"]), pair(first["a"], first["b"]), told or reason]


def _ranked(here: pd.DataFrame, column: str) -> pd.DataFrame:
    return here.dropna(subset=[column]).sort_values(column, ascending=False, kind="stable")


def _too_wide(ranked: pd.DataFrame, column: str) -> bool:
    first = ranked.head(NAMED)
    width = first[f"{column}_high"] - first[f"{column}_low"]
    return column in WIDEST and not bool(width.max() < WIDEST[column])
