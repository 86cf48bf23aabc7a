"""A box of parameter points: in how much of it a structure is better, and where that turns round."""

from reportsto.readings.over_a_box.claims import RULE, cell, claims
from reportsto.readings.over_a_box.figures import drawings
from reportsto.readings.over_a_box.page import answer, orders, shares
from reportsto.readings.over_a_box.regions import regions, section, turns
from reportsto.readings.over_a_box.shares import certificates, differences
from reportsto.readings.page import Section
from reportsto.readings.power import power_section, power_table
from reportsto.readings.reading import Answer, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.sections import claims_sections


def _tables(runs: Runs) -> Tables:
    """Return shares of points, verdicts on predictions, power, and the difference at each point."""
    return {
        "certificates": certificates(runs), "claims": claims(runs), "planning": power_table(runs, runs.replicates),
        "differences": differences(runs),
    }  # fmt: skip


def _sections(runs: Runs, tables: Tables) -> list[Section]:
    """Return predictions, shares, the order that was asked for, and replicates."""
    return [
        *claims_sections(runs.study, tables["claims"], cell, RULE),
        *shares(runs, tables["certificates"]),
        *orders(runs),
        *power_section(tables["planning"]),
    ]


OVER_A_BOX = Reading(
    tables=_tables,
    answer=lambda runs, tables: answer(runs, tables["certificates"]),
    sections=_sections,
    large=("differences",),
)
"""The verdict at each point, then the share of points that have it."""

REGIONS = Reading(
    tables=lambda runs: {"flips": regions(runs)},
    answer=lambda runs, tables: Answer(turns=tuple(turns(runs, tables["flips"]))),
    sections=lambda runs, tables: [section(tables["flips"])],
)
"""Rules in words for the part of a box in which the other structure is better."""

CHIEF_LOAD = Reading(figures=lambda runs, tables: drawings(runs))
"""How full the chief executive's day is, by how many people report there, where runs differ in that."""
