"""Rows in a journal: what is written reads back bit for bit, also what JSON has no word for."""

import json
import math

import numpy as np
import pytest

from reportsto.api import run_one, scenario
from reportsto.results.journal import Journal, _digest

KEY = "0" * 64


@pytest.fixture(scope="module")
def row():
    """The row of a run of six people, which has no finance and so no mean of it."""
    made = run_one(scenario("separate", "six_people"), 1, 0, 3)
    assert math.isnan(made["attitude_finance_mean"])
    return made


def read_back(folder, row, altered=None):
    """Return a row as the journal gives it back, after its text was replaced by another with the right digest."""
    with Journal(folder) as journal:
        journal.keep([(KEY, row, 0.0, 1)])
        if altered is not None:
            journal._base.execute("update runs set row = ?, digest = ?", (altered, _digest(KEY, altered)))
        return journal.fetch([KEY]).get(KEY)


@pytest.mark.parametrize("value", [0.1, -0.0, 5e-324, 1.7976931348623157e308, 1e16, 1e22, 123456789.12345679])
def test_floats_read_back_bit_for_bit(row, tmp_path, value):
    """
    The shortest text of a float is read as that float, of its kind, sign of zero included.
    """
    back = read_back(tmp_path, {**row, "orders": value})

    assert back["orders"].hex() == value.hex()
    assert repr(back) == repr({**row, "orders": value})


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_json_has_no_word_for_reads_back(row, tmp_path, value):
    """
    Infinity, minus infinity and NaN in one row, beside the NaN of functions that nobody has.
    """
    back = read_back(tmp_path, {**row, "orders": value})

    assert repr(back["orders"]) == repr(value)
    assert math.isnan(back["attitude_finance_mean"])


def test_numbers_of_numpy_become_pythons_own(row, tmp_path):
    """
    An integer stays one; a float is the same float.
    """
    back = read_back(tmp_path, {**row, "seed": np.int64(3), "orders": np.float64(0.1)})

    assert (type(back["seed"]), back["seed"], back["orders"]) == (int, 3, 0.1)


def test_rows_of_older_journals_are_read(row, tmp_path):
    """
    They have NaN as a word, as Python's own writer has it.
    """
    assert repr(read_back(tmp_path, row, altered=json.dumps(row))) == repr(row)


def test_null_for_a_text_is_no_row(row, tmp_path):
    """
    A row without a text where one belongs is run again, though its digest is right.
    """
    assert read_back(tmp_path, row, altered=json.dumps({**row, "world": None})) is None
