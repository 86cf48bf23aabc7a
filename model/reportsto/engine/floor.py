"""Phase 3 in compiled code: who answers which contact, and how."""

from reportsto.arrays import Floats, Integers
from reportsto.engine import draws
from reportsto.engine.compiling import compiled
from reportsto.engine.customers import count_failures
from reportsto.engine.desks import DISPUTE, add_dispute, collect
from reportsto.engine.layout import (
    OUT_OF_ANSWERS,
    Arrays,
    Contact,
    Department,
    Desk,
    Handler,
    Item,
    Kind,
    Numbers,
    Post,
    Rows,
    Seat,
    State,
    Words64,
)
from reportsto.engine.noting import note_answer, note_end
from reportsto.escalation import attention as attending
from reportsto.orderflow import contacts as speaking_up
from reportsto.orderflow import customers as staying
from reportsto.orderflow import handling, staffing
from reportsto.records import SEVERE, Tally
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES, N_KINDS, N_WEEKDAYS, Cause, Function, Outcome, Request, Stream

ADVOCATE, SETTLE, DEFEND = handling.ADVOCATE, handling.SETTLE, handling.DEFEND
LATE, POOR_ANSWER = int(Cause.LATE), int(Cause.POOR_ANSWER)
PRODUCT_QUESTION = int(Request.PRODUCT_QUESTION)
LOGISTICS = int(Function.LOGISTICS)
GAVE_UP = int(Outcome.GAVE_UP)
GIVEN_UP = int(Fate.GAVE_UP)
CONTACT, ANSWER = int(Stream.CONTACT), int(Stream.ANSWER)
AT_A_TIME = 256
"""Contacts whose numbers are drawn at a time: those at the end of a long queue may not be answered today."""


@compiled
def do_handling(arrays: Arrays) -> None:
    """Phase 3: handlers take contacts in rotation, while they have hours."""
    p, state, tally, seats, handlers = arrays.p, arrays.state, arrays.tally, arrays.seats, arrays.handlers
    kinds, contacts, reports, scratch = arrays.kinds, arrays.contacts, arrays.reports, arrays.scratch
    posts, works, departments, desks = arrays.posts, arrays.works, arrays.departments, arrays.desks
    items, coming, trace, words = arrays.items, arrays.coming, arrays.trace, arrays.words
    _start_shift(state, handlers)
    _prepare_disputes(p, seats, handlers, kinds, arrays.owner_seats)
    state.questions_answered = 0
    state.reports = 0
    rotation = state.day % len(handlers)
    noise, poor, dispute, exaggerate = scratch[0], scratch[1], scratch[2], scratch[3]
    base = drawn = state.contacts_head
    order = 0
    while state.contacts_head < state.contacts_tail:
        if max(state.born, state.reports) == len(reports):
            state.problem = OUT_OF_ANSWERS
            return
        at = state.contacts_head
        contact = contacts[at]
        about = contact.kind
        if state.day - contact.born > p.handling_patience_days:
            state.contacts_head += 1
            _give_up(state, tally, contact.severity)
            note_end(trace, contact.case, state.day, GIVEN_UP)
            continue
        one = _who_answers(state, tally, handlers, rotation, kinds[about].circle)
        if one < 0:
            break
        state.contacts_head += 1
        if at >= drawn:
            base, drawn = at, min(at + AT_A_TIME, state.contacts_tail)
            _draw_answers(state, contacts, base, drawn, words, scratch)
        u = at - base
        handler = handlers[one]
        work, seat, kind = works[handler.work], seats[handler.seat], kinds[about]
        owned = kind.owner_function >= 0
        act = _voice(p, seat, posts[seat.post], contact, noise[u], owned) if about < N_CAUSES else SETTLE
        act = handling.possible(act, owned)
        hours = work.hours[about]
        if act == ADVOCATE:
            hours += p.handling_advocacy_hours
        handler.hours -= hours
        disputed = dispute[u] < kind.dispute_chance
        if disputed:
            cause = about if about < N_CAUSES else LATE
            desk = desks[work.decider[cause] if work.peer[cause] < 0 else work.peer[cause]]
            _file_dispute(p, state, items, desk, handler.department, about, order)
        how = handling.poor_answer(poor[u], state.rates[POOR_ANSWER], p.causes_complaint[POOR_ANSWER])
        if how:
            _answer_poorly(p, state, tally, contact, coming, how)
        state.worked_today += hours
        state.expected_today += kind.answer_hours
        _count_answer(state, tally, contact, kind, hours, disputed)
        note_answer(trace, contact.case, state.day, handler.seat, act, disputed, how)
        if about < N_CAUSES:
            near = work.same_department[about]
            readiness = p.voice_exaggeration if owned else 0.0
            false = act == SETTLE and handling.exaggerates(exaggerate[u], readiness, seat.attitude)
            _close_failure(p, state, tally, departments[handler.department], contact, act, near, false)
            if act == ADVOCATE or false:
                report = reports[state.reports]
                report.contact, report.handler, report.order, report.false = at, one, order, false
                state.reports += 1
        rotation = _next_turn(handlers, rotation, one)
        order += 1
    _end_shift(state, tally, handlers)
    if p.staffing_follows != 0.0:
        _staff_tomorrow(p, state, len(handlers))


