"""Phases 4, 5 and 6 in compiled code: reports climb, wait for attention, and change what owners do."""

from typing import Any

from reportsto.arithmetic import poisson
from reportsto.engine import draws
from reportsto.engine.compiling import compiled
from reportsto.engine.desks import DISPUTE, NONE, REPORT, add_report, open_desk, release, take_first
from reportsto.engine.draws import CHUNK
from reportsto.engine.noting import note_end_of_report, note_report
from reportsto.engine.service_floor import hear
from reportsto.escalation import attention as attending
from reportsto.escalation import climb as climbing
from reportsto.escalation import improvement as improving
from reportsto.streams import CLIMB_PAIRS as PAIRS
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES, Function, Stream

CLIMB, EXCEPTIONS = int(Stream.CLIMB), int(Stream.EXCEPTIONS)
LOST, DECLINED, ACTED_ON = int(Fate.LOST), int(Fate.DECLINED), int(Fate.ACTED_ON)
LOGISTICS, PRODUCT, FINANCE = int(Function.LOGISTICS), int(Function.PRODUCT), int(Function.FINANCE)


@compiled
def do_climb(
    p: Any,
    state: Any,
    tally: Any,
    seats: Any,
    posts: Any,
    handlers: Any,
    works: Any,
    departments: Any,
    desks: Any,
    items: Any,
    contacts: Any,
    reports: Any,
    path: Any,
    words: Any,
    scratch: Any,
    trace: Any,
) -> None:
    """Phase 4: reports are recoloured once, then pass or stay with each manager below the arbiter."""
    for one in range(state.reports):
        at = one % CHUNK
        if at == 0:
            _draw_climbs(state, contacts, reports, one, min(one + CHUNK, state.reports), words, scratch)
        report = reports[one]
        contact, handler = contacts[report.contact], handlers[report.handler]
        work = works[handler.work]
        department = departments[handler.department]
        recorded = _recorded(p, state, department, work, contact, report.false, scratch[0, at], scratch[1, at])
        tally.whole_reports += 1
        u = _pass_on(p, state, seats, posts, work, contact, path, recorded, scratch[2, at], scratch[3, at])
        if len(trace):
            kept = path[work.path_start[recorded] + state.passed] if u < 0.0 else desks[work.decider[recorded]].seat
            note_report(trace[contact.case], state, recorded, report.false, kept, u < 0.0)
        if u < 0.0:
            tally.whole_reports_ended += 1
            continue
        desk = desks[work.decider[recorded]]
        hear(seats[desk.seat], recorded, contact.severity)
        hours = attending.report_hours(
            p.attention_item_hours, p.attention_bundle, p.attention_cross_hours, work.same_department[recorded]
        )
        item = items[add_report(desk, state, items, report.order, hours)]
        item.sender, item.stint, item.work = handler.seat, seats[handler.seat].stint, handler.work
        item.case = contact.case
        item.true, item.recorded, item.severity = contact.kind, recorded, contact.severity
        item.u, item.false = u, report.false
        item.measured = state.burn_in < contact.failed <= state.last_followed and not report.false
        if item.measured:
            tally.reached_cohort += 1


@compiled
def _recorded(
    p: Any,
    state: Any,
    department: Any,
    work: Any,
    contact: Any,
    false: bool,
    u_recolour: float,
    u_belief: float,
) -> int:
    """Return the cause a report carries."""
    recorded = climbing.recorded_cause(contact.kind, u_recolour, u_belief, department.recolouring, department.beliefs)
    if false or p.climb_outside_error > 0.0:
        u_outside, u_which = draws.numbers(state, CLIMB, contact.day, contact.entity, PAIRS * contact.generation + 1)
        outside = not work.same_department[recorded] and u_outside < p.climb_outside_error
        if outside or false:
            recorded = climbing.pick(u_which, state.even)
    return recorded


