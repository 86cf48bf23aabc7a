"""Phase 4: recolouring by the department's belief, filtering by managers, the arbiter's decision."""

import math

import pytest

from reportsto.escalation.climb import (
    BELIEFS,
    act_probability,
    belief,
    cumulative,
    going_on_probability,
    next_influence,
    pass_probability,
    pick,
    recolouring,
    recorded_cause,
    willingness,
)
from reportsto.vocabulary import N_BELIEVED, N_CAUSES, Cause, Function

DEFAULT = {"defensive_loss": 0.5, "own_line_loss": 0.0, "strength": 1.0, "stake": 1.0}
CONTRACT = {**DEFAULT, "own_line_loss": 0.3}


@pytest.mark.parametrize(
    ("function", "late", "oversold", "price", "answer", "bill"),
    [
        ("marketing", 0.08, 0.05, 0.35, 0.04, 0.03),
        ("sales", 0.08, 0.05, 0.35, 0.04, 0.03),
        ("logistics", 0.05, 0.30, 0.10, 0.05, 0.10),
        ("service", 0.20, 0.09, 0.05, 0.05, 0.04),
    ],
)
def test_what_departments_believe(function, late, oversold, price, answer, bill):
    """
    Marketing thinks customers complain about prices, logistics about promises, service mostly about lateness.
    """
    row = belief(function, N_BELIEVED, N_CAUSES)

    assert (row[Cause.LATE], row[Cause.OVERSOLD], row[Cause.WRONG_PRICE]) == (late, oversold, price)
    assert (row[Cause.POOR_ANSWER], row[Cause.WRONG_BILL]) == (answer, bill)


@pytest.mark.parametrize("function", BELIEFS)
def test_a_belief_is_a_distribution(function):
    """
    Every row of the table sums to 1, with a share of each cause that has an owner and none of the carrier's faults.
    """
    row = belief(function, N_BELIEVED, N_CAUSES)

    assert len(BELIEFS[function]) == N_BELIEVED == N_CAUSES - 1
    assert len(row) == N_CAUSES
    assert math.isclose(math.fsum(row), 1.0)
    assert row[Cause.IN_TRANSIT] == 0.0
    assert function in Function.words()


def test_other_functions_believe_evenly():
    """
    Finance has no idea of its own about what customers complain of.
    """
    assert belief("finance", 4, 4) == (0.25, 0.25, 0.25, 0.25)
    assert belief("finance", 4, 5) == (0.25, 0.25, 0.25, 0.25, 0.0)


def test_running_sums_end_at_one():
    """
    .2, .3 and .5 add up to .2, .5 and exactly 1, whatever rounding leaves.
    """
    assert cumulative((0.2, 0.3, 0.5)) == (0.2, 0.5, 1.0)
    assert cumulative((0.1,) * 10)[-1] == 1.0


def test_what_nobody_believes_is_never_picked():
    """
    A cause without a share after the last one with a share is picked by no number, however close to 1.
    """
    sums = cumulative((*(0.1,) * 10, 0.0))

    assert sums[-2:] == (1.0, 1.0)
    assert pick(1.0 - 2.0**-53, sums) == 9


@pytest.mark.parametrize(("u", "at"), [(0.0, 0), (0.1999, 0), (0.2, 1), (0.4999, 1), (0.5, 2), (0.9999, 2)])
def test_a_cause_is_picked_where_the_running_sum_first_exceeds_the_number(u, at):
    """
    With shares .2, .3 and .5 a fifth of all numbers pick the first; on a tie the later one is picked.
    """
    assert pick(u, (0.2, 0.5, 1.0)) == at


@pytest.mark.parametrize(("u_whether", "recorded"), [(0.24, Cause.WRONG_PRICE), (0.25, Cause.LATE), (0.9, Cause.LATE)])
def test_a_quarter_of_reports_are_recoloured(u_whether, recorded):
    """
    In marketing, a late delivery recoloured at .5 of the belief becomes a wrong price; three in four keep their cause.
    """
    sums = cumulative(belief("marketing", N_BELIEVED, N_CAUSES))

    assert recorded_cause(Cause.LATE, u_whether, 0.5, 0.25, sums) == recorded


@pytest.mark.parametrize(("attitude", "willing"), [(1.0, 1.0), (0.0, 1.0), (-0.5, 0.75), (-1.0, 0.5)])
def test_defensive_managers_keep_reports_back(attitude, willing):
    """
    A half defendant keeps back a quarter, a full one a half; an advocate passes no more than a neutral manager.
    """
    assert math.isclose(willingness(attitude, False, **DEFAULT), willing)


