"""Before the first day: everybody's disposition and tenure."""

from reportsto.attitudes import turnover
from reportsto.engine import draws, society
from reportsto.engine.compiling import compiled
from reportsto.engine.layout import Arrays
from reportsto.vocabulary import Stream

START = int(Stream.START)


@compiled
def hire(arrays: Arrays) -> None:
    """Work out everybody's weight of neighbours, then fill every seat."""
    p, state, seats, departments = arrays.p, arrays.state, arrays.seats, arrays.departments
    team_sum, cell_sum = arrays.team_sum, arrays.cell_sum
    for seat in seats:
        seat.attitude = 1.0
    society.sum_up(state, seats, departments, team_sum, cell_sum, arrays.direct)
    for at in range(len(seats)):
        seats[at].weight = society.weighted(p, state, seats, departments, team_sum, cell_sum, at)
    for department in departments:
        department.size = department.sum
    for at in range(len(seats)):
        seat = seats[at]
        mean = p.attitudes_disposition_mean + p.attitudes_disposition_shift[seat.function]
        start = draws.disposition(state, START, 0, at, mean, p.attitudes_disposition_sd)
        seat.stint = -1
        society.arrive(seat, start, turnover.tenure(draws.number(state, START, 0, at, 0), p.turnover_tenure_mean))
