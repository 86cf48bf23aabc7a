"""Plausible: whether the default firm, as a mixture of structures, meets what was measured about firms."""

import pandas as pd
import pytest

from reportsto.api import simulate
from reportsto.patterns import PLACEMENTS, check, mixed
from reportsto.patterns.checking import held
from validation.drawing import SEED

pytestmark = pytest.mark.slow
MOST_MISSED = 1
"""Of the six judged patterns; with digests L8 is not judged, and five are left."""


@pytest.mark.parametrize("world", ["once", "contagion"])
def test_most_output_patterns_hold_as_a_mixture_of_structures(world):
    """
    At most one judged pattern is missed in the mean over structures, weighted by the shares of firms.
    """
    rows = {name: simulate(name, world=world, seed=SEED, replicates=range(20)) for name in PLACEMENTS}
    everything = {**rows, "mixture": mixed(pd.concat(rows.values()))}
    for name, frame in everything.items():
        checks = check(frame)
        good, missed = held(checks)
        judged = "; ".join(
            f"{one.pattern.id} {one.parts[0].value:.3g} {one.verdict}" for one in checks if one.use == "output"
        )
        print(f"\n{world} {name}: {good} hold, missed {missed}: {judged}")
    good, missed = held(check(everything["mixture"]))

    assert good + len(missed) >= 5
    assert len(missed) <= MOST_MISSED
