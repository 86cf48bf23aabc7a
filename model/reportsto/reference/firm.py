"""The Mesa model of one firm: it walks the schedule, one working day a step, and writes the row of measures."""

import math
from collections.abc import Mapping, Sequence

import mesa
import numpy as np

from reportsto.arithmetic import total
from reportsto.arrays import Floats
from reportsto.charts.chart import Chart
from reportsto.charts.sizes import attitudes_by_post
from reportsto.measuring import check, summarise
from reportsto.parameters import Parameters
from reportsto.records import Tally, attitude_row
from reportsto.reference.customers import Customers
from reportsto.reference.draws import Draws
from reportsto.reference.floor import Floor
from reportsto.reference.ledger import Ledger
from reportsto.reference.management import Management
from reportsto.reference.owners import Owners
from reportsto.reference.people import Person
from reportsto.reference.society import Society
from reportsto.reference.warehouse import Warehouse
from reportsto.schedule import DEFAULT_DAYS, check_days
from reportsto.streams import check_seed
from reportsto.vocabulary import Function
from reportsto.workplace import Move, Workplace, set_up_both

NEVER = 0
"""The day of a move that is none."""

DAILY = {
    "day": "day",
    "orders": lambda firm: firm.today.orders,
    "customers": lambda firm: firm.customers.number,
    "wait": lambda firm: firm.warehouse.wait,
    "attitude_handlers": lambda firm: firm.attitude_handlers,
    "failures": lambda firm: total(firm.today.failures),
    "heard": lambda firm: firm.today.heard,
    "made_good": lambda firm: firm.customers.made_good,
    "reports_acted_on": lambda firm: total(firm.today.acted_as),
    "contacts_waiting": lambda firm: len(firm.floor.queue),
}
"""What the firm's `datacollector` keeps each day."""


