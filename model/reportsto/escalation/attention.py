"""Phase 5: a manager's hours go to direct reports first; what is left serves what waits.

For each desk, in seat order:

1. Put in line what was collected, on the day it is handed over (`handed_over`). Then today's items: by case, a dispute
   before its report; then exceptions, as many as a Poisson draw says around `expected_exceptions`.
2. Drop from the front what has waited longer than patience. A sender who is still there learns that the report was
   lost (`next_futility`).
3. Work out the hours left after direct reports, dotted lines and yesterday's overrun (`overhead`, `relation_hours`,
   `dotted_hours`, `hours_left`).
4. Serve from the front while hours are left. A report costs `report_hours`, a digest `digest_hours`, a dispute
   `dispute_hours`; the last item may overrun.
5. Act on each report served, or decline it (`climb.act_probability`). Its sender learns only of the first.
6. Owe the overrun to tomorrow.
"""

from reportsto.arithmetic import power


def overhead(
    managers: int, line: int, manager_hours: float, line_hours: float, reference: float, exponent: float
) -> float:
    """Return the hours direct reports take a day: h n_ref (n / n_ref)^xi over managers, plus the line posts."""
    if managers == 0:
        return line_hours * line
    return manager_hours * reference * power(managers / reference, exponent) + line_hours * line


def dotted_hours(managers: int, line: int, share: float, manager_hours: float, line_hours: float) -> float:
    """Return the hours a day that people with a dotted line take: a share of what direct reports would."""
    return share * (manager_hours * managers + line_hours * line)


MOST_RELATED = 900.0
"""Managers beyond whom relations are not counted on: 2^900 still is a number."""


def relations(managers: float) -> float:
    """Return the direct, cross and group relations among a superior and its managers: n (2^(n-1) + n - 1)."""
    n = min(managers, MOST_RELATED)
    return n * (power(2.0, n - 1.0) + n - 1.0)


def relation_hours(managers: int, hours: float, reference: float) -> float:
    """Return the hours a day that relations take: `hours` at the reference span, in proportion at others."""
    if hours == 0.0:
        return 0.0
    return hours * relations(managers) / relations(reference)


def expected_exceptions(managers: int, line: int, per_manager: float, per_line: float) -> float:
    """Return the exceptions a manager's direct reports raise a day."""
    return per_manager * managers + per_line * line


def hours_left(hours: float, overhead_hours: float, owed: float) -> float:
    """Return what a manager can serve with today; nothing where overhead eats the day."""
    return hours - overhead_hours - owed if overhead_hours < hours else 0.0


def report_hours(item: float, bundle: float, cross: float, same_department: bool) -> float:
    """Return what one report costs its decider: s / m_b, plus s_x when sender and owner share no department."""
    return item / bundle if same_department else item / bundle + cross


def handed_over(day: int, digest_days: float) -> bool:
    """Return whether deciders get today what was collected for them: where day mod D = D - 1; daily without digests."""
    if digest_days < 2.0:
        return True
    days = int(digest_days)
    return day % days == days - 1


def digest_hours(item: float, cross: float, same_department: bool, accepted: int) -> float:
    """Return what one digest costs its decider: s, and s_x from another department; 0 if no report is acted on."""
    if accepted == 0:
        return 0.0
    return item if same_department else item + cross


def dispute_hours(item: float, bundle: float, digest_days: float) -> float:
    """Return what disputes cost whoever settles them: s / bundle each, s for all of a digest."""
    return item if digest_days > 0.0 else item / bundle


def next_futility(futility: float, lost: float, speed: float) -> float:
    """Return a sender's futility after learning that a report was lost (1) or decided (0)."""
    return futility + speed * (lost - futility)


def used(idle: float, available: float) -> float:
    """Return the share of a manager's hours in which something waited; 1 where overhead left none, 0 of endless ones.

    Hours that yesterday's overrun takes are used: 1 - idle / available.
    """
    if available <= 0.0:
        return 1.0
    return 1.0 - idle / available if idle < available else 0.0
