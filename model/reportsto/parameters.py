"""Every number a rule reads: frozen dataclasses, one for each mechanism.

Each field carries its symbol, unit, allowed range, prior, evidence and the off-switches that set it. A user
names a field `group.field` (`attention.hours`), one of a vector `group.field.word` (`causes.rate.late`).
`docs/reference/parameters.md` is generated from here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from numbers import Real
from typing import Any, Required, TypedDict, TypeVar, Unpack

from reportsto.errors import SettingError, shown, unknown_name
from reportsto.evidence import Evidence, Grade, Read, Value, assumed, calibrated, measured
from reportsto.priors import Fixed, Prior, around, between, on_line, whole
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


@dataclass(frozen=True, slots=True)
class Info:
    """What a field means.

    Attributes:
        symbol: of the formulas.
        unit: of its numbers.
        low, high: what is allowed.
        first: the first version's number; of a rule added since, the number it came with.
        prior: what it could be, or why it is fixed; words of a vector share it.
        evidence: why it is believed.
        meaning: in a sentence.
        words: of a vector, in order.
        apart: words whose prior differs.
        off: its value under each off-switch that sets it.
        whole: whether only whole numbers mean something.
        named: whether each world, rationing rule or route sets it, whatever is assumed.
    """

    symbol: str
    unit: str
    low: float
    high: float
    first: Value
    prior: Prior | Fixed
    evidence: Evidence
    meaning: str
    words: tuple[str, ...] = ()
    apart: tuple[tuple[str, Prior], ...] = ()
    off: tuple[tuple[str, float], ...] = ()
    whole: bool = False
    named: bool = False

    @property
    def priors(self) -> tuple[Prior, ...]:
        """Return the prior of each number, in its unit; none where it is fixed."""
        if isinstance(self.prior, Fixed):
            return ()
        shared, apart = self.prior, dict(self.apart)
        words = zip(self.words or ("",), _each(self.first), strict=True)
        return tuple(apart.get(word, shared).of(first) for word, first in words)

    @property
    def sweep(self) -> tuple[float, float] | None:
        """Return the ends of the prior, of a vector those of all its numbers; `None` where it is fixed."""
        priors = self.priors
        return (min(one.low for one in priors), max(one.high for one in priors)) if priors else None

    @property
    def known(self) -> bool:
        """Tell whether there is evidence of grade C or better for the number, or it was calibrated."""
        return self.evidence.grade in (Grade.A, Grade.B, Grade.C) or self.evidence.value is not None

    @property
    def moves(self) -> bool:
        """Tell whether the number moves with what is assumed: it has a prior, and neither evidence nor a setting."""
        return self.first != self.middle and not self.known

    @property
    def middle(self) -> Value:
        """Return what the evidence says, else the median of the prior; the first version's number where it is fixed."""
        if self.known and self.evidence.value is not None:
            return self.evidence.value
        if isinstance(self.prior, Fixed) or self.known or self.named or self.prior.times:
            return self.first
        return _alike(self.first, [prior.median for prior in self.priors])

    def at(self, t: float) -> Value:
        """Return the value at a point of the line from the first version's number, 0, to `middle`, 1."""
        ends = zip(_each(self.first), _each(self.middle), self.priors, strict=True)
        return _alike(self.first, [on_line(start, end, prior.scale, t) for start, end, prior in ends])


def _each(value: Value) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def _alike(first: Value, numbers: Sequence[float]) -> Value:
    """Return numbers as a vector where the first version's number is one."""
    return tuple(numbers) if isinstance(first, tuple) else numbers[0]


class Told(TypedDict, total=False):
    """What may be told of a field beside its number: `Info`, where `between` is its range and `of` names its words."""

    unit: Required[str]
    between: Required[tuple[float, float]]
    meaning: Required[str]
    evidence: Evidence
    symbol: str
    prior: Required[Prior | Fixed]
    apart: Mapping[str, Prior]
    of: type[Word]
    off: Mapping[str, float]
    whole: bool
    named: bool


_CONTRACT = assumed("model contract, prototype: chosen so that the world is neither empty nor saturated")


def number(first: Value, **told: Unpack[Told]) -> Any:
    """Return a dataclass field for a number, or one number for each word of `of`; without evidence, it is assumed.

    `first` is the first version's number; the default is what evidence says, or the middle of what it could be.
    """
    info = Info(
        symbol=told.get("symbol", ""),
        unit=told["unit"],
        low=told["between"][0],
        high=told["between"][1],
        first=first,
        prior=told["prior"],
        evidence=told.get("evidence", _CONTRACT),
        meaning=told["meaning"],
        words=told["of"].words() if "of" in told else (),
        apart=tuple(told.get("apart", {}).items()),
        off=tuple(told.get("off", {}).items()),
        whole=told.get("whole", False),
        named=told.get("named", False),
    )
    return field(default=info.middle, metadata={"info": info})


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
        evidence=measured(
            "C", Read.OWN,
            "Pave 2025: 3 to 7 direct reports, median 5, at 1-100 people; separate has 7, of which one owns nothing",
        ),
        symbol="n", whole=True, prior=Fixed("a lever of the chart: who sits under the chief executive is chosen"),
    )
    leads: float = number(
        0.0, unit="managers", between=(0.0, 50.0),
        meaning="further managers between customer service's lead and the head above it", symbol="K_M", whole=True,
        prior=Fixed("a lever of the chart: how deep it is, is chosen"),
    )
    people: float = number(
        0.0, unit="people", between=(0.0, 5000.0),
        meaning="people of the firm, on the firm's own chart: 0, as many as it has, or 5 and more; line people, "
        "and a manager for every 10 (logistics: 40), every 6 of whom have one",
        evidence=assumed("spans of control vary; 10, 40 and 6 are ours"), symbol="n_p", whole=True,
        prior=Fixed("a lever of the chart: its size is chosen"),
    )


