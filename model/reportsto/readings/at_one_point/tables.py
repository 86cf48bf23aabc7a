"""What structures, pairs of structures and variants come to at one point: summary, contrasts, levers, prices."""

from collections.abc import Sequence

import pandas as pd

from reportsto.readings.runs import Runs
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.statistics.intervals import mean_interval
from reportsto.statistics.prices import MEASURES as PRICED
from reportsto.statistics.prices import break_even_price

SETTING = ["structure", "firm", "world", "variant"]


def summary(runs: Runs) -> pd.DataFrame:
    """Return, for each setting and measure, the mean over replicates and its t interval; `missing` have no number."""
    rows = []
    for values, group in runs.table.groupby(SETTING, sort=False):
        for measure in runs.measures:
            mean, low, high, n = mean_interval(group[measure].to_numpy())
            sd = float(group[measure].std(ddof=1)) if n > 1 else float("nan")
            rows.append((*values, measure, n, mean, sd, low, high, len(group) - n))
    return pd.DataFrame(rows, columns=[*SETTING, "measure", "n", "mean", "sd", "low", "high", "missing"])


def contrasts(runs: Runs) -> pd.DataFrame:
    """Return each structure against the one it is held against, on every measure."""
    return paired_contrasts(_few(runs, runs.base, runs.measures), _pairs(runs), runs.measures)


def levers(runs: Runs) -> pd.DataFrame:
    """Return what each variant does in each structure it was tried in."""
    by, table = ["firm", "world", "structure"], _few(runs, runs.table, runs.measures)
    found = []
    for variant in dict.fromkeys(table["variant"].astype(str)):
        if variant:
            keys = table.loc[table["variant"] == variant, by].drop_duplicates()
            rows = table[table["variant"].isin(["", variant])].merge(keys, on=by)
            found.append(paired_contrasts(rows, [(variant, "")], runs.measures, by=by, over="variant"))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def prices(runs: Runs) -> pd.DataFrame:
    """Return the price of a lost customer at which a structure costs what the one it is held against costs."""
    if not all(name in runs.base.columns for name in PRICED):
        return pd.DataFrame()
    base = _few(runs, runs.base, PRICED)
    found = [break_even_price(base, a, b) for a, b in _pairs(runs)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _pairs(runs: Runs) -> list[tuple[str, str]]:
    return list(dict.fromkeys(pair for place in runs.plain_places for pair in runs.pairs[place]))


def _few(runs: Runs, table: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """Return the columns that are read: every selection copies its table, and most of a hundred measures are not."""
    return table[[*SETTING, "seed", "replicate", *dict.fromkeys(measures)]]
