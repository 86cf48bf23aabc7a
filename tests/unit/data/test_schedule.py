"""The working day: nine phases in the contract's order, and when measuring begins."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportsto
from reportsto.schedule import DAYS_A_YEAR, DEFAULT_DAYS, PHASES, TIES, burn_in, follow_up


def test_a_day_has_nine_phases_in_this_order():
    """
    Orders come before contacts, contacts before reports, decisions before improvement; attitudes move last but one.
    """
    assert [phase.name for phase in PHASES] == [
        "orders", "contacts", "handling", "climb", "attention", "improvement", "customers", "attitudes", "turnover",
    ]  # fmt: skip
    assert [phase.number for phase in PHASES] == list(range(1, 10))


@pytest.mark.parametrize("phase", PHASES, ids=lambda phase: phase.name)
def test_every_phase_names_the_file_of_its_rules(phase):
    """
    Whoever reads `reportsto list phases` finds the rules of each phase where it says, and what they do.
    """
    assert (Path(reportsto.__file__).parent / phase.rules).is_file()
    assert phase.does


@pytest.mark.parametrize(("days", "dropped"), [(1, 0), (2, 0), (3, 1), (60, 20), (749, 249), (750, 250), (2000, 250)])
def test_the_first_days_are_dropped(days, dropped):
    """
    A third of a run is left out of every measure, never more than 250 days.
    """
    assert burn_in(days) == dropped


@given(st.integers(1, 100_000))
def test_some_days_are_always_measured(days):
    """
    However short the run, at least two thirds of it are measured.
    """
    assert 0 <= burn_in(days) <= days / 3


def test_the_default_run_is_the_second_and_third_year():
    """
    750 days of a year of 260, the first 250 dropped: two years of 250 days are measured.
    """
    assert (DEFAULT_DAYS, DAYS_A_YEAR) == (750, 260)
    assert DEFAULT_DAYS - burn_in(DEFAULT_DAYS) == 500


@pytest.mark.parametrize(
    ("waits", "days"),
    [
        ((3.0, 5.0, 0.0), 10),
        ((0.0, 1.0, 0.0), 10),
        ((3.0, 20.0, 0.0), 25),
        ((3.0, 5.0, 65.5), 76),
        ((3.0, 5.0, 0.0, 2), 15),
        ((3.0, 5.0, 0.0, 1, 5.0), 14),
        ((3.0, 5.0, 0.0, 2, 5.0), 23),
        ((3.0, 5.0, 0.0, 2, 1.0), 15),
    ],
)
def test_failures_are_followed_until_their_reports_are_decided(waits, days):
    """
    Failures of the last ten days are left out, of more where customers, managers, warranties or digests wait longer.
    """
    assert follow_up(*waits) == days


def test_ties_are_settled_for_cases_queues_and_people():
    """
    The schedule says who goes first among cases, in a manager's queue and among people.
    """
    assert [tie.split(":")[0] for tie in TIES] == ["cases", "a manager's queue", "people"]
