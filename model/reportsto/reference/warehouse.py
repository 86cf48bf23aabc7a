"""The warehouse: orders waiting to ship, returns waiting for a refund, back orders waiting for stock."""

from collections import deque

from reportsto.orderflow.orders import served


class Waiting:
    """A first-come-first-served line of whole items, remembered by the day they joined."""

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
        return self.take(day, served(self.size, capacity))

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


def count_ages(ages: list[float], served_today: list[tuple[int, int]]) -> None:
    """Add what was served today to counts by age."""
    for age, count in served_today:
        while len(ages) <= age:
            ages.append(0.0)
        ages[age] += count
