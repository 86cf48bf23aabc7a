"""Which parameters an outcome depends on: shares of its variance."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportsto.drawing.bars import HATCHED, PLAIN, Bar, complete, name_rows, not_drawn, paint_interval
from reportsto.drawing.panels import heading, spaced
from reportsto.drawing.style import INK, NARROW, SMALL, inches, look
from reportsto.drawing.words import number, parameter_words

INDICES = {
    "total": (Bar("total: with all it does together with others", HATCHED, "////"), -0.2),
    "first": (Bar("first-order: on its own", PLAIN), 0.2),
}
"""Column of each index: its bar, and where the bar lies in the row."""
ROW = 6.4
"""Height of the two bars of a parameter, in mm."""


@look()
def draw_sensitivity_bars(table: pd.DataFrame, *, outcome: str, most: int = 15, width: float = NARROW) -> Figure:
    """Draw the Sobol' indices of each parameter: the share of an outcome's variance that depends on it.

    The solid bar is the first-order index: the share that goes when the parameter is known. The hatched bar is the
    total index: the share that stays when all others are known, so with what the parameter does together with others;
    the gap between the two is interaction. Thin lines are 95 % intervals. Sorted by the total index. An estimate may
    fall a little below zero: then the parameter does nothing that these points can see.

    `table` has one row for each `parameter`, with `first` and `total`, shares of the variance, NaN where there are
    none; and, where known, `first_low`, `first_high`, `total_low` and `total_high`. `outcome` says in words what
    varies. At most `most` parameters are drawn; a line says how many are not. Raises MissingInput for a column that is
    missing, and where no index has a value.
    """
    ends = [f"{index}_{end}" for index in INDICES for end in ("low", "high")]
    rows = complete(table, "sensitivity_bars", ("parameter", *INDICES), list(INDICES), ends)
    rows = rows.sort_values("total", ascending=False, kind="stable", na_position="last")
    shown, left = rows.iloc[:most], rows.iloc[most:]
    figure = Figure(figsize=(inches(width), inches(ROW * len(shown) + 36.0)), layout=spaced())
    panel = figure.subplots()
    for at, (_, row) in enumerate(shown.iterrows()):
        _paint(panel, row, at)
    panel.axvline(0.0, color=INK, linewidth=0.8, zorder=4)
    name_rows(panel, [fill(parameter_words(str(name)), 26) for name in shown["parameter"]])
    together = f"all first-order indices together: {number(round(float(rows['first'].sum()), 2))}"
    words = fill(f"Share of the variance of {outcome}", int(width / 2.4))
    panel.set_xlabel("\n".join([words, together, *not_drawn(left["total"], "total ")]))
    heading(figure, "What does the answer depend on?")
    handles = [bar.handle for bar, _ in INDICES.values()]
    figure.legend(handles=handles, loc="outside lower center", ncols=1 if width <= NARROW else 2)
    return figure


def _paint(panel: Axes, row: "pd.Series[float]", at: int) -> None:
    if np.isnan([row["first"], row["total"]]).all():
        panel.annotate("no result", (0.0, at), xytext=(4, 0), textcoords="offset points", va="center", fontsize=SMALL)
    for column, (bar, aside) in INDICES.items():
        if not np.isnan(row[column]):
            bar.paint(panel, at + aside, float(row[column]), height=0.36, name=f"{column} {row['parameter']}")
            paint_interval(panel, row[f"{column}_low"], row[f"{column}_high"], at + aside)
