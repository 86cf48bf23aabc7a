"""Which structure wins where: a map over two factors, and the two maps of the front page beside each other."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
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

from reportsto.drawing.factors import Factor, Ruler
from reportsto.drawing.labels import Spot, label_points
from reportsto.drawing.panels import heading, mark_handle, marks, page, require
from reportsto.drawing.style import FAINT, INK, NARROW, PALE, SMALL, WIDE, Look, inches, look, structure_looks
from reportsto.drawing.words import number
from reportsto.parameters import Parameters
from reportsto.readings.maps.cells import Race, winner_cells
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS
from reportsto.worlds import WORLDS

OWN_LINE = Factor("incentives.own_line_strength", "How strongly faults of the own line count")
OUTSIDE = Factor("improvement.outside_weight", "Worth of a report from another department")
PRICES = (100.0, 150.0, 200.0, 300.0, 500.0)
"""Heights of the price lines. Near the border beyond which there is no price it has no bound, and lines say nothing."""

RACES = (
    Race(
        measure="failures_per_1000",
        better="lower",
        smallest_effect=SMALLEST_EFFECTS["failures_per_1000"],
        title="Fewest failures per 1,000 orders",
    ),
    Race(
        measure="effective_advocacy",
        better="higher",
        smallest_effect=SMALLEST_EFFECTS["effective_advocacy"],
        title="Most failures acted on",
    ),
)
STRONG, PALE_BY = 0.15, 0.8
"""How far the colour of a cell is on its way to white, with a clear lead and with one that hardly matters."""
LEGEND_COLUMN, LEGEND_LINE = 43.0, 3.4
"""Width of a column of the legend and height of a line in it, in mm."""
RING = 8.5
"""Diameter of the ring around a named point, in points."""
NO_RESULT: Mapping[str, Any] = {"facecolor": "white", "edgecolor": FAINT, "linewidth": 0.0, "hatch": "/////"}
TIED = "#666666"
"""Colour of the hollow mark of a tie."""

Rulers = tuple[Ruler, Ruler]


@look()
def draw_winner_map(table: pd.DataFrame, race: Race, *, x: Factor, y: Factor) -> Figure:
    """Draw which structure wins on one measure over a grid of two factors.

    Each cell is one setting of both factors. Its colour and its mark say which structure beats every other by more
    than the smallest effect, over the replicates that every structure came through. A pale cell with a hollow mark is
    a tie, in the colour of the best mean: none beats all others by as much. Hatched cells have no result: they were
    not run, or no replicate has a number for every structure.

    `table` holds the runs, one for each cell, structure and replicate: the columns of both factors, `structure`,
    `seed`, `replicate`, and the measure, NaN for a failed run. Raises MissingInput when a column is missing, or no run
    has a number.
    """
    room = NARROW - 18.0, 0.62 * NARROW
    figure = page(NARROW, room[1] + 12.0)
    drawn = _paint_map(figure.subplots(), table, race, x=x, y=y, room=room)
    _legend(figure, drawn.entries, f"{race.least} (colour: best mean)")
    return figure


@look()
def draw_placement_map(
    table: pd.DataFrame, *, prices: pd.DataFrame | None = None, world: str = "", pair: str = ""
) -> Figure:
    """Draw who wins on failures beside who wins on effective advocacy, over two factors, with the worlds marked.

    Across: how strongly faults of the own line count. Up: what a report from another department is worth, 1 for no
    discount. Colour and mark of a cell say which structure beats all others by more than the smallest effect, 2
    failures per 1,000 orders or .01 of the failures; pale, with a hollow mark, it is a tie. Where the two maps differ,
    the structure whose word counts most is not the one with the fewest failures. Rings are the named worlds; one in
    brackets differs from this map in other settings too, so its cell is not its result. Dashed lines, over failures,
    are the price of a lost customer at which two structures cost the same.

    `table` holds the runs, as for `draw_winner_map`, with `failures_per_1000` and `effective_advocacy`. `prices` has
    the columns of both factors and `price`, in the currency of the firm, NaN where there is none, and `pair` says whose
    cost it compares. `world` is the one whose other settings the map has. Raises as `draw_winner_map`.
    """
    figure = page(WIDE, 76.0)
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    room = WIDE / 2 - 14.0, 62.0
    drawn = [
        _paint_map(panel, table, race, x=OWN_LINE, y=OUTSIDE, room=room, prices=lines)
        for panel, race, lines in zip(panels, RACES, (prices, None), strict=True)
    ]
    for panel in panels:
        panel.label_outer()
    if world:
        heading(figure, f"All other settings as in the world {world}")
    found = {name: style for one in drawn for name, style in one.entries.items()}
    if prices is not None:
        found["prices"] = Look(f"price of a lost customer at which {pair or 'two'} cost the same", "", "")
    entries = {name: found[name] for name in [*structure_looks(table["structure"].dropna()), *found] if name in found}
    failures, advocacy = (number(race.effect.amount) for race in RACES)
    _legend(figure, entries, f"{failures} failures, or {advocacy} of the failures acted on")
    places, elsewhere = world_places(world)
    for panel, one in zip(panels, drawn, strict=True):
        _mark_points(figure, panel, one, grouped(places, elsewhere))
    return figure


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a panel holds.

    Attributes:
        rulers: where values of both factors lie
        cells: the cells
        entries: what needs a place in the legend: the looks of structures that lead somewhere, then other words
    """

    rulers: Rulers
    cells: pd.DataFrame
    entries: Mapping[str, Look]


