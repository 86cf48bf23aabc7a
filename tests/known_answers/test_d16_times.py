"""D16: times to ship and to refund. Without a queue the share beyond the promise is the rate itself, and no more.

A geometric time has mean r / (1 - r); of those in process r^(P + 1) = e stay longer than P days.
"""

import pytest

from domain import first_scenario as scenario
from reportsto.api import run_details, run_one
from reportsto.reference.warehouse import Batch, Process, Waiting, older_than

STEADY = ("improvement", "demand_shocks", "turnover", "staffing", "week")
NO_LINE = {"warehouse.ship_ratio": 3.0, "warehouse.refund_ratio": 1.0, "times.spread": 1.0}


@pytest.fixture(scope="module")
def shop():
    """Return two years of a shop whose warehouse always has hands free, and whose firm learns nothing."""
    return run_one(scenario("separate", parameters={**NO_LINE, "causes.rate.late": 0.06}, without=STEADY), 16, 0, 750)


def test_the_late_are_those_that_left_late(shop):
    """
    Where nothing waits in line, six orders in stock in a hundred are late, not one more.
    """
    assert shop["late_rate"] == pytest.approx(0.06, rel=5e-3)
    assert shop["slow_refund_rate"] == pytest.approx(0.026, rel=2e-2)


def test_the_mean_times_are_those_of_the_geometric_law(shop):
    """
    An order takes 1.32 days to leave, and a refund 2 and 2.66.
    """
    assert shop["ship_days"] == pytest.approx(1.324, abs=0.005)
    assert shop["refund_days"] == pytest.approx(4.664, abs=0.02)


def test_a_queue_adds_to_both():
    """
    Lateness is counted once: with too few hands there are more late orders, and they are the orders that left late.
    """
    slow = {**NO_LINE, "warehouse.ship_ratio": 1.06, "causes.rate.late": 0.06}
    row = run_one(scenario("separate", parameters=slow, without=("improvement", "turnover", "staffing")), 16, 0, 750)

    assert row["late_rate"] > 0.08
    assert row["ship_days"] > 1.5


def test_nothing_is_lost_in_process():
    """
    Of 1,000 orders a day with .5697 staying, each leaves once and within 35 days; 60 of a day after more than four.
    """
    process, line, late = Process(0.0), Waiting(), 0
    left = 0
    for day in range(1, 101):
        if day <= 60:
            process.batches.append(Batch(day, 1000, 0.06**0.2, 0.5))
        process.advance(day, line)
        served = line.serve(day, 1e9)
        left += sum(count for _, count in served)
        late += sum(count for _, count in older_than(4.0, served))
        assert process.size + left == 1000 * min(day, 60)

    assert process.size == 0
    assert late == 60 * 60


def test_refunds_begin_on_the_second_day():
    """
    Of a day's returns none is ready at once or on the day after, and all have left after 35 days.
    """
    process, line = Process(2.0), Waiting()
    process.batches.append(Batch(1, 500, 0.7271, 0.5))
    ready = []
    for day in range(1, 40):
        process.advance(day, line)
        ready.append(sum(count for _, count in line.serve(day, 1e9)))

    assert ready[:3] == [0, 0, 136]  # floor(500 x .2729 + .5)
    assert sum(ready) == 500
    assert all(count == 0 for count in ready[36:])


def test_what_is_learned_about_lateness_shortens_the_time():
    """
    In a firm that learns, orders leave sooner in the third year than in the first; without learning they do not.
    """
    learns, stands = (
        [run_one(scenario("separate", parameters=NO_LINE, without=off), 16, 0, days)["ship_days"] for days in (90, 750)]
        for off in (("demand_shocks",), STEADY)
    )

    assert learns[1] < learns[0] - 0.05
    assert stands[1] == pytest.approx(stands[0], abs=0.01)


def test_orders_are_conserved_every_day_with_all_rules():
    """
    Ordered is in process, in line, out of stock, shipped or cancelled: a run that breaks this raises.
    """
    settings = {"times.spread": 1.0, "staffing.follows": 1.0}
    details = run_details(scenario("inside_operations", parameters=settings), 16, 1, 120, "reference")

    assert details.row["failure"] == ""
    assert details.row["ship_days"] > 1.0
