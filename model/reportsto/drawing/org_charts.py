"""Small multiples: every structure's chart, with the attitudes its people ended up with."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from reportsto.charts.chart import Chart, Post
from reportsto.drawing.chart import MARGIN, draw_key, frame, key_height, paint
from reportsto.drawing.layout import Sheet, sheet
from reportsto.drawing.panels import MissingInput
from reportsto.drawing.style import WIDE, inches, label, look, structure_looks
from reportsto.vocabulary import Function

GAP = 4.0
HEADING = 6.0
MAP_HEIGHT = 82.0
HALF = (WIDE - 2 * MARGIN - GAP) / 2
"""Width of a chart beside another."""


@look()
def draw_org_charts(structures: Mapping[str, Sequence[Mapping[str, Any]]], *, world: str = "") -> Figure:
    """Draw who sits where and what it makes of them: the chart of each structure, coloured by attitude.

    Each box is a post with its function, number of people and mean attitude over the window of measurement, in one
    run: orange defends the company, purple speaks for the customer. Thick edges are customer service; only its place
    differs between the charts. The customer map has circles instead of reporting lines. `structures` gives for each
    structure its posts: `id`, `title`, `function`, `superior`, `circle`, `headcount` and `attitude`.
    """
    charts = {name: chart_of(structures[name], name) for name in structure_looks(structures) if structures[name]}
    if not charts:
        raise MissingInput("figure 'org_charts' needs the posts of at least one structure")
    rows = _rows(charts)
    heights = [HEADING + max(plan.height for plan in row.values()) + GAP for row in rows]
    y = MARGIN + (HEADING if world else 0.0)
    full = y + math.fsum(heights) + key_height(WIDE)
    figure = Figure(figsize=(inches(WIDE), inches(full)))
    if world:
        figure.text(MARGIN / WIDE, 1 - MARGIN / full, f"World: {world}", va="top", weight="bold")
    for row, height in zip(rows, heights, strict=True):
        for at, (name, plan) in enumerate(row.items()):
            x = MARGIN + at * (HALF + GAP)
            figure.text(x / WIDE, 1 - (y + 1.0) / full, label(name), va="top", weight="bold", parse_math=False)
            paint(frame(figure, x, y + HEADING, plan.width, plan.height), plan, _attitudes(structures[name]))
        y += height
    draw_key(figure, coloured=True, hatched=any(plan.words == 0 for row in rows for plan in row.values()))
    return figure


def _rows(charts: Mapping[str, Chart]) -> list[dict[str, Sheet]]:
    """Return the sheets of each row of the figure: two charts beside each other, then each map alone."""
    names = [name for name, chart in charts.items() if not chart.is_map]
    rows = [{name: sheet(charts[name], HALF) for name in names[at : at + 2]} for at in range(0, len(names), 2)]
    maps = {name: chart for name, chart in charts.items() if chart.is_map}
    return rows + [{name: sheet(chart, WIDE - 2 * MARGIN, height=MAP_HEIGHT)} for name, chart in maps.items()]


def chart_of(posts: Sequence[Mapping[str, Any]], name: str) -> Chart:
    """Return the chart that a run's list of posts describes, unchecked: the run has used it already."""
    return Chart(tuple(_post(row) for row in posts), name)


def _post(row: Mapping[str, Any]) -> Post:
    function = row["function"]
    return Post(
        id=str(row["id"]),
        function=Function[function.upper()] if isinstance(function, str) else Function(int(function)),
        superior=row.get("superior") or None,
        headcount=int(row.get("headcount", 1)),
        title=str(row.get("title") or ""),
        circle=str(row.get("circle") or ""),
    )


def _attitudes(posts: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {str(row["id"]): float(row["attitude"]) for row in posts if row.get("attitude") is not None}
