"""Charts as text: a tree of box characters for the terminal, and a Mermaid flowchart for documents.

The same chart always gives the same text. Titles and ids are shown, never interpreted: control characters become
spaces, and what Mermaid would read as markup becomes an entity. Drawings as images are in `reportsto.drawing`.
"""

import re
from collections.abc import Iterator, Sequence

from reportsto.charts.chart import Chart, Post

_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"""["#&;<>`\\\[\]{}|]""")


def as_text(chart: Chart) -> str:
    """Return the chart as a tree of lines, or a customer map as a list of circles, in row order."""
    if chart.is_map:
        lines = [line for name, posts in circles_of(chart).items() for line in _circle_lines(name, posts)]
    else:
        lines = list(_tree_lines(chart))
    return "\n".join(lines) + "\n"


def as_mermaid(chart: Chart) -> str:
    """Return the chart as a Mermaid flowchart from the top down; circles of a customer map are subgraphs."""
    lines = ["flowchart TD"]
    node = {post.id: f"p{row}" for row, post in enumerate(chart.posts)}
    if chart.is_map:
        for number, (name, posts) in enumerate(circles_of(chart).items()):
            lines.append(f'  subgraph c{number}["{_escaped(name)}"]')
            lines.extend(f'    {node[post.id]}["{_escaped(label(post))}"]' for post in posts)
            lines.append("  end")
    else:
        lines.extend(f'  {node[post.id]}["{_escaped(label(post))}"]' for post in chart.posts)
        lines.extend(
            f"  {node[post.superior]} --> {node[post.id]}" for post in chart.posts if post.superior is not None
        )
        lines.extend(f"  {node[post.dotted]} -.-> {node[post.id]}" for post in chart.posts if post.dotted is not None)
    return "\n".join(lines) + "\n"


def label(post: Post) -> str:
    """Return what a drawing says of a post: id, title where it says more, function, people, duties, a second line."""
    title = f": {post.title}" if post.title and post.title != post.id else ""
    people = ", nobody sits there" if post.is_empty else f", {post.headcount} people" if post.headcount > 1 else ""
    answers = ", answering customers" if post.answers else ""
    duties = f", one contact in {post.every}" if post.every else ""
    duties += ", liaison" if post.liaison else ""
    dotted = f", dotted line to {post.dotted}" if post.dotted is not None else ""
    return _INVISIBLE.sub(" ", f"{post.id}{title} ({post.function.word}{people}{answers}{duties}{dotted})")


def without_invisible(text: str) -> str:
    """Return text in which what shows nothing, or moves what is beside it, is a blank."""
    return _INVISIBLE.sub(" ", text)


def circles_of(chart: Chart) -> dict[str, list[Post]]:
    """Return the posts of each circle of a customer map, circles and posts in row order."""
    circles: dict[str, list[Post]] = {}
    for post in chart.posts:
        circles.setdefault(post.circle, []).append(post)
    return circles


def _tree_lines(chart: Chart) -> Iterator[str]:
    reports: dict[str | None, list[Post]] = {}
    for post in chart.posts:
        reports.setdefault(post.superior, []).append(post)
    yield label(chart.root())
    waiting = _branches(reports.get(chart.root().id, []), "")
    while waiting:  # a stack and not a recursion: a chart may be deeper than Python is
        post, branch, indent = waiting.pop()
        yield branch + label(post)
        waiting.extend(_branches(reports.get(post.id, []), indent))


def _branches(posts: Sequence[Post], indent: str) -> list[tuple[Post, str, str]]:
    """Return each post with its branch and the indent of what is below it, the last one first."""
    branches = [(post, f"{indent}├── ", f"{indent}│   ") for post in posts[:-1]]
    branches += [(post, f"{indent}└── ", f"{indent}    ") for post in posts[-1:]]
    return branches[::-1]


def _circle_lines(name: str, posts: Sequence[Post]) -> Iterator[str]:
    yield name
    for post, branch, _ in reversed(_branches(posts, "")):
        yield branch + label(post)


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: f"#{ord(found.group())};", _INVISIBLE.sub(" ", text))
