"""Who sits where, and what each world makes of them: every structure's chart as a list, a column a world."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reportsto.drawing.chart import MARGIN, attitude_colours, draw_key, fitted, frame, key_height, signed
from reportsto.drawing.panels import MissingInput
from reportsto.drawing.style import FAINT, FONT, INK, SMALL, WIDE, in_world_order, inches, label, look, structure_looks

Posts = Sequence[Mapping[str, Any]]
"""Of each post: `id`, `title`, `function`, `superior`, `circle`, `headcount` and `attitude`."""

GAP = 4.0
HEADING = 8.0
ROW = 3.4
INDENT = 2.6
CELL = 11.0
HALF = (WIDE - 2 * MARGIN - GAP) / 2
"""Width of a list beside another."""
TALLEST = 260.0
"""A figure that would be higher than a page, in mm, is not drawn."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: a post, or the name of a circle.

    Attributes:
        words: what it says.
        depth: how many stand above the post.
        post: the id of the post, "" for a circle.
        service: whether the post is customer service.
    """

    words: str
    depth: int
    post: str = ""
    service: bool = False


@look()
def draw_org_charts(structures: Mapping[str, Mapping[str, Posts]]) -> Figure:
    """Draw the chart of each structure as an indented list, and beside each post its attitude in every world.

    A post stands under its superior; on a customer map, which has no superiors, under its circle. Numbers are mean
    attitudes over the days that are measured: orange defends the company (-1), purple speaks for the customer (+1).
    Thick edges are customer service; only its place differs between the charts. `structures` gives the posts by
    structure and world. Raises MissingInput where there are none, or more than fit on a page.
    """
    charts = {name: structures[name] for name in structure_looks(structures) if any(structures[name].values())}
    if not charts:
        raise MissingInput("figure 'org_charts' needs the posts of at least one structure")
    worlds = in_world_order(world for by_world in charts.values() for world in by_world)
    lists = {name: list(_lines(next(filter(None, by_world.values())))) for name, by_world in charts.items()}
    places, ends = {}, [MARGIN, MARGIN]
    for name, lines in lists.items():
        column = ends.index(min(ends))
        places[name] = MARGIN + column * (HALF + GAP), ends[column]
        ends[column] += HEADING + ROW * len(lines) + GAP
    full = max(ends) + key_height(WIDE)
    if full > TALLEST:
        raise MissingInput(f"figure 'org_charts' needs {full:.0f} mm of a page, which has {TALLEST:.0f}")
    figure = Figure(figsize=(inches(WIDE), inches(full)))
    for name, (x, y) in places.items():
        panel = frame(figure, x, y, HALF, HEADING + ROW * len(lists[name]))
        _paint(panel, label(name), lists[name], {world: _attitudes(charts[name].get(world, ())) for world in worlds})
    draw_key(figure, coloured=True)
    return figure


def _lines(posts: Posts) -> Iterator[Line]:
    """Yield the lines of a chart from the top down."""
    circles = dict.fromkeys(str(post.get("circle") or "") for post in posts)
    if any(circles):
        for circle in circles:
            yield Line(circle, 0)
            yield from (_line(post, 1) for post in posts if str(post.get("circle") or "") == circle)
        return
    todo = [(post, 0) for post in reversed(posts) if not post.get("superior")]
    while todo:
        post, depth = todo.pop()
        yield _line(post, depth)
        todo += [(one, depth + 1) for one in reversed(posts) if one.get("superior") == post["id"]]


def _line(post: Mapping[str, Any], depth: int) -> Line:
    title = str(post.get("title") or str(post["id"]).replace("_", " ").replace("-", " "))
    people = int(post.get("headcount", 1))
    return Line(title + (f" × {people:,}" if people > 1 else ""), depth, str(post["id"]), post["function"] == "service")


def _attitudes(posts: Posts) -> dict[str, float]:
    return {str(post["id"]): float(post["attitude"]) for post in posts if post.get("attitude") is not None}


def _paint(panel: Axes, title: str, lines: Sequence[Line], worlds: Mapping[str, Mapping[str, float]]) -> None:
    """Write the lines, and beside each a cell for each world."""
    begin = HALF - CELL * len(worlds)
    panel.text(0.0, 2.0, title, va="center", fontsize=FONT, weight="bold", parse_math=False)
    for at, world in enumerate(worlds):
        middle = begin + (at + 0.5) * CELL
        panel.text(middle, HEADING - 2.2, fitted(world, CELL + 1.5), ha="center", va="center", fontsize=SMALL)
    for row, line in enumerate(lines):
        y = HEADING + (row + 0.5) * ROW
        x = line.depth * INDENT
        weight = "bold" if line.service or not line.post else "normal"
        words = fitted(line.words, begin - x - 1.5, SMALL, weight)
        panel.text(x, y, words, va="center", fontsize=SMALL, weight=weight, parse_math=False)
        if line.depth and line.post:
            panel.plot([x - 1.8, x - 0.6], [y, y], color=FAINT, linewidth=0.5)
        for at, attitudes in enumerate(worlds.values()):
            if line.post:
                _cell(panel, begin + at * CELL, y, attitudes.get(line.post, float("nan")))
        if line.service:
            edge = (begin, y - ROW / 2 + 0.2), CELL * len(worlds), ROW - 0.4
            panel.add_patch(Rectangle(*edge, facecolor="none", edgecolor=INK, linewidth=1.2, zorder=3))


def _cell(panel: Axes, x: float, y: float, value: float) -> None:
    fill, ink = attitude_colours(value)
    panel.add_patch(
        Rectangle((x, y - ROW / 2 + 0.2), CELL, ROW - 0.4, facecolor=fill, edgecolor="white", linewidth=0.5)
    )
    panel.text(x + CELL / 2, y, signed(value), ha="center", va="center", fontsize=SMALL, color=ink)
