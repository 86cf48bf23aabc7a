"""`reportsto chart show`: a chart in the terminal, its shape, where service sits, and who stands between."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportsto.cli.chart.reading import organisation_of
from reportsto.cli.chart.reading_options import reading_options
from reportsto.cli.shared import PATH, Command, whole

if TYPE_CHECKING:
    from reportsto.chart_files.folding import Listed
    from reportsto.charts.chart import Chart
    from reportsto.organisations.organisation import Organisation

NARROWEST = 30
WIDEST = 160
MOST_NOTES = 5


@click.command(cls=Command, epilog="Example: reportsto chart show chart.csv")
@click.argument("files", nargs=-1, required=True, type=PATH)
@whole("--lines", default=60, help="Show at most N posts or teams; what is folded is counted.")
@whole("--width", default=0, help="Write lines of N characters (0: as wide as the terminal).")
@click.option("--below", metavar="ID", help="Show this post and what is below it (default: the whole chart).")
@reading_options
def show(files: Sequence[Path], lines: int, width: int, below: str | None, **reading: Any) -> None:
    """Show a chart of any kind as a tree, with depth, spans, where customer service sits, and filters to the top.

    Takes one file, or the senior and junior posts of a staff organogram.
    """
    from reportsto.chart_files.folding import Folded

    organisation = organisation_of(files, reading)
    chart = organisation.chart
    columns = min(max(width or shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    if not below:
        for line in _wrapped([*_facts(chart), *_read_as(organisation)], columns):
            click.echo(line)
        click.echo()
    top = chart.post(below) if below else chart.root()
    for text in _tree(Folded(chart, top.id, max(lines, 2)).lines(), columns):
        click.echo(text)
    click.echo()
    click.echo("* answers customers")


def _read_as(organisation: "Organisation") -> Iterator[str]:
    """Yield how the chart was read: who leads, who answers, and how much there is to know about it."""
    from reportsto.organisations.functions import taken_from
    from reportsto.wording import counted

    said = organisation.assigned.notes if organisation.assigned else ()
    if organisation.assigned:
        yield "Read as: " + "; ".join(taken_from(organisation.assigned)) + "."
    for note in said[:MOST_NOTES]:
        yield f"Note: {note.what}: {note.done}."
    more = len(organisation.notes) - len(said[:MOST_NOTES])
    if more > 0:
        yield f"{counted(more, 'more note')} on how it was read: `reportsto chart check` has them all."


def _facts(chart: "Chart") -> Iterator[str]:
    """Yield what is to be known of a chart's shape, a sentence a line."""
    from reportsto.chart_files.shape import shape_of
    from reportsto.wording import counted

    shape = shape_of(chart)
    yield (
        f"{counted(len(chart.posts), 'post')}, {counted(chart.seats, 'person', 'people')}, "
        f"{counted(shape.levels, 'level')}, {counted(shape.departments, 'department')}, "
        f"{counted(shape.dotted, 'dotted line')}."
    )
    yield (
        f"Span: {shape.mean_span:.1f} posts report to a post with reports; "
        f"most to {_called(shape.widest)}: {shape.widest_span:,}."
    )
    yield (
        f"Customer service: {counted(shape.service, 'post')}, {counted(len(chart.handlers), 'person', 'people')} "
        f"answering, inside {shape.inside}."
    )
    yield f"From who answers to the top: {_between(shape.to_top)}."
    for owner, causes, filters in shape.to_owners:
        yield f"To {_called(owner)}, who owns {', '.join(causes)}: {_between(filters)}."


def _between(filters: tuple[int, int]) -> str:
    least, most = filters
    if most == 0:
        return "nobody between"
    people = f"{least}" if least == most else f"{least} to {most}"
    return f"{people} {'person' if most == 1 else 'people'} between"


def _called(post: object) -> str:
    title = getattr(post, "title", "") or getattr(post, "id", "")
    return _plain(str(title))


def _plain(text: str) -> str:
    """Return text on one line without what moves the cursor."""
    from reportsto.chart_files.drawing import without_invisible

    return " ".join(without_invisible(text).split())


def _wrapped(sentences: Iterable[str], width: int) -> Iterator[str]:
    """Yield sentences in lines of so many columns; a word too wide for one is cut short."""
    from rich.cells import cell_len

    for sentence in sentences:
        line = ""
        for word in sentence.split():
            longer = f"{line} {word}" if line.strip() else f"{line}{word}"
            if line.strip() and cell_len(longer) > width:
                yield line
                longer = f"  {word}"
            line = _cut(longer, width)
        yield line


def _cut(text: str, width: int) -> str:
    """Return text, cut with an ellipsis where it is wider than so many columns."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _tree(listed: "list[Listed]", width: int) -> Iterator[str]:
    """Yield the lines of a tree, indented by level, none wider than `width`."""
    step = 2 if width < 60 or max((line.depth for line in listed), default=0) * 3 > width // 2 else 3
    last = _last_of_their_level(listed)
    rails: list[str] = []
    for at, line in enumerate(listed):
        del rails[max(line.depth - 1, 0) :]
        branch = ("└" if last[at] else "├") + "─" * (step - 2) + " " if line.depth else ""
        indent = "".join(rails) + branch
        if len(indent) > width // 2:
            indent = f"{line.depth}> "
        yield _fitted(indent, line, width)
        if line.depth:
            rails.append((" " if last[at] else "│") + " " * (step - 1))


def _last_of_their_level(listed: "list[Listed]") -> Mapping[int, bool]:
    """Return by line whether no later line hangs from the same post."""
    last: dict[int, bool] = {}
    later: dict[int, bool] = {}
    for at in range(len(listed) - 1, -1, -1):
        depth = listed[at].depth
        last[at] = not later.get(depth, False)
        later = {level: seen for level, seen in later.items() if level <= depth}
        later[depth] = True
    return last


def _fitted(indent: str, line: "Listed", width: int) -> str:
    """Return one line: title cut short where there is no room, function and people whole."""
    from rich.cells import cell_len

    if line.folded:
        return indent + _counted(line, width - cell_len(indent))
    post = line.posts[0]
    people = f" ×{line.people:,}" if line.people > 1 else ""
    people = people if post.headcount else " (nobody sits there)"
    tail = f"{people} [{post.function.word}{'*' if post.answers else ''}]"
    return f"{indent}{_cut(_called(post), max(width - cell_len(indent) - cell_len(tail), 4))}{tail}"


def _counted(line: "Listed", room: int) -> str:
    """Return how many posts are left out, and as much more as there is room for."""
    from reportsto.wording import counted

    answer = sum(post.headcount for post in line.posts if post.answers)
    posts = f"… {counted(len(line.posts), 'post')}"
    people = f"{posts}, {counted(line.people, 'person', 'people')}"
    short = f"{posts}, {answer:,}*" if answer else posts
    forms = (f"{people}, {answer:,}*" if answer else people, short, posts)
    return next((form for form in forms if len(form) <= room), posts)
