"""Before the first day: everybody's disposition and tenure; on the morning of a move: everybody's place."""

from reportsto.arrays import Integers
from reportsto.attitudes import turnover
from reportsto.engine import draws, society
from reportsto.engine.compiling import compiled
from reportsto.engine.layout import Arrays, Packed
from reportsto.vocabulary import N_FUNCTIONS, Stream

START = int(Stream.START)


@compiled
def hire(arrays: Arrays) -> None:
    """Work out everybody's weight of neighbours, then fill every seat."""
    p, state, seats = arrays.p, arrays.state, arrays.seats
    _weigh(arrays)
    for at in range(len(seats)):
        seat = seats[at]
        mean = p.attitudes_disposition_mean + p.attitudes_disposition_shift[seat.function]
        start = draws.disposition(state, START, 0, at, mean, p.attitudes_disposition_sd)
        seat.stint = -1
        society.arrive(seat, start, turnover.tenure(draws.number(state, START, 0, at, 0), p.turnover_tenure_mean))


@compiled
def _weigh(arrays: Arrays) -> None:
    """Work out everybody's weight of neighbours, and the size of departments; attitudes become 1."""
    p, state, seats, departments = arrays.p, arrays.state, arrays.seats, arrays.departments
    team_sum, cell_sum = arrays.team_sum, arrays.cell_sum
    for seat in seats:
        seat.attitude = 1.0
    society.sum_up(state, seats, departments, team_sum, cell_sum, arrays.direct)
    for at in range(len(seats)):
        seats[at].weight = society.weighted(p, state, seats, departments, team_sum, cell_sum, at)
    for department in departments:
        department.size = department.sum


@compiled
def move(arrays: Arrays, before: Integers, after: Packed) -> None:
    """Let everybody take their place on a new chart, whose arrays these are; `before` are heads of departments so far.

    Who people are, what waits on desks and what is owed stay as they are.
    """
    state, seats, handlers, desks = arrays.state, arrays.seats, arrays.handlers, arrays.desks
    state.is_map, state.by_turns = after.state[0].is_map, after.state[0].by_turns
    for function in range(N_FUNCTIONS):
        state.contact_share[function] = after.state[0].contact_share[function]
    for at in range(len(seats)):
        seat, place = seats[at], after.seats[at]
        seat.post, seat.department, seat.team, seat.cell = place.post, place.department, place.team, place.cell
        seat.superior = place.superior
    for at in range(len(handlers)):
        handler, place = handlers[at], after.handlers[at]
        handler.department, handler.work, handler.every = place.department, place.work, place.every
    for at in range(len(desks)):
        desk, plan = desks[at], after.desks[at]
        desk.overhead, desk.exceptions = plan.overhead, plan.exceptions
        desk.top, desk.senior, desk.needed = plan.top, plan.senior, plan.needed
    for item in arrays.items:
        item.department = _department_after(item.department, before, after.heads)
        for handler in handlers:
            if handler.seat == item.sender:
                item.work = handler.work
    _weigh(arrays)
    for seat in seats:
        seat.attitude = seat.tonight  # as they went home last night


@compiled
def _department_after(department: int, before: Integers, after: Integers) -> int:
    """Return the number of a department after a move, as `workplace.department_after` does."""
    for at in range(len(after)):
        if after[at] == before[department]:
            return at
    return len(after) + department
