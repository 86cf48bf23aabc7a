"""What happened, summed for the row of measures; every part of the firm writes into the one ledger."""

from collections.abc import Sequence

from reportsto.records import MONTH, Tally
from reportsto.reference.cases import Contact
from reportsto.reference.today import Today
from reportsto.vocabulary import Cause
from reportsto.workplace import Workplace


class Ledger:
    """The sums of a run, and which days they are taken over.

    Attributes:
        tally: the sums that both engines fill.
        burn_in: the last day that is left out.
        last_followed: the last day whose failures are followed to their end.
        cases: every contact in order of arrival, if the run is traced.
    """

    def __init__(self, workplace: Workplace, days: int, *, after: int | None = None, trace: bool) -> None:
        """Open an empty ledger."""
        self.tally = Tally()
        self.burn_in, self.last_followed = workplace.window(days, after)
        self.cases: list[Contact] | None = [] if trace else None
        self._departments = len(workplace.departments)
        self._arrived = 0

    def reorganise(self, workplace: Workplace) -> None:
        """Count the days to come by the departments of a new chart."""
        self._departments = len(workplace.departments)

    def new_day(self, day: int) -> Today:
        """Return a day on which nothing has happened yet."""
        return Today(day, day > self.burn_in, self.follows(day), self._departments)

    def follows(self, day: int) -> bool:
        """Return whether the failures of a day are followed to their end."""
        return self.burn_in < day <= self.last_followed

    def count_failures(self, today: Today, cause: int, count: float) -> None:
        """Count true failures of today."""
        today.failures[cause] += count
        if today.measured:
            self.tally.failures[cause] += count
            if cause == Cause.LATE:
                self.count_month(self.tally.late_by_month, today.day, count)
        if today.followed:
            self.tally.failures_cohort[cause] += count

    def count_month(self, months: list[float], day: int, count: float) -> None:
        """Add what a measured day counts to its month."""
        month = (day - self.burn_in - 1) // MONTH
        months.extend([0.0] * (month + 1 - len(months)))
        months[month] += count

    def number(self, arrived: Sequence[Contact]) -> None:
        """Give today's arrivals their numbers, and keep them if the run is traced."""
        for contact in arrived:
            contact.case = self._arrived
            self._arrived += 1
        if self.cases is not None:
            self.cases.extend(arrived)
