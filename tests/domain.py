"""The nouns of our tests: two firms small enough to work by hand, and every chart Hypothesis can think of."""

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import wraps

from hypothesis import strategies as st

from reportsto.api import scenario, simulate
from reportsto.charts.chart import Chart, Post, edited, mapped, tree
from reportsto.charts.editing import Difference
from reportsto.parameters import Parameters, every_field
from reportsto.vocabulary import Function

LOGISTICS, SERVICE = Function.LOGISTICS, Function.SERVICE

NEW_RULES: dict[str, dict[str, object]] = {
    "per_order": {"demand.per_order": 1.0},
    "staffing": {"staffing.follows": 1.0},
    "times": {"times.spread": 1.0},
    "settle_bar": {"voice.settle_bar": 0.6, "voice.settle_width": 1.0},
    "digest": {"ration.digest_days": 5.0},
    "dispute_bundles": {"disputes.bundle": 10.0},
    "override": {"incentives.overridden": 1.0},
    "peers_first": {"route.peers_first": 1.0},
    "week": {"demand.week": [1.22, 1.06, 1.00, 0.92, 0.80]},
}
"""What switches each rule on that the first version does not have: all but the override are defaults."""

CHOSEN = ("override",)
"""Those that no default switches on: a world does."""

FIRST_RULES = tuple(NEW_RULES)
"""What a run is without to have the rules of the first version."""


FIRST = Parameters().with_settings({f"{group}.{name}": info.first for group, name, info in every_field()})
"""The numbers that values were worked on paper with: the first version's, and those that later rules came with."""

THEN: dict[str, object] = {
    f"{group}.{name}": info.first for group, name, info in every_field() if info.first != info.middle and not info.moves
}
"""Settings for those numbers that evidence moved since; `assume` at `essays` sets the others."""


def at_first_numbers(made):
    """Return `scenario` or `simulate` at the first version's numbers, rule and route, where tests know sizes."""

    if os.environ.get("ROWS_AT") == "defaults":
        return made

    @wraps(made)
    def called(*args, parameters=None, **more):
        if isinstance(parameters, Parameters):
            return made(*args, parameters=parameters, **more)
        named = {"assume": "essays", "ration": "bundles", "route": "common_superior", **more}
        return made(*args, parameters={**THEN, **(parameters or {})}, **named)

    return called


first_scenario, first_simulate = at_first_numbers(scenario), at_first_numbers(simulate)


def all_new_rules() -> dict[str, object]:
    """Return the settings that switch all of them on."""
    return {name: value for settings in NEW_RULES.values() for name, value in settings.items()}


def shop_chart() -> Chart:
    """Return the base chart of the default firm: 56 people, customer service a department of its own.

    Seats: ceo 0, the heads 1-7, handlers 8-15, warehouse 16-45, marketers 46-51, sellers 52-55.
    """
    return tree(
        [
            Post("ceo", Function.EXECUTIVE, None),
            Post("operations", LOGISTICS, "ceo"),
            Post("marketing", Function.MARKETING, "ceo"),
            Post("sales", Function.SALES, "ceo"),
            Post("product", Function.PRODUCT, "ceo"),
            Post("finance", Function.FINANCE, "ceo"),
            Post("service", SERVICE, "ceo"),
            Post("administration", Function.OTHER, "ceo"),
            Post("handlers", SERVICE, "service", 8),
            Post("warehouse", LOGISTICS, "operations", 30),
            Post("marketers", Function.MARKETING, "marketing", 6),
            Post("sellers", Function.SALES, "sales", 4),
        ],
        "shop",
    )


def six_people() -> Chart:
    """Return the smallest firm of the essays: one service person, who reports to the chief executive."""
    return tree(
        [
            Post("ceo", Function.EXECUTIVE, None),
            Post("operations", LOGISTICS, "ceo"),
            Post("packer", LOGISTICS, "operations"),
            Post("marketer", Function.MARKETING, "ceo"),
            Post("seller", Function.SALES, "ceo"),
            Post("service", SERVICE, "ceo"),
        ],
        "six",
    )


@st.composite
def charts(draw: st.DrawFn, complete: bool = False) -> Chart:
    """Draw a base chart of 4 to 40 people in any shape, with logistics and somebody to answer customers.

    Any other function may be missing unless `complete`; rows stand in any order; now and then nobody sits at the top.
    Shrinks towards five people who all report to the top.
    """
    needed = [
        LOGISTICS,
        *((Function.MARKETING, Function.SALES, Function.PRODUCT, Function.FINANCE) if complete else ()),
    ]
    size = draw(st.integers(max(5, len(needed) + 2), 20))
    above = [draw(st.integers(0, row - 1)) for row in range(1, size)]
    leaves = [row for row in range(1, size) if row not in above]
    handler = draw(st.sampled_from(leaves))
    others = draw(st.permutations([row for row in range(1, size) if row != handler]))
    functions = {0: draw(st.sampled_from([Function.EXECUTIVE, Function.OTHER])), handler: SERVICE}
    functions |= dict(zip(others, needed, strict=False))
    functions |= {row: draw(st.sampled_from(Function)) for row in others[len(needed) :]}
    people = _headcounts(size, leaves, draw(st.lists(st.sampled_from(leaves), max_size=40 - size)))
    people[0] = 0 if above.count(0) > 1 and draw(st.integers(0, 5)) == 5 else 1
    posts = [
        Post(f"p{row}", functions[row], None if row == 0 else f"p{above[row - 1]}", people[row]) for row in range(size)
    ]
    return tree(draw(st.permutations(posts)), "drawn")


@st.composite
def hybrids(draw: st.DrawFn, chart: Chart) -> Chart:
    """Draw dotted lines, liaisons and somebody who answers every n-th contact, for a tree; often none of them."""
    if chart.is_map:
        return chart
    alone = [post.id for post in chart.posts if post.headcount == 1]
    lines = draw(st.dictionaries(st.sampled_from([p.id for p in chart.posts]), st.sampled_from(alone), max_size=3))
    answering = [post.id for post in chart.posts if post.answers]
    liaisons = draw(st.lists(st.sampled_from(answering), max_size=1))
    every = draw(st.dictionaries(st.sampled_from(answering), st.integers(1, 4), max_size=1)) if answering[1:] else {}
    posts = [
        replace(
            post,
            dotted=lines.get(post.id, post.dotted),
            liaison=post.liaison or post.id in liaisons,
            every=every.get(post.id, 0 if every else post.every),
        )
        for post in chart.posts
    ]
    return edited(chart, posts)


def _headcounts(size: int, leaves: Sequence[int], extra: Sequence[int]) -> list[int]:
    """Return one person a post, and one more at a leaf for each time it is named in `extra`."""
    return [1 + (extra.count(row) if row in leaves else 0) for row in range(size)]


def unchanged(chart: Chart) -> Chart:
    """Return the chart as it is drawn: an edit that edits nothing."""
    return chart


def apply(chart: Chart, change: Difference) -> Chart:
    """Return the chart after a difference; `apply(a, difference(a, b))` has the posts of `b` and the name of `a`."""
    posts = {post.id: post for post in chart.posts if post.id not in change.removed}
    posts |= {new.id: new for _, new in change.changed} | {post.id: post for post in change.added}
    rows = [posts[key] for key in change.order]
    return mapped(chart, rows) if any(post.circle for post in rows) else edited(chart, rows)
