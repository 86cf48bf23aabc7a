"""Labels beside points that cover neither one another nor the points."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from reportsto.drawing.chart import HINTING
from reportsto.drawing.style import FAINT, INK, SMALL

DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0.5), (-1, 0.5), (1, -0.5))
DISTANCES = (6.0, 9.0, 14.0, 20.0, 28.0, 38.0)
"""From the point to the label, in points."""
LEADER_FROM = 9.0
"""A label farther from its point than this has a line to it."""
MARK_COSTS = 5.0
CLEAR = 1.0
"""Least room between two labels, in points."""


Offset = tuple[float, float, float]
"""Across and up as directions, and how far."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point, in the positions of its panel, and its label."""

    x: float
    y: float
    words: str


def label_points(
    figure: Figure,
    panel: Axes,
    spots: Sequence[Spot],
    *,
    radius: float = 3.0,
    marks: Sequence[tuple[float, float]] = (),
    points: Sequence[tuple[float, float]] = (),
) -> list[Annotation]:
    """Write each label at the nearest place inside the panel that is free, and return what was written.

    A label for which no place is free is left out. Earlier spots choose first. `radius` is that of the points,
    in points. A label covers none of the other `points`, and keeps off `marks` where that does not take it too far from
    its own. The figure is laid out first, so call this when all else is drawn.
    """
    figure.draw_without_rendering()
    dots = figure.dpi / 72
    solid = [*((spot.x, spot.y) for spot in spots), *points]
    taken = [_around(panel, x, y, radius * dots) for x, y in solid]
    avoid = [_around(panel, x, y, 2.0 * dots) for x, y in marks]
    written = []
    for spot in spots:
        place = _best_place(panel, spot, taken, avoid, CLEAR * dots)
        if place is not None:
            note = _note(panel, spot, place)
            taken.append(_room(note, CLEAR * dots))
            written.append(note)
    return written


def _best_place(panel: Axes, spot: Spot, taken: Sequence[Bbox], avoid: Sequence[Bbox], clear: float) -> Offset | None:
    """Return the free place that costs least: a covered mark costs as much as `MARK_COSTS` points of distance."""
    best, least = None, float("inf")
    for distance, (across, up) in product(DISTANCES, DIRECTIONS):
        place = across, up, distance
        if distance >= least:
            break
        note = _note(panel, spot, place)
        box = _room(note, clear)
        note.remove()
        if not _inside(box, panel.bbox) or any(box.overlaps(other) for other in taken):
            continue
        misread = _leads_through if distance > LEADER_FROM else _is_nearer_another
        if misread(panel, spot, box, taken):
            continue
        cost = distance + MARK_COSTS * sum(box.overlaps(mark) for mark in avoid)
        if cost < least:
            best, least = place, cost
    return best


def _leads_through(panel: Axes, spot: Spot, box: Bbox, taken: Sequence[Bbox]) -> bool:
    """Return whether the line from the point to its label touches another point or label."""
    start = panel.transData.transform((spot.x, spot.y))
    end = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
    along = [tuple(start + (end - start) * share) for share in np.linspace(0.0, 1.0, 25)]
    line = [(x, y) for x, y in along if not box.contains(x, y)]
    others = [other for other in taken if not other.contains(*start)]
    return any(other.contains(x, y) for other in others for x, y in line)


def _is_nearer_another(panel: Axes, spot: Spot, box: Bbox, taken: Sequence[Bbox]) -> bool:
    """Return whether a label without a line to its point stands closer to another one, or to its label."""
    x, y = panel.transData.transform((spot.x, spot.y))
    own = _gap(box, Bbox.from_extents(x, y, x, y))
    return any(_gap(box, other) < 0.5 * own for other in taken if not other.contains(x, y))


def _gap(one: Bbox, other: Bbox) -> float:
    across = max(one.x0 - other.x1, other.x0 - one.x1, 0.0)
    up = max(one.y0 - other.y1, other.y0 - one.y1, 0.0)
    return float(np.hypot(across, up))


def _note(panel: Axes, spot: Spot, place: Offset) -> Annotation:
    across, up, distance = place
    note = panel.annotate(
        spot.words,
        (spot.x, spot.y),
        xytext=(across * distance, up * distance),
        textcoords="offset points",
        ha="left" if across > 0 else "right" if across < 0 else "center",
        va="center" if abs(up) < 1 else "bottom" if up > 0 else "top",
        fontsize=SMALL,
        color=INK,
        parse_math=False,
        zorder=9,
        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
        arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.5, "shrinkA": 0.5, "shrinkB": 2.0}
        if distance > LEADER_FROM
        else None,
    )
    note.set_in_layout(False)
    return note


def _room(note: Annotation, clear: float) -> Bbox:
    """Return the room a label needs: at other resolutions letters are a little broader."""
    box = words_extent(note)
    return box.padded(clear + (HINTING - 1.0) * box.width, clear)


def words_extent(note: Annotation) -> Bbox:
    """Return the box of the words alone: that of an annotation takes in its line to the point."""
    note.get_window_extent()  # moves the words to where the panel now is
    return Text.get_window_extent(note)


def _around(panel: Axes, x: float, y: float, radius: float) -> Bbox:
    across, up = panel.transData.transform((x, y))
    return Bbox.from_extents(across - radius, up - radius, across + radius, up + radius)


def _inside(box: Bbox, frame: Bbox) -> bool:
    return bool(box.x0 >= frame.x0 and box.x1 <= frame.x1 and box.y0 >= frame.y0 and box.y1 <= frame.y1)
