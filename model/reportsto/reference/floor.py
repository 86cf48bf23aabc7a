"""The service floor: the pooled queue and the people who answer it (phase 3)."""

from collections import Counter, deque

from reportsto.arithmetic import total
from reportsto.escalation import attention
from reportsto.orderflow import contacts, customers, handling, staffing
from reportsto.records import SEVERE
from reportsto.reference.cases import DISPUTE, Contact, Item
from reportsto.reference.draws import Draws
from reportsto.reference.ledger import Ledger
from reportsto.reference.owners import Owners
from reportsto.reference.people import ServicePerson
from reportsto.reference.society import Society
from reportsto.reference.today import Report, Today
from reportsto.tracing import Fate
from reportsto.vocabulary import N_KINDS, N_WEEKDAYS, NOBODY, Cause, Function, Outcome, Request
from reportsto.workplace import Workplace

ADVOCATE, SETTLE, DEFEND = handling.ADVOCATE, handling.SETTLE, handling.DEFEND
LATE, POOR_ANSWER = int(Cause.LATE), int(Cause.POOR_ANSWER)
PRODUCT_QUESTION = int(Request.PRODUCT_QUESTION)
LOGISTICS = int(Function.LOGISTICS)
GAVE_UP = int(Outcome.GAVE_UP)
# plain numbers: comparing enums costs a tenth of a run


