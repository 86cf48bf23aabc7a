"""Figures of matching: who leads before and after points are matched to patterns, and what each pattern excludes."""

from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportsto.drawing.panels import (
    axis_labels,
    heading,
    legend_below,
    mark_handle,
    marks,
    name_rows,
    require,
    world_panels,
)
from reportsto.drawing.style import INK, WIDE, Look, look, structure_looks
from reportsto.errors import StudyError
from reportsto.readings.matching.tables import interval

OFFSETS = {"prior": -0.18, "survivors": 0.18}


@look()
def draw_leaders(table: pd.DataFrame) -> Figure:
    """Draw at what share of points each structure leads by more than the smallest effect: the prior and what is kept.

    One panel a world, one row a structure: an open mark for all points of the prior, a filled one below it for the
    points that meet the patterns. Thin lines are 95 % intervals. Where no structure leads is the rest up to 100 %.

    `table` has a row for each `world`, `among` and `structure` with `better`, 0 to 1, and `effective`, as many equal
    points as it is of.
    """
    require(table, "leaders", ("world", "among", "structure", "better", "effective"))
    looks = structure_looks(table["structure"])
    figure, panels = world_panels(table["world"], width=WIDE, height=7.0 * len(looks) + 12.0, columns=2)
    for world, panel in panels.items():
        for at, (name, style) in enumerate(looks.items()):
            rows = table[(table["world"] == world) & (table["structure"] == name)]
            for _, row in rows[rows["among"].isin(OFFSETS)].dropna(subset=["better"]).iterrows():
                _paint_share(panel, at, row, style)
        panel.set_xlim(-3.0, 103.0)
        name_rows(panel, [style.label for style in looks.values()])
    axis_labels(figure, panels, x="Leads at this share of points (%)", y="")
    heading(figure, "Who leads, before and after points are matched to patterns?")
    words = {"prior": "all points of the prior", "survivors": "points that meet the patterns"}
    faces = {"prior": "white", "survivors": INK}
    legend_below(figure, [mark_handle(words[name], "o", face=faces[name]) for name in words])
    return figure


def _paint_share(panel: Axes, at: int, row: "pd.Series[Any]", style: Look) -> None:
    """Draw at what share of points a structure leads, with its interval: open of the prior, filled of what is kept."""
    found, place = interval(float(row["better"]), float(row["effective"])), at + OFFSETS[str(row["among"])]
    panel.plot([100 * found.low, 100 * found.high], [place] * 2, color=style.colour, linewidth=0.8)
    face = "white" if row["among"] == "prior" else style.colour
    marks(panel, [100 * found.estimate], [place], style.marker, face=face, edge=style.colour, gid=row["among"])


@look()
def draw_patterns(table: pd.DataFrame) -> Figure:
    """Draw what each pattern excludes: alone, and beside all others.

    One panel a world, one row a pattern: a filled mark for the share of the prior that misses it, an open one for the
    share that misses it and no other. Far apart: what misses this pattern misses others too.

    `table` has a row for each `world` and `pattern` that decides, with `title`, `met` and `only_missed`, 0 to 1.
    """
    require(table, "patterns", ("world", "pattern", "title", "met", "only_missed"))
    if table.empty:
        raise StudyError("figure 'patterns' needs at least one pattern that decides")
    names = list(dict.fromkeys(table["pattern"]))
    titles = dict(zip(table["pattern"], table["title"], strict=True))
    figure, panels = world_panels(table["world"], width=WIDE, height=7.0 * len(names) + 10.0, columns=2)
    for world, panel in panels.items():
        rows = table[table["world"] == world].set_index("pattern").loc[names]
        places = range(len(names))
        marks(panel, 100 * (1.0 - rows["met"]), places, "o", face=INK, gid="alone")
        marks(panel, 100 * rows["only_missed"], places, "o", gid="with others")
        panel.set_xlim(-3.0, 103.0)
        name_rows(panel, [fill(f"{name}: {titles[name]}", 36) for name in names])
    axis_labels(figure, panels, x="Share of the prior (%)", y="")
    heading(figure, "What does each pattern exclude?")
    legend_below(figure, [mark_handle("misses it", "o", face=INK), mark_handle("misses it and no other", "o")])
    return figure
