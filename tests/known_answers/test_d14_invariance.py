"""D14: symmetries. Placement acts through the chart alone, so without the mechanisms all placements are one.

(a) mechanisms ablated, every structure gives the same numbers; (b) turned anchors turn attitudes; (c) scaled head
counts leave attitudes (only) where they are; (d) an empty host is one more filter and one report fewer; (e) labels
and rows change nothing; (f) a host with logistics' people is like logistics, but for who arbitrates.
"""

import math
from functools import cache

import numpy as np
import pytest

from domain import FIRST, FIRST_RULES, NEW_RULES, all_new_rules
from domain import first_scenario as scenario
from reportsto.api import Scenario, run_one
from reportsto.charts.chart import Post, tree
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.firms import firm
from reportsto.parameters import OFF_SWITCHES
from reportsto.records import MAY_DIFFER, MEASURES
from reportsto.reference.groups import Groups
from reportsto.structures import STRUCTURES, structure
from reportsto.vocabulary import Cause, Function
from reportsto.workplace import set_up

MUST_AGREE = [column.name for column in MEASURES if not column.name.startswith(MAY_DIFFER)]


def differing(one, other):
    """Return the measures in which two rows differ, two missing values counting as equal."""
    return [
        name
        for name in MUST_AGREE
        if one[name] != other[name] and not (math.isnan(one[name]) and math.isnan(other[name]))
    ]


FIRMS = {
    "six_people": ("six_people", 0),
    "product_shop": ("product_shop", 0),
    "170 people": ("product_shop", 170),
}
"""Firms, and their people where they are not as many as on its own chart."""

RULES: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "first": ({}, FIRST_RULES),
    "default": ({}, ()),
    "all": (all_new_rules(), ()),
}
"""The first version's rules, those of a default run, and every one: what is set and what is switched off."""

WINDOWS = ((250, 750), (1040, 1560))
"""Days not measured, and days."""

# ── (a) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def null_world():
    """
    Return a function that gives a row of a structure without any mechanism: a firm, its rules and a window.
    """

    @cache
    def row(name, placed, rules, window=WINDOWS[0]):
        (firm_id, people), (settings, off) = FIRMS[name], RULES[rules]
        case = scenario(placed, firm_id, people=people, parameters=settings, without=["all", *off], window=window)
        return run_one(case, 14, 2, window[1])

    return row


@pytest.mark.parametrize("window", WINDOWS, ids=["years 2 and 3", "years 5 and 6"])
@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("name", FIRMS)
@pytest.mark.parametrize("placed", [found.id for found in STRUCTURES])
def test_in_the_null_world_every_placement_is_the_same_firm(null_world, name, placed, rules, window):
    """
    Without mechanisms a placement changes no digit of any measure but the chief executive's and the chart's own.
    """
    here, separate = null_world(name, placed, rules, window), null_world(name, "separate", rules, window)

    assert here["failure"] == ""
    assert differing(here, separate) == []


@pytest.mark.parametrize("name", FIRMS)
def test_new_rules_make_another_null_world(null_world, name):
    """
    What holds by default is not held by the new rules being off: hours paid follow the work there.
    """
    first, new = (null_world(name, "separate", rules) for rules in ("first", "default"))

    assert first["utilisation"] != new["utilisation"]
    assert first["orders"] != new["orders"]


IDLE = {"dispute_bundles", "override"}
"""Rules that have nothing to do in the null world: it has neither disputes nor pay."""


@pytest.mark.parametrize("rule", NEW_RULES)
def test_new_rules_part_no_placements(null_world, rule):
    """
    Nor does a rule alone change any of these digits in one placement only; it does change some.
    """
    others = [name for name in FIRST_RULES if name != rule]
    rows = [
        run_one(scenario(found.id, parameters=NEW_RULES[rule], without=["all", *others], window=WINDOWS[0]), 14, 2, 750)
        for found in STRUCTURES
    ]

    assert [differing(row, rows[0]) for row in rows] == [[]] * len(rows)
    assert rows[0]["failure"] == ""
    changed = differing(rows[0], null_world("product_shop", STRUCTURES[0].id, "first"))
    assert (changed == []) == (rule in IDLE)


def test_the_null_world_is_a_firm_at_work(null_world):
    """
    What is the same everywhere is not nothing: orders fail, customers complain, and reports are acted on.
    """
    row = null_world("product_shop", "separate", "default")

    assert row["failures_per_1000"] > 100.0
    assert row["contacts"] > 100.0
    assert row["effective_advocacy"] > 0.01


