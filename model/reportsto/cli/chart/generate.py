"""`reportsto chart generate`: a chart of any size."""

from pathlib import Path

import click

from reportsto.cli.shared import PATH, Command, say, whole
from reportsto.errors import unknown_name


@click.command(cls=Command, epilog="Example: reportsto chart generate --posts 200 --out chart.csv")
@whole("--posts", required=True, help="Make N posts of one person, 5 to 100,000 (required).")
@whole("--breadth", default=8, help="Give a post at most N direct reports.")
@whole("--service-teams", default=1, help="Make N service teams; all but one go below logistics, marketing, sales.")
@click.option("--out", required=True, type=PATH, help="Write to this .csv file (required).")
def generate(posts: int, breadth: int, service_teams: int, out: Path) -> None:
    """Write a chart of any size, with the default shop's shares of functions."""
    from reportsto.chart_files.csv import chart_to_csv
    from reportsto.charts.generating import generated
    from reportsto.results.storage import write_bytes

    if out.suffix.lower() != ".csv":
        raise unknown_name("kind of chart file", out.suffix or out.name, [".csv"])
    write_bytes(out, chart_to_csv(generated(posts, breadth=breadth, service_teams=service_teams)).encode())
    say(f"wrote {out}")
