"""What becomes of failures on their way to a decision: structures under each other on one scale of magnitudes."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from reportsto.drawing.panels import (
    axis_labels,
    legend_below,
    mark_handle,
    marks,
    name_rows,
    require,
    sound_rows,
    words_at,
    world_panels,
)
from reportsto.drawing.style import FAINT, INK, WIDE, look, structure_looks
from reportsto.drawing.words import number
from reportsto.statistics.intervals import mean_interval

FACTORS = ("complained", "voiced", "passed", "attended")
STAGES: Mapping[str, Mapping[str, object]] = {
    "heard of": {"shape": "o", "size": 4.0, "face": "white", "edge": "#0072B2"},
    "sent up": {"shape": "s", "size": 4.0, "face": "white", "edge": "#D55E00"},
    "reached a decider": {"shape": "o", "size": 6.0, "face": "white", "edge": INK},
    "acted on": {"shape": "o", "size": 3.0, "face": INK, "edge": INK},
}
"""Each stage and how it is marked; where all that is decided is acted on, a dot lies in its ring."""
LEAST = 1.0
"""What is less is drawn here: a logarithm cannot show none, and the number beside it says it."""


@look()
def draw_report_path(table: pd.DataFrame) -> Figure:
    """Draw how many of 1,000 failures were heard of, sent up, reached a decider and were acted on.

    A row a structure, read from the right to the left: each gap is one factor of the share of failures acted on, and
    the longest gap is where the structure loses its customers' reports. The number is how many were acted on. Means
    over runs, a panel a world, all on one logarithmic scale.
    """
    rows = path_rows(table, "report_path")
    looks = structure_looks(rows["structure"])
    left = {
        (str(structure), str(world)): [mean_interval(column).estimate for column in left_of_1000(runs).T[1:]]
        for (structure, world), runs in rows.groupby(["structure", "world"])
    }
    figure, panels = world_panels(rows["world"], width=WIDE, height=12.0 + 4.6 * len(looks), columns=2)
    least = max(LEAST, min(min(numbers) for numbers in left.values()))
    for world, panel in panels.items():
        for at, structure in enumerate(looks):
            if (structure, world) in left:
                _paint(panel, at, left[structure, world])
        name_rows(panel, [style.label for style in looks.values()])
        _scale(panel, least, max(max(numbers) for numbers in left.values()))
    axis_labels(figure, panels, x="Of 1,000 failures (log axis)", y="")
    legend_below(figure, [mark_handle(words, **style) for words, style in STAGES.items()])  # type: ignore[arg-type]
    return figure


def _paint(panel: Axes, at: int, numbers: Sequence[float]) -> None:
    """Draw one structure: a line from what was heard of to what was acted on, and a mark for each stage."""
    places = [max(value, LEAST) for value in numbers]
    panel.plot([places[-1], places[0]], [at, at], color=FAINT, linewidth=0.8, zorder=1, gid="path")
    for x, (stage, style) in zip(places, STAGES.items(), strict=True):
        marks(panel, [x], [at], zorder=3, gid=stage, **style)  # type: ignore[arg-type]
    words_at(panel, places[-1] * 0.9, at, number(float(f"{numbers[-1]:.2g}")), ha="right")


def _scale(panel: Axes, least: float, most: float) -> None:
    """Set a logarithmic scale that holds every number and the words beside the least."""
    panel.set_xscale("log")
    panel.set_xlim(0.65 * least, 1.25 * most)
    steps = [one * 10.0**ten for ten in range(4) for one in (1, 2, 5)]
    panel.xaxis.set_major_locator(FixedLocator(steps))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    panel.xaxis.set_minor_locator(NullLocator())


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