def test_the_chief_executives_load_may_differ_even_there(null_world):
    """
    The exemption is used: marketing and operations save a direct report, and sales and marketing one more.
    """
    reports = {
        name: null_world("product_shop", name, "default")["ceo_direct_reports"]
        for name in ("separate", "inside_operations", "inside_marketing", "sales_and_marketing")
    }

    assert list(reports.values()) == [7, 6, 6, 5]


CHART_BLIND = ("improvement", "voice_feedback", "turnover", "futility", "demand_shocks")


@pytest.mark.parametrize("placed", ["inside_operations", "inside_marketing", "customer_map"])
def test_mechanisms_that_see_no_chart_keep_placements_equal(placed):
    """
    Learning, reputation, turnover, futility and demand alone part no two placements: they meet no chart.
    """
    without = [name for name in OFF_SWITCHES if name not in CHART_BLIND]
    here, there = (run_one(scenario(name, "product_shop", without=without), 14, 3, 60) for name in (placed, "separate"))

    assert differing(here, there) == []


def test_with_mechanisms_placements_differ():
    """
    The comparison can fail: with everything on, operations and separate differ in attitude, voice and failures.
    """
    here, there = (run_one(scenario(name, "six_people"), 14, 2, 120) for name in ("inside_operations", "separate"))

    assert {"attitude_service_mean", "advocacy", "failures_per_1000"} <= set(differing(here, there))


# ── (b) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("placed", [found.id for found in STRUCTURES])
def test_turned_anchors_turn_attitudes(nights_on_a_chart, placed, addressed):
    """
    On every chart, people anchored and started at the opposite signs end at the opposite signs, to the last digit.
    """
    groups = Groups(set_up(structure(placed).edit(firm("product_shop").chart)))
    x, u = ([2.0 * one - 1.0 for one in addressed(stream, 56)] for stream in (1, 2))
    ahead = nights_on_a_chart(groups, x, u, 0.8, speed=0.1, times=50)
    turned = nights_on_a_chart(groups, [-one for one in x], [-one for one in u], 0.8, speed=0.1, times=50)

    assert turned == [-one for one in ahead]


# ── (c) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def beside_each_other(scale):
    """Return groups of 8 handlers and 28 warehouse people, times a scale, with a tie of .375 across."""
    chart = tree(
        [
            Post("ceo", Function.EXECUTIVE, None),
            Post("handlers", Function.SERVICE, "ceo", 8 * scale),
            Post("warehouse", Function.LOGISTICS, "ceo", 28 * scale),
        ]
    )
    rules = FIRST.with_settings({"attitudes.boss": 0.0})
    share = set_up(chart, parameters=rules).contact_share[Function.LOGISTICS]
    return Groups(set_up(chart, parameters=rules.with_settings({"attitudes.task_contact": 0.375 / share})))


def test_scaling_head_counts_leaves_attitudes(nights_on_a_chart):
    """
    Ten times the people come ten times closer to the mean field (8 hears 10.5 of 18.5 from the host), and no further.
    """
    w1, w2 = 10.5 / 18.5, 3.0 / 31.0
    delta = (1 - 0.8 * (1 - w1)) * (1 - 0.8 * (1 - w2)) - 0.64 * w1 * w2
    limit = (0.2 * 0.3 * (1 - 0.8 * (1 - w2)) + 0.8 * w1 * 0.2 * -0.6) / delta
    missing = []
    for scale in (1, 10):
        anchors = [0.0] + [0.3] * 8 * scale + [-0.6] * 28 * scale
        x = nights_on_a_chart(beside_each_other(scale), [0.0] * len(anchors), anchors, 0.8, times=120)
        missing.append(x[1] - limit)

    assert abs(missing[1]) < 0.003
    assert missing[0] / missing[1] == pytest.approx(10.0, rel=0.1)


# ── (d) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def without_marketers():
    """Return the shop with a head of marketing and no marketers."""
    staffed = [post for post in firm("product_shop").chart.posts if post.id != "marketers"]
    return tree([Post(post.id, post.function, post.superior, post.headcount) for post in staffed], "no marketers")


