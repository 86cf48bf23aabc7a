"""Edits of a chart: who moves, who stays, and what two charts differ by."""

import pytest

from domain import apply, shop_chart, six_people, unchanged
from reportsto.charts.chart import Chart, Post, tree
from reportsto.charts.editing import (
    circles,
    difference,
    gather,
    heads,
    in_order,
    move,
    move_post,
    with_lead,
)
from reportsto.errors import ChartError
from reportsto.vocabulary import Function

SERVICE, LOGISTICS, MARKETING, SALES = Function.SERVICE, Function.LOGISTICS, Function.MARKETING, Function.SALES
EXECUTIVE = Function.EXECUTIVE
SPREAD = {"warehouse": 5, "promise": 1, "product": 1, "money": 1}
CUSTOMER_MAP = circles({LOGISTICS: "warehouse", MARKETING: "promise"}, "money", lambda chart: SPREAD)


def superiors(chart: Chart) -> dict[str, str | None]:
    """Return whom every post reports to."""
    return {post.id: post.superior for post in chart.posts}


def seats_that_answer(chart: Chart) -> set[int]:
    """Return the people who answer customers."""
    return {seat for post in chart.posts if post.answers for seat in range(post.seat, post.seat + post.headcount)}


def test_moving_service_changes_one_edge():
    """
    Inside operations differs from the default firm's chart by whom the head of service reports to, and nothing else.
    """
    chart = shop_chart()

    moved = move(SERVICE, LOGISTICS)(chart)

    assert superiors(moved) == superiors(chart) | {"service": "operations"}


def test_the_default_firm_is_separate():
    """
    Moving its service under the chief executive changes nothing.
    """
    assert move(SERVICE, EXECUTIVE)(shop_chart()) == shop_chart()


def test_a_move_keeps_seats_handlers_and_rank():
    """
    The same people answer from the same seats, and nobody's rank is counted anew.
    """
    chart = shop_chart()

    moved = move(SERVICE, MARKETING)(chart)

    assert [post.seat for post in moved.posts] == [post.seat for post in chart.posts]
    assert seats_that_answer(moved) == seats_that_answer(chart) == set(range(8, 16))
    assert [post.level for post in moved.posts] == [post.level for post in chart.posts]


def test_a_service_person_with_reports_still_answers():
    """
    Where marketing goes under the one service person of six, the handlers of the base chart stay handlers.
    """
    chart = in_order(move(SERVICE, EXECUTIVE), move(MARKETING, SERVICE))(six_people())

    assert chart.post("marketer").superior == "service"
    assert chart.post("service").answers


def test_scattered_service_moves_together():
    """
    A service team inside sales reports to the head of service, wherever that one goes.
    """
    chart = tree(
        [*shop_chart().posts, Post("lead", SERVICE, "sales", seat=56), Post("desk", SERVICE, "lead", 2, seat=57)]
    )

    moved = move(SERVICE, LOGISTICS)(chart)

    assert (moved.post("service").superior, moved.post("lead").superior) == ("operations", "service")
    assert moved.post("desk").superior == "lead"


def test_gathering_leaves_teams_of_the_head_alone():
    """
    The default firm's handlers already report to their head.
    """
    assert gather(shop_chart(), SERVICE) == shop_chart()


def test_a_host_below_the_moved_head_first_takes_its_place():
    """
    Where the warehouse is run by the head of service, inside operations turns the two round instead of failing.
    """
    posts = [Post("ceo", EXECUTIVE, None), Post("care", SERVICE, "ceo"), Post("depot", LOGISTICS, "care")]
    chart = tree([*posts, Post("phones", SERVICE, "care", 4)])

    assert superiors(move(SERVICE, LOGISTICS)(chart)) == {
        "ceo": None,
        "care": "depot",
        "depot": "ceo",
        "phones": "care",
    }


