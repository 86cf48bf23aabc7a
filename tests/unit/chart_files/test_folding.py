"""Large charts folded: nothing is lost, what matters is listed, and a page has room for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import charts
from reportsto.chart_files.folding import Folded, folded_chart
from reportsto.chart_files.shape import between, shape_of
from reportsto.charts.chart import Post, tree
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.charts.generating import generated
from reportsto.vocabulary import Function


@settings(max_examples=50)
@given(charts(), st.integers(2, 30))
def test_every_post_is_listed_or_counted_once(chart, most):
    """
    The posts of all lines together are those of the chart, each once, however few lines there are.
    """
    lines = Folded(chart, chart.root().id, most).lines()
    assert sorted(post.id for line in lines for post in line.posts) == sorted(post.id for post in chart.posts)
    assert sum(line.people for line in lines) == chart.seats


@pytest.mark.parametrize("most", [20, 40, 100])
def test_ten_thousand_posts_fit_a_page(most):
    """
    A chart of 10,000 posts takes no more lines than asked for, and names where service sits.
    """
    chart = generated(10_000, service_teams=3)
    lines = Folded(chart, chart.root().id, most).lines()
    assert len(lines) <= most
    assert any(not line.folded and line.posts[0].function is Function.SERVICE for line in lines)


def test_reports_that_look_alike_share_a_line():
    """
    Three warehouse associates below one manager are one line of three posts and five people.
    """
    posts = [
        Post("ceo", Function.EXECUTIVE, None),
        Post("manager", Function.LOGISTICS, "ceo"),
        *(
            Post(name, Function.LOGISTICS, "manager", count, "Associate")
            for name, count in zip("abc", (1, 2, 2), strict=True)
        ),
        Post("service", Function.SERVICE, "ceo"),
    ]
    lines = Folded(tree(posts), "ceo", 40).lines()
    (shared,) = [line for line in lines if len(line.posts) > 1]
    assert not shared.folded
    assert (len(shared.posts), shared.people) == (3, 5)


def test_a_folded_chart_keeps_people_and_who_is_below_whom():
    """
    The chart that is drawn in place of 10,000 posts has their people, and one top.
    """
    chart = generated(10_000)
    drawn = folded_chart(chart, 60)
    assert len(drawn.posts) <= 60
    assert sum(post.headcount for post in drawn.posts) == chart.seats
    assert [post.id for post in drawn.posts if post.superior is None] == [chart.root().id]
    assert len({post.id for post in drawn.posts}) == len(drawn.posts)


def test_filters_are_counted_along_the_reporting_lines():
    """
    Between a representative and the warehouse's head, who share the head of operations, stand two; to the top, two.
    """
    posts = [
        Post("ceo", Function.EXECUTIVE, None),
        Post("coo", Function.OTHER, "ceo"),
        Post("warehouse", Function.LOGISTICS, "coo"),
        Post("manager", Function.SERVICE, "coo"),
        Post("rep", Function.SERVICE, "manager"),
    ]
    chart = tree(posts)
    facts = chart_facts(chart, cause_owners({}))
    rows = {post.id: row for row, post in enumerate(chart.posts)}
    assert between(facts, rows["rep"], rows["warehouse"]) == 2
    assert between(facts, rows["rep"], rows["ceo"]) == 2
    assert between(facts, rows["rep"], rows["manager"]) == 0
    shape = shape_of(chart)
    assert (shape.levels, shape.widest_span, shape.departments, shape.to_top) == (4, 2, 1, (2, 2))
