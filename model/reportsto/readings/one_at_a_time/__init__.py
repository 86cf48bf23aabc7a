"""One assumption at a time: every parameter at both ends of its range, all others at their defaults."""

from collections.abc import Iterable

from reportsto.readings.one_at_a_time.ends import ends
from reportsto.readings.one_at_a_time.page import answer, drawings, section
from reportsto.readings.page import Section
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.studies.study import Study


class OneAtATime(Reading):
    """How far each assumption alone moves a difference, and which of them turn it round."""

    def reads(self, study: Study) -> bool:
        """Read studies that move one parameter at a time."""
        return study.sampling.kind in ("one_at_a_time",)

    def tables(self, runs: Runs) -> Tables:
        """Return a row for each end of each parameter."""
        return {"tornado": ends(runs)}

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return how many parameters turn the first difference in each world."""
        return answer(runs, tables["tornado"])

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return what each end makes of each difference."""
        return [section(tables["tornado"])]

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return a tornado for each difference in each world."""
        return drawings(tables["tornado"])
