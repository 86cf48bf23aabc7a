"""Edits of a chart: move a post under another, hang a team, draw a customer map; difference of two charts.

Every edit keeps ids, seats and who answers customers, so two charts that differ by an edit employ the same people; but
`heads` and `leads` hire.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Any

from reportsto.charts.chart import Chart, Post, edited, mapped
from reportsto.errors import ChartError
from reportsto.vocabulary import Function

NO_DUTY: dict[str, Any] = {"answers": False, "dotted": None, "liaison": False, "every": 0}
"""Of a post that only leads."""

Edit = Callable[[Chart], Chart]


def move_post(chart: Chart, post_id: str, under: str) -> Chart:
    """Return the chart with one post (and all below it) reporting to another post."""
    if chart.is_map:
        raise ChartError(f"chart '{chart.name}' is a customer map: it has no reporting line to move")
    chart.index(under)
    at = chart.index(post_id)
    if post_id == under:
        raise ChartError(f"chart '{chart.name}': post '{post_id}' cannot report to itself")
    if post_id == chart.root().id:
        raise ChartError(f"chart '{chart.name}': post '{post_id}' is at the top and cannot report to '{under}'")
    posts = list(chart.posts)
    posts[at] = replace(posts[at], superior=under)
    return edited(chart, posts)


def move(function: Function, under: Function) -> Edit:
    """Return the edit that puts the head of one function under the highest post of another.

    The head is the highest post below the chief executive; under `EXECUTIVE` means under the chief executive. Tops of
    other *service* teams report to the head of service first, so that all service people move together. Made to work
    on any chart that has both: a host that stands below the head first takes the head's place, and a host of several
    people gets one of them as its lead (`with_lead`).
    """

    def edit(chart: Chart) -> Chart:
        head = head_of(chart, function).id
        host = chart.root().id if under is Function.EXECUTIVE else highest_of(chart, under).id
        if function is Function.SERVICE:
            chart = gather(chart, function)
        if head == host:
            return chart
        if head in _superiors(chart, host):
            chart = move_post(chart, host, chart.post(head).superior or chart.root().id)
        return move_post(with_lead(chart, host), head, host)

    return edit


def gather(chart: Chart, function: Function) -> Chart:
    """Return the chart in which the tops of all other teams of a function report to its head.

    A chief executive of that function stays where it is.
    """
    head = head_of(chart, function)
    root = chart.root()
    by_id = {post.id: post for post in chart.posts}
    tops = {post.id for post in chart.posts if post.function is function and _is_top(post, by_id, function)}
    tops |= {post.id for post in chart.reports(root.id) if post.function is function}
    tops -= {head.id, root.id}
    if not tops:
        return chart
    chart = with_lead(chart, head.id)
    return edited(chart, [replace(p, superior=head.id) if p.id in tops else p for p in chart.posts])


def with_lead(chart: Chart, post_id: str) -> Chart:
    """Return the chart in which this post is one person, fit to have reports.

    Of a post of several people the first becomes the lead, under the old id, and the others its team, seats kept;
    all who answered customers still do. A post of one person is left alone.
    """
    at = chart.index(post_id)
    post = chart.posts[at]
    if post.headcount == 1:
        return chart
    taken = {other.id for other in chart.posts}
    team = next(name for name in _team_names(post_id) if name not in taken)
    others = replace(post, id=team, superior=post_id, headcount=post.headcount - 1, seat=post.seat + 1, dotted=None)
    return edited(chart, [*chart.posts[:at], replace(post, headcount=1), others, *chart.posts[at + 1 :]])


def in_order(*edits: Edit) -> Edit:
    """Return the edit that applies several edits one after the other."""

    def edit(chart: Chart) -> Chart:
        for step in edits:
            chart = step(chart)
        return chart

    return edit


def heads(number: int) -> Edit:
    """Return the edit that gives the chief executive so many further heads, or takes so many away.

    A further head is one person of function other, without staff. Those taken away are one person without staff too,
    and not the highest of a function that can own something; the last seats go first. Further heads get the last
    seats. A head taken away leaves no empty seat: people after it move up one, so they are other people.
    """

    def edit(chart: Chart) -> Chart:
        if number >= 0:
            return _with_heads(chart, number) if number else chart
        return _without_heads(chart, -number)

    return edit


def leads(number: int) -> Edit:
    """Return the edit that puts so many further managers between customer service's lead and the head above it.

    Each is one person of function service who answers nobody and owns nothing: of the lead's rank on the base chart,
    and with a later seat. On a customer map, which has no line, they sit in the circle of customer service's lead.
    """

    def edit(chart: Chart) -> Chart:
        if number == 0:
            return chart
        lead = head_of(chart, Function.SERVICE)
        names = _new_names(chart, "further lead", number)
        new = [
            replace(lead, id=name, title="", headcount=1, seat=chart.seats + at, base=name, **NO_DUTY)
            for at, name in enumerate(names)
        ]
        if chart.is_map:
            return mapped(chart, [*chart.posts, *new])
        new = [replace(post, superior=above) for post, above in zip(new, [*names[1:], lead.superior], strict=True)]
        posts = [replace(p, superior=names[0]) if p.id == lead.id else p for p in chart.posts]
        return edited(chart, [*posts, *new])

    return edit


def circles(circle_of: Mapping[Function, str], rest: str, handlers: Callable[[Chart], Mapping[str, int]]) -> Edit:
    """Return the edit that replaces reporting lines by circles.

    `circle_of` names the circle of each function; service people who do not answer customers, and functions without
    a circle, go to `rest`; the chief executive stands alone. `handlers` says how many of the people who answer
    customers sit in each circle, in seat order; a post whose people are spread is split, seats kept.
    """

    def edit(chart: Chart) -> Chart:
        counts = handlers(chart)
        labels = [name for name, count in counts.items() for _ in range(count)]
        seats = sorted(
            seat for post in chart.posts if post.answers for seat in range(post.seat, post.seat + post.headcount)
        )
        home = dict(zip(seats, labels, strict=True))
        root = chart.root()
        posts: list[Post] = []
        for post in chart.posts:
            if post.answers:
                posts.extend(_split(post, home))
            elif post.id == root.id:
                posts.append(replace(post, superior=None, circle="chief executive"))
            else:
                posts.append(replace(post, superior=None, circle=circle_of.get(post.function, rest)))
        return mapped(chart, posts)

    return edit


@dataclass(frozen=True, slots=True)
class Difference:
    """What must be done to one chart to get another: posts removed, added and changed, and the row order."""

    removed: tuple[str, ...]
    added: tuple[Post, ...]
    changed: tuple[tuple[Post, Post], ...]
    order: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Return whether the two charts hold the same posts."""
        return not (self.removed or self.added or self.changed)