def test_an_empty_host_is_one_more_filter_and_one_report_fewer():
    """
    On a chart without marketers, marketing differs from separate by the head of marketing on every path, and no other.
    """
    s, m = (
        chart_facts(structure(name).edit(without_marketers()), cause_owners({}))
        for name in ("separate", "inside_marketing")
    )
    handlers, head = without_marketers().index("handlers"), without_marketers().index("marketing")

    assert s.manager_reports[s.root] - m.manager_reports[m.root] == 1
    for cause in (Cause.LATE, Cause.WRONG_PRICE, Cause.DEFECT, Cause.WRONG_BILL):
        assert [post for post in m.path[handlers][cause] if post != head] == list(s.path[handlers][cause])
        assert head in m.path[handlers][cause]


def test_an_empty_host_that_filters_nothing_is_separate():
    """
    With a transparent filter, distance free of charge and nobody to catch an attitude from, marketing is separate.
    """
    off = ["own_line", "influence", "contact", "overhearing", "filtering", "dual_thoughts", "attention", "coordination",
           "disputes", "lateral", "owner_resistance", "misfit", "incentives"]  # fmt: skip
    rows = [
        run_one(scenario(name, chart=without_marketers(), without=off), 14, 4, 60)
        for name in ("separate", "inside_marketing")
    ]

    assert rows[0]["passed"] == rows[1]["passed"] == 1.0
    assert differing(*rows) == []


# ── (e) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("placed", ["inside_operations", "inside_marketing", "customer_map"])
def test_rows_and_labels_change_nothing(placed):
    """
    The same people under other names, in rows of another order, live through the same two months to the last digit.
    """
    case = scenario(placed, "six_people")
    posts = [
        Post(
            id=f"x{post.id}",
            function=post.function,
            superior=None if post.superior is None else f"x{post.superior}",
            headcount=post.headcount,
            seat=post.seat,
        )
        for post in firm("six_people").chart.posts
    ]
    chart = structure(placed).edit(tree(sorted(posts, key=lambda post: post.function), "six_people"))
    other = Scenario(placed, "six_people", "once", (), chart, case.owners, case.parameters)
    one, two = run_one(case, 14, 5, 60), run_one(other, 14, 5, 60)

    assert [post.id for post in chart.posts] != [f"x{post.id}" for post in case.chart.posts]
    assert differing(one, two) == []
    assert all(one[name] == two[name] for name in one if name.startswith(("ceo_", "chart_")))


# ── (f) ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def hosts():
    """Return a chart whose operations and marketing have the same people, and customer service apart."""
    return tree(
        [
            Post("ceo", Function.EXECUTIVE, None),
            Post("operations", Function.LOGISTICS, "ceo"),
            Post("marketing", Function.MARKETING, "ceo"),
            Post("service", Function.SERVICE, "ceo"),
            Post("handlers", Function.SERVICE, "service", 8),
            Post("warehouse", Function.LOGISTICS, "operations", 30),
            Post("marketers", Function.MARKETING, "marketing", 30),
        ]
    )


@pytest.mark.parametrize("speed", [1.0, 0.0354])
def test_a_host_with_logistics_people_is_like_logistics(nights_on_a_chart, speed):
    """
    Handlers catch from defensive marketers of the same number exactly what they catch from a defensive warehouse.
    """
    rules = FIRST.with_settings({"attitudes.task_contact": 0.0})
    ends = []
    for name, host in (("inside_operations", Function.LOGISTICS), ("inside_marketing", Function.MARKETING)):
        groups = Groups(set_up(structure(name).edit(hosts()), parameters=rules))
        anchors = [-0.6 if f == host else 0.3 if f == Function.SERVICE else 0.0 for f in groups.function]
        ends.append(nights_on_a_chart(groups, [0.0] * 72, anchors, 0.8, speed=speed, times=300)[4:12])

    assert ends[0] == pytest.approx(ends[1], abs=1e-12)
    assert np.mean(ends[0]) < 0.0


def test_but_for_who_arbitrates():
    """
    What stays different is the lowest common superior: for a late delivery the head of operations or of all.
    """
    base = hosts()
    o, m = (chart_facts(structure(n).edit(base), cause_owners({})) for n in ("inside_operations", "inside_marketing"))
    handlers = base.index("handlers")

    assert o.arbiter(handlers, Cause.LATE) == base.index("operations")
    assert m.arbiter(handlers, Cause.LATE) == base.index("ceo")
    assert m.arbiter(handlers, Cause.OVERSOLD) == base.index("marketing")
