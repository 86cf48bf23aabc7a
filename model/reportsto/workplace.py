"""A firm on the evening before its first day: chart and numbers put together once, for both engines.

Everything here follows from the chart, the owners of causes and the parameters; nothing is drawn, and nothing changes
afterwards. The reference firm reads it as it stands, the compiled engine packs it into arrays. No structure is known
by name.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from reportsto.arithmetic import total
from reportsto.charts.chart import Chart
from reportsto.charts.facts import ChartFacts, cause_owners, chart_facts
from reportsto.charts.sizes import setting
from reportsto.errors import SettingError, unknown_name
from reportsto.escalation import attention, climb, improvement
from reportsto.incentives.pull import case_pay
from reportsto.incentives.scorecards import defence_pay, own_line_strength, stake
from reportsto.orderflow import handling, orders, staffing
from reportsto.parameters import Climb, Incentives, Parameters, Route
from reportsto.records import MOST_CONTACTS, Setting
from reportsto.schedule import burn_in, follow_up
from reportsto.vocabulary import (
    N_BELIEVED,
    N_CAUSES,
    N_FUNCTIONS,
    N_KINDS,
    N_WEEKDAYS,
    NOBODY,
    Cause,
    Function,
    Request,
)

EVENLY = climb.cumulative(climb.belief("", N_BELIEVED, N_CAUSES))
"""Running sums of equal chances for every cause that somebody owns: what a made-up cause is drawn from."""


@dataclass(frozen=True, slots=True)
class Pay:
    """What the people of a post are paid on.

    Attributes:
        strength: c, how much a fault of their own line counts; 0 for those paid as if it were somebody else's.
        stakes: b by cause, their metric pay over the default.
        case: what hearing of one case does to their pull of pay, by cause.
    """

    strength: float
    stakes: tuple[float, ...]
    case: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """What a department makes of reports.

    Attributes:
        recolouring: chance that its belief replaces the cause of a report.
        beliefs: running sums of what it thinks customers complain about, by cause.
    """

    recolouring: float
    beliefs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """The desk of somebody who decides on reports or attends to exceptions.

    Attributes:
        seat: whose it is.
        overhead: hours that direct reports and dotted lines take, h / day.
        exceptions: mean number that direct reports raise, 1 / day.
        top: whether it is the chief executive's.
        head: whether it is that of a head of a department or above; on a map every desk is.
        needed: whether the chart needs it; before or after a move it may be there for the other chart alone.
    """

    seat: int
    overhead: float
    exceptions: float
    top: bool
    head: bool
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is paid on the first day, and the work that later hours follow; without that, for every day.

    Attributes:
        answer: h_k by kind, the mean over handlers of the hours an answer takes; h.
        load: w, hours of contacts on a mean day of the week at base rates; h / day.
        hours: of a handler, h / day.
        levels: orders, and returns; 1 / day.
        items: orders, and refunds, that the warehouse's staff can do; 1 / day.
        working_least: least share of time that improvement leaves for work.
    """

    answer: tuple[float, ...]
    load: float
    hours: float
    levels: tuple[float, float]
    items: tuple[float, float]
    working_least: float


