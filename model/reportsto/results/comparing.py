"""Two result folders side by side: whether somebody who ran a study again got the same."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.errors import StudyError
from reportsto.results.storage import RUNS, read_runs

CLAIMS = "claims.csv"
MOST_NAMED = 8
NAMES = ("structure", "firm", "world", "variant", "sample", "replicate")
"""What tells one run of a study from another."""
ASKED = ("claim", "prediction", "measure", "firm", "contrast", "direction", "where", "mechanism", "kind")
"""What a verdict is about; its smallest effect may be a share of a mean and differs where runs do."""


def compare(one: Path, other: Path) -> tuple[bool, list[str]]:
    """Return whether two result folders hold the same runs and verdicts, and what there is to say, a line each.

    Numbers are compared as numbers, bit for bit (NaN equals NaN), so that folders written by two versions of pyarrow
    can be equal. Raises `StudyError` where a folder has no sound table of runs.
    """
    a, b = read_runs(one / RUNS), read_runs(other / RUNS)
    same_runs, said = _runs(a, b)
    same_claims, more = _claims(one / CLAIMS, other / CLAIMS)
    return same_runs and same_claims, [*said, *more]


def _runs(a: pd.DataFrame, b: pd.DataFrame) -> tuple[bool, list[str]]:
    odd = sorted(set(a.columns) ^ set(b.columns))
    said = [f"columns in one table only: {_few(odd)}"] if odd else []
    if len(a) != len(b):
        return False, [*said, f"runs: {len(a):,} against {len(b):,}"]
    shared = [name for name in a.columns if name in b.columns]
    known = [name for name in NAMES if name in shared]
    if not a[known].equals(b[known]):
        return False, [*said, "runs: not the same runs in the same order"]
    apart = {name: found for name in shared if (found := _apart(a[name], b[name])).any()}
    if not apart:
        return not odd, [*said, f"runs: {len(a):,} with {len(shared)} columns, equal bit for bit"]
    rows = np.logical_or.reduce(list(apart.values()))
    said.append(f"runs: {int(rows.sum()):,} of {len(a):,} differ, in {len(apart)} of {len(shared)} columns")
    for name, found in list(apart.items())[:MOST_NAMED]:
        at = int(np.flatnonzero(found)[0])
        where = ", ".join(str(a[key].iloc[at]) for key in known if a[key].iloc[at] != "")
        said.append(f"  {name}: {a[name].iloc[at]} against {b[name].iloc[at]} in {where}; {int(found.sum()):,} runs")
    return False, said


def _apart(a: pd.Series, b: pd.Series) -> NDArray[np.bool_]:
    """Return where two columns differ; NaN equals NaN, and 0 equals -0."""
    missing = a.isna().to_numpy(), b.isna().to_numpy()
    differ = a.to_numpy() != b.to_numpy()
    out: NDArray[np.bool_] = (missing[0] != missing[1]) | (~missing[0] & differ)
    return out


def _claims(one: Path, other: Path) -> tuple[bool, list[str]]:
    """Compare verdicts; folders of shards, and studies without predictions, have none."""
    if not (one.exists() and other.exists()):
        return True, []
    try:
        a, b = (pd.read_csv(file, dtype=str, keep_default_na=False) for file in (one, other))
    except (OSError, ValueError) as error:
        raise StudyError(f"{one} or {other}: cannot be read ({type(error).__name__})") from None
    known = ["claim", "world", "verdict"]
    longer = not all(isinstance(table.index, pd.RangeIndex) for table in (a, b))  # cells would have moved by one
    if longer or not set(known) <= {*a.columns} & {*b.columns}:
        raise StudyError(f"{one} or {other}: expected columns {', '.join(known)}, and as many cells in each row")
    if len(a) != len(b):
        return False, [f"verdicts: {len(a)} against {len(b)}"]
    asked = [name for name in ASKED if name in a.columns and name in b.columns]
    changed = (a[asked] != b[asked]).any(axis=1)
    if changed.any():
        named = [f"{a['claim'].iloc[at]} in {a['world'].iloc[at]}" for at in np.flatnonzero(changed)]
        return False, [f"predictions: {len(named)} of {len(a)} are not the same: {_few(named)}"]
    if a[known].equals(b[known]):
        return True, [f"verdicts: {len(a)}, all the same"]
    differ = np.flatnonzero((a[known] != b[known]).any(axis=1))
    named = [f"{a['claim'].iloc[at]}: {a['verdict'].iloc[at]} against {b['verdict'].iloc[at]}" for at in differ]
    return False, [f"verdicts: {len(differ)} of {len(a)} differ: {_few(named)}"]


def _few(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