@dataclass(frozen=True, slots=True)
class Demand:
    """How many customers there are and how often they order."""

    customers_per_handler: float = number(
        6000.0, unit="customers / handler", between=(1.0, 1e6), meaning="customers at the start",
        evidence=assumed("scale of the default firm"), symbol="N_0", prior=Fixed("scale of the firm"),
    )
    new_per_handler: float = number(
        5.625, unit="customers / day / handler", between=(0.0, 1e5), meaning="new customers",
        evidence=assumed("balances leaving at the start"), symbol="n", prior=Fixed("balances leaving at the start"),
    )
    orders_per_customer: float = number(
        0.05, unit="orders / customer / day", between=(1e-6, 1.0), meaning="order rate",
        evidence=assumed("2,400 orders a day for 48,000 customers"), symbol="o",
        prior=Fixed("scale: 2,400 orders a day, which handlers and warehouse are made for"),
    )
    conversion: float = number(
        0.0, unit="customers / answer", between=(0.0, 10.0),
        meaning="customers an answered product question wins (row AC9)", prior=Fixed("option of row AC9, off at 0"),
    )
    week: tuple[float, ...] = number(
        (1.22, 1.06, 1.00, 0.92, 0.80), unit="1", between=(0.0, 10.0),
        meaning="orders of a weekday over those of a mean day; day 1 is a Tuesday",
        evidence=assumed("Mondays bring most; numbers assumed"), symbol="week", of=Weekday, off={"week": 1.0},
        prior=Fixed("one shape with mean 1: its words cannot vary alone"),
    )
    shock_persistence: float = number(
        0.95, unit="1", between=(0.0, 0.999), meaning="day-to-day memory of demand", symbol="rho",
        prior=between(0.91, 0.99),
    )
    shock_sd: float = number(
        0.15, unit="1", between=(0.0, 1.0), meaning="stationary SD of demand", symbol="SD_y",
        off={"demand_shocks": 0.0}, prior=between(0.0, 0.3),
    )
    shock_floor: float = number(0.5, unit="1", between=(0.0, 1.0), meaning="least demand factor", prior=Fixed("floor"))
    shock_ceiling: float = number(
        1.5, unit="1", between=(1.0, 10.0), meaning="greatest demand factor", prior=Fixed("ceiling"),
    )
    per_order: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="what deciders, owners and colleagues hear counts per base order (1 at 2,400 a day), and reports "
        "press per order: size acts through the chart alone",
        evidence=assumed("a firm of any size feels a share of bad orders alike"), off={"per_order": 0.0},
        prior=Fixed("switch of a rule"),
    )
    customers_floor: float = number(
        100.0, unit="customers", between=_ANY, meaning="least number of customers", prior=Fixed("floor"),
    )


@dataclass(frozen=True, slots=True)
class Warehouse:
    """What the warehouse can ship and refund, as ratios to base orders O, so that load is alike on any chart."""

    ship_ratio: float = number(
        1.375, unit="orders / base order", between=(0.01, 100.0), meaning="shipping capacity over base orders",
        evidence=measured(
            "C", Read.SECOND_HAND, "WERC median 10 orders a person-hour, scaled to 110 a day for 30 people",
        ),
        prior=between(1.0, 2.0),
    )
    refund_ratio: float = number(
        0.25, unit="refunds / base order", between=(0.01, 100.0), meaning="refund capacity over base orders",
        prior=between(0.2, 0.3, "not below 0.2: returns would pile up without end"),
    )
    return_share: float = number(
        0.176, unit="returns / order", between=_SHARE, meaning="orders returned",
        evidence=measured(
            "C", Read.SECOND_HAND, "NRF/Happy Returns 2025: .193 of online sales, .158 of all", value=0.19,
        ),
        prior=between(0.05, 0.3),
    )
    advice: float = number(
        0.0, unit="returns / answer", between=(0.0, 10.0),
        meaning="returns an answered product question avoids (row AC10)", prior=Fixed("option of row AC10, off at 0"),
    )
    late_grace_days: float = number(
        1.0, unit="days", between=(0.0, 60.0), meaning="waiting that no customer calls late",
        evidence=measured(
            "B", Read.COMPUTED,
            "Olist: ratings of 5,164 orders fall from one or two days late on; acts only without `times`", value=1.5,
        ),
        prior=between(1.0, 2.0, "within a day of the promise few rate badly"),
    )
    refund_grace_days: float = number(
        5.0, unit="days", between=(0.1, 60.0), meaning="refund wait that no customer calls slow",
        evidence=assumed("legal bounds 7-14 days"), prior=around(2),
    )
    back_order_release: float = number(
        0.2, unit="1 / day", between=_SHARE, meaning="back orders released a day", prior=around(2),
    )
    back_order_cancel: float = number(
        0.01, unit="1 / day", between=_SHARE, meaning="back orders cancelled a day", prior=around(2),
    )


