"""The columns of a result row: every measure with its unit and meaning, and the sums it follows from.

Both engines fill a `Tally` (sums over the window of measurement) and the daily attitudes; `measuring` turns them into
one row. Rates are sums over sums, never means of daily ratios; levels are means of days; a ratio with nothing below
the line is NaN. What stands above and below the line of a share are the same orders, contacts or reports. Every measure
has a range, and every run is checked against it. Where nobody sits at the top, what begins with `ceo_` is NaN. Columns
that may differ between structures in the null world begin with `ceo_`, `chart_`, `desk_` or `structure`, and no others
do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np

from reportsto.arithmetic import LN2, log, total
from reportsto.arrays import Floats
from reportsto.errors import RunError
from reportsto.vocabulary import N_CAUSES, Act, Function

NAN = float("nan")

SHARE = (0.0, 1.0)
FROM_ZERO = (0.0, inf)
EITHER_WAY = (-1.0, 1.0)
ROUNDING = 1e-9
"""How far rounding may take a measure out of its range."""

MONTH = 20
"""Working days of a month: four whole weeks, so that no month has more Mondays than another."""
MOST_CONTACTS = 500_000
"""Contacts of a day at most. For each of a mean day the compiled engine sets aside about a kilobyte: rows of its arrays
of contacts, of answers that come back, of reports and of items on desks (`engine.batch.Batch`). A queue or a desk that
needs more gets four times as many rows. The default firm has 172 a day, one of 5,000 people 16,776.
"""
SEVERE = 0.6
"""Cases at least this severe are severe."""

ADVOCATE_ABOVE = 0.25
DEFENDANT_BELOW = -0.25
QUANTILES = ((10, 0.1), (50, 0.5), (90, 0.9))
STATISTICS = ("mean", "sd", *(f"q{percent}" for percent, _ in QUANTILES), "advocates", "defendants")
"""What is kept of the attitudes of a function's people."""


@dataclass(frozen=True, slots=True)
class Column:
    """One measure.

    Attributes:
        name: of the column.
        unit: of its numbers; empty for words.
        meaning: in a sentence.
        between: smallest and largest value, both included; every measure has them.
        less_is_better: whether a study that says nothing takes less of it for better.
    """

    name: str
    unit: str
    meaning: str
    between: tuple[float, float] | None = None
    less_is_better: bool = False


IDENTITY = (
    Column("structure", "", "the structure, or as_drawn for a chart as drawn"),
    Column("firm", "", "the firm, or the name of the chart file"),
    Column("world", "", "the world: neutral, once, contagion or contract"),
    Column("people", "people", "number of people the firm was given; 0: as many as it has"),
    Column("ration", "", "how managers' decisions are rationed"),
    Column("route", "", "the route of a report"),
    Column("assume", "1", "the point of what is assumed: 0, the first version's numbers"),
    Column("move_day", "days", "the day of a move; 0: none"),
    Column("move_structure", "", "the structure that the people move to that morning; empty: none"),
    Column("without", "", "mechanisms switched off"),
    Column("seed", "", "key of all draws"),
    Column("replicate", "", "second key: the same replicate meets the same customers everywhere"),
    Column("days", "days", "length of the run"),
    Column("after", "days", "first days that no measure counts"),
    Column("failure", "", "why the run stopped early; empty for a sound run, all measures NaN otherwise"),
)

