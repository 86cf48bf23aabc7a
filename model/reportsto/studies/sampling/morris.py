"""Morris' trajectories, for screening many parameters at small cost (Morris 1991), by SALib."""

from collections.abc import Sequence

from reportsto.studies.sampling._axes import Axis, Sampling, Values
from reportsto.studies.sampling._salib import points_of, problem, salib


def morris(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return `sampling.points` x (axes + 1) points, in the order SALib's analysis expects."""
    sample = salib("sample.morris").sample
    return points_of(axes, sample(problem(axes), sampling.points, num_levels=sampling.levels, seed=sampling.seed))
