"""Charts from files of any kind that is read. Whatever is wrong with one is a `ChartError` that names file and line."""

from pathlib import Path

from reportsto.chart_files.csv import read_csv
from reportsto.chart_files.posts import KINDS_OF_FILE, ReadChart
from reportsto.chart_files.toml import read_chart_toml
from reportsto.charts.chart import Chart
from reportsto.errors import ChartError, shown
from reportsto.files.place import Place
from reportsto.files.text import check_plain


def read_chart(path: str | Path) -> Chart:
    """Return the chart in a `.csv` or `.toml` file; its name is the file's, or the `name` in a TOML file.

    Headcounts may be full-time equivalents: rounded half up, and anybody's at least 1. Raises `ChartError`.
    """
    return read(Path(path)).chart


def read(path: Path) -> ReadChart:
    """Return the chart in a file, and the headcounts as they stand there."""
    kind = path.suffix.lower()
    if kind == ".toml":
        return read_chart_toml(path)
    if kind == ".csv":
        return read_csv(path, path.stem)
    place = Place(path, ChartError)
    check_plain(place, KINDS_OF_FILE)
    raise place.error(f"unknown kind of file {shown(kind)}; expected .csv or .toml")
