"""Every number a rule reads: frozen dataclasses, one for each mechanism.

Each field carries its symbol, unit, allowed range, sweep range, evidence and the off-switches that set it. A user
names a field `group.field` (`attention.hours`), one of a vector `group.field.word` (`causes.rate.late`).
`docs/reference/parameters.md` is generated from here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, TypeVar

from reportsto.errors import SettingError, shown, unknown_name
from reportsto.evidence import Evidence, assumed, measured
from reportsto.vocabulary import Cause, Function, Outcome, Request, Word

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
"""The names of `--without`, and what a world without the mechanism is like."""

Value = float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Info:
    """What a field means: symbol, unit, allowed range, sweep, evidence, words of a vector, values when switched off.

    `whole` says that only whole numbers mean something.
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


def number(
    default: Value,
    symbol: str,
    unit: str,
    allowed: tuple[float, float],
    meaning: str,
    evidence: Evidence,
    *,
    sweep: tuple[float, float] | None = None,
    of: type[Word] | None = None,
    off: Mapping[str, float] | None = None,
    whole: bool = False,
) -> Any:
    """Return a dataclass field for a number (or one number for each word of `of`) with all that is known about it."""
    words = of.words() if of else ()
    info = Info(symbol, unit, *allowed, sweep, evidence, meaning, words, tuple((off or {}).items()), whole)
    return field(default=default, metadata={"info": info})


_CONTRACT = assumed("model contract, prototype: chosen so that the world is neither empty nor saturated")
_SHARE = (0.0, 1.0)
_ANY = (0.0, 1e9)


@dataclass(frozen=True, slots=True)
class ChartEdits:
    """Edits of the chart that are numbers: `charts.editing` makes them, and no rule reads them."""

    heads: float = number(
        0.0,
        "n",
        "heads",
        (-100.0, 100.0),
        "further heads under the chief executive, without staff; negative: so many fewer that own nothing",
        _CONTRACT,
        sweep=(0.0, 6.0),
        whole=True,
    )
    leads: float = number(
        0.0,
        "K_M",
        "managers",
        (0.0, 50.0),
        "further managers between customer service's lead and the head above it",
        _CONTRACT,
        sweep=(0.0, 2.0),
        whole=True,
    )


@dataclass(frozen=True, slots=True)
class Demand:
    """How many customers there are and how often they order."""

    customers_per_handler: float = number(
        6000.0, "N_0", "customers / handler", (1.0, 1e6), "customers at the start", assumed("scale of the default firm")
    )
    new_per_handler: float = number(
        5.625, "n", "customers / day / handler", (0.0, 1e5), "new customers", assumed("balances leaving at the start")
    )
    orders_per_customer: float = number(
        0.05,
        "o",
        "orders / customer / day",
        (1e-6, 1.0),
        "order rate",
        assumed("2,400 orders a day for 48,000 customers"),
    )
    conversion: float = number(
        0.0, "", "customers / answer", (0.0, 10.0), "customers an answered product question wins (row AC9)", _CONTRACT
    )
    shock_persistence: float = number(0.9, "rho", "1", (0.0, 0.999), "day-to-day memory of demand", _CONTRACT)
    shock_sd: float = number(
        0.1, "SD_y", "1", (0.0, 1.0), "stationary SD of demand", _CONTRACT, sweep=(0.0, 0.2), off={"demand_shocks": 0.0}
    )
    shock_floor: float = number(0.5, "", "1", (0.0, 1.0), "least demand factor", _CONTRACT)
    shock_ceiling: float = number(1.5, "", "1", (1.0, 10.0), "greatest demand factor; bounds the candidates", _CONTRACT)
    customers_floor: float = number(100.0, "", "customers", _ANY, "least number of customers", _CONTRACT)


