"""What follows from a chart, worked by hand on the default firm and the six-person firm."""

from dataclasses import replace

import pytest

from domain import shop_chart, six_people
from reportsto.charts.chart import Chart, Post, tree
from reportsto.charts.editing import circles, in_order, move
from reportsto.charts.facts import NOBODY, ChartFacts, cause_owners, chart_facts
from reportsto.errors import ChartError
from reportsto.vocabulary import Cause, Function, Request

SERVICE, LOGISTICS, MARKETING, SALES = Function.SERVICE, Function.LOGISTICS, Function.MARKETING, Function.SALES
INSIDE_OPERATIONS = move(SERVICE, LOGISTICS)
SEPARATE = move(SERVICE, Function.EXECUTIVE)
INSIDE_MARKETING = move(SERVICE, MARKETING)
SALES_AND_MARKETING = in_order(INSIDE_MARKETING, move(SALES, MARKETING))
CUSTOMER_MAP = circles(
    {LOGISTICS: "warehouse", MARKETING: "promise", SALES: "promise", Function.PRODUCT: "product"},
    "money",
    lambda chart: {"warehouse": 5, "promise": 1, "product": 1, "money": 1},
)


def facts_of(chart: Chart, **owners: Function) -> ChartFacts:
    """Return the facts of a chart, with other owners for some causes."""
    return chart_facts(chart, cause_owners({Cause[cause.upper()]: function for cause, function in owners.items()}))


def path(chart: Chart, post: str, cause: Cause) -> list[str]:
    """Return the ids on the path of a report."""
    return [chart.posts[row].id for row in facts_of(chart).path[chart.index(post)][cause]]


def owner(chart: Chart, kind: int) -> str:
    """Return the id of the owner of a cause or request."""
    return chart.posts[facts_of(chart).owner[kind]].id


@pytest.mark.parametrize(
    ("edit", "late", "oversold", "wrong_price", "answer"),
    [
        (SEPARATE, ["service", "ceo"], ["service", "ceo"], ["service", "ceo"], ["service"]),
        (
            INSIDE_OPERATIONS,
            ["service", "operations"],
            ["service", "operations", "ceo"],
            ["service", "operations", "ceo"],
            ["service"],
        ),
        (
            INSIDE_MARKETING,
            ["service", "marketing", "ceo"],
            ["service", "marketing"],
            ["service", "marketing", "ceo"],
            ["service"],
        ),
        (
            SALES_AND_MARKETING,
            ["service", "marketing", "ceo"],
            ["service", "marketing"],
            ["service", "marketing"],
            ["service"],
        ),
    ],
)
def test_paths_end_at_the_first_common_superior(edit, late, oversold, wrong_price, answer):
    """
    A report goes up to the first superior who is the owner or above it: inside operations that is the head of
    operations for logistics' causes; apart and in marketing it is the chief executive.
    """
    chart = edit(shop_chart())
    causes = (Cause.LATE, Cause.OVERSOLD, Cause.WRONG_PRICE, Cause.POOR_ANSWER)

    assert [path(chart, "handlers", cause) for cause in causes] == [late, oversold, wrong_price, answer]


def test_an_owner_does_not_arbitrate_its_own_cause():
    """
    What the head of operations itself reports about lateness is decided by the chief executive.
    """
    assert path(shop_chart(), "operations", Cause.LATE) == ["ceo"]


def test_the_warehouse_reports_lateness_to_its_head():
    """
    Below the owner the path ends at the owner.
    """
    assert path(shop_chart(), "warehouse", Cause.LATE) == ["operations"]


def test_the_chief_executive_decides_what_starts_at_the_top():
    """
    Nobody is above the chief executive, so its path is empty and it is its own arbiter.
    """
    facts = facts_of(shop_chart())

    assert facts.path[0][Cause.LATE] == ()
    assert facts.arbiter(0, Cause.LATE) == 0


@pytest.mark.parametrize(
    ("edit", "owned"),
    [
        (SEPARATE, {Cause.POOR_ANSWER}),
        (INSIDE_OPERATIONS, {Cause.LATE, Cause.MIX_UP, Cause.SLOW_REFUND, Cause.BACK_ORDER, Cause.POOR_ANSWER}),
        (INSIDE_MARKETING, {Cause.OVERSOLD, Cause.POOR_ANSWER}),
        (SALES_AND_MARKETING, {Cause.OVERSOLD, Cause.WRONG_PRICE, Cause.POOR_ANSWER}),
        (CUSTOMER_MAP, {Cause.POOR_ANSWER}),
    ],
)
def test_own_line_is_what_the_department_owns(edit, owned):
    """
    A handler's own line is whatever its department's people own, and on a customer map what its function owns.
    """
    chart = edit(shop_chart())

    line = facts_of(chart).own_line[chart.index("handlers")]

    assert {cause for cause in Cause if line[cause]} == owned


