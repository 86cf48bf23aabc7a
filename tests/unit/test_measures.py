"""What each measure divides by what, and that no run leaves the range of a measure without a word."""

import math

import numpy as np
import pytest

from domain import FIRST
from reportsto.api import run_one, scenario
from reportsto.engine.batch import Batch
from reportsto.escalation.attention import used
from reportsto.measuring import (
    LEAST,
    age_quantile,
    broken_invariants,
    information_bits,
    is_sound,
    likeness,
    month_quantile,
    summarise,
)
from reportsto.orderflow.times import stay
from reportsto.records import IDENTITY, MEASURES, NAN, SEVERE, Setting, Tally
from reportsto.reference import firm
from reportsto.reference.cases import EXCEPTION, Item
from reportsto.reference.desk import Desk
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES, Act, Cause, Function
from reportsto.worlds import RATIONS

RANGES = {column.name: column.between for column in MEASURES}
ENDS = [(name, end) for name, between in RANGES.items() for end in between if end != math.inf]
SPREAD = {"times.spread": 1.0, "staffing.follows": 1.0}


def middle(name):
    """Return a value inside the range of a measure."""
    low, high = RANGES[name]
    return low + 1.0 if high == math.inf else (low + high) / 2.0


def broken(**planted):
    """Return what is said of a run whose measures are all inside their ranges but for these."""
    row = {name: middle(name) for name in RANGES} | planted
    told = list(broken_invariants(Tally(), row, 0.0, 0.0))
    assert is_sound(Tally(), list(row.values()), 0.0, 0.0) == (not told), "both say the same"
    return told


def measures(parameters=None, *, has_top=True, **sums):
    """Return the measures of sums, for a firm without people."""
    setting = Setting((), tuple(() for _ in Function), (0,) * N_CAUSES, 0, 1, 0, 0.0, has_top)
    attitudes = {column.name: NAN for column in MEASURES if column.name.startswith("attitude_")}
    return summarise(Tally(**sums), setting, FIRST.with_settings(parameters or {}), attitudes)


def by_cause(**counts):
    """Return counts by cause."""
    return [float(counts.get(cause.name.lower(), 0)) for cause in Cause]


def test_every_measure_has_a_range_and_no_name_has():
    """Both ends are numbers, the lower one first; what names a run is no number."""
    assert all(low < high and low > -math.inf for low, high in RANGES.values())
    assert all(column.between is None for column in IDENTITY)


@pytest.mark.parametrize(("name", "end"), ENDS)
def test_a_value_beyond_an_end_is_found(name, end):
    """One thousandth outside, and the run says which measure it was; the end itself is inside."""
    outside = end + math.copysign(0.001, end - middle(name))

    assert broken(**{name: end}) == []
    assert [sentence.split()[0] for sentence in broken(**{name: outside})] == [name]


def test_no_measure_is_endless_and_a_missing_one_is_sound():
    """Infinity is in no range, though there is no largest number of days; NaN says that there was nothing to divide."""
    assert broken(ship_days=NAN) == []
    assert broken(ship_days=math.inf) == ["ship_days is inf, outside its range 0 to inf"]


def test_the_reference_stops_a_run_outside_a_range(monkeypatch):
    """The first version's share of contacts given up reached 1.08: planted in a run, it stops that run."""
    sound = firm.summarise
    monkeypatch.setattr(firm, "summarise", lambda *arguments: sound(*arguments) | {"abandoned": 1.08})

    row = run_one(scenario("separate", "six_people"), 0, 0, 30, "reference")

    assert "abandoned is 1.08, outside its range 0 to 1" in row["failure"]


def test_the_compiled_engine_stops_a_run_that_lost_an_order(monkeypatch):
    """One order more than there were, planted before the first day, stops the run with the numbers of both sides."""
    paper = Batch._paper

    def planted(runs, **asked):
        kept = paper(runs, **asked)
        kept.tally["whole_ordered"] = 1.0
        return kept

    monkeypatch.setattr(Batch, "_paper", planted)

    row = run_one(scenario("separate", "six_people"), 0, 0, 30)

    assert "is not shipped + cancelled + waiting" in row["failure"]


def test_the_compiled_engine_stops_a_run_outside_a_range(monkeypatch):
    """Ten times as many contacts given up as ended, planted before the first day: the share given up is above 1."""
    paper = Batch._paper

    def planted(runs, **asked):
        kept = paper(runs, **asked)
        kept.tally["answered"] = -1e6
        kept.tally["given_up"] = 2e6
        return kept

    monkeypatch.setattr(Batch, "_paper", planted)

    row = run_one(scenario("separate", "six_people"), 0, 0, 30)

    assert "outside its range" in row["failure"]


