"""Plans that stop when they know enough: what they run, what they say, and that interruptions do not change it."""

import re

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.results.shards import Shard
from reportsto.running import execution
from reportsto.running.cluster import dask
from reportsto.running.replication import decided
from reportsto.running.run_study import run_study
from reportsto.running.workers import threads
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm

STRUCTURES = 'structure = ["inside_operations", "separate"]'
THREE = 'structure = ["inside_operations", "separate", "inside_marketing"]'


@pytest.fixture
def plan(write_study):
    """Make the small study with a plan of its own."""

    def make(section):
        text = "replicates = 3", "replicates = 20", STRUCTURES, THREE, "[outcomes]", f"{section}\n\n[outcomes]"
        return design(read_study(write_study(*text)))

    return make


PRECISE = """[replication]
kind = "until_precise"
a = "separate"
b = "inside_operations"
half_width = 0.5
most = 400"""

SELECTION = """[replication]
kind = "selection"
indifference = 0.4
batch = 10
most = 2000"""


def found(plan, folder, **more):
    table = fake_firm.run(plan, folder, **{"work": fake_firm.planted, **more}).table
    return table, decided(plan, table)


def counts(table, world):
    rows = table[(table["variant"] == "") & (table["world"] == world)]
    return rows.groupby("structure")["replicate"].count().to_dict()


def test_replicates_are_run_until_the_named_contrast_is_precise(plan, tmp_path):
    """
    The noisy world needs more than the other, the third structure runs no more than the first ones, and every interval
    that is called precise is.
    """
    table, decisions = found(plan(PRECISE), tmp_path)
    once, contract = counts(table, "once"), counts(table, "contract")

    assert once["inside_marketing"] == contract["inside_marketing"] == 20
    assert 20 <= once["separate"] == once["inside_operations"] < contract["separate"] == contract["inside_operations"]
    assert decisions["precise"].all()
    assert (decisions["half_width"] <= 0.5).all()
    assert (decisions["more"] == 0).all()


def test_a_budget_that_ends_is_said(plan, tmp_path):
    """
    A width no 30 replicates reach: it ends at 30, not precise, with an interval all the same.
    """
    table, decisions = found(plan(PRECISE.replace("400", "30").replace("0.5", "0.01")), tmp_path)

    assert counts(table, "once")["separate"] == 30
    assert not decisions["precise"].any()
    assert decisions["low"].notna().all()


def test_the_best_is_selected_and_replicates_go_where_it_is_close(plan, tmp_path):
    """
    Fewer failures are better: separate leads by .5, marketing is 4 behind and dropped at once.
    """
    table, decisions = found(plan(SELECTION), tmp_path)
    rows = decisions[(decisions["world"] == "contract") & (decisions["variant"] == "")].set_index("structure")
    spent = counts(table, "contract")

    assert rows["best"].to_dict() == {"inside_operations": False, "separate": True, "inside_marketing": False}
    assert spent["inside_marketing"] < spent["separate"]
    assert spent == rows["replicates"].to_dict()
    assert (decisions["more"] == 0).all()


@pytest.mark.parametrize("section", [PRECISE, SELECTION])
def test_an_interrupted_plan_ends_like_one_that_was_not(plan, tmp_path, section):
    """
    Stopped in the second round and run again, or run by Dask: the same rows.
    """
    sequential = plan(section)
    whole, _ = found(sequential, tmp_path / "whole")
    done = []

    def stopping(job):
        done.append(job.key)
        if len(done) > 135:
            raise KeyboardInterrupt
        return fake_firm.planted(job)

    with threads(1) as one, pytest.raises(execution.Interrupted):
        fake_firm.run(sequential, tmp_path / "part", one, work=stopping)
    again, _ = found(sequential, tmp_path / "part")
    with dask("local", 2) as pool:
        cluster, _ = found(sequential, tmp_path / "dask", pool=pool)

    pd.testing.assert_frame_equal(whole, again)
    pd.testing.assert_frame_equal(whole, cluster)


def test_a_run_without_a_number_leaves_its_place_open(plan, tmp_path):
    """
    Selection cannot go on where one run has no number, says so, and names nobody; it ends.
    """
    _, decisions = found(plan(SELECTION), tmp_path, work=fake_firm.planted_gap)

    assert not decisions["best"].any()
    assert decisions["reason"].str.contains("runs of inside_operations gave no number").any()


