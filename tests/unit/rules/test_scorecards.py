"""Who is paid on what."""

import pytest

from reportsto.incentives.scorecards import DEFAULT_DEFENCE_PAY, own_line_strength, stake
from reportsto.parameters import Parameters


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
    assert Parameters().incentives.defence_pay == DEFAULT_DEFENCE_PAY


def test_people_paid_on_customer_metrics_have_no_own_line():
    """
    Paid as if every fault were somebody else's, a person's own-line strength is 0; others keep theirs.
    """
    assert own_line_strength(1.25, True) == 0.0
    assert own_line_strength(1.25, False) == 1.25
