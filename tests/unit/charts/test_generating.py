"""Charts of any size: as many posts as asked for, no wider than asked for, and a firm that runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.api import run_one, scenario
from reportsto.charts.generating import generated
from reportsto.errors import SettingError
from reportsto.vocabulary import Function


@given(st.integers(5, 400), st.integers(1, 20), st.integers(1, 5))
def test_as_many_posts_as_asked_for_and_no_wider(posts, breadth, teams):
    """Below the heads nobody has more direct reports than `breadth`, and every needed function is there."""
    chart = generated(posts, breadth=breadth, service_teams=min(teams, posts))

    assert (len(chart.posts), chart.seats) == (posts, posts)
    assert chart.highest(Function.SERVICE)
    assert chart.highest(Function.LOGISTICS)
    below = {post.id: chart.reports(post.id) for post in chart.posts if post.id != "ceo"}
    own = {at: [r for r in reports if r.function == chart.post(at).function] for at, reports in below.items()}
    assert max(len(reports) for reports in own.values()) <= breadth


def test_service_teams_stand_in_different_departments():
    """One under the chief executive, the next under logistics, marketing and sales."""
    chart = generated(300, service_teams=4)

    assert [chart.post(name).superior for name in ("service_0", "service1_0", "service2_0", "service3_0")] == [
        "ceo",
        "logistics_0",
        "marketing_0",
        "sales_0",
    ]


def test_shares_are_those_of_the_default_shop():
    """Of 56 posts, 9 are service and 31 logistics, heads counted in."""
    chart = generated(56)
    count = {f: sum(post.function is f for post in chart.posts) for f in Function}

    assert (count[Function.SERVICE], count[Function.LOGISTICS]) == (9, 31)


def test_breadth_decides_depth():
    """A chain of one below each other, or everybody below the head."""
    deep, flat = generated(40, breadth=1), generated(40, breadth=40)

    assert max(post.level for post in deep.posts) > 10
    assert max(post.level for post in flat.posts) == 2


@pytest.mark.parametrize(("posts", "teams"), [(5, 1), (60, 4), (1000, 3)])
def test_a_generated_firm_runs(posts, teams):
    """Twenty days, all promises kept."""
    row = run_one(scenario(chart=generated(posts, service_teams=teams)), 1, 0, 20)

    assert row["failure"] == ""
    assert row["chart_posts"] == posts


@pytest.mark.parametrize(
    "asked",
    [{"posts": 4}, {"posts": 100_001}, {"posts": 50.0}, {"posts": 9, "breadth": 0}, {"posts": 9, "service_teams": 10}],
)
def test_what_cannot_be_is_refused(asked):
    """One sentence that names the argument."""
    with pytest.raises(SettingError, match="expected"):
        generated(**asked)
