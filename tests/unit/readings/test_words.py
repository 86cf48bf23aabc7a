"""Measures as people read them: what is counted is fewer, what is measured is less."""

from types import SimpleNamespace

import pytest

from reportsto.readings.words import aim, difference


@pytest.mark.parametrize(
    ("name", "better", "said", "unit"),
    [
        ("failures_per_1000", -1, "fewest failures per 1,000 orders", "fewer"),
        ("customers_end", 1, "most customers on the last day", "fewer"),
        ("share_lost", -1, "smallest share of customers lost a year", "less"),
        ("defensiveness", -1, "lowest defensiveness", "less"),
        ("attitude_handlers_mean", 1, "highest mean attitude of handlers", "less"),
        ("hours_paid", -1, "fewest hours paid a day", "fewer"),
    ],
)
def test_an_aim_and_a_difference_go_by_the_unit(name, better, said, unit):
    """
    A share is small, a rate is low, and failures are few.
    """
    assert aim(SimpleNamespace(better=lambda name: better), name) == said
    assert difference(name, -2.0, -3.0, -1.0) == f"2 [1, 3] {unit}"
    assert difference(name, 2.0, 1.0, 3.0).endswith(" more")
