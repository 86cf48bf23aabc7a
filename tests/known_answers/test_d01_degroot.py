"""D1: people without anchors agree in the end, on a mean weighted by who listens to whom (DeGroot 1974).

Two people, W = [[1 - p, p], [q, 1 - q]]: consensus (q x1 + p x2) / (p + q), reached at the rate |1 - p - q| a night.
"""

import pytest

TWO = [[0.8, 0.2], [0.1, 0.9]]
THREE = [[0.5, 0.3, 0.2], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]]


def test_two_people_agree_on_minus_a_third(nights):
    """
    The one who listens twice as much gives way twice as far: from 1 and -1 both end at -1/3.
    """
    x = nights([1.0, -1.0], TWO, [0.0, 0.0], [1.0, 1.0])

    assert x == pytest.approx([-1 / 3, -1 / 3], abs=1e-9)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_what_parts_two_people_shrinks_at_a_fixed_rate(nights, times):
    """
    Each night leaves seven tenths of the difference.
    """
    x = nights([1.0, -1.0], TWO, [0.0, 0.0], [1.0, 1.0], times=times)

    assert x[0] - x[1] == pytest.approx(2.0 * 0.7**times, abs=1e-12)


def test_three_people_agree_on_the_stationary_mean(nights):
    """
    Weights (3/14, 2/7, 1/2) follow from who listens to whom: from .9, .1 and -.5 all end at -.0285714286.
    """
    x = nights([0.9, 0.1, -0.5], THREE, [0.0] * 3, [1.0] * 3)

    assert x == pytest.approx([-0.0285714286] * 3, abs=1e-9)


def test_lazy_people_agree_on_the_same(nights):
    """
    Going only a twenty-eighth of the way each night delays the consensus and does not move it.
    """
    x = nights([0.9, 0.1, -0.5], THREE, [0.0] * 3, [1.0] * 3, speed=0.0354, times=3000)

    assert x == pytest.approx([-0.0285714286] * 3, abs=1e-9)


def test_anchors_are_forgotten_by_those_who_only_listen(nights):
    """
    At a susceptibility of 1 no anchor, however strong, moves the consensus.
    """
    x = nights([1.0, -1.0], TWO, [1.0, 1.0], [1.0, 1.0])

    assert x == pytest.approx([-1 / 3, -1 / 3], abs=1e-9)
