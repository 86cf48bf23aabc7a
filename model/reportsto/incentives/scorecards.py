"""Which person is paid on what; the override that changes pay and moves nobody."""

DEFAULT_DEFENCE_PAY = 1.0
"""The metric pay at which the stake b is 1."""


def stake(defence_pay: float) -> float:
    """Return b, a person's metric pay over the default: how much an own-line fault frightens."""
    return defence_pay / DEFAULT_DEFENCE_PAY


def defence_pay(default: float, overridden: bool) -> float:
    """Return beta_d of a person without a scorecard of their own: 0 where customer metrics override all others."""
    return 0.0 if overridden else default


def own_line_strength(strength: float, paid_on_customers: bool) -> float:
    """Return c for one person: 0 for those paid as if every fault were somebody else's."""
    return 0.0 if paid_on_customers else strength
