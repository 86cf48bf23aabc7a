"""Points of a box held against patterns: which could be a firm with these counts, and which structure leads there."""

from reportsto.readings.matching.held import held
from reportsto.readings.matching.page import answer, figures, sections
from reportsto.readings.matching.tables import tables
from reportsto.readings.reading import Reading

MATCHING = Reading(tables=lambda runs: tables(held(runs)), answer=answer, sections=sections, figures=figures)
"""What patterns exclude, and who leads among what they keep."""
