"""What figures are put together from: rows that can be drawn, a page, panels by world, marks, words and legends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.text import Text

from reportsto.drawing.style import FONT, INK, PALE, SMALL, WIDE, Look, in_world_order, inches
from reportsto.drawing.words import sentence
from reportsto.errors import StudyError
from reportsto.statistics.intervals import mean_interval
from reportsto.worlds import WORLDS

BOLD = 1.6
"""Width of a letter of a title, in mm."""
NAMES = 22.0
"""Room beside a panel for the names of its rows or its scale, in mm."""


class MissingInput(StudyError):
    """A figure was asked for without the columns or days it shows."""


def require(table: pd.DataFrame, figure: str, columns: Iterable[str]) -> None:
    """Raise MissingInput for the first column that a table does not have."""
    for name in columns:
        if name not in table.columns:
            raise MissingInput(f"figure '{figure}' needs the column {name!r}; the table has no such column")


def sound_rows(table: pd.DataFrame, figure: str, columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows in which every column of the figure has a number.

    Failed runs are all NaN and drop out here. Raises `MissingInput` when a column or every row is missing.
    """
    require(table, figure, ("structure", "world", *columns))
    rows = table.dropna(subset=list(columns))
    if rows.empty:
        raise MissingInput(f"figure '{figure}' needs at least one run with numbers in {', '.join(columns)}")
    return rows


def world_panels(
    worlds: Iterable[str], *, width: float, height: float, columns: int = 4
) -> tuple[Figure, dict[str, Axes]]:
    """Return a figure with one panel for each world, on common axes.

    `height` is that of one panel in mm; a narrow figure sets at most two panels side by side.
    """
    names = in_world_order(worlds)
    across = min(len(names), columns if width >= WIDE else min(columns, 2))
    down = -(-len(names) // across)
    figure = page(width, down * height + 18.0)
    grid = figure.subplots(down, across, squeeze=False, sharex=True, sharey=True)
    cells = list(grid.flat)
    for cell in cells[len(names) :]:
        cell.remove()
    panels = dict(zip(names, cells, strict=False))
    for at, (world, panel) in enumerate(panels.items()):
        panel.set_title(world_title(world, width / across - NAMES))
        panel.tick_params(labelbottom=at + across >= len(names))
    return figure, panels


def world_title(world: str, room: float) -> str:
    """Return what is true in a world, with its name, on at most two lines of `room` mm; its name alone elsewhere."""
    words = f"{sentence(WORLDS[world].sentence)} ({world})" if world in WORLDS else ""
    lines = wrap(words, max(1, int(room / BOLD)))
    return "\n".join(lines) if 0 < len(lines) <= 2 else f"World: {world.replace('_', ' ')}"


def heading(figure: Figure, words: str) -> None:
    """Write a title over the whole figure, where panels begin too far right for one of their own."""
    figure.suptitle(words, x=0.012, ha="left", fontsize=FONT, fontweight="bold")


def page(width: float, height: float) -> Figure:
    """Return an empty figure of this size in mm, which keeps labels clear of each other and of its edge."""
    layout = ConstrainedLayoutEngine(w_pad=inches(1.2), h_pad=inches(1.2), wspace=0.02, hspace=0.03)
    return Figure(figsize=(inches(width), inches(height)), layout=layout)


def marks(panel: Axes, x: Any, y: Any, shape: str, **style: Any) -> None:
    """Draw marks of one shape without a line between them; `style` as in `_mark`."""
    panel.plot(x, y, **_mark(shape, **style))


def mark_handle(label: str, shape: str, **style: Any) -> Line2D:
    """Return the legend entry of a mark."""
    return Line2D([], [], label=label, **_mark(shape, **style))


def _mark(
    shape: str, size: float = 5.0, face: str = "white", edge: str = INK, thick: float = 1.0, **more: Any
) -> dict[str, Any]:
    return {
        "linestyle": "", "marker": shape, "markersize": size, "markerfacecolor": face, "markeredgecolor": edge,
        "markeredgewidth": thick, **more,
    }  # fmt: skip


def words_at(axes: Axes, x: float, y: float, words: str, **more: Any) -> Text:
    """Write small words, of which nothing is read as mathematics, by default centred upright on their place."""
    return axes.text(x, y, words, **{"va": "center", "fontsize": SMALL, "parse_math": False, **more})


def smallest_effect_band(span: Callable[..., Artist], least: float) -> None:
    """Draw the grey band about zero in which a difference hardly matters, where the smallest effect is known."""
    if least > 0.0:
        span(-least, least, color=PALE, linewidth=0, zorder=0, gid="smallest effect")


def axis_labels(figure: Figure, panels: Mapping[str, Axes], *, x: str, y: str) -> None:
    """Name the common axes: the vertical one once, the horizontal one under each panel that has none below it."""
    figure.supylabel(y, fontsize=FONT)
    for panel in panels.values():
        if panel.xaxis.get_tick_params()["labelbottom"]:
            panel.set_xlabel(x)


def as_points(looks: Mapping[str, Look]) -> list[Line2D]:
    """Return legend entries that show each structure's colour and marker."""
    return [
        mark_handle(style.label, style.marker, face=style.colour, edge=style.colour, size=4.0)
        for style in looks.values()
    ]


def as_lines(looks: Mapping[str, Look]) -> list[Line2D]:
    """Return legend entries that show each structure's colour, marker and dashes."""
    return [
        Line2D([], [], color=style.colour, marker=style.marker, dashes=style.dashes, label=style.label)
        for style in looks.values()
    ]


def legend_below(figure: Figure, handles: Sequence[Artist]) -> None:
    """Put these legend entries under the panels, as many in a row as the width holds."""
    across = max(1, min(len(handles), int(figure.get_figwidth() * 25.4 // 43)))
    figure.legend(handles=list(handles), loc="outside lower center", ncols=across)


def limits_around(values: "pd.Series[float]", least: float, lowest: float, highest: float) -> tuple[float, float]:
    """Return axis limits around these values: at least `least` apart, with a margin, within `lowest` and `highest`.

    What differs by little beside `least` stays close together, so that small differences do not look large.
    """
    low, high = float(values.min()), float(values.max())
    half = min(max(0.58 * (high - low), least / 2.0), (highest - lowest) / 2.0)
    start = min(max((low + high) / 2.0 - half, lowest), highest - 2.0 * half)
    return start, start + 2.0 * half


def points_and_means(panel: Axes, rows: pd.DataFrame, looks: Mapping[str, Look], *, x: str, y: str) -> None:
    """Draw every run as a small open mark, and the mean of each structure as a large filled one above them."""
    for structure, style in looks.items():
        runs = rows[rows["structure"] == structure]
        if not runs.empty:
            marks(
                panel, runs[x], runs[y], style.marker, size=2.0, face="none", edge=style.colour, thick=0.3, alpha=0.4,
                zorder=2,
            )  # fmt: skip
            mean_mark(panel, mean_interval(runs[x]).estimate, mean_interval(runs[y]).estimate, style)


def mean_mark(panel: Axes, x: float, y: float, style: Look, size: float = 5.5) -> None:
    """Draw the mean of a structure."""
    marks(panel, [x], [y], style.marker, size=size, face=style.colour, edge="white", thick=0.5, zorder=3)


def name_rows(panel: Axes, names: Sequence[str]) -> None:
    """Put names down the left side, the first on top."""
    panel.set_yticks(range(len(names)), names)
    panel.set_ylim(len(names) - 0.4, -0.6)
    panel.tick_params(axis="y", length=0)
    panel.grid(visible=False, axis="y")
