"""Phase 7: what customers lived through today, and who leaves over it."""

from reportsto.vocabulary import Act, Outcome

MADE_GOOD = int(Outcome.MADE_GOOD)
MADE_GOOD_LATE = int(Outcome.MADE_GOOD_LATE)
EXPLAINED_AWAY = int(Outcome.EXPLAINED_AWAY)
DEFEND = int(Act.DEFEND)


def outcome(act: int, age: float, late_after: float) -> int:
    """Return how a case ended for the customer: explained away, made good in time (age 0 or 1), or late."""
    if act == DEFEND:
        return EXPLAINED_AWAY
    return MADE_GOOD if age <= late_after else MADE_GOOD_LATE


def untroubled(orders: int, failures: int) -> int:
    """Return the orders without a failure; failures beyond the orders count as none left."""
    return max(0, orders - failures)


def next_customers(customers: int, new: int, leavers: int, floor: float) -> int:
    """Return tomorrow's customers: they move once, at the end of the day, and never below the floor."""
    return max(int(floor), customers + new - leavers)
