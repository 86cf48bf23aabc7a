"""How well a person's pay points where the customer's interest points (row ME15)."""

import math
from collections.abc import Sequence


def alignment(pay: Sequence[float], weights: Sequence[float]) -> float:
    """Return the cosine between pay by cause and the customer's interest, -1 to 1; 0 when nothing is paid.

    The customer gains from every cause alike, in proportion to how often it is met (`weights`), so an employee paid
    +1 for each points the same way and one paid -1 for each points against.
    """
    along = 0.0
    length = 0.0
    interest = 0.0
    for paid, weight in zip(pay, weights, strict=True):
        along = along + paid * weight
        length = length + paid * paid * weight
        interest = interest + weight
    return along / (math.sqrt(length) * math.sqrt(interest)) if length > 0.0 and interest > 0.0 else 0.0
