"""A manager's desk: what waits for hours, first come first served."""

from collections import deque
from collections.abc import Iterator

from reportsto.escalation.attention import hours_left, used
from reportsto.reference.cases import DIGEST, DISPUTE, EXCEPTION, Item


class Desk:
    """The queue of one manager or owner, and the hours that direct reports take before it is served.

    `hours` and `overhead` are hours a day; `patience` is in days. `arrive` collects today's items in any order;
    `open` puts them in line: by case, a dispute before its report, exceptions last. `coming` is what other desks sent
    on, or what is collected for a digest, in the order of its first report; `hand_over` puts it before today's items.
    `idle` are today's hours in which nothing waited; sums are over measured days.
    """

    def __init__(self, hours: float, overhead: float, patience: float) -> None:
        """Set up an empty desk."""
        self.hours = hours
        self.overhead = overhead
        self.patience = patience
        self.owed = 0.0
        self.queue: deque[Item] = deque()
        self._today: list[Item] = []
        self.coming: list[Item] = []
        self.idle = self.idle_sum = self.available_sum = 0.0

    @property
    def available(self) -> float:
        """Return the hours of a day that overhead leaves."""
        return max(0.0, self.hours - self.overhead)

    @property
    def used(self) -> float:
        """Return the share of the hours of all measured days in which something waited."""
        return used(self.idle_sum, self.available_sum)

    def measure(self) -> None:
        """Count today's hours."""
        self.idle_sum += self.idle
        self.available_sum += self.available

    def everything(self) -> Iterator[Item]:
        """Yield what waits here or comes, and each report of a digest."""
        for item in (*self.queue, *self.coming):
            yield item
            yield from item.reports

    def arrive(self, item: Item) -> None:
        """Take an item that came in today."""
        self._today.append(item)

    def collect(self, item: Item) -> None:
        """Put a report into the digest on its department and cause; let a dispute join those on its kind."""
        kind = DISPUTE if item.kind == DISPUTE else DIGEST
        about = (kind, item.department, item.recorded)
        digest = next((one for one in self.coming if (one.kind, one.department, one.recorded) == about), None)
        if digest is None:
            digest = Item(kind, item.arrived, 0, item.hours, department=item.department, recorded=item.recorded)
            self.coming.append(digest)
        if kind == DIGEST:
            digest.reports.append(item)

    def hand_over(self, day: int) -> list[Item]:
        """Put in line, and return, what has come."""
        handed, self.coming = self.coming, []
        for item in handed:
            item.arrived = day
        self.queue.extend(handed)
        return handed

    def open(self) -> None:
        """Put today's items in line."""
        self._today.sort(key=lambda item: (item.kind == EXCEPTION, item.order, item.kind))
        self.queue.extend(self._today)
        self._today.clear()

    def expired(self, day: int) -> Iterator[Item]:
        """Yield and remove what has waited longer than patience."""
        while self.queue and day - self.queue[0].arrived > self.patience:
            yield self.queue.popleft()

    def served(self) -> Iterator[Item]:
        """Yield what today's hours reach; the last item may overrun, and the overrun is owed tomorrow.

        What a digest takes is known when it has been read: before the next is asked for.
        """
        left = hours_left(self.hours, self.overhead, self.owed)
        while self.queue and left > 0.0:
            item = self.queue.popleft()
            yield item
            left -= item.hours
        self.owed, self.idle = max(0.0, -left), max(0.0, left)
