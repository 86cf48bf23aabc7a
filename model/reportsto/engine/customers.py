"""Phases 1, 2 and 7 in compiled code: what customers order, suffer and ask, and whether they stay."""

from reportsto.arithmetic import normal_quantile, poisson, poisson_given
from reportsto.arrays import Integers
from reportsto.engine import draws
from reportsto.engine.compiling import compiled
from reportsto.engine.draws import CHUNK, flow
from reportsto.engine.layout import (
    OUT_OF_CONTACTS,
    OUT_OF_WARRANTY,
    TO_REFUND,
    TO_SHIP,
    TOO_MANY_CONTACTS,
    Arrays,
    Contact,
    Kind,
    Numbers,
    Rows,
    State,
)
from reportsto.engine.noting import begin_cases
from reportsto.engine.warehouse import work
from reportsto.measuring import AGES
from reportsto.orderflow import contacts as speaking_up
from reportsto.orderflow import customers as staying
from reportsto.orderflow import orders as ordering
from reportsto.orderflow import times
from reportsto.records import MONTH, MOST_CONTACTS, Tally
from reportsto.streams import ADDRESS_OF_KIND, FLOWS, SLOT_BITS
from reportsto.vocabulary import N_CAUSES, N_KINDS, N_WEEKDAYS, Cause, Outcome, Request, Stream

LATE, MIX_UP, SLOW_REFUND, BACK_ORDER = (
    int(Cause.LATE),
    int(Cause.MIX_UP),
    int(Cause.SLOW_REFUND),
    int(Cause.BACK_ORDER),
)
OVERSOLD, DEFECT, POOR_ANSWER = int(Cause.OVERSOLD), int(Cause.DEFECT), int(Cause.POOR_ANSWER)
ORDER_STATUS = int(Request.ORDER_STATUS)
NO_FAILURE, SILENT = int(Outcome.NO_FAILURE), int(Outcome.SILENT)
N_OUTCOMES = len(Outcome)
DEMAND, CONTACT = int(Stream.DEMAND), int(Stream.CONTACT)
NEW, LEAVERS = FLOWS["new"], FLOWS["leavers"]
SILENT_FROM = N_KINDS
"""Where the means of those who stay silent begin, after those who contact the firm by kind."""
EXPECTED = N_KINDS + N_CAUSES
LATE_BY_MONTH = AGES.index("late_by_month")


@compiled
def count_failures(state: State, tally: Tally, cause: int, count: float) -> None:
    """Count today's true failures."""
    state.failures[cause] += count
    if state.measured:
        tally.failures[cause] += count
    if state.in_cohort:
        tally.failures_cohort[cause] += count


@compiled
def do_orders(arrays: Arrays) -> None:
    """Phase 1: orders arrive, are back-ordered, ship, are returned and refunded."""
    p, state = arrays.p, arrays.state
    u_shock, u_orders = draws.numbers(state, DEMAND, state.day, 0, 0)
    state.shock = ordering.next_shock(
        state.shock,
        normal_quantile(u_shock),
        p.demand_shock_persistence,
        p.demand_shock_sd,
        p.demand_shock_floor,
        p.demand_shock_ceiling,
    )
    state.orders_today = poisson(
        ordering.expected_orders(
            state.customers, p.demand_orders_per_customer, state.shock, p.demand_week[state.day % N_WEEKDAYS]
        ),
        u_orders,
    )
    _expect(arrays, BACK_ORDER, state.rates[BACK_ORDER])
    draws.fill_none(arrays.scratch[0], EXPECTED, arrays.scratch[1])
    back_ordered = min(state.orders_today, _fail(arrays, BACK_ORDER))
    work(arrays, back_ordered)


@compiled
def _expect(arrays: Arrays, cause: int, rate: float) -> None:
    """Write down the mean counts of those a cause fails today: who complain, and who stay silent.

    `fill_none` turns all of a phase into exponentials together, which takes hardly more time than one.
    """
    state, means = arrays.state, arrays.scratch[0]
    rate, q = min(1.0, rate), _complaint_share(arrays.p, state, cause)
    means[cause] = state.orders_today * rate * q
    means[SILENT_FROM + cause] = state.orders_today * rate * (1.0 - q)


