"""Where two structures change places over the axes of each map."""

from collections.abc import Iterable

from reportsto.readings.crossovers.drawings import drawings
from reportsto.readings.crossovers.lines import lines
from reportsto.readings.crossovers.page import section, turns
from reportsto.readings.page import Section
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.studies.study import Study


class Crossovers(Reading):
    """The value of one parameter at which two structures change places, for each level of another."""

    def reads(self, study: Study) -> bool:
        """Read studies with maps."""
        return bool(study.maps)

    def tables(self, runs: Runs) -> Tables:
        """Return a row for each map, measure, place, pair, level and crossing."""
        return {"crossovers": lines(runs)}

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return what turns the answer: the crossings of the first map that matter."""
        return Answer(turns=tuple(turns(runs, tables["crossovers"])))

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return a sentence for each crossing at the usual level, then tables."""
        return section(runs, tables["crossovers"])

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return the lines of each map, then the difference along the first."""
        return drawings(runs, tables["crossovers"])
