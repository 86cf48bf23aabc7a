"""What runs were varied over: a factor's words and scale, and where its values go on an axis.

Positions are linear on the page. A factor drawn in equal steps is turned into positions here, so that cells, contours
and crossings share one arithmetic.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axis import Axis
from numpy.typing import ArrayLike

from reportsto.arrays import Floats
from reportsto.drawing.chart import words_width
from reportsto.drawing.panels import MissingInput, require
from reportsto.drawing.style import SMALL
from reportsto.drawing.words import number

Scale = Literal["linear", "steps"]

LINE = 3.0
"""Height of a line of small text with its space, in mm."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that was varied: its column, what an axis says of it (with its unit), and its scale.

    On `steps`, the values of the table stand equally far apart, whatever lies between them.
    """

    column: str
    label: str = ""
    scale: Scale = "linear"

    @property
    def words(self) -> str:
        """Return what the axis says."""
        return self.label or self.column.rpartition(".")[2].replace("_", " ")


class Ruler:
    """Where the values of a factor stand, from the values that were run."""

    def __init__(self, factor: Factor, values: Iterable[float]) -> None:
        self.factor = factor
        self.levels: Floats = np.unique(np.asarray(list(values), dtype=np.float64))
        self.places: Floats = self.at(self.levels)

    def at(self, values: ArrayLike) -> Floats:
        """Return the positions of these values; in steps, values between two levels lie between them."""
        known = np.asarray(values, dtype=np.float64)
        if self.factor.scale == "steps":
            return np.asarray(np.interp(known, self.levels, np.arange(len(self.levels))), dtype=np.float64)
        return known

    def holds(self, value: float) -> bool:
        """Return whether a value lies within the values that were run; one on an outer edge does."""
        return bool(self.levels[0] <= value <= self.levels[-1])

    @property
    def edges(self) -> Floats:
        """Return the borders of the cells around the levels: halfway between them, the outer cells symmetric."""
        if len(self.places) == 1:
            return np.array([self.places[0] - 0.5, self.places[0] + 0.5])
        middle = (self.places[:-1] + self.places[1:]) / 2
        first, last = 2 * self.places[0] - middle[0], 2 * self.places[-1] - middle[-1]
        return np.concatenate([[first], middle, [last]])

    def mark(self, axis: Axis, room: float, *, upright: bool = False) -> None:
        """Put ticks at the levels: at all of them, or every second, third, ... as there is room in `room` mm.

        `upright` says that the axis runs up, where a label needs its height and not its width.
        """
        words = [number(level) for level in self.levels]
        span = (self.edges[-1] - self.edges[0]) or 1.0
        centres = room * (self.places - self.edges[0]) / span
        half = [LINE / 2 if upright else words_width(text, SMALL) / 2 + 0.7 for text in words]
        kept = next(
            chosen for every in range(1, len(words) + 1) if _apart(chosen := range(0, len(words), every), centres, half)
        )
        axis.set_ticks([float(self.places[at]) for at in kept], [words[at] for at in kept])


def factor_rows(table: pd.DataFrame, figure: str, columns: Iterable[str], factors: Iterable[Factor]) -> pd.DataFrame:
    """Return the rows that have a place on every factor; measures may be NaN. Raises MissingInput as `sound_rows`."""
    factors = list(factors)
    require(table, figure, (*columns, *(factor.column for factor in factors)))
    rows = table.dropna(subset=[factor.column for factor in factors])
    if rows.empty:
        places = ", ".join(factor.column for factor in factors)
        raise MissingInput(f"figure '{figure}' needs at least one run with numbers in {places}")
    return rows


def _apart(chosen: Sequence[int], centres: Floats, half: Sequence[float]) -> bool:
    return all(centres[later] - centres[at] >= half[at] + half[later] for at, later in pairwise(chosen))
