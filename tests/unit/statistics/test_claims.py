import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.errors import StudyError, UnknownName
from reportsto.statistics.claims import COLUMNS, Contrast, Prediction, SmallestEffect, judge, ordering, verdict

MEASURE = "failures_per_1000"
numbers = st.floats(-10, 10)


def prediction(**changed):
    """A test that separate has more failures than inside operations, by more than 2 per 1,000 orders."""
    written = {
        "claim": "F3",
        "text": "separate is worse",
        "measure": MEASURE,
        "a": "separate",
        "b": "inside_operations",
        "direction": "a_above",
        "kind": "test",
    }
    return Prediction(**{**written, **changed})


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.11, 0.30, "supported"),
        (-0.30, -0.11, "refuted"),
        (-0.10, 0.10, "equivalent"),
        (0.02, 0.09, "equivalent"),
        (0.10, 0.30, "inconclusive"),
        (-0.30, 0.05, "inconclusive"),
        (-0.30, 0.30, "inconclusive"),
        (math.nan, math.nan, "inconclusive"),
    ],
)
def test_a_verdict_follows_from_the_interval_alone(low, high, word):
    """
    With a smallest effect of .10: beyond it supported or refuted, within it equivalent, across its edge inconclusive.
    """
    assert verdict(low, high, smallest_effect=0.10, direction="a_above") == word


def test_a_clear_effect_too_small_to_matter_is_no_success():
    """
    An interval that excludes zero but stays inside the smallest effect is equivalent, whichever way it points.
    """
    assert verdict(0.01, 0.02, smallest_effect=0.10, direction="a_above") == "equivalent"
    assert verdict(0.01, 0.02, smallest_effect=0.10, direction="a_below") == "equivalent"


@given(st.floats(0, 5))
def test_a_planted_tie_is_equivalent(smallest_effect):
    """
    Two structures that are the same number for number are equivalent, even where any effect would matter.
    """
    assert verdict(0.0, 0.0, smallest_effect=smallest_effect, direction="a_above") == "equivalent"
    assert verdict(0.0, 0.0, smallest_effect=smallest_effect, direction="a_below") == "equivalent"


@given(numbers, numbers, st.floats(0, 5))
def test_swapping_the_pair_mirrors_the_verdict(one, other, smallest_effect):
    """
    b - a with the direction turned gets the same verdict; with the direction kept, supported and refuted change places.
    """
    low, high = sorted((one, other))
    found = verdict(low, high, smallest_effect=smallest_effect, direction="a_above")
    turned = {"supported": "refuted", "refuted": "supported"}.get(found, found)

    assert verdict(-high, -low, smallest_effect=smallest_effect, direction="a_below") == found
    assert verdict(-high, -low, smallest_effect=smallest_effect, direction="a_above") == turned


def test_an_interval_upside_down_is_refused():
    """
    Low above high is a mistake of the caller, not an open question.
    """
    with pytest.raises(StudyError, match="from low to high"):
        verdict(2.0, 1.0, smallest_effect=0.1, direction="a_above")


def test_a_supported_prediction_worked_by_hand(results):
    """
    Five pairs that all differ by 3 have 3 +- 0, beyond the default of 2 failures per 1,000 orders.
    """
    table = results({"separate": [13, 14, 15, 16, 17], "inside_operations": [10, 11, 12, 13, 14]})
    row = judge(table, [prediction()]).iloc[0]

    assert list(row.index) == list(COLUMNS)
    assert (row["number"], row["low"], row["high"], row["smallest_effect"]) == (3, 3, 3, 2)
    assert (row["verdict"], row["contrast"], row["caveat"]) == ("supported", "separate - inside_operations", "")


def test_a_check_passes_and_is_never_supported(results):
    """
    What is partly built in can pass; its row says that it is no finding.
    """
    table = results({"separate": [5] * 5, "inside_operations": [0] * 5})
    row = judge(table, [prediction(kind="check")]).iloc[0]

    assert (row["verdict"], row["kind"]) == ("passed", "check")
    assert "not a finding" in row["caveat"]


@pytest.mark.parametrize(
    ("gap", "word"), [(5.0, "refuted"), (-5.0, "supported"), (0.0, "equivalent"), (2.0, "equivalent")]
)
def test_a_result_against_the_essays_is_reported_as_such(results, gap, word):
    """
    A prediction of fewer failures fails when there are clearly more, and is not softened to open.
    """
    table = results({"separate": [10 + gap] * 5, "inside_operations": [10.0] * 5})

    assert judge(table, [prediction(direction="a_below")])["verdict"].item() == word


def test_a_relative_effect_is_a_share_of_b(results):
    """
    Half a percent of 40,000 customers is 200: 150 more is equivalent, 250 more is supported.
    """
    for more, word in ((150, "equivalent"), (250, "supported")):
        table = results({"separate": [40_000 + more] * 5, "inside_operations": [40_000] * 5}, measure="customers")
        row = judge(table, [prediction(measure="customers")]).iloc[0]

        assert (row["smallest_effect"], row["verdict"]) == (200, word)


