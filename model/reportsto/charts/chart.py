"""Posts and charts: a frozen tree of posts, or a customer map without reporting edges.

A chart is checked when it is made, so whoever holds one holds a sound one. Seats are people: a post with headcount
h is h seats, numbered from `seat` on, and every edit keeps the numbers. The seat is the address of a person's draws
and the order of every sum, which is why moving a team changes nobody's luck.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportsto.errors import ChartError
from reportsto.vocabulary import Function


class PostError(ChartError):
    """A mistake at one post; `post` is its id, so that whoever read the chart from a file can name the line."""

    def __init__(self, message: str, post: str = "") -> None:
        super().__init__(message)
        self.post = post


@dataclass(frozen=True, slots=True)
class Post:
    """One box of the chart.

    Attributes:
        id: its name in the chart file.
        function: what it is there to do.
        superior: id of the post it reports to; `None` for the chief executive and on a customer map.
        headcount: number of people.
        title, department: labels that no rule reads.
        site: where it sits; asking an owner on another site takes longer.
        seat: number of the first of its people.
        answers: whether its people answer customers: service posts without reports on the base chart.
        level: number of superiors on the base chart, which every edit keeps: who is the highest of a function, and so
            owns its causes, does not change with the structure.
        circle: of a customer map; empty on a tree.
        base: id on the base chart, which a post split by an edit keeps: scorecards go by it.
        dotted: id of a second superior, to whom some of its reports go; `None` for nearly everybody.
        liaison: whether its people ask the owners of their department for everybody who answers customers.
        every: n > 0 takes its people out of the rotation: they answer every n-th contact.
    """

    id: str
    function: Function
    superior: str | None
    headcount: int = 1
    title: str = ""
    department: str = ""
    site: str = ""
    seat: int = -1
    answers: bool = False
    level: int = 0
    circle: str = ""
    base: str = ""
    dotted: str | None = None
    liaison: bool = False
    every: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A sound set of posts, in row order: one tree, or one map of circles.

    Make one with `tree` (numbers the seats, finds the handlers) or through `charts.editing` and `chart_files.reading`.
    """

    posts: tuple[Post, ...]
    name: str = "chart"

    @property
    def is_map(self) -> bool:
        """Return whether this is a customer map: circles instead of reporting lines."""
        return any(post.circle for post in self.posts)

    @property
    def seats(self) -> int:
        """Return the number of people."""
        return sum(post.headcount for post in self.posts)

    def index(self, post_id: str) -> int:
        """Return the row of a post, or raise `ChartError`."""
        for row, post in enumerate(self.posts):
            if post.id == post_id:
                return row
        raise ChartError(f"chart {self.name!r} has no post {post_id!r}")

    def post(self, post_id: str) -> Post:
        """Return the post with this id, or raise `ChartError`."""
        return self.posts[self.index(post_id)]

    def root(self) -> Post:
        """Return the post at the top; on a map, the one that had no superior on the chart it was made from."""
        if self.is_map:
            return next(post for post in self.posts if post.level == 0)
        return next(post for post in self.posts if post.superior is None)

    def reports(self, post_id: str) -> tuple[Post, ...]:
        """Return the posts that report directly to this one, in row order."""
        return tuple(post for post in self.posts if post.superior == post_id)

    def highest(self, function: Function) -> Post | None:
        """Return the highest post of a function: fewest superiors on the base chart, then lowest seat."""
        found = [post for post in self.posts if post.function is function]
        return min(found, key=lambda post: (post.level, post.seat)) if found else None


def tree(posts: Iterable[Post], name: str = "chart") -> Chart:
    """Return a base chart from posts: checked, seats numbered in row order, handlers found.

    Posts that all carry a `seat` keep their numbers (they must cover 0 to n - 1 exactly once); if none does, seats
    follow row order. Raises `ChartError` for anything that is not one tree with service and logistics in it.
    """
    rows = tuple(posts)
    _check_tree(rows, name)
    rows = _number_seats(rows, name)
    with_reports = {post.superior for post in rows}
    levels = _levels(rows)
    rows = tuple(
        replace(
            post,
            level=levels[post.id],
            base=post.base or post.id,
            answers=post.function is Function.SERVICE and post.id not in with_reports,
        )
        for post in rows
    )
    _check_functions(rows, name)
    _check_second_lines(rows, name)
    _check_duties(rows, name)
    return Chart(rows, name)


def edited(chart: Chart, posts: Sequence[Post]) -> Chart:
    """Return the tree with these posts in place of the chart's; seats, handlers and levels stay as they are given.

    A second line that an edit has made pointless, to one's own superior or to somebody below, is dropped.
    """
    rows = tuple(posts)
    _check_tree(rows, chart.name)
    _check_seats(rows, chart.name)
    superior = {post.id: post.superior for post in rows}
    rows = tuple(replace(post, dotted=None) if _is_pointless(post, superior) else post for post in rows)
    return Chart(rows, chart.name)


def mapped(chart: Chart, posts: Sequence[Post]) -> Chart:
    """Return the customer map with these posts; each must stand in a circle, and each seat in one post.

    A map has no second lines and no duties: where contacts go, and whom one asks, follows from the circles.
    """
    rows = tuple(replace(post, dotted=None, liaison=False, every=0) for post in posts)
    _check_ids(rows, chart.name)
    _check_seats(rows, chart.name)
    for post in rows:
        if not post.circle or post.superior is not None:
            raise PostError(f"chart {chart.name!r}: post {post.id!r} needs a circle and no superior on a map", post.id)
    if sum(post.level == 0 for post in rows) != 1:
        raise ChartError(f"chart {chart.name!r}: a customer map has exactly one chief executive")
    return Chart(rows, chart.name)


