"""The warehouse in compiled code: lines of whole items, first come first served, and a day's work on them (phase 1)."""

from reportsto.arrays import Floats, Integers
from reportsto.engine.compiling import compiled
from reportsto.engine.draws import flow
from reportsto.engine.layout import (
    BACK_ORDERS,
    OUT_OF_COHORTS,
    TAKEN,
    TO_REFUND,
    TO_SHIP,
    Arrays,
    Cohort,
    Line,
    Numbers,
    Rows,
    State,
)
from reportsto.measuring import AGES
from reportsto.orderflow import orders as ordering
from reportsto.orderflow import staffing, times
from reportsto.records import MONTH
from reportsto.streams import FLOWS
from reportsto.vocabulary import N_CAUSES, Cause, Function

LOGISTICS = int(Function.LOGISTICS)
LATE, SLOW_REFUND = int(Cause.LATE), int(Cause.SLOW_REFUND)
RETURNS, RELEASED, CANCELLED = FLOWS["returns"], FLOWS["released"], FLOWS["cancelled"]
READY, REFUNDABLE = FLOWS["ready"], FLOWS["refundable"]
LAST_AGE = times.LAST_AGE
LEFT_BY_MONTH = AGES.index("left_by_month")


@compiled
def join(state: State, lines: Rows[Line], cohorts_of: Rows[Rows[Cohort]], which: int, day: int, count: int) -> None:
    """Add items that join on a day."""
    if count <= 0:
        return
    line, cohorts = lines[which], cohorts_of[which]
    if line.tail == len(cohorts):
        if line.head == 0:
            state.problem = OUT_OF_COHORTS
            return
        for at in range(line.head, line.tail):
            cohorts[at - line.head].day = cohorts[at].day
            cohorts[at - line.head].count = cohorts[at].count
        line.tail -= line.head
        line.head = 0
    cohorts[line.tail].day = day
    cohorts[line.tail].count = count
    line.tail += 1
    line.size += count


@compiled
def take(lines: Rows[Line], cohorts_of: Rows[Rows[Cohort]], which: int, count: int) -> int:
    """Move items, oldest first, into the row `TAKEN` with the day they joined; return how many cohorts these are."""
    line, cohorts, taken = lines[which], cohorts_of[which], cohorts_of[TAKEN]
    left = min(count, line.size)
    line.size -= left
    rows = 0
    while left > 0:
        oldest = cohorts[line.head]
        part = min(left, oldest.count)
        taken[rows].day = oldest.day
        taken[rows].count = part
        rows += 1
        left -= part
        if part == oldest.count:
            line.head += 1
        else:
            oldest.count -= part
    return rows


@compiled
def taken_items(taken: Rows[Cohort], rows: int) -> int:
    """Return how many items the last `take` moved."""
    items = 0
    for at in range(rows):
        items += taken[at].count
    return items


@compiled
def count_ages(ages: Floats, taken: Rows[Cohort], rows: int, day: int) -> None:
    """Count what the last `take` moved by age in days."""
    for at in range(rows):
        ages[day - taken[at].day] += taken[at].count


@compiled
def work(arrays: Arrays, back_ordered: int) -> None:
    """Let stock come in or be waited for in vain, ship, and refund."""
    p, state, tally, lines, cohorts = arrays.p, arrays.state, arrays.tally, arrays.lines, arrays.cohorts
    day, taken = state.day, cohorts[TAKEN]
    stock = lines[BACK_ORDERS].size
    rows = take(lines, cohorts, BACK_ORDERS, flow(state, RELEASED, stock * p.warehouse_back_order_release))
    released = taken_items(taken, rows)
    if p.times_spread == 0.0:
        for at in range(rows):
            join(state, lines, cohorts, TO_SHIP, taken[at].day, taken[at].count)
    rows = take(lines, cohorts, BACK_ORDERS, flow(state, CANCELLED, stock * p.warehouse_back_order_cancel))
    cancelled = taken_items(taken, rows)
    join(state, lines, cohorts, BACK_ORDERS, day, back_ordered)
    in_stock = state.orders_today - back_ordered
    if p.times_spread != 0.0:
        r = times.stay(state.rates[LATE], p.times_promise_days, 0.0)
        _process(arrays, TO_SHIP, released + in_stock, r, state.u_flow[READY])
    else:
        join(state, lines, cohorts, TO_SHIP, day, in_stock)
    shipped = _ship(arrays)
    if state.measured:
        tally.orders += state.orders_today
        tally.back_ordered += back_ordered
        tally.released += released
        tally.cancelled += cancelled
        month = (day - state.burn_in - 1) // MONTH
        arrays.ages[LEFT_BY_MONTH, month] += shipped if p.times_spread != 0.0 else state.orders_today
        tally.back_orders_waiting += lines[BACK_ORDERS].size
    tally.whole_ordered += state.orders_today
    tally.whole_cancelled += cancelled
    tally.whole_shipped += shipped


