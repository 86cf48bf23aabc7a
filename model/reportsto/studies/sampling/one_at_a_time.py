"""One factor at a time, around the model as it is."""

from collections.abc import Sequence

from reportsto.studies.sampling._axes import Axis, Levels, Sampling, Values


def one_at_a_time(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return the base, then each axis alone at each of its levels, or at both ends of its range."""
    points: list[Values] = [(None,) * len(axes)]
    for at, axis in enumerate(axes):
        levels = axis.values if isinstance(axis, Levels) else (axis.low, axis.high)
        points.extend((*(None,) * at, level, *(None,) * (len(axes) - at - 1)) for level in levels)
    return points
