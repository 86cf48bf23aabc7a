"""Rows of two structures matched replicate by replicate.

The same seed and replicate meet the same customers in every structure, so what is left in a matched difference is
caused by the chart. Everything here is bookkeeping; the arithmetic is in `intervals` and `contrasts`.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.errors import StudyError, unknown_name

KEY = ["seed", "replicate"]
IDENTITY = ("structure", "firm", "world", "replicate")


def result_rows(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return a copy of `table` that has every identity column, after checking that `columns` exist.

    A table without `seed` gets seed 0; without `variant`, the variant "". An empty variant read back from a CSV file
    is NaN and becomes "" again. Raises StudyError for a missing identity column, UnknownName for any other.
    """
    lost = [name for name in IDENTITY if name not in table.columns]
    if lost:
        raise StudyError(f"result rows need the columns {', '.join(IDENTITY)}; missing: {', '.join(lost)}")
    rows = table.copy()
    if "seed" not in rows.columns:
        rows["seed"] = 0
    rows["variant"] = rows["variant"].astype(object).fillna("") if "variant" in rows.columns else ""
    for name in columns:
        if name not in rows.columns:
            raise unknown_name("column", name, (str(column) for column in rows.columns))
    return rows


def require_values(rows: pd.DataFrame, column: str, wanted: Sequence[str]) -> None:
    """Raise StudyError when a wanted value occurs nowhere in `column`; the message lists what does occur."""
    present = sorted(str(value) for value in rows[column].unique())
    for value in wanted:
        if value not in present:
            listed = ", ".join(repr(known) for known in present)
            raise StudyError(f"no result row has {column} {value!r}: run it first, or name one of {listed}")


def groups(rows: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[tuple[object, ...], pd.DataFrame]]:
    """Yield (values of the `by` columns, their rows) in sorted order; with no `by`, all rows as one group."""
    if not by:
        yield (), rows
        return
    for values, group in rows.groupby(list(by), sort=True, observed=True, dropna=False):
        yield tuple(values), group


def runs(rows: pd.DataFrame, measures: Sequence[str], where: Mapping[str, str]) -> pd.DataFrame:
    """Return `measures` of the rows that match `where`, one row for each (seed, replicate), sorted by that key.

    Raises StudyError when two rows share a key: they differ in something `where` does not name, and pairing them
    would mix two experiments.
    """
    here = np.ones(len(rows), dtype=bool)
    for column, value in where.items():
        here &= (rows[column] == value).to_numpy(dtype=bool)
    found = rows.loc[here].set_index(KEY)
    if found.index.has_duplicates:
        seed, replicate = found.index[found.index.duplicated()][0]
        named = ", ".join(f"{column} {value!r}" for column, value in where.items())
        raise StudyError(
            f"several rows for {named}, seed {seed}, replicate {replicate}: keep one of them, "
            "or add the column that tells them apart (variant, without, days) to `by`"
        )
    return found[list(measures)].astype(np.float64).sort_index()


def match(a: pd.DataFrame, b: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both over every key of either, NaN in *both* wherever the pair is not complete."""
    keys = a.index.union(b.index)
    first, second = a.reindex(keys), b.reindex(keys)
    complete = first.notna() & second.notna()
    return first.where(complete), second.where(complete)


def side_by_side(columns: Sequence["pd.Series[float]"]) -> Floats:
    """Return the columns as one array (replicates, columns), rows in key order, NaN where a column has no such key."""
    return pd.concat(columns, axis=1).sort_index().to_numpy(dtype=np.float64)
