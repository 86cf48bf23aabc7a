"""What is assumed, as a lever: what moves along the line, what does not, and what is set after it."""

import math

import pytest

from agreement.comparing import assert_engines_agree
from reportsto.api import run_one, scenario
from reportsto.errors import SettingError
from reportsto.firms import firm
from reportsto.parameters import Parameters, every_field
from reportsto.worlds import ACCEPTED, ASSUMED, POINTS, RATIONS, ROUTES, WORLDS, assumed_at

NAMED_KINDS = (ACCEPTED, RATIONS, ROUTES)
STRENGTH = "incentives.own_line_strength"


def at(point, world="once", firm="product_shop", **levers):
    """Return the numbers of a run at a point of what is assumed."""
    return scenario("separate", firm, world=world, assume=point, **levers).parameters


def test_the_names_are_points_of_the_line():
    """
    Essays, halfway and middle are 0, .5 and 1; a firm stands at one of them unless it says otherwise.
    """
    assert dict(POINTS) == {"essays": 0.0, "halfway": 0.5, "middle": 1.0}
    for name, number in POINTS.items():
        assert at(name) == at(number)
        assert scenario("separate", assume=name).assume == number
    assert scenario("separate") == scenario("separate", assume=ASSUMED)


def test_at_the_essays_nothing_is_set():
    """
    At 0 every number is the first version's, bit for bit, whatever the defaults become.
    """
    firsts = {f"{group}.{entry}": info.first for group, entry, info in every_field()}

    assert dict(assumed_at(0.0)) == {name: firsts[name] for name in assumed_at(0.0)}


def test_at_the_middle_what_moves_has_its_median():
    """
    The chief executive acts on .65 of what he hears, an item takes sqrt(.5) h, pay pulls by .3.
    """
    found = at("middle")

    assert (found.climb.root_acts, found.attitudes.weight_incentives) == (0.65, 0.3)
    assert found.attention.item_hours == math.sqrt(0.5)
    assert all(found.get(name) == value for name, value in assumed_at(1.0).items())


def test_halfway_is_halfway_on_the_scale_of_each_number():
    """
    1 to .65 is .825, 0 to .1 h is .05 h, and .5 to .7071 h is .5946 h.
    """
    found = at("halfway")

    assert found.climb.root_acts == pytest.approx(0.825)
    assert found.handling.advocacy_hours == pytest.approx(0.05)
    assert found.attention.item_hours == pytest.approx(0.5 * 2**0.25)


def test_what_is_known_fixed_or_set_by_name_does_not_move():
    """
    Between the ends of the line only the numbers of its list differ, and none that evidence or a named setting gives.
    """
    essays, middle = at("essays").as_flat(), at("middle").as_flat()
    moved = {name for name in essays if essays[name] != middle[name]}
    in_each = {name for kind in NAMED_KINDS for name in set.intersection(*(set(one.settings) for one in kind.values()))}

    for group, entry, info in every_field():
        name = f"{group}.{entry}"
        differs = any(one == name or one.startswith(f"{name}.") for one in moved)
        assert differs == info.moves
        assert not info.moves or not (info.known or info.named or name in in_each)
        assert info.named <= (name in in_each)


@pytest.mark.parametrize("point", [0.0, 0.5, 1.0])
def test_only_neutral_sets_how_strongly_the_own_line_counts(point):
    """
    Where c is not 0 its strength is on the line, and contract keeps 1.5 in voice and .3 in passing on.
    """
    strengths = {world: at(point, world).get(STRENGTH) for world in ACCEPTED}

    assert strengths == {world: 0.0 if world == "neutral" else 1.0 - 0.375 * point for world in ACCEPTED}
    assert (at(point, "contract").voice.own_line, at(point, "contract").climb.own_line_loss) == (1.5, 0.3)


@pytest.mark.parametrize("world", ACCEPTED)
def test_the_world_of_a_run_decides_alone(world):
    """
    A run in one world is the same whatever world was run before it.
    """
    alone = at("halfway", world)
    for other in ACCEPTED:
        at("halfway", other)

        assert at("halfway", world) == alone


@pytest.mark.parametrize("world", WORLDS)
def test_the_first_version_stands_at_its_own_point_only(world):
    """
    `product_shop_v1` lists every number, so another point would change none: its row would claim what is not so.
    """
    assert firm("product_shop_v1").assume == 0.0
    assert at(None, world, "product_shop_v1") == at("essays", world, "product_shop_v1")
    assert scenario("separate", "product_shop_v1", world=world).assume == 0.0
    for point in (0.25, "middle"):
        with pytest.raises(SettingError, match=r"assume is .*; expected 0 or none: firm 'product_shop_v1' sets each"):
            at(point, world, "product_shop_v1")


@pytest.mark.parametrize("point", [0, -0.0, 0.0])
def test_a_point_of_nought_has_no_sign(point):
    """
    A row says 0, not -0.
    """
    assert str(scenario("separate", assume=point).assume) == "0.0"


def test_each_setting_wins_over_those_before_it(monkeypatch):
    """
    In this order: what is assumed, the firm, the world, the ration, the route, parameters, without.

    All set one number here, each to another value; left out from the end, the one before shows.
    """
    name = STRENGTH
    monkeypatch.setitem(firm("six_people").settings, name, 0.1)
    for number, kind, key in ((0.2, WORLDS, "once"), (0.3, RATIONS, "bar"), (0.4, ROUTES, "peers_first")):
        monkeypatch.setitem(kind[key].settings, name, number)
    bare = {"world": "contagion", "ration": "bundles", "route": "common_superior"}

    def found(place="six_people", **levers):
        return scenario("separate", place, assume="middle", **{**bare, **levers}).parameters.get(name)

    assert found("product_shop") == 0.625
    assert found() == 0.1
    assert found(world="once") == 0.2
    assert found(world="once", ration="bar") == 0.3
    assert found(world="once", ration="bar", route="peers_first") == 0.4
    everything = {"world": "once", "ration": "bar", "route": "peers_first", "parameters": {name: 0.5}}
    assert found(**everything) == 0.5
    assert found(**everything, without=["own_line"]) == 0.0


def test_whole_parameters_stand_at_no_point():
    """
    A `Parameters` object replaces all named settings, and so what is assumed; its row says NaN.
    """
    made = scenario("separate", parameters=Parameters(), assume="middle")

    assert made.parameters == Parameters()
    assert math.isnan(made.assume)


@pytest.mark.parametrize("point", ["essay", "", -0.01, 1.01, math.nan, True, [0.5], "0.5"])
def test_what_is_no_point_is_refused_in_one_line(point):
    """
    A word that is none, and a number beyond the line, are told with what was expected.
    """
    with pytest.raises(SettingError, match="expected essays, halfway, middle, or a number from 0 to 1") as refused:
        scenario("separate", assume=point)

    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("placed", ["separate", "customer_map"])
def test_both_engines_are_equal_at_the_middle(placed):
    """
    At the middle many options act that do nothing in the essays; engines agree there to the last bit.
    """
    made = scenario(placed, "six_people", assume="middle")

    assert assert_engines_agree(made, 3, 1, 60)
    assert run_one(made, 3, 1, 60)["assume"] == 1.0
