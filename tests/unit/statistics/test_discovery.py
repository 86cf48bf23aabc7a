import sys

import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.statistics.discovery import COLUMNS, FEWEST_POINTS, discover
from reportsto.statistics.intervals import share_interval

LATE, HOURS, TURNOVER = "causes.rate.late", "attention.hours", "people.turnover"


def drawn(n, seed):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({LATE: rng.uniform(0, 0.1, n), HOURS: rng.uniform(2, 8, n), TURNOVER: rng.uniform(0, 1, n)})


def planted(points):
    return ((points[LATE] < 0.04) & (points[HOURS] > 5)).to_numpy()


def test_a_known_box_is_found_and_told_in_words():
    """
    A wins when fewer than 4 % are late and there are more than 5 hours: both edges, and no third parameter.
    """
    points = drawn(800, 1)
    found = discover(points, planted(points), winner="operations")
    rule = found.rules[0]
    edges = {condition.parameter: condition for condition in rule.conditions}

    assert len(found.rules) == 1
    assert set(edges) == {LATE, HOURS}
    assert edges[LATE].value == pytest.approx(0.04, abs=0.002)
    assert edges[HOURS].value == pytest.approx(5, abs=0.1)
    assert (edges[LATE].above, edges[HOURS].above) == (False, True)
    assert str(rule).startswith("operations wins when ")
    assert f"{LATE} <= 0.0" in str(rule)
    assert rule.density > 0.93
    assert rule.coverage > 0.93
    assert found.base_rate == pytest.approx(0.2, abs=0.05)
    assert found.reason == ""
    assert tuple(found.table.columns) == COLUMNS


def test_what_is_counted_is_what_the_words_say():
    """
    Points, wins, coverage and the interval follow from the printed edges and the half that was kept back.
    """
    points, halves = drawn(400, 2), np.random.default_rng(7)
    won = planted(points) ^ (np.random.default_rng(3).random(400) < 0.1)
    found = discover(points, won, rng=np.random.default_rng(7))
    kept = np.ones(400, dtype=bool)
    kept[halves.permutation(400)[:200]] = False

    assert found.rules
    for rule in found.rules:
        words = str(rule).removeprefix("A wins when ").split(" and ")
        inside = kept.copy()
        for name, sign, edge in (word.split() for word in words):
            inside &= (points[name] > float(edge)) if sign == ">" else (points[name] <= float(edge))
        hits = int((inside & won).sum())
        interval = share_interval(hits, int(inside.sum()), level=1 - 0.05 / found.tried)
        assert (rule.points, rule.wins) == (inside.sum(), hits)
        assert rule.coverage == hits / (kept & won).sum()
        assert (rule.density, rule.low, rule.high) == interval[:3]


def test_a_box_with_noise_is_still_found():
    """
    With every tenth winner flipped the density falls to nine in ten, and the rule still beats the base rate.
    """
    points = drawn(800, 4)
    won = planted(points) ^ (np.random.default_rng(5).random(800) < 0.1)
    rule = discover(points, won).rules[0]

    assert rule.low < 0.9 < rule.high
    assert {condition.parameter for condition in rule.conditions} >= {LATE, HOURS}


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.8])
def test_noise_alone_supports_no_rule(rate):
    """
    Where wins fall by chance, at most one table in twenty may claim anything: of 60, more than eight come up once in
    two hundred. The tree does propose boxes; what drops them is the half that was kept back.
    """
    rng = np.random.default_rng(6)
    tables = [discover(drawn(300, seed), rng.random(300) < rate, rng=rng) for seed in range(60)]

    assert sum(bool(table.rules) for table in tables) <= 8
    assert rate < 0.5 or sum(table.tried for table in tables) > 60


def test_without_any_rule_the_reason_says_how_many_were_tried():
    """
    Silence is explained.
    """
    found = discover(drawn(300, 0), np.random.default_rng(6).random(300) < 0.5)

    assert found.rules == ()
    assert found.reason.startswith(f"none of {found.tried} boxes tried beats the base rate")
    assert len(found.table) == 0


def test_a_rule_must_win_more_often_than_not():
    """
    A box with three wins in ten among one in ten overall is no "wins when"; who asks for such a box gets it.
    """
    points = drawn(2_000, 8)
    won = np.random.default_rng(9).random(2_000) < np.where(planted(points), 0.35, 0.02)

    assert discover(points, won).rules == ()
    assert discover(points, won, least_density=0.2).rules


@pytest.mark.parametrize(("won", "words"), [(True, "at every point"), (False, "at no point")])
def test_who_always_wins_needs_no_rule(won, words):
    """
    Without both wins and losses there is no edge.
    """
    found = discover(drawn(100, 1), np.full(100, won))

    assert found.rules == ()
    assert words in found.reason


def test_a_half_that_sees_only_wins_proposes_nothing():
    """
    One loss in 100 points falls into one half only; whichever it is, nothing is claimed.
    """
    won = np.arange(100) != 17

    assert not any(discover(drawn(100, 1), won, rng=np.random.default_rng(seed)).rules for seed in range(6))


def test_the_same_points_give_the_same_rules():
    """
    Halves and tree are fixed.
    """
    points = drawn(300, 1)

    assert discover(points, planted(points)) == discover(points, planted(points))


@pytest.mark.parametrize(
    ("points", "wins", "message"),
    [
        (drawn(50, 1), np.zeros(49, dtype=bool), "got 49 for 50 points"),
        (drawn(50, 1), np.full(50, np.nan), "True or False"),
        (drawn(FEWEST_POINTS - 1, 1), np.zeros(FEWEST_POINTS - 1, dtype=bool), "at least 40 points"),
        (drawn(50, 1).assign(world="once"), np.zeros(50, dtype=bool), "parameter world"),
        (drawn(50, 1).assign(x=np.inf), np.zeros(50, dtype=bool), "row 0"),
    ],
)
def test_what_cannot_be_discovered_is_said_in_one_line(points, wins, message):
    """
    Mistakes of a study are study errors.
    """
    with pytest.raises(StudyError, match=message):
        discover(points, wins)


def test_without_scikit_learn_the_command_that_installs_it_is_named(monkeypatch):
    """
    scikit-learn is an extra.
    """
    monkeypatch.setitem(sys.modules, "sklearn.tree", None)

    with pytest.raises(StudyError, match=r"needs scikit-learn: pip install 'reportsto\[discovery\]'"):
        discover(drawn(100, 1), planted(drawn(100, 1)))


@pytest.mark.slow
def test_noise_claims_a_rule_in_at_most_one_table_of_twenty():
    """
    2,000 tables of noise: the share with any rule at all stays under 5 %.
    """
    rng = np.random.default_rng(20_261_124)
    claimed = sum(bool(discover(drawn(300, seed), rng.random(300) < 0.6, rng=rng).rules) for seed in range(2_000))

    assert claimed / 2_000 <= 0.05
