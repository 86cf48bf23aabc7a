"""A scrambled Sobol' sequence: points that fill the box evenly (Owen 1998)."""

from collections.abc import Sequence

from scipy.stats import qmc

from reportsto.studies.designs._axes import Axis, Plan, Values


def sobol_sequence(axes: Sequence[Axis], plan: Plan) -> list[Values]:
    """Return `plan.points` points, a power of two."""
    shares = qmc.Sobol(len(axes), rng=plan.seed).random(plan.points)
    return [tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True)) for row in shares]
