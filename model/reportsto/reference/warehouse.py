"""The warehouse: orders waiting to ship, returns waiting for a refund, back orders waiting for stock."""

from collections import deque
from dataclasses import dataclass

from reportsto.orderflow import orders, staffing, times
from reportsto.reference.draws import Draws
from reportsto.reference.ledger import Ledger
from reportsto.reference.owners import Owners
from reportsto.reference.today import Today
from reportsto.streams import FLOWS
from reportsto.vocabulary import Cause, Function
from reportsto.workplace import Workplace


class Waiting:
    """A first-come-first-served line of whole items, remembered by the day they joined.

    Attributes:
        size: how many items wait.
        cohorts: (day they joined, how many are left), oldest first.
    """

    def __init__(self) -> None:
        """Start an empty line."""
        self.cohorts: deque[list[int]] = deque()
        self.size = 0

    def join(self, day: int, count: int) -> None:
        """Add items that join on a day."""
        if count > 0:
            self.cohorts.append([day, count])
            self.size += count

    def serve(self, day: int, capacity: float) -> list[tuple[int, int]]:
        """Take out as many as capacity allows, oldest first; return (age in days, count) of those served."""
        return self.take(day, orders.served(self.size, capacity))

    def take(self, day: int, count: int) -> list[tuple[int, int]]:
        """Take out a number of items, oldest first; return (age in days, count)."""
        left = min(count, self.size)
        self.size -= left
        out = []
        while left > 0:
            joined, size = self.cohorts[0]
            taken = min(left, size)
            out.append((day - joined, taken))
            left -= taken
            if taken == size:
                self.cohorts.popleft()
            else:
                self.cohorts[0][1] = size - taken
        return out


@dataclass(slots=True)
class Batch:
    """What came in on one day and is in process.

    Attributes:
        day: on which it came in.
        count: how many there were.
        stay: r, the share that stays another day; as on that day to the end.
        u: the number behind its whole parts.
        left: share still in process.
        ready: how many are ready so far.
    """

    day: int
    count: int
    stay: float
    u: float
    left: float = 1.0
    ready: int = 0


class Process:
    """What is not ready yet, a batch a day.

    Attributes:
        batches: the oldest first.
        first: days before anything of a batch is ready.
    """

    def __init__(self, first: float) -> None:
        """Start with nothing in process."""
        self.batches: deque[Batch] = deque()
        self.first = first

    @property
    def size(self) -> int:
        """Return how many items are in process."""
        return sum(batch.count - batch.ready for batch in self.batches)

    def advance(self, day: int, line: Waiting) -> None:
        """Let what is ready today join a line, of the oldest batch first."""
        for batch in self.batches:
            age = day - batch.day
            if age < self.first:
                continue
            batch.left = batch.left * batch.stay
            ready = times.whole(batch.count, 1.0 - batch.left, batch.u) if age < times.LAST_AGE else batch.count
            line.join(batch.day, ready - batch.ready)
            batch.ready = ready
        while self.batches and day - self.batches[0].day >= times.LAST_AGE:
            self.batches.popleft()


