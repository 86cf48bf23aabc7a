"""What each mechanism contributes to the difference of two structures, world by world."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from reportsto.drawing.bars import HATCHED, PLAIN, Bar, complete, name_rows, not_drawn, paint_interval
from reportsto.drawing.panels import heading, world_panels
from reportsto.drawing.style import FONT, INK, NARROW, PALE, look
from reportsto.drawing.words import number

COLUMNS = ("world", "mechanism", "value")
RAISES, LOWERS = Bar("raises the difference", PLAIN), Bar("lowers it", HATCHED, "////")
ROW = 3.5
"""Height of the bar of a mechanism, in mm."""


@look()
def draw_shapley_bars(
    table: pd.DataFrame, *, outcome: str, smallest_effect: float = 0.0, most: int = 10, width: float = NARROW
) -> Figure:
    """Draw the Shapley value of each mechanism: what it contributes to a difference, averaged over orders.

    One panel a world, all on one scale. A solid bar to the right raises the difference, a hatched one to the left
    lowers it; thin lines are 95 % intervals. All bars of a panel, drawn or not, add up to the number beside the name
    of its world. Within the grey band about zero a mechanism hardly matters. What matters most in any world is on top.

    `table` has one row for each `world` and `mechanism` with its `value` and, where known, `low` and `high`, in the
    unit that the words `outcome` name. At most `most` mechanisms are drawn; a line says how many are not, and how
    little they do. Raises MissingInput for a column that is missing, and where no value is a number.
    """
    rows = complete(table, "shapley_bars", COLUMNS, ["value"], ("low", "high")).dropna(subset=["value"])
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
        name_rows(panel, [name.replace("_", " ") for name in shown])
    heading(figure, "Which mechanism makes the difference?")
    handles = [RAISES.handle, LOWERS.handle]
    if smallest_effect > 0.0:
        handles.append(Patch(facecolor=PALE, label=f"hardly matters: below {number(smallest_effect)}"))
    # What is drawn has no room below one of the panels.
    words = "\n".join([fill(outcome, int(width / 1.7)), *not_drawn(left)])
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2 if width <= NARROW else 3, title=words, title_fontsize=FONT
    )
    return figure


def _paint(panel: Axes, row: "pd.Series[float]", at: int) -> None:
    bar = RAISES if row["value"] >= 0.0 else LOWERS
    bar.paint(panel, at, float(row["value"]), height=0.66, name=f"value {row['mechanism']}")
    paint_interval(panel, row["low"], row["high"], at)


def _signed(value: float) -> str:
    rounded = float(f"{value:.3g}")
    return f"{'+' if rounded > 0.0 else ''}{number(rounded)} in all"
