"""Phase 1: orders come in, ship late or on time, are returned, and go wrong by cause."""

import math

from reportsto.arithmetic import exp


def next_shock(shock: float, normal: float, persistence: float, sd: float, floor: float, ceiling: float) -> float:
    """Return tomorrow's demand shock y: AR(1) with stationary SD `sd`, kept so that floor <= 1 + y <= ceiling.

    y' = rho y + sqrt(1 - rho^2) SD z
    """
    moved = persistence * shock + math.sqrt(1.0 - persistence * persistence) * sd * normal
    if moved < floor - 1.0:
        return floor - 1.0
    if moved > ceiling - 1.0:
        return ceiling - 1.0
    return moved


def expected_orders(customers: float, orders_per_customer: float, shock: float, weekday: float) -> float:
    """Return the mean number of orders of a day; `weekday` is the day's share of a mean day of the week."""
    return customers * orders_per_customer * (1.0 + shock) * weekday


def capacity(staff: float, working: float, overtime: float) -> float:
    """Return what the warehouse can do today: time for improvement is lost, overtime is won.

    staff (1 - f) (1 + overtime), staff in items a day: ratio O where it is fixed. `working` is 1 - f.
    """
    return staff * working * (1.0 + overtime)


def served(waiting: int, capacity_today: float) -> int:
    """Return how many of those waiting are served today: whole items, as far as capacity goes."""
    return min(waiting, math.floor(capacity_today))


def days_waiting(left: int, capacity_today: float) -> float:
    """Return how many days of work are left over."""
    return left / capacity_today if capacity_today > 0.0 else 0.0


def late_rate(own_rate: float, wait: float, grace: float) -> float:
    """Return the share of orders late: the process's own lateness plus what waiting adds.

    e_late + 1 - exp(-max(0, wait - 1))
    """
    return own_rate + 1.0 - exp(-max(0.0, wait - grace))


def slow_refund_rate(own_rate: float, refund_wait: float, grace: float, return_share: float) -> float:
    """Return slow refunds per order: the process's own plus what the refund queue adds.

    e_refund + .176 (1 - exp(-max(0, W_r - 5) / 5))
    """
    return own_rate + return_share * (1.0 - exp(-max(0.0, refund_wait - grace) / grace))


def oversold_rate(own_rate: float, promise_pressure: float) -> float:
    """Return oversold promises per order when sellers are pressed by a quota."""
    return own_rate * (1.0 + promise_pressure)


def expected_returns(orders: int, return_share: float, questions_answered: int, advice: float) -> float:
    """Return the mean number of returns today: yesterday's good advice avoids some."""
    return max(0.0, orders * return_share - advice * questions_answered)
