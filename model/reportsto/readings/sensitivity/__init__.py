"""What a difference depends on: Sobol' indices and Morris effects of every parameter."""

from collections.abc import Callable

import pandas as pd

from reportsto.drawing import Figure
from reportsto.readings.reading import Answer, Reading, Tables
from reportsto.readings.sensitivity.figures.bars import draw_sensitivity_bars
from reportsto.readings.sensitivity.figures.scatter import draw_morris_scatter
from reportsto.readings.sensitivity.indices import Indices, indices, morris, sobol
from reportsto.readings.sensitivity.page import depends_on, drawings, section


def _reading(estimate: Indices, column: str, words: str, draw: Callable[..., Figure]) -> Reading:
    """Return one way of asking which parameters matter: by the indices of a column, with a figure a difference."""

    def ranked(tables: Tables) -> pd.DataFrame:
        found = tables["sensitivity"]
        return found if column in found else found.assign(**{column: float("nan")})

    return Reading(
        tables=lambda runs: {"sensitivity": indices(runs, estimate)},
        answer=lambda runs, tables: Answer(sentence=depends_on(ranked(tables), column)),
        sections=lambda runs, tables: [section(runs, ranked(tables), column, words)],
        figures=lambda runs, tables: drawings(runs, ranked(tables), column, draw),
    )


SOBOL = _reading(sobol, "total", "Total Sobol' index", draw_sensitivity_bars)
MORRIS = _reading(morris, "mu_star", "Mean size of the elementary effect", draw_morris_scatter)
