"""What legacy pages say; goes with them."""

import pandas as pd

from reportsto.readings.words import UNITS, number, span, with_interval
from reportsto.readings.words import structure as told

VERDICTS = ("supported", "passed", "refuted", "failed", "equivalent", "inconclusive")


def verdict_counts(claims: pd.DataFrame) -> str:
    """Return how often each verdict was given, in a fixed order; nothing without verdicts.

    Where `claims` has reasons why some could not be judged, it says of how many.
    """
    counts = claims["verdict"].value_counts()
    told = ", ".join(f"{counts[word]} {word}" for word in VERDICTS if counts.get(word))
    unjudged = int((claims["reason"] != "").sum()) if "reason" in claims else 0
    return f"{told} ({unjudged} of them for too few points or replicates)" if unjudged else told


__all__ = ["UNITS", "number", "span", "told", "verdict_counts", "with_interval"]
