"""The Mesa model of one firm: walks the schedule, one working day a step, and writes the row of measures."""

import math
from collections.abc import Mapping, Sequence

import mesa
import numpy as np

from reportsto.arithmetic import total
from reportsto.charts.chart import Chart
from reportsto.charts.sizes import attitudes_by_post, setting
from reportsto.parameters import Parameters
from reportsto.records import attitude_row, check, summarise
from reportsto.reference.cases import REPORT
from reportsto.reference.management import Management
from reportsto.reference.orders_and_customers import OrdersAndCustomers
from reportsto.reference.service_floor import ServiceFloor
from reportsto.reference.society import Society
from reportsto.schedule import DEFAULT_DAYS, PHASES
from reportsto.vocabulary import Function

DAILY = {
    "day": "day",
    "orders": "orders_today",
    "customers": "n_customers",
    "wait": "wait",
    "attitude_handlers": "attitude_handlers",
    "failures": lambda firm: total(firm.failures_today),
    "heard": "heard_today",
    "made_good": "made_good",
    "reports_acted_on": lambda firm: total(firm.acted_as_today),
    "contacts_waiting": lambda firm: len(firm.contact_queue),
}
"""What the firm's `datacollector` keeps each day."""


class Firm(OrdersAndCustomers, ServiceFloor, Management, Society):
    """One firm, one seed, one replicate.

    `step` runs one day through the numbered phases of `schedule.PHASES`; `run` goes to the end and returns the row of
    measures. Every draw comes from its own address in `streams`; Mesa's generators are never asked. People are an
    AgentSet in seat order; `datacollector` keeps one line a day unless `collect` is false (observing draws nothing);
    with `trace`, `cases` keeps every contact.

    Raises `RunError` in `step` when more customers contact the firm than candidates were drawn.
    """

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
        collect: bool = True,
        trace: bool = False,
    ) -> None:
        """Hire everybody. `scorecards` sets beta_d for a function or a post id and moves nobody."""
        super().__init__(
            chart, owners, parameters, seed=seed, replicate=replicate, days=days, scorecards=scorecards, trace=trace
        )
        self.datacollector = mesa.DataCollector(model_reporters=DAILY) if collect else None

    def step(self) -> None:
        """Run one working day through the phases, in order."""
        self.day += 1
        self.measured = self.day > self.burn_in
        self._start_day_sums()
        for phase in PHASES:
            getattr(self, f"do_{phase.name}")()
        self._close_day()
        if self.datacollector is not None:
            self.datacollector.collect(self)
        if self.day >= self.days:
            self.running = False

    def run(self) -> dict[str, float]:
        """Run to the last day and return every measure; raises `RunError` if the run breaks an invariant."""
        while self.running:
            self.step()
        return self.row()

    def row(self) -> dict[str, float]:
        """Return the measures of the days so far, after checking the invariants."""
        attitudes = np.array(self._log) if self._log else np.empty((0, self.facts.seats))
        self._count_what_is_left()
        sizes = setting(self.facts)
        row = summarise(self.tally, sizes, self.parameters, attitude_row(sizes, attitudes))
        check(self.tally, row, attitudes.min(initial=math.inf), attitudes.max(initial=-math.inf))
        return row

    def forget(self) -> None:
        """Let Mesa forget this firm, which can then be freed.

        Mesa 3 numbers agents in a dictionary with the model as its key, so no model is ever freed: some megabyte a
        run, which a long study cannot afford. A firm that is forgotten must not hire anybody.
        """
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def attitudes_by_post(self) -> dict[str, float]:
        """Return the mean attitude of each post's people over the window (today's, before the window begins)."""
        days = self._log or [np.array([person.attitude for person in self.people])]
        return attitudes_by_post(self.chart, np.array(days))

    def _close_day(self) -> None:
        self.attitude_handlers = total(person.attitude for person in self.handlers) / len(self.handlers)
        if self.measured:
            self.tally.days += 1
            self.tally.futility += total(person.futility for person in self.handlers) / len(self.handlers)
            self._log.append(np.array([person.attitude for person in self.people]))

    def _count_what_is_left(self) -> None:
        self.tally.customers_end = self.n_customers
        self.tally.end_waiting = self.to_ship.size + self.back_orders.size
        self.tally.end_contacts_waiting = len(self.contact_queue)
        self.tally.end_reports_waiting = sum(
            item.kind == REPORT for person in self.desks for item in self._desk(person.post).queue
        )
