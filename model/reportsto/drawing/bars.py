"""Rows of bars with their intervals, the largest on top: what figures of parameters and mechanisms share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from reportsto.drawing.panels import MissingInput
from reportsto.drawing.style import INK
from reportsto.drawing.words import number, parameter_label


@dataclass(frozen=True, slots=True)
class Bar:
    """How one kind of bar looks, and what the legend says of it."""

    words: str
    colour: str
    hatch: str = ""

    @property
    def handle(self) -> Patch:
        """Return its entry in a legend."""
        return Patch(facecolor=self.colour, hatch=self.hatch, edgecolor=INK, linewidth=0.5, label=self.words)

    def paint(self, panel: Axes, at: float, end: float, *, start: float = 0.0, height: float, name: str) -> None:
        """Draw it in a row, from `start` to `end`."""
        panel.barh(
            at, end - start, left=start, height=height, color=self.colour, hatch=self.hatch, edgecolor=INK,
            linewidth=0.5, zorder=2, gid=name,
        )  # fmt: skip


PLAIN, HATCHED = "#0072B2", "#FFFFFF"
ROW = 6.4
"""Height of the two bars of a parameter, in mm."""
LINE, LETTERS = 2.7, 28
"""Height of a line of a name in mm, and the most letters of one."""


def parameter_rows(names: Iterable[str]) -> list[str]:
    """Return parameters as names of rows: words, and the unit where there is one."""
    return [fill(parameter_label(str(name)), LETTERS) for name in names]


def row_height(names: Sequence[str]) -> float:
    """Return the height of a row of two bars in mm, in which the longest name has room."""
    return max(ROW, LINE * max(name.count("\n") + 1 for name in names) + 0.8)


def numbered(table: pd.DataFrame, figure: str, values: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a table; raises MissingInput where none of the `values` is a number."""
    if table[list(values)].isna().all(axis=None):
        raise MissingInput(f"figure '{figure}' needs at least one number in {', '.join(values)}")
    return table.reset_index(drop=True)


def paint_interval(panel: Axes, low: float, high: float, at: float) -> None:
    """Draw an interval in a row, where there is one."""
    if not np.isnan([low, high]).any():
        panel.plot(
            [low, high], [at, at], color=INK, linewidth=0.8, marker="|", markersize=3.0, zorder=3, gid="interval"
        )


def not_drawn(left: "pd.Series[float]", word: str = "") -> list[str]:
    """Say of what is not drawn how many there are, and the most that one of them does."""
    if left.empty:
        return []
    most = float(left.max())
    told = "no result" if np.isnan(most) else f"{word}at most {number(float(f'{most:.2g}'))}"
    return [f"{len(left)} more not drawn: {told}"]
