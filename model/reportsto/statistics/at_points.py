"""What replicates say at each point of a box of assumptions.

A ranking at one parameter point is a fact about that point; `verdict.share` and `verdict.over_points` say at what share
of the points it holds.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from reportsto.arrays import Floats
from reportsto.errors import StudyError
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import Verdicts, together, verdicts


def verdicts_at(differences: ArrayLike, smallest_effect: float, *, sign: float = 1.0, level: float = 0.95) -> Verdicts:
    """Return the verdict at each parameter point, shape (points,), from the t interval over its replicates.

    `differences` has shape (points, replicates): paired differences; or (points, replicates, links) for an order such
    as S > M > O, where each link is one difference and the level is shared out over the links. `sign` is 1 where a
    positive difference is as predicted, else -1. Without a smallest effect, an exact tie is no difference that matters.

    Raises StudyError for values that are not finite, fewer than four replicates, a negative smallest effect and
    shapes that do not fit.
    """
    values = _checked(differences, smallest_effect)
    _, n, links = values.shape
    mean = values.mean(axis=1)
    half = stdtrit(n - 1, 1 - (1 - level) / (2 * links)) * values.std(axis=1, ddof=1) / n**0.5
    return together(verdicts(mean - half, mean + half, smallest_effect, sign=sign))


def _checked(differences: ArrayLike, smallest_effect: float) -> Floats:
    values = np.asarray(differences, dtype=np.float64)
    if values.ndim == 2:
        values = values[:, :, None]
    if values.ndim != 3 or 0 in values.shape:
        raise StudyError("differences at points need the shape (points, replicates) or (points, replicates, links)")
    if values.shape[1] < FEWEST_PAIRS:
        raise StudyError(f"a verdict at a point needs at least {FEWEST_PAIRS} replicates: got {values.shape[1]}")
    odd = np.argwhere(~np.isfinite(values))
    if odd.size:
        raise StudyError(
            f"differences must be finite: point {odd[0][0]}, replicate {odd[0][1]} (counted from 0) is not; "
            "leave out the point, and say how many were left out"
        )
    if not smallest_effect >= 0:
        raise StudyError(f"smallest effect must be zero or more: got {smallest_effect}")
    return values
