"""What a difference depends on: Sobol' indices and Morris effects of every parameter."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.drawing import Figure
from reportsto.drawing.words import parameter_words
from reportsto.readings.page import Section, Table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import KNOWN, Runs, cell, like_first
from reportsto.readings.sensitivity.figures import draw_morris_scatter, draw_sensitivity_bars
from reportsto.readings.words import interval, measure, pair, place
from reportsto.statistics.sensitivity import Box, morris_effects, sobol_indices

MOST = 8
NAMED = 3
WIDEST = {"total": 1.0}
"""A total index is a share: an interval as wide as all shares there are says nothing."""
Indices = Callable[[Box, pd.DataFrame, Floats], pd.DataFrame]
"""From the unit box, where each point lies in it and the mean difference there to a row for each parameter."""


def _tables(estimate: Indices, runs: Runs) -> Tables:
    """Return a row for each difference and parameter, or a `reason` where a point has no result."""
    rows: list[dict[str, object]] = []
    for one in runs.contrasts():
        found = _estimated(runs, runs.points(*cell(one.place, one.a)), runs.difference(one), estimate)
        rows += [{**one.known, **row} for row in found]
    return {"sensitivity": pd.DataFrame(rows)}


def _estimated(runs: Runs, points: pd.DataFrame, found: Floats, estimate: Indices) -> list[dict[str, object]]:
    means = np.asarray(found.mean(axis=1), dtype=np.float64)
    if not np.isfinite(means).all():
        at = int(np.flatnonzero(~np.isfinite(means))[0])
        return [{"parameter": "", "reason": f"point {at} has no result: indices need every point"}]
    axes = runs.study.uncertainties
    shares = pd.DataFrame({axis.name: [axis.share(value) for value in points[axis.name]] for axis in axes})
    rows = estimate(Box({axis.name: (0.0, 1.0) for axis in axes}), shares, means).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _answer(column: str, runs: Runs, tables: Tables) -> Answer:
    """Return what the first difference depends on most; nothing where the points are too few to say."""
    found = tables["sensitivity"]
    if found.empty:
        return Answer()
    first, ranked = found.iloc[0], _ranked(like_first(found, KNOWN), column)
    if ranked.empty or _too_wide(ranked, column):
        return Answer()
    told = ", ".join(f"“{parameter_words(str(one))}”" for one in ranked["parameter"].head(NAMED))
    either = pair(first["a"], first["b"], "or")
    return Answer(
        sentence=f"Whether {either} has fewer or more {measure(str(first['measure']))} depends most on {told}."
    )


def _sections(column: str, words: str, runs: Runs, tables: Tables) -> list[Section]:
    """Return the largest indices of each difference of a primary measure, or why there are none."""
    parts: list[str | Table] = [
        f"{words} of the mean difference, largest first, with 95 % intervals; all are in `sensitivity.csv`."
    ]
    for name in runs.study.outcomes.primary:
        rows = [_row(here, column) for _, here in _differences(tables, name)]
        parts.append(Table(["firm and world", "a less b", "depends most on"], rows, measure(name), "sensitivity.csv"))
    return [Section("What drives the differences", tuple(parts))]


def _figures(column: str, draw: Callable[..., Figure], runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield a figure of each difference of a primary measure that has indices."""
    kind = {"total": "sensitivity", "mu_star": "morris"}[column]
    for name in runs.study.outcomes.primary:
        for (_, world, _, _, a, b), rows in _differences(tables, name):
            if column in rows and rows[column].notna().any():
                words = f"{measure(name)}: {pair(a, b)}, world {world}"
                yield Drawing(
                    f"{kind}_{name}_{a}_{world}",
                    partial(draw, rows, outcome=words),
                    f"The parameters at the top, or to the right, are those to measure first: {words}.",
                )


def _differences(tables: Tables, name: str) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    found = tables["sensitivity"]
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
    if column not in here:
        return here.head(0)
    return here.dropna(subset=[column]).sort_values(column, ascending=False, kind="stable")


def _too_wide(ranked: pd.DataFrame, column: str) -> bool:
    first = ranked.head(NAMED)
    width = first[f"{column}_high"] - first[f"{column}_low"]
    return column in WIDEST and not bool(width.max() < WIDEST[column])


def _reading(estimate: Indices, column: str, words: str, draw: Callable[..., Figure]) -> Reading:
    """Return one way of asking which parameters matter: the index that ranks them, its name and its figure."""
    return Reading(
        tables=partial(_tables, estimate),
        answer=partial(_answer, column),
        sections=partial(_sections, column, words),
        figures=partial(_figures, column, draw),
    )


SOBOL = _reading(lambda box, _, means: sobol_indices(box, means), "total", "Total Sobol' index", draw_sensitivity_bars)
MORRIS = _reading(morris_effects, "mu_star", "Mean size of the elementary effect", draw_morris_scatter)
