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


def test_times_differ_between_structures_by_little():
    """
    In two worlds or more a time differs with a simultaneous interval beyond zero, by less than a tenth of the median.

    The design said that improvement alone makes the gap. It does not: without improvement a part is left, which is
    printed, since customers who stay are more to ship for, and staff follows late.
    """
    found, usual = gaps()
    without, _ = gaps(without=["improvement"])
    held, left = simultaneous(found), simultaneous(without)
    for at in range(found.shape[1]):
        name, tenth = f"{TIMES[at % 2]} {WORLDS[at // 2]}", 0.1 * usual[:, at].mean()
        rest = f"without improvement {left.estimate[at]:+.4f} [{left.low[at]:+.4f}, {left.high[at]:+.4f}]"
        print(f"\n{name}: {held.estimate[at]:+.4f} [{held.low[at]:+.4f}, {held.high[at]:+.4f}], {rest}, {tenth=:.3f}")
    decided = {WORLDS[at // 2] for at in range(found.shape[1]) if held.low[at] > 0 or held.high[at] < 0}

    assert len(decided) >= 2
    assert (np.abs(found.mean(axis=0)) < 0.1 * usual.mean(axis=0)).all()
