"""One run: the schedule over arrays. The only function Python calls; its machine code is kept on disk."""

import numpy as np

from reportsto.arrays import Floats, Integers, Records
from reportsto.engine import rules  # noqa: F401  (registers the rules before anything is compiled)
from reportsto.engine.compiling import compiled, entry
from reportsto.engine.customers import do_contacts, do_customers, do_orders
from reportsto.engine.desks import NONE, reports_in
from reportsto.engine.draws import CHUNK, draw_day
from reportsto.engine.floor import do_handling
from reportsto.engine.hiring import hire, move
from reportsto.engine.layout import (
    BACK_ORDERS,
    BATCH,
    COHORT,
    CONTACT,
    ITEM,
    LINE,
    TO_REFUND,
    TO_SHIP,
    UNSOUND,
    Arrays,
    Department,
    Desk,
    Item,
    Kept,
    Packed,
    Rows,
    State,
    Words64,
)
from reportsto.engine.layout import REPORT as REPORT_ROW
from reportsto.engine.management import do_attention, do_climb, do_improvement
from reportsto.engine.society import do_attitudes, do_turnover
from reportsto.engine.watching import add_up_attitudes, close_day, write_line
from reportsto.escalation import attention as attending
from reportsto.measuring import Basis, is_sound, measure, measure_attitudes
from reportsto.orderflow.times import LAST_AGE
from reportsto.records import Tally


@entry
def simulate(
    packed: Packed,
    later: Packed,
    numbers: Records,
    key: Words64,
    span: Integers,
    room: Integers,
    kept: Kept,
) -> tuple[int, int, float]:
    """Run every day; return (problem, day, size), problem 0 for a sound run.

    `later` is the firm from the day of a move on. `key` is (seed, replicate), `span` (days, burn-in, last day whose
    failures are followed, day of the move), `room` rows for contacts, for defects under warranty, for items, for
    cohorts and for answers of a day. `kept` is filled.
    """
    states = packed.state.copy()
    state = states[0]
    state.seed, state.replicate = key[0], key[1]
    state.days, state.burn_in, state.last_followed = span[0], span[1], span[2]
    kinds = packed.kinds.copy()
    arrays = Arrays(
        numbers[0],
        state,
        kept.tally[0],
        packed.seats.copy(),
        packed.posts,
        packed.handlers.copy(),
        packed.works,
        kinds,
        packed.departments.copy(),
        packed.desks.copy(),
        np.zeros(room[2], ITEM),
        np.zeros(3, LINE),
        np.zeros((4, room[3]), COHORT),
        np.zeros((2, LAST_AGE + 1), BATCH),
        np.zeros((2, span[0] + 2), np.int64),
        np.zeros(room[0], CONTACT),
        np.zeros(room[4], CONTACT),
        np.zeros(room[1], CONTACT),
        np.zeros(room[4], REPORT_ROW),
        packed.path,
        packed.owner_seats,
        packed.direct,
        np.zeros(packed.groups[0]),
        np.zeros(packed.groups[1]),
        np.zeros((3, CHUNK), np.uint64),
        np.zeros((4, CHUNK)),
        kept.ages,
        kept.cases,
    )
    ordered, ranked = np.empty(len(packed.seats)), packed.function_seats.copy()
    _clear(state, arrays.desks, arrays.items)
    hire(arrays)
    _run_days(arrays, packed, kept, ordered, ranked, 1, min(span[3] - 1, span[0]))
    if span[3] <= span[0] and state.problem == 0:
        moved = Arrays(
            arrays.p,
            arrays.state,
            arrays.tally,
            arrays.seats,
            later.posts,
            arrays.handlers,
            later.works,
            later.kinds.copy(),
            later.departments.copy(),
            arrays.desks,
            arrays.items,
            arrays.lines,
            arrays.cohorts,
            arrays.batches,
            arrays.left_late,
            arrays.contacts,
            arrays.coming,
            arrays.warranty,
            arrays.reports,
            later.path,
            later.owner_seats,
            later.direct,
            np.zeros(later.groups[0]),
            np.zeros(later.groups[1]),
            arrays.words,
            arrays.scratch,
            arrays.ages,
            arrays.trace,
        )
        move(moved, packed.heads, later)
        _run_days(moved, later, kept, ordered, ranked, span[3], span[0])
    if state.problem == 0:
        _note_use(arrays.tally, arrays.desks)
        _count_what_is_left(arrays)
        _measure(state, later.basis[0], kept)
    # A record does not keep its array alive: read here, `states` lives to the end.
    return states[0].problem, states[0].day, states[0].problem_size