@dataclass(frozen=True, slots=True)
class Causes:
    """The failure table: rate, complaint propensity and severity of each cause."""

    rate: tuple[float, ...] = number(
        (0.06, 0.015, 0.026, 0.010, 0.012, 0.004, 0.015, 0.004, 0.02, 0.005),
        unit="failures / order (answer: / contact)", between=_SHARE, meaning="failure rate before anything is learned",
        evidence=measured(
            "C", Read.SECOND_HAND,
            "late: Olist 8.0 %, computed, of which queues add .02 here; others second-hand: mix-up or damage: WERC "
            "1.0 + .5 %; defect: Warranty Week 1.5 %; or assumed",
        ),
        symbol="e_0", of=Cause, prior=around(2),
    )
    logistics_factor: float = number(
        1.0, unit="1", between=(0.0, 100.0), meaning="multiplies the rates of the causes that logistics owns",
        prior=around(4),
    )
    complaint: tuple[float, ...] = number(
        (0.10, 0.45, 0.45, 0.20, 0.30, 0.50, 0.22, 0.50, 0.30, 0.45), unit="complaints / failure", between=_SHARE,
        meaning="share of customers who complain",
        evidence=measured("C", Read.SECOND_HAND, "TARP: 50-75 % for money lost, 5-30 % for inconvenience"), symbol="q",
        of=Cause, prior=around(1.5),
    )
    severity: tuple[float, ...] = number(
        (0.4, 0.6, 0.6, 0.4, 0.5, 0.6, 0.7, 0.6, 0.5, 0.6), unit="1", between=_SHARE, meaning="mean severity",
        symbol="v", of=Cause, prior=around(4 / 3),
    )
    severity_spread: float = number(
        0.25, unit="1", between=_SHARE, meaning="severity varies by this much either way", prior=between(0.15, 0.35),
    )
    floor_share: float = number(
        0.2, unit="1", between=_SHARE, meaning="share of failures that no learning removes", symbol="e_min / e_0",
        prior=between(0.0, 0.5),
    )
    ramp_peak: tuple[float, ...] = number(
        (1.0,) * 10, unit="1", between=(0.0, 100.0),
        meaning="times so many its rate does a cause happen at the top of a ramp up and down (1: no ramp)", of=Cause,
        prior=Fixed("option of E6, off at 1"),
    )
    ramp_days: float = number(
        1300.0, unit="days", between=(1.0, 1e5), meaning="days a ramp goes up, and as many down",
        prior=Fixed("option of E6"),
    )
    promise_pressure: float = number(
        0.0, unit="1", between=(0.0, 10.0), meaning="sellers' quota: oversold promises rise by this share (row RO4)",
        prior=Fixed("option of row RO4, off at 0"),
    )
    warranty_share: float = number(
        1.0, unit="1", between=_SHARE,
        meaning="share of product lines under warranty: the others' defects stay silent (AC5)",
        prior=Fixed("option of row AC5, off at 1"),
    )
    warranty_lag_days: float = number(
        0.0, unit="days", between=(0.0, 1e4), meaning="days from a defect to the complaint about it (row AC5)",
        prior=Fixed("option of row AC5, off at 0"),
    )


