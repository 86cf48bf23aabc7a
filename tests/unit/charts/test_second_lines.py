"""Hybrids: a dotted line, a liaison, an ombudsman; what a chart may say of them, and what follows."""

import pytest

from domain import apply, shop_chart, six_people
from reportsto.chart_files.csv import chart_to_csv
from reportsto.chart_files.drawing import as_mermaid, as_text
from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Chart, Post, tree
from reportsto.charts.editing import difference, dotted_line, heads, in_order, move, seat_one_apart, with_lead
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.errors import ChartError
from reportsto.structures.customer_map import CUSTOMER_MAP
from reportsto.vocabulary import Cause, Function, Request

SERVICE, LOGISTICS, EXECUTIVE = Function.SERVICE, Function.LOGISTICS, Function.EXECUTIVE
INSIDE = move(SERVICE, LOGISTICS)
DOTTED = in_order(INSIDE, dotted_line(SERVICE, EXECUTIVE))
LIAISON = seat_one_apart("liaison", LOGISTICS, liaison=True)
OMBUDSMAN = seat_one_apart("ombudsman", EXECUTIVE, every=20)
HEADER = "id,title,reports_to,function,dotted,liaison,every\n"
SMALL = "ceo,,,executive,,,\nops,,ceo,logistics,,,\nstaff,,ops,service,,,\n"


def facts_of(chart: Chart):
    """Return the facts of a chart with the usual owners."""
    return chart_facts(chart, cause_owners({}))


def names(chart: Chart, rows):
    """Return the ids of rows."""
    return [chart.posts[row].id for row in rows]


def test_a_report_can_go_two_ways_up():
    """
    About a late order: to the head of operations, or past them to the chief executive. About a rude answer: one way.
    """
    chart = DOTTED(shop_chart())
    facts, handlers = facts_of(chart), chart.index("handlers")

    assert [names(chart, way) for way in facts.ways(handlers, Cause.LATE)] == [
        ["service", "operations"],
        ["service", "ceo"],
    ]
    assert [names(chart, way) for way in facts.ways(handlers, Cause.OVERSOLD)] == [
        ["service", "operations", "ceo"],
        ["service", "ceo"],
    ]
    assert [names(chart, way) for way in facts.ways(handlers, Cause.POOR_ANSWER)] == [["service"]]


def test_a_dotted_line_of_ones_own():
    """
    Somebody who answers customers and has a second superior skips the line altogether.
    """
    chart = DOTTED(six_people())
    facts, service = facts_of(chart), chart.index("service")

    assert [names(chart, way) for way in facts.ways(service, Cause.LATE)] == [["operations"], ["ceo"]]
    assert facts.dotted_line[chart.index("ceo")] == 1
    assert facts.dotted_managers[chart.index("ceo")] == 0


def test_whoever_has_a_dotted_line_below_is_a_manager():
    """
    They need a desk.
    """
    posts = [Post("ceo", EXECUTIVE, None), Post("ops", LOGISTICS, "ceo"), Post("expert", Function.OTHER, "ops")]
    chart = tree([*posts, Post("staff", SERVICE, "ops", dotted="expert")])

    assert facts_of(chart).manager[2]


def test_an_edit_drops_a_second_line_that_leads_nowhere():
    """
    Under the chief executive a dotted line to the chief executive is none; the others of a team have none either.
    """
    assert move(SERVICE, EXECUTIVE)(DOTTED(shop_chart())).post("service").dotted is None
    chart = tree(
        [Post("ceo", EXECUTIVE, None), Post("ops", LOGISTICS, "ceo"), Post("all", SERVICE, "ops", 3, dotted="ceo")]
    )
    led = with_lead(chart, "all")
    assert (led.post("all").dotted, led.post("all (team)").dotted) == ("ceo", None)


def test_a_liaison_asks_for_everybody():
    """
    Service under the chief executive asks operations inside, marketing across.
    """
    chart = LIAISON(shop_chart())
    facts, handlers = facts_of(chart), chart.index("handlers")

    assert facts.asks_inside[handlers][Cause.LATE]
    assert facts.asks_inside[handlers][Request.ORDER_STATUS]
    assert not facts.asks_inside[handlers][Cause.OVERSOLD]
    assert not facts.same_department[handlers][Cause.LATE]
    assert (chart.post("liaison").seat, chart.post("liaison").superior) == (15, "operations")


@pytest.mark.parametrize("edit", [LIAISON, OMBUDSMAN])
def test_one_is_seated_apart_once(edit):
    """
    Twice is once; a single person who answers customers stays.
    """
    once = edit(shop_chart())

    assert edit(once) == once
    assert sum(post.headcount for post in once.posts if post.answers) == 8
    assert edit(six_people()) == six_people()


