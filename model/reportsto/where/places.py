"""Which places of customer service a chart allows, and which of them it has already."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from reportsto.api import AS_DRAWN
from reportsto.charts.chart import Chart
from reportsto.charts.editing import difference
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.errors import ChartError
from reportsto.structures import structure
from reportsto.vocabulary import Function

COMPARED = ("inside_operations", "separate", "inside_marketing", "sales_and_marketing", "customer_map")
"""Structures that are tried beside the chart as it was drawn."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places that are run on a chart.

    Attributes:
        now: where customer service sits: a structure that changes nothing, else as drawn.
        run: every place that is run, where it sits now first.
        alike: places whose chart is that of another one, by their names.
        refused: why the chart does not allow a place.
    """

    now: str
    run: tuple[str, ...]
    alike: Mapping[str, str]
    refused: Mapping[str, str]


@lru_cache(maxsize=4)
def places(chart: Chart) -> Places:
    """Return the places that a chart allows; of several with the same chart the first stands for all."""
    made: dict[str, Chart] = {AS_DRAWN: chart}
    alike: dict[str, str] = {}
    refused: dict[str, str] = {}
    for name in COMPARED:
        try:
            edited = structure(name).edit(chart)
        except ChartError as error:
            refused[name] = str(error)
            continue
        twin = next((other for other, drawn in made.items() if difference(drawn, edited).empty), "")
        if twin:
            alike[name] = twin
        else:
            made[name] = edited
    now = next((name for name, twin in alike.items() if twin == AS_DRAWN), AS_DRAWN)
    alike = {name: now if twin == AS_DRAWN else twin for name, twin in alike.items() if name != now}
    return Places(now, (now, *(name for name in made if name != AS_DRAWN)), alike, refused)


def departments(chart: Chart) -> dict[str, int]:
    """Return how many of those who answer customers sit in each department, the most first.

    A department is told by the title of its head, and what it does by the function of its head.
    """
    facts = chart_facts(chart, cause_owners({}))
    heads = {post.seat: post for post in chart.posts}
    counts: dict[str, int] = {}
    for seat in facts.handlers:
        head = heads[facts.department_head[facts.department[facts.post_of[seat]]]]
        word = f"“{head.title or head.id}” ({function_words(head.function.word)})"
        counts[word] = counts.get(word, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: -one[1]))


def function_words(word: str) -> str:
    """Return what people call a function of the model: logistics is whoever makes or delivers what is sold."""
    return "operations" if word == Function.LOGISTICS.word else word
