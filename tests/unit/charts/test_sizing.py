"""The firm at any size: line people by share, managers by span, one chart for every number of people."""

from collections import Counter

import pytest

from reportsto.api import run_one, scenario
from reportsto.charts.chart import Chart
from reportsto.charts.sizing import MANAGER_SPAN, line_seats, line_span, managers_needed, sized, staffed
from reportsto.errors import SettingError
from reportsto.firms import firm
from reportsto.structures import STRUCTURES
from reportsto.vocabulary import Function
from reportsto.workplace import set_up

SHOP = firm("product_shop").chart
LINE = (Function.SERVICE, Function.LOGISTICS, Function.MARKETING, Function.SALES)
SHARES, SPANS = (8, 30, 6, 4), (10, 40, 10, 10)
SOME_SIZES = (5, 6, 7, 8, 9, 10, 11, 12, 13, 20, 55, 56, 57, 70, 71, 72, 73, 74, 75, 80, 112, 170, 560, 1800, 5000)


def line_and_managers(chart: Chart) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the people without reports, and those with reports, of service, logistics, marketing and sales."""
    leading = {post.superior for post in chart.posts}
    line: Counter[Function] = Counter()
    managers: Counter[Function] = Counter()
    for post in chart.posts:
        (managers if post.id in leading else line)[post.function] += post.headcount
    return tuple(line[f] for f in LINE), tuple(managers[f] for f in LINE)


# On paper, for service : logistics : marketing : sales. 170: 162 below the heads; 152 line people have quotas
# 25.33 : 95 : 19 : 12.67, so 25 : 95 : 19 : 13 with 3 + 3 + 2 + 2 leads, and with four heads 4 : 4 : 3 : 3 managers.
# 560: 516 line people, 86 : 323 : 64 : 43; 9, 9, 7 and 5 leads, 2, 2 and 2 unit heads. 1,800: 1,684 line people; 29,
# 27, 21 and 14 leads, 5, 5, 4 and 3 unit heads. 5,000: 4,686 line people; 79, 74, 59 and 39 leads, 14, 13, 10 and 7
# unit heads, 3, 3, 2 and 2 division heads make 4,991, and the last is the lead that the 391st seller will need.
@pytest.mark.parametrize(
    ("people", "line", "managers"),
    [
        (5, (1, 1, 1, 1), (0, 0, 0, 0)),
        (8, (1, 1, 1, 1), (0, 0, 0, 0)),
        (9, (1, 1, 1, 1), (0, 1, 0, 0)),
        (12, (1, 1, 1, 1), (1, 1, 1, 1)),
        (56, (8, 30, 6, 4), (1, 1, 1, 1)),
        (57, (8, 31, 6, 4), (1, 1, 1, 1)),
        (70, (10, 39, 8, 5), (1, 1, 1, 1)),
        (71, (10, 39, 8, 5), (2, 1, 1, 1)),
        (72, (10, 39, 8, 5), (3, 1, 1, 1)),
        (73, (11, 39, 8, 5), (3, 1, 1, 1)),
        (80, (11, 43, 8, 6), (3, 3, 1, 1)),
        (112, (17, 61, 12, 8), (3, 3, 3, 1)),
        (170, (25, 95, 19, 13), (4, 4, 3, 3)),
        (560, (86, 323, 64, 43), (12, 12, 10, 6)),
        (1800, (281, 1053, 210, 140), (35, 33, 26, 18)),
        (5000, (781, 2929, 586, 390), (97, 91, 72, 50)),
    ],
)
def test_seats_and_managers_are_those_worked_by_hand(people, line, managers):
    """
    Line people by largest remainder of 8 : 30 : 6 : 4, a lead for every span, a unit head for every six leads.
    """
    chart = sized(SHOP, people)

    assert chart.seats == people
    assert line_and_managers(chart) == (line, managers)


def test_the_firm_at_its_own_size_is_its_own_chart():
    """
    Fifty-six people are today's chart, not an equal one made anew; 57 have one more in the warehouse, and that is all.
    """
    fifty_seven = {post.id: (post.superior, post.headcount) for post in sized(SHOP, 57).posts}
    own = {post.id: (post.superior, post.headcount) for post in SHOP.posts}

    assert sized(SHOP, 56) is SHOP
    assert {key for key in own if own[key] != fifty_seven[key]} == {"warehouse"}
    assert fifty_seven.keys() == own.keys()


def test_the_first_lead_takes_half_a_team():
    """
    With ten handlers and one more person, a lead has five of them and the head keeps five; then come a second lead, and
    an eleventh handler.
    """
    teams = {
        people: [(p.superior, p.headcount) for p in sized(SHOP, people).posts if p.answers]
        for people in (70, 71, 72, 73)
    }

    assert teams == {
        70: [("service", 10)],
        71: [("service", 5), ("service lead 1", 5)],
        72: [("service lead 1", 5), ("service lead 2", 5)],
        73: [("service lead 1", 6), ("service lead 2", 5)],
    }


def test_every_number_of_people_has_its_chart_and_nobody_becomes_fewer():
    """
    From 8 to 5,000 people each number is met exactly, by hiring one person: line people or a manager of some rank.
    """
    before = None
    for people in range(8, 5001):
        below = staffed(people - 8, SHARES, SPANS)
        now = [n for one in below for n in (one.line, *one.managers, *[0] * (3 - len(one.managers)))]

        assert sum(now) == people - 8
        assert before is None or sorted(b - a for a, b in zip(before, now, strict=True)) == [0] * 15 + [1]
        before = now


@pytest.mark.parametrize("people", [*range(5, 300, 7), 560, 1800, 4999, 5000])
def test_nobody_leads_more_than_their_span(people):
    """
    A manager below the chief executive leads six managers or a span of line people, and never nobody.
    """
    chart = sized(SHOP, people)
    leading = {post.superior for post in chart.posts}

    assert chart.seats == people
    for boss in chart.posts[1:]:
        reports = chart.reports(boss.id)
        line = sum(post.headcount for post in reports if post.id not in leading)
        managers = sum(post.id in leading for post in reports)
        assert managers <= MANAGER_SPAN
        assert line <= line_span(boss.function)
        if managers and line:  # the first lead, who takes one half
            assert managers == 1


def test_shares_are_met_to_the_last_seat():
    """
    No function is a whole seat away from its quota once each has its first, and the shop's own numbers come out at 48.
    """
    assert line_seats(48, SHARES) == SHARES
    for seats in range(7, 2000):
        split = line_seats(seats, SHARES)
        assert sum(split) == seats
        assert all(abs(n - seats * share / 48) < 1 for n, share in zip(split, SHARES, strict=True))


def test_managers_needed_for_a_number_of_line_people():
    """
    By hand, ten to a lead and six leads to a unit head: nobody for 10, two leads for 11, seven leads for 61.
    """
    assert [managers_needed(line, 10) for line in (1, 10, 11, 60, 61, 360, 361)] == [
        (), (), (2,), (6,), (7, 2), (36, 6), (37, 7, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("people", SOME_SIZES)
@pytest.mark.parametrize("placed", STRUCTURES, ids=lambda structure: structure.id)
def test_every_structure_employs_the_same_people_at_every_size(placed, people):
    """
    A placement is an edit at any size: seats, functions and who answers customers stay.
    """
    base = sized(SHOP, people)
    chart = placed.edit(base)

    def jobs(one: Chart) -> dict[int, tuple[Function, bool]]:
        return {s: (p.function, p.answers) for p in one.posts for s in range(p.seat, p.seat + p.headcount)}

    assert jobs(chart) == jobs(base)


@pytest.mark.parametrize("people", [-3, 0, 4, 5001])
def test_a_number_of_people_that_no_firm_has_is_refused(people):
    """
    Fewer than five, and more than five thousand, are refused with what was expected.
    """
    with pytest.raises(SettingError, match=r"chart\.people is .*; expected 0, or a whole number from 5 to 5,000"):
        sized(SHOP, people)


def test_people_are_a_parameter_and_the_firms_demand_follows_its_handlers():
    """
    `people` is the parameter `chart.people`; 170 people have 25 handlers, and so 25 times a handler's customers.
    """
    asked, settled = scenario("separate", people=170), scenario("separate", parameters={"chart.people": 170})

    assert asked == settled
    assert set_up(asked.chart, asked.owners, asked.parameters).customers == 25 * 6000


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"chart": SHOP, "people": 57}, "expected 0: chart 'product_shop' has its people"),
        ({"firm": "six_people", "people": 57}, "expected 0: firm 'six_people' has 6 people"),
        ({"people": 57, "parameters": {"chart.people": 57}}, "expected one of the two"),
        ({"people": 2.5}, "expected a whole number"),
    ],
)
def test_a_size_that_cannot_be_is_refused(asked, says):
    """
    A chart of one's own and the firm of six have their people, and a size is given once.
    """
    with pytest.raises(SettingError, match=says):
        scenario(**asked)


@pytest.mark.parametrize("placed", ["separate", "inside_operations", "customer_map", "ombudsman"])
@pytest.mark.parametrize("people", [5, 9, 71, 112])
def test_both_engines_run_every_size(placed, people):
    """
    A firm of any size runs, and alike in both engines: heads who do the line's work, a first lead, two leads.
    """
    one, other = (run_one(scenario(placed, people=people), 3, 0, 12, engine) for engine in ("compiled", "reference"))

    assert one["failure"] == ""
    assert {name: repr(value) for name, value in one.items()} == {name: repr(value) for name, value in other.items()}
