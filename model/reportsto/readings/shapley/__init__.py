"""Which mechanism of the model makes the difference of two structures: Shapley values over orders of off-switches."""

from collections.abc import Iterable

from reportsto.readings.claims_section import claims_sections
from reportsto.readings.page import Section
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.shapley.page import answer, drawings, section
from reportsto.readings.shapley.values import claims, values
from reportsto.studies.study import Study


class Shapley(Reading):
    """What each mechanism contributes to a difference, averaged over what else is on."""

    def reads(self, study: Study) -> bool:
        """Read studies of off-switches."""
        return study.sampling.kind in ("shapley",)

    def tables(self, runs: Runs) -> Tables:
        """Return the values, and a verdict for each prediction and world."""
        return {"shapley": values(runs), "claims": claims(runs)}

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return which mechanisms bring most of the first difference in each world."""
        return answer(runs, tables["shapley"])

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return the predictions, then all values."""
        return [*claims_sections(runs.study, tables["claims"]), section(runs, tables["shapley"])]

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return the bars of each primary measure and pair."""
        return drawings(runs, tables["shapley"])
