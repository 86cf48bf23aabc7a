"""From a chart, the owners of causes and parameters to arrays; nothing here knows a structure by name."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from reportsto.arithmetic import total
from reportsto.charts.chart import Chart
from reportsto.charts.facts import NOBODY, ChartFacts
from reportsto.charts.pay import defence_pay
from reportsto.engine.layout import (
    DEPARTMENT,
    DESK,
    HANDLER,
    KIND,
    NUMBERS,
    POST,
    SEAT,
    STATE,
    WORK,
    Floats,
    Integers,
    Packed,
    Records,
)
from reportsto.escalation import attention, climb
from reportsto.incentives.pull import case_pay
from reportsto.incentives.scorecards import own_line_strength, stake
from reportsto.orderflow import contacts, handling, orders
from reportsto.parameters import Parameters
from reportsto.vocabulary import N_CAUSES, N_FUNCTIONS, N_KINDS, Cause, Function, Request


def pack_numbers(parameters: Parameters) -> Records:
    """Return every parameter as one record of type `layout.NUMBERS`."""
    out = np.zeros(1, NUMBERS)
    for group in fields(parameters):
        values = getattr(parameters, group.name)
        for field in fields(values):
            out[f"{group.name}_{field.name}"][0] = getattr(values, field.name)
    return out


def pack_chart(chart: Chart, facts: ChartFacts, parameters: Parameters, scorecards: Mapping[str, float]) -> Packed:
    """Return a chart as arrays."""
    answering = list(dict.fromkeys(facts.post_of[seat] for seat in facts.handlers))
    desks = _desk_seats(facts)
    works, path = _works(facts, parameters, answering, list(desks))
    kinds, owner_seats = _kinds(facts, parameters)
    seats, groups = _seats(facts)
    function_start, function_seats = _rows([*(facts.people(function) for function in Function), facts.handlers])
    return Packed(
        state=_state(facts, parameters),
        seats=seats,
        posts=_posts(chart, facts, parameters, scorecards),
        handlers=_handlers(facts, answering),
        works=works,
        kinds=kinds,
        departments=_departments(facts, parameters),
        desks=_desks(facts, parameters, list(desks)),
        path=path,
        owner_seats=owner_seats,
        direct=np.flatnonzero(seats["superior"] == facts.first_seat[facts.root]),
        function_start=function_start,
        function_seats=function_seats,
        groups=groups,
    )


def _state(facts: ChartFacts, parameters: Parameters) -> Records:
    out = np.zeros(1, STATE)
    out["is_map"] = facts.is_map
    out["ceo"] = facts.first_seat[facts.root]
    out["contact_share"] = _contact_shares(facts, parameters)
    out["even"] = climb.cumulative((1.0 / N_CAUSES,) * N_CAUSES)
    return out


def _seats(facts: ChartFacts) -> tuple[Records, Integers]:
    out = np.zeros(facts.seats, SEAT)
    out["post"] = facts.post_of
    out["team"], out["department"] = _by_seat(facts, facts.team), _by_seat(facts, facts.department)
    out["cell"] = _numbered(list(zip(out["department"].tolist(), out["team"].tolist(), strict=True)))
    out["function"] = _by_seat(facts, facts.function)
    boss = [facts.first_seat[above] if above != NOBODY else NOBODY for above in facts.superior]
    out["superior"] = _by_seat(facts, boss)
    return out, np.array([out["team"].max() + 1, out["cell"].max() + 1])


def _handlers(facts: ChartFacts, answering: Sequence[int]) -> Records:
    row = {post: at for at, post in enumerate(answering)}
    out = np.zeros(len(facts.handlers), HANDLER)
    out["seat"] = facts.handlers
    out["department"] = [facts.department[facts.post_of[seat]] for seat in facts.handlers]
    out["work"] = [row[facts.post_of[seat]] for seat in facts.handlers]
    return out


def _works(
    facts: ChartFacts, parameters: Parameters, answering: Sequence[int], desks: Sequence[int]
) -> tuple[Records, Integers]:
    out = np.zeros(len(answering), WORK)
    number = {seat: at for at, seat in enumerate(desks)}
    start, path = _rows([_path_seats(facts, post, k) for post in answering for k in range(N_CAUSES)])
    out["hours"] = [_contact_hours(facts, post, parameters) for post in answering]
    out["same_department"] = [facts.same_department[post] for post in answering]
    out["decider"] = [[number[facts.first_seat[facts.arbiter(post, k)]] for k in range(N_CAUSES)] for post in answering]
    out["path_start"] = start[:-1].reshape(len(answering), N_CAUSES)
    out["path_length"] = np.diff(start).reshape(len(answering), N_CAUSES)
    return out, path


def _kinds(facts: ChartFacts, parameters: Parameters) -> tuple[Records, Integers]:
    out = np.zeros(N_KINDS, KIND)
    start, owner_seats = _rows(facts.owner_people)
    out["maximal"] = _maximal(facts, parameters)
    out["owner_function"] = facts.owner_function
    out["needs_owner"] = _needs_owner(facts)
    out["circle"] = _circles(facts, parameters)
    out["like"] = [facts.owner_people.index(people) for people in facts.owner_people]
    out["owner_start"], out["owner_end"] = start[:-1], start[1:]
    return out, owner_seats


def _departments(facts: ChartFacts, parameters: Parameters) -> Records:
    heads, rules = facts.department_head_function, parameters.climb
    out = np.zeros(max(len(heads), max(facts.department) + 1), DEPARTMENT)
    for at, head in enumerate(heads):
        marketing = head == Function.MARKETING
        out["recolouring"][at] = climb.recolouring(rules.recolouring[head], rules.empathy, marketing)
        out["beliefs"][at] = climb.cumulative(climb.belief(Function(head).word, N_CAUSES))
    return out


def _desks(facts: ChartFacts, parameters: Parameters, seats: Sequence[int]) -> Records:
    out = np.zeros(len(seats), DESK)
    out["seat"] = seats
    out["overhead"] = [_overhead(facts, facts.post_of[seat], parameters) for seat in seats]
    out["exceptions"] = [_exceptions(facts, facts.post_of[seat], parameters) for seat in seats]
    return out


def _by_seat(facts: ChartFacts, by_post: Sequence[int]) -> Integers:
    return np.array([by_post[post] for post in facts.post_of], dtype=np.int64)


def _numbered(keys: Sequence[object]) -> Integers:
    number = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    return np.array([number[key] for key in keys], dtype=np.int64)


def _rows(lists: Sequence[Sequence[int]]) -> tuple[Integers, Integers]:
    """Return rows of different lengths as one array, and where each starts (one more than there are rows)."""
    start = np.concatenate(([0], np.cumsum([len(row) for row in lists]))).astype(np.int64)
    flat = np.array([entry for row in lists for entry in row], dtype=np.int64)
    return start, flat


def _path_seats(facts: ChartFacts, post: int, cause: int) -> list[int]:
    return [facts.first_seat[above] for above in facts.path[post][cause]]


def _desk_seats(facts: ChartFacts) -> dict[int, int]:
    """Return who decides or attends, by seat, and the number of their desk."""
    if facts.is_map:
        seats = {facts.first_seat[facts.owner[k]] for k in range(N_CAUSES)}
    else:
        seats = {seat for post, seat in enumerate(facts.first_seat) if facts.manager[post]}
    return {seat: at for at, seat in enumerate(sorted(seats | {facts.first_seat[facts.root]}))}


def _posts(chart: Chart, facts: ChartFacts, parameters: Parameters, scorecards: Mapping[str, float]) -> Records:
    rules = parameters.incentives
    above = {boss for seat in facts.handlers for boss in facts.superiors(facts.post_of[seat])}
    out = np.zeros(len(facts.function), POST)
    for post, metric in enumerate(defence_pay(chart, rules, scorecards)):
        customer_paid = rules.paid_on_customers == 1.0 and (facts.function[post] == Function.SERVICE or post in above)
        c = own_line_strength(rules.own_line_strength, customer_paid)
        own = facts.own_line[post][:N_CAUSES]
        defence = [metric * rules.defence_by_cause[k] for k in range(N_CAUSES)]
        out["strength"][post] = c
        out["own_line"][post] = own
        out["stakes"][post] = [stake(amount) for amount in defence]
        out["pay"][post] = [
            case_pay(rules.customer_pay, amount, c, 1.0 if mine else 0.0)
            for amount, mine in zip(defence, own, strict=True)
        ]
    return out


def _contact_shares(facts: ChartFacts, parameters: Parameters) -> Floats:
    """Return con_f, each function's share of contacts that need another function than service, at base rates."""
    causes, requests = parameters.causes, parameters.requests
    needs = [0.0] * N_FUNCTIONS
    for k in range(N_CAUSES - 1):
        needs[facts.owner_function[k]] += causes.rate[k] * causes.complaint[k]
    for request in (Request.ORDER_STATUS, Request.PRODUCT_QUESTION):
        needs[facts.owner_function[request]] += requests.rate[request - N_CAUSES]
    needs[Function.SERVICE] = 0.0
    everything = total(needs)
    shares = np.array(needs) / everything if everything > 0.0 else np.zeros(N_FUNCTIONS)
    shares[Function.EXECUTIVE] = 0.0  # met as a superior, not by task
    return shares


