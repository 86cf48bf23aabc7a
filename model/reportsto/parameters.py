"""Every number a rule reads: frozen dataclasses, one for each mechanism.

Each field carries its symbol, unit, allowed range, sweep range, evidence and the off-switches that set it. A user
names a field `group.field` (`attention.hours`), one of a vector `group.field.word` (`causes.rate.late`).
`docs/reference/parameters.md` is generated from here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Required, TypedDict, TypeVar, Unpack

from reportsto.errors import SettingError, shown, unknown_name
from reportsto.evidence import Evidence, assumed, measured
from reportsto.vocabulary import Cause, Function, Outcome, Request, Weekday, Word

OFF_SWITCHES: dict[str, str] = {
    "incentives": "pay pulls no attitude and frightens nobody",
    "own_line": "faults of one's own line count like anybody's",
    "influence": "nobody listens to neighbours",
    "contact": "meeting customers moves nobody",
    "overhearing": "only those who answer customers hear them",
    "filtering": "managers pass on and act on everything",
    "dual_thoughts": "no department recolours a report",
    "attention": "managers' hours are infinite",
    "coordination": "distance costs no hours and routes nobody",
    "disputes": "no answer becomes a dispute",
    "futility": "unheard reports discourage nobody",
    "lateral": "no fix without a report",
    "owner_resistance": "a defensive owner fixes as well as any",
    "improvement": "nothing is ever learned",
    "voice_feedback": "being heard does not make customers speak up",
    "turnover": "nobody leaves",
    "misfit": "standing apart makes nobody leave",
    "demand_shocks": "demand has no good and bad weeks",
}
"""The mechanisms of `--without`, and what a world without each is like; `all` is these."""
RULE_SWITCHES: dict[str, str] = {
    "per_order": "what managers and owners hear grows with the firm",
    "staffing": "hours do not follow the work",
    "week": "every day of the week has the same orders",
    "times": "what is in stock is ready at once, and lateness is drawn",
    "settle_bar": "redress has the bars of the first version",
    "digest": "reports are handed over on the day they are written",
    "dispute_bundles": "each dispute takes the hours of an item",
    "override": "service and the managers above it have the metrics of everybody",
    "peers_first": "the common superior decides at once",
}
"""Further names of `--without`: rules on in the null world too, and what a firm without each is like."""

Value = float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Info:
    """What a field means.

    Attributes:
        symbol: of the formulas.
        unit: of its numbers.
        low, high: what is allowed.
        sweep: what sensitivity studies vary it between, or `None`.
        evidence: why it is believed.
        meaning: in a sentence.
        words: of a vector, in order.
        off: its value under each off-switch that sets it.
        whole: whether only whole numbers mean something.
    """

    symbol: str
    unit: str
    low: float
    high: float
    sweep: tuple[float, float] | None
    evidence: Evidence
    meaning: str
    words: tuple[str, ...] = ()
    off: tuple[tuple[str, float], ...] = ()
    whole: bool = False


class Told(TypedDict, total=False):
    """What may be told of a field beside its default: `Info`, where `between` is its range and `of` names its words."""

    unit: Required[str]
    between: Required[tuple[float, float]]
    meaning: Required[str]
    evidence: Evidence
    symbol: str
    sweep: tuple[float, float] | None
    of: type[Word]
    off: Mapping[str, float]
    whole: bool


_CONTRACT = assumed("model contract, prototype: chosen so that the world is neither empty nor saturated")


def number(default: Value, **told: Unpack[Told]) -> Any:
    """Return a dataclass field for a number, or one number for each word of `of`; without evidence, it is assumed."""
    info = Info(
        symbol=told.get("symbol", ""),
        unit=told["unit"],
        low=told["between"][0],
        high=told["between"][1],
        sweep=told.get("sweep"),
        evidence=told.get("evidence", _CONTRACT),
        meaning=told["meaning"],
        words=told["of"].words() if "of" in told else (),
        off=tuple(told.get("off", {}).items()),
        whole=told.get("whole", False),
    )
    return field(default=default, metadata={"info": info})


_SHARE = (0.0, 1.0)
_ANY = (0.0, 1e9)


# A table of numbers: its lines are filled, not one argument each.
# fmt: off


@dataclass(frozen=True, slots=True)
class ChartEdits:
    """Edits of the chart that are numbers: `charts.editing` makes them, and no rule reads them."""

    heads: float = number(
        0.0, unit="heads", between=(-100.0, 100.0),
        meaning="further heads under the chief executive, without staff; negative: so many fewer that own nothing",
        symbol="n", sweep=(0.0, 6.0), whole=True,
    )
    leads: float = number(
        0.0, unit="managers", between=(0.0, 50.0),
        meaning="further managers between customer service's lead and the head above it", symbol="K_M",
        sweep=(0.0, 2.0), whole=True,
    )
    people: float = number(
        0.0, unit="people", between=(0.0, 5000.0),
        meaning="people of the firm, on the firm's own chart: 0, as many as it has, or 5 and more; line people, and "
        "a manager for every 10 (logistics: 40), every 6 of whom have one",
        evidence=assumed("spans of control vary; 10, 40 and 6 are ours"), symbol="n_p", whole=True,
    )


@dataclass(frozen=True, slots=True)
class Demand:
    """How many customers there are and how often they order."""

    customers_per_handler: float = number(
        6000.0, unit="customers / handler", between=(1.0, 1e6), meaning="customers at the start",
        evidence=assumed("scale of the default firm"), symbol="N_0",
    )
    new_per_handler: float = number(
        5.625, unit="customers / day / handler", between=(0.0, 1e5), meaning="new customers",
        evidence=assumed("balances leaving at the start"), symbol="n",
    )
    orders_per_customer: float = number(
        0.05, unit="orders / customer / day", between=(1e-6, 1.0), meaning="order rate",
        evidence=assumed("2,400 orders a day for 48,000 customers"), symbol="o",
    )
    conversion: float = number(
        0.0, unit="customers / answer", between=(0.0, 10.0),
        meaning="customers an answered product question wins (row AC9)",
    )
    week: tuple[float, ...] = number(
        (1.22, 1.06, 1.00, 0.92, 0.80), unit="1", between=(0.0, 10.0),
        meaning="orders of a weekday over those of a mean day; day 1 is a Tuesday",
        evidence=assumed("Mondays bring most; numbers assumed"), symbol="week", of=Weekday, off={"week": 1.0},
    )
    shock_persistence: float = number(
        0.95, unit="1", between=(0.0, 0.999), meaning="day-to-day memory of demand", symbol="rho",
    )
    shock_sd: float = number(
        0.15, unit="1", between=(0.0, 1.0), meaning="stationary SD of demand", symbol="SD_y", sweep=(0.0, 0.2),
        off={"demand_shocks": 0.0},
    )
    shock_floor: float = number(0.5, unit="1", between=(0.0, 1.0), meaning="least demand factor")
    shock_ceiling: float = number(
        1.5, unit="1", between=(1.0, 10.0), meaning="greatest demand factor",
    )
    per_order: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="what deciders, owners and colleagues hear counts per base order (1 at 2,400 a day), and reports press "
        "per order: size acts through the chart alone",
        evidence=assumed("a firm of any size feels a share of bad orders alike"), off={"per_order": 0.0},
    )
    customers_floor: float = number(100.0, unit="customers", between=_ANY, meaning="least number of customers")


@dataclass(frozen=True, slots=True)
class Warehouse:
    """What the warehouse can ship and refund, as ratios to base orders O, so that load is alike on any chart."""

    ship_ratio: float = number(
        1.375, unit="orders / base order", between=(0.01, 100.0), meaning="shipping capacity over base orders",
        evidence=measured("C", "WERC median 10 orders a person-hour, scaled to 110 a day for 30 people"),
        sweep=(1.0, 2.0),
    )
    refund_ratio: float = number(
        0.25, unit="refunds / base order", between=(0.01, 100.0), meaning="refund capacity over base orders",
    )
    return_share: float = number(
        0.176, unit="returns / order", between=_SHARE, meaning="orders returned",
        evidence=measured("B", "NRF/Appriss 2023: 17.6 % of online sales"), sweep=(0.05, 0.3),
    )
    advice: float = number(
        0.0, unit="returns / answer", between=(0.0, 10.0),
        meaning="returns an answered product question avoids (row AC10)",
    )
    late_grace_days: float = number(
        1.0, unit="days", between=(0.0, 60.0), meaning="waiting that no customer calls late",
    )
    refund_grace_days: float = number(
        5.0, unit="days", between=(0.1, 60.0), meaning="refund wait that no customer calls slow",
        evidence=assumed("legal bounds 7-14 days"),
    )
    back_order_release: float = number(0.2, unit="1 / day", between=_SHARE, meaning="back orders released a day")
    back_order_cancel: float = number(0.01, unit="1 / day", between=_SHARE, meaning="back orders cancelled a day")


@dataclass(frozen=True, slots=True)
class Causes:
    """The failure table: rate, complaint propensity and severity of each cause."""

    rate: tuple[float, ...] = number(
        (0.06, 0.015, 0.026, 0.010, 0.012, 0.004, 0.015, 0.004, 0.02, 0.005),
        unit="failures / order (answer: / contact)", between=_SHARE, meaning="failure rate before anything is learned",
        evidence=measured(
            "B",
            "late: Olist 8.1 %, of which queues add .02 here; mix-up or damage: WERC 1.0 + .5 %; defect: Warranty "
            "Week 1.5 %; others assumed",
        ),
        symbol="e_0", of=Cause,
    )
    logistics_factor: float = number(
        1.0, unit="1", between=(0.0, 100.0), meaning="multiplies the rates of the causes that logistics owns",
        sweep=(0.2, 4.0),
    )
    complaint: tuple[float, ...] = number(
        (0.10, 0.45, 0.45, 0.20, 0.30, 0.50, 0.22, 0.50, 0.30, 0.45), unit="complaints / failure", between=_SHARE,
        meaning="share of customers who complain",
        evidence=measured("C", "TARP: 50-75 % for money lost, 5-30 % for inconvenience"), symbol="q", of=Cause,
    )
    severity: tuple[float, ...] = number(
        (0.4, 0.6, 0.6, 0.4, 0.5, 0.6, 0.7, 0.6, 0.5, 0.6), unit="1", between=_SHARE, meaning="mean severity",
        symbol="v", of=Cause,
    )
    severity_spread: float = number(0.25, unit="1", between=_SHARE, meaning="severity varies by this much either way")
    floor_share: float = number(
        0.2, unit="1", between=_SHARE, meaning="share of failures that no learning removes", symbol="e_min / e_0",
        sweep=(0.0, 0.5),
    )
    ramp_peak: tuple[float, ...] = number(
        (1.0,) * 10, unit="1", between=(0.0, 100.0),
        meaning="times so many its rate does a cause happen at the top of a ramp up and down (1: no ramp)",
        sweep=(1.0, 15.0), of=Cause,
    )
    ramp_days: float = number(
        1300.0, unit="days", between=(1.0, 1e5), meaning="days a ramp goes up, and as many down", sweep=(10.0, 1300.0),
    )
    promise_pressure: float = number(
        0.0, unit="1", between=(0.0, 10.0), meaning="sellers' quota: oversold promises rise by this share (row RO4)",
    )
    warranty_share: float = number(
        1.0, unit="1", between=_SHARE,
        meaning="share of product lines under warranty: the others' defects stay silent (AC5)",
    )
    warranty_lag_days: float = number(
        0.0, unit="days", between=(0.0, 1e4), meaning="days from a defect to the complaint about it (row AC5)",
    )


@dataclass(frozen=True, slots=True)
class Requests:
    """Plain requests, which are no failure: they cost hours and can be disputed or answered rudely."""

    rate: tuple[float, ...] = number(
        (0.02, 0.010, 0.002), unit="requests / order", between=_SHARE, meaning="request rate",
        evidence=measured("C", "about 6.7 contacts per 100 orders in all (Gorgias); split assumed"), symbol="r",
        of=Request,
    )
    status_factor: float = number(
        1.0, unit="1", between=(0.0, 100.0), meaning="multiplies the rate of order-status requests", sweep=(0.0, 10.0),
    )
    status_per_day_waited: float = number(
        0.3, unit="1 / day", between=(0.0, 10.0), meaning="more status requests for each day an order waits",
    )


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who speaks up."""

    voice_feedback: float = number(
        0.8, unit="1", between=(0.0, 2.0), meaning="how much being made good makes customers speak up",
        sweep=(0.0, 1.2), off={"voice_feedback": 0.0},
    )
    made_good_norm: float = number(
        0.6, unit="1", between=_SHARE, meaning="share made good at the start and for the base rate",
    )
    made_good_speed: float = number(
        0.02, unit="1 / day", between=_SHARE, meaning="how fast the reputation for making good moves",
    )


