"""Advocacy against effective advocacy: who speaks up, and whose word is acted on."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from reportsto.drawing.panels import as_points, axis_labels, legend_below, points_and_means, sound_rows, world_panels
from reportsto.drawing.style import FAINT, WIDE, look, structure_looks

NEEDS = ("advocacy", "complained", "effective_advocacy")


@look()
def draw_advocacy_and_reach(table: pd.DataFrame, *, width: float = WIDE) -> Figure:
    """Draw what service people send up against what of it is acted on.

    Across: the share of the failure cases they answer that they send up (advocacy). Up: of 1,000 failures, those whose
    report was acted on (effective advocacy V). On the dashed line every report sent up is acted on, with as many
    complaints as the structures have on average; how far one stands below it is what it loses on the way. Two
    structures side by side speak up alike, and one of them is not heard. Small marks are runs, large marks the mean of
    a structure. Both axes begin at zero and are common to all panels, one a world.
    """
    rows = sound_rows(table, "advocacy_and_reach", NEEDS)
    rows = rows[["structure", "world", *NEEDS]].assign(reach=1000.0 * rows["effective_advocacy"])
    figure, panels = world_panels(rows["world"], width=width, height=54.0, columns=2)
    looks = structure_looks(rows["structure"])
    most = max(1.08 * float(rows["reach"].max()), 1.0), min(1.0, max(1.08 * float(rows["advocacy"].max()), 0.05))
    for world, panel in panels.items():
        here = rows[rows["world"] == world]
        _line_of_no_loss(panel, here)
        points_and_means(panel, here, looks, x="advocacy", y="reach")
        panel.set(xlim=(0.0, most[1]), ylim=(0.0, most[0]))
        panel.xaxis.set_major_locator(MaxNLocator(6 if width >= WIDE else 4))
        panel.yaxis.set_major_locator(MaxNLocator(6))
    axis_labels(figure, panels, x="Advocacy (share sent up)", y="Acted on, of 1,000 failures")
    line = Line2D([], [], color=FAINT, linewidth=0.8, dashes=(4, 2), label="all sent up acted on")
    legend_below(figure, [*as_points(looks), line])
    return figure


def _line_of_no_loss(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw where V would be if every report were acted on: advocacy x the mean share of failures complained of."""
    heard = 1000.0 * float(np.mean(rows["complained"]))
    panel.plot([0.0, 1.0], [0.0, heard], color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1, gid="no loss")