def _levels(rows: Sequence[Post]) -> dict[str, int]:
    superior = {post.id: post.superior for post in rows}
    levels = {post.id: 0 for post in rows if post.superior is None}
    for post in rows:
        chain = []
        at: str | None = post.id
        while at is not None and at not in levels:
            chain.append(at)
            at = superior[at]
        top = levels[at] if at is not None else 0
        levels.update((below, top + step) for step, below in enumerate(reversed(chain), start=1))
    return levels


def _check_tree(rows: Sequence[Post], name: str) -> None:
    if not rows:
        raise ChartError(f"chart {name!r} has no posts: expected at least a chief executive, service and logistics")
    _check_ids(rows, name)
    superior = {post.id: post.superior for post in rows}
    _check_superiors(superior, name)
    _check_no_cycle(superior, name)
    heads = set(superior.values()) | {post.dotted for post in rows}
    for post in rows:
        if post.id in heads and post.headcount != 1:
            raise PostError(
                f"chart {name!r}: post {post.id!r} has headcount {post.headcount} and reports below it; "
                "a post with reports is one person: split it into a head and a team",
                post.id,
            )


def _check_ids(rows: Sequence[Post], name: str) -> None:
    seen: set[str] = set()
    for post in rows:
        if post.id in seen:
            raise PostError(f"chart {name!r}: post {post.id!r} stands there twice; every id must be unique", post.id)
        if post.headcount < 1:
            raise PostError(
                f"chart {name!r}: post {post.id!r} has headcount {post.headcount}; expected 1 or more", post.id
            )
        seen.add(post.id)


def _check_superiors(superior: Mapping[str, str | None], name: str) -> None:
    for post, above in superior.items():
        if above is not None and above not in superior:
            raise PostError(f"chart {name!r}: post {post!r} reports to {above!r}, which is no post here", post)
    roots = [post for post, above in superior.items() if above is None]
    if len(roots) > 1:
        shown = ", ".join(f"{root!r}" for root in roots[:5])
        raise PostError(
            f"chart {name!r}: expected exactly one post that reports to nobody, found {len(roots)}: {shown}", roots[1]
        )


def _check_second_lines(rows: Sequence[Post], name: str) -> None:
    superior = {post.id: post.superior for post in rows}
    for post in rows:
        if post.dotted is None:
            continue
        if post.dotted not in superior:
            raise PostError(
                f"chart {name!r}: post {post.id!r} has a dotted line to {post.dotted!r}, no post here", post.id
            )
        if _is_pointless(post, superior):
            raise PostError(
                f"chart {name!r}: post {post.id!r} has a dotted line to {post.dotted!r}; expected a post that is "
                "neither its superior, nor itself, nor below it",
                post.id,
            )


def _is_pointless(post: Post, superior: Mapping[str, str | None]) -> bool:
    """Tell whether a second line goes to the superior, to the post itself, or to somebody below it."""
    if post.dotted is None or post.dotted == post.superior:
        return post.dotted is not None
    at: str | None = post.dotted
    while at is not None and at != post.id:
        at = superior[at]
    return at is not None


def _check_duties(rows: Sequence[Post], name: str) -> None:
    for post in rows:
        if (post.liaison or post.every) and not post.answers:
            duty = "is a liaison" if post.liaison else f"answers every {post.every} contacts"
            raise PostError(f"chart {name!r}: post {post.id!r} {duty}; expected one that answers customers", post.id)
    if all(post.every for post in rows if post.answers):
        every = next(post.id for post in rows if post.answers)
        raise PostError(
            f"chart {name!r}: post {every!r} answers every n-th contact, as do all others; "
            "expected somebody for the rest",
            every,
        )


def _check_no_cycle(superior: Mapping[str, str | None], name: str) -> None:
    safe: set[str] = set()
    for start in superior:
        seen: list[str] = []
        on_way: set[str] = set()
        at: str | None = start
        while at is not None and at not in safe:
            if at in on_way:
                loop = " -> ".join(f"{post!r}" for post in [*seen[seen.index(at) :][:6], at])
                raise PostError(f"chart {name!r}: the reporting line runs in a circle: {loop}", at)
            seen.append(at)
            on_way.add(at)
            at = superior[at]
        safe.update(seen)


def _number_seats(rows: tuple[Post, ...], name: str) -> tuple[Post, ...]:
    numbered = [post for post in rows if post.seat >= 0]
    if not numbered:
        first, out = 0, []
        for post in rows:
            out.append(replace(post, seat=first))
            first += post.headcount
        return tuple(out)
    if len(numbered) != len(rows):
        bare = next(post.id for post in rows if post.seat < 0)
        raise PostError(
            f"chart {name!r}: post {bare!r} has no seat number though others have; number all or none", bare
        )
    _check_seats(rows, name)
    return rows


def _check_seats(rows: Sequence[Post], name: str) -> None:
    expected = 0
    for post in sorted(rows, key=lambda post: post.seat):
        if post.seat != expected:
            raise PostError(
                f"chart {name!r}: seat {post.seat} of post {post.id!r} overlaps or leaves a gap; expected {expected}",
                post.id,
            )
        expected += post.headcount


def _check_functions(rows: Sequence[Post], name: str) -> None:
    if not any(post.answers for post in rows):
        raise ChartError(f"chart {name!r} has no customer service: expected a post with function 'service'")
    if not any(post.function is Function.LOGISTICS for post in rows):
        raise ChartError(f"chart {name!r} has no logistics: expected a post with function 'logistics'")
