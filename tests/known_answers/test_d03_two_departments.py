"""D3: two departments that hear each other a little, solved in the mean field (exact for block-constant weights).

w1 and w2 are the weights each gives the other, u the anchors, lambda the susceptibility:

    Delta = (1 - l1 (1 - w1)) (1 - l2 (1 - w2)) - l1 l2 w1 w2
    x1* = [(1 - l1) u1 (1 - l2 (1 - w2)) + l1 w1 (1 - l2) u2] / Delta        (x2* by symmetry)

Eight handlers beside 28 warehouse people with a task tie of .375 are the case w1 = .6, w2 = .1: each handler hears
7 colleagues and 28 x .375 = 10.5 of the warehouse, each of the warehouse 27 colleagues and 8 x .375 = 3.
"""

import numpy as np
import pytest

from domain import FIRST
from reportsto.charts.chart import Post, tree
from reportsto.firms import firm
from reportsto.reference.groups import Groups
from reportsto.structures import structure
from reportsto.vocabulary import Function
from reportsto.workplace import set_up

NEIGHBOURS = tree(
    [
        Post("ceo", Function.EXECUTIVE, None),
        Post("handlers", Function.SERVICE, "ceo", 8),
        Post("warehouse", Function.LOGISTICS, "ceo", 28),
    ]
)
HANDLERS, WAREHOUSE = slice(1, 9), slice(9, 37)


def neighbours(tie):
    """Return the groups of two departments whose people hear those of the other with a weight of `tie` each."""
    apart = FIRST.with_settings({"attitudes.boss": 0.0, "attitudes.same_department": 0.0})
    share = set_up(NEIGHBOURS, parameters=apart).contact_share[Function.LOGISTICS]
    return Groups(set_up(NEIGHBOURS, parameters=apart.with_settings({"attitudes.task_contact": tie / share})))


def test_two_departments_by_the_closed_form(nights_on_a_chart):
    """
    Anchored at .3 and -.6 and susceptible by .8, service settles at -.268421, the warehouse at -.505263.
    """
    anchors = [0.0] + [0.3] * 8 + [-0.6] * 28
    x = nights_on_a_chart(neighbours(0.375), [0.0] * 37, anchors, 0.8)

    assert x[HANDLERS] == pytest.approx([-0.2684210526] * 8, abs=1e-9)
    assert x[WAREHOUSE] == pytest.approx([-0.5052631579] * 28, abs=1e-9)


def test_the_gap_between_departments(nights_on_a_chart):
    """
    Of .9 between the anchors (1 - lambda) / (1 - lambda (1 - w1 - w2)) remains: .2368421053, and lazily the same.
    """
    anchors = [0.0] + [0.3] * 8 + [-0.6] * 28
    x = nights_on_a_chart(neighbours(0.375), [0.0] * 37, anchors, 0.8, speed=0.1, times=1200)

    assert x[1] - x[36] == pytest.approx(0.9 * 0.2 / (1.0 - 0.8 * 0.3), abs=1e-9)


def test_isolated_departments_stay_as_they_are(nights_on_a_chart):
    """
    Without ties across, service stays at .3 and the warehouse at -.6.
    """
    anchors = [0.0] + [0.3] * 8 + [-0.6] * 28
    x = nights_on_a_chart(neighbours(0.0), [0.0] * 37, anchors, 0.8)

    assert x[HANDLERS] == pytest.approx([0.3] * 8, abs=1e-9)
    assert x[WAREHOUSE] == pytest.approx([-0.6] * 28, abs=1e-9)


def test_merged_departments_move_by_head_count(nights_on_a_chart):
    """
    Five handlers in a circle of 36 who all hear each other alike move to the head-count mean but for .1960784314.

    That is (1 - lambda) / (1 + lambda / (N - 1)) for N = 36: size alone decides how far service moves.
    """
    chart = structure("customer_map").edit(firm("product_shop").chart)
    one_tie = {"attitudes.same_department": 1.0, "attitudes.task_contact": 0.0}
    groups = Groups(set_up(chart, parameters=FIRST.with_settings(one_tie)))
    circle = [seat for seat in range(56) if groups.department[seat] == groups.department[8]]
    anchors = [0.3 if groups.function[seat] == Function.SERVICE else -0.6 for seat in range(56)]
    x = nights_on_a_chart(groups, [0.0] * 56, anchors, 0.8)
    mean = (5 * 0.3 + 31 * -0.6) / 36

    assert len(circle) == 36
    assert x[8] == pytest.approx(mean + (0.3 - mean) * 0.2 / (1.0 + 0.8 / 35), abs=1e-9)
    assert np.mean([x[seat] for seat in circle]) == pytest.approx(mean, abs=1e-9)


def test_a_small_team_hears_mostly_its_host():
    """
    A team of 8 under the same head as 30 hears 30 parts of 37 from them when all ties are alike; no tie counts twice.
    """
    team = [
        Post("ceo", Function.EXECUTIVE, None),
        Post("operations", Function.LOGISTICS, "ceo"),
        Post("handlers", Function.SERVICE, "operations", 8),
        Post("warehouse", Function.LOGISTICS, "operations", 30),
    ]
    only_people = {"attitudes.boss": 0.0, "attitudes.same_department": 1.0, "attitudes.task_contact": 0.5}
    groups = Groups(set_up(tree(team), parameters=FIRST.with_settings(only_people)))
    hosts = [1.0 if 10 <= seat < 40 else 0.0 for seat in range(40)]
    groups.sum_up(hosts)

    assert groups.weights[2] == groups.weights[10] == pytest.approx(37.0, abs=1e-12)
    assert groups.weighted(2, 0.0, hosts) / groups.weights[2] == pytest.approx(30 / 37, abs=1e-12)
