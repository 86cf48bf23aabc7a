"""What a difference depends on: Sobol' indices and Morris effects of every parameter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from reportsto.drawing import Figure
from reportsto.readings.page import Section
from reportsto.readings.reading import Answer, Drawing, Reading, Tables
from reportsto.readings.runs import Runs
from reportsto.readings.sensitivity.figures.bars import draw_sensitivity_bars
from reportsto.readings.sensitivity.figures.scatter import draw_morris_scatter
from reportsto.readings.sensitivity.indices import Indices, indices, morris, sobol
from reportsto.readings.sensitivity.page import depends_on, drawings, section
from reportsto.studies.study import Study


@dataclass(frozen=True)
class Sensitivity(Reading):
    """One way of asking which parameters matter.

    Attributes:
        sampling: the kinds of points it reads
        estimate: the indices of one difference
        column: the index that ranks parameters
        words: what that index is called
        draw: the figure of one difference
    """

    sampling: Sequence[str]
    estimate: Indices
    column: str
    words: str
    draw: Callable[..., Figure]

    def reads(self, study: Study) -> bool:
        """Read studies of at least two parameters whose points are made for these indices."""
        return study.sampling.kind in self.sampling and len(study.uncertainties) > 1

    def tables(self, runs: Runs) -> Tables:
        """Return a row for each difference and parameter."""
        return {"sensitivity": indices(runs, self.estimate)}

    def answer(self, runs: Runs, tables: Tables) -> Answer:
        """Return the parameters that the first difference depends on most."""
        return Answer(sentence=depends_on(self._ranked(tables), self.column))

    def sections(self, runs: Runs, tables: Tables) -> list[Section]:
        """Return the largest indices of each primary measure."""
        return [section(runs, self._ranked(tables), self.column, self.words)]

    def figures(self, runs: Runs, tables: Tables) -> Iterable[Drawing]:
        """Return a figure for each difference of a primary measure."""
        return drawings(runs, self._ranked(tables), self.column, self.draw)

    def _ranked(self, tables: Tables) -> pd.DataFrame:
        found = tables["sensitivity"]
        return found if self.column in found else found.assign(**{self.column: float("nan")})


SOBOL = Sensitivity(("saltelli",), sobol, "total", "Total Sobol' index", draw_sensitivity_bars)
MORRIS = Sensitivity(("morris",), morris, "mu_star", "Mean size of the elementary effect", draw_morris_scatter)
