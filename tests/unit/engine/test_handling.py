"""The one loop of handling, and climbing in blocks: what they add up is what a trace lets anybody count again.

Single cases are worked by hand in `test_by_hand.py`.
"""

from collections import Counter

import pytest

from agreement.comparing import batch
from reportsto.api import scenario
from reportsto.records import SEVERE
from reportsto.tracing import GOOD, Fate
from reportsto.vocabulary import N_CAUSES, Act

DAYS = 40
ODD = {"voice.exaggeration": 0.3, "handling.advocacy_hours": 0.2, "climb.outside_error": 0.4}


@pytest.fixture(scope="module", params=["separate", "inside_operations", "customer_map"])
def run(request):
    """A traced run whose window is all of it, on a chart with lines or circles."""
    case = scenario(request.param, parameters=ODD, window=(0, DAYS))
    outcome = batch(case, DAYS).run(3, 0, trace=True)
    return outcome.tally, outcome.cases[outcome.cases["fate"] != int(Fate.UNANSWERED)]


def test_acts_by_cause_are_those_of_the_cases(run):
    """Each answered failure case is heard once, under its own cause and act."""
    tally, cases = run
    acts = Counter((int(case["act"]), int(case["kind"])) for case in cases if case["act"] >= 0)

    for act, counted in ((Act.DEFEND, tally.defended), (Act.SETTLE, tally.settled), (Act.ADVOCATE, tally.advocated)):
        assert counted == [acts[int(act), kind] for kind in range(N_CAUSES)]
    assert sum(tally.heard) == sum(acts.values()) > 100


def test_counts_of_answers_are_those_of_the_cases(run):
    """Answers, their age, disputes and answers on the day itself; who gave up was not answered."""
    tally, cases = run
    answered = cases[cases["fate"] != int(Fate.GAVE_UP)]
    same_day = answered["answered"] == answered["arrived"]

    assert tally.answered == tally.whole_answered == len(answered)
    assert tally.answer_age == (answered["answered"] - answered["arrived"]).sum()
    assert tally.disputes == answered["quarrel"].sum()
    assert tally.resolved_at_once == (same_day & (answered["quarrel"] == 0)).sum()
    assert (answered["answer"] != GOOD).any()


def test_severe_cases_are_those_at_the_bar_or_above(run):
    """Requests have no severity; those made good were settled or advocated."""
    tally, cases = run
    severe = cases[cases["severity"] >= SEVERE]

    assert tally.severe_ended == len(severe)
    assert tally.severe_made_good == (severe["act"] > int(Act.DEFEND)).sum() > 0


def test_reports_are_the_advocated_and_the_made_up_cases(run):
    """Each manager who passes a report on has read it, and whoever keeps one has, too."""
    tally, cases = run
    reports = cases[cases["recorded"] >= 0]

    assert tally.whole_reports == len(reports) == (cases["act"] == int(Act.ADVOCATE)).sum() + cases["made_up"].sum()
    assert tally.false_reports == cases["made_up"].sum() > 0
    assert tally.relays_passed == reports["passed"].sum()
    assert tally.relays_read == reports["passed"].sum() + (reports["fate"] == int(Fate.KEPT)).sum()
