"""D2: people with anchors keep apart in the end: x* = (I - L W)^-1 (I - L) u (Friedkin & Johnsen 1990).

In a team of N that all hear each other, the spread of the anchors shrinks to (1 - lambda) / (1 + lambda / (N - 1)) of
itself when nobody hears themselves, and the mean stays.
"""

import numpy as np
import pytest

from domain import FIRST
from reportsto.charts.chart import Post, tree
from reportsto.reference.groups import Groups
from reportsto.vocabulary import Function
from reportsto.workplace import set_up

WEIGHTS = [[0.7, 0.3], [0.4, 0.6]]
ANCHORS = [0.5, -0.5]
TEAM = tree(
    [
        Post("ceo", Function.EXECUTIVE, None),
        Post("handlers", Function.SERVICE, "ceo", 10),
        Post("warehouse", Function.LOGISTICS, "ceo"),
    ]
)
TEAM_TIES_ONLY = {"attitudes.same_department": 0.0, "attitudes.task_contact": 0.0, "attitudes.boss": 0.0}


@pytest.mark.parametrize("speed", [1.0, 0.3, 0.0354])
def test_two_anchored_people_settle_apart(nights, speed):
    """
    Susceptible by .8 and .6, two people anchored at .5 and -.5 settle at 1/14 and -2/7, however lazily they walk.
    """
    x = nights([0.9, 0.9], WEIGHTS, ANCHORS, [0.8, 0.6], speed=speed, times=3000)

    assert x == pytest.approx([1 / 14, -2 / 7], abs=1e-9)


def test_where_anchored_people_settle_does_not_depend_on_the_start(nights):
    """
    From all advocates or all defendants the same two people end in the same place.
    """
    up = nights([1.0, 1.0], WEIGHTS, ANCHORS, [0.8, 0.6])
    down = nights([-1.0, -1.0], WEIGHTS, ANCHORS, [0.8, 0.6])

    assert up == pytest.approx(down, abs=1e-12)


def test_people_who_listen_to_nobody_go_to_their_anchors(nights):
    """
    At a susceptibility of 0 and full speed everybody is at their anchor after one night.
    """
    assert nights([0.9, 0.9], WEIGHTS, ANCHORS, [0.0, 0.0], times=1) == pytest.approx(ANCHORS, abs=1e-12)


@pytest.mark.parametrize("speed", [1.0, 0.2])
def test_a_team_of_ten_keeps_28_percent_of_its_spread(nights_on_a_chart, speed):
    """
    Ten handlers who hear each other and not themselves keep .2783505155 of the spread of their anchors, and its mean.
    """
    groups = Groups(set_up(TEAM, parameters=FIRST.with_settings(TEAM_TIES_ONLY)))
    anchors = np.linspace(-0.9, 0.5, 12)
    x = np.array(nights_on_a_chart(groups, [0.0] * 12, anchors.tolist(), 0.7, speed=speed))[1:11]

    assert x.mean() == pytest.approx(anchors[1:11].mean(), abs=1e-9)
    assert x.std() / anchors[1:11].std() == pytest.approx(0.2783505155, abs=1e-9)


def test_superior_and_reports_hear_each_other(nights_on_a_chart):
    """
    Of two reports anchored at 1 and 0 under a chief executive at 0, all half susceptible, x* = 7/12, 1/12 and 1/6.

    Each hears the superior alone, who hears both alike: x_c = (x_1 + x_2) / 4, x_1 = (x_c + 1) / 2, x_2 = x_c / 2.
    """
    two = [Post("handler", Function.SERVICE, "ceo"), Post("packer", Function.LOGISTICS, "ceo")]
    chart = tree([Post("ceo", Function.EXECUTIVE, None), *two])
    rules = FIRST.with_settings({"attitudes.task_contact": 0.0})
    x = nights_on_a_chart(Groups(set_up(chart, parameters=rules)), [0.0] * 3, [0.0, 1.0, 0.0], 0.5)

    assert x == pytest.approx([1 / 6, 7 / 12, 1 / 12], abs=1e-9)


def test_people_who_hear_themselves_keep_more_apart(nights):
    """
    Were oneself one of ten neighbours, .3 of the spread would stay: the model's people do not hear themselves.
    """
    anchors = np.linspace(-0.9, 0.5, 10)
    x = np.array(nights([0.0] * 10, [[0.1] * 10] * 10, anchors.tolist(), [0.7] * 10))

    assert x.std() / anchors.std() == pytest.approx(0.3, abs=1e-9)
