"""Phases 1, 2 and 7 in compiled code: orders, contacts and customers."""

from typing import Any

from reportsto.arithmetic import normal_quantile, poisson
from reportsto.engine import draws
from reportsto.engine.compiling import compiled
from reportsto.engine.draws import CHUNK
from reportsto.engine.layout import (
    BACK_ORDERS,
    OUT_OF_CONTACTS,
    OUT_OF_WARRANTY,
    TAKEN,
    TO_REFUND,
    TO_SHIP,
    TOO_MANY_CONTACTS,
)
from reportsto.engine.lines import count_ages, join, take, taken_items
from reportsto.engine.noting import begin_cases
from reportsto.orderflow import contacts as speaking_up
from reportsto.orderflow import customers as staying
from reportsto.orderflow import orders as ordering
from reportsto.streams import FLOWS, SLOT_BITS
from reportsto.vocabulary import N_CAUSES, N_KINDS, Cause, Function, Outcome, Request, Stream

LATE, MIX_UP, SLOW_REFUND, BACK_ORDER = (
    int(Cause.LATE),
    int(Cause.MIX_UP),
    int(Cause.SLOW_REFUND),
    int(Cause.BACK_ORDER),
)
OVERSOLD, WRONG_PRICE, DEFECT = int(Cause.OVERSOLD), int(Cause.WRONG_PRICE), int(Cause.DEFECT)
WRONG_BILL, POOR_ANSWER = int(Cause.WRONG_BILL), int(Cause.POOR_ANSWER)
ORDER_STATUS, PRODUCT_QUESTION = int(Request.ORDER_STATUS), int(Request.PRODUCT_QUESTION)
ORDER_ENTRY = int(Request.ORDER_ENTRY)
LOGISTICS = int(Function.LOGISTICS)
NO_FAILURE, SILENT = int(Outcome.NO_FAILURE), int(Outcome.SILENT)
N_OUTCOMES = len(Outcome)
DEMAND, FLOW, CONTACT = int(Stream.DEMAND), int(Stream.FLOW), int(Stream.CONTACT)
RETURNS, RELEASED, CANCELLED = FLOWS["returns"], FLOWS["released"], FLOWS["cancelled"]
NEW, LEAVERS = FLOWS["new"], FLOWS["leavers"]


@compiled
def flow(state: Any, entity: int, mean: float) -> int:
    """Return one of today's counts."""
    return poisson(mean, draws.number(state, FLOW, state.day, entity, 0))


@compiled
def count_failures(state: Any, tally: Any, cause: int, count: float) -> None:
    """Count today's true failures."""
    state.failures[cause] += count
    if state.measured:
        tally.failures[cause] += count
    if state.in_cohort:
        tally.failures_cohort[cause] += count


@compiled
def do_orders(
    p: Any,
    state: Any,
    tally: Any,
    kinds: Any,
    counts: Any,
    candidates: Any,
    scratch: Any,
    lines: Any,
    cohorts: Any,
    ages: Any,
) -> None:
    """Phase 1: orders arrive, are back-ordered, ship, are returned and refunded."""
    day = state.day
    u_shock, u_orders = draws.numbers(state, DEMAND, day, 0, 0)
    state.shock = ordering.next_shock(
        state.shock,
        normal_quantile(u_shock),
        p.demand_shock_persistence,
        p.demand_shock_sd,
        p.demand_shock_floor,
        p.demand_shock_ceiling,
    )
    state.orders_today = poisson(
        ordering.expected_orders(state.customers, p.demand_orders_per_customer, state.shock), u_orders
    )
    failed = fail(p, state, tally, kinds, counts, candidates, scratch, BACK_ORDER, state.rates[BACK_ORDER])
    back_ordered = min(state.orders_today, failed)
    stock = lines[BACK_ORDERS].size
    released = flow(state, RELEASED, stock * p.warehouse_back_order_release)
    rows = take(lines, cohorts, BACK_ORDERS, released)
    for at in range(rows):
        join(state, lines, cohorts, TO_SHIP, cohorts[TAKEN, at].day, cohorts[TAKEN, at].count)
    rows = take(lines, cohorts, BACK_ORDERS, flow(state, CANCELLED, stock * p.warehouse_back_order_cancel))
    cancelled = taken_items(cohorts, rows)
    join(state, lines, cohorts, BACK_ORDERS, day, back_ordered)
    join(state, lines, cohorts, TO_SHIP, day, state.orders_today - back_ordered)
    shipped = _ship(p, state, tally, kinds, lines, cohorts, ages)
    if state.measured:
        tally.orders += state.orders_today
        tally.back_ordered += back_ordered
        tally.cancelled += cancelled
        tally.back_orders_waiting += lines[BACK_ORDERS].size
    tally.whole_ordered += state.orders_today
    tally.whole_cancelled += cancelled
    tally.whole_shipped += shipped