@dataclass(frozen=True, slots=True)
class Warehouse:
    """What the warehouse can ship and refund, as ratios to base orders O, so that load is alike on any chart."""

    ship_ratio: float = number(
        1.375,
        "",
        "orders / base order",
        (0.01, 100.0),
        "shipping capacity over base orders",
        measured("C", "WERC median 10 orders a person-hour, scaled to 110 a day for 30 people"),
        sweep=(1.0, 2.0),
    )
    refund_ratio: float = number(
        0.25, "", "refunds / base order", (0.01, 100.0), "refund capacity over base orders", _CONTRACT
    )
    return_share: float = number(
        0.176,
        "",
        "returns / order",
        _SHARE,
        "orders returned",
        measured("B", "NRF/Appriss 2023: 17.6 % of online sales"),
        sweep=(0.05, 0.3),
    )
    advice: float = number(
        0.0, "", "returns / answer", (0.0, 10.0), "returns an answered product question avoids (row AC10)", _CONTRACT
    )
    late_grace_days: float = number(1.0, "", "days", (0.0, 60.0), "waiting that no customer calls late", _CONTRACT)
    refund_grace_days: float = number(
        5.0, "", "days", (0.1, 60.0), "refund wait that no customer calls slow", assumed("legal bounds 7-14 days")
    )
    back_order_release: float = number(0.2, "", "1 / day", _SHARE, "back orders released a day", _CONTRACT)
    back_order_cancel: float = number(0.01, "", "1 / day", _SHARE, "back orders cancelled a day", _CONTRACT)


@dataclass(frozen=True, slots=True)
class Causes:
    """The failure table: rate, complaint propensity and severity of each cause."""

    rate: tuple[float, ...] = number(
        (0.08, 0.015, 0.026, 0.010, 0.012, 0.004, 0.015, 0.004, 0.02),
        "e_0",
        "failures / order (answer: / contact)",
        _SHARE,
        "failure rate before anything is learned",
        measured(
            "B", "late: Olist 8.1 %; mix-up or damage: WERC 1.0 + .5 %; defect: Warranty Week 1.5 %; others assumed"
        ),
        of=Cause,
    )
    logistics_factor: float = number(
        1.0,
        "",
        "1",
        (0.0, 100.0),
        "multiplies the rates of the causes that logistics owns",
        _CONTRACT,
        sweep=(0.2, 4.0),
    )
    complaint: tuple[float, ...] = number(
        (0.10, 0.45, 0.45, 0.20, 0.30, 0.50, 0.22, 0.50, 0.30),
        "q",
        "complaints / failure",
        _SHARE,
        "share of customers who complain",
        measured("C", "TARP: 50-75 % for money lost, 5-30 % for inconvenience"),
        of=Cause,
    )
    severity: tuple[float, ...] = number(
        (0.4, 0.6, 0.6, 0.4, 0.5, 0.6, 0.7, 0.6, 0.5), "v", "1", _SHARE, "mean severity", _CONTRACT, of=Cause
    )
    severity_spread: float = number(0.25, "", "1", _SHARE, "severity varies by this much either way", _CONTRACT)
    floor_share: float = number(
        0.2, "e_min / e_0", "1", _SHARE, "share of failures that no learning removes", _CONTRACT, sweep=(0.0, 0.5)
    )
    ramp_peak: tuple[float, ...] = number(
        (1.0,) * 9,
        "",
        "1",
        (0.0, 100.0),
        "times so many its rate does a cause happen at the top of a ramp up and down (1: no ramp)",
        _CONTRACT,
        sweep=(1.0, 15.0),
        of=Cause,
    )
    ramp_days: float = number(
        1300.0, "", "days", (1.0, 1e5), "days a ramp goes up, and as many down", _CONTRACT, sweep=(10.0, 1300.0)
    )
    promise_pressure: float = number(
        0.0, "", "1", (0.0, 10.0), "sellers' quota: oversold promises rise by this share (row RO4)", _CONTRACT
    )
    warranty_share: float = number(
        1.0, "", "1", _SHARE, "share of product lines under warranty: the others' defects stay silent (AC5)", _CONTRACT
    )
    warranty_lag_days: float = number(
        0.0, "", "days", (0.0, 1e4), "days from a defect to the complaint about it (row AC5)", _CONTRACT
    )
    candidates: tuple[float, ...] = number(
        (12.5, 1.25, 8.0, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25),
        "",
        "1",
        (1.0, 1e3),
        "headroom of the candidates over the base rate; a run that needs more stops",
        _CONTRACT,
        of=Cause,
    )


