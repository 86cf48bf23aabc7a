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
MAP_HEIGHT_WIDE = 82.0
MAP_HEIGHT_NARROW = 105.0


@look()
def draw_org_charts(
    structures: Mapping[str, Sequence[Mapping[str, Any]]], *, world: str = "", width: float = WIDE
) -> Figure:
    """Draw who sits where and what it makes of them: the chart of each structure, coloured by attitude.

    Each box is a post with its function, number of people and mean attitude over the window of measurement, in one
    run: orange defends the company, purple speaks for the customer. Thick edges are customer service; only its place
    differs between the charts. The customer map has circles instead of reporting lines. `structures` gives for each
    structure its posts: `id`, `title`, `function`, `superior`, `circle`, `headcount` and `attitude`.
    """
    names = [name for name in structure_looks(structures) if structures[name]]
    if not names:
        raise MissingInput("figure 'org_charts' needs the posts of at least one structure")
    charts = {name: chart_of(structures[name], name) for name in names}
    inner = width - 2 * MARGIN
    half = (inner - GAP) / 2
    rows = _rows({name: sheet(chart, half) for name, chart in charts.items() if not chart.is_map})
    room = MAP_HEIGHT_WIDE if width >= WIDE else MAP_HEIGHT_NARROW
    rows += [{name: sheet(chart, inner, height=room)} for name, chart in charts.items() if chart.is_map]
    heights = [HEADING + max(plan.height for plan in row.values()) + GAP for row in rows]
    y = MARGIN + (HEADING if world else 0.0)
    full = y + math.fsum(heights) + key_height(width)
    figure = Figure(figsize=(inches(width), inches(full)))
    if world:
        figure.text(MARGIN / width, 1 - MARGIN / full, f"World: {world}", va="top", weight="bold")
    for row, height in zip(rows, heights, strict=True):
        for at, (name, plan) in enumerate(row.items()):
            x = MARGIN + at * (half + GAP)
            figure.text(x / width, 1 - (y + 1.0) / full, label(name), va="top", weight="bold", parse_math=False)
            paint(frame(figure, x, y + HEADING, plan.width, plan.height), plan, _attitudes(structures[name]))
        y += height
    draw_key(figure, coloured=True, hatched=any(plan.words == 0 for row in rows for plan in row.values()))
    return figure


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


def _rows(plans: Mapping[str, Sheet]) -> list[dict[str, Sheet]]:
    names = list(plans)
    return [{name: plans[name] for name in names[at : at + 2]} for at in range(0, len(names), 2)]
