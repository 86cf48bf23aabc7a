"""A Latin hypercube: every part of every range is visited once (McKay, Beckman & Conover 1979)."""

from collections.abc import Sequence

from reportsto.studies.sampling._axes import Axis, Sampling, Values


def latin_hypercube(axes: Sequence[Axis], sampling: Sampling) -> list[Values]:
    """Return `sampling.points` points."""
    from scipy.stats import qmc  # takes a second to load, which other ways to draw points need not wait for

    shares = qmc.LatinHypercube(len(axes), rng=sampling.seed).random(sampling.points)
    return [tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True)) for row in shares]
