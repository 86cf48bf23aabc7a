"""The uncertainty of every number that is printed.

Replicates are the only source of uncertainty here: an interval says how far more replicates could move a number in
the *same* model, and nothing about whether its assumptions are right.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reportsto.arrays import Floats
from reportsto.errors import StudyError

BOOTSTRAP_SEED = 19_370
"""Key of the local generator used when a caller passes none: the same table gives the same interval every time."""

RESAMPLES = 4_000
FEWEST_PAIRS = 4
"""Below four pairs a bootstrap has too few distinct resamples to say anything (assumed)."""

SPREAD_FLOOR = 0.25
"""A resample's standard error counts as at least this share of the sample's (assumed).

Without it, one contrast with 29 exact ties and one difference leaves a third of the resamples without any spread,
and its infinite t would widen every interval of the family.
"""


class Interval(NamedTuple):
    """A number with its interval, all three in the unit of the measure, and how many values stand behind it."""

    estimate: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Intervals:
    """Simultaneous intervals of k contrasts; every array has shape (k,)."""

    estimate: Floats
    low: Floats
    high: Floats
    n: NDArray[np.int64]
    critical: float
    """Half-widths in standard errors, before the floor at each contrast's own t value."""


def mean_interval(values: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the mean of the values that are not NaN and its t interval, mean +- t(n - 1) sd / sqrt(n).

    `values` has shape (n,). One value has no interval (NaN), no value has no mean either.
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    n = known.size
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    if n == 1:
        return Interval(mean, np.nan, np.nan, 1)
    half = t_value(n, level) * float(known.std(ddof=1)) / n**0.5
    return Interval(mean, mean - half, mean + half, n)


def paired_interval(a: ArrayLike, b: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the mean of a - b over pairs and its t interval; a pair with a NaN on either side is left out.

    Both have shape (n,), in the same order of replicates. Raises StudyError when they differ in shape.
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if first.shape != second.shape:
        raise StudyError(f"pairs need two columns of equal length: got {first.size} and {second.size} values")
    return mean_interval(first - second, level=level)


def share_interval(successes: float, n: int, *, level: float = 0.95) -> Interval:
    """Return a share and its Wilson score interval (Wilson 1927).

    (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n), with p = successes / n. Successes may be
    fractions, where a tie is split. Of nothing, the share is NaN.
    """
    if not 0 <= successes <= n:
        raise StudyError(f"successes must lie between 0 and n = {n}: got {successes}")
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    share = successes / n
    from scipy.special import ndtri  # loaded where it is used: `study check` has no interval

    z2 = float(ndtri(0.5 + level / 2)) ** 2 / n
    middle = (share + z2 / 2) / (1 + z2)
    half = (z2 * share * (1 - share) + z2**2 / 4) ** 0.5 / (1 + z2)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half), n)


def simultaneous(
    differences: ArrayLike,
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    rng: np.random.Generator | None = None,
) -> Intervals:
    """Return intervals that hold for *all* contrasts at once in `level` of studies, by a max-t bootstrap.

    `differences` has shape (replicates, contrasts): one paired difference each, NaN where the pair is missing.
    Whole replicates are resampled, the same ones for every contrast, so that contrasts which share a structure stay
    as dependent as they are. The critical value is the `level` quantile of the largest |t| in the family (Romano
    and Wolf 2005); no interval is narrower than the t interval of its contrast alone. A contrast without spread has
    an interval of width zero; one with fewer than four pairs, NaN.

    Measured on normal differences (400 studies each): all intervals right in 94 to 100 % of studies with 8 to 30
    pairs and 1 to 40 contrasts; in 82 % with 4 pairs and 40 contrasts, so a large family wants eight pairs or more.

    `rng` is used up; without one, a local generator with the documented `BOOTSTRAP_SEED` makes the result repeatable.
    """
    table = np.asarray(differences, dtype=np.float64)
    if table.ndim != 2:
        raise StudyError(f"differences need the shape (replicates, contrasts): got {table.ndim} dimension(s)")
    known = ~np.isnan(table)
    n = known.sum(axis=0)
    mean = np.where(known, table, 0.0).sum(axis=0) / np.maximum(n, 1)
    gaps = np.where(known, table - mean, 0.0)
    spread = np.sqrt((gaps**2).sum(axis=0) / np.maximum(n - 1, 1))

    enough = n >= FEWEST_PAIRS
    moving = enough & (spread > 0)
    critical = 0.0
    if moving.any():
        scaled = gaps[:, moving] / spread[moving]
        largest = _largest_t(scaled, known[:, moving], bootstrap_counts(len(table), resamples, rng))
        critical = float(np.quantile(largest, level, method="higher"))
    alone = np.array([t_value(int(pairs), level) if pairs > 1 else np.nan for pairs in n])
    half = np.where(enough, np.maximum(critical, alone) * spread / np.sqrt(np.maximum(n, 1)), np.nan)
    estimate = np.where(n > 0, mean, np.nan)
    return Intervals(estimate, estimate - half, estimate + half, n.astype(np.int64), critical)


def t_value(n: int, level: float) -> float:
    """Return the two-sided critical value of Student's t for the mean of n values."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.5 + level / 2))


def bootstrap_counts(n: int, resamples: int, rng: np.random.Generator | None = None) -> Floats:
    """Return how often each of n replicates occurs in each resample, shape (resamples, n); rows sum to n."""
    generator = np.random.default_rng(BOOTSTRAP_SEED) if rng is None else rng
    return generator.multinomial(n, np.full(n, 1.0 / n), size=resamples).astype(np.float64)


def _largest_t(scaled: Floats, known: NDArray[np.bool_], counts: Floats) -> Floats:
    """Return the largest |t| over contrasts in each resample; `scaled` has mean 0 and SD 1 in each column."""
    pairs = counts @ known.astype(np.float64)
    some = np.maximum(pairs, 1.0)
    mean = counts @ scaled / some
    variance = np.maximum(counts @ scaled**2 - some * mean**2, 0.0) / np.maximum(pairs - 1.0, 1.0)
    error = np.maximum(np.sqrt(variance / some), SPREAD_FLOOR / np.sqrt(known.sum(axis=0)))
    # A contrast with many missing pairs can lose all but one in a resample: it has no t there, and says nothing.
    t = np.where(pairs > 1.0, np.abs(mean) / error, 0.0)
    return np.asarray(t.max(axis=1), dtype=np.float64)
