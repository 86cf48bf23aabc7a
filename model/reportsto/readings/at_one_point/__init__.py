"""A study at one point: every structure, firm and world under one set of numbers."""

from reportsto.readings.at_one_point.answer import answer
from reportsto.readings.at_one_point.best import ranking
from reportsto.readings.at_one_point.claims import claims
from reportsto.readings.at_one_point.family import family
from reportsto.readings.at_one_point.figures import figures
from reportsto.readings.at_one_point.sections import sections
from reportsto.readings.at_one_point.tables import contrasts, levers, prices, summary
from reportsto.readings.power import power_table
from reportsto.readings.reading import Reading, Tables
from reportsto.readings.runs import Runs


def tables(runs: Runs) -> Tables:
    """Return all tables of a study at one point."""
    return {
        "summary": summary(runs), "contrasts": contrasts(runs), "levers": levers(runs), "claims": claims(runs),
        "family": family(runs), "ranking": ranking(runs), "prices": prices(runs),
        "planning": power_table(runs, runs.design.replicates),
    }  # fmt: skip


AT_ONE_POINT = Reading(tables=tables, answer=answer, sections=sections, figures=figures)
"""Who is best in each place, by how much, and how the predictions fared."""
