"""Who is paid on what."""

import pytest

from domain import FIRST
from reportsto.incentives.pull import case_pay
from reportsto.incentives.scorecards import DEFAULT_DEFENCE_PAY, defence_pay, own_line_strength, stake


@pytest.mark.parametrize(("pay", "frightens"), [(1.0, 1.0), (0.0, 0.0), (0.5, 0.5), (2.0, 2.0)])
def test_the_stake_is_pay_over_the_default(pay, frightens):
    """
    Nobody fears for a metric that pays nothing; twice the default pay frightens twice.
    """
    assert stake(pay) == frightens


def test_the_stake_is_one_at_the_default_pay():
    """
    The pay at which b is 1 is the default beta_d: whoever changes one changes both.
    """
    assert FIRST.incentives.defence_pay == DEFAULT_DEFENCE_PAY


@pytest.mark.parametrize(
    ("overridden", "own_line", "pay"), [(False, 0.0, 0.6), (False, 1.0, -1.0), (True, 0.0, 0.6), (True, 1.0, 0.0)]
)
def test_what_a_case_pays_under_the_override(overridden, own_line, pay):
    """
    A fault of one's own line costs 1 by default and nothing under the override; it earns the .6 of others' in no case.
    """
    assert case_pay(0.6, defence_pay(1.0, overridden), 1.0, own_line) == pytest.approx(pay)
    assert stake(defence_pay(1.0, overridden)) == (0.0 if overridden else 1.0)


def test_people_paid_on_customer_metrics_have_no_own_line():
    """
    Paid as if every fault were somebody else's, a person's own-line strength is 0; others keep theirs.
    """
    assert own_line_strength(1.25, True) == 0.0
    assert own_line_strength(1.25, False) == 1.25
