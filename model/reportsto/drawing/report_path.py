"""What becomes of failures on their way to a decision: structures beside each other on one scale of magnitudes."""

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from reportsto.drawing.panels import as_lines, axis_labels, legend_below, require, sound_rows, world_panels
from reportsto.drawing.style import SMALL, WIDE, look, structure_looks
from reportsto.statistics.intervals import mean_interval

FACTORS = ("complained", "voiced", "passed", "attended")
STAGES = ("failed", "heard", "sent\nup", "reached\na decider", "acted\non")


@look()
def draw_report_path(table: pd.DataFrame) -> Figure:
    """Draw how many of 1,000 failures were heard of, sent up, reached a decider and were acted on.

    Each step down is one factor of effective advocacy V, which is where the line ends; the steepest step is where the
    structure loses its customers' voice. The scale is logarithmic down to 1 and linear below, so that none can be
    shown. Means over runs, one panel a world.
    """
    rows = path_rows(table, "report_path")
    left = {
        (str(structure), str(world)): [mean_interval(column).estimate for column in left_of_1000(runs).T]
        for (structure, world), runs in rows.groupby(["structure", "world"])
    }
    figure, panels = world_panels(rows["world"], width=WIDE, height=56.0, columns=2)
    looks = structure_looks(rows["structure"])
    for world, panel in panels.items():
        for structure, style in looks.items():
            if (structure, world) in left:
                panel.plot(left[structure, world], color=style.colour, marker=style.marker, dashes=style.dashes)
        _scale(panel, min(min(numbers) for numbers in left.values()))
        panel.set_xlim(-0.3, len(STAGES) - 0.7)
        panel.set_xticks(range(len(STAGES)), STAGES, fontsize=SMALL)
    axis_labels(figure, panels, x="", y="Of 1,000 failures")
    legend_below(figure, as_lines(looks))
    return figure


def _scale(panel: Axes, least: float) -> None:
    """Set a logarithmic scale, linear below 1 where something fell so low, for a logarithm cannot show none."""
    if least < 1.0:
        panel.set_yscale("symlog", linthresh=1.0, linscale=0.4)
        panel.set_ylim(-0.1, 1500)
    else:
        panel.set_yscale("log")
        panel.set_ylim(10.0 ** math.floor(math.log10(least)), 1500)
    panel.yaxis.set_major_locator(FixedLocator([0, 1, 3, 10, 30, 100, 300, 1000]))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    panel.yaxis.set_minor_locator(NullLocator())


def path_rows(table: pd.DataFrame, figure: str) -> pd.DataFrame:
    """Return the runs with a number of failures heard of; raises MissingInput as `sound_rows`, for any factor."""
    rows = sound_rows(table, figure, FACTORS[:1])
    require(rows, figure, FACTORS)
    return rows


def left_of_1000(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Return how many of 1,000 failures are left after each step, shape (runs, stages).

    Nothing is left after a step that passed nothing on: there the later factors are 0 / 0, which results keep as NaN.
    """
    factors = rows[list(FACTORS)].to_numpy(dtype=np.float64)
    ended = np.cumsum(factors == 0.0, axis=1) > 0
    left = np.cumprod(np.where(ended, 0.0, factors), axis=1)
    return 1000.0 * np.column_stack([np.ones(len(rows)), left])
