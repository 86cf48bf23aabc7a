"""Verdicts of legacy pages; go with them."""

from typing import Literal

from reportsto.errors import StudyError

Direction = Literal["a_above", "a_below"]
Verdict = Literal["supported", "refuted", "passed", "failed", "equivalent", "inconclusive"]
CHECKED: dict[Verdict, Verdict] = {"supported": "passed", "refuted": "failed"}


def verdict(low: float, high: float, *, smallest_effect: float, direction: Direction) -> Verdict:
    """Return what the interval of a - b says about a predicted direction.

    - supported: the whole interval lies beyond the smallest effect, on the predicted side;
    - refuted: the whole interval lies beyond the smallest effect, on the other side;
    - equivalent: the whole interval, ends included, lies within +- the smallest effect; an exact tie does;
    - inconclusive: anything else, also without an interval (NaN).
    """
    if low > high:
        raise StudyError(f"an interval runs from low to high: got {low} to {high}")
    worst, best = (low, high) if direction == "a_above" else (-high, -low)
    if worst > smallest_effect:
        return "supported"
    if best < -smallest_effect:
        return "refuted"
    if -smallest_effect <= worst and best <= smallest_effect:
        return "equivalent"
    return "inconclusive"
