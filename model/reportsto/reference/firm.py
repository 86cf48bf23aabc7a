"""The Mesa model of one firm: builds people from a chart and walks the schedule, one working day a step."""

from collections import deque
from collections.abc import Mapping, Sequence

import mesa
import numpy as np

from reportsto.arithmetic import normal_quantile, poisson, total
from reportsto.attitudes.turnover import newcomer_mean, tenure
from reportsto.charts.chart import Chart
from reportsto.charts.facts import NOBODY, ChartFacts, chart_facts
from reportsto.errors import RunError, SettingError, unknown_name
from reportsto.escalation import attention as attend
from reportsto.escalation import climb, improvement
from reportsto.orderflow import contacts, customers, handling, orders
from reportsto.parameters import Parameters
from reportsto.records import Floats, Setting, Tally, check, summarise
from reportsto.reference.cases import DISPUTE, EXCEPTION, REPORT, Contact, Item
from reportsto.reference.desk import Desk
from reportsto.reference.draws import FLOWS, Draws
from reportsto.reference.groups import Groups
from reportsto.reference.people import (
    RUMOURED,
    TOLD,
    ChiefExecutive,
    Colleague,
    CustomerTruth,
    LogisticsPerson,
    Manager,
    Marketer,
    Person,
    Seller,
    ServicePerson,
)
from reportsto.reference.warehouse import Waiting, count_ages
from reportsto.schedule import DEFAULT_DAYS, FOLLOW_UP_DAYS, PHASES, burn_in
from reportsto.streams import SLOT_BITS, check_seed
from reportsto.vocabulary import N_CAUSES, N_KINDS, Act, Cause, Function, Outcome, Request, Stream, kind_word

STAFF: Mapping[Function, type[Person]] = {
    Function.SERVICE: Colleague,
    Function.LOGISTICS: LogisticsPerson,
    Function.MARKETING: Marketer,
    Function.SALES: Seller,
}
"""Which agent a person without reports is; functions not named make a `Colleague`."""


