"""Phase 3: what a contact costs, when it becomes a dispute, and the choice between advocate, settle and defend.

For each contact that waits, the oldest first, while somebody has hours left:

1. Give it up if it has waited longer than patience.
2. Find who answers: whoever answers every n-th contact, if this is one; on a map, somebody of the owner's circle; else
   the next in the rotation with hours left.
3. For a failure case, hear it and choose: advocate, settle or defend (`voice_score`, `choose`). A fault that nobody in
   the firm owns cannot be advocated (`possible`).
4. Spend the hours (`contact_hours`).
5. Draw whether the answer ends in a dispute, which goes to the arbiter's desk (`dispute_probability`).
6. Draw whether the answer was poor, and whether its customer comes back tomorrow (`poor_answer`).
7. Book how a failure case ended. A report goes up if it was advocated, or settled and exaggerated (`exaggerates`).
"""

from typing import NamedTuple

from reportsto.vocabulary import Act

DEFEND = int(Act.DEFEND)
SETTLE = int(Act.SETTLE)
ADVOCATE = int(Act.ADVOCATE)
assert (DEFEND, ADVOCATE) == (SETTLE - 1, SETTLE + 1), "choose adds and subtracts"


class Weights(NamedTuple):
    """What the score of a choice gives weight to, logit; the parameters of the group `voice`.

    Attributes:
        attitude: g_a.
        severity: g_v.
        own_line: g_own, of a fault of one's own line.
        futility: g_f.
    """

    attitude: float
    severity: float
    own_line: float
    futility: float


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
    weights: Weights,
    strength: float,
    stake: float,
) -> float:
    """Return z, how strongly a person leans towards taking the customer's side.

    z = g_a x + g_v severity - c g_own b own_line - g_f futility + noise, noise ~ Logistic(0, 1)
    `strength` is c, `stake` is b: the person's metric pay over the default.
    """
    z = weights.attitude * attitude + weights.severity * severity - weights.futility * futility + noise
    return z - strength * weights.own_line * stake if own_line else z


def choose(score: float, settle_bar: float, width: float, report_bar: float) -> int:
    """Return the act: advocate where z > b_s + w + theta_up, defend where z < b_s, settle between; ties settle.

    Acts are numbered in this order, so that two comparisons add up to one: a processor guesses badly who advocates.
    """
    advocates = score > settle_bar + width + report_bar
    defends = (score < settle_bar) & (not advocates)
    return SETTLE + advocates - defends


def possible(act: int, owned: bool) -> int:
    """Return the act that is left: a fault that nobody in the firm owns is settled where another would be advocated."""
    return SETTLE if act == ADVOCATE and not owned else act


def poor_answer(u: float, rate: float, complaint: float) -> int:
    """Return 0 for a good answer, 1 for a poor one that stays silent, 2 for a poor one that comes back as a case."""
    if u < rate * complaint:
        return 2
    return 1 if u < rate else 0


def exaggerates(u: float, readiness: float, attitude: float) -> bool:
    """Return whether a settled case is sent up all the same, with a cause made up: eps_a max(0, x)."""
    return u < readiness * max(0.0, attitude)
