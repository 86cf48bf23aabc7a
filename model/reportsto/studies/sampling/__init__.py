"""Which parameter points a study visits: one file a design, each over `Axis`, each the same on every machine."""

from collections.abc import Callable, Sequence

from reportsto.studies.sampling._axes import Axis, Levels, Range, Sampling, Values
from reportsto.studies.sampling.factorial import factorial
from reportsto.studies.sampling.latin_hypercube import latin_hypercube
from reportsto.studies.sampling.morris import morris
from reportsto.studies.sampling.one_at_a_time import one_at_a_time
from reportsto.studies.sampling.saltelli import saltelli
from reportsto.studies.sampling.shapley import shapley
from reportsto.studies.sampling.sobol_sequence import sobol_sequence

Sampler = Callable[[Sequence[Axis], Sampling], list[Values]]

SAMPLERS: dict[str, Sampler] = {
    "factorial": factorial,
    "one_at_a_time": one_at_a_time,
    "latin_hypercube": latin_hypercube,
    "sobol_sequence": sobol_sequence,
    "saltelli": saltelli,
    "morris": morris,
    "shapley": shapley,
}

OF_LEVELS = ("factorial", "one_at_a_time")
"""Designs that visit levels; the others draw `points` of them from ranges."""

__all__ = ["OF_LEVELS", "SAMPLERS", "Axis", "Levels", "Range", "Sampling", "Values"]
