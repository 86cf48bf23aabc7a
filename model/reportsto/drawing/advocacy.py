"""What service people would say, what they send up, and what of it is acted on: each run a point, one panel a world."""

import math

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, MultipleLocator

from reportsto.drawing.panels import (
    as_points,
    axis_labels,
    legend_below,
    own_limits,
    points_and_means,
    sound_rows,
    world_panels,
)  # fmt: skip
from reportsto.drawing.style import FAINT, WIDE, look, structure_looks

LEAST_ATTITUDE, LEAST_REACH = 0.2, 40.0
"""The least a panel of attitudes shows of either axis."""


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
    axis_labels(figure, panels, x="Advocacy (share sent up)", y="Acted on, of 1,000 failures")
    line = Line2D([], [], color=FAINT, linewidth=0.8, dashes=(4, 2), label="all sent up acted on")
    legend_below(figure, [*as_points(looks), line])
    return figure


@look()
def draw_attitude_and_reach(table: pd.DataFrame) -> Figure:
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
    figure, panels = world_panels(rows["world"], width=WIDE, height=58.0, columns=2, shared=False)
    looks = structure_looks(rows["structure"])
    for world, panel in panels.items():
        here = rows[rows["world"] == world]
        panel.axvline(0.0, color=FAINT, linewidth=0.8, dashes=(4, 2))
        points_and_means(panel, here, looks, x="attitude_handlers_mean", y="reach")
        panel.set_xlim(own_limits(here["attitude_handlers_mean"], LEAST_ATTITUDE, -1.0, 1.0))
        panel.set_ylim(own_limits(here["reach"], LEAST_REACH, 0.0, 1000.0))
        panel.xaxis.set_major_locator(MaxNLocator(5))
        panel.yaxis.set_major_locator(MaxNLocator(6))
    axis_labels(figure, panels, x="Mean attitude of handlers", y="Acted on, per 1,000 failures")
    legend_below(figure, as_points(looks))
    return figure


@look()
def draw_advocacy_and_defensiveness(table: pd.DataFrame) -> Figure:
    """Draw what service people do with failure cases: the share sent up against the share explained away.

    Both are shares of the failure cases answered. Small marks are runs, large marks the mean of a structure. What is
    left to the dashed line, where the two shares make one, was settled: made good but not sent up. Neither share can
    reach zero: each has a floor at the noise of the choice, so a small difference near an axis means little. One panel
    a world.
    """
    rows = sound_rows(table, "advocacy_and_defensiveness", ("advocacy", "defensiveness"))
    figure, panels = world_panels(rows["world"], width=WIDE, height=48.0, columns=2)
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
