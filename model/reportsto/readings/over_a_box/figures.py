"""The chief executive's load as more people report to the chief executive."""

from collections.abc import Iterator, Sequence
from functools import partial
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reportsto.drawing.factors import Factor, Ruler, factor_rows
from reportsto.drawing.panels import MissingInput, as_lines, heading, legend_below, spaced
from reportsto.drawing.style import INK, WIDE, Look, in_world_order, inches, look, structure_looks
from reportsto.readings.reading import Drawing
from reportsto.readings.runs import Runs
from reportsto.statistics.intervals import mean_interval

SPAN = "ceo_direct_reports"
DIRECT_REPORTS = Factor(SPAN, "People who report to the chief executive")
PARTS = {
    "ceo_utilisation": "Share of free hours used",
    "ceo_waiting": "Items waiting at the end of a day",
}
"""Column: what its axis says."""
LEAST = {"ceo_utilisation": 1.0, "ceo_waiting": 1e-9}
"""The least an axis reaches to."""


def drawings(runs: Runs) -> Iterator[Drawing]:
    """Yield the figure where runs differ in direct reports."""
    if not {SPAN, "ceo_utilisation"} <= set(runs.table.columns) or runs.base[SPAN].nunique() < 3:
        return
    yield Drawing(
        "ceo_load",
        partial(draw_ceo_load, runs.base),
        "The more people report to the chief executive, the fuller the day; queues grow before it is full.",
    )


@look()
def draw_ceo_load(table: pd.DataFrame, *, x: Factor = DIRECT_REPORTS, width: float = WIDE) -> Figure:
    """Draw how much of the chief executive's time is used, and what waits, by how many people report there.

    Left: hours on reports, exceptions and disputes, as a share of the hours that direct reports leave; at 1, the
    dashed line, the day is full. Right: reports, disputes and exceptions that wait at the end of a day. One line a
    structure: means over runs with 95 % t intervals. One row a world. A line begins and ends where the structure was
    run; it is broken where every run failed. Where more people report to the chief executive, queues grow long before
    the day is full; those who wait too long are lost.

    `table` holds the runs: `structure`, `ceo_utilisation` and, if they were kept, `ceo_waiting`, NaN for a failed run,
    the column of `x` (which may be another factor than the number of direct reports), and perhaps `world`. Without
    `ceo_waiting` the right half is left out. Raises MissingInput for a missing column, or where no run has the numbers.
    """
    parts = {column: words for column, words in PARTS.items() if column in table.columns or column == "ceo_utilisation"}
    rows = factor_rows(table, "ceo_load", ("structure", *parts), [x])
    if rows[list(parts)].isna().any(axis=1).all():
        raise MissingInput(f"figure 'ceo_load' needs at least one run with numbers in {', '.join(parts)}")
    rows = rows if "world" in rows.columns else rows.assign(world="")
    looks, worlds, ruler = structure_looks(rows["structure"]), in_world_order(rows["world"]), Ruler(x, rows[x.column])
    figure = Figure(figsize=(inches(width), inches(46.0 * len(worlds) + 26.0)), layout=spaced())
    grid = figure.subplots(len(worlds), len(parts), squeeze=False, sharex=True, sharey="col")
    for panels, world in zip(grid, worlds, strict=True):
        _paint_world(panels, rows[rows["world"] == world], looks, ruler)
        panels[0].set_title(f"World: {world}" if world else "")
    for panel, (column, words) in zip(grid.T, parts.items(), strict=True):
        _frame(panel, words, ruler, width / len(parts))
        panel[0].set_ylim(0.0, 1.08 * max(_highest(rows, column, x.column), LEAST[column]))
    heading(figure, "When is the chief executive's day full?")
    full = Line2D([], [], color=INK, linewidth=0.8, dashes=(4, 2), label="the day is full")
    legend_below(figure, [*as_lines(looks), full])
    return figure


def _paint_world(panels: Sequence[Axes], rows: pd.DataFrame, looks: dict[str, Look], ruler: Ruler) -> None:
    for panel, column in zip(panels, PARTS, strict=False):
        _paint_lines(panel, rows, column, looks, ruler)
    panels[0].axhline(1.0, color=INK, linewidth=0.8, dashes=(4, 2), zorder=1, gid="full")


def _frame(panels: Sequence[Axes], words: str, ruler: Ruler, width: float) -> None:
    """Name the axes of the panels of one column."""
    for panel in panels:
        panel.set_ylabel(fill(words, 24))
        ruler.mark(panel.xaxis, width - 16.0)
    panels[-1].set_xlabel(fill(ruler.factor.words, int((width - 14.0) / 1.4)))
    panels[-1].set_xlim(*ruler.edges[[0, -1]])


def _paint_lines(panel: Axes, rows: pd.DataFrame, column: str, looks: dict[str, Look], ruler: Ruler) -> None:
    for structure, style in looks.items():
        runs = rows[rows["structure"] == structure]
        levels = [level for level in ruler.levels if (runs[ruler.factor.column] == level).any()]
        if not levels:
            continue
        found = [mean_interval(runs.loc[runs[ruler.factor.column] == level, column]) for level in levels]
        places = ruler.at(levels)
        low, high = (np.array([getattr(interval, end) for interval in found]) for end in ("low", "high"))
        panel.vlines(places, low, high, color=style.colour, linewidth=0.8, zorder=2)
        (line,) = panel.plot(
            places,
            [interval.estimate for interval in found],
            color=style.colour,
            marker=style.marker,
            markeredgecolor="white",
            markeredgewidth=0.4,
            gid=structure,
            zorder=3,
        )
        line.set_dashes(style.dashes)


def _highest(rows: pd.DataFrame, column: str, x: str) -> float:
    """Return the highest upper end of an interval, or the highest mean."""
    found = [mean_interval(runs[column]) for _, runs in rows.groupby(["world", "structure", x])]
    return float(np.nanmax([(interval.estimate, interval.high) for interval in found]))
