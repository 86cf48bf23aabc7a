"""D4: bounded confidence waits; no rule has it, so there is no distance beyond which people stop hearing each other.

The closed form of a Deffuant pair inside its confidence (distance x (1 - 2 mu)^k, mean conserved) therefore holds for
our step at every distance, where a model with bounded confidence would freeze the pair. When the option is built, the
frozen pair and the thresholds of theory A1 belong here.
"""

import pytest

from reportsto.parameters import every_name


@pytest.mark.parametrize("start", [(0.1, -0.1), (0.6, -0.3), (1.0, -1.0)])
def test_a_pair_approaches_at_every_distance(nights, start):
    """
    Two people who hear only each other leave (1 - 2 mu) of their distance each night, even from the far ends.
    """
    x = nights(start, [[0.0, 1.0], [1.0, 0.0]], [0.0, 0.0], [1.0, 1.0], speed=0.1, times=7)

    assert x[0] - x[1] == pytest.approx((start[0] - start[1]) * 0.8**7, abs=1e-12)
    assert x[0] + x[1] == pytest.approx(start[0] + start[1], abs=1e-12)


def test_full_advocates_and_full_defendants_still_hear_each_other(nights):
    """
    Two groups at the two ends agree in the middle: no attitude is too far away to be heard.
    """
    x = nights([1.0, 1.0, -1.0, -1.0], [[0.25] * 4] * 4, [0.0] * 4, [1.0] * 4, speed=0.0354, times=2000)

    assert x == pytest.approx([0.0] * 4, abs=1e-9)


def test_no_parameter_bounds_confidence():
    """
    There is no threshold to set: the option is left out, not switched off.
    """
    assert [name for name in every_name() if "confidence" in name or "bounded" in name] == []