@compiled
def _pass_on(
    p: Any,
    state: Any,
    seats: Any,
    posts: Any,
    work: Any,
    contact: Any,
    path: Any,
    recorded: int,
    u: float,
    after: float,
) -> float:
    """Send one report up; return the number that decides on it, or -1 if a manager keeps it.

    `u` and `after` are the numbers of the first two levels.
    """
    pair = PAIRS * contact.generation + 2
    start, length = work.path_start[recorded], work.path_length[recorded]
    state.passed = 0
    for level in range(max(1, length)):
        if level & 1:
            u = after
        elif level > 0:
            u, after = draws.numbers(state, CLIMB, contact.day, contact.entity, pair + (level >> 1))
        if level + 1 < length:
            manager = seats[path[start + level]]
            hear(manager, recorded, contact.severity)
            willing = willingness(p, manager, posts[manager.post], recorded)
            if not u < climbing.pass_probability(p.climb_fidelity, willing):
                return -1.0
            state.passed += 1
    return u


@compiled
def _draw_climbs(state: Any, contacts: Any, reports: Any, low: int, high: int, words: Any, scratch: Any) -> None:
    """Draw for reports `low` to `high` what may recolour them (rows 0, 1) and the first two levels (rows 2, 3)."""
    count = high - low
    for at in range(count):
        draws.note_address(words, at, contacts[reports[low + at].contact])
    draws.fill_addresses(state, CLIMB, words, count, PAIRS, 0, scratch[0], scratch[1])
    draws.fill_addresses(state, CLIMB, words, count, PAIRS, 2, scratch[2], scratch[3])


@compiled
def willingness(p: Any, seat: Any, post: Any, cause: int) -> float:
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
def do_attention(
    p: Any,
    state: Any,
    tally: Any,
    seats: Any,
    posts: Any,
    works: Any,
    kinds: Any,
    desks: Any,
    items: Any,
    trace: Any,
) -> None:
    """Phase 5: every desk takes today's exceptions, drops what is too old, and serves what hours allow."""
    for desk in desks:
        exceptions = 0
        if desk.exceptions > 0.0:
            exceptions = poisson(desk.exceptions, draws.number(state, EXCEPTIONS, state.day, desk.seat, 0))
        open_desk(desk, state, items, exceptions, p.attention_item_hours)
        if state.problem:
            return
        lost = _drop_old(p, state, tally, seats, desk, items, trace)
        _serve(p, state, tally, seats, posts, works, kinds, desk, items, lost, trace)


@compiled
def _drop_old(p: Any, state: Any, tally: Any, seats: Any, desk: Any, items: Any, trace: Any) -> int:
    """Drop what has waited longer than patience; senders still there learn that their reports were lost."""
    lost = 0
    while desk.head != NONE and state.day - items[desk.head].arrived > p.attention_patience_days:
        at = take_first(desk, items)
        item = items[at]
        if item.kind == REPORT:
            tally.whole_reports_ended += 1
            if state.measured:
                tally.lost += 1
            _tell_sender(p, seats[item.sender], item.stint, 1.0)
            note_end_of_report(trace, item.case, state.day, LOST)
        release(state, items, at)
        lost += 1
    return lost


@compiled
def _tell_sender(p: Any, sender: Any, stint: int, lost: float) -> None:
    if sender.stint == stint:
        sender.futility = attending.next_futility(sender.futility, lost, p.attention_futility_speed)


