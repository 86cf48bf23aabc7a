"""Shapley values of games whose values are known in closed form, and what sampled orders promise about them."""

from itertools import permutations

import numpy as np
import pytest

from reportsto.errors import StudyError
from reportsto.statistics.shapley import COLUMNS, shapley_values
from reportsto.studies.sampling import SAMPLERS, Levels, Sampling


def drawn(k, orders, seed=1):
    """Return the switches of a sampled design, shape (points, players)."""
    return np.array(
        SAMPLERS["shapley"]([Levels(f"m{at}", (0, 1)) for at in range(k)], Sampling("shapley", orders, seed=seed))
    )


def every_order(k):
    """Return the switches of all orders of k players, each followed by its reverse."""
    seen = [order for order in permutations(range(k)) if order < order[::-1]]
    rows = []
    for order in seen:
        for one in (order, order[::-1]):
            rows += [[int(player in one[:step]) for player in range(k)] for step in range(k + 1)]
    return np.array(rows)


def played(switches, worth):
    """Return a game at each point; `worth` takes the set of those who are on."""
    return np.array([worth({int(player) for player in np.flatnonzero(row == 0)}) for row in switches])


def values(switches, outputs):
    found = shapley_values([f"m{at}" for at in range(switches.shape[1])], switches, outputs)
    assert tuple(found.columns) == COLUMNS
    return found["value"].to_numpy()


def glove(on):
    """Players 0 and 1 have a left glove, player 2 a right one; a pair is worth 1."""
    return min(len(on & {0, 1}), len(on & {2}))


def airport(on):
    """The cost of the longest runway among those who land: player i needs i + 1."""
    return max((at + 1.0 for at in on), default=0.0)


def airport_values(k):
    """The closed form (Littlechild and Owen 1973): each stretch is shared by all who need it."""
    return np.cumsum([1.0 / (k - at) for at in range(k)])


def test_in_an_additive_game_everyone_gets_their_own():
    """
    Nothing interacts, so every order gives the same share and the interval has no width.
    """
    own = np.array([3.0, -1.0, 0.5, 2.0])
    switches = drawn(4, 6)
    found = shapley_values(list("abcd"), switches, played(switches, lambda on: sum(own[list(on)])))

    assert found["value"].to_numpy() == pytest.approx(own)
    assert (found["orders_high"] - found["orders_low"]).to_numpy() == pytest.approx(0.0, abs=1e-12)


def test_the_glove_game_gives_the_scarce_glove_two_thirds():
    """
    The textbook answer over all six orders: 1/6, 1/6, 2/3.
    """
    switches = every_order(3)

    assert values(switches, played(switches, glove)) == pytest.approx([1 / 6, 1 / 6, 2 / 3])


def test_the_airport_game_shares_each_stretch_among_those_who_need_it():
    """
    All 120 orders of five players, against the closed form.
    """
    switches = every_order(5)

    assert values(switches, played(switches, airport)) == pytest.approx(airport_values(5))


def test_who_adds_nothing_gets_nothing_and_twins_get_the_same():
    """
    Players 0 and 1 are worth 4 only together, player 2 never anything, player 3 one: 2, 2, 0, 1 in each pair of orders.
    """
    switches = drawn(4, 2, seed=8)
    worth = played(switches, lambda on: 4.0 * ({0, 1} <= on) + 1.0 * (3 in on))

    assert values(switches, worth).tolist() == [2.0, 2.0, 0.0, 1.0]


@pytest.mark.parametrize("seed", range(5))
def test_values_add_up_to_all_on_less_all_off_whatever_orders_were_drawn(seed):
    """
    A game of random numbers, not zero when all are off, with four replicates.
    """
    rng = np.random.default_rng(seed)
    worth = {}
    switches = drawn(7, 4, seed=seed)
    outputs = np.array([worth.setdefault(tuple(row), rng.normal(size=4)) for row in switches.tolist()])
    whole = worth[(0,) * 7].mean() - worth[(1,) * 7].mean()

    assert values(switches, outputs).sum() == pytest.approx(whole, abs=1e-12)


def test_replicates_widen_the_interval_and_leave_that_over_orders_alone():
    """
    The additive game with noise that each replicate shares between all orders: orders agree, replicates do not.
    """
    switches = drawn(3, 8)
    noise = np.random.default_rng(3).normal(size=(3, 6))
    found = shapley_values(list("abc"), switches, (1 - switches) @ noise)
    half = 2.5705818 * noise.std(axis=1, ddof=1) / 6**0.5

    assert (found["orders_high"] - found["orders_low"]).to_numpy() == pytest.approx(0.0, abs=1e-12)
    assert (found["high"] - found["value"]).to_numpy() == pytest.approx(half)


def test_one_pair_of_orders_has_no_interval():
    """
    A value, and NaN on both sides.
    """
    found = shapley_values(list("abc"), drawn(3, 2), np.arange(8.0))

    assert found["value"].notna().all()
    assert found[["low", "high", "orders_low", "orders_high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda s, v: (s[:-1], v[:-1]), "pairs of chains of 4 points"),
        (lambda s, v: (s[:4], v[:4]), "pairs of chains of 4 points"),
        (lambda s, v: (1 - s, v), "begin with every mechanism on"),
        (lambda s, v: (s[[0, 2, 1, 3, 4, 5, 6, 7]], v), "switch off one at each step"),
        (lambda s, v: (np.vstack([s[:4], s[:4]]), v), "reverse order"),
        (lambda s, v: (s, v[:-1]), "an output for each of 8 points"),
        (lambda s, v: (s, np.where(np.arange(8) == 5, np.nan, v)), r"point 5 \(counted from 0\)"),
    ],
)
def test_points_that_are_no_chains_are_refused(spoil, message):
    """
    A point short, a single chain, all off first, two switches at once, no reverse, an output short, a NaN.
    """
    switches, outputs = spoil(drawn(3, 2), np.arange(8.0))

    with pytest.raises(StudyError, match=message):
        shapley_values(list("abc"), switches, outputs)


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_intervals_hold_the_known_value_as_often_as_they_say(spread):
    """
    The airport game of eight players, 1,000 studies of twenty orders: without noise, and with six replicates that add
    noise to each player. Of the 95 % intervals, 93 to 99.5 % hold the known value (measured: 94.3 and 94.6).
    """
    k, known = 8, airport_values(8)
    rng = np.random.default_rng(20261126)
    held = []
    for seed in range(1000):
        switches = drawn(k, 20, seed=seed)
        noise = spread * rng.normal(size=(k, 6 if spread else 1))
        found = shapley_values(
            [f"m{at}" for at in range(k)], switches, played(switches, airport)[:, None] + (1 - switches) @ noise
        )
        held.append(((found["low"] <= known + 1e-9) & (known - 1e-9 <= found["high"])).to_numpy())

    assert 0.93 <= np.mean(held) <= 0.995
