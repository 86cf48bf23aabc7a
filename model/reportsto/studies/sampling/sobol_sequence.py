"""A scrambled Sobol' sequence: points that fill the box evenly (Owen 1998)."""

from collections.abc import Sequence

from reportsto.studies.sampling._axes import Axis, Sampling, Values


def sobol_sequence(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return `sampling.points` points, a power of two."""
    from scipy.stats import qmc  # takes a second to load, which other ways to draw points need not wait for

    shares = qmc.Sobol(len(axes), rng=sampling.seed).random(sampling.points)
    return [tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True)) for row in shares]
