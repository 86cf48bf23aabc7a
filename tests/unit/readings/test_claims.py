"""Verdicts on predictions, on tables whose differences are worked by hand."""

import numpy as np
import pandas as pd
import pytest

from predicting import judged, links, prediction
from reportsto.readings.at_one_point.tables import CLAIMS
from reportsto.readings.sections import told_claims

FAILURES, ATTITUDE = "failures_per_1000", "attitude_handlers_mean"


def table(values, *, measure=FAILURES, firm="product_shop", world="once", variant=""):
    """Return rows with these values of each structure, one a replicate."""
    return pd.DataFrame(
        [
            {
                "structure": name,
                "firm": firm,
                "world": world,
                "variant": variant,
                "replicate": at,
                measure: float(value),
            }
            for name, given in values.items()
            for at, value in enumerate(given)
        ]
    )


def more_failures(**changed):
    """Return a test that separate has more failures than inside operations, by more than 2 per 1,000 orders."""
    return prediction("F3", FAILURES, "separate", "inside_operations", changed.pop("direction", "a_above"), **changed)


def test_a_prediction_worked_by_hand():
    """
    Five pairs that all differ by 3 have 3 +- 0, beyond the default of 2 failures per 1,000 orders.
    """
    runs = table({"separate": [13, 14, 15, 16, 17], "inside_operations": [10, 11, 12, 13, 14]})
    row = judged(runs, more_failures()).iloc[0]

    assert list(row.index) == list(CLAIMS)
    assert (row["number"], row["low"], row["high"], row["smallest_effect"], row["n"]) == (3, 3, 3, 2, 5)
    assert (row["verdict"], row["contrast"], row["caveat"]) == ("as predicted", "separate - inside_operations", "")


def test_a_check_has_the_words_of_all_verdicts_and_a_flag():
    """
    What is partly built in is as predicted like anything else; its kind says that it is a check.
    """
    row = judged(table({"separate": [5] * 5, "inside_operations": [0] * 5}), more_failures(kind="check")).iloc[0]

    assert (row["verdict"], row["kind"]) == ("as predicted", "check")


@pytest.mark.parametrize(
    ("gap", "word"),
    [
        (5.0, "opposite"),
        (-5.0, "as predicted"),
        (0.0, "no difference that matters"),
        (2.0, "no difference that matters"),
    ],
)
def test_a_result_against_the_essays_is_reported_as_such(gap, word):
    """
    A prediction of fewer failures is opposite when there are clearly more, and is not softened to not decided.
    """
    runs = table({"separate": [10 + gap] * 5, "inside_operations": [10.0] * 5})

    assert judged(runs, more_failures(direction="a_below"))["verdict"].item() == word


@pytest.mark.parametrize(("more", "word"), [(150, "no difference that matters"), (250, "as predicted")])
def test_a_relative_effect_is_a_share_of_b(more, word):
    """
    Half a percent of 40,000 customers is 200: 150 more do not matter, 250 more do.
    """
    runs = table({"separate": [40_000 + more] * 5, "inside_operations": [40_000] * 5}, measure="customers")
    row = judged(runs, prediction("F3", "customers", "separate", "inside_operations", "a_above")).iloc[0]

    assert (row["smallest_effect"], row["verdict"]) == (200, word)


def test_each_link_of_an_order_is_judged():
    """
    S > M > O with S = M above O: the first link has no difference, the second holds; one gap does not carry the other.
    """
    values = {"separate": [0.5] * 5, "inside_marketing": [0.5] * 5, "inside_operations": [0.0] * 5}
    made = prediction("F1", ATTITUDE, "", "", "a_above")
    found = judged(table(values, measure=ATTITUDE), *links(made, *values))

    assert found[["contrast", "verdict"]].to_numpy().tolist() == [
        ["separate - inside_marketing", "no difference that matters"],
        ["inside_marketing - inside_operations", "as predicted"],
    ]


