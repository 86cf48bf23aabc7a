"""How the chart was read: its size, who leads, who answers, where customer service sits; then what was repaired."""

import re
from collections.abc import Iterator, Sequence

from reportsto.charts.chart import Chart
from reportsto.organisations.entries import title_says_vacant
from reportsto.organisations.organisation import Organisation
from reportsto.organisations.raw import Note
from reportsto.readings.page import MOST_LINES
from reportsto.vocabulary import Function
from reportsto.where.places import function_words
from reportsto.where.words import seats_told
from reportsto.wording import counted

MOST_NAMED = 6
LED = (Function.LOGISTICS, Function.MARKETING, Function.SALES, Function.SERVICE)
FORM = re.compile(
    r"(the file is |.* between the columns$|columns that a chart does not need|the header stands |.* above the header)"
)
"""What notes say that are about the form of a file alone and change no answer."""


def read_as(chart: Chart) -> Iterator[str]:
    """Yield how a chart was read: its size, who leads, who answers, and where customer service sits."""
    root, levels = chart.root(), 1 + max(post.level for post in chart.posts)
    top = "nobody sits at the top" if root.is_empty else f"at the top “{root.title or root.id}”"
    yield (
        f"{counted(len(chart.posts), 'post')}, {counted(chart.seats, 'person', 'people')}, "
        f"{counted(levels, 'level')}; {top}."
    )
    for function in LED:
        head = chart.highest(function)
        plays = " (the model's logistics: whoever makes or delivers)" if function is Function.LOGISTICS else ""
        who = f"“{head.title or head.id}”" if head else "nobody"
        who = f"nobody, the team is under {who}" if head and title_says_vacant(head.title) else who
        yield f"Head of {function_words(function.word)}{plays}: {who}."
    answering: dict[str, int] = {}
    for post in chart.posts:
        if post.answers:
            title = post.title or post.id
            answering[title] = answering.get(title, 0) + post.headcount
    named = [f"{count} “{title}”" for title, count in list(answering.items())[:MOST_NAMED]]
    rest = f" and {counted(len(answering) - len(named), 'other title')}" if len(answering) > len(named) else ""
    yield f"Who answers customers: {counted(len(chart.handlers), 'person', 'people')}, {', '.join(named)}{rest}."
    yield f"Where they sit: {seats_told(chart)}."


def in_order(organisation: Organisation) -> list[str]:
    """Return the notes on a chart in words: first who leads, who answers and who was added, last the form of a file."""
    said = organisation.assigned.notes if organisation.assigned else ()
    return [note.told for note in sorted(organisation.notes, key=lambda note: _rank(note, said))]


def _rank(note: Note, said: Sequence[Note]) -> int:
    if note in said or note.done.startswith("added"):
        return 0
    return 2 if FORM.match(note.what) else 1


def few(notes: Sequence[str]) -> Iterator[str]:
    """Yield the first notes on the chart, and how many more there are."""
    yield from notes[:MOST_LINES]
    if len(notes) > MOST_LINES:
        yield f"And {len(notes) - MOST_LINES:,} more: `reportsto chart check --json` lists all."
