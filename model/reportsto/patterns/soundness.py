"""Which runs are of a firm that could go on: few contacts given up, handlers not always busy, few orders late."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SOUND = {"abandoned": 0.10, "utilisation": 0.97, "late_rate": 0.20}
"""The most that a sound firm has of each measure, in its unit (assumed)."""
RULE = "given up at most 10 %, handlers at most 97 % busy, late at most 20 %"


def sound_points(means: "pd.DataFrame") -> "pd.Series[bool]":
    """Return which rows are sound; `means` has the columns of `SOUND`. A row without a number is not."""
    return (means[list(SOUND)] <= list(SOUND.values())).all(axis=1)
