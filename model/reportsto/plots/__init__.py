"""Figures: a table of runs goes in, a matplotlib figure comes out, the caption is the docstring of its function."""

from reportsto.plots._factors import Factor
from reportsto.plots._panels import MissingInput
from reportsto.plots._style import NARROW, WIDE, label, save, svg_bytes
from reportsto.plots.chart import draw_chart
from reportsto.plots.study import FIGURES, StudyFigure, study_figures
from reportsto.plots.winner_map import Race, draw_winner_map

__all__ = [
    "FIGURES",
    "NARROW",
    "WIDE",
    "Factor",
    "MissingInput",
    "Race",
    "StudyFigure",
    "draw_chart",
    "draw_winner_map",
    "label",
    "save",
    "study_figures",
    "svg_bytes",
]
