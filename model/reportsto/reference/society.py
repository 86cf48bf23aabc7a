"""Society: who thinks what, and who is here (phases 8 and 9)."""

from collections.abc import Mapping, Sequence

import mesa

from reportsto.arithmetic import total
from reportsto.attitudes.turnover import newcomer_mean, tenure
from reportsto.reference.draws import Draws
from reportsto.reference.groups import Groups
from reportsto.reference.ledger import Ledger
from reportsto.reference.people import (
    NOTHING,
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
from reportsto.reference.today import Today
from reportsto.vocabulary import Function, Stream
from reportsto.workplace import Workplace

STAFF: Mapping[Function, type[Person]] = {
    Function.SERVICE: Colleague,
    Function.LOGISTICS: LogisticsPerson,
    Function.MARKETING: Marketer,
    Function.SALES: Seller,
}
"""Which agent a person without reports is; functions not named make a `Colleague`."""


class Society:
    """Everybody in the firm.

    Attributes:
        people: in seat order.
        handlers: those who answer customers, in seat order.
        groups: who listens to whom.
    """

    def __init__(self, model: mesa.Model, workplace: Workplace, ledger: Ledger, draws: Draws) -> None:
        """Hire everybody."""
        self._parameters, self._ledger, self._draws = workplace.parameters, ledger, draws
        self._heard_weight = workplace.heard_weight
        rules, mean_tenure = self._parameters.attitudes, self._parameters.turnover.tenure_mean
        self.people = [_kind_of(workplace, seat)(model, seat, workplace) for seat in range(workplace.facts.seats)]
        for person in self.people:
            mean = rules.disposition_mean + rules.disposition_shift[person.function]
            start = draws.disposition(Stream.START, 0, person.seat, mean, rules.disposition_sd)
            person.arrive(start, tenure(draws.start(person.seat), mean_tenure))
        self.handlers = [person for person in self.people if isinstance(person, ServicePerson)]
        self.groups = Groups(workplace)
        self._owned = workplace.facts.owned

    def reorganise(self, workplace: Workplace) -> None:
        """Let everybody take their place on a new chart; who they are travels with them."""
        for person in self.people:
            person.belong(workplace)
        self.groups = Groups(workplace)

    def attitudes(self) -> list[float]:
        """Return everybody's attitude, in seat order."""
        return [person.attitude for person in self.people]

    def mean_attitude(self, seats: Sequence[int]) -> float:
        """Return the mean attitude of some people, 0 for nobody."""
        return total(self.people[seat].attitude for seat in seats) / len(seats) if seats else 0.0

    def move_attitudes(self, today: Today) -> None:
        """Phase 8: everybody takes in what they heard and moves towards neighbours and anchor, all at once."""
        p, groups, attitudes = self._parameters, self.groups, self.attitudes()
        truth = CustomerTruth(today.failures, p.causes.severity, p.incentives.rumours, self._owned)
        groups.sum_up(attitudes)
        for seat, person in enumerate(self.people):
            self._take_in(person, today, truth)
            person.consider(groups.weighted(seat, person.attitude, attitudes), groups.weights[seat])

    def _take_in(self, person: Person, today: Today, truth: CustomerTruth) -> None:
        """Let one person take in what their function heard today."""
        severity, weight = 0.0, 1.0
        told: Sequence[float] = NOTHING
        if person.function in RUMOURED:
            told, severity, weight = truth.shares, truth.severity, truth.weight
        elif person.function in TOLD:
            told, severity = today.told[person.function], today.told_severity[person.function]
        if person.function != Function.SERVICE:
            overheard = self._heard_weight * today.overheard[person.department]
            severity += self._parameters.attitudes.overhearing * overheard
        person.remember(told, severity, weight)

    def come_and_go(self, today: Today) -> None:
        """Phase 9: some leave, judged by last night's attitudes; newcomers take their seats tonight."""
        groups, tally = self.groups, self._ledger.tally
        for person, u in zip(self.people, self._draws.leaving(today.day), strict=True):
            department = groups.department_sum[person.department] / groups.department_size[person.department]
            leaves = u < person.hazard(department)
            person.attitude = person.tonight
            person.tenure += 1.0
            if leaves:
                self._hire(person, today.day, department)
                if today.measured and person.function == Function.SERVICE:
                    tally.leavers_service += 1

    def _hire(self, person: Person, day: int, department: float) -> None:
        """Fill a seat anew, where colleagues have the mean attitude `department`."""
        rules = self._parameters.attitudes
        pool = rules.disposition_mean + rules.disposition_shift[person.function]
        mean = newcomer_mean(pool, department, self._parameters.turnover.selectivity)
        start = self._draws.disposition(Stream.TURNOVER, day, person.seat, mean, rules.disposition_sd)
        person.arrive(start, 0.0)


def _kind_of(workplace: Workplace, seat: int) -> type[Person]:
    facts = workplace.facts
    post = facts.post_of[seat]
    if seat in facts.handlers:
        return ServicePerson
    if post == facts.root:
        return ChiefExecutive
    if facts.manager[post]:
        return Manager
    return STAFF.get(Function(facts.function[post]), Colleague)
