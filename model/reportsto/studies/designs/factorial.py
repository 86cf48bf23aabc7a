"""Every combination of levels."""

from collections.abc import Sequence
from itertools import product

from reportsto.studies.designs._axes import Axis, Levels, Plan, Values


def factorial(axes: Sequence[Axis], plan: Plan) -> list[Values]:
    """Return all combinations, the last axis fastest; one empty point without axes."""
    return list(product(*(axis.values for axis in axes if isinstance(axis, Levels))))
