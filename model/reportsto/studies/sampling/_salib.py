"""What both designs of SALib share: shares of the unit cube, turned into values by the axes."""

from collections.abc import Iterable, Sequence
from typing import Any

from reportsto.statistics.extras import library
from reportsto.studies.sampling._axes import Axis, Values


def salib(part: str) -> Any:
    """Return a module of SALib, or say how to get it."""
    return library(f"SALib.{part}", name="SALib", extra="sensitivity")


def problem(axes: Sequence[Axis]) -> dict[str, object]:
    """Return the unit cube as SALib describes it."""
    return {"num_vars": len(axes), "names": [f"x{at}" for at in range(len(axes))], "bounds": [[0.0, 1.0]] * len(axes)}


def points_of(axes: Sequence[Axis], shares: Iterable[Sequence[float]]) -> list[Values]:
    """Return the points at rows of shares."""
    return [tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True)) for row in shares]