@compiled
def _fail(arrays: Arrays, cause: int) -> int:
    """Let today's orders fail for one cause as expected; return how many did, complaining or silent."""
    state, means, none = arrays.state, arrays.scratch[0], arrays.scratch[1]
    _accept(arrays, cause)
    at = SILENT_FROM + cause
    silent = poisson_given(means[at], none[at], state.u_flow[cause])
    failed = arrays.kinds[cause].accepted + silent
    count_failures(state, arrays.tally, cause, failed)
    state.outcomes[SILENT] += silent
    return failed


@compiled
def _complaint_share(p: Numbers, state: State, cause: int) -> float:
    """Return the share of those a cause fails today who complain."""
    q = speaking_up.complaint_propensity(
        p.causes_complaint[cause], p.contacts_voice_feedback, state.made_good, p.contacts_made_good_norm
    )
    if cause == DEFECT:
        q = q * p.causes_warranty_share
    return max(0.0, min(1.0, q))


@compiled
def _leave_late(arrays: Arrays, cause: int, late: Integers) -> None:
    """Let what left late today be failures of today; put the complaining in the place of the counts by days late."""
    state = arrays.state
    q, u = _complaint_share(arrays.p, state, cause), state.u_flow[cause]
    count = complaining = 0
    for days in range(1, late[0] + 1):
        count += late[days]
        speak_up = times.whole(count, q, u)
        late[days] = speak_up - complaining
        complaining = speak_up
    arrays.kinds[cause].accepted = complaining
    _speak_up(state, complaining)
    count_failures(state, arrays.tally, cause, count)
    state.outcomes[SILENT] += count - complaining


@compiled
def _complain_late(arrays: Arrays, cause: int, late: Integers, tail: int) -> int:
    """Put today's complaints about what left late at the end of the queue, in order of days; return its new end.

    Until `_judge` each has the mean of its severity.
    """
    p, state, queue = arrays.p, arrays.state, arrays.contacts
    first, start = ADDRESS_OF_KIND[cause] << SLOT_BITS, tail
    for days in range(1, late[0] + 1):
        mean = p.causes_severity[cause]
        if cause == LATE:
            mean = times.late_severity(
                days, p.times_late_severity, p.times_late_severity_day, p.times_late_severity_most
            )
        for _ in range(late[days]):
            contact = queue[tail]
            contact.day, contact.entity, contact.generation = state.day, first + tail - start, 0
            contact.kind, contact.born, contact.failed, contact.severity = cause, state.day, state.day, mean
            tail += 1
    return tail


@compiled
def _accept(arrays: Arrays, kind: int) -> None:
    """Let as many customers contact the firm about a kind as expected."""
    state, here, means, none = arrays.state, arrays.kinds[kind], arrays.scratch[0], arrays.scratch[1]
    here.accepted = poisson_given(means[kind], none[kind], state.u_counts[ADDRESS_OF_KIND[kind]])
    _speak_up(state, here.accepted)


@compiled
def _speak_up(state: State, count: int) -> None:
    """Count who contacts the firm today; stop the run where there is no room for them."""
    state.contacts_today += count
    if state.contacts_today > MOST_CONTACTS and state.problem == 0:
        state.problem, state.problem_size = TOO_MANY_CONTACTS, state.contacts_today


