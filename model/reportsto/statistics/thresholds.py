"""How precisely a threshold must be known before it tells anybody anything: the smallest effects on an axis.

Like the smallest effects of measures in `claims`: set before the first run, measured by nobody.
"""

# Assumed: set by the project for q* (.05), n* (one report) and c* (.1).
SMALLEST_SHIFTS = {
    "chart.heads": 1.0,
    "incentives.own_line_strength": 0.1,
}
"""By parameter, in its unit. The request mix (.05) is a share of contacts, and no parameter is that share: not here.

`causes.logistics_factor` and `requests.status_factor` multiply rates, and how far a share of contacts moves with them
depends on all other rates: .05 of a share is no constant step of a factor.
"""


def is_located(value: float, low: float, high: float, shift: float | None) -> bool | None:
    """Return whether a whole interval lies within `value` +- `shift`; None where no shift is known."""
    return None if shift is None else bool(value - shift <= low and high <= value + shift)
