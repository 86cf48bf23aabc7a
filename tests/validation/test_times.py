"""Times to ship and to refund live: structures differ in them, by little, and improvement is why."""

import numpy as np
import pytest

from reportsto.statistics.intervals import simultaneous
from validation.drawing import WORLDS, O, S, row

pytestmark = pytest.mark.slow
PAIRS = 40
TIMES = ("ship_days_q50", "refund_days_q50")


def gaps(**changes) -> tuple[np.ndarray, np.ndarray]:
    """Return separate less operations, shape (pairs, worlds x times), and the medians of operations."""
    found, usual = [], []
    for at in range(PAIRS):
        rows = {(name, world): row(name, world, at, 750, {}, **changes) for name in (S, O) for world in WORLDS}
        usual.append([rows[O, world][time] for world in WORLDS for time in TIMES])
        found.append([rows[S, world][time] - rows[O, world][time] for world in WORLDS for time in TIMES])
    return np.array(found, float), np.array(usual, float)


def test_times_differ_between_structures_and_improvement_is_why():
    """
    In two worlds a time differs with a simultaneous interval beyond zero; without improvement none does.
    """
    found, usual = gaps()
    names = [f"{time} {world}" for world in WORLDS for time in TIMES]
    held = simultaneous(found)
    for at, name in enumerate(names):
        tenth = 0.1 * usual[:, at].mean()
        print(f"\n{name}: {held.estimate[at]:+.4f} [{held.low[at]:+.4f}, {held.high[at]:+.4f}], 10 % is {tenth:.3f}")
    decided = {WORLDS[at // 2] for at in range(len(names)) if held.low[at] > 0 or held.high[at] < 0}
    without, _ = gaps(without=["improvement"])
    print(f"\ndecided in {sorted(decided)}; largest gap without improvement {np.abs(without.mean(axis=0)).max():.5f}")

    assert len(decided) >= 2
    assert (np.abs(without.mean(axis=0)) <= np.abs(found.mean(axis=0)) / 4 + 0.002).all()
