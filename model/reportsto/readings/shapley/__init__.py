"""Which mechanism of the model makes the difference of two structures: Shapley values over orders of off-switches."""

from reportsto.readings.reading import Reading
from reportsto.readings.sections import claims_sections
from reportsto.readings.shapley.page import answer, drawings, section
from reportsto.readings.shapley.values import claims, values

SHAPLEY = Reading(
    tables=lambda runs: {"shapley": values(runs), "claims": claims(runs)},
    answer=lambda runs, tables: answer(runs, tables["shapley"]),
    sections=lambda runs, tables: [*claims_sections(runs.study, tables["claims"]), section(runs, tables["shapley"])],
    figures=lambda runs, tables: drawings(runs, tables["shapley"]),
)
"""What each mechanism contributes to a difference, averaged over what else is on."""
