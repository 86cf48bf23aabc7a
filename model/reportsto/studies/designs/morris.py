"""Morris' trajectories, for screening many parameters at small cost (Morris 1991), by SALib."""

from collections.abc import Sequence

from reportsto.studies.designs._axes import Axis, Plan, Values
from reportsto.studies.designs._salib import points_of, problem, salib


def morris(axes: Sequence[Axis], plan: Plan) -> list[Values]:
    """Return `plan.points` x (axes + 1) points, in the order SALib's analysis expects."""
    sample = salib("sample.morris").sample
    return points_of(axes, sample(problem(axes), plan.points, num_levels=plan.levels, seed=plan.seed))