@dataclass(frozen=True, slots=True)
class Requests:
    """Plain requests, which are no failure: they cost hours and can be disputed or answered rudely."""

    rate: tuple[float, ...] = number(
        (0.02, 0.010, 0.002), unit="requests / order", between=_SHARE, meaning="request rate",
        evidence=measured(
            "C", Read.SECOND_HAND,
            "about 6.7 contacts per 100 orders in all (Gorgias), while its slides of 2019 say 56 to 88 with social "
            "comments: tenfold apart; split assumed",
        ),
        symbol="r", of=Request, prior=around(2),
    )
    status_factor: float = number(
        1.0, unit="1", between=(0.0, 100.0), meaning="multiplies the rate of order-status requests",
        prior=around(10, measured("C", Read.OWN, "two figures of Gorgias differ tenfold")),
    )
    status_per_day_waited: float = number(
        0.3, unit="1 / day", between=(0.0, 10.0), meaning="more status requests for each day an order waits",
        prior=around(2),
    )


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who speaks up."""

    voice_feedback: float = number(
        0.8, unit="1", between=(0.0, 2.0), meaning="how much being made good makes customers speak up",
        off={"voice_feedback": 0.0}, prior=between(0.0, 1.2),
    )
    made_good_norm: float = number(
        0.6, unit="1", between=_SHARE, meaning="share made good at the start and for the base rate",
        evidence=measured(
            "B", Read.OWN, "CCMC/ASU 2020, 2023: 42 and 52 % of complainants got something; chosen in between",
            value=0.5,
        ),
        prior=between(0.3, 0.7),
    )
    made_good_speed: float = number(
        0.02, unit="1 / day", between=_SHARE, meaning="how fast the reputation for making good moves", prior=around(2),
    )


@dataclass(frozen=True, slots=True)
class Handling:
    """The hours of service people and what a contact costs."""

    hours_a_day: float = number(
        7.0, unit="h / day", between=(0.1, 24.0), meaning="hours a handler answers",
        prior=Fixed("convention: a full day; with `staffing`, hours follow the work"),
    )
    failure_hours: float = number(
        0.20, unit="h", between=(0.0, 24.0), meaning="answering a failure",
        evidence=measured("C", Read.OWN, "Gorgias 2019: 821 tickets an agent-month, .18 h each at 147 h; 780 shops"),
        prior=around(2),
    )
    request_hours: float = number(
        0.17, unit="h", between=(0.0, 24.0), meaning="answering a request",
        evidence=measured("C", Read.OWN, "Gorgias 2019: 821 tickets an agent-month, .18 h each at 147 h; 780 shops"),
        prior=around(2),
    )
    inside_hours: float = number(
        0.04, unit="h", between=(0.0, 24.0), meaning="asking an owner in one's own department",
        evidence=assumed("form: Jin & Levitt 1996"), symbol="tau_in", off={"coordination": 0.08},
        prior=between(0.01, 0.12),
    )
    across_hours: float = number(
        0.12, unit="h", between=(0.0, 24.0), meaning="asking an owner in another department",
        evidence=assumed("form: Jin & Levitt 1996"), symbol="tau_out", off={"coordination": 0.08},
        prior=between(0.04, 0.4),
    )
    site_hours: float = number(
        0.08, unit="h", between=(0.0, 24.0), meaning="asking an owner on another site (default charts have one site)",
        symbol="tau_site", off={"coordination": 0.0}, prior=Fixed("option: default charts have one site"),
    )
    routing: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="on a map, contacts go to the owner's circle first; elsewhere, every n-th goes to whoever answers "
        "every n-th",
        off={"coordination": 0.0}, prior=Fixed("switch of a rule"),
    )
    patience_days: float = number(
        3.0, unit="days", between=(0.0, 1e3), meaning="older contacts are given up", prior=around(2),
    )
    skill_gap: tuple[float, ...] = number(
        (0.0,) * 10, unit="1", between=(0.0, 10.0), meaning="longer talk where service lacks the skill (row ME17)",
        of=Cause, prior=Fixed("option of row ME17, off at 0"),
    )
    advocacy_hours: float = number(
        0.0, unit="h / report", between=(0.0, 8.0), meaning="what advocating costs the handler",
        prior=between(0.0, 0.2, "not below 0: no report gives time back"),
    )


@dataclass(frozen=True, slots=True)
class Disputes:
    """Answers that need the owner and end in a quarrel."""

    probability: float = number(
        0.01, unit="1 / contact", between=_SHARE, meaning="chance of a dispute at equal attitudes",
        evidence=assumed("form: VDT exceptions"), symbol="p_x", off={"disputes": 0.0},
        prior=between(
            0.001, 0.1,
            evidence=measured("D", Read.SECOND_HAND, "KPI sites without method: 3-10, 5-15 % of tickets escalated"),
        ),
    )
    conflict_slope: float = number(
        1.0, unit="1", between=(0.0, 100.0), meaning="how much difference of attitude adds",
        evidence=assumed("integration cost"), symbol="b", prior=between(0.0, 3.0),
    )
    bundle: float = number(
        10.0, unit="disputes", between=(1.0, 1e4), meaning="disputes in one item, where reports come in bundles",
        off={"dispute_bundles": 1.0}, prior=around(5),
    )


@dataclass(frozen=True, slots=True)
class Voice:
    """The choice between advocate, settle and defend: a logit."""

    attitude: float = number(
        2.0, unit="logit", between=(0.0, 50.0), meaning="weight of attitude",
        evidence=assumed("signs: Detert & Burris 2007"), symbol="g_a", prior=between(1.0, 3.0),
    )
    severity: float = number(
        1.0, unit="logit", between=(0.0, 50.0), meaning="weight of severity", symbol="g_v", prior=between(0.5, 1.5),
    )
    own_line: float = number(
        0.0, unit="logit", between=(0.0, 50.0), meaning="fear of embarrassing one's own line", symbol="g_own",
        named=True, prior=between(
            0.0, 3.0, "0 or more: fear silences",
            measured("C", Read.SECOND_HAND, "Detert, Burris & Harrison 2010: 20 % of 439 withhold for fear (sign)"),
        ),
    )
    futility: float = number(
        1.0, unit="logit", between=(0.0, 50.0), meaning="discouragement by lost reports",
        evidence=assumed("Milliken et al. 2003 (sign)"), symbol="g_f", off={"futility": 0.0},
        prior=between(
            0.0, 2.0,
            evidence=measured(
                "C", Read.SECOND_HAND, "Detert, Burris & Harrison 2010: 25 % of 439 withhold to save time (sign)",
            ),
        ),
    )
    settle_bar: float = number(
        -1.0, unit="logit", between=(-100.0, 50.0), meaning="below it a case is explained away", symbol="b_s",
        off={"settle_bar": -1.0},
        evidence=calibrated(1.23, "calibrated to patterns P1 and P2 by tools/choose_defaults.py; no source states it"),
        prior=between(
            -1.0, 2.0, "not below: at the first version's number most complaints are made good, which P2 excludes",
        ),
    )
    settle_width: float = number(
        2.0, unit="logit", between=(0.0, 100.0), meaning="from that bar to the bar for sending a report up",
        symbol="w", off={"settle_bar": 2.0},
        evidence=calibrated(0.78, "calibrated as `settle_bar`"),
        prior=between(0.5, 2.0, "not above: as for `settle_bar`"),
    )
    report_bar: float = number(
        0.0, unit="logit", between=(0.0, 50.0), meaning="higher bar for sending a report up (L8: 4)",
        symbol="theta_up", named=True, prior=between(0.0, 4.0, "0 or more: a lower bar is `settle_width`'s"),
    )
    exaggeration: float = number(
        0.0, unit="1", between=_SHARE, meaning="false reports of advocates, times max(0, x)", symbol="eps_a",
        prior=between(0.0, 0.3, "0 or more: a share"),
    )


@dataclass(frozen=True, slots=True)
class Climb:
    """What becomes of a report on its way up."""

    fidelity: float = number(
        0.85, unit="1", between=_SHARE, meaning="chance that a neutral manager passes a report",
        evidence=measured(
            "C", Read.SECOND_HAND,
            "Boyles & Wicker 1977: .54-.65; O'Reilly & Roberts 1974: .73; labs, both in Barndt; chosen within; "
            "form: Williamson 1967",
            value=0.7,
        ),
        symbol="alpha_0", off={"filtering": 1.0},
        prior=between(0.5, 0.8, "the first version's .85 is outside: each lab found fewer passed"),
    )
    defensive_loss: float = number(
        0.5, unit="1", between=_SHARE, meaning="what a full defendant keeps back",
        evidence=assumed("Snow et al. 2007: 60 % biased (sign)"), symbol="delta", off={"filtering": 0.0},
        prior=between(0.0, 1.0),
    )
    own_line_loss: float = number(
        0.0, unit="1", between=_SHARE, meaning="what a manager keeps back about the own line", symbol="nu",
        named=True, prior=between(0.0, 0.6, "0 or more: a share kept back"),
    )
    recolouring: tuple[float, ...] = number(
        (0.25,) * 8, unit="1", between=_SHARE, meaning="chance that a department's belief replaces the cause",
        evidence=assumed(
            "existence: Hattula et al. 2015; Dearborn & Simon 1958; over 70 % of marketers project, a share of "
            "people, not of reports: Herzog, Hattula & Dahl 2021",
        ),
        symbol="delta_f", of=Function, off={"dual_thoughts": 0.0}, prior=between(0.0, 0.6),
        apart={"marketing": between(0.0, 0.7)},
    )
    empathy: float = number(
        0.0, unit="1", between=(0.0, 10.0),
        meaning="a marketing department that feels with customers recolours this much more",
        evidence=assumed("Hattula et al. 2015 (sign)"),
        prior=between(
            0.0, 1.0, "0 or more: empathy makes them project more",
            measured("A", Read.ABSTRACT, "Hattula et al. 2015: 480 managers (sign)"),
        ),
    )
    outside_error: float = number(
        0.0, unit="1", between=_SHARE, meaning="a report from outside names a random cause", symbol="eps_out",
        off={"dual_thoughts": 0.0}, prior=between(0.0, 0.4, "0 or more: a share"),
    )
    root_acts: float = number(
        1.0, unit="1", between=_SHARE, meaning="how readily the chief executive acts", symbol="ceo_m",
        off={"filtering": 1.0}, prior=between(0.3, 1.0, "1 or less: a share"),
    )
    isolation: float = number(
        0.0, unit="1", between=(0.0, 10.0),
        meaning="influence that customer service loses where all it brings are complaints",
        evidence=assumed("Fornell & Westbrook 1984 (sign)"), symbol="zeta", off={"filtering": 0.0},
        prior=Fixed("option of E6, off at 0: a rival claim"),
    )
    isolation_speed: float = number(
        0.01, unit="1 / day", between=_SHARE, meaning="how fast its influence moves",
        evidence=assumed("theory: .05 a week"), symbol="r", prior=Fixed("option of E6"),
    )
    dotted: float = number(
        0.5, unit="1", between=_SHARE, meaning="share of reports that take a dotted line where there is one",
        prior=between(0.0, 1.0),
    )
    map_owner_filters: float = number(
        0.0, unit="0 or 1", between=_SHARE, meaning="on a map, the owner filters like an arbiter",
        prior=Fixed("option of E0, off at 0"),
    )


@dataclass(frozen=True, slots=True)
class Attention:
    """A manager's day: direct reports first, then what waits."""

    hours: float = number(
        8.75, unit="h / day", between=(0.0, math.inf), meaning="a manager's hours for people and issues",
        evidence=measured(
            "C", Read.SECOND_HAND, "Porter & Nohria 2018: 62.5 h a week, 70 % internal; 27 chief executives",
        ),
        symbol="H", off={"attention": math.inf}, prior=between(4.0, 11.0),
    )
    manager_overhead: float = number(
        0.58, unit="h / day / report", between=(0.0, 24.0), meaning="hours a reporting manager takes",
        evidence=measured(
            "C", Read.SECOND_HAND, "Porter & Nohria 2018; Neilson & Wulf 2012: 46 % of time over 10 reports",
        ),
        symbol="h",
        prior=between(
            0.26, 0.8,
            evidence=measured(
                "C", Read.SECOND_HAND,
                "Porter & Nohria 2018: 21 % of time with reports only, 46 % with others there: .26 to .58 h",
            ),
        ),
    )
    line_overhead: float = number(
        0.05, unit="h / day / report", between=(0.0, 24.0), meaning="hours another report takes", prior=around(2),
    )
    manager_exceptions: float = number(
        0.3, unit="1 / day / report", between=(0.0, 100.0), meaning="exceptions a reporting manager raises",
        symbol="x_0",
        evidence=measured(
            "C", Read.SECOND_HAND, "Porter & Nohria 2018: 36 % of time is reactive (P9); chosen to give it", value=0.5,
        ),
        prior=between(0.1, 0.8),
    )
    dotted_overhead: float = number(
        0.5, unit="1", between=_SHARE,
        meaning="hours that somebody with a dotted line takes, as a share of a direct report's",
        prior=between(0.0, 1.0),
    )
    line_exceptions: float = number(
        0.01, unit="1 / day / report", between=(0.0, 100.0), meaning="exceptions another report raises",
        prior=around(2),
    )
    reference_span: float = number(
        10.0, unit="reports", between=(1.0, 100.0), meaning="span at which load laws agree", symbol="n_ref",
        prior=Fixed("convention: where the load laws agree"),
    )
    load_exponent: float = number(
        1.0, unit="1", between=(0.1, 4.0), meaning="how overhead grows with span",
        evidence=assumed("Bandiera et al. 2014 against Graicunas 1933"), symbol="xi", prior=between(0.5, 2.0),
    )
    graicunas: float = number(
        0.0, unit="h / day", between=(0.0, 24.0),
        meaning="hours that the relations among n_ref reporting managers take, growing as n (2^(n-1) + n - 1)",
        evidence=assumed("Graicunas 1933 (count of relations; hours assumed)"),
        prior=Fixed("option of E2, off at 0: a rival law of load"),
    )
    item_hours: float = number(
        0.5, unit="h", between=(0.0, 24.0), meaning="an exception or a dispute", symbol="s", prior=between(0.25, 2.0),
    )
    bundle: float = number(
        10.0, unit="reports", between=(1.0, 1e4), meaning="reports in one item: s_r = s / m_b",
        evidence=measured(
            "C", Read.SECOND_HAND, "by pattern L8, 50 to 1,000 complaints an item (TARP); one of two ways to meet it",
            value=20.0,
        ),
        symbol="m_b", prior=between(1.0, 50.0),
    )
    cross_hours: float = number(
        0.0, unit="h / report", between=(0.0, 24.0), meaning="hearing both sides of a report from outside",
        symbol="s_x", prior=between(0.0, 0.25, "not below 0: hours"),
    )
    patience_days: float = number(
        5.0, unit="days", between=(0.0, 1e3), meaning="older items are lost: silence", prior=between(1.0, 20.0),
    )
    futility_speed: float = number(
        0.05, unit="1 / report", between=_SHARE, meaning="how fast a sender learns that reports are lost",
        prior=around(2),
    )


