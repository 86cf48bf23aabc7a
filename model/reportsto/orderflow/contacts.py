"""Phase 2: who speaks up, who stays silent, and plain requests.

How many contact the firm about a kind is one Poisson count a day at the present rate, of one number: monotone in the
rate, so the customers of a better day are among those of a worse one in every firm.
"""


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


def ramp(day: int, peak: float, days: float) -> float:
    """Return what multiplies a failure rate on a day of a ramp: 1 on day 1, `peak` after `days`, 1 again after as many.

    Linear up and down, and 1 from then on.
    """
    along = (day - 1) / days
    if along >= 2.0:
        return 1.0
    return 1.0 + (peak - 1.0) * (along if along <= 1.0 else 2.0 - along)


def case_severity(mean: float, spread: float, u: float) -> float:
    """Return how bad one case is: uniform around the mean, clipped to [0, 1]."""
    severity = mean + spread * (2.0 * u - 1.0)
    if severity < 0.0:
        return 0.0
    if severity > 1.0:
        return 1.0
    return severity
