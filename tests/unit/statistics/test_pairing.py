import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError, UnknownName
from reportsto.statistics.pairing import groups, match, require_values, result_rows, runs, side_by_side


def test_an_empty_variant_survives_a_csv_file(results, tmp_path):
    """
    The empty variant is written as nothing, read as NaN, and is "" again before anything is matched.
    """
    results({"separate": [1.0]}).to_csv(tmp_path / "runs.csv", index=False)
    rows = result_rows(pd.read_csv(tmp_path / "runs.csv"), [])

    assert list(rows["variant"]) == [""]


def test_a_table_without_seed_or_variant_is_understood(results):
    """
    One seed and no extra lever need not be written down, and the caller's table is left as it was.
    """
    table = results({"separate": [1.0]}).drop(columns=["seed", "variant"])
    rows = result_rows(table, [])

    assert (rows["seed"].item(), rows["variant"].item()) == (0, "")
    assert "seed" not in table.columns


def test_a_table_that_holds_no_runs_is_refused(results):
    """
    Without its identity columns a row cannot be matched; the message names what is missing.
    """
    with pytest.raises(StudyError, match="missing: world, replicate"):
        result_rows(results({"separate": [1.0]}).drop(columns=["world", "replicate"]), [])


def test_a_misspelt_measure_is_answered_with_the_right_one(results):
    """
    A column nobody has is an UnknownName with the nearest name.
    """
    with pytest.raises(UnknownName, match="did you mean 'failures_per_1000'"):
        result_rows(results({"separate": [1.0]}), ["failures_per_100"])


def test_a_structure_that_was_not_run_is_named(results):
    """
    The message says which value is missing and what there is instead.
    """
    with pytest.raises(StudyError, match=r"structure 'liaison'.*name one of 'separate'"):
        require_values(results({"separate": [1.0]}), "structure", ["liaison"])


def test_two_rows_for_one_replicate_are_never_paired(results):
    """
    With a variant beside the default in one group, matching on the replicate alone would mix two experiments.
    """
    both = pd.concat([results({"separate": [1.0]}), results({"separate": [2.0]}, variant="override")])

    with pytest.raises(StudyError, match=r"several rows for structure 'separate', seed 7, replicate 0.*variant"):
        runs(both, ["failures_per_1000"], {"structure": "separate"})


def test_a_pair_with_one_known_side_is_no_pair(results):
    """
    A replicate that is NaN or absent on one side is NaN on both, and its key is kept so that it can be counted.
    """
    table = results({"separate": [1.0, np.nan, 3.0, 4.0], "inside_operations": [5.0, 6.0, 7.0]})
    a, b = match(
        *(runs(table, ["failures_per_1000"], {"structure": name}) for name in ("separate", "inside_operations"))
    )

    assert list(a["failures_per_1000"].isna()) == [False, True, False, True]
    assert list(b["failures_per_1000"].isna()) == [False, True, False, True]


def test_columns_stand_side_by_side_by_replicate():
    """
    Two columns with different keys are aligned by key, in key order, whatever order they come in.
    """
    late = pd.Series([3.0, 1.0], index=pd.MultiIndex.from_tuples([(7, 2), (7, 0)]))
    early = pd.Series([10.0, 20.0], index=pd.MultiIndex.from_tuples([(7, 0), (7, 1)]))

    np.testing.assert_array_equal(side_by_side([late, early]), [[1, 10], [np.nan, 20], [3, np.nan]])


def test_no_split_is_one_group(results):
    """
    Without `by` all rows are one group; with it, groups come in sorted order.
    """
    table = pd.concat([results({"separate": [1.0]}, world="once"), results({"separate": [1.0]}, world="neutral")])

    assert [(name, len(group)) for name, group in groups(table, ())] == [((), 2)]
    assert [name for name, _ in groups(table, ("world",))] == [("neutral",), ("once",)]
