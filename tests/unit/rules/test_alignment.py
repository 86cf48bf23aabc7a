"""How well pay points where the customer's interest points."""

import math

import pytest

from reportsto.incentives.alignment import alignment


@pytest.mark.parametrize(
    ("pay", "weights", "aligned"),
    [
        ((1.0, 1.0), (0.3, 0.7), 1.0),
        ((0.6, 0.6), (5.0, 1.0), 1.0),
        ((-1.0, -1.0), (0.3, 0.7), -1.0),
        ((1.0, -1.0), (0.5, 0.5), 0.0),
        ((0.6, -1.0), (0.3, 0.7), -0.52 / math.sqrt(0.808)),
    ],
)
def test_alignment_of_pay(pay, weights, aligned):
    """
    Paid alike for every cause one serves customers fully; with seven cases in ten owned next door, at -.578.
    """
    assert math.isclose(alignment(pay, weights), aligned, abs_tol=1e-12)


def test_where_nothing_is_paid_or_met_there_is_no_alignment():
    """
    No pay, or no customer met, points nowhere: 0 and no division by zero.
    """
    assert alignment((0.0, 0.0), (0.3, 0.7)) == 0.0
    assert alignment((0.6, -1.0), (0.0, 0.0)) == 0.0