@dataclass(frozen=True, slots=True)
class Workplace:
    """A firm as set up, before anybody is drawn.

    Attributes:
        chart: its posts.
        facts: what follows from the chart and the owners of causes.
        parameters: the numbers of the run, the mix of contacts applied.
        setting: sizes and groups that a row of measures needs.
        pay: what each post is paid on.
        superior: the seat each seat reports to, or -1.
        cell: for each seat, the number of its team's part in its department.
        answering: posts that answer customers, by their first seat.
        hours: of one answer, by answering post, then kind; h.
        every: for each handler, n if they answer every n-th contact; 0 in the rotation.
        needs_owner: whether an answer about a kind needs somebody outside service.
        circle: the department that should answer a kind, or -1.
        contacts: mean number of contacts about each kind at base rates, but for poor answers; 1 / day.
        contact_share: con_f by function, its share of contacts whose answer needs another function than service.
        departments: by number.
        desks: in seat order.
        peers: seat of the head of the owner's department if a report goes there first, or -1; by answering post, then
            cause.
        customers: at the start.
        orders: base orders, 1 / day.
        heard_weight: what one report counts with those who decide on it or learn of it, and one case overheard.
        relay_weight: what one report counts with those who pass it on, by post.
        learning: g, halvings a day at full information and all time given.
        improving: share of time given to improvement at the start.
        staff: hours and work of the first day.
    """

    chart: Chart
    facts: ChartFacts
    parameters: Parameters
    setting: Setting
    pay: tuple[Pay, ...]
    superior: tuple[int, ...]
    cell: tuple[int, ...]
    answering: tuple[int, ...]
    hours: tuple[tuple[float, ...], ...]
    every: tuple[int, ...]
    needs_owner: tuple[bool, ...]
    circle: tuple[int, ...]
    contacts: tuple[float, ...]
    contact_share: tuple[float, ...]
    departments: tuple[Department, ...]
    desks: tuple[DeskPlan, ...]
    peers: tuple[tuple[int, ...], ...]
    customers: int
    orders: float
    heard_weight: float
    relay_weight: tuple[float, ...]
    learning: float
    improving: float
    staff: Staff

    @property
    def failures(self) -> tuple[float, ...]:
        """Return the smoothed failures by cause that the first day starts from, 1 / day."""
        usual = [self.orders * rate for rate in self.parameters.causes.rate]
        usual[Cause.POOR_ANSWER] = 1.0
        return tuple(usual)

    def window(self, days: int, after: int | None = None) -> tuple[int, int]:
        """Return the last day that is left out of measures, and the last whose failures are followed to their end.

        The first is `after`, or that of a run of so many days.
        """
        return burn_in(days) if after is None else after, days - days_followed(self.parameters)

    def first_decider(self, post: int, cause: int) -> int:
        """Return the seat of whoever is the first to decide on a report of this cause, and settles its disputes."""
        peer = self.owners_head(post, cause)
        return self.facts.first_seat[self.facts.arbiter(post, cause)] if peer == NOBODY else peer

    def way(self, post: int, cause: int) -> tuple[int, ...]:
        """Return the posts a report of this cause may meet, the nearest first, a dotted line left out."""
        path, peer = self.facts.path[post][cause], self.owners_head(post, cause)
        if peer == NOBODY:
            return path or (self.facts.arbiter(post, cause),)
        return (*path[:-1], self.facts.post_of[peer], path[-1])

    def owners_head(self, post: int, cause: int) -> int:
        """Return the seat of the head of the owner's department if a report from this post goes there first, or -1."""
        return self.peers[self.answering.index(post)][cause]


