"""Whether two sets of runs are the same, bit for bit."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.errors import StudyError


def same_bits(a: pd.DataFrame, b: pd.DataFrame) -> list[tuple[int, str]]:
    """Return the (row, column) of every cell that differs; an empty list means the tables are the same.

    Rows are compared in the order given and counted from 0, whatever the index; columns are matched by name. Floats
    must have the same bits, so 0.0 differs from -0.0; NaN equals NaN. A whole number equals the float that holds it,
    as after a round trip through a file. Raises StudyError when the tables differ in columns or in length.
    """
    odd = sorted(str(name) for name in set(a.columns) ^ set(b.columns))
    if odd:
        raise StudyError(f"tables to compare need the same columns; only one of them has: {', '.join(odd)}")
    if len(a) != len(b):
        raise StudyError(f"tables to compare need the same number of rows: got {len(a)} and {len(b)}")
    differing = {str(name): np.flatnonzero(_differs(a[name], b[name])) for name in a.columns}
    return sorted((int(row), name) for name, rows in differing.items() for row in rows)


def _differs(a: "pd.Series[float]", b: "pd.Series[float]") -> NDArray[np.bool_]:
    numeric = all(pd.api.types.is_numeric_dtype(column.dtype) for column in (a, b))
    if numeric and any(pd.api.types.is_float_dtype(column.dtype) for column in (a, b)):
        first, second = (column.to_numpy(dtype=np.float64, na_value=np.nan) for column in (a, b))
        other_bits = first.view(np.uint64) != second.view(np.uint64)
        return np.asarray(other_bits & ~(np.isnan(first) & np.isnan(second)), dtype=np.bool_)
    unlike = a.to_numpy(dtype=object) != b.to_numpy(dtype=object)
    return np.asarray(unlike & ~(a.isna().to_numpy() & b.isna().to_numpy()), dtype=np.bool_)
