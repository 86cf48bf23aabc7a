"""Phase 6: pressure with information buys improvement; without it, overtime and erosion.

Form: Repenning & Sterman (2001); the half-life law after Schneiderman (1988).
"""

from reportsto.arithmetic import LN2, exp


def smoothed(level: float, today: float, days: float) -> float:
    """Return an exponential average after one more day."""
    return level + (today - level) / days


def share_acted_on(acted: float, failures: float) -> float:
    """Return a, the share of failures whose report was acted on (smoothed over smoothed), at most 1."""
    if failures <= 0.0:
        return 0.0
    return min(1.0, acted / failures)


def information(share: float, half: float, resistance: float, owner_attitude: float) -> float:
    """Return what the owner learns, 0 to 1: saturating in the share, less what defensive people refuse.

    a / (a + .1) (1 - .5 max(0, -mean x of the owner's people))
    """
    return share / (share + half) * (1.0 - resistance * max(0.0, -owner_attitude))


def heard_weight(reference_orders: float, orders: float) -> float:
    """Return what one of many reports, or cases overheard, counts with whoever hears them: 2,400 over base orders."""
    return reference_orders / orders


def order_level(level: float, today: float, days: float) -> float:
    """Return the smoothed orders a day that reports are counted against: at least one."""
    return max(1.0, smoothed(level, today, days))


def pressure(acted_as: float, scale: float) -> float:
    """Return how hard reports press on the owner, 0 to 1: p = 1 - exp(-acted on as k a day / scale)."""
    return 1.0 - exp(-acted_as / scale)


def improvement_time(share: float, cost: float, gain: float, pressed: float, informed: float) -> float:
    """Return the share of time given to improvement: f = f_0 (1 - q_p p) + q_i p info, never below 0 or above 1."""
    time = share * (1.0 - cost * pressed) + gain * pressed * informed
    if time < 0.0:
        return 0.0
    if time > 1.0:
        return 1.0
    return time


def overtime(most: float, pressed: float, informed: float) -> float:
    """Return the overtime that uninformed pressure gives: .1 p (1 - info)."""
    return most * pressed * (1.0 - informed)


def learning_rate(halving_days: float, time_share: float) -> float:
    """Return g, so that full information at f_0 halves failures in `halving_days`; 0 where that takes for ever."""
    return 1.0 / (halving_days * time_share) if time_share > 0.0 else 0.0


def next_capability(
    capability: float, rate: float, time: float, informed: float, forgetting_days: float, erosion: float, pressed: float
) -> float:
    """Return tomorrow's capability C in halvings, never below 0.

    dC = g f info - C / tau_e - .002 p (1 - info) C
    """
    step = rate * time * informed - capability / forgetting_days - erosion * pressed * (1.0 - informed) * capability
    return max(0.0, capability + step)


def failure_rate(start: float, floor: float, capability: float) -> float:
    """Return the present failure rate: e_min + (e_0 - e_min) 2^(-C)."""
    return floor + (start - floor) * exp(-capability * LN2)
