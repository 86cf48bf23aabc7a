import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportsto.errors import StudyError
from reportsto.statistics.prices import break_even_price

KEY = ["structure", "firm", "world", "variant", "seed", "replicate"]


@pytest.fixture(scope="session")
def priced(results):
    """Return a builder of tables with both measures: structure -> list of (cost, lost) for each replicate."""

    def build(runs):
        cost = results({name: [cost for cost, _ in pairs] for name, pairs in runs.items()}, measure="cost_per_1000")
        lost = results({name: [lost for _, lost in pairs] for name, pairs in runs.items()}, measure="lost_per_1000")
        return cost.merge(lost, on=KEY)

    return build


def price(table):
    """The row of separate against inside operations."""
    return break_even_price(table, "separate", "inside_operations", resamples=500).iloc[0]


def test_a_break_even_price_worked_by_hand(priced):
    """
    Separate costs 600 against 500 and loses 10 against 15: 100 more for 5 customers kept is 20 each.
    """
    row = price(priced({"separate": [(600, 10)] * 4, "inside_operations": [(500, 15)] * 4}))

    assert (row["label"], row["keeper"], row["price"]) == ("crossover", "separate", 20)
    assert (row["low"], row["high"], row["label_share"]) == (20, 20, 1)
    assert 600 + row["price"] * 10 == 500 + row["price"] * 15


@pytest.mark.parametrize(
    ("separate", "label"),
    [
        ((400, 10), "a dominates"),
        ((500, 10), "a dominates"),
        ((600, 20), "b dominates"),
        ((500, 16), "b dominates"),
        ((500, 15), "tie"),
    ],
)
def test_where_one_dominates_there_is_no_price(priced, separate, label):
    """
    Against cost 500 and loss 15: no worse at both and better at one dominates, and no price is printed.
    """
    row = price(priced({"separate": [separate] * 4, "inside_operations": [(500, 15)] * 4}))

    assert (row["label"], row["keeper"]) == (label, "")
    assert np.isnan([row["price"], row["low"], row["high"]]).all()


def test_the_interval_of_a_price_spans_its_replicates(priced):
    """
    Extra costs of 50 to 150 for five customers each put the price at 20 and every bound between 10 and 30.
    """
    extra = (50, 75, 100, 125, 150)
    table = priced({"separate": [(500 + more, 10) for more in extra], "inside_operations": [(500, 15)] * 5})
    row = price(table)

    assert row["price"] == 20
    assert 10 <= row["low"] < 20 < row["high"] <= 30


def test_a_doubtful_extra_cost_has_a_lowest_price_of_zero(priced):
    """
    Where the keeper is cheaper in some resamples it pays at any price there: the interval starts at 0, not below.
    """
    extra = (100, 100, -90, -90, 30)
    row = price(priced({"separate": [(500 + more, 10) for more in extra], "inside_operations": [(500, 15)] * 5}))

    assert (row["label"], row["price"], row["low"]) == ("crossover", 2, 0)
    assert row["high"] > 2


def test_a_doubtful_advantage_has_no_upper_price(priced):
    """
    Where some resamples keep no customer at all, no price is high enough there, and the label is not certain.
    """
    kept = (5, 5, -4, -4, 0.5)
    table = priced({"separate": [(600, 15 - k) for k in kept], "inside_operations": [(500, 15)] * 5})
    row = price(table)

    assert row["label"] == "crossover"
    assert math.isinf(row["high"])
    assert 0 < row["label_share"] < 1


def test_a_replicate_counts_only_with_all_four_numbers(priced):
    """
    A run without costs drops its whole pair, so that both measures are over the same replicates.
    """
    table = priced({"separate": [(600, 10)] * 4 + [(math.nan, 90)], "inside_operations": [(500, 15)] * 5})
    row = price(table)

    assert (row["n"], row["missing"], row["price"]) == (4, 1, 20)


def test_three_replicates_have_a_price_and_no_interval(priced):
    """
    Below four pairs the price stands alone.
    """
    row = price(priced({"separate": [(600, 10)] * 3, "inside_operations": [(500, 15)] * 3}))

    assert row["price"] == 20
    assert np.isnan([row["low"], row["high"], row["label_share"]]).all()


def test_without_pairs_the_label_is_unknown(priced):
    """
    Runs that all failed decide nothing.
    """
    row = price(priced({"separate": [(math.nan, math.nan)] * 4, "inside_operations": [(500, 15)] * 4}))

    assert (row["label"], row["n"], row["missing"]) == ("unknown", 0, 4)


def test_a_group_has_the_same_interval_with_and_without_others(priced):
    """
    Without a generator each group draws afresh: another world in the table does not move this one's interval.
    """
    rng = np.random.default_rng(2)
    table = priced({"separate": rng.normal(600, 9, (6, 2)), "inside_operations": rng.normal(500, 9, (6, 2))})
    table.loc[table["structure"] == "separate", "lost_per_1000"] -= 150
    both = pd.concat([table.assign(world="contagion"), table])
    alone, beside = (break_even_price(t, "separate", "inside_operations").iloc[-1] for t in (table, both))

    assert (alone["low"], alone["high"]) == (beside["low"], beside["high"])
    assert alone["low"] < alone["high"]


def test_a_price_needs_both_structures(priced):
    """
    A structure that was not run has no price.
    """
    with pytest.raises(StudyError, match="structure 'inside_operations'"):
        price(priced({"separate": [(1, 1)]}))


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.floats(1, 1000)] * 4), min_size=4, max_size=6))
def test_a_price_does_not_depend_on_who_is_called_a(priced, runs):
    """
    Swapping a and b swaps the word dominates and changes neither price, interval nor keeper.
    """
    table = priced({"separate": [run[:2] for run in runs], "inside_operations": [run[2:] for run in runs]})
    pair = ("separate", "inside_operations")
    there, back = (break_even_price(table, *names, resamples=50).iloc[0] for names in (pair, pair[::-1]))
    swapped = {"a dominates": "b dominates", "b dominates": "a dominates"}

    assert back["label"] == swapped.get(there["label"], there["label"])
    assert back["keeper"] == there["keeper"]
    assert back[["price", "low", "high"]].astype(float).tolist() == pytest.approx(
        there[["price", "low", "high"]].astype(float).tolist(), nan_ok=True
    )
