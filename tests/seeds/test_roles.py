"""Rows RO: the people of the firm."""

import math

import pytest

from domain import FIRST
from reportsto.attitudes.anchors import susceptibility
from reportsto.attitudes.influence import step
from reportsto.escalation.climb import BELIEFS
from reportsto.measuring import likeness
from reportsto.reference.people import LogisticsPerson
from reportsto.vocabulary import N_BELIEVED, N_CAUSES, Cause, Outcome
from seeds.firms import lived, opened

NOTHING_TOLD = [0.0] * N_CAUSES


def test_RO1_every_service_person_leaves_a_trace_of_attitudes():
    """
    Each handler's attitude can be followed day by day from defendant to advocate, and their mean is the measured one.
    """
    trace = []
    model = lived(
        "separate",
        "product_shop",
        days=60,
        each_day=lambda firm: trace.append([p.attitude for p in firm.society.handlers]),
    )
    window = trace[model.ledger.burn_in :]
    mean = sum(sum(day) / len(day) for day in window) / len(window)

    assert all(len(set(person)) > 30 for person in zip(*trace, strict=True))
    assert all(-1.0 <= x <= 1.0 for day in trace for x in day)
    assert math.isclose(model.row()["attitude_handlers_mean"], mean)


@pytest.mark.parametrize(("strength", "sign"), [(1.0, -1), (0.0, 1)])
def test_RO2_a_fault_logged_against_logistics_costs_its_people(strength, sign):
    """
    A warehouse worker's pay account falls with each fault logged as logistics'; in the neutral world it would rise.
    """
    model = opened(parameters={"incentives.own_line_strength": strength})
    packer = next(person for person in model.people if isinstance(person, LogisticsPerson))
    before = packer.paid

    packer.hear(Cause.MIX_UP, 0.6)
    packer.remember(NOTHING_TOLD, 0.0, 1.0)

    assert (packer.paid - before) * sign > 0


def test_RO3_marketers_are_further_from_the_truth_than_service_people():
    """
    What marketing believes customers suffer from is further from the true failures than what service believes.
    """
    model = lived("separate", "product_shop", days=60)
    error = {
        name: 1.0 - likeness(belief, model.tally.failures[:N_BELIEVED], [1.0] * N_BELIEVED)
        for name, belief in BELIEFS.items()
    }

    assert 0.0 < error["service"] < error["marketing"] < 1.0


def test_RO4_promises_beyond_what_can_be_kept_come_back_as_contacts():
    """
    Sellers under a quota oversell by half as much again; the promises come back as that many more contacts.
    """
    calm, pressed = (
        lived("separate", "product_shop", days=60, parameters={"causes.promise_pressure": pressure}).tally
        for pressure in (0.0, 0.5)
    )

    assert pressed.cases[Cause.OVERSOLD] > 1.2 * calm.cases[Cause.OVERSOLD]
    assert pressed.arrived > calm.arrived


def test_RO5_the_chief_executive_never_spends_more_than_the_day_has():
    """
    However much waits, a day's decisions fit into the hours left after direct reports, bar the last one's overrun.
    """
    hours = 3.0
    model = opened(days=90, from_day_one=True, parameters={"attention.hours": hours})
    ceo, tally = model.management.desks[0], model.tally
    spent, full_days = 0.0, 0
    while model.running:
        left = hours - ceo.overhead - ceo.owed
        model.step()
        now = tally.ceo_report_hours + tally.ceo_dispute_hours + tally.ceo_exception_hours
        today, spent = now - spent, now
        assert today <= max(0.0, left) + model.workplace.parameters.attention.item_hours
        full_days += bool(ceo.queue)

    assert tally.ceo_decisions > 0
    assert full_days > 30  # the limit was felt


def days_to_adopt_half(tenure):
    """Days until a person who stands at 0 has come half the way to neighbours who all stand at 1."""
    rules, x, day = FIRST.attitudes, 0.0, 0
    open_to = susceptibility(
        tenure, rules.susceptibility, rules.newcomer_susceptibility, rules.settling_days
    )  # held still: the question is tenure, not ageing
    while x < 0.5:
        x, day = step(x, 1.0, 0.0, open_to, rules.speed), day + 1
    return day


def test_RO6_many_years_in_the_seat_slow_the_drift():
    """
    The longer somebody has led service, the longer it takes until half of the neighbours' attitude is adopted.
    """
    half_lives = [days_to_adopt_half(260.0 * years) for years in (0.0, 0.5, 1.0, 10.0)]

    assert half_lives == sorted(set(half_lives))
    assert half_lives[-1] > 1.4 * half_lives[0]


def test_RO8_customers_without_trouble_leave_only_for_reasons_of_their_own():
    """
    Without a single failure the share of customers lost is the one that no department can help.
    """
    calm = lived(
        days=120,
        parameters={"causes.rate": 0.0, "demand.shock_sd": 0.0},
        without=["demand_shocks"],
    )
    row = calm.row()
    own_reasons = (
        calm.workplace.parameters.customers.leaving[Outcome.NO_FAILURE] * row["orders"] / row["customers"] * 260
    )

    assert row["failures_per_1000"] == 0
    assert math.isclose(row["share_lost"], own_reasons, rel_tol=4 / math.sqrt(calm.tally.leavers))


def test_RO8_churn_follows_faults_that_nobody_resolves():
    """
    The same failures cost more customers the fewer of them anybody speaks about and mends.
    """
    lost = [
        lived(
            "separate",
            "product_shop",
            days=60,
            parameters={
                "causes.complaint": share,
                "causes.rate.poor_answer": 0.0,
                "voice.settle_bar": -50.0,
                "voice.settle_width": 100.0,
            },
            without=["all"],
        ).row()["share_lost"]
        for share in (0.30, 0.15, 0.0)
    ]

    assert lost == sorted(set(lost))
