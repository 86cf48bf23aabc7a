"""D17: contacts. One Poisson count a kind and day at the present rate, of the same numbers in every structure."""

import math

import numpy as np
import pytest

from domain import first_scenario as scenario
from reportsto.api import run_traced
from reportsto.reference.draws import Draws
from reportsto.streams import SLOT_BITS
from reportsto.vocabulary import Cause, Request
from reportsto.workplace import set_up
from seeds.firms import lived

SLOT = (1 << SLOT_BITS) - 1
OFTEN = [Cause.MIX_UP, Cause.DEFECT, Request.ORDER_STATUS, Request.PRODUCT_QUESTION]


@pytest.fixture(scope="module")
def calm():
    """Return orders a day, and how many spoke up about each kind, for two years of a shop without mechanisms."""
    orders, spoke = [], []

    def look(firm):
        orders.append(firm.today.orders)
        spoke.append({kind: len(severities) for kind, severities in firm.customers.speaking})

    parameters = {"warehouse.ship_ratio": 3.0, "demand.week": 1.0}
    lived("separate", "six_people", days=520, without=["all"], parameters=parameters, each_day=look)
    return np.array(orders), spoke


@pytest.mark.parametrize(
    ("kind", "share"),
    [(Cause.MIX_UP, 0.015 * 0.45), (Cause.DEFECT, 0.015 * 0.22), (Request.ORDER_STATUS, 0.02),
     (Request.PRODUCT_QUESTION, 0.01)],
)  # fmt: skip
def test_a_days_count_is_poisson_at_the_present_rate(calm, kind, share):
    """
    Given the orders of a day, contacts have mean and variance orders x rate x propensity, within 3 standard errors.
    """
    orders, spoke = calm
    mean = orders * share
    away = np.array([day[kind] for day in spoke]) - mean
    days = len(orders)

    assert abs(away.sum()) < 3.0 * math.sqrt(mean.sum())
    assert abs((away * away / mean).mean() - 1.0) < 3.0 * math.sqrt((2.0 + (1.0 / mean).mean()) / days)


@pytest.mark.parametrize("placed", ["separate", "inside_operations"])
@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_the_customers_of_a_day_are_the_first(placed, engine):
    """
    The n customers who contact the firm about a kind on a day are numbers 0 to n - 1.
    """
    cases = run_traced(scenario(placed), 17, 0, 20, engine).cases
    fresh = cases[cases["generation"] == 0]
    slots: dict[tuple[int, int], list[int]] = {}
    for case in fresh:
        slots.setdefault((case["day"], case["kind"]), []).append(int(case["entity"]) & SLOT)

    assert len(slots) > 100
    assert all(taken == list(range(len(taken))) for taken in slots.values())


def test_two_structures_share_their_draws():
    """
    Where a number of a kind and day complains in both structures, the case is as severe; day 1 is the same whole.
    """
    here, there = (run_traced(scenario(placed), 17, 1, 250).cases for placed in ("separate", "inside_operations"))
    cases = [
        {(case["day"], case["entity"]): case["severity"] for case in run if case["generation"] == 0}
        for run in (here[np.isin(here["kind"], OFTEN)], there[np.isin(there["kind"], OFTEN)])
    ]
    shared = cases[0].keys() & cases[1].keys()

    assert {address: cases[0][address] for address in shared} == {address: cases[1][address] for address in shared}
    assert len(shared) > 0.9 * max(map(len, cases))
    assert cases[0].keys() != cases[1].keys()
    assert [key for key in cases[0] if key[0] == 1] == [key for key in cases[1] if key[0] == 1]


def test_a_higher_rate_brings_no_fewer():
    """
    One number decides on a count: where the rate is a tenth higher there are as many or more, on either side of 30.
    """
    draws = Draws(17, 0, 400, set_up(scenario("separate").chart))
    for mean in (3.0, 20.0, 40.0, 400.0):
        fewer, more = (
            [draws.contacts(day, kind, mean * rise) for day in range(1, 401) for kind in OFTEN] for rise in (1.0, 1.1)
        )
        assert all(low <= high for low, high in zip(fewer, more, strict=True))
        assert sum(more) > sum(fewer)
