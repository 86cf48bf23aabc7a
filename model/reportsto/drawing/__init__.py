"""Figures: a table of runs goes in, a matplotlib figure comes out, the caption is the docstring of its function."""

from matplotlib.figure import Figure

from reportsto.drawing.advocacy_and_reach import draw_advocacy_and_reach
from reportsto.drawing.ceo_load import draw_ceo_load
from reportsto.drawing.chart import draw_chart
from reportsto.drawing.crossover import draw_crossover
from reportsto.drawing.crossover_lines import draw_crossover_lines
from reportsto.drawing.factors import Factor
from reportsto.drawing.morris_scatter import draw_morris_scatter
from reportsto.drawing.panels import MissingInput
from reportsto.drawing.placement_map import draw_placement_map
from reportsto.drawing.report_flow import draw_report_flow, flow_of_runs
from reportsto.drawing.sensitivity_bars import draw_sensitivity_bars
from reportsto.drawing.shapley_bars import draw_shapley_bars
from reportsto.drawing.style import NARROW, WIDE, file_word, label, save, svg_bytes
from reportsto.drawing.tornado import draw_tornado
from reportsto.drawing.winner_map import Contour, Points, Race, draw_winner_map

__all__ = [
    "NARROW",
    "WIDE",
    "Contour",
    "Factor",
    "Figure",
    "MissingInput",
    "Points",
    "Race",
    "draw_advocacy_and_reach",
    "draw_ceo_load",
    "draw_chart",
    "draw_crossover",
    "draw_crossover_lines",
    "draw_morris_scatter",
    "draw_placement_map",
    "draw_report_flow",
    "draw_sensitivity_bars",
    "draw_shapley_bars",
    "draw_tornado",
    "draw_winner_map",
    "file_word",
    "flow_of_runs",
    "label",
    "save",
    "svg_bytes",
]
