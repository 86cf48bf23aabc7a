"""The interval of a crossing: it may go on beyond the values that were run."""

import numpy as np
from matplotlib.axes import Axes

from reportsto.drawing.factors import Ruler


def paint_interval(
    panel: Axes, ruler: Ruler, ends: tuple[float, float], at: float, *, colour: str, width: float
) -> tuple[float, float] | None:
    """Draw an interval, a stop where it ends, an arrow where it goes on; return where it is drawn, None without one."""
    if np.isnan(ends).any():
        return None
    first, last = float(ruler.levels[0]), float(ruler.levels[-1])
    low, high = (float(place) for place in ruler.at([max(ends[0], first), min(ends[1], last)]))
    panel.plot(
        [low, high], [at, at], color=colour, linewidth=width, solid_capstyle="butt", zorder=3, gid="crossing interval"
    )
    for place, end, arrow in zip((low, high), ends, ("<", ">"), strict=True):
        mark = "|" if np.isfinite(end) else arrow
        panel.plot([place], [at], marker=mark, markersize=2.0 + 2.0 * width, color=colour, zorder=3, gid=f"end {mark}")
    return low, high
