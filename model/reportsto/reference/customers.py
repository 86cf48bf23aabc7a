"""The customers: what they order, suffer and ask, and whether they stay (phases 1, 2 and 7)."""

from collections import deque
from typing import NamedTuple

from reportsto.arithmetic import normal_quantile, poisson, total
from reportsto.orderflow import contacts, customers, orders, times
from reportsto.records import MOST_CONTACTS, too_many_contacts
from reportsto.reference.cases import Contact
from reportsto.reference.draws import Draws
from reportsto.reference.ledger import Ledger
from reportsto.reference.owners import Owners
from reportsto.reference.today import Today
from reportsto.reference.warehouse import Warehouse
from reportsto.streams import ADDRESS_OF_KIND, SLOT_BITS
from reportsto.vocabulary import N_CAUSES, N_WEEKDAYS, Cause, Outcome, Request
from reportsto.workplace import Workplace


class Speaking(NamedTuple):
    """Who contacts the firm today about one kind.

    Attributes:
        kind: of contact.
        severity: of the case of each, by slot; 0 for a request.
    """

    kind: int
    severity: list[float]


class Customers:
    """Everybody who buys.

    Attributes:
        number: active customers.
        shock: y, how far demand is from its mean.
        made_good: reputation for making good, 0 to 1.
        speaking: who contacts the firm today, by kind.
        under_warranty: complaints about defects that wait for the warranty lag.
    """

    def __init__(self, workplace: Workplace, ledger: Ledger, draws: Draws, owners: Owners) -> None:
        """Start with the customers of the first day."""
        self._workplace, self._ledger, self._draws, self._owners = workplace, ledger, draws, owners
        self._parameters = workplace.parameters
        self.number = workplace.customers
        self.shock = 0.0
        self.made_good = self._parameters.contacts.made_good_norm
        self.speaking: list[Speaking] = []
        self.under_warranty: deque[Contact] = deque()

    def order(self, today: Today) -> None:
        """Phase 1: orders come in, and some are out of stock."""
        d = self._parameters.demand
        u_shock, u_orders = self._draws.demand(today.day)
        self.shock = orders.next_shock(
            self.shock, normal_quantile(u_shock), d.shock_persistence, d.shock_sd, d.shock_floor, d.shock_ceiling
        )
        weekday = d.week[today.day % N_WEEKDAYS]
        expected = orders.expected_orders(self.number, d.orders_per_customer, self.shock, weekday)
        today.orders = poisson(expected, u_orders)
        self.speaking = []
        failed = self._fail(today, Cause.BACK_ORDER, self._owners.rates[Cause.BACK_ORDER])
        today.back_ordered = min(today.orders, failed)

    def contact(self, today: Today, yesterday: Today, warehouse: Warehouse) -> None:
        """Phase 2: customers whose order failed complain or stay silent; others ask for something."""
        p, rates, w = self._parameters, self._owners.rates, self._parameters.warehouse
        if p.times.spread:
            self._leave_late(today, Cause.LATE, warehouse.late)
        else:
            self._fail(today, Cause.LATE, orders.late_rate(rates[Cause.LATE], warehouse.wait, w.late_grace_days))
        self._fail(today, Cause.MIX_UP, rates[Cause.MIX_UP])
        if p.times.spread:
            self._leave_late(today, Cause.SLOW_REFUND, warehouse.slow)
        else:
            slow = orders.slow_refund_rate(
                rates[Cause.SLOW_REFUND], warehouse.refund_wait, w.refund_grace_days, w.return_share
            )
            self._fail(today, Cause.SLOW_REFUND, slow)
        self._fail(today, Cause.OVERSOLD, orders.oversold_rate(rates[Cause.OVERSOLD], p.causes.promise_pressure))
        for cause in (Cause.WRONG_PRICE, Cause.DEFECT, Cause.WRONG_BILL, Cause.IN_TRANSIT):
            self._fail(today, cause, rates[cause])
        status, question, entry = p.requests.rate
        asked = contacts.status_rate(status, warehouse.wait, p.requests.status_per_day_waited)
        for request, rate in zip(Request, (asked, question, entry), strict=True):
            self._accept(today, request, today.orders * rate)
        today.arrived = self._arrivals(today.day, yesterday.born)
        self._draws.equip(today.arrived)
        self._count_arrivals(today)

    def _fail(self, today: Today, cause: int, rate: float) -> int:
        """Let today's orders fail for one cause; return how many did, complaining or silent."""
        rate, q = min(1.0, rate), self._complaint_share(cause)
        complaining = self._accept(today, cause, today.orders * rate * q)
        silent = poisson(today.orders * rate * (1.0 - q), self._draws.flow(today.day, cause))
        self._ledger.count_failures(today, cause, complaining + silent)
        today.outcomes[Outcome.SILENT] += silent
        return complaining + silent

    def _leave_late(self, today: Today, cause: int, late: list[tuple[int, int]]) -> None:
        """Let what left late today be failures of today; they complain in order of the days they were late."""
        p, q, u = self._parameters, self._complaint_share(cause), self._draws.flow(today.day, cause)
        count = complaining = 0
        severity: list[float] = []
        complain = times.whole(sum(left for _, left in late), q, u)
        self._find_room(today, complain)
        numbers = self._draws.severities(today.day, cause, complain)
        for days, left in late:
            count += left
            speak_up = times.whole(count, q, u)
            mean = p.causes.severity[cause]
            if cause == Cause.LATE:
                t = p.times
                mean = times.late_severity(days, t.late_severity, t.late_severity_day, t.late_severity_most)
            spread = p.causes.severity_spread
            severity += [contacts.case_severity(mean, spread, u) for u in numbers[complaining:speak_up]]
            complaining = speak_up
        self.speaking.append(Speaking(cause, severity))
        self._ledger.count_failures(today, cause, count)
        today.outcomes[Outcome.SILENT] += count - complaining

    def _complaint_share(self, cause: int) -> float:
        """Return the share of those a cause fails today who complain."""
        p = self._parameters
        q = contacts.complaint_propensity(
            p.causes.complaint[cause], p.contacts.voice_feedback, self.made_good, p.contacts.made_good_norm
        )
        if cause == Cause.DEFECT:
            q = q * p.causes.warranty_share
        return max(0.0, min(1.0, q))

    def _accept(self, today: Today, kind: int, present: float) -> int:
        """Let customers contact the firm about a kind; return how many do."""
        count = self._draws.contacts(today.day, kind, present)
        self._find_room(today, count)
        severity = [0.0] * count
        if kind < N_CAUSES:
            causes = self._parameters.causes
            mean, spread = causes.severity[kind], causes.severity_spread
            numbers = self._draws.severities(today.day, kind, count)
            severity = [contacts.case_severity(mean, spread, u) for u in numbers]
        self.speaking.append(Speaking(kind, severity))
        return count

    def _find_room(self, today: Today, count: int) -> None:
        """Stop the run where there is no room for those who contact the firm today, with so many more."""
        speaking = sum(len(one.severity) for one in self.speaking) + count
        if speaking > MOST_CONTACTS:
            raise too_many_contacts(today.day, speaking)

    def _arrivals(self, day: int, born: list[Contact]) -> list[Contact]:
        """Return today's contacts in order: born of yesterday's answers first, then by kind and slot.

        Complaints about defects wait for the warranty lag and then stand before others of their day.
        """
        arrived = list(born)
        lag = int(self._parameters.causes.warranty_lag_days)
        while self.under_warranty and self.under_warranty[0].born == day:
            arrived.append(self.under_warranty.popleft())
        for kind, severities in sorted(self.speaking):
            first = ADDRESS_OF_KIND[kind] << SLOT_BITS
            complains = [
                Contact(day, first + slot, 0, kind, day, day, severity, is_failure=kind < N_CAUSES)
                for slot, severity in enumerate(severities)
            ]
            if kind == Cause.DEFECT and lag > 0:
                for contact in complains:
                    contact.born = day + lag
                self.under_warranty.extend(complains)
            else:
                arrived.extend(complains)
        return arrived

    def _count_arrivals(self, today: Today) -> None:
        ledger, tally, arrived = self._ledger, self._ledger.tally, today.arrived
        ledger.number(arrived)
        cases = [contact for contact in arrived if contact.is_failure]
        today.complaints = len(cases)
        tally.whole_arrived += len(arrived)
        if today.measured:
            tally.arrived += len(arrived)
            tally.arrived_failures += len(cases)
            tally.arrived_status += sum(contact.kind == Request.ORDER_STATUS for contact in arrived)
            for contact in cases:
                tally.cases[contact.kind] += 1
        owned = self._workplace.facts.owned
        tally.cases_cohort += sum(ledger.follows(contact.failed) for contact in cases if owned[contact.kind])

    def stay_or_leave(self, today: Today) -> None:
        """Phase 7: customers are content or leave; new ones come; the reputation for making good moves."""
        p, tally = self._parameters, self._ledger.tally
        leaving, value = self._verdict(today)
        leavers = self._draws.count(today.day, "leavers", leaving)
        won = p.demand.conversion * today.questions_answered
        handlers = len(self._workplace.facts.handlers)
        new = self._draws.count(today.day, "new", p.demand.new_per_handler * handlers + won)
        if today.measured:
            tally.satisfaction += value
            tally.outcomes += total(today.outcomes) + today.rude
            tally.leavers += leavers
            tally.customers += self.number
        self.number = customers.next_customers(self.number, new, leavers, p.demand.customers_floor)
        if today.heard:
            share = today.made_good / today.heard
            self.made_good = contacts.next_made_good(self.made_good, share, p.contacts.made_good_speed)

    def _verdict(self, today: Today) -> tuple[float, float]:
        """Return how many customers today makes leave on average, and the value of all they lived through."""
        rules = self._parameters.customers
        failed = total(today.failures[k] for k in range(N_CAUSES) if k != Cause.POOR_ANSWER)
        today.outcomes[Outcome.NO_FAILURE] = customers.untroubled(today.orders, int(failed))
        leaving = value = 0.0
        for outcome in Outcome:
            leaving += today.outcomes[outcome] * rules.leaving[outcome]
            value += today.outcomes[outcome] * rules.value[outcome]
        leaving += today.rude * rules.rude_leaving
        value += today.rude * (rules.value[Outcome.NO_FAILURE] - rules.rude_loss)
        return leaving, value
