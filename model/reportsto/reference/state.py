"""The firm's people and stocks, built once from a chart: what every phase of the day may look at."""

from collections import deque
from collections.abc import Mapping, Sequence

import mesa

from reportsto.arithmetic import poisson, total
from reportsto.attitudes.turnover import tenure
from reportsto.charts.chart import Chart
from reportsto.charts.facts import NOBODY, ChartFacts, cause_owners, chart_facts
from reportsto.charts.mix import with_mix
from reportsto.charts.pay import defence_pay
from reportsto.escalation import attention as attend
from reportsto.escalation import climb, improvement
from reportsto.orderflow import contacts, handling, orders
from reportsto.parameters import Parameters
from reportsto.records import Floats, Tally
from reportsto.reference.cases import Contact
from reportsto.reference.desk import Desk
from reportsto.reference.draws import Draws
from reportsto.reference.groups import Groups
from reportsto.reference.people import (
    ChiefExecutive,
    Colleague,
    LogisticsPerson,
    Manager,
    Marketer,
    Person,
    Seller,
    ServicePerson,
)
from reportsto.reference.warehouse import Waiting
from reportsto.schedule import DEFAULT_DAYS, burn_in, check_days, follow_up
from reportsto.streams import FLOWS, check_seed
from reportsto.vocabulary import N_CAUSES, N_KINDS, Cause, Function, Outcome, Request, Stream

STAFF: Mapping[Function, type[Person]] = {
    Function.SERVICE: Colleague,
    Function.LOGISTICS: LogisticsPerson,
    Function.MARKETING: Marketer,
    Function.SALES: Seller,
}
"""Which agent a person without reports is; functions not named make a `Colleague`."""


