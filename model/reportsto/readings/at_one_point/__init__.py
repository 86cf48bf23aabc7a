"""A study at one point: every structure, firm and world under one set of numbers."""

from collections.abc import Iterable

from reportsto.readings.at_one_point.answer import answer
from reportsto.readings.at_one_point.best import ranking
from reportsto.readings.at_one_point.claims import claims
from reportsto.readings.at_one_point.family import family
from reportsto.readings.at_one_point.figures import figures
from reportsto.readings.at_one_point.sections import sections
from reportsto.readings.at_one_point.tables import contrasts, levers, prices, summary
from reportsto.readings.page import Section
from reportsto.readings.power import power_table
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.studies.study import Study


class AtOnePoint(Reading):
    """Who is best in each place, by how much, and how the predictions fared."""

    def reads(self, study: Study) -> bool:
        """Read studies without uncertainties."""
        return not study.uncertainties

    def tables(self, runs: Runs) -> Tables:
        """Return all tables of a study at one point."""
        return {
            "summary": summary(runs), "contrasts": contrasts(runs), "levers": levers(runs), "claims": claims(runs),
            "family": family(runs), "ranking": ranking(runs), "prices": prices(runs),
            "planning": power_table(runs, runs.design.replicates),
        }  # fmt: skip

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return a line for each world, and what would change it."""
        return answer(runs, tables)

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return places and measures, predictions, the family, replicates, the order of the structures, worlds."""
        return sections(runs, tables)

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return the figures of the first firm, and the outcomes of the others."""
        return figures(runs)