@dataclass(frozen=True, slots=True)
class Handling:
    """The hours of service people and what a contact costs."""

    hours_a_day: float = number(7.0, unit="h / day", between=(0.1, 24.0), meaning="hours a handler answers")
    failure_hours: float = number(0.20, unit="h", between=(0.0, 24.0), meaning="answering a failure")
    request_hours: float = number(0.17, unit="h", between=(0.0, 24.0), meaning="answering a request")
    inside_hours: float = number(
        0.04, unit="h", between=(0.0, 24.0), meaning="asking an owner in one's own department",
        evidence=assumed("form: Jin & Levitt 1996"), symbol="tau_in", sweep=(0.01, 0.12), off={"coordination": 0.08},
    )
    across_hours: float = number(
        0.12, unit="h", between=(0.0, 24.0), meaning="asking an owner in another department",
        evidence=assumed("form: Jin & Levitt 1996"), symbol="tau_out", sweep=(0.04, 0.4), off={"coordination": 0.08},
    )
    site_hours: float = number(
        0.08, unit="h", between=(0.0, 24.0), meaning="asking an owner on another site (default charts have one site)",
        symbol="tau_site", off={"coordination": 0.0},
    )
    routing: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="on a map, contacts go to the owner's circle first; "
        "elsewhere, every n-th goes to whoever answers every n-th",
        off={"coordination": 0.0},
    )
    patience_days: float = number(3.0, unit="days", between=(0.0, 1e3), meaning="older contacts are given up")
    skill_gap: tuple[float, ...] = number(
        (0.0,) * 10, unit="1", between=(0.0, 10.0), meaning="longer talk where service lacks the skill (row ME17)",
        of=Cause,
    )
    advocacy_hours: float = number(
        0.0, unit="h / report", between=(0.0, 8.0), meaning="what advocating costs the handler", sweep=(0.0, 0.2),
    )


