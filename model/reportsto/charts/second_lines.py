"""Edits for hybrids: a dotted line, a handler seated in another department, an ombudsman. All three are assumptions."""

from dataclasses import replace

from reportsto.charts.chart import Chart, Post, edited
from reportsto.charts.editing import Edit, head_of, highest_of, with_lead
from reportsto.vocabulary import Function


def dotted_line(function: Function, to: Function) -> Edit:
    """Return the edit that gives the head of a function a second superior: the highest post of another function.

    To `EXECUTIVE` means to the chief executive. A second line to one's own superior is none.
    """

    def edit(chart: Chart) -> Chart:
        head, second = head_of(chart, function).id, _host(chart, to)
        return edited(chart, [replace(p, dotted=second) if p.id == head else p for p in chart.posts])

    return edit


def seat_one_apart(name: str, under: Function, *, liaison: bool = False, every: int = 0) -> Edit:
    """Return the edit that seats one of those who answer customers under the highest post of a function.

    It is the last seat among those without reports; split from a team, the post gets this name. `liaison` and `every`
    are the duties of `charts.chart.Post`; duties that others had end. Where one person alone answers customers there
    is nobody to spare, and nobody moves.
    """

    def edit(chart: Chart) -> Chart:
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

    return edit


def _host(chart: Chart, function: Function) -> str:
    return chart.root().id if function is Function.EXECUTIVE else highest_of(chart, function).id


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