def test_a_tie_is_named_a_tie(plan, tmp_path):
    """
    Three structures with the very same numbers: nobody is best.
    """
    _, decisions = found(plan(SELECTION), tmp_path, work=fake_firm.alike)

    assert not decisions["best"].any()
    assert decisions["reason"].str.startswith("exact tie of").any()


def test_shards_and_plans_that_look_do_not_go_together(plan, tmp_path):
    """
    A shard sees only its part of the results.
    """
    with pytest.raises(StudyError, match="expected no --shard"):
        fake_firm.run(plan(SELECTION), tmp_path, shard=Shard(1, 2), work=fake_firm.planted)


@pytest.mark.parametrize(
    ("section", "message"),
    [
        (PRECISE.replace("until_precise", "until_happy"), "expected fixed, until_precise, selection"),
        (PRECISE.replace('b = "inside_operations"', 'b = "separate"'), "b is 'separate', like a"),
        (PRECISE.replace("half_width = 0.5", "half_width = 0"), "half_width is 0; expected more than 0"),
        (PRECISE + '\nmeasure = "advocacy"\nhalf_widht = 1', "half_widht"),
        (SELECTION.replace("most = 2000", "most = 10"), r"most is 10; expected at least the 20 of \[constants\]"),
        (SELECTION + "\nlevel = 1", "level is 1; expected a number between 0 and 1"),
        ('[replication]\nkind = "selection"\nmeasure = "advocacy"', "indifference is missing; expected more than 0"),
    ],
)
def test_a_plan_that_makes_no_sense_is_one_line(plan, section, message):
    """
    File, line and field, and what was expected.
    """
    with pytest.raises(StudyError, match=message) as caught:
        plan(section)

    assert re.search(r"study\.toml:\d+: ", str(caught.value))
    assert "\n" not in str(caught.value)


def test_ten_replicates_are_too_few_to_begin_with(write_study):
    """
    The number in [constants] is the first stage.
    """
    with pytest.raises(StudyError, match=r"constants\.replicates is 3; .* expected at least 20"):
        read_study(write_study("[outcomes]", f"{SELECTION}\n\n[outcomes]"))


def test_the_quick_form_decides_nothing(write_study):
    """
    It runs the first replicates, a fixed number.
    """
    file = write_study("replicates = 3", "replicates = 20", "[outcomes]", f"{SELECTION}\n\n[outcomes]")
    study = read_study(file)
    quick = design(study, quick=True)

    assert quick.replication.kind == "fixed"
    assert quick.left_out.startswith("[replication] 'selection' is for the full form: this quick one has")
    assert design(study).left_out == ""


@pytest.mark.parametrize("section", [PRECISE, SELECTION])
def test_other_replicates_do_not_bypass_what_a_plan_needs(plan, section):
    """
    Fewer than its first stage, or more than its last: refused, also from Python; the quick form decides nothing.
    """
    study = plan(section).study
    for count in (5, 19, 2001):
        with pytest.raises(StudyError, match=rf"replicates is {count}; expected 20 to [\d,]+ to begin with, for"):
            design(study, replicates=count)
    with pytest.raises(StudyError, match="replicates is 0; expected 1 to"):
        run_study(study, replicates=0, quick=True)

    assert design(study, replicates=25).replicates == 25
    assert design(study, replicates=5, quick=True).replicates == 5


def test_a_lead_within_the_indifference_is_named_with_a_remark(plan, tmp_path):
    """
    Separate leads by .5: with an indifference of 3 it may be named, and the guarantee does not cover it; with .2 it is.
    """
    wide = SELECTION.replace("indifference = 0.4", "indifference = 3")
    _, decisions = found(plan(wide), tmp_path / "wide")
    named = decisions[decisions["best"] & (decisions["world"] == "contract")]

    assert len(named)
    assert named["reason"].str.match(r"named, though it leads by [\d.]+ only").all()
    least = plan(SELECTION.replace("indifference = 0.4", "indifference = 0.2"))
    _, usual = found(least, tmp_path / "usual")
    told = usual[usual["best"]].groupby("world")["reason"].first()
    assert (told == "").any()
