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

from reportsto.drawing.chart import words_width
from reportsto.drawing.panels import MissingInput, heading, spaced
from reportsto.drawing.style import FAINT, INK, NARROW, PALE, SMALL, inches, look
from reportsto.drawing.words import number, parameter_words
from reportsto.errors import StudyError

COLUMNS = ("parameter", "end", "contrast")
ENDS: Mapping[str, tuple[str, str, str]] = {
    "low": ("at the low end", "#FFFFFF", "////"),
    "high": ("at the high end", "#0072B2", ""),
}
"""Words, colour and hatching of each end."""
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
    title: str = "",
    width: float = NARROW,
) -> Figure:
    """Draw how far a contrast moves when one parameter goes to its low or high end and all others stay.

    Bars run from the contrast at the default values, the thick line, to the contrast at the end: hatched for the low
    end, solid for the high one, the value of the parameter beside it. Thin lines are intervals. The parameter that
    moves the contrast most stands on top. Where a bar crosses zero, the two structures change places; within the grey
    band about zero they hardly differ. One factor at a time shows no interaction: read it with total indices.

    `table` has one row for each `parameter` and `end` ("low" or "high") with the `contrast` there, NaN where its runs
    failed; and, where known, `value` (of the parameter), `low` and `high` (the interval of the contrast) and `label`
    (words for the parameter). `base`, the contrast at the defaults, `smallest_effect` and `contrast` are in the unit
    that the words `contrast` name. At most `most` parameters are drawn; a line says how many are not, and how little
    they do. Raises MissingInput without a column, StudyError for an end that occurs twice or is neither.
    """
    rows = _checked(table)
    reach = (rows["contrast"] - base).abs().groupby(rows["parameter"]).max()
    order = reach.sort_values(ascending=False, kind="stable", na_position="last").index.tolist()
    shown, left = order[:most], order[most:]
    figure = Figure(figsize=(inches(width), inches(ROW * len(shown) + (36.0 if left else 32.0))), layout=spaced())
    panel = figure.subplots()
    if smallest_effect > 0.0:
        panel.axvspan(-smallest_effect, smallest_effect, color=PALE, linewidth=0, zorder=0, gid="smallest effect")
    for at, parameter in enumerate(shown):
        for end, side in (("low", -1), ("high", 1)):
            found = rows[(rows["parameter"] == parameter) & (rows["end"] == end)]
            if not found.empty:
                _paint_end(panel, found.iloc[0], end, at + side * 0.2, base)
    panel.axvline(0.0, color=FAINT, linewidth=0.8, dashes=(4, 2), zorder=1)
    panel.axvline(base, color=INK, linewidth=1.4, zorder=4, gid="base")
    words = rows.drop_duplicates("parameter").set_index("parameter")["label"]
    names = [fill(str(words[name]), 26) for name in shown]
    _limits(panel, rows, base, smallest_effect, aside=_aside(rows, names, width))
    panel.set_yticks(range(len(shown)), names)
    panel.set_ylim(len(shown) - 0.4, -0.6)
    panel.tick_params(axis="y", length=0)
    panel.grid(visible=False, axis="y")
    panel.set_xlabel("\n".join([fill(contrast, int(width / 2.5)), *_others(left, reach)]))
    heading(figure, fill(title or "Which assumption moves the answer most?", int(width / 1.7)))
    _legend(figure, base, smallest_effect)
    return figure


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    for name in COLUMNS:
        if name not in table.columns:
            raise MissingInput(f"figure 'tornado' needs the column {name!r}; the table has no such column")
    rows = table.reset_index(drop=True)
    odd = sorted({str(end) for end in rows["end"]} - set(ENDS))
    if odd:
        raise StudyError(f"an end of a parameter is 'low' or 'high': got {odd[0]!r}")
    if rows.duplicated(["parameter", "end"]).any():
        raise StudyError("a tornado needs one row for each parameter and end: some have several")
    if rows["contrast"].isna().all():
        raise MissingInput("figure 'tornado' needs at least one end with a contrast")
    for name in ("value", "low", "high"):
        rows[name] = rows[name] if name in rows.columns else np.nan
    rows["label"] = rows["label"] if "label" in rows.columns else rows["parameter"].map(parameter_words)
    return rows


def _paint_end(panel: Axes, row: "pd.Series[float]", end: str, at: float, base: float) -> None:
    _, colour, hatch = ENDS[end]
    reached, value = float(row["contrast"]), float(row["value"])
    if np.isnan(reached):
        words = f"{end} end" + ("" if np.isnan(value) else f", {number(value)}")
        panel.annotate(f"{words}: no result", (base, at), xytext=(4, 0), **_TEXT, ha="left")
        return
    panel.barh(
        at,
        reached - base,
        left=base,
        height=0.36,
        color=colour,
        hatch=hatch,
        edgecolor=INK,
        linewidth=0.5,
        zorder=2,
        gid=f"{end} {row['parameter']}",
    )
    ends = [float(row["low"]), float(row["high"])]
    if not np.isnan(ends).any():
        panel.plot(ends, [at, at], color=INK, linewidth=0.8, marker="|", markersize=3.0, zorder=3, gid="interval")
    right = reached >= base
    tip = np.nanmax([reached, ends[1]]) if right else np.nanmin([reached, ends[0]])
    if not np.isnan(value):
        panel.annotate(
            number(value), (tip, at), xytext=(3 if right else -3, 0), **_TEXT, ha="left" if right else "right"
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


def _others(left: list[str], reach: "pd.Series[float]") -> list[str]:
    """Say of the parameters that are not drawn how many they are, and the most that one of them does."""
    if not left:
        return []
    most = float(reach[left].max())
    words = "no result" if np.isnan(most) else f"at most {number(float(f'{most:.2g}'))}"
    return [f"{len(left)} more not drawn: {words}"]


def _legend(figure: Figure, base: float, smallest_effect: float) -> None:
    handles: list[Patch | Line2D] = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.5, label=words)
        for words, colour, hatch in ENDS.values()
    ]
    handles.append(Line2D([], [], color=INK, linewidth=1.4, label=f"all at their defaults: {number(base)}"))
    if smallest_effect > 0.0:
        handles.append(Patch(facecolor=PALE, label=f"hardly differ: below {number(smallest_effect)}"))
    across = min(len(handles), int(figure.get_figwidth() * 25.4 // 40))
    figure.legend(handles=handles, loc="outside lower center", ncols=across)
