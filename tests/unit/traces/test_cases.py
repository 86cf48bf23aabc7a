"""A traced run as a file: every fate in words, the same from both engines, and nothing that the sums do not know."""

import gzip

import numpy as np
import pytest

from reportsto.api import Traced, run_traced, scenario
from reportsto.engine.batch import Batch
from reportsto.errors import SettingError
from reportsto.schedule import burn_in
from reportsto.traces.cases import case_table, write_cases, write_origin
from reportsto.traces.story import story
from reportsto.traces.where_lost import failure_cases, where_lost
from reportsto.tracing import TRACE, Fate
from reportsto.vocabulary import N_CAUSES, Act, Cause, Request

HARD = {
    "handling.patience_days": 1.0,
    "attention.hours": 4.0,
    "attention.patience_days": 2.0,
    "voice.exaggeration": 0.5,
    "climb.root_acts": 0.7,
}
"""Numbers with which every fate is met where hours are fixed: few of them, little patience, made-up reports, and a
chief executive who chooses."""


@pytest.fixture(scope="module")
def case():
    named = {"ration": "bundles", "route": "common_superior"}
    return scenario("inside_marketing", parameters=HARD, without=["staffing"], **named)


@pytest.fixture(scope="module")
def outcome(case):
    return Batch(case.chart, case.owners, case.parameters, 120).run(3, 0, trace=True)


@pytest.fixture(scope="module")
def table(case):
    return case_table(case, [run_traced(case, 3, 0, 120)])


def test_a_trace_adds_up_to_the_sums_of_the_run(outcome):
    """What is counted and what is written down case by case are the same thing."""
    rows, tally = outcome.cases, outcome.tally
    reports = rows[rows["recorded"] >= 0]
    ended = np.isin(reports["fate"], [Fate.KEPT, Fate.LOST, Fate.DECLINED, Fate.ACTED_ON])

    assert len(rows) == tally.whole_arrived
    assert np.sum(rows["handler"] >= 0) == tally.whole_answered
    assert np.sum(rows["fate"] == Fate.GAVE_UP) == tally.whole_given_up
    assert np.sum(rows["fate"] == Fate.UNANSWERED) == tally.end_contacts_waiting
    assert len(reports) == tally.whole_reports
    assert np.sum(ended) == tally.whole_reports_ended
    assert np.sum(reports["fate"] == Fate.AT_A_DESK) == tally.end_reports_waiting


def test_a_trace_adds_up_to_the_measured_days(outcome):
    """Days after the burn-in: heard and acts by cause, lost, declined and acted-on reports."""
    rows, tally, first = outcome.cases, outcome.tally, burn_in(120)
    heard = rows[(rows["answered"] > first) & (rows["handler"] >= 0) & (rows["kind"] < N_CAUSES)]
    ended = rows[rows["ended"] > first]

    def by_cause(chosen, name):
        return np.bincount(chosen[name], minlength=N_CAUSES).tolist()

    assert by_cause(heard, "kind") == tally.heard
    assert by_cause(heard[heard["act"] == Act.ADVOCATE], "kind") == tally.advocated
    assert by_cause(heard[heard["act"] == Act.DEFEND], "kind") == tally.defended
    assert np.sum(heard["made_up"]) == tally.false_reports
    assert by_cause(ended[ended["fate"] == Fate.ACTED_ON], "recorded") == tally.acted_as
    assert np.sum(ended["fate"] == Fate.LOST) == tally.lost
    assert np.sum(ended["fate"] == Fate.DECLINED) == tally.declined
    assert np.sum((rows["answered"] > first) & (rows["quarrel"] > 0)) == tally.disputes


def test_every_fate_is_met_here(outcome):
    """Otherwise the tests above would show less than they say."""
    assert set(outcome.cases["fate"].tolist()) == set(Fate)


def test_who_comes_back_names_the_case_it_comes_from(outcome):
    """A case born of a poor answer stands after it, a day later, one generation on, at the same address."""
    rows = outcome.cases
    born = rows[rows["generation"] > 0]
    parents = rows[born["parent"]]

    assert len(born) > 5
    assert (born["arrived"] == parents["answered"] + 1).all()
    assert (born["generation"] == parents["generation"] + 1).all()
    assert (born["entity"] == parents["entity"]).all()
    assert (born["kind"] == Cause.POOR_ANSWER).all()
    assert (rows[rows["generation"] == 0]["parent"] == -1).all()


def test_both_engines_write_the_same_file(tmp_path):
    """Byte for byte, packed or not."""
    case = scenario("customer_map", "six_people")
    files = {}
    for engine in ("compiled", "reference"):
        for name in ("t.csv", "t.csv.gz"):
            path = tmp_path / engine / name
            path.parent.mkdir(exist_ok=True)
            write_cases(path, case_table(case, [run_traced(case, 1, 2, 40, engine)]))
            files[engine, name] = path.read_bytes()

    assert files["compiled", "t.csv"] == files["reference", "t.csv"] == gzip.decompress(files["compiled", "t.csv.gz"])
    assert files["compiled", "t.csv.gz"] == files["reference", "t.csv.gz"]


def test_the_origin_stands_beside_it(tmp_path, case):
    """With the digest of the model and every parameter."""
    run = run_traced(case, 3, 0, 5)
    write_cases(tmp_path / "t.csv", case_table(case, [run]))
    text = write_origin(tmp_path / "t.csv", case, run, "compiled").read_text()

    assert (tmp_path / "t.csv.json").exists()
    assert '"attention.hours": 4.0' in text
    assert "model_sources" in text


# ── Stories ──────────────────────────────────────────────────────────────────────────────────────