def _paint_map(
    panel: Axes,
    table: pd.DataFrame,
    race: Race,
    *,
    x: Factor,
    y: Factor,
    room: tuple[float, float],
    prices: pd.DataFrame | None = None,
) -> Drawn:
    """Draw a map in this panel, of about `room` mm across and up, and return what it holds."""
    cells = winner_cells(table, race, x=x.column, y=y.column)
    rulers = Ruler(x, cells["x"]), Ruler(y, cells["y"])
    side = min(length / len(ruler.levels) for length, ruler in zip(room, rulers, strict=True))
    looks = structure_looks(table["structure"].dropna())
    _paint_cells(panel, cells, rulers, looks, marker=min(5.0, max(1.5, 1.1 * side)))
    _paint_borders(panel, cells, rulers)
    if prices is not None:
        _paint_prices(panel, prices, rulers)
    for ruler, axis, length, upright in zip(rulers, (panel.xaxis, panel.yaxis), room, (False, True), strict=True):
        ruler.mark(axis, length, upright=upright)
    panel.set(xlim=rulers[0].edges[[0, -1]], ylim=rulers[1].edges[[0, -1]], xlabel=x.words)
    panel.set_ylabel(fill(y.words, max(20, int(room[1] / 1.35))))
    panel.set_title(fill(race.heading, max(24, int(room[0] / 1.45))))
    panel.grid(visible=False)
    return Drawn(rulers, cells, _entries(cells, looks, priced=prices is not None))


def _paint_cells(panel: Axes, cells: pd.DataFrame, rulers: Rulers, looks: Mapping[str, Look], *, marker: float) -> None:
    for (name, state), here in cells[cells["leader"] != ""].groupby(["leader", "state"], sort=False):
        style, tie = looks[str(name)], state == "tie"
        colour = lighter(style.colour, PALE_BY if tie else STRONG)
        _patches(panel, here, rulers, f"{state} {name}", facecolor=colour, edgecolor=colour, linewidth=0.3)
        face, edge, places = "none" if tie else "white", TIED if tie else INK, _places(rulers, here)
        marks(
            panel, *places, style.marker, size=marker, face=face, edge=edge, thick=0.4, gid=f"mark {state} {name}",
            zorder=7,
        )  # fmt: skip
    _patches(panel, cells[cells["state"] == "none"], rulers, "none", **NO_RESULT)
    equal = cells[(cells["state"] == "tie") & (cells["leader"] == "")]
    _patches(panel, equal, rulers, "equal", facecolor=PALE, edgecolor=PALE, linewidth=0.3)


def _places(rulers: Rulers, cells: pd.DataFrame) -> tuple[Any, Any]:
    return rulers[0].at(cells["x"]), rulers[1].at(cells["y"])


def _patches(panel: Axes, cells: pd.DataFrame, rulers: Rulers, name: str, **style: Any) -> None:
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


def _paint_borders(panel: Axes, cells: pd.DataFrame, rulers: Rulers) -> None:
    """Draw a line wherever the winner changes from one cell to the next."""
    shape = len(rulers[0].levels), len(rulers[1].levels)
    kind = np.where(cells["leader"] == "", cells["state"], cells["leader"]).reshape(shape)
    (across, up) = rulers[0].edges, rulers[1].edges
    lines = [((across[i + 1], up[j]), (across[i + 1], up[j + 1])) for i, j in _changes(kind[:-1], kind[1:])]
    lines += [((across[i], up[j + 1]), (across[i + 1], up[j + 1])) for i, j in _changes(kind[:, :-1], kind[:, 1:])]
    panel.add_collection(LineCollection(lines, colors=INK, linewidths=0.9, capstyle="projecting", zorder=4))


