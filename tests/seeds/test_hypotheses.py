"""Rows H: the essays' claims, judged by intervals over matched replicates.

Sixteen replicates of 250 days (the last 167 measured) unless the two measured years of the shared batch are named; an
interval says how far more replicates could move a number in this model, and nothing about its assumptions.
"""

from dataclasses import replace

import pandas as pd
import pytest

from domain import first_simulate as simulate
from predicting import judged, links, prediction
from reportsto.charts.chart import Post, tree
from reportsto.firms import firm
from reportsto.records import DEFENDANT_BELOW
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.statistics.intervals import mean_interval
from reportsto.statistics.rankings import best_shares
from reportsto.vocabulary import Function

O, S, M = "inside_operations", "separate", "inside_marketing"  # noqa: E741  the letters of the hypotheses
CORE = (O, S, M)
DAYS = 250
ATTITUDE, VOICE, FAILURES = "attitude_handlers_mean", "effective_advocacy", "failures_per_1000"


def verdicts(table, *predictions):
    return judged(table, *predictions)["verdict"].tolist()


def contrast(table, a, b, measure, **more):
    return paired_contrasts(table, [(a, b)], [measure], **more).iloc[0]


@pytest.fixture(scope="session")
def runs(shared_runs):
    """Give the table of runs of some structures in a world, with a lever on where it has a name."""

    def table(structures=CORE, variant="", **setting):
        return shared_runs.table(structures, days=DAYS, variant=variant, **setting)

    return table


def test_H1_in_operations_customer_service_turns_defendant(placements):
    """
    Over two years of the world `once` service inside operations stands on the company's side: its attitude is negative.

    Two people in three stand below -.25, where this project begins to say defendant; the mean itself is about there.
    """
    operations = placements[placements["structure"] == O]
    found = mean_interval(operations[ATTITUDE])

    assert found.high < -0.1
    assert mean_interval(operations["attitude_service_defendants"]).low > 0.5


@pytest.mark.parametrize("world", ["once", "contract"])
def test_H1_against_a_separate_department_the_gap_is_wide(runs, world):
    """
    In both worlds that charge own-line faults, attitude inside operations is lower than in a separate department.
    """
    claim = prediction("H1", ATTITUDE, O, S, "a_below", kind="check")

    assert verdicts(runs(world=world), claim) == ["as predicted"]


def test_H1_not_where_own_line_faults_pay_like_any(runs):
    """
    Refuted here in the neutral world: where hiding one's own line's faults earns nothing, operations makes advocates.
    """
    found = mean_interval(runs([O], world="neutral")[ATTITUDE])

    assert found.low > -DEFENDANT_BELOW


@pytest.mark.parametrize("world", ["once", "contract"])
def test_H2_in_attitude_separate_and_marketing_are_a_tie_above_operations(runs, world):
    """
    Refuted here in part: in attitude separate is not above marketing by as much as matters (.10); both are above
    operations.

    A check and no finding: pay anchors the attitude, and marketing owns few of the faults that service hears of.
    """
    order = links(prediction("H2", ATTITUDE, S, M, "a_above", kind="check", worlds=(world,)), S, M, O)

    assert verdicts(runs(world=world), *order) == ["no difference that matters", "as predicted"]


@pytest.mark.parametrize("world", ["once", "contract"])
def test_H2_in_what_is_acted_on_the_order_holds(runs, world):
    """
    Of all failures, separate gets more acted on than marketing, and marketing more than operations, in every replicate.
    """
    table = runs(world=world)
    order = links(prediction("H2", VOICE, S, M, "a_above", kind="check", worlds=(world,)), S, M, O)
    best = best_shares(table, VOICE, better="higher").set_index("structure")

    assert verdicts(table, *order) == ["as predicted", "as predicted"]
    assert best.loc[S, "share"] == 1.0


def test_H2_in_failures_marketing_does_not_beat_operations(runs, placements):
    """
    Refuted here on a primary outcome, in the world `once`: service in marketing advocates more than in operations.
    It leaves no fewer failures by as many as matter (2 per 1,000 orders).

    Inside operations the people next door mend what they are told without any report, which advocacy does not count.
    In the first year that is worth more than all the reports from marketing; in the second and third it is a tie.
    """
    claim = prediction("H2", FAILURES, M, O, "a_below", worlds=("once",))

    assert contrast(runs(), M, O, FAILURES)["low"] > 0.0
    assert verdicts(placements, claim) == ["no difference that matters"]