@compiled
def _ship(p: Any, state: Any, tally: Any, kinds: Any, lines: Any, cohorts: Any, ages: Any) -> int:
    day = state.day
    n = 0
    time = over = capability = 0.0
    for k in range(N_CAUSES):
        if kinds[k].owner_function == LOGISTICS:
            n += 1
            time += state.improving[k]
            over += state.overtime[k]
            capability += state.capability[k]
    time, over = time / n, over / n
    ship = ordering.capacity(p.warehouse_ship_ratio, state.base_orders, time, over)
    refund = ordering.capacity(p.warehouse_refund_ratio, state.base_orders, time, over)
    expected = ordering.expected_returns(
        state.orders_today, p.warehouse_return_share, state.questions_answered, p.warehouse_advice
    )
    join(state, lines, cohorts, TO_REFUND, day, min(state.orders_today, flow(state, RETURNS, expected)))
    rows = take(lines, cohorts, TO_SHIP, ordering.served(lines[TO_SHIP].size, ship))
    shipped = taken_items(cohorts, rows)
    if state.measured:
        count_ages(ages[0], cohorts, rows, day)
    rows = take(lines, cohorts, TO_REFUND, ordering.served(lines[TO_REFUND].size, refund))
    state.wait = ordering.days_waiting(lines[TO_SHIP].size, ship)
    state.refund_wait = ordering.days_waiting(lines[TO_REFUND].size, refund)
    if state.measured:
        count_ages(ages[1], cohorts, rows, day)
        tally.improvement_time += time
        tally.overtime += over
        tally.capability += capability / n
    return shipped


@compiled
def fail(
    p: Any,
    state: Any,
    tally: Any,
    kinds: Any,
    counts: Any,
    candidates: Any,
    scratch: Any,
    cause: int,
    rate: float,
) -> int:
    """Let today's orders fail for one cause; return how many did, complaining or silent."""
    rate = min(1.0, rate)
    q = speaking_up.complaint_propensity(
        p.causes_complaint[cause], p.contacts_voice_feedback, state.made_good, p.contacts_made_good_norm
    )
    if cause == DEFECT:
        q = q * p.causes_warranty_share
    q = max(0.0, min(1.0, q))
    accept(state, kinds[cause], counts, candidates, scratch, cause, state.orders_today * rate * q)
    silent = flow(state, cause, state.orders_today * rate * (1.0 - q))
    failed = kinds[cause].accepted + silent
    count_failures(state, tally, cause, failed)
    state.outcomes[SILENT] += silent
    return failed


@compiled
def accept(state: Any, here: Any, counts: Any, candidates: Any, scratch: Any, kind: int, present: float) -> None:
    """Find out which of today's candidates of a kind (row `here`) contact the firm."""
    chance = speaking_up.acceptance(present, here.maximal)
    here.accepted = 0
    if chance > 1.0:
        if state.problem == 0:
            state.problem, state.problem_kind, state.problem_size = TOO_MANY_CONTACTS, kind, present
        return
    first, second = scratch[0], scratch[1]
    start = here.slot_start
    at = start
    count = counts[state.day, kind]
    for low in range(0, count, CHUNK):
        size = min(CHUNK, count - low)
        draws.fill_entities(state, CONTACT, state.day, (kind << SLOT_BITS) + low, size, first, second)
        new = at
        for one in range(size):
            candidates[at].slot = low + one
            at += 1 if first[one] < chance else 0
        for one in range(new, at):
            candidates[one].u_severity = second[candidates[one].slot - low]
    here.accepted = at - start


