"""Charts in the format of this project: read by its strict reader, so that they stay the charts they always were."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportsto.chart_files.reading import LARGEST, read_chart
from reportsto.charts.chart import Chart, Post, edited, tree
from reportsto.errors import ChartError, ReportsToError
from reportsto.files.place import Place
from reportsto.files.toml import read_toml
from reportsto.organisations.book import Book
from reportsto.organisations.entries import Entry, title_says_vacant
from reportsto.organisations.functions import ANSWERING
from reportsto.organisations.naming import as_formula, named, naming_people
from reportsto.organisations.opening import opened
from reportsto.organisations.plain_texts import PlainTexts
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

    @property
    def is_held(self) -> bool:
        """Return whether no title says that nobody holds its post."""
        return not any(post.vacant for post in self.posts)

    def answering(self) -> dict[str, str]:
        """Return who answers customers where the file says so itself, in the form of --as."""
        leading = {post.superior for post in self.chart.posts}
        placed = [post.function is Function.SERVICE and post.id not in leading for post in self.chart.posts]
        if all(post.answers == usual for post, usual in zip(self.chart.posts, placed, strict=True)):
            return {}
        return {ANSWERING: ",".join(post.id for post in self.chart.posts if post.answers)}

    def with_somebody_on_top(self) -> "Own":
        """Return the same with one person at a top where nobody sits."""
        if not self.chart.root().is_empty:
            return self
        posts = [replace(post, headcount=max(1, post.headcount), seat=-1) for post in self.chart.posts]
        made = tree(posts, self.chart.name)
        answers = [replace(new, answers=old.answers) for new, old in zip(made.posts, self.chart.posts, strict=True)]
        return Own(edited(made, answers), [replace(post, headcount=max(1, post.headcount)) for post in self.posts])

    def without_names(self, keep_names: bool, book: Book) -> tuple["Own", dict[str, str]]:
        """Return the same without ids that name people and with plain titles, and the new ids by the old ones."""
        ids = self._new_ids(keep_names, book)
        plain = PlainTexts(self.posts[0].file, book, keep_names)
        rows = [_plain(post, ids, plain, raw.line) for post, raw in zip(self.chart.posts, self.posts, strict=True)]
        plain.tell()
        if rows == list(self.chart.posts):
            return self, ids
        posts = [
            replace(
                post, id=row.id, superior=row.superior, title=row.title, unit=row.department, site=row.site,
                dotted=row.dotted,
            )
            for post, row in zip(self.posts, rows, strict=True)
        ]  # fmt: skip
        return Own(edited(self.chart, rows), posts), ids

    def _new_ids(self, keep_names: bool, book: Book) -> dict[str, str]:
        entries = [_entry(post) for post in self.posts]
        old = [post.id for post in self.posts]
        if not any(as_formula(one) for one in old) and (keep_names or not naming_people(entries)):
            return dict(zip(old, old, strict=True))
        return dict(zip(old, named(entries, keep_names, book), strict=True))


def _entry(post: RawPost) -> Entry:
    keys = {"id": [post.id], "email": [], "dn": [], "slug": [], "name": [], "title": [post.title]}
    return Entry(post.file, post.line, keys, title=post.title, unit=post.unit)


def _plain(post: Post, ids: Mapping[str, str], plain: PlainTexts, line: int) -> Post:
    """Return a post under its new id, with plain texts."""
    return replace(
        post,
        id=ids[post.id],
        base=ids.get(post.base, post.base),
        superior=ids.get(post.superior or "", post.superior),
        dotted=ids.get(post.dotted or "", post.dotted),
        title=plain.text("title", post.title, line),
        department=plain.text("department", post.department, line),
        site=plain.text("site", post.site, line),
    )


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
            title_says_vacant(post.title), lines.get(post.id, 0), str(path), post.site, post.dotted,
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
