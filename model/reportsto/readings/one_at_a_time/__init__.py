"""One assumption at a time: every parameter at both ends of its range, all others at their defaults."""

from reportsto.readings.one_at_a_time.ends import ends
from reportsto.readings.one_at_a_time.page import answer, drawings, section
from reportsto.readings.reading import Reading

ONE_AT_A_TIME = Reading(
    tables=lambda runs: {"tornado": ends(runs)},
    answer=lambda runs, tables: answer(runs, tables["tornado"]),
    sections=lambda runs, tables: [section(tables["tornado"])],
    figures=lambda runs, tables: drawings(tables["tornado"]),
)
"""How far each assumption alone moves a difference, and which of them turn it round."""
