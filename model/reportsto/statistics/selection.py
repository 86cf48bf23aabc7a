"""Which of several structures is best, with a stated probability, and replicates spent where it is close.

The procedure is KN (Kim and Nelson 2001): all designs run a first stage, then one replicate at a time, and whoever has
fallen too far behind another is dropped. It allows common random numbers, and gains by them: what counts is the
variance of differences. It is written out here because the KN of sim-tools 1.3.0 looks up the variance of another pair
when there are three designs or more; with two the tests hold the one against the other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from reportsto.errors import StudyError, unknown_name

Floats = NDArray[np.float64]

COLUMNS = ("design", "replicates", "mean", "dropped_at")
"""Columns of a selection: the mean is in the unit of the measure; dropped_at is empty for those never dropped."""

FIRST = 20
"""Replicates of the first stage, which give the variances: few make the rest of the procedure careful (assumed)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The best design, or why none is named."""

    best: str
    """Empty when the budget ended first or several designs tie exactly."""
    contenders: tuple[str, ...]
    """Designs that were not dropped, in the order given; just `best` where one is named."""
    correct: float
    """Probability that `best` is right, when it is better than every other by the indifference zone."""
    indifference: float
    table: pd.DataFrame
    """One row for each design, with the columns `COLUMNS`."""
    reason: str
    """Why no design is named; empty otherwise."""


def select_best(
    run: Callable[[str, int, int], ArrayLike],
    designs: Sequence[str],
    *,
    indifference: float,
    better: str,
    correct: float = 0.95,
    first: int = FIRST,
    batch: int = 1,
    most: int = 10_000,
) -> Selection:
    """Run designs until one is left, and return it.

    `run(design, start, stop)` returns the outputs of replicates start to stop - 1 of a design, shape (stop - start,);
    for common random numbers the same replicate has the same draws in every design. `better` is "higher" or "lower".

    With normal outputs the best design is named with probability `correct` or more whenever its mean is better than
    every other by at least `indifference`, in the unit of the measure. When others are closer, some design within the
    zone of the best is named; that is what indifference means. `first` replicates give the variances. `batch`
    replicates are run at a time; dropping goes replicate by replicate all the same, so a batch changes only how many
    are run for nothing. At `most` replicates of a design it ends without a name.

    Measured at nominal .95 (1,000 studies each, five designs): right in 97.5 % of studies in the slippage
    configuration, with common draws or without, 97.3 to 98.7 % with unequal variances, 99.3 % with means in steps.

    Designs whose outputs are exactly the same are a tie, and none of them is named. Raises StudyError for fewer than
    two designs, an indifference zone that is not above 0, a probability that is not between 1 / designs and 1, a
    first stage below two, and outputs that are not finite or not as many as asked for.
    """
    names = _checked(designs, indifference, correct, first, batch, most)
    if better not in ("higher", "lower"):
        raise unknown_name("better", better, ("higher", "lower"))
    sign = 1.0 if better == "higher" else -1.0
    k = len(names)
    outputs = [_run(run, name, 0, first) for name in names]
    # Of every pair: how far behind is too far, S^2 h^2 / delta, before the walk is (its share of) r.
    eta = ((2 * (1 - correct) / (k - 1)) ** (-2 / (first - 1)) - 1) / 2
    stage = sign * np.array(outputs)
    spread = (stage[:, None] - stage).var(axis=2, ddof=1)
    allowed = 2 * eta * (first - 1) * spread / indifference
    longest = int(allowed.max() / indifference)
    sums = stage.sum(axis=1)
    alive, dropped, r = np.ones(k, dtype=bool), np.full(k, -1), first
    while True:
        lags = np.maximum(0.0, (allowed - indifference * r) / 2)
        # Sums of r outputs: i is dropped when some l still in has a sum that is larger by more than the lag.
        behind = sums[None, :] - sums[:, None] > lags
        out = alive & (behind & alive).any(axis=1)
        dropped[out] = r
        alive &= ~out
        if alive.sum() == 1 or r > longest or r >= most:
            break
        for at in np.flatnonzero(alive):
            if len(outputs[at]) == r:
                outputs[at] = np.append(outputs[at], _run(run, names[at], r, min(r + batch, most)))
            sums[at] += sign * outputs[at][r]
        r += 1
    return _selection(names, outputs, alive, dropped, r > longest, sums, correct, indifference)


def _selection(
    names: list[str],
    outputs: list[Floats],
    alive: NDArray[np.bool_],
    dropped: NDArray[np.int_],
    exhausted: bool,
    sums: Floats,
    correct: float,
    indifference: float,
) -> Selection:
    if exhausted:
        # Behind by nothing is too far by now, so whoever is left has exactly the same sum.
        alive = alive & (sums == sums[alive].max())
    contenders = tuple(name for name, left in zip(names, alive, strict=True) if left)
    reason = ""
    if len(contenders) > 1:
        listed = ", ".join(contenders)
        reason = f"exact tie of {listed}" if exhausted else f"the budget ended while it was open between {listed}"
    table = pd.DataFrame(
        {
            "design": names,
            "replicates": [len(values) for values in outputs],
            "mean": [float(values.mean()) for values in outputs],
            "dropped_at": pd.array([int(at) if at >= 0 else None for at in dropped], dtype="Int64"),
        },
        columns=list(COLUMNS),
    )
    best = contenders[0] if len(contenders) == 1 else ""
    return Selection(best, contenders, correct, indifference, table, reason)


def _checked(
    designs: Sequence[str], indifference: float, correct: float, first: int, batch: int, most: int
) -> list[str]:
    names = list(designs)
    if len(names) < 2 or len(set(names)) < len(names):
        raise StudyError(
            f"a selection needs at least two designs with different names: got {', '.join(names) or 'none'}"
        )
    if not (indifference > 0 and np.isfinite(indifference)):
        raise StudyError(f"indifference zone must be above 0: got {indifference}")
    if not 1 / len(names) < correct < 1:
        raise StudyError(f"probability of correct selection must lie between {1 / len(names):.3g} and 1: got {correct}")
    if first < 2 or batch < 1 or most < first:
        raise StudyError(f"a selection needs first >= 2, batch >= 1, most >= first: got {first}, {batch}, {most}")
    return names


def _run(run: Callable[[str, int, int], ArrayLike], design: str, start: int, stop: int) -> Floats:
    values = np.asarray(run(design, start, stop), dtype=np.float64)
    if values.shape != (stop - start,):
        raise StudyError(f"replicates {start} to {stop - 1} of {design} need {stop - start} outputs: got {values.size}")
    odd = np.flatnonzero(~np.isfinite(values))
    if odd.size:
        raise StudyError(f"outputs must be finite: replicate {start + int(odd[0])} of {design} is {values[odd[0]]}")
    return values
