"""Every combination of levels."""

from collections.abc import Sequence
from itertools import product

from reportsto.studies.sampling._axes import Axis, Levels, Sampling, Values


def factorial(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return all combinations, the last axis fastest; one empty point without axes."""
    return list(product(*(axis.values for axis in axes if isinstance(axis, Levels))))
