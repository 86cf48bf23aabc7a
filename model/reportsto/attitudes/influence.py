"""The lazy Friedkin-Johnsen step: part of the way towards neighbours and anchor, every day.

Friedkin & Johnsen (1990), "Social influence and opinions", Journal of Mathematical Sociology 15, 193-206.
"""


def neighbour_mean(weighted: float, weight: float, own: float) -> float:
    """Return what the neighbours think; a person without neighbours hears only themselves."""
    return weighted / weight if weight > 0.0 else own


def step(attitude: float, neighbours: float, anchor: float, susceptibility: float, speed: float) -> float:
    """Return tonight's attitude, clipped to [-1, 1].

    x + eta (lambda sum_j w_j x_j + (1 - lambda) u - x)
    """
    moved = attitude + speed * (susceptibility * neighbours + (1.0 - susceptibility) * anchor - attitude)
    if moved > 1.0:
        return 1.0
    if moved < -1.0:
        return -1.0
    return moved