def test_H2_in_failures_marketing_beats_operations_where_faults_are_hidden_three_times(shared_runs):
    """
    In the contract world, where own-line faults cost pay, voice and passing on, the order holds on failures too, in the
    second and third year.
    """
    claim = prediction("H2", FAILURES, S, M, "a_below", worlds=("contract",))
    three_years = shared_runs.table(CORE, days=750, world="contract")

    assert verdicts(three_years, *links(claim, S, M, O)) == ["as predicted", "as predicted"]


def test_H2_in_customers_kept_separate_and_marketing_are_above_operations(placements):
    """
    After three years separate and marketing have both kept more customers than operations, which explains more failures
    away.
    """
    claims = [prediction("H2", "customers_end", place, O, "a_above") for place in (S, M)]

    assert verdicts(placements, *claims) == ["as predicted", "as predicted"]


def test_H3_marketing_saves_the_report_and_loses_more_than_a_little(placements):
    """
    Refuted here at the default span: inside marketing the chief executive has one report fewer. The firm acts on
    fewer failures and has more of them, both by more than the smallest effect that matters.
    """
    saved = contrast(placements, M, S, "ceo_direct_reports")
    loss = verdicts(placements, prediction("H3", VOICE, M, S, "a_below"), prediction("H3", FAILURES, M, S, "a_above"))

    assert saved["difference"] == -1
    assert loss == ["as predicted", "as predicted"]


def test_H3_past_the_break_even_span_marketing_is_the_better_place():
    """
    With thirteen reports of the chief executive's instead of seven, marketing's saving of one is worth more than it
    costs.
    """
    posts = [replace(post, seat=-1) for post in firm("product_shop").chart.posts]
    crowded = tree([*posts, *(Post(f"unit{n}", Function.OTHER, "ceo") for n in range(6))], "crowded")
    table = pd.concat([simulate(s, chart=crowded, replicates=range(4), days=60) for s in (S, M)])

    assert sorted(table["ceo_direct_reports"].unique()) == [12, 13]
    assert contrast(table, M, S, VOICE)["low"] > 0.0


@pytest.fixture(scope="session")
def dual_thoughts(runs):
    """Separate and marketing, with every department recolouring, with none, and with marketing and sales alone."""
    alone = {"climb.recolouring": 0.0, "climb.recolouring.marketing": 0.25, "climb.recolouring.sales": 0.25}
    return pd.concat(
        [
            runs([S, M]),
            runs([S, M], variant="pure", without=["dual_thoughts"]),
            runs([S, M], variant="essays", parameters=alone),
        ]
    )


def test_H4_dual_thoughts_are_not_what_makes_marketing_second(dual_thoughts):
    """
    Refuted here where every department has beliefs of its own: without any, marketing is behind separate all the same.

    What costs marketing is the second manager a report must pass; recolouring costs both placements about 3.7 failures
    per 1,000 orders, and one from the other nothing that matters.
    """
    claim = prediction("H4", FAILURES, M, S, "a_above", minus={"variant": "pure"})
    behind = contrast(dual_thoughts[dual_thoughts["variant"] == "pure"], M, S, FAILURES)

    assert verdicts(dual_thoughts, claim) == ["no difference that matters"]
    assert behind["low"] > 0.0


def test_H4_if_only_marketing_has_dual_thoughts_they_cost(dual_thoughts):
    """
    Where marketing and sales alone mix in what they believe, as the essays have it, marketing falls further behind.

    A check and no finding: the difference is put in.
    """
    claim = prediction(
        "H4",
        FAILURES,
        M,
        S,
        "a_above",
        kind="check",
        variant="essays",
        minus={"variant": "pure"},
    )

    assert verdicts(dual_thoughts, claim) == ["as predicted"]


def test_H5_sharing_a_department_eases_contact_at_the_price_of_defensiveness(placements):
    """
    Inside operations a contact about logistics takes a quarter less time, and one failure case in six more is explained
    away.
    """
    hours = contrast(placements, O, S, "hours_per_logistics_contact")
    defended = contrast(placements, O, S, "defensiveness")

    assert -0.085 < hours["low"] < hours["high"] < -0.075
    assert hours["difference"] / hours["mean_b"] < -0.2
    assert defended["low"] > 0.1


