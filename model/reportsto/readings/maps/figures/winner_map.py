"""Which structure wins where: a map over two factors."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from reportsto.drawing.factors import Factor, Ruler, clear_grid
from reportsto.drawing.labels import Spot, label_points
from reportsto.drawing.panels import require, spaced
from reportsto.drawing.style import FAINT, INK, NARROW, PALE, SMALL, WIDE, Look, inches, look, structure_looks
from reportsto.drawing.words import number
from reportsto.readings.maps.cells import Race, winner_cells

STRONG, PALE_BY = 0.15, 0.8
"""How far the colour of a cell is on its way to white, with a clear lead and with one that hardly matters."""
LEGEND_COLUMN, LEGEND_LINE = 43.0, 3.4
"""Width of a column of the legend and height of a line in it, in mm."""


RING = 8.5
"""Diameter of the ring around a named point, in points."""


@dataclass(frozen=True, slots=True)
class Contour:
    """Lines of equal height over a map: a table with the two factors and a column of heights; NaN has no height."""

    table: pd.DataFrame
    column: str
    label: str
    levels: Sequence[float]


@dataclass(frozen=True, slots=True)
class Points:
    """Named places on a map. Those named in `elsewhere` differ from the map in other settings too."""

    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    elsewhere: Collection[str] = ()


@look()
def draw_winner_map(
    table: pd.DataFrame,
    race: Race,
    *,
    x: Factor,
    y: Factor,
    points: Points | None = None,
    contour: Contour | None = None,
    width: float = NARROW,
) -> Figure:
    """Draw which structure wins on one measure over a grid of two factors.

    Each cell is one setting of both factors. Its colour and its mark say which structure beats every other by more
    than the smallest effect, over the replicates that every structure came through. A pale cell with a hollow mark is
    a tie, in the colour of the best mean: none beats all others by as much. Hatched cells have no result: they were
    not run, or no replicate has a number for every structure. Lines are those of `contour`; named points are those of
    `points`.

    `table` holds the runs: the columns of both factors, `structure`, `replicate`, perhaps `seed`, and the measure, NaN
    for a failed run. Raises MissingInput when a column is missing, StudyError when two runs share a cell, structure and
    replicate, or fewer than two structures compete.
    """
    room = width - 18.0, 0.62 * width if width < WIDE else 0.5 * width
    figure = Figure(figsize=(inches(width), inches(room[1] + 12.0)), layout=spaced())
    panel = figure.subplots()
    drawn = paint_map(panel, table, race, x=x, y=y, contour=contour, room=room)
    legend(figure, drawn.entries, tie=race.tie)
    mark_points(figure, panel, drawn, points or Points())
    return figure


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a panel holds, for the legend and the points: its rulers, its cells, and what needs an entry."""

    x: Ruler
    y: Ruler
    cells: pd.DataFrame
    entries: Mapping[str, Look]
    """Looks of the structures that lead somewhere, then other words: tie, none, contour, lost."""


def paint_map(
    panel: Axes,
    table: pd.DataFrame,
    race: Race,
    *,
    x: Factor,
    y: Factor,
    contour: Contour | None = None,
    room: tuple[float, float],
) -> Drawn:
    """Draw a map in this panel, of about `room` mm across and up, and return what it holds."""
    cells = winner_cells(table, race, x=x.column, y=y.column)
    rulers = Ruler(x, cells["x"]), Ruler(y, cells["y"])
    looks = structure_looks(table["structure"].dropna())
    side = min(length / len(ruler.levels) for length, ruler in zip(room, rulers, strict=True))
    _paint_cells(panel, cells, rulers, looks, marker=min(5.0, max(1.5, 1.1 * side)))
    _paint_borders(panel, cells, rulers)
    if contour is not None:
        _paint_contour(panel, contour, rulers)
    for ruler, axis, length, upright in zip(rulers, (panel.xaxis, panel.yaxis), room, (False, True), strict=True):
        ruler.mark(axis, length, upright=upright)
    panel.set(xlim=rulers[0].edges[[0, -1]], ylim=rulers[1].edges[[0, -1]], xlabel=x.words)
    panel.set_ylabel(fill(y.words, max(20, int(room[1] / 1.35))))
    panel.set_title(fill(race.heading, max(24, int(room[0] / 1.45))))
    clear_grid(panel)
    return Drawn(*rulers, cells, _entries(cells, looks, contour))


