"""Hours that follow the work: of those who answer, and of the warehouse."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.orderflow.orders import capacity
from reportsto.orderflow.staffing import (
    asking_gain,
    handler_hours,
    next_level,
    next_load,
    next_staff,
    staff_needed,
    warehouse_hours,
    working_share,
)


@pytest.mark.parametrize(("load", "paid"), [(42.82, 50.4), (52.12, 61.3), (51.43, 60.5)])
def test_hours_paid_for_the_load_of_three_structures(load, paid):
    """
    Inside operations 42.82 hours of contacts are 50.4 hours paid, of which eight handlers get an eighth each.
    """
    assert round(8 * handler_hours(load, 1.0, 1.0, 0.85, 8), 1) == paid


def test_a_busy_monday_and_cheap_asking():
    """
    34 hours of load, 1.2 of it on a Monday, at .9 of the mean hours: 43.2 hours paid, 10.8 for each of four.
    """
    assert math.isclose(handler_hours(34.0, 1.2, 0.9, 0.85, 4), 10.8)


def test_the_load_moves_by_a_twentieth_of_the_surprise():
    """
    60 hours on a day that has 1.2 of a mean day are 50 hours of load; from 40 it moves to 40.5.
    """
    assert math.isclose(next_load(40.0, 60.0, 1.2, 20.0), 40.5)


def test_a_day_without_orders_says_nothing():
    """
    Where Sundays are closed, an empty Sunday does not send anybody home on Monday.
    """
    assert next_load(40.0, 0.0, 0.0, 20.0) == 40.0


def test_gain_is_one_before_the_first_answer():
    """
    Nobody has answered yet: answers are thought to take what they take on average.
    """
    assert asking_gain(0.0, 0.0) == 1.0
    assert math.isclose(asking_gain(9.0, 10.0), 0.9)


@given(st.floats(0.1, 5.0), st.lists(st.floats(0.1, 100.0), min_size=1, max_size=40))
def test_the_first_day_sets_the_gain(ratio, days):
    """
    Where every answer takes the same multiple of its mean, the gain is that multiple from the first day on.
    """
    worked = expected = 0.0
    for hours in days:
        worked, expected = next_level(worked, ratio * hours, 20.0), next_level(expected, hours, 20.0)
        assert math.isclose(asking_gain(worked, expected), ratio, rel_tol=1e-9)


def test_improvement_and_the_queue_are_paid_for():
    """
    2,400 orders a day at load .95 with a twentieth of the time improving: 2,659.28; 600 in line add 10 a day to 2,400.
    """
    assert math.isclose(staff_needed(2400.0, 0.0, 60.0, 0.95, 0.95, 0.0), 2659.2797783933518)
    assert math.isclose(staff_needed(2400.0, 600.0, 60.0, 0.95, 0.95, 0.0), 2670.3601108033240)
    assert math.isclose(staff_needed(2400.0, 0.0, 60.0, 0.95, 0.95, 0.1), 2417.5270712666835)


@given(st.floats(1.0, 1e5), st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.floats(0.5, 1.0))
def test_the_staff_needed_can_do_the_work(level, improving, over, load):
    """
    Whatever improvement takes and overtime gives, the warehouse can do the orders of a day at the load aimed at.
    """
    working = working_share(improving, 0.05)
    able = capacity(staff_needed(level, 0.0, 60.0, load, working, over), working, over)

    assert math.isclose(able * load, level, rel_tol=1e-12)


def test_improvement_never_takes_everything():
    """
    Of a warehouse that gives all its time to improvement a twentieth still ships.
    """
    assert working_share(1.0, 0.05) == 0.05
    assert working_share(0.2, 0.05) == 0.8


@pytest.mark.parametrize(
    ("needed", "day", "staff"), [(2000.0, 4, 2000.0), (2000.0, 5, 1020.0), (10.0, 5, 980.0), (1010.0, 5, 1010.0)]
)
def test_from_day_five_on_staff_moves_by_two_per_cent(needed, day, staff):
    """
    A staff for 1,000 items cannot double overnight, but for the first four days.
    """
    assert math.isclose(next_staff(1000.0, needed, 0.02, day), staff)


def test_the_default_warehouse_is_thirty_people():
    """
    3,300 orders and 600 refunds a day are 30 people at 130 items each, or 210 hours at 7 each.
    """
    assert warehouse_hours(3300.0 + 600.0, 7.0, 130.0) == 210.0
