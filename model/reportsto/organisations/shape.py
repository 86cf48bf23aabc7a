"""The shape of posts that are not yet a chart: levels, reports, people below; for posts in any order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportsto.organisations.raw import RawPost


@dataclass(frozen=True)
class Shape:
    """Who reports to whom, by id.

    Attributes:
        posts: as they were read.
        row: place among them, from 0.
        level: number of superiors; of a post on a circle, those up to where it closes.
        reports: ids of direct reports.
    """

    posts: Mapping[str, RawPost]
    row: Mapping[str, int]
    level: Mapping[str, int]
    reports: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, posts: Sequence[RawPost]) -> "Shape":
        """Return the shape of posts."""
        by_id = {post.id: post for post in posts}
        reports: dict[str, list[str]] = {post: [] for post in by_id}
        for post in posts:
            if post.superior in reports:
                reports[post.superior].append(post.id)
        return cls(by_id, {post: row for row, post in enumerate(by_id)}, _levels(by_id), reports)

    def above(self, post: str) -> Iterator[str]:
        """Yield the posts above one, the nearest first."""
        passed = {post}
        at = self.posts[post].superior
        while at is not None and at in self.posts and at not in passed:
            yield at
            passed.add(at)
            at = self.posts[at].superior

    def unit(self, head: str) -> Iterator[str]:
        """Yield a post and all below it."""
        waiting, passed = [head], {head}
        while waiting:
            post = waiting.pop()
            yield post
            new = [below for below in self.reports[post] if below not in passed]
            passed.update(new)
            waiting += new

    def people_below(self, head: str) -> Decimal | int:
        """Return the number of people of a post and of all below it."""
        return sum(self.posts[post].headcount for post in self.unit(head))


def _levels(posts: Mapping[str, RawPost]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for start in posts:
        chain: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in posts and at not in levels and at not in chain:
            chain[at] = None
            at = posts[at].superior
        first = levels[at] + 1 if at in levels else 0
        levels.update((post, first + step) for step, post in enumerate(reversed(chain)))
    return levels