_VOICE = (
    Column("advocacy", "1", "failure cases advocated / heard; its floor is the logit's noise", SHARE),
    Column("defensiveness", "1", "failure cases explained away / heard; not one minus advocacy", SHARE),
    Column("settled", "1", "failure cases settled / heard", SHARE),
    Column("effective_advocacy", "1", "V: failures whose report was acted on / failures", SHARE),
    Column("effective_advocacy_cause_right", "1", "V of reports that still named the true cause", SHARE),
    Column("complained", "1", "cases / failures; first factor of V", SHARE),
    Column("voiced", "1", "advocated / cases; second factor of V", SHARE),
    Column("passed", "1", "reports that reached a decider / advocated; third factor of V", SHARE),
    Column("attended", "1", "reports acted on / reached a decider; fourth factor of V", SHARE),
    Column("reports_declined", "1 / day", "reports a decider read and did not act on", FROM_ZERO),
    Column("reports_lost", "1 / day", "reports that waited too long for a decider", FROM_ZERO),
    Column("false_reports", "1 / day", "reports that exaggerate (off by default)", FROM_ZERO),
    Column("reflection", "1", "1 - half the distance between shares of true failures and of causes acted on", SHARE),
    Column("reflection_of_complaints", "1", "the same against complaints heard", SHARE),
    Column(
        "information",
        "bits / failure",
        "mutual information of true cause and cause acted on, silence a symbol",
        (0.0, log(float(N_CAUSES)) / LN2),
    ),
    Column("concealment", "1", "followed failures whose case was explained away / followed failures", SHARE),
    Column(
        "complaints_per_decision",
        "1",
        "cases of followed failures heard / reports on these decided, acted on or not",
        (1.0, inf),
    ),
)
_OPERATIONS = (
    Column("mix_up_rate", "1 / order", "true mix-ups and damages", FROM_ZERO),
    Column("mix_up_rate_logged", "1 / order", "the same, of cases settled or advocated", FROM_ZERO),
    Column("late_rate", "1 / order", "true late orders / orders that left", FROM_ZERO),
    Column("late_rate_logged", "1 / order", "the same, of cases settled or advocated", FROM_ZERO),
    Column("late_rate_month_q10", "1 / order", f"10 % quantile of late_rate over months of {MONTH} days", FROM_ZERO),
    Column("late_rate_month_q90", "1 / order", f"90 % quantile of late_rate over months of {MONTH} days", FROM_ZERO),
    Column("slow_refund_rate", "1 / order", "true slow refunds / refunds x returns / orders", FROM_ZERO),
    Column("slow_refund_rate_logged", "1 / order", "the same, of cases settled or advocated", FROM_ZERO),
    Column("ship_days", "days", "mean whole days from order to dispatch, of orders that left", FROM_ZERO),
    Column("ship_days_q50", "days", "median from order to dispatch, each day spread", FROM_ZERO),
    Column("ship_days_q90", "days", "nine orders in ten ship within, each day spread", FROM_ZERO),
    Column("refund_days", "days", "mean whole days from return to refund, of refunds", FROM_ZERO),
    Column("refund_days_q50", "days", "median from return to refund, each day spread", FROM_ZERO),
    Column("refund_days_q90", "days", "nine returns in ten are refunded within, each day spread", FROM_ZERO),
    Column("back_orders", "orders", "back-ordered orders waiting", FROM_ZERO),
    Column("back_orders_cancelled", "1 / order", "back-ordered / ordered x cancelled / back orders that ended", SHARE),
    Column("fill_rate", "1", "1 - back-ordered / ordered", SHARE),
    Column("orders", "orders / day", "orders", FROM_ZERO),
    Column("improvement_time", "1", "share of logistics' time given to improvement", SHARE),
    Column("overtime", "1", "overtime of logistics", FROM_ZERO),
    Column("capability", "halvings", "mean C of logistics' causes: 2^-C of what can be mended fails", FROM_ZERO),
)
_COORDINATION = (
    Column("hours_per_contact", "h", "handler hours / contact answered", FROM_ZERO, less_is_better=True),
    Column(
        "hours_per_logistics_contact", "h", "the same for contacts that need logistics", FROM_ZERO, less_is_better=True
    ),
    Column("answer_days", "days", "mean age of a contact when answered", FROM_ZERO),
    Column("first_contact_resolution", "1", "answered on arrival day, undisputed / answered", SHARE),
    Column("abandoned", "1", "given up / answered or given up", SHARE),
    Column("utilisation", "1", "share of handlers' paid hours in which something was left to answer", SHARE),
    Column("hours_paid", "h / day", "hours paid to handlers and the warehouse", FROM_ZERO, less_is_better=True),
    Column("hours_paid_handlers", "h / day", "hours paid to handlers", FROM_ZERO, less_is_better=True),
    Column(
        "hours_paid_warehouse",
        "h / day",
        "hours paid to ship and refund, overtime not included",
        FROM_ZERO,
        less_is_better=True,
    ),
    Column("contacts", "1 / day", "contacts that arrived", FROM_ZERO),
    Column("contacts_failures", "1", "share of contacts that are failures", SHARE),
    Column("contacts_order_status", "1", "share of contacts that ask for the order status", SHARE),
    Column("disputes", "1 / day", "answers that became a dispute", FROM_ZERO),
)
_CEO = (
    Column("ceo_direct_reports", "people", "people who report to the chief executive", FROM_ZERO),
    Column("ceo_overhead_hours", "h / day", "hours direct reports take", FROM_ZERO),
    Column("ceo_utilisation", "1", "share of the hours left after overhead in which something waited", SHARE),
    Column("ceo_report_hours", "h / day", "hours on reports", FROM_ZERO),
    Column("ceo_dispute_hours", "h / day", "hours on disputes", FROM_ZERO),
    Column("ceo_exception_hours", "h / day", "hours on exceptions", FROM_ZERO),
    Column("ceo_overdrawn_hours", "h / day", "hours owed to tomorrow, and overhead beyond the day", FROM_ZERO),
    Column("ceo_waiting", "items", "reports, disputes and exceptions waiting at the end of the day", FROM_ZERO),
    Column("ceo_lost", "items / day", "items that waited too long", FROM_ZERO),
    Column("ceo_decisions", "reports / day", "reports decided by the chief executive", FROM_ZERO),
    Column("chart_manager_hours", "h / day", "all managers' hours on reports, exceptions and disputes", FROM_ZERO),
    Column("chart_posts", "posts", "posts on the chart", FROM_ZERO),
    Column("chart_depth", "levels", "superiors above the lowest post", FROM_ZERO),
    Column(
        "chart_filters",
        "posts",
        "mean number of managers a late-delivery report must pass before the arbiter",
        FROM_ZERO,
    ),
)
_DESKS = (
    Column("desk_passed", "1", "reports a manager below the decider passed on / read, once for each manager", SHARE),
    Column("desk_items", "items / day", "bundles or digests of reports that came to heads and above", FROM_ZERO),
    Column(
        "desk_complaints_per_item",
        "1",
        "cases of followed failures heard / such items on them (L8); with digests nearly an input",
        (0.5, inf),
    ),
    Column("desk_head_utilisation_most", "1", "ceo_utilisation of the busiest head of a department", SHARE),
    Column("desk_lead_utilisation_most", "1", "the same of the busiest manager below the heads", SHARE),
)
_CUSTOMERS = (
    Column("satisfaction", "1", "mean value of what customers lived through: orders, cases, poor answers", EITHER_WAY),
    Column("share_lost", "1 / year", "leavers a year / customers", FROM_ZERO, less_is_better=True),
    Column("customers", "customers", "active customers", FROM_ZERO),
    Column("customers_end", "customers", "customers on the last day", FROM_ZERO),
    Column("failures_per_1000", "1 / 1,000 orders", "true failures", FROM_ZERO, less_is_better=True),
    *(
        Column(
            f"failures_per_1000_{function.word}",
            "1 / 1,000 orders",
            f"true failures owned by {function.word}",
            FROM_ZERO,
            less_is_better=True,
        )
        for function in Function
    ),
    Column(
        "failures_per_1000_nobody",
        "1 / 1,000 orders",
        "true failures that nobody in the firm owns",
        FROM_ZERO,
        less_is_better=True,
    ),
    Column(
        "complaints_per_1000",
        "1 / 1,000 orders",
        "failure cases; never a success measure: silence lowers it",
        FROM_ZERO,
        less_is_better=True,
    ),
    Column("made_good", "1", "failure cases settled or advocated / answered", SHARE),
    Column("severe_made_good", "1", f"the same of cases with severity {SEVERE:g} or more, given up ones below", SHARE),
    Column(
        "cost_per_1000",
        "currency / 1,000 orders",
        "hours paid (with fixed hours: handlers' hours worked) and make-goods; lost customers apart",
        FROM_ZERO,
        less_is_better=True,
    ),
    Column("lost_per_1000", "customers / 1,000 orders", "customers who left", FROM_ZERO, less_is_better=True),
)
_PEOPLE = (
    *(
        Column(f"attitude_{function.word}_{stat}", unit, f"{meaning}, {function.word}, mean of days", between)
        for function in Function
        for stat, unit, meaning, between in (
            ("mean", "-1 to 1", "mean attitude", EITHER_WAY),
            ("sd", "1", "SD of attitudes", SHARE),
            *((f"q{percent}", "-1 to 1", f"{percent} % quantile of attitudes", EITHER_WAY) for percent, _ in QUANTILES),
            ("advocates", "1", "share above .25", SHARE),
            ("defendants", "1", "share below -.25", SHARE),
        )
    ),
    Column(
        "attitude_handlers_mean",
        "-1 to 1",
        "mean attitude of those who answer customers, mean of days",
        EITHER_WAY,
    ),
    Column(
        "leavers_service",
        "1 / seat / year",
        "turnover of service; one run has four or five leavers",
        FROM_ZERO,
        less_is_better=True,
    ),
    Column("futility_service", "1", "mean futility of those who answer customers", SHARE),
)


