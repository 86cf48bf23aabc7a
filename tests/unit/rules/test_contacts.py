"""Phase 2: who speaks up."""

import math

import pytest

from reportsto.firms import FIRMS
from reportsto.orderflow.contacts import (
    acceptance,
    case_severity,
    complaint_propensity,
    maximal_contacts,
    next_made_good,
    ramp,
    ramped_headroom,
    slow_refund_headroom,
    status_rate,
)
from reportsto.parameters import Parameters
from reportsto.vocabulary import Cause
from reportsto.workplace import set_up


@pytest.mark.parametrize(("made_good", "propensity"), [(0.6, 0.100), (1.0, 0.132), (0.0, 0.052)])
def test_customers_speak_up_where_complaining_helps(made_good, propensity):
    """
    Of customers with a late order 10 % complain at the start, 13.2 % where all are made good, 5.2 % where none is.
    """
    assert math.isclose(complaint_propensity(0.10, 0.8, made_good, 0.6), propensity)


def test_without_feedback_a_reputation_moves_nobody():
    """
    With voice feedback off, as many complain to a firm that makes nothing good.
    """
    assert complaint_propensity(0.10, 0.0, 0.0, 0.6) == 0.10


def test_a_reputation_moves_by_a_fiftieth_a_day():
    """
    From .6, one day on which all cases are made good brings .608, one on which none is .588.
    """
    assert math.isclose(next_made_good(0.6, 1.0, 0.02), 0.608)
    assert math.isclose(next_made_good(0.6, 0.0, 0.02), 0.588)


def test_waiting_makes_people_ask():
    """
    Two orders in a hundred are asked about; 3.2 in a hundred when orders wait two days.
    """
    assert status_rate(0.02, 0.0, 0.3) == 0.02
    assert math.isclose(status_rate(0.02, 2.0, 0.3), 0.032)


def test_candidates_to_complain_about_lateness():
    """
    At most half as many orders again, 8 % late, 10 % complaining, times 12.5 of headroom: 360 candidates a day.
    """
    assert math.isclose(maximal_contacts(1.5, 48_000, 0.05, 0.08, 0.10, 12.5), 360.0)


@pytest.mark.parametrize(
    ("own_rate", "return_share", "refunds", "headroom"),
    [
        (0.026, 0.176, 0.2375, 8.0),
        (0.026, 0.19, 0.2375, 8.0),
        (0.026, 0.25, 0.2375, 1.25 * 0.276 / 0.026),
        (0.026, 0.176, 0.20, 1.25 * 0.202 / 0.026),
        (0.5, 0.3, 0.2375, 8.0),
        (0.0, 0.3, 0.2375, 8.0),
    ],
)
def test_slow_refunds_have_room_where_returns_can_outgrow_refunds(own_rate, return_share, refunds, headroom):
    """
    The 8 that is set stands while a quarter more returns can still be refunded; beyond, every return may be slow, and
    a quarter more. It is never less than was set, nor infinite where a firm has no slow refunds of its own.
    """
    assert math.isclose(slow_refund_headroom(8.0, own_rate, return_share, refunds), headroom)


@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm.id)
def test_usual_returns_leave_the_room_that_was_set(firm):
    """
    At every firm's own numbers the candidates for a slow refund are those of the headroom set: no default moves.
    """
    p = Parameters().with_settings(firm.settings)
    shop = set_up(firm.chart, parameters=p)
    orders = p.demand.shock_ceiling * p.demand.orders_per_customer * p.demand.customers_per_handler
    rate, complaint, room = (v[Cause.SLOW_REFUND] for v in (p.causes.rate, p.causes.complaint, p.causes.candidates))

    assert math.isclose(shop.candidates[Cause.SLOW_REFUND], orders * len(shop.facts.handlers) * rate * complaint * room)


@pytest.mark.parametrize(("present", "maximal", "share"), [(90.0, 360.0, 0.25), (0.0, 0.0, 0.0), (720.0, 360.0, 2.0)])
def test_the_share_of_candidates_who_come(present, maximal, share):
    """
    A quarter of the candidates come when a quarter of the headroom is used; beyond it the share says by how much.
    """
    assert acceptance(present, maximal) == share


def test_contacts_without_candidates_stop_a_run():
    """
    A cause whose base rate is 0 has no candidates; when lateness makes it happen all the same, no share is enough.
    """
    assert acceptance(3.0, 0.0) == math.inf


@pytest.mark.parametrize(
    ("mean", "u", "severity"), [(0.4, 0.5, 0.4), (0.4, 0.0, 0.15), (0.4, 1.0, 0.65), (0.9, 1.0, 1.0), (0.1, 0.0, 0.0)]
)
def test_severity_of_a_case(mean, u, severity):
    """
    A case is up to a quarter better or worse than the mean of its cause, and never beyond 0 and 1.
    """
    assert math.isclose(case_severity(mean, 0.25, u), severity)


@pytest.mark.parametrize(("day", "factor"), [(1, 1.0), (51, 8.0), (101, 15.0), (151, 8.0), (201, 1.0), (999, 1.0)])
def test_a_ramp_goes_up_and_down(day, factor):
    """
    Fifteen times as much after a hundred days, as much as ever after two hundred.
    """
    assert ramp(day, 15.0, 100.0) == pytest.approx(factor)
    assert ramp(day, 1.0, 100.0) == 1.0


@pytest.mark.parametrize(
    ("peak", "rate", "headroom"), [(1.0, 0.08, 12.5), (0.5, 0.08, 12.5), (2.0, 0.01, 25.0), (15.0, 0.08, 15.625)]
)
def test_room_for_a_ramp(peak, rate, headroom):
    """
    So many times the candidates, but no more than a rate of 1 can need; none where the ramp goes down.
    """
    assert ramped_headroom(12.5, peak, rate) == pytest.approx(headroom)
