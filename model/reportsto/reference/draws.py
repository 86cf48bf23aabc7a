"""All draws of a run, taken in bulk at their addresses, equal bit for bit to one by one.

Addresses are known in advance, so a stretch of days is drawn at a time; only what a contact needs on its way is drawn
on the day it is born.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from reportsto.arithmetic import logistic_quantile_array, normal_quantile, poisson
from reportsto.arrays import Floats, Integers
from reportsto.attitudes.turnover import DRAWS
from reportsto.reference.cases import Contact
from reportsto.streams import ADDRESS_OF_KIND, CLIMB_PAIRS, FLOWS, SECOND_LINE, SLOT_BITS, uniform, uniform_pairs
from reportsto.vocabulary import N_CAUSES, N_KINDS, Stream
from reportsto.workplace import Workplace

_STRETCH = 40_000
_FLOW_ENTITIES = 23


class Draws:
    """Every number of one run, by day; no number here depends on what has happened.

    Attributes:
        managers: seats whose exceptions are drawn.
        levels: the most decisions about one report, the last decider's included.
    """

    def __init__(self, seed: int, replicate: int, days: int, *workplaces: Workplace) -> None:
        """Prepare the draws of days 1 to `days`, on whichever of these charts of the same people."""
        workplace = workplaces[0]
        self.seed, self.replicate, self.days, self.seats = seed, replicate, days, workplace.facts.seats
        self.managers = sorted({plan.seat for one in workplaces for plan in one.desks if plan.exceptions > 0.0})
        self.levels = max(map(_most_levels, workplaces))
        day = np.arange(1, days + 1)
        self._demand = self._table(Stream.DEMAND, day, np.arange(1))
        self._flow = self._table(Stream.FLOW, day, np.arange(_FLOW_ENTITIES))[0]
        self._counts = self._table(Stream.COUNTS, day, np.arange(N_KINDS))[0]
        self._first = self._last = 0

    def _table(self, stream: int, day: Integers, entity: Integers, pair: int = 0) -> tuple[Floats, Floats]:
        shape = (len(day), len(entity))
        return uniform_pairs(
            self.seed,
            self.replicate,
            stream,
            np.broadcast_to(day[:, None], shape),
            np.broadcast_to(entity, shape),
            pair,
        )

    def demand(self, day: int) -> tuple[float, float]:
        """Return the numbers behind today's demand shock and order count."""
        return float(self._demand[0][day - 1, 0]), float(self._demand[1][day - 1, 0])

    def flow(self, day: int, entity: int) -> float:
        """Return the number behind one of today's counts: silent failures of a cause, or one of `FLOWS`."""
        return float(self._flow[day - 1, entity])

    def count(self, day: int, name: str, mean: float) -> int:
        """Return one of today's counts of `FLOWS`."""
        return poisson(mean, self.flow(day, FLOWS[name]))

    def _stretch(self, day: int) -> None:
        """Draw exceptions and turnover from `day` on, some 40,000 seats at a time."""
        self._first, self._last = day, min(self.days, day + _STRETCH // self.seats)
        stretch = np.arange(day, self._last + 1)
        self._exceptions = self._table(Stream.EXCEPTIONS, stretch, np.array(self.managers, dtype=np.int64))[0]
        self._leave, self._hire = self._table(Stream.TURNOVER, stretch, np.arange(self.seats))

    def _row(self, day: int) -> int:
        if not self._first <= day <= self._last:
            self._stretch(day)
        return day - self._first

    def contacts(self, day: int, kind: int, mean: float) -> int:
        """Return how many customers contact the firm today about a kind."""
        return poisson(mean, float(self._counts[day - 1, ADDRESS_OF_KIND[kind]]))

    def severities(self, day: int, kind: int, count: int) -> list[float]:
        """Return the numbers behind the severities of today's first cases of a kind."""
        entities = np.arange(count, dtype=np.int64) + (ADDRESS_OF_KIND[kind] << SLOT_BITS)
        numbers: list[float] = uniform_pairs(self.seed, self.replicate, Stream.CONTACT, day, entities, 0)[1].tolist()
        return numbers

    def exceptions(self, day: int) -> list[float]:
        """Return the numbers behind today's exceptions, in the order of `managers`."""
        at = self._row(day)
        row: list[float] = self._exceptions[at].tolist()
        return row

    def leaving(self, day: int) -> list[float]:
        """Return the numbers that decide who leaves today, by seat."""
        at = self._row(day)
        row: list[float] = self._leave[at].tolist()
        return row

    def disposition(self, stream: int, day: int, seat: int, mean: float, sd: float) -> float:
        """Return the first addressed normal inside [-1, 1] (indices 1, 2, ...), clipped after sixteen tries."""
        value = mean
        for index in range(1, DRAWS + 1):
            value = mean + sd * normal_quantile(uniform(self.seed, self.replicate, stream, day, seat, index))
            if -1.0 <= value <= 1.0:
                return value
        return max(-1.0, min(1.0, value))

    def severity(self, day: int, entity: int, generation: int) -> float:
        """Return the number behind the severity of a case born of a poor answer."""
        return uniform(self.seed, self.replicate, Stream.CONTACT, day, entity, 2 * generation + 1)

    def second_line(self, contact: Contact) -> float:
        """Return the number that decides whether a report takes a dotted line."""
        pair = CLIMB_PAIRS * contact.generation + SECOND_LINE
        return uniform(self.seed, self.replicate, Stream.CLIMB, contact.day, contact.entity, 2 * pair)

    def start(self, seat: int) -> float:
        """Return the number behind a person's tenure at the start."""
        return uniform(self.seed, self.replicate, Stream.START, 0, seat, 0)

    def equip(self, contacts: Sequence[Contact]) -> None:
        """Give every contact of today the numbers it may need: its answer and, for a failure case, the filters."""
        failures = [contact for contact in contacts if contact.is_failure]
        requests = [contact for contact in contacts if not contact.is_failure]
        for contact, u in self._numbers(requests, 2):
            contact.u_poor, contact.u_dispute = u[1], u[2]
        for contact, u in self._numbers(failures, 4 + (self.levels + 1) // 2):
            contact.noise = u[0]
            contact.u_poor, contact.u_dispute, contact.u_exaggerate = u[1], u[2], u[3]
            contact.u_recolour, contact.u_belief, contact.u_outside, contact.u_outside_cause = u[4:8]
            contact.u_levels = u[8:]

    def _numbers(self, contacts: Sequence[Contact], blocks: int) -> Iterable[tuple[Contact, list[float]]]:
        """Return each contact with its numbers: two blocks of the answer, the rest of the climb; the first as noise."""
        if not contacts:
            return []
        day = np.array([contact.day for contact in contacts])
        entity = np.array([contact.entity for contact in contacts])
        generation = np.array([contact.generation for contact in contacts])
        stream = np.array([Stream.ANSWER] * 2 + [Stream.CLIMB] * (blocks - 2))[:, None]
        pair = np.empty((blocks, len(contacts)), dtype=np.int64)
        pair[0], pair[1] = 2 * generation, 2 * generation + 1
        pair[2:] = CLIMB_PAIRS * generation + np.arange(blocks - 2)[:, None]
        numbers = np.empty((2 * blocks, len(contacts)))
        numbers[0::2], numbers[1::2] = uniform_pairs(self.seed, self.replicate, stream, day, entity, pair)
        numbers[0] = logistic_quantile_array(numbers[0])
        return zip(contacts, numbers.T.tolist(), strict=True)


def _most_levels(workplace: Workplace) -> int:
    facts = workplace.facts
    ways = [way for post in workplace.answering for cause in range(N_CAUSES) for way in facts.ways(post, cause)]
    beyond = 2 if workplace.parameters.route.peers_first == 1.0 else 0
    return (max(len(way) for way in ways) or 1) + beyond
