"""Which parameters an outcome depends on: Sobol' indices of a box, and Morris screening of many parameters.

The arithmetic is SALib's. What is added: points and outputs that carry names, a refusal of outputs that are not
finite (one NaN makes SALib return zeros, which reads as "nothing matters"), and a stated reason where an index
has no value. Both need the extra `sensitivity`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from reportsto.arrays import Floats
from reportsto.errors import StudyError
from reportsto.statistics.extras import library
from reportsto.statistics.intervals import BOOTSTRAP_SEED

SOBOL_COLUMNS = ("parameter", "first", "first_low", "first_high", "total", "total_low", "total_high", "reason")
"""Columns of a table of Sobol' indices: shares of the variance of the output over the box."""

MORRIS_COLUMNS = ("parameter", "mu", "mu_star", "mu_star_low", "mu_star_high", "sigma", "reason")
"""Columns of a table of elementary effects, in units of the output for a move over the parameter's whole range."""

RESAMPLES = 1_000
LEVELS = 4
"""Levels of a Morris grid: Morris (1991) and every library since use four."""

CONSTANT = 1e-12
"""An output whose range is below this share of its size varies by rounding alone (assumed)."""


@dataclass(frozen=True, slots=True)
class Box:
    """Parameters and the range of each, in the parameter's own unit: `Box({"attention.hours": (2.0, 8.0)})`."""

    ranges: Mapping[str, tuple[float, float]]

    def __post_init__(self) -> None:
        if len(self.ranges) < 2:
            raise StudyError(f"a sensitivity study needs at least two parameters: got {len(self.ranges)}")
        for name, (low, high) in self.ranges.items():
            if not (np.isfinite([low, high]).all() and low < high):
                raise StudyError(f"range of {name}: needs two finite numbers, low below high: got {low} to {high}")

    @property
    def names(self) -> list[str]:
        """Return the parameters in their order."""
        return list(self.ranges)

    @property
    def problem(self) -> dict[str, object]:
        """Return the box in SALib's words."""
        return {"num_vars": len(self.ranges), "names": self.names, "bounds": [list(r) for r in self.ranges.values()]}


def sobol_indices(
    box: Box,
    outputs: ArrayLike,
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return the first-order and total Sobol' index of each parameter, with the columns `SOBOL_COLUMNS`.

    `outputs` has shape (points,): one number for each of Saltelli's points, in their order. First: the share of the
    output's variance that goes when the parameter is known. Total: the share that stays when all others are known.
    Intervals are estimate +- z times the SD over resampled points, so an index of 0 has an interval on both sides.

    A constant output has no shares: every index is NaN and `reason` says so. Replicate noise in the outputs counts
    as interaction of everything with everything; feed means over the same replicates at every point. Raises
    StudyError for an output that is not finite, naming its row, and for a number of outputs that fits no base.
    """
    values = _finite(outputs)
    block = len(box.names) + 2
    if len(values) == 0 or len(values) % block:
        raise StudyError(f"Sobol' indices of {block - 2} parameters need a multiple of {block} outputs: {len(values)}")
    if _constant(values):
        return _undefined(box, SOBOL_COLUMNS)
    analysis = library("SALib.analyze.sobol", name="SALib", extra="sensitivity")
    found = analysis.analyze(
        box.problem,
        values,
        calc_second_order=False,
        num_resamples=resamples,
        conf_level=level,
        seed=_seed(rng),
    )
    return pd.DataFrame(
        {
            "parameter": box.names,
            "first": found["S1"],
            "first_low": found["S1"] - found["S1_conf"],
            "first_high": found["S1"] + found["S1_conf"],
            "total": found["ST"],
            "total_low": found["ST"] - found["ST_conf"],
            "total_high": found["ST"] + found["ST_conf"],
            "reason": "",
        },
        columns=list(SOBOL_COLUMNS),
    )


def morris_effects(
    box: Box,
    points: pd.DataFrame,
    outputs: ArrayLike,
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return the elementary effects of each parameter (Morris 1991), with the columns `MORRIS_COLUMNS`.

    `points` are trajectories, each point one step from the one above it; `outputs` has shape (points,).
    mu is the mean effect; mu_star the mean of its size (Campolongo, Cariboni and Saltelli 2007), with an interval of
    +- z times its SD over resampled trajectories; sigma the SD of the effect: large beside mu_star means curvature or
    interaction. It ranks parameters, to drop those that do nothing; it shares out no variance.

    A constant output gives NaN and a `reason`. Raises StudyError for an output or a point that is not finite,
    naming its row, and when points and outputs do not fit.
    """
    values = _finite(outputs)
    if len(values) != len(points) or len(values) % (len(box.names) + 1):
        raise StudyError(
            f"Morris screening of {len(box.names)} parameters needs one output for each point and a multiple of "
            f"{len(box.names) + 1} points: got {len(points)} points and {len(values)} outputs"
        )
    lost = [name for name in box.names if name not in points.columns]
    if lost:
        raise StudyError(f"the table of points lacks the parameters {', '.join(lost)}")
    if _constant(values):
        return _undefined(box, MORRIS_COLUMNS)
    analysis = library("SALib.analyze.morris", name="SALib", extra="sensitivity")
    moved = np.column_stack([_finite(points[name], f"points of {name}") for name in box.names])
    found = analysis.analyze(
        box.problem,
        moved,
        values,
        num_resamples=resamples,
        conf_level=level,
        num_levels=LEVELS,
        seed=_seed(rng),
    )
    mu_star, half = (np.asarray(found[key], dtype=np.float64) for key in ("mu_star", "mu_star_conf"))
    return pd.DataFrame(
        {
            "parameter": box.names,
            "mu": np.asarray(found["mu"], dtype=np.float64),
            "mu_star": mu_star,
            "mu_star_low": mu_star - half,
            "mu_star_high": mu_star + half,
            "sigma": np.asarray(found["sigma"], dtype=np.float64),
            "reason": "",
        },
        columns=list(MORRIS_COLUMNS),
    )


def _finite(values: ArrayLike, what: str = "outputs") -> Floats:
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1:
        raise StudyError(f"{what} need the shape (points,): got {numbers.ndim} dimension(s)")
    odd = np.flatnonzero(~np.isfinite(numbers))
    if odd.size:
        more = f" and {odd.size - 1} more" if odd.size > 1 else ""
        raise StudyError(
            f"{what} must be finite: row {odd[0]} (counted from 0){more} is {numbers[odd[0]]}; "
            "run it again, or choose a measure that is defined at every point"
        )
    return numbers


def _constant(values: Floats) -> bool:
    return bool(np.ptp(values) <= CONSTANT * np.abs(values).max())


def _undefined(box: Box, columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame({"parameter": box.names}, columns=list(columns))
    table["reason"] = "the output is the same at every point: there is no variance to share out"
    return table.astype(dict.fromkeys(columns[1:-1], np.float64))


def _seed(rng: np.random.Generator | None) -> int:
    """Return a seed for SALib, never 0: it takes 0 for "no seed" and draws from the global generator."""
    generator = np.random.default_rng(BOOTSTRAP_SEED) if rng is None else rng
    return int(generator.integers(1, 2**31))
