"""Times to ship and to refund: how long an item stays in process before it is ready, and who is late.

What waits is counted once: an order is late because it left late, whether it was in process or in line.
"""

import math

from reportsto.arithmetic import power

LAST_AGE = 35
"""After so many days all that is still in process is ready."""
MOST_SLOW = 0.9
"""Largest share of returns that are slow in process."""


def stay(late: float, promise: float, first: float) -> float:
    """Return r, the share in process that stays another day, so that `late` of them stay longer than promised.

    late^(1 / (P - t + 1)): of what comes in, none is ready before day t, and r^(a - t + 1) is in process after a days.
    """
    return power(late, 1.0 / max(1.0, promise - first + 1.0))


def slow_share(rate: float, return_share: float) -> float:
    """Return the share of returns that are slow in process: e_refund over the return share, at most .9."""
    return min(MOST_SLOW, rate / return_share) if return_share > 0.0 else 0.0


def whole(count: int, share: float, u: float) -> int:
    """Return a share of a count as a whole number, floor(share n + u): its mean over u is exact, and it never falls.

    It is never more than the count, though a sum of n and a u just below 1 may be rounded up.
    """
    return min(count, math.floor(count * share + u))


def late_severity(days_late: float, start: float, a_day: float, most: float) -> float:
    """Return the mean severity of an order that is late by some days: min(.7, .2 + .1 L)."""
    return min(most, start + a_day * days_late)