def test_a_map_has_neither_second_lines_nor_duties():
    """
    Circles say whom one asks.
    """
    for edit in (DOTTED, LIAISON, OMBUDSMAN):
        posts = CUSTOMER_MAP.edit(edit(shop_chart())).posts
        assert not any(post.dotted or post.liaison or post.every for post in posts)


def test_somebody_with_a_dotted_line_below_is_no_head_to_spare():
    """
    Administration stays where a second line leads to it.
    """
    with pytest.raises(ChartError, match="can lose 0 of its heads: none"):
        heads(-1)(dotted_line(SERVICE, Function.OTHER)(shop_chart()))


@pytest.mark.parametrize("edit", [DOTTED, LIAISON, OMBUDSMAN])
def test_a_difference_carries_them(edit):
    """
    And can be applied.
    """
    before, after = shop_chart(), edit(shop_chart())

    assert apply(before, difference(before, after)) == after


@pytest.mark.parametrize(
    "row",
    ["desk,,ceo,service,ops,,", "desk,,ceo,service,,,20", "desk,,ops,service,ceo,yes,7", "desk,,ceo,service,,no,0"],
)
def test_a_chart_file_comes_back(row, tmp_path):
    """
    Read, written, read: the same chart.
    """
    path, again = tmp_path / "small.csv", tmp_path / "again" / "small.csv"
    path.write_text(HEADER + SMALL + row + "\n", encoding="utf-8")
    chart = read_chart(path)
    again.parent.mkdir()
    again.write_text(chart_to_csv(chart), encoding="utf-8")

    assert read_chart(again) == chart


def test_a_chart_without_them_is_written_without_their_columns():
    """
    Files of charts that have none look as they did.
    """
    assert chart_to_csv(shop_chart()).splitlines()[0] == "id,title,reports_to,function,headcount,department,site,seat"


def test_a_toml_chart_says_yes_in_either_way(tmp_path):
    """
    As text or as a truth value.
    """
    posts = [
        'id = "ceo"\ntitle = ""\nfunction = "executive"',
        'id = "ops"\ntitle = ""\nreports_to = "ceo"\nfunction = "logistics"',
        'id = "a"\ntitle = ""\nreports_to = "ops"\nfunction = "service"\nliaison = true\ndotted = "ceo"',
        'id = "b"\ntitle = ""\nreports_to = "ceo"\nfunction = "service"\nliaison = "yes"\nevery = 20',
    ]
    path = tmp_path / "small.toml"
    path.write_text("".join(f"[[post]]\n{post}\n" for post in posts), encoding="utf-8")
    chart = read_chart(path)

    assert [(p.dotted, p.liaison, p.every) for p in chart.posts[2:]] == [("ceo", True, 0), (None, True, 20)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("desk,,ceo,service,nobody,,", ":5: post 'desk' has a dotted line to 'nobody', no post here"),
        ("desk,,ceo,service,ceo,,", "neither its superior, nor itself, nor below it"),
        ("desk,,ceo,service,desk,,", "neither its superior, nor itself, nor below it"),
        ("desk,,ceo,sales,,yes,", "post 'desk' is a liaison; expected one that answers customers"),
        ("desk,,ceo,sales,,,5", "post 'desk' answers every 5 contacts; expected one that answers customers"),
        ("desk,,ceo,service,,maybe,", ":5: liaison is 'maybe'; expected yes, no or nothing"),
        ("desk,,ceo,service,,,-5", ":5: every is '-5'; expected of how many contacts"),
    ],
)
def test_what_a_chart_file_may_not_say(row, expected, tmp_path):
    """
    One line: which file and line, what is wrong.
    """
    path = tmp_path / "small.csv"
    path.write_text(HEADER + SMALL + row + "\n", encoding="utf-8")

    with pytest.raises(ChartError, match=expected):
        read_chart(path)


def test_somebody_must_take_the_other_contacts(tmp_path):
    """
    An ombudsman alone is none.
    """
    path = tmp_path / "small.csv"
    path.write_text(HEADER + SMALL.replace("service,,,", "service,,,9"), encoding="utf-8")

    with pytest.raises(ChartError, match="expected somebody for the rest"):
        read_chart(path)


def test_drawings_show_them():
    """
    In words, and as a dotted line where lines can be drawn.
    """
    chart = in_order(DOTTED, OMBUDSMAN)(shop_chart())

    assert "service, dotted line to ceo" in as_text(chart)
    assert "answering customers, one contact in 20" in as_text(chart)
    assert "p0 -.-> p6" in as_mermaid(chart)
    assert "liaison" in as_text(LIAISON(shop_chart()))
