"""What each mechanism contributes to the difference of two structures, world by world."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from reportsto.drawing.panels import MissingInput, heading, world_panels
from reportsto.drawing.style import FONT, INK, NARROW, PALE, look
from reportsto.drawing.words import number

COLUMNS = ("world", "mechanism", "value")
SIGNS = {
    "raises": ("raises the difference", "#0072B2", ""),
    "lowers": ("lowers it", "#FFFFFF", "////"),
}
"""Words, colour and hatching of a bar, by its side."""
ROW = 3.5
"""Height of the bar of a mechanism, in mm."""


@look()
def draw_shapley_bars(
    table: pd.DataFrame,
    *,
    outcome: str,
    smallest_effect: float = 0.0,
    most: int = 10,
    title: str = "",
    width: float = NARROW,
) -> Figure:
    """Draw the Shapley value of each mechanism: what it contributes to a difference, averaged over orders.

    One panel a world, all on one scale. A solid bar to the right raises the difference, a hatched one to the left
    lowers it; thin lines are 95 % intervals. All bars of a panel, drawn or not, add up to the number beside the name
    of its world. Within the grey band about zero a mechanism hardly matters. What matters most in any world is on top.

    `table` has one row for each `world` and `mechanism` with its `value` and, where known, `low` and `high`, in the
    unit that the words `outcome` name. At most `most` mechanisms are drawn; a line says how many are not, and how
    little they do. Raises MissingInput for a column that is missing, and where no value is a number.
    """
    rows = _checked(table)
    reach = rows["value"].abs().groupby(rows["mechanism"]).max().sort_values(ascending=False, kind="stable")
    shown, left = [str(name) for name in reach.index[:most]], reach.iloc[most:]
    figure, panels = world_panels(rows["world"], width=width, height=ROW * len(shown) + 9.0)
    for world, panel in panels.items():
        here = rows[rows["world"] == world]
        if smallest_effect > 0.0:
            panel.axvspan(-smallest_effect, smallest_effect, color=PALE, linewidth=0, zorder=0, gid="smallest effect")
        for _, row in here[here["mechanism"].isin(shown)].iterrows():
            _paint(panel, row, shown.index(str(row["mechanism"])))
        panel.axvline(0.0, color=INK, linewidth=0.8, zorder=4)
        panel.set_title(f"{world}: {_signed(float(here['value'].sum()))}")
        panel.set_yticks(range(len(shown)), [name.replace("_", " ") for name in shown])
        panel.set_ylim(len(shown) - 0.4, -0.6)
        panel.tick_params(axis="y", length=0)
        panel.grid(visible=False, axis="y")
    heading(figure, fill(title or "Which mechanism makes the difference?", int(width / 1.7)))
    _legend(figure, "\n".join([fill(outcome, int(width / 1.7)), *_others(left)]), smallest_effect, width)
    return figure


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    for name in COLUMNS:
        if name not in table.columns:
            raise MissingInput(f"figure 'shapley_bars' needs the column {name!r}; the table has no such column")
    rows = table.dropna(subset=["value"]).reset_index(drop=True)
    if rows.empty:
        raise MissingInput("figure 'shapley_bars' needs at least one mechanism with a value")
    for name in ("low", "high"):
        rows[name] = rows[name] if name in rows.columns else np.nan
    return rows


def _paint(panel: Axes, row: "pd.Series[float]", at: int) -> None:
    value, ends = float(row["value"]), [float(row["low"]), float(row["high"])]
    _, colour, hatch = SIGNS["raises" if value >= 0.0 else "lowers"]
    panel.barh(
        at,
        value,
        height=0.66,
        color=colour,
        hatch=hatch,
        edgecolor=INK,
        linewidth=0.5,
        zorder=2,
        gid=f"value {row['mechanism']}",
    )
    if not np.isnan(ends).any():
        panel.plot(ends, [at, at], color=INK, linewidth=0.8, marker="|", markersize=2.5, zorder=3, gid="interval")


def _signed(value: float) -> str:
    rounded = float(f"{value:.3g}")
    return f"{'+' if rounded > 0.0 else ''}{number(rounded)} in all"


def _others(left: "pd.Series[float]") -> list[str]:
    """Say of the mechanisms that are not drawn how many they are, and the most that one of them does."""
    return [f"{len(left)} more not drawn: at most {number(float(f'{left.max():.2g}'))}"] if len(left) else []


def _legend(figure: Figure, words: str, smallest_effect: float, width: float) -> None:
    """Say under the panels what is drawn, which has no room below one of them, and what the bars are."""
    handles = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.5, label=said)
        for said, colour, hatch in SIGNS.values()
    ]
    if smallest_effect > 0.0:
        handles.append(Patch(facecolor=PALE, label=f"hardly matters: below {number(smallest_effect)}"))
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=2 if width <= NARROW else 3,
        title=words,
        title_fontsize=FONT,
    )
