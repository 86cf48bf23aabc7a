"""Org charts as figures."""

import time
from collections.abc import Iterator
from itertools import combinations

import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from reportsto.charts.chart import Chart, Post, tree
from reportsto.charts.editing import circles
from reportsto.drawing import NARROW, WIDE, draw_chart, svg_bytes
from reportsto.drawing.chart import fitted, signed, words_width
from reportsto.drawing.layout import Box, compact, indented, places, sheet, upright
from reportsto.firms.product_shop import PRODUCT_SHOP
from reportsto.vocabulary import Function

SHOP = PRODUCT_SHOP.chart


def shop_map() -> Chart:
    homes = {Function.LOGISTICS: "warehouse", Function.MARKETING: "promise", Function.SALES: "promise"}
    return circles(homes, "money", lambda chart: {"warehouse": 5, "promise": 2, "money": 1})(SHOP)


def large(posts: int) -> Chart:
    """Return a chart in which every post leads up to four others."""
    functions = (Function.SERVICE, Function.LOGISTICS, Function.MARKETING, Function.OTHER)
    rest = (Post(f"p{at}", functions[at % 4], f"p{(at - 1) // 4}", title=f"Post {at}") for at in range(1, posts))
    return tree([Post("p0", Function.EXECUTIVE, None), *rest], "large")


def words(figure: Figure) -> str:
    return svg_bytes(figure).decode()


def overlapping(boxes: tuple[Box, ...]) -> Iterator[tuple[str, str]]:
    for one, other in combinations(boxes, 2):
        apart_x = one.x + one.width <= other.x + 1e-9 or other.x + other.width <= one.x + 1e-9
        apart_y = one.y + one.height <= other.y + 1e-9 or other.y + other.height <= one.y + 1e-9
        if not (apart_x or apart_y):
            yield one.post.id, other.post.id


def lines_of(figure: Figure) -> int:
    drawn = [artist for artist in figure.axes[0].collections if isinstance(artist, LineCollection)]
    return sum(len(collection.get_segments()) for collection in drawn) + len(figure.axes[0].lines)


def test_every_box_says_who_sits_there_and_how_many():
    """
    Titles stand on the chart, and that the handlers are eight people of customer service.
    """
    shown = words(draw_chart(SHOP))

    assert "Head of sales" in shown
    assert "service · 8" in shown


def test_attitudes_are_written_beside_their_colour():
    """
    A defendant at -0.41 is readable without colour.
    """
    shown = words(draw_chart(SHOP, {post.id: -0.41 for post in SHOP.posts}, "Separate"))

    assert shown.count("−0.41") == len(SHOP.posts)
    assert "company defendant" in shown


def test_a_tree_has_one_line_for_each_post_with_a_superior():
    """
    Twelve posts, one of them at the top: eleven lines.
    """
    assert lines_of(draw_chart(SHOP)) == 11


def test_a_customer_map_has_no_lines_and_no_arrows():
    """
    Nobody reports to anybody on a map, so nothing connects its boxes.
    """
    figure = draw_chart(shop_map(), {})
    drawn = {type(artist).__name__ for artist in figure.axes[0].get_children()}

    assert lines_of(figure) == 0
    assert not any("Arrow" in name or "Annotation" in name for name in drawn)
    assert "Customer" in words(figure)


def test_a_map_keeps_every_box_in_its_circle():
    """
    Box corners lie within the circle that carries the name, and no box lies on another.
    """
    plan = sheet(shop_map(), 176.0)
    ring = {found.name: found for found in plan.rings}

    assert not list(overlapping(plan.boxes))
    for box in plan.boxes:
        home = ring[box.post.circle]
        for x in (box.x, box.x + box.width):
            for y in (box.y, box.y + box.height):
                assert (x - home.x) ** 2 + (y - home.y) ** 2 <= home.radius**2


@pytest.mark.parametrize("hang", [1, 2, 3])
def test_boxes_of_a_tree_never_lie_on_each_other(hang):
    """
    However deep subtrees hang, each post has its own room.
    """
    chart = large(60)

    assert not list(overlapping(upright(chart, 2000.0, places(chart, hang)).boxes))


@pytest.mark.parametrize("plan", [compact(large(300), 176.0), indented(large(60), 85.0)])
def test_large_charts_stay_on_the_page(plan):
    """
    Small boxes and long lists: within the width, none on another.
    """
    assert not list(overlapping(plan.boxes))
    assert all(box.x >= 0 and box.x + box.width <= plan.width + 1e-9 for box in plan.boxes)


def test_three_hundred_posts_draw_within_ten_seconds():
    """
    A large company is drawn, not refused: every post has a box and all but the top a line.
    """
    chart = large(300)
    start = time.perf_counter()

    figure = draw_chart(chart, {post.id: 0.1 for post in chart.posts})
    svg_bytes(figure)

    assert lines_of(figure) == 299
    assert time.perf_counter() - start < 10


def test_a_post_without_attitude_keeps_its_box_on_a_large_chart():
    """
    Boxes are drawn for those above zero, below zero and unknown alike.
    """
    chart = large(100)
    attitudes = {f"p{at}": -0.5 if at % 2 else 0.5 for at in range(60)}

    drawn = draw_chart(chart, attitudes).axes[0].collections

    assert sum(len(found.get_paths()) for found in drawn if not isinstance(found, LineCollection)) == 100


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_figure_is_exactly_as_wide_as_asked(width):
    """
    Column or page width to the tenth of a millimetre.
    """
    assert abs(draw_chart(SHOP, width=width).get_figwidth() * 25.4 - width) < 0.1


def test_the_same_chart_gives_the_same_bytes():
    """
    No date, no counter, no memory address in the file.
    """
    assert svg_bytes(draw_chart(SHOP, {"ceo": 0.3})) == svg_bytes(draw_chart(SHOP, {"ceo": 0.3}))


def test_a_title_with_dollar_signs_is_no_formula():
    """
    What people write on charts is shown as written.
    """
    chart = tree([*SHOP.posts[:1], *SHOP.posts[1:-1], Post("x", Function.OTHER, "ceo", title="$a_b$", seat=52)], "shop")

    assert "$a_b$" in words(draw_chart(chart))


def test_numbers_carry_a_sign_and_the_unknown_a_dash():
    """
    Nothing is ever minus zero.
    """
    assert [signed(value) for value in (0.5, -0.5, -0.001, float("nan"))] == ["+0.50", "−0.50", "+0.00", "–"]


def test_words_that_do_not_fit_end_in_an_ellipsis():
    """
    What is cut fits, and says that it was cut.
    """
    cut = fitted("Head of customer service", 20.0)

    assert cut.endswith("…")
    assert words_width(cut, 6.0) <= 20.0
