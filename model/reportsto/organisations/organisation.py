"""An organisation that was read: its chart, what its posts do, what was repaired, and what is wrong with it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportsto.charts.chart import Chart
from reportsto.errors import ChartError
from reportsto.organisations.functions import Assigned
from reportsto.organisations.headcounts import people_of
from reportsto.organisations.raw import Note, RawPost
from reportsto.vocabulary import Function

MOST_TOLD = 30
"""Faults that an error names, and notes that a command prints; `chart check --json` has all."""


@dataclass(frozen=True)
class Organisation:
    """An organisation from files.

    Attributes:
        name: of its chart.
        posts: as they were read and mended.
        read: the chart, or `None` where a fault keeps it from being made.
        assigned: what its posts do; `None` where they could not be read.
        notes: repairs, and things worth knowing.
        faults: what keeps it from being run, one line each.
    """

    name: str
    posts: tuple[RawPost, ...]
    read: Chart | None
    assigned: Assigned | None
    notes: tuple[Note, ...]
    faults: tuple[str, ...]

    @property
    def chart(self) -> Chart:
        """Return the chart; raises `ChartError` with its faults where there is none."""
        if self.read is None or self.faults:
            more = len(self.faults) - MOST_TOLD
            last = (f"... and {more:,} more; `reportsto chart check --json` lists all",) if more > 0 else ()
            raise ChartError("\n".join((*self.faults[:MOST_TOLD], *last)))
        return self.read

    def report(self) -> dict[str, object]:
        """Return what `chart check --json` prints, as plain data; what nobody answers or leads is told all the same."""
        said = {"notes": [_note(note) for note in self.notes], "faults": list(self.faults)}
        if not self.posts or self.assigned is None:
            return said
        level, top, head = _places(self.posts)
        functions, answering = self.assigned.functions, self.assigned.answering
        people = {post.id: people_of(post.headcount) for post in self.posts}
        inside: Counter[str] = Counter()
        for post in answering:
            inside[head[post]] += people[post]
        return {
            "posts": len(self.posts),
            "top": top.title or top.id,
            "depth": max(level.values()) + 1,
            "ceo_direct_reports": sum(people[post.id] for post in self.posts if post.superior == top.id),
            "service": [post.id for post in self.posts if functions[post.id] is Function.SERVICE],
            "answering": list(answering),
            "service_in": functions[inside.most_common(1)[0][0]].word if inside else "",
            "functions": {post: function.word for post, function in functions.items()},
            "reasons": dict(self.assigned.reasons),
            **said,
        }


def _note(note: Note) -> dict[str, object]:
    return {"file": note.file, "line": note.line, "what": note.what, "done": note.done}


def _places(posts: Sequence[RawPost]) -> tuple[dict[str, int], RawPost, dict[str, str]]:
    """Return the level of each post, the top, and the head of each department: a direct report of the top."""
    below: dict[str | None, list[RawPost]] = {}
    for post in posts:
        below.setdefault(post.superior, []).append(post)
    top = below[None][0]
    level, head = {top.id: 0}, {top.id: top.id}
    waiting = [top]
    while waiting:
        above = waiting.pop()
        for post in below.get(above.id, ()):
            level[post.id] = level[above.id] + 1
            head[post.id] = post.id if above is top else head[above.id]
            waiting.append(post)
    return level, top, head
