"""Rows AC: what customers ask for, and the work it makes."""

import math
from itertools import pairwise

import pytest

from reportsto.api import run_one, scenario
from reportsto.parameters import every_field
from reportsto.statistics.rankings import best_shares
from reportsto.vocabulary import N_CAUSES, Cause, Request
from seeds.firms import STRUCTURE_IDS, WatchedLine, lived, opened

PLENTY_OF_HOURS = {"handling.hours_a_day": 24.0}
SHOP = ("separate", "product_shop")
SWEEPS = {f"{group}.{entry}": info.sweep for group, entry, info in every_field()}


@pytest.mark.parametrize("rate", [0.01, 0.03])
def test_AC1_the_share_of_status_requests_is_what_was_set(rate):
    """
    The share of orders that customers ask about can be read off the log of contacts.
    """
    setting = {f"requests.rate.{Request.ORDER_STATUS.word}": rate, "requests.status_per_day_waited": 0.0}
    tally = lived(*SHOP, days=60, parameters=setting, without=["demand_shocks"]).tally
    expected = rate * tally.orders

    assert abs(tally.arrived_status - expected) < 4 * math.sqrt(expected)


def test_AC2_without_a_delay_nobody_asks_where_the_order_is_late():
    """
    A warehouse that is never late hears no complaint about delay; the usual one does.
    """
    never = {"causes.rate.late": 0.0, "warehouse.ship_ratio": 10.0}
    usual, prompt = (lived(parameters=setting).tally for setting in ({}, never))

    assert prompt.failures[Cause.LATE] == prompt.cases[Cause.LATE] == 0
    assert usual.failures[Cause.LATE] > usual.cases[Cause.LATE] > 0


def watched_refunds(**setting):
    """A shop whose refund queue is watched from the first day."""
    model = opened(*SHOP, days=60, from_day_one=True, **setting)
    model.warehouse.to_refund = WatchedLine()
    model.run()
    return model, model.warehouse.to_refund


def test_AC3_every_return_is_refunded_or_still_in_line():
    """
    No return gets lost: each is refunded in the order of arrival, and the oldest still waiting came last.

    Inspection and a refusal with a reason are not modelled, so a refund is the only way out.
    """
    _, line = watched_refunds(parameters={"warehouse.refund_ratio": 0.18})
    refunded = sum(count for _, count in line.left)

    assert sum(line.joined) == refunded + line.size
    assert line.size > 0
    days_out = [day for day, _ in line.cohorts]
    assert days_out == sorted(days_out)
    assert sum(count for _, count in line.cohorts) == line.size


def test_AC4_refunds_take_the_time_their_capacity_sets():
    """
    Faster than returns come in, refunds take no day; slower, the wait grows by 1 - capacity / returns a day.
    """
    steady = {
        "improvement.time_share": 0.0,
        "customers.leaving": 0.0,
        "demand.new_per_handler": 0.0,
        "warehouse.return_share": 0.2,
    }
    ample, _ = watched_refunds(parameters={**steady, "warehouse.refund_ratio": 0.30}, without=["all"])
    _, line = watched_refunds(parameters={**steady, "warehouse.refund_ratio": 0.15}, without=["all"])
    returns = 60 * 0.2 * 2400
    luck = 60 * 0.75 / math.sqrt(returns)

    assert ample.row()["refund_days"] == 0
    assert abs(line.left[-1][0] - (1 - 0.15 / 0.2) * 60) < 1 + 4 * luck  # ages are whole days


@pytest.mark.parametrize("share", [SWEEPS["warehouse.return_share"][1], 1.0])
def test_AC4_a_firm_drowning_in_returns_runs_on(share):
    """
    At the end of the sweep and where every order comes back, refunds wait for weeks, and no run breaks off.
    """
    row = run_one(scenario(firm="six_people", parameters={"warehouse.return_share": share}), 1, 0, 120)

    assert row["failure"] == ""
    assert row["refund_days"] > 5.0
    assert row["slow_refund_rate"] > 0.1


def test_AC5_a_defect_is_heard_of_only_after_its_lag():
    """
    With sixty days between purchase and defect, the first sixty days bring no complaint about one.
    """
    heard = []
    model = opened(*SHOP, days=70, from_day_one=True, parameters={"causes.warranty_lag_days": 60.0})
    while model.running:
        model.step()
        heard.append(model.tally.cases[Cause.DEFECT])

    assert heard[59] == 0
    assert heard[60] > 0


def test_AC5_only_lines_under_warranty_bring_warranty_cases():
    """
    A firm that sells nothing under warranty has as many defects and hears of none; half the lines bring about half.
    """
    none, half, every = (
        lived(*SHOP, days=60, parameters={"causes.warranty_share": share}, without=["all"]).tally
        for share in (0.0, 0.5, 1.0)
    )

    assert none.cases[Cause.DEFECT] == 0 < none.failures[Cause.DEFECT]
    assert abs(half.cases[Cause.DEFECT] - every.cases[Cause.DEFECT] / 2) < 2 * math.sqrt(every.cases[Cause.DEFECT])


