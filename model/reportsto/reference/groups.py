"""Who listens to whom, as group sums: team, department, superior, and task contact across departments.

Weights, self excluded: team 1; same department tau_1; service and function f in another department tau_2 con_f, both
ways; one's superior B tau_1 in all; the chief executive weighs each direct report tau_1; all other pairs 0. A pair of
one team counts once, whatever departments it spans; nobody but superior and direct reports listens to the executive
department. Sums run in seat order, oneself subtracted.
"""

from collections.abc import Sequence

from reportsto.vocabulary import N_FUNCTIONS, NOBODY, Function
from reportsto.workplace import Workplace

EXECUTIVE_DEPARTMENT = 0


class Groups:
    """Group sums of attitudes for one night."""

    def __init__(self, workplace: Workplace) -> None:
        """Work out who belongs to which group, and every person's total weight."""
        facts = workplace.facts
        self.rules = workplace.parameters.attitudes
        self.contact_share = workplace.contact_share
        seats = range(facts.seats)
        post = facts.post_of
        self.team = [facts.team[post[s]] for s in seats]
        self.department = [facts.department[post[s]] for s in seats]
        self.cell, self.superior = workplace.cell, workplace.superior
        self.function = [facts.function[post[s]] for s in seats]
        self.ceo = facts.first_seat[facts.root]
        self.direct = [s for s in seats if self.superior[s] == self.ceo]
        self.n_teams, self.n_departments, self.n_cells = (
            max(self.team) + 1,
            max(self.department) + 1,
            max(self.cell) + 1,
        )
        self.sum_up([1.0] * facts.seats)
        self.weights = [self.weighted(s, 1.0, [1.0] * facts.seats) for s in seats]
        self.department_size = list(self.department_sum)

    def sum_up(self, attitudes: Sequence[float]) -> None:
        """Add up tonight's groups, in seat order."""
        team, department, cell = [0.0] * self.n_teams, [0.0] * self.n_departments, [0.0] * self.n_cells
        function = [0.0] * N_FUNCTIONS
        inside = [[0.0] * N_FUNCTIONS for _ in range(self.n_departments)]
        for seat, x in enumerate(attitudes):
            d, f = self.department[seat], self.function[seat]
            team[self.team[seat]] += x
            department[d] += x
            cell[self.cell[seat]] += x
            if d != EXECUTIVE_DEPARTMENT:
                function[f] += x
                inside[d][f] += x
        direct = 0.0
        for seat in self.direct:
            direct += attitudes[seat]
        self.team_sum, self.department_sum, self.cell_sum = team, department, cell
        self.function_sum, self.inside_sum, self.direct_sum = function, inside, direct

    def weighted(self, seat: int, own: float, attitudes: Sequence[float]) -> float:
        """Return the weighted sum of the neighbours' attitudes of one person."""
        rules = self.rules
        d = self.department[seat]
        out = self.team_sum[self.team[seat]] - own
        out += rules.same_department * (self.department_sum[d] - self.cell_sum[self.cell[seat]])
        boss = self.superior[seat]
        if boss != NOBODY:
            out += rules.boss * rules.same_department * attitudes[boss]
            if self.department[boss] == d:
                out -= rules.same_department * attitudes[boss]
        if seat == self.ceo:
            out += rules.same_department * self.direct_sum
        return out + self._across(self.function[seat], d) if d != EXECUTIVE_DEPARTMENT else out

    def _across(self, function: int, department: int) -> float:
        tie = self.rules.task_contact
        if function != Function.SERVICE:
            partners = self.function_sum[Function.SERVICE] - self.inside_sum[department][Function.SERVICE]
            return tie * self.contact_share[function] * partners
        out = 0.0
        for other in range(N_FUNCTIONS):
            if self.contact_share[other] > 0.0:
                out += tie * self.contact_share[other] * (self.function_sum[other] - self.inside_sum[department][other])
        return out
