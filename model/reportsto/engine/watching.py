"""What is remembered of each day: attitudes by function, and the firm's daily line. Sums run in seat order.

The statistics are those of `records.daily_statistics`, added up day by day instead of at the end.
"""

import math

from reportsto.arrays import Floats, Integers
from reportsto.engine.compiling import compiled
from reportsto.engine.layout import Handler, Rows, Seat, State
from reportsto.measuring import HANDLERS
from reportsto.records import ADVOCATE_ABOVE, DEFENDANT_BELOW, Tally
from reportsto.vocabulary import N_CAUSES, N_FUNCTIONS

MEAN, SD, Q10, Q50, Q90, ADVOCATES, DEFENDANTS = range(7)
STATISTICS = 7
SMALL = 64
"""Groups up to this size are sorted for their quantiles; in larger ones the values are picked out."""


@compiled
def close_day(state: State, tally: Tally, seats: Rows[Seat], handlers: Rows[Handler]) -> None:
    """Take the mean of those who answer customers, and count the day if it is measured."""
    ours = discouraged = 0.0
    for handler in handlers:
        ours += seats[handler.seat].attitude
        discouraged += seats[handler.seat].futility
    state.attitude_handlers = ours / len(handlers)
    if state.measured:
        tally.days += 1
        tally.futility += discouraged / len(handlers)


@compiled
def add_up_attitudes(
    seats: Rows[Seat],
    start: Integers,
    rows: Integers,
    ranked: Integers,
    sums: Floats,
    extremes: Floats,
    ordered: Floats,
) -> None:
    """Add today's statistics of every function to `sums` (groups, statistics), and widen `extremes` (low, high).

    Of the handlers the mean alone. `ranked` holds `rows` in yesterday's order of attitudes, from which today's is near.
    """
    for group in range(N_FUNCTIONS):
        if start[group + 1] > start[group]:
            _add_up_group(seats, rows, ranked, start[group], start[group + 1], sums[group], ordered)
    ours = 0.0
    for at in range(start[HANDLERS], start[HANDLERS + 1]):
        ours += seats[rows[at]].attitude
    sums[HANDLERS, MEAN] += ours / (start[HANDLERS + 1] - start[HANDLERS])
    for seat in seats:
        extremes[0] = min(extremes[0], seat.attitude)
        extremes[1] = max(extremes[1], seat.attitude)


@compiled
def _add_up_group(
    seats: Rows[Seat], rows: Integers, ranked: Integers, low: int, high: int, sums: Floats, ordered: Floats
) -> None:
    people = high - low
    mean = 0.0
    for at in range(people):
        ordered[at] = seats[rows[low + at]].attitude
        mean += ordered[at]
    mean = mean / people
    spread = advocates = defendants = 0.0
    for at in range(people):
        x = ordered[at]
        spread += (x - mean) * (x - mean)
        advocates += 1.0 if x > ADVOCATE_ABOVE else 0.0
        defendants += 1.0 if x < DEFENDANT_BELOW else 0.0
    if people <= SMALL:
        _sort(seats, ranked, low, ordered, people)
    sums[MEAN] += mean
    sums[SD] += math.sqrt(spread / people)
    sums[Q10] += _quantile(ordered, people, 0.1, 0)
    sums[Q50] += _quantile(ordered, people, 0.5, int(0.1 * (people - 1)))
    sums[Q90] += _quantile(ordered, people, 0.9, int(0.5 * (people - 1)))
    sums[ADVOCATES] += advocates / people
    sums[DEFENDANTS] += defendants / people


@compiled
def _sort(seats: Rows[Seat], ranked: Integers, low: int, values: Floats, count: int) -> None:
    """Put the attitudes of a group in order, by insertion, and its seats, rows `low` and on of `ranked`, with them."""
    for at in range(count):
        seat = ranked[low + at]
        value = seats[seat].attitude
        to = at
        while to > 0 and values[to - 1] > value:
            values[to], ranked[low + to] = values[to - 1], ranked[low + to - 1]
            to -= 1
        values[to], ranked[low + to] = value, seat


@compiled
def _select(values: Floats, low: int, count: int, wanted: int) -> None:
    """Put the value that sorting would put at `wanted` there, smaller ones before it, larger ones behind (Hoare)."""
    high = count - 1
    while low < high:
        middle = values[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while values[left] < middle:
                left += 1
            while values[right] > middle:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if wanted <= right:
            high = right
        elif wanted >= left:
            low = left
        else:
            return


@compiled
def _quantile(values: Floats, count: int, share: float, known: int) -> float:
    """Return a quantile by linear interpolation; everything before `known` must be in place already."""
    at = share * (count - 1)
    low = int(at)
    if count > SMALL:
        _select(values, known, count, low)
    below = values[low]
    above = values[min(low + 1, count - 1)]
    if count > SMALL:
        for other in range(low + 1, count):
            above = min(above, values[other])
    return below + (at - low) * (above - below)


@compiled
def write_line(state: State, daily: Floats, row: int) -> None:
    """Write the firm's line of today, in the order of `DAILY`."""
    failures = acted = 0.0
    for k in range(N_CAUSES):
        failures += state.failures[k]
        acted += state.acted_as[k]
    line = daily[row]
    line[0], line[1], line[2], line[3] = state.day, state.orders_today, state.customers, state.wait
    line[4], line[5], line[6], line[7] = state.attitude_handlers, failures, state.heard_today, state.made_good
    line[8], line[9] = acted, state.contacts_tail - state.contacts_head


DAILY = (
    "day",
    "orders",
    "customers",
    "wait",
    "attitude_handlers",
    "failures",
    "heard",
    "made_good",
    "reports_acted_on",
    "contacts_waiting",
)
"""Names of the daily line, as in the Mesa firm's data collector."""

COUNTS = ("day", "orders", "customers", "heard", "contacts_waiting")
"""Those of them that are whole numbers."""
