"""Phase 3 in the Mesa firm: who answers which contact, and how."""

from reportsto.arithmetic import total
from reportsto.charts.facts import NOBODY
from reportsto.orderflow import contacts, customers, handling
from reportsto.reference.cases import DISPUTE, Contact, Item
from reportsto.reference.people import ServicePerson
from reportsto.reference.state import FirmState
from reportsto.tracing import Fate
from reportsto.vocabulary import N_KINDS, Cause, Function, Outcome, Request

ADVOCATE, SETTLE, DEFEND = handling.ADVOCATE, handling.SETTLE, handling.DEFEND
LATE, POOR_ANSWER = int(Cause.LATE), int(Cause.POOR_ANSWER)
PRODUCT_QUESTION = int(Request.PRODUCT_QUESTION)
LOGISTICS = int(Function.LOGISTICS)
GAVE_UP, NO_FAILURE = int(Outcome.GAVE_UP), int(Outcome.NO_FAILURE)
# plain numbers: comparing enums costs a tenth of a run


class ServiceFloor(FirmState):
    """The pooled queue and the people who answer it."""

    def do_handling(self) -> None:
        """Phase 3: handlers take contacts in rotation, while they have hours."""
        p, day = self.parameters, self.day
        for person in self.handlers:
            person.start_day(p.handling.hours_a_day)
        self._prepare_disputes()
        self.questions_answered = 0
        rotation = day % len(self.handlers)
        patience = p.handling.patience_days
        order = 0
        while self.contact_queue:
            contact = self.contact_queue[0]
            if day - contact.born > patience:
                self.contact_queue.popleft()
                self._give_up(contact)
                contact.history.answered, contact.history.fate = day, Fate.GAVE_UP
                continue
            at = self._who_answers(rotation, contact.kind)
            if at is None:
                break
            self.contact_queue.popleft()
            self._answer(contact, self.handlers[at], order)
            if not self.workplace.every[at]:
                rotation = (at + 1) % len(self.handlers)
            order += 1
        if self.measured:
            for person in self.handlers:
                self.tally.handler_hours += p.handling.hours_a_day - person.owed - person.hours
        for person in self.handlers:
            person.end_day()

    def _who_answers(self, rotation: int, kind: int) -> int | None:
        """Return who answers the next contact: whoever answers every n-th, if this is one, else the rotation."""
        number = self.tally.whole_answered + 1
        for at, every in enumerate(self.workplace.every):
            if every and number % every == 0 and self.handlers[at].hours > 0.0:
                return at
        return self._free_handler(rotation, kind)

    def _free_handler(self, rotation: int, kind: int) -> int | None:
        """Return the next handler in rotation with hours left; on a map one of the owner's circle if there is one."""
        first = None
        circle = self.workplace.circle[kind]
        n = len(self.handlers)
        for turn in range(rotation, rotation + n):
            at = turn if turn < n else turn - n
            person = self.handlers[at]
            if person.hours > 0.0 and not self.workplace.every[at]:
                if circle == NOBODY or person.department == circle:
                    return at
                if first is None:
                    first = at
        return first

    def _prepare_disputes(self) -> None:
        """Work out, for each kind of contact, the chance that an answer becomes a dispute today."""
        rules = self.parameters.disputes
        ours = total(person.attitude for person in self.handlers) / len(self.handlers)
        self.owner_mean = [self._mean_attitude(self.facts.owner_people[kind]) for kind in range(N_KINDS)]
        self.dispute_chance = [
            handling.dispute_probability(rules.probability, rules.conflict_slope, ours, theirs) if needs else 0.0
            for theirs, needs in zip(self.owner_mean, self.workplace.needs_owner, strict=True)
        ]

    def _answer(self, contact: Contact, person: ServicePerson, order: int) -> None:
        p, facts, tally, kind = self.parameters, self.facts, self.tally, contact.kind
        hours = self.hours_for[person.post][kind]
        act = person.answer(contact, p.voice) if contact.is_failure else SETTLE
        if act == ADVOCATE:
            hours += p.handling.advocacy_hours
        person.hours -= hours
        disputed = contact.u_dispute < self.dispute_chance[kind]
        if disputed:
            self._dispute(contact, person, order)
        poor = handling.poor_answer(contact.u_poor, self.rates[POOR_ANSWER], p.causes.complaint[POOR_ANSWER])
        if poor:
            self._answer_poorly(contact, comes_back=poor == 2)
        history = contact.history
        history.answered, history.handler, history.fate = self.day, person.seat, Fate.ANSWERED
        history.quarrel, history.answer = disputed, poor
        if contact.is_failure:
            history.act = act
            self._close_failure(contact, person, act, order)
        tally.whole_answered += 1
        self.questions_answered += kind == PRODUCT_QUESTION
        if self.measured:
            tally.answered += 1
            tally.answer_hours += hours
            tally.answer_age += self.day - contact.born
            tally.resolved_at_once += contact.born == self.day and not disputed
            tally.disputes += disputed
            if facts.owner_function[kind] == LOGISTICS:
                tally.answered_logistics += 1
                tally.answer_hours_logistics += hours

    def _close_failure(self, contact: Contact, person: ServicePerson, act: int, order: int) -> None:
        """Book what became of a failure case, and start its report on the way."""
        p, tally, kind = self.parameters, self.tally, contact.kind
        self.heard_today += 1
        self.overheard[person.department] += contact.severity
        if act != DEFEND:
            self.made_good_today += 1
            if self.facts.same_department[person.post][kind]:
                self.acted_right[kind] += p.improvement.lateral
        self._book_outcome(contact, customers.outcome(act, self.day - contact.born, p.customers.late_answer_days))
        false = act == SETTLE and handling.exaggerates(contact.u_exaggerate, p.voice.exaggeration, person.attitude)
        if act == ADVOCATE or false:
            self.reports_today.append((contact, person, order, false))
        if self.measured:
            tally.heard[kind] += 1
            (tally.defended, tally.settled, tally.advocated)[act][kind] += 1
            tally.false_reports += false
        if act == ADVOCATE and self._in_cohort(contact.failed):
            tally.advocated_cohort += 1

    def _book_outcome(self, contact: Contact, outcome: int) -> None:
        """Count how a case ended; a case about an answer takes from a customer who was content until then."""
        self.outcomes_today[outcome] += 1
        if contact.kind == POOR_ANSWER or not contact.is_failure:
            self.extra_satisfaction -= self.parameters.customers.value[NO_FAILURE]

    def _answer_poorly(self, contact: Contact, *, comes_back: bool) -> None:
        self._count_failures(POOR_ANSWER, 1)
        if not comes_back:
            self.rude_today += 1
            return
        generation = contact.generation + 1
        severity = contacts.case_severity(
            self.parameters.causes.severity[POOR_ANSWER],
            self.parameters.causes.severity_spread,
            self.draws.severity(contact.day, contact.entity, generation),
        )
        cause, born = POOR_ANSWER, self.day + 1
        case = Contact(contact.day, contact.entity, generation, cause, born, self.day, severity, is_failure=True)
        case.parent = contact.case
        self.coming_back.append(case)

    def _give_up(self, contact: Contact) -> None:
        """Lose patience: a failure of service, and no new case."""
        self._count_failures(POOR_ANSWER, 1)
        self._book_outcome(contact, GAVE_UP)
        self.tally.whole_given_up += 1
        if self.measured:
            self.tally.given_up += 1

    def _dispute(self, contact: Contact, person: ServicePerson, order: int) -> None:
        cause = contact.kind if contact.is_failure else LATE
        desk = self._desk(self.facts.arbiter(person.post, cause))
        desk.arrive(Item(DISPUTE, self.day, order, self.parameters.attention.item_hours))
