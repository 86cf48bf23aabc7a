"""A study at one point: every structure, firm and world under one set of numbers."""

from reportsto.readings.at_one_point.figures import figures
from reportsto.readings.at_one_point.page import answer, sections
from reportsto.readings.at_one_point.tables import tables
from reportsto.readings.reading import Reading

AT_ONE_POINT = Reading(tables=tables, answer=answer, sections=sections, figures=figures)
"""Who is best in each place, by how much, and how the predictions fared."""