def test_AC7_order_entry_takes_capacity_from_customers_one_for_one():
    """
    Each order typed in costs service .17 h that no other contact gets, and nothing else changes.
    """
    entry = f"requests.rate.{Request.ORDER_ENTRY.word}"
    usual, typing = (
        lived(
            *SHOP,
            days=60,
            without=["all"],
            from_day_one=True,
            parameters={entry: rate, "causes.rate.poor_answer": 0.0, **PLENTY_OF_HOURS},
        ).tally
        for rate in (0.0, 0.02)
    )
    entries = typing.answered - usual.answered

    assert entries > 1000
    assert math.isclose(typing.handler_hours - usual.handler_hours, 0.17 * entries, rel_tol=1e-6)


def test_AC7_where_hours_are_short_customers_pay_for_order_entry():
    """
    In a busy department the same hours are worked, and more customers with a failure are given up.
    """
    entry = f"requests.rate.{Request.ORDER_ENTRY.word}"
    usual, typing = (
        lived(days=90, parameters={entry: rate, "handling.hours_a_day": 6.0}).row() for rate in (0.0, 0.03)
    )

    assert typing["utilisation"] <= 1.0 + 1e-2
    assert typing["abandoned"] > usual["abandoned"]
    assert typing["failures_per_1000_service"] > usual["failures_per_1000_service"]


def test_AC8_cancelling_back_orders_improves_the_metric_and_no_customer():
    """
    Cancelling half of the back orders a day empties the queue, but as many customers were back-ordered and served ill.
    """
    usual, cancelled = (
        lived(*SHOP, days=60, parameters={"warehouse.back_order_cancel": share}, without=["all"])
        for share in (0.01, 0.5)
    )
    before, after = usual.row(), cancelled.row()

    assert after["back_orders"] < 0.5 * before["back_orders"]
    assert after["fill_rate"] == before["fill_rate"]
    assert after["satisfaction"] <= before["satisfaction"]
    assert cancelled.tally.whole_shipped < usual.tally.whole_shipped


def test_AC9_an_answered_product_question_wins_customers():
    """
    Where answers convert, more questions answered bring more customers; where nobody asks, conversion does nothing.
    """
    question = f"requests.rate.{Request.PRODUCT_QUESTION.word}"

    def customers(conversion, rate=0.010):
        setting = {"demand.conversion": conversion, question: rate}
        return lived(*SHOP, days=60, parameters=setting).row()["customers_end"]

    assert customers(1.0) > customers(0.5) > customers(0.0)
    assert customers(1.0, rate=0.0) == customers(0.0, rate=0.0)


def test_AC10_good_advice_before_the_sale_saves_returns():
    """
    The more an answered question helps to choose, the fewer orders come back.
    """
    returns = []
    for advice in (0.0, 0.5, 1.0):
        model = opened(*SHOP, days=60, parameters={"warehouse.advice": advice})
        model.warehouse.to_refund = line = WatchedLine()
        model.run()
        returns.append(sum(line.joined))

    assert all(more > fewer for more, fewer in pairwise(returns))


def test_AC11_customers_whose_trouble_is_mended_stay():
    """
    Of two firms with the same failures and complaints, the one that makes all good keeps more customers, and happier.
    """
    mends, explains = (
        lived(
            *SHOP,
            days=60,
            without=["all"],
            parameters={
                "voice.settle_bar": -half,
                "voice.settle_width": 2.0 * half,
                "voice.attitude": 50.0,
                "attitudes.disposition_mean": -1.0,
            },
        )
        for half in (50.0, 0.0)
    )
    kept, lost = mends.row(), explains.row()

    assert kept["made_good"] > 0.95 > 0.2 > lost["made_good"]
    assert math.isclose(kept["failures_per_1000"], lost["failures_per_1000"], rel_tol=0.01)
    assert kept["share_lost"] < lost["share_lost"]
    assert kept["satisfaction"] > lost["satisfaction"]
    assert kept["customers_end"] > lost["customers_end"]


def test_AC12_every_request_mix_gets_its_ranking_of_placements(shared_runs):
    """
    Whatever the mix of logistics' and marketing's failures, all seven placements are ranked, and the share of the mix
    that is logistics' moves the failures of every placement.
    """
    mixes = {
        "logistics": {"causes.rate.oversold": 0.002, "causes.rate.mix_up": 0.03},
        "promises": {"causes.rate.oversold": 0.03, "causes.rate.mix_up": 0.002},
    }
    for name, mix in mixes.items():
        table = shared_runs.table(STRUCTURE_IDS, firm="six_people", days=60, replicates=2, parameters=mix, variant=name)
        ranked = best_shares(table, "failures_per_1000", better="lower", by=("firm", "world", "variant"))
        by_logistics = table["failures_per_1000_logistics"] / table["failures_per_1000"]

        assert sorted(ranked["structure"]) == sorted(STRUCTURE_IDS)
        assert math.isclose(ranked["share"].sum(), 1.0)
        assert (by_logistics > 0.75).all() if name == "logistics" else (by_logistics < 0.75).all()


def test_AC12_the_mix_of_contacts_is_what_the_table_of_rates_says():
    """
    Most contacts are about orders: logistics' failures and status requests make up more than half, as set.
    """
    tally = lived(*SHOP, days=60, without=["all"]).tally
    orders = sum(tally.cases[k] for k in (Cause.LATE, Cause.MIX_UP, Cause.SLOW_REFUND, Cause.BACK_ORDER))

    assert (orders + tally.arrived_status) / tally.arrived > 0.5
    assert len(tally.cases) == N_CAUSES
