"""Advocacy against defensiveness: two indices, not one minus the other."""

import math

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from reportsto.drawing.panels import as_points, axis_labels, legend_below, points_and_means, sound_rows, world_panels
from reportsto.drawing.style import FAINT, WIDE, look, structure_looks


@look()
def draw_advocacy_and_defensiveness(table: pd.DataFrame, *, width: float = WIDE) -> Figure:
    """Draw what service people do with failure cases: the share sent up against the share explained away.

    Both are shares of the failure cases answered. Small marks are runs, large marks the mean of a structure. What is
    left to the dashed line, where the two shares make one, was settled: made good but not sent up. Neither share can
    reach zero: each has a floor at the noise of the choice, so a small difference near an axis means little. One panel
    a world.
    """
    rows = sound_rows(table, "advocacy_and_defensiveness", ("advocacy", "defensiveness"))
    figure, panels = world_panels(rows["world"], width=width, height=48.0, columns=2)
    looks = structure_looks(rows["structure"])
    for world, panel in panels.items():
        panel.plot([0, 1], [1, 0], color=FAINT, linewidth=0.8, dashes=(4, 2))
        points_and_means(panel, rows[rows["world"] == world], looks, x="defensiveness", y="advocacy")
        panel.set(xlim=(0, _next_tenth(rows["defensiveness"])), ylim=(0, _next_tenth(rows["advocacy"])))
        panel.xaxis.set_major_locator(MultipleLocator(0.2))
        panel.yaxis.set_major_locator(MultipleLocator(0.2))
    axis_labels(figure, panels, x="Defensiveness (explained away)", y="Advocacy (sent up)")
    legend_below(figure, as_points(looks))
    return figure


def _next_tenth(shares: "pd.Series[float]") -> float:
    return min(1.0, math.ceil(10 * float(shares.max()) + 0.3) / 10)
