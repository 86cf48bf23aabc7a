"""What service people would say, what they send up, and what of it is acted on: each run a point, one panel a world."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from reportsto.drawing.panels import (
    as_points,
    axis_labels,
    legend_below,
    limits_around,
    points_and_means,
    sound_rows,
    world_panels,
)  # fmt: skip
from reportsto.drawing.style import FAINT, WIDE, look, structure_looks

LEAST_ATTITUDE, LEAST_REACH = 0.2, 40.0
"""The least that is shown of either axis."""


@look()
def draw_advocacy_and_reach(table: pd.DataFrame, *, width: float = WIDE) -> Figure:
    """Draw what service people send up against what of it is acted on.

    Across: the share of the failure cases they answer that they send up (advocacy). Up: of 1,000 failures, those whose
    report was acted on (effective advocacy V). On the dashed line every report sent up is acted on, with as many
    complaints as the structures have on average; how far one stands below it is what it loses on the way. Two
    structures side by side speak up alike, and one of them is not heard. Small marks are runs, large marks the mean of
    a structure. Both axes begin at zero and are common to all panels, one a world.
    """
    rows = sound_rows(table, "advocacy_and_reach", ("advocacy", "complained", "effective_advocacy"))
    rows = rows.assign(reach=1000.0 * rows["effective_advocacy"])
    figure, panels = world_panels(rows["world"], width=width, height=54.0, columns=2)
    looks = structure_looks(rows["structure"])
    most = max(1.08 * float(rows["reach"].max()), 1.0), min(1.0, max(1.08 * float(rows["advocacy"].max()), 0.05))
    for world, panel in panels.items():
        here = rows[rows["world"] == world]
        # Where V would be if every report were acted on: advocacy x the mean share of failures complained of.
        heard = 1000.0 * float(np.mean(here["complained"]))
        panel.plot([0.0, 1.0], [0.0, heard], color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1, gid="no loss")
        points_and_means(panel, here, looks, x="advocacy", y="reach")
        panel.set(xlim=(0.0, most[1]), ylim=(0.0, most[0]))
        panel.xaxis.set_major_locator(MaxNLocator(6 if width >= WIDE else 4))
        panel.yaxis.set_major_locator(MaxNLocator(6))
    axis_labels(figure, panels, x="Share of failure cases sent up", y="Acted on, of 1,000 failures")
    line = Line2D([], [], color=FAINT, linewidth=0.8, dashes=(4, 2), label="all sent up acted on")
    legend_below(figure, [*as_points(looks), line])
    return figure


@look()
def draw_attitude_and_reach(table: pd.DataFrame) -> Figure:
    """Draw the mean attitude of those who answer customers against effective advocacy V.

    Attitudes run from -1, company defendant, to +1, customer advocate. V is the share of failures, here in 1,000,
    whose report was acted on. Small marks are runs, large marks the mean of a structure. The two can part: people who
    would speak up do not reach a decision when the one who decides has no hours left. V is a mechanism, not a success:
    it does not see what is mended without a report. One panel a world, both axes common to all. They show at least .2
    of attitude and 40 failures, so that marks on top of each other are structures that hardly differ.
    """
    rows = sound_rows(table, "attitude_and_reach", ("attitude_handlers_mean", "effective_advocacy"))
    rows = rows.assign(reach=1000.0 * rows["effective_advocacy"])
    figure, panels = world_panels(rows["world"], width=WIDE, height=58.0, columns=2)
    looks = structure_looks(rows["structure"])
    across = limits_around(rows["attitude_handlers_mean"], LEAST_ATTITUDE, -1.0, 1.0)
    up = limits_around(rows["reach"], LEAST_REACH, 0.0, 1000.0)
    for world, panel in panels.items():
        here = rows[rows["world"] == world]
        panel.axvline(0.0, color=FAINT, linewidth=0.8, dashes=(4, 2))
        points_and_means(panel, here, looks, x="attitude_handlers_mean", y="reach")
        panel.set(xlim=across, ylim=up)
        panel.xaxis.set_major_locator(MaxNLocator(5))
        panel.yaxis.set_major_locator(MaxNLocator(6))
    axis_labels(
        figure, panels, x="Mean attitude of those who answer customers, −1 to 1", y="Acted on, of 1,000 failures"
    )
    legend_below(figure, as_points(looks))
    return figure