def older_than(age: float, served_today: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return (days beyond an age, count) of what was served today, in order of age."""
    counts: dict[int, int] = {}
    for days, count in served_today:
        if days > age:
            counts[days - int(age)] = counts.get(days - int(age), 0) + count
    return sorted(counts.items())


def count_ages(ages: list[float], served_today: list[tuple[int, int]]) -> None:
    """Add what was served today to counts by age."""
    for age, count in served_today:
        while len(ages) <= age:
            ages.append(0.0)
        ages[age] += count


class Warehouse:
    """The three lines of the warehouse, and how long they are today.

    Attributes:
        to_ship: orders in stock and ready.
        to_refund: returns.
        back_orders: orders out of stock.
        wait: days of work left in the line of orders.
        refund_wait: days of work left in the line of returns.
        staff: orders, and refunds, that the staff of today can do; 1 / day.
        levels: orders, and returns, smoothed; 1 / day.
        in_process, returns_in_process: what is not ready, where that takes time.
        late, slow: (days late, count) of the orders that left today and of the returns refunded, in order of days.
    """

    def __init__(self, workplace: Workplace, ledger: Ledger, draws: Draws, owners: Owners) -> None:
        """Start with empty lines."""
        self._workplace, self._ledger, self._draws, self._owners = workplace, ledger, draws, owners
        self._rules = workplace.parameters.warehouse
        self._causes = [k for k in Cause if workplace.facts.owner_function[k] == Function.LOGISTICS]
        self.to_ship, self.to_refund, self.back_orders = Waiting(), Waiting(), Waiting()
        self.wait = self.refund_wait = 0.0
        self.staff, self.levels = list(workplace.staff.items), list(workplace.staff.levels)
        self._times = workplace.parameters.times
        self.in_process, self.returns_in_process = Process(0.0), Process(self._times.refund_first_days)
        self.late: list[tuple[int, int]] = []
        self.slow: list[tuple[int, int]] = []

    def work(self, today: Today, yesterday: Today) -> None:
        """Phase 1: stock comes in or is waited for in vain, orders ship, returns are refunded."""
        released, cancelled = self._look_for_stock(today)
        self.back_orders.join(today.day, today.back_ordered)
        in_stock = today.orders - today.back_ordered
        if self._times.spread:
            self._process_orders(today.day, in_stock + sum(count for _, count in released))
        else:
            for age, count in released:
                self.to_ship.join(today.day - age, count)
            self.to_ship.join(today.day, in_stock)
        shipped = self._ship(today, yesterday.questions_answered)
        tally = self._ledger.tally
        if today.measured:
            tally.orders += today.orders
            tally.back_ordered += today.back_ordered
            tally.released += sum(count for _, count in released)
            tally.cancelled += cancelled
            self._ledger.count_month(tally.left_by_month, today.day, shipped if self._times.spread else today.orders)
            tally.back_orders_waiting += self.back_orders.size
        tally.whole_ordered += today.orders
        tally.whole_cancelled += cancelled
        tally.whole_shipped += shipped

    def _look_for_stock(self, today: Today) -> tuple[list[tuple[int, int]], int]:
        """Return the back orders released (age, count), and how many are cancelled."""
        day, stock = today.day, self.back_orders.size
        released = self._draws.count(day, "released", stock * self._rules.back_order_release)
        out = self.back_orders.take(day, released)
        cancelled = self._draws.count(day, "cancelled", stock * self._rules.back_order_cancel)
        return out, sum(count for _, count in self.back_orders.take(day, cancelled))

    def _ship(self, today: Today, questions_answered: int) -> int:
        rules, owners, day = self._rules, self._owners, today.day
        time, over = owners.mean(owners.improving, self._causes), owners.mean(owners.overtime, self._causes)
        working = staffing.working_share(time, self._workplace.staff.working_least)
        ship, refund = (orders.capacity(staff, working, over) for staff in self.staff)
        expected = orders.expected_returns(today.orders, rules.return_share, questions_answered, rules.advice)
        returned = min(today.orders, self._draws.count(day, "returns", expected))
        if self._times.spread:
            self._process_returns(day, returned)
        else:
            self.to_refund.join(day, returned)
        shipped, refunded = self.to_ship.serve(day, ship), self.to_refund.serve(day, refund)
        if self._times.spread:
            self.late = older_than(self._times.promise_days, shipped)
            self.slow = older_than(self._times.refund_promise_days, refunded)
        self._ledger.tally.whole_returned += returned
        self._ledger.tally.whole_refunded += sum(count for _, count in refunded)
        self.wait = orders.days_waiting(self.to_ship.size, ship)
        self.refund_wait = orders.days_waiting(self.to_refund.size, refund)
        if today.measured:
            tally = self._ledger.tally
            count_ages(tally.ship_ages, shipped)
            count_ages(tally.refund_ages, refunded)
            tally.returned += returned
            tally.improvement_time += time
            tally.overtime += over
            tally.capability += owners.mean(owners.capability, self._causes)
            paid = self._workplace.parameters.staffing
            able = self.staff[0] + self.staff[1]
            tally.paid_warehouse += staffing.warehouse_hours(able, paid.person_hours, paid.person_items)
        if self._workplace.parameters.staffing.follows:
            self._staff_tomorrow(day + 1, (today.orders, returned), working, over)
        return sum(count for _, count in shipped)

    def _process_orders(self, day: int, count: int) -> None:
        """Take a day's orders in stock into process, and what is ready into the line."""
        r = times.stay(self._owners.rates[Cause.LATE], self._times.promise_days, 0.0)
        self.in_process.batches.append(Batch(day, count, r, self._draws.flow(day, FLOWS["ready"])))
        self.in_process.advance(day, self.to_ship)

    def _process_returns(self, day: int, count: int) -> None:
        """Take a day's returns into process, and what is ready into the line."""
        rules = self._times
        slow = times.slow_share(self._owners.rates[Cause.SLOW_REFUND], self._rules.return_share)
        r = times.stay(slow, rules.refund_promise_days, rules.refund_first_days)
        self.returns_in_process.batches.append(Batch(day, count, r, self._draws.flow(day, FLOWS["refundable"])))
        self.returns_in_process.advance(day, self.to_refund)

    def _staff_tomorrow(self, day: int, came: tuple[int, int], working: float, over: float) -> None:
        """Let the staff follow what came in and what is left in line."""
        rules = self._workplace.parameters.staffing
        for at, line in enumerate((self.to_ship, self.to_refund)):
            self.levels[at] = staffing.next_level(self.levels[at], came[at], rules.warehouse_days)
            needed = staffing.staff_needed(
                self.levels[at], line.size, rules.warehouse_days, rules.warehouse_load, working, over
            )
            self.staff[at] = staffing.next_staff(self.staff[at], needed, rules.warehouse_change, day)
