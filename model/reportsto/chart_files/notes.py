"""What is worth knowing about a chart file before it is run: notes, none of them an error."""

from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from reportsto.chart_files.posts import ReadChart, alike
from reportsto.chart_files.reading import read
from reportsto.charts.chart import Chart
from reportsto.charts.facts import ChartFacts, cause_owners, chart_facts
from reportsto.parameters import Attention
from reportsto.vocabulary import Cause
from reportsto.wording import counted

_ATTENTION = Attention()
_NAMED = 10
"""Posts without time for reports that are named one by one."""


def check_chart(
    path: str | Path,
    *,
    hours: float = _ATTENTION.hours,
    manager_hours: float = _ATTENTION.manager_overhead,
    line_hours: float = _ATTENTION.line_overhead,
) -> list[str]:
    """Return notes on a chart file.

    `hours` are a manager's for a day; a direct report takes `manager_hours` of them, or `line_hours` if it is none.
    Raises `ChartError` for a file that cannot be read as a chart.
    """
    return notes_on(read(Path(path)), hours, manager_hours, line_hours)


def notes_on(
    found: ReadChart,
    hours: float = _ATTENTION.hours,
    manager_hours: float = _ATTENTION.manager_overhead,
    line_hours: float = _ATTENTION.line_overhead,
) -> list[str]:
    """Return notes on a chart that was read, with hours as in `check_chart`."""
    chart, facts = found.chart, chart_facts(found.chart, cause_owners({}))
    return [
        *_size_notes(chart, facts),
        *_rounding_notes(found),
        *_alike_notes(chart),
        *_overhead_notes(chart, facts, hours, manager_hours, line_hours),
        *_owner_notes(chart, facts),
    ]


def _alike_notes(chart: Chart) -> Iterator[str]:
    """Say which ids look the same."""
    first: dict[str, str] = {}
    for post in chart.posts:
        known = first.setdefault(alike(post.id), post.id)
        if known != post.id:
            yield f"posts {known!r} and {post.id!r} are two posts, though their ids look alike"


def _size_notes(chart: Chart, facts: ChartFacts) -> list[str]:
    top = chart.root()
    below = facts.manager_reports[facts.root] + facts.line_reports[facts.root]
    return [
        f"{counted(len(chart.posts), 'post')}, {counted(facts.seats, 'person', 'people')}, "
        f"{len(facts.handlers)} of them answering customers",
        f"{counted(below, 'person reports', 'people report')} directly to the top post, {top.id!r}"
        f"{', where nobody sits' if top.is_empty else ''}",
        f"{counted(max(facts.level) + 1, 'level')} from top to bottom",
    ]


def _rounding_notes(read: ReadChart) -> Iterator[str]:
    rounded = [
        (written, post.headcount)
        for written, post in zip(read.headcounts, read.chart.posts, strict=True)
        if written != post.headcount
    ]
    if rounded:
        written, people = sum(one for one, _ in rounded), sum(one for _, one in rounded)
        has = "post has" if len(rounded) == 1 else "posts have"
        yield (
            f"{len(rounded):,} {has} a fractional headcount, rounded half up and to 1 or more: "
            f"{f'{written:,.2f}'.rstrip('0').rstrip('.')} in the file, {counted(people, 'person', 'people')} here"
        )


def _overhead_notes(
    chart: Chart, facts: ChartFacts, hours: float, manager_hours: float, line_hours: float
) -> Iterator[str]:
    """Name the posts whose reports take all their hours, the fullest first, and count those beyond `_NAMED`."""
    full = [
        (manager_hours * managers + line_hours * others, post.id, managers, others)
        for post, managers, others in zip(chart.posts, facts.manager_reports, facts.line_reports, strict=True)
        if manager_hours * managers + line_hours * others >= hours and not post.is_empty
    ]
    full.sort(key=itemgetter(0), reverse=True)
    for overhead, post, managers, others in full[:_NAMED]:
        yield (
            f"post {post!r} has no time for reports: {counted(managers, 'manager')} and "
            f"{counted(others, 'other')} reporting to it take {overhead:.2f} of its {hours:.2f} hours a day"
        )
    if len(full) > _NAMED:
        more = len(full) - _NAMED
        yield f"{counted(more, 'more post')} {'has' if more == 1 else 'have'} no time for reports either"


def _owner_notes(chart: Chart, facts: ChartFacts) -> Iterator[str]:
    usual = cause_owners({})
    for function in dict.fromkeys(usual):
        if function is not None and chart.highest(function) is None:
            causes = [cause for cause in Cause if usual[cause] is function]
            names = ", ".join(cause.word for cause in causes)
            owner = chart.posts[facts.owner[causes[0]]]
            yield f"no post has function '{function.word}': post {owner.id!r} ({owner.function.word}) owns {names}"
