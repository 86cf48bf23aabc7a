"""`reportsto chart draw`: a chart as a drawing, a Mermaid diagram or text."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportsto.cli.shared import PATH, Command, say
from reportsto.errors import unknown_name

if TYPE_CHECKING:
    from reportsto.charts.chart import Chart


KINDS = (".svg", ".mmd", ".txt")


@click.command(cls=Command, epilog="Example: reportsto chart draw chart.csv --out chart.svg")
@click.argument("file", type=PATH)
@click.option("--out", required=True, type=PATH, help="Write to this .svg, .mmd (Mermaid) or .txt file (required).")
@click.option("--structure", help="Draw the chart with this structure's edit applied (default: as the file has it).")
def draw(file: Path, out: Path, structure: str | None) -> None:
    """Draw a chart."""
    from reportsto.chart_files.reading import read_chart
    from reportsto.results.storage import write_bytes

    kind = out.suffix.lower()
    if kind not in KINDS:
        raise unknown_name("kind of drawing", out.suffix or out.name, KINDS)
    drawn = read_chart(file)
    if structure:
        from reportsto.structures import structure as find_structure

        drawn = find_structure(structure).edit(drawn)
    write_bytes(out, _content(drawn, kind))
    say(f"wrote {out}")


def _content(drawn: "Chart", kind: str) -> bytes:
    if kind == ".svg":
        from reportsto.drawing import draw_chart, svg_bytes

        return svg_bytes(draw_chart(drawn))
    from reportsto.chart_files.drawing import as_mermaid, as_text

    return (as_mermaid if kind == ".mmd" else as_text)(drawn).encode()