def test_a_department_is_a_direct_report_and_all_below():
    """
    The default firm has the executive department, the chief executive's alone, and seven others.
    """
    chart = shop_chart()
    department = facts_of(chart).department

    assert department[: len(department) - 4] == tuple(range(8))
    assert [department[chart.index(post)] for post in ("handlers", "warehouse", "marketers", "sellers")] == [6, 1, 2, 3]


def test_a_direct_report_of_several_people_is_one_department_of_managers():
    """
    Three buyers who report to the chief executive share a department and a team, and take three managers' time.
    """
    chart = tree([*shop_chart().posts, Post("buyers", Function.OTHER, "ceo", 3, seat=56)])
    facts, buyers = facts_of(chart), chart.index("buyers")

    assert facts.department.count(facts.department[buyers]) == 1
    assert facts.manager_reports[0] == 10


def test_department_heads_are_known_by_function():
    """
    Inside operations the handlers' department is headed by logistics; beliefs follow the head, not the handler.
    """
    chart = INSIDE_OPERATIONS(shop_chart())
    facts = facts_of(chart)

    assert facts.department_head_function[facts.department[chart.index("handlers")]] == LOGISTICS


def test_a_team_has_one_superior_and_one_function():
    """
    Under the head of operations the head of service is no teammate of the warehouse; two warehouse posts are.
    """
    chart = INSIDE_OPERATIONS(tree([*shop_chart().posts, Post("night", LOGISTICS, "operations", 5, seat=56)]))
    team = dict(zip((post.id for post in chart.posts), facts_of(chart).team, strict=True))

    assert team["warehouse"] == team["night"] != team["service"]
    assert team["handlers"] != team["service"]


@pytest.mark.parametrize(
    ("edit", "managers"), [(SEPARATE, 7), (INSIDE_OPERATIONS, 6), (INSIDE_MARKETING, 6), (SALES_AND_MARKETING, 5)]
)
def test_placements_differ_in_the_chief_executives_span(edit, managers):
    """
    Moving service below another head saves the chief executive one direct report; moving sales too, another.
    """
    chart = edit(shop_chart())
    facts = facts_of(chart)

    assert (facts.manager_reports[0], facts.line_reports[0]) == (managers, 0)


def test_inside_operations_the_head_of_operations_gains_a_manager():
    """
    The head of operations leads thirty people, and the head of service besides; the head of service still leads eight.
    """
    chart = INSIDE_OPERATIONS(shop_chart())
    facts, operations, service = facts_of(chart), chart.index("operations"), chart.index("service")

    assert (facts.manager_reports[operations], facts.line_reports[operations]) == (1, 30)
    assert (facts.manager_reports[service], facts.line_reports[service]) == (0, 8)


def test_unstaffed_heads_count_as_managers():
    """
    The head of administration leads nobody and is a manager all the same; a packer is none.
    """
    chart, six = shop_chart(), six_people()

    assert facts_of(chart).manager[chart.index("administration")]
    assert not facts_of(six).manager[six.index("packer")]


def test_asking_the_own_department_is_asking_inside():
    """
    In operations a handler sits in the department of the head of operations, the head of service beside it or not.
    """
    apart, inside = shop_chart(), INSIDE_OPERATIONS(shop_chart())
    handlers = apart.index("handlers")

    assert not facts_of(apart).same_department[handlers][Cause.LATE]
    assert facts_of(inside).same_department[handlers][Cause.LATE]
    assert facts_of(apart).same_department[apart.index("operations")][Cause.LATE]


def test_order_entry_needs_nobody():
    """
    A status request needs logistics, a product question sales, an order entry no owner at all.
    """
    chart = shop_chart()

    assert owner(chart, Request.ORDER_STATUS) == "operations"
    assert owner(chart, Request.PRODUCT_QUESTION) == "sales"
    assert facts_of(chart).owner[Request.ORDER_ENTRY] == NOBODY


