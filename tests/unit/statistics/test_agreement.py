import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.errors import StudyError
from reportsto.statistics.agreement import same_bits


def test_one_changed_bit_is_found():
    """
    The next float after .1 is another number, and its row and column are named.
    """
    a = pd.DataFrame({"advocacy": [0.1, 0.2], "structure": ["separate", "separate"]})
    b = a.copy()
    b.loc[1, "advocacy"] = np.nextafter(0.2, 1)

    assert same_bits(a, a.copy()) == []
    assert same_bits(a, b) == [(1, "advocacy")]


def test_undefined_equals_undefined_and_nothing_else():
    """
    NaN agrees with NaN of any kind, not with 0; a missing word agrees with a missing word.
    """
    other_nan = np.array([0x7FF8000000000001], dtype=np.uint64).view(np.float64)[0]
    a = pd.DataFrame({"advocacy": [np.nan, np.nan], "failure": [None, "clipped"]})
    b = pd.DataFrame({"advocacy": [other_nan, 0.0], "failure": [None, None]})

    assert same_bits(a, b) == [(1, "advocacy"), (1, "failure")]


def test_minus_zero_has_other_bits():
    """
    0.0 == -0.0, yet a sum that took another order shows here.
    """
    assert same_bits(pd.DataFrame({"x": [0.0]}), pd.DataFrame({"x": [-0.0]})) == [(0, "x")]


def test_a_whole_number_survives_a_file():
    """
    Days stored as 750 and read as 750.0 are the same days; 751 are not.
    """
    whole = pd.DataFrame({"days": [750, 751]})

    assert same_bits(whole, pd.DataFrame({"days": [750.0, 750.0]})) == [(1, "days")]


def test_rows_are_counted_by_position():
    """
    The index is not a measure: rows are compared in the order given, columns by name.
    """
    a = pd.DataFrame({"x": [1.0, 2.0], "y": [3, 4]}, index=[10, 20])
    b = pd.DataFrame({"y": [3, 5], "x": [9.0, 2.0]})

    assert same_bits(a, b) == [(0, "x"), (1, "y")]


def test_tables_of_other_shapes_are_not_compared():
    """
    A lost column or row is an error with its name, not a list of thousands of cells.
    """
    table = pd.DataFrame({"x": [1.0], "y": [1.0]})

    with pytest.raises(StudyError, match="only one of them has: y"):
        same_bits(table, table[["x"]])
    with pytest.raises(StudyError, match="got 1 and 2"):
        same_bits(table, pd.concat([table, table]))


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=10))
def test_every_table_agrees_with_its_copy(values):
    """
    Whatever the floats, a table has no cell that differs from itself.
    """
    table = pd.DataFrame({"x": np.array(values, dtype=np.float64)})

    assert same_bits(table, table.copy()) == []