def _paint_cells(
    panel: Axes, cells: pd.DataFrame, rulers: tuple[Ruler, Ruler], looks: Mapping[str, Look], *, marker: float
) -> None:
    for (name, state), here in cells[cells["leader"] != ""].groupby(["leader", "state"], sort=False):
        style = looks[str(name)]
        fill_colour = lighter(style.colour, PALE_BY if state == "tie" else STRONG)
        _patches(panel, here, rulers, f"{state} {name}", facecolor=fill_colour, edgecolor=fill_colour, linewidth=0.3)
        panel.plot(
            rulers[0].at(here["x"]),
            rulers[1].at(here["y"]),
            linestyle="",
            marker=style.marker,
            markersize=marker,
            markerfacecolor="none" if state == "tie" else "white",
            markeredgecolor="#666666" if state == "tie" else INK,
            markeredgewidth=0.4,
            gid=f"mark {state} {name}",
            zorder=7,
        )
    _patches(panel, cells[cells["state"] == "none"], rulers, "none", **NO_RESULT)
    equal = cells[(cells["state"] == "tie") & (cells["leader"] == "")]
    _patches(panel, equal, rulers, "equal", facecolor=PALE, edgecolor=PALE, linewidth=0.3)


NO_RESULT: Mapping[str, Any] = {"facecolor": "white", "edgecolor": FAINT, "linewidth": 0.0, "hatch": "/////"}


def _patches(panel: Axes, cells: pd.DataFrame, rulers: tuple[Ruler, Ruler], name: str, **style: Any) -> None:
    if cells.empty:
        return
    boxes = []
    for at_x, at_y in zip(cells["x"], cells["y"], strict=True):
        (left, right), (low, high) = (_sides(ruler, at) for ruler, at in zip(rulers, (at_x, at_y), strict=True))
        boxes.append(Rectangle((left, low), right - left, high - low))
    panel.add_collection(PatchCollection(boxes, gid=name, zorder=1, **style))


def _sides(ruler: Ruler, value: float) -> tuple[float, float]:
    at = int(np.searchsorted(ruler.levels, value))
    return float(ruler.edges[at]), float(ruler.edges[at + 1])


def _paint_borders(panel: Axes, cells: pd.DataFrame, rulers: tuple[Ruler, Ruler]) -> None:
    """Draw a line wherever the winner changes from one cell to the next."""
    shape = len(rulers[0].levels), len(rulers[1].levels)
    kind = np.where(cells["leader"] == "", cells["state"], cells["leader"]).reshape(shape)
    (across, up) = rulers[0].edges, rulers[1].edges
    lines = [((across[i + 1], up[j]), (across[i + 1], up[j + 1])) for i, j in _changes(kind[:-1], kind[1:])]
    lines += [((across[i], up[j + 1]), (across[i + 1], up[j + 1])) for i, j in _changes(kind[:, :-1], kind[:, 1:])]
    panel.add_collection(LineCollection(lines, colors=INK, linewidths=0.9, capstyle="projecting", zorder=4))


def _changes(one: NDArray[Any], other: NDArray[Any]) -> Iterable[tuple[int, int]]:
    return [(int(i), int(j)) for i, j in zip(*np.nonzero(one != other), strict=True)]


def _paint_contour(panel: Axes, contour: Contour, rulers: tuple[Ruler, Ruler]) -> None:
    """Draw the lines whose heights occur; a table with no two heights, or in one row only, has none."""
    columns = [ruler.factor.column for ruler in rulers]
    require(contour.table, "winner_map", (*columns, contour.column))
    grid = contour.table.pivot_table(index=columns[1], columns=columns[0], values=contour.column, dropna=False)
    heights = np.ma.masked_invalid(grid.to_numpy(dtype=np.float64))
    low, high = (float(end) for end in (heights.min(), heights.max())) if heights.count() else (0.0, 0.0)
    levels = [level for level in contour.levels if low < level < high]
    if min(grid.shape) < 2 or not levels:
        return
    where = rulers[0].at(grid.columns.to_numpy()), rulers[1].at(grid.index.to_numpy())
    panel.contour(*where, heights, levels=levels, colors="white", linewidths=2.2, zorder=5)
    lines = panel.contour(*where, heights, levels=levels, colors=INK, linewidths=0.9, linestyles="dashed", zorder=6)
    for text in panel.clabel(lines, fmt=number, fontsize=SMALL):
        text.set_bbox({"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"})