class Floor:
    """Those who answer customers, and what waits for them.

    Attributes:
        handlers: in seat order.
        queue: contacts, the oldest first.
        hours: of one answer, by answering post, then kind.
        shift: hours that every handler is paid for today.
        load: hours of contacts a day, smoothed over the week.
        worked_level, expected_level: hours of today's answers, and hours they take on average, smoothed.
    """

    def __init__(self, workplace: Workplace, ledger: Ledger, draws: Draws, society: Society, owners: Owners) -> None:
        """Open the floor with an empty queue."""
        self._workplace, self._ledger, self._draws = workplace, ledger, draws
        self._society, self._owners = society, owners
        self._parameters, self._facts = workplace.parameters, workplace.facts
        self.handlers = society.handlers
        self.queue: deque[Contact] = deque()
        self.hours = dict(zip(workplace.answering, workplace.hours, strict=True))
        self._dispute_chance: list[float] = []
        self.shift, self.load = workplace.staff.hours, workplace.staff.load
        self.worked_level = self.expected_level = 0.0
        self._worked = self._expected = 0.0

    def reorganise(self, workplace: Workplace) -> None:
        """Answer from new places; what waits, and hours planned or owed, stay."""
        self._workplace, self._facts = workplace, workplace.facts
        self.hours = dict(zip(workplace.answering, workplace.hours, strict=True))

    def answer(self, today: Today) -> None:
        """Phase 3: handlers take contacts in rotation, while they have hours."""
        handlers, tally = self.handlers, self._ledger.tally
        self._worked = self._expected = 0.0
        for person in handlers:
            person.start_day(self.shift)
        self._dispute_chance = self._dispute_chances()
        self.queue.extend(today.arrived)
        self._empty_queue(today)
        if today.measured:
            tally.paid_handlers += self.shift * len(handlers)
            for person in handlers:
                tally.handler_hours += self.shift - person.owed - person.hours
                tally.idle_handlers += max(0.0, person.hours)
        for person in handlers:
            person.end_day()
        if self._parameters.staffing.follows:
            self._staff_tomorrow(today)

    def _staff_tomorrow(self, today: Today) -> None:
        """Let tomorrow's hours follow the contacts that came in, and what answers took."""
        rules, week, answer = self._parameters.staffing, self._parameters.demand.week, self._workplace.staff.answer
        arrived = Counter(contact.kind for contact in today.arrived)
        hours = total(arrived[kind] * answer[kind] for kind in range(N_KINDS))
        days = rules.contact_days
        self.load = staffing.next_load(self.load, hours, week[today.day % N_WEEKDAYS], days)
        self.worked_level = staffing.next_level(self.worked_level, self._worked, days)
        self.expected_level = staffing.next_level(self.expected_level, self._expected, days)
        gain = staffing.asking_gain(self.worked_level, self.expected_level)
        weekday = week[(today.day + 1) % N_WEEKDAYS]
        self.shift = staffing.handler_hours(self.load, weekday, gain, rules.occupancy, len(self.handlers))

    def _empty_queue(self, today: Today) -> None:
        """Answer or give up what waits, the oldest first, until nobody has hours left."""
        rotation, order = today.day % len(self.handlers), 0
        while self.queue:
            contact = self.queue[0]
            if today.day - contact.born > self._parameters.handling.patience_days:
                self._give_up(today, self.queue.popleft())
                continue
            at = self._who_answers(rotation, contact.kind)
            if at is None:
                break
            self._answer(today, self.queue.popleft(), self.handlers[at], order)
            if not self._workplace.every[at]:
                rotation = (at + 1) % len(self.handlers)
            order += 1

    def _who_answers(self, rotation: int, kind: int) -> int | None:
        """Return who answers the next contact: whoever answers every n-th, if this is one, else the rotation."""
        number = self._ledger.tally.whole_answered + 1
        for at, every in enumerate(self._workplace.every):
            if every and number % every == 0 and self.handlers[at].hours > 0.0:
                return at
        return self._free_handler(rotation, kind)

    def _free_handler(self, rotation: int, kind: int) -> int | None:
        """Return the next handler in rotation with hours left; on a map one of the owner's circle if there is one."""
        first = None
        circle = self._workplace.circle[kind]
        n = len(self.handlers)
        for turn in range(rotation, rotation + n):
            at = turn if turn < n else turn - n
            person = self.handlers[at]
            if person.hours > 0.0 and not self._workplace.every[at]:
                if circle == NOBODY or person.department == circle:
                    return at
                if first is None:
                    first = at
        return first

    def _dispute_chances(self) -> list[float]:
        """Return, for each kind of contact, the chance that an answer becomes a dispute today."""
        rules = self._parameters.disputes
        ours = total(person.attitude for person in self.handlers) / len(self.handlers)
        return [
            handling.dispute_probability(
                rules.probability, rules.conflict_slope, ours, self._society.mean_attitude(people)
            )
            if needs
            else 0.0
            for people, needs in zip(self._facts.owner_people, self._workplace.needs_owner, strict=True)
        ]

    def _answer(self, today: Today, contact: Contact, person: ServicePerson, order: int) -> None:
        """Spend the hours of one answer, quarrel perhaps, answer poorly perhaps, and close a failure case."""
        p, kind = self._parameters, contact.kind
        hours = self.hours[person.post][kind]
        act = person.answer(contact, p.voice) if contact.is_failure else SETTLE
        act = handling.possible(act, self._facts.owned[kind])
        if act == ADVOCATE:
            hours += p.handling.advocacy_hours
        person.hours -= hours
        disputed = contact.u_dispute < self._dispute_chance[kind]
        if disputed:
            seat = self._workplace.first_decider(person.post, kind if contact.is_failure else LATE)
            hours_of = attention.dispute_hours(p.attention.item_hours, p.disputes.bundle, p.ration.digest_days)
            dispute = Item(DISPUTE, today.day, order, hours_of, department=person.department, recorded=kind)
            today.disputes.append((seat, dispute))
        poor = handling.poor_answer(contact.u_poor, self._owners.rates[POOR_ANSWER], p.causes.complaint[POOR_ANSWER])
        if poor:
            self._answer_poorly(today, contact, comes_back=poor == 2)
        history = contact.history
        history.answered, history.handler, history.fate = today.day, person.seat, Fate.ANSWERED
        history.quarrel, history.answer = disputed, poor
        if contact.is_failure:
            history.act = act
            self._close_failure(today, contact, person, act, order)
        today.questions_answered += kind == PRODUCT_QUESTION
        self._count_answer(today, contact, hours, disputed=disputed)

    def _count_answer(self, today: Today, contact: Contact, hours: float, *, disputed: bool) -> None:
        tally = self._ledger.tally
        tally.whole_answered += 1
        self._worked += hours
        self._expected += self._workplace.staff.answer[contact.kind]
        if today.measured:
            tally.answered += 1
            tally.answer_hours += hours
            tally.answer_age += today.day - contact.born
            tally.resolved_at_once += contact.born == today.day and not disputed
            tally.disputes += disputed
            if self._facts.owner_function[contact.kind] == LOGISTICS:
                tally.answered_logistics += 1
                tally.answer_hours_logistics += hours

    def _close_failure(self, today: Today, contact: Contact, person: ServicePerson, act: int, order: int) -> None:
        """Book what became of a failure case, and start its report on the way."""
        p, tally, kind = self._parameters, self._ledger.tally, contact.kind
        today.heard += 1
        today.overheard[person.department] += contact.severity
        if act != DEFEND:
            today.made_good += 1
            if self._facts.same_department[person.post][kind]:
                today.acted_right[kind] += p.improvement.lateral
        late = p.customers.late_answer_days
        today.outcomes[customers.outcome(act, today.day - contact.born, late)] += 1
        readiness = p.voice.exaggeration if self._facts.owned[kind] else 0.0
        false = act == SETTLE and handling.exaggerates(contact.u_exaggerate, readiness, person.attitude)
        if act == ADVOCATE or false:
            today.reports.append(Report(contact, person, order, false))
        if today.measured:
            tally.heard[kind] += 1
            (tally.defended, tally.settled, tally.advocated)[act][kind] += 1
            tally.false_reports += false
            if contact.severity >= SEVERE:
                tally.severe_ended += 1
                tally.severe_made_good += act != DEFEND
        if self._ledger.follows(contact.failed):
            tally.acts_cohort[act][kind] += 1

    def _answer_poorly(self, today: Today, contact: Contact, *, comes_back: bool) -> None:
        self._ledger.count_failures(today, POOR_ANSWER, 1)
        if not comes_back:
            today.rude += 1
            return
        causes, generation = self._parameters.causes, contact.generation + 1
        severity = contacts.case_severity(
            causes.severity[POOR_ANSWER],
            causes.severity_spread,
            self._draws.severity(contact.day, contact.entity, generation),
        )
        cause, born, failed = POOR_ANSWER, today.day + 1, today.day
        case = Contact(contact.day, contact.entity, generation, cause, born, failed, severity, is_failure=True)
        case.parent = contact.case
        today.born.append(case)

    def _give_up(self, today: Today, contact: Contact) -> None:
        """Lose patience: a failure of service, and no new case."""
        contact.history.answered, contact.history.fate = today.day, Fate.GAVE_UP
        self._ledger.count_failures(today, POOR_ANSWER, 1)
        today.outcomes[GAVE_UP] += 1
        self._ledger.tally.whole_given_up += 1
        if today.measured:
            self._ledger.tally.given_up += 1
            self._ledger.tally.severe_ended += contact.severity >= SEVERE
