"""Which parameter points a study visits: one file a design, each over `Axis`, each the same on every machine."""

from collections.abc import Callable, Sequence

from reportsto.studies.designs._axes import Axis, Levels, Plan, Range, Values
from reportsto.studies.designs.factorial import factorial
from reportsto.studies.designs.latin_hypercube import latin_hypercube
from reportsto.studies.designs.morris import morris
from reportsto.studies.designs.one_at_a_time import one_at_a_time
from reportsto.studies.designs.saltelli import saltelli
from reportsto.studies.designs.shapley import shapley
from reportsto.studies.designs.sobol_sequence import sobol_sequence

Design = Callable[[Sequence[Axis], Plan], list[Values]]

DESIGNS: dict[str, Design] = {
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

__all__ = ["DESIGNS", "OF_LEVELS", "Axis", "Levels", "Plan", "Range", "Values"]