@dataclass(frozen=True, slots=True)
class Ration:
    """How often a decider is handed what has been collected."""

    digest_days: float = number(
        0.0, unit="days", between=(0.0, 260.0), whole=True,
        meaning="days in which a department's reports on one cause become one item; 0: bundles, no waiting",
        off={"digest": 0.0}, prior=Fixed("a rationing rule's"),
    )


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes that must cross into another department."""

    peers_first: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="the head of the owner's department decides first; 0: the common superior decides at once",
        evidence=assumed("the first essay: a department that presses another"), off={"peers_first": 0.0},
        prior=Fixed("a route's"),
    )
    going_on: float = number(
        0.5, unit="1", between=_SHARE, meaning="chance that a neutral head takes a refusal to the common superior",
        symbol="e", prior=between(0.0, 1.0),
    )
    refusal_learnt: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="a sender learns of a report that ends in a refusal, as of a lost one; on either route",
        prior=Fixed("variant of a route"),
    )


@dataclass(frozen=True, slots=True)
class Improvement:
    """Pressure with information buys improvement, without it overtime and erosion (Repenning & Sterman 2001)."""

    smoothing_days: float = number(
        20.0, unit="days", between=(1.0, 1e3), meaning="memory of reports and failures", prior=around(2),
    )
    half_information: float = number(
        0.1, unit="1", between=(1e-6, 1.0), meaning="share acted on that gives half the information", prior=around(2),
    )
    owner_resistance: float = number(
        0.5, unit="1", between=_SHARE, meaning="information a full defendant refuses", off={"owner_resistance": 0.0},
        prior=between(0.0, 1.0),
    )
    pressure_scale: float = number(
        10.0, unit="reports / day", between=(1e-6, 1e6), meaning="reports that press, at O = 2,400", prior=around(2),
    )
    reference_orders: float = number(
        2400.0, unit="orders / day", between=(1.0, 1e9), meaning="base orders of the scale",
        prior=Fixed("scale: orders of the default firm"),
    )
    time_share: float = number(
        0.05, unit="1", between=_SHARE, meaning="time given to improvement",
        evidence=assumed("Repenning & Sterman 2001 (form)"), symbol="f_0", prior=between(0.01, 0.2),
    )
    pressure_cost: float = number(
        0.5, unit="1", between=_SHARE, meaning="improvement time that pressure takes", symbol="q_p",
        prior=between(0.0, 1.0),
    )
    pressure_gain: float = number(
        0.1, unit="1", between=_SHARE, meaning="improvement time that informed pressure gives", symbol="q_i",
        prior=around(2),
    )
    overtime: float = number(
        0.1, unit="1", between=_SHARE, meaning="overtime that uninformed pressure gives", prior=between(0.0, 0.2),
    )
    halving_days: float = number(
        195.0, unit="days", between=(1.0, math.inf), meaning="days to halve failures at full information and f_0",
        evidence=assumed(
            "Schneiderman 1988: 9 months cross-functional, unverified; that improvement can be fast: Sterman et "
            "al. 1997",
        ),
        off={"improvement": math.inf}, prior=between(65.0, 390.0),
    )
    forgetting_days: float = number(
        520.0, unit="days", between=(1.0, math.inf), meaning="time constant of forgetting", symbol="tau_e",
        evidence=assumed("range measured in other industries"),
        prior=between(
            36.0, 530.0, "the first version's is the slow end",
            measured(
                "C", Read.SECOND_HAND,
                "kept a month: .55 and .75 in shipyards (Argote, Beckman & Epple 1990; Kim 2005), .96 in aircraft "
                "(Benkard 2000, memory): 36 to 530 days; other industries",
            ),
        ),
    )
    erosion: float = number(
        0.002, unit="1 / day", between=_SHARE, meaning="capability that uninformed pressure erodes", prior=around(2),
    )
    outside_weight: float = number(
        1.0, unit="1", between=_SHARE, meaning="worth of a report from another department", symbol="w_out",
        off={"owner_resistance": 1.0},
        prior=between(
            0.2, 1.0, "1 or less: one's own division is favoured",
            measured("A", Read.ABSTRACT, "Reitzig & Sorenson 2013: over 10,000 proposals, one firm (sign)"),
        ),
    )
    lateral: float = number(
        0.3, unit="1", between=_SHARE, meaning="worth of a case told to a colleague of one's own department",
        symbol="iota", off={"lateral": 0.0}, prior=between(0.0, 0.6),
    )


@dataclass(frozen=True, slots=True)
class Customers:
    """What a customer lives through at an order."""

    leaving: tuple[float, ...] = number(
        (0.010, 0.060, 0.020, 0.040, 0.120, 0.120), unit="1 / order", between=_SHARE, meaning="chance of leaving",
        evidence=measured(
            "D", Read.SECOND_HAND,
            "levels assumed; Simons & Kraus 2005: 9 of 10 return if resolved, 22 % if not, stated and not per "
            "order; ordering: TARP; Knox & van Oest 2014",
        ),
        of=Outcome,
        prior=around(
            3,
            measured(
                "B", Read.OWN,
                "CCMC/ASU 2020: complainants who got nothing 22 points less loyal than silent ones; in the 1970s "
                "the reverse: each word varies alone",
            ),
        ),
    )
    value: tuple[float, ...] = number(
        (1.0, 0.35, 0.8, 0.6, 0.15, 0.1), unit="1", between=_SHARE, meaning="satisfaction",
        evidence=measured(
            "B", Read.COMPUTED,
            "Olist, (stars - 1) / 4 of 5,164 orders: on time .82, late .37; others assumed, ordering: Oliver 1980; "
            "Tax et al. 1998",
            value=(0.82, 0.35, 0.8, 0.6, 0.15, 0.1),
        ),
        of=Outcome, prior=around(1.2), apart={"no_failure": between(0.7, 1.0, "1 or less: a share")},
    )
    rude_loss: float = number(
        0.1, unit="1", between=_SHARE, meaning="satisfaction a poor answer costs", prior=around(2),
    )
    rude_leaving: float = number(
        0.03, unit="1", between=_SHARE, meaning="chance of leaving over a poor answer", prior=around(2),
    )
    late_answer_days: float = number(
        1.0, unit="days", between=(0.0, 100.0), meaning="later answers count as late",
        prior=Fixed("convention: a day is the step"),
    )


@dataclass(frozen=True, slots=True)
class Attitudes:
    """How attitudes move: a lazy Friedkin-Johnsen step."""

    speed: float = number(
        0.0354, unit="1 / day", between=(0.0, 1.0), meaning="share of the gap closed a day",
        evidence=measured("C", Read.SECOND_HAND, "Lieberman 1956: 6-12 months; half-life 13 weeks"), symbol="eta",
        prior=between(0.0089, 0.114),
    )
    susceptibility: float = number(
        0.7, unit="1", between=_SHARE, meaning="weight of neighbours for the long-serving",
        evidence=assumed("no measured value in firms"), symbol="lambda", off={"influence": 0.0},
        prior=between(0.0, 0.98),
    )
    newcomer_susceptibility: float = number(
        0.2, unit="1", between=_SHARE, meaning="added for newcomers",
        evidence=assumed("Van Maanen & Schein 1979 (sign)"), off={"influence": 0.0}, prior=between(0.0, 0.4),
    )
    settling_days: float = number(
        130.0, unit="days", between=(1.0, 1e6), meaning="how long one is a newcomer", prior=around(2),
    )
    weight_disposition: float = number(
        0.2, unit="1", between=_SHARE, meaning="anchor: disposition at hiring", symbol="omega_s",
        prior=between(0.0, 0.4),
    )
    weight_incentives: float = number(
        0.6, unit="1", between=_SHARE, meaning="anchor: pull of pay", symbol="omega_pi",
        prior=between(0.0, 0.6, "0.6 or less: the first version's is the upper end"),
    )
    weight_contact: float = number(
        0.2, unit="1", between=_SHARE, meaning="anchor: pull of contact", evidence=assumed("Grant et al. 2007 (sign)"),
        symbol="omega_kappa", off={"contact": 0.0}, prior=between(0.0, 0.4),
    )
    contact_scale: float = number(
        10.0, unit="severity / day", between=(1e-6, 1e6), meaning="severities that move one far", prior=around(2),
    )
    contact_days: float = number(65.0, unit="days", between=(1.0, 1e4), meaning="memory of contact", prior=around(2))
    overhearing: float = number(
        0.05, unit="1", between=_SHARE, meaning="share of a department's contacts that colleagues hear",
        off={"overhearing": 0.0}, prior=around(2),
    )
    same_department: float = number(
        0.4, unit="1", between=_SHARE, meaning="tie to the department, team = 1",
        evidence=assumed("Riketta & Van Dick 2005 (direction)"), symbol="tau_1", prior=between(0.0, 1.0),
    )
    task_contact: float = number(
        0.03, unit="1", between=_SHARE, meaning="tie across departments, times the share of contacts", symbol="tau_2",
        prior=between(
            0.0, 0.5,
            evidence=measured(
                "A", Read.ABSTRACT,
                "Kleinbaum, Stuart & Tushman 2013: most contact is within unit and function; size not seen",
            ),
        ),
    )
    boss: float = number(
        3.0, unit="1", between=(0.0, 100.0), meaning="weight of the superior, times tau_1", symbol="B",
        prior=between(1.0, 10.0),
    )
    disposition_mean: float = number(
        0.2, unit="1", between=(-1.0, 1.0), meaning="mean disposition of hires",
        evidence=assumed("people who choose service like customers"), symbol="mu_h", prior=between(-0.2, 0.5),
    )
    disposition_shift: tuple[float, ...] = number(
        (0.0,) * 8, unit="-1 to 1", between=(-1.0, 1.0),
        meaning="a function's mean disposition against mu_h (row ME10)", of=Function,
        prior=Fixed("option of row ME10, off at 0"),
    )
    disposition_sd: float = number(
        0.3, unit="1", between=(0.0, 2.0), meaning="SD of dispositions", symbol="sigma_h", prior=between(0.1, 0.5),
    )


@dataclass(frozen=True, slots=True)
class Incentives:
    """Which cases pay, and whom they hurt."""

    customer_pay: float = number(
        0.6, unit="1", between=(0.0, 10.0), meaning="pull of a case owned elsewhere",
        evidence=assumed("Holmstrom & Milgrom 1991 (form)"), symbol="beta_c", off={"incentives": 0.0},
        prior=between(0.0, 1.5),
    )
    defence_pay: float = number(
        1.0, unit="1", between=(0.0, 10.0), meaning="pull of a case owned in one's own department",
        evidence=assumed("Holmstrom & Milgrom 1991 (form)"), symbol="beta_d", off={"incentives": 0.0},
        prior=between(0.0, 1.5),
    )
    defence_by_cause: tuple[float, ...] = number(
        (1.0,) * 10, unit="1", between=(0.0, 10.0), meaning="multiplies beta_d for each cause", of=Cause,
        prior=Fixed("option: 1 where all causes pay alike"),
    )
    own_line_strength: float = number(
        1.0, unit="1", between=(0.0, 5.0), meaning="how strongly faults of the own line count", symbol="c",
        off={"own_line": 0.0}, prior=between(0.0, 1.25),
    )
    paid_on_customers: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="service and the managers above it are paid as if every fault were somebody else's",
        prior=Fixed("a world's"),
    )
    overridden: float = number(
        0.0, unit="0 or 1", between=_SHARE,
        meaning="service and the managers above it are paid on customer metrics alone: their beta_d is 0",
        off={"override": 0.0}, prior=Fixed("a world's"),
    )
    prior_cases: float = number(
        5.0, unit="cases", between=(1e-6, 1e4), meaning="cases before pay is felt in full", prior=around(2),
    )
    memory_days: float = number(
        65.0, unit="days", between=(1.0, 1e4), meaning="memory of cases heard", prior=around(2),
    )
    rumours: float = number(
        2.0, unit="failures / day", between=(0.0, 1e3), meaning="failures marketers and sellers hear of",
        prior=around(2),
    )


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who leaves and who comes."""

    yearly: tuple[float, ...] = number(
        (0.35, 0.35, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15), unit="leavers / seat / year", between=(0.0, 20.0),
        meaning="turnover",
        evidence=measured(
            "C", Read.SECOND_HAND,
            "service: .20-.25 under 50 seats, .45 over 200 (ContactBabel), .35 before (Cornell Global Call Center "
            "study 2007), chosen for 8 handlers; others assumed",
            value=(0.25, 0.35, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15),
        ),
        symbol="A", of=Function, off={"turnover": 0.0}, prior=between(0.12, 1.0),
    )
    misfit: float = number(
        0.5, unit="1", between=(0.0, 100.0), meaning="leaving over standing apart",
        evidence=assumed("Schneider 1987 (sign)"), symbol="chi", off={"misfit": 0.0}, prior=between(0.0, 2.0),
    )
    unheard: float = number(
        0.5, unit="1", between=(0.0, 100.0), meaning="leaving over lost reports",
        evidence=assumed("McClean et al. 2013 (sign)"), symbol="psi", off={"futility": 0.0}, prior=between(0.0, 2.0),
    )
    selectivity: float = number(
        0.0, unit="1", between=_SHARE, meaning="departments hire their like", symbol="varsigma",
        prior=between(0.0, 1.0, "0 or more: that departments hire their opposite is no claim"),
    )
    tenure_mean: float = number(
        260.0, unit="days", between=(1.0, 1e5), meaning="mean tenure at the start", prior=around(2),
    )