@pytest.mark.parametrize(
    ("attitude", "own_line", "willing"), [(0.2, True, 0.7), (-0.5, True, 0.525), (-0.5, False, 0.75)]
)
def test_managers_keep_back_what_shames_their_own_line(attitude, own_line, willing):
    """
    In the contract world three reports in ten about the own line stay, on top of what defensiveness keeps back.
    """
    assert math.isclose(willingness(attitude, own_line, **CONTRACT), willing)


@pytest.mark.parametrize(
    ("changed", "willing"), [({}, 0.7), ({"strength": 0.0}, 1.0), ({"stake": 0.0}, 1.0), ({"strength": 5.0}, 0.0)]
)
def test_the_own_line_counts_by_its_strength_and_the_managers_pay(changed, willing):
    """
    Nothing is kept back where the own line or the metric pays nothing, and at most everything where it counts a lot.
    """
    assert math.isclose(willingness(0.0, True, **{**CONTRACT, **changed}), willing)


def test_a_manager_below_the_arbiter_passes_most():
    """
    A neutral manager passes 85 in a hundred, a half defendant 63.75.
    """
    assert math.isclose(pass_probability(0.85, willingness(0.0, False, **DEFAULT)), 0.85)
    assert math.isclose(pass_probability(0.85, willingness(-0.5, False, **DEFAULT)), 0.6375)


def test_the_arbiter_acts_without_relaying():
    """
    The arbiter's own reluctance counts, not the loss of relaying; only at the root does ceo_m count besides.
    """
    assert act_probability(0.75, False, 0.4) == 0.75
    assert math.isclose(act_probability(0.75, True, 0.4), 0.3)
    assert act_probability(0.75, True, 1.0) == 0.75


@pytest.mark.parametrize(
    ("persistence", "attitude", "goes_on"), [(0.5, 0.0, 0.5), (0.5, -0.5, 0.375), (1.0, 0.0, 1.0), (0.0, 1.0, 0.0)]
)
def test_a_head_takes_a_refusal_to_the_common_superior_or_not(persistence, attitude, goes_on):
    """
    A neutral head takes every second refusal further, a half defendant 37.5 in a hundred: no .85 a second time.
    """
    assert math.isclose(going_on_probability(persistence, willingness(attitude, False, **DEFAULT)), goes_on)


@pytest.mark.parametrize(("rules", "acted_on"), [(DEFAULT, 0.74375), (CONTRACT, 0.648125)])
def test_what_becomes_of_a_report_that_asks_the_other_department_first(rules, acted_on):
    """
    .85 (.75 + .25 x .5): the owner's head, a half defendant, refuses a quarter, and half of these are taken to the top.

    In the contract world he keeps back three in ten of his own line besides: .85 (.525 + .475 x .5).
    """
    relayed = pass_probability(0.85, willingness(0.1, False, **rules))
    refused = 1.0 - act_probability(willingness(-0.5, True, **rules), False, 1.0)
    further = going_on_probability(0.5, willingness(0.1, False, **rules))
    at_the_top = act_probability(willingness(0.3, False, **rules), True, 1.0)

    assert math.isclose(relayed * ((1.0 - refused) + refused * further * at_the_top), acted_on)


@pytest.mark.parametrize(
    ("probability", "empathy", "marketing", "expected"),
    [(0.25, 0.0, True, 0.25), (0.25, 1.0, True, 0.5), (0.25, 1.0, False, 0.25), (0.6, 1.0, True, 1.0)],
)
def test_empathy_recolours_more_in_marketing_alone(probability, empathy, marketing, expected):
    """
    Twice as much at an empathy of 1, never more than always, and elsewhere as before.
    """
    assert recolouring(probability, empathy, marketing) == expected


@pytest.mark.parametrize(
    ("complaints", "contacts", "isolation", "expected"),
    [(60, 100, 0.0, 1.0), (60, 100, 1.0, 0.94), (100, 100, 1.5, 0.9), (0, 100, 1.5, 1.0), (0, 0, 1.5, 1.0)],
)
def test_who_brings_only_complaints_loses_influence(complaints, contacts, isolation, expected):
    """
    A tenth of the way a day, towards 1 less zeta times the share of complaints, never below 0.
    """
    assert next_influence(1.0, complaints, contacts, isolation, 0.1) == pytest.approx(expected, abs=1e-12)


def test_influence_comes_back_when_complaints_stop():
    """
    Where nothing is lost to isolation, it returns to 1.
    """
    assert next_influence(0.5, 90, 100, 0.0, 0.1) == pytest.approx(0.55)