@dataclass(frozen=True, slots=True)
class Disputes:
    """Answers that need the owner and end in a quarrel."""

    probability: float = number(
        0.01, unit="1 / contact", between=_SHARE, meaning="chance of a dispute at equal attitudes",
        evidence=assumed("form: VDT exceptions"), symbol="p_x", sweep=(0.001, 0.1), off={"disputes": 0.0},
    )
    conflict_slope: float = number(
        1.0, unit="1", between=(0.0, 100.0), meaning="how much difference of attitude adds",
        evidence=assumed("integration cost"), symbol="b", sweep=(0.0, 3.0),
    )
    bundle: float = number(
        10.0, unit="disputes", between=(1.0, 1e4), meaning="disputes in one item, where reports come in bundles",
        off={"dispute_bundles": 1.0},
    )


@dataclass(frozen=True, slots=True)
class Voice:
    """The choice between advocate, settle and defend: a logit."""

    attitude: float = number(
        2.0, unit="logit", between=(0.0, 50.0), meaning="weight of attitude",
        evidence=assumed("signs: Detert & Burris 2007"), symbol="g_a", sweep=(1.0, 3.0),
    )
    severity: float = number(
        1.0, unit="logit", between=(0.0, 50.0), meaning="weight of severity", symbol="g_v", sweep=(0.5, 1.5),
    )
    own_line: float = number(
        0.0, unit="logit", between=(0.0, 50.0), meaning="fear of embarrassing one's own line", symbol="g_own",
        sweep=(0.0, 3.0),
    )
    futility: float = number(
        1.0, unit="logit", between=(0.0, 50.0), meaning="discouragement by lost reports",
        evidence=assumed("Milliken et al. 2003 (sign)"), symbol="g_f", sweep=(0.0, 2.0), off={"futility": 0.0},
    )
    settle_bar: float = number(
        -1.0, unit="logit", between=(-100.0, 50.0), meaning="below it a case is explained away", symbol="b_s",
        off={"settle_bar": -1.0},
    )
    settle_width: float = number(
        2.0, unit="logit", between=(0.0, 100.0), meaning="from that bar to the bar for sending a report up", symbol="w",
        off={"settle_bar": 2.0},
    )
    report_bar: float = number(
        0.0, unit="logit", between=(0.0, 50.0), meaning="higher bar for sending a report up (L8: 4)", symbol="theta_up",
        sweep=(0.0, 4.0),
    )
    exaggeration: float = number(
        0.0, unit="1", between=_SHARE, meaning="false reports of advocates, times max(0, x)", symbol="eps_a",
        sweep=(0.0, 0.3),
    )


