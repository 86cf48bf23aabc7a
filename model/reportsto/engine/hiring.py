"""Before the first day: everybody's disposition and tenure, and the levels that move from then on."""

from typing import Any

from reportsto.arithmetic import poisson
from reportsto.attitudes import turnover
from reportsto.engine import draws, society
from reportsto.engine.compiling import compiled
from reportsto.engine.layout import TOO_MANY_SLOTS
from reportsto.escalation import improvement as improving
from reportsto.streams import SLOT_BITS
from reportsto.vocabulary import N_CAUSES, N_KINDS, Cause, Stream

START, CANDIDATES = int(Stream.START), int(Stream.CANDIDATES)
POOR_ANSWER = int(Cause.POOR_ANSWER)


@compiled
def hire(p: Any, state: Any, seats: Any, departments: Any, team_sum: Any, cell_sum: Any, direct: Any) -> None:
    """Work out everybody's weight of neighbours, then fill every seat."""
    for seat in seats:
        seat.attitude = 1.0
    society.sum_up(state, seats, departments, team_sum, cell_sum, direct)
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
def set_levels(p: Any, state: Any, handlers: Any) -> None:
    """Set what moves from day to day to where it starts."""
    state.customers = int(p.demand_customers_per_handler * len(handlers))
    state.base_orders = p.demand_orders_per_customer * state.customers
    state.influence = 1.0
    state.made_good = p.contacts_made_good_norm
    state.learning = improving.learning_rate(p.improvement_halving_days, p.improvement_time_share)
    for k in range(N_CAUSES):
        state.rates[k] = p.causes_rate[k]
        state.failure_level[k] = state.base_orders * p.causes_rate[k]
        state.improving[k] = improving.improvement_time(
            p.improvement_time_share, p.improvement_pressure_cost, p.improvement_pressure_gain, 0.0, 0.0
        )
    state.failure_level[POOR_ANSWER] = 1.0


@compiled
def count_candidates(state: Any, kinds: Any, counts: Any) -> int:
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
