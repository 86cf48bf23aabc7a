"""Phases 8 and 9 in the Mesa firm: attitudes move, people come and go."""

from collections.abc import Sequence

from reportsto.attitudes.turnover import newcomer_mean
from reportsto.reference.people import NOTHING, RUMOURED, TOLD, CustomerTruth
from reportsto.reference.state import FirmState
from reportsto.vocabulary import Function, Stream


class Society(FirmState):
    """Who thinks what, and who is here."""

    def do_attitudes(self) -> None:
        """Phase 8: everybody takes in what they heard and moves towards neighbours and anchor, all at once."""
        p, groups = self.parameters, self.groups
        truth = CustomerTruth(self.failures_today, p.causes.severity, p.incentives.rumours)
        attitudes = [person.attitude for person in self.people]
        groups.sum_up(attitudes)
        rules, incentives = p.attitudes, p.incentives
        for seat, person in enumerate(self.people):
            severity, weight = 0.0, 1.0
            told: Sequence[float] = NOTHING
            if person.function in RUMOURED:
                told, severity, weight = truth.shares, truth.severity, truth.weight
            elif person.function in TOLD:
                told, severity = self.told[person.function], self.told_severity[person.function]
            if person.function != Function.SERVICE:
                severity += rules.overhearing * self.overheard[person.department]
            person.remember(told, severity, weight)
            person.consider(groups.weighted(seat, person.attitude, attitudes), groups.weights[seat], rules, incentives)

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
                pool = rules.disposition_mean + rules.disposition_shift[person.function]
                mean = newcomer_mean(pool, department, p.turnover.selectivity)
                start = self.draws.disposition(Stream.TURNOVER, day, person.seat, mean, rules.disposition_sd)
                person.arrive(start, 0.0)
                if self.measured and person.function == Function.SERVICE:
                    self.tally.leavers_service += 1
