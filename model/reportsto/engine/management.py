"""Phases 4, 5 and 6 in compiled code: reports climb, wait for attention, and change what owners do."""

import numpy as np

from reportsto.arithmetic import poisson_given
from reportsto.arrays import Floats, Integers
from reportsto.engine import draws
from reportsto.engine.compiling import compiled
from reportsto.engine.desks import (
    DIGEST,
    DISPUTE,
    NONE,
    REPORT,
    add_report,
    collect_report,
    hand_over,
    join_digest,
    open_desk,
    release,
    send_on,
    take_first,
)
from reportsto.engine.draws import CHUNK, abreast
from reportsto.engine.floor import hear
from reportsto.engine.layout import (
    Arrays,
    Contact,
    Department,
    Desk,
    Handler,
    Item,
    Kind,
    Numbers,
    Post,
    Report,
    Rows,
    Seat,
    State,
    Traced,
    Words64,
    Work,
)
from reportsto.engine.noting import note_end_of_report, note_going_on, note_report
from reportsto.escalation import attention as attending
from reportsto.escalation import climb as climbing
from reportsto.escalation import improvement as improving
from reportsto.orderflow import contacts as speaking_up
from reportsto.records import Tally
from reportsto.streams import CLIMB_PAIRS as PAIRS
from reportsto.streams import SECOND_LINE
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES, Function, Stream

CLIMB, EXCEPTIONS = int(Stream.CLIMB), int(Stream.EXCEPTIONS)
LOST, DECLINED, ACTED_ON = int(Fate.LOST), int(Fate.DECLINED), int(Fate.ACTED_ON)
LOGISTICS, PRODUCT, FINANCE = int(Function.LOGISTICS), int(Function.PRODUCT), int(Function.FINANCE)


@compiled
def do_climb(arrays: Arrays) -> None:
    """Phase 4: reports are recoloured once, then pass or stay with each manager below the arbiter.

    Worked by hand in `tests/unit/engine/test_by_hand.py`.
    """
    state = arrays.state
    for low in range(0, state.reports, CHUNK):
        size = min(CHUNK, state.reports - low)
        _find_ways(arrays, low, size)
        for at in range(size):
            _climb(arrays, arrays.reports[low + at], at)
            if state.problem:
                return


@compiled
def _find_ways(arrays: Arrays, low: int, size: int) -> None:
    """Recolour the reports from `low` on and find the way of each.

    Also draw what is decided after a refusal, by the two numbers that follow those of the relays on the way: they are
    in the block of an even number of relays and the next, rows 0 and 1 and rows 2 and 3 of the scratch array.
    """
    p, state, contacts, reports, words = arrays.p, arrays.state, arrays.contacts, arrays.reports, arrays.words
    scratch, departments, beyond = arrays.scratch, arrays.departments, False
    for at in range(size):
        draws.note_address(words, at, contacts[reports[low + at].contact])
    outside = p.climb_outside_error > 0.0 or p.voice_exaggeration > 0.0
    if outside:
        draws.fill_addresses(state, CLIMB, words, size, PAIRS, 1, scratch[0], scratch[1])
        for at in range(size):
            reports[low + at].u_outside, reports[low + at].u_which = scratch[0, at], scratch[1, at]
    draws.fill_addresses(state, CLIMB, words, size, PAIRS, 0, scratch[0], scratch[1])
    draws.fill_addresses(state, CLIMB, words, size, PAIRS, 2, scratch[2], scratch[3])
    for at in range(size):
        report = reports[low + at]
        contact, handler = contacts[report.contact], arrays.handlers[report.handler]
        work = arrays.works[handler.work]
        report.u_first, report.u_second = scratch[0, at], scratch[1, at]
        _recolour(p, state, departments[handler.department], work, contact, report, outside)
        report.u_first, report.u_second = scratch[2, at], scratch[3, at]
        _find_way(p, state, work, contact, report)
        beyond |= report.beyond >= 0
        words[2, at] = np.uint64(PAIRS * contact.generation + 2 + (report.length >> 1))
    if beyond:
        draws.fill_addresses(state, CLIMB, words, size, 1, 0, scratch[0], scratch[1])
        draws.fill_addresses(state, CLIMB, words, size, 1, 1, scratch[2], scratch[3])