@pytest.mark.parametrize("sums", ["whole_ordered", "whole_returned", "whole_arrived", "whole_reports"])
def test_what_is_not_accounted_for_is_told(sums):
    """One that came in and is nowhere breaks a promise, whichever it is of."""
    tally, row = Tally(**{sums: 1.0}), {name: middle(name) for name in RANGES}

    assert len(list(broken_invariants(tally, row, 0.0, 0.0))) == 1
    assert not is_sound(tally, list(row.values()), 0.0, 0.0)


@pytest.mark.parametrize(("low", "high"), [(-1.1, 0.0), (0.0, 1.1)])
def test_an_attitude_beyond_an_end_is_told(low, high):
    """Attitudes of a run that measured a day stay inside -1 to 1."""
    tally, row = Tally(days=1.0), {name: middle(name) for name in RANGES}

    assert len(list(broken_invariants(tally, row, low, high))) == 1
    assert not is_sound(tally, list(row.values()), low, high)
    assert len(LEAST) == len(row)


def test_measures_of_the_top_are_nan_where_nobody_sits_there():
    """All that begin with ceo_, and nothing else that is a number with somebody at the top."""
    sums = {"days": 10.0, "ceo_overhead": 20.0, "ceo_used": 0.5}
    with_top, without = measures(**sums), measures(has_top=False, **sums)

    assert with_top["ceo_overhead_hours"] == 2.0
    assert all(math.isnan(without[name]) for name in RANGES if name.startswith("ceo_"))
    assert {name for name in RANGES if repr(with_top[name]) != repr(without[name])} == {
        name for name in RANGES if name.startswith("ceo_")
    }


def test_an_age_is_spread_over_its_day():
    """Of ten, four left on day 0, four on day 1, two on day 2: the fifth left a quarter through day 1."""
    ages = (4.0, 4.0, 2.0)

    assert (age_quantile(ages, 0.1), age_quantile(ages, 0.5), age_quantile(ages, 0.9)) == (0.25, 1.25, 2.5)
    assert age_quantile((0.0, 0.0, 4.0), 0.5) == 2.5
    assert math.isnan(age_quantile((0.0,), 0.5))


def test_the_median_order_of_the_prototype():
    """With 6 % late of four days, a third of day 1 has gone by when half of the orders are ready."""
    r = stay(0.06, 4.0, 0.0)
    ages = [r**a * (1.0 - r) for a in range(60)]

    assert r == pytest.approx(0.5697, abs=5e-5)
    assert age_quantile(ages, 0.5) == pytest.approx(1.0 + (0.5 - 0.4303) / (0.4303 * 0.5697), abs=1e-3)
    assert age_quantile(ages, 0.9) == pytest.approx(math.log(0.1) / math.log(r), abs=0.05)


def test_quantiles_of_months():
    """Of shares 0, .1, .3, .4 a tenth of the way is .03, nine tenths .37. A rest of a month is left out."""
    late, left = (1.0, 3.0, 0.0, 4.0, 9.0), (10.0,) * 5

    assert month_quantile(late, left, 4, 0.1) == pytest.approx(0.03)
    assert month_quantile(late, left, 4, 0.9) == pytest.approx(0.37)
    assert month_quantile((), (10.0, 10.0), 2, 0.9) == 0.0
    assert math.isnan(month_quantile((1.0,), (10.0,), 0, 0.5))
    assert month_quantile((2.0, 0.0), (10.0, 0.0), 2, 0.9) == 0.2  # nothing left in the second


def test_months_that_are_alike_share_their_place():
    """Of shares .1, .1, .1, .5 the median is .1, nine tenths .38: .7 of the way from the third to the fourth."""
    late, left = (1.0, 5.0, 1.0, 1.0), (10.0,) * 4

    assert month_quantile(late, left, 4, 0.5) == 0.1
    assert month_quantile(late, left, 4, 0.9) == pytest.approx(0.1 + 0.7 * 0.4)


def test_what_nobody_owns_is_like_nothing():
    """Shares of 3 and 1 beside 1 and 1 lie a quarter apart, of 3 alone a half; nothing at all is like nothing."""
    assert likeness((3.0, 1.0), (1.0, 1.0), (1.0, 1.0)) == 0.75
    assert likeness((3.0, 1.0), (1.0, 1.0), (1.0, 0.0)) == 0.5
    assert math.isnan(likeness((3.0, 1.0), (1.0, 1.0), (0.0, 0.0)))


