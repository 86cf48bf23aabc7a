"""Which parameters an outcome depends on: shares of its variance, or how far each moves it, and how unevenly."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportsto.arrays import Floats
from reportsto.drawing.bars import (
    HATCHED,
    PLAIN,
    Bar,
    not_drawn,
    numbered,
    paint_interval,
    parameter_rows,
    row_height,
)
from reportsto.drawing.labels import Spot, label_points
from reportsto.drawing.panels import heading, mark_handle, marks, name_rows, page
from reportsto.drawing.style import FAINT, INK, NARROW, SMALL, look
from reportsto.drawing.words import number, parameter_words

INDICES = {
    "total": (Bar("total: with all it does together with others", HATCHED, "////"), -0.2),
    "first": (Bar("first-order: on its own", PLAIN), 0.2),
}
"""Column of each index: its bar, and where the bar lies in the row."""
KINDS = {
    "even": ("much the same everywhere: sigma below half of mu*", "o", "#0072B2"),
    "uneven": ("not the same everywhere", "^", "#E69F00"),
    "turning": ("depends on others, or turns: sigma above mu*", "s", "#D55E00"),
}
"""Words, marker and colour by how sigma compares with mu*."""
NAMED = 12
"""Parameters with the largest mu* that have their names beside them, as far as there is room."""


@look()
def draw_sensitivity_bars(table: pd.DataFrame, *, outcome: str, most: int = 15, width: float = NARROW) -> Figure:
    """Draw the Sobol' indices of each parameter: the share of an outcome's variance that depends on it.

    The solid bar is the first-order index: the share that goes when the parameter is known. The hatched bar is the
    total index: the share that stays when all others are known, so with what the parameter does together with others;
    the gap between the two is interaction. Thin lines are 95 % intervals. Sorted by the total index. An estimate may
    fall a little below zero: then the parameter does nothing that these points can see.

    `table` has one row for each `parameter`, with `first` and `total`, shares of the variance, NaN where there are
    none; and `first_low`, `first_high`, `total_low` and `total_high`. `outcome` says in words what varies. At most
    `most` parameters are drawn; a line says how many are not. Raises MissingInput where no index has a value.
    """
    rows = numbered(table, "sensitivity_bars", list(INDICES))
    rows = rows.sort_values("total", ascending=False, kind="stable", na_position="last")
    shown, left = rows.iloc[:most], rows.iloc[most:]
    names = parameter_rows(shown["parameter"])
    figure = page(width, row_height(names) * len(shown) + 36.0)
    panel = figure.subplots()
    for at, (_, row) in enumerate(shown.iterrows()):
        _paint(panel, row, at)
    panel.axvline(0.0, color=INK, linewidth=0.8, zorder=4)
    name_rows(panel, names)
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


@look()
def draw_morris_scatter(table: pd.DataFrame, *, outcome: str) -> Figure:
    """Draw for each parameter the mean size of its effect, mu*, against how much the effect varies, sigma.

    Both are changes of the outcome for a move over the parameter's whole range, at points spread over the box. Far to
    the right: it matters. High up: its effect depends on where the other parameters stand, or it bends. On the dashed
    lines sigma is mu*, and half of it. Thin lines are 95 % intervals of mu*. This ranks parameters, to drop those near
    the corner; it shares out no variance.

    `table` has one row for each `parameter`, with `mu_star` and `sigma` in the unit of the outcome, NaN where there is
    none; and `mu_star_low` and `mu_star_high`. `outcome` names the outcome and its unit. Raises MissingInput where no
    parameter has both numbers.
    """
    known = numbered(table, "morris_scatter", ["mu_star", "sigma"]).dropna(subset=["mu_star", "sigma"])
    rows = known.sort_values("mu_star", ascending=False, kind="stable")
    across, up = rows["mu_star"].to_numpy(dtype=np.float64), rows["sigma"].to_numpy(dtype=np.float64)
    ends = np.column_stack([rows[name].fillna(rows["mu_star"]) for name in ("mu_star_low", "mu_star_high")])
    figure = page(NARROW, 82.0)
    panel = figure.subplots()
    most_x = 1.12 * max(float(np.nanmax(ends)), 1e-12)
    most_y = 1.15 * max(float(up.max()), float(across.max()) / 2, 1e-12)
    for slope in (1.0, 0.5):
        panel.plot([0, most_x], [0, slope * most_x], color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1)
    for (low, high), y in zip(ends, up, strict=True):
        panel.plot([low, high], [y, y], color=FAINT, linewidth=0.8, zorder=2, gid="interval")
    kinds, handles = np.where(up > across, "turning", np.where(up > across / 2, "uneven", "even")), []
    for kind, (words, marker, colour) in KINDS.items():
        here = kinds == kind
        marks(panel, across[here], up[here], marker, size=4.0, face=colour, thick=0.4, zorder=3, gid=kind)
        handles += [mark_handle(words, marker, size=4.0, face=colour, thick=0.4)] if here.any() else []
    if len(table) > len(rows):
        handles.append(mark_handle(f"{len(table) - len(rows)} without a result", ""))
    panel.set(xlim=(0.0, most_x), ylim=(0.0, most_y))
    panel.set_xlabel(fill(f"Mean size of the effect, mu*: {outcome}", int(NARROW / 1.6)))
    panel.set_ylabel("How much the effect varies, sigma")
    heading(figure, "Which parameters matter at all?")
    figure.legend(handles=handles, loc="outside lower center", ncols=1)
    _name_points(figure, panel, rows["parameter"].map(parameter_words), np.column_stack([across, up]), ends)
    return figure


def _name_points(figure: Figure, panel: Axes, names: "pd.Series[str]", points: Floats, ends: Floats) -> None:
    """Write the names of the largest: they keep off all points and intervals."""
    spots = [Spot(float(x), float(y), fill(name, 28)) for (x, y), name in zip(points, names, strict=True)]
    bars = [(x, spot.y) for (low, high), spot in zip(ends, spots, strict=True) for x in np.linspace(low, high, 9)]
    others = [(spot.x, spot.y) for spot in spots[NAMED:]]
    label_points(figure, panel, spots[:NAMED], radius=2.5, marks=bars, points=others)
