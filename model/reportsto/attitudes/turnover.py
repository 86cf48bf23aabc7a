"""Phase 9: who leaves, who is hired."""

from reportsto.arithmetic import log

DRAWS = 16
"""How many addressed normals a disposition may try; all of them outside [-1, 1] ends in a clip."""


def leaving_hazard(
    yearly: float, year_days: float, attitude: float, department: float, misfit: float, futility: float, unheard: float
) -> float:
    """Return the chance to leave today.

    A / 260 (1 + chi (x - department mean)^2 + psi futility); Schneider (1987), McClean et al. (2013) for the signs
    """
    apart = attitude - department
    return yearly / year_days * (1.0 + misfit * (apart * apart) + unheard * futility)


def newcomer_mean(pool: float, department: float, selectivity: float) -> float:
    """Return the mean disposition of hires: the pool's, or the department's where like hires like."""
    return (1.0 - selectivity) * pool + selectivity * department


def tenure(u: float, mean: float) -> float:
    """Return an exponential tenure in days."""
    return -mean * log(1.0 - u)
