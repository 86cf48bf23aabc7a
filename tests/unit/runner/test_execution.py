"""A study survives whatever happens to it, and its table does not show it."""

import sqlite3

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.runner import execution
from reportsto.runner.design import design
from reportsto.runner.execution import execute
from reportsto.runner.journal import Journal
from reportsto.runner.specification import read_study
from unit.runner import fake_firm


@pytest.fixture
def plan(write_study):
    return design(read_study(write_study()))


@pytest.fixture
def run(plan, tmp_path):
    """Run the small study in a folder of its own."""

    def run_it(work=fake_firm.row, *, of=plan, **more):
        return execute(of, tmp_path / "out", work=work, **{"workers": 2, **more})

    return run_it


def test_the_number_of_processes_changes_nothing(plan, tmp_path):
    """
    One process and two make the same table, row for row.
    """
    one, two = (execute(plan, tmp_path / str(n), workers=n, work=fake_firm.row).table for n in (1, 2))

    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert len(one) == 18


def test_finished_runs_are_kept(run, plan, write_study):
    """
    A second call runs nothing; the quick form first, the full form runs only the rest.
    """
    quick = run(of=design(plan.study, quick=True))
    full = run()
    again = run()

    assert (quick.ran, full.kept, full.ran, again.kept, again.ran) == (4, 4, 14, 18, 0)
    pd.testing.assert_frame_equal(full.table, again.table, check_exact=True)


def test_a_changed_study_is_named_and_not_mixed(run, write_study):
    """
    Another setting needs --fresh or another folder, and the message says which section changed.
    """
    run()
    other = design(read_study(write_study("attention.hours = 6", "attention.hours = 7")))

    with pytest.raises(StudyError, match=r"\[constants\] changed; --fresh"):
        run(of=other)
    assert run(of=other, fresh=True).ran == 18


def test_a_changed_model_is_named_and_not_mixed(run, monkeypatch):
    """
    Runs of other sources are never taken for runs of these.
    """
    run()
    monkeypatch.setattr(execution, "model_digest", lambda: "other sources")

    with pytest.raises(StudyError, match="the model's sources changed"):
        run()


def test_predictions_changed_after_the_first_run_are_told(run, write_study):
    """
    Runs stay good when a prediction changes, but the reader is told, now and ever after.
    """
    first = run()
    later = design(read_study(write_study("smallest_effect = 0.02", "smallest_effect = 0.01")))

    note = "The predictions were changed after the first run in this folder."
    assert first.notes == ()
    assert run(of=later).notes == run(of=later).notes == (note,)


def test_a_killed_worker_is_noticed_and_its_run_tried_again(run, tmp_path, monkeypatch):
    """
    A worker that dies once costs nothing: all 18 rows are there, equal to those of an undisturbed study.
    """
    monkeypatch.setenv("REPORTSTO_TEST_MARK", str(tmp_path / "died"))
    disturbed = run(fake_firm.dying_once)

    assert (tmp_path / "died").exists()
    assert disturbed.failed == 0
    pd.testing.assert_frame_equal(disturbed.table, run(fresh=True).table, check_exact=True)


def test_a_run_that_always_kills_its_worker_is_given_up_alone(run, plan):
    """
    After three deaths the run is a failed row; the others are sound, and only it is tried again next time.
    """
    quick = design(plan.study, quick=True)
    spoilt = run(fake_firm.always_dying, of=quick)
    failed = spoilt.table[spoilt.table["failure"] != ""]

    assert set(failed["failure"]) == {"its worker process died 3 times"}
    assert [*zip(failed["structure"], failed["replicate"], strict=True)] == [(fake_firm.CULPRIT, 1)]
    assert spoilt.failed == 1
    assert run(of=quick).ran == 1


def test_a_mistake_of_ours_in_one_run_does_not_lose_the_others(run):
    """
    An exception becomes a failed row with its name on one line.
    """
    spoilt = run(fake_firm.mistaken)

    assert spoilt.failed == 4
    assert "ZeroDivisionError: a mistake of ours" in set(spoilt.table["failure"])


def test_a_damaged_row_is_run_again(run, tmp_path):
    """
    A row that no longer has its digest is not read: the table is as it was, and the reader is told.
    """
    first = run()
    with sqlite3.connect(tmp_path / "out" / "journal.sqlite") as base:
        base.execute("update runs set row = replace(row, '0.1', '0.2') where key = (select min(key) from runs)")
    base.close()
    again = run()

    assert again.ran == 1
    assert again.notes == ("1 kept rows were damaged and were run again.",)
    pd.testing.assert_frame_equal(first.table, again.table, check_exact=True)


def test_a_journal_that_is_none_is_refused_with_a_way_out(run, tmp_path):
    """
    A file that is no journal is named, and --fresh replaces it.
    """
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "journal.sqlite").write_bytes(b"not a database, for sure" * 100)

    with pytest.raises(StudyError, match=r"damaged .*--fresh"):
        run()
    assert run(fresh=True).ran == 18


@pytest.mark.parametrize("fresh", [False, True])
def test_two_processes_cannot_run_one_study(run, tmp_path, fresh):
    """
    While somebody has the journal, nobody else gets it, and nobody deletes it.
    """
    (tmp_path / "out").mkdir()

    with Journal(tmp_path / "out"), pytest.raises(StudyError, match="another process runs this study"):
        run(fresh=fresh)