@dataclass(frozen=True, slots=True)
class Climb:
    """What becomes of a report on its way up."""

    fidelity: float = number(
        0.85, unit="1", between=_SHARE, meaning="chance that a neutral manager passes a report",
        evidence=assumed("form: Williamson 1967"), symbol="alpha_0", sweep=(0.5, 1.0), off={"filtering": 1.0},
    )
    defensive_loss: float = number(
        0.5, unit="1", between=_SHARE, meaning="what a full defendant keeps back",
        evidence=assumed("Snow et al. 2007: 60 % biased (sign)"), symbol="delta", sweep=(0.0, 1.0),
        off={"filtering": 0.0},
    )
    own_line_loss: float = number(
        0.0, unit="1", between=_SHARE, meaning="what a manager keeps back about the own line", symbol="nu",
        sweep=(0.0, 0.6),
    )
    recolouring: tuple[float, ...] = number(
        (0.25,) * 8, unit="1", between=_SHARE, meaning="chance that a department's belief replaces the cause",
        evidence=assumed("existence: Hattula et al. 2015; Dearborn & Simon 1958"), symbol="delta_f", sweep=(0.0, 0.6),
        of=Function, off={"dual_thoughts": 0.0},
    )
    empathy: float = number(
        0.0, unit="1", between=(0.0, 10.0),
        meaning="a marketing department that feels with customers recolours this much more",
        evidence=assumed("Hattula et al. 2015 (sign)"), sweep=(0.0, 1.0),
    )
    outside_error: float = number(
        0.0, unit="1", between=_SHARE, meaning="a report from outside names a random cause", symbol="eps_out",
        sweep=(0.0, 0.4), off={"dual_thoughts": 0.0},
    )
    root_acts: float = number(
        1.0, unit="1", between=_SHARE, meaning="how readily the chief executive acts", symbol="ceo_m", sweep=(0.3, 1.0),
        off={"filtering": 1.0},
    )
    isolation: float = number(
        0.0, unit="1", between=(0.0, 10.0),
        meaning="influence that customer service loses where all it brings are complaints",
        evidence=assumed("Fornell & Westbrook 1984 (sign)"), symbol="zeta", sweep=(0.0, 1.5), off={"filtering": 0.0},
    )
    isolation_speed: float = number(
        0.01, unit="1 / day", between=_SHARE, meaning="how fast its influence moves",
        evidence=assumed("theory: .05 a week"), symbol="r",
    )
    dotted: float = number(
        0.5, unit="1", between=_SHARE, meaning="share of reports that take a dotted line where there is one",
        sweep=(0.0, 1.0),
    )
    map_owner_filters: float = number(
        0.0, unit="0 or 1", between=_SHARE, meaning="on a map, the owner filters like an arbiter",
    )


