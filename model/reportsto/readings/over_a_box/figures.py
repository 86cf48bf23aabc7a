"""The chief executive's load as more people report to the chief executive."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reportsto.drawing.factors import Factor, Ruler, factor_rows
from reportsto.drawing.panels import MissingInput, as_lines, heading, legend_below, page
from reportsto.drawing.style import INK, WIDE, Look, in_world_order, look, structure_looks
from reportsto.statistics.intervals import mean_interval

SPAN = Factor("ceo_direct_reports", "People who report to the chief executive")
PARTS = {
    "ceo_utilisation": "Share of free hours used",
    "ceo_waiting": "Items waiting at the end of a day",
}
"""Column: what its axis says."""
LEAST = {"ceo_utilisation": 1.0, "ceo_waiting": 1e-9}
"""The least an axis reaches to."""


@look()
def draw_ceo_load(table: pd.DataFrame) -> Figure:
    """Draw how much of the chief executive's time is used, and what waits, by how many people report there.

    Left: hours on reports, exceptions and disputes, as a share of the hours that direct reports leave; at 1, the
    dashed line, the day is full. Right: reports, disputes and exceptions that wait at the end of a day. One line a
    structure: means over runs with 95 % t intervals. One row a world. A line begins and ends where the structure was
    run; it is broken where every run failed. Where more people report to the chief executive, queues grow long before
    the day is full; those who wait too long are lost.

    `table` holds the runs: `world`, `structure`, `ceo_direct_reports`, `ceo_utilisation` and, if they were kept,
    `ceo_waiting`, NaN for a failed run. Without `ceo_waiting` the right half is left out. Raises MissingInput for a
    missing column, or where no run has the numbers.
    """
    parts = {column: words for column, words in PARTS.items() if column in table.columns or column == "ceo_utilisation"}
    rows = factor_rows(table, "ceo_load", ("world", "structure", *parts), [SPAN])
    if rows[list(parts)].isna().any(axis=1).all():
        raise MissingInput(f"figure 'ceo_load' needs at least one run with numbers in {', '.join(parts)}")
    looks, worlds, ruler = (
        structure_looks(rows["structure"]),
        in_world_order(rows["world"]),
        Ruler(SPAN, rows[SPAN.column]),
    )
    figure = page(WIDE, 46.0 * len(worlds) + 26.0)
    grid = figure.subplots(len(worlds), len(parts), squeeze=False, sharex=True, sharey="col")
    wide = WIDE / len(parts)
    for panels, (column, words) in zip(grid.T, parts.items(), strict=True):
        highest = LEAST[column]
        for panel, world in zip(panels, worlds, strict=True):
            highest = max(highest, _paint_lines(panel, rows[rows["world"] == world], column, looks, ruler))
            panel.set_ylabel(fill(words, 24))
            ruler.mark(panel.xaxis, wide - 16.0)
        panels[-1].set_xlabel(fill(SPAN.words, int((wide - 14.0) / 1.4)))
        panels[-1].set_xlim(*ruler.edges[[0, -1]])
        panels[0].set_ylim(0.0, 1.08 * highest)
    for panel, world in zip(grid[:, 0], worlds, strict=True):
        panel.axhline(1.0, color=INK, linewidth=0.8, dashes=(4, 2), zorder=1, gid="full")
        panel.set_title(f"World: {world}")
    heading(figure, "When is the chief executive's day full?")
    full = Line2D([], [], color=INK, linewidth=0.8, dashes=(4, 2), label="the day is full")
    legend_below(figure, [*as_lines(looks), full])
    return figure


def _paint_lines(panel: Axes, rows: pd.DataFrame, column: str, looks: dict[str, Look], ruler: Ruler) -> float:
    """Draw a line a structure; return the highest mean or upper end of an interval, 0 without one."""
    ends = [0.0]
    for structure, style in looks.items():
        runs = rows[rows["structure"] == structure]
        groups = [runs.loc[runs[SPAN.column] == level, column] for level in ruler.levels]
        known = [(level, mean_interval(group)) for level, group in zip(ruler.levels, groups, strict=True) if len(group)]
        if not known:
            continue
        places = ruler.at([level for level, _ in known])
        low, mean, high = np.array([(found.low, found.estimate, found.high) for _, found in known]).T
        panel.vlines(places, low, high, color=style.colour, linewidth=0.8, zorder=2)
        panel.plot(
            places, mean, color=style.colour, marker=style.marker, markeredgecolor="white", markeredgewidth=0.4,
            dashes=style.dashes, gid=structure, zorder=3,
        )  # fmt: skip
        ends += [*mean, *high]
    return float(np.nanmax(ends))
