"""What a lost customer must cost before the dearer structure pays: a price, never a ranking at one price."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.arrays import Floats
from reportsto.statistics.intervals import FEWEST_PAIRS, RESAMPLES, bootstrap_counts
from reportsto.statistics.pairing import groups, match, require_values, result_rows, runs

MEASURES = ["cost_per_1000", "lost_per_1000"]
FIGURES = (
    "a", "b", "n", "missing", "cost_difference", "lost_difference", "label", "label_share", "price", "low", "high",
    "keeper",
)  # fmt: skip
"""Columns of a table of prices, after the `by` columns."""


def break_even_price(
    table: pd.DataFrame,
    a: str,
    b: str,
    *,
    by: Sequence[str] = ("firm", "world"),
    level: float = 0.95,
    resamples: int = RESAMPLES,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return, for each group, the price of a lost customer at which structures a and b cost the same.

    cost_a + price lost_a = cost_b + price lost_b, so price = -(cost_a - cost_b) / (lost_a - lost_b), both measures
    per 1,000 orders and averaged over matched replicates; price, low and high are currency per customer.

    - `label`: "crossover" when one is cheaper and the other loses fewer; "a dominates" or "b dominates" when one is
      no worse at both and better at one; "tie" when both differences are zero; "unknown" without pairs.
    - `label_share`: share of bootstrap resamples of replicates with the same label: how sure the label is.
    - `keeper`: at a crossover, the structure that loses fewer customers and is worth its cost *above* the price.
    - `low`, `high`: percentile interval over resamples of the price above which the keeper pays. A resample in which
      it dominates counts as 0, one in which it does not keep more customers as infinite: `high` may be infinite.

    Price, interval and keeper are empty without a crossover; interval and share are NaN below four pairs. Raises
    StudyError when a structure is not in the table. Local generator as in `intervals.simultaneous`.
    """
    rows = result_rows(table, [*by, *MEASURES])
    require_values(rows, "structure", [a, b])
    priced = []
    for values, group in groups(rows, by):
        first, second = match(*(runs(group, MEASURES, {"structure": name}) for name in (a, b)))
        # One run gives both measures: a replicate counts only with all four numbers.
        differences = (first - second).dropna().to_numpy(dtype=np.float64)
        figures = _figures(differences, (a, b), level=level, resamples=resamples, rng=rng)
        priced.append(
            {**dict(zip(by, values, strict=True)), "a": a, "b": b, "missing": len(first) - len(differences), **figures}
        )
    return pd.DataFrame(priced, columns=[*by, *FIGURES])


def _figures(
    differences: Floats, names: tuple[str, str], *, level: float, resamples: int, rng: np.random.Generator | None
) -> dict[str, object]:
    """Return the figures of one group from its differences a - b, shape (pairs, 2): cost, lost."""
    n = len(differences)
    empty = dict.fromkeys(("cost_difference", "lost_difference", "label_share", "price", "low", "high"), np.nan)
    figures: dict[str, object] = {**empty, "n": n, "label": "unknown", "keeper": ""}
    if n == 0:
        return figures
    mean = differences.mean(axis=0)
    label = _labels(mean[None, :])[0]
    figures |= {"cost_difference": mean[0], "lost_difference": mean[1], "label": str(label)}
    keeper = 0 if mean[1] < 0 else 1
    if label == "crossover":
        figures |= {"price": _keeper_price(mean[None, :], keeper)[0], "keeper": names[keeper]}
    if n >= FEWEST_PAIRS:
        means = bootstrap_counts(n, resamples, rng) @ differences / n
        figures["label_share"] = float((_labels(means) == label).mean())
        if label == "crossover":
            tails = ((1 - level) / 2, (1 + level) / 2)
            # A quantile between two finite numbers and infinity is not a number, so take one that occurred.
            low, high = np.quantile(_keeper_price(means, keeper), tails, method="inverted_cdf")
            figures |= {"low": float(low), "high": float(high)}
    return figures


def _labels(means: Floats) -> NDArray[np.str_]:
    """Return what each row of mean differences (cost, lost), shape (m, 2), says about a against b."""
    no_worse, no_better = (means <= 0).all(axis=1), (means >= 0).all(axis=1)
    return np.select(
        [no_worse & no_better, no_worse, no_better], ["tie", "a dominates", "b dominates"], default="crossover"
    )


def _keeper_price(means: Floats, keeper: int) -> Floats:
    """Return extra cost / customers kept for each row, 0 where keeping is cheaper, infinite where none is kept."""
    extra, kept = (means * [1, -1] if keeper == 0 else means * [-1, 1]).T
    price = np.full(len(means), np.inf)
    np.divide(np.maximum(extra, 0.0), kept, out=price, where=kept > 0)
    return price