@dataclass(frozen=True, slots=True)
class Attention:
    """A manager's day: direct reports first, then what waits."""

    hours: float = number(
        8.75, unit="h / day", between=(0.0, math.inf), meaning="a manager's hours for people and issues",
        evidence=measured("B", "Porter & Nohria 2018: 62.5 h a week, 70 % internal"), symbol="H", sweep=(4.0, 11.0),
        off={"attention": math.inf},
    )
    manager_overhead: float = number(
        0.58, unit="h / day / report", between=(0.0, 24.0), meaning="hours a reporting manager takes",
        evidence=measured("B", "Porter & Nohria 2018; Neilson & Wulf 2012: 46 % of time over 10 reports"), symbol="h",
        sweep=(0.26, 0.8),
    )
    line_overhead: float = number(
        0.05, unit="h / day / report", between=(0.0, 24.0), meaning="hours another report takes",
    )
    manager_exceptions: float = number(
        0.3, unit="1 / day / report", between=(0.0, 100.0), meaning="exceptions a reporting manager raises",
        symbol="x_0", sweep=(0.1, 0.8),
    )
    dotted_overhead: float = number(
        0.5, unit="1", between=_SHARE,
        meaning="hours that somebody with a dotted line takes, as a share of a direct report's", sweep=(0.0, 1.0),
    )
    line_exceptions: float = number(
        0.01, unit="1 / day / report", between=(0.0, 100.0), meaning="exceptions another report raises",
    )
    reference_span: float = number(
        10.0, unit="reports", between=(1.0, 100.0), meaning="span at which load laws agree", symbol="n_ref",
    )
    load_exponent: float = number(
        1.0, unit="1", between=(0.1, 4.0), meaning="how overhead grows with span",
        evidence=assumed("Bandiera et al. 2014 against Graicunas 1933"), symbol="xi", sweep=(0.5, 2.0),
    )
    graicunas: float = number(
        0.0, unit="h / day", between=(0.0, 24.0),
        meaning="hours that the relations among n_ref reporting managers take, growing as n (2^(n-1) + n - 1)",
        evidence=assumed("Graicunas 1933 (count of relations; hours assumed)"), sweep=(0.0, 1.0),
    )
    item_hours: float = number(
        0.5, unit="h", between=(0.0, 24.0), meaning="an exception or a dispute", symbol="s", sweep=(0.25, 2.0),
    )
    bundle: float = number(
        10.0, unit="reports", between=(1.0, 1e4), meaning="reports in one item: s_r = s / m_b",
        evidence=assumed("L8, one of two ways to meet it"), symbol="m_b", sweep=(1.0, 50.0),
    )
    cross_hours: float = number(
        0.0, unit="h / report", between=(0.0, 24.0), meaning="hearing both sides of a report from outside",
        symbol="s_x", sweep=(0.0, 0.25),
    )
    patience_days: float = number(
        5.0, unit="days", between=(0.0, 1e3), meaning="older items are lost: silence", sweep=(1.0, 20.0),
    )
    futility_speed: float = number(
        0.05, unit="1 / report", between=_SHARE, meaning="how fast a sender learns that reports are lost",
    )


