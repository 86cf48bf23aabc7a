"""The smallest differences that matter, by measure: set by the project before the first run, none of them measured."""

from dataclasses import dataclass

from reportsto.errors import StudyError
from reportsto.vocabulary import Function


@dataclass(frozen=True, slots=True)
class SmallestEffect:
    """The smallest difference that would matter: in the unit of the measure, or as a share of b's mean."""

    amount: float
    relative: bool = False

    def __post_init__(self) -> None:
        if not self.amount >= 0:
            raise StudyError(f"smallest effect must be zero or more: got {self.amount}")

    def in_units(self, mean_b: float) -> float:
        """Return the effect in the unit of the measure, where b has this mean."""
        return self.amount * abs(mean_b) if self.relative else self.amount


# Assumed: set by the project before the first run, none of them measured.
SMALLEST_EFFECTS = {
    **{f"attitude_{function.word}_mean": SmallestEffect(0.10) for function in Function},
    "attitude_handlers_mean": SmallestEffect(0.10),
    "effective_advocacy": SmallestEffect(0.01),
    "effective_advocacy_cause_right": SmallestEffect(0.01),
    "failures_per_1000": SmallestEffect(2.0),
    "customers": SmallestEffect(0.005, relative=True),
    "customers_end": SmallestEffect(0.005, relative=True),
    "hours_paid": SmallestEffect(0.01, relative=True),
}
"""What is used when a prediction names no smallest effect of its own."""