@compiled
def _climb(arrays: Arrays, report: Report, at: int) -> None:
    """Let one report climb; `at` is its column of the scratch array."""
    p, state, tally, seats, trace = arrays.p, arrays.state, arrays.tally, arrays.seats, arrays.trace
    desks, items, path = arrays.desks, arrays.items, arrays.path
    contact, handler = arrays.contacts[report.contact], arrays.handlers[report.handler]
    tally.whole_reports += 1
    u = _pass_on(arrays, contact, report, at)
    if state.measured:
        tally.relays_read += state.passed + (u < 0.0)
        tally.relays_passed += state.passed
    if len(trace):
        kept = path[report.start + state.passed] if u < 0.0 else desks[report.decider].seat
        note_report(trace[contact.case], state, report.recorded, report.false, kept, u < 0.0)
    if u < 0.0:
        tally.whole_reports_ended += 1
        return
    desk = desks[report.decider]
    if p.ration_digest_days > 0.0:
        row = collect_report(desk, state, items, handler.department, report.recorded)
        if state.problem:
            return
    else:
        near = arrays.works[handler.work].same_department[report.recorded]
        hear(seats[desk.seat], report.recorded, contact.severity, state.heard_weight)
        hours = attending.report_hours(p.attention_item_hours, p.attention_bundle, p.attention_cross_hours, near)
        row = add_report(desk, state, items, report.order, hours)
    item = items[row]
    item.sender, item.stint, item.work = handler.seat, seats[handler.seat].stint, handler.work
    item.case, item.department = contact.case, handler.department
    item.true, item.recorded, item.severity = contact.kind, report.recorded, contact.severity
    item.u, item.false = u, report.false
    _look_beyond(handler, report, path, item, arrays.scratch, at)
    item.measured = state.burn_in < contact.failed <= state.last_followed
    tally.reached_cohort += item.measured and not report.false
    if p.ration_digest_days == 0.0:
        _count_item(state, tally, desk, item.measured)


@compiled
def _count_item(state: State, tally: Tally, desk: Desk, part: float) -> None:
    """Count an item of reports on the desk of a head or above; `part` of its reports are followed."""
    if desk.senior:
        tally.desk_items += state.measured
        tally.desk_items_cohort += part


@compiled
def _look_beyond(handler: Handler, report: Report, path: Integers, item: Item, scratch: Floats, at: int) -> None:
    """Note where an item may go on to after a refusal, who takes it there, and the numbers of both decisions."""
    item.beyond = report.beyond
    if report.beyond >= 0:
        relays = report.length - 1
        item.head = path[report.start + relays - 1] if relays > 0 else handler.seat
        item.u_going_on = scratch[0, at] if relays & 1 else scratch[1, at]
        item.u_beyond = scratch[1, at] if relays & 1 else scratch[2, at]


@compiled
def _recolour(
    p: Numbers, state: State, department: Department, work: Work, contact: Contact, report: Report, outside: bool
) -> None:
    """Set the cause a report carries, by its two numbers and, where the cause may be another `outside`, two more."""
    recorded = climbing.recorded_cause(
        contact.kind, report.u_first, report.u_second, department.recolouring, department.beliefs
    )
    if outside:
        wrong = not work.same_department[recorded] and report.u_outside < p.climb_outside_error
        if wrong or report.false:
            recorded = climbing.pick(report.u_which, state.even)
    report.recorded = recorded


@compiled
def _find_way(p: Numbers, state: State, work: Work, contact: Contact, report: Report) -> None:
    """Set whom a report meets: the line, or by chance the way of a dotted line."""
    k = report.recorded
    report.start, report.length, report.decider = work.path_start[k], work.path_length[k], work.decider[k]
    report.beyond = NONE
    if work.peer[k] >= 0:
        report.decider, report.beyond = work.peer[k], work.decider[k]
    if work.second_length[k]:
        pair = PAIRS * contact.generation + SECOND_LINE
        u, _ = draws.numbers(state, CLIMB, contact.day, contact.entity, pair)
        if u < p.climb_dotted:
            report.start, report.length = work.second_start[k], work.second_length[k]
            report.decider, report.beyond = work.second_decider[k], NONE


