"""Firms to look inside: one run whose people, desks and counts a test can see."""

from collections.abc import Callable

from domain import first_scenario as scenario
from reportsto.api import mesa_firm
from reportsto.reference.firm import Firm
from reportsto.reference.warehouse import Waiting
from reportsto.structures import STRUCTURES

STRUCTURE_IDS = [structure.id for structure in STRUCTURES if structure.row]
"""The placements of the essays; hybrids are no element of theirs."""
SEED = 0


def opened(structure="separate", firm="six_people", *, days=90, replicate=0, from_day_one=False, **setting) -> Firm:
    """Return a firm on the evening before day 1; `from_day_one` measures every day instead of the last two thirds."""
    case = scenario(structure, firm, **setting)
    model = mesa_firm(case, SEED, replicate, days, collect=False)
    if from_day_one:
        model.ledger.burn_in = 0
    return model


def lived(*args, each_day: Callable[[Firm], None] | None = None, **setting) -> Firm:
    """Return a firm after its last day; `each_day` looks at it every evening."""
    model = opened(*args, **setting)
    while model.running:
        model.step()
        if each_day is not None:
            each_day(model)
    return model


class WatchedLine(Waiting):
    """A line of the warehouse that remembers who joined each time, who left at which age, and its length every day."""

    def __init__(self) -> None:
        super().__init__()
        self.joined: list[int] = []
        self.left: list[tuple[int, int]] = []
        self.lengths: list[int] = []

    def join(self, day: int, count: int) -> None:
        self.joined.append(count)
        super().join(day, count)

    def serve(self, day: int, capacity: float) -> list[tuple[int, int]]:
        out = super().serve(day, capacity)
        self.left.extend(out)
        self.lengths.append(self.size)
        return out