MEASURES = (*_VOICE, *_OPERATIONS, *_COORDINATION, *_CEO, *_DESKS, *_CUSTOMERS, *_PEOPLE)
COLUMNS = (*IDENTITY, *MEASURES)
FIRST_VERSION: Mapping[str, object] = {
    "people": 0,
    "ration": "bundles",
    "route": "common_superior",
    "assume": 0.0,
    "move_day": 0,
    "move_structure": "",
}
"""What rows of the first version, which lack these columns, would say in them."""
MAY_DIFFER = ("ceo_", "chart_", "desk_", "structure")
"""Prefixes of the columns that may differ between structures in the null world."""


def _zeros() -> list[float]:
    return [0.0] * N_CAUSES


@dataclass(slots=True)
class Tally:
    """What happened, summed: the meeting point of both engines.

    All sums run over the window (days after burn-in) unless the name says otherwise. Names ending in `_cohort` count
    failures that happened in the window and early enough to be followed to its end, whatever became of them later.
    Names beginning with `whole_` and `end_` are of the whole run. Lists of ten are by cause.

    Attributes:
        days: measured.
        orders, back_ordered: orders in all, and out of stock.
        released, cancelled: back orders that came into stock, and back orders given up.
        returned: orders sent back.
        back_orders_waiting, customers, ceo_waiting: levels in the evening, summed over days.
        ship_ages, refund_ages: [a] counts what left the warehouse a days after it came in.
        late_by_month, left_by_month: late orders, and the orders among which they were late: those that left that
            month, or those that came in where lateness is drawn. Month 0 begins with the window.
        failures, cases, heard: true failures, those complained about, and those answered.
        advocated, settled, defended: what was done with cases heard.
        acted_as, declined, lost: reports by recorded cause, read and not acted on, and too old.
        false_reports: made-up reports.
        failures_cohort, cases_cohort, reached_cohort: the stages of V, but for what was advocated; owned cases.
        acts_cohort: what was done with cases heard, by act, then cause.
        decided_cohort: reports acted on or read and not acted on, made-up ones among them.
        acted_cohort: reports acted on, by true, then recorded cause.
        severe_ended, severe_made_good: severe cases answered or given up, and those settled or advocated.
        arrived, arrived_failures, arrived_status: contacts in all, failure cases, and order-status requests.
        answered, answer_hours, answer_age: contacts answered, hours they took, days they had waited.
        answered_logistics, answer_hours_logistics: the same for contacts whose owner is logistics.
        resolved_at_once: answered on the day of arrival, undisputed.
        given_up, disputes: contacts given up, and answers that became a dispute.
        handler_hours, manager_hours: hours worked; managers' without overhead.
        paid_handlers, paid_warehouse: hours paid.
        idle_handlers: hours paid to handlers in which nothing was left to answer.
        ceo_overhead, ceo_overdrawn: the chief executive's hours; overdrawn ones are owed to tomorrow.
        ceo_used: share of the chief executive's hours, after overhead, in which something waited.
        ceo_report_hours, ceo_dispute_hours, ceo_exception_hours: what the hours went into.
        ceo_lost, ceo_decisions: items too old, and reports decided.
        relays_read, relays_passed: reports read by managers below the decider, once for each, and passed on by them.
        desk_items, desk_items_cohort: digests, or without digests reports, that came to desks of heads and above; and
            the parts of these that failures of the cohort are.
        head_desks, head_used, lead_desks, lead_used: how many desks heads of departments, and managers below, have,
            and the largest `ceo_used` of any of them.
        satisfaction, outcomes: values of what customers lived through, and how many outcomes that were.
        leavers, customers_end: customers lost, and customers on the last day.
        improvement_time, overtime, capability: means of logistics' causes, summed over days.
        leavers_service, futility: service people who left; mean futility of handlers, summed over days.
        whole_ordered, whole_shipped, whole_cancelled, end_waiting: where every order is.
        whole_returned, whole_refunded, end_returns_waiting: where every return is, in process or in line at the end.
        whole_arrived, whole_answered, whole_given_up, end_contacts_waiting: where every contact is.
        whole_reports, whole_reports_ended, end_reports_waiting: where every report is.
    """

    days: float = 0.0
    orders: float = 0.0
    back_ordered: float = 0.0
    released: float = 0.0
    cancelled: float = 0.0
    returned: float = 0.0
    back_orders_waiting: float = 0.0
    ship_ages: list[float] = field(default_factory=list)
    refund_ages: list[float] = field(default_factory=list)
    late_by_month: list[float] = field(default_factory=list)
    left_by_month: list[float] = field(default_factory=list)
    failures: list[float] = field(default_factory=_zeros)
    cases: list[float] = field(default_factory=_zeros)
    heard: list[float] = field(default_factory=_zeros)
    advocated: list[float] = field(default_factory=_zeros)
    settled: list[float] = field(default_factory=_zeros)
    defended: list[float] = field(default_factory=_zeros)
    acted_as: list[float] = field(default_factory=_zeros)
    declined: float = 0.0
    lost: float = 0.0
    false_reports: float = 0.0
    failures_cohort: list[float] = field(default_factory=_zeros)
    cases_cohort: float = 0.0
    acts_cohort: list[list[float]] = field(default_factory=lambda: [_zeros() for _ in Act])
    reached_cohort: float = 0.0
    decided_cohort: float = 0.0
    acted_cohort: list[list[float]] = field(default_factory=lambda: [_zeros() for _ in range(N_CAUSES)])
    severe_ended: float = 0.0
    severe_made_good: float = 0.0
    arrived: float = 0.0
    arrived_failures: float = 0.0
    arrived_status: float = 0.0
    answered: float = 0.0
    answer_hours: float = 0.0
    answered_logistics: float = 0.0
    answer_hours_logistics: float = 0.0
    answer_age: float = 0.0
    resolved_at_once: float = 0.0
    given_up: float = 0.0
    disputes: float = 0.0
    handler_hours: float = 0.0
    paid_handlers: float = 0.0
    paid_warehouse: float = 0.0
    idle_handlers: float = 0.0
    ceo_overhead: float = 0.0
    ceo_used: float = 0.0
    ceo_report_hours: float = 0.0
    ceo_dispute_hours: float = 0.0
    ceo_exception_hours: float = 0.0
    ceo_overdrawn: float = 0.0
    ceo_waiting: float = 0.0
    ceo_lost: float = 0.0
    ceo_decisions: float = 0.0
    manager_hours: float = 0.0
    relays_read: float = 0.0
    relays_passed: float = 0.0
    desk_items: float = 0.0
    desk_items_cohort: float = 0.0
    head_desks: float = 0.0
    head_used: float = 0.0
    lead_desks: float = 0.0
    lead_used: float = 0.0
    satisfaction: float = 0.0
    outcomes: float = 0.0
    leavers: float = 0.0
    customers: float = 0.0
    customers_end: float = 0.0
    improvement_time: float = 0.0
    overtime: float = 0.0
    capability: float = 0.0
    leavers_service: float = 0.0
    futility: float = 0.0
    whole_ordered: float = 0.0
    whole_shipped: float = 0.0
    whole_cancelled: float = 0.0
    end_waiting: float = 0.0
    whole_returned: float = 0.0
    whole_refunded: float = 0.0
    end_returns_waiting: float = 0.0
    whole_arrived: float = 0.0
    whole_answered: float = 0.0
    whole_given_up: float = 0.0
    end_contacts_waiting: float = 0.0
    whole_reports: float = 0.0
    whole_reports_ended: float = 0.0
    end_reports_waiting: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row needs to know about the firm besides what happened.

    Attributes:
        handlers: seats of those who answer customers.
        seats_of: seats of each function.
        owner_function: by cause, -1 for nobody.
        ceo_direct_reports: people who report to the chief executive.
        posts: how many there are.
        depth: superiors above the lowest post.
        filters: mean number of managers below the arbiter whom a report of a late order meets.
        has_top: whether somebody sits at the top.
    """

    handlers: tuple[int, ...]
    seats_of: tuple[tuple[int, ...], ...]
    owner_function: tuple[int, ...]
    ceo_direct_reports: int
    posts: int
    depth: int
    filters: float
    has_top: bool = True


def attitude_row(setting: Setting, attitudes: Floats) -> dict[str, float]:
    """Return the measures of attitudes: statistics of each function's people, as means of days.

    `attitudes` has shape (days in the window, seats), unit -1 to 1, in seat order.
    """
    row: dict[str, float] = {}
    for function in Function:
        daily = daily_statistics(attitudes[:, list(setting.seats_of[function])])
        for stat, values in daily.items():
            row[f"attitude_{function.word}_{stat}"] = _mean_of_days(values)
    handlers = daily_statistics(attitudes[:, list(setting.handlers)])
    row["attitude_handlers_mean"] = _mean_of_days(handlers["mean"])
    return row


def daily_statistics(attitudes: Floats) -> dict[str, Floats]:
    """Return mean, SD, quantiles and shares of each day; attitudes have shape (days, people).

    Sums run in seat order, quantiles interpolate linearly, SD is that of the people present. Without people or days
    every value is NaN (an array of length 0 without days).
    """
    days, people = attitudes.shape
    if people == 0:
        return {name: np.full(days, NAN) for name in STATISTICS}
    mean = _sum_of_columns(attitudes) / people
    apart = attitudes - mean[:, None]
    ordered = np.sort(attitudes, axis=1)
    return {
        "mean": mean,
        "sd": np.sqrt(_sum_of_columns(apart * apart) / people),
        **{f"q{percent}": _quantile(ordered, share) for percent, share in QUANTILES},
        "advocates": _sum_of_columns((attitudes > ADVOCATE_ABOVE).astype(np.float64)) / people,
        "defendants": _sum_of_columns((attitudes < DEFENDANT_BELOW).astype(np.float64)) / people,
    }


def _sum_of_columns(values: Floats) -> Floats:
    out = np.zeros(values.shape[0])
    for column in range(values.shape[1]):
        out = out + values[:, column]
    return out


def _quantile(ordered: Floats, share: float) -> Floats:
    at = share * (ordered.shape[1] - 1)
    low = int(at)
    high = min(low + 1, ordered.shape[1] - 1)
    out: Floats = ordered[:, low] + (at - low) * (ordered[:, high] - ordered[:, low])
    return out


def _mean_of_days(values: Floats) -> float:
    return total(values.tolist()) / len(values) if len(values) else NAN


def too_many_contacts(day: int, count: int) -> RunError:
    """Return the error of a day on which more customers speak up than a firm has room for."""
    most = f"at most {MOST_CONTACTS:,} a day fit into memory"
    return RunError(f"day {day}: {count:,} contacts or more; {most}: lower the numbers of demand")
