"""Where two structures change places over the axes of each map."""

from reportsto.readings.crossovers.drawings import drawings
from reportsto.readings.crossovers.lines import lines
from reportsto.readings.crossovers.page import section, turns
from reportsto.readings.reading import Answer, Reading

CROSSOVERS = Reading(
    tables=lambda runs: {"crossovers": lines(runs)},
    answer=lambda runs, tables: Answer(turns=tuple(turns(runs, tables["crossovers"]))),
    sections=lambda runs, tables: section(runs, tables["crossovers"]),
    figures=lambda runs, tables: drawings(runs, tables["crossovers"]),
)
"""The value of one parameter at which two structures change places, for each level of another."""
