"""The warehouse in compiled code: lines of whole items, first come first served, and a day's work on them (phase 1)."""

from reportsto.arrays import Floats
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
from reportsto.orderflow import orders as ordering
from reportsto.orderflow import staffing
from reportsto.streams import FLOWS
from reportsto.vocabulary import N_CAUSES, Function

LOGISTICS = int(Function.LOGISTICS)
RETURNS, RELEASED, CANCELLED = FLOWS["returns"], FLOWS["released"], FLOWS["cancelled"]


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
    for at in range(rows):
        join(state, lines, cohorts, TO_SHIP, taken[at].day, taken[at].count)
    rows = take(lines, cohorts, BACK_ORDERS, flow(state, CANCELLED, stock * p.warehouse_back_order_cancel))
    cancelled = taken_items(taken, rows)
    join(state, lines, cohorts, BACK_ORDERS, day, back_ordered)
    join(state, lines, cohorts, TO_SHIP, day, state.orders_today - back_ordered)
    shipped = _ship(arrays)
    if state.measured:
        tally.orders += state.orders_today
        tally.back_ordered += back_ordered
        tally.cancelled += cancelled
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
    join(state, lines, cohorts, TO_REFUND, day, returned)
    rows = take(lines, cohorts, TO_SHIP, ordering.served(lines[TO_SHIP].size, ship))
    shipped = taken_items(taken, rows)
    if state.measured:
        count_ages(arrays.ages[0], taken, rows, day)
    rows = take(lines, cohorts, TO_REFUND, ordering.served(lines[TO_REFUND].size, refund))
    state.wait = ordering.days_waiting(lines[TO_SHIP].size, ship)
    state.refund_wait = ordering.days_waiting(lines[TO_REFUND].size, refund)
    if state.measured:
        count_ages(arrays.ages[1], taken, rows, day)
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
def _staff_tomorrow(p: Numbers, state: State, which: int, came: int, left: int, working: float, over: float) -> None:
    """Let the staff of a line follow what came in and what is left in it."""
    days = p.staffing_warehouse_days
    state.came_level[which] = staffing.next_level(state.came_level[which], came, days)
    needed = staffing.staff_needed(state.came_level[which], left, days, p.staffing_warehouse_load, working, over)
    state.staff[which] = staffing.next_staff(state.staff[which], needed, p.staffing_warehouse_change, state.day + 1)
