"""The firm of the first version: every number listed, every later rule off."""

import pytest

from domain import CHOSEN, THEN
from reportsto.api import run_one, scenario
from reportsto.firms import firm
from reportsto.parameters import RULE_SWITCHES, Parameters, every_field
from reportsto.records import MEASURES
from reportsto.structures import STRUCTURES
from reportsto.worlds import ACCEPTED, RATIONS, ROUTES, WORLDS

V1, SHOP = firm("product_shop_v1"), firm("product_shop")
VALUES = [column.name for column in MEASURES]


def test_the_first_version_lists_every_parameter():
    """
    A parameter without a value of the first version would move the first version's results with its default.
    """
    assert list(V1.settings) == [f"{group}.{entry}" for group, entry, _ in every_field()]


def test_the_first_version_has_bundles_and_the_common_superior():
    """
    The first version put ten reports into an item, and the common superior decided.
    """
    assert (V1.ration, V1.route) == ("bundles", "common_superior")
    assert {post.id: post.headcount for post in V1.chart.posts if post.headcount > 1} == {
        "handlers": 8,
        "warehouse": 30,
        "marketers": 6,
        "sellers": 4,
    }


MOVED = {
    **THEN,
    "demand.shock_sd": 0.1,
    "demand.shock_persistence": 0.9,
    "causes.rate.late": 0.08,
    "causes.rate.in_transit": 0.0,
}
"""Defaults that moved with evidence or with the new rules, though no off-switch sets them back."""

LATER = [name for name in RULE_SWITCHES if name != "override"]
"""Rules that the default has and the first version has not; the override is the world's to set."""


def both(placed, world):
    """Return the first version, and the default shop without the new rules."""
    return (
        scenario(placed, "product_shop_v1", world=world),
        scenario(placed, "product_shop", world=world, parameters=MOVED, without=LATER, assume="essays"),
    )


@pytest.mark.parametrize("world", ACCEPTED)
@pytest.mark.parametrize("placed", [found.id for found in STRUCTURES])
def test_without_the_new_rules_the_shop_is_the_first_version(placed, world):
    """
    Chart, owners and numbers of the shop are those of the first version but for rules with a switch and four
    numbers.
    """
    then, now = both(placed, world)

    assert then.parameters == now.parameters
    assert (then.chart.posts, then.owners) == (now.chart.posts, now.owners)


@pytest.mark.parametrize("name", [*LATER, *MOVED])
def test_by_default_the_shop_is_not_the_first_version(name):
    """
    Each of these switches but those of chosen rules, and each of these numbers, differs from the default's.
    """
    default = scenario("separate").parameters
    moved = default.with_settings({name: MOVED[name]}) if name in MOVED else default.without([name])

    assert (moved == default) == (name in CHOSEN)


@pytest.mark.parametrize("engine", ["compiled", "reference"])
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("placed", ["separate", "inside_operations", "inside_marketing", "customer_map"])
def test_the_shop_and_the_first_version_run_alike(placed, world, engine):
    """
    A month of the shop without the new rules is a month of the first version, digit for digit.
    """
    then, now = (run_one(case, 4, 1, 20, engine) for case in both(placed, world))

    assert then["failure"] == now["failure"] == ""
    assert [repr(then[name]) for name in VALUES] == [repr(now[name]) for name in VALUES]


def test_what_is_set_for_a_run_comes_after_the_firms_own_numbers():
    """
    The firm lists every number, and yet a world, a rationing rule, a setting and an off-switch each change theirs.
    """
    made = scenario(
        "separate",
        "product_shop_v1",
        world="contract",
        ration="bar",
        parameters={"climb.own_line_loss": 0.1, "attention.hours": 6, "turnover.misfit": 2},
        without=["misfit"],
    ).parameters

    assert made.voice.own_line == 1.5  # the world's
    assert made.voice.report_bar == 4.0  # the rationing rule's
    assert (made.climb.own_line_loss, made.attention.hours) == (0.1, 6.0)  # set, one of them over the world's
    assert made.turnover.misfit == 0.0  # switched off, though set


def test_a_setting_comes_after_the_rationing_rule():
    """
    Who names a rationing rule and sets one of its numbers gets that number.
    """
    made = scenario("separate", ration="bar", parameters={"voice.report_bar": 2}).parameters

    assert (made.voice.report_bar, made.attention.bundle) == (2.0, 20.0)


@pytest.mark.parametrize("kind", [ACCEPTED, RATIONS, ROUTES], ids=["world", "ration", "route"])
def test_every_choice_of_a_kind_sets_the_same_numbers(kind):
    """
    A choice replaces another one whole: none leaves a number that another of its kind has set.

    But for how strongly the own line counts: neutral sets it to 0, and elsewhere it is what the firm and its point of
    the assumptions have, as a run has one world.
    """
    names = [set(one.settings) - {"incentives.own_line_strength"} for one in kind.values()]

    assert all(one == names[0] for one in names)
    default = kind.get("once", next(iter(kind.values())))
    assert Parameters() == Parameters().with_settings(default.settings)