@compiled
def _pass_on(arrays: Arrays, contact: Contact, report: Report, at: int) -> float:
    """Send one report up its way; return the number that decides on it, or -1 if a manager keeps it.

    The last block of its way may be there, in column `at` of the scratch array: see `_find_ways`.
    """
    p, state, seats, posts = arrays.p, arrays.state, arrays.seats, arrays.posts
    path, scratch, pair = arrays.path, arrays.scratch, PAIRS * contact.generation + 2
    u, after = report.u_first, report.u_second
    state.passed = 0
    for level in range(max(1, report.length)):
        if level & 1:
            u = after
        elif level > 0 and report.beyond >= 0 and level >> 1 == report.length >> 1:
            u, after = scratch[0, at], scratch[1, at]
        elif level > 0:
            u, after = draws.numbers(state, CLIMB, contact.day, contact.entity, pair + (level >> 1))
        if level + 1 < report.length:
            manager = seats[path[report.start + level]]
            post = posts[manager.post]
            hear(manager, report.recorded, contact.severity, post.relay_weight)
            willing = _willingness(p, manager, post, report.recorded)
            if not u < climbing.pass_probability(p.climb_fidelity, willing):
                return -1.0
            state.passed += 1
    return u


@compiled
def _willingness(p: Numbers, seat: Seat, post: Post, cause: int) -> float:
    """Return how willingly a manager lets a report of a cause pass, or acts on it."""
    return climbing.willingness(
        seat.attitude,
        post.own_line[cause],
        p.climb_defensive_loss,
        p.climb_own_line_loss,
        post.strength,
        post.stakes[cause],
    )


@compiled
def do_attention(arrays: Arrays) -> None:
    """Phase 5: every desk takes today's exceptions, drops what is too old, and serves what hours allow.

    Worked by hand in `tests/unit/engine/test_by_hand.py`.
    """
    p, state, tally, seats, items = arrays.p, arrays.state, arrays.tally, arrays.seats, arrays.items
    desks, scratch = arrays.desks, arrays.scratch
    if attending.handed_over(state.day, p.ration_digest_days):
        _hand_over(state, tally, seats, desks, items)
    for at in range(len(desks)):
        if at % CHUNK == 0:
            _draw_exceptions(state, desks, at, min(CHUNK, len(desks) - at), arrays.words, scratch)
        desk = desks[at]
        exceptions = poisson_given(desk.exceptions, scratch[2, at % CHUNK], scratch[0, at % CHUNK])
        open_desk(desk, state, items, exceptions, p.attention_item_hours)
        if state.problem:
            return
        lost = _drop_old(p, state, tally, seats, desk, items, arrays.trace)
        _serve(arrays, desk, lost)


@compiled
def _draw_exceptions(state: State, desks: Rows[Desk], low: int, size: int, words: Words64, scratch: Floats) -> None:
    """Draw a number for the exceptions of each desk from `low` on, into the first row of the scratch array.

    The third row has the chance that there are none.
    """
    means = scratch[3]
    for at in range(size):
        means[at] = desks[low + at].exceptions
        words[0, at], words[1, at] = np.uint64(state.day), np.uint64(desks[low + at].seat)
        words[2, at] = np.uint64(0)
    draws.fill_addresses(state, EXCEPTIONS, words, size, 0, 0, scratch[0], scratch[1])
    draws.fill_none(means, size, scratch[2])


@compiled
def _hand_over(state: State, tally: Tally, seats: Rows[Seat], desks: Rows[Desk], items: Rows[Item]) -> None:
    """Put what was collected in line; whoever decides on reports hears them now."""
    for desk in desks:
        decider = seats[desk.seat]
        at = desk.coming_head
        while at != NONE:
            kind, one = items[at].kind, items[at].first
            reports = followed = 0
            if kind == REPORT:
                one = at
            while kind != DISPUTE and one != NONE:
                hear(decider, items[one].recorded, items[one].severity, state.heard_weight)
                reports += 1
                followed += items[one].measured
                one = items[one].next if kind == DIGEST else NONE
            if reports:
                _count_item(state, tally, desk, followed / reports)
            at = hand_over(desk, items, at, state.day)


@compiled
def _drop_old(
    p: Numbers,
    state: State,
    tally: Tally,
    seats: Rows[Seat],
    desk: Desk,
    items: Rows[Item],
    trace: Rows[Traced],
) -> int:
    """Drop what has waited longer than patience; senders still there learn that their reports were lost."""
    lost = 0
    while desk.head != NONE and state.day - items[desk.head].arrived > p.attention_patience_days:
        at = take_first(desk, items)
        if items[at].kind == REPORT:
            _lose(p, state, tally, seats, items[at], trace)
        elif items[at].kind == DIGEST:
            one = items[at].first
            while one != NONE:
                _lose(p, state, tally, seats, items[one], trace)
                following = items[one].next
                release(state, items, one)
                one = following
        release(state, items, at)
        lost += 1
    return lost


