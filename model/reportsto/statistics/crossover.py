"""The line on which two structures change places, in a plane of two parameters."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from reportsto.arrays import Floats
from reportsto.errors import StudyError, unknown_name
from reportsto.statistics.intervals import FEWEST_PAIRS, RESAMPLES, bootstrap_counts, t_value

COLUMNS = ("x", "crossing", "y", "low", "high", "above", "share", "share_any", "n")
"""Columns of a crossover line: x, y, low and high are in the units of the two parameters."""


def crossover_line(
    differences: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return, for each x, every y at which the mean of a - b changes sign, with the columns `COLUMNS`.

    `differences` has shape (replicates, xs, ys): the paired difference a - b of each replicate at each grid point;
    `x` has shape (xs,), `y` shape (ys,), increasing. A crossing lies on the straight line between the two grid
    points around it; where the mean is exactly 0 over several grid points, it lies in their middle.

    - One row for each crossing, `crossing` counted from 1 upwards in y; an x without any has one row with
      crossing 0 and y NaN.
    - `above`: which of the two has the larger value above the crossing: "a" or "b". Without a crossing, which has it
      at every y; "" where all means are 0.
    - `low`, `high`: percentile interval over resamples of whole replicates, the same ones at every grid point,
      expanded for few replicates (`_tail`). Each resample gives its nearest crossing in the same direction. One that
      has a single sign at every y has its crossing off the grid and counts as minus or plus infinity, so an end may
      be infinite: "beyond the grid".
    - `share`: share of resamples with a crossing in this direction inside the grid; `share_any` with any crossing at
      this x. An estimate with a low share stands on a few replicates.

    Measured on a straight line with noise (1,000 planes each): the interval holds the true crossing in 93.3, 93.5 and
    93.8 % of planes with 10, 20 and 30 replicates; a plain percentile interval in 87.8, 91.3 and 92.1 %.

    Interval and shares are NaN below four replicates. A line on a coarse grid is as good as the grid: the interval
    holds noise, not the error of the straight line. Raises StudyError for shapes that do not fit, values that are
    not finite, and a y that does not increase. Local generator as in `intervals.simultaneous`.
    """
    table, xs, ys = _checked(differences, x, y)
    n = len(table)
    counts = bootstrap_counts(n, resamples, rng) / n if n >= FEWEST_PAIRS else np.empty((0, n))
    rows = [row for at, value in enumerate(xs) for row in _rows(float(value), table[:, at], ys, counts, level)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def on_grid(
    table: pd.DataFrame, *, x: str, y: str, difference: str, replicate: str = "replicate"
) -> tuple[Floats, Floats, Floats]:
    """Return (differences, x, y) for `crossover_line` from a table with one row for each grid point and replicate.

    Raises StudyError when a combination is missing or occurs twice, UnknownName for a column that is not there.
    """
    for name in (x, y, difference, replicate):
        if name not in table.columns:
            raise unknown_name("column", name, (str(column) for column in table.columns))
    keys = table[[replicate, x, y]]
    if keys.duplicated().any():
        first = keys[keys.duplicated()].iloc[0]
        raise StudyError(f"several rows for replicate {first.iloc[0]} at {x} = {first.iloc[1]}, {y} = {first.iloc[2]}")
    axes = [np.sort(table[name].unique()) for name in (replicate, x, y)]
    wanted = pd.MultiIndex.from_product(axes, names=[replicate, x, y])
    values = table.set_index([replicate, x, y])[difference].reindex(wanted)
    if len(table) < len(wanted):
        raise StudyError(f"a plane needs every replicate at every grid point: {len(wanted) - len(table)} are missing")
    cube = values.to_numpy(dtype=np.float64).reshape([len(axis) for axis in axes])
    return cube, axes[1].astype(np.float64), axes[2].astype(np.float64)


def _checked(differences: ArrayLike, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats, Floats]:
    table, xs, ys = (np.asarray(values, dtype=np.float64) for values in (differences, x, y))
    if table.ndim != 3 or table.shape[1:] != (xs.size, ys.size):
        got = " x ".join(map(str, table.shape))
        raise StudyError(f"differences need the shape (replicates, {xs.size} xs, {ys.size} ys): got {got}")
    if table.shape[0] == 0 or ys.size < 2:
        raise StudyError(f"a crossing needs a replicate and two ys: got {table.shape[0]} and {ys.size}")
    if not (np.diff(ys) > 0).all():
        raise StudyError("y must increase from grid point to grid point")
    odd = np.argwhere(~np.isfinite(table))
    if odd.size:
        replicate, i, j = odd[0]
        raise StudyError(
            f"differences must be finite: replicate {replicate} at x = {xs[i]:g}, y = {ys[j]:g} is not; "
            "leave that replicate out at every grid point"
        )
    return table, xs, ys


def _rows(x: float, values: Floats, ys: Floats, counts: Floats, level: float) -> Iterator[dict[str, object]]:
    """Yield the rows of one x; `values` has shape (replicates, ys)."""
    n = len(values)
    mean = values.mean(axis=0)
    places, rises = _crossings(mean[None, :], ys)
    means = counts @ values
    again, again_rises = _crossings(means, ys) if len(means) else (np.empty((0, len(ys))), np.empty((0, len(ys))))
    some = ~np.isnan(again)
    share_any = float(some.any(axis=1).mean()) if len(means) else np.nan
    found = np.flatnonzero(~np.isnan(places[0]))
    common = {"x": x, "n": n, "share_any": share_any}
    if found.size == 0:
        sign = np.sign(mean).sum()
        above = "a" if sign > 0 else "b" if sign < 0 else ""
        yield {**common, "crossing": 0, "y": np.nan, "low": np.nan, "high": np.nan, "above": above, "share": share_any}
        return
    for number, at in enumerate(found, start=1):
        y, rising = float(places[0, at]), bool(rises[0, at])
        low, high, share = np.nan, np.nan, np.nan
        if len(means):
            alike = np.where(some & (again_rises == rising), again, np.nan)
            share = float((~np.isnan(alike)).any(axis=1).mean())
            low, high = _interval(y, alike, means, rising, _tail(n, level))
        yield {
            **common, "crossing": number, "y": y, "low": low, "high": high, "above": "a" if rising else "b",
            "share": share,
        }  # fmt: skip


def _crossings(means: Floats, ys: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return where each row of means (m, ys) changes sign, and whether it rises there; NaN where it does not.

    Both have shape (m, ys): a change is written at the first grid point behind it.
    """
    signs = np.sign(means)
    index = np.broadcast_to(np.arange(len(ys)), means.shape)
    # The last grid point before this one whose mean is not 0; -1 where there is none.
    last = np.maximum.accumulate(np.where(signs != 0, index, -1), axis=1)
    before = np.concatenate([np.full((len(means), 1), -1), last[:, :-1]], axis=1)
    rows = np.arange(len(means))[:, None]
    left = np.maximum(before, 0)
    changes = (before >= 0) & (signs * signs[rows, left] < 0)
    start, end = means[rows, left], means
    step = np.where(changes, start - end, 1.0)
    straight = ys[left] + (ys[index] - ys[left]) * start / step
    middle = (ys[np.minimum(left + 1, len(ys) - 1)] + ys[np.maximum(index - 1, 0)]) / 2
    places = np.where(changes, np.where(index - left > 1, middle, straight), np.nan)
    return places, changes & (signs > 0)


def _interval(y: float, alike: Floats, means: Floats, rising: bool, tail: float) -> tuple[float, float]:
    """Return the percentile interval of the crossing nearest to y, over resamples in rows."""
    distance = np.where(np.isnan(alike), np.inf, np.abs(alike - y))
    nearest = alike[np.arange(len(alike)), distance.argmin(axis=1)]
    # All positive: a rising line crossed below the grid, a falling one will cross above it.
    nearest = np.where((means > 0).all(axis=1), -np.inf if rising else np.inf, nearest)
    nearest = np.where((means < 0).all(axis=1), np.inf if rising else -np.inf, nearest)
    known = nearest[~np.isnan(nearest)]
    if known.size == 0:
        return np.nan, np.nan
    # Between a number and infinity there is no quantile, so take one that occurred.
    low, high = np.quantile(known, (tail, 1 - tail), method="inverted_cdf")
    return float(low), float(high)


def _tail(n: int, level: float) -> float:
    """Return the share of resamples to leave out on each side (Hesterberg 2015: the expanded percentile interval).

    The plain percentile interval of a mean of n values is too narrow, by sqrt((n - 1) / n) and by z in the place of t.
    """
    return float(ndtr(-t_value(n, level) * (n / (n - 1)) ** 0.5))
