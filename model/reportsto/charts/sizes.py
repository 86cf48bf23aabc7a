"""What a row of measures needs to know about a chart: sizes, owners, groups of seats."""

from math import nan

from reportsto.arithmetic import total
from reportsto.arrays import Floats
from reportsto.charts.chart import Chart
from reportsto.charts.facts import ChartFacts
from reportsto.records import Setting
from reportsto.vocabulary import N_CAUSES, NOBODY, Cause, Function


def setting(facts: ChartFacts) -> Setting:
    """Return the sizes and groups of a chart."""
    filters = [max(0, len(facts.path[facts.post_of[seat]][Cause.LATE]) - 1) for seat in facts.handlers]
    return Setting(
        handlers=facts.handlers,
        seats_of=tuple(facts.people(function) for function in Function),
        owner_function=facts.owner_function[:N_CAUSES],
        ceo_direct_reports=facts.manager_reports[facts.root] + facts.line_reports[facts.root],
        posts=len(facts.function),
        depth=max(len(facts.superiors(post)) for post in range(len(facts.superior))),
        filters=total(filters) / len(filters),
        has_top=facts.first_seat[facts.root] != NOBODY,
    )


def attitudes_by_post(chart: Chart, attitudes: Floats) -> dict[str, float]:
    """Return the mean attitude of each post's people over the days of `attitudes` (days, seats); NaN of nobody."""
    means = attitudes.mean(axis=0).tolist()
    return {
        post.id: nan if post.is_empty else total(means[post.seat : post.seat + post.headcount]) / post.headcount
        for post in chart.posts
    }
