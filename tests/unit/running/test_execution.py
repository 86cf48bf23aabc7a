"""A study survives whatever happens to it, and its table does not show it."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.results.journal import Journal
from reportsto.results.shards import Shard, shard
from reportsto.results.storage import write_runs
from reportsto.running import execution
from reportsto.running.cluster import dask
from reportsto.running.workers import given, threads
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm


@pytest.fixture
def plan(write_study):
    return design(read_study(write_study()))


@pytest.fixture
def run(plan, tmp_path):
    """Run the small study in a folder of its own."""

    def run_it(work=fake_firm.row, *, of=plan, **more):
        return fake_firm.run(of, tmp_path / "out", work=work, **more)

    return run_it


def test_where_runs_are_made_changes_nothing(plan, tmp_path):
    """
    One thread and five, somebody's own threads and processes, a Dask cluster, three shards: the same bytes.
    """
    found = {}
    with ThreadPoolExecutor(2) as theirs, ProcessPoolExecutor(2, get_context("spawn")) as processes:
        for at, pool in enumerate((threads(1), threads(5), given(theirs), given(processes, 2), dask("local", 2))):
            folder = tmp_path / str(at)
            with pool as here:
                found[folder] = write_runs(folder, fake_firm.run(plan, folder, here).table).read_bytes()
    for number in (3, 1, 2):
        fake_firm.run(plan, tmp_path / "parts", shard=Shard(number, 3))
    found[tmp_path] = write_runs(tmp_path, fake_firm.merge(plan, tmp_path / "parts").table).read_bytes()

    assert len(found) == 6
    assert len(set(found.values())) == 1


def test_shards_that_are_missing_or_short_are_named(plan, tmp_path):
    """
    Nothing is merged by half; what is missing is said with the number to run again.
    """
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(StudyError, match="no shards"):
        fake_firm.merge(plan, out)
    fake_firm.run(plan, out, shard=Shard(1, 3))
    with pytest.raises(StudyError, match="of 3 shards 2 are missing: 2, 3"):
        fake_firm.merge(plan, out)
    fake_firm.run(plan, out, shard=Shard(2, 3))
    fake_firm.run(plan, out, shard=Shard(3, 3), work=fake_firm.mistaken)
    with pytest.raises(StudyError, match=r"shard 3/3 lacks 1 of 6 runs"):
        fake_firm.merge(plan, out)
    fake_firm.run(plan, out, shard=Shard(3, 3))

    assert fake_firm.merge(plan, out).failed == 0
    assert fake_firm.merge(plan, out).kept == 18


def test_shards_of_another_study_are_not_merged(plan, write_study, tmp_path):
    """
    A shard that was run before the study changed is named.
    """
    fake_firm.run(plan, tmp_path / "out", shard=Shard(1, 1))
    other = design(read_study(write_study("attention.hours = 6", "attention.hours = 7")))

    with pytest.raises(StudyError, match=r"1_of_1: none of its 18 runs .* \[constants\] changed since"):
        fake_firm.merge(other, tmp_path / "out")


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "-1/3", "1/99999"])
def test_a_shard_that_cannot_be(text):
    with pytest.raises(StudyError, match="--shard is"):
        shard(text)


def test_every_run_is_in_one_shard(plan):
    """
    Seven shards of six points: one has nothing to do, and none does what another does.
    """
    parts = [Shard(number, 7).part(plan.points) for number in range(1, 8)]

    assert sorted(map(len, parts)) == [0, 1, 1, 1, 1, 1, 1]
    assert [point for part in zip(*parts[:6], strict=True) for point in part] == list(plan.points)


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

    with pytest.raises(StudyError, match=r"none of its 18 runs .*: \[constants\] changed since; --fresh"):
        run(of=other)
    assert run(of=other, fresh=True).ran == 18


def test_predictions_changed_after_the_first_run_are_told(run, write_study):
    """
    Runs stay good when a prediction changes, but the reader is told which, now and ever after.
    """
    first = run()
    later = design(read_study(write_study("smallest_effect = 0.02", "smallest_effect = 0.01")))

    note = "The predictions were changed after the first run in this folder. Added or changed since: H2."
    assert first.notes == ()
    assert run(of=later).notes == run(of=later).notes == (note,)


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


def test_what_was_expected_is_recorded_before_the_first_run_and_stays(run, write_study):
    """
    Digests of the study file and of its predictions, and the time, are there before any run is made, and a later file
    does not change them.
    """
    seen = []

    def work(job):
        seen.append(dict(first))
        return fake_firm.row(job)

    first = {}
    original = execution._run_missing

    def watching(journal, *more):
        first.update(journal.facts())
        return original(journal, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execution, "_run_missing", watching)
        begun = run(work).first
    later = run(of=design(read_study(write_study("smallest_effect = 0.02", "smallest_effect = 0.01")))).first

    assert begun == later
    assert {name: first[name] for name in execution.FIELDS} == begun
    assert len(begun["study_file"]) == 64
    assert all(seen)


def test_runs_that_were_there_before_have_no_record_from_before_them(run, tmp_path):
    """
    A journal of an older version, which did not keep one: none is made up afterwards.
    """
    run()
    with Journal(tmp_path / "out") as journal:
        journal._base.execute("delete from facts where name not in ('predictions', 'sources', 'model')")

    assert [set(run().first) for _ in range(2)] == [{"predictions"}] * 2


def test_merged_shards_keep_the_record_from_before_the_first_of_them(plan, tmp_path, monkeypatch):
    """
    Not the time of the merge, and not the later file.
    """
    times = iter(["2026-01-02T00:00:00+00:00", "2026-01-01T00:00:00+00:00"])
    begun = []
    for number in (1, 2):
        part = fake_firm.run(plan, tmp_path, shard=Shard(number, 2))
        with Journal(tmp_path / "shards" / f"{number}_of_2") as journal:
            journal.state({"recorded": next(times)})
        begun.append(part.first)

    merged = fake_firm.merge(plan, tmp_path)
    assert merged.first == {**begun[1], "recorded": "2026-01-01T00:00:00+00:00"}
    assert fake_firm.run(plan, tmp_path).first == merged.first


def test_the_engine_is_made_ready_for_runs_that_are_made_only(write_study, tmp_path):
    """
    Once for a study that is run, not where nothing is missing, and not where its folder is refused.
    """
    asked = []
    plan = design(read_study(write_study()))
    other = design(read_study(write_study("attention.hours = 6", "attention.hours = 7")))
    fake_firm.run(plan, tmp_path, ready=lambda: asked.append("first"))
    fake_firm.run(plan, tmp_path, ready=lambda: asked.append("nothing missing"))
    with pytest.raises(StudyError, match="none of its 18 runs"):
        fake_firm.run(other, tmp_path, ready=lambda: asked.append("refused"))

    assert asked == ["first"]


def test_chunks_of_one_point_share_its_scenario(plan):
    """
    A scenario is made once for a point, however many chunks its runs fill, so that it is set up once.
    """
    chunks = list(execution._chunks(plan, plan.runs, "compiled", 1))
    scenarios = {id(job.scenario): job.scenario for chunk in chunks for job in chunk}

    assert len(chunks) == len(plan.runs) > len(scenarios) == len(plan.points)
    assert [job.key for chunk in chunks for job in chunk] == [run.key for run in plan.runs]