def lighter(colour: str, by: float) -> tuple[float, float, float]:
    """Return the colour, this share of the way to white."""
    red, green, blue = (part + (1.0 - part) * by for part in to_rgb(colour))
    return red, green, blue


def _entries(cells: pd.DataFrame, looks: Mapping[str, Look], contour: Contour | None) -> dict[str, Look]:
    found = {name: style for name, style in looks.items() if (cells["leader"] == name).any()}
    states = set(cells["state"])
    others = {name: Look(words, "", "") for name, words in (("tie", ""), ("none", "no result")) if name in states}
    if contour is not None:
        others["contour"] = Look(contour.label, "", "")
    partly = int(((cells["missing"] > 0) & (cells["n"] > 0)).sum())
    if partly:
        others["lost"] = Look(f"replicates with a failed run left out in {partly} cell{'s' * (partly > 1)}", "", "")
    return found | others


def legend(figure: Figure, entries: Mapping[str, Look], *, tie: str) -> None:
    """Put under the panels what colours, marks and lines mean, and make the figure higher by as much."""
    words = [fill(tie if name == "tie" else style.label, 30) for name, style in entries.items()]
    width, height = figure.get_figwidth() * 25.4, figure.get_figheight() * 25.4
    across = max(1, min(len(words), int(width // LEGEND_COLUMN)))
    down = -(-len(words) // across)
    columns = [words[at * down : (at + 1) * down] for at in range(across)]
    lines = max(sum(1 + text.count("\n") for text in column) for column in columns)
    figure.set_size_inches(inches(width), inches(height + LEGEND_LINE * lines + 2.0))
    figure.legend(
        [_handle(name, style) for name, style in entries.items()],
        words,
        loc="outside lower center",
        ncols=across,
        handlelength=2.0,
        handleheight=1.1,
        columnspacing=1.2,
    )


def _handle(name: str, style: Look) -> Any:
    if name == "contour":
        return Line2D([], [], color=INK, linewidth=0.9, linestyle="dashed")
    if name == "lost":
        return Line2D([], [], linestyle="")
    if name == "none":
        return Patch(**{**NO_RESULT, "linewidth": 0.4})
    if name == "tie":
        mark = Line2D([], [], linestyle="", color="#666666", marker="o", markeredgewidth=0.4, markerfacecolor="none")
        return Patch(facecolor=PALE, linewidth=0.0), mark
    return (
        Patch(facecolor=lighter(style.colour, STRONG), edgecolor=INK, linewidth=0.3),
        Line2D(
            [],
            [],
            linestyle="",
            marker=style.marker,
            markersize=4.0,
            markerfacecolor="white",
            markeredgecolor=INK,
            markeredgewidth=0.4,
        ),
    )


def mark_points(figure: Figure, panel: Axes, drawn: Drawn, points: Points) -> None:
    """Ring named points, so that the mark of the cell stays to be seen.

    Points at one place share a label; those that are elsewhere too stand in brackets. A point off the map is left out.
    """
    spots = [
        Spot(float(drawn.x.at(x)), float(drawn.y.at(y)), words)
        for (x, y), words in grouped(points)
        if drawn.x.holds(x) and drawn.y.holds(y)
    ]
    for spot in spots:
        for edge, broad in (("white", 2.6), (INK, 1.2)):
            panel.plot(
                [spot.x],
                [spot.y],
                marker="o",
                markersize=RING,
                markerfacecolor="none",
                markeredgecolor=edge,
                markeredgewidth=broad,
                gid="point",
                clip_on=False,
                zorder=8,
            )
    won = drawn.cells[drawn.cells["leader"] != ""]
    marks = list(zip(drawn.x.at(won["x"]), drawn.y.at(won["y"]), strict=True))
    label_points(figure, panel, spots, boxed=True, radius=RING / 2, marks=marks)


def grouped(points: Points) -> list[tuple[tuple[float, float], str]]:
    """Return each place once with its label: names of that place, in brackets those that differ otherwise too."""
    labels = []
    for place in dict.fromkeys(points.places.values()):
        names = [name for name, at in points.places.items() if at == place]
        other = ", ".join(name for name in names if name in points.elsewhere)
        here = ", ".join(name for name in names if name not in points.elsewhere)
        labels.append((place, f"{here} ({other})".strip() if other else here))
    return labels