def _needs_owner(facts: ChartFacts) -> list[bool]:
    return [facts.owner[kind] != NOBODY and facts.owner_function[kind] != Function.SERVICE for kind in range(N_KINDS)]


def _circles(facts: ChartFacts, parameters: Parameters) -> Integers:
    routes = facts.is_map and parameters.handling.routing == 1.0
    return np.array([facts.department[own] if routes and own != NOBODY else NOBODY for own in facts.owner])


def _contact_hours(facts: ChartFacts, post: int, parameters: Parameters) -> list[float]:
    rules = parameters.handling
    hours = []
    for kind, needs in enumerate(_needs_owner(facts)):
        own = facts.owner[kind]
        talk = rules.failure_hours * (1.0 + rules.skill_gap[kind]) if kind < N_CAUSES else rules.request_hours
        away = own != NOBODY and facts.site[own] != facts.site[post]
        near = facts.same_department[post][kind]
        hours.append(
            handling.contact_hours(talk, needs, near, away, rules.inside_hours, rules.across_hours, rules.site_hours)
        )
    return hours


def _overhead(facts: ChartFacts, post: int, parameters: Parameters) -> float:
    rules = parameters.attention
    managers, line = facts.manager_reports[post], facts.line_reports[post]
    return attention.overhead(
        managers, line, rules.manager_overhead, rules.line_overhead, rules.reference_span, rules.load_exponent
    ) + attention.relation_hours(managers, rules.graicunas, rules.reference_span)


