"""No drowning: over the sweeps of all parameters, desks that are full are rare."""

import numpy as np
import pytest

from validation.drawing import PLACED, points, row

pytestmark = pytest.mark.slow
FULL, GIVEN_UP, RARE = 0.97, 0.08, 0.05
DESKS = {"handlers": "utilisation", "chief executive": "ceo_utilisation", "busiest head": "desk_head_utilisation_most"}


def shares(ration: str, structure: str, count: int = 200) -> dict[str, float]:
    """Return the share of points at which each desk is full, at which many give up, and at which a run stops."""
    rows = [row(structure, "once", 0, 750, point, ration=ration) for point in points(count)]
    went = [one for one in rows if not one["failure"]]
    found = {who: float(np.mean([one[name] > FULL for one in went])) for who, name in DESKS.items()}
    found["given up"] = float(np.mean([one["abandoned"] > GIVEN_UP for one in went]))
    return {**found, "stopped": 1 - len(went) / len(rows)}


@pytest.mark.parametrize("ration", ["digest", "bundles", "bar"])
@pytest.mark.parametrize("structure", PLACED)
def test_desks_are_rarely_full(structure, ration):
    """
    With digests handlers, chief executive and heads are full at fewer than one point in twenty; other rules are told.
    """
    found = shares(ration, structure)
    print(f"\ndesks {ration} {structure}: " + ", ".join(f"{who} {share:.1%}" for who, share in found.items()))

    assert found["stopped"] == 0
    if ration == "digest":
        assert all(share < RARE for share in found.values())