def set_up(
    chart: Chart,
    owners: Sequence[Function | None] | None = None,
    parameters: Parameters | None = None,
    scorecards: Mapping[str, float] | None = None,
) -> Workplace:
    """Return the firm of a chart, the function that owns each cause, and numbers; without them, the usual ones.

    `scorecards` sets beta_d for a function or a post id and moves nobody. Raises `UnknownName` or `SettingError`.
    """
    facts = _facts(chart, tuple(owners or cause_owners({})))
    p = with_mix(parameters or Parameters(), facts)
    handlers, routing = facts.handlers, p.handling.routing == 1.0
    answering = tuple(dict.fromkeys(facts.post_of[seat] for seat in handlers))
    needs_owner = tuple(own != NOBODY and _is_outside(facts, kind) for kind, own in enumerate(facts.owner))
    customers = int(p.demand.customers_per_handler * len(handlers))
    base_orders = p.demand.orders_per_customer * customers
    hours = tuple(_hours(facts, post, needs_owner, p) for post in answering)
    rules = p.improvement
    improving = improvement.improvement_time(rules.time_share, rules.pressure_cost, rules.pressure_gain, 0.0, 0.0)
    contacts = tuple(_base_contacts(p, base_orders))
    _refuse_crowds(total(contacts), len(handlers), p)
    per_order = p.demand.per_order == 1.0
    weight = improvement.heard_weight(rules.reference_orders, base_orders) if per_order else 1.0
    return Workplace(
        chart=chart,
        facts=facts,
        parameters=p,
        setting=setting(facts),
        pay=_pay(chart, facts, p.incentives, scorecards or {}),
        superior=tuple(_first_seat(facts, facts.superior[post]) for post in facts.post_of),
        cell=_numbered([(facts.department[post], facts.team[post]) for post in facts.post_of]),
        answering=answering,
        hours=hours,
        every=tuple(facts.every[facts.post_of[seat]] if routing else 0 for seat in handlers),
        needs_owner=needs_owner,
        circle=tuple(facts.department[own] if routing and facts.is_map and own != NOBODY else NOBODY
                     for own in facts.owner),
        contacts=contacts,
        contact_share=_contact_shares(facts, p),
        departments=tuple(_department(Function(head), p.climb) for head in facts.department_head_function),
        desks=tuple(_desk(facts, seat, p) for seat in _deciders(facts)),
        peers=tuple(_peers(facts, post, p.route) for post in answering),
        customers=customers,
        orders=base_orders,
        heard_weight=weight,
        relay_weight=_relay_weights(chart, facts, weight) if per_order else (1.0,) * len(chart.posts),
        learning=improvement.learning_rate(rules.halving_days, rules.time_share),
        improving=improving,
        staff=_staff(p, base_orders, improving, [hours[answering.index(facts.post_of[seat])] for seat in handlers]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """Another chart for the same people, from one morning on.

    Attributes:
        day: of that morning, from 1.
        structure: its name, as it goes into a row.
        chart: of the structure.
    """

    day: int
    structure: str
    chart: Chart


def set_up_both(
    chart: Chart,
    move: Move | None,
    owners: Sequence[Function | None] | None = None,
    parameters: Parameters | None = None,
    scorecards: Mapping[str, float] | None = None,
) -> tuple[Workplace, Workplace]:
    """Return the firm of a chart, and the firm after a move; without one, the same firm twice.

    Both have the desks of both: what waits on a desk stays there, whoever needs the desk from then on. Raises
    `SettingError` where the two charts do not seat the same people, and what `set_up` raises.
    """
    before = set_up(chart, owners, parameters, scorecards)
    if move is None:
        return before, before
    after = set_up(move.chart, owners, parameters, scorecards)
    if _people(before.facts) != _people(after.facts):
        raise SettingError(
            f"move to {move.structure!r}: its chart has {after.facts.seats} people and the firm {before.facts.seats}, "
            "or they sit elsewhere; expected the same people in the same seats"
        )
    seats = sorted({plan.seat for firm in (before, after) for plan in firm.desks})
    return _with_desks(before, seats), _with_desks(after, seats)


def _with_desks(firm: Workplace, seats: Sequence[int]) -> Workplace:
    own = {plan.seat: plan for plan in firm.desks}
    spare = {at: replace(_desk(firm.facts, at, firm.parameters), needed=False) for at in seats if at not in own}
    return replace(firm, desks=tuple((own | spare)[at] for at in seats))


def _people(facts: ChartFacts) -> tuple[object, ...]:
    """Return who sits where: the function of every seat, who answers customers, and the chief executive's seat."""
    return tuple(facts.function[post] for post in facts.post_of), facts.handlers, facts.first_seat[facts.root]


def department_after(department: int, before: ChartFacts, after: ChartFacts) -> int:
    """Return the number of a department after a move: the one with the same head, or a number of its own."""
    head = before.department_head[department]
    heads = after.department_head
    return heads.index(head) if head in heads else len(heads) + department


def days_followed(parameters: Parameters) -> int:
    """Return how many last days of a run effective advocacy leaves out: the same in every structure."""
    p = parameters
    desks = 2 if p.route.peers_first == 1.0 else 1
    lag, digest_days = p.causes.warranty_lag_days, p.ration.digest_days
    return follow_up(p.handling.patience_days, p.attention.patience_days, lag, desks, digest_days)


def check_room(chart: Chart, owners: Sequence[Function | None], parameters: Parameters) -> None:
    """Raise `SettingError` where a mean day brings more contacts than there is room for."""
    demand = parameters.demand
    orders_a_day = demand.orders_per_customer * demand.customers_per_handler * len(chart.handlers)
    mix = max(1.0, parameters.causes.logistics_factor, parameters.requests.status_factor)
    if mix * sum(_base_contacts(parameters, orders_a_day)) > 0.99 * MOST_CONTACTS:
        set_up(chart, owners, parameters)  # knows who owns what, and counts exactly


def _refuse_crowds(contacts: float, handlers: int, p: Parameters) -> None:
    if contacts > MOST_CONTACTS:
        demand = p.demand
        raise SettingError(
            f"{contacts:,.0f} contacts on a mean day: {handlers:,} people answer, demand.customers_per_handler is "
            f"{demand.customers_per_handler:,g}, demand.orders_per_customer {demand.orders_per_customer:g}; at most "
            f"{MOST_CONTACTS:,} fit into memory: lower one of these, or the rates of failures and requests"
        )


def with_mix(parameters: Parameters, facts: ChartFacts) -> Parameters:
    """Return the numbers of a run: failure rates of logistics and order-status requests times their factors.

    Rates stay 1 or less. With both factors 1 the numbers come back as they are.
    """
    causes, requests = parameters.causes, parameters.requests
    if causes.logistics_factor == 1.0 and requests.status_factor == 1.0:
        return parameters
    rates = list(causes.rate)
    for cause in Cause:
        if facts.owner_function[cause] == Function.LOGISTICS:
            rates[cause] = min(1.0, rates[cause] * causes.logistics_factor)
    asked = list(requests.rate)
    status = Request.ORDER_STATUS - N_CAUSES
    asked[status] = min(1.0, asked[status] * requests.status_factor)
    return replace(
        parameters,
        causes=replace(causes, rate=tuple(rates), logistics_factor=1.0),
        requests=replace(requests, rate=tuple(asked), status_factor=1.0),
    )


@lru_cache(maxsize=4)
def _facts(chart: Chart, owners: tuple[Function | None, ...]) -> ChartFacts:
    """Return the facts of a chart; those of the last few are kept, since the points of a sweep share their chart."""
    return chart_facts(chart, owners)


def _pay(chart: Chart, facts: ChartFacts, rules: Incentives, scorecards: Mapping[str, float]) -> tuple[Pay, ...]:
    by_customers = {boss for seat in facts.handlers for boss in facts.superiors(facts.post_of[seat])}
    by_customers |= {post for post, function in enumerate(facts.function) if function == Function.SERVICE}
    out = []
    overridden = by_customers if rules.overridden == 1.0 else set()
    for post, metric in enumerate(_defence_pay(chart, rules, scorecards, overridden)):
        strength = own_line_strength(rules.own_line_strength, rules.paid_on_customers == 1.0 and post in by_customers)
        defence = [metric * share for share in rules.defence_by_cause]
        case = [
            case_pay(rules.customer_pay, amount, strength, 1.0 if facts.own_line[post][cause] else 0.0)
            for cause, amount in enumerate(defence)
        ]
        out.append(Pay(strength, tuple(stake(amount) for amount in defence), tuple(case)))
    return tuple(out)


def _defence_pay(chart: Chart, rules: Incentives, scorecards: Mapping[str, float], overridden: Set[int]) -> list[float]:
    """Return beta_d of each post, in row order: its scorecard's, its function's, or the default, 0 if overridden."""
    posts = list(dict.fromkeys(post.base for post in chart.posts))
    for name, value in scorecards.items():
        if name not in posts and name not in Function.words():
            raise unknown_name("scorecard", name, [*Function.words(), *posts])
        if not 0.0 <= value <= 10.0:
            raise SettingError(f"scorecard {name} is {value!r}; expected a number from 0 to 10")
    if rules.customer_pay == 0.0 and rules.defence_pay == 0.0:
        return [0.0] * len(chart.posts)  # nobody is paid on anything: no scorecard to change
    usual = [defence_pay(rules.defence_pay, at in overridden) for at in range(len(chart.posts))]
    named = [scorecards.get(post.base, scorecards.get(post.function.word)) for post in chart.posts]
    return [metric if card is None else card for card, metric in zip(named, usual, strict=True)]


def _first_seat(facts: ChartFacts, post: int) -> int:
    return facts.first_seat[post] if post != NOBODY else NOBODY


def _numbered(keys: Sequence[object]) -> tuple[int, ...]:
    number = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    return tuple(number[key] for key in keys)


def _is_outside(facts: ChartFacts, kind: int) -> bool:
    return facts.owner_function[kind] != Function.SERVICE


def _relay_weights(chart: Chart, facts: ChartFacts, weight: float) -> tuple[float, ...]:
    """Return what one report counts with a manager who passes it on: more with few handlers below than with all.

    Handlers with a duty of their own, whose reports go another way, are left out.
    """
    below = [0] * len(chart.posts)
    everybody = 0
    for at, post in enumerate(chart.posts):
        if post.answers and not post.liaison and not post.every:
            everybody += post.headcount
            for boss in facts.superiors(at):
                below[boss] += post.headcount
    return tuple(weight * (everybody / count) if count else weight for count in below)


def _hours(facts: ChartFacts, post: int, needs_owner: Sequence[bool], parameters: Parameters) -> tuple[float, ...]:
    """Return what an answer to each kind of contact costs from a post."""
    rules = parameters.handling
    return tuple(
        handling.contact_hours(
            rules.failure_hours * (1.0 + rules.skill_gap[kind]) if kind < N_CAUSES else rules.request_hours,
            needs_owner[kind],
            facts.asks_inside[post][kind],
            own != NOBODY and facts.site[own] != facts.site[post],
            rules.inside_hours,
            rules.across_hours,
            rules.site_hours,
        )
        for kind, own in enumerate(facts.owner)
    )


def _staff(p: Parameters, orders_a_day: float, improving: float, hours: Sequence[Sequence[float]]) -> Staff:
    """Return the staff of the first day; `hours` of an answer are by handler, then kind."""
    rules, handlers = p.staffing, len(hours)
    answer = tuple(total(row[kind] for row in hours) / handlers for kind in range(N_KINDS))
    came = _base_contacts(p, orders_a_day)
    again = total(came) * p.causes.rate[Cause.POOR_ANSWER] * p.causes.complaint[Cause.POOR_ANSWER]
    load = total(count * h for count, h in zip(came, answer, strict=True)) + again * answer[Cause.POOR_ANSWER]
    levels = (orders_a_day, orders_a_day * p.warehouse.return_share)
    if not rules.follows:
        items = (p.warehouse.ship_ratio * orders_a_day, p.warehouse.refund_ratio * orders_a_day)
        return Staff(answer, load, p.handling.hours_a_day, levels, items, 0.0)
    working = staffing.working_share(improving, rules.working_least)
    ship, refund = (
        staffing.staff_needed(level, 0.0, rules.warehouse_days, rules.warehouse_load, working, 0.0) for level in levels
    )
    first = staffing.handler_hours(load, p.demand.week[1 % N_WEEKDAYS], 1.0, rules.occupancy, handlers)
    return Staff(answer, load, first, levels, (ship, refund), rules.working_least)


def _base_contacts(p: Parameters, orders_a_day: float) -> list[float]:
    """Return the mean number of contacts of each kind at base rates, 1 / day; poor answers come on top."""
    rates = list(p.causes.rate)
    rates[Cause.OVERSOLD] = orders.oversold_rate(rates[Cause.OVERSOLD], p.causes.promise_pressure)
    complaint = list(p.causes.complaint)
    complaint[Cause.DEFECT] *= p.causes.warranty_share
    out = [orders_a_day * rate * q for rate, q in zip(rates, complaint, strict=True)]
    out[Cause.POOR_ANSWER] = 0.0
    return out + [orders_a_day * rate for rate in p.requests.rate]


def _contact_shares(facts: ChartFacts, parameters: Parameters) -> tuple[float, ...]:
    """Return con_f: each function's share of the contacts whose answer needs another function, at base rates.

    Causes without an owner of their own fall to the chief executive, who is met as a superior, not by task: share 0.
    """
    causes, requests = parameters.causes, parameters.requests
    needs = [0.0] * N_FUNCTIONS
    for cause in Cause:
        if cause != Cause.POOR_ANSWER and facts.owned[cause]:
            needs[facts.owner_function[cause]] += causes.rate[cause] * causes.complaint[cause]
    for request in (Request.ORDER_STATUS, Request.PRODUCT_QUESTION):
        needs[facts.owner_function[request]] += requests.rate[request - N_CAUSES]
    needs[Function.SERVICE] = 0.0
    everything = total(needs)
    shares = [need / everything if everything > 0.0 else 0.0 for need in needs]
    shares[Function.EXECUTIVE] = 0.0
    return tuple(shares)


def _department(head: Function, rules: Climb) -> Department:
    chance = climb.recolouring(rules.recolouring[head], rules.empathy, head == Function.MARKETING)
    return Department(chance, climb.cumulative(climb.belief(head.word, N_BELIEVED, N_CAUSES)))


def _deciders(facts: ChartFacts) -> list[int]:
    """Return the seats with a desk: managers, on a map the owners of causes, and whoever is at the top, if anybody."""
    if facts.is_map:
        seats = {facts.first_seat[facts.owner[cause]] for cause in Cause if facts.owned[cause]}
    else:
        seats = {seat for post, seat in enumerate(facts.first_seat) if facts.manager[post]}
    return sorted((seats | {facts.first_seat[facts.root]}) - {NOBODY})


def _peers(facts: ChartFacts, post: int, rules: Route) -> tuple[int, ...]:
    """Return, by cause, the seat of the head of the owner's department if a report from this post goes there first.

    It does where owner and sender sit in different departments and the owner is not the top, and never on a map; below
    an empty top that head decides anyway.
    """
    heads = [NOBODY] * N_CAUSES
    for cause, own in enumerate(facts.owner[:N_CAUSES]):
        across = own != facts.root and not facts.same_department[post][cause]
        if rules.peers_first == 1.0 and across and facts.path[post][cause]:
            head = [own, *facts.superiors(own)][-2]
            heads[cause] = NOBODY if head == facts.path[post][cause][-1] else facts.first_seat[head]
    return tuple(heads)


def _desk(facts: ChartFacts, seat: int, parameters: Parameters) -> DeskPlan:
    rules, post = parameters.attention, facts.post_of[seat]
    managers, line = facts.manager_reports[post], facts.line_reports[post]
    overhead = attention.overhead(
        managers, line, rules.manager_overhead, rules.line_overhead, rules.reference_span, rules.load_exponent
    ) + attention.relation_hours(managers, rules.graicunas, rules.reference_span)
    overhead += attention.dotted_hours(
        facts.dotted_managers[post],
        facts.dotted_line[post],
        rules.dotted_overhead,
        rules.manager_overhead,
        rules.line_overhead,
    )
    exceptions = attention.expected_exceptions(managers, line, rules.manager_exceptions, rules.line_exceptions)
    top = post == facts.root
    return DeskPlan(seat, overhead, exceptions, top, top or facts.is_map or facts.superior[post] == facts.root)
