"""What an interval says about a difference: one rule and one vocabulary, wherever a verdict is given.

Not to be confused with significance: an interval may exclude zero and still hold no difference that matters.
"""

from collections.abc import Iterable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reportsto.errors import StudyError
from reportsto.statistics.intervals import Interval, mean_interval, share_interval

FEWEST_CHOSEN = 8
"""Points of a chosen grid below which counts are given and no verdict (assumed)."""

HALF = 0.5
"""A verdict on many points needs more than this share of them."""


class Verdict(StrEnum):
    """A verdict, and its word everywhere; a check has the same words, and says beside them that it is a check."""

    AS_PREDICTED = "as predicted"
    OPPOSITE = "opposite"
    NO_DIFFERENCE = "no difference that matters"
    NOT_DECIDED = "not decided"

    def said(self, *, expected: str, other: str = "opposite", tie: str = "") -> str:
        """Return the word where nothing was predicted: what the first two verdicts, and a tie, are then called."""
        words = {Verdict.AS_PREDICTED: expected, Verdict.OPPOSITE: other, Verdict.NO_DIFFERENCE: tie or str(self)}
        return words.get(self, str(self))

    @property
    def mark(self) -> str:
        """Return what stands behind a difference in a table where neither side is ahead."""
        return {Verdict.NO_DIFFERENCE: " *tie*", Verdict.NOT_DECIDED: " *open*"}.get(self, "")

    @property
    def comparison(self) -> str:
        """Return the word for "a against b" without a prediction, where the direction asked about is "a is better"."""
        return self.said(expected="better", other="worse")


Verdicts = NDArray[np.object_]
"""An array of verdicts."""
_OF = np.array(list(Verdict), dtype=object)


def verdicts(low: ArrayLike, high: ArrayLike, smallest_effect: ArrayLike, *, sign: ArrayLike = 1.0) -> Verdicts:
    """Return the verdict on each interval of a difference; all arguments have one shape, or are numbers.

    - as predicted: the whole interval lies beyond the smallest effect, on the side of `sign` (1 above zero, -1 below);
    - opposite: the whole interval lies beyond it on the other side;
    - no difference that matters: the whole interval, ends included, lies within +- the smallest effect;
    - not decided: anything else, also without an interval (NaN).

    Raises StudyError for an interval that runs from high to low.
    """
    low, high, effect, side = np.broadcast_arrays(
        *(np.asarray(x, dtype=np.float64) for x in (low, high, smallest_effect, sign))
    )
    if (low > high).any():
        at = np.argwhere(low > high)[0]
        raise StudyError(f"an interval runs from low to high: got {low[tuple(at)]} to {high[tuple(at)]}")
    worst, best = np.where(side > 0, low, -high), np.where(side > 0, high, -low)
    beyond, opposite = worst > effect, best < -effect
    within = (worst >= -effect) & (best <= effect)
    return _of(beyond, opposite, within)


def verdict(low: float, high: float, smallest_effect: float, *, sign: float = 1.0) -> Verdict:
    """Return the verdict on one interval; see `verdicts`."""
    found: Verdict = verdicts([low], [high], smallest_effect, sign=sign)[0]
    return found


def together(links: Verdicts) -> Verdicts:
    """Return the verdicts on orders such as S > M > O from those on their links, the last axis.

    As predicted, or no difference that matters, where every link is; opposite where any link is.
    """
    whole = [(links == word).all(axis=-1) for word in (Verdict.AS_PREDICTED, Verdict.NO_DIFFERENCE)]
    return _of(whole[0], (links == Verdict.OPPOSITE).any(axis=-1), whole[1])


def _of(beyond: NDArray[np.bool_], opposite: NDArray[np.bool_], within: NDArray[np.bool_]) -> Verdicts:
    out: Verdicts = _OF[np.select([beyond, opposite, within], [0, 1, 2], default=3)]
    return out


def share(found: Verdicts, word: Verdict, *, chosen: bool = False, level: float = 0.95) -> Interval:
    """Return the share of points with this verdict and its Wilson interval; points that were `chosen` have none.

    A grid is no sample: it has a count, and no interval for anything it was drawn from.
    """
    count, n = int((found == word).sum()), len(found)
    if not chosen:
        return share_interval(count, n, level=level)
    return Interval(count / n if n else np.nan, np.nan, np.nan, n)


def over_points(found: Verdicts, *, chosen: bool = False, level: float = 0.95) -> Verdict:
    """Return the verdict on a box from the verdicts at its points, shape (points,).

    The verdict that more than half of the points have. Of points drawn from a box, the whole interval of that share
    must lie above one half; of points that were `chosen`, the count decides, from `FEWEST_CHOSEN` points on.
    """
    for word in (Verdict.AS_PREDICTED, Verdict.OPPOSITE, Verdict.NO_DIFFERENCE):
        known = share(found, word, chosen=chosen, level=level)
        if (known.estimate if chosen and known.n >= FEWEST_CHOSEN else known.low) > HALF:
            return word
    return Verdict.NOT_DECIDED


def unbeaten(values: ArrayLike, smallest_effect: float, *, sign: float, level: float = 0.95) -> list[int]:
    """Return the columns that no other beats by more than the smallest effect, the best mean first.

    `values` has shape (replicates, competitors), NaN where there is no number; `sign` is 1 where more is better, -1
    where less is. One beats another where the verdict on their paired t interval says so. Several columns are a tie.
    Means are over the replicates in which every competitor has a number; a column without any number is left out.
    """
    table = np.asarray(values, dtype=np.float64) * (1.0 if sign > 0 else -1.0)
    competing = [at for at in range(table.shape[1]) if not np.isnan(table[:, at]).all()]
    table = table[~np.isnan(table[:, competing]).any(axis=1)]
    if len(table) == 0:
        return []
    ranked = sorted(competing, key=lambda at: -table[:, at].mean())
    return [
        at for at in ranked if not any(_beats(table[:, one] - table[:, at], smallest_effect, level) for one in ranked)
    ]


def _beats(difference: NDArray[np.float64], smallest_effect: float, level: float) -> bool:
    _, low, high, _ = mean_interval(difference, level=level)
    return verdict(low, high, smallest_effect) is Verdict.AS_PREDICTED


def counts(words: Iterable[str]) -> str:
    """Return how often each verdict was given, in the order of the vocabulary: "3 as predicted, 1 not decided"."""
    given = list(words)
    found = ((word, given.count(word)) for word in Verdict)
    return ", ".join(f"{count} {word}" for word, count in found if count)
