"""Figures: a table of runs goes in, a matplotlib figure comes out, the caption is the docstring of its function."""

from reportsto.plots._style import NARROW, WIDE, label, save, svg_bytes
from reportsto.plots.chart import draw_chart
from reportsto.plots.study import FIGURES, StudyFigure, study_figures

__all__ = ["FIGURES", "NARROW", "WIDE", "StudyFigure", "draw_chart", "label", "save", "study_figures", "svg_bytes"]