@dataclass(frozen=True, slots=True)
class Ration:
    """How often a decider is handed what has been collected."""

    digest_days: float = number(
        0.0, unit="days", between=(0.0, 260.0), whole=True,
        meaning="days in which a department's reports on one cause become one item; 0: bundles, no waiting",
        off={"digest": 0.0},
    )


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes that must cross into another department."""

    peers_first: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="the head of the owner's department decides first; 0: the common superior decides at once",
        evidence=assumed("the first essay: a department that presses another"), off={"peers_first": 0.0},
    )
    going_on: float = number(
        0.5, unit="1", between=_SHARE, meaning="chance that a neutral head takes a refusal to the common superior",
        symbol="e", sweep=(0.0, 1.0),
    )
    refusal_learnt: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="a sender learns of a report that ends in a refusal, as of a lost one; on either route",
    )


@dataclass(frozen=True, slots=True)
class Improvement:
    """Pressure with information buys improvement, without it overtime and erosion (Repenning & Sterman 2001)."""

    smoothing_days: float = number(20.0, unit="days", between=(1.0, 1e3), meaning="memory of reports and failures")
    half_information: float = number(
        0.1, unit="1", between=(1e-6, 1.0), meaning="share acted on that gives half the information",
    )
    owner_resistance: float = number(
        0.5, unit="1", between=_SHARE, meaning="information a full defendant refuses", off={"owner_resistance": 0.0},
    )
    pressure_scale: float = number(
        10.0, unit="reports / day", between=(1e-6, 1e6), meaning="reports that press, at O = 2,400",
    )
    reference_orders: float = number(
        2400.0, unit="orders / day", between=(1.0, 1e9), meaning="base orders of the scale",
    )
    time_share: float = number(
        0.05, unit="1", between=_SHARE, meaning="time given to improvement",
        evidence=assumed("Repenning & Sterman 2001 (form)"), symbol="f_0", sweep=(0.01, 0.2),
    )
    pressure_cost: float = number(
        0.5, unit="1", between=_SHARE, meaning="improvement time that pressure takes", symbol="q_p",
    )
    pressure_gain: float = number(
        0.1, unit="1", between=_SHARE, meaning="improvement time that informed pressure gives", symbol="q_i",
    )
    overtime: float = number(0.1, unit="1", between=_SHARE, meaning="overtime that uninformed pressure gives")
    halving_days: float = number(
        195.0, unit="days", between=(1.0, math.inf), meaning="days to halve failures at full information and f_0",
        evidence=assumed("Schneiderman 1988: 9 months cross-functional, unverified"), sweep=(65.0, 390.0),
        off={"improvement": math.inf},
    )
    forgetting_days: float = number(
        520.0, unit="days", between=(1.0, math.inf), meaning="time constant of forgetting", symbol="tau_e",
        sweep=(130.0, 1300.0),
    )
    erosion: float = number(0.002, unit="1 / day", between=_SHARE, meaning="capability that uninformed pressure erodes")
    outside_weight: float = number(
        1.0, unit="1", between=_SHARE, meaning="worth of a report from another department", symbol="w_out",
        sweep=(0.2, 1.0), off={"owner_resistance": 1.0},
    )
    lateral: float = number(
        0.3, unit="1", between=_SHARE, meaning="worth of a case told to a colleague of one's own department",
        symbol="iota", sweep=(0.0, 0.6), off={"lateral": 0.0},
    )


@dataclass(frozen=True, slots=True)
class Customers:
    """What a customer lives through at an order."""

    leaving: tuple[float, ...] = number(
        (0.010, 0.060, 0.020, 0.040, 0.120, 0.120), unit="1 / order", between=_SHARE, meaning="chance of leaving",
        evidence=measured("C", "ordering: TARP; Knox & van Oest 2014 (recovery does not fully offset); levels assumed"),
        of=Outcome,
    )
    value: tuple[float, ...] = number(
        (1.0, 0.35, 0.8, 0.6, 0.15, 0.1), unit="1", between=_SHARE, meaning="satisfaction",
        evidence=assumed("ordering: Oliver 1980; Tax et al. 1998"), of=Outcome,
    )
    rude_loss: float = number(0.1, unit="1", between=_SHARE, meaning="satisfaction a poor answer costs")
    rude_leaving: float = number(0.03, unit="1", between=_SHARE, meaning="chance of leaving over a poor answer")
    late_answer_days: float = number(1.0, unit="days", between=(0.0, 100.0), meaning="later answers count as late")


@dataclass(frozen=True, slots=True)
class Attitudes:
    """How attitudes move: a lazy Friedkin-Johnsen step."""

    speed: float = number(
        0.0354, unit="1 / day", between=(0.0, 1.0), meaning="share of the gap closed a day",
        evidence=measured("B", "Lieberman 1956: 6-12 months; half-life 13 weeks"), symbol="eta", sweep=(0.0089, 0.114),
    )
    susceptibility: float = number(
        0.7, unit="1", between=_SHARE, meaning="weight of neighbours for the long-serving",
        evidence=assumed("no measured value in firms"), symbol="lambda", sweep=(0.0, 0.98), off={"influence": 0.0},
    )
    newcomer_susceptibility: float = number(
        0.2, unit="1", between=_SHARE, meaning="added for newcomers",
        evidence=assumed("Van Maanen & Schein 1979 (sign)"), off={"influence": 0.0},
    )
    settling_days: float = number(130.0, unit="days", between=(1.0, 1e6), meaning="how long one is a newcomer")
    weight_disposition: float = number(
        0.2, unit="1", between=_SHARE, meaning="anchor: disposition at hiring", symbol="omega_s",
    )
    weight_incentives: float = number(
        0.6, unit="1", between=_SHARE, meaning="anchor: pull of pay", symbol="omega_pi", sweep=(0.0, 0.6),
    )
    weight_contact: float = number(
        0.2, unit="1", between=_SHARE, meaning="anchor: pull of contact", evidence=assumed("Grant et al. 2007 (sign)"),
        symbol="omega_kappa", off={"contact": 0.0},
    )
    contact_scale: float = number(
        10.0, unit="severity / day", between=(1e-6, 1e6), meaning="severities that move one far",
    )
    contact_days: float = number(65.0, unit="days", between=(1.0, 1e4), meaning="memory of contact")
    overhearing: float = number(
        0.05, unit="1", between=_SHARE, meaning="share of a department's contacts that colleagues hear",
        off={"overhearing": 0.0},
    )
    same_department: float = number(
        0.4, unit="1", between=_SHARE, meaning="tie to the department, team = 1",
        evidence=assumed("Riketta & Van Dick 2005 (direction)"), symbol="tau_1", sweep=(0.0, 1.0),
    )
    task_contact: float = number(
        0.03, unit="1", between=_SHARE, meaning="tie across departments, times the share of contacts", symbol="tau_2",
        sweep=(0.0, 0.5),
    )
    boss: float = number(
        3.0, unit="1", between=(0.0, 100.0), meaning="weight of the superior, times tau_1", symbol="B",
        sweep=(1.0, 10.0),
    )
    disposition_mean: float = number(
        0.2, unit="1", between=(-1.0, 1.0), meaning="mean disposition of hires",
        evidence=assumed("people who choose service like customers"), symbol="mu_h", sweep=(-0.2, 0.5),
    )
    disposition_shift: tuple[float, ...] = number(
        (0.0,) * 8, unit="-1 to 1", between=(-1.0, 1.0),
        meaning="a function's mean disposition against mu_h (row ME10)", of=Function,
    )
    disposition_sd: float = number(
        0.3, unit="1", between=(0.0, 2.0), meaning="SD of dispositions", symbol="sigma_h", sweep=(0.1, 0.5),
    )


@dataclass(frozen=True, slots=True)
class Incentives:
    """Which cases pay, and whom they hurt."""

    customer_pay: float = number(
        0.6, unit="1", between=(0.0, 10.0), meaning="pull of a case owned elsewhere",
        evidence=assumed("Holmstrom & Milgrom 1991 (form)"), symbol="beta_c", sweep=(0.0, 1.5), off={"incentives": 0.0},
    )
    defence_pay: float = number(
        1.0, unit="1", between=(0.0, 10.0), meaning="pull of a case owned in one's own department",
        evidence=assumed("Holmstrom & Milgrom 1991 (form)"), symbol="beta_d", sweep=(0.0, 1.5), off={"incentives": 0.0},
    )
    defence_by_cause: tuple[float, ...] = number(
        (1.0,) * 10, unit="1", between=(0.0, 10.0), meaning="multiplies beta_d for each cause", of=Cause,
    )
    own_line_strength: float = number(
        1.0, unit="1", between=(0.0, 5.0), meaning="how strongly faults of the own line count", symbol="c",
        sweep=(0.0, 1.25), off={"own_line": 0.0},
    )
    paid_on_customers: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="service and the managers above it are paid as if every fault were somebody else's",
    )
    overridden: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="service and the managers above it are paid on customer metrics alone: their beta_d is 0",
        off={"override": 0.0},
    )
    prior_cases: float = number(5.0, unit="cases", between=(1e-6, 1e4), meaning="cases before pay is felt in full")
    memory_days: float = number(65.0, unit="days", between=(1.0, 1e4), meaning="memory of cases heard")
    rumours: float = number(
        2.0, unit="failures / day", between=(0.0, 1e3), meaning="failures marketers and sellers hear of",
    )


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who leaves and who comes."""

    yearly: tuple[float, ...] = number(
        (0.35, 0.35, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15), unit="leavers / seat / year", between=(0.0, 20.0),
        meaning="turnover", evidence=measured("B", "Cornell Global Call Center study 2007 for service; others assumed"),
        symbol="A", sweep=(0.12, 1.0), of=Function, off={"turnover": 0.0},
    )
    misfit: float = number(
        0.5, unit="1", between=(0.0, 100.0), meaning="leaving over standing apart",
        evidence=assumed("Schneider 1987 (sign)"), symbol="chi", sweep=(0.0, 2.0), off={"misfit": 0.0},
    )
    unheard: float = number(
        0.5, unit="1", between=(0.0, 100.0), meaning="leaving over lost reports",
        evidence=assumed("McClean et al. 2013 (sign)"), symbol="psi", sweep=(0.0, 2.0), off={"futility": 0.0},
    )
    selectivity: float = number(
        0.0, unit="1", between=_SHARE, meaning="departments hire their like", symbol="varsigma", sweep=(0.0, 1.0),
    )
    tenure_mean: float = number(260.0, unit="days", between=(1.0, 1e5), meaning="mean tenure at the start")