@dataclass(frozen=True, slots=True)
class Staffing:
    """Hours that follow the work: of those who answer, ship and refund; managers' hours stay what they are."""

    follows: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="hours of handlers and warehouse follow the work, and cost counts hours paid; 0: fixed hours",
        off={"staffing": 0.0}, prior=Fixed("switch of a rule"),
    )
    occupancy: float = number(
        0.85, unit="1", between=(0.05, 1.0), meaning="share of handlers' paid hours that work is to fill",
        evidence=assumed("usual target of call centres, from memory"), prior=between(0.72, 0.92),
    )
    contact_days: float = number(
        20.0, unit="days", between=(1.0, 1e3), meaning="memory of contacts and their hours", prior=around(2),
    )
    warehouse_days: float = number(
        60.0, unit="days", between=(1.0, 1e3), meaning="memory of orders and returns", prior=around(2),
    )
    warehouse_load: float = number(
        0.95, unit="1", between=(0.05, 1.0), meaning="share of what the warehouse can do that work is to fill",
        prior=between(0.9, 1.0),
    )
    warehouse_change: float = number(
        0.02, unit="1 / day", between=_SHARE, meaning="most that the warehouse's staff grows or shrinks a day",
        prior=around(2),
    )
    working_least: float = number(
        0.05, unit="1", between=(0.001, 1.0), meaning="least share of time that improvement leaves for work",
        prior=Fixed("floor"),
    )
    person_hours: float = number(
        7.0, unit="h / day", between=(0.1, 24.0), meaning="hours a warehouse person is paid",
        prior=Fixed("convention: a full day"),
    )
    person_items: float = number(
        130.0, unit="items / day", between=(1.0, 1e6), meaning="orders and refunds a warehouse person does",
        evidence=assumed("110 orders and 20 refunds: WERC median 10 orders a person-hour, rounded; refunds assumed"),
        prior=around(1.5),
    )


