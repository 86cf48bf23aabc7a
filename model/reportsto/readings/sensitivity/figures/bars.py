"""Which parameters an outcome depends on: shares of its variance."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from reportsto.drawing.panels import MissingInput, heading, spaced
from reportsto.drawing.style import INK, NARROW, SMALL, inches, look
from reportsto.drawing.words import number, parameter_words

INDICES = {
    "total": ("total: with all it does together with others", "#FFFFFF", "////", -0.2),
    "first": ("first-order: on its own", "#0072B2", "", 0.2),
}
"""Column of each index: words, colour, hatching, and where its bar lies in the row."""
ROW = 6.4
"""Height of the two bars of a parameter, in mm."""


@look()
def draw_sensitivity_bars(
    table: pd.DataFrame, *, outcome: str, most: int = 15, title: str = "", width: float = NARROW
) -> Figure:
    """Draw the Sobol' indices of each parameter: the share of an outcome's variance that depends on it.

    The solid bar is the first-order index: the share that goes when the parameter is known. The hatched bar is the
    total index: the share that stays when all others are known, so with what the parameter does together with others;
    the gap between the two is interaction. Thin lines are 95 % intervals. Sorted by the total index. An estimate may
    fall a little below zero: then the parameter does nothing that these points can see.

    `table` has one row for each `parameter`, with `first` and `total`, shares of the variance, NaN where there are
    none; and, where known, `first_low`, `first_high`, `total_low`, `total_high` and `label`. `outcome` says in words
    what varies. At most `most` parameters are drawn; a line says how many are not. Raises MissingInput for a column
    that is missing, and where no index has a value.
    """
    rows = _checked(table)
    shown, left = rows.iloc[:most], rows.iloc[most:]
    figure = Figure(figsize=(inches(width), inches(ROW * len(shown) + 36.0)), layout=spaced())
    panel = figure.subplots()
    for at, (_, row) in enumerate(shown.iterrows()):
        if np.isnan([row["first"], row["total"]]).all():
            panel.annotate(
                "no result", (0.0, at), xytext=(4, 0), textcoords="offset points", va="center", fontsize=SMALL
            )
        for column in INDICES:
            _paint_index(panel, row, column, at)
    panel.axvline(0.0, color=INK, linewidth=0.8, zorder=4)
    panel.set_yticks(range(len(shown)), [fill(str(words), 26) for words in shown["label"]])
    panel.set_ylim(len(shown) - 0.4, -0.6)
    panel.tick_params(axis="y", length=0)
    panel.grid(visible=False, axis="y")
    panel.set_xlabel("\n".join([fill(f"Share of the variance of {outcome}", int(width / 2.4)), *_sums(rows, left)]))
    heading(figure, fill(title or "What does the answer depend on?", int(width / 1.7)))
    figure.legend(
        handles=[
            Patch(facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.5, label=words)
            for words, colour, hatch, _ in INDICES.values()
        ],
        loc="outside lower center",
        ncols=1 if width <= NARROW else 2,
    )
    return figure


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows sorted by the total index, those without one last, with every column a bar may need."""
    for name in ("parameter", *INDICES):
        if name not in table.columns:
            raise MissingInput(f"figure 'sensitivity_bars' needs the column {name!r}; the table has no such column")
    if table[list(INDICES)].isna().all(axis=None):
        raise MissingInput("figure 'sensitivity_bars' needs at least one parameter with an index")
    rows = table.sort_values("total", ascending=False, kind="stable", na_position="last").reset_index(drop=True)
    for name in (f"{index}_{end}" for index in INDICES for end in ("low", "high")):
        rows[name] = rows[name] if name in rows.columns else np.nan
    rows["label"] = rows["label"] if "label" in rows.columns else rows["parameter"].map(parameter_words)
    return rows


def _paint_index(panel: Axes, row: "pd.Series[float]", column: str, at: int) -> None:
    _, colour, hatch, aside = INDICES[column]
    share, ends = float(row[column]), [float(row[f"{column}_{end}"]) for end in ("low", "high")]
    if np.isnan(share):
        return
    panel.barh(
        at + aside,
        share,
        height=0.36,
        color=colour,
        hatch=hatch,
        edgecolor=INK,
        linewidth=0.5,
        zorder=2,
        gid=f"{column} {row['parameter']}",
    )
    if not np.isnan(ends).any():
        panel.plot(
            ends, [at + aside] * 2, color=INK, linewidth=0.8, marker="|", markersize=3.0, zorder=3, gid="interval"
        )


def _sums(rows: pd.DataFrame, left: pd.DataFrame) -> list[str]:
    """Say what all first-order indices add up to, and what is not drawn."""
    lines = [f"all first-order indices together: {number(round(float(rows['first'].sum()), 2))}"]
    if len(left):
        most = float(left["total"].max())
        lines.append(f"{len(left)} more not drawn: " + ("no result" if np.isnan(most) else f"total at most {most:.2g}"))
    return lines
