"""Phase 6: from reports acted on to fewer failures, or to overtime and erosion."""

import math

import pytest

from reportsto.escalation.improvement import (
    failure_rate,
    heard_weight,
    improvement_time,
    information,
    learning_rate,
    next_capability,
    order_level,
    overtime,
    pressure,
    share_acted_on,
    smoothed,
)

G = 1.0 / (195.0 * 0.05)


def test_a_day_counts_a_twentieth():
    """
    Twenty reports on one day after none lift the smoothed number to one.
    """
    assert smoothed(0.0, 20.0, 20.0) == 1.0
    assert math.isclose(smoothed(3.0, 3.0, 20.0), 3.0)


@pytest.mark.parametrize(("acted", "failures", "share"), [(5.0, 20.0, 0.25), (30.0, 20.0, 1.0), (5.0, 0.0, 0.0)])
def test_the_share_of_failures_acted_on(acted, failures, share):
    """
    Five in twenty are a quarter; more than all count as all, and without failures there is nothing to learn from.
    """
    assert share_acted_on(acted, failures) == share


@pytest.mark.parametrize(
    ("share", "owner_attitude", "learned"),
    [(0.1, 0.0, 0.5), (0.1, 0.8, 0.5), (0.1, -1.0, 0.25), (0.0, 0.0, 0.0), (1.0, 0.0, 1 / 1.1), (0.4, -0.5, 0.6)],
)
def test_what_the_owner_learns(share, owner_attitude, learned):
    """
    A tenth of the failures tells half; a full defendant refuses half of that, an advocate learns no more than others.
    """
    assert math.isclose(information(share, 0.1, 0.5, owner_attitude), learned)


@pytest.mark.parametrize(("acted_as", "pressed"), [(0.0, 0.0), (10.0, 0.6321205588), (20.0, 0.8646647168)])
def test_pressure_of_reports(acted_as, pressed):
    """
    Ten reports a day press with 1 - 1/e, twenty with 1 - 1/e^2.
    """
    assert math.isclose(pressure(acted_as, 10.0), pressed, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("pressed", "informed", "share"), [(0.0, 1.0, 0.05), (1.0, 0.0, 0.025), (1.0, 1.0, 0.125), (0.5, 0.5, 0.0625)]
)
def test_time_for_improvement(pressed, informed, share):
    """
    Pressure alone halves the 5 % of time given to improvement; with full information it brings 12.5 %.
    """
    assert math.isclose(improvement_time(0.05, 0.5, 0.1, pressed, informed), share)


@pytest.mark.parametrize(("share", "cost", "gain", "time"), [(1.0, 0.5, 1.0, 1.0), (0.05, 3.0, 0.0, 0.0)])
def test_no_more_than_all_and_no_less_than_none_of_the_time(share, cost, gain, time):
    """
    Full pressure on numbers at the ends of their ranges: a warehouse with less than no hours would ship backwards.
    """
    assert improvement_time(share, cost, gain, 1.0, 1.0) == time


@pytest.mark.parametrize(("pressed", "informed", "hours"), [(0.5, 0.2, 0.04), (1.0, 1.0, 0.0), (0.0, 0.0, 0.0)])
def test_overtime_answers_pressure_nobody_understands(pressed, informed, hours):
    """
    Half pressure with a fifth of information gives 4 % overtime; full information or no pressure none.
    """
    assert math.isclose(overtime(0.1, pressed, informed), hours)


def test_the_learning_rate_halves_failures_in_nine_months():
    """
    195 days at 5 % of the time make one halving: 1 / 9.75; what takes for ever is never learned.
    """
    assert math.isclose(learning_rate(195.0, 0.05), 4.0 / 39.0)
    assert learning_rate(math.inf, 0.05) == 0.0
    assert learning_rate(195.0, 0.0) == 0.0


def test_capability_after_one_day_by_hand():
    """
    From one halving: fully informed + 1/195 - 1/520 = 1.003205; uninformed at half pressure - 1/520 - .001 = .997077.
    """
    assert math.isclose(next_capability(1.0, G, 0.05, 1.0, 520.0, 0.002, 0.5), 1.0032051282051282)
    assert math.isclose(next_capability(1.0, G, 0.05, 0.0, 520.0, 0.002, 0.5), 0.9970769230769231)


def test_capability_never_falls_below_nothing():
    """
    What was never learned cannot be forgotten.
    """
    assert next_capability(0.0, G, 0.05, 0.0, 520.0, 0.002, 1.0) == 0.0
    assert next_capability(0.1, G, 0.05, 0.0, 1.0, 1.0, 1.0) == 0.0


@pytest.mark.parametrize(("halvings", "rate"), [(0.0, 0.08), (1.0, 0.048), (2.0, 0.032), (60.0, 0.016)])
def test_failures_after_halvings(halvings, rate):
    """
    Of 8 % late orders 1.6 points can never be learned away; each halving takes half of the rest.
    """
    assert math.isclose(failure_rate(0.08, 0.016, halvings), rate)


@pytest.mark.parametrize(("orders", "weight"), [(2400.0, 1.0), (7500.0, 0.32), (300.0, 8.0)])
def test_what_one_report_counts_by_the_size_of_the_firm(orders, weight):
    """
    With 8 handlers a report is one report, with 25 a third of one, with 1 eight: alike of all there are.
    """
    assert heard_weight(2400.0, orders) == weight


def test_reports_press_against_the_orders_of_late():
    """
    By hand: 2,400 and then a day of 3,400 smooth to 2,450 over 20 days; a day without orders leaves at least one.
    """
    assert order_level(2400.0, 3400.0, 20.0) == 2450.0
    assert order_level(2.0, 0.0, 1.0) == 1.0
