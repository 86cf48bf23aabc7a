"""Phase 2: who speaks up, who stays silent, and plain requests.

Candidates are drawn at a maximal rate that no structure changes, and accepted when their number is below the present
rate over the maximal one (Poisson thinning), so the same people stand ready to complain in every firm.
"""

import math

ROOM = 1.25
"""How far customers in number, and their readiness to complain, may together outgrow the start and greatest demand."""


def complaint_propensity(base: float, feedback: float, made_good: float, norm: float) -> float:
    """Return the share of customers who complain, given how often complaints have been made good.

    q (1 + .8 (m - .6))
    """
    return base * (1.0 + feedback * (made_good - norm))


def next_made_good(made_good: float, today: float, speed: float) -> float:
    """Return the reputation for making good after a day with share `today`."""
    return made_good + speed * (today - made_good)


def status_rate(base: float, wait: float, per_day_waited: float) -> float:
    """Return order-status requests per order when orders wait `wait` days."""
    return base * (1.0 + per_day_waited * wait)


def maximal_contacts(
    most_demand: float,
    start_customers: float,
    orders_per_customer: float,
    rate: float,
    propensity: float,
    headroom: float,
) -> float:
    """Return the mean number of candidates of one kind a day: no firm may need more."""
    return most_demand * start_customers * orders_per_customer * rate * propensity * headroom


def ramp(day: int, peak: float, days: float) -> float:
    """Return what multiplies a failure rate on a day of a ramp: 1 on day 1, `peak` after `days`, 1 again after as many.

    Linear up and down, and 1 from then on.
    """
    along = (day - 1) / days
    if along >= 2.0:
        return 1.0
    return 1.0 + (peak - 1.0) * (along if along <= 1.0 else 2.0 - along)


def ramped_headroom(headroom: float, peak: float, rate: float) -> float:
    """Return the headroom of a cause whose rate will be `peak` times as high, and yet no higher than 1."""
    if peak <= 1.0 or rate <= 0.0:
        return headroom
    return min(headroom * peak, max(headroom, ROOM / rate))


def slow_refund_headroom(headroom: float, own_rate: float, return_share: float, refunds_per_order: float) -> float:
    """Return the headroom of slow refunds: as set, and more where returns can outgrow what is refunded.

    max(headroom, 1.25 (e_refund + return share) / e_refund), where 1.25 return share > refunds a base order: then the
    queue may grow until every return is slow. The fourth more is the headroom that other causes have over their rate.
    """
    if own_rate <= 0.0 or ROOM * return_share <= refunds_per_order:
        return headroom
    return max(headroom, ROOM * (own_rate + return_share) / own_rate)


def acceptance(present: float, maximal: float) -> float:
    """Return the share of candidates who contact the firm today; above 1 the run must stop.

    Infinite where contacts are due and no candidate was drawn, as with a base rate of 0.
    """
    if present <= 0.0:
        return 0.0
    return present / maximal if maximal > 0.0 else math.inf


def case_severity(mean: float, spread: float, u: float) -> float:
    """Return how bad one case is: uniform around the mean, clipped to [0, 1]."""
    severity = mean + spread * (2.0 * u - 1.0)
    if severity < 0.0:
        return 0.0
    if severity > 1.0:
        return 1.0
    return severity
