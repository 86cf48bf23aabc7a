"""Drowning: at how many points of all parameters' sweeps a desk is full, by rationing rule and structure."""

import numpy as np
import pytest

from reportsto.worlds import RATIONS, ROUTES
from validation.drawing import PLACED, O, points, row

pytestmark = pytest.mark.slow
FULL, GIVEN_UP, RARE = 0.97, 0.08, 0.05
DESKS = {"handlers": "utilisation", "chief executive": "ceo_utilisation", "busiest head": "desk_head_utilisation_most"}


def shares(ration: str, route: str, structure: str, count: int = 200) -> dict[str, float]:
    """Return the share of points at which each desk is full, at which many give up, and at which a run stops."""
    rows = [row(structure, "once", 0, 750, point, ration=ration, route=route) for point in points(count)]
    went = [one for one in rows if not one["failure"]]
    found = {who: float(np.mean([one[name] > FULL for one in went])) for who, name in DESKS.items()}
    found["given up"] = float(np.mean([one["abandoned"] > GIVEN_UP for one in went]))
    return {**found, "stopped": 1 - len(went) / len(rows)}


@pytest.mark.parametrize("structure", PLACED)
def test_digests_and_peers_first_drown_the_fewest_desks(structure):
    """
    Handlers are never full and few give up. The chief executive is full at more than one point in twenty in every
    structure, under every rule and route, which the design wanted to exclude. Where the common superior decides at
    once, digests make that rarer than bundles do in separate and marketing; asking peers first makes it rarer still.
    """
    found = {(ration, route): shares(ration, route, structure) for ration in RATIONS for route in ROUTES}
    for (ration, route), of in found.items():
        told = ", ".join(f"{who} {share:.1%}" for who, share in of.items())
        print(f"\ndesks {ration} {route} {structure}: {told}")

    ceo = {way: of["chief executive"] for way, of in found.items()}
    default = found["digest", "peers_first"]
    assert all(of["stopped"] == 0 for of in found.values())
    assert max(default["handlers"], default["given up"]) < RARE
    assert default["busiest head"] <= found["bundles", "peers_first"]["busiest head"]
    assert min(ceo.values()) > RARE
    assert ceo["digest", "peers_first"] <= ceo["digest", "common_superior"]
    if structure != O:
        assert ceo["digest", "common_superior"] < ceo["bundles", "common_superior"]
