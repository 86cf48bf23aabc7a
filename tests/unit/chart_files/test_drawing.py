"""Charts as text: the same chart gives the same drawing, and no title can spoil it."""

import pytest

from domain import shop_chart, six_people
from reportsto.chart_files.drawing import as_mermaid, as_text
from reportsto.charts.chart import Post, tree
from reportsto.charts.editing import circles, move
from reportsto.vocabulary import Function

LOGISTICS, SERVICE = Function.LOGISTICS, Function.SERVICE
CUSTOMER_MAP = circles({LOGISTICS: "warehouse"}, "money", lambda chart: {"warehouse": 1})
SPOILER = '"]; click p0 "x" <b>`\n\x1b[2J{|}\\#\u202e'


def spoiled():
    """Return a small chart with a title full of markup and control characters."""
    posts = [Post("ceo", Function.EXECUTIVE, None, title=SPOILER), Post("ops", LOGISTICS, "ceo")]
    return tree([*posts, Post("care", SERVICE, "ops", 2, title="Care")])


def test_a_tree_is_drawn_with_branches():
    """
    Six people on six lines: below a last post the line ends, below another it goes on.
    """
    assert as_text(six_people()) == (
        "ceo (executive)\n"
        "├── operations (logistics)\n"
        "│   └── packer (logistics)\n"
        "├── marketer (marketing)\n"
        "├── seller (sales)\n"
        "└── service (service, answering customers)\n"
    )


def test_a_moved_team_is_drawn_below_its_host():
    """
    Inside operations the service person stands beside the packer.
    """
    assert as_text(move(SERVICE, LOGISTICS)(six_people())).splitlines()[1:4] == [
        "├── operations (logistics)",
        "│   ├── packer (logistics)",
        "│   └── service (service, answering customers)",
    ]


def test_people_and_titles_are_shown():
    """
    A team of eight says so; a post without a title is called by its id alone.
    """
    assert "│   └── handlers (service, 8 people, answering customers)\n" in as_text(shop_chart())
    assert "care: Care (service, 2 people, answering customers)" in as_text(spoiled())


def test_a_map_is_drawn_as_a_list_of_circles():
    """
    Circles have no order of rank: each lists its posts, in row order.
    """
    assert as_text(CUSTOMER_MAP(six_people())) == (
        "chief executive\n"
        "└── ceo (executive)\n"
        "warehouse\n"
        "├── operations (logistics)\n"
        "├── packer (logistics)\n"
        "└── service (service, answering customers)\n"
        "money\n"
        "├── marketer (marketing)\n"
        "└── seller (sales)\n"
    )


def test_a_tree_in_mermaid():
    """
    One node a post and one arrow a reporting line.
    """
    lines = as_mermaid(six_people()).splitlines()

    assert lines[:2] == ["flowchart TD", '  p0["ceo (executive)"]']
    assert lines[-5:] == ["  p0 --> p1", "  p1 --> p2", "  p0 --> p3", "  p0 --> p4", "  p0 --> p5"]


def test_a_map_in_mermaid_has_no_arrows():
    """
    A customer map has circles, and nobody points to anybody.
    """
    drawing = as_mermaid(CUSTOMER_MAP(six_people()))

    assert "-->" not in drawing
    assert drawing.count("subgraph") == drawing.count("  end\n") == 3


def test_a_title_cannot_add_to_a_mermaid_drawing():
    """
    Markup in a title is shown as written: it closes no label and adds no statement.
    """
    line = as_mermaid(spoiled()).splitlines()[1]

    assert line.count('"') == 2
    assert not set("`<>{}|\\") & set(line)
    assert len(as_mermaid(spoiled()).splitlines()) == 1 + 3 + 2


@pytest.mark.parametrize("drawing", [as_text, as_mermaid])
def test_no_control_character_is_drawn(drawing):
    """
    A title can neither break the line, clear the screen nor turn the writing round.
    """
    assert not {"\x1b", "\u202e", "\r"} & set(drawing(spoiled()))
    assert len(as_text(spoiled()).splitlines()) == 3


def test_a_deep_chart_is_drawn():
    """
    A line of 2,000 superiors is deeper than Python's stack and is drawn all the same.
    """
    line = [Post(str(row), LOGISTICS, str(row - 1)) for row in range(1, 2_000)]

    drawing = as_text(tree([Post("0", Function.EXECUTIVE, None), *line, Post("care", SERVICE, "0")]))

    assert drawing.count("\n") == 2_001