def test_information_in_bits():
    """Two causes, four failures each, all acted on as what they are: one bit. All in silence, or all as one: none."""
    owned = (1.0, 1.0)

    assert information_bits((4.0, 4.0), ((4.0, 0.0), (0.0, 4.0)), owned) == pytest.approx(1.0)
    assert information_bits((4.0, 4.0), ((0.0, 0.0), (0.0, 0.0)), owned) == pytest.approx(0.0)
    assert information_bits((4.0, 4.0), ((4.0, 0.0), (4.0, 0.0)), owned) == pytest.approx(0.0)
    assert information_bits((4.0, 4.0), ((4.0, 0.0), (0.0, 0.0)), owned) == pytest.approx(1.0)
    assert math.isnan(information_bits((0.0, 4.0), ((0.0, 0.0), (0.0, 4.0)), (1.0, 0.0)))


def test_satisfaction_is_a_mean_of_values():
    """Eight outcomes worth 1, one worth .35, one worth .15: .85, however many orders came in meanwhile."""
    assert measures(orders=2.0, satisfaction=8.5, outcomes=10.0)["satisfaction"] == pytest.approx(0.85)


def test_given_up_are_of_contacts_that_ended():
    """Ten of forty that ended were given up; that only five came in says nothing."""
    assert measures(arrived=5.0, answered=30.0, given_up=10.0)["abandoned"] == 0.25


def test_hours_are_used_where_something_waited():
    """Ten of forty paid hours were idle."""
    assert measures(SPREAD, paid_handlers=40.0, idle_handlers=10.0)["utilisation"] == 0.75


def test_cases_of_followed_failures():
    """Of eight followed failures three were put on the log and one explained away; two reports were decided."""
    row = measures(
        failures_cohort=by_cause(mix_up=4, late=4),
        acts_cohort=[by_cause(late=1), by_cause(late=1), by_cause(mix_up=1, late=1)],
        decided_cohort=2.0,
        orders=100.0,
        left_by_month=[50.0, 30.0],
        failures=by_cause(mix_up=5, late=8),
    )

    assert row["concealment"] == 1 / 8
    assert row["complaints_per_decision"] == 4 / 2
    assert (row["mix_up_rate"], row["mix_up_rate_logged"]) == (5 / 100, 5 / 100 * 1 / 4)
    assert (row["late_rate"], row["late_rate_logged"]) == (8 / 80, 8 / 80 * 2 / 4)


def test_slow_refunds_an_order():
    """Two of eight refunds were slow, and one order in ten comes back: .025 an order. Drawn, it is of orders."""
    sums = {"failures": by_cause(slow_refund=2), "refund_ages": [0.0, 8.0], "returned": 10.0, "orders": 100.0}

    assert measures(SPREAD, **sums)["slow_refund_rate"] == pytest.approx(0.025)
    assert measures({"times.spread": 0.0}, **sums | {"orders": 80.0})["slow_refund_rate"] == pytest.approx(0.025)


def test_back_orders_cancelled():
    """One order in five is back-ordered, and one back order in four ended cancelled: .05."""
    row = measures(orders=100.0, back_ordered=20.0, released=3.0, cancelled=1.0)

    assert row["back_orders_cancelled"] == pytest.approx(0.05)


@pytest.mark.parametrize(("ration", "items", "complaints"), [("bundles", 1.0, 4.0), ("digest", 10.0, 0.4)])
def test_items_on_desks(ration, items, complaints):
    """Twenty reports in two days are two bundles of ten, one a day; twenty digests are twenty items."""
    rules = {**RATIONS[ration].settings, "attention.bundle": 10.0}
    acts = [by_cause(late=1), by_cause(), by_cause(late=3)]
    row = measures(rules, days=2.0, desk_items=20.0, desk_items_cohort=10.0, acts_cohort=acts)

    assert (row["desk_items"], row["desk_complaints_per_item"]) == (items, complaints)


def test_the_busiest_desk_is_told_only_where_there_is_one():
    """Without a head of a department there is no busiest one; the same of managers below."""
    some = measures(days=1.0, head_desks=2.0, head_used=0.9)

    assert some["desk_head_utilisation_most"] == 0.9
    assert math.isnan(some["desk_lead_utilisation_most"])
    assert math.isnan(measures(head_desks=2.0, head_used=0.9)["desk_head_utilisation_most"])  # no day


