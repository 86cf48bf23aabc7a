"""The lines in a plane of two factors on which structures change places."""

from collections.abc import Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reportsto.drawing.factors import Factor, Ruler
from reportsto.drawing.panels import MissingInput, heading, require, spaced
from reportsto.drawing.style import INK, NARROW, SMALL, Look, inches, label, look, structure_looks
from reportsto.drawing.words import measure_words, sentence
from reportsto.readings.crossovers.figures.interval import paint_interval

ROW = 5.0
"""Height of a value of the held factor with one pair, in mm; half as much more for each other pair."""
NEEDS = ("a", "b", "at", "value", "low", "high", "better_above")


@look()
def draw_crossover_lines(
    table: pd.DataFrame,
    *,
    along: Factor,
    held: Factor,
    levels: Sequence[float],
    measure: str,
    title: str = "",
    width: float = NARROW,
) -> Figure:
    """Draw where each pair of structures changes places along one factor, for each value of another.

    Across: the factor on which they change places, over the values that were run. Up: the values of the other factor,
    in equal steps. A mark is a crossing, its bar the 95 % interval over replicates; an arrow says that the interval
    goes on beyond the values that were run. A filled mark says that the structure of that mark is the better one to
    the right, a hollow one that it is the better one to the left. Without a crossing at a value, words at the right say
    who is better all along; a pair that changes places nowhere is left out.

    `table` has one row for each value `at` of the held factor, pair `a` and `b`, and crossing: `value`, `low` and
    `high`, in the unit of the factor, NaN or infinite where there is none; `better_above` names the structure that is
    better above the crossing. `levels` are the values of `along` that were run. Raises MissingInput for a missing
    column, and where no pair changes places.
    """
    require(table, "crossover_lines", NEEDS)
    if table["value"].isna().all():
        raise MissingInput("figure 'crossover_lines' needs at least one crossing")
    table = table[table.groupby("a")["value"].transform(lambda values: values.notna().any()).astype(bool)]
    across, up, looks = Ruler(along, levels), Ruler(held, table["at"]), structure_looks(table["a"])
    high = ROW * len(up.levels) * (1.0 + len(looks)) / 2.0
    figure = Figure(figsize=(inches(width), inches(32.0 + high + 3.5 * len(_sides(table)))), layout=spaced())
    panel = figure.subplots()
    for at, (name, style) in enumerate(looks.items()):
        aside = 0.0 if len(looks) == 1 else 0.5 * (at / (len(looks) - 1) - 0.5)
        _paint_pair(panel, table[table["a"] == name], style, across, up, aside)
    _frame(panel, across, up, width, high)
    panel.set_xlabel(fill(f"{sentence(along.words)} at which they change places", int(width / 1.9)))
    panel.set_ylabel(fill(sentence(held.words), max(14, int(high / 1.5))))
    against = label(str(table["b"].iloc[0])).lower()
    heading(
        figure,
        fill(
            title or f"{sentence(measure_words(measure))}: where others change places with {against}", int(width / 1.8)
        ),
    )
    _legend(figure, looks, against, _sides(table))
    return figure


def _paint_pair(panel: Axes, rows: pd.DataFrame, style: Look, across: Ruler, up: Ruler, aside: float) -> None:
    for _, row in rows.iterrows():
        y = float(up.at(row["at"])) + aside
        better = str(row["better_above"])
        if np.isnan(row["value"]):
            words = f"{label(better).lower()} all along" if better else "equal all along"
            panel.text(
                0.99, y, words, transform=panel.get_yaxis_transform(), ha="right", va="center", fontsize=SMALL,
                color=style.colour if better == row["a"] else INK, parse_math=False, gid="all along",
            )  # fmt: skip
            continue
        paint_interval(panel, across, (row["low"], row["high"]), y, colour=style.colour, width=1.2)
        panel.plot(
            [float(across.at(row["value"]))],
            [y],
            marker=style.marker,
            markersize=5.0,
            markerfacecolor=style.colour if better == row["a"] else "white",
            markeredgecolor=style.colour,
            zorder=4,
            gid=f"crossing {row['a']}",
        )


def _frame(panel: Axes, across: Ruler, up: Ruler, width: float, high: float) -> None:
    across.mark(panel.xaxis, width - 24.0)
    panel.set_xlim(*across.edges[[0, -1]])
    up.mark(panel.yaxis, high, upright=True)
    panel.set_ylim(*up.edges[[0, -1]])
    panel.tick_params(axis="y", length=0)
    for edge in up.edges[1:-1]:
        panel.axhline(float(edge), color=INK, linewidth=0.3, zorder=1)
    panel.grid(visible=False, axis="y")


def _sides(table: pd.DataFrame) -> list[tuple[str, bool]]:
    """Return each structure that changes places, and whether it is then better to the right."""
    rows = table[table["value"].notna()]
    return sorted({(str(a), bool(a == better)) for a, better in zip(rows["a"], rows["better_above"], strict=True)})


def _legend(figure: Figure, looks: dict[str, Look], against: str, sides: Sequence[tuple[str, bool]]) -> None:
    handles = []
    for name, style in looks.items():
        for face, side in ((style.colour, "right"), ("white", "left")):
            if (name, side == "right") not in sides:
                continue
            handles.append(
                Line2D(
                    [],
                    [],
                    linestyle="",
                    marker=style.marker,
                    markersize=5.0,
                    markerfacecolor=face,
                    markeredgecolor=style.colour,
                    label=f"{style.label} better than {against} to the {side}",
                )
            )
    figure.legend(handles=handles, loc="outside lower center", ncols=1 if figure.get_figwidth() < 5 else 2)
