"""D7: queues. Little's law holds on every queue of ours; the discrete forms hold in the order of our day.

A working day is a tick: arrivals first, then service on the same day. With one arrival a day with probability a, and
a started item finished each day with probability s (Geo/Geo/1), the number present at night is a (1 - s) / (s - a).
With Poisson(rho) arrivals and one item a day the line at night is rho^2 / (2 (1 - rho)). M/M/1 and Erlang's formulas
are continuous-time and do not apply.
"""

import math

import numpy as np
import pytest

from domain import first_scenario as scenario
from reportsto.arithmetic import log, poisson
from reportsto.reference.cases import REPORT, Item
from reportsto.reference.desk import Desk
from reportsto.reference.firm import Firm
from reportsto.reference.warehouse import Waiting, count_ages


def days_of_work(u, s):
    """Return a geometric number of days: each one is the last with probability s."""
    return 1 + math.floor(log(u) / log(1.0 - s))


def test_a_desk_is_geo_geo_one_with_service_on_the_day_of_arrival(addressed, standard_error):
    """
    With three items in ten days and each finished on a day with probability .4, 1.8 are on a desk at night.
    """
    days, a, s = 30_000, 0.3, 0.4
    desk, present = Desk(hours=1.0, overhead=0.0, patience=math.inf), []
    for day, (comes, work) in enumerate(zip(addressed(1, days), addressed(2, days), strict=True)):
        if comes < a:
            desk.arrive(Item(REPORT, day, 0, float(days_of_work(work, s))))
        desk.open()
        list(desk.served())
        present.append(len(desk.queue) + (desk.owed > 0.0))

    assert abs(np.mean(present) - a * (1.0 - s) / (s - a)) < 3.0 * standard_error(present)


@pytest.mark.parametrize(("rho", "line"), [(0.5, 0.25), (0.8, 1.6)])
def test_the_warehouse_line_by_its_discrete_form(addressed, standard_error, rho, line):
    """
    Shipping one order a day with .8 coming in leaves 1.6 waiting at night; with .5 a quarter.
    """
    waiting, at_night = Waiting(), []
    for day, u in enumerate(addressed(3, 30_000)):
        waiting.join(day, poisson(rho, u))
        waiting.serve(day, 1.9)
        at_night.append(waiting.size)

    assert abs(np.mean(at_night) - line) < 3.0 * standard_error(at_night)


def test_littles_law_on_the_warehouse_line(addressed):
    """
    Orders waiting, summed over nights, are the nights each order waited: exactly, however the queue came about.
    """
    waiting, nights, ages = Waiting(), 0, []
    for day, u in enumerate(addressed(4, 500)):
        waiting.join(day, poisson(60.0, u))
        count_ages(ages, waiting.serve(day, 60.0))
        nights += waiting.size
    while waiting.size:
        day += 1
        count_ages(ages, waiting.serve(day, 60.0))
        nights += waiting.size

    assert nights > 1000
    assert nights == sum(age * count for age, count in enumerate(ages))


def test_littles_law_on_a_desk_that_loses_what_waits_too_long(addressed):
    """
    Items on an overloaded desk, summed over nights, are the nights until they are read, or lost on the sixth day.
    """
    desk, nights, waits, lost = Desk(hours=2.0, overhead=1.0, patience=5.0), 0, [], 0
    for day, u in enumerate(addressed(5, 600)):
        for order in range(poisson(1.2 if day < 500 else 0.0, u)):
            desk.arrive(Item(REPORT, day, order, 1.0))
        desk.open()
        gone = list(desk.expired(day))
        lost += len(gone)
        waits.extend(day - item.arrived for item in [*gone, *desk.served()])
        nights += len(desk.queue)

    assert not desk.queue
    assert lost > 0
    assert max(waits) == 6
    assert nights == sum(waits)


def test_littles_law_on_the_contacts_of_a_firm():
    """
    Contacts waiting for handlers, summed over nights, are the nights that answered and waiting contacts waited.
    """
    numbers = {"handling.hours_a_day": 5.9, "handling.patience_days": 1000.0}
    case = scenario("separate", "six_people", parameters=numbers)
    firm = Firm(case.chart, case.owners, case.parameters, seed=4, days=120, collect=False)
    firm.ledger.burn_in, nights = 0, 0
    for _ in range(120):
        firm.step()
        nights += len(firm.floor.queue)
    still = sum(firm.day - contact.born + 1 for contact in firm.floor.queue)

    assert nights > 100
    assert nights == firm.tally.answer_age + still


def test_no_contact_waits_a_fourth_night():
    """
    Where hours are fixed and nobody has any to spare, contacts wait three nights and no more: older ones are given up
    as the day begins.
    """
    case = scenario("separate", "six_people", parameters={"handling.hours_a_day": 3.0}, without=["staffing"])
    firm = Firm(case.chart, case.owners, case.parameters, seed=4, days=60, collect=False)
    oldest = []
    for _ in range(60):
        firm.step()
        oldest.append(max((firm.day - contact.born for contact in firm.floor.queue), default=0))

    assert firm.tally.given_up > 100
    assert max(oldest) == oldest[-1] == 3