@compiled
def _file_dispute(
    p: Numbers, state: State, items: Rows[Item], desk: Desk, department: int, about: int, order: int
) -> None:
    """Let a dispute come to the desk where it is settled, in a digest or by itself."""
    hours = attending.dispute_hours(p.attention_item_hours, p.disputes_bundle, p.ration_digest_days)
    if p.ration_digest_days > 0.0:
        collect(desk, state, items, DISPUTE, department, about, hours)
    else:
        add_dispute(desk, state, items, order, hours)


@compiled
def _start_shift(state: State, handlers: Rows[Handler]) -> None:
    state.worked_today = state.expected_today = 0.0
    for handler in handlers:
        handler.hours = state.shift - handler.owed


@compiled
def _end_shift(state: State, tally: Tally, handlers: Rows[Handler]) -> None:
    """Owe the overrun to tomorrow."""
    if state.measured:
        tally.paid_handlers += state.shift * len(handlers)
    for handler in handlers:
        if state.measured:
            tally.handler_hours += state.shift - handler.owed - handler.hours
            tally.idle_handlers += max(0.0, handler.hours)
        handler.owed = max(0.0, -handler.hours)


@compiled
def _staff_tomorrow(p: Numbers, state: State, handlers: int) -> None:
    """Let tomorrow's hours follow the contacts that came in, and what answers took."""
    days = p.staffing_contact_days
    today, tomorrow = p.demand_week[state.day % N_WEEKDAYS], p.demand_week[(state.day + 1) % N_WEEKDAYS]
    state.contact_load = staffing.next_load(state.contact_load, state.arrived_hours, today, days)
    state.worked_level = staffing.next_level(state.worked_level, state.worked_today, days)
    state.expected_level = staffing.next_level(state.expected_level, state.expected_today, days)
    gain = staffing.asking_gain(state.worked_level, state.expected_level)
    state.shift = staffing.handler_hours(state.contact_load, tomorrow, gain, p.staffing_occupancy, handlers)


@compiled
def _draw_answers(state: State, contacts: Rows[Contact], low: int, high: int, words: Words64, scratch: Floats) -> None:
    """Draw the four numbers of each answer for the contacts from `low` to `high`; the first becomes noise."""
    count = high - low
    for at in range(count):
        draws.note_address(words, at, contacts[low + at])
    draws.fill_addresses(state, ANSWER, words, count, 2, 0, scratch[0], scratch[1])
    draws.fill_addresses(state, ANSWER, words, count, 2, 1, scratch[2], scratch[3])
    draws.fill_noise(scratch[0], count)


@compiled
def _who_answers(state: State, tally: Tally, handlers: Rows[Handler], rotation: int, circle: int) -> int:
    """Return who answers the next contact, or -1: whoever answers every n-th, if this is one, else the rotation."""
    if state.by_turns:
        number = int(tally.whole_answered) + 1
        for one in range(len(handlers)):
            every = handlers[one].every
            if every > 0 and number % every == 0 and handlers[one].hours > 0.0:
                return one
    return _free_handler(handlers, rotation, circle)


@compiled
def _next_turn(handlers: Rows[Handler], rotation: int, one: int) -> int:
    """Return where the rotation goes on: after whoever answered, where it stood if they were not of it."""
    if handlers[one].every > 0:
        return rotation
    return one + 1 if one + 1 < len(handlers) else 0


@compiled
def _free_handler(handlers: Rows[Handler], rotation: int, circle: int) -> int:
    """Return the next handler in rotation with hours left; on a map one of the owner's circle if there is one."""
    first = -1
    n = len(handlers)
    for turn in range(n):
        one = rotation + turn if rotation + turn < n else rotation + turn - n
        if handlers[one].hours > 0.0 and handlers[one].every == 0:
            if circle < 0 or handlers[one].department == circle:
                return one
            if first < 0:
                first = one
    return first


