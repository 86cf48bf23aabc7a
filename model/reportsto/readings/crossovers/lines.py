"""The table of crossings."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.errors import StudyError
from reportsto.readings.crossovers.planes import PLACE, Plane, planes
from reportsto.readings.runs import Runs
from reportsto.statistics.crossover import crossover_line, on_grid
from reportsto.statistics.thresholds import SMALLEST_SHIFTS, is_located

COLUMNS = (
    "firm", "world", "variant", "map", "measure", "a", "b", "along", "held", "at", "crossing", "value", "low", "high",
    "grid_low", "grid_high", "better_above", "share", "share_any", "n", "smallest_shift", "located", "matters",
)  # fmt: skip
"""`value`, `low` and `high` are where a and b change places on the parameter `along`, while `held` is `at`.

`crossing` is 0, and there is no value, where they do not change places; `better_above` is then the better one at every
level that was run. `grid_low` and `grid_high` are the levels on either side, between which a straight line was drawn.
`matters`: yes where the mean difference reaches the smallest effect of the measure on both sides of the crossing.
"""


def lines(runs: Runs) -> pd.DataFrame:
    """Return the crossings of each structure and the one others are held against, with the columns `COLUMNS`.

    One row for each map, primary measure, place, pair, level of the held axis and crossing. A replicate that has no
    number somewhere on the plane is left out of it; a plane with none left has no rows.
    """
    rows = [row for plane in planes(runs) for row in _crossings(runs, plane)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def of_plane(found: pd.DataFrame, plane: Plane) -> pd.DataFrame:
    """Return the crossings of one plane."""
    keys = (*PLACE, "map", "measure", "a", "b")
    values = (*plane.place, plane.wanted.id, plane.measure, plane.a, plane.b)
    same = [(found[name] == value).to_numpy() for name, value in zip(keys, values, strict=True)]
    out: pd.DataFrame = found[np.logical_and.reduce(same)]
    return out


def _crossings(runs: Runs, plane: Plane) -> Iterator[dict[str, object]]:
    differences = plane.differences
    if differences.empty or differences[plane.along].nunique() < 2:
        return
    try:
        cube, held, along = on_grid(differences, x=plane.held, y=plane.along, difference="difference")
    except StudyError:  # a cell that was not run: there is no plane
        return
    shift = SMALLEST_SHIFTS.get(plane.along)
    means = {at: cube[:, i].mean(axis=0) for i, at in enumerate(held.tolist())}
    effect = runs.effect(plane.measure, plane.mean_b())
    better = (plane.b, plane.a) if runs.better(plane.measure) < 0 else (plane.a, plane.b)
    known = {
        **dict(zip(PLACE, plane.place, strict=True)), "map": plane.wanted.id, "measure": plane.measure,
        "a": plane.a, "b": plane.b, "along": plane.along, "held": plane.held,
        "smallest_shift": np.nan if shift is None else shift,
    }  # fmt: skip
    for _, row in crossover_line(cube, held, along).iterrows():
        value, low, high = (float(row[name]) for name in ("y", "low", "high"))
        yield {
            **known, "at": row["x"], "crossing": int(row["crossing"]), "value": value, "low": low, "high": high,
            **_around(along, value), "better_above": dict(zip("ab", better, strict=True)).get(str(row["above"]), ""),
            "share": row["share"], "share_any": row["share_any"], "n": int(row["n"]),
            "located": _yes_or_no(None if np.isnan(value) else is_located(value, low, high, shift)),
            "matters": _yes_or_no(_matters(means[float(row["x"])], along, value, effect)),
        }  # fmt: skip


def _matters(mean: NDArray[np.float64], along: NDArray[np.float64], value: float, effect: float) -> bool | None:
    """Return whether the mean difference reaches the smallest effect below and above a crossing, None without one."""
    if np.isnan(value):
        return None
    sizes = np.abs(mean)
    return bool((sizes[along < value] >= effect).any() and (sizes[along > value] >= effect).any())


def _around(along: NDArray[np.float64], value: float) -> dict[str, float]:
    if np.isnan(value):
        return {"grid_low": np.nan, "grid_high": np.nan}
    at = int(np.clip(np.searchsorted(along, value), 1, len(along) - 1))
    return {"grid_low": float(along[at - 1]), "grid_high": float(along[at])}


def _yes_or_no(known: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[known]
