"""Saltelli's sample for first-order and total Sobol' indices (Saltelli et al. 2010), by SALib."""

from collections.abc import Sequence

from reportsto.studies.designs._axes import Axis, Plan, Values
from reportsto.studies.designs._salib import points_of, problem, salib


def saltelli(axes: Sequence[Axis], plan: Plan) -> list[Values]:
    """Return `plan.points` x (axes + 2) points, in the order SALib's analysis expects."""
    sample = salib("sample.sobol").sample
    return points_of(axes, sample(problem(axes), plan.points, calc_second_order=False, seed=plan.seed))