@compiled
def _serve(
    p: Any,
    state: Any,
    tally: Any,
    seats: Any,
    posts: Any,
    works: Any,
    kinds: Any,
    desk: Any,
    items: Any,
    lost: int,
    trace: Any,
) -> None:
    """Serve what today's hours reach; the last item may overrun, and the overrun is owed tomorrow."""
    left = attending.hours_left(p.attention_hours, desk.overhead, desk.owed)
    on_disputes = on_reports = on_exceptions = 0.0
    decisions = 0
    while desk.head != NONE and left > 0.0:
        at = take_first(desk, items)
        item = items[at]
        left -= item.hours
        if item.kind == REPORT:
            on_reports += item.hours
            decisions += 1
            decider = seats[desk.seat]
            acts = _decide(p, state, tally, seats, desk.seat, decider, posts[decider.post], works, kinds, item)
            note_end_of_report(trace, item.case, state.day, ACTED_ON if acts else DECLINED)
        elif item.kind == DISPUTE:
            on_disputes += item.hours
        else:
            on_exceptions += item.hours
        release(state, items, at)
    desk.owed = max(0.0, -left)
    if not state.measured:
        return
    tally.manager_hours += on_disputes + on_reports + on_exceptions
    if desk.seat == state.ceo:
        tally.ceo_dispute_hours += on_disputes
        tally.ceo_report_hours += on_reports
        tally.ceo_exception_hours += on_exceptions
        tally.ceo_overhead += desk.overhead
        tally.ceo_available += max(0.0, p.attention_hours - desk.overhead)
        tally.ceo_overdrawn += desk.owed + max(0.0, desk.overhead - p.attention_hours)
        tally.ceo_waiting += desk.waiting
        tally.ceo_lost += lost
        tally.ceo_decisions += decisions


@compiled
def _decide(
    p: Any,
    state: Any,
    tally: Any,
    seats: Any,
    at: int,
    decider: Any,
    post: Any,
    works: Any,
    kinds: Any,
    item: Any,
) -> bool:
    """Read one report, and act on it or not; return which."""
    tally.whole_reports_ended += 1
    chance = 1.0
    if not state.is_map or p.climb_map_owner_filters != 0.0:
        willing = willingness(p, decider, post, item.recorded)
        chance = climbing.act_probability(willing, at == state.ceo, p.climb_root_acts)
    if not item.u < chance:
        if state.measured:
            tally.declined += 1
        return False
    _tell_sender(p, seats[item.sender], item.stint, 0.0)
    recorded = item.recorded
    if recorded == item.true and not item.false:
        near = works[item.work].same_department[recorded]
        state.acted_right[recorded] += 1.0 if near else p.improvement_outside_weight
    state.acted_as[recorded] += 1
    owner = kinds[recorded].owner_function
    if owner in (LOGISTICS, PRODUCT, FINANCE):
        state.told[owner, recorded] += 1.0
        state.told_severity[owner] += item.severity
    if state.measured:
        tally.acted_as[recorded] += 1
    if item.measured:
        tally.acted_cohort[item.true, recorded] += 1
    return True


@compiled
def do_improvement(p: Any, state: Any, kinds: Any) -> None:
    """Phase 6: what was acted on presses and informs the owners; capability moves tomorrow's failure rates."""
    scale = p.improvement_pressure_scale * state.base_orders / p.improvement_reference_orders
    days = p.improvement_smoothing_days
    for k in range(N_CAUSES):
        state.acted_level[k] = improving.smoothed(state.acted_level[k], state.acted_right[k], days)
        state.pressing_level[k] = improving.smoothed(state.pressing_level[k], state.acted_as[k], days)
        state.failure_level[k] = improving.smoothed(state.failure_level[k], state.failures[k], days)
        share = improving.share_acted_on(state.acted_level[k], state.failure_level[k])
        informed = improving.information(
            share, p.improvement_half_information, p.improvement_owner_resistance, kinds[k].owner_mean
        )
        pressed = improving.pressure(state.pressing_level[k], scale)
        state.improving[k] = improving.improvement_time(
            p.improvement_time_share, p.improvement_pressure_cost, p.improvement_pressure_gain, pressed, informed
        )
        state.overtime[k] = improving.overtime(p.improvement_overtime, pressed, informed)
        state.capability[k] = improving.next_capability(
            state.capability[k],
            state.learning,
            state.improving[k],
            informed,
            p.improvement_forgetting_days,
            p.improvement_erosion,
            pressed,
        )
        start = p.causes_rate[k]
        state.rates[k] = improving.failure_rate(start, p.causes_floor_share * start, state.capability[k])
