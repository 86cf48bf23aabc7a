"""An organisation that was read: its chart, what its posts do, what was repaired, and what is wrong with it."""

from collections import Counter
from dataclasses import dataclass

from reportsto.chart_files.posts import departments
from reportsto.charts.chart import Chart
from reportsto.errors import ChartError
from reportsto.organisations.functions import Assigned
from reportsto.organisations.raw import Note
from reportsto.vocabulary import Function


@dataclass(frozen=True)
class Organisation:
    """An organisation from files.

    Attributes:
        name: of its chart.
        read: the chart, or `None` where a fault keeps it from being made.
        assigned: what its posts do; `None` where they could not be read.
        notes: repairs, and things worth knowing.
        faults: what keeps it from being run, one line each.
    """

    name: str
    read: Chart | None
    assigned: Assigned | None
    notes: tuple[Note, ...]
    faults: tuple[str, ...]

    @property
    def chart(self) -> Chart:
        """Return the chart; raises `ChartError` with all faults where there is none."""
        if self.read is None or self.faults:
            raise ChartError("\n".join(self.faults))
        return self.read

    def report(self) -> dict[str, object]:
        """Return what `chart check --json` prints: plain data."""
        said = {"notes": [_note(note) for note in self.notes], "faults": list(self.faults)}
        chart, assigned = self.read, self.assigned
        if chart is None or assigned is None:
            return said
        top = chart.root()
        service = [post for post in chart.posts if post.function is Function.SERVICE]
        return {
            "posts": len(chart.posts),
            "top": top.title or top.id,
            "depth": max(post.level for post in chart.posts) + 1,
            "ceo_direct_reports": sum(post.headcount for post in chart.reports(top.id)),
            "service": [post.id for post in service],
            "answering": [post.id for post in chart.posts if post.answers],
            "service_in": _service_in(chart),
            "functions": {post.id: post.function.word for post in chart.posts},
            "reasons": dict(assigned.reasons),
            **said,
        }


def _note(note: Note) -> dict[str, object]:
    return {"file": note.file, "line": note.line, "what": note.what, "done": note.done}


def _service_in(chart: Chart) -> str:
    """Return the function of the department in which most of those who answer customers sit."""
    head = departments(chart)
    people: Counter[str] = Counter()
    for post in chart.posts:
        if post.answers:
            people[head[post.id]] += post.headcount
    return chart.post(max(people, key=lambda one: people[one])).function.word if people else ""