def test_an_owners_people_are_its_whole_function():
    """
    Late orders are owned by thirty-one people: the head of operations (seat 1) and the warehouse (16 to 45).
    """
    assert facts_of(shop_chart()).owner_people[Cause.LATE] == (1, *range(16, 46))


def test_a_missing_function_is_replaced():
    """
    Without finance and product the six-person firm's chief executive owns wrong bills and defects, with no helpers.
    """
    facts = facts_of(six_people())

    assert (facts.owner[Cause.DEFECT], facts.owner[Cause.WRONG_BILL]) == (0, 0)
    assert facts.owner_people[Cause.DEFECT] == (0,)
    assert facts.owner_function[Cause.DEFECT] == Function.EXECUTIVE


@pytest.mark.parametrize(
    ("missing", "cause", "heir"), [(SALES, Cause.WRONG_PRICE, "marketer"), (MARKETING, Cause.OVERSOLD, "seller")]
)
def test_marketing_and_sales_stand_in_for_each_other(missing, cause, heir):
    """
    Without sales marketing owns the prices; without marketing sales owns the promises.
    """
    kept = [replace(post, seat=-1) for post in six_people().posts if post.function is not missing]

    assert owner(tree(kept), cause) == heir


def test_without_sales_and_marketing_the_chief_executive_answers_for_both():
    """
    Nobody stands in for two missing functions but the chief executive.
    """
    kept = [replace(post, seat=-1) for post in six_people().posts if post.function not in (SALES, MARKETING)]

    assert {owner(tree(kept), kind) for kind in (Cause.OVERSOLD, Cause.WRONG_PRICE, Request.PRODUCT_QUESTION)} == {
        "ceo"
    }


def test_a_chief_executive_who_runs_the_warehouse_owns_it_with_all_its_people():
    """
    A founder with function logistics owns lateness with the packer, and a missing function alone.
    """
    posts = [
        Post("founder", LOGISTICS, None),
        Post("packer", LOGISTICS, "founder"),
        Post("service", SERVICE, "founder"),
    ]

    facts = facts_of(tree(posts))

    assert facts.owner_people[Cause.LATE] == (0, 1)
    assert facts.owner_people[Cause.DEFECT] == (0,)
    assert facts.owner_function[Cause.DEFECT] == Function.EXECUTIVE


def test_service_may_own_the_bills():
    """
    Where service bills, a wrong bill is decided by the head of service and is everybody's own line there.
    """
    chart = shop_chart()
    facts, handlers = facts_of(chart, wrong_bill=SERVICE), chart.index("handlers")

    assert facts.arbiter(handlers, Cause.WRONG_BILL) == chart.index("service")
    assert facts.own_line[handlers][Cause.WRONG_BILL]


def test_six_people_apart_report_to_the_chief_executive():
    """
    One service person under the chief executive has a path of one, a department of one and a manager's standing.
    """
    chart = six_people()
    facts, service = facts_of(chart), chart.index("service")

    assert path(chart, "service", Cause.LATE) == ["ceo"]
    assert facts.department.count(facts.department[service]) == 1
    assert facts.manager[service]


def test_six_people_inside_operations():
    """
    Under the head of operations the one service person is a line post, and lateness is decided next door.
    """
    chart = INSIDE_OPERATIONS(six_people())
    facts = facts_of(chart)

    assert path(chart, "service", Cause.LATE) == ["operations"]
    assert path(chart, "service", Cause.OVERSOLD) == ["operations", "ceo"]
    assert (facts.manager_reports[1], facts.line_reports[1]) == (0, 2)


def test_on_a_customer_map_the_owner_decides():
    """
    A map has no path and no manager's overhead; the owner of the cause is the arbiter.
    """
    chart = CUSTOMER_MAP(shop_chart())
    facts, handlers = facts_of(chart), chart.index("handlers")

    assert facts.path[handlers][Cause.LATE] == ()
    assert facts.arbiter(handlers, Cause.LATE) == chart.index("operations")
    assert not any(facts.manager)


def test_on_a_customer_map_a_team_is_circle_and_function():
    """
    Five handlers in the warehouse circle are a team there, in a department with the warehouse.
    """
    chart = CUSTOMER_MAP(shop_chart())
    facts, handlers, warehouse = facts_of(chart), chart.index("handlers"), chart.index("warehouse")

    assert facts.team[handlers] != facts.team[warehouse] == facts.team[chart.index("operations")]
    assert facts.department[handlers] == facts.department[warehouse] != facts.department[chart.index("service")]
    assert facts.same_department[handlers][Cause.LATE]