@compiled
def do_contacts(
    p: Any,
    state: Any,
    tally: Any,
    kinds: Any,
    counts: Any,
    candidates: Any,
    scratch: Any,
    contacts: Any,
    coming: Any,
    warranty: Any,
    trace: Any,
) -> None:
    """Phase 2: customers whose order failed complain or stay silent; others ask for something."""
    late = ordering.late_rate(state.rates[LATE], state.wait, p.warehouse_late_grace_days)
    slow = ordering.slow_refund_rate(
        state.rates[SLOW_REFUND], state.refund_wait, p.warehouse_refund_grace_days, p.warehouse_return_share
    )
    fail(p, state, tally, kinds, counts, candidates, scratch, LATE, late)
    fail(p, state, tally, kinds, counts, candidates, scratch, MIX_UP, state.rates[MIX_UP])
    fail(p, state, tally, kinds, counts, candidates, scratch, SLOW_REFUND, slow)
    oversold = ordering.oversold_rate(state.rates[OVERSOLD], p.causes_promise_pressure)
    fail(p, state, tally, kinds, counts, candidates, scratch, OVERSOLD, oversold)
    fail(p, state, tally, kinds, counts, candidates, scratch, WRONG_PRICE, state.rates[WRONG_PRICE])
    fail(p, state, tally, kinds, counts, candidates, scratch, DEFECT, state.rates[DEFECT])
    fail(p, state, tally, kinds, counts, candidates, scratch, WRONG_BILL, state.rates[WRONG_BILL])
    status = speaking_up.status_rate(p.requests_rate[0], state.wait, p.requests_status_per_day_waited)
    accept(state, kinds[ORDER_STATUS], counts, candidates, scratch, ORDER_STATUS, state.orders_today * status)
    accept(
        state,
        kinds[PRODUCT_QUESTION],
        counts,
        candidates,
        scratch,
        PRODUCT_QUESTION,
        state.orders_today * p.requests_rate[1],
    )
    accept(state, kinds[ORDER_ENTRY], counts, candidates, scratch, ORDER_ENTRY, state.orders_today * p.requests_rate[2])
    if state.problem == 0:
        _arrive(p, state, tally, kinds, candidates, contacts, coming, warranty, trace)


@compiled
def _arrive(
    p: Any,
    state: Any,
    tally: Any,
    kinds: Any,
    candidates: Any,
    contacts: Any,
    coming: Any,
    warranty: Any,
    trace: Any,
) -> None:
    """Queue today's contacts: born of yesterday's answers first, defects whose lag is over, then by kind and slot."""
    lag = int(p.causes_warranty_lag_days)
    new = state.born + state.warranty_tail - state.warranty_head
    for kind in range(N_KINDS):
        new += kinds[kind].accepted
    if not _make_room(state, contacts, new):
        return
    low = tail = state.contacts_tail
    for at in range(state.born):
        contacts[tail] = coming[at]
        tail += 1
    state.born = 0
    while state.warranty_head < state.warranty_tail and warranty[state.warranty_head].born == state.day:
        contacts[tail] = warranty[state.warranty_head]
        state.warranty_head += 1
        tail += 1
    for kind in range(N_CAUSES):
        if kind == DEFECT and lag > 0:
            _insure(p, state, kinds, candidates, warranty, lag)
        else:
            tail = _complain(p, state, kinds, candidates, kind, contacts, tail, state.day)
    failures = tail
    for kind in range(N_CAUSES, N_KINDS):
        tail = _complain(p, state, kinds, candidates, kind, contacts, tail, state.day)
    _count_arrivals(state, tally, kinds[ORDER_STATUS].accepted, contacts, low, failures, tail)
    state.contacts_tail = tail
    if len(trace):
        begin_cases(state, contacts, low, tail, trace)


