"""The owners of causes: what presses on them, what they learn, and how often their causes still fail (phase 6)."""

from collections.abc import Sequence

from reportsto.arithmetic import total
from reportsto.escalation import improvement
from reportsto.orderflow.contacts import ramp
from reportsto.reference.society import Society
from reportsto.reference.today import Today
from reportsto.vocabulary import N_CAUSES
from reportsto.workplace import Workplace


class Owners:
    """What the owners know and do, by cause.

    Attributes:
        rates: failures an order, today's in the phases before this one.
        capability: C, halvings learned.
        improving: share of time given to improvement.
        overtime: overtime that uninformed pressure gives.
        pressing_level: reports acted on, smoothed, 1 / day.
        acted_level: those that named the true cause, smoothed, 1 / day.
        failure_level: true failures, smoothed, 1 / day.
        order_level: orders, smoothed, 1 / day.
    """

    def __init__(self, workplace: Workplace, society: Society) -> None:
        """Start as on the first day."""
        self._workplace, self._society = workplace, society
        self.rates = list(workplace.parameters.causes.rate)
        self.capability = [0.0] * N_CAUSES
        self.improving = [workplace.improving] * N_CAUSES
        self.overtime = [0.0] * N_CAUSES
        self.acted_level, self.pressing_level = [0.0] * N_CAUSES, [0.0] * N_CAUSES
        self.failure_level = list(workplace.failures)
        self.order_level = workplace.orders

    def reorganise(self, workplace: Workplace) -> None:
        """Look up the owners' people on a new chart; what they have learned is theirs."""
        self._workplace = workplace

    def mean(self, values: Sequence[float], causes: Sequence[int]) -> float:
        """Return the mean of some of the numbers by cause."""
        return total(values[cause] for cause in causes) / len(causes)

    def improve(self, today: Today) -> None:
        """Phase 6: what was acted on presses and informs; capability moves tomorrow's failure rates."""
        i = self._workplace.parameters.improvement
        if self._workplace.parameters.demand.per_order == 1.0:
            self.order_level = improvement.order_level(self.order_level, today.orders, i.smoothing_days)
        scale = i.pressure_scale * self.order_level / i.reference_orders
        for k in range(N_CAUSES):
            self._smooth(today, k)
            share = improvement.share_acted_on(self.acted_level[k], self.failure_level[k])
            attitude = self._society.mean_attitude(self._workplace.facts.owner_people[k])
            informed = improvement.information(share, i.half_information, i.owner_resistance, attitude)
            pressed = improvement.pressure(self.pressing_level[k], scale)
            self._learn(k, pressed, informed)
            self.rates[k] = self._rate(k, today.day + 1)

    def _smooth(self, today: Today, k: int) -> None:
        days = self._workplace.parameters.improvement.smoothing_days
        for levels, counts in (
            (self.acted_level, today.acted_right),
            (self.pressing_level, today.acted_as),
            (self.failure_level, today.failures),
        ):
            levels[k] = improvement.smoothed(levels[k], counts[k], days)

    def _learn(self, k: int, pressed: float, informed: float) -> None:
        i = self._workplace.parameters.improvement
        self.improving[k] = improvement.improvement_time(
            i.time_share, i.pressure_cost, i.pressure_gain, pressed, informed
        )
        self.overtime[k] = improvement.overtime(i.overtime, pressed, informed)
        self.capability[k] = improvement.next_capability(
            self.capability[k],
            self._workplace.learning,
            self.improving[k],
            informed,
            i.forgetting_days,
            i.erosion,
            pressed,
        )

    def _rate(self, k: int, day: int) -> float:
        causes = self._workplace.parameters.causes
        start = causes.rate[k]
        learned = improvement.failure_rate(start, causes.floor_share * start, self.capability[k])
        return min(1.0, learned * ramp(day, causes.ramp_peak[k], causes.ramp_days))
