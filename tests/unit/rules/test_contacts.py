"""Phase 2: who speaks up."""

import math

import pytest

from reportsto.orderflow.contacts import (
    case_severity,
    complaint_propensity,
    next_made_good,
    ramp,
    status_rate,
)


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
