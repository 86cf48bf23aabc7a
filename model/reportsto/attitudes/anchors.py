"""Where a person would settle alone: disposition, pull of pay, pull of contact."""

from reportsto.arithmetic import exp


def anchor(
    disposition: float, pay: float, contact: float, w_disposition: float, w_pay: float, w_contact: float
) -> float:
    """Return u = omega_s s + omega_pi pi + omega_kappa kappa; weights are not renormalised when one is off."""
    return w_disposition * disposition + w_pay * pay + w_contact * contact


def contact_pull(severity_a_day: float, scale: float) -> float:
    """Return kappa, the pull of meeting customers, 0 to 1: 1 - exp(-severities heard a day / 10)."""
    return 1.0 - exp(-severity_a_day / scale)


def next_contact(level: float, severity_today: float, days: float) -> float:
    """Return the smoothed severities heard a day after today."""
    return level + (severity_today - level) / days


def susceptibility(tenure: float, settled: float, newcomer: float, settling_days: float) -> float:
    """Return lambda, the weight of neighbours: higher for newcomers (Van Maanen & Schein 1979), at most 1.

    .7 + .2 exp(-tenure / 130)
    """
    return min(1.0, settled + newcomer * exp(-tenure / settling_days))
