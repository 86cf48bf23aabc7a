"""The shape of a chart in numbers: depth, spans, units, and how many stand between who answers and who decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportsto.charts.chart import Chart, Post
from reportsto.charts.facts import ChartFacts, cause_owners, chart_facts
from reportsto.vocabulary import N_CAUSES, NOBODY, Cause, Function

Range = tuple[int, int]
"""The least and the most, over those who answer customers."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a chart.

    Attributes:
        levels: from top to bottom, the top counted.
        departments: direct reports of the top that have reports.
        dotted: second lines.
        mean_span: direct reports of a post that has any.
        widest, widest_span: the post with most direct reports, and how many.
        service: posts of customer service.
        inside: where those who answer sit, in words.
        to_top: people between one who answers and the top.
        to_owners: each owner of causes, its causes, and people between one who answers and it.
    """

    levels: int
    departments: int
    dotted: int
    mean_span: float
    widest: Post
    widest_span: int
    service: int
    inside: str
    to_top: Range
    to_owners: tuple[tuple[Post, tuple[str, ...], Range], ...]


def shape_of(chart: Chart) -> Shape:
    """Return the shape of a tree."""
    facts = chart_facts(chart, cause_owners({}))
    spans = [0] * len(chart.posts)
    for above in facts.superior:
        if above >= 0:
            spans[above] += 1
    widest = max(range(len(spans)), key=spans.__getitem__)
    leading = [span for span in spans if span]
    answering = [row for row, post in enumerate(chart.posts) if post.answers]
    return Shape(
        max(facts.level) + 1,
        sum(above == facts.root and spans[row] > 0 for row, above in enumerate(facts.superior)),
        sum(post.dotted is not None for post in chart.posts),
        sum(leading) / max(len(leading), 1),
        chart.posts[widest],
        spans[widest],
        sum(post.function is Function.SERVICE for post in chart.posts),
        _inside(chart, facts, answering),
        _range([between(facts, row, facts.root) for row in answering]),
        tuple(_to_owners(chart, facts, answering)),
    )


def between(facts: ChartFacts, post: int, owner: int) -> int:
    """Return the number of people between two posts along the reporting lines, neither counted; rows.

    An empty top is nobody.
    """
    up, down = [post, *facts.superiors(post)], [owner, *facts.superiors(owner)]
    shared = set(down)
    climbed = next(step for step, row in enumerate(up) if row in shared)
    way = [*up[1 : climbed + 1], *down[1 : down.index(up[climbed])]]
    return sum(facts.first_seat[row] != NOBODY for row in way if row not in (post, owner))


def _to_owners(chart: Chart, facts: ChartFacts, answering: Sequence[int]) -> list[tuple[Post, tuple[str, ...], Range]]:
    causes: dict[int, list[str]] = {}
    for cause in range(N_CAUSES):
        if facts.owned[cause] and chart.posts[facts.owner[cause]].function is not Function.SERVICE:
            causes.setdefault(facts.owner[cause], []).append(Cause(cause).word.replace("_", " "))
    return [
        (chart.posts[owner], tuple(words), _range([between(facts, row, owner) for row in answering]))
        for owner, words in causes.items()
    ]


def _inside(chart: Chart, facts: ChartFacts, answering: Sequence[int]) -> str:
    """Return the departments in which customers are answered, that of most people first."""
    people: dict[int, int] = {}
    for row in answering:
        people[facts.department[row]] = people.get(facts.department[row], 0) + chart.posts[row].headcount
    heads = [facts.department_head[number] for number in sorted(people, key=lambda number: -people[number])]
    posts = [chart.posts[facts.post_of[seat]] for seat in heads]
    words = [f"{post.title or post.id} ({post.function.word})" for post in posts]
    return ", ".join(words[:3]) + (f" and {len(words) - 3} more departments" if len(words) > 3 else "")


def _range(numbers: Sequence[int]) -> Range:
    return min(numbers), max(numbers)