@dataclass(frozen=True, slots=True)
class Times:
    """Times to ship and to refund: how long orders and returns are in process, and what is late."""

    spread: float = number(
        1.0, unit="0 or 1", between=_SHARE,
        meaning="orders and returns stay in process for days, and late is what leaves late; 0: lateness is drawn",
        off={"times": 0.0}, prior=Fixed("switch of a rule"),
    )
    promise_days: float = number(
        4.0, unit="days", between=(0.0, 30.0), meaning="an order that leaves later than so many days after is late",
        symbol="P", whole=True, prior=Fixed("convention: the firm's promise"),
    )
    refund_first_days: float = number(
        2.0, unit="days", between=(0.0, 30.0), meaning="no return is refunded earlier", symbol="t", whole=True,
        prior=whole(1, 3),
    )
    refund_promise_days: float = number(
        7.0, unit="days", between=(0.0, 30.0), meaning="a return that is refunded later is slow",
        evidence=assumed("legal bounds 7-14 days"), symbol="P_r", whole=True,
        prior=Fixed("convention: the firm's promise, within legal bounds"),
    )
    late_severity: float = number(
        0.2, unit="1", between=_SHARE, meaning="mean severity of lateness, but for its days", prior=between(0.0, 0.4),
    )
    late_severity_day: float = number(
        0.1, unit="1 / day", between=_SHARE, meaning="mean severity that a day of lateness adds",
        evidence=assumed("rises with days late: ratings of 5,164 orders (Olist); numbers assumed"),
        prior=between(0.0, 0.2, evidence=measured("B", Read.COMPUTED, "Olist: ratings fall with days late (sign)")),
    )
    late_severity_most: float = number(
        0.7, unit="1", between=_SHARE, meaning="greatest mean severity of lateness", prior=between(0.5, 0.9),
    )


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices for the cost column; lost customers are kept apart on purpose."""

    hour: float = number(
        25.0, unit="currency / h", between=_ANY, meaning="an hour of service work",
        prior=Fixed("price: a study gives the price at which two structures cost the same"),
    )
    make_good: float = number(
        10.0, unit="currency", between=_ANY, meaning="one case made good", prior=Fixed("price, as `hour`"),
    )


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


def priors_of(name: str) -> tuple[Prior, ...]:
    """Return the priors of `group.field`, one for each word, or of `group.field.word`; none where it is fixed."""
    group, entry, at = _locate(name)
    priors = _info(group, entry).priors
    return priors if at is None else priors[at : at + 1]


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
    if isinstance(value, bool) or not isinstance(value, Real) or too_long:
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
