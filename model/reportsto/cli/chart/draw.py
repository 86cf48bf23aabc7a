"""`reportsto chart draw`: a chart as a drawing, a Mermaid diagram or text."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import PATH, Command, say
from reportsto.errors import unknown_name

if TYPE_CHECKING:
    from reportsto.charts.chart import Chart


@click.command(cls=Command, epilog="Example: reportsto chart draw chart.csv --out chart.svg")
@click.argument("file", type=PATH)
@click.option("--out", required=True, type=PATH, help="Write to this .svg, .mmd (Mermaid) or .txt file (required).")
@click.option("--structure", help="Draw the chart with this structure's edit applied (default: as the file has it).")
def draw(file: Path, out: Path, structure: str | None) -> None:
    """Draw a chart."""
    from reportsto.chart_files.reading import read_chart
    from reportsto.results.storage import write_bytes

    kinds = {".svg": _as_svg, ".mmd": _as_mermaid, ".txt": _as_text}
    if out.suffix.lower() not in kinds:
        raise unknown_name("kind of drawing", out.suffix or out.name, kinds)
    drawn = read_chart(file)
    if structure:
        from reportsto.structures import structure as find_structure

        drawn = find_structure(structure).edit(drawn)
    write_bytes(out, kinds[out.suffix.lower()](drawn))
    say(f"wrote {out}")


def _as_svg(drawn: "Chart") -> bytes:
    from reportsto.drawing import draw_chart, svg_bytes

    return svg_bytes(draw_chart(drawn))


def _as_mermaid(drawn: "Chart") -> bytes:
    from reportsto.chart_files.drawing import as_mermaid

    return as_mermaid(drawn).encode()


def _as_text(drawn: "Chart") -> bytes:
    from reportsto.chart_files.drawing import as_text

    return as_text(drawn).encode()
