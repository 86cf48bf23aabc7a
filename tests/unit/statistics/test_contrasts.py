import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportsto.errors import StudyError
from reportsto.statistics.contrasts import FIGURES, paired_contrasts

MEASURE = "failures_per_1000"
PAIR = [("separate", "inside_operations")]
# Thousandths: squares of subnormal numbers have no digits left to compare.
thousandths = st.integers(-100_000, 100_000).map(lambda number: number / 1000)
values = st.lists(st.tuples(thousandths, thousandths), min_size=4, max_size=8)


def test_a_contrast_worked_by_hand(results):
    """
    10, 20, 30 against 9, 18, 30 differ by 1, 2, 0: mean 1, SD 1; unpaired variance 100 + 111 = 211, so ratio 1/211.
    """
    found = paired_contrasts(results({"separate": [10, 20, 30], "inside_operations": [9, 18, 30]}), PAIR, [MEASURE])
    row = found.iloc[0]

    assert list(found.columns) == ["firm", "world", *FIGURES]
    assert (row["n"], row["missing"], row["mean_a"], row["mean_b"]) == (3, 0, 20, 19)
    assert (row["difference"], row["sd"]) == (1, 1)
    assert row["variance_ratio"] == pytest.approx(1 / 211)
    assert row["high"] == pytest.approx(1 + 4.3027 / math.sqrt(3), abs=1e-4)


def test_pairs_are_matched_by_replicate_and_not_by_position(results):
    """
    Shuffling the rows of a table changes no contrast.
    """
    table = results({"separate": [10, 20, 30], "inside_operations": [9, 18, 30]})
    shuffled = table.sample(frac=1, random_state=5)

    pd.testing.assert_frame_equal(paired_contrasts(shuffled, PAIR, [MEASURE]), paired_contrasts(table, PAIR, [MEASURE]))


def test_the_same_replicate_of_another_seed_is_another_pair(results):
    """
    Replicate 0 of seed 7 meets other customers than replicate 0 of seed 8, and is not its pair.
    """
    table = results({"separate": [5.0], "inside_operations": [1.0]})
    table.loc[table["structure"] == "separate", "seed"] = 8
    row = paired_contrasts(table, PAIR, [MEASURE]).iloc[0]

    assert (row["n"], row["missing"]) == (0, 2)
    assert math.isnan(row["difference"])


def test_dropped_pairs_are_counted(results):
    """
    One undefined ratio and one absent run leave two of four pairs, and two counted as missing.
    """
    row = paired_contrasts(
        results({"separate": [1, np.nan, 3, 4], "inside_operations": [0, 0, 0]}), PAIR, [MEASURE]
    ).iloc[0]

    assert (row["n"], row["missing"], row["difference"]) == (2, 2, 2)


def test_without_variation_the_variance_ratio_is_undefined(results):
    """
    Two constants differ by a constant: nothing over nothing is NaN, not 0.
    """
    row = paired_contrasts(results({"separate": [2, 2, 2], "inside_operations": [1, 1, 1]}), PAIR, [MEASURE]).iloc[0]

    assert (row["difference"], row["sd"], row["low"]) == (1, 0, 1)
    assert math.isnan(row["variance_ratio"])


def test_shared_draws_help_and_opposed_draws_hurt(results):
    """
    The ratio is 0 when both move together by the same amount, and 2 when they move against each other.
    """
    together = results({"separate": [1, 2, 3], "inside_operations": [4, 5, 6]})
    against = results({"separate": [1, 2, 3], "inside_operations": [6, 5, 4]})
    ratios = [paired_contrasts(table, PAIR, [MEASURE])["variance_ratio"].item() for table in (together, against)]

    assert ratios == pytest.approx([0, 2])


def test_each_firm_and_world_has_its_own_row(results):
    """
    A contrast never mixes worlds: each group is contrasted by itself.
    """
    table = pd.concat(
        [
            results({"separate": [3, 3], "inside_operations": [1, 1]}, world="once"),
            results({"separate": [9, 9], "inside_operations": [1, 1]}, world="neutral"),
        ]
    )
    found = paired_contrasts(table, PAIR, [MEASURE]).set_index("world")

    assert found["difference"].to_dict() == {"neutral": 8, "once": 2}


def test_a_lever_can_be_contrasted_within_a_structure(results):
    """
    Over "variant", the same structure with and without a lever is a matched pair too.
    """
    table = pd.concat([results({"separate": [3, 5]}, variant="override"), results({"separate": [1, 2]})])
    found = paired_contrasts(table, [("override", "")], [MEASURE], by=["structure", "world"], over="variant")

    assert found[["structure", "difference"]].to_numpy().tolist() == [["separate", 2.5]]


def test_a_structure_absent_from_one_group_has_no_pairs_there(results):
    """
    A firm that was not run with a structure shows n = 0, not another firm's number.
    """
    table = pd.concat(
        [results({"separate": [3, 3], "inside_operations": [1, 1]}), results({"separate": [3, 3]}, firm="six_people")]
    )
    found = paired_contrasts(table, PAIR, [MEASURE]).set_index("firm")

    assert found["n"].to_dict() == {"product_shop": 2, "six_people": 0}
    assert math.isnan(found.loc["six_people", "difference"])


def test_a_structure_that_was_never_run_is_an_error(results):
    """
    A contrast with a structure that is nowhere in the table is a mistake of the study, and is named.
    """
    with pytest.raises(StudyError, match="structure 'customer_map'"):
        paired_contrasts(results({"separate": [1.0]}), [("separate", "customer_map")], [MEASURE])


def test_what_is_contrasted_cannot_also_split_the_table(results):
    """
    Splitting by structure leaves no second structure to compare with.
    """
    with pytest.raises(StudyError, match="leave 'structure' out"):
        paired_contrasts(results({"separate": [1.0]}), PAIR, [MEASURE], by=["structure"])


@settings(max_examples=25)
@given(values)
def test_contrasts_are_antisymmetric(results, values):
    """
    Whatever the numbers, b - a is a - b with the sign turned, and pairing helps both equally.
    """
    table = results({"separate": [a for a, _ in values], "inside_operations": [b for _, b in values]})
    there, back = (paired_contrasts(table, pairs, [MEASURE]).iloc[0] for pairs in (PAIR, [PAIR[0][::-1]]))

    assert there["difference"] == -back["difference"]
    assert (there["low"], there["high"]) == (-back["high"], -back["low"])
    assert there["variance_ratio"] == pytest.approx(back["variance_ratio"], nan_ok=True)


@settings(max_examples=25)
@given(values)
def test_pairing_never_does_worse_than_double(results, values):
    """
    The variance of a difference is at most twice the sum of the variances.
    """
    table = results({"separate": [a for a, _ in values], "inside_operations": [b for _, b in values]})
    ratio = paired_contrasts(table, PAIR, [MEASURE])["variance_ratio"].item()

    assert math.isnan(ratio) or -1e-9 <= ratio <= 2 + 1e-9
