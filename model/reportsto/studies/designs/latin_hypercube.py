"""A Latin hypercube: every part of every range is visited once (McKay, Beckman & Conover 1979)."""

from collections.abc import Sequence

from scipy.stats import qmc

from reportsto.studies.designs._axes import Axis, Plan, Values


def latin_hypercube(axes: Sequence[Axis], plan: Plan) -> list[Values]:
    """Return `plan.points` points."""
    shares = qmc.LatinHypercube(len(axes), rng=plan.seed).random(plan.points)
    return [tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True)) for row in shares]