def _exceptions(facts: ChartFacts, post: int, parameters: Parameters) -> float:
    rules = parameters.attention
    managers, line = facts.manager_reports[post], facts.line_reports[post]
    return attention.expected_exceptions(managers, line, rules.manager_exceptions, rules.line_exceptions)


def _maximal(facts: ChartFacts, parameters: Parameters) -> Floats:
    """Return the mean number of candidates of each kind a day; poor answers have none of their own."""
    demand, causes, requests = parameters.demand, parameters.causes, parameters.requests
    start = demand.customers_per_handler * len(facts.handlers)
    headroom_of = [*causes.candidates, *requests.candidates]
    refunds = orders.capacity(parameters.warehouse.refund_ratio, 1.0, parameters.improvement.time_share, 0.0)
    headroom_of[Cause.SLOW_REFUND] = contacts.slow_refund_headroom(
        headroom_of[Cause.SLOW_REFUND], causes.rate[Cause.SLOW_REFUND], parameters.warehouse.return_share, refunds
    )
    kinds = zip(
        (*causes.rate, *requests.rate),
        (*causes.complaint, *([1.0] * len(Request))),
        headroom_of,
        strict=True,
    )
    out = np.array(
        [
            contacts.maximal_contacts(
                demand.shock_ceiling, start, demand.orders_per_customer, rate, propensity, headroom
            )
            for rate, propensity, headroom in kinds
        ]
    )
    out[Cause.POOR_ANSWER] = 0.0
    return out
