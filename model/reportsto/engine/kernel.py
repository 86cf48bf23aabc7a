"""One run: the schedule over arrays. The only function Python calls; its machine code is kept on disk."""

from typing import Any

import numpy as np

from reportsto.engine import rules  # noqa: F401  (registers the rules before anything is compiled)
from reportsto.engine.compiling import compiled, entry
from reportsto.engine.desks import NONE, REPORT
from reportsto.engine.draws import CHUNK
from reportsto.engine.hiring import count_candidates, hire
from reportsto.engine.layout import BACK_ORDERS, CANDIDATE, COHORT, CONTACT, ITEM, LINE, TO_SHIP
from reportsto.engine.layout import REPORT as REPORT_ROW
from reportsto.engine.management import do_attention, do_climb, do_improvement
from reportsto.engine.orders_and_customers import do_contacts, do_customers, do_orders
from reportsto.engine.service_floor import do_handling
from reportsto.engine.society import do_attitudes, do_turnover
from reportsto.engine.watching import add_up_attitudes, close_day, write_line
from reportsto.vocabulary import N_KINDS


@entry
def simulate(
    packed: Any,
    p: Any,
    key: Any,
    span: Any,
    room: Any,
    tally: Any,
    ages: Any,
    sums: Any,
    extremes: Any,
    log: Any,
    daily: Any,
    clock: Any,
    trace: Any,
) -> Any:
    """Run every day; return (problem, day, kind, size), problem 0 for a sound run.

    `key` is (seed, replicate), `span` (days, burn-in, last day whose failures are followed), `room` rows for contacts,
    for defects under warranty, for items, for cohorts and for answers of a day.

    Filled: `tally`, `ages` (2, days + 2), `sums` of attitude statistics (functions + 1, statistics), `extremes` (2,),
    and, if they have rows, `log` (days, seats) with attitudes at the end of each day, `daily` (days, columns) and
    `trace` (contacts,). `clock` (1,) is the day, for whoever watches.
    """
    states = packed.state.copy()
    state = states[0]
    state.seed, state.replicate = key[0], key[1]
    state.days, state.burn_in, state.last_followed = span[0], span[1], span[2]
    kinds = packed.kinds.copy()
    counts = np.zeros((span[0] + 1, N_KINDS), np.int64)
    rows = count_candidates(state, kinds, counts)
    if state.problem:
        return states[0].problem, 0, 0, states[0].problem_size
    candidates = np.zeros(rows, CANDIDATE)
    words, scratch = np.zeros((3, CHUNK), np.uint64), np.zeros((4, CHUNK))
    seats, posts, handlers, works = packed.seats.copy(), packed.posts, packed.handlers.copy(), packed.works
    departments, desks = packed.departments.copy(), packed.desks.copy()
    path, owner_seats, direct = packed.path, packed.owner_seats, packed.direct
    function_start, function_seats = packed.function_start, packed.function_seats
    team_sum, cell_sum = np.zeros(packed.groups[0]), np.zeros(packed.groups[1])
    lines, cohorts = np.zeros(3, LINE), np.zeros((4, room[3]), COHORT)
    contacts, warranty, coming = np.zeros(room[0], CONTACT), np.zeros(room[1], CONTACT), np.zeros(room[4], CONTACT)
    reports, items = np.zeros(room[4], REPORT_ROW), np.zeros(room[2], ITEM)
    ordered = np.empty(len(seats))
    _clear(state, desks, items)
    hire(p, state, seats, departments, team_sum, cell_sum, direct)
    for day in range(1, span[0] + 1):
        clock[0] = day
        _start_day(state, departments, day)
        do_orders(p, state, tally, kinds, counts, candidates, scratch, lines, cohorts, ages)
        do_contacts(p, state, tally, kinds, counts, candidates, scratch, contacts, coming, warranty, trace)
        if state.problem:
            break
        do_handling(
            p, state, tally, seats, posts, handlers, works, kinds, departments, owner_seats, desks, items, contacts,
            coming, reports, words, scratch, trace,
        )  # fmt: skip
        if state.problem:
            break
        do_climb(
            p, state, tally, seats, posts, handlers, works, departments, desks, items, contacts, reports, path, words,
            scratch, trace,
        )  # fmt: skip
        if state.problem:
            break
        do_attention(p, state, tally, seats, posts, works, kinds, desks, items, trace)
        if state.problem:
            break
        do_improvement(p, state, kinds)
        do_customers(p, state, tally, handlers)
        do_attitudes(p, state, seats, posts, departments, team_sum, cell_sum, direct, scratch)
        do_turnover(p, state, tally, seats, departments, scratch)
        close_day(state, tally, seats, handlers)
        if state.measured:
            add_up_attitudes(seats, function_start, function_seats, sums, extremes, ordered)
        if len(log):
            for at in range(len(seats)):
                log[day - 1, at] = seats[at].attitude
        if len(daily):
            write_line(state, daily, day - 1)
    if state.problem == 0:
        _count_what_is_left(state, tally, lines, desks, items)
    # A record does not keep its array alive: read here, `states` lives to the end.
    return states[0].problem, states[0].day, states[0].problem_kind, states[0].problem_size


@compiled
def _clear(state: Any, desks: Any, items: Any) -> None:
    """Empty every desk and chain up the unused items."""
    for desk in desks:
        desk.head = desk.tail = desk.dispute_head = desk.report_head = NONE
    for at in range(len(items)):
        items[at].next = at + 1 if at + 1 < len(items) else NONE
    state.free_item = 0


@compiled
def _start_day(state: Any, departments: Any, day: int) -> None:
    state.day = day
    state.measured = day > state.burn_in
    state.in_cohort = state.burn_in < day <= state.last_followed
    state.heard_today = 0
    state.made_good_today = 0
    state.rude_today = 0.0
    state.extra_satisfaction = 0.0
    state.failures[:] = 0.0
    state.outcomes[:] = 0.0
    state.acted_right[:] = 0.0
    state.acted_as[:] = 0.0
    state.told[:] = 0.0
    state.told_severity[:] = 0.0
    for department in departments:
        department.overheard = 0.0


@compiled
def _count_what_is_left(state: Any, tally: Any, lines: Any, desks: Any, items: Any) -> None:
    tally.customers_end = state.customers
    tally.end_waiting = lines[TO_SHIP].size + lines[BACK_ORDERS].size
    tally.end_contacts_waiting = state.contacts_tail - state.contacts_head
    for desk in desks:
        at = desk.head
        while at != NONE:
            if items[at].kind == REPORT:
                tally.end_reports_waiting += 1
            at = items[at].next
