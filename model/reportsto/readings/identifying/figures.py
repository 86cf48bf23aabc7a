"""Which numbers of the model a firm could find out, by the way of asking."""

from textwrap import fill

import pandas as pd
from matplotlib.figure import Figure

from reportsto.drawing.panels import MissingInput, heading, mark_handle, marks, name_rows, page
from reportsto.drawing.style import FAINT, INK, NARROW, look
from reportsto.drawing.words import parameter_words

LOOKS = (("o", "#FFFFFF"), ("s", "#E69F00"), ("^", "#0072B2"), ("D", "#009E73"), ("v", "#CC79A7"))
"""Marker and colour of each way of asking, in their order."""
ROW = 6.4


@look()
def draw_recovery(table: pd.DataFrame, *, most: int = 15, width: float = NARROW) -> Figure:
    """Draw how far each number of the model contracts: 1 - posterior variance / prior variance.

    `table` has the columns `way`, `parameter` and `contraction`, at most five ways, in the order of the legend. The
    numbers that contract most in any way are drawn, at most `most`. Raises MissingInput where none is a number.
    """
    if table["contraction"].isna().all():
        raise MissingInput("figure 'recovery' needs at least one number in contraction")
    best = table.groupby("parameter", sort=False)["contraction"].max().sort_values(ascending=False, kind="stable")
    names, handles = list(best.index[:most]), []
    figure = page(width, ROW * len(names) + 36.0)
    panel = figure.subplots()
    for (way, rows), (marker, colour) in zip(table.groupby("way", sort=False), LOOKS, strict=False):
        found = rows.set_index("parameter")["contraction"].reindex(names)
        marks(panel, found.to_numpy(), range(len(names)), marker, size=4.0, face=colour, thick=0.6, gid=str(way))
        handles.append(mark_handle(str(way), marker, size=4.0, face=colour, thick=0.6))
    panel.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
    panel.grid(axis="x", color=FAINT, linewidth=0.4, zorder=0)
    panel.set_xlim(right=1.0)
    name_rows(panel, [fill(parameter_words(str(name)), 26) for name in names])
    panel.set_xlabel(fill("Part of the prior variance that goes; 1: found out, 0: nothing learned", int(width / 1.9)))
    heading(figure, "Which numbers could a firm find out?")
    figure.legend(handles=handles, loc="outside lower center", ncols=1)
    return figure
