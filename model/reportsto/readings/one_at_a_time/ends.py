"""What a difference becomes with one parameter at an end of its range, and how far it moves."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from reportsto.readings.runs import KNOWN, Place, Runs
from reportsto.statistics.intervals import simultaneous
from reportsto.statistics.verdict import Verdict, verdict
from reportsto.studies.sampling import Axis
from reportsto.studies.study import Cell

COLUMNS = (
    *KNOWN, "parameter", "end", "value", "contrast", "low", "high", "n", "moved", "moved_low", "moved_high", "base",
    "base_low", "base_high", "smallest_effect", "becomes",
)  # fmt: skip
"""`contrast` is the mean of a - b with the parameter at this end, `base` with all at their defaults, `moved` the paired
difference of the two, all in the unit of the measure. Intervals hold for all ends of a measure, pair and place at once.

`becomes` is a word of `END_WORDS`.
"""
USUAL, OPPOSITE, TIE = "as at the defaults", str(Verdict.OPPOSITE), str(Verdict.NO_DIFFERENCE)
NO_RESULT, NO_SIGN = "no result", "no sign at the defaults"
"""An end that no run reached; an end of a difference that at its defaults is not beyond the smallest effect."""
END_WORDS = (OPPOSITE, TIE, str(Verdict.NOT_DECIDED), NO_RESULT, USUAL, NO_SIGN)


def ends(runs: Runs) -> pd.DataFrame:
    """Return both ends of every parameter for each difference of a primary measure, with the columns `COLUMNS`."""
    rows = [
        row
        for place, a, b, measure in runs.contrasts(measures=runs.study.outcomes.primary)
        for row in _ends(runs, place, a, b, measure)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def sign(low: float, high: float, effect: float) -> float:
    """Return 1 or -1 where an interval lies beyond the smallest effect, else 0."""
    return {Verdict.AS_PREDICTED: 1.0, Verdict.OPPOSITE: -1.0}.get(verdict(low, high, effect), 0.0)


def _ends(runs: Runs, place: Place, a: str, b: str, measure: str) -> Iterator[dict[str, object]]:
    found = runs.difference(a, b, place, measure)
    at, moved = simultaneous(found.T), simultaneous((found - found[0]).T)
    effect = runs.effect(measure, float(np.nanmean(runs.values(Cell(b, place[0], place[2]), place[1], measure)[0])))
    base = {"base": at.estimate[0], "base_low": at.low[0], "base_high": at.high[0]}
    usual = sign(base["base_low"], base["base_high"], effect)
    for row, parameter, end, level in _layout(runs.study.uncertainties):
        yield {
            **dict(zip(KNOWN, (*place, measure, a, b), strict=True)), "parameter": parameter, "end": end,
            "value": level, "contrast": at.estimate[row], "low": at.low[row], "high": at.high[row],
            "n": int(at.n[row]), "moved": moved.estimate[row], "moved_low": moved.low[row],
            "moved_high": moved.high[row], **base, "smallest_effect": effect,
            "becomes": _becomes(usual, float(at.estimate[row]), float(at.low[row]), float(at.high[row]), effect),
        }  # fmt: skip


def _layout(axes: Sequence[Axis]) -> Iterator[tuple[int, str, str, float]]:
    """Yield the point, the parameter, which end and its level, for both ends of each axis of numbers."""
    first = 1
    for axis in axes:
        levels = list(getattr(axis, "values", None) or (axis.low, axis.high))  # type: ignore[union-attr]
        if all(isinstance(level, (int, float)) for level in levels) and len(levels) > 1:
            numbers = [float(level) for level in levels]
            yield first + int(np.argmin(numbers)), axis.name, "low", min(numbers)
            yield first + int(np.argmax(numbers)), axis.name, "high", max(numbers)
        first += len(levels)


def _becomes(usual: float, estimate: float, low: float, high: float, effect: float) -> str:
    """Return what an end makes of a difference that has this sign at the defaults."""
    if np.isnan(estimate):
        return NO_RESULT
    if usual == 0.0:
        return NO_SIGN
    found = verdict(low, high, effect, sign=usual)
    return USUAL if found is Verdict.AS_PREDICTED else str(found)
