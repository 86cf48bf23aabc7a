"""What the phases of one day tell each other, and who says what."""

from dataclasses import dataclass, field
from typing import NamedTuple

from reportsto.reference.cases import Contact, Item
from reportsto.reference.people import ServicePerson
from reportsto.vocabulary import N_CAUSES, N_FUNCTIONS, Outcome


class Report(NamedTuple):
    """A report on the evening it is written.

    Attributes:
        contact: the case it is about.
        sender: who wrote it.
        order: place of the case among today's answers.
        false: whether the case was settled and the cause made up.
    """

    contact: Contact
    sender: ServicePerson
    order: int
    false: bool


def _zeros() -> list[float]:
    return [0.0] * N_CAUSES


@dataclass(slots=True)
class Today:
    """One day of a firm; a new one every morning, and yesterday's is kept for a day.

    Attributes:
        day: from 1; 0 on the evening before the first.
        measured: whether the day counts.
        followed: whether today's failures are followed to their end.
        orders: how many came in. Customers, phase 1.
        back_ordered: how many of them wait for stock. Customers, phase 1.
        failures: true failures by cause. Customers, phases 1 and 2; floor, phase 3.
        outcomes: how orders and cases ended, by outcome. Customers and floor.
        arrived: today's contacts, in order. Customers, phase 2.
        complaints: failure cases among them. Customers, phase 2.
        heard: failure cases answered. Floor, phase 3.
        made_good: failure cases settled or advocated. Floor, phase 3.
        rude: poor answers that stay silent. Floor, phase 3.
        questions_answered: product questions; tomorrow's returns are fewer. Floor, phase 3.
        born: contacts of tomorrow that come from poor answers. Floor, phase 3.
        overheard: severities answered, by department. Floor, phase 3; read by society.
        disputes: with the seat at whose desk they are settled. Floor, phase 3; read by management.
        reports: written today. Floor, phase 3; read by management.
        acted_right: reports acted on that named the true cause, and fixes without one, by cause. Floor, management.
        acted_as: reports acted on, by recorded cause. Management, phase 5; read by the owners.
        told: reports acted on, by owning function and cause. Management, phase 5; read by society.
        told_severity: severities of these, by owning function. Management, phase 5; read by society.
    """

    day: int
    measured: bool
    followed: bool
    departments: int
    orders: int = 0
    back_ordered: int = 0
    failures: list[float] = field(default_factory=_zeros)
    outcomes: list[float] = field(default_factory=lambda: [0.0] * len(Outcome))
    arrived: list[Contact] = field(default_factory=list)
    complaints: int = 0
    heard: int = 0
    made_good: int = 0
    rude: float = 0.0
    questions_answered: int = 0
    born: list[Contact] = field(default_factory=list)
    overheard: list[float] = field(init=False)
    disputes: list[tuple[int, Item]] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    acted_right: list[float] = field(default_factory=_zeros)
    acted_as: list[float] = field(default_factory=_zeros)
    told: list[list[float]] = field(default_factory=lambda: [_zeros() for _ in range(N_FUNCTIONS)])
    told_severity: list[float] = field(default_factory=lambda: [0.0] * N_FUNCTIONS)

    def __post_init__(self) -> None:
        """Start with nothing overheard in any department."""
        self.overheard = [0.0] * self.departments