def _changes(one: NDArray[Any], other: NDArray[Any]) -> Iterable[tuple[int, int]]:
    return [(int(i), int(j)) for i, j in zip(*np.nonzero(one != other), strict=True)]


def _paint_prices(panel: Axes, prices: pd.DataFrame, rulers: Rulers) -> None:
    """Draw the lines whose heights occur; a table with no two heights, or in one row only, has none."""
    columns = [ruler.factor.column for ruler in rulers]
    require(prices, "winner_map", (*columns, "price"))
    grid = prices.pivot_table(index=columns[1], columns=columns[0], values="price", dropna=False)
    heights = np.ma.masked_invalid(grid.to_numpy(dtype=np.float64))
    low, high = (float(end) for end in (heights.min(), heights.max())) if heights.count() else (0.0, 0.0)
    levels = [level for level in PRICES if low < level < high]
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


def _entries(cells: pd.DataFrame, looks: Mapping[str, Look], *, priced: bool) -> dict[str, Look]:
    found = {name: style for name, style in looks.items() if (cells["leader"] == name).any()}
    words = {name: text for name, text in (("tie", ""), ("none", "no result")) if name in set(cells["state"])}
    words |= {"prices": ""} if priced else {}
    partly = int(((cells["missing"] > 0) & (cells["n"] > 0)).sum())
    if partly:
        words["lost"] = f"replicates with a failed run left out in {partly} cell{'s' * (partly > 1)}"
    return found | {name: Look(text, "", "") for name, text in words.items()}


def _legend(figure: Figure, entries: Mapping[str, Look], least: str) -> None:
    """Put under the panels what colours, marks and lines mean, and make the figure higher by as much."""
    tie = f"pale, hollow mark: a tie, none ahead of all others by more than {least}"
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
    hollow = mark_handle("", "o", size=4.0, face="none", edge=TIED, thick=0.4)
    others = {
        "prices": Line2D([], [], color=INK, linewidth=0.9, linestyle="dashed"),
        "lost": Line2D([], [], linestyle=""),
        "none": Patch(**{**NO_RESULT, "linewidth": 0.4}),
        "tie": (Patch(facecolor=PALE, linewidth=0.0), hollow),
    }
    return others.get(name) or (
        Patch(facecolor=lighter(style.colour, STRONG), edgecolor=INK, linewidth=0.3),
        mark_handle("", style.marker, thick=0.4, size=4.0),
    )


def world_places(world: str = "") -> tuple[dict[str, tuple[float, float]], Collection[str]]:
    """Return where the worlds lie on a map that was made in a world (without one, the default), and which do not.

    A world that differs from that one in anything else is elsewhere: its place has its two values, and others too.
    """
    usual, axes = Parameters(), (OWN_LINE.column, OUTSIDE.column)
    settings = {name: usual.with_settings(world.settings).as_flat() for name, world in WORLDS.items()}
    places = {name: (float(flat[axes[0]]), float(flat[axes[1]])) for name, flat in settings.items()}
    rest = {name: {key: value for key, value in flat.items() if key not in axes} for name, flat in settings.items()}
    here = rest.get(world, {key: value for key, value in usual.as_flat().items() if key not in axes})
    return places, [name for name in WORLDS if rest[name] != here]


def grouped(
    places: Mapping[str, tuple[float, float]], elsewhere: Collection[str]
) -> list[tuple[tuple[float, float], str]]:
    """Return each place once with its label: names of that place, in brackets those that are elsewhere too."""
    labels = []
    for place in dict.fromkeys(places.values()):
        names = [name for name, at in places.items() if at == place]
        other = ", ".join(name for name in names if name in elsewhere)
        here = ", ".join(name for name in names if name not in elsewhere)
        labels.append((place, f"{here} ({other})".strip() if other else here))
    return labels


def _mark_points(figure: Figure, panel: Axes, drawn: Drawn, points: Iterable[tuple[tuple[float, float], str]]) -> None:
    """Ring named points, so that the mark of the cell stays to be seen; one off the map is left out."""
    across, up = drawn.rulers
    spots = [
        Spot(float(across.at(x)), float(up.at(y)), words) for (x, y), words in points if across.holds(x) and up.holds(y)
    ]
    for spot in spots:
        for edge, broad in (("white", 2.6), (INK, 1.2)):
            marks(
                panel, [spot.x], [spot.y], "o", size=RING, face="none", edge=edge, thick=broad, gid="point",
                clip_on=False, zorder=8,
            )  # fmt: skip
    avoid = list(zip(*_places(drawn.rulers, drawn.cells[drawn.cells["leader"] != ""]), strict=True))
    label_points(figure, panel, spots, radius=RING / 2, marks=avoid)
