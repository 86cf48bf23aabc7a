"""The firm's people and stocks, built once from a chart: what every phase of the day may look at."""

from collections import deque
from collections.abc import Mapping, Sequence

import mesa

from reportsto.arithmetic import poisson, total
from reportsto.attitudes.turnover import tenure
from reportsto.charts.chart import Chart
from reportsto.charts.facts import ChartFacts
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
from reportsto.schedule import DEFAULT_DAYS, check_days
from reportsto.streams import FLOWS, check_seed
from reportsto.vocabulary import N_CAUSES, Function, Outcome, Stream
from reportsto.workplace import EVENLY, set_up

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
        self.workplace = set_up(chart, owners, parameters, scorecards)
        self.chart = chart
        self.facts: ChartFacts = self.workplace.facts
        self.parameters = self.workplace.parameters
        self.days, self.day = check_days(days), 0
        self.burn_in, self.last_followed = self.workplace.window(days)
        self.tally = Tally()
        self._hire_everybody(seed, replicate)
        self._set_up_flows()
        self._set_up_escalation()
        self._log: list[Floats] = []
        self.n_cases = 0
        self.cases: list[Contact] | None = [] if trace else None

    def _hire_everybody(self, seed: int, replicate: int) -> None:
        facts, p = self.facts, self.parameters
        handlers = set(facts.handlers)
        self.people: list[Person] = []
        for seat, post in enumerate(facts.post_of):
            kind = self._kind_of(seat, post, seat in handlers)
            self.people.append(kind(self, seat, post, facts.own_line[post], self.workplace.pay[post]))
        self.handlers = [person for person in self.people if isinstance(person, ServicePerson)]
        self.managers = [desk.seat for desk in self.workplace.desks if desk.exceptions > 0.0]
        self.draws = Draws(seed, replicate, self.days, self.workplace.candidates, self.managers, facts.seats)
        rules = p.attitudes
        for person in self.people:
            mean = rules.disposition_mean + rules.disposition_shift[person.function]
            start = self.draws.disposition(Stream.START, 0, person.seat, mean, rules.disposition_sd)
            person.arrive(start, tenure(self.draws.start(person.seat), p.turnover.tenure_mean))
        self.groups = Groups(self.workplace)
        self.groups.sum_up([person.attitude for person in self.people])

    def _kind_of(self, seat: int, post: int, answers: bool) -> type[Person]:
        if answers:
            return ServicePerson
        if post == self.facts.root:
            return ChiefExecutive
        if self.facts.manager[post]:
            return Manager
        return STAFF.get(Function(self.facts.function[post]), Colleague)

    def _set_up_flows(self) -> None:
        p, workplace = self.parameters, self.workplace
        self.n_customers = workplace.customers
        self.base_orders = workplace.orders
        self.shock = 0.0
        self.to_ship, self.to_refund, self.back_orders = Waiting(), Waiting(), Waiting()
        self.wait = self.refund_wait = 0.0
        self.made_good = p.contacts.made_good_norm
        self.contact_queue: deque[Contact] = deque()
        self.coming_back: list[Contact] = []
        self.under_warranty: deque[Contact] = deque()
        self.questions_answered = 0
        self.logistics_causes = [k for k in range(N_CAUSES) if self.facts.owner_function[k] == Function.LOGISTICS]
        self.hours_for = dict(zip(workplace.answering, workplace.hours, strict=True))
        self._start_day_sums()

    def _set_up_escalation(self) -> None:
        facts, p, workplace = self.facts, self.parameters, self.workplace
        self.desks: list[Person] = []
        for plan in workplace.desks:
            person = self.people[plan.seat]
            person.desk = Desk(p.attention.hours, plan.overhead, p.attention.patience_days)
            self.desks.append(person)
        posts = workplace.answering
        self.levels = max(len(way) for post in posts for k in range(N_CAUSES) for way in facts.ways(post, k)) or 1
        self.even = EVENLY
        self.learning = workplace.learning
        self.influence = 1.0
        self.capability = [0.0] * N_CAUSES
        self.rates = list(p.causes.rate)
        self.improving = [workplace.improving] * N_CAUSES
        self.overtime = [0.0] * N_CAUSES
        self.acted_level, self.pressing_level = [0.0] * N_CAUSES, [0.0] * N_CAUSES
        self.failure_level = list(workplace.failures)

    def _start_day_sums(self) -> None:
        self.failures_today = [0.0] * N_CAUSES
        self.contacts_today = self.complaints_today = 0
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
