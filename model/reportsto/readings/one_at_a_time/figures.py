"""What one assumption at a time does to a contrast."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reportsto.drawing.bars import HATCHED, PLAIN, Bar, complete, name_rows, not_drawn, paint_interval
from reportsto.drawing.chart import words_width
from reportsto.drawing.panels import heading, spaced
from reportsto.drawing.style import FAINT, INK, NARROW, PALE, SMALL, inches, look
from reportsto.drawing.words import number, parameter_words
from reportsto.errors import StudyError

COLUMNS = ("parameter", "end", "contrast")
ENDS = {"low": (Bar("at the low end", HATCHED, "////"), -0.2), "high": (Bar("at the high end", PLAIN), 0.2)}
"""Each end: its bar, and where the bar lies in the row."""
ROW = 6.4
"""Height of the two bars of a parameter, in mm."""


@look()
def draw_tornado(
    table: pd.DataFrame,
    *,
    base: float,
    contrast: str,
    smallest_effect: float = 0.0,
    most: int = 15,
    width: float = NARROW,
) -> Figure:
    """Draw how far a contrast moves when one parameter goes to its low or high end and all others stay.

    Bars run from the contrast at the default values, the thick line, to the contrast at the end: hatched for the low
    end, solid for the high one, the value of the parameter beside it. Thin lines are intervals. The parameter that
    moves the contrast most stands on top. Where a bar crosses zero, the two structures change places; within the grey
    band about zero they hardly differ. One factor at a time shows no interaction: read it with total indices.

    `table` has one row for each `parameter` and `end` ("low" or "high") with the `contrast` there, NaN where its runs
    failed; and, where known, `value` (of the parameter), and `low` and `high` (the interval of the contrast). `base`,
    the contrast at the defaults, `smallest_effect` and `contrast` are in the unit that the words `contrast` name. At
    most `most` parameters are drawn; a line says how many are not, and how little
    they do. Raises MissingInput without a column, StudyError for an end that occurs twice or is neither.
    """
    rows = _checked(table)
    reach = (rows["contrast"] - base).abs().groupby(rows["parameter"]).max()
    reach = reach.sort_values(ascending=False, kind="stable", na_position="last")
    shown, left = list(reach.index[:most]), reach.iloc[most:]
    figure = Figure(figsize=(inches(width), inches(ROW * len(shown) + (32.0 if left.empty else 36.0))), layout=spaced())
    panel = figure.subplots()
    if smallest_effect > 0.0:
        panel.axvspan(-smallest_effect, smallest_effect, color=PALE, linewidth=0, zorder=0, gid="smallest effect")
    for _, row in rows[rows["parameter"].isin(shown)].iterrows():
        _paint(panel, row, shown.index(row["parameter"]), base)
    panel.axvline(0.0, color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1)
    panel.axvline(base, color=INK, linewidth=1.4, zorder=4, gid="base")
    names = [fill(parameter_words(str(name)), 26) for name in shown]
    _limits(panel, rows, base, smallest_effect, aside=_aside(rows, names, width))
    name_rows(panel, names)
    panel.set_xlabel("\n".join([fill(contrast, int(width / 2.5)), *not_drawn(left)]))
    heading(figure, "Which assumption moves the answer most?")
    _legend(figure, base, smallest_effect)
    return figure


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    rows = complete(table, "tornado", COLUMNS, ["contrast"], ("value", "low", "high"))
    odd = sorted({str(end) for end in rows["end"]} - set(ENDS))
    if odd:
        raise StudyError(f"an end of a parameter is 'low' or 'high': got {odd[0]!r}")
    if rows.duplicated(["parameter", "end"]).any():
        raise StudyError("a tornado needs one row for each parameter and end: some have several")
    return rows


def _paint(panel: Axes, row: "pd.Series[float]", at: float, base: float) -> None:
    bar, aside = ENDS[str(row["end"])]
    reached, value, y = float(row["contrast"]), float(row["value"]), at + aside
    if np.isnan(reached):
        words = f"{row['end']} end" + ("" if np.isnan(value) else f", {number(value)}")
        panel.annotate(f"{words}: no result", (base, y), xytext=(4, 0), **_TEXT, ha="left")
        return
    bar.paint(panel, y, reached, start=base, height=0.36, name=f"{row['end']} {row['parameter']}")
    paint_interval(panel, row["low"], row["high"], y)
    right = reached >= base
    tip = np.nanmax([reached, row["high"]]) if right else np.nanmin([reached, row["low"]])
    if not np.isnan(value):
        panel.annotate(
            number(value), (tip, y), xytext=(3 if right else -3, 0), **_TEXT, ha="left" if right else "right"
        )


_TEXT: Mapping[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": SMALL, "parse_math": False}


def _limits(panel: Axes, rows: pd.DataFrame, base: float, smallest_effect: float, *, aside: float) -> None:
    """Give the bars and the base room, and on either side this share of the panel; zero is shown where it is near."""
    ends = [*rows["contrast"], *rows["low"], *rows["high"], base]
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    span = (high - low) or 1.0
    if low - span < 0.0 < high + span:
        low, high = min(low, -smallest_effect), max(high, smallest_effect)
    room = aside / (1.0 - 2.0 * aside) * ((high - low) or 1.0)
    panel.set_xlim(low - room, high + room)


def _aside(rows: pd.DataFrame, names: list[str], width: float) -> float:
    """Return what share of the panel the longest value beside a bar needs."""
    lines = [line for name in names for line in name.splitlines()]
    panel = width - max(words_width(line, SMALL) for line in lines) - 6.0
    longest = max((words_width(number(value), SMALL) for value in rows["value"].dropna()), default=0.0)
    return min(0.3, (longest + 2.5) / panel)


def _legend(figure: Figure, base: float, smallest_effect: float) -> None:
    handles: list[Patch | Line2D] = [bar.handle for bar, _ in ENDS.values()]
    handles.append(Line2D([], [], color=INK, linewidth=1.4, label=f"all at their defaults: {number(base)}"))
    if smallest_effect > 0.0:
        handles.append(Patch(facecolor=PALE, label=f"hardly differ: below {number(smallest_effect)}"))
    across = min(len(handles), int(figure.get_figwidth() * 25.4 // 40))
    figure.legend(handles=handles, loc="outside lower center", ncols=across)