def test_a_host_of_several_people_gets_a_lead():
    """
    Service hung under a crew of thirty reports to the first of them, who leads the other twenty-nine.
    """
    posts = [Post("ceo", EXECUTIVE, None), Post("crew", LOGISTICS, "ceo", 30), Post("phones", SERVICE, "ceo", 8)]

    chart = move(SERVICE, LOGISTICS)(tree(posts))

    assert superiors(chart) == {"ceo": None, "crew": "ceo", "crew (team)": "crew", "phones": "crew"}
    assert [(post.seat, post.headcount) for post in chart.posts] == [(0, 1), (1, 1), (2, 29), (31, 8)]


def test_a_lead_made_of_handlers_still_answers():
    """
    Two service teams under the chief executive become one, and all eight people go on answering customers.
    """
    posts = [Post("ceo", EXECUTIVE, None), Post("depot", LOGISTICS, "ceo"), Post("mail", SERVICE, "ceo", 5)]
    chart = tree([*posts, Post("phones", SERVICE, "ceo", 3)])

    gathered = move(SERVICE, EXECUTIVE)(chart)

    assert superiors(gathered)["phones"] == superiors(gathered)["mail (team)"] == "mail"
    assert seats_that_answer(gathered) == seats_that_answer(chart) == set(range(2, 10))


def test_a_team_name_that_is_taken_is_not_used_twice():
    """
    Splitting a post never makes a second post of one id.
    """
    posts = [Post("ceo", EXECUTIVE, None), Post("crew", LOGISTICS, "ceo", 2), Post("crew (team)", SERVICE, "ceo")]

    assert with_lead(tree(posts), "crew").post("crew (team 2)").seat == 2


def test_a_chief_executive_in_service_stays_on_top():
    """
    Where the founder is a service person, the highest service post below moves.
    """
    posts = [Post("founder", SERVICE, None), Post("depot", LOGISTICS, "founder"), Post("phones", SERVICE, "founder", 2)]

    assert superiors(move(SERVICE, LOGISTICS)(tree(posts))) == {"founder": None, "depot": "founder", "phones": "depot"}


def test_a_founders_service_people_become_one_team():
    """
    Two service people under a founder who is one too: the second reports to the first, and both answer.
    """
    posts = [Post("founder", SERVICE, None), Post("depot", LOGISTICS, "founder"), Post("ann", SERVICE, "founder")]
    chart = move(SERVICE, EXECUTIVE)(tree([*posts, Post("bob", SERVICE, "founder")]))

    assert superiors(chart) == {"founder": None, "depot": "founder", "ann": "founder", "bob": "ann"}
    assert seats_that_answer(chart) == {2, 3}


def test_a_structure_needs_its_functions():
    """
    A chart without sales cannot hang service under sales.
    """
    posts = [Post("ceo", EXECUTIVE, None), Post("depot", LOGISTICS, "ceo"), Post("phones", SERVICE, "ceo")]

    with pytest.raises(ChartError, match="no sales post, which this structure needs"):
        move(SERVICE, SALES)(tree(posts))


@pytest.mark.parametrize(
    ("post", "under", "message"),
    [
        ("service", "warehouse", "post 'warehouse' has headcount 30"),
        ("service", "service", "cannot report to itself"),
        ("ceo", "service", "is at the top"),
        ("service", "nowhere", "has no post 'nowhere'"),
        ("nobody", "ceo", "has no post 'nobody'"),
        ("service", "lead", "runs in a circle: 'service' -> 'lead' -> 'service'"),
    ],
)
def test_impossible_moves_are_refused(post, under, message):
    """
    Nobody reports to itself, to those below it, to a crowd or to a post that is not there.
    """
    chart = tree([*shop_chart().posts, Post("lead", SERVICE, "service", seat=56)])

    with pytest.raises(ChartError, match=message):
        move_post(chart, post, under)