@dataclass(frozen=True, slots=True)
class Requests:
    """Plain requests, which are no failure: they cost hours and can be disputed or answered rudely."""

    rate: tuple[float, ...] = number(
        (0.02, 0.010, 0.002),
        "r",
        "requests / order",
        _SHARE,
        "request rate",
        measured("C", "about 6.7 contacts per 100 orders in all (Gorgias); split assumed"),
        of=Request,
    )
    status_factor: float = number(
        1.0, "", "1", (0.0, 100.0), "multiplies the rate of order-status requests", _CONTRACT, sweep=(0.0, 10.0)
    )
    status_per_day_waited: float = number(
        0.3, "", "1 / day", (0.0, 10.0), "more status requests for each day an order waits", _CONTRACT
    )
    candidates: tuple[float, ...] = number(
        (4.0, 1.25, 1.25), "", "1", (1.0, 1e3), "headroom of the candidates over the base rate", _CONTRACT, of=Request
    )


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who speaks up."""

    voice_feedback: float = number(
        0.8,
        "",
        "1",
        (0.0, 2.0),
        "how much being made good makes customers speak up",
        _CONTRACT,
        sweep=(0.0, 1.2),
        off={"voice_feedback": 0.0},
    )
    made_good_norm: float = number(
        0.6, "", "1", _SHARE, "share made good at the start and for the base rate", _CONTRACT
    )
    made_good_speed: float = number(
        0.02, "", "1 / day", _SHARE, "how fast the reputation for making good moves", _CONTRACT
    )


@dataclass(frozen=True, slots=True)
class Handling:
    """The hours of service people and what a contact costs."""

    hours_a_day: float = number(7.0, "", "h / day", (0.1, 24.0), "hours a handler answers", _CONTRACT)
    failure_hours: float = number(0.20, "", "h", (0.0, 24.0), "answering a failure", _CONTRACT)
    request_hours: float = number(0.17, "", "h", (0.0, 24.0), "answering a request", _CONTRACT)
    inside_hours: float = number(
        0.04,
        "tau_in",
        "h",
        (0.0, 24.0),
        "asking an owner in one's own department",
        assumed("form: Jin & Levitt 1996"),
        sweep=(0.01, 0.12),
        off={"coordination": 0.08},
    )
    across_hours: float = number(
        0.12,
        "tau_out",
        "h",
        (0.0, 24.0),
        "asking an owner in another department",
        assumed("form: Jin & Levitt 1996"),
        sweep=(0.04, 0.4),
        off={"coordination": 0.08},
    )
    site_hours: float = number(
        0.08,
        "tau_site",
        "h",
        (0.0, 24.0),
        "asking an owner on another site (default charts have one site)",
        _CONTRACT,
        off={"coordination": 0.0},
    )
    routing: float = number(
        1.0,
        "",
        "0 or 1",
        _SHARE,
        "on a map, contacts go to the owner's circle first; elsewhere, every n-th goes to whoever answers every n-th",
        _CONTRACT,
        off={"coordination": 0.0},
    )
    patience_days: float = number(3.0, "", "days", (0.0, 1e3), "older contacts are given up", _CONTRACT)
    skill_gap: tuple[float, ...] = number(
        (0.0,) * 9, "", "1", (0.0, 10.0), "longer talk where service lacks the skill (row ME17)", _CONTRACT, of=Cause
    )
    advocacy_hours: float = number(
        0.0, "", "h / report", (0.0, 8.0), "what advocating costs the handler", _CONTRACT, sweep=(0.0, 0.2)
    )


@dataclass(frozen=True, slots=True)
class Disputes:
    """Answers that need the owner and end in a quarrel."""

    probability: float = number(
        0.01,
        "p_x",
        "1 / contact",
        _SHARE,
        "chance of a dispute at equal attitudes",
        assumed("form: VDT exceptions"),
        sweep=(0.001, 0.1),
        off={"disputes": 0.0},
    )
    conflict_slope: float = number(
        1.0,
        "b",
        "1",
        (0.0, 100.0),
        "how much difference of attitude adds",
        assumed("integration cost"),
        sweep=(0.0, 3.0),
    )


@dataclass(frozen=True, slots=True)
class Voice:
    """The choice between advocate, settle and defend: a logit."""

    attitude: float = number(
        2.0, "g_a", "logit", (0.0, 50.0), "weight of attitude", assumed("signs: Detert & Burris 2007"), sweep=(1.0, 3.0)
    )
    severity: float = number(1.0, "g_v", "logit", (0.0, 50.0), "weight of severity", _CONTRACT, sweep=(0.5, 1.5))
    own_line: float = number(
        0.0, "g_own", "logit", (0.0, 50.0), "fear of embarrassing one's own line", _CONTRACT, sweep=(0.0, 3.0)
    )
    futility: float = number(
        1.0,
        "g_f",
        "logit",
        (0.0, 50.0),
        "discouragement by lost reports",
        assumed("Milliken et al. 2003 (sign)"),
        sweep=(0.0, 2.0),
        off={"futility": 0.0},
    )
    threshold: float = number(1.0, "theta", "logit", (0.0, 50.0), "half-width of the settling zone", _CONTRACT)
    report_bar: float = number(
        0.0, "theta_up", "logit", (0.0, 50.0), "higher bar for sending a report up (L8: 4)", _CONTRACT, sweep=(0.0, 4.0)
    )
    exaggeration: float = number(
        0.0, "eps_a", "1", _SHARE, "false reports of advocates, times max(0, x)", _CONTRACT, sweep=(0.0, 0.3)
    )


@dataclass(frozen=True, slots=True)
class Climb:
    """What becomes of a report on its way up."""

    fidelity: float = number(
        0.85,
        "alpha_0",
        "1",
        _SHARE,
        "chance that a neutral manager passes a report",
        assumed("form: Williamson 1967"),
        sweep=(0.5, 1.0),
        off={"filtering": 1.0},
    )
    defensive_loss: float = number(
        0.5,
        "delta",
        "1",
        _SHARE,
        "what a full defendant keeps back",
        assumed("Snow et al. 2007: 60 % biased (sign)"),
        sweep=(0.0, 1.0),
        off={"filtering": 0.0},
    )
    own_line_loss: float = number(
        0.0, "nu", "1", _SHARE, "what a manager keeps back about the own line", _CONTRACT, sweep=(0.0, 0.6)
    )
    recolouring: tuple[float, ...] = number(
        (0.25,) * 8,
        "delta_f",
        "1",
        _SHARE,
        "chance that a department's belief replaces the cause",
        assumed("existence: Hattula et al. 2015; Dearborn & Simon 1958"),
        sweep=(0.0, 0.6),
        of=Function,
        off={"dual_thoughts": 0.0},
    )
    empathy: float = number(
        0.0,
        "",
        "1",
        (0.0, 10.0),
        "a marketing department that feels with customers recolours this much more",
        assumed("Hattula et al. 2015 (sign)"),
        sweep=(0.0, 1.0),
    )
    outside_error: float = number(
        0.0,
        "eps_out",
        "1",
        _SHARE,
        "a report from outside names a random cause",
        _CONTRACT,
        sweep=(0.0, 0.4),
        off={"dual_thoughts": 0.0},
    )
    root_acts: float = number(
        1.0,
        "ceo_m",
        "1",
        _SHARE,
        "how readily the chief executive acts",
        _CONTRACT,
        sweep=(0.3, 1.0),
        off={"filtering": 1.0},
    )
    isolation: float = number(
        0.0,
        "zeta",
        "1",
        (0.0, 10.0),
        "influence that customer service loses where all it brings are complaints",
        assumed("Fornell & Westbrook 1984 (sign)"),
        sweep=(0.0, 1.5),
        off={"filtering": 0.0},
    )
    isolation_speed: float = number(
        0.01, "r", "1 / day", _SHARE, "how fast its influence moves", assumed("theory: .05 a week")
    )
    dotted: float = number(
        0.5, "", "1", _SHARE, "share of reports that take a dotted line where there is one", _CONTRACT, sweep=(0.0, 1.0)
    )
    map_owner_filters: float = number(
        0.0, "", "0 or 1", _SHARE, "on a map, the owner filters like an arbiter", _CONTRACT
    )


@dataclass(frozen=True, slots=True)
class Attention:
    """A manager's day: direct reports first, then what waits."""

    hours: float = number(
        8.75,
        "H",
        "h / day",
        (0.0, math.inf),
        "a manager's hours for people and issues",
        measured("B", "Porter & Nohria 2018: 62.5 h a week, 70 % internal"),
        sweep=(4.0, 11.0),
        off={"attention": math.inf},
    )
    manager_overhead: float = number(
        0.58,
        "h",
        "h / day / report",
        (0.0, 24.0),
        "hours a reporting manager takes",
        measured("B", "Porter & Nohria 2018; Neilson & Wulf 2012: 46 % of time over 10 reports"),
        sweep=(0.26, 0.8),
    )
    line_overhead: float = number(0.05, "", "h / day / report", (0.0, 24.0), "hours another report takes", _CONTRACT)
    manager_exceptions: float = number(
        0.3,
        "x_0",
        "1 / day / report",
        (0.0, 100.0),
        "exceptions a reporting manager raises",
        _CONTRACT,
        sweep=(0.1, 0.8),
    )
    dotted_overhead: float = number(
        0.5,
        "",
        "1",
        _SHARE,
        "hours that somebody with a dotted line takes, as a share of a direct report's",
        _CONTRACT,
        sweep=(0.0, 1.0),
    )
    line_exceptions: float = number(
        0.01, "", "1 / day / report", (0.0, 100.0), "exceptions another report raises", _CONTRACT
    )
    reference_span: float = number(10.0, "n_ref", "reports", (1.0, 100.0), "span at which load laws agree", _CONTRACT)
    load_exponent: float = number(
        1.0,
        "xi",
        "1",
        (0.1, 4.0),
        "how overhead grows with span",
        assumed("Bandiera et al. 2014 against Graicunas 1933"),
        sweep=(0.5, 2.0),
    )
    graicunas: float = number(
        0.0,
        "",
        "h / day",
        (0.0, 24.0),
        "hours that the relations among n_ref reporting managers take, growing as n (2^(n-1) + n - 1)",
        assumed("Graicunas 1933 (count of relations; hours assumed)"),
        sweep=(0.0, 1.0),
    )
    item_hours: float = number(0.5, "s", "h", (0.0, 24.0), "an exception or a dispute", _CONTRACT, sweep=(0.25, 2.0))
    bundle: float = number(
        10.0,
        "m_b",
        "reports",
        (1.0, 1e4),
        "reports in one item: s_r = s / m_b",
        assumed("L8, one of two ways to meet it"),
        sweep=(1.0, 50.0),
    )
    cross_hours: float = number(
        0.0,
        "s_x",
        "h / report",
        (0.0, 24.0),
        "hearing both sides of a report from outside",
        _CONTRACT,
        sweep=(0.0, 0.25),
    )
    patience_days: float = number(
        5.0, "", "days", (0.0, 1e3), "older items are lost: silence", _CONTRACT, sweep=(1.0, 20.0)
    )
    futility_speed: float = number(
        0.05, "", "1 / report", _SHARE, "how fast a sender learns that reports are lost", _CONTRACT
    )


