"""Conservation: whatever the numbers, nothing is lost between the phases of a day."""

import pytest

from reportsto.api import mesa_firm, scenario
from validation.drawing import ON, PLACED, SEED, points

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("ration", ["digest", "bundles"])
@pytest.mark.parametrize("route", ["common_superior", "peers_first"])
def test_every_order_is_somewhere(ration, route):
    """
    Ordered = in process + in the line + back orders + shipped + cancelled, at 30 points of all sweeps, in each place.
    """
    for at, point in enumerate(points(30)):
        made = scenario(PLACED[at % 3], parameters={**ON, **point}, ration=ration, route=route)
        firm = mesa_firm(made, SEED, at, 60, collect=False)
        firm.run()
        t, house = firm.tally, firm.warehouse
        somewhere = house.in_process.size + house.to_ship.size + house.back_orders.size
        assert t.whole_ordered == somewhere + t.whole_shipped + t.whole_cancelled
        firm.forget()
