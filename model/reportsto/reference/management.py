"""Management: who reads what of a report, and what becomes of it (phases 4 and 5)."""

from typing import NamedTuple

from reportsto.arithmetic import poisson, total
from reportsto.escalation import attention, climb
from reportsto.reference.cases import DIGEST, DISPUTE, EXCEPTION, REPORT, Item
from reportsto.reference.desk import Desk
from reportsto.reference.draws import Draws
from reportsto.reference.ledger import Ledger
from reportsto.reference.people import TOLD, Person
from reportsto.reference.society import Society
from reportsto.reference.today import Report, Today
from reportsto.tracing import Fate
from reportsto.vocabulary import NOBODY
from reportsto.workplace import EVENLY, Workplace, department_after


class Way(NamedTuple):
    """The way of a report.

    Attributes:
        relays: posts of the managers who pass it on or keep it, the nearest first.
        decider: seat of whoever decides on it first.
        beyond: seat of the common superior it may go on to after a refusal, or -1.
    """

    relays: tuple[int, ...]
    decider: int
    beyond: int


class Management:
    """The desks of a firm, and the managers below them.

    Attributes:
        desks: by seat, in seat order.
        influence: of customer service on those who decide, 0 to 1.
    """

    def __init__(self, workplace: Workplace, ledger: Ledger, draws: Draws, society: Society) -> None:
        """Set up empty desks."""
        self._workplace, self._ledger, self._draws, self._society = workplace, ledger, draws, society
        self._parameters, self._facts = workplace.parameters, workplace.facts
        rules = self._parameters.attention
        self.desks = {plan.seat: Desk(rules.hours, plan.overhead, rules.patience_days) for plan in workplace.desks}
        self._heads = {plan.seat for plan in workplace.desks if plan.head}
        self._digests = self._parameters.ration.digest_days > 0.0
        self.influence = 1.0

    def note_use(self) -> None:
        """Note how much of their hours the chief executive and the busiest managers used."""
        tally = self._ledger.tally
        tally.ceo_used = tally.head_used = tally.lead_used = tally.head_desks = tally.lead_desks = 0.0
        for plan in self._workplace.desks:
            if not plan.needed:
                continue
            used = self.desks[plan.seat].used
            if plan.top:
                tally.ceo_used = used
            elif plan.head:
                tally.head_desks += 1
                tally.head_used = max(tally.head_used, used)
            else:
                tally.lead_desks += 1
                tally.lead_used = max(tally.lead_used, used)

    def reorganise(self, workplace: Workplace) -> None:
        """Lead by a new chart; what waits stays on its desk, and a half-filled digest goes on where its head does."""
        before, self._facts, self._workplace = self._facts, workplace.facts, workplace
        self._heads = {plan.seat for plan in workplace.desks if plan.head}
        for plan in workplace.desks:
            desk = self.desks[plan.seat]
            desk.overhead = plan.overhead
            for item in desk.everything():
                if item.department != NOBODY:
                    item.department = department_after(item.department, before, workplace.facts)

    def reports_waiting(self) -> int:
        """Return how many reports wait at desks."""
        return sum(item.decisions for desk in self.desks.values() for item in (*desk.queue, *desk.coming))

    def _boss(self, post: int) -> Person:
        return self._society.people[self._facts.first_seat[post]]

    def climb(self, today: Today) -> None:
        """Phase 4: reports are recoloured once, then pass or stay with each manager below the arbiter."""
        tally = self._ledger.tally
        for seat, dispute in today.disputes:
            self._file(seat, dispute)
        for report in today.reports:
            recorded = self._recorded(report)
            tally.whole_reports += 1
            way = self._way(report, recorded)
            if self._passes(today, report, recorded, way):
                self._arrive(today, report, recorded, way)
            else:
                tally.whole_reports_ended += 1

    def _file(self, seat: int, item: Item) -> None:
        """Let a dispute or a report of today come to a desk, in a digest or by itself."""
        if self._digests:
            self.desks[seat].collect(item)
        else:
            self.desks[seat].arrive(item)

    def _recorded(self, report: Report) -> int:
        """Return the cause a report carries."""
        contact, sender = report.contact, report.sender
        department = self._workplace.departments[sender.department]
        recorded = climb.recorded_cause(
            contact.kind, contact.u_recolour, contact.u_belief, department.recolouring, department.beliefs
        )
        outside = not self._facts.same_department[sender.post][recorded]
        if report.false or (outside and contact.u_outside < self._parameters.climb.outside_error):
            return climb.pick(contact.u_outside_cause, EVENLY)
        return recorded

    def _way(self, report: Report, recorded: int) -> Way:
        """Return whom a report meets: the line, or by chance the way of a dotted line."""
        facts, post = self._facts, report.sender.post
        second = facts.second_path[post][recorded]
        if second and self._draws.second_line(report.contact) < self._parameters.climb.dotted:
            return Way(second[:-1], facts.first_seat[second[-1]], NOBODY)
        relays, arbiter = facts.path[post][recorded][:-1], facts.first_seat[facts.arbiter(post, recorded)]
        peer = self._workplace.owners_head(post, recorded)
        return Way(relays, arbiter, NOBODY) if peer == NOBODY else Way(relays, peer, arbiter)

    def _passes(self, today: Today, report: Report, recorded: int, way: Way) -> bool:
        """Let the managers below whoever decides read a report; return whether all of them pass it on."""
        contact, history, fidelity = report.contact, report.contact.history, self._parameters.climb.fidelity
        history.recorded, history.made_up = recorded, report.false
        for level, post in enumerate(way.relays):
            manager = self._boss(post)
            manager.hear(recorded, contact.severity, self._workplace.relay_weight[post])
            passes = contact.u_levels[level] < climb.pass_probability(fidelity, self._willing(manager, recorded))
            if today.measured:
                self._ledger.tally.relays_read += 1
                self._ledger.tally.relays_passed += passes
            if not passes:
                history.ended, history.ended_at, history.fate = today.day, manager.seat, Fate.KEPT
                return False
            history.passed += 1
        return True

    def _arrive(self, today: Today, report: Report, recorded: int, way: Way) -> None:
        """Put a report on the desk of whoever decides first."""
        contact, sender, rules = report.contact, report.sender, self._parameters.attention
        decider, level = self._society.people[way.decider], len(way.relays)
        if not self._digests:
            decider.hear(recorded, contact.severity, self._workplace.heard_weight)
        contact.history.ended_at, contact.history.fate = decider.seat, Fate.AT_A_DESK
        near = self._facts.same_department[sender.post][recorded]
        measured = self._ledger.follows(contact.failed)
        self._ledger.tally.reached_cohort += measured and not report.false
        item = Item(
            REPORT,
            today.day,
            report.order,
            attention.report_hours(rules.item_hours, rules.bundle, rules.cross_hours, near),
            sender=sender.seat,
            stint=sender.stint,
            department=sender.department,
            true=contact.kind,
            recorded=recorded,
            severity=contact.severity,
            u=contact.u_levels[level],
            measured=measured,
            false=report.false,
            history=contact.history,
        )
        if way.beyond != NOBODY:
            item.beyond = way.beyond
            item.head = self._boss(way.relays[-1]).seat if way.relays else sender.seat
            item.u_going_on, item.u_beyond = contact.u_levels[level + 1], contact.u_levels[level + 2]
        if not self._digests:
            self._count_item(today, decider.seat, measured)
        self._file(decider.seat, item)

    def _count_item(self, today: Today, seat: int, part: float) -> None:
        """Count an item of reports on the desk of a head or above; `part` of its reports are followed."""
        if seat in self._heads:
            self._ledger.tally.desk_items += today.measured
            self._ledger.tally.desk_items_cohort += part

    def _willing(self, manager: Person, cause: int) -> float:
        rules = self._parameters.climb
        return climb.willingness(
            manager.attitude,
            manager.own_line[cause],
            rules.defensive_loss,
            rules.own_line_loss,
            manager.strength,
            manager.stakes[cause],
        )

    def attend(self, today: Today) -> None:
        """Phase 5: every desk takes today's exceptions, drops what is too old, and serves what hours allow."""
        if attention.handed_over(today.day, self._parameters.ration.digest_days):
            self._hand_over(today)
        numbers = dict(zip(self._draws.managers, self._draws.exceptions(today.day), strict=True))
        for plan in self._workplace.desks:
            desk = self.desks[plan.seat]
            count = poisson(plan.exceptions, numbers[plan.seat]) if plan.exceptions > 0.0 else 0
            for _ in range(count):
                desk.arrive(Item(EXCEPTION, today.day, 0, self._parameters.attention.item_hours))
            desk.open()
            lost = list(desk.expired(today.day))
            for item in lost:
                self._lose(today, item)
            served = []
            for item in desk.served():
                self._serve(today, self._society.people[plan.seat], item)
                served.append(item)
            if today.measured:
                self._count_day(plan.seat, served, len(lost))

    def _hand_over(self, today: Today) -> None:
        """Put what was collected in line; whoever decides on reports hears them now."""
        for seat, desk in self.desks.items():
            for item in desk.hand_over(today.day):
                reports = item.reports or [item] * item.decisions
                for report in reports:
                    self._society.people[seat].hear(report.recorded, report.severity, self._workplace.heard_weight)
                if reports:
                    self._count_item(today, seat, sum(report.measured for report in reports) / len(reports))

    def _serve(self, today: Today, person: Person, item: Item) -> None:
        """Decide on a report, or on each report of a digest, which takes hours if any of them is acted on."""
        if item.kind == REPORT:
            self._decide(today, person, item)
        elif item.kind == DIGEST:
            rules, near = self._parameters.attention, self._is_near(item.reports[0])
            accepted = sum(self._decide(today, person, report) for report in item.reports)
            item.hours = attention.digest_hours(rules.item_hours, rules.cross_hours, near, accepted)

    def _is_near(self, report: Item) -> bool:
        """Return whether sender and owner of a report share a department."""
        return self._facts.same_department[self._society.people[report.sender].post][report.recorded]

    def _lose(self, today: Today, item: Item) -> None:
        """Let an item go unserved; its sender, if still there, learns that the report was lost."""
        for report in item.reports:
            self._lose(today, report)
        if item.kind == REPORT:
            self._ledger.tally.whole_reports_ended += 1
            self._ledger.tally.lost += today.measured
            self._tell_sender(item, 1.0)
            self._note_end(today, item, Fate.LOST)

    def _note_end(self, today: Today, item: Item, fate: Fate) -> None:
        assert item.history is not None, "a report has a case"
        item.history.ended, item.history.fate = today.day, fate

    def _tell_sender(self, item: Item, lost: float) -> None:
        sender = self._society.people[item.sender]
        if sender.stint == item.stint:
            sender.futility = attention.next_futility(sender.futility, lost, self._parameters.attention.futility_speed)

    def _decide(self, today: Today, person: Person, item: Item) -> bool:
        """Read one report; return whether it is acted on. What is refused may go on to the common superior."""
        rules, tally = self._parameters.climb, self._ledger.tally
        chance = 1.0
        if not self._facts.is_map or rules.map_owner_filters != 0.0:
            at_root = person.post == self._facts.root
            chance = climb.act_probability(self._willing(person, item.recorded), at_root, rules.root_acts)
        if not item.u < chance * self.influence:
            if not self._goes_on(item):
                self._refuse(today, item)
            return False
        tally.whole_reports_ended += 1
        tally.decided_cohort += item.measured
        self._note_end(today, item, Fate.ACTED_ON)
        self._tell_sender(item, 0.0)
        self._act_on(today, item)
        return True

    def _goes_on(self, item: Item) -> bool:
        """Let the sender's head take a refused report to the common superior, or not; return whether it goes on."""
        if item.beyond == NOBODY:
            return False
        willing = self._willing(self._society.people[item.head], item.recorded)
        if not item.u_going_on < climb.going_on_probability(self._parameters.route.going_on, willing):
            return False
        assert item.history is not None, "a report has a case"
        item.history.ended_at = item.beyond
        there = self.desks[item.beyond]
        item.u, item.beyond = item.u_beyond, NOBODY
        if self._digests:
            there.collect(item)
        else:
            there.coming.append(item)
        return True

    def _refuse(self, today: Today, item: Item) -> None:
        """Let a report end without anybody having acted on it."""
        tally = self._ledger.tally
        tally.whole_reports_ended += 1
        tally.declined += today.measured
        tally.decided_cohort += item.measured
        if self._parameters.route.refusal_learnt == 1.0:
            self._tell_sender(item, 1.0)
        self._note_end(today, item, Fate.DECLINED)

    def _act_on(self, today: Today, item: Item) -> None:
        facts, tally, near = self._facts, self._ledger.tally, self._is_near(item)
        if item.recorded == item.true and not item.false:
            today.acted_right[item.recorded] += 1.0 if near else self._parameters.improvement.outside_weight
        today.acted_as[item.recorded] += 1
        owner = facts.owner_function[item.recorded]
        if owner in TOLD:
            weight = self._workplace.heard_weight
            today.told[owner][item.recorded] += weight
            today.told_severity[owner] += weight * item.severity
        if today.measured:
            tally.acted_as[item.recorded] += 1
        if item.measured and not item.false:
            tally.acted_cohort[item.true][item.recorded] += 1

    def _count_day(self, seat: int, served: list[Item], lost: int) -> None:
        tally, desk = self._ledger.tally, self.desks[seat]
        desk.measure()
        kinds = (DISPUTE,), (REPORT, DIGEST), (EXCEPTION,)
        hours = [total(item.hours for item in served if item.kind in kind) for kind in kinds]
        tally.manager_hours += total(hours)
        if seat == self._facts.first_seat[self._facts.root]:
            tally.ceo_dispute_hours += hours[0]
            tally.ceo_report_hours += hours[1]
            tally.ceo_exception_hours += hours[2]
            tally.ceo_overhead += desk.overhead
            tally.ceo_overdrawn += desk.owed + max(0.0, desk.overhead - desk.hours)
            tally.ceo_waiting += len(desk.queue)
            tally.ceo_lost += lost
            tally.ceo_decisions += sum(item.decisions for item in served)

    def weigh_service(self, today: Today) -> None:
        """Phase 6: who brings nothing but complaints is listened to less."""
        rules = self._parameters.climb
        self.influence = climb.next_influence(
            self.influence, today.complaints, len(today.arrived), rules.isolation, rules.isolation_speed
        )
