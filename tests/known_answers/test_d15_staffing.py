"""D15: hours follow the work. The aim is .85 of handlers' hours and .95 of the warehouse's, and no line runs away.

Both loops look only at work that arrives, and at the line: they have no delay of their own to swing with.
"""

import numpy as np
import pytest

from domain import NEW_RULES
from domain import first_scenario as scenario
from reportsto.api import run_details, run_one
from reportsto.orderflow import orders, staffing

STAFFED = NEW_RULES["staffing"]
PLACED = ("separate", "inside_operations", "inside_marketing")


def daily(structure: str, name: str, days: int, **settings: object) -> np.ndarray:
    """Return a daily series; `improvement__overtime` stands for the setting `improvement.overtime`."""
    dotted = {key.replace("__", "."): value for key, value in settings.items()}
    case = scenario(structure, parameters=dotted)
    return np.array(run_details(case, 15, 0, days).daily[name])


def test_handlers_are_as_busy_wherever_they_sit():
    """
    With fixed hours service inside operations idles, with hours that follow the work all are busy .8 to .86 of them.
    """
    fixed, staffed = (
        [run_one(scenario(placed, parameters=rules), 15, 0, 750)["utilisation"] for placed in PLACED]
        for rules in ({"staffing.follows": 0}, STAFFED)
    )

    assert fixed[0] - fixed[1] > 0.1
    assert all(0.8 < busy < 0.86 for busy in staffed)


def test_asking_next_door_saves_hours_paid():
    """
    Where demand is steady, service inside operations is paid 42.8 / 52.1 of the hours that separate is paid.
    """
    apart, inside = (
        run_one(scenario(placed, parameters=STAFFED, without=["all"]), 15, 0, 750)["hours_paid_handlers"]
        for placed in PLACED[:2]
    )
    with_distance = [
        run_one(
            scenario(
                placed,
                parameters={**STAFFED, "handling.inside_hours": 0.04, "handling.across_hours": 0.12},
                without=["improvement", "voice_feedback", "disputes", "demand_shocks", "turnover"],
            ),
            15,
            0,
            750,
        )["hours_paid_handlers"]
        for placed in PLACED[:2]
    ]

    assert apart == inside
    assert with_distance[1] / with_distance[0] == pytest.approx(42.82 / 52.12, rel=0.02)


@pytest.mark.parametrize("placed", PLACED)
@pytest.mark.parametrize("overtime", [0.1, 0.0])
@pytest.mark.parametrize("share", [0.05, 0.2])
def test_no_line_runs_away(placed, overtime, share):
    """
    In six years no order waits ten days, with a fifth of the time for improvement and without overtime too.
    """
    settings = {"improvement__time_share": share, "improvement__overtime": overtime}

    wait = daily(placed, "wait", 1500, staffing__follows=1.0, demand__week=NEW_RULES["week"]["demand.week"], **settings)

    assert wait.max() < 10.0


def night_line(paid_for: float, days: float) -> float:
    """Return the line after 3,000 days of 2,400 orders, a fifth of the time improving and `paid_for` of it paid."""
    line, staff, working = 0.0, 2400.0 / 0.95, staffing.working_share(0.2, 0.05)
    for day in range(1, 3001):
        able = orders.capacity(staff, working, 0.0)
        line = line + 2400.0 - min(line + 2400.0, able)
        needed = staffing.staff_needed(2400.0, line, days, 0.95, staffing.working_share(paid_for, 0.05), 0.0)
        staff = staffing.next_staff(staff, needed, 0.02, day + 1)
    return line


def test_what_improvement_takes_must_be_paid_for():
    """
    The bound can fail. Were only the line paid for, it would grow to (2,400 x .95 / .8 - 2,400) x 60 orders, 11 days.
    """
    assert night_line(0.2, 60.0) == pytest.approx(0.0, abs=1.0)
    assert night_line(0.0, 60.0) == pytest.approx(27_000.0, rel=1e-3)


def test_and_so_must_the_line():
    """
    Were neither paid for, 379 orders a day would be left over, and the line would never stop growing.
    """
    assert night_line(0.0, 1e12) == pytest.approx(3000 * (2400.0 - 2400.0 / 0.95 * 0.8), rel=1e-3)


def test_the_week_has_its_days():
    """
    Mondays have 1.22 of the orders of a mean day, Fridays .80: over a year within three standard errors.
    """
    week = NEW_RULES["week"]["demand.week"]
    weeks = daily("separate", "orders", 500, demand__shock_sd=0.0, demand__week=week)[4:499].reshape(
        -1, 5
    )  # day 5 is the first Monday
    shares = weeks / weeks.mean(axis=1, keepdims=True)
    error = shares.std(axis=0) / np.sqrt(len(shares))

    assert np.all(np.abs(shares.mean(axis=0) - week) < 3.0 * error)
