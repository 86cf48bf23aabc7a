"""How every measure follows from what happened: sums over sums, for both engines.

The functions here are compiled as they stand, like the rules, so they keep to numbers, comparisons and loops.
`records` says what each measure means, in which unit.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportsto.arithmetic import LN2, log, total
from reportsto.arrays import Floats, Records
from reportsto.errors import RunError
from reportsto.parameters import Parameters
from reportsto.records import FROM_ZERO, MEASURES, MONTH, NAN, ROUNDING, STATISTICS, Setting, Tally
from reportsto.vocabulary import N_CAUSES, N_FUNCTIONS, NOBODY, Act, Cause, Function

DEFEND, SETTLE, ADVOCATE = int(Act.DEFEND), int(Act.SETTLE), int(Act.ADVOCATE)
N_ACTS, N_STATISTICS = len(Act), len(STATISTICS)
LATE, MIX_UP, SLOW_REFUND = int(Cause.LATE), int(Cause.MIX_UP), int(Cause.SLOW_REFUND)
SERVICE = int(Function.SERVICE)
AGES = ("ship_ages", "refund_ages", "late_by_month", "left_by_month")
"""Counts of a `Tally` by age or month, as long as the run; compiled code keeps them apart, in this order."""
SHIPPED, REFUNDED, LATE_THAT_MONTH, LEFT_THAT_MONTH = range(4)
HANDLERS = N_FUNCTIONS
"""The group of those who answer customers, after the functions."""

_NAMES = tuple(column.name for column in MEASURES)
_BY_OWNER = tuple(f"failures_per_1000_{owner}" for owner in (*Function.words(), "nobody"))
_ATTITUDES = tuple(f"attitude_{word}_{name}" for word in Function.words() for name in STATISTICS)


_RANGES = {column.name: column.between or FROM_ZERO for column in MEASURES}
LEAST = np.array([low - ROUNDING for low, _ in _RANGES.values()])
MOST = np.array([min(high + ROUNDING, sys.float_info.max) for _, high in _RANGES.values()])
"""Where the ranges of the measures end, in their order."""
_ACCOUNTS = (
    "ordered {:g} is not shipped + cancelled + waiting {:g}",
    "returned {:g} is not refunded + waiting {:g}",
    "contacts arrived {:g} is not answered + given up + waiting {:g}",
    "reports sent {:g} is not ended + waiting {:g}",
)


def _measured_type() -> np.dtype[np.void]:
    parts: dict[str, tuple[int, ...]] = {}
    for name in _NAMES:
        if name in _BY_OWNER:
            parts["failures_by_owner"] = (N_FUNCTIONS + 1,)
        elif name in _ATTITUDES:
            parts["attitudes"] = (N_FUNCTIONS, N_STATISTICS)
        else:
            parts[name] = ()
    return np.dtype([(name, "f8", *([shape] if shape else [])) for name, shape in parts.items()])


MEASURED = _measured_type()
"""A record of every measure in the order of `records.MEASURES`; those of a group stand in one array."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What measures need besides what happened, in plain numbers: of the firm, and parameters.

    Attributes:
        handlers: how many answer customers.
        people: of each function.
        owner_function: by cause, -1 for nobody.
        owned: by cause, 1 where somebody in the firm owns it, else 0.
        ceo_direct_reports, posts, depth, filters, has_top: as in `Setting`.
        spread: whether every order has a time of its own.
        follows: whether hours paid follow the load.
        hours_a_day: of a handler, where they do not.
        reports_an_item: how many reports make an item on a desk.
        hour, make_good: what these cost.
    """

    handlers: int
    people: tuple[int, ...]
    owner_function: tuple[int, ...]
    owned: tuple[float, ...]
    ceo_direct_reports: int
    posts: int
    depth: int
    filters: float
    has_top: bool
    spread: bool
    follows: bool
    hours_a_day: float
    reports_an_item: float
    hour: float
    make_good: float


def basis(setting: Setting, p: Parameters) -> Basis:
    """Return what measures need of a firm and its parameters."""
    return Basis(
        handlers=len(setting.handlers),
        people=tuple(len(seats) for seats in setting.seats_of),
        owner_function=setting.owner_function,
        owned=tuple(0.0 if own == NOBODY else 1.0 for own in setting.owner_function),
        ceo_direct_reports=setting.ceo_direct_reports,
        posts=setting.posts,
        depth=setting.depth,
        filters=setting.filters,
        has_top=setting.has_top,
        spread=bool(p.times.spread),
        follows=bool(p.staffing.follows),
        hours_a_day=p.handling.hours_a_day,
        reports_an_item=1.0 if p.ration.digest_days > 0.0 else p.attention.bundle,
        hour=p.costs.hour,
        make_good=p.costs.make_good,
    )


def summarise(
    tally: Tally, setting: Setting, parameters: Parameters, attitudes: Mapping[str, float]
) -> dict[str, float]:
    """Return every measure of one run; `attitudes` are the measures that `attitude_row` gives."""
    values = np.zeros(1, MEASURED)
    ages = [getattr(tally, name) for name in AGES]
    measure(tally, ages, basis(setting, parameters), values.view(np.recarray)[0])
    return named(values) | dict(attitudes)


def named(values: Records) -> dict[str, float]:
    """Return a record of `MEASURED` as every measure by name."""
    return dict(zip(_NAMES, values.view(np.float64).tolist(), strict=True))


def ratio(above: float, below: float) -> float:
    """Return above / below, or NaN with nothing below the line."""
    return above / below if below > 0.0 else NAN


def mean_age(ages: Sequence[float]) -> float:
    """Return the mean age of counts by age."""
    days = 0.0
    for age, count in enumerate(ages):
        days = days + age * count
    return ratio(days, total(ages))


def age_quantile(ages: Sequence[float], share: float) -> float:
    """Return a quantile of counts by age, NaN without counts.

    What is a days old is spread evenly over [a, a + 1): whole days would hide hundredths of a day.
    """
    wanted = share * total(ages)
    before = 0.0
    for age, count in enumerate(ages):
        if count > 0.0 and before + count >= wanted:
            return age + (wanted - before) / count
        before = before + count
    return NAN


def month_quantile(late: Sequence[float], left: Sequence[float], months: int, share: float) -> float:
    """Return a quantile of the share of late orders over the first months, NaN without any.

    Months in which nothing left are skipped. It interpolates linearly between months, as all quantiles do.
    """
    shares = 0
    for month in range(min(months, len(left))):
        shares += left[month] > 0.0
    if shares == 0:
        return NAN
    at = share * (shares - 1)
    low, high = int(at), min(int(at) + 1, shares - 1)
    below, above = _month_at(late, left, months, low), _month_at(late, left, months, high)
    return below + (at - low) * (above - below)


def _month_at(late: Sequence[float], left: Sequence[float], months: int, place: int) -> float:
    """Return the share of late orders that has so many smaller ones before it, of months in which anything left."""
    for month in range(min(months, len(left))):
        mine = _month_share(late, left, month)
        smaller = equal = 0
        for other in range(min(months, len(left))):
            if left[other] > 0.0:
                smaller += _month_share(late, left, other) < mine
                equal += _month_share(late, left, other) == mine
        if smaller <= place < smaller + equal and left[month] > 0.0:
            return mine
    return NAN


def _month_share(late: Sequence[float], left: Sequence[float], month: int) -> float:
    return ratio(late[month] if month < len(late) else 0.0, left[month])


def likeness(first: Sequence[float], second: Sequence[float], owned: Sequence[float]) -> float:
    """Return 1 - half the distance between two sets of counts taken as shares; NaN when one is empty.

    Of the first set, only what is `owned`, 1 and not 0, is taken.
    """
    a, b = _total_owned(first, owned), total(second)
    if a <= 0.0 or b <= 0.0:
        return NAN
    apart = 0.0
    for at in range(len(first)):
        apart = apart + abs(first[at] * owned[at] / a - second[at] / b)
    return 1.0 - 0.5 * apart


def _total_owned(counts: Sequence[float], owned: Sequence[float]) -> float:
    """Return the total of counts by cause without those that nobody in the firm owns: no report can be about them."""
    out = 0.0
    for at in range(len(counts)):
        out = out + counts[at] * owned[at]
    return out


def information_bits(failures: Sequence[float], acted: Sequence[Sequence[float]], owned: Sequence[float]) -> float:
    """Return the mutual information, in bits a failure, of true cause and cause acted on; silence is a symbol.

    `failures` are counts by true cause, `acted[k][r]` reports of true cause k acted on as r; `owned` is 1 for causes
    that count and 0 for others.
    """
    everything = _total_owned(failures, owned)
    if everything <= 0.0:
        return NAN
    bits = 0.0
    for true in range(len(failures)):
        for symbol in range(len(failures) + 1):
            cell = _acted_as(failures, acted, owned, true, symbol)
            if cell > 0.0:
                column = 0.0
                for other in range(len(failures)):
                    column = column + _acted_as(failures, acted, owned, other, symbol)
                expected = failures[true] * owned[true] * column
                bits = bits + cell / everything * log(cell * everything / expected) / LN2
    return bits


def _acted_as(
    failures: Sequence[float], acted: Sequence[Sequence[float]], owned: Sequence[float], true: int, symbol: int
) -> float:
    """Return how many failures of a cause were acted on as another, or as the symbol after the last: not at all."""
    if symbol < len(failures):
        return acted[true][symbol]
    return max(0.0, failures[true] * owned[true] - total(acted[true]))


def measure(t: Tally, ages: Sequence[Sequence[float]] | Floats, given: Basis, row: Any) -> None:
    """Write every measure of one run but those of attitudes into a record of `MEASURED`, in which all is 0.

    `ages` are counts in the order of `AGES`.
    """
    _measure_voice(t, given, row)
    _measure_operations(t, ages, given, row)
    _measure_coordination(t, given, row)
    _measure_ceo(t, given, row)
    _measure_desks(t, given, row)
    _measure_customers(t, given, row)
    row.leavers_service = ratio(t.leavers_service * 260.0, t.days * given.people[SERVICE])
    row.futility_service = ratio(t.futility, t.days)


def _measure_voice(t: Tally, given: Basis, row: Any) -> None:
    heard = total(t.heard)
    failures = _total_owned(t.failures_cohort, given.owned)
    acted = right = 0.0
    for cause in range(N_CAUSES):
        acted = acted + total(t.acted_cohort[cause])
        right = right + t.acted_cohort[cause][cause]
    advocated = total(t.acts_cohort[ADVOCATE])
    row.advocacy = ratio(total(t.advocated), heard)
    row.defensiveness = ratio(total(t.defended), heard)
    row.settled = ratio(total(t.settled), heard)
    row.effective_advocacy = ratio(acted, failures)
    row.effective_advocacy_cause_right = ratio(right, failures)
    row.complained = ratio(t.cases_cohort, failures)
    row.voiced = ratio(advocated, t.cases_cohort)
    row.passed = ratio(t.reached_cohort, advocated)
    row.attended = ratio(acted, t.reached_cohort)
    row.reports_declined = ratio(t.declined, t.days)
    row.reports_lost = ratio(t.lost, t.days)
    row.false_reports = ratio(t.false_reports, t.days)
    row.reflection = likeness(t.failures, t.acted_as, given.owned)
    row.reflection_of_complaints = likeness(t.heard, t.acted_as, given.owned)
    row.information = information_bits(t.failures_cohort, t.acted_cohort, given.owned)
    row.concealment = ratio(total(t.acts_cohort[DEFEND]), total(t.failures_cohort))
    row.complaints_per_decision = ratio(_heard_cohort(t), t.decided_cohort)


def _heard_cohort(t: Tally) -> float:
    out = 0.0
    for act in range(N_ACTS):
        out = out + total(t.acts_cohort[act])
    return out


def _measure_operations(t: Tally, ages: Sequence[Sequence[float]] | Floats, given: Basis, row: Any) -> None:
    late = ratio(t.failures[LATE], total(ages[LEFT_THAT_MONTH]))
    mix_up, slow = ratio(t.failures[MIX_UP], t.orders), ratio(t.failures[SLOW_REFUND], t.orders)
    if given.spread:
        slow = ratio(t.failures[SLOW_REFUND], total(ages[REFUNDED])) * ratio(t.returned, t.orders)
    months = int(t.days) // MONTH
    row.mix_up_rate = mix_up
    row.mix_up_rate_logged = _logged(t, mix_up, MIX_UP)
    row.late_rate = late
    row.late_rate_logged = _logged(t, late, LATE)
    row.late_rate_month_q10 = month_quantile(ages[LATE_THAT_MONTH], ages[LEFT_THAT_MONTH], months, 0.1)
    row.late_rate_month_q90 = month_quantile(ages[LATE_THAT_MONTH], ages[LEFT_THAT_MONTH], months, 0.9)
    row.slow_refund_rate = slow
    row.slow_refund_rate_logged = _logged(t, slow, SLOW_REFUND)
    row.ship_days = mean_age(ages[SHIPPED])
    row.ship_days_q50 = age_quantile(ages[SHIPPED], 0.5)
    row.ship_days_q90 = age_quantile(ages[SHIPPED], 0.9)
    row.refund_days = mean_age(ages[REFUNDED])
    row.refund_days_q50 = age_quantile(ages[REFUNDED], 0.5)
    row.refund_days_q90 = age_quantile(ages[REFUNDED], 0.9)
    row.back_orders = ratio(t.back_orders_waiting, t.days)
    row.back_orders_cancelled = ratio(t.back_ordered, t.orders) * ratio(t.cancelled, t.released + t.cancelled)
    row.fill_rate = 1.0 - ratio(t.back_ordered, t.orders)
    row.orders = ratio(t.orders, t.days)
    row.improvement_time = ratio(t.improvement_time, t.days)
    row.overtime = ratio(t.overtime, t.days)
    row.capability = ratio(t.capability, t.days)


def _logged(t: Tally, rate: float, cause: int) -> float:
    """Return what a log shows of a rate of failures: the share of cases settled or advocated."""
    made_good = t.acts_cohort[SETTLE][cause] + t.acts_cohort[ADVOCATE][cause]
    return rate * ratio(made_good, t.failures_cohort[cause])


def _measure_coordination(t: Tally, given: Basis, row: Any) -> None:
    paid = t.paid_handlers
    if not given.follows:
        paid = given.hours_a_day * given.handlers * t.days
    row.hours_per_contact = ratio(t.answer_hours, t.answered)
    row.hours_per_logistics_contact = ratio(t.answer_hours_logistics, t.answered_logistics)
    row.answer_days = ratio(t.answer_age, t.answered)
    row.first_contact_resolution = ratio(t.resolved_at_once, t.answered)
    row.abandoned = ratio(t.given_up, t.answered + t.given_up)
    row.utilisation = 1.0 - ratio(t.idle_handlers, paid)
    row.hours_paid = ratio(t.paid_handlers + t.paid_warehouse, t.days)
    row.hours_paid_handlers = ratio(t.paid_handlers, t.days)
    row.hours_paid_warehouse = ratio(t.paid_warehouse, t.days)
    row.contacts = ratio(t.arrived, t.days)
    row.contacts_failures = ratio(t.arrived_failures, t.arrived)
    row.contacts_order_status = ratio(t.arrived_status, t.arrived)
    row.disputes = ratio(t.disputes, t.days)


def _of_top(given: Basis, value: float) -> float:
    """Return a measure of the chief executive, or NaN where nobody sits at the top."""
    return value if given.has_top else NAN


def _measure_ceo(t: Tally, given: Basis, row: Any) -> None:
    row.ceo_direct_reports = _of_top(given, given.ceo_direct_reports)
    row.ceo_overhead_hours = _of_top(given, ratio(t.ceo_overhead, t.days))
    row.ceo_utilisation = _of_top(given, t.ceo_used if t.days > 0.0 else NAN)
    row.ceo_report_hours = _of_top(given, ratio(t.ceo_report_hours, t.days))
    row.ceo_dispute_hours = _of_top(given, ratio(t.ceo_dispute_hours, t.days))
    row.ceo_exception_hours = _of_top(given, ratio(t.ceo_exception_hours, t.days))
    row.ceo_overdrawn_hours = _of_top(given, ratio(t.ceo_overdrawn, t.days))
    row.ceo_waiting = _of_top(given, ratio(t.ceo_waiting, t.days))
    row.ceo_lost = _of_top(given, ratio(t.ceo_lost, t.days))
    row.ceo_decisions = _of_top(given, ratio(t.ceo_decisions, t.days))
    row.chart_manager_hours = ratio(t.manager_hours, t.days)
    row.chart_posts = given.posts
    row.chart_depth = given.depth
    row.chart_filters = given.filters


def _measure_desks(t: Tally, given: Basis, row: Any) -> None:
    row.desk_passed = ratio(t.relays_passed, t.relays_read)
    row.desk_items = ratio(t.desk_items / given.reports_an_item, t.days)
    row.desk_complaints_per_item = ratio(_heard_cohort(t) * given.reports_an_item, t.desk_items_cohort)
    row.desk_head_utilisation_most = t.head_used if t.days > 0.0 and t.head_desks > 0.0 else NAN
    row.desk_lead_utilisation_most = t.lead_used if t.days > 0.0 and t.lead_desks > 0.0 else NAN


def _measure_customers(t: Tally, given: Basis, row: Any) -> None:
    thousands = t.orders / 1000.0
    for cause in range(N_CAUSES):  # nobody's, -1, stand last
        row.failures_by_owner[given.owner_function[cause]] += t.failures[cause]
    for owner in range(N_FUNCTIONS + 1):
        row.failures_by_owner[owner] = ratio(row.failures_by_owner[owner], thousands)
    made_good = total(t.settled) + total(t.advocated)
    hours = t.paid_handlers + t.paid_warehouse if given.follows else t.handler_hours
    row.satisfaction = ratio(t.satisfaction, t.outcomes)
    row.share_lost = ratio(t.leavers * 260.0, t.customers)
    row.customers = ratio(t.customers, t.days)
    row.customers_end = t.customers_end
    row.failures_per_1000 = ratio(total(t.failures), thousands)
    row.complaints_per_1000 = ratio(total(t.cases), thousands)
    row.made_good = ratio(made_good, total(t.heard))
    row.severe_made_good = ratio(t.severe_made_good, t.severe_ended)
    row.cost_per_1000 = ratio(given.hour * hours + given.make_good * made_good, thousands)
    row.lost_per_1000 = ratio(t.leavers, thousands)


def measure_attitudes(sums: Floats, days: float, given: Basis, row: Any) -> None:
    """Write the measures of attitudes: means of days of the statistics of each function, and the mean of the handlers.

    `sums` over days has shape (functions + 1, statistics), the handlers last. A function without people has NaN, and
    so has everything without days.
    """
    for group in range(N_FUNCTIONS):
        for at in range(N_STATISTICS):
            some = days > 0.0 and given.people[group] > 0
            row.attitudes[group, at] = sums[group, at] / days if some else NAN
    row.attitude_handlers_mean = ratio(sums[HANDLERS, 0], days)


def accounts(t: Tally) -> tuple[tuple[float, float], ...]:
    """Return how many orders, returns, contacts and reports there were, each beside how many are accounted for."""
    return (
        (t.whole_ordered, t.whole_shipped + t.whole_cancelled + t.end_waiting),
        (t.whole_returned, t.whole_refunded + t.end_returns_waiting),
        (t.whole_arrived, t.whole_answered + t.whole_given_up + t.end_contacts_waiting),
        (t.whole_reports, t.whole_reports_ended + t.end_reports_waiting),
    )


def is_sound(t: Tally, values: Sequence[float] | Floats, lowest: float, highest: float) -> bool:
    """Tell whether all is accounted for, every measure in its range or NaN, and attitudes stayed inside -1 to 1."""
    for came, found in accounts(t):
        if came != found:
            return False
    for at in range(len(values)):
        if values[at] < LEAST[at] or values[at] > MOST[at]:
            return False
    return t.days == 0.0 or (lowest >= -1.0 and highest <= 1.0)


def broken_invariants(tally: Tally, row: Mapping[str, float], lowest: float, highest: float) -> Iterator[str]:
    """Yield a sentence for every promise a run has broken, attitudes among them; a sound run yields none."""
    for told, (came, found) in zip(_ACCOUNTS, accounts(tally), strict=True):
        if found != came:
            yield told.format(came, found)
    for name, low, high in zip(_NAMES, LEAST, MOST, strict=True):
        value = row[name]
        if not low <= value <= high and value == value:
            ends = " to ".join(f"{end:g}" for end in _RANGES[name])
            yield f"{name} is {value!r}, outside its range {ends}"
    if tally.days > 0.0 and not (lowest >= -1.0 and highest <= 1.0):
        yield f"an attitude is outside [-1, 1]: {lowest!r} to {highest!r}"


def check(tally: Tally, row: Mapping[str, float], lowest: float, highest: float) -> None:
    """Raise `RunError` with the first broken invariant; `lowest` and `highest` are the attitudes met."""
    for sentence in broken_invariants(tally, row, lowest, highest):
        raise RunError(f"a run broke an invariant (a bug, please report it): {sentence}")