@compiled
def _lose(p: Numbers, state: State, tally: Tally, seats: Rows[Seat], item: Item, trace: Rows[Traced]) -> None:
    """Let a report end unread."""
    tally.whole_reports_ended += 1
    if state.measured:
        tally.lost += 1
    _tell_sender(p, seats[item.sender], item.stint, 1.0)
    note_end_of_report(trace, item.case, state.day, LOST)


@compiled
def _tell_sender(p: Numbers, sender: Seat, stint: int, lost: float) -> None:
    if sender.stint == stint:
        sender.futility = attending.next_futility(sender.futility, lost, p.attention_futility_speed)


@compiled
def _serve(arrays: Arrays, desk: Desk, lost: int) -> None:
    """Serve what today's hours reach; the last item may overrun, and the overrun is owed tomorrow."""
    p, state, tally, items = arrays.p, arrays.state, arrays.tally, arrays.items
    decider = arrays.seats[desk.seat]
    post, at_root = arrays.posts[decider.post], desk.seat == state.ceo
    left = attending.hours_left(p.attention_hours, desk.overhead, desk.owed)
    on_disputes = on_reports = on_exceptions = 0.0
    decisions = 0
    while desk.head != NONE and left > 0.0:
        at = take_first(desk, items)
        item = items[at]
        hours = item.hours
        if item.kind == REPORT:
            on_reports += hours
            decisions += 1
            acts = _decides(p, state, decider, post, item, at_root)
            _conclude(arrays, item, at, acts)
        elif item.kind == DIGEST:
            near = arrays.works[items[item.first].work].same_department[item.recorded]
            one, accepted = item.first, 0
            while one != NONE:
                following = items[one].next
                decisions += 1
                acts = _decides(p, state, decider, post, items[one], at_root)
                accepted += acts
                _conclude(arrays, items[one], one, acts)
                one = following
            hours = attending.digest_hours(p.attention_item_hours, p.attention_cross_hours, near, accepted)
            on_reports += hours
            release(state, items, at)
        else:
            if item.kind == DISPUTE:
                on_disputes += hours
            else:
                on_exceptions += hours
            release(state, items, at)
        left -= hours
    desk.owed = max(0.0, -left)
    if not state.measured:
        return
    desk.idle += max(0.0, left)
    desk.available += max(0.0, p.attention_hours - desk.overhead)
    tally.manager_hours += on_disputes + on_reports + on_exceptions
    if at_root:
        tally.ceo_dispute_hours += on_disputes
        tally.ceo_report_hours += on_reports
        tally.ceo_exception_hours += on_exceptions
        tally.ceo_overhead += desk.overhead
        tally.ceo_overdrawn += desk.owed + max(0.0, desk.overhead - p.attention_hours)
        tally.ceo_waiting += desk.waiting
        tally.ceo_lost += lost
        tally.ceo_decisions += decisions


@compiled
def _conclude(arrays: Arrays, item: Item, at: int, acts: bool) -> None:
    """Act on the report of item `at`, let it go on to the common superior, or let it end refused."""
    p, state, tally = arrays.p, arrays.state, arrays.tally
    sender = arrays.seats[item.sender]
    if not acts and item.beyond >= 0:
        head = arrays.seats[item.head]
        willing = _willingness(p, head, arrays.posts[head.post], item.recorded)
        if item.u_going_on < climbing.going_on_probability(p.route_going_on, willing):
            there = arrays.desks[item.beyond]
            item.u, item.beyond = item.u_beyond, NONE
            note_going_on(arrays.trace, item.case, there.seat)
            if p.ration_digest_days > 0.0:
                join_digest(there, state, arrays.items, item.department, item.recorded, at)
            else:
                send_on(there, arrays.items, at)
            return
    tally.whole_reports_ended += 1
    if acts:
        _tell_sender(p, sender, item.stint, 0.0)
        _act_on(p, state, tally, arrays.works, arrays.kinds, item)
    else:
        if p.route_refusal_learnt != 0.0:
            _tell_sender(p, sender, item.stint, 1.0)
        if state.measured:
            tally.declined += 1
    tally.decided_cohort += item.measured
    note_end_of_report(arrays.trace, item.case, state.day, ACTED_ON if acts else DECLINED)
    release(state, arrays.items, at)