@dataclass(frozen=True, slots=True)
class Staffing:
    """Hours that follow the work: of those who answer, ship and refund; managers' hours stay what they are."""

    follows: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="hours of handlers and warehouse follow the work, and cost counts hours paid; 0: fixed hours",
        off={"staffing": 0.0},
    )
    occupancy: float = number(
        0.85, unit="1", between=(0.05, 1.0), meaning="share of handlers' paid hours that work is to fill",
        evidence=assumed("usual target of call centres, from memory"), sweep=(0.72, 0.92),
    )
    contact_days: float = number(20.0, unit="days", between=(1.0, 1e3), meaning="memory of contacts and their hours")
    warehouse_days: float = number(60.0, unit="days", between=(1.0, 1e3), meaning="memory of orders and returns")
    warehouse_load: float = number(
        0.95, unit="1", between=(0.05, 1.0), meaning="share of what the warehouse can do that work is to fill",
    )
    warehouse_change: float = number(
        0.02, unit="1 / day", between=_SHARE, meaning="most that the warehouse's staff grows or shrinks a day",
    )
    working_least: float = number(
        0.05, unit="1", between=(0.001, 1.0), meaning="least share of time that improvement leaves for work",
    )
    person_hours: float = number(7.0, unit="h / day", between=(0.1, 24.0), meaning="hours a warehouse person is paid")
    person_items: float = number(
        130.0, unit="items / day", between=(1.0, 1e6), meaning="orders and refunds a warehouse person does",
        evidence=assumed("110 orders and 20 refunds: WERC median 10 orders a person-hour, rounded; refunds assumed"),
    )


@dataclass(frozen=True, slots=True)
class Times:
    """Times to ship and to refund: how long orders and returns are in process, and what is late."""

    spread: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="orders and returns stay in process for days, and late is what leaves late; 0: lateness is drawn",
        off={"times": 0.0},
    )
    promise_days: float = number(
        4.0, unit="days", between=(0.0, 30.0), meaning="an order that leaves later than so many days after is late",
        symbol="P", whole=True,
    )
    refund_first_days: float = number(
        2.0, unit="days", between=(0.0, 30.0), meaning="no return is refunded earlier", symbol="t", whole=True,
    )
    refund_promise_days: float = number(
        7.0, unit="days", between=(0.0, 30.0), meaning="a return that is refunded later is slow",
        evidence=assumed("legal bounds 7-14 days"), symbol="P_r", whole=True,
    )
    late_severity: float = number(0.2, unit="1", between=_SHARE, meaning="mean severity of lateness, but for its days")
    late_severity_day: float = number(
        0.1, unit="1 / day", between=_SHARE, meaning="mean severity that a day of lateness adds",
        evidence=assumed("rises with days late: ratings of 5,164 orders (Olist); numbers assumed"),
    )
    late_severity_most: float = number(0.7, unit="1", between=_SHARE, meaning="greatest mean severity of lateness")


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices for the cost column; lost customers are kept apart on purpose."""

    hour: float = number(25.0, unit="currency / h", between=_ANY, meaning="an hour of service work")
    make_good: float = number(10.0, unit="currency", between=_ANY, meaning="one case made good")


# fmt: on


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers of one run; `with_settings` and `without` give changed copies."""

    chart: ChartEdits = field(default_factory=ChartEdits)
    demand: Demand = field(default_factory=Demand)
    warehouse: Warehouse = field(default_factory=Warehouse)
    causes: Causes = field(default_factory=Causes)
    requests: Requests = field(default_factory=Requests)
    contacts: Contacts = field(default_factory=Contacts)
    handling: Handling = field(default_factory=Handling)
    disputes: Disputes = field(default_factory=Disputes)
    voice: Voice = field(default_factory=Voice)
    climb: Climb = field(default_factory=Climb)
    attention: Attention = field(default_factory=Attention)
    ration: Ration = field(default_factory=Ration)
    route: Route = field(default_factory=Route)
    improvement: Improvement = field(default_factory=Improvement)
    customers: Customers = field(default_factory=Customers)
    attitudes: Attitudes = field(default_factory=Attitudes)
    incentives: Incentives = field(default_factory=Incentives)
    turnover: Turnover = field(default_factory=Turnover)
    staffing: Staffing = field(default_factory=Staffing)
    times: Times = field(default_factory=Times)
    costs: Costs = field(default_factory=Costs)

    def with_settings(self, settings: Mapping[str, object]) -> "Parameters":
        """Return a copy with `group.field` or `group.field.word` set; raises `SettingError` or `UnknownName`."""
        changed: dict[str, dict[str, Value]] = {}
        for name, value in settings.items():
            group, entry, at = _locate(name)
            entries = changed.setdefault(group, {})
            before = entries.get(entry, getattr(getattr(self, group), entry))
            entries[entry] = _set(name, value, before, at, _info(group, entry))
        return _put(self, changed)

    def without(self, names: Iterable[str]) -> "Parameters":
        """Return a copy with mechanisms switched off; `all` is every one of `OFF_SWITCHES`, the null world."""
        wanted = set()
        for name in names:
            if name != "all" and name not in OFF_SWITCHES and name not in RULE_SWITCHES:
                raise unknown_name("mechanism", name, [*OFF_SWITCHES, "all", *RULE_SWITCHES])
            wanted |= set(OFF_SWITCHES) if name == "all" else {name}
        changed: dict[str, dict[str, Value]] = {}
        for group, entry, info in every_field():
            for switch, value in info.off:
                if switch in wanted:
                    changed.setdefault(group, {})[entry] = (value,) * len(info.words) if info.words else value
        return _put(self, changed)

    def get(self, name: str) -> Value:
        """Return the value of `group.field` or `group.field.word`."""
        group, entry, at = _locate(name)
        value: Value = getattr(getattr(self, group), entry)
        return value if at is None or not isinstance(value, tuple) else value[at]

    def as_flat(self) -> dict[str, float]:
        """Return every number by its full name, in a fixed order: what provenance keeps and digests."""
        flat = {}
        for group, entry, info in every_field():
            value = getattr(getattr(self, group), entry)
            if info.words:
                flat.update({f"{group}.{entry}.{word}": v for word, v in zip(info.words, value, strict=True)})
            else:
                flat[f"{group}.{entry}"] = value
        return flat


