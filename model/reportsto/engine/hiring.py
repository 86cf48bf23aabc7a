"""Before the first day: everybody's disposition and tenure, and how many candidates every day has."""

from reportsto.arithmetic import poisson
from reportsto.arrays import Integers
from reportsto.attitudes import turnover
from reportsto.engine import draws, society
from reportsto.engine.compiling import compiled
from reportsto.engine.layout import TOO_MANY_SLOTS, Arrays, Kind, Rows, State
from reportsto.streams import SLOT_BITS
from reportsto.vocabulary import N_KINDS, Stream

START, CANDIDATES = int(Stream.START), int(Stream.CANDIDATES)


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


@compiled
def count_candidates(state: State, kinds: Rows[Kind], counts: Integers) -> int:
    """Draw how many candidates of each kind every day has; return how many rows the accepted ones may need."""
    rows = 0
    for at in range(N_KINDS):
        kind = kinds[at]
        most = 0
        if kind.maximal > 0.0:
            for day in range(1, state.days + 1):
                count = poisson(kind.maximal, draws.number(state, CANDIDATES, day, at, 0))
                counts[day, at] = count
                most = max(most, count)
        kind.slot_start = rows
        rows += most + 1
        if most >= 1 << SLOT_BITS:
            state.problem, state.problem_size = TOO_MANY_SLOTS, max(state.problem_size, most)
    return rows
