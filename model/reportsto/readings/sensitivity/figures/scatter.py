"""A first look at many parameters: how far each moves an outcome, and how unevenly."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from reportsto.arrays import Floats
from reportsto.drawing.bars import complete
from reportsto.drawing.labels import Spot, label_points
from reportsto.drawing.panels import heading, spaced
from reportsto.drawing.style import FAINT, INK, NARROW, inches, look
from reportsto.drawing.words import parameter_words

NUMBERS = ["mu_star", "sigma"]
KINDS = {
    "even": ("much the same everywhere: sigma below half of mu*", "o", "#0072B2"),
    "uneven": ("not the same everywhere", "^", "#E69F00"),
    "turning": ("depends on others, or turns: sigma above mu*", "s", "#D55E00"),
}
"""Words, marker and colour by how sigma compares with mu*."""


@look()
def draw_morris_scatter(table: pd.DataFrame, *, outcome: str, most: int = 12, width: float = NARROW) -> Figure:
    """Draw for each parameter the mean size of its effect, mu*, against how much the effect varies, sigma.

    Both are changes of the outcome for a move over the parameter's whole range, at points spread over the box. Far to
    the right: it matters. High up: its effect depends on where the other parameters stand, or it bends. On the dashed
    lines sigma is mu*, and half of it. Thin lines are 95 % intervals of mu*. This ranks parameters, to drop those near
    the corner; it shares out no variance.

    `table` has one row for each `parameter`, with `mu_star` and `sigma` in the unit of the outcome, NaN where there is
    none; and, where known, `mu_star_low` and `mu_star_high`. `outcome` names the outcome and its unit. The
    `most` parameters with the largest mu* have their names beside them, as far as there is room. Raises MissingInput
    for a column that is missing, and where no parameter has both numbers.
    """
    known = complete(table, "morris_scatter", ("parameter", *NUMBERS), NUMBERS, ("mu_star_low", "mu_star_high"))
    rows = known.dropna(subset=NUMBERS).sort_values("mu_star", ascending=False, kind="stable")
    across, up = rows["mu_star"].to_numpy(dtype=np.float64), rows["sigma"].to_numpy(dtype=np.float64)
    ends = np.column_stack([rows[name].fillna(rows["mu_star"]) for name in ("mu_star_low", "mu_star_high")])
    figure = Figure(figsize=(inches(width), inches(82.0 if width <= NARROW else 96.0)), layout=spaced())
    panel = figure.subplots()
    most_x, most_y = (
        1.12 * max(float(np.nanmax(ends)), 1e-12),
        1.15 * max(float(up.max()), float(across.max()) / 2, 1e-12),
    )
    for slope in (1.0, 0.5):
        panel.plot([0, most_x], [0, slope * most_x], color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1)
    for (low, high), y in zip(ends, up, strict=True):
        panel.plot([low, high], [y, y], color=FAINT, linewidth=0.8, zorder=2, gid="interval")
    kinds = np.where(up > across, "turning", np.where(up > across / 2, "uneven", "even"))
    _paint_points(panel, across, up, kinds)
    panel.set(xlim=(0.0, most_x), ylim=(0.0, most_y))
    panel.set_xlabel(fill(f"Mean size of the effect, mu*: {outcome}", int(width / 1.6)))
    panel.set_ylabel("How much the effect varies, sigma")
    heading(figure, "Which parameters matter at all?")
    missing = len(table) - len(rows)
    figure.legend(handles=_handles(kinds, missing), loc="outside lower center", ncols=1 if width <= NARROW else 2)
    _name_points(figure, panel, rows["parameter"].map(parameter_words), np.column_stack([across, up]), ends, most)
    return figure


def _paint_points(panel: Axes, across: Floats, up: Floats, kinds: NDArray[np.str_]) -> None:
    for kind, (_, marker, colour) in KINDS.items():
        here = kinds == kind
        panel.plot(
            across[here],
            up[here],
            linestyle="",
            marker=marker,
            color=colour,
            markeredgecolor=INK,
            markeredgewidth=0.4,
            zorder=3,
            gid=kind,
        )


def _name_points(figure: Figure, panel: Axes, names: "pd.Series[str]", points: Floats, ends: Floats, most: int) -> None:
    """Write the names of the largest: they keep off all points and intervals."""
    spots = [Spot(float(x), float(y), fill(name, 28)) for (x, y), name in zip(points, names, strict=True)]
    bars = [
        (float(x), float(y))
        for (low, high), (_, y) in zip(ends, points, strict=True)
        for x in np.linspace(low, high, 9)
    ]
    others = [(spot.x, spot.y) for spot in spots[most:]]
    label_points(figure, panel, spots[:most], radius=2.5, boxed=True, marks=bars, points=others)


def _handles(kinds: NDArray[np.str_], missing: int) -> list[Line2D]:
    handles = [
        Line2D([], [], linestyle="", marker=marker, color=colour, markeredgecolor=INK, markeredgewidth=0.4, label=words)
        for kind, (words, marker, colour) in KINDS.items()
        if (kinds == kind).any()
    ]
    if missing:
        handles.append(Line2D([], [], linestyle="", label=f"{missing} without a result"))
    return handles
