"""How much of a box of assumptions a ranking holds in: shares of parameter points, each with its interval.

A ranking at one parameter point is a fact about that point. A certificate says at what share of a box's points it
holds, how often by more than the smallest effect, and where it turns around.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from reportsto.errors import StudyError
from reportsto.statistics.discovery import Discovery, discover
from reportsto.statistics.intervals import FEWEST_PAIRS, Interval, share_interval

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Verdict = Literal["holds", "fails", "tie", "open"]

COLUMNS = ("share_of_points", "points", "share", "low", "high")
"""Columns of a certificate as a table."""


@dataclass(frozen=True, slots=True)
class Points:
    """What the replicates say at each parameter point; every array has shape (points,)."""

    right: Bools
    """The mean difference has the right sign; of an order, every link's has."""
    wrong: Bools
    """The mean difference has the other sign; of an order, some link's has."""
    beyond: Bools
    """The mean difference has the right sign and is larger than the smallest effect; every link's is."""
    beyond_wrong: Bools
    """The mean difference has the other sign and is larger than the smallest effect; some link's is."""
    surely_right: Bools
    """The whole interval lies on the right side of 0; every link's does."""
    surely_wrong: Bools
    """The whole interval lies on the other side of 0; some link's does."""
    tied: Bools
    """The whole interval lies within +- the smallest effect; every link's does. An exact tie does."""

    @property
    def undecided(self) -> Bools:
        """Return the points whose replicates decide nothing: neither sign is sure, nor is it a tie."""
        return ~(self.surely_right | self.surely_wrong | self.tied)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Shares of the points of a box, with Wilson intervals for the box the points were drawn from."""

    right: Interval
    """The probability that A is better than B, for a point drawn from the box."""
    beyond: Interval
    beyond_wrong: Interval
    surely_right: Interval
    surely_wrong: Interval
    tied: Interval
    undecided: Interval
    smallest_effect: float
    verdict: Verdict
    points: Points

    @property
    def table(self) -> pd.DataFrame:
        """Return one row for each share, with the columns `COLUMNS`."""
        rows = [
            (name, interval.n, interval.estimate, interval.low, interval.high)
            for name, interval in (
                ("right sign", self.right),
                ("beyond the smallest effect", self.beyond),
                ("beyond it, the other way", self.beyond_wrong),
                ("surely right", self.surely_right),
                ("surely wrong", self.surely_wrong),
                ("tied", self.tied),
                ("undecided at replicate noise", self.undecided),
            )
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def certify(
    differences: ArrayLike, *, smallest_effect: float, more_than: float = 0.5, level: float = 0.95
) -> Certificate:
    """Return the shares of parameter points at which "A is better than B" holds.

    `differences` has shape (points, replicates): paired differences, counted so that a positive one is in favour of
    A; or (points, replicates, links) for an order such as S > M > O, where each link is one difference and a point
    is right only when every link is. The points must be a random or quasi-random sample of the box.

    - `right`: share with the right sign of the mean. Exact ties are neither right nor wrong. Replicate noise pulls
      this share towards one half; `surely_right` and 1 - `surely_wrong` are its bounds under that noise.
    - `beyond`: share with the right sign and a mean larger than `smallest_effect`, in the unit of the measure;
      `beyond_wrong`: the same with the other sign.
    - `surely_right`, `surely_wrong`: the t interval over replicates at that point excludes 0 (`level`, shared out
      over the links). At a tie each still happens by chance, at 2.5 points in 100.
    - `tied`: the interval, ends included, lies within +- `smallest_effect`. A point may be sure of its sign and tied.
    - `undecided`: none of the three.

    Verdict, from the Wilson intervals and `more_than` (falsifier C3.6 asks for more than half): "tie" when more of
    the points than that are tied; else "holds" when more of them are right by more than the smallest effect;
    "fails" when more of them are surely wrong; else "open".

    Raises StudyError for values that are not finite, fewer than four replicates, a negative smallest effect and
    shapes that do not fit.
    """
    values = _checked(differences, smallest_effect, more_than)
    found = _points(values, smallest_effect, level)
    n = len(values)

    def share(of: Bools) -> Interval:
        return share_interval(int(of.sum()), n, level=level)

    beyond, wrong, tied = share(found.beyond), share(found.surely_wrong), share(found.tied)
    verdict: Verdict = "open"
    if tied.low > more_than:
        verdict = "tie"
    elif beyond.low > more_than:
        verdict = "holds"
    elif wrong.low > more_than:
        verdict = "fails"
    return Certificate(
        right=share(found.right),
        beyond=beyond,
        beyond_wrong=share(found.beyond_wrong),
        surely_right=share(found.surely_right),
        surely_wrong=wrong,
        tied=tied,
        undecided=share(found.undecided),
        smallest_effect=smallest_effect,
        verdict=verdict,
        points=found,
    )


def flips(
    certificate: Certificate,
    parameters: pd.DataFrame,
    *,
    other: str = "B",
    level: float = 0.95,
    rng: np.random.Generator | None = None,
) -> Discovery:
    """Return rules for where the ranking surely turns around: "B wins when ..." (`discovery.discover`).

    `parameters` has one row for each point, in the order of the certificate. A point counts as flipped when its
    replicates are sure of the other sign and it is no tie; of an order, when some link is. Points that the
    replicates cannot tell are not counted as flipped.
    """
    flipped = certificate.points.surely_wrong & ~certificate.points.tied
    return discover(parameters, flipped, winner=other, level=level, rng=rng)


def _checked(differences: ArrayLike, smallest_effect: float, more_than: float) -> Floats:
    values = np.asarray(differences, dtype=np.float64)
    if values.ndim == 2:
        values = values[:, :, None]
    if values.ndim != 3 or 0 in values.shape:
        raise StudyError(
            "a certificate needs differences of the shape (points, replicates) or (points, replicates, links)"
        )
    if values.shape[1] < FEWEST_PAIRS:
        raise StudyError(f"a certificate needs at least {FEWEST_PAIRS} replicates at each point: got {values.shape[1]}")
    odd = np.argwhere(~np.isfinite(values))
    if odd.size:
        raise StudyError(
            f"differences must be finite: point {odd[0][0]}, replicate {odd[0][1]} (counted from 0) is not; "
            "leave out the point, and say how many were left out"
        )
    if not smallest_effect >= 0:
        raise StudyError(f"smallest effect must be zero or more: got {smallest_effect}")
    if not 0 <= more_than < 1:
        raise StudyError(f"more_than is a share of the points, from 0 to below 1: got {more_than}")
    return values


def _points(values: Floats, smallest_effect: float, level: float) -> Points:
    """Return what is known at each point; `values` has shape (points, replicates, links)."""
    _, n, links = values.shape
    mean = values.mean(axis=1)
    half = stdtrit(n - 1, 1 - (1 - level) / (2 * links)) * values.std(axis=1, ddof=1) / n**0.5
    low, high = mean - half, mean + half
    return Points(
        right=(mean > 0).all(axis=1),
        wrong=(mean < 0).any(axis=1),
        beyond=(mean > smallest_effect).all(axis=1),
        beyond_wrong=(mean < -smallest_effect).any(axis=1),
        surely_right=(low > 0).all(axis=1),
        surely_wrong=(high < 0).any(axis=1),
        tied=((low >= -smallest_effect) & (high <= smallest_effect)).all(axis=1),
    )
