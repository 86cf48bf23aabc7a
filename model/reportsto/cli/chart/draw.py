"""`reportsto chart draw`: a chart as a drawing, as pages for print, a Mermaid diagram or text."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportsto.cli.chart.reading import organisation_of
from reportsto.cli.chart.reading_options import reading_options
from reportsto.cli.shared import PATH, Command, say, whole
from reportsto.errors import ChartError, unknown_name

if TYPE_CHECKING:
    from reportsto.charts.chart import Chart, Post


KINDS = (".svg", ".pdf", ".mmd", ".txt")
A_PAGE = 60
"""Posts whose words are readable on one page."""
MOST_PAGES = 300


@click.command(cls=Command, epilog="Example: reportsto chart draw chart.csv --out chart.svg")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option(
    "--out", required=True, type=PATH, help="Write to this .svg, .pdf, .mmd (Mermaid) or .txt file (required)."
)
@click.option("--structure", help="Draw the chart with this structure's edit applied (default: as the file has it).")
@whole(
    "--posts", default=A_PAGE, help="Draw at most about N posts a page of .svg or .pdf; the rest is counted (0: all)."
)
@whole("--levels", default=2, help="In a .pdf, give each post with reports of the first N levels a page of its own.")
@reading_options
def draw(files: Sequence[Path], out: Path, structure: str | None, posts: int, levels: int, **reading: Any) -> None:
    """Draw a chart of any kind; a large one is folded, and what is left out is counted."""
    from reportsto.results.storage import write_bytes

    kind = out.suffix.lower()
    if kind not in KINDS:
        raise unknown_name("kind of drawing", out.suffix or out.name, KINDS)
    drawn = organisation_of(files, reading).chart
    if structure:
        from reportsto.structures import structure as find_structure

        drawn = find_structure(structure).edit(drawn)
    write_bytes(out, _content(drawn, kind, posts, levels))
    say(f"wrote {out}")


def _content(drawn: "Chart", kind: str, posts: int, levels: int) -> bytes:
    if kind == ".svg":
        from reportsto.drawing import draw_chart, svg_bytes

        return svg_bytes(draw_chart(_folded(drawn, posts)))
    if kind == ".pdf":
        from reportsto.drawing import draw_chart, pdf_bytes

        tops = [drawn.root()] if drawn.is_map else _tops(drawn, levels)
        return pdf_bytes(draw_chart(_folded(drawn, posts, top.id), title=_heading(drawn, top)) for top in tops)
    from reportsto.chart_files.drawing import as_mermaid, as_text

    return (as_mermaid if kind == ".mmd" else as_text)(drawn).encode()


def _folded(chart: "Chart", posts: int, top: str = "") -> "Chart":
    """Return the chart, or what is below one post, folded to a page; a customer map is never folded."""
    from reportsto.chart_files.folding import folded_chart

    if chart.is_map or (not top and (posts == 0 or len(chart.posts) <= posts)):
        return chart
    return folded_chart(chart, posts or len(chart.posts), top)


def _tops(chart: "Chart", levels: int) -> "list[Post]":
    """Return the posts that begin a page: those of the first levels that have reports, level by level."""
    leading = {post.superior for post in chart.posts}
    above = {post.id: post.superior for post in chart.posts}
    level: dict[str | None, int] = {None: 0}
    order = [chart.root()]
    reports: dict[str | None, list[Post]] = {}
    for post in chart.posts:
        reports.setdefault(post.superior, []).append(post)
    for post in order:
        level[post.id] = level[above[post.id]] + 1
        if level[post.id] < levels:
            order += reports.get(post.id, [])
    tops = [post for post in order if post.id in leading]
    if len(tops) > MOST_PAGES:
        raise ChartError(
            f"--levels {levels} makes {len(tops):,} pages; expected at most {MOST_PAGES}: ask for fewer levels"
        )
    return tops


def _heading(chart: "Chart", top: "Post") -> str | None:
    return chart.name if top.superior is None else f"{chart.name}: {top.title or top.id}"
