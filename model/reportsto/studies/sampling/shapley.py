"""Chains through the off-switches, for Shapley values by sampled orders (Castro, Gómez & Tejada 2009)."""

from collections.abc import Sequence

import numpy as np

from reportsto.studies.sampling._axes import Axis, Levels, Sampling, Values


def shapley(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return `sampling.points` chains of axes + 1 points; every second order is the one before, reversed.

    A chain begins with the first level of every axis (all on) and moves one axis after the other to its last level
    (off): each axis changes once, and the order can be read from the points. An order and its reverse are a pair: what
    comes early in one comes late in the other, so that their mean varies less.
    """
    levels = [axis.values for axis in axes if isinstance(axis, Levels)]
    rng = np.random.default_rng(sampling.seed)
    points: list[Values] = []
    for _ in range(sampling.points // 2):
        order = [int(at) for at in rng.permutation(len(levels))]
        points += [*_chain(levels, order), *_chain(levels, order[::-1])]
    return points


def _chain(levels: Sequence[Values], order: Sequence[int]) -> list[Values]:
    here = [values[0] for values in levels]
    points: list[Values] = [tuple(here)]
    for at in order:
        here[at] = levels[at][-1]
        points.append(tuple(here))
    return points
