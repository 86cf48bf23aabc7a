"""How often each structure is best: the share of replicates, with its interval."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.errors import unknown_name
from reportsto.statistics.intervals import share_interval
from reportsto.statistics.pairing import groups, require_values, result_rows, runs, side_by_side

Better = Literal["higher", "lower"]

FIGURES = ("structure", "measure", "n", "share", "low", "high", "missing")
"""Columns of a table of rankings, after the `by` columns."""


def best_shares(
    table: pd.DataFrame,
    measure: str,
    *,
    better: Better,
    structures: Sequence[str] = (),
    by: Sequence[str] = ("firm", "world"),
    level: float = 0.95,
) -> pd.DataFrame:
    """Return, for each group and structure, the share of replicates in which it is best on `measure`.

    `better` says which end is best. Without `structures`, all of a group compete, in alphabetical order. Structures
    that share the best value exactly share the replicate, so shares sum to 1. `low` and `high` are the Wilson
    interval. A replicate counts only when every competitor has a value; the others are `missing`. Raises StudyError
    for a structure that is not in the table, UnknownName for an unknown column or end.
    """
    if better not in get_args(Better):
        raise unknown_name("better", better, get_args(Better))
    rows = result_rows(table, [*by, measure])
    require_values(rows, "structure", structures)
    ranked: list[dict[str, object]] = []
    for values, group in groups(rows, by):
        rivals = list(structures) or sorted(group["structure"].unique())
        numbers = side_by_side([runs(group, [measure], {"structure": name})[measure] for name in rivals])
        complete = numbers[~np.isnan(numbers).any(axis=1)]
        n = len(complete)
        wins = _wins(complete if better == "higher" else -complete)
        for name, won in zip(rivals, wins, strict=True):
            share, low, high, _ = share_interval(float(won), n, level=level)
            figures = (name, measure, n, share, low, high, len(numbers) - n)
            ranked.append(dict(zip((*by, *FIGURES), (*values, *figures), strict=True)))
    return pd.DataFrame(ranked, columns=[*by, *FIGURES])


def _wins(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many rows each column wins; columns that tie share the row."""
    best = numbers == numbers.max(axis=1, keepdims=True)
    return np.asarray((best / best.sum(axis=1, keepdims=True)).sum(axis=0), dtype=np.float64)