@compiled
def _count_arrivals(state: Any, tally: Any, status: int, contacts: Any, low: int, failures: int, tail: int) -> None:
    state.contacts_today, state.complaints_today = tail - low, failures - low
    tally.whole_arrived += tail - low
    if state.measured:
        tally.arrived += tail - low
        tally.arrived_failures += failures - low
        tally.arrived_status += status
    for at in range(low, failures):
        if state.measured:
            tally.cases[contacts[at].kind] += 1
        if state.burn_in < contacts[at].failed <= state.last_followed:
            tally.cases_cohort += 1


@compiled
def _make_room(state: Any, contacts: Any, new: int) -> bool:
    """Move what waits to the front of the queue if the rest of it is too short for today; an empty one starts anew."""
    if state.contacts_head == state.contacts_tail:
        state.contacts_head = state.contacts_tail = 0
    head, tail = state.contacts_head, state.contacts_tail
    if tail + new <= len(contacts):
        return True
    for at in range(head, tail):
        contacts[at - head] = contacts[at]
    state.contacts_head, state.contacts_tail = 0, tail - head
    if tail - head + new <= len(contacts):
        return True
    state.problem = OUT_OF_CONTACTS
    return False


@compiled
def _complain(p: Any, state: Any, kinds: Any, candidates: Any, kind: int, queue: Any, tail: int, born: int) -> int:
    """Put today's customers of one kind at the end of a queue; return its new end."""
    start = kinds[kind].slot_start
    for at in range(start, start + kinds[kind].accepted):
        contact = queue[tail]
        contact.day, contact.entity, contact.generation = state.day, (kind << SLOT_BITS) + candidates[at].slot, 0
        contact.kind, contact.born, contact.failed, contact.severity = kind, born, state.day, 0.0
        if kind < N_CAUSES:
            contact.severity = speaking_up.case_severity(
                p.causes_severity[kind], p.causes_severity_spread, candidates[at].u_severity
            )
        tail += 1
    return tail


@compiled
def _insure(p: Any, state: Any, kinds: Any, candidates: Any, warranty: Any, lag: int) -> None:
    """Let today's defects wait for their lag."""
    if state.warranty_head > len(warranty) // 2:
        for at in range(state.warranty_head, state.warranty_tail):
            warranty[at - state.warranty_head] = warranty[at]
        state.warranty_tail -= state.warranty_head
        state.warranty_head = 0
    if state.warranty_tail + kinds[DEFECT].accepted > len(warranty):
        state.problem = OUT_OF_WARRANTY
        return
    state.warranty_tail = _complain(p, state, kinds, candidates, DEFECT, warranty, state.warranty_tail, state.day + lag)


@compiled
def do_customers(p: Any, state: Any, tally: Any, handlers: Any) -> None:
    """Phase 7: customers are content or leave; new ones come; the reputation for making good moves."""
    failed = 0.0
    for k in range(N_CAUSES):
        if k != POOR_ANSWER:
            failed += state.failures[k]
    state.outcomes[NO_FAILURE] = staying.untroubled(state.orders_today, int(failed))
    leaving = value = 0.0
    for outcome in range(N_OUTCOMES):
        leaving += state.outcomes[outcome] * p.customers_leaving[outcome]
        value += state.outcomes[outcome] * p.customers_value[outcome]
    leaving += state.rude_today * p.customers_rude_leaving
    value += state.extra_satisfaction - state.rude_today * p.customers_rude_loss
    leavers = flow(state, LEAVERS, leaving)
    won = p.demand_conversion * state.questions_answered
    new = flow(state, NEW, p.demand_new_per_handler * len(handlers) + won)
    if state.measured:
        tally.satisfaction += value
        tally.leavers += leavers
        tally.customers += state.customers
    state.customers = staying.next_customers(state.customers, new, leavers, p.demand_customers_floor)
    if state.heard_today:
        share = state.made_good_today / state.heard_today
        state.made_good = speaking_up.next_made_good(state.made_good, share, p.contacts_made_good_speed)
