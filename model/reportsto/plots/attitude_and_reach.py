"""Attitude against reach: who would speak for the customer, and whose word is acted on."""

import pandas as pd
from matplotlib.figure import Figure

from reportsto.plots._panels import as_points, axis_labels, legend_below, points_and_means, sound_rows, world_panels
from reportsto.plots._style import FAINT, WIDE, look, structure_looks


@look()
def draw_attitude_and_reach(table: pd.DataFrame, *, width: float = WIDE) -> Figure:
    """Draw the mean attitude of those who answer customers against effective advocacy V.

    Attitudes run from -1, company defendant, to +1, customer advocate. V is the share of failures, here in 1,000,
    whose report was acted on. Small marks are runs, large marks the mean of a structure. The two can part: people who
    would speak up do not reach a decision when the one who decides has no hours left. V is a mechanism, not a success:
    it does not see what is mended without a report. One panel a world.
    """
    rows = sound_rows(table, "attitude_and_reach", ("attitude_handlers_mean", "effective_advocacy"))
    rows = rows.assign(reach=1000.0 * rows["effective_advocacy"])
    figure, panels = world_panels(rows["world"], width=width, height=48.0, columns=2)
    looks = structure_looks(rows["structure"])
    for world, panel in panels.items():
        panel.axvline(0.0, color=FAINT, linewidth=0.8, dashes=(4, 2))
        points_and_means(panel, rows[rows["world"] == world], looks, x="attitude_handlers_mean", y="reach")
        panel.set(xlim=(-1, 1), ylim=(0, 1.06 * max(float(rows["reach"].max()), 1e-9)))
        panel.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−.5", "0", ".5", "1"])
    axis_labels(
        figure,
        panels,
        x="Mean attitude of handlers",
        y="Acted on, per 1,000 failures",
    )
    legend_below(figure, as_points(looks))
    return figure
