"""Phase 8: where a person would settle alone, and how much neighbours count."""

import math

import pytest

from reportsto.attitudes.anchors import anchor, contact_pull, next_contact, susceptibility


def test_an_anchor_by_hand():
    """
    A half advocate by nature, pulled -.5 by pay and .2 by contact, settles at .1 - .3 + .04 = -.16.
    """
    assert math.isclose(anchor(0.5, -0.5, 0.2, 0.2, 0.6, 0.2), -0.16)


def test_a_weight_that_is_off_is_not_shared_out():
    """
    Without contact the same person settles at -.2: disposition and pay count no more than before.
    """
    assert math.isclose(anchor(0.5, -0.5, 0.2, 0.2, 0.6, 0.0), -0.2)


@pytest.mark.parametrize(("severity", "pull"), [(0.0, 0.0), (10.0, 0.6321205588), (5.0, 0.3934693403)])
def test_the_pull_of_contact(severity, pull):
    """
    Ten severities heard a day pull by 1 - 1/e towards the customer; hearing nothing pulls nobody.
    """
    assert math.isclose(contact_pull(severity, 10.0), pull, abs_tol=1e-9)


def test_contact_is_remembered_for_65_days():
    """
    One day of 6.5 after none counts .1; a day of silence after 6.5 leaves 6.4.
    """
    assert math.isclose(next_contact(0.0, 6.5, 65.0), 0.1)
    assert math.isclose(next_contact(6.5, 0.0, 65.0), 6.4)


@pytest.mark.parametrize(("tenure", "weight"), [(0.0, 0.9), (130.0, 0.7735758882), (13_000.0, 0.7)])
def test_newcomers_listen_more(tenure, weight):
    """
    Neighbours weigh .9 on the first day, .774 after half a year and .7 in the end.
    """
    assert math.isclose(susceptibility(tenure, 0.7, 0.2, 130.0), weight, abs_tol=1e-9)
