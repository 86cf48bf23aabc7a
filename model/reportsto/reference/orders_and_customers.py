"""Phases 1, 2 and 7 in the Mesa firm: orders, contacts and customers."""

from reportsto.arithmetic import normal_quantile, poisson, total
from reportsto.orderflow import contacts, customers, orders
from reportsto.records import too_many_contacts
from reportsto.reference.cases import Contact
from reportsto.reference.state import FirmState
from reportsto.reference.warehouse import count_ages
from reportsto.streams import SLOT_BITS
from reportsto.vocabulary import N_CAUSES, Cause, Outcome, Request


class OrdersAndCustomers(FirmState):
    """What customers order, suffer and ask, and whether they stay."""

    def do_orders(self) -> None:
        """Phase 1: orders arrive, are back-ordered, ship, are returned and refunded."""
        p, day, tally = self.parameters, self.day, self.tally
        d = p.demand
        u_shock, u_orders = self.draws.demand(day)
        self.shock = orders.next_shock(
            self.shock, normal_quantile(u_shock), d.shock_persistence, d.shock_sd, d.shock_floor, d.shock_ceiling
        )
        self.orders_today = poisson(
            orders.expected_orders(self.n_customers, d.orders_per_customer, self.shock), u_orders
        )
        self.complaining: list[tuple[int, list[int], list[float]]] = []
        back_ordered = min(self.orders_today, self._fail(Cause.BACK_ORDER, self.rates[Cause.BACK_ORDER]))
        stock = self.back_orders.size
        released = self.back_orders.take(day, self._flow("released", stock * p.warehouse.back_order_release))
        cancelled = sum(
            n for _, n in self.back_orders.take(day, self._flow("cancelled", stock * p.warehouse.back_order_cancel))
        )
        self.back_orders.join(day, back_ordered)
        for age, count in released:
            self.to_ship.join(day - age, count)
        self.to_ship.join(day, self.orders_today - back_ordered)
        shipped = self._ship()
        if self.measured:
            tally.orders += self.orders_today
            tally.back_ordered += back_ordered
            tally.cancelled += cancelled
            tally.back_orders_waiting += self.back_orders.size
        tally.whole_ordered += self.orders_today
        tally.whole_cancelled += cancelled
        tally.whole_shipped += shipped

    def _expected_returns(self) -> float:
        w = self.parameters.warehouse
        return orders.expected_returns(self.orders_today, w.return_share, self.questions_answered, w.advice)

    def _ship(self) -> int:
        w, day, n = self.parameters.warehouse, self.day, len(self.logistics_causes)
        time = total(self.improving[k] for k in self.logistics_causes) / n
        over = total(self.overtime[k] for k in self.logistics_causes) / n
        ship = orders.capacity(w.ship_ratio, self.base_orders, time, over)
        refund = orders.capacity(w.refund_ratio, self.base_orders, time, over)
        self.to_refund.join(day, min(self.orders_today, self._flow("returns", self._expected_returns())))
        shipped, refunded = self.to_ship.serve(day, ship), self.to_refund.serve(day, refund)
        self.wait = orders.days_waiting(self.to_ship.size, ship)
        self.refund_wait = orders.days_waiting(self.to_refund.size, refund)
        if self.measured:
            count_ages(self.tally.ship_ages, shipped)
            count_ages(self.tally.refund_ages, refunded)
            self.tally.improvement_time += time
            self.tally.overtime += over
            self.tally.capability += total(self.capability[k] for k in self.logistics_causes) / n
        return sum(count for _, count in shipped)

    def do_contacts(self) -> None:
        """Phase 2: customers whose order failed complain or stay silent; others ask for something."""
        p, tally = self.parameters, self.tally
        w = p.warehouse
        self._fail(Cause.LATE, orders.late_rate(self.rates[Cause.LATE], self.wait, w.late_grace_days))
        self._fail(Cause.MIX_UP, self.rates[Cause.MIX_UP])
        slow = orders.slow_refund_rate(
            self.rates[Cause.SLOW_REFUND], self.refund_wait, w.refund_grace_days, w.return_share
        )
        self._fail(Cause.SLOW_REFUND, slow)
        self._fail(Cause.OVERSOLD, orders.oversold_rate(self.rates[Cause.OVERSOLD], p.causes.promise_pressure))
        for cause in (Cause.WRONG_PRICE, Cause.DEFECT, Cause.WRONG_BILL):
            self._fail(cause, self.rates[cause])
        status, question, entry = p.requests.rate
        self._ask(Request.ORDER_STATUS, contacts.status_rate(status, self.wait, p.requests.status_per_day_waited))
        self._ask(Request.PRODUCT_QUESTION, question)
        self._ask(Request.ORDER_ENTRY, entry)
        arrived = self._arrivals()
        self.draws.equip(arrived, self.levels)
        self.contact_queue.extend(arrived)
        self._number(arrived)
        self.contacts_today = len(arrived)
        self.complaints_today = sum(contact.is_failure for contact in arrived)
        tally.whole_arrived += len(arrived)
        if self.measured:
            tally.arrived += len(arrived)
            tally.arrived_failures += self.complaints_today
            tally.arrived_status += sum(contact.kind == Request.ORDER_STATUS for contact in arrived)
        for contact in arrived:
            if contact.is_failure:
                if self.measured:
                    tally.cases[contact.kind] += 1
                if self._in_cohort(contact.failed):
                    tally.cases_cohort += 1

    def _fail(self, cause: int, rate: float) -> int:
        """Let today's orders fail for one cause; return how many did, complaining or silent."""
        p = self.parameters
        rate = min(1.0, rate)
        q = contacts.complaint_propensity(
            p.causes.complaint[cause], p.contacts.voice_feedback, self.made_good, p.contacts.made_good_norm
        )
        if cause == Cause.DEFECT:
            q = q * p.causes.warranty_share
        q = max(0.0, min(1.0, q))
        slots, us = self._accept(cause, self.orders_today * rate * q)
        silent = poisson(self.orders_today * rate * (1.0 - q), self.draws.flow(self.day, cause))
        self.complaining.append((cause, slots, us))
        self._count_failures(cause, len(slots) + silent)
        self.outcomes_today[Outcome.SILENT] += silent
        return len(slots) + silent

    def _ask(self, request: int, rate: float) -> None:
        slots, us = self._accept(request, self.orders_today * rate)
        self.complaining.append((request, slots, us))

    def _accept(self, kind: int, present: float) -> tuple[list[int], list[float]]:
        accept = contacts.acceptance(present, self.workplace.candidates[kind])
        if accept > 1.0:
            raise too_many_contacts(self.day, present, kind, self.workplace.candidates[kind])
        return self.draws.candidates(self.day, kind, accept)

    def _arrivals(self) -> list[Contact]:
        """Return today's contacts in order: born of yesterday's answers first, then by kind and slot.

        Complaints about defects wait for the warranty lag and then stand before others of their day.
        """
        p, day = self.parameters, self.day
        arrived, self.coming_back = self.coming_back, []
        lag = int(p.causes.warranty_lag_days)
        while self.under_warranty and self.under_warranty[0].born == day:
            arrived.append(self.under_warranty.popleft())
        for kind, slots, us in sorted(self.complaining):
            complains = [self._first_contact(kind, slot, u) for slot, u in zip(slots, us, strict=True)]
            if kind == Cause.DEFECT and lag > 0:
                for contact in complains:
                    contact.born = day + lag
                self.under_warranty.extend(complains)
            else:
                arrived.extend(complains)
        return arrived

    def _first_contact(self, kind: int, slot: int, u: float) -> Contact:
        causes, day, entity = self.parameters.causes, self.day, (kind << SLOT_BITS) + slot
        if kind >= N_CAUSES:
            return Contact(day, entity, 0, kind, day, day, 0.0, is_failure=False)
        severity = contacts.case_severity(causes.severity[kind], causes.severity_spread, u)
        return Contact(day, entity, 0, kind, day, day, severity, is_failure=True)

    def do_customers(self) -> None:
        """Phase 7: customers are content or leave; new ones come; the reputation for making good moves."""
        p = self.parameters
        rules = p.customers
        failed = total(self.failures_today[k] for k in range(N_CAUSES) if k != Cause.POOR_ANSWER)
        self.outcomes_today[Outcome.NO_FAILURE] = customers.untroubled(self.orders_today, int(failed))
        leaving = value = 0.0
        for outcome in range(len(Outcome)):
            leaving += self.outcomes_today[outcome] * rules.leaving[outcome]
            value += self.outcomes_today[outcome] * rules.value[outcome]
        leaving += self.rude_today * rules.rude_leaving
        value += self.extra_satisfaction - self.rude_today * rules.rude_loss
        leavers = self._flow("leavers", leaving)
        won = p.demand.conversion * self.questions_answered
        new = self._flow("new", p.demand.new_per_handler * len(self.handlers) + won)
        if self.measured:
            self.tally.satisfaction += value
            self.tally.leavers += leavers
            self.tally.customers += self.n_customers
        self.n_customers = customers.next_customers(self.n_customers, new, leavers, p.demand.customers_floor)
        if self.heard_today:
            share = self.made_good_today / self.heard_today
            self.made_good = contacts.next_made_good(self.made_good, share, p.contacts.made_good_speed)