class FirmState(mesa.Model):
    """Everything a day changes, and everything it reads; the phases are in the files beside this one."""

    def __init__(
        self,
        chart: Chart,
        owners: Sequence[Function] | None = None,
        parameters: Parameters | None = None,
        *,
        seed: int = 0,
        replicate: int = 0,
        days: int = DEFAULT_DAYS,
        scorecards: Mapping[str, float] | None = None,
        trace: bool = False,
    ) -> None:
        """Hire everybody. `scorecards` sets beta_d for a function or a post id and moves nobody."""
        super().__init__(rng=check_seed("seed", seed))
        check_seed("replicate", replicate)
        self.chart = chart
        self.facts: ChartFacts = chart_facts(chart, owners or cause_owners({}))
        self.parameters = with_mix(parameters or Parameters(), self.facts)
        self.days, self.day, self.burn_in = check_days(days), 0, burn_in(days)
        self.last_followed = days - self._follow_up()
        self.tally = Tally()
        self._hire_everybody(scorecards or {}, seed, replicate)
        self._set_up_flows()
        self._set_up_escalation()
        self._log: list[Floats] = []
        self.n_cases = 0
        self.cases: list[Contact] | None = [] if trace else None

    def _follow_up(self) -> int:
        p = self.parameters
        return follow_up(p.handling.patience_days, p.attention.patience_days, p.causes.warranty_lag_days)

    def _hire_everybody(self, scorecards: Mapping[str, float], seed: int, replicate: int) -> None:
        facts, p = self.facts, self.parameters
        handlers = set(facts.handlers)
        bosses = {boss for seat in handlers for boss in facts.superiors(facts.post_of[seat])}
        customer_paid = p.incentives.paid_on_customers == 1.0
        pay = defence_pay(self.chart, p.incentives, scorecards)
        self.people: list[Person] = []
        for seat, post in enumerate(facts.post_of):
            kind = self._kind_of(seat, post, seat in handlers)
            by_customers = customer_paid and (facts.function[post] == Function.SERVICE or post in bosses)
            self.people.append(kind(self, seat, post, facts.own_line[post], pay[post], by_customers))
        self.handlers = [person for person in self.people if isinstance(person, ServicePerson)]
        self.maximal = self._maximal()
        self.managers = sorted(seat for post, seat in enumerate(facts.first_seat) if facts.manager[post])
        self.draws = Draws(seed, replicate, self.days, self.maximal, self.managers, facts.seats)
        rules = p.attitudes
        for person in self.people:
            mean = rules.disposition_mean + rules.disposition_shift[person.function]
            start = self.draws.disposition(Stream.START, 0, person.seat, mean, rules.disposition_sd)
            person.arrive(start, tenure(self.draws.start(person.seat), p.turnover.tenure_mean))
        self.groups = Groups(facts, p)
        self.groups.sum_up([person.attitude for person in self.people])

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
        headroom[Cause.SLOW_REFUND] = contacts.slow_refund_headroom(
            headroom[Cause.SLOW_REFUND],
            rates[Cause.SLOW_REFUND],
            p.warehouse.return_share,
            orders.capacity(p.warehouse.refund_ratio, 1.0, p.improvement.time_share, 0.0),
        )
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
        self.to_ship, self.to_refund, self.back_orders = Waiting(), Waiting(), Waiting()
        self.wait = self.refund_wait = 0.0
        self.made_good = p.contacts.made_good_norm
        self.contact_queue: deque[Contact] = deque()
        self.coming_back: list[Contact] = []
        self.under_warranty: deque[Contact] = deque()
        self.questions_answered = 0
        self.needs_owner = [
            self.facts.owner[kind] != NOBODY and self.facts.owner_function[kind] != Function.SERVICE
            for kind in range(N_KINDS)
        ]
        self.logistics_causes = [k for k in range(N_CAUSES) if self.facts.owner_function[k] == Function.LOGISTICS]
        self.hours_for = {self.facts.post_of[seat]: self._contact_hours(seat) for seat in self.facts.handlers}
        routes = self.facts.is_map and p.handling.routing == 1.0
        self.circle_of = [
            self.facts.department[owner] if routes and owner != NOBODY else NOBODY for owner in self.facts.owner
        ]
        self._start_day_sums()

    def _contact_hours(self, seat: int) -> list[float]:
        """Return what an answer to each kind of contact costs from this seat."""
        h, facts, post = self.parameters.handling, self.facts, self.facts.post_of[seat]
        return [
            handling.contact_hours(
                h.failure_hours * (1.0 + h.skill_gap[kind]) if kind < N_CAUSES else h.request_hours,
                self.needs_owner[kind],
                facts.same_department[post][kind],
                facts.owner[kind] != NOBODY and facts.site[facts.owner[kind]] != facts.site[post],
                h.inside_hours,
                h.across_hours,
                h.site_hours,
            )
            for kind in range(N_KINDS)
        ]

    def _set_up_escalation(self) -> None:
        facts, p = self.facts, self.parameters
        self.desks: list[Person] = []
        deciders = set(self.managers)
        if facts.is_map:
            deciders = {facts.first_seat[facts.owner[k]] for k in range(N_CAUSES)}
        rules = p.attention
        for seat in sorted(deciders | {facts.first_seat[facts.root]}):
            person = self.people[seat]
            n, line = facts.manager_reports[person.post], facts.line_reports[person.post]
            overhead = attend.overhead(
                n, line, rules.manager_overhead, rules.line_overhead, rules.reference_span, rules.load_exponent
            ) + attend.relation_hours(n, rules.graicunas, rules.reference_span)
            person.desk = Desk(rules.hours, overhead, rules.patience_days)
            self.desks.append(person)
        self.levels = max(len(path) for seat in facts.handlers for path in facts.path[facts.post_of[seat]]) or 1
        self.beliefs = [
            climb.cumulative(climb.belief(Function(f).word, N_CAUSES)) for f in facts.department_head_function
        ]
        self.recolouring = [
            climb.recolouring(p.climb.recolouring[f], p.climb.empathy, f == Function.MARKETING)
            for f in facts.department_head_function
        ]
        self.even = climb.cumulative((1.0 / N_CAUSES,) * N_CAUSES)
        i = p.improvement
        self.learning = improvement.learning_rate(i.halving_days, i.time_share)
        self.capability = [0.0] * N_CAUSES
        self.rates = list(p.causes.rate)
        self.improving = [
            improvement.improvement_time(i.time_share, i.pressure_cost, i.pressure_gain, 0.0, 0.0)
        ] * N_CAUSES
        self.overtime = [0.0] * N_CAUSES
        self.acted_level, self.pressing_level = [0.0] * N_CAUSES, [0.0] * N_CAUSES
        self.failure_level = [self.base_orders * p.causes.rate[k] for k in range(N_CAUSES)]
        self.failure_level[Cause.POOR_ANSWER] = 1.0

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
        return self.burn_in < day <= self.last_followed

    def _count_failures(self, cause: int, count: float) -> None:
        self.failures_today[cause] += count
        if self.measured:
            self.tally.failures[cause] += count
        if self._in_cohort(self.day):
            self.tally.failures_cohort[cause] += count

    def _number(self, arrived: Sequence[Contact]) -> None:
        """Give today's arrivals their numbers, and remember them if the run is traced."""
        for contact in arrived:
            contact.case = self.n_cases
            self.n_cases += 1
        if self.cases is not None:
            self.cases.extend(arrived)

    def _flow(self, name: str, mean: float) -> int:
        return poisson(mean, self.draws.flow(self.day, FLOWS[name]))

    def _mean_attitude(self, seats: Sequence[int]) -> float:
        return total(self.people[seat].attitude for seat in seats) / len(seats) if seats else 0.0

    def _desk(self, post: int) -> Desk:
        desk = self.people[self.facts.first_seat[post]].desk
        assert desk is not None, "a decider has a desk"
        return desk