def difference(before: Chart, after: Chart) -> Difference:
    """Return what changes from one chart to the other."""
    old = {post.id: post for post in before.posts}
    new = {post.id: post for post in after.posts}
    return Difference(
        removed=tuple(key for key in old if key not in new),
        added=tuple(post for key, post in new.items() if key not in old),
        changed=tuple((old[key], new[key]) for key in old if key in new and old[key] != new[key]),
        order=tuple(new),
    )


def _with_heads(chart: Chart, number: int) -> Chart:
    root = _tree_root(chart)
    names = _new_names(chart, "further head", number)
    seats = range(chart.seats, chart.seats + number)
    new = [
        Post(name, Function.OTHER, root.id, seat=seat, level=root.level + 1, base=name)
        for name, seat in zip(names, seats, strict=True)
    ]
    return edited(chart, [*chart.posts, *new])


def _without_heads(chart: Chart, number: int) -> Chart:
    root = _tree_root(chart)
    with_reports = {above for post in chart.posts for above in (post.superior, post.dotted)}
    spare = [
        post
        for post in chart.reports(root.id)
        if post.headcount == 1 and post.id not in with_reports and not post.answers and not _may_own(chart, post)
    ]
    if number > len(spare):
        named = ", ".join(f"'{post.id}'" for post in spare) or "none"
        raise ChartError(
            f"chart '{chart.name}' can lose {len(spare)} of its heads: {named}; expected chart.heads of "
            f"{-len(spare)} or more (a head with staff, or that owns a cause, stays)"
        )
    gone = sorted(spare, key=lambda post: post.seat)[-number:]
    kept = [post for post in chart.posts if post not in gone]
    return edited(chart, [replace(p, seat=p.seat - sum(one.seat < p.seat for one in gone)) for p in kept])


def _may_own(chart: Chart, post: Post) -> bool:
    """Tell whether a post is the highest of its function, where that function can own a cause."""
    return post.function not in (Function.OTHER, Function.EXECUTIVE) and chart.highest(post.function) == post


def _tree_root(chart: Chart) -> Post:
    if chart.is_map:
        raise ChartError(f"chart '{chart.name}' is a customer map: nobody reports to its chief executive")
    return chart.root()


def _new_names(chart: Chart, stem: str, number: int) -> list[str]:
    """Return ids that no post has yet: the stem, numbered."""
    taken = {post.id for post in chart.posts}
    return list(islice((name for at in count(1) if (name := f"{stem} {at}") not in taken), number))


def highest_of(chart: Chart, function: Function) -> Post:
    """Return the highest post of a function, or raise `ChartError`."""
    found = chart.highest(function)
    if found is None:
        raise ChartError(f"chart '{chart.name}' has no {function.word} post, which this structure needs")
    return found


def head_of(chart: Chart, function: Function) -> Post:
    """Return the highest post of a function that can move: the chief executive cannot."""
    root = chart.root()
    below = [post for post in chart.posts if post.function is function and post != root]
    return min(below, key=lambda post: (post.level, post.seat)) if below else highest_of(chart, function)


def _superiors(chart: Chart, post_id: str) -> list[str]:
    superior = {post.id: post.superior for post in chart.posts}
    chain = []
    above = superior[post_id]
    while above is not None:
        chain.append(above)
        above = superior[above]
    return chain


def _team_names(post_id: str) -> Iterator[str]:
    yield f"{post_id} (team)"
    yield from (f"{post_id} (team {number})" for number in count(2))


def _is_top(post: Post, by_id: Mapping[str, Post], function: Function) -> bool:
    above = by_id.get(post.superior or "")
    return above is None or above.function is not function


def _split(post: Post, home: Mapping[int, str]) -> list[Post]:
    parts: list[Post] = []
    for seat in range(post.seat, post.seat + post.headcount):
        circle = home[seat]
        if parts and parts[-1].circle == circle:
            parts[-1] = replace(parts[-1], headcount=parts[-1].headcount + 1)
        else:
            name = post.id if not parts else f"{post.id} ({circle})"
            parts.append(replace(post, id=name, superior=None, seat=seat, headcount=1, circle=circle))
    return parts