@compiled
def _decides(p: Numbers, state: State, decider: Seat, post: Post, item: Item, at_root: bool) -> bool:
    """Read one report; return whether to act on it."""
    chance = 1.0
    if not state.is_map or p.climb_map_owner_filters != 0.0:
        willing = _willingness(p, decider, post, item.recorded)
        chance = climbing.act_probability(willing, at_root, p.climb_root_acts)
    return item.u < chance * state.influence


@compiled
def _act_on(p: Numbers, state: State, tally: Tally, works: Rows[Work], kinds: Rows[Kind], item: Item) -> None:
    """Press on the owner of the recorded cause, and inform where it is the true one."""
    recorded = item.recorded
    if recorded == item.true and not item.false:
        near = works[item.work].same_department[recorded]
        state.acted_right[recorded] += 1.0 if near else p.improvement_outside_weight
    state.acted_as[recorded] += 1
    owner = kinds[recorded].owner_function
    if owner in (LOGISTICS, PRODUCT, FINANCE):
        state.told[owner, recorded] += state.heard_weight
        state.told_severity[owner] += state.heard_weight * item.severity
    if state.measured:
        tally.acted_as[recorded] += 1
    if item.measured and not item.false:
        tally.acted_cohort[item.true][recorded] += 1


@compiled
def do_improvement(arrays: Arrays) -> None:
    """Phase 6: what was acted on presses and informs the owners; capability moves tomorrow's failure rates.

    What takes an exponential is worked out for all causes together: one alone takes as long.
    """
    p, state, kinds = arrays.p, arrays.state, arrays.kinds
    state.influence = climbing.next_influence(
        state.influence, state.complaints_today, state.contacts_today, p.climb_isolation, p.climb_isolation_speed
    )
    days = p.improvement_smoothing_days
    if p.demand_per_order != 0.0:
        state.order_level = improving.order_level(state.order_level, state.orders_today, days)
    scale = p.improvement_pressure_scale * state.order_level / p.improvement_reference_orders
    level, pressed, informed = arrays.scratch[0], arrays.scratch[1], arrays.scratch[2]
    for k in range(N_CAUSES):
        state.acted_level[k] = improving.smoothed(state.acted_level[k], state.acted_right[k], days)
        state.pressing_level[k] = improving.smoothed(state.pressing_level[k], state.acted_as[k], days)
        state.failure_level[k] = improving.smoothed(state.failure_level[k], state.failures[k], days)
        share = improving.share_acted_on(state.acted_level[k], state.failure_level[k])
        informed[k] = improving.information(
            share, p.improvement_half_information, p.improvement_owner_resistance, kinds[k].owner_mean
        )
        level[k] = state.pressing_level[k]
    for k in range(abreast(N_CAUSES)):
        pressed[k] = improving.pressure(level[k], scale)
    for k in range(N_CAUSES):
        state.improving[k] = improving.improvement_time(
            p.improvement_time_share, p.improvement_pressure_cost, p.improvement_pressure_gain, pressed[k], informed[k]
        )
        state.overtime[k] = improving.overtime(p.improvement_overtime, pressed[k], informed[k])
        state.capability[k] = improving.next_capability(
            state.capability[k],
            state.learning,
            state.improving[k],
            informed[k],
            p.improvement_forgetting_days,
            p.improvement_erosion,
            pressed[k],
        )
    _learn(arrays)


@compiled
def _learn(arrays: Arrays) -> None:
    """Set tomorrow's failure rates from capability."""
    p, state = arrays.p, arrays.state
    start, capability, learned = arrays.scratch[0], arrays.scratch[1], arrays.scratch[2]
    floor_share = p.causes_floor_share
    for k in range(N_CAUSES):
        start[k], capability[k] = p.causes_rate[k], state.capability[k]
    for k in range(abreast(N_CAUSES)):
        learned[k] = improving.failure_rate(start[k], floor_share * start[k], capability[k])
    for k in range(N_CAUSES):
        state.rates[k] = min(
            1.0, learned[k] * speaking_up.ramp(state.day + 1, p.causes_ramp_peak[k], p.causes_ramp_days)
        )
