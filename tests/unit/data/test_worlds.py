"""Four worlds: where faults of one's own line count."""

import pytest

from reportsto.errors import UnknownName
from reportsto.parameters import Parameters
from reportsto.worlds import ACCEPTED, WORLDS, world


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("neutral", {"incentives.own_line_strength": 0.0}),
        ("once", {}),
        ("contagion", {"incentives.overridden": 1.0}),
        ("contract", {"voice.own_line": 1.5, "climb.own_line_loss": 0.3}),
        ("blame_pays", {"incentives.paid_on_customers": 1.0}),
    ],
)
def test_a_world_is_these_settings_and_no_others(name, settings):
    """
    Worlds differ in the own line alone: not at all, once, only through neighbours, three times, or it pays.
    """
    once = world("once").settings

    assert world(name).settings == {**once, **settings}
    assert once == dict.fromkeys(
        ["voice.own_line", "climb.own_line_loss", "incentives.overridden", "incentives.paid_on_customers"], 0.0
    )
    assert ACCEPTED[name] is world(name)


def test_the_worlds_are_the_contracts_four():
    """
    No study can choose a fifth world, and the order they are listed in is fixed.
    """
    assert list(WORLDS) == ["neutral", "once", "contagion", "contract"]


def test_blame_pays_is_accepted_and_is_not_one_of_the_four():
    """
    The reading of contagion in which own-line faults pay can be named where a world is, and no study must report it.
    """
    settings = world("blame_pays").settings

    assert (settings["incentives.paid_on_customers"], settings["incentives.overridden"]) == (1.0, 0.0)
    assert "blame_pays" not in WORLDS


def test_once_is_the_default_world():
    """
    The default parameters charge one's own line once, in the pull of pay, and nowhere else.
    """
    default = Parameters()
    charged = (default.incentives.own_line_strength, default.voice.own_line, default.climb.own_line_loss)

    assert default.with_settings(world("once").settings) == default
    assert charged == (0.625, 0.0, 0.0)


@pytest.mark.parametrize("name", WORLDS)
def test_every_world_can_be_set_and_says_what_it_is(name):
    """
    A world's settings are good settings that leave demand, customers and the warehouse alone.
    """
    default, changed = Parameters(), Parameters().with_settings(world(name).settings)
    untouched = ("demand", "warehouse", "causes", "requests", "contacts", "customers", "attention", "improvement")

    assert world(name).title
    assert all(getattr(changed, group) == getattr(default, group) for group in untouched)


def test_an_unknown_world_offers_the_nearest():
    """
    A misspelt world is refused with the right name.
    """
    with pytest.raises(UnknownName, match="did you mean 'neutral'"):
        world("neutrl")
