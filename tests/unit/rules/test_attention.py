"""Phase 5: what direct reports cost a manager, what is left, and what a lost report teaches its sender."""

import math

import pytest

from reportsto.escalation.attention import (
    digest_hours,
    dispute_hours,
    dotted_hours,
    expected_exceptions,
    handed_over,
    hours_left,
    next_futility,
    overhead,
    report_hours,
)


@pytest.mark.parametrize(
    ("managers", "line", "exponent", "hours"),
    [(7, 0, 1.0, 4.06), (6, 0, 1.0, 3.48), (0, 8, 1.0, 0.4), (1, 30, 1.0, 2.08), (20, 0, 2.0, 23.2), (5, 0, 2.0, 1.45)],
)
def test_hours_direct_reports_take(managers, line, exponent, hours):
    """
    Seven heads take 4.06 h of a chief executive's day, six 3.48, eight on the line .40; at xi 2 twenty take 23.2.
    """
    assert math.isclose(overhead(managers, line, 0.58, 0.05, 10.0, exponent), hours)


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.7, 2.0])
def test_load_laws_agree_at_ten_reports(exponent):
    """
    Ten managers take 5.8 h whatever the exponent: the laws differ only away from the reference span.
    """
    assert math.isclose(overhead(10, 0, 0.58, 0.05, 10.0, exponent), 5.8)


def test_exceptions_of_a_span():
    """
    Seven managers and four people on the line raise 2.14 exceptions a day.
    """
    assert math.isclose(expected_exceptions(7, 4, 0.3, 0.01), 2.14)


@pytest.mark.parametrize(("taken", "owed", "left"), [(4.06, 0.0, 4.69), (4.06, 0.5, 4.19), (8.0, 1.0, -0.25)])
def test_what_is_left_of_a_day(taken, owed, left):
    """
    8.75 h less direct reports less yesterday's overrun; an overrun may be more than is left.
    """
    assert math.isclose(hours_left(8.75, taken, owed), left)


@pytest.mark.parametrize("taken", [8.75, 9.0])
def test_nothing_is_served_where_reports_eat_the_day(taken):
    """
    A manager whose direct reports take all hours serves nothing, and works off no overrun.
    """
    assert hours_left(8.75, taken, 0.5) == 0.0


def test_a_report_costs_a_tenth_of_an_item():
    """
    Ten reports come in one item of half an hour: three minutes each, and s_x more from another department.
    """
    assert math.isclose(report_hours(0.5, 10.0, 0.25, True), 0.05)
    assert math.isclose(report_hours(0.5, 10.0, 0.25, False), 0.30)


@pytest.mark.parametrize(
    ("accepted", "near", "hours"), [(0, False, 0.0), (0, True, 0.0), (1, True, 0.5), (1, False, 0.6), (15, False, 0.6)]
)
def test_what_a_digest_costs(accepted, near, hours):
    """
    Half an hour however many reports it holds, a tenth more from another department; nothing where none is acted on.
    """
    assert math.isclose(digest_hours(0.5, 0.1, near, accepted), hours)


def test_fifteen_reports_on_two_causes():
    """
    As two digests one hour, in bundles of ten three quarters of one: a digest is no gift to who decides.
    """
    assert 2 * digest_hours(0.5, 0.0, False, 7) == 1.0
    assert math.isclose(15 * report_hours(0.5, 10.0, 0.0, False), 0.75)


@pytest.mark.parametrize(("bundle", "digest_days", "hours"), [(1.0, 0.0, 0.5), (10.0, 0.0, 0.05), (10.0, 5.0, 0.5)])
def test_what_disputes_cost(bundle, digest_days, hours):
    """
    In the first version each takes half an hour, in bundles of ten three minutes, and a digest of them half an hour.
    """
    assert dispute_hours(0.5, bundle, digest_days) == hours


def test_digests_are_handed_over_on_days_four_nine_and_fourteen():
    """
    What is written on day 5 waits for day 9, four days; where nothing is collected, every day is one of handing over.
    """
    assert [day for day in range(1, 17) if handed_over(day, 5.0)] == [4, 9, 14]
    assert all(handed_over(day, days) for day in range(1, 17) for days in (0.0, 1.0))


def test_a_lost_report_discourages_and_a_decided_one_encourages():
    """
    One lost report makes .05 of futility; one decided report takes a twentieth of it away.
    """
    assert math.isclose(next_futility(0.0, 1.0, 0.05), 0.05)
    assert math.isclose(next_futility(0.5, 0.0, 0.05), 0.475)


def test_a_dotted_line_takes_a_share_of_a_reports_hours():
    """
    Half of .58 h for a manager and of .05 h for each of two others.
    """
    assert dotted_hours(1, 2, 0.5, 0.58, 0.05) == pytest.approx(0.34)
    assert dotted_hours(0, 0, 0.5, 0.58, 0.05) == 0.0