@compiled
def _run_days(
    arrays: Arrays, packed: Packed, kept: Kept, ordered: Floats, ranked: Integers, first: int, last: int
) -> None:
    """Run the days from the first to the last; stop where there is a problem."""
    state, seats = arrays.state, arrays.seats
    for day in range(first, last + 1):
        kept.clock[0] = day
        _start_day(state, arrays.departments, day)
        draw_day(state, arrays.scratch[0])
        _run_day(arrays)
        if state.problem:
            break
        if state.measured:
            add_up_attitudes(
                seats, packed.function_start, packed.function_seats, ranked, kept.sums, kept.extremes, ordered
            )
        if len(kept.attitudes):
            for at in range(len(seats)):
                kept.attitudes[day - 1, at] = seats[at].attitude
        if len(kept.daily):
            write_line(state, kept.daily, day - 1)


def is_compiled() -> bool:
    """Return whether this process has compiled or loaded the kernel."""
    return bool(getattr(simulate, "signatures", ()))


@compiled
def _run_day(arrays: Arrays) -> None:
    """Walk the schedule; stop where there is a problem."""
    state = arrays.state
    do_orders(arrays)
    do_contacts(arrays)
    if state.problem:
        return
    do_handling(arrays)
    if state.problem:
        return
    do_climb(arrays)
    if state.problem:
        return
    do_attention(arrays)
    if state.problem:
        return
    do_improvement(arrays)
    do_customers(arrays)
    do_attitudes(arrays)
    do_turnover(arrays)
    close_day(state, arrays.tally, arrays.seats, arrays.handlers)


@compiled
def _clear(state: State, desks: Rows[Desk], items: Rows[Item]) -> None:
    """Empty every desk and chain up the unused items."""
    for desk in desks:
        desk.head = desk.tail = desk.dispute_head = desk.report_head = desk.coming_head = NONE
    for at in range(len(items)):
        items[at].next = at + 1 if at + 1 < len(items) else NONE
    state.free_item = 0


@compiled
def _start_day(state: State, departments: Rows[Department], day: int) -> None:
    state.day = day
    state.measured = day > state.burn_in
    state.in_cohort = state.burn_in < day <= state.last_followed
    state.contacts_today = 0
    state.heard_today = 0
    state.made_good_today = 0
    state.rude_today = 0.0
    state.failures[:] = 0.0
    state.outcomes[:] = 0.0
    state.acted_right[:] = 0.0
    state.acted_as[:] = 0.0
    state.told[:] = 0.0
    state.told_severity[:] = 0.0
    for department in departments:
        department.overheard = 0.0


@compiled
def _measure(state: State, basis: Basis, kept: Kept) -> None:
    """Turn what happened into measures; a run that broke a promise has a problem."""
    tally, row = kept.tally[0], kept.measures[0]
    measure(tally, kept.ages, basis, row)
    measure_attitudes(kept.sums, tally.days, basis, row)
    if not is_sound(tally, kept.values, kept.extremes[0], kept.extremes[1]):
        state.problem = UNSOUND


@compiled
def _note_use(tally: Tally, desks: Rows[Desk]) -> None:
    """Note how much of their hours the chief executive and the busiest managers used."""
    for desk in desks:
        used = attending.used(desk.idle, desk.available)
        if not desk.needed:
            continue
        if desk.top:
            tally.ceo_used = used
        elif desk.senior:
            tally.head_desks += 1
            tally.head_used = max(tally.head_used, used)
        else:
            tally.lead_desks += 1
            tally.lead_used = max(tally.lead_used, used)


@compiled
def _count_what_is_left(arrays: Arrays) -> None:
    state, tally, lines, items = arrays.state, arrays.tally, arrays.lines, arrays.items
    tally.customers_end = state.customers
    tally.end_waiting = lines[TO_SHIP].size + lines[BACK_ORDERS].size
    tally.end_returns_waiting = lines[TO_REFUND].size
    for at in range(LAST_AGE + 1):
        orders, returns = arrays.batches[TO_SHIP][at], arrays.batches[TO_REFUND][at]
        tally.end_waiting += orders.count - orders.ready
        tally.end_returns_waiting += returns.count - returns.ready
    tally.end_contacts_waiting = state.contacts_tail - state.contacts_head
    for desk in arrays.desks:
        for at in (desk.head, desk.coming_head):
            while at != NONE:
                tally.end_reports_waiting += reports_in(items, at)
                at = items[at].next
