"""Where the chief executive's day goes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator

from reportsto.drawing.panels import axis_labels, legend_below, name_rows, sound_rows, world_panels
from reportsto.drawing.style import INK, SMALL, WIDE, look, structure_looks
from reportsto.statistics.intervals import mean_interval

PARTS = {
    "ceo_overhead_hours": ("leading direct reports", "#4D4D4D", None),
    "ceo_exception_hours": ("exceptions", "#A6CEE3", "///"),
    "ceo_dispute_hours": ("disputes", "#E69F00", "..."),
    "ceo_report_hours": ("reports of failures", "#FFFFFF", "xxx"),
}
"""Column: label, colour and hatching, from the first hours taken to the last."""


@look()
def draw_ceo_hours(table: pd.DataFrame, *, hours: float = 8.75) -> Figure:
    """Draw the chief executive's hours a day: direct reports first, then exceptions, disputes and reports.

    One bar a structure. The line is the length of the day, `hours`. Whoever reports to the chief executive takes time
    before any failure is heard of; where the bar ends at the line, items wait, and those that wait too long are lost.
    A bar beyond the line is overhead that does not fit the day. Means over runs, one panel a world.
    """
    rows = sound_rows(table, "ceo_hours", tuple(PARTS))
    looks = structure_looks(rows["structure"])
    figure, panels = world_panels(rows["world"], width=WIDE, height=8.0 + 5.0 * len(looks))
    longest = hours if np.isfinite(hours) else 0.0
    for world, panel in panels.items():
        longest = max(longest, _paint(panel, rows[rows["world"] == world], list(looks)))
        if np.isfinite(hours):
            panel.axvline(hours, color=INK, linewidth=1.2, dashes=(3, 1.5))
        name_rows(panel, [style.label for style in looks.values()])
    for panel in panels.values():
        panel.set_xlim(0, 1.06 * longest)
        panel.xaxis.set_major_locator(MultipleLocator(2.0))
    axis_labels(figure, panels, x="Hours a day", y="")
    day = Line2D([], [], color=INK, linewidth=1.2, dashes=(3, 1.5), label=f"the day: {hours:g} h")
    keys = [Patch(facecolor=c, hatch=h, edgecolor=INK, linewidth=0.5, label=name) for name, c, h in PARTS.values()]
    legend_below(figure, [*keys, day] if np.isfinite(hours) else keys)
    return figure


def _paint(panel: Axes, rows: pd.DataFrame, structures: list[str]) -> float:
    """Draw the bars of one world, one part of the day after the other; return where the longest ends."""
    here = [rows[rows["structure"] == name] for name in structures]
    start = np.zeros(len(here))
    for column, (_, colour, hatch) in PARTS.items():
        long = np.nan_to_num([mean_interval(runs[column]).estimate for runs in here])
        panel.barh(
            range(len(here)), long, left=start, height=0.72, color=colour, hatch=hatch, edgecolor=INK, linewidth=0.5
        )
        start += long
    for at in np.flatnonzero(start == 0.0).tolist():
        panel.text(0.15, at, "not run" if here[at].empty else "none", va="center", fontsize=SMALL)
    return float(start.max())