def test_each_link_of_an_order_is_judged(results):
    """
    S > M > O with S = M above O: the first link is equivalent, the second passed; one gap does not carry the other.
    """
    table = results(
        {"separate": [0.5] * 5, "inside_marketing": [0.5] * 5, "inside_operations": [0.0] * 5},
        measure="attitude_handlers_mean",
    )
    template = prediction(claim="F1", measure="attitude_handlers_mean", kind="check")
    judged = judge(table, ordering(template, "separate", "inside_marketing", "inside_operations"))

    assert judged[["contrast", "verdict"]].to_numpy().tolist() == [
        ["separate - inside_marketing", "equivalent"],
        ["inside_marketing - inside_operations", "passed"],
    ]


def test_every_world_is_judged_unless_some_are_named(results):
    """
    No claim is reported for one world alone by default.
    """
    values = {"separate": [5] * 5, "inside_operations": [0] * 5}
    table = pd.concat([results(values, world=world) for world in ("once", "neutral")])

    assert list(judge(table, [prediction()])["world"]) == ["neutral", "once"]
    assert list(judge(table, [prediction(worlds=("once",))])["world"]) == ["once"]


def test_a_gap_can_be_compared_between_firms(results):
    """
    A gap of 8, 9, 10, 11, 12 in the product shop and 2 less 5 each time in the service firm leaves 5 +- 0.
    """
    shop = results({"separate": [8, 9, 10, 11, 12], "inside_operations": [0] * 5})
    service = results({"separate": [3, 4, 5, 6, 7], "inside_operations": [0] * 5}, firm="service_firm")
    row = judge(pd.concat([shop, service]), [prediction(minus=Contrast(firm="service_firm"))]).iloc[0]

    assert (row["number"], row["low"], row["high"], row["verdict"]) == (5, 5, 5, "supported")
    assert row["contrast"] == "(separate - inside_operations) - (separate - inside_operations in service_firm)"


def test_a_gap_can_be_compared_between_variants(results):
    """
    A lever that closes a gap of 6 takes 6 from it; replicates are matched across all four cells.
    """
    without = results({"separate": [6] * 5, "inside_operations": [0] * 5})
    lever = results({"separate": [1] * 4, "inside_operations": [1] * 5}, variant="override")
    row = judge(pd.concat([without, lever]), [prediction(minus=Contrast(variant="override"))]).iloc[0]

    assert (row["n"], row["number"], row["verdict"]) == (4, 6, "supported")
    assert "1 of 5 pairs dropped" in row["caveat"]


def test_one_structure_with_a_lever_can_be_set_against_another_without(results):
    """
    Pay or place: inside operations with other scorecards against separate as it is.
    """
    table = pd.concat(
        [results({"inside_operations": [9] * 5}, variant="override"), results({"separate": [9] * 5})],
    )
    asked = prediction(a="inside_operations", b="separate", variant="override", variant_b="")
    row = judge(table, [asked]).iloc[0]

    assert (row["contrast"], row["verdict"]) == ("inside_operations with override - separate", "equivalent")


def test_three_replicates_leave_a_claim_open(results):
    """
    However clear three pairs look, there is no interval, and the row says what to do.
    """
    row = judge(results({"separate": [9] * 3, "inside_operations": [0] * 3}), [prediction()]).iloc[0]

    assert (row["number"], row["verdict"]) == (9, "inconclusive")
    assert "run at least 4 replicates" in row["caveat"]


def test_judging_more_claims_at_once_never_narrows_an_interval(results):
    """
    All rows of one call are one family: company makes an interval wider.
    """
    rng = np.random.default_rng(12)
    worlds = [f"world {i}" for i in range(12)]
    table = pd.concat(
        [results({"separate": rng.normal(size=8), "inside_operations": rng.normal(size=8)}, world=w) for w in worlds]
    )
    alone, family = judge(table, [prediction(worlds=("world 0",))]), judge(table, [prediction()])

    assert family["high"].iloc[0] > alone["high"].iloc[0]


def test_no_prediction_gives_an_empty_table(results):
    """
    Nothing predicted, nothing judged, and the columns are there.
    """
    assert list(judge(results({"separate": [1.0]}), []).columns) == list(COLUMNS)


@pytest.mark.parametrize("changed", [{"b": "customer_map"}, {"firm": "six_people"}, {"worlds": ("contract",)}])
def test_a_cell_that_was_not_run_is_an_error(results, changed):
    """
    A claim about runs that do not exist is refused, with what was missing.
    """
    with pytest.raises(StudyError, match=r"no result row has (structure|firm|world)"):
        judge(results({"separate": [1.0], "inside_operations": [1.0]}), [prediction(**changed)])


def test_a_prediction_that_cannot_be_judged_is_refused_when_written():
    """
    Misspelt directions and kinds, a pair of one, and a measure without a smallest effect stop before any run.
    """
    with pytest.raises(UnknownName, match="direction"):
        prediction(direction="above")
    with pytest.raises(UnknownName, match="kind"):
        prediction(kind="finding")
    with pytest.raises(StudyError, match="both 'separate'"):
        prediction(b="separate")
    with pytest.raises(StudyError, match="no default smallest effect for measure 'ceo_waiting'"):
        prediction(measure="ceo_waiting")
    with pytest.raises(StudyError, match="zero or more"):
        SmallestEffect(-0.1)
