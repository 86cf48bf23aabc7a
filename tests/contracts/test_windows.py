"""Windows of a run: which days measures count, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from agreement.comparing import assert_engines_agree
from reportsto.api import run_one, scenario, simulate
from reportsto.errors import SettingError
from reportsto.records import COLUMNS, IDENTITY, MEASURES

VALUES = [column.name for column in MEASURES]


def test_the_usual_window_is_the_run_without_one():
    """
    Days 10 to 30 of a run of 30 days are what a run of 30 days measures anyway, digit for digit.
    """
    usual = run_one(scenario("inside_operations", "six_people"), 2, 1, 30)
    named = run_one(scenario("inside_operations", "six_people", window=(10, 30)), 2, 1, 750)

    assert {name: repr(value) for name, value in usual.items()} == {name: repr(value) for name, value in named.items()}


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_each_replicate_and_window_has_a_row(engine):
    """
    Two replicates and two windows are four rows, each with its days and its own numbers.
    """
    rows = simulate("separate", "six_people", seed=2, replicates=range(2), engine=engine, windows=[(10, 30), (40, 60)])

    assert list(rows.columns) == [column.name for column in COLUMNS]
    assert rows[["replicate", "after", "days"]].to_numpy().tolist() == [
        [0, 10, 30],
        [0, 40, 60],
        [1, 10, 30],
        [1, 40, 60],
    ]
    assert rows["contacts"].nunique() == 4


def test_days_outside_a_window_are_the_same_days():
    """
    Customers at the end of day 60 do not depend on where measuring began.
    """
    late, early = (run_one(scenario("separate", "six_people", window=w), 2, 0) for w in ((40, 60), (5, 60)))

    assert late["customers_end"] == early["customers_end"]
    assert [name for name in VALUES if repr(late[name]) != repr(early[name])]


@pytest.mark.parametrize("placed", ["separate", "customer_map"])
def test_both_engines_measure_the_same_days(placed):
    """
    With a window both engines are equal to the last bit.
    """
    made = scenario(placed, "six_people", window=(25, 70))
    one, other = (run_one(made, 3, 1, 70, engine) for engine in ("compiled", "reference"))

    assert {name: repr(value) for name, value in one.items()} == {name: repr(value) for name, value in other.items()}
    assert assert_engines_agree(made, 3, 1, 70)


@pytest.mark.parametrize("window", [(5,), (30, 10), (-1, 10), (0, 1.5), "ab", (True, 10)])
def test_a_window_that_is_none_is_refused(window):
    """
    Days left out and a later last day, both whole numbers, are expected.
    """
    with pytest.raises(SettingError, match="expected two whole numbers"):
        scenario("separate", window=window)


@pytest.mark.parametrize(
    ("windows", "says"),
    [
        (5, "windows is 5; expected a list of windows"),
        ("ab", "windows is 'ab'; expected a list of windows"),
        ([], "windows is empty; expected at least one"),
        ((10, 30), "window is 10; expected two whole numbers"),
        ([(10, 30), [10, 30]], r"window \(10, 30\) stands twice; expected each once"),
    ],
)
def test_windows_that_are_none_are_refused(windows, says):
    """
    A list of windows is expected, each once: no rows, or the same rows twice, are nobody's wish.
    """
    with pytest.raises(SettingError, match=says):
        simulate("separate", "six_people", windows=windows)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"people": []}, r"chart\.people is \[\]; expected a number from 0"),
        ({"people": ""}, r"chart\.people is ''; expected a number from 0"),
        ({"people": False}, r"chart\.people is False; expected a number from 0"),
        ({"people": np.array([[1, 2], [3, 4]])}, r"chart\.people is array.*; expected a number from 0"),
        ({"assume": np.array([[1, 2], [3, 4]])}, "assume is array"),
        ({"without": None}, "without is None; expected a list of names"),
        ({"without": "all"}, "without is 'all'; expected a list of names"),
        ({"parameters": "attention.hours"}, "parameters is 'attention.hours'; expected numbers by name"),
        ({"parameters": []}, r"parameters is \[\]; expected numbers by name"),
        ({"scorecards": 0.5}, "scorecards is 0.5; expected numbers by name"),
    ],
)
def test_arguments_of_another_kind_are_refused(wrong, says):
    """
    In one line that says which argument and what was expected.
    """
    with pytest.raises(SettingError, match=says) as refused:
        simulate("separate", **wrong)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", [np.int32, np.uint16])
def test_numbers_of_numpy_are_numbers(kind):
    """
    Rows of a run whose people, days, windows, move and settings come out of an array are those of plain numbers.
    """
    plain, asked = (
        simulate(
            "separate",
            people=number(57),
            assume=number(1),
            windows=windows,
            days=number(30),
            seed=number(3),
            replicates=[number(1)],
            move={"day": number(7), "structure": "inside_operations"},
            parameters={"attention.hours": number(6)},
        )
        for number, windows in ((int, [(3, 9), (9, 20)]), (kind, np.array([[3, 9], [9, 20]], kind)))
    )

    pd.testing.assert_frame_equal(asked, plain)


@pytest.mark.parametrize("days", [np.float64(30), np.bool_(True), "30", None, np.array([30])])
def test_days_that_are_no_whole_number_are_refused(days):
    """
    Also where they nearly are.
    """
    with pytest.raises(SettingError, match="expected a whole number from 1 to"):
        simulate("separate", "six_people", days=days)


def test_a_row_says_which_run_it_is():
    """
    Size, rationing rule and route stand in the row under their names, also where they are the firm's.
    """
    row = run_one(scenario("separate", people=57, ration="bar"), 0, 0, 3)

    assert [name for name in row if name in {c.name for c in IDENTITY}] == [column.name for column in IDENTITY]
    assert (row["people"], row["ration"], row["route"], row["assume"]) == (57, "bar", "peers_first", 1.0)
    assert (row["move_day"], row["move_structure"]) == (0, "")
