"""Edits of a chart: move a post under another, hang a team, draw a customer map; difference of two charts.

Every edit keeps ids, seats and who answers customers, so two charts that differ by an edit employ the same people; but
`heads` and `leads` hire. What only hybrids need is an assumption: a dotted line, and a handler seated in another
department or by the chief executive.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from itertools import chain, count, groupby, islice
from typing import Any, Concatenate, ParamSpec

from reportsto.charts.chart import Chart, Post, edited, mapped, superiors
from reportsto.errors import ChartError
from reportsto.vocabulary import Function

NO_DUTY: dict[str, Any] = {"answers": False, "dotted": None, "liaison": False, "every": 0}
"""Of a post that only leads."""

Edit = Callable[[Chart], Chart]
P = ParamSpec("P")


def as_edit(change: Callable[Concatenate[Chart, P], Chart]) -> Callable[P, Edit]:
    """Return the function that makes an edit of a change: it takes all arguments but the chart."""

    @wraps(change)
    def made(*args: P.args, **named: P.kwargs) -> Edit:
        return lambda chart: change(chart, *args, **named)

    return made


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


@as_edit
def move(chart: Chart, function: Function, under: Function) -> Chart:
    """Return the edit that puts the head of one function under the highest post of another.

    The head is the highest post below the chief executive; under `EXECUTIVE` means under the chief executive. Tops of
    other *service* teams report to the head of service first, so that all service people move together. Made to work
    on any chart that has both: a host that stands below the head first takes the head's place, and a host of several
    people gets one of them as its lead (`with_lead`).
    """
    head = head_of(chart, function).id
    host = _host(chart, under)
    if function is Function.SERVICE:
        chart = gather(chart, function)
    if head == host:
        return chart
    if head in superiors({post.id: post.superior for post in chart.posts}, host):
        chart = move_post(chart, host, chart.post(head).superior or chart.root().id)
    return move_post(with_lead(chart, host), head, host)


def gather(chart: Chart, function: Function) -> Chart:
    """Return the chart in which the tops of all other teams of a function report to its head.

    A chief executive of that function stays where it is.
    """
    head = head_of(chart, function)
    root = chart.root()
    theirs = {post.id for post in chart.posts if post.function is function}
    tops = {post.id for post in chart.posts if post.superior not in theirs or post.superior == root.id}
    tops = (tops & theirs) - {head.id, root.id}
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
    if post.headcount <= 1:
        return chart
    names = chain([f"{post_id} (team)"], (f"{post_id} (team {number})" for number in count(2)))
    [team] = _free(chart, names, 1)
    others = replace(post, id=team, superior=post_id, headcount=post.headcount - 1, seat=post.seat + 1, dotted=None)
    return edited(chart, [*chart.posts[:at], replace(post, headcount=1), others, *chart.posts[at + 1 :]])


@as_edit
def in_order(chart: Chart, *edits: Edit) -> Chart:
    """Return the edit that applies several edits one after the other."""
    for step in edits:
        chart = step(chart)
    return chart


@as_edit
def heads(chart: Chart, number: int) -> Chart:
    """Return the edit that gives the chief executive so many further heads, or takes so many away.

    A further head is one person of function other, without staff. Those taken away are one person without staff too,
    and not the highest of a function that can own something; the last seats go first. Further heads get the last
    seats. A head taken away leaves no empty seat: people after it move up one, so they are other people.
    """
    if number == 0:
        return chart
    return _with_heads(chart, number) if number > 0 else _without_heads(chart, -number)


@as_edit
def leads(chart: Chart, number: int) -> Chart:
    """Return the edit that puts so many further managers between customer service's lead and the head above it.

    Each is one person of function service who answers nobody and owns nothing: of the lead's rank on the base chart,
    and with a later seat. On a customer map, which has no line, they sit in the circle of customer service's lead.
    """
    if number == 0:
        return chart
    lead = head_of(chart, Function.SERVICE)
    names = _free(chart, (f"further lead {at}" for at in count(1)), number)
    new = [
        replace(lead, id=name, title="", headcount=1, seat=chart.seats + at, base=name, **NO_DUTY)
        for at, name in enumerate(names)
    ]
    if chart.is_map:
        return mapped(chart, [*chart.posts, *new])
    new = [replace(post, superior=above) for post, above in zip(new, [*names[1:], lead.superior], strict=True)]
    posts = [replace(p, superior=names[0]) if p.id == lead.id else p for p in chart.posts]
    return edited(chart, [*posts, *new])


@as_edit
def circles(
    chart: Chart, circle_of: Mapping[Function, str], rest: str, handlers: Callable[[Chart], Mapping[str, int]]
) -> Chart:
    """Return the edit that replaces reporting lines by circles.

    `circle_of` names the circle of each function; service people who do not answer customers, and functions without
    a circle, go to `rest`; the chief executive stands alone. `handlers` says how many of the people who answer
    customers sit in each circle, in seat order; a post whose people are spread is split, seats kept.
    """
    counts = handlers(chart)
    labels = [name for name, count in counts.items() for _ in range(count)]
    home = dict(zip(chart.handlers, labels, strict=True))
    root = chart.root()
    posts: list[Post] = []
    for post in chart.posts:
        alone = "chief executive" if post.id == root.id else circle_of.get(post.function, rest)
        posts += _split(post, home) if post.answers else [replace(post, superior=None, circle=alone)]
    return mapped(chart, posts)


@as_edit
def dotted_line(chart: Chart, function: Function, to: Function) -> Chart:
    """Return the edit that gives the head of a function a second superior: the highest post of another function.

    To `EXECUTIVE` means to the chief executive. A second line to one's own superior is none.
    """
    head, second = head_of(chart, function).id, _host(chart, to)
    return edited(chart, [replace(p, dotted=second) if p.id == head else p for p in chart.posts])


@as_edit
def seat_one_apart(chart: Chart, name: str, under: Function, *, liaison: bool = False, every: int = 0) -> Chart:
    """Return the edit that seats one of those who answer customers under the highest post of a function.

    It is the last seat among those without reports; split from a team, the post gets this name. `liaison` and `every`
    are the duties of `charts.chart.Post`; duties that others had end. Where one person alone answers customers there
    is nobody to spare, and nobody moves.
    """
    chart = edited(chart, [replace(post, liaison=False, every=0) for post in chart.posts])
    with_reports = {post.superior for post in chart.posts}
    answering = [post for post in chart.posts if post.answers]
    spare = [post for post in answering if post.id not in with_reports]
    if not spare or sum(post.headcount for post in answering) == 1:
        return chart
    host = _host(chart, under)
    chart, one = _split_off(with_lead(chart, host), max(spare, key=lambda post: post.seat), name)
    moved = replace(one, superior=host, dotted=None, liaison=liaison, every=every)
    return edited(chart, [moved if post.id == one.id else post for post in chart.posts])


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
    names = _free(chart, (f"further head {at}" for at in count(1)), number)
    seats = range(chart.seats, chart.seats + number)
    new = [
        Post(name, Function.OTHER, root.id, seat=seat, level=root.level + 1, base=name)
        for name, seat in zip(names, seats, strict=True)
    ]
    return edited(chart, [*chart.posts, *new])


def _without_heads(chart: Chart, number: int) -> Chart:
    root = _tree_root(chart)
    spare = [post for post in chart.reports(root.id) if _is_spare(chart, post)]
    if number > len(spare):
        named = ", ".join(f"'{post.id}'" for post in spare) or "none"
        raise ChartError(
            f"chart '{chart.name}' can lose {len(spare)} of its heads: {named}; expected chart.heads of "
            f"{-len(spare)} or more (a head with staff, or that owns a cause, stays)"
        )
    gone = sorted(spare, key=lambda post: post.seat)[-number:]
    kept = [post for post in chart.posts if post not in gone]
    return edited(chart, [replace(p, seat=p.seat - sum(one.seat < p.seat for one in gone)) for p in kept])


def _is_spare(chart: Chart, post: Post) -> bool:
    """Tell whether a post is one person who leads nobody, answers nobody and can own no cause."""
    leads_somebody = any(post.id in (other.superior, other.dotted) for other in chart.posts)
    owns_nothing = post.function in (Function.OTHER, Function.EXECUTIVE) or chart.highest(post.function) != post
    return post.headcount == 1 and owns_nothing and not leads_somebody and not post.answers


def _tree_root(chart: Chart) -> Post:
    if chart.is_map:
        raise ChartError(f"chart '{chart.name}' is a customer map: nobody reports to its chief executive")
    return chart.root()


def _free(chart: Chart, names: Iterable[str], number: int) -> list[str]:
    """Return the first of these ids that no post has yet."""
    taken = {post.id for post in chart.posts}
    return list(islice((name for name in names if name not in taken), number))


def _host(chart: Chart, function: Function) -> str:
    """Return the highest post of a function; the chief executive for `EXECUTIVE`."""
    return chart.root().id if function is Function.EXECUTIVE else highest_of(chart, function).id


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


def _split(post: Post, home: Mapping[int, str]) -> list[Post]:
    """Return the parts of a post whose people sit in several circles; the first keeps its id."""
    parts: list[Post] = []
    for circle, seats in groupby(post.seat_numbers, key=home.__getitem__):
        name = f"{post.id} ({circle})" if parts else post.id
        first, *others = seats
        parts.append(replace(post, id=name, superior=None, seat=first, headcount=1 + len(others), circle=circle))
    return parts


def _split_off(chart: Chart, post: Post, name: str) -> tuple[Chart, Post]:
    """Return the chart in which the last person of a post is a post of its own, and that post."""
    if post.headcount == 1:
        return chart, post
    taken = {other.id for other in chart.posts}
    free = name if name not in taken else f"{post.id} ({name})"
    rest = replace(post, headcount=post.headcount - 1)
    one = replace(post, id=free, title=name.capitalize(), headcount=1, seat=post.seat + rest.headcount)
    at = chart.index(post.id)
    return edited(chart, [*chart.posts[:at], rest, one, *chart.posts[at + 1 :]]), one
