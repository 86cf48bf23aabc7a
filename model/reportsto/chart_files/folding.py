"""Which posts of a large chart are listed, and what is left out: every post is listed or counted, none is lost.

A post is open, and its direct reports are listed, or it is folded, and all below it are counted. Reports without
reports of their own that look alike share one line. Of many reports the largest teams are listed and the rest counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reportsto.charts.chart import Chart, Post, superiors
from reportsto.vocabulary import Function
from reportsto.wording import counted

FEW = 6
"""Assumed: teams listed below one post of a chart that does not fit."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a folded chart.

    Attributes:
        posts: those that share the line; of a line that counts what is left out, all that it counts.
        depth: number of superiors above, below the post that the list begins with.
        folded: whether the line counts posts that are not listed.
    """

    posts: tuple[Post, ...]
    depth: int
    folded: bool = False

    @property
    def people(self) -> int:
        """Return the number of people on the line."""
        return sum(post.headcount for post in self.posts)


@dataclass
class Folded:
    """A tree of which some posts are open.

    Attributes:
        chart: a tree.
        top: id of the post that the list begins with.
        most: lines it may have.
    """

    chart: Chart
    top: str
    most: int
    _reports: dict[str, list[Post]] = field(default_factory=dict)
    _below: dict[str, int] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Open the posts above heads and one who answers, then level by level while there is room."""
        self._reports = {post.id: [] for post in self.chart.posts}
        for post in self.chart.posts:
            if post.superior is not None:
                self._reports[post.superior].append(post)
        order = self._ordered(self.top)
        for name in reversed(order):
            self._below[name] = sum(1 + self._below[report.id] for report in self._reports[name])
        self._few = len(order) if len(order) <= self.most else FEW
        self._marked = _worth_seeing(self.chart) & set(order)
        self._open_all(order)

    def lines(self) -> list[Listed]:
        """Return the lines in the order of a tree read from the top."""
        found: list[Listed] = []
        waiting = [Listed((self.chart.post(self.top),), 0)]
        while waiting:
            line = waiting.pop()
            found.append(line)
            if not line.folded and len(line.posts) == 1:
                waiting += reversed(self._next(line.posts[0], line.depth + 1))
        return found

    def _next(self, post: Post, depth: int) -> list[Listed]:
        """Return the lines directly below a post."""
        if not self._reports[post.id]:
            return []
        if post.id not in self._open:
            return [Listed(tuple(self._all_below([post.id])), depth, folded=True)]
        groups, rest = self._split(post.id)
        lines = [Listed(tuple(group), depth) for group in groups]
        if rest:
            names = [one.id for group in rest for one in group]
            counted = [one for group in rest for one in group] + self._all_below(names)
            lines.append(Listed(tuple(counted), depth, folded=True))
        return lines

    def _split(self, name: str) -> tuple[list[list[Post]], list[list[Post]]]:
        """Return the groups of reports that are listed, in row order, and those that are counted."""
        groups: dict[tuple[object, ...], list[Post]] = {}
        for post in self._reports[name]:
            alone = bool(self._reports[post.id]) or post.dotted is not None
            key = (post.id,) if alone else (post.title or post.id, post.function, post.answers)
            groups.setdefault(key, []).append(post)
        every = list(groups.values())
        if len(every) <= self._few + 1:
            return every, []
        by_worth = sorted(every, key=self._worth)
        listed = {id(group) for group in by_worth[: self._few]}
        return [one for one in every if id(one) in listed], [one for one in every if id(one) not in listed]

    def _worth(self, group: Sequence[Post]) -> tuple[bool, int]:
        marked = any(post.id in self._marked for post in group)
        return not marked, -sum(post.headcount + self._below[post.id] for post in group)

    def _open_all(self, order: Sequence[str]) -> None:
        shown = {self.top}
        lines = 1 + bool(self._reports[self.top])
        for name in [
            *(one for one in order if one in self._marked),
            *(one for one in order if one not in self._marked),
        ]:
            if name not in shown or not self._reports[name]:
                continue
            groups, rest = self._split(name)
            closed = sum(bool(self._reports[group[0].id]) for group in groups)
            more = len(groups) + bool(rest) + closed - 1
            if lines + more <= self.most:
                lines += more
                self._open.add(name)
                shown.update(post.id for group in groups for post in group)

    def _ordered(self, top: str) -> list[str]:
        """Return a post and all below it, level by level."""
        order = [top]
        for name in order:
            order += [post.id for post in self._reports[name]]
        return order

    def _all_below(self, names: Iterable[str]) -> list[Post]:
        found: list[Post] = []
        waiting = [post for name in names for post in self._reports[name]]
        while waiting:
            post = waiting.pop()
            found.append(post)
            waiting += self._reports[post.id]
        return found


def folded_chart(chart: Chart, most: int, top: str = "") -> Chart:
    """Return a chart of at most about `most` posts that stands for a tree, or for what is below one of its posts.

    A post in it may stand for several: for alike reports, with their number in its title, or for all that is left out.
    It is made to be drawn, and is no firm to be run: its seats are not numbered.
    """
    lines = Folded(chart, top or chart.root().id, most).lines()
    posts: list[Post] = []
    above: list[str] = []
    for line in lines:
        del above[line.depth :]
        post = _standing_for(line, above[-1] if above else None)
        posts.append(post)
        above.append(post.id)
    return Chart(tuple(posts), chart.name)


def _standing_for(line: Listed, superior: str | None) -> Post:
    """Return one post to be drawn for all posts of a line."""
    first = line.posts[0]
    if not line.folded and len(line.posts) == 1:
        return replace(first, superior=superior, dotted=None)
    people: dict[Function, int] = {}
    for post in line.posts:
        people[post.function] = people.get(post.function, 0) + post.headcount
    most = max(people, key=lambda function: people[function])
    answer = sum(post.headcount for post in line.posts if post.answers)
    title = f"{len(line.posts):,} × {first.title or first.id}"
    if line.folded:
        title = counted(len(line.posts), "more post") + (f", {answer:,} answer customers" if answer else "")
    return Post(
        f"{superior} and {first.id}",
        most,
        superior,
        headcount=line.people,
        title=title,
        answers=any(post.answers for post in line.posts),
    )


def _worth_seeing(chart: Chart) -> set[str]:
    """Return the heads of functions, the highest service posts, the first who answers customers, and all above them."""
    functions = (Function.SERVICE, Function.LOGISTICS, Function.MARKETING, Function.SALES, Function.PRODUCT)
    heads = [head for function in functions if (head := chart.highest(function)) is not None]
    heads += [post for post in chart.posts if post.answers][:1]
    service = {post.id for post in chart.posts if post.function is Function.SERVICE}
    heads += [post for post in chart.posts if post.id in service and post.superior not in service]
    above = {post.id: post.superior for post in chart.posts}
    return {name for head in heads for name in (head.id, *superiors(above, head.id))}
