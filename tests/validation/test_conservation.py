"""Conservation: whatever the numbers, nothing is lost between the phases of a day."""

import pytest

from reportsto.api import mesa_firm, scenario
from reportsto.engine.batch import Batch
from validation.drawing import ON, PLACED, SEED, WORLDS, points

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


@pytest.mark.parametrize("route", ["common_superior", "peers_first"])
@pytest.mark.parametrize("ration", ["digest", "bundles", "bar"])
def test_the_compiled_firm_loses_nothing_either(ration, route):
    """
    At 300 points of the priors, over 250 days, in three sizes and four worlds: orders, returns, contacts and reports.
    """
    for at, point in enumerate(points(300)):
        levers = {"people": (0, 12, 170)[at % 9 // 3], "world": WORLDS[at % 4], "ration": ration, "route": route}
        made = scenario(PLACED[at % 3], parameters={**ON, **point}, **levers)
        t = Batch(made.chart, made.owners, made.parameters, 250).run(SEED, at).tally
        assert t.whole_ordered == t.end_waiting + t.whole_shipped + t.whole_cancelled
        assert t.whole_returned == t.end_returns_waiting + t.whole_refunded
        assert t.whole_arrived == t.end_contacts_waiting + t.whole_answered + t.whole_given_up
        assert t.whole_reports == t.end_reports_waiting + t.whole_reports_ended
        assert 0 < t.whole_refunded < t.whole_returned
        assert t.whole_reports_ended > 0