class Firm(mesa.Model):
    """One firm, one seed, one replicate.

    `step` runs one day; `run` goes to the end and returns the row of measures. Every draw comes from its own address in
    `streams`; Mesa's generators are never asked. People are an AgentSet in seat order; `datacollector` keeps one line a
    day unless `collect` is false (observing draws nothing); with `trace`, `ledger.cases` keeps every contact.

    Raises `RunError` in `step` when more customers contact the firm in a day than there is room for.

    Attributes:
        workplace: the chart of today and numbers, put together.
        ledger: what happened, summed.
        society: everybody, what they think, and who comes and goes.
        owners: what the owners of causes learn, and how often their causes fail.
        warehouse: the lines of orders, returns and back orders.
        customers: what they order, suffer and ask; the firm's reputation.
        floor: the queue of contacts and those who answer.
        management: the desks on which reports end.
        today: what has happened since this morning.
        day: the number of today, 0 before the first.
        days: the length of the run.
    """

    def __init__(
        self,
        chart: Chart,
        owners: Sequence[Function | None] | None = None,
        parameters: Parameters | None = None,
        *,
        seed: int = 0,
        replicate: int = 0,
        days: int = DEFAULT_DAYS,
        after: int | None = None,
        scorecards: Mapping[str, float] | None = None,
        move: Move | None = None,
        collect: bool = True,
        trace: bool = False,
    ) -> None:
        """Hire everybody. `scorecards` sets beta_d for a function or a post id and moves nobody; `move` does.

        Measures leave out the first `after` days, by default as a run of this length does.
        """
        super().__init__(rng=check_seed("seed", seed))
        check_seed("replicate", replicate)
        self.workplace, self._moved = set_up_both(chart, move, owners, parameters, scorecards)
        self._move_day = move.day if move else NEVER
        workplace = self.workplace
        self.days, self.day = check_days(days), 0
        self.ledger = ledger = Ledger(workplace, days, after=after, trace=trace)
        draws = Draws(seed, replicate, days, workplace, self._moved)
        self.society = Society(self, workplace, ledger, draws)
        self.owners = Owners(workplace, self.society)
        self.warehouse = Warehouse(workplace, ledger, draws, self.owners)
        self.customers = Customers(workplace, ledger, draws, self.owners)
        self.floor = Floor(workplace, ledger, draws, self.society, self.owners)
        self.management = Management(workplace, ledger, draws, self.society)
        self.today = ledger.new_day(0)
        self.datacollector = mesa.DataCollector(model_reporters=DAILY) if collect else None
        self._attitudes: list[Floats] = []

    @property
    def chart(self) -> Chart:
        """Return the chart of today."""
        return self.workplace.chart

    @property
    def people(self) -> list[Person]:
        """Return everybody, in seat order."""
        return self.society.people

    @property
    def tally(self) -> Tally:
        """Return the sums of what happened so far."""
        return self.ledger.tally

    def step(self) -> None:
        """Run one working day: the nine phases of `schedule.PHASES`, then the evening."""
        self.day += 1
        if self.day == self._move_day:
            self.reorganise(self._moved)
        yesterday, today = self.today, self.ledger.new_day(self.day)
        self.today = today
        self.customers.order(today)  # 1 orders
        self.warehouse.work(today, yesterday)
        self.customers.contact(today, yesterday, self.warehouse)  # 2 contacts
        self.floor.answer(today)  # 3 handling
        self.management.climb(today)  # 4 climb
        self.management.attend(today)  # 5 attention
        self.management.weigh_service(today)  # 6 improvement
        self.owners.improve(today)
        self.customers.stay_or_leave(today)  # 7 customers
        self.society.move_attitudes(today)  # 8 attitudes
        self.society.come_and_go(today)  # 9 turnover
        self._close_day()

    def reorganise(self, workplace: Workplace) -> None:
        """Move to another chart of the same people: this morning, before anything happens."""
        self.workplace = workplace
        self.ledger.reorganise(workplace)
        self.society.reorganise(workplace)
        self.owners.reorganise(workplace)
        self.floor.reorganise(workplace)
        self.management.reorganise(workplace)

    def run(self) -> dict[str, float]:
        """Run to the last day and return every measure; raises `RunError` if the run breaks an invariant."""
        while self.running:
            self.step()
        return self.row()

    def row(self) -> dict[str, float]:
        """Return the measures of the days so far, after checking the invariants."""
        workplace, tally = self.workplace, self.tally
        attitudes = np.array(self._attitudes) if self._attitudes else np.empty((0, len(self.people)))
        tally.customers_end = self.customers.number
        house = self.warehouse
        tally.end_waiting = house.in_process.size + house.to_ship.size + house.back_orders.size
        tally.end_returns_waiting = house.returns_in_process.size + house.to_refund.size
        tally.end_contacts_waiting = len(self.floor.queue)
        tally.end_reports_waiting = self.management.reports_waiting()
        self.management.note_use()
        row = summarise(tally, workplace.setting, workplace.parameters, attitude_row(workplace.setting, attitudes))
        check(tally, row, attitudes.min(initial=math.inf), attitudes.max(initial=-math.inf))
        return row

    def forget(self) -> None:
        """Let Mesa forget this firm, which can then be freed.

        Mesa 3 numbers agents in a dictionary with the model as its key, so no model is ever freed: some megabyte a
        run, which a long study cannot afford. A firm that is forgotten must not hire anybody.
        """
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def attitudes_by_post(self) -> dict[str, float]:
        """Return the mean attitude of each post's people over the window (today's, before the window begins)."""
        days = self._attitudes or [np.array(self.society.attitudes())]
        return attitudes_by_post(self.workplace.chart, np.array(days))

    def _close_day(self) -> None:
        handlers = self.society.handlers
        self.attitude_handlers = total(person.attitude for person in handlers) / len(handlers)
        if self.today.measured:
            self.tally.days += 1
            self.tally.futility += total(person.futility for person in handlers) / len(handlers)
            self._attitudes.append(np.array(self.society.attitudes()))
        if self.datacollector is not None:
            self.datacollector.collect(self)
        if self.day >= self.days:
            self.running = False