def test_a_customer_map_has_circles_and_no_reporting_lines():
    """
    Everybody stands in a circle, the chief executive alone, those without one in the rest.
    """
    chart = CUSTOMER_MAP(shop_chart())

    assert chart.is_map
    assert set(superiors(chart).values()) == {None}
    assert {post.circle for post in chart.posts if post.id in ("finance", "administration", "service")} == {"money"}
    assert [post.id for post in chart.posts if post.circle == "chief executive"] == ["ceo"]


def test_handlers_are_spread_over_the_circles_in_seat_order():
    """
    The first five of the eight sit in the warehouse circle, and all eight keep their seats.
    """
    chart = CUSTOMER_MAP(shop_chart())

    homes = {seat: p.circle for p in chart.posts if p.answers for seat in range(p.seat, p.seat + p.headcount)}

    assert [homes[seat] for seat in range(8, 16)] == ["warehouse"] * 5 + ["promise", "product", "money"]


def test_a_customer_map_cannot_be_edited_as_a_tree():
    """
    There is no reporting line to move.
    """
    with pytest.raises(ChartError, match="no reporting line to move"):
        move_post(CUSTOMER_MAP(shop_chart()), "service", "ceo")


@pytest.mark.parametrize("edit", [unchanged, move(SERVICE, LOGISTICS), move(SERVICE, SALES), CUSTOMER_MAP])
def test_a_difference_applied_gives_the_second_chart(edit):
    """
    What changes between two charts of one firm is enough to make the second from the first, and back.
    """
    before, after = shop_chart(), edit(shop_chart())

    assert apply(before, difference(before, after)) == after
    assert apply(after, difference(after, before)) == before


def test_a_difference_names_what_changed():
    """
    Moving the head of service changes its post and no other.
    """
    change = difference(shop_chart(), move(SERVICE, LOGISTICS)(shop_chart()))

    assert [(old.id, new.superior) for old, new in change.changed] == [("service", "operations")]
    assert (change.removed, change.added) == ((), ())


def test_a_chart_does_not_differ_from_itself():
    """
    The difference of a chart and itself is empty.
    """
    assert difference(shop_chart(), shop_chart()).empty


def test_an_owner_stays_the_owner_when_it_moves():
    """
    With sales inside marketing its head still owns the prices, though another seller now stands higher on the chart.
    """
    chart = tree([*shop_chart().posts, Post("agent", SALES, "ceo", seat=56)])

    merged = in_order(move(SERVICE, MARKETING), move(SALES, MARKETING))(chart)

    assert merged.post("sales").superior == "marketing"
    assert merged.highest(SALES) == merged.post("sales")


def test_further_heads_get_the_last_seats():
    """
    Two more report to the chief executive, and everybody else keeps seat and place.
    """
    chart = shop_chart()

    more = heads(2)(chart)

    assert more.posts[: len(chart.posts)] == chart.posts
    assert [(p.id, p.superior, p.seat, p.function) for p in more.posts[len(chart.posts) :]] == [
        ("further head 1", "ceo", 56, Function.OTHER),
        ("further head 2", "ceo", 57, Function.OTHER),
    ]
    assert heads(0)(chart) == chart


def test_only_a_head_without_staff_that_owns_nothing_can_go():
    """
    Administration can: those after it move up a seat. Finance owns wrong bills, so no second head can.
    """
    fewer = heads(-1)(shop_chart())

    assert "administration" not in superiors(fewer)
    assert fewer.post("handlers").seat == 7
    assert seats_that_answer(fewer) == set(range(7, 15))
    with pytest.raises(ChartError, match="can lose 1 of its heads: 'administration'"):
        heads(-2)(shop_chart())
    with pytest.raises(ChartError, match="customer map"):
        heads(1)(CUSTOMER_MAP(shop_chart()))


def test_heads_that_were_added_can_be_taken_away_again():
    """
    The last seats go first.
    """
    assert heads(-3)(heads(3)(shop_chart())) == shop_chart()