@compiled
def do_contacts(arrays: Arrays) -> None:
    """Phase 2: customers whose order failed complain or stay silent; others ask for something."""
    state, spread = arrays.state, arrays.p.times_spread != 0.0
    _expect_all(arrays, spread)
    for cause in range(N_CAUSES):
        if spread and cause in (LATE, SLOW_REFUND):
            _leave_late(arrays, cause, arrays.left_late[TO_SHIP if cause == LATE else TO_REFUND])
        elif cause not in (BACK_ORDER, POOR_ANSWER):
            _fail(arrays, cause)
    for request in range(N_CAUSES, N_KINDS):
        _accept(arrays, request)
    if state.measured:
        arrays.ages[LATE_BY_MONTH, (state.day - state.burn_in - 1) // MONTH] += state.failures[LATE]
    if state.problem == 0:
        _arrive(arrays)


@compiled
def _expect_all(arrays: Arrays, spread: bool) -> None:
    """Write down the mean counts of this phase, and the chances that they are 0."""
    p, state, means = arrays.p, arrays.state, arrays.scratch[0]
    for cause in range(N_CAUSES):
        if cause in (BACK_ORDER, POOR_ANSWER) or (spread and cause in (LATE, SLOW_REFUND)):
            continue
        rate = state.rates[cause]
        if cause == LATE:
            rate = ordering.late_rate(rate, state.wait, p.warehouse_late_grace_days)
        elif cause == SLOW_REFUND:
            rate = ordering.slow_refund_rate(
                rate, state.refund_wait, p.warehouse_refund_grace_days, p.warehouse_return_share
            )
        elif cause == OVERSOLD:
            rate = ordering.oversold_rate(rate, p.causes_promise_pressure)
        _expect(arrays, cause, rate)
    for request in range(N_KINDS - N_CAUSES):
        rate = p.requests_rate[request]
        if request + N_CAUSES == ORDER_STATUS:
            rate = speaking_up.status_rate(rate, state.wait, p.requests_status_per_day_waited)
        means[request + N_CAUSES] = state.orders_today * rate
    draws.fill_none(means, EXPECTED, arrays.scratch[1])


@compiled
def _arrive(arrays: Arrays) -> None:
    """Queue today's contacts: born of yesterday's answers first, defects whose lag is over, then by kind and slot."""
    state, kinds, contacts, warranty = arrays.state, arrays.kinds, arrays.contacts, arrays.warranty
    lag, spread = int(arrays.p.causes_warranty_lag_days), arrays.p.times_spread != 0.0
    new = state.born + state.warranty_tail - state.warranty_head
    for kind in range(N_KINDS):
        new += kinds[kind].accepted
    if not _make_room(state, contacts, new):
        return
    low = tail = state.contacts_tail
    state.arrived_hours = 0.0
    born = state.born
    for at in range(state.born):
        contacts[tail] = arrays.coming[at]
        tail += 1
    state.born = 0
    while state.warranty_head < state.warranty_tail and warranty[state.warranty_head].born == state.day:
        contacts[tail] = warranty[state.warranty_head]
        state.warranty_head += 1
        tail += 1
    insured = tail - low - born
    failures = older = tail
    for kind in range(N_KINDS):
        arrived = kinds[kind].accepted
        if kind == DEFECT and lag > 0:
            _insure(arrays, lag)
            arrived = insured
        elif spread and kind == LATE:
            tail = _complain_late(arrays, kind, arrays.left_late[TO_SHIP], tail)
        elif spread and kind == SLOW_REFUND:
            tail = _complain_late(arrays, kind, arrays.left_late[TO_REFUND], tail)
        else:
            tail = _complain(arrays, kind, contacts, tail, state.day)
        if kind == POOR_ANSWER:
            arrived = born
        state.arrived_hours += arrived * kinds[kind].answer_hours
        if kind < N_CAUSES:
            failures = tail
    _judge(arrays, contacts, older, failures)
    _count_arrivals(state, arrays.tally, kinds, low, failures, tail)
    _count_all_cases(state, arrays.tally, kinds, contacts, low, older, lag > 0)
    state.contacts_tail = tail
    if len(arrays.trace):
        begin_cases(state, contacts, low, tail, arrays.trace)


@compiled
def _count_arrivals(state: State, tally: Tally, kinds: Rows[Kind], low: int, failures: int, tail: int) -> None:
    state.contacts_today, state.complaints_today = tail - low, failures - low
    tally.whole_arrived += tail - low
    if state.measured:
        tally.arrived += tail - low
        tally.arrived_failures += failures - low
        tally.arrived_status += kinds[ORDER_STATUS].accepted


@compiled
def _count_all_cases(
    state: State, tally: Tally, kinds: Rows[Kind], contacts: Rows[Contact], low: int, older: int, insured: bool
) -> None:
    """Count failure cases: those that failed before today, rows `low` to `older`, one by one, and today's by cause.

    Where defects are `insured`, those of today have not arrived.
    """
    for at in range(low, older):
        _count_cases(state, tally, kinds, int(contacts[at].kind), int(contacts[at].failed), 1)
    for cause in range(N_CAUSES):
        if not insured or cause != DEFECT:
            _count_cases(state, tally, kinds, cause, state.day, kinds[cause].accepted)


@compiled
def _count_cases(state: State, tally: Tally, kinds: Rows[Kind], cause: int, failed: int, count: int) -> None:
    """Count cases of one cause and day of failure that arrived today."""
    if state.measured:
        tally.cases[cause] += count
    if kinds[cause].owner_function >= 0 and state.burn_in < failed <= state.last_followed:
        tally.cases_cohort += count


@compiled
def _make_room(state: State, contacts: Rows[Contact], new: int) -> bool:
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
def _complain(arrays: Arrays, kind: int, queue: Rows[Contact], tail: int, born: int) -> int:
    """Put today's customers of one kind at the end of a queue; return its new end.

    Until `_judge` a failure case has the mean of its severity. A request has none.
    """
    state, entity = arrays.state, ADDRESS_OF_KIND[kind] << SLOT_BITS
    mean = arrays.p.causes_severity[kind] if kind < N_CAUSES else 0.0
    for slot in range(arrays.kinds[kind].accepted):
        contact = queue[tail]
        contact.day, contact.entity, contact.generation = state.day, entity + slot, 0
        contact.kind, contact.born, contact.failed, contact.severity = kind, born, state.day, mean
        tail += 1
    return tail


@compiled
def _judge(arrays: Arrays, queue: Rows[Contact], low: int, high: int) -> None:
    """Draw how bad today's failure cases are, rows `low` to `high` of a queue: all kinds in one go.

    Kind by kind, each would be drawn in a multiple of `draws.ABREAST`.
    """
    state, spread, words, scratch = arrays.state, arrays.p.causes_severity_spread, arrays.words, arrays.scratch
    for start in range(low, high, CHUNK):
        size = min(CHUNK, high - start)
        for at in range(size):
            draws.note_address(words, at, queue[start + at])
        draws.fill_addresses(state, CONTACT, words, size, 1, 0, scratch[0], scratch[1])
        for at in range(size):
            contact = queue[start + at]
            contact.severity = speaking_up.case_severity(contact.severity, spread, scratch[1, at])


@compiled
def _insure(arrays: Arrays, lag: int) -> None:
    """Let today's defects wait for their lag."""
    state, warranty = arrays.state, arrays.warranty
    if state.warranty_head > len(warranty) // 2:
        for at in range(state.warranty_head, state.warranty_tail):
            warranty[at - state.warranty_head] = warranty[at]
        state.warranty_tail -= state.warranty_head
        state.warranty_head = 0
    if state.warranty_tail + arrays.kinds[DEFECT].accepted > len(warranty):
        state.problem = OUT_OF_WARRANTY
        return
    first = state.warranty_tail
    state.warranty_tail = _complain(arrays, DEFECT, warranty, first, state.day + lag)
    _judge(arrays, warranty, first, state.warranty_tail)


@compiled
def do_customers(arrays: Arrays) -> None:
    """Phase 7: customers are content or leave; new ones come; the reputation for making good moves."""
    p, state, tally = arrays.p, arrays.state, arrays.tally
    failed = 0.0
    for k in range(N_CAUSES):
        if k != POOR_ANSWER:
            failed += state.failures[k]
    state.outcomes[NO_FAILURE] = staying.untroubled(state.orders_today, int(failed))
    leaving = value = outcomes = 0.0
    for outcome in range(N_OUTCOMES):
        outcomes += state.outcomes[outcome]
        leaving += state.outcomes[outcome] * p.customers_leaving[outcome]
        value += state.outcomes[outcome] * p.customers_value[outcome]
    leaving += state.rude_today * p.customers_rude_leaving
    value += state.rude_today * (p.customers_value[NO_FAILURE] - p.customers_rude_loss)
    leavers = flow(state, LEAVERS, leaving)
    won = p.demand_conversion * state.questions_answered
    new = flow(state, NEW, p.demand_new_per_handler * len(arrays.handlers) + won)
    if state.measured:
        tally.satisfaction += value
        tally.outcomes += outcomes + state.rude_today
        tally.leavers += leavers
        tally.customers += state.customers
    state.customers = staying.next_customers(state.customers, new, leavers, p.demand_customers_floor)
    if state.heard_today:
        share = state.made_good_today / state.heard_today
        state.made_good = speaking_up.next_made_good(state.made_good, share, p.contacts_made_good_speed)
