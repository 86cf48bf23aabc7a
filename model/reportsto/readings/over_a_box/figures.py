"""At what share of a box each structure is better, and the chief executive's load as more people report there."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reportsto.drawing.factors import Factor, Ruler, factor_rows
from reportsto.drawing.panels import (
    MissingInput,
    as_lines,
    axis_labels,
    heading,
    legend_below,
    name_rows,
    page,
    require,
    words_at,
    world_panels,
    world_title,
)
from reportsto.drawing.style import FAINT, INK, PALE, SMALL, WIDE, Look, in_world_order, look, structure_looks
from reportsto.statistics.intervals import mean_interval

SPAN = Factor("ceo_direct_reports", "People who report to the chief executive")
PARTS = {
    "ceo_utilisation": "Share of free hours used",
    "ceo_waiting": "Items waiting at the end of a day",
}
"""Column: what its axis says."""
LEAST = {"ceo_utilisation": 1.0, "ceo_waiting": 1e-9}
"""The least an axis reaches to."""

BETWEEN = {"no_difference": ("no difference that matters", PALE), "not_decided": ("not decided", "white")}
"""Shares between better and worse: what they are called, and their colour."""
LEAST_NAMED = 0.07
"""The smallest share that is written into its bar."""


@look()
def draw_shares(table: pd.DataFrame, *, title: str) -> Figure:
    """Draw at what share of the points of a box one structure is better than another.

    One panel a world, one bar a pair: from the left the points at which the first is better by more than the smallest
    effect, those without a difference that matters, those not decided, those at which the second is better.

    `table` has a row for each `world` and pair `a`, `b` with the shares `better`, `no_difference`, `not_decided` and
    `worse`, 0 to 1. Raises MissingInput for a missing column.
    """
    require(table, "shares", ("world", "a", "b", "better", *BETWEEN, "worse"))
    looks = structure_looks([*table["a"], *table["b"]])
    pairs = list(dict.fromkeys(zip(table["a"], table["b"], strict=True)))
    figure, panels = world_panels(table["world"], width=WIDE, height=9.0 * len(pairs) + 12.0, columns=2)
    for world, panel in panels.items():
        for _, row in table[table["world"] == world].iterrows():
            at = pairs.index((row["a"], row["b"]))
            left = _paint_part(panel, at, 0.0, row["better"], looks[row["a"]].colour)
            for part, (_, colour) in BETWEEN.items():
                left = _paint_part(panel, at, left, row[part], colour)
            _paint_part(panel, at, left, row["worse"], looks[row["b"]].colour)
        panel.set_xlim(0.0, 100.0)
        name_rows(panel, [f"{looks[a].label}\nagainst {looks[b].label.lower()}" for a, b in pairs])
    axis_labels(figure, panels, x="Share of points (%)", y="")
    heading(figure, title)
    better = [Patch(facecolor=style.colour, label=f"{style.label} better") for style in looks.values()]
    between = [Patch(facecolor=colour, edgecolor=FAINT, label=words) for words, colour in BETWEEN.values()]
    legend_below(figure, [*better, *between])
    return figure


def _paint_part(panel: Axes, at: int, left: float, share: float, colour: str) -> float:
    """Draw one part of a bar, and its share where it is wide enough; return where the next part begins."""
    panel.barh(at, 100.0 * share, left=100.0 * left, height=0.6, color=colour, edgecolor=FAINT, linewidth=0.4)
    if share >= LEAST_NAMED:
        ink = INK if colour in (PALE, "white") else "white"
        words_at(panel, 100.0 * (left + share / 2.0), at, f"{share:.0%}", ha="center", color=ink, fontsize=SMALL)
    return left + share


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
        panel.set_title(world_title(world, wide - 16.0))
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
