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
    Desk,
    Handler,
    Item,
    Kind,
    Numbers,
    Rows,
    Seat,
    State,
    Words64,
    Work,
)
from reportsto.engine.noting import note_answer, note_end
from reportsto.escalation import attention as attending
from reportsto.orderflow import contacts as speaking_up
from reportsto.orderflow import customers as staying
from reportsto.orderflow import handling, staffing
from reportsto.records import SEVERE, Tally
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES, N_KINDS, N_WEEKDAYS, Act, Cause, Function, Outcome, Request, Stream

ADVOCATE, SETTLE, DEFEND = handling.ADVOCATE, handling.SETTLE, handling.DEFEND
N_ACTS = len(Act)
LATE, POOR_ANSWER = int(Cause.LATE), int(Cause.POOR_ANSWER)
PRODUCT_QUESTION = int(Request.PRODUCT_QUESTION)
LOGISTICS = int(Function.LOGISTICS)
GAVE_UP = int(Outcome.GAVE_UP)
GIVEN_UP = int(Fate.GAVE_UP)
CONTACT, ANSWER = int(Stream.CONTACT), int(Stream.ANSWER)
AT_A_TIME = 256
"""Contacts whose numbers are drawn at a time: those at the end of a long queue may not be answered today."""


@compiled
def do_handling(arrays: Arrays) -> None:  # noqa: C901
    """Phase 3: handlers take contacts in rotation, while they have hours.

    One loop that does to a contact all there is to do, longer than our functions are: what a day has in common is read
    once, counts wait in registers and histograms until all is booked, and an act is a number that is added, not a
    way that is taken. Worked by hand in `tests/unit/engine/test_by_hand.py`.
    """
    p, state, tally, seats, handlers = arrays.p, arrays.state, arrays.tally, arrays.seats, arrays.handlers
    kinds, contacts, reports, scratch = arrays.kinds, arrays.contacts, arrays.reports, arrays.scratch
    posts, works, departments, desks = arrays.posts, arrays.works, arrays.departments, arrays.desks
    items, coming, trace, words = arrays.items, arrays.coming, arrays.trace, arrays.words
    _start_shift(state, handlers)
    _prepare_disputes(p, seats, handlers, kinds, arrays.owner_seats)
    state.acts[:] = 0
    state.acts_followed[:] = 0
    day, burn_in, last_followed = state.day, state.burn_in, state.last_followed
    by_turns, traced, room, many = state.by_turns, len(trace) > 0, len(reports), len(handlers)
    settle_bar, settle_width, report_bar = p.voice_settle_bar, p.voice_settle_width, p.voice_report_bar
    weights = handling.Weights(p.voice_attitude, p.voice_severity, p.voice_own_line, p.voice_futility)
    patience, late_after, lateral = p.handling_patience_days, p.customers_late_answer_days, p.improvement_lateral
    advocacy_hours, exaggeration = p.handling_advocacy_hours, p.voice_exaggeration
    poor_rate, poor_complaint = state.rates[POOR_ANSWER], p.causes_complaint[POOR_ANSWER]
    noise, poor, dispute, exaggerate = scratch[0], scratch[1], scratch[2], scratch[3]
    answered_before = int(tally.whole_answered)
    all_hours, logistics_hours = tally.answer_hours, tally.answer_hours_logistics
    worked = expected = 0.0
    questions = ages = at_once = disputes = logistics = severe_ended = severe_good = made_up = 0
    rotation = day % many
    head, tail = state.contacts_head, state.contacts_tail
    base = drawn = head
    order = sent = 0
    while head < tail:
        if max(state.born, sent) == room:
            state.problem = OUT_OF_ANSWERS
            return
        at = head
        contact = contacts[at]
        about, severity = contact.kind, contact.severity
        age = day - contact.born
        if age > patience:
            head += 1
            _give_up(state, tally, severity)
            note_end(trace, contact.case, day, GIVEN_UP)
            continue
        kind = kinds[about]
        one = rotation
        if by_turns or kind.circle >= 0 or not handlers[one].hours > 0.0:
            one = _who_answers(handlers, rotation, kind.circle, answered_before + order + 1 if by_turns else 0)
            if one < 0:
                break
        head += 1
        if at >= drawn:
            base, drawn = at, min(at + AT_A_TIME, tail)
            _draw_answers(state, contacts, base, drawn, words, scratch)
        u = at - base
        handler = handlers[one]
        work, seat = works[handler.work], seats[handler.seat]
        owned, fails = kind.owner_function >= 0, about < N_CAUSES
        act = SETTLE
        if fails:
            post = posts[seat.post]
            if owned:
                hear(seat, about, severity, 1.0)
            else:
                seat.heard_severity += severity
            score = handling.voice_score(
                seat.attitude, severity, post.own_line[about], seat.futility, noise[u], weights,
                post.strength, post.stakes[about],
            )  # fmt: skip
            act = handling.possible(handling.choose(score, settle_bar, settle_width, report_bar), owned)
        hours = work.hours[about]
        hours += advocacy_hours if act == ADVOCATE else 0.0
        handler.hours -= hours
        disputed = dispute[u] < kind.dispute_chance
        if disputed:
            _file_dispute(p, state, items, desks[_settled_by(work, about)], handler.department, about, order)
        how = handling.poor_answer(poor[u], poor_rate, poor_complaint)
        if how:
            _answer_poorly(p, state, tally, contact, coming, how)
        worked += hours
        expected += kind.answer_hours
        all_hours += hours
        ages += age
        disputes += disputed
        at_once += (contact.born == day) & (not disputed)
        questions += about == PRODUCT_QUESTION
        if kind.owner_function == LOGISTICS:
            logistics += 1
            logistics_hours += hours
        if traced:
            note_answer(trace, contact.case, day, handler.seat, act, disputed, how)
        if fails:
            kept_back = act == DEFEND
            departments[handler.department].overheard += severity
            if work.same_department[about]:
                state.acted_right[about] += 0.0 if kept_back else lateral
            state.outcomes[staying.outcome(act, age, late_after)] += 1
            state.acts[act, about] += 1
            state.acts_followed[act, about] += (burn_in < contact.failed) & (contact.failed <= last_followed)
            severe = severity >= SEVERE
            severe_ended += severe
            severe_good += severe & (not kept_back)
            readiness = exaggeration if owned else 0.0
            false = (act == SETTLE) & handling.exaggerates(exaggerate[u], readiness, seat.attitude)
            made_up += false
            report = reports[sent]
            report.contact, report.handler, report.order, report.false = at, one, order, false
            sent += (act == ADVOCATE) | false
        rotation = _next_turn(handlers, rotation, one)
        order += 1
    state.contacts_head, state.reports, state.questions_answered = head, sent, questions
    state.worked_today, state.expected_today = worked, expected
    tally.whole_answered += order
    _book_acts(state, tally)
    if state.measured:
        tally.answered += order
        tally.answer_hours, tally.answer_hours_logistics = all_hours, logistics_hours
        tally.answer_age += ages
        tally.resolved_at_once += at_once
        tally.disputes += disputes
        tally.answered_logistics += logistics
        tally.false_reports += made_up
        tally.severe_ended += severe_ended
        tally.severe_made_good += severe_good
    _end_shift(state, tally, handlers)
    if p.staffing_follows != 0.0:
        _staff_tomorrow(p, state, len(handlers))


