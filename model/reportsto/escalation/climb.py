"""Phase 4: a report is recoloured by the department's belief and filtered by the managers above the sender.

For each report of the day, in the order of the cases:

1. Draw whether the sender's department replaces the cause by what it believes (`recolouring`, `recorded_cause`).
2. Where the owner of that cause sits in another department, draw whether any cause at all is written down instead; in
   a made-up report, always (`pick`).
3. Find the way up: the sender's superiors as far as the arbiter, who is the first above both sender and owner. By
   chance it is the way of a dotted line.
4. Let each manager below the arbiter read it, the nearest first. It passes with `pass_probability`, which falls with
   the manager's `willingness`; the first who keeps it ends it.
5. Put it on the arbiter's desk. Phase 5 decides, with `act_probability`.

Beliefs are a table, data and not code: what a department of each function thinks customers complain about.
"""

from typing import Protocol


class Sums(Protocol):
    """Running sums of probabilities, a tuple or an array; the last is 1."""

    def __len__(self) -> int: ...

    def __getitem__(self, at: int, /) -> float: ...


BELIEFS = {
    # late, mix-up, refund, back order, oversold, price, defect, bill, answer; all assumed (Dearborn & Simon 1958: sign)
    "marketing": (0.08, 0.04, 0.05, 0.08, 0.05, 0.35, 0.28, 0.03, 0.04),
    "sales": (0.08, 0.04, 0.05, 0.08, 0.05, 0.35, 0.28, 0.03, 0.04),
    "logistics": (0.05, 0.03, 0.04, 0.08, 0.30, 0.10, 0.25, 0.10, 0.05),
    "service": (0.20, 0.16, 0.28, 0.05, 0.09, 0.05, 0.08, 0.04, 0.05),
}
"""Each row sums to 1 and is in the order of `vocabulary.Cause`, without causes that nobody owns: nobody believes in
them. Functions not named believe evenly in the others."""


def belief(function: str, believed: int, causes: int) -> tuple[float, ...]:
    """Return what a department of this function believes: probabilities of the causes, 0 beyond those `believed`."""
    return BELIEFS.get(function, (1.0 / believed,) * believed) + (0.0,) * (causes - believed)


def cumulative(row: tuple[float, ...]) -> tuple[float, ...]:
    """Return running sums of a row of probabilities, in index order.

    From the last cause that has a chance on they are 1 by definition: what comes after is never picked.
    """
    sums = []
    so_far = 0.0
    for share in row:
        so_far = so_far + share
        sums.append(so_far)
    last = max(at for at, share in enumerate(row) if share > 0.0)
    return (*sums[:last], *(1.0,) * (len(row) - last))


def pick(u: float, sums: Sums) -> int:
    """Return the first cause whose running sum exceeds u."""
    at = 0
    while at < len(sums) - 1 and u >= sums[at]:
        at = at + 1
    return at


def recolouring(probability: float, empathy: float, marketing: bool) -> float:
    """Return the chance that a department recolours a report, at most 1; in a marketing department empathy adds to it.

    min(1, delta_f (1 + empathy)): empathic marketers take their own taste for the customers' (Hattula et al. 2015).
    """
    return min(1.0, probability * (1.0 + empathy)) if marketing else probability


def recorded_cause(true: int, u_whether: float, u_which: float, probability: float, sums: Sums) -> int:
    """Return the cause a report carries: redrawn from the department's belief with `probability`, else the true one."""
    return pick(u_which, sums) if u_whether < probability else true


def willingness(
    attitude: float, own_line: bool, defensive_loss: float, own_line_loss: float, strength: float, stake: float
) -> float:
    """Return how willingly a manager lets a report pass or acts on it, 0 to 1.

    (1 - delta max(0, -x)) (1 - c nu b own_line)
    """
    open_to_it = 1.0 - defensive_loss * max(0.0, -attitude)
    if not own_line:
        return open_to_it
    return open_to_it * max(0.0, 1.0 - strength * own_line_loss * stake)


def next_influence(influence: float, complaints: int, contacts: int, isolation: float, speed: float) -> float:
    """Return the influence of customer service, 0 to 1, after a day with so many complaints among its contacts.

    I + r (max(0, 1 - zeta complaints / contacts) - I); a day without contacts moves nothing.
    """
    if contacts == 0:
        return influence
    return influence + speed * (max(0.0, 1.0 - isolation * complaints / contacts) - influence)


def pass_probability(fidelity: float, willing: float) -> float:
    """Return the chance that a manager below the arbiter passes a report on: alpha_0 times willingness."""
    return fidelity * willing


def going_on_probability(persistence: float, willing: float) -> float:
    """Return the chance that a sender's head takes a refused report to the common superior: e times willingness.

    There is no second alpha_0: the head has read the report and passed it on once.
    """
    return persistence * willing


def act_probability(willing: float, at_root: bool, root_acts: float) -> float:
    """Return the chance that the arbiter acts on a report: willingness, times ceo_m at the root."""
    return willing * root_acts if at_root else willing