def test_a_prediction_is_judged_in_every_world_it_names():
    """
    One row a world, in the order the prediction has them.
    """
    values = {"separate": [5] * 5, "inside_operations": [0] * 5}
    runs = pd.concat([table(values, world=world) for world in ("once", "neutral")])

    assert list(judged(runs, more_failures())["world"]) == ["once", "neutral"]
    assert list(judged(runs, more_failures(worlds=("neutral",)))["world"]) == ["neutral"]


def test_a_gap_can_be_compared_between_firms():
    """
    A gap of 8, 9, 10, 11, 12 in the product shop and 5 less each time in the service firm leaves 5 +- 0.
    """
    shop = table({"separate": [8, 9, 10, 11, 12], "inside_operations": [0] * 5})
    service = table({"separate": [3, 4, 5, 6, 7], "inside_operations": [0] * 5}, firm="service_firm")
    row = judged(pd.concat([shop, service]), more_failures(minus={"firm": "service_firm"})).iloc[0]

    assert (row["number"], row["low"], row["high"], row["verdict"]) == (5, 5, 5, "as predicted")
    assert row["contrast"] == "(separate - inside_operations) - (separate - inside_operations in service_firm)"


def test_a_gap_can_be_compared_between_variants():
    """
    A lever that closes a gap of 6 takes 6 from it; a replicate without a number in any of four cells is dropped.
    """
    without = table({"separate": [6] * 5, "inside_operations": [0] * 5})
    lever = table({"separate": [1] * 4 + [np.nan], "inside_operations": [1] * 5}, variant="override")
    row = judged(pd.concat([without, lever]), more_failures(minus={"variant": "override"})).iloc[0]

    assert (row["n"], row["number"], row["verdict"]) == (4, 6, "as predicted")
    assert "1 of 5 pairs dropped" in row["caveat"]


def test_one_structure_with_a_lever_can_be_set_against_another_without():
    """
    Pay or place: inside operations with other scorecards against separate as it is.
    """
    runs = pd.concat([table({"inside_operations": [9] * 5}, variant="override"), table({"separate": [9] * 5})])
    asked = prediction("F3", FAILURES, "inside_operations", "separate", "a_above", variant="override", variant_b="")
    row = judged(runs, asked).iloc[0]

    assert row["contrast"] == "inside_operations with override - separate"
    assert row["verdict"] == "no difference that matters"


def test_three_replicates_leave_a_prediction_open():
    """
    However clear three pairs look, there is no interval, and the row says what to do.
    """
    row = judged(table({"separate": [9] * 3, "inside_operations": [0] * 3}), more_failures()).iloc[0]

    assert (row["number"], row["verdict"]) == (9, "not decided")
    assert "run at least 4 replicates" in row["caveat"]


def test_judging_more_predictions_at_once_never_narrows_an_interval():
    """
    All rows of one table are one family: company makes an interval wider.
    """
    rng = np.random.default_rng(12)
    worlds = [f"world {at}" for at in range(12)]
    values = [{"separate": rng.normal(size=8), "inside_operations": rng.normal(size=8)} for _ in worlds]
    runs = pd.concat([table(given, world=world) for given, world in zip(values, worlds, strict=True)])
    alone, family = judged(runs, more_failures(worlds=("world 0",))), judged(runs, more_failures())

    assert family["high"].iloc[0] > alone["high"].iloc[0]


def test_what_was_not_run_is_not_judged():
    """
    A prediction about a structure that is not there has no row, and the columns are there without any.
    """
    found = judged(table({"separate": [1.0] * 4}), more_failures())

    assert len(found) == 0
    assert list(found.columns) == list(CLAIMS)


def test_verdicts_of_tests_and_checks_are_counted_apart_and_add_up():
    """
    Three verdicts are two of tests and one of a check; where there is one kind, it is not named.
    """
    claims = pd.DataFrame({"kind": ["test", "check", "test"], "verdict": ["opposite", "as predicted", "as predicted"]})

    assert told_claims(claims) == (
        "3 verdicts, one for each prediction and world: 2 of tests, 1 of checks. "
        "Tests: 1 as predicted, 1 opposite. Checks, partly built in: 1 as predicted."
    )
    assert (
        told_claims(claims[claims["kind"] == "check"])
        == "1 verdict, one for each prediction and world: 1 as predicted."
    )
