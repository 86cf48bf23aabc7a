"""What a sound chart is, and what is refused."""

import pickle

import pytest

from domain import shop_chart, six_people
from reportsto.charts.chart import Post, PostError, tree
from reportsto.errors import ChartError
from reportsto.vocabulary import Function

CEO = Post("ceo", Function.EXECUTIVE, None)
WAREHOUSE = Post("warehouse", Function.LOGISTICS, "ceo")
SERVICE = Post("service", Function.SERVICE, "ceo")


def test_seats_are_numbered_in_row_order():
    """
    The default firm has 56 people; the handlers are the eight after the seven heads, the warehouse the next thirty.
    """
    chart = shop_chart()

    assert chart.seats == 56
    assert [chart.post(post).seat for post in ("ceo", "service", "handlers", "warehouse", "sellers")] == [
        0,
        6,
        8,
        16,
        52,
    ]


def test_handlers_are_service_posts_without_reports():
    """
    The head of service answers nobody; in the six-person firm the one service person does.
    """
    assert [post.id for post in shop_chart().posts if post.answers] == ["handlers"]
    assert [post.id for post in six_people().posts if post.answers] == ["service"]


def test_level_counts_superiors():
    """
    The chief executive has none, a head one, the warehouse two.
    """
    chart = shop_chart()

    assert [chart.post(post).level for post in ("ceo", "operations", "warehouse")] == [0, 1, 2]


def test_level_does_not_need_superiors_to_come_first():
    """
    A chart written from the bottom up has the same levels.
    """
    chart = tree(reversed(shop_chart().posts))

    assert {post.id: post.level for post in chart.posts} == {post.id: post.level for post in shop_chart().posts}


def test_highest_post_has_fewest_superiors():
    """
    A deputy in an earlier row is not the head of logistics.
    """
    deputy = Post("deputy", Function.LOGISTICS, "service")

    chart = tree([CEO, deputy, SERVICE, Post("handler", Function.SERVICE, "service"), WAREHOUSE])

    assert chart.highest(Function.LOGISTICS) == chart.post("warehouse")


def test_lowest_seat_breaks_a_tie_for_highest():
    """
    Of two logistics posts under the chief executive the one with the lower seat is higher, whatever its row.
    """
    east = Post("east", Function.LOGISTICS, "ceo", seat=3)
    west = Post("west", Function.LOGISTICS, "ceo", seat=1)
    ceo, service = Post("ceo", Function.EXECUTIVE, None, seat=0), Post("service", Function.SERVICE, "ceo", seat=2)

    chart = tree([east, ceo, service, west])

    assert chart.highest(Function.LOGISTICS) == chart.post("west")


def test_a_function_nobody_has_has_no_highest_post():
    """
    The six-person firm has no finance.
    """
    assert six_people().highest(Function.FINANCE) is None


def test_given_seats_are_kept():
    """
    Numbered posts keep their numbers, though rows say otherwise.
    """
    shuffled = tree(sorted(shop_chart().posts, key=lambda post: post.id))

    assert {post.id: post.seat for post in shuffled.posts} == {post.id: post.seat for post in shop_chart().posts}


@pytest.mark.parametrize(
    ("posts", "message"),
    [
        ([], "has no posts"),
        ([CEO, WAREHOUSE, SERVICE, SERVICE], "'service' stands there twice"),
        ([CEO, Post("second", Function.EXECUTIVE, None), WAREHOUSE, SERVICE], "found 2: 'ceo', 'second'"),
        ([CEO, WAREHOUSE, Post("service", Function.SERVICE, "coe")], "reports to 'coe', which is no post here"),
        ([CEO, WAREHOUSE, Post("service", Function.SERVICE, "ceo", 0)], "headcount 0"),
        (
            [CEO, WAREHOUSE, Post("service", Function.SERVICE, "ceo", 2), Post("x", Function.SERVICE, "service")],
            "one person",
        ),
        ([CEO, WAREHOUSE, Post("a", Function.SERVICE, "b"), Post("b", Function.SERVICE, "a")], "'a' -> 'b' -> 'a'"),
        ([Post("a", Function.SERVICE, "b"), Post("b", Function.LOGISTICS, "a")], "in a circle"),
        ([CEO, WAREHOUSE], "no customer service"),
        ([Post("boss", Function.SERVICE, None), Post("warehouse", Function.LOGISTICS, "boss")], "no customer service"),
        ([CEO, SERVICE], "no logistics"),
        ([CEO, WAREHOUSE, Post("service", Function.SERVICE, "ceo", seat=1)], "number all or none"),
    ],
)
def test_unsound_charts_are_refused(posts, message):
    """
    What is not one tree with logistics and somebody to answer customers is refused in one line.
    """
    with pytest.raises(ChartError, match=message) as refused:
        tree(posts)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("seats", [(0, 1, 1), (0, 1, 3), (1, 2, 3)])
def test_seats_cover_everybody_once(seats):
    """
    Overlapping seats, a gap and a start at one are refused.
    """
    numbered = [
        Post(p.id, p.function, p.superior, seat=s) for p, s in zip((CEO, WAREHOUSE, SERVICE), seats, strict=True)
    ]

    with pytest.raises(ChartError, match="overlaps or leaves a gap"):
        tree(numbered)


def test_an_error_knows_its_post_in_another_process():
    """
    A worker process hands over which post was wrong.
    """
    error = pickle.loads(pickle.dumps(PostError("chart 'x': post 'a' is wrong", "a")))

    assert (str(error), error.post) == ("chart 'x': post 'a' is wrong", "a")


def test_a_very_deep_chart_is_sound():
    """
    A line of 20,000 superiors is checked without running out of stack or time.
    """
    line = [Post(str(row), Function.LOGISTICS, str(row - 1)) for row in range(1, 20_000)]

    chart = tree([Post("0", Function.EXECUTIVE, None), *reversed(line), Post("service", Function.SERVICE, "0")])

    assert chart.post("19999").level == 19_999
