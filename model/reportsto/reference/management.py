"""Phases 4, 5 and 6 in the Mesa firm: reports climb, wait for attention, and change what owners do."""

from reportsto.arithmetic import poisson, total
from reportsto.escalation import attention as attend
from reportsto.escalation import climb, improvement
from reportsto.orderflow import contacts
from reportsto.reference.cases import DISPUTE, EXCEPTION, REPORT, Contact, Item
from reportsto.reference.desk import Desk
from reportsto.reference.people import TOLD, Person, ServicePerson
from reportsto.reference.state import FirmState
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES


class Management(FirmState):
    """What becomes of a report."""

    def do_climb(self) -> None:
        """Phase 4: reports are recoloured once, then pass or stay with each manager below the arbiter."""
        rules, facts = self.parameters.climb, self.facts
        for contact, person, order, false in self.reports_today:
            recorded = climb.recorded_cause(
                contact.kind,
                contact.u_recolour,
                contact.u_belief,
                self.workplace.departments[person.department].recolouring,
                self.workplace.departments[person.department].beliefs,
            )
            if not facts.same_department[person.post][recorded] and contact.u_outside < rules.outside_error:
                recorded = climb.pick(contact.u_outside_cause, self.even)
            if false:
                recorded = climb.pick(contact.u_outside_cause, self.even)
            self.tally.whole_reports += 1
            if not self._climb(contact, person, recorded, order, false):
                self.tally.whole_reports_ended += 1

    def _climb(self, contact: Contact, person: ServicePerson, recorded: int, order: int, false: bool) -> bool:
        """Send one report up; return whether it reached the decider."""
        facts, rules = self.facts, self.parameters.climb
        path = self._way(contact, person, recorded)
        history = contact.history
        history.recorded, history.made_up = recorded, false
        for level, post in enumerate(path[:-1]):
            manager = self.people[facts.first_seat[post]]
            manager.hear(recorded, contact.severity)
            if not contact.u_levels[level] < climb.pass_probability(rules.fidelity, self._willing(manager, recorded)):
                history.ended, history.ended_at, history.fate = self.day, manager.seat, Fate.KEPT
                return False
            history.passed += 1
        decider = self.people[facts.first_seat[path[-1] if path else facts.arbiter(person.post, recorded)]]
        decider.hear(recorded, contact.severity)
        history.ended_at, history.fate = decider.seat, Fate.AT_A_DESK
        near = facts.same_department[person.post][recorded]
        a = self.parameters.attention
        measured = self._in_cohort(contact.failed) and not false
        self.tally.reached_cohort += measured
        self._desk(decider.post).arrive(
            Item(
                REPORT,
                self.day,
                order,
                attend.report_hours(a.item_hours, a.bundle, a.cross_hours, near),
                sender=person.seat,
                stint=person.stint,
                true=contact.kind,
                recorded=recorded,
                severity=contact.severity,
                u=contact.u_levels[max(0, len(path) - 1)],
                measured=measured,
                false=false,
                history=history,
            )
        )
        return True

    def _way(self, contact: Contact, person: ServicePerson, recorded: int) -> tuple[int, ...]:
        """Return whom a report meets: the line, or by chance the way of a dotted line."""
        second = self.facts.second_path[person.post][recorded]
        if second and self.draws.second_line(contact) < self.parameters.climb.dotted:
            return second
        return self.facts.path[person.post][recorded]

    def _willing(self, manager: Person, cause: int) -> float:
        rules = self.parameters.climb
        return climb.willingness(
            manager.attitude,
            manager.own_line[cause],
            rules.defensive_loss,
            rules.own_line_loss,
            manager.strength,
            manager.stakes[cause],
        )

    def do_attention(self) -> None:
        """Phase 5: every desk takes today's exceptions, drops what is too old, and serves what hours allow."""
        rules = self.parameters.attention
        numbers = dict(zip(self.draws.managers, self.draws.exceptions(self.day), strict=True))
        for person, plan in zip(self.desks, self.workplace.desks, strict=True):
            desk, mean = self._desk(person.post), plan.exceptions
            for _ in range(poisson(mean, numbers[person.seat]) if mean > 0.0 else 0):
                desk.arrive(Item(EXCEPTION, self.day, 0, rules.item_hours))
            desk.open()
            lost = [item for item in desk.expired(self.day) if self._lose(item)]
            served = list(desk.served())
            for item in served:
                if item.kind == REPORT:
                    self._decide(person, item)
            self._watch_desk(person, desk, served, len(lost))

    def _lose(self, item: Item) -> bool:
        """Let an item go unserved; its sender, if still there, learns that the report was lost."""
        if item.kind == REPORT:
            self.tally.whole_reports_ended += 1
            self.tally.lost += self.measured
            self._tell_sender(item, 1.0)
            self._note_end(item, Fate.LOST)
        return True

    def _note_end(self, item: Item, fate: Fate) -> None:
        assert item.history is not None, "a report has a case"
        item.history.ended, item.history.fate = self.day, fate

    def _tell_sender(self, item: Item, lost: float) -> None:
        sender = self.people[item.sender]
        if sender.stint == item.stint:
            sender.futility = attend.next_futility(sender.futility, lost, self.parameters.attention.futility_speed)

    def _decide(self, person: Person, item: Item) -> None:
        """Read one report, and act on it or not."""
        facts, rules, tally = self.facts, self.parameters.climb, self.tally
        tally.whole_reports_ended += 1
        if facts.is_map and rules.map_owner_filters == 0.0:
            chance = 1.0
        else:
            at_root = person.post == facts.root
            chance = climb.act_probability(self._willing(person, item.recorded), at_root, rules.root_acts)
        if not item.u < chance * self.influence:
            tally.declined += self.measured
            self._note_end(item, Fate.DECLINED)
            return
        self._note_end(item, Fate.ACTED_ON)
        self._tell_sender(item, 0.0)
        self._act_on(item)

    def _act_on(self, item: Item) -> None:
        facts, p, tally = self.facts, self.parameters, self.tally
        near = facts.same_department[self.people[item.sender].post][item.recorded]
        if item.recorded == item.true and not item.false:
            self.acted_right[item.recorded] += 1.0 if near else p.improvement.outside_weight
        self.acted_as_today[item.recorded] += 1
        owner = facts.owner_function[item.recorded]
        if owner in TOLD:
            self.told[owner][item.recorded] += 1.0
            self.told_severity[owner] += item.severity
        if self.measured:
            tally.acted_as[item.recorded] += 1
        if item.measured:
            tally.acted_cohort[item.true][item.recorded] += 1

    def _watch_desk(self, person: Person, desk: Desk, served: list[Item], lost: int) -> None:
        if not self.measured:
            return
        tally = self.tally
        hours = [total(item.hours for item in served if item.kind == kind) for kind in (DISPUTE, REPORT, EXCEPTION)]
        tally.manager_hours += total(hours)
        if person.post == self.facts.root:
            tally.ceo_dispute_hours += hours[0]
            tally.ceo_report_hours += hours[1]
            tally.ceo_exception_hours += hours[2]
            tally.ceo_overhead += desk.overhead
            tally.ceo_available += max(0.0, desk.hours - desk.overhead)
            tally.ceo_overdrawn += desk.owed + max(0.0, desk.overhead - desk.hours)
            tally.ceo_waiting += len(desk.queue)
            tally.ceo_lost += lost
            tally.ceo_decisions += sum(item.kind == REPORT for item in served)

    def do_improvement(self) -> None:
        """Phase 6: what was acted on presses and informs the owners; capability moves tomorrow's failure rates."""
        p = self.parameters
        i = p.improvement
        self.influence = climb.next_influence(
            self.influence, self.complaints_today, self.contacts_today, p.climb.isolation, p.climb.isolation_speed
        )
        scale = i.pressure_scale * self.base_orders / i.reference_orders
        for k in range(N_CAUSES):
            self.acted_level[k] = improvement.smoothed(self.acted_level[k], self.acted_right[k], i.smoothing_days)
            self.pressing_level[k] = improvement.smoothed(
                self.pressing_level[k], self.acted_as_today[k], i.smoothing_days
            )
            self.failure_level[k] = improvement.smoothed(
                self.failure_level[k], self.failures_today[k], i.smoothing_days
            )
            share = improvement.share_acted_on(self.acted_level[k], self.failure_level[k])
            informed = improvement.information(share, i.half_information, i.owner_resistance, self.owner_mean[k])
            pressed = improvement.pressure(self.pressing_level[k], scale)
            self.improving[k] = improvement.improvement_time(
                i.time_share, i.pressure_cost, i.pressure_gain, pressed, informed
            )
            self.overtime[k] = improvement.overtime(i.overtime, pressed, informed)
            self.capability[k] = improvement.next_capability(
                self.capability[k], self.learning, self.improving[k], informed, i.forgetting_days, i.erosion, pressed
            )
            start = p.causes.rate[k]
            learned = improvement.failure_rate(start, p.causes.floor_share * start, self.capability[k])
            self.rates[k] = min(1.0, learned * contacts.ramp(self.day + 1, p.causes.ramp_peak[k], p.causes.ramp_days))
