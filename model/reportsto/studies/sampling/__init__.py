"""Which parameter points a study visits: one file a design, each over `Axis`, each the same on every machine."""

from collections.abc import Callable, Sequence

from reportsto.studies.sampling._axes import Axis, Column, Kind, Levels, Range, Sampling, Values
from reportsto.studies.sampling.factorial import factorial
from reportsto.studies.sampling.latin_hypercube import latin_hypercube
from reportsto.studies.sampling.morris import morris
from reportsto.studies.sampling.one_at_a_time import one_at_a_time
from reportsto.studies.sampling.points import points
from reportsto.studies.sampling.saltelli import saltelli
from reportsto.studies.sampling.shapley import shapley
from reportsto.studies.sampling.sobol_sequence import sobol_sequence

Sampler = Callable[[Sequence[Axis], Sampling], list[Values]]

SAMPLERS: dict[Kind, Sampler] = {
    "factorial": factorial,
    "one_at_a_time": one_at_a_time,
    "points": points,
    "latin_hypercube": latin_hypercube,
    "sobol_sequence": sobol_sequence,
    "saltelli": saltelli,
    "morris": morris,
    "shapley": shapley,
}

OF_LEVELS = ("factorial", "one_at_a_time")
"""Designs that visit levels."""
CHOSEN = (*OF_LEVELS, "points")
"""Designs whose points somebody chose: a share of them is a count, and estimates nothing. The others draw them."""

__all__ = ["CHOSEN", "OF_LEVELS", "SAMPLERS", "Axis", "Column", "Kind", "Levels", "Range", "Sampling", "Values"]