def told(**fields):
    """Return the story of one case of the shop inside marketing, without its first and last sentence."""
    case = scenario("inside_marketing")
    ids = [post.id for post in case.chart.posts]
    seat = {name: case.chart.posts[ids.index(name)].seat for name in ids}
    rows = np.zeros(1, TRACE)
    usual = {"severity": 0.5, "day": 3, "kind": Cause.MIX_UP, "failed": 3, "arrived": 3, "answered": 4, "parent": -1}
    usual |= {"handler": seat["handlers"] + 1, "act": Act.SETTLE, "recorded": -1, "ended": -1, "ended_at": -1}
    usual |= {"fate": Fate.ANSWERED}
    for name, value in (usual | fields).items():
        rows[name] = seat.get(value, value) if isinstance(value, str) else value
    identity = {"structure": "inside_marketing", "firm": "product_shop", "world": "once", "without": "", "seed": 0}
    lines = story(case_table(case, [Traced({**identity, "replicate": 0}, rows)]), 0)
    assert lines[0].startswith("Case 0 of inside_marketing in product_shop")
    return lines[1:-1]


FAILS = "Day 3: an order fails: mix_up (severity 0.50). The customer complains the same day."


def test_settled():
    assert told() == [FAILS, "Day 4: handlers, person 2, makes it good and leaves it at that."]


def test_a_carriers_fault():
    assert told(kind=Cause.IN_TRANSIT) == [
        "Day 3: an order fails: in_transit (severity 0.50). The customer complains the same day.",
        "Day 4: handlers, person 2, makes it good; nobody in the firm could be told.",
    ]


def test_nobody_answers():
    assert told(handler=-1, answered=-1, fate=Fate.UNANSWERED) == [FAILS, "Nobody had answered when the run ended."]
    assert told(handler=-1, answered=9, fate=Fate.GAVE_UP)[1:] == ["Day 9: nobody has answered; the customer gives up."]


def test_a_question():
    assert told(kind=Request.ORDER_STATUS, act=-1, severity=0.0) == [
        "Day 3: a customer asks: order_status.",
        "Day 4: handlers, person 2, answers.",
    ]


def test_kept_on_the_way():
    lines = told(act=Act.ADVOCATE, recorded=Cause.LATE, passed=1, ended=4, ended_at="marketing", fate=Fate.KEPT)

    assert lines[1:] == [
        "Day 4: handlers, person 2, takes the customer's side, makes it good and reports it.",
        "Day 4: the report says late, where it was mix_up. Its way: service > marketing > operations > ceo.",
        "Day 4: service passes it on.",
        "Day 4: marketing keeps the report. Nothing is mended.",
    ]


@pytest.mark.parametrize(
    ("recorded", "made_up", "end"),
    [
        (Cause.MIX_UP, 0, "logistics is told of mix_up and pressed to mend it, and learns what went wrong."),
        (Cause.OVERSOLD, 0, "marketing is told of oversold and pressed to mend it; it was something else, so they"),
        (Cause.MIX_UP, 1, "logistics is told of mix_up and pressed to mend it; it was something else, so they"),
    ],
)
def test_acted_on(recorded, made_up, end):
    """Only the true cause of a case that happened informs its owner."""
    lines = told(act=Act.ADVOCATE, recorded=recorded, ended=6, ended_at="ceo", fate=Fate.ACTED_ON, made_up=made_up)

    assert lines[-1].startswith(f"Day 6: ceo acts on the report: {end}")


@pytest.mark.parametrize(
    ("fate", "end"),
    [
        (Fate.AT_A_DESK, "It still lay on the desk of ceo when the run ended."),
        (Fate.LOST, "Day 6: the report has waited too long for ceo and is lost. Nothing is mended."),
        (Fate.DECLINED, "Day 6: ceo reads the report and does not act. Nothing is mended."),
    ],
)
def test_not_acted_on(fate, end):
    ended = -1 if fate == Fate.AT_A_DESK else 6
    lines = told(act=Act.ADVOCATE, recorded=Cause.MIX_UP, passed=2, ended=ended, ended_at="ceo", fate=fate)

    assert lines[-2:] == ["Day 4: service and marketing pass it on.", end]


def test_a_number_no_case_has(table):
    with pytest.raises(SettingError, match=f"expected a number from 0 to {len(table) - 1}"):
        story(table, len(table))


def test_every_case_of_a_hard_run_has_a_story(table):
    """No row is without words, and none needs more than nine sentences."""
    for number in range(0, len(table), 7):
        assert 3 <= len(story(table, number)) <= 9


# ── Where reports die ────────────────────────────────────────────────────────────────────────────


def test_every_case_ends_in_one_place(table):
    """Counts are those of the rows themselves, and shares add up to one."""
    ends = where_lost(table)
    cases = failure_cases(table)

    assert ends["cases"].sum() == len(cases)
    assert ends["share"].sum() == pytest.approx(1.0)
    kept = ends[ends["reason"] == "kept by a manager on the way"].set_index("post")["cases"]
    by_hand = cases[cases["fate"] == "kept"]["ended_at"].value_counts()
    assert kept.sort_index().to_dict() == by_hand.sort_index().to_dict()
    assert set(ends["stage"]) == {"unheard", "unreported", "lost", "acted on"}


def test_without_filters_no_manager_keeps_a_report():
    """Without filtering, reports die at desks only."""
    case = scenario("inside_marketing", without=["filtering"])
    ends = where_lost(case_table(case, [run_traced(case, 1, 0, 60)]))

    assert not ends["reason"].str.startswith("kept").any()


def test_a_run_without_cases():
    """One day, no failures: tables are empty, not broken."""
    case = scenario(
        "separate", "six_people", parameters={"causes.rate": (0.0,) * N_CAUSES, "requests.rate": (0.0,) * 3}
    )
    table = case_table(case, [run_traced(case, 1, 0, 1)])

    assert len(where_lost(table)) == 0
