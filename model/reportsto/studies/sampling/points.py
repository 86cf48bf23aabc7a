"""The user's own list of points, from a file: a sample made elsewhere, a fit, an ensemble."""

from collections.abc import Sequence

from reportsto.studies.sampling._axes import Axis, Column, Sampling, Values


def points(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return the first `sampling.points` points of the list, in its order."""
    columns = [axis.values for axis in axes if isinstance(axis, Column)]
    return list(zip(*columns, strict=True))[: sampling.points]
