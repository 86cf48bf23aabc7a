"""Rows AC: what customers ask for, and the work it makes."""

import math
from itertools import pairwise

import pytest

from domain import first_scenario as scenario
from reportsto.api import run_one, run_traced
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
    """A shop whose refund queue is watched from the first day: no return is in process, and hours are fixed."""
    off = [*setting.pop("without", ()), "times", "staffing"]
    model = opened(*SHOP, days=60, from_day_one=True, without=off, **setting)
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
    At the end of the sweep and where every order comes back, refunds wait for weeks where nobody is hired, and no run
    breaks off.
    """
    returned = {"warehouse.return_share": share}
    row = run_one(scenario(firm="six_people", parameters=returned, without=["staffing"]), 1, 0, 120)

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


CARRIER = Cause.IN_TRANSIT.word
ONLY_THE_CARRIER = {
    "causes.rate": 0.0,
    f"causes.rate.{CARRIER}": 0.1,
    "requests.rate": 0.0,
    **PLENTY_OF_HOURS,
}
"""Nothing fails but what the carrier has, one order in ten, and nobody asks for anything."""


def carried(structure="separate", without=(), **setting):
    """Return the days of a shop whose carrier alone fails, at rates that no reputation moves."""
    parameters, off = {**ONLY_THE_CARRIER, **setting}, ["all", *without]
    return lived(structure, "product_shop", days=60, from_day_one=True, parameters=parameters, without=off)


@pytest.mark.parametrize("structure", STRUCTURE_IDS)
def test_AC6_what_the_carrier_has_lost_is_made_good_or_refused_and_never_reported(structure):
    """
    Everybody who complains is heard, .20 h each whatever the distance; nobody quarrels, reports or acts.
    """
    firm = carried(structure)
    t, heard = firm.tally, firm.tally.heard[Cause.IN_TRANSIT]

    assert heard == t.answered == t.cases[Cause.IN_TRANSIT] > 300
    assert t.settled[Cause.IN_TRANSIT] + t.defended[Cause.IN_TRANSIT] == heard
    assert min(t.settled[Cause.IN_TRANSIT], t.defended[Cause.IN_TRANSIT]) > 0
    assert math.isclose(t.answer_hours, 0.20 * heard)
    assert t.disputes == t.whole_reports == sum(t.acted_as) == sum(t.advocated) == 0
    assert firm.owners.rates[Cause.IN_TRANSIT] == pytest.approx(0.1)
    assert all(person.cases == person.paid == 0.0 for person in firm.people)  # it is on nobody's metrics
    assert all(person.contact > 0.0 for person in firm.society.handlers)
    assert firm.owners.capability[Cause.IN_TRANSIT] == 0.0


def test_AC6_customers_leave_over_a_carriers_fault():
    """
    One order in ten lost without a word: .9 x .010 + .1 x .060 of the orders make a customer leave, 15 in 1,000.
    """
    t = carried(**{f"causes.complaint.{CARRIER}": 0.0}).tally

    assert t.failures[Cause.IN_TRANSIT] > 0 == t.cases[Cause.IN_TRANSIT]
    assert abs(t.leavers - 0.015 * t.orders) < 4 * math.sqrt(0.015 * t.orders)


def test_AC6_redress_is_counted_and_paid_for():
    """
    Every case made good costs 10, every answer .20 h at 25 where hours are fixed; failures are counted under nobody.
    """
    firm = carried(without=["staffing"])
    t, row = firm.tally, firm.row()
    made_good = t.settled[Cause.IN_TRANSIT]

    assert row["made_good"] == made_good / t.heard[Cause.IN_TRANSIT]
    assert math.isclose(row["cost_per_1000"] * t.orders / 1000, 10 * made_good + 25 * 0.20 * t.answered)
    assert row["failures_per_1000_nobody"] == row["failures_per_1000"] == 1000 * t.failures[Cause.IN_TRANSIT] / t.orders
    assert math.isnan(row["effective_advocacy"])  # no failure that anybody could be told of


@pytest.mark.parametrize("structure", ["separate", "inside_operations", "customer_map"])
def test_AC6_nobody_believes_in_a_carriers_fault(structure):
    """
    Where every report is recoloured or made up, some by chance alone, none names the carrier and none is about it.
    """
    talkative = {
        "causes.rate.in_transit": 0.05,
        "climb.recolouring": 0.5,
        "climb.outside_error": 0.5,
        "voice.exaggeration": 1.0,
    }
    cases = run_traced(scenario(structure, parameters=talkative), 6, 0, 120).cases
    carriers, reported = cases[cases["kind"] == Cause.IN_TRANSIT], cases[cases["recorded"] >= 0]

    assert len(carriers) > 500
    assert (carriers["recorded"] == -1).all()
    assert (reported["made_up"] > 0).sum() > 100
    assert set(reported["recorded"]) == set(range(N_CAUSES)) - {Cause.IN_TRANSIT}


def test_AC6_a_carriers_fault_moves_no_other_number():
    """
    The first day's other contacts are the same people with the same severities, however often the carrier fails.
    """
    days = [
        run_traced(scenario("separate", parameters={"causes.rate.in_transit": rate}), 6, 0, 1).cases
        for rate in (0.0, 0.005, 0.1)
    ]
    others = [day[day["kind"] != Cause.IN_TRANSIT] for day in days]

    assert [len(day) - len(rest) > 0 for day, rest in zip(days, others, strict=True)] == [False, True, True]
    for name in ("entity", "kind", "severity"):
        assert all((rest[name] == others[0][name]).all() for rest in others)


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
        lived(days=90, parameters={entry: rate, "handling.hours_a_day": 6.0}, without=["staffing"]).row()
        for rate in (0.0, 0.03)
    )

    assert typing["utilisation"] <= 1.0 + 1e-2
    assert typing["abandoned"] > usual["abandoned"]
    assert typing["failures_per_1000_service"] > usual["failures_per_1000_service"]


def test_AC8_cancelling_back_orders_improves_the_metric_and_no_customer():
    """
    Cancelling half of the back orders a day empties the queue, but as many customers were back-ordered and served ill.
    """
    usual, cancelled = (
        lived(*SHOP, days=60, parameters={"warehouse.back_order_cancel": share}, without=["all", "times"])
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
    Whatever the mix of logistics' and marketing's failures, all seven placements are ranked. The share of the mix
    that is logistics' moves the failures of every placement.
    """
    mixes = {
        "logistics": {"causes.rate.oversold": 0.002, "causes.rate.mix_up": 0.03},
        "promises": {"causes.rate.oversold": 0.06, "causes.rate.mix_up": 0.002},
    }
    for name, mix in mixes.items():
        table = shared_runs.table(STRUCTURE_IDS, firm="six_people", days=60, replicates=2, parameters=mix, variant=name)
        ranked = best_shares(table, "failures_per_1000", better="lower", by=("firm", "world", "variant"))
        owned = table["failures_per_1000"] - table["failures_per_1000_nobody"]
        by_logistics = table["failures_per_1000_logistics"] / owned

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
