"""What one assumption at a time does to a contrast."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

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
from reportsto.drawing.chart import words_width
from reportsto.drawing.panels import heading, name_rows, page, smallest_effect_band
from reportsto.drawing.style import FAINT, INK, NARROW, PALE, SMALL, look
from reportsto.drawing.words import number

ENDS = {"low": (Bar("at the low end", HATCHED, "////"), -0.2), "high": (Bar("at the high end", PLAIN), 0.2)}
"""Each end: its bar, and where the bar lies in the row."""
MOST = 15


@look()
def draw_tornado(
    table: pd.DataFrame, *, base: float, contrast: str, smallest_effect: float = 0.0, where: str = ""
) -> Figure:
    """Draw how far a contrast moves when one parameter goes to its low or high end and all others stay.

    Bars run from the contrast at the default values, the thick line, to the contrast at the end: hatched for the low
    end, solid for the high one, the value of the parameter beside it. Thin lines are intervals. The parameter that
    moves the contrast most stands on top. Where a bar crosses zero, the two structures change places; within the grey
    band about zero they hardly differ. One factor at a time shows no interaction: read it with total indices.

    `table` has one row for each `parameter` and `end` ("low" or "high") with its `value`, and the `contrast` there with
    `low` and `high`, NaN where its runs failed. `base`, the contrast at the defaults, `smallest_effect` and `contrast`
    are in the unit that the words `contrast` name; `where` is a line under the title. At most `MOST` parameters are
    drawn; a line says how many are not, and how little they do. Raises MissingInput where no contrast is a number.
    """
    rows = numbered(table, "tornado", ["contrast"])
    reach = (rows["contrast"] - base).abs().groupby(rows["parameter"]).max()
    reach = reach.sort_values(ascending=False, kind="stable", na_position="last")
    shown, left = list(reach.index[:MOST]), reach.iloc[MOST:]
    names = parameter_rows(shown)
    figure = page(NARROW, row_height(names) * len(shown) + (32.0 if left.empty else 36.0))
    panel = figure.subplots()
    smallest_effect_band(panel.axvspan, smallest_effect)
    for _, row in rows[rows["parameter"].isin(shown)].iterrows():
        _paint(panel, row, shown.index(row["parameter"]), base)
    panel.axvline(0.0, color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1)
    panel.axvline(base, color=INK, linewidth=1.4, zorder=4, gid="base")
    _limits(panel, rows, base, smallest_effect, aside=_aside(rows, names))
    name_rows(panel, names)
    panel.set_xlabel("\n".join([fill(contrast, int(NARROW / 2.5)), *not_drawn(left)]))
    heading(figure, "\n".join(filter(None, ("Which assumption moves the answer most?", where))))
    handles: list[Patch | Line2D] = [bar.handle for bar, _ in ENDS.values()]
    handles.append(Line2D([], [], color=INK, linewidth=1.4, label=f"all at their defaults: {number(base)}"))
    if smallest_effect > 0.0:
        handles.append(Patch(facecolor=PALE, label=f"hardly differ: below {number(smallest_effect)}"))
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return figure


def _paint(panel: Axes, row: "pd.Series[float]", at: int, base: float) -> None:
    bar, aside = ENDS[str(row["end"])]
    reached, y, value = float(row["contrast"]), at + aside, number(float(row["value"]))
    if np.isnan(reached):
        _beside(panel, f"{row['end']} end, {value}: no result", base, y, right=True, room=4)
        return
    bar.paint(panel, y, reached, start=base, height=0.36, name=f"{row['end']} {row['parameter']}")
    paint_interval(panel, row["low"], row["high"], y)
    right = reached >= base
    tip = np.nanmax([reached, row["high"]]) if right else np.nanmin([reached, row["low"]])
    _beside(panel, value, float(tip), y, right=right)


def _beside(panel: Axes, words: str, x: float, y: float, *, right: bool, room: int = 3) -> None:
    """Write words to the right or the left of a place, so many points away."""
    panel.annotate(
        words, (x, y), xytext=(room if right else -room, 0), textcoords="offset points", va="center", fontsize=SMALL,
        ha="left" if right else "right", parse_math=False,
    )  # fmt: skip


def _limits(panel: Axes, rows: pd.DataFrame, base: float, smallest_effect: float, *, aside: float) -> None:
    """Give the bars and the base room, and on either side this share of the panel; zero is shown where it is near."""
    ends = [*rows["contrast"], *rows["low"], *rows["high"], base]
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    span = (high - low) or 1.0
    if low - span < 0.0 < high + span:
        low, high = min(low, -smallest_effect), max(high, smallest_effect)
    room = aside / (1.0 - 2.0 * aside) * ((high - low) or 1.0)
    panel.set_xlim(low - room, high + room)


def _aside(rows: pd.DataFrame, names: list[str]) -> float:
    """Return what share of the panel the longest value beside a bar needs."""
    panel = NARROW - max(words_width(line, SMALL) for name in names for line in name.splitlines()) - 6.0
    longest = max(words_width(number(value), SMALL) for value in rows["value"])
    return min(0.3, (longest + 2.5) / panel)
