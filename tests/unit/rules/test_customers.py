"""Phase 7: how a case ended for the customer, and how many customers there are tomorrow."""

import pytest

from reportsto.orderflow.customers import next_customers, outcome, untroubled
from reportsto.vocabulary import Act, Outcome


@pytest.mark.parametrize(
    ("act", "age", "ended"),
    [
        (Act.ADVOCATE, 0, Outcome.MADE_GOOD),
        (Act.SETTLE, 1, Outcome.MADE_GOOD),
        (Act.SETTLE, 2, Outcome.MADE_GOOD_LATE),
        (Act.DEFEND, 0, Outcome.EXPLAINED_AWAY),
        (Act.DEFEND, 3, Outcome.EXPLAINED_AWAY),
    ],
)
def test_how_a_case_ended(act, age, ended):
    """
    Advocates and settlers make good, in time on the first two days; what is defended is explained away, soon or late.
    """
    assert outcome(act, age, 1.0) == ended


def test_orders_without_failure():
    """
    Of 100 orders with 30 failures 70 went well; more failures than orders leave none.
    """
    assert (untroubled(100, 30), untroubled(10, 12)) == (70, 0)


def test_customers_move_once_a_day_and_never_below_the_floor():
    """
    1,000 customers, 50 new and 30 leaving are 1,020; a firm keeps its last 100.
    """
    assert next_customers(1000, 50, 30, 100.0) == 1020
    assert next_customers(110, 0, 50, 100.0) == 100
