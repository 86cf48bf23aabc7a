"""Indices of the mean difference of two structures, for every parameter."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.readings.runs import KNOWN, Runs
from reportsto.statistics.sensitivity import Box, morris_effects, sobol_indices
from reportsto.studies.sampling import Axis, Levels
from reportsto.studies.study import Cell

Indices = Callable[[Box, pd.DataFrame, Floats], pd.DataFrame]
"""From the unit box, where each point lies in it and the mean difference there to a row for each parameter."""


def indices(runs: Runs, estimate: Indices) -> pd.DataFrame:
    """Return the indices of every difference, or a `reason` where a point has no result."""
    rows: list[dict[str, object]] = []
    for place, a, b, measure in runs.contrasts():
        known = dict(zip(KNOWN, (*place, measure, a, b), strict=True))
        points = runs.points(Cell(a, place[0], place[2]), place[1])
        found = _estimated(runs, points, runs.difference(a, b, place, measure), estimate)
        rows += [{**known, **row} for row in found]
    return pd.DataFrame(rows)


def sobol(box: Box, points: pd.DataFrame, means: Floats) -> pd.DataFrame:
    """Return Sobol' indices; the design says where the points lie."""
    return sobol_indices(box, means)


def morris(box: Box, points: pd.DataFrame, means: Floats) -> pd.DataFrame:
    """Return Morris effects."""
    return morris_effects(box, points, means)


def _estimated(runs: Runs, points: pd.DataFrame, found: Floats, estimate: Indices) -> list[dict[str, object]]:
    means = np.asarray(found.mean(axis=1), dtype=np.float64)
    if not np.isfinite(means).all():
        at = int(np.flatnonzero(~np.isfinite(means))[0])
        return [{"parameter": "", "reason": f"point {at} has no result: indices need every point"}]
    axes = runs.study.uncertainties
    shares = pd.DataFrame({axis.name: [_share(axis, value) for value in points[axis.name]] for axis in axes})
    table = estimate(Box({axis.name: (0.0, 1.0) for axis in axes}), shares, means)
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _share(axis: Axis, value: object) -> float:
    """Return where on its axis a value lies, 0 to 1."""
    if isinstance(axis, Levels):
        return axis.values.index(value) / max(1, len(axis.values) - 1)
    number = float(str(value))
    if axis.log:
        return float(np.log(number / axis.low) / np.log(axis.high / axis.low))
    return (number - axis.low) / (axis.high - axis.low)