@compiled
def _book_acts(state: State, tally: Tally) -> None:
    """Add up what was done today with failure cases, by act and cause."""
    for kind in range(N_CAUSES):
        defended, settled, advocated = state.acts[DEFEND, kind], state.acts[SETTLE, kind], state.acts[ADVOCATE, kind]
        made_good = settled + advocated
        state.heard_today += defended + made_good
        state.made_good_today += made_good
        for act in range(N_ACTS):
            tally.acts_cohort[act][kind] += state.acts_followed[act, kind]
        if state.measured:
            tally.heard[kind] += defended + made_good
            tally.defended[kind] += defended
            tally.settled[kind] += settled
            tally.advocated[kind] += advocated


@compiled
def _settled_by(work: Work, about: int) -> int:
    """Return the desk on which a dispute about a kind is settled; about a request, that of late orders."""
    cause = about if about < N_CAUSES else LATE
    return work.decider[cause] if work.peer[cause] < 0 else work.peer[cause]


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
    """Draw the four numbers of each answer for the contacts from `low` to `high`.

    The first becomes noise, as far as there are failure cases: they come before a day's requests, which need none.
    """
    count, failures = high - low, 0
    for at in range(count):
        draws.note_address(words, at, contacts[low + at])
        failures = at + 1 if contacts[low + at].kind < N_CAUSES else failures
    draws.fill_addresses(state, ANSWER, words, count, 2, 0, scratch[0], scratch[1])
    draws.fill_addresses(state, ANSWER, words, count, 2, 1, scratch[2], scratch[3])
    draws.fill_noise(scratch[0], failures)


@compiled
def _who_answers(handlers: Rows[Handler], rotation: int, circle: int, number: int) -> int:
    """Return who answers the next contact, or -1: whoever answers every n-th, if this is one, else the rotation.

    `number` is that of the contact, from 1; 0 where nobody answers every n-th.
    """
    if number > 0:
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
def hear(seat: Seat, cause: int, severity: float, weight: float) -> None:
    """Let a person hear of one failure case, which counts as so many."""
    seat.heard[cause] += weight
    seat.heard_any = True
    seat.heard_severity += weight * severity


@compiled
def _give_up(state: State, tally: Tally, severity: float) -> None:
    """Lose patience: a failure of service, and no new case."""
    count_failures(state, tally, POOR_ANSWER, 1)
    state.outcomes[GAVE_UP] += 1
    tally.whole_given_up += 1
    if state.measured:
        tally.given_up += 1
        tally.severe_ended += severity >= SEVERE
