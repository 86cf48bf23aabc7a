"""L1, the reversal: attitudes follow the place, and turn when the place is changed (Lieberman 1956)."""

import numpy as np
import pytest

from agreement.comparing import batch
from domain import all_new_rules
from domain import first_scenario as scenario
from seeds.shared_runs import SEED

HOME, AWAY = "separate", "inside_operations"
MOVED, DAYS, REPLICATES = 521, 781, 8
HALF_WITHIN, THERE_WITHIN, LEFT = 130, 260, 0.2
"""Days of half a turn (26 weeks), days of a whole one, and what may be left of the gap then: the row L1 of theory."""


def handlers_attitude(structure: str, world: str, rules: dict[str, object], to: str | None = None) -> np.ndarray:
    """Return the mean attitude of those who answer, every evening, over the replicates."""
    move = {"day": MOVED, "structure": to} if to else None
    made = scenario(structure, world=world, parameters=rules, move=move)
    runs = batch(made, DAYS)
    evenings = [runs.run(SEED, replicate, log=True).attitudes for replicate in range(REPLICATES)]
    return np.mean([days[:, list(made.chart.handlers)].mean(axis=1) for days in evenings], axis=0)


@pytest.mark.parametrize("rules", [{}, all_new_rules()], ids=["first version", "all rules"])
@pytest.mark.parametrize("world", ["once", "contract"])
def test_ME1_attitudes_turn_with_the_place_both_ways(world, rules):
    """
    Moved after two years, service comes half the way to the level of its new place within 26 weeks. All but a fifth
    of the way is done within a year. Turning defendant takes at most two thirds of the time that turning back
    takes.
    """
    level = {place: handlers_attitude(place, world, rules) for place in (HOME, AWAY)}
    days = {}
    for place, to in ((HOME, AWAY), (AWAY, HOME)):
        moved = handlers_attitude(place, world, rules, to)
        assert (moved[: MOVED - 1] == level[place][: MOVED - 1]).all()
        gap = (level[to] - level[place])[MOVED - 1 :]
        assert (np.abs(gap) > 0.3).all()
        turned = (moved - level[place])[MOVED - 1 :] / gap
        days[to] = int(np.argmax(turned > 0.5)) + 1

        assert 10 < days[to] <= HALF_WITHIN
        assert abs(1.0 - turned[THERE_WITHIN - 1]) < LEFT
    assert days[AWAY] < 0.67 * days[HOME]
