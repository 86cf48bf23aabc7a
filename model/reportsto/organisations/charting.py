"""The chart of an organisation: its posts with their functions, the heads first, and who answers customers."""

from collections.abc import Sequence
from dataclasses import replace

from reportsto.charts.chart import Chart, Post, edited, tree
from reportsto.errors import ChartError
from reportsto.organisations.book import Book
from reportsto.organisations.functions import Assigned
from reportsto.organisations.headcounts import people_of, tell_shares
from reportsto.organisations.organisation import Organisation
from reportsto.organisations.raw import RawPost
from reportsto.vocabulary import Function


def charted(
    posts: Sequence[RawPost],
    assigned: Assigned,
    book: Book,
    name: str,
    own: Chart | None = None,
    as_it_is: bool = False,
) -> Organisation:
    """Return the organisation of posts that form one tree, in the order of their chart where they make one.

    `own` is that chart where it was read as one; with `as_it_is` it is taken, seats and all.
    """
    tell_shares(posts, set(assigned.answering), book)
    notes, faults = (*book.notes, *assigned.notes), (*book.faults, *assigned.faults)
    chart = None
    if not faults:
        try:
            chart = own if own and as_it_is else _chart(posts, assigned, name, own)
        except ChartError as error:
            faults = tuple(str(error).splitlines())
    if chart is not None:
        order = {post.id: row for row, post in enumerate(chart.posts)}
        posts = sorted(posts, key=lambda post: order[post.id])
        assigned = replace(assigned, answering=tuple(sorted(assigned.answering, key=order.__getitem__)))
    return Organisation(name, tuple(posts), chart, assigned, notes, faults)


def _chart(posts: Sequence[RawPost], assigned: Assigned, name: str, own: Chart | None) -> Chart:
    made = own.posts if own else [_post(post) for post in posts]
    rows = [replace(post, function=assigned.functions.get(post.id, Function.OTHER)) for post in made]
    chart = tree(rows, own.name if own else name)
    if any(_leads_elsewhere(chart, function, head) for function, head in assigned.heads.items()):
        chart = tree(_heads_first(rows, chart.root().id, set(assigned.heads.values())), chart.name)
    answering = set(assigned.answering)
    if any(post.answers != (post.id in answering) for post in chart.posts):
        chart = edited(chart, [replace(post, answers=post.id in answering) for post in chart.posts])
    return own if own and own.posts == chart.posts else chart


def _leads_elsewhere(chart: Chart, function: Function, head: str) -> bool:
    highest = chart.highest(function)
    return highest is not None and highest.id != head


def _heads_first(rows: Sequence[Post], top: str, heads: set[str]) -> list[Post]:
    """Return the posts in the order that makes each head the highest of its function: seats follow it."""
    order = sorted(rows, key=lambda post: (post.id != top, post.id not in heads))
    return [replace(post, seat=-1) for post in order]


def _post(post: RawPost) -> Post:
    return Post(
        id=post.id,
        function=Function.OTHER,
        superior=post.superior,
        headcount=people_of(post.headcount),
        title=post.title,
        department="",
        site=post.site,
        dotted=post.dotted,
    )
