"""How many replicates a contrast needs, and whether replicates are what it needs.

More replicates at a point narrow the interval there. They say nothing about other points; when nearly all variance
lies between points, runs are better spent on points.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri, nctdtr

from reportsto.errors import StudyError
from reportsto.statistics.intervals import t_value

SMALL_SHARE = 0.05
"""Below this share of the variance between replicates, more of them are advised against (set by the project)."""

POWER = 0.9
MOST = 1_000_000
"""Where the search for a number of replicates gives up."""

ENDLESS = 1e6
"""A million standard errors away, power is 1 at any number of replicates."""


@dataclass(frozen=True, slots=True)
class Variances:
    """Where the variance of one run's difference lies: a one-way layout with random effects."""

    points: int
    replicates: float
    """Replicates at a point; with missing ones, their effective number."""
    between_points: float
    """Variance of the true mean over points, in the unit of the measure squared; never below 0."""
    between_replicates: float
    """Variance of replicates around the mean of their point, in the same unit."""
    share: float
    """Share of one run's variance that lies between replicates; NaN when nothing varies."""
    low: float
    high: float
    """Interval of that share, from the F distribution; exact for normal numbers without missing ones."""

    @property
    def sd(self) -> float:
        """Return the SD of a replicate around the mean of its point, in the unit of the measure."""
        return sqrt(self.between_replicates)


def variances(differences: ArrayLike, *, level: float = 0.95) -> Variances:
    """Return how much variance lies between parameter points and how much between replicates.

    `differences` has shape (points, replicates): one paired difference each, NaN where it is missing. Between
    replicates: the mean square within points. Between points: what the mean square between points has on top, over
    the number of replicates (Searle, Casella and McCulloch 1992); 0 when it has nothing on top.

    When the same replicates (the same draws) are run at every point, what a replicate shifts at all points alike
    counts as variance between replicates here; the share is then an upper bound. Raises StudyError without two
    points that have a value and one point with two.
    """
    table = np.asarray(differences, dtype=np.float64)
    if table.ndim != 2:
        raise StudyError(f"variances need the shape (points, replicates): got {table.ndim} dimension(s)")
    if np.isinf(table).any():
        raise StudyError(f"differences must be finite: point {np.argwhere(np.isinf(table))[0][0]} has an infinity")
    known = ~np.isnan(table)
    n = known.sum(axis=1)
    table, known, n = table[n > 0], known[n > 0], n[n > 0]
    points, total = len(n), int(n.sum())
    if points < 2 or total <= points:
        raise StudyError(f"variances need two points and a point with two replicates: got {points} and {total} values")
    means = np.where(known, table, 0.0).sum(axis=1) / n
    grand = float((n * means).sum() / total)
    within = float((np.where(known, table - means[:, None], 0.0) ** 2).sum() / (total - points))
    among = float((n * (means - grand) ** 2).sum() / (points - 1))
    effective = float((total - (n**2).sum() / total) / (points - 1))
    between = max(0.0, (among - within) / effective)
    low, high = _ends(among, within, effective, (points - 1, total - points), level)
    whole = between + within
    return Variances(points, effective, between, within, within / whole if whole > 0 else np.nan, low, high)


def power(n: int, *, effect: float, sd: float, level: float = 0.95) -> float:
    """Return the probability that the paired t interval of n replicates excludes 0, from the noncentral t.

    `effect` is the true mean difference and `sd` the SD of one paired difference, in the same unit. With an SD of 0
    any effect is found. Raises StudyError for n below 2 and for an effect or SD that is negative.
    """
    _require_sizes(effect, sd)
    if n < 2:
        raise StudyError(f"an interval needs at least two replicates: got {n}")
    if sd == 0:
        return 1.0 if effect > 0 else 0.0
    away, critical = effect * sqrt(n) / sd, t_value(n, level)
    if away > ENDLESS:
        return 1.0
    # SciPy has no value (NaN) where a probability is below 1e-6: an interval on the wrong side of 0, and one that is
    # not on the right side where the effect is very large.
    missed, wrong_side = (float(np.nan_to_num(nctdtr(n - 1, away, end))) for end in (critical, -critical))
    return 1.0 - missed + wrong_side


def replicates_for(wanted: float, *, effect: float, sd: float, level: float = 0.95) -> int:
    """Return the smallest number of replicates with at least the `wanted` power, at least 2.

    Raises StudyError for an effect of 0, which no number of replicates finds, a power that is not between the
    interval's error rate and 1, and more than a million replicates.
    """
    _require_sizes(effect, sd)
    if not 1 - level < wanted < 1:
        raise StudyError(f"wanted power must lie between {1 - level:.3g} and 1: got {wanted}")
    if effect == 0:
        raise StudyError("an effect of 0 needs no replicates and gets no power: name the smallest effect of interest")
    low, high = 1, 2
    while power(high, effect=effect, sd=sd, level=level) < wanted:
        low, high = high, high * 2
        if low > MOST:
            raise StudyError(f"an effect of {effect:g} at SD {sd:g} needs more than {MOST} replicates")
    # Power rises with n: the answer is above low and at most high.
    while high - low > 1:
        middle = (low + high) // 2
        if power(middle, effect=effect, sd=sd, level=level) < wanted:
            low = middle
        else:
            high = middle
    return high


def _ends(among: float, within: float, effective: float, degrees: tuple[int, int], level: float) -> tuple[float, float]:
    """Return the interval of the share between replicates.

    within / among over its true ratio is F distributed: the share r solves among / within = 1 + n (1 - r) / r.
    """
    if not among > 0:
        return (1.0, 1.0) if within > 0 else (np.nan, np.nan)
    low, high = (fdtri(*degrees, tail) for tail in ((1 - level) / 2, (1 + level) / 2))
    return _share(among, within * low, effective), _share(among, within * high, effective)


def _share(among: float, within: float, effective: float) -> float:
    """Return the share between replicates when the mean squares are in this ratio, between 0 and 1."""
    if within <= 0:
        return 0.0
    return 1.0 / (1.0 + max(0.0, among / within - 1.0) / effective)


def _require_sizes(effect: float, sd: float) -> None:
    if not (effect >= 0 and np.isfinite(effect)):
        raise StudyError(f"effect must be zero or more: got {effect}")
    if not (sd >= 0 and np.isfinite(sd)):
        raise StudyError(f"SD must be zero or more: got {sd}")
