"""Posts and charts: a frozen tree of posts, or a customer map without reporting edges.

A chart is checked when it is made, so whoever holds one holds a sound one. Seats are people: a post with headcount
h is h seats, numbered from `seat` on, and every edit keeps the numbers. The seat is the address of a person's draws
and the order of every sum, which is why moving a team changes nobody's luck.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

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
        headcount: number of people; 0 for a top where nobody sits, which only joins what is below it.
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

    @property
    def is_empty(self) -> bool:
        """Return whether nobody sits there."""
        return self.headcount == 0

    @property
    def seat_numbers(self) -> range:
        """Return the numbers of its people."""
        return range(self.seat, self.seat + self.headcount)


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

    @property
    def handlers(self) -> tuple[int, ...]:
        """Return the seats of those who answer customers."""
        return seats_of(post for post in self.posts if post.answers)

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


def seats_of(posts: Iterable[Post]) -> tuple[int, ...]:
    """Return the seats of the people of some posts, in order."""
    return tuple(sorted(seat for post in posts for seat in post.seat_numbers))


def superiors(superior: Mapping[str, str | None], post_id: str) -> Iterator[str]:
    """Yield the posts above one post, the nearest first; `superior` is by post."""
    above = superior[post_id]
    while above is not None:
        yield above
        above = superior[above]


def tree(posts: Iterable[Post], name: str = "chart") -> Chart:
    """Return a base chart from posts: checked, seats numbered in row order, handlers found.

    Posts that all carry a `seat` keep their numbers (they must cover 0 to n - 1 exactly once); if none does, seats
    follow row order. Raises `ChartError` for anything that is not one tree with service and logistics in it.
    """
    rows = tuple(posts)
    levels = _levels_of_tree(rows, name)
    rows = _number_seats(rows, name)
    with_reports = {post.superior for post in rows}
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
    _levels_of_tree(rows, chart.name)
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
            raise _wrong(chart.name, post.id, "needs a circle and no superior on a map")
    if sum(post.level == 0 for post in rows) != 1:
        raise ChartError(f"chart {chart.name!r}: a customer map has exactly one chief executive")
    return Chart(rows, chart.name)


def _wrong(name: str, post: str, what: str) -> PostError:
    return PostError(f"chart {name!r}: post {post!r} {what}", post)


def _levels_of_tree(rows: Sequence[Post], name: str) -> dict[str | None, int]:
    """Return the number of superiors of each post; raises `ChartError` for anything that is not one tree."""
    if not rows:
        raise ChartError(f"chart {name!r} has no posts: expected at least a chief executive, service and logistics")
    _check_ids(rows, name)
    superior = {post.id: post.superior for post in rows}
    _check_superiors(superior, name)
    levels = _levels(superior, name)
    heads = {*superior.values(), *(post.dotted for post in rows)}
    for post in rows:
        if post.id in heads and post.headcount != 1 and not post.is_empty:
            raise _wrong(
                name,
                post.id,
                f"has headcount {post.headcount} and reports below it; "
                "a post with reports is one person: split it into a head and a team",
            )
    return levels


def _check_ids(rows: Sequence[Post], name: str) -> None:
    seen: set[str] = set()
    for post in rows:
        if post.id in seen:
            raise _wrong(name, post.id, "stands there twice; every id must be unique")
        if post.headcount < 0 or (post.is_empty and post.superior is not None):
            raise _wrong(name, post.id, f"has headcount {post.headcount}; expected 1 or more, or 0 for an empty top")
        seen.add(post.id)


def _check_superiors(superior: Mapping[str, str | None], name: str) -> None:
    for post, above in superior.items():
        if above is not None and above not in superior:
            raise _wrong(name, post, f"reports to {above!r}, which is no post here")
    roots = [post for post, above in superior.items() if above is None]
    if len(roots) > 1:
        shown = ", ".join(f"{root!r}" for root in roots[:5])
        raise PostError(
            f"chart {name!r}: expected exactly one post that reports to nobody, found {len(roots)}: {shown}", roots[1]
        )


def _levels(superior: Mapping[str, str | None], name: str) -> dict[str | None, int]:
    """Return the number of superiors of each post; raises `PostError` where the line runs in a circle."""
    levels: dict[str | None, int] = {None: -1}
    for start in superior:
        chain: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in levels:
            if at in chain:
                posts = list(chain)
                loop = " -> ".join(f"{post!r}" for post in [*posts[posts.index(at) :][:6], at])
                raise PostError(f"chart {name!r}: the reporting line runs in a circle: {loop}", at)
            chain[at] = None
            at = superior[at]
        levels.update((below, levels[at] + step) for step, below in enumerate(reversed(chain), start=1))
    return levels


def _check_second_lines(rows: Sequence[Post], name: str) -> None:
    superior = {post.id: post.superior for post in rows}
    for post in rows:
        if post.dotted is not None and post.dotted not in superior:
            raise _wrong(name, post.id, f"has a dotted line to {post.dotted!r}, no post here")
        if _is_pointless(post, superior):
            expected = "expected a post that is neither its superior, nor itself, nor below it"
            raise _wrong(name, post.id, f"has a dotted line to {post.dotted!r}; {expected}")


def _is_pointless(post: Post, superior: Mapping[str, str | None]) -> bool:
    """Tell whether a second line goes to the superior, to the post itself, or to somebody below it."""
    if post.dotted is None:
        return False
    return post.dotted in (post.superior, post.id) or post.id in superiors(superior, post.dotted)


def _check_duties(rows: Sequence[Post], name: str) -> None:
    for post in rows:
        if (post.liaison or post.every) and not post.answers:
            duty = "is a liaison" if post.liaison else f"answers every {post.every} contacts"
            raise _wrong(name, post.id, f"{duty}; expected one that answers customers")
    answering = [post for post in rows if post.answers]
    if all(post.every for post in answering):
        duty = "answers every n-th contact, as do all others"
        raise _wrong(name, answering[0].id, f"{duty}; expected somebody for the rest")


def _number_seats(rows: tuple[Post, ...], name: str) -> tuple[Post, ...]:
    bare = [post.id for post in rows if post.seat < 0]
    if len(bare) == len(rows):
        first = accumulate((post.headcount for post in rows), initial=0)
        return tuple(replace(post, seat=seat) for post, seat in zip(rows, first, strict=False))
    if bare:
        raise _wrong(name, bare[0], "has no seat number though others have; number all or none")
    _check_seats(rows, name)
    return rows


def _check_seats(rows: Sequence[Post], name: str) -> None:
    expected = 0
    for post in sorted(rows, key=lambda post: (post.seat, post.headcount)):
        if post.seat != expected:
            raise PostError(
                f"chart {name!r}: seat {post.seat} of post {post.id!r} overlaps or leaves a gap; expected {expected}",
                post.id,
            )
        expected += post.headcount


def _check_functions(rows: Sequence[Post], name: str) -> None:
    for post in rows:
        if post.is_empty and post.function not in (Function.EXECUTIVE, Function.OTHER):
            raise _wrong(name, post.id, f"has function {post.function.word} and nobody sits there; expected executive")
    if not any(post.answers for post in rows):
        raise ChartError(f"chart {name!r} has no customer service: expected a post with function 'service'")
    if not any(post.function is Function.LOGISTICS for post in rows):
        raise ChartError(f"chart {name!r} has no logistics: expected a post with function 'logistics'")
