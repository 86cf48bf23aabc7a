"""D5: linear socialisation with turnover (after Harrison & Carroll 1991).

Each week a member is replaced with probability theta by a hire (mean e, variance s2), or moves by
k_p (mean - c) + k_m (M - c). That is the influence step with anchor M, lambda = k_p / (k_p + k_m), eta = k_p + k_m.

    m* = (theta e + (1 - theta) k_m M) / (theta + (1 - theta) k_m)
    v* = [theta s2 + theta (1 - theta) (e - m_n)^2] / [1 - (1 - theta) (1 - k)^2],   m_n = (1 - k_m) m* + k_m M
"""

import math
from itertools import pairwise

import numpy as np
import pytest

from reportsto.arithmetic import normal_quantile
from reportsto.attitudes.influence import step
from reportsto.attitudes.turnover import leaving_hazard, newcomer_mean
from reportsto.streams import uniform_pairs

K_M, HIRE, ANCHOR, VARIANCE = 0.02, 0.2, -0.6, 0.09
MEAN, SPREAD = -0.3315436242, 0.0261144460


def member(c, mean, k_p=0.05, k_m=K_M):
    """Return where a member stands after a week."""
    return step(c, mean, ANCHOR, k_p / (k_p + k_m), k_p + k_m)


def theta(yearly=0.52):
    """Return the chance to leave in a week of a year of 52."""
    return leaving_hazard(yearly, 52.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def moments(weeks, yearly=0.52, k_p=0.05, start=0.0):
    """Return mean and variance of a very large organisation, week by week; a step is affine in where one stands."""
    mean, variance, leave = start, 0.0, theta(yearly)
    means = []
    for _ in range(weeks):
        stayers = member(mean, mean, k_p)
        slope = member(mean + 0.25, mean, k_p) - member(mean - 0.25, mean, k_p)
        apart = newcomer_mean(HIRE, 0.0, 0.0) - stayers
        variance = leave * VARIANCE + (1.0 - leave) * (2.0 * slope) ** 2 * variance + leave * (1.0 - leave) * apart**2
        mean = leave * HIRE + (1.0 - leave) * stayers
        means.append(mean)
    return means, variance


def test_mean_and_variance_of_a_large_organisation():
    """
    With 1 % leaving a week the organisation settles at -.3315436242 with a variance of .0261144460.
    """
    means, variance = moments(2000)

    assert means[-1] == pytest.approx(MEAN, abs=1e-9)
    assert variance == pytest.approx(SPREAD, abs=1e-9)


@pytest.mark.parametrize("k_p", [0.0, 0.05, 0.3])
def test_peers_never_move_the_mean(k_p):
    """
    However much members hear each other, the mean is the same; only the variance shrinks.
    """
    means, variance = moments(2000, k_p=k_p)

    assert means[-1] == pytest.approx(MEAN, abs=1e-9)
    assert (variance < SPREAD) == (k_p > 0.05)


def test_the_mean_relaxes_at_its_rate():
    """
    Each week leaves (1 - theta) (1 - k_m) = .9702 of the distance to the settled mean: 33 weeks for a factor e.
    """
    means, _ = moments(60, start=0.5)
    left = [(later - MEAN) / (now - MEAN) for now, later in pairwise(means)]

    assert left == pytest.approx([0.9702] * 59, abs=1e-7)
    assert -1.0 / math.log(0.9702) == pytest.approx(33.05, abs=0.01)


@pytest.mark.parametrize(("yearly", "share"), [(0.15, 0.87), (0.35, 0.75), (0.60, 0.63), (1.00, 0.50)])
def test_turnover_weakens_socialisation(yearly, share):
    """
    At 35 % turnover a year three quarters of the settled mean come from the organisation, at 100 % half.
    """
    means, _ = moments(6000, yearly=yearly)

    assert (means[-1] - HIRE) / (ANCHOR - HIRE) == pytest.approx(share, abs=0.006)


def test_an_organisation_of_people_agrees_with_the_closed_form():
    """
    Eight organisations of 400 people, simulated for 200 weeks, have mean and variance within 3 standard errors.
    """
    people, weeks, leave = 400, 200, theta()
    organisations = []
    for replicate in range(8):
        c = [0.0] * people
        for week in range(weeks):
            goes, hired = uniform_pairs(1991, replicate, 9, week, np.arange(people), 0)
            mean = math.fsum(c) / people
            c = [member(x, mean) for x in c]
            for one in np.nonzero(goes < leave)[0]:
                c[one] = HIRE + math.sqrt(VARIANCE) * normal_quantile(float(hired[one]))
        organisations.append(c)
    c = np.array(organisations)
    means, spreads = c.mean(axis=1), c.var(axis=1, ddof=1)

    assert abs(means.mean() - MEAN) < 3.0 * means.std(ddof=1) / math.sqrt(8)
    assert abs(spreads.mean() - SPREAD) < 3.0 * spreads.std(ddof=1) / math.sqrt(8)
