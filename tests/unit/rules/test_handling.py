"""Phase 3: the hours of an answer, disputes, and the choice between advocate, settle and defend."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.orderflow.handling import (
    Weights,
    choose,
    contact_hours,
    dispute_probability,
    exaggerates,
    poor_answer,
    possible,
    voice_score,
)
from reportsto.vocabulary import Act

HOURS = {"inside": 0.04, "across": 0.12, "site": 0.08}
DEFAULT = {"weights": Weights(2.0, 1.0, 0.0, 1.0), "strength": 1.0, "stake": 1.0}
CONTRACT = {**DEFAULT, "weights": Weights(2.0, 1.0, 1.5, 1.0)}
SCORE = st.floats(-60.0, 60.0) | st.sampled_from([-1.0, 0.0, 1.0])
EVEN = [(at + 0.5) / 100_000 for at in range(100_000)]
"""Numbers spread evenly between 0 and 1."""


@pytest.mark.parametrize(
    ("needs_owner", "same_department", "other_site", "hours"),
    [
        (False, False, False, 0.20),
        (False, True, True, 0.20),
        (True, True, False, 0.24),
        (True, False, False, 0.32),
        (True, False, True, 0.40),
        (True, True, True, 0.32),
    ],
)
def test_hours_of_a_failure(needs_owner, same_department, other_site, hours):
    """
    Twelve minutes of talk; asking next door adds 2.4, another department 7.2, another site 4.8 more.
    """
    assert math.isclose(contact_hours(0.20, needs_owner, same_department, other_site, **HOURS), hours)


@pytest.mark.parametrize(
    ("ours", "theirs", "chance"), [(0.3, 0.3, 0.010), (0.5, -0.3, 0.018), (-0.3, 0.5, 0.018), (1.0, -1.0, 0.030)]
)
def test_disputes_grow_with_the_distance_of_attitudes(ours, theirs, chance):
    """
    One answer in a hundred becomes a dispute among the like-minded, three between full advocates and full defendants.
    """
    assert math.isclose(dispute_probability(0.01, 1.0, ours, theirs), chance)


def test_a_voice_score_by_hand():
    """
    A half advocate (.5 x 2), a case of .6, a fifth of futility and noise of .1 make 1 + .6 - .2 + .1 = 1.5.
    """
    assert math.isclose(voice_score(0.5, 0.6, False, 0.2, 0.1, **DEFAULT), 1.5)


def test_fear_of_ones_own_line_only_bites_where_it_is_switched_on():
    """
    An own-line fault changes nothing by default and costs 1.5 where g_own is 1.5.
    """
    assert math.isclose(voice_score(0.5, 0.6, True, 0.2, 0.1, **DEFAULT), 1.5)
    assert math.isclose(voice_score(0.5, 0.6, True, 0.2, 0.1, **CONTRACT), 0.0, abs_tol=1e-12)
    assert math.isclose(voice_score(0.5, 0.6, False, 0.2, 0.1, **CONTRACT), 1.5)


@pytest.mark.parametrize(("strength", "stake"), [(0.0, 1.0), (1.0, 0.0)])
def test_nobody_fears_what_costs_nothing(strength, stake):
    """
    Where the own line does not count, or one's pay does not hang on its metrics, an own-line fault frightens nobody.
    """
    person = {**CONTRACT, "strength": strength, "stake": stake}

    assert math.isclose(voice_score(0.5, 0.6, True, 0.2, 0.1, **person), 1.5)


@pytest.mark.parametrize(
    ("score", "bar", "act"),
    [
        (1.001, 0.0, Act.ADVOCATE),
        (1.0, 0.0, Act.SETTLE),
        (0.0, 0.0, Act.SETTLE),
        (-1.0, 0.0, Act.SETTLE),
        (-1.001, 0.0, Act.DEFEND),
        (4.999, 4.0, Act.SETTLE),
        (5.001, 4.0, Act.ADVOCATE),
        (-1.001, 4.0, Act.DEFEND),
    ],
)
def test_the_choice_by_score(score, bar, act):
    """
    Above 1 advocate, below -1 defend, settle between, ties too; a higher bar for reports makes nobody defend.
    """
    assert choose(score, -1.0, 2.0, bar) == act


@pytest.mark.parametrize(
    ("score", "act"),
    [
        (0.4999, Act.DEFEND),
        (0.5, Act.SETTLE),
        (1.0, Act.SETTLE),
        (1.5, Act.SETTLE),
        (1.5001, Act.ADVOCATE),
        (-1.0, Act.DEFEND),
    ],
)
def test_redress_has_a_bar_of_its_own(score, act):
    """
    With the bar at .5 and 1 more to the bar for reports, a score of .5 settles and one of 1.5 still does.
    """
    assert choose(score, 0.5, 1.0, 0.0) == act


@pytest.mark.parametrize(
    ("bar", "width", "defended", "reported"), [(-1.0, 2.0, 0.1192, 0.5), (0.5, 1.0, 0.3775, 0.3775)]
)
def test_what_becomes_of_a_hundred_thousand_cases(bar, width, defended, reported):
    """
    A quarter advocate with cases of .5 leans by 1: below the bar 1 / (1 + e^(1 - b)) of the cases, above 1 less that.
    """
    scores = [voice_score(0.25, 0.5, False, 0.0, math.log(u / (1.0 - u)), **DEFAULT) for u in EVEN]
    acts = [choose(score, bar, width, 0.0) for score in scores]

    assert acts.count(Act.DEFEND) / len(EVEN) == pytest.approx(defended, abs=1e-4)
    assert acts.count(Act.ADVOCATE) / len(EVEN) == pytest.approx(reported, abs=1e-4)


@given(SCORE, st.floats(-50.0, 50.0), st.floats(0.0, 100.0), st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_a_higher_bar_never_makes_anybody_do_more_for_a_customer(score, bar, width, report_bar, more):
    """
    Defend, settle, advocate: raising any of the three numbers moves an act down that list or leaves it.
    """
    act = choose(score, bar, width, report_bar)

    assert choose(score, bar + more, width, report_bar) <= act
    assert choose(score, bar, width + more, report_bar) <= act
    assert (choose(score, bar, width + more, report_bar) == Act.DEFEND) == (act == Act.DEFEND)
    assert choose(score, bar, width, report_bar + more) <= act


@given(SCORE, st.floats(0.0, 50.0))
def test_the_first_version_had_bars_at_minus_and_plus_one(score, report_bar):
    """
    Below -1 defended, above 1 and what reports need more sent up: at b -1 and w 2 the old rule, ties too.
    """
    old = Act.ADVOCATE if score > 1.0 + report_bar else Act.DEFEND if score < -1.0 else Act.SETTLE

    assert choose(score, -1.0, 2.0, report_bar) == old


@pytest.mark.parametrize(("u", "what"), [(0.0059, 2), (0.0061, 1), (0.0199, 1), (0.0201, 0)])
def test_a_poor_answer_comes_back_three_times_in_ten(u, what):
    """
    Two answers in a hundred are poor; the luckless .6 of the two come back as a case, the rest stay silent.
    """
    assert poor_answer(u, 0.02, 0.30) == what


@pytest.mark.parametrize(("u", "attitude", "sent"), [(0.14, 0.5, True), (0.16, 0.5, False), (0.0, -1.0, False)])
def test_only_advocates_exaggerate(u, attitude, sent):
    """
    At .3, a half advocate sends up 15 in a hundred settled cases; a defendant never does.
    """
    assert exaggerates(u, 0.3, attitude) is sent


@pytest.mark.parametrize("act", Act)
def test_what_nobody_owns_is_settled_and_not_advocated(act):
    """
    A fault of the carrier's is settled where another would be advocated; all else stays what was chosen.
    """
    assert possible(act, owned=True) == act
    assert possible(act, owned=False) == (Act.SETTLE if act == Act.ADVOCATE else act)
