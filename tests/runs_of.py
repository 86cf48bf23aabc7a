"""Runs, tables and pages for the tests of readings, from a study and a table made by hand."""

from reportsto.readings.methods import readings_of
from reportsto.readings.page import markdown
from reportsto.readings.publish import page_of
from reportsto.readings.runs import Runs
from reportsto.studies.design import Design, design

SOURCE = {"notes": ["Something happened."], "command": "reportsto study run x.toml", "reportsto": "0"}


def runs_of(study, table, made: Design | None = None) -> Runs:
    """Return the runs of a study; without a design, that of its full form."""
    made = made or design(study)
    return Runs(made, table.assign(failure=table.get("failure", "")), SOURCE)


def tables_of(runs):
    """Return all tables of all readings of a study, by name."""
    return {name: table for reading in readings_of(runs.study) for name, table in reading.tables(runs).items()}


def page(runs):
    """Return the page of a study as data."""
    return page_of(runs, [(reading, reading.tables(runs)) for reading in readings_of(runs.study)])


def text(runs) -> str:
    """Return the page of a study as Markdown."""
    return markdown(page(runs))
