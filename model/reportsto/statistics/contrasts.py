"""Paired differences between structures, and how much variance the shared draws removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reportsto.errors import StudyError
from reportsto.statistics.intervals import paired_interval
from reportsto.statistics.pairing import groups, match, require_values, result_rows, runs

FIGURES = (
    "a", "b", "measure", "n", "mean_a", "mean_b", "difference", "sd", "low", "high", "variance_ratio", "missing",
)  # fmt: skip
"""Columns of a table of contrasts, after the `by` columns."""


def paired_contrasts(
    table: pd.DataFrame,
    pairs: Sequence[tuple[str, str]],
    measures: Sequence[str],
    *,
    by: Sequence[str] = ("firm", "world"),
    over: str = "structure",
    level: float = 0.95,
) -> pd.DataFrame:
    """Return one row for each group, pair (a, b) and measure: the mean of a - b over matched replicates.

    `table` has one row for each run. `over` names the column that a and b are values of: "structure", or "variant"
    to compare a lever on and off within `by=("firm", "world", "structure")`. Columns: the `by` columns, then
    `FIGURES`; means, difference, sd and the paired t interval (low, high) are in the unit of the measure.

    - `variance_ratio` = variance of the paired difference / (variance of a + variance of b), what it would be
      without shared draws. Below 1 pairing helps; NaN when nothing varies.
    - `n` pairs are used; `missing` are dropped because one side is NaN (an undefined ratio, a failed run) or absent.

    A structure that is in the table but not in one group has n = 0 there. Raises StudyError when it is nowhere, or
    when several rows share group, structure, seed and replicate; UnknownName for an unknown column.
    """
    return _table([_figures(matched, level) for matched in _matched(table, pairs, measures, by, over)], by)


@dataclass(frozen=True, slots=True)
class _Matched:
    """Two columns over the same (seed, replicate) keys, and where they come from."""

    group: dict[str, object]
    names: tuple[str, str]
    measure: str
    a: "pd.Series[float]"
    b: "pd.Series[float]"


def _matched(
    table: pd.DataFrame, pairs: Sequence[tuple[str, str]], measures: Sequence[str], by: Sequence[str], over: str
) -> Iterator[_Matched]:
    if over in by:
        raise StudyError(f"a contrast over {over!r} cannot also be split by it: leave {over!r} out of `by`")
    rows = result_rows(table, [over, *by, *measures])
    require_values(rows, over, [name for pair in pairs for name in pair])
    for values, group in groups(rows, by):
        for pair in pairs:
            a, b = match(*(runs(group, measures, {over: name}) for name in pair))
            for measure in measures:
                yield _Matched(dict(zip(by, values, strict=True)), pair, measure, a[measure], b[measure])


def _figures(matched: _Matched, level: float) -> dict[str, object]:
    a, b = (side.dropna().to_numpy(dtype=np.float64) for side in (matched.a, matched.b))
    estimate, low, high, n = paired_interval(a, b, level=level)
    varies = float(a.var(ddof=1) + b.var(ddof=1)) if n > 1 else 0.0
    sd = float((a - b).std(ddof=1)) if n > 1 else np.nan
    return {
        **matched.group,
        "a": matched.names[0],
        "b": matched.names[1],
        "measure": matched.measure,
        "n": n,
        "mean_a": float(a.mean()) if n else np.nan,
        "mean_b": float(b.mean()) if n else np.nan,
        "difference": estimate,
        "sd": sd,
        "low": low,
        "high": high,
        "variance_ratio": sd**2 / varies if varies > 0 else np.nan,
        "missing": len(matched.a) - n,
    }


def _table(rows: list[dict[str, object]], by: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*by, *FIGURES])