@compiled
def _ship(arrays: Arrays) -> int:
    p, state, tally, lines, cohorts = arrays.p, arrays.state, arrays.tally, arrays.lines, arrays.cohorts
    day, taken = state.day, cohorts[TAKEN]
    n = 0
    time = over = capability = 0.0
    for k in range(N_CAUSES):
        if arrays.kinds[k].owner_function == LOGISTICS:
            n += 1
            time += state.improving[k]
            over += state.overtime[k]
            capability += state.capability[k]
    time, over = time / n, over / n
    working = staffing.working_share(time, state.working_least)
    ship = ordering.capacity(state.staff[0], working, over)
    refund = ordering.capacity(state.staff[1], working, over)
    expected = ordering.expected_returns(
        state.orders_today, p.warehouse_return_share, state.questions_answered, p.warehouse_advice
    )
    returned = min(state.orders_today, flow(state, RETURNS, expected))
    if p.times_spread != 0.0:
        slow = times.slow_share(state.rates[SLOW_REFUND], p.warehouse_return_share)
        r = times.stay(slow, p.times_refund_promise_days, p.times_refund_first_days)
        _process(arrays, TO_REFUND, returned, r, state.u_flow[REFUNDABLE])
    else:
        join(state, lines, cohorts, TO_REFUND, day, returned)
    rows = take(lines, cohorts, TO_SHIP, ordering.served(lines[TO_SHIP].size, ship))
    shipped = taken_items(taken, rows)
    if p.times_spread != 0.0:
        _note_late(arrays.left_late[TO_SHIP], taken, rows, day, p.times_promise_days)
    if state.measured:
        count_ages(arrays.ages[0], taken, rows, day)
    rows = take(lines, cohorts, TO_REFUND, ordering.served(lines[TO_REFUND].size, refund))
    if p.times_spread != 0.0:
        _note_late(arrays.left_late[TO_REFUND], taken, rows, day, p.times_refund_promise_days)
    tally.whole_returned += returned
    tally.whole_refunded += taken_items(taken, rows)
    state.wait = ordering.days_waiting(lines[TO_SHIP].size, ship)
    state.refund_wait = ordering.days_waiting(lines[TO_REFUND].size, refund)
    if state.measured:
        count_ages(arrays.ages[1], taken, rows, day)
        tally.returned += returned
        tally.improvement_time += time
        tally.overtime += over
        tally.capability += capability / n
        tally.paid_warehouse += staffing.warehouse_hours(
            state.staff[0] + state.staff[1], p.staffing_person_hours, p.staffing_person_items
        )
    if p.staffing_follows != 0.0:
        _staff_tomorrow(p, state, TO_SHIP, state.orders_today, lines[TO_SHIP].size, working, over)
        _staff_tomorrow(p, state, TO_REFUND, returned, lines[TO_REFUND].size, working, over)
    return shipped


@compiled
def _process(arrays: Arrays, which: int, count: int, stay: float, u: float) -> None:
    """Take what came in today into process; let what is ready join its line, of the oldest batch first.

    A batch that is ready as a whole stays so: nothing more of it joins.
    """
    p, state, batches = arrays.p, arrays.state, arrays.batches[which]
    first = p.times_refund_first_days if which == TO_REFUND else 0.0
    new = batches[state.day % (LAST_AGE + 1)]
    new.day, new.count, new.ready, new.stay, new.u, new.left = state.day, count, 0, stay, u, 1.0
    for age in range(min(LAST_AGE, state.day - 1), -1, -1):
        if age < first:
            break
        batch = batches[(state.day - age) % (LAST_AGE + 1)]
        if batch.ready == batch.count:
            continue
        batch.left = batch.left * batch.stay
        ready = batch.count
        if age < LAST_AGE:
            ready = times.whole(batch.count, 1.0 - batch.left, batch.u)
        join(state, arrays.lines, arrays.cohorts, which, batch.day, ready - batch.ready)
        batch.ready = ready


@compiled
def _note_late(late: Integers, taken: Rows[Cohort], rows: int, day: int, promise: float) -> None:
    """Count what the last `take` moved later than promised, by days late; the first entry is the most days."""
    late[: late[0] + 1] = 0
    for at in range(rows):
        days = day - taken[at].day - int(promise)
        if days > 0:
            late[days] += taken[at].count
            late[0] = max(late[0], days)


@compiled
def _staff_tomorrow(p: Numbers, state: State, which: int, came: int, left: int, working: float, over: float) -> None:
    """Let the staff of a line follow what came in and what is left in it."""
    days = p.staffing_warehouse_days
    state.came_level[which] = staffing.next_level(state.came_level[which], came, days)
    needed = staffing.staff_needed(state.came_level[which], left, days, p.staffing_warehouse_load, working, over)
    state.staff[which] = staffing.next_staff(state.staff[which], needed, p.staffing_warehouse_change, state.day + 1)