def test_a_circle_is_headed_by_its_hosts():
    """
    Service people are guests in a circle: the warehouse circle is headed by logistics, money by finance.
    """
    chart = CUSTOMER_MAP(shop_chart())
    facts = facts_of(chart)

    assert facts.department_head_function[facts.department[chart.index("handlers")]] == LOGISTICS
    assert facts.department_head_function[facts.department[chart.index("service")]] == Function.FINANCE


def test_a_guest_heads_no_circle():
    """
    A service person who ranks above the only developer still sits in the developer's circle.
    """
    posts = [*six_people().posts, Post("developer", Function.PRODUCT, "marketer", seat=6)]
    chart = circles({Function.PRODUCT: "product"}, "money", lambda chart: {"product": 1})(tree(posts))
    facts = facts_of(chart)

    assert facts.department_head_function[facts.department[chart.index("service")]] == Function.PRODUCT


def test_the_top_of_a_customer_map_needs_no_function():
    """
    A chief executive whose function was left empty still stands in for a missing function on a map.
    """
    posts = [
        replace(post, function=Function.OTHER if post.id == "ceo" else post.function) for post in six_people().posts
    ]
    chart = circles({}, "all", lambda chart: {"all": 1})(tree(posts))

    assert chart.root().id == "ceo"
    assert owner(chart, Cause.DEFECT) == "ceo"


def test_facts_of_a_large_chart_are_quick():
    """
    Twenty thousand posts twenty levels deep share their superiors' paths instead of each keeping its own.
    """
    bosses = [Post(f"b{row}", LOGISTICS, f"b{row - 1}" if row else "ceo") for row in range(20)]
    staff = [Post(f"s{row}", SERVICE, "b19") for row in range(20_000)]
    facts = facts_of(tree([Post("ceo", Function.EXECUTIVE, None), *bosses, *staff]))

    assert facts.path[-1] is facts.path[-2]


def with_nobody_on_top(chart: Chart) -> Chart:
    """Return the chart with an empty top."""
    return tree([replace(post, headcount=post.headcount if post.superior else 0, seat=-1) for post in chart.posts])


@pytest.mark.parametrize(
    ("edit", "late", "oversold"),
    [
        (SEPARATE, ["service", "operations"], ["service", "marketing"]),
        (INSIDE_OPERATIONS, ["service", "operations"], ["service", "operations", "marketing"]),
        (INSIDE_MARKETING, ["service", "marketing", "operations"], ["service", "marketing"]),
    ],
)
def test_below_an_empty_top_the_head_of_the_owners_department_decides(edit, late, oversold):
    """Where the chief executive would decide the owner's head does; inside a department nothing changes."""
    chart = edit(with_nobody_on_top(shop_chart()))

    assert path(chart, "handlers", Cause.LATE) == late
    assert path(chart, "handlers", Cause.OVERSOLD) == oversold
    assert facts_of(chart).first_seat[chart.index("ceo")] == NOBODY


def test_below_an_empty_top_the_first_executive_stands_in_for_a_missing_function():
    """Or the first post below the top, in the order of seats; the other functions own what they owned."""
    posts = [replace(post, seat=-1) for post in six_people().posts]
    chart = with_nobody_on_top(tree(posts))
    first = min((post for post in chart.posts if post.superior == chart.root().id), key=lambda post: post.seat)
    told = tree([replace(post, function=Function.EXECUTIVE, seat=-1) if post.id == "marketer" else post for post in
                 [replace(post, seat=-1) for post in chart.posts]])  # fmt: skip

    assert owner(chart, Cause.DEFECT) == first.id
    assert owner(told, Cause.DEFECT) == "marketer"
    assert owner(chart, Cause.LATE) == owner(six_people(), Cause.LATE)


@pytest.mark.parametrize(
    ("post", "headcount", "function"),
    [("service", 0, SERVICE), ("ceo", -1, Function.EXECUTIVE), ("ceo", 0, LOGISTICS), ("ceo", 2, Function.EXECUTIVE)],
)
def test_only_a_top_that_does_nothing_may_be_empty(post, headcount, function):
    """Neither another post, nor less than nobody, nor a top that must deliver; and a top is one person at most."""
    rows = [replace(one, seat=-1) for one in shop_chart().posts]
    with pytest.raises(ChartError, match=post):
        tree([replace(one, headcount=headcount, function=function) if one.id == post else one for one in rows])
