"""Phase 3: what a contact costs, when it becomes a dispute, and the choice between advocate, settle and defend."""

from reportsto.vocabulary import Act

DEFEND = int(Act.DEFEND)
SETTLE = int(Act.SETTLE)
ADVOCATE = int(Act.ADVOCATE)


def contact_hours(
    base: float, needs_owner: bool, same_department: bool, other_site: bool, inside: float, across: float, site: float
) -> float:
    """Return the hours of one answer: the talk, plus asking the owner where the answer needs the owner."""
    if not needs_owner:
        return base
    hours = base + (inside if same_department else across)
    return hours + site if other_site else hours


def dispute_probability(base: float, slope: float, handlers: float, owners: float) -> float:
    """Return the chance that an answer ends in a quarrel: differences of attitude add to it.

    p_x (1 + b |mean x of handlers - mean x of the owner's people|)
    """
    return base * (1.0 + slope * abs(handlers - owners))


def voice_score(
    attitude: float,
    severity: float,
    own_line: bool,
    futility: float,
    noise: float,
    g_attitude: float,
    g_severity: float,
    g_own: float,
    g_futility: float,
    strength: float,
    stake: float,
) -> float:
    """Return z, how strongly a person leans towards taking the customer's side.

    z = g_a x + g_v severity - c g_own b own_line - g_f futility + noise, noise ~ Logistic(0, 1)
    `strength` is c, `stake` is b: the person's metric pay over the default.
    """
    z = g_attitude * attitude + g_severity * severity - g_futility * futility + noise
    return z - strength * g_own * stake if own_line else z


def choose(score: float, threshold: float, report_bar: float) -> int:
    """Return the act: advocate above theta + theta_up, defend below -theta, settle between; ties settle."""
    if score > threshold + report_bar:
        return ADVOCATE
    if score < -threshold:
        return DEFEND
    return SETTLE


def poor_answer(u: float, rate: float, complaint: float) -> int:
    """Return 0 for a good answer, 1 for a poor one that stays silent, 2 for a poor one that comes back as a case."""
    if u < rate * complaint:
        return 2
    return 1 if u < rate else 0


def exaggerates(u: float, readiness: float, attitude: float) -> bool:
    """Return whether a settled case is sent up all the same, with a cause made up: eps_a max(0, x)."""
    return u < readiness * max(0.0, attitude)
