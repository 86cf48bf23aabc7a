import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportsto.errors import StudyError, UnknownName
from reportsto.statistics.rankings import best_shares

MEASURE = "failures_per_1000"
STRUCTURES = ("inside_marketing", "inside_operations", "separate")


def shares(table, better="lower"):
    """Share of replicates each structure wins."""
    return best_shares(table, MEASURE, better=better).set_index("structure")["share"].to_dict()


def test_wins_are_counted_replicate_by_replicate(results):
    """
    Separate has fewest failures in three of four replicates, whatever the means say.
    """
    table = results({"separate": [1, 1, 1, 99], "inside_operations": [2, 2, 2, 2]})

    assert shares(table) == {"separate": 0.75, "inside_operations": 0.25}
    assert shares(table, better="higher") == {"separate": 0.25, "inside_operations": 0.75}


def test_ties_are_split(results):
    """
    Two structures that tie for best get half a win each; the third gets none.
    """
    table = results({"separate": [1, 1], "inside_operations": [1, 2], "inside_marketing": [3, 3]})

    assert shares(table) == {"separate": 0.75, "inside_operations": 0.25, "inside_marketing": 0}


def test_shares_carry_wilsons_interval(results):
    """
    Eight wins in ten are 49 % to 94 %.
    """
    table = results({"separate": [0] * 8 + [2] * 2, "inside_operations": [1] * 10})
    row = best_shares(table, MEASURE, better="lower").set_index("structure").loc["separate"]

    assert (row["n"], row["share"]) == (10, 0.8)
    assert (row["low"], row["high"]) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_a_replicate_without_all_rivals_does_not_count(results):
    """
    A run that failed or is absent does not lose: the replicate is left out and counted.
    """
    table = results({"separate": [1, math.nan, 1], "inside_operations": [2, 2]})
    found = best_shares(table, MEASURE, better="lower")

    assert found["n"].tolist() == [1, 1]
    assert found["missing"].tolist() == [2, 2]


def test_without_a_complete_replicate_nobody_is_best(results):
    """
    No replicate with all rivals: the share is NaN, not 0.
    """
    found = best_shares(results({"separate": [math.nan], "inside_operations": [2]}), MEASURE, better="lower")

    assert found["share"].isna().all()


def test_a_tie_of_all_leaves_each_its_part(results):
    """
    Seven structures that are identical are each best in a seventh of the replicates.
    """
    table = results({f"structure {i}": [1.0] * 30 for i in range(7)})

    assert shares(table) == pytest.approx({f"structure {i}": 1 / 7 for i in range(7)})


def test_only_named_structures_compete(results):
    """
    Naming the rivals leaves the others out; a rival that was never run is a mistake.
    """
    table = results({"separate": [2], "inside_operations": [3], "inside_marketing": [1]})
    found = best_shares(table, MEASURE, better="lower", structures=["separate", "inside_operations"])

    assert found["share"].tolist() == [1, 0]
    with pytest.raises(StudyError, match="'customer_map'"):
        best_shares(table, MEASURE, better="lower", structures=["customer_map"])


def test_the_better_end_must_be_said(results):
    """
    Nothing here knows whether more is good; a misspelt end is refused.
    """
    with pytest.raises(UnknownName, match="did you mean 'higher'"):
        best_shares(results({"separate": [1]}), MEASURE, better="high")


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=10))
def test_shares_sum_to_one(results, runs):
    """
    Every complete replicate is won exactly once, in every group.
    """
    table = results(dict(zip(STRUCTURES, map(list, zip(*runs, strict=True)), strict=True)))
    both = pd.concat([table, table.assign(world="neutral")])

    assert best_shares(both, MEASURE, better="lower").groupby("world")["share"].sum().tolist() == pytest.approx([1, 1])
