"""Which parameter points a study visits: what varies, and a function a design, the same points on every machine."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np

from reportsto.priors import at_share
from reportsto.statistics.extras import library

Values = tuple[object, ...]
"""One point: a value for every axis, in order; None leaves the parameter as it is."""

PREFIX = "without."
"""Begins the name of an axis that switches a mechanism off, as in `without.incentives`."""
ON, OFF = 0, 1
"""The levels of such an axis."""


@dataclass(frozen=True, slots=True)
class Levels:
    """An axis with a list of values."""

    name: str
    values: Values

    def at(self, u: float) -> object:
        """Return the value at a share of the list, 0 to 1: every value has an equal part."""
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]

    def share(self, value: object) -> float:
        """Return where in the list a value stands, 0 to 1."""
        return self.values.index(value) / max(1, len(self.values) - 1)


@dataclass(frozen=True, slots=True)
class Range:
    """An axis from `low` to `high`, in the unit of the parameter; with `log`, even in its logarithm.

    One that is a parameter's `prior` leaves the number to a world that sets it.
    """

    name: str
    low: float
    high: float
    log: bool = False
    whole: bool = False
    prior: bool = False

    def at(self, u: float) -> object:
        """Return the value at a share of the range, 0 to 1."""
        if self.whole:
            return int(at_share(self.low, self.high, "whole", u))
        return at_share(self.low, self.high, "log" if self.log else "linear", u)

    def share(self, value: object) -> float:
        """Return where in the range a value lies, 0 to 1."""
        number = float(str(value))
        if self.log:
            return float(np.log(number / self.low) / np.log(self.high / self.low))
        return (number - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Column(Levels):
    """A parameter in the user's own list of points: one value for each of them, in their order."""


Axis = Levels | Range


def is_prior(axis: Axis) -> bool:
    """Tell whether an axis is a parameter's prior, which gives way to a world that sets the parameter."""
    return isinstance(axis, Range) and axis.prior


Kind = Literal[
    "factorial", "one_at_a_time", "points", "latin_hypercube", "sobol_sequence", "saltelli", "morris", "shapley"
]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a study's points are chosen.

    Attributes:
        kind: the design.
        points: how many; base samples for Saltelli, trajectories for Morris, orders for Shapley.
        levels: the levels of Morris' grid.
        seed: of the design alone; the draws of the model have another.
    """

    kind: Kind = "factorial"
    points: int = 0
    levels: int = 4
    seed: int = 0


def mechanisms(axes: Iterable[Axis]) -> tuple[str, ...]:
    """Return the mechanisms these axes switch, in order."""
    return tuple(axis.name.removeprefix(PREFIX) for axis in axes if axis.name.startswith(PREFIX))


# ── Designs ──────────────────────────────────────────────────────────────────────────────────────


def _factorial(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return all combinations of levels, the last axis fastest; one empty point without axes."""
    return list(product(*_levels(axes)))


def _one_at_a_time(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return the model as it is, then each axis alone at each of its levels, or at both ends of its range."""
    points: list[Values] = [(None,) * len(axes)]
    for at, axis in enumerate(axes):
        levels = axis.values if isinstance(axis, Levels) else (axis.low, axis.high)
        points.extend((*(None,) * at, level, *(None,) * (len(axes) - at - 1)) for level in levels)
    return points


def _points(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return the first points of the user's own list, in its order: a sample made elsewhere, a fit, an ensemble."""
    return list(zip(*_levels(axes), strict=True))[: sampling.points]


def _latin_hypercube(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return points of which every part of every range has one (McKay, Beckman & Conover 1979)."""
    from scipy.stats import qmc  # takes a second to load, which other ways to draw points need not wait for

    return _at_shares(axes, qmc.LatinHypercube(len(axes), rng=sampling.seed).random(sampling.points))


def _sobol_sequence(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return a scrambled Sobol' sequence, a power of two of points that fill the box evenly (Owen 1998)."""
    from scipy.stats import qmc  # takes a second to load, which other ways to draw points need not wait for

    return _at_shares(axes, qmc.Sobol(len(axes), rng=sampling.seed).random(sampling.points))


def _saltelli(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return Saltelli's sample for first-order and total Sobol' indices (Saltelli et al. 2010), by SALib.

    `sampling.points` x (axes + 2) points, in the order SALib's analysis expects.
    """
    return _at_shares(axes, _salib("sobol", axes, sampling, calc_second_order=False))


def _morris(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return trajectories, for screening many parameters at small cost (Morris 1991), by SALib.

    `sampling.points` x (axes + 1) points, in the order SALib's analysis expects.
    """
    return _at_shares(axes, _salib("morris", axes, sampling, num_levels=sampling.levels))


def _shapley(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return chains through the off-switches, for Shapley values by sampled orders (Castro, Gómez & Tejada 2009).

    `sampling.points` chains of axes + 1 points; every second order is the one before, reversed.
    A chain begins with the first level of every axis (all on) and moves one axis after the other to its last level
    (off): each axis changes once, and the order can be read from the points. An order and its reverse are a pair: what
    comes early in one comes late in the other, so that their mean varies less.
    """
    levels = _levels(axes)
    rng = np.random.default_rng(sampling.seed)
    points: list[Values] = []
    for _ in range(sampling.points // 2):
        order = [int(at) for at in rng.permutation(len(levels))]
        for way in (order, order[::-1]):
            here = [values[0] for values in levels]
            points.append(tuple(here))
            for at in way:
                here[at] = levels[at][-1]
                points.append(tuple(here))
    return points


def _levels(axes: Sequence[Axis]) -> list[Values]:
    return [axis.values for axis in axes if isinstance(axis, Levels)]


def _at_shares(axes: Sequence[Axis], shares: Iterable[Sequence[float]]) -> list[Values]:
    """Return the points at rows of shares, 0 to 1."""
    return [tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True)) for row in shares]


def _salib(name: str, axes: Sequence[Axis], sampling: Sampling, **options: Any) -> Any:
    """Return a sample of SALib from the unit cube, as rows of shares, or say how to get SALib."""
    sample = library(f"SALib.sample.{name}", name="SALib", extra="sensitivity").sample
    names = [f"x{at}" for at in range(len(axes))]
    cube = {"num_vars": len(axes), "names": names, "bounds": [[0.0, 1.0]] * len(axes)}
    return sample(cube, sampling.points, seed=sampling.seed, **options)


SAMPLERS: dict[Kind, Callable[[Sequence[Axis], Sampling], list[Values]]] = {
    "factorial": _factorial,
    "one_at_a_time": _one_at_a_time,
    "points": _points,
    "latin_hypercube": _latin_hypercube,
    "sobol_sequence": _sobol_sequence,
    "saltelli": _saltelli,
    "morris": _morris,
    "shapley": _shapley,
}

OF_LEVELS = ("factorial", "one_at_a_time")
"""Designs that visit levels."""
CHOSEN = (*OF_LEVELS, "points")
"""Designs whose points somebody chose: a share of them is a count, and estimates nothing. The others draw them."""


def count_samples(axes: Sequence[Axis], sampling: Sampling) -> int:
    """Return how many points a design visits, without making them."""
    if sampling.kind not in OF_LEVELS:
        a_base = {"saltelli": len(axes) + 2, "morris": len(axes) + 1, "shapley": len(axes) + 1}
        return sampling.points * a_base.get(sampling.kind, 1)
    counts = [len(axis.values) if isinstance(axis, Levels) else 2 for axis in axes]
    return math.prod(counts) if sampling.kind == "factorial" else 1 + sum(counts)
