"""Steady: no run stops in twelve years, and the order of separate and operations does not depend on the window."""

import numpy as np
import pytest

from validation.drawing import WORLDS, O, S, daily, told

pytestmark = pytest.mark.slow
WINDOWS = ((250, 750), (1040, 1560), (2080, 2600))


def differences(world: str, ration: str, people: int, pairs: int = 20) -> np.ndarray:
    """Return separate less operations in failures per 1,000 orders, shape (pairs, windows); no run may stop."""
    found = []
    for replicate in range(pairs):
        rates = []
        for structure in (S, O):
            series, failure = daily(structure, world, replicate, 3000, {}, ration=ration, people=people)
            assert failure == ""
            rates.append([1000 * series["failures"][a:b].sum() / series["orders"][a:b].sum() for a, b in WINDOWS])
        found.append(np.subtract(*rates))
    return np.array(found)


@pytest.mark.parametrize("people", [0, 560])
@pytest.mark.parametrize("ration", ["digest", "bundles"])
@pytest.mark.parametrize("world", WORLDS)
def test_a_difference_that_matters_keeps_its_sign(world, ration, people):
    """
    No run of 3,000 days stops; beyond the smallest effect of 2, separate less operations has one sign in all windows.
    """
    found = differences(world, ration, people)
    print(f"\nsteady {people or 56} {ration} {world}: " + "; ".join(told(column) for column in found.T))

    signs = {np.sign(column.mean()) for column in found.T if abs(column.mean()) > 2.0}
    assert len(signs) <= 1
