"""Phase 1: orders, shipping, waiting, and the failures that waiting adds."""

import math

import pytest

from reportsto.orderflow.orders import (
    capacity,
    days_waiting,
    expected_orders,
    expected_returns,
    late_rate,
    next_shock,
    oversold_rate,
    served,
    slow_refund_rate,
)

DEMAND = {"persistence": 0.9, "sd": 0.1, "floor": 0.5, "ceiling": 1.5}


def test_a_shock_fades_by_a_tenth_a_day():
    """
    Without news, demand 10 % above normal is 9 % above normal tomorrow.
    """
    assert math.isclose(next_shock(0.1, 0.0, **DEMAND), 0.09)


def test_news_of_one_deviation_moves_demand_by_less_than_its_sd():
    """
    From normal demand, one standard normal moves it by sqrt(1 - .81) x .1 = .04359: the rest of the SD is memory.
    """
    assert math.isclose(next_shock(0.0, 1.0, **DEMAND), 0.04358898943540674)


def test_demand_stays_between_half_and_one_and_a_half():
    """
    However long a bad or good spell, orders keep within half of their normal number.
    """
    assert next_shock(-0.5, -4.0, **DEMAND) == -0.5
    assert next_shock(0.5, 4.0, **DEMAND) == 0.5


def test_shocks_keep_their_stationary_sd():
    """
    If today's SD is .1 so is tomorrow's: .81 x .01 + .19 x .01 = .01.
    """
    memory = next_shock(0.1, 0.0, **DEMAND)
    news = next_shock(0.0, 1.0, **DEMAND)

    assert math.isclose(memory**2 + news**2, 0.01)


@pytest.mark.parametrize(("shock", "orders"), [(0.0, 2400.0), (-0.1, 2160.0), (0.5, 3600.0)])
def test_expected_orders_of_the_default_firm(shock, orders):
    """
    48,000 customers order 2,400 times a day, a tenth less when demand is a tenth down.
    """
    assert math.isclose(expected_orders(48_000, 0.05, shock, 1.0), orders)


def test_a_monday_has_more_orders():
    """
    With 1.22 of a mean day's orders, a Monday brings 2,928.
    """
    assert math.isclose(expected_orders(48_000, 0.05, 0.0, 1.22), 2928.0)


@pytest.mark.parametrize(
    ("improvement_time", "overtime", "orders"), [(0.0, 0.0, 3300.0), (0.05, 0.0, 3135.0), (0.05, 0.1, 3448.5)]
)
def test_capacity_of_the_default_warehouse(improvement_time, overtime, orders):
    """
    30 people ship 110 orders each; 5 % of the time for improvement costs 165 orders, 10 % overtime wins 313.5.
    """
    assert math.isclose(capacity(1.375 * 2400.0, 1.0 - improvement_time, overtime), orders)


@pytest.mark.parametrize(("waiting", "today", "count"), [(10, 3.9, 3), (2, 3.9, 2), (5, 0.0, 0), (0, 9.0, 0)])
def test_only_whole_items_are_served(waiting, today, count):
    """
    Capacity for 3.9 orders ships 3, and never more than are waiting.
    """
    assert served(waiting, today) == count


def test_waiting_is_backlog_over_capacity():
    """
    600 orders left over at 300 a day are two days' wait; a closed warehouse is no division by zero.
    """
    assert days_waiting(600, 300.0) == 2.0
    assert days_waiting(5, 0.0) == 0.0


@pytest.mark.parametrize(("wait", "rate"), [(0.0, 0.08), (1.0, 0.08), (2.0, 0.7121205588), (1.5, 0.4734693403)])
def test_late_orders_by_days_of_waiting(wait, rate):
    """
    Up to a day of waiting is forgiven; a second day adds 1 - 1/e = 63 points to the 8 % that are late anyway.
    """
    assert math.isclose(late_rate(0.08, wait, 1.0), rate, abs_tol=1e-9)


@pytest.mark.parametrize(("wait", "rate"), [(0.0, 0.026), (5.0, 0.026), (10.0, 0.1372532183)])
def test_slow_refunds_by_days_of_waiting(wait, rate):
    """
    Five days are forgiven; five more make 63 % of the 17.6 % who return something complain-worthy.
    """
    assert math.isclose(slow_refund_rate(0.026, wait, 5.0, 0.176), rate, abs_tol=1e-9)


def test_a_quota_makes_sellers_promise_more():
    """
    1.2 orders in a hundred are oversold; half as many again under a quota of .5.
    """
    assert oversold_rate(0.012, 0.0) == 0.012
    assert math.isclose(oversold_rate(0.012, 0.5), 0.018)


@pytest.mark.parametrize(("questions", "advice", "returns"), [(24, 0.0, 422.4), (24, 0.5, 410.4), (24, 100.0, 0.0)])
def test_good_advice_avoids_returns(questions, advice, returns):
    """
    Of 2,400 orders 422.4 come back; 24 answered questions that avoid half a return each save 12, never more than all.
    """
    assert math.isclose(expected_returns(2400, 0.176, questions, advice), returns)