@compiled
def _prepare_disputes(
    p: Numbers, seats: Rows[Seat], handlers: Rows[Handler], kinds: Rows[Kind], owner_seats: Integers
) -> None:
    """Work out, for each kind of contact, the chance that an answer becomes a dispute today."""
    ours = 0.0
    for handler in handlers:
        ours += seats[handler.seat].attitude
    ours = ours / len(handlers)
    for at in range(N_KINDS):
        kind = kinds[at]
        if kind.like < at:
            kind.owner_mean = kinds[kind.like].owner_mean
        else:
            kind.owner_mean = _mean(seats, owner_seats, kind.owner_start, kind.owner_end)
        kind.dispute_chance = 0.0
        if kind.needs_owner:
            kind.dispute_chance = handling.dispute_probability(
                p.disputes_probability, p.disputes_conflict_slope, ours, kind.owner_mean
            )


@compiled
def _mean(seats: Rows[Seat], rows: Integers, low: int, high: int) -> float:
    out = 0.0
    for at in range(low, high):
        out += seats[rows[at]].attitude
    return out / (high - low) if high > low else 0.0


@compiled
def _answer_poorly(p: Numbers, state: State, tally: Tally, contact: Contact, coming: Rows[Contact], how: int) -> None:
    """Count a poor answer; its customer is silent (1), or comes back tomorrow (2)."""
    count_failures(state, tally, POOR_ANSWER, 1)
    if how == 1:
        state.rude_today += 1
        return
    generation = contact.generation + 1
    u = draws.number(state, CONTACT, contact.day, contact.entity, 2 * generation + 1)
    case = coming[state.born]
    case.day, case.entity, case.generation = contact.day, contact.entity, generation
    case.kind, case.born, case.failed, case.case = POOR_ANSWER, state.day + 1, state.day, contact.case
    case.severity = speaking_up.case_severity(p.causes_severity[POOR_ANSWER], p.causes_severity_spread, u)
    state.born += 1


@compiled
def _count_answer(state: State, tally: Tally, contact: Contact, kind: Kind, hours: float, disputed: bool) -> None:
    tally.whole_answered += 1
    if contact.kind == PRODUCT_QUESTION:
        state.questions_answered += 1
    if state.measured:
        tally.answered += 1
        tally.answer_hours += hours
        tally.answer_age += state.day - contact.born
        if contact.born == state.day and not disputed:
            tally.resolved_at_once += 1
        if disputed:
            tally.disputes += 1
        if kind.owner_function == LOGISTICS:
            tally.answered_logistics += 1
            tally.answer_hours_logistics += hours


@compiled
def _voice(p: Numbers, seat: Seat, post: Post, contact: Contact, noise: float, owned: bool) -> int:
    """Advocate, settle or defend one failure case, having heard it."""
    if owned:
        hear(seat, contact.kind, contact.severity, 1.0)
    else:
        seat.heard_severity += contact.severity
    score = handling.voice_score(
        seat.attitude,
        contact.severity,
        post.own_line[contact.kind],
        seat.futility,
        noise,
        handling.Weights(p.voice_attitude, p.voice_severity, p.voice_own_line, p.voice_futility),
        post.strength,
        post.stakes[contact.kind],
    )
    return handling.choose(score, p.voice_settle_bar, p.voice_settle_width, p.voice_report_bar)


@compiled
def hear(seat: Seat, cause: int, severity: float, weight: float) -> None:
    """Let a person hear of one failure case, which counts as so many."""
    seat.heard[cause] += weight
    seat.heard_any = True
    seat.heard_severity += weight * severity


@compiled
def _close_failure(
    p: Numbers,
    state: State,
    tally: Tally,
    department: Department,
    contact: Contact,
    act: int,
    near: bool,
    false: bool,
) -> None:
    """Book what became of a failure case."""
    kind = contact.kind
    state.heard_today += 1
    department.overheard += contact.severity
    if act != DEFEND:
        state.made_good_today += 1
        if near:
            state.acted_right[kind] += p.improvement_lateral
    state.outcomes[staying.outcome(act, state.day - contact.born, p.customers_late_answer_days)] += 1
    if state.measured:
        tally.heard[kind] += 1
        if act == DEFEND:
            tally.defended[kind] += 1
        elif act == SETTLE:
            tally.settled[kind] += 1
        else:
            tally.advocated[kind] += 1
        if false:
            tally.false_reports += 1
        severe = contact.severity >= SEVERE
        tally.severe_ended += severe
        tally.severe_made_good += severe & (act != DEFEND)
    if state.burn_in < contact.failed <= state.last_followed:
        tally.acts_cohort[act][kind] += 1


@compiled
def _give_up(state: State, tally: Tally, severity: float) -> None:
    """Lose patience: a failure of service, and no new case."""
    count_failures(state, tally, POOR_ANSWER, 1)
    state.outcomes[GAVE_UP] += 1
    tally.whole_given_up += 1
    if state.measured:
        tally.given_up += 1
        tally.severe_ended += severity >= SEVERE
