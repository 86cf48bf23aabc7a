"""Conservation: whatever the numbers, nothing is lost between the phases of a day."""

import pytest

from reportsto.api import mesa_firm, scenario
from reportsto.engine.batch import Batch
from validation.drawing import ON, PLACED, SEED, points

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("ration", ["digest", "bundles"])
@pytest.mark.parametrize("route", ["common_superior", "peers_first"])
def test_every_order_and_every_return_is_somewhere(ration, route):
    """
    At 30 points of all sweeps, in each place: ordered = in process + in the line + back orders + shipped + cancelled,
    and returned = in process + in the line + refunded.
    """
    for at, point in enumerate(points(30)):
        made = scenario(PLACED[at % 3], parameters={**ON, **point}, ration=ration, route=route)
        firm = mesa_firm(made, SEED, at, 60, collect=False)
        firm.run()
        t, house = firm.tally, firm.warehouse
        somewhere = house.in_process.size + house.to_ship.size + house.back_orders.size
        returned = house.returns_in_process.size + house.to_refund.size
        assert t.whole_ordered == somewhere + t.whole_shipped + t.whole_cancelled
        assert t.whole_returned == returned + t.whole_refunded
        assert 0 < t.whole_refunded < t.whole_returned
        firm.forget()


@pytest.mark.parametrize("ration", ["digest", "bundles"])
def test_the_compiled_firm_loses_nothing_either(ration):
    """
    At 300 points, over 250 days: the same sums, of orders and of returns.
    """
    for at, point in enumerate(points(300)):
        made = scenario(PLACED[at % 3], parameters={**ON, **point}, ration=ration)
        t = Batch(made.chart, made.owners, made.parameters, 250).run(SEED, at).tally
        assert t.whole_ordered == t.end_waiting + t.whole_shipped + t.whole_cancelled
        assert t.whole_returned == t.end_returns_waiting + t.whole_refunded
        assert 0 < t.whole_refunded < t.whole_returned