@dataclass(frozen=True, slots=True)
class Improvement:
    """Pressure with information buys improvement, without it overtime and erosion (Repenning & Sterman 2001)."""

    smoothing_days: float = number(20.0, "", "days", (1.0, 1e3), "memory of reports and failures", _CONTRACT)
    half_information: float = number(
        0.1, "", "1", (1e-6, 1.0), "share acted on that gives half the information", _CONTRACT
    )
    owner_resistance: float = number(
        0.5, "", "1", _SHARE, "information a full defendant refuses", _CONTRACT, off={"owner_resistance": 0.0}
    )
    pressure_scale: float = number(
        10.0, "", "reports / day", (1e-6, 1e6), "reports that press, at O = 2,400", _CONTRACT
    )
    reference_orders: float = number(2400.0, "", "orders / day", (1.0, 1e9), "base orders of the scale", _CONTRACT)
    time_share: float = number(
        0.05,
        "f_0",
        "1",
        _SHARE,
        "time given to improvement",
        assumed("Repenning & Sterman 2001 (form)"),
        sweep=(0.01, 0.2),
    )
    pressure_cost: float = number(0.5, "q_p", "1", _SHARE, "improvement time that pressure takes", _CONTRACT)
    pressure_gain: float = number(0.1, "q_i", "1", _SHARE, "improvement time that informed pressure gives", _CONTRACT)
    overtime: float = number(0.1, "", "1", _SHARE, "overtime that uninformed pressure gives", _CONTRACT)
    halving_days: float = number(
        195.0,
        "",
        "days",
        (1.0, math.inf),
        "days to halve failures at full information and f_0",
        assumed("Schneiderman 1988: 9 months cross-functional, unverified"),
        sweep=(65.0, 390.0),
        off={"improvement": math.inf},
    )
    forgetting_days: float = number(
        520.0, "tau_e", "days", (1.0, math.inf), "time constant of forgetting", _CONTRACT, sweep=(130.0, 1300.0)
    )
    erosion: float = number(0.002, "", "1 / day", _SHARE, "capability that uninformed pressure erodes", _CONTRACT)
    outside_weight: float = number(
        1.0,
        "w_out",
        "1",
        _SHARE,
        "worth of a report from another department",
        _CONTRACT,
        sweep=(0.2, 1.0),
        off={"owner_resistance": 1.0},
    )
    lateral: float = number(
        0.3,
        "iota",
        "1",
        _SHARE,
        "worth of a case told to a colleague of one's own department",
        _CONTRACT,
        sweep=(0.0, 0.6),
        off={"lateral": 0.0},
    )


