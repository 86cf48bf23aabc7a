"""Charts in the format of this project: read by its strict reader, so that they stay the charts they always were."""

from dataclasses import dataclass
from pathlib import Path

from reportsto.chart_files.reading import LARGEST, read_chart
from reportsto.charts.chart import Chart
from reportsto.errors import ChartError, ReportsToError
from reportsto.files.place import Place
from reportsto.files.toml import read_toml
from reportsto.organisations.book import Book
from reportsto.organisations.functions import ANSWERING
from reportsto.organisations.opening import opened
from reportsto.organisations.raw import RawPost
from reportsto.vocabulary import Function


@dataclass(frozen=True)
class Own:
    """A chart, and its posts as they were read: a function that its file does not say is `None`."""

    chart: Chart
    posts: list[RawPost]

    @property
    def says_all(self) -> bool:
        """Return whether the file says the function of every post."""
        return all(post.function is not None for post in self.posts)

    def answering(self) -> dict[str, str]:
        """Return who answers customers where the file says so itself, in the form of --as."""
        leading = {post.superior for post in self.chart.posts}
        placed = [post.function is Function.SERVICE and post.id not in leading for post in self.chart.posts]
        if all(post.answers == usual for post, usual in zip(self.chart.posts, placed, strict=True)):
            return {}
        return {ANSWERING: ",".join(post.id for post in self.chart.posts if post.answers)}


def read_own(path: Path) -> Own | None:
    """Return the chart in a file of our own format; `None` for any other file, and for one with a mistake."""
    if path.suffix.lower() not in (".csv", ".toml"):
        return None
    try:
        chart = read_chart(path)
        lines, said = _rows(path)
    except ReportsToError:
        return None
    posts = [
        RawPost(
            post.id, post.superior, post.title, post.department, post.headcount,
            post.function if post.function is not Function.OTHER or post.id in said else None,
            line=lines.get(post.id, 0), file=str(path), site=post.site, dotted=post.dotted,
        )
        for post in chart.posts
    ]  # fmt: skip
    return Own(chart, posts)


def _rows(path: Path) -> tuple[dict[str, int], set[str]]:
    """Return the line of each post, and the posts whose function the file says."""
    place = Place(path, ChartError)
    if path.suffix.lower() == ".toml":
        beside = read_toml(place, LARGEST, "a chart").table.get("chart")
        place = Place(path.with_name(beside), ChartError) if isinstance(beside, str) else place
    rows = [
        (record.line, {name.lower(): text for name, text in record.cells.items()})
        for record in opened(place, {}, Book()).records
    ]
    return (
        {cells.get("id", ""): line for line, cells in rows},
        {cells.get("id", "") for _, cells in rows if cells.get("function")},
    )
