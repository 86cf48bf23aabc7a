"""A box of parameter points: in how much of it a structure is better, and where that turns round."""

from collections.abc import Iterable

from reportsto.readings.claims_section import claims_sections
from reportsto.readings.over_a_box.claims import RULE, cell, claims
from reportsto.readings.over_a_box.figures import drawings
from reportsto.readings.over_a_box.page import answer, orders, shares
from reportsto.readings.over_a_box.regions import regions, section, turns
from reportsto.readings.over_a_box.shares import certificates, differences
from reportsto.readings.page import Section
from reportsto.readings.power import power_section, power_table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.studies.study import Study

SWITCHES = ("shapley",)
"""Kinds of points that are orders of off-switches, and no box of numbers."""
ALONE = ("one_at_a_time",)
"""Kinds of points of which no two share a region."""


class OverABox(Reading):
    """The verdict at each point, then the share of points that have it."""

    large = ("differences",)

    def reads(self, study: Study) -> bool:
        """Read studies with a box of uncertainties."""
        return bool(study.uncertainties) and study.sampling.kind not in SWITCHES

    def tables(self, runs: Runs) -> Tables:
        """Return shares of points, verdicts on predictions, power, and the difference at each point."""
        return {
            "certificates": certificates(runs), "claims": claims(runs), "planning": power_table(runs, runs.replicates),
            "differences": differences(runs),
        }  # fmt: skip

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return who is better at how many points, in each world."""
        return answer(runs, tables["certificates"])

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return predictions, shares, the order that was asked for, and replicates."""
        return [
            *claims_sections(runs.study, tables["claims"], cell, RULE),
            *shares(runs, tables["certificates"]),
            *orders(runs),
            *power_section(tables["planning"]),
        ]


class Regions(Reading):
    """Rules in words for the part of a box in which the other structure is better."""

    def reads(self, study: Study) -> bool:
        """Read boxes whose points may share a region."""
        return bool(study.uncertainties) and study.sampling.kind not in (*SWITCHES, *ALONE)

    def tables(self, runs: Runs) -> Tables:
        """Return the rules."""
        return {"flips": regions(runs)}

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return the rules of the first measure that hold most."""
        return Answer(turns=tuple(turns(runs, tables["flips"])))

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return the rules that cover most."""
        return [section(tables["flips"])]


class ChiefLoad(Reading):
    """How full the chief executive's day is, by how many people report there."""

    def reads(self, study: Study) -> bool:
        """Read boxes in which people or heads vary."""
        return bool(study.uncertainties) and study.sampling.kind not in SWITCHES

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return the figure where runs differ in direct reports."""
        return drawings(runs)
