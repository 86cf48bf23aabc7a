"""From cases heard to the pull of pay."""

import math

import pytest

from reportsto.incentives.pull import case_pay, incentive_pull, remembered


@pytest.mark.parametrize(
    ("strength", "own_line_share", "pay"),
    [(1.0, 0.0, 0.6), (1.0, 1.0, -1.0), (0.0, 1.0, 0.6), (1.0, 0.70, -0.52), (0.5, 1.0, -0.2)],
)
def test_what_one_case_pays(strength, own_line_share, pay):
    """
    A case owned elsewhere pays .6, one's own department's -1; with seven in ten owned next door a case pays -.52.
    """
    assert math.isclose(case_pay(0.6, 1.0, strength, own_line_share), pay)


def test_pay_is_felt_as_cases_come_in():
    """
    Fifteen cases that paid -10 in all pull by -10 / 20; nobody is pulled before the first case.
    """
    assert incentive_pull(-10.0, 15.0, 5.0) == -0.5
    assert incentive_pull(0.0, 0.0, 5.0) == 0.0


def test_a_sixty_fifth_is_forgotten_each_day():
    """
    Of 65 cases 64 are remembered tomorrow.
    """
    assert math.isclose(remembered(65.0, 65.0), 64.0)


def test_pull_of_a_handler_beside_the_warehouse_settles():
    """
    Ten cases a day for ever, seven owned next door, are 650 remembered cases and a pull of -.52 x 650 / 655.
    """
    paid = cases = 0.0
    for _ in range(3000):
        paid = remembered(paid, 65.0) + 10.0 * case_pay(0.6, 1.0, 1.0, 0.7)
        cases = remembered(cases, 65.0) + 10.0

    assert math.isclose(cases, 650.0)
    assert math.isclose(incentive_pull(paid, cases, 5.0), -0.52 * 650.0 / 655.0)
