"""From the cases a person has heard of to the pull of pay."""


def case_pay(customer_pay: float, defence_pay: float, strength: float, own_line_share: float) -> float:
    """Return what one case does to the pull of pay: +beta_c, less c (beta_c + beta_d) where it hurts one's own line.

    `own_line_share` is 0 or 1 for a case met, a share for cases known by rumour.
    Form: Holmstrom & Milgrom (1991); Kerr (1975).
    """
    return customer_pay - strength * (customer_pay + defence_pay) * own_line_share


def incentive_pull(paid: float, cases: float, prior: float) -> float:
    """Return pi, how far pay pulls an attitude: A / (5 + N)."""
    return paid / (prior + cases)


def remembered(amount: float, days: float) -> float:
    """Return what is left of a remembered sum after one day: forgotten at rate 1 / 65."""
    return amount * (1.0 - 1.0 / days)
