"""Figures: a table of runs goes in, a matplotlib figure comes out, the caption is the docstring of its function."""

from matplotlib.figure import Figure

from reportsto.drawing.advocacy import draw_advocacy_and_reach
from reportsto.drawing.chart import draw_chart
from reportsto.drawing.factors import Factor
from reportsto.drawing.panels import MissingInput
from reportsto.drawing.report_flow import draw_report_flow, flow_of_runs
from reportsto.drawing.style import NARROW, WIDE, figure_bytes, file_word, label, pdf_bytes, svg_bytes

__all__ = [
    "NARROW",
    "WIDE",
    "Factor",
    "Figure",
    "MissingInput",
    "draw_advocacy_and_reach",
    "draw_chart",
    "draw_report_flow",
    "figure_bytes",
    "file_word",
    "flow_of_runs",
    "label",
    "pdf_bytes",
    "svg_bytes",
]