def every_field() -> Iterator[tuple[str, str, Info]]:
    """Yield (group, field, info) for every parameter, in order."""
    yield from _fields()


@cache
def _fields() -> tuple[tuple[str, str, Info], ...]:
    return tuple(
        (group.name, entry.name, entry.metadata["info"])
        for group in fields(Parameters)
        for entry in fields(group.default_factory)  # type: ignore[arg-type]
    )


def every_name() -> list[str]:
    """Return every name `--set` understands, vectors with and without their words."""
    names = []
    for group, entry, info in every_field():
        names.append(f"{group}.{entry}")
        names.extend(f"{group}.{entry}.{word}" for word in info.words)
    return names


_P = TypeVar("_P")


@cache  # a study sets fifty parameters at a hundred thousand points
def _locate(name: str) -> tuple[str, str, int | None]:
    for group, entry, info in every_field():
        if name == f"{group}.{entry}":
            return group, entry, None
        if name.startswith(f"{group}.{entry}.") and name.rsplit(".", 1)[1] in info.words:
            return group, entry, info.words.index(name.rsplit(".", 1)[1])
    raise unknown_name("parameter", name, every_name())


@cache
def _info(group: str, entry: str) -> Info:
    return next(info for g, e, info in every_field() if (g, e) == (group, entry))


def _set(name: str, value: object, before: Value, at: int | None, info: Info) -> Value:
    """Return what a field becomes when it, or the number of one of its words, is set."""
    if info.words and at is None:
        if not isinstance(value, (list, tuple)):
            return (_checked(name, value, info),) * len(info.words)
        if len(value) != len(info.words):
            raise SettingError(f"{name} has {len(value)} numbers; expected {len(info.words)}: {', '.join(info.words)}")
        return tuple(_checked(name, v, info) for v in value)
    checked = _checked(name, value, info)
    if at is None or not isinstance(before, tuple):
        return checked
    return (*before[:at], checked, *before[at + 1 :])


def _checked(name: str, value: object, info: Info) -> float:
    too_long = isinstance(value, int) and value.bit_length() > 1000  # no float holds it
    if isinstance(value, bool) or not isinstance(value, (int, float)) or too_long:
        raise SettingError(f"{name} is {shown(value)}; expected a number from {info.low:g} to {info.high:g}")
    as_float = float(value)
    if math.isnan(as_float) or not info.low <= as_float <= info.high:
        raise SettingError(f"{name} is {value!r}; expected a number from {info.low:g} to {info.high:g}")
    if info.unit == "0 or 1" and as_float not in (0.0, 1.0):
        raise SettingError(f"{name} is {value!r}; expected 0 or 1")
    if info.whole and not as_float.is_integer():
        raise SettingError(f"{name} is {value!r}; expected a whole number from {info.low:g} to {info.high:g}")
    return as_float


def _put(parameters: Parameters, changed: Mapping[str, Mapping[str, Value]]) -> Parameters:
    """Return a copy with fields changed, by group: each group is copied once."""
    groups: dict[str, Any] = {name: replace(getattr(parameters, name), **entries) for name, entries in changed.items()}
    return replace(parameters, **groups)