@dataclass(frozen=True, slots=True)
class Customers:
    """What a customer lives through at an order."""

    leaving: tuple[float, ...] = number(
        (0.010, 0.060, 0.020, 0.040, 0.120, 0.120),
        "",
        "1 / order",
        _SHARE,
        "chance of leaving",
        measured("C", "ordering: TARP; Knox & van Oest 2014 (recovery does not fully offset); levels assumed"),
        of=Outcome,
    )
    value: tuple[float, ...] = number(
        (1.0, 0.35, 0.8, 0.6, 0.15, 0.1),
        "",
        "1",
        _SHARE,
        "satisfaction",
        assumed("ordering: Oliver 1980; Tax et al. 1998"),
        of=Outcome,
    )
    rude_loss: float = number(0.1, "", "1", _SHARE, "satisfaction a poor answer costs", _CONTRACT)
    rude_leaving: float = number(0.03, "", "1", _SHARE, "chance of leaving over a poor answer", _CONTRACT)
    late_answer_days: float = number(1.0, "", "days", (0.0, 100.0), "later answers count as late", _CONTRACT)


@dataclass(frozen=True, slots=True)
class Attitudes:
    """How attitudes move: a lazy Friedkin-Johnsen step."""

    speed: float = number(
        0.0354,
        "eta",
        "1 / day",
        (0.0, 1.0),
        "share of the gap closed a day",
        measured("B", "Lieberman 1956: 6-12 months; half-life 13 weeks"),
        sweep=(0.0089, 0.114),
    )
    susceptibility: float = number(
        0.7,
        "lambda",
        "1",
        _SHARE,
        "weight of neighbours for the long-serving",
        assumed("no measured value in firms"),
        sweep=(0.0, 0.98),
        off={"influence": 0.0},
    )
    newcomer_susceptibility: float = number(
        0.2, "", "1", _SHARE, "added for newcomers", assumed("Van Maanen & Schein 1979 (sign)"), off={"influence": 0.0}
    )
    settling_days: float = number(130.0, "", "days", (1.0, 1e6), "how long one is a newcomer", _CONTRACT)
    weight_disposition: float = number(0.2, "omega_s", "1", _SHARE, "anchor: disposition at hiring", _CONTRACT)
    weight_incentives: float = number(0.6, "omega_pi", "1", _SHARE, "anchor: pull of pay", _CONTRACT, sweep=(0.0, 0.6))
    weight_contact: float = number(
        0.2,
        "omega_kappa",
        "1",
        _SHARE,
        "anchor: pull of contact",
        assumed("Grant et al. 2007 (sign)"),
        off={"contact": 0.0},
    )
    contact_scale: float = number(10.0, "", "severity / day", (1e-6, 1e6), "severities that move one far", _CONTRACT)
    contact_days: float = number(65.0, "", "days", (1.0, 1e4), "memory of contact", _CONTRACT)
    overhearing: float = number(
        0.05,
        "",
        "1",
        _SHARE,
        "share of a department's contacts that colleagues hear",
        _CONTRACT,
        off={"overhearing": 0.0},
    )
    same_department: float = number(
        0.4,
        "tau_1",
        "1",
        _SHARE,
        "tie to the department, team = 1",
        assumed("Riketta & Van Dick 2005 (direction)"),
        sweep=(0.0, 1.0),
    )
    task_contact: float = number(
        0.03, "tau_2", "1", _SHARE, "tie across departments, times the share of contacts", _CONTRACT, sweep=(0.0, 0.5)
    )
    boss: float = number(
        3.0, "B", "1", (0.0, 100.0), "weight of the superior, times tau_1", _CONTRACT, sweep=(1.0, 10.0)
    )
    disposition_mean: float = number(
        0.2,
        "mu_h",
        "1",
        (-1.0, 1.0),
        "mean disposition of hires",
        assumed("people who choose service like customers"),
        sweep=(-0.2, 0.5),
    )
    disposition_shift: tuple[float, ...] = number(
        (0.0,) * 8,
        "",
        "-1 to 1",
        (-1.0, 1.0),
        "a function's mean disposition against mu_h (row ME10)",
        _CONTRACT,
        of=Function,
    )
    disposition_sd: float = number(0.3, "sigma_h", "1", (0.0, 2.0), "SD of dispositions", _CONTRACT, sweep=(0.1, 0.5))


