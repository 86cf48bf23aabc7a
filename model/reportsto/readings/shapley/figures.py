"""What each mechanism contributes to the difference of two structures, world by world."""

from textwrap import fill

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from reportsto.drawing.bars import HATCHED, PLAIN, Bar, not_drawn, numbered, paint_interval
from reportsto.drawing.panels import heading, name_rows, smallest_effect_band, world_panels
from reportsto.drawing.style import FONT, INK, NARROW, PALE, look
from reportsto.drawing.words import mechanism_words, number

RAISES, LOWERS = Bar("raises the difference", PLAIN), Bar("lowers it", HATCHED, "////")
ROW = 4.4
"""Height of the bar of a mechanism, in mm."""
MOST = 10


@look()
def draw_shapley_bars(table: pd.DataFrame, *, outcome: str, smallest_effect: float = 0.0) -> Figure:
    """Draw the Shapley value of each mechanism: what it contributes to a difference, averaged over orders.

    One panel a world, all on one scale. A solid bar to the right raises the difference, a hatched one to the left
    lowers it; thin lines are 95 % intervals. All bars of a panel, drawn or not, add up to the number beside the name
    of its world. Within the grey band about zero a mechanism hardly matters. What matters most in any world is on top.

    `table` has one row for each `world` and `mechanism` with its `value`, `low` and `high`, in the unit that the words
    `outcome` name. At most `MOST` mechanisms are drawn; a line says how many are not, and how little they do. Raises
    MissingInput where no value is a number.
    """
    rows = numbered(table, "shapley_bars", ["value"]).dropna(subset=["value"])
    reach = rows["value"].abs().groupby(rows["mechanism"]).max().sort_values(ascending=False, kind="stable")
    shown, left = [str(name) for name in reach.index[:MOST]], reach.iloc[MOST:]
    figure, panels = world_panels(rows["world"], width=NARROW, height=ROW * len(shown) + 9.0)
    for world, panel in panels.items():
        here = rows[rows["world"] == world]
        smallest_effect_band(panel.axvspan, smallest_effect)
        for _, row in here[here["mechanism"].isin(shown)].iterrows():
            at, bar = shown.index(str(row["mechanism"])), RAISES if row["value"] >= 0.0 else LOWERS
            bar.paint(panel, at, float(row["value"]), height=0.66, name=f"value {row['mechanism']}")
            paint_interval(panel, row["low"], row["high"], at)
        panel.axvline(0.0, color=INK, linewidth=0.8, zorder=4)
        whole = float(f"{here['value'].sum():.3g}")
        panel.set_title(f"{world}: {'+' if whole > 0.0 else ''}{number(whole)} in all")
        name_rows(panel, [fill(mechanism_words(name), 22) for name in shown])
    heading(figure, "Which mechanism makes the difference?")
    handles = [RAISES.handle, LOWERS.handle]
    if smallest_effect > 0.0:
        handles.append(Patch(facecolor=PALE, label=f"hardly matters: below {number(smallest_effect)}"))
    # What is drawn has no room below one of the panels.
    words = "\n".join([fill(outcome, int(NARROW / 1.7)), *not_drawn(left)])
    figure.legend(handles=handles, loc="outside lower center", ncols=2, title=words, title_fontsize=FONT)
    return figure