class Firm(mesa.Model):
    """One firm, one seed, one replicate.

    `step` runs one day through the numbered phases of `schedule.PHASES`; `run` goes to the end and returns the row of
    measures. Every draw comes from its own address in `streams`; Mesa's generators are never asked. People are an
    AgentSet in seat order; `datacollector` keeps one line a day unless `collect` is false (observing draws nothing).

    Raises `RunError` in `step` when more customers contact the firm than candidates were drawn.
    """

    def __init__(
        self,
        chart: Chart,
        owners: Sequence[Function],
        parameters: Parameters | None = None,
        *,
        seed: int = 0,
        replicate: int = 0,
        days: int = DEFAULT_DAYS,
        scorecards: Mapping[str, float] | None = None,
        collect: bool = True,
    ) -> None:
        """Hire everybody. `scorecards` sets beta_d for a function or a post id and moves nobody."""
        super().__init__(rng=check_seed("seed", seed))
        check_seed("replicate", replicate)
        if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= 100_000:
            raise SettingError(f"days is {days!r}; expected a whole number from 1 to 100000")
        self.chart, self.parameters = chart, parameters or Parameters()
        self.facts: ChartFacts = chart_facts(chart, owners)
        self.days, self.day, self.burn_in = days, 0, burn_in(days)
        self.tally = Tally()
        self._hire_everybody(scorecards or {}, seed, replicate)
        self._set_up_flows()
        self._set_up_escalation()
        self._log: list[Floats] = []
        self.datacollector = mesa.DataCollector(model_reporters=DAILY) if collect else None

    # ── setting up ────────────────────────────────────────────────────────────────────────────────────────────────

    def _hire_everybody(self, scorecards: Mapping[str, float], seed: int, replicate: int) -> None:
        facts, p = self.facts, self.parameters
        handlers = set(facts.handlers)
        bosses = {boss for seat in handlers for boss in self._superiors(facts.post_of[seat])}
        customer_paid = p.incentives.paid_on_customers == 1.0
        pay = self._defence_pay(scorecards)
        self.people: list[Person] = []
        for seat, post in enumerate(facts.post_of):
            kind = self._kind_of(seat, post, seat in handlers)
            by_customers = customer_paid and (facts.function[post] == Function.SERVICE or post in bosses)
            self.people.append(kind(self, seat, post, facts.own_line[post], pay[post], by_customers))
        self.handlers = [person for person in self.people if isinstance(person, ServicePerson)]
        self.maximal = self._maximal()
        managers = [facts.first_seat[post] for post in range(len(facts.manager)) if facts.manager[post]]
        self.draws = Draws(seed, replicate, self.days, self.maximal, sorted(managers), facts.seats)
        rules = p.attitudes
        for person in self.people:
            start = self.draws.disposition(Stream.START, 0, person.seat, rules.disposition_mean, rules.disposition_sd)
            person.arrive(start, tenure(self.draws.start(person.seat), p.turnover.tenure_mean))
        self.groups = Groups(facts, p)
        self.groups.sum_up([person.attitude for person in self.people])

    def _superiors(self, post: int) -> list[int]:
        chain = []
        while self.facts.superior[post] != NOBODY:
            post = self.facts.superior[post]
            chain.append(post)
        return chain

    def _defence_pay(self, scorecards: Mapping[str, float]) -> list[float]:
        posts = [post.id for post in self.chart.posts]
        for name, value in scorecards.items():
            if name not in posts and name not in Function.words():
                raise unknown_name("scorecard", name, [*Function.words(), *posts])
            if not 0.0 <= value <= 10.0:
                raise SettingError(f"scorecard {name} is {value!r}; expected a number from 0 to 10")
        usual = self.parameters.incentives.defence_pay
        return [
            scorecards.get(post.id, scorecards.get(post.function.word, usual)) if usual else 0.0
            for post in self.chart.posts
        ]

    def _kind_of(self, seat: int, post: int, answers: bool) -> type[Person]:
        if answers:
            return ServicePerson
        if post == self.facts.root:
            return ChiefExecutive
        if self.facts.manager[post]:
            return Manager
        return STAFF.get(Function(self.facts.function[post]), Colleague)

    def _maximal(self) -> list[float]:
        p = self.parameters
        start = p.demand.customers_per_handler * len(self.handlers)
        rates = [*p.causes.rate, *p.requests.rate]
        propensity = [*p.causes.complaint, *([1.0] * len(Request))]
        headroom = [*p.causes.candidates, *p.requests.candidates]
        maximal = [
            contacts.maximal_contacts(
                p.demand.shock_ceiling, start, p.demand.orders_per_customer, rates[k], propensity[k], headroom[k]
            )
            for k in range(N_KINDS)
        ]
        maximal[Cause.POOR_ANSWER] = 0.0
        return maximal

    def _set_up_flows(self) -> None:
        p = self.parameters
        self.n_customers = int(p.demand.customers_per_handler * len(self.handlers))
        self.base_orders = p.demand.orders_per_customer * self.n_customers
        self.shock = 0.0
        self.to_ship, self.to_refund, self.back_orders = Waiting(), Waiting(), 0
        self.wait = self.refund_wait = 0.0
        self.made_good = p.contacts.made_good_norm
        self.contact_queue: deque[Contact] = deque()
        self.coming_back: list[Contact] = []
        self.needs_owner = [
            self.facts.owner[kind] != NOBODY and self.facts.owner_function[kind] != Function.SERVICE
            for kind in range(N_KINDS)
        ]
        self.logistics_causes = [k for k in range(N_CAUSES) if self.facts.owner_function[k] == Function.LOGISTICS]
        self._start_day_sums()

    def _set_up_escalation(self) -> None:
        facts, p = self.facts, self.parameters
        self.desks: list[Person] = []
        deciders = {facts.first_seat[post] for post in range(len(facts.manager)) if facts.manager[post]}
        if facts.is_map:
            deciders = {facts.first_seat[facts.owner[k]] for k in range(N_CAUSES)}
        rules = p.attention
        for seat in sorted(deciders | {facts.first_seat[facts.root]}):
            person = self.people[seat]
            n, line = facts.manager_reports[person.post], facts.line_reports[person.post]
            overhead = attend.overhead(
                n, line, rules.manager_overhead, rules.line_overhead, rules.reference_span, rules.load_exponent
            )
            person.desk = Desk(rules.hours, overhead, rules.patience_days)
            self.desks.append(person)
        self.levels = max(len(path) for seat in facts.handlers for path in facts.path[facts.post_of[seat]]) or 1
        self.beliefs = [
            climb.cumulative(climb.belief(Function(f).word, N_CAUSES)) for f in facts.department_head_function
        ]
        self.even = climb.cumulative((1.0 / N_CAUSES,) * N_CAUSES)
        i = p.improvement
        self.learning = improvement.learning_rate(i.halving_days, i.time_share)
        self.capability = [0.0] * N_CAUSES
        self.rates = list(p.causes.rate)
        self.time = [improvement.improvement_time(i.time_share, i.pressure_cost, i.pressure_gain, 0.0, 0.0)] * N_CAUSES
        self.overtime = [0.0] * N_CAUSES
        self.acted_level, self.pressing_level = [0.0] * N_CAUSES, [0.0] * N_CAUSES
        self.failure_level = [self.base_orders * p.causes.rate[k] for k in range(N_CAUSES)]
        self.failure_level[Cause.POOR_ANSWER] = 1.0

    # ── one day ───────────────────────────────────────────────────────────────────────────────────────────────────

    def step(self) -> None:
        """Run one working day through the phases, in order."""
        self.day += 1
        self.measured = self.day > self.burn_in
        self._start_day_sums()
        for phase in PHASES:
            getattr(self, f"do_{phase.name}")()
        self._close_day()
        if self.datacollector is not None:
            self.datacollector.collect(self)
        if self.day >= self.days:
            self.running = False

    def run(self) -> dict[str, float]:
        """Run to the last day and return every measure; raises `RunError` if the run breaks an invariant."""
        while self.running:
            self.step()
        return self.row()

    def row(self) -> dict[str, float]:
        """Return the measures of the days so far, after checking the invariants."""
        attitudes = np.array(self._log) if self._log else np.empty((0, self.facts.seats))
        self._count_what_is_left()
        row = summarise(self.tally, self.setting(), self.parameters, attitudes)
        check(self.tally, row, attitudes)
        return row

    def setting(self) -> Setting:
        """Return the sizes and groups that the row of measures needs."""
        facts = self.facts
        first = facts.post_of[facts.handlers[0]]
        return Setting(
            handlers=facts.handlers,
            seats_of=tuple(facts.people(function) for function in Function),
            owner_function=facts.owner_function[:N_CAUSES],
            ceo_direct_reports=sum(above == facts.root for above in facts.superior),
            posts=len(facts.function),
            depth=max(facts.level) if not facts.is_map else 0,
            filters=max(0, len(facts.path[first][Cause.LATE]) - 1),
        )

    def attitudes_by_post(self) -> dict[str, float]:
        """Return the mean attitude of each post's people over the window (today's, before the window begins)."""
        if self._log:
            means = np.array(self._log).mean(axis=0).tolist()
        else:
            means = [person.attitude for person in self.people]
        return {
            post.id: total(means[post.seat : post.seat + post.headcount]) / post.headcount for post in self.chart.posts
        }

    def _start_day_sums(self) -> None:
        self.failures_today = [0.0] * N_CAUSES
        self.outcomes_today = [0.0] * len(Outcome)
        self.extra_satisfaction = 0.0
        self.rude_today = 0.0
        self.heard_today = 0
        self.made_good_today = 0
        self.acted_right = [0.0] * N_CAUSES
        self.acted_as_today = [0.0] * N_CAUSES
        self.told = [[0.0] * N_CAUSES for _ in Function]
        self.told_severity = [0.0] * len(Function)
        self.overheard = [0.0] * (max(self.facts.department) + 1)
        self.reports_today: list[tuple[Contact, ServicePerson, int, bool]] = []

    def _in_cohort(self, day: int) -> bool:
        return self.burn_in < day <= self.days - FOLLOW_UP_DAYS

    # phase 1 ──────────────────────────────────────────────────────────────────────────────────────────────────────

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
        released = min(self.back_orders, self._flow("released", self.back_orders * p.warehouse.back_order_release))
        cancelled = min(
            self.back_orders - released, self._flow("cancelled", self.back_orders * p.warehouse.back_order_cancel)
        )
        self.back_orders += back_ordered - released - cancelled
        self.to_ship.join(day, self.orders_today - back_ordered + released)
        shipped = self._ship()
        if self.measured:
            tally.orders += self.orders_today
            tally.back_ordered += back_ordered
            tally.cancelled += cancelled
            tally.back_orders_waiting += self.back_orders
        tally.whole_ordered += self.orders_today
        tally.whole_cancelled += cancelled
        tally.whole_shipped += shipped

    def _ship(self) -> int:
        w, day, n = self.parameters.warehouse, self.day, len(self.logistics_causes)
        time = total(self.time[k] for k in self.logistics_causes) / n
        over = total(self.overtime[k] for k in self.logistics_causes) / n
        ship = orders.capacity(w.ship_ratio, self.base_orders, time, over)
        refund = orders.capacity(w.refund_ratio, self.base_orders, time, over)
        self.to_refund.join(day, min(self.orders_today, self._flow("returns", self.orders_today * w.return_share)))
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

    def _flow(self, name: str, mean: float) -> int:
        return poisson(mean, self.draws.flow(self.day, FLOWS[name]))

    # phase 2 ──────────────────────────────────────────────────────────────────────────────────────────────────────

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
        for cause in (Cause.OVERSOLD, Cause.WRONG_PRICE, Cause.DEFECT, Cause.WRONG_BILL):
            self._fail(cause, self.rates[cause])
        status, question, entry = p.requests.rate
        self._ask(Request.ORDER_STATUS, contacts.status_rate(status, self.wait, p.requests.status_per_day_waited))
        self._ask(Request.PRODUCT_QUESTION, question)
        self._ask(Request.ORDER_ENTRY, entry)
        arrived = self._arrivals()
        self.draws.equip(arrived, self.levels)
        self.contact_queue.extend(arrived)
        tally.whole_arrived += len(arrived)
        if self.measured:
            tally.arrived += len(arrived)
            tally.arrived_failures += sum(contact.is_failure for contact in arrived)
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
        accept = contacts.acceptance(present, self.maximal[kind])
        if accept > 1.0:
            raise RunError(
                f"day {self.day}: {present:.0f} contacts about {kind_word(kind)} are more than the "
                f"{self.maximal[kind]:.0f} candidates drawn; raise the candidates of {kind_word(kind)}"
            )
        return self.draws.candidates(self.day, kind, accept)

    def _count_failures(self, cause: int, count: float) -> None:
        self.failures_today[cause] += count
        if self.measured:
            self.tally.failures[cause] += count
        if self._in_cohort(self.day):
            self.tally.failures_cohort[cause] += count

    def _arrivals(self) -> list[Contact]:
        """Return today's contacts in order: born of yesterday's answers first, then by kind and slot."""
        p, day = self.parameters, self.day
        arrived, self.coming_back = self.coming_back, []
        spread = p.causes.severity_spread
        for kind, slots, us in sorted(self.complaining):
            mean = p.causes.severity[kind] if kind < N_CAUSES else 0.0
            for slot, u in zip(slots, us, strict=True):
                severity = contacts.case_severity(mean, spread, u) if kind < N_CAUSES else 0.0
                arrived.append(Contact(day, (kind << SLOT_BITS) + slot, 0, kind, day, day, severity))
        return arrived

    # phase 3 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_handling(self) -> None:
        """Phase 3: handlers take contacts in rotation, while they have hours."""
        p, day = self.parameters, self.day
        for person in self.handlers:
            person.start_day(p.handling.hours_a_day)
        self._prepare_disputes()
        rotation = day % len(self.handlers)
        patience = p.handling.patience_days
        order = 0
        while self.contact_queue:
            contact = self.contact_queue[0]
            if day - contact.born > patience:
                self.contact_queue.popleft()
                self._give_up(contact)
                continue
            at = self._free_handler(rotation, contact.kind)
            if at is None:
                break
            self.contact_queue.popleft()
            self._answer(contact, self.handlers[at], order)
            rotation = (at + 1) % len(self.handlers)
            order += 1
        if self.measured:
            for person in self.handlers:
                self.tally.handler_hours += p.handling.hours_a_day - person.owed - person.hours
        for person in self.handlers:
            person.end_day()

    def _free_handler(self, rotation: int, kind: int) -> int | None:
        """Return the next handler in rotation with hours left; on a map one of the owner's circle if there is one."""
        n = len(self.handlers)
        free = [at % n for at in range(rotation, rotation + n) if self.handlers[at % n].hours > 0.0]
        if not free:
            return None
        if self.facts.is_map and self.parameters.handling.routing == 1.0 and self.facts.owner[kind] != NOBODY:
            circle = self.facts.department[self.facts.owner[kind]]
            return next((at for at in free if self.handlers[at].department == circle), free[0])
        return free[0]

    def _prepare_disputes(self) -> None:
        """Work out, for each kind of contact, the chance that an answer becomes a dispute today."""
        rules = self.parameters.disputes
        ours = total(person.attitude for person in self.handlers) / len(self.handlers)
        self.owner_mean = [self._mean_attitude(self.facts.owner_people[kind]) for kind in range(N_KINDS)]
        self.dispute_chance = [
            handling.dispute_probability(rules.probability, rules.conflict_slope, ours, theirs) if needs else 0.0
            for theirs, needs in zip(self.owner_mean, self.needs_owner, strict=True)
        ]

    def _mean_attitude(self, seats: Sequence[int]) -> float:
        return total(self.people[seat].attitude for seat in seats) / len(seats) if seats else 0.0

    def _answer(self, contact: Contact, person: ServicePerson, order: int) -> None:
        p, facts, tally, kind = self.parameters, self.facts, self.tally, contact.kind
        h = p.handling
        owner = facts.owner[kind]
        near = facts.same_department[person.post][kind]
        other_site = owner != NOBODY and facts.site[owner] != facts.site[person.post]
        base = h.failure_hours if contact.is_failure else h.request_hours
        hours = handling.contact_hours(
            base, self.needs_owner[kind], near, other_site, h.inside_hours, h.across_hours, h.site_hours
        )
        act = person.answer(contact, p.voice) if contact.is_failure else int(Act.SETTLE)
        if act == Act.ADVOCATE:
            hours += h.advocacy_hours
        person.hours -= hours
        disputed = contact.u_dispute < self.dispute_chance[kind]
        if disputed:
            self._dispute(contact, person, order)
        poor = handling.poor_answer(contact.u_poor, self.rates[Cause.POOR_ANSWER], p.causes.complaint[Cause.POOR_ANSWER])
        if poor:
            self._answer_poorly(contact, comes_back=poor == 2)
        if contact.is_failure:
            self._close_failure(contact, person, act, order)
        tally.whole_answered += 1
        if self.measured:
            tally.answered += 1
            tally.answer_hours += hours
            tally.answer_age += self.day - contact.born
            tally.resolved_at_once += contact.born == self.day and not disputed
            tally.disputes += disputed
            if facts.owner_function[kind] == Function.LOGISTICS:
                tally.answered_logistics += 1
                tally.answer_hours_logistics += hours

    def _close_failure(self, contact: Contact, person: ServicePerson, act: int, order: int) -> None:
        """Book what became of a failure case, and start its report on the way."""
        p, tally, kind = self.parameters, self.tally, contact.kind
        self.heard_today += 1
        self.overheard[person.department] += contact.severity
        if act != Act.DEFEND:
            self.made_good_today += 1
            if self.facts.same_department[person.post][kind]:
                self.acted_right[kind] += p.improvement.lateral
        self._book_outcome(
            contact, customers.outcome(act, self.day - contact.born, p.customers.late_answer_days)
        )
        false = act == Act.SETTLE and handling.exaggerates(
            contact.u_exaggerate, p.voice.exaggeration, person.attitude
        )
        if act == Act.ADVOCATE or false:
            self.reports_today.append((contact, person, order, false))
        if self.measured:
            tally.heard[kind] += 1
            (tally.defended, tally.settled, tally.advocated)[act][kind] += 1
            tally.false_reports += false
        if act == Act.ADVOCATE and self._in_cohort(contact.failed):
            tally.advocated_cohort += 1

    def _book_outcome(self, contact: Contact, outcome: int) -> None:
        """Count how a case ended; a case about an answer takes from a customer who was content until then."""
        self.outcomes_today[outcome] += 1
        if contact.kind == Cause.POOR_ANSWER or not contact.is_failure:
            self.extra_satisfaction -= self.parameters.customers.value[Outcome.NO_FAILURE]

    def _answer_poorly(self, contact: Contact, *, comes_back: bool) -> None:
        self._count_failures(Cause.POOR_ANSWER, 1)
        if not comes_back:
            self.rude_today += 1
            return
        generation = contact.generation + 1
        severity = contacts.case_severity(
            self.parameters.causes.severity[Cause.POOR_ANSWER],
            self.parameters.causes.severity_spread,
            self.draws.severity(contact.day, contact.entity, generation),
        )
        self.coming_back.append(
            Contact(
                contact.day, contact.entity, generation, int(Cause.POOR_ANSWER), self.day + 1, self.day, severity
            )
        )

    def _give_up(self, contact: Contact) -> None:
        """Lose patience: a failure of service, and no new case."""
        self._count_failures(Cause.POOR_ANSWER, 1)
        self._book_outcome(contact, int(Outcome.GAVE_UP))
        self.tally.whole_given_up += 1
        if self.measured:
            self.tally.given_up += 1

    def _dispute(self, contact: Contact, person: ServicePerson, order: int) -> None:
        cause = contact.kind if contact.is_failure else int(Cause.LATE)
        desk = self._desk(self.facts.arbiter(person.post, cause))
        desk.arrive(Item(DISPUTE, self.day, order, self.parameters.attention.item_hours))

    def _desk(self, post: int) -> Desk:
        desk = self.people[self.facts.first_seat[post]].desk
        assert desk is not None, "a decider has a desk"
        return desk

    # phase 4 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_climb(self) -> None:
        """Phase 4: reports are recoloured once, then pass or stay with each manager below the arbiter."""
        rules, facts = self.parameters.climb, self.facts
        for contact, person, order, false in self.reports_today:
            head = facts.department_head_function[person.department]
            recorded = climb.recorded_cause(
                contact.kind,
                contact.u_recolour,
                contact.u_belief,
                rules.recolouring[head],
                self.beliefs[person.department],
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
        path = facts.path[person.post][recorded]
        for level, post in enumerate(path[:-1]):
            manager = self.people[facts.first_seat[post]]
            manager.hear(recorded, contact.severity)
            if not contact.u_levels[level] < climb.pass_probability(rules.fidelity, self._willing(manager, recorded)):
                return False
        decider = self.people[facts.first_seat[facts.arbiter(person.post, recorded)]]
        decider.hear(recorded, contact.severity)
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
            )
        )
        return True

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

    # phase 5 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_attention(self) -> None:
        """Phase 5: every desk takes today's exceptions, drops what is too old, and serves what hours allow."""
        rules, facts = self.parameters.attention, self.facts
        numbers = dict(zip(self.draws.managers, self.draws.exceptions(self.day), strict=True))
        for person in self.desks:
            desk = self._desk(person.post)
            mean = attend.expected_exceptions(
                facts.manager_reports[person.post],
                facts.line_reports[person.post],
                rules.manager_exceptions,
                rules.line_exceptions,
            )
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
        return True

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
        if not item.u < chance:
            tally.declined += self.measured
            return
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

    # phase 6 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_improvement(self) -> None:
        """Phase 6: what was acted on presses and informs the owners; capability moves tomorrow's failure rates."""
        p = self.parameters
        i = p.improvement
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
            self.time[k] = improvement.improvement_time(i.time_share, i.pressure_cost, i.pressure_gain, pressed, informed)
            self.overtime[k] = improvement.overtime(i.overtime, pressed, informed)
            self.capability[k] = improvement.next_capability(
                self.capability[k], self.learning, self.time[k], informed, i.forgetting_days, i.erosion, pressed
            )
            start = p.causes.rate[k]
            self.rates[k] = improvement.failure_rate(start, p.causes.floor_share * start, self.capability[k])

    # phase 7 ──────────────────────────────────────────────────────────────────────────────────────────────────────

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
        new = self._flow("new", p.demand.new_per_handler * len(self.handlers))
        if self.measured:
            self.tally.satisfaction += value
            self.tally.leavers += leavers
            self.tally.customers += self.n_customers
        self.n_customers = customers.next_customers(self.n_customers, new, leavers, p.demand.customers_floor)
        if self.heard_today:
            share = self.made_good_today / self.heard_today
            self.made_good = contacts.next_made_good(self.made_good, share, p.contacts.made_good_speed)

    # phase 8 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_attitudes(self) -> None:
        """Phase 8: everybody takes in what they heard and moves towards neighbours and anchor, all at once."""
        p, groups = self.parameters, self.groups
        truth = CustomerTruth(self.failures_today, p.causes.severity, p.incentives.rumours)
        nothing = [0.0] * N_CAUSES
        attitudes = [person.attitude for person in self.people]
        groups.sum_up(attitudes)
        rules, incentives = p.attitudes, p.incentives
        for seat, person in enumerate(self.people):
            told, severity, weight = nothing, 0.0, 1.0
            if person.function in RUMOURED:
                told, severity, weight = truth.shares, truth.severity, truth.weight
            elif person.function in TOLD:
                told, severity = self.told[person.function], self.told_severity[person.function]
            if person.function != Function.SERVICE:
                severity += rules.overhearing * self.overheard[person.department]
            person.remember(told, severity, weight)
            person.consider(
                groups.weighted(seat, person.attitude, attitudes), groups.weights[seat], rules, incentives
            )

    # phase 9 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_turnover(self) -> None:
        """Phase 9: some leave, judged by last night's attitudes; newcomers take their seats tonight."""
        p, groups, day = self.parameters, self.groups, self.day
        rules, chances = p.attitudes, self.draws.leaving(day)
        for person, u in zip(self.people, chances, strict=True):
            department = groups.department_sum[person.department] / groups.department_size[person.department]
            leaves = u < person.hazard(p, department)
            person.attitude = person.tonight
            person.tenure += 1.0
            if leaves:
                mean = newcomer_mean(rules.disposition_mean, department, p.turnover.selectivity)
                start = self.draws.disposition(Stream.TURNOVER, day, person.seat, mean, rules.disposition_sd)
                person.arrive(start, 0.0)
                if self.measured and person.function == Function.SERVICE:
                    self.tally.leavers_service += 1

    # ── the end of the day ────────────────────────────────────────────────────────────────────────────────────────

    def _close_day(self) -> None:
        self.attitude_handlers = total(person.attitude for person in self.handlers) / len(self.handlers)
        if self.measured:
            self.tally.days += 1
            self.tally.futility += total(person.futility for person in self.handlers) / len(self.handlers)
            self._log.append(np.array([person.attitude for person in self.people]))

    def _count_what_is_left(self) -> None:
        self.tally.customers_end = self.n_customers
        self.tally.end_waiting = self.to_ship.size + self.back_orders
        self.tally.end_contacts_waiting = len(self.contact_queue)
        self.tally.end_reports_waiting = sum(
            item.kind == REPORT for person in self.desks for item in self._desk(person.post).queue
        )


DAILY = {
    "day": "day",
    "orders": "orders_today",
    "customers": "n_customers",
    "wait": "wait",
    "attitude_handlers": "attitude_handlers",
    "failures": lambda firm: total(firm.failures_today),
    "heard": "heard_today",
    "made_good": "made_good",
    "reports_acted_on": lambda firm: total(firm.acted_as_today),
    "contacts_waiting": lambda firm: len(firm.contact_queue),
}
"""What the firm's `datacollector` keeps each day."""