@dataclass(frozen=True, slots=True)
class Incentives:
    """Which cases pay, and whom they hurt."""

    customer_pay: float = number(
        0.6,
        "beta_c",
        "1",
        (0.0, 10.0),
        "pull of a case owned elsewhere",
        assumed("Holmstrom & Milgrom 1991 (form)"),
        sweep=(0.0, 1.5),
        off={"incentives": 0.0},
    )
    defence_pay: float = number(
        1.0,
        "beta_d",
        "1",
        (0.0, 10.0),
        "pull of a case owned in one's own department",
        assumed("Holmstrom & Milgrom 1991 (form)"),
        sweep=(0.0, 1.5),
        off={"incentives": 0.0},
    )
    defence_by_cause: tuple[float, ...] = number(
        (1.0,) * 9, "", "1", (0.0, 10.0), "multiplies beta_d for each cause", _CONTRACT, of=Cause
    )
    own_line_strength: float = number(
        1.0,
        "c",
        "1",
        (0.0, 5.0),
        "how strongly faults of the own line count",
        _CONTRACT,
        sweep=(0.0, 1.25),
        off={"own_line": 0.0},
    )
    paid_on_customers: float = number(
        0.0,
        "",
        "0 or 1",
        _SHARE,
        "service and the managers above it are paid as if every fault were somebody else's",
        _CONTRACT,
    )
    prior_cases: float = number(5.0, "", "cases", (1e-6, 1e4), "cases before pay is felt in full", _CONTRACT)
    memory_days: float = number(65.0, "", "days", (1.0, 1e4), "memory of cases heard", _CONTRACT)
    rumours: float = number(2.0, "", "failures / day", (0.0, 1e3), "failures marketers and sellers hear of", _CONTRACT)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who leaves and who comes."""

    yearly: tuple[float, ...] = number(
        (0.35, 0.35, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15),
        "A",
        "leavers / seat / year",
        (0.0, 20.0),
        "turnover",
        measured("B", "Cornell Global Call Center study 2007 for service; others assumed"),
        sweep=(0.12, 1.0),
        of=Function,
        off={"turnover": 0.0},
    )
    misfit: float = number(
        0.5,
        "chi",
        "1",
        (0.0, 100.0),
        "leaving over standing apart",
        assumed("Schneider 1987 (sign)"),
        sweep=(0.0, 2.0),
        off={"misfit": 0.0},
    )
    unheard: float = number(
        0.5,
        "psi",
        "1",
        (0.0, 100.0),
        "leaving over lost reports",
        assumed("McClean et al. 2013 (sign)"),
        sweep=(0.0, 2.0),
        off={"futility": 0.0},
    )
    selectivity: float = number(
        0.0, "varsigma", "1", _SHARE, "departments hire their like", _CONTRACT, sweep=(0.0, 1.0)
    )
    tenure_mean: float = number(260.0, "", "days", (1.0, 1e5), "mean tenure at the start", _CONTRACT)


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices for the cost column; lost customers are kept apart on purpose."""

    hour: float = number(25.0, "", "currency / h", _ANY, "an hour of service work", _CONTRACT)
    make_good: float = number(10.0, "", "currency", _ANY, "one case made good", _CONTRACT)


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
    improvement: Improvement = field(default_factory=Improvement)
    customers: Customers = field(default_factory=Customers)
    attitudes: Attitudes = field(default_factory=Attitudes)
    incentives: Incentives = field(default_factory=Incentives)
    turnover: Turnover = field(default_factory=Turnover)
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
        """Return a copy with mechanisms switched off; `all` is every one of them, the null world."""
        wanted = set()
        for name in names:
            if name != "all" and name not in OFF_SWITCHES:
                raise unknown_name("mechanism", name, [*OFF_SWITCHES, "all"])
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