def test_H5_the_price_is_pay_and_not_nearness(runs):
    """
    In the neutral world the same hours are saved and nothing more is explained away.
    """
    table = runs([O, S], world="neutral")
    defended = contrast(table, O, S, "defensiveness")

    assert contrast(table, O, S, "hours_per_logistics_contact")["high"] < -0.075
    assert -0.02 < defended["low"] < defended["high"] < 0.02


def test_H6_with_marketing_in_the_loop_some_issues_never_arise_but_not_many(runs):
    """
    Refuted here as to "many": what service tells marketers next door prevents fewer than one contact in a hundred.

    Marketing owns 6 % of failures. The same loop inside operations, which owns three in four, prevents several times
    as many.
    """
    table = pd.concat([runs([M, O]), runs([M, O], variant="silence", without=["lateral"])])
    found = paired_contrasts(table, [("silence", "")], ["contacts"], by=["structure"], over="variant")
    prevented = {row["structure"]: row for _, row in found.iterrows()}

    assert prevented[M]["low"] > 0.0
    assert prevented[M]["high"] < 0.01 * prevented[M]["mean_a"]
    assert prevented[O]["low"] > 3 * prevented[M]["high"]


@pytest.fixture(scope="session")
def two_businesses(runs):
    return pd.concat([runs(), runs(firm="service_firm")])


def test_H7_the_kind_of_business_moves_the_gap_and_not_the_place(two_businesses):
    """
    Refuted here as to the place: in a shop and in a service firm alike, separate gets most acted on of the three.
    """
    best = best_shares(two_businesses, VOICE, better="higher").set_index(["firm", "structure"])

    assert best.loc[("product_shop", S), "share"] == best.loc[("service_firm", S), "share"] == 1.0


def test_H7_separation_matters_less_where_logistics_owns_less(two_businesses):
    """
    The attitude that a separate department gains over operations is smaller in a service firm than in a shop.

    By about .09: clear of zero, and short of the .10 that this project calls an effect that matters.
    """
    claim = prediction("H7", ATTITUDE, S, O, "a_above", minus={"firm": "service_firm"})
    found = judged(two_businesses, claim).iloc[0]

    assert found["low"] > 0.0
    assert found["verdict"] != "opposite"


def test_H8_the_back_order_target_is_a_small_part_of_defensiveness(runs):
    """
    Refuted here as to size: without a target on back orders, service in operations defends less. The effect is
    under an eighth of what separates operations from a separate department.

    One failure case in twenty that service hears of is a back order; late orders, mix-ups and slow refunds are two in
    three.
    """
    table = pd.concat(
        [runs([O]), runs([O], variant="no_target", parameters={"incentives.defence_by_cause.back_order": 0.0})]
    )
    target = contrast(table, "", "no_target", "defensiveness", over="variant")
    place = contrast(runs(), O, S, "defensiveness")

    assert target["low"] > 0.0
    assert target["high"] < 0.125 * place["difference"]


HARD_TO_HEAR = {"attention.cross_hours": 0.25}
HARD_TO_MEND = {"improvement.outside_weight": 0.2}


def test_H10_a_separate_department_is_isolated_where_hearing_both_sides_takes_time(runs):
    """
    If a report across departments costs the arbiter a quarter of an hour, operations gets more acted on than separate.
    """
    table = runs([O, S], parameters=HARD_TO_HEAR)
    claim = prediction("H10", VOICE, S, O, "a_above")

    assert contrast(table, S, O, ATTITUDE)["low"] > 0.0
    assert verdicts(table, claim) == ["opposite"]


def test_H10_or_where_what_comes_from_outside_is_hardly_mended(runs):
    """
    If a fix asked for from outside is worth a fifth, separate still gets more acted on and leaves more failures.
    """
    table = runs([O, S], parameters=HARD_TO_MEND)

    assert verdicts(table, prediction("H10", VOICE, S, O, "a_above"), prediction("H10", FAILURES, S, O, "a_above")) == [
        "as predicted",
        "as predicted",
    ]