def test_share_of_hours_used():
    """Two of eight hours idle: three quarters. No hours are all used; of endless ones none is."""
    assert (used(2.0, 8.0), used(8.0, 8.0), used(0.0, 0.0), used(math.inf, math.inf)) == (0.75, 0.0, 1.0, 0.0)


def test_an_overrun_uses_the_hours_of_the_next_day():
    """Nine hours of work on the first of two days of six hours: nine of twelve are used, not one and a half days."""
    desk = Desk(8.0, 2.0, 5.0)
    for hours in ([9.0], []):
        for one in hours:
            desk.arrive(Item(EXCEPTION, 1, 0, one))
        desk.open()
        list(desk.served())
        desk.measure()

    assert desk.used == 9.0 / 12.0


HARD = {
    "staffing.follows": 0.0,
    "handling.hours_a_day": 5.0,
    "handling.patience_days": 1.0,
    "attention.hours": 4.0,
    "attention.patience_days": 2.0,
    "voice.exaggeration": 0.5,
    "climb.root_acts": 0.7,
}
"""Numbers with which every fate is met: few hours, little patience, made-up reports, a choosy chief executive."""


DIGEST = {"ration.digest_days": 5.0, "times.spread": 1.0}


@pytest.fixture(scope="module", params=[{}, DIGEST, {"route.peers_first": 1.0}])
def traced(request):
    """Return a run with every case written down, its first measured and its last followed day."""
    case = scenario("inside_marketing", parameters={**HARD, **request.param})
    made = Batch(case.chart, case.owners, case.parameters, 150)
    return made.run(3, 0, trace=True), made._span[1], made._span[2]


def test_measures_of_cases_follow_from_the_cases(traced):
    """Counted case by case, each share is the one that the sums of the run give."""
    outcome, first, last = traced
    rows, row = outcome.cases, outcome.row
    ended = rows[(rows["answered"] > first)]
    severe = ended[(ended["severity"] >= SEVERE) & (ended["kind"] < N_CAUSES)]
    followed = rows[(rows["failed"] > first) & (rows["failed"] <= last) & (rows["kind"] < N_CAUSES)]
    heard = followed[followed["act"] >= 0]
    decided = heard[np.isin(heard["fate"], [Fate.ACTED_ON, Fate.DECLINED])]
    written = rows[(rows["recorded"] >= 0) & (rows["answered"] > first)]
    kept = np.sum(written["fate"] == Fate.KEPT)

    assert row["severe_made_good"] == np.mean(np.isin(severe["act"], [Act.ADVOCATE, Act.SETTLE]))
    assert 0 < np.sum(severe["fate"] == Fate.GAVE_UP) < len(severe)
    assert row["abandoned"] == pytest.approx(np.mean(ended["fate"] == Fate.GAVE_UP))
    assert row["complaints_per_decision"] == len(heard) / len(decided) > 1.0
    assert [sum(cases) for cases in outcome.tally.acts_cohort] == [np.sum(heard["act"] == act) for act in Act]
    assert row["desk_passed"] == written["passed"].sum() / (written["passed"].sum() + kept)


def test_late_is_what_left_after_the_promise():
    """Where times are spread, late orders are the tail of the ages of those that left, and slow refunds of refunds."""
    case = scenario("separate", parameters=SPREAD)
    outcome = Batch(case.chart, case.owners, case.parameters, 200).run(1, 0)
    t, promise, refund = outcome.tally, int(case.parameters.times.promise_days), 7

    assert case.parameters.times.refund_promise_days == refund
    assert outcome.row["late_rate"] == sum(t.ship_ages[promise + 1 :]) / sum(t.ship_ages)
    assert t.failures[Cause.SLOW_REFUND] == sum(t.refund_ages[refund + 1 :]) > 0
    assert sum(t.late_by_month) == t.failures[Cause.LATE]
    assert sum(t.left_by_month) == sum(t.ship_ages)
    assert outcome.row["late_rate_month_q10"] < outcome.row["late_rate"] < outcome.row["late_rate_month_q90"]


def test_what_has_no_unit_has_an_upper_end():
    """A share cannot be forgotten: only overtime and complaints for each decision or item may be any number above."""
    endless = {column.name for column in MEASURES if column.unit == "1" and RANGES[column.name][1] == math.inf}

    assert endless == {"overtime", "complaints_per_decision", "desk_complaints_per_item"}
