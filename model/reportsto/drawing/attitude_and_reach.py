"""Attitude against reach: who would speak for the customer, and whose word is acted on."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from reportsto.drawing.panels import (
    as_points,
    axis_labels,
    legend_below,
    own_limits,
    points_and_means,
    sound_rows,
    world_panels,
)
from reportsto.drawing.style import FAINT, WIDE, look, structure_looks

LEAST_ATTITUDE, LEAST_REACH = 0.2, 40.0
"""The least a panel shows of either axis."""


@look()
def draw_attitude_and_reach(table: pd.DataFrame, *, width: float = WIDE) -> Figure:
    """Draw the mean attitude of those who answer customers against effective advocacy V.

    Attitudes run from -1, company defendant, to +1, customer advocate. V is the share of failures, here in 1,000,
    whose report was acted on. Small marks are runs, large marks the mean of a structure. The two can part: people who
    would speak up do not reach a decision when the one who decides has no hours left. V is a mechanism, not a success:
    it does not see what is mended without a report. One panel a world, each with axes of its own, because in one world
    everybody is close together: read the numbers before comparing places in two panels. No panel shows less than .2
    of attitude and 40 failures, so that marks on top of each other are structures that hardly differ.
    """
    rows = sound_rows(table, "attitude_and_reach", ("attitude_handlers_mean", "effective_advocacy"))
    rows = rows.assign(reach=1000.0 * rows["effective_advocacy"])
    figure, panels = world_panels(rows["world"], width=width, height=58.0, columns=2, shared=False)
    looks = structure_looks(rows["structure"])
    for world, panel in panels.items():
        here = rows[rows["world"] == world]
        panel.axvline(0.0, color=FAINT, linewidth=0.8, dashes=(4, 2))
        points_and_means(panel, here, looks, x="attitude_handlers_mean", y="reach")
        panel.set_xlim(own_limits(here["attitude_handlers_mean"], LEAST_ATTITUDE, -1.0, 1.0))
        panel.set_ylim(own_limits(here["reach"], LEAST_REACH, 0.0, 1000.0))
        panel.xaxis.set_major_locator(MaxNLocator(5 if width >= WIDE else 3))
        panel.yaxis.set_major_locator(MaxNLocator(6))
    axis_labels(
        figure,
        panels,
        x="Mean attitude of handlers",
        y="Acted on, per 1,000 failures",
    )
    legend_below(figure, as_points(looks))
    return figure
