"""D6: with a constant chance to leave, tenures are geometric.

P(T = t) = theta (1 - theta)^(t - 1), mean 1 / theta; people present have P(age a) = theta (1 - theta)^a; a seat loses
52 theta = A people a year. Where chances differ, those who leave had the higher ones.
"""

import math

import numpy as np
import pytest

from domain import first_scenario as scenario
from reportsto.attitudes.turnover import leaving_hazard, tenure
from reportsto.reference.firm import Firm
from reportsto.streams import uniform_pairs
from reportsto.vocabulary import Function

CONSTANT = {"attitude": 0.0, "department": 0.0, "misfit": 0.5, "futility": 0.0, "unheard": 0.5}
THETA = 0.0067307692


def test_weekly_chance_and_yearly_survival():
    """
    At 35 % a year a seat empties with .0067307692 a week, after 148.6 weeks in the mean; 70.4 % survive a year.
    """
    theta = leaving_hazard(0.35, 52.0, **CONSTANT)

    assert theta == pytest.approx(THETA, abs=1e-9)
    assert 1.0 / theta == pytest.approx(148.6, abs=0.05)
    assert (1.0 - theta) ** 52 == pytest.approx(0.7038548, abs=1e-7)


@pytest.fixture(scope="module")
def seats():
    """Return (first week, tenure) of everybody who left 2,000 seats in 1,500 weeks, and the ages of those present."""
    theta = leaving_hazard(0.35, 52.0, **CONSTANT)
    age, left = np.zeros(2000), []
    for week in range(1500):
        leaves = uniform_pairs(1973, 0, 9, week, np.arange(2000), 0)[0] < theta
        age += 1
        left.extend((week + 1 - tenure, tenure) for tenure in age[leaves])
        age[leaves] = 0
    return np.array(left), age


def test_leavers_a_seat_and_year(seats):
    """
    Over 28.8 years 2,000 seats lose 35 % a year, within 3 standard errors.
    """
    left, _ = seats
    chances = 2000 * 1500

    assert abs(len(left) / chances - THETA) < 3.0 * math.sqrt(THETA * (1.0 - THETA) / chances)


@pytest.mark.parametrize("weeks", [1, 52, 149, 300])
def test_ages_of_those_present_are_geometric(seats, weeks):
    """
    Of those present a share (1 - theta)^a has been there for at least a weeks, within 3 standard errors.
    """
    _, ages = seats
    expected = (1.0 - THETA) ** weeks

    assert abs((ages >= weeks).mean() - expected) < 3.0 * math.sqrt(expected * (1.0 - expected) / 2000)


@pytest.mark.parametrize("weeks", [1, 26, 52, 300])
def test_tenures_are_geometric(seats, weeks):
    """
    Of all who came in time to be watched, a share 1 - (1 - theta)^t has left after t weeks, within 3 standard errors.
    """
    left, ages = seats
    watched = left[left[:, 0] <= 1500 - weeks]
    came = len(watched) + int((1500 - ages <= 1500 - weeks).sum())
    expected = 1.0 - (1.0 - THETA) ** weeks

    share = (watched[:, 1] <= weeks).sum() / came
    assert abs(share - expected) < 3.0 * math.sqrt(expected * (1.0 - expected) / came)


def test_tenures_at_the_start_are_those_of_people_present(addressed):
    """
    Starting tenures are exponential with mean 260 days: mean and spread agree within 3 standard errors.
    """
    days = np.array([tenure(u, 260.0) for u in addressed(1, 20_000)])

    assert abs(days.mean() - 260.0) < 3.0 * 260.0 / math.sqrt(20_000)
    assert abs((days > 260.0).mean() - math.exp(-1.0)) < 3.0 * math.sqrt(0.2325 / 20_000)


def test_a_firm_loses_its_yearly_share():
    """
    With nobody apart or unheard, 56 people lose in a year what their functions' turnover adds up to.
    """
    numbers = {
        "turnover.yearly": [2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        "turnover.misfit": 0.0,
        "turnover.unheard": 0.0,
        "demand.customers_per_handler": 600.0,
        "demand.new_per_handler": 0.5625,
    }
    case = scenario("separate", "product_shop", parameters=numbers)
    firm = Firm(case.chart, case.owners, case.parameters, seed=6, days=260, collect=False)
    hired = sum(person.stint for person in firm.people)
    firm.run()
    fast = sum(person.function in (Function.SERVICE, Function.LOGISTICS) for person in firm.people)
    expected = 2.0 * fast + 1.0 * (56 - fast)

    assert fast == 40
    assert abs(sum(person.stint for person in firm.people) - hired - expected) < 3.0 * math.sqrt(expected)


def test_those_who_leave_had_the_higher_chance(addressed):
    """
    Where half stand a point apart from their department, leavers' chances are above those of the people who stay.
    """
    apart = {**CONSTANT, "misfit": 2.0}
    chances = np.array([leaving_hazard(2.0, 260.0, **{**apart, "attitude": float(i % 2)}) for i in range(20_000)])
    leaves = np.array(addressed(9, 20_000)) < chances
    among_leavers = (2.0 / 260.0) * (1.0 + 9.0) / (1.0 + 3.0)

    error = chances[leaves].std() / math.sqrt(leaves.sum())
    assert chances[leaves].mean() > chances[~leaves].mean()
    assert abs(chances[leaves].mean() - among_leavers) < 3.0 * error
