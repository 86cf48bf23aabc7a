"""Saltelli's sample for first-order and total Sobol' indices (Saltelli et al. 2010), by SALib."""

from collections.abc import Sequence

from reportsto.studies.sampling._axes import Axis, Sampling, Values
from reportsto.studies.sampling._salib import points_of, problem, salib


def saltelli(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return `sampling.points` x (axes + 2) points, in the order SALib's analysis expects."""
    sample = salib("sample.sobol").sample
    return points_of(axes, sample(problem(axes), sampling.points, calc_second_order=False, seed=sampling.seed))
