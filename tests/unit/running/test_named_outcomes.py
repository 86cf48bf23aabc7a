"""What can be wrong with a result folder, and the one line that says so. Thousands of such cases: `tests/faults`."""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

import reportsto
from reportsto.errors import StudyError
from reportsto.results.journal import NAME, Journal, _digest
from reportsto.results.status import status
from reportsto.results.storage import read_runs, write_bytes, write_runs
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def run(write_study, out):
    """Run the small study."""
    plan = design(read_study(write_study()))

    def run_it(**more):
        return fake_firm.run(plan, out, **more)

    return run_it


def altered(out: Path, change: str) -> None:
    with closing(sqlite3.connect(out / NAME)) as base:
        base.execute(change)
        base.commit()


def test_a_full_disk_is_named_and_what_was_kept_stays(run, out):
    """
    SQLite finds no room for a row: one line with the file; rows kept before are there.
    """
    run()
    with Journal(out) as journal:
        before = journal.keys()
        pages = journal._base.execute("pragma page_count").fetchone()[0]
        journal._base.execute(f"pragma max_page_count = {pages}")
        with pytest.raises(StudyError, match=r"journal\.sqlite: database or disk is full; expected a folder with room"):
            journal.keep([("new", {"a": "x" * 100_000}, 0.0, 1)])
        assert journal.keys() == before
    assert run().ran == 0


def test_a_full_disk_leaves_the_old_file_and_is_named(tmp_path, monkeypatch):
    """
    A figure or table appears whole or not at all: the old one stays, nothing half-written does, the line names it.
    """
    write_bytes(tmp_path / "figure.svg", b"old")
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(StudyError, match=r"figure\.svg: cannot be written: no space left on device"):
        write_bytes(tmp_path / "figure.svg", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"figure.svg": b"old"}


def test_a_file_in_place_of_the_folder_is_named(run, out):
    """
    The folder to write to is a file.
    """
    out.write_text("a file")

    with pytest.raises(StudyError, match=r"out: file exists; expected a folder to write to"):
        run()


def test_a_folder_in_place_of_the_journal_is_named(run, out):
    """
    SQLite cannot open it, and says which file.
    """
    (out / NAME).mkdir(parents=True)

    with pytest.raises(StudyError, match=r"journal\.sqlite: unable to open database file; expected a folder with room"):
        run()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="not checked: who is root may write anywhere")
def test_a_read_only_folder_is_named(run, out):
    """
    Nothing can be written: one line with the file.
    """
    out.mkdir()
    out.chmod(0o500)
    try:
        with pytest.raises(StudyError, match=r"journal\.sqlite: unable to open database file"):
            run()
    finally:
        out.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="not checked: no other user to be")
@pytest.mark.parametrize("kept", [False, True], ids=["no journal", "a journal"])
def test_a_journal_in_a_read_only_folder_is_not_called_damaged(kept):
    """
    The folder is named, and what to do; --fresh could not write there either. Root becomes nobody meanwhile.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if kept:
            Journal(folder).__exit__(None, None, None)
        folder.chmod(0o555)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(65534)
            with pytest.raises(
                StudyError, match=r"cannot be written: its folder is read-only .*another --out"
            ) as error:
                Journal(folder)
        finally:
            os.seteuid(user)
            folder.chmod(0o700)

    assert "damaged" not in str(error.value)
    assert "--fresh" not in str(error.value)


def test_a_journal_that_may_not_be_written_is_named_and_fresh_replaces_it(run, out):
    """
    One bit of its head says that this SQLite may only read it: the message names both ways out, and --fresh is one.
    """
    run()
    content = bytearray((out / NAME).read_bytes())
    content[18] = 3  # the version of the format one needs to write
    (out / NAME).write_bytes(content)

    with pytest.raises(StudyError, match=r"journal\.sqlite: attempt to write a readonly database; .*--fresh"):
        run()
    assert run(fresh=True).ran == 18


def test_another_database_is_left_alone(run, out):
    """
    Somebody's own SQLite file of that name gets no table of ours.
    """
    out.mkdir()
    altered(out, "create table letters (text)")
    before = (out / NAME).read_bytes()

    with pytest.raises(StudyError, match=r"journal\.sqlite: another database, not the journal of a study"):
        run()
    assert status(out)[0] is False
    with closing(sqlite3.connect(out / NAME)) as base:
        assert base.execute("select name from sqlite_master").fetchall() == [("letters",)]
    assert len((out / NAME).read_bytes()) == len(before)


def test_altered_facts_are_damage(run, out):
    """
    How runs were made has a digest: a changed number of runs is not shown as if it were true.
    """
    run()
    altered(out, "update facts set value = '1x' where name = 'runs'")

    with pytest.raises(StudyError, match=r"damaged \(how its runs were made\); --fresh"):
        run()
    assert status(out) == (False, [
        f"{out / NAME}: damaged (how its runs were made); --fresh starts again without it",
        "runs.parquet: not written yet",
    ])  # fmt: skip
    assert run(fresh=True).ran == 18


@pytest.mark.parametrize("spoilt", ["key = 'x' || key", "row = cast(x'ff00' as text)", "key = cast(x'ff' as text)"])
def test_a_damaged_row_goes_when_its_run_is_made_again(run, out, spoilt):
    """
    Also where its key is damaged, or is no text: after the next run the journal is whole.
    """
    run()
    altered(out, f"update runs set {spoilt} where key = (select min(key) from runs)")

    assert status(out)[1][0].endswith("17 of 18 runs kept; 1 damaged, to be run again")
    assert run().ran == 1
    assert status(out) == (True, ["small, full form: 18 of 18 runs kept", "runs.parquet: not written yet"])


def test_two_processes_cannot_run_one_study(run, out):
    """
    While another process has the journal: one line for who wants to run, and status says that it is at work.
    """
    code = (
        "import sys; from pathlib import Path; from reportsto.results.journal import Journal\n"
        "with Journal(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    out.mkdir()
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(reportsto.__file__).parents[1])},
    )  # fmt: skip
    try:
        assert other.stdout.readline() == b"open\n"
        for fresh in (False, True):
            with pytest.raises(StudyError, match="another process runs this study; wait, or name another --out"):
                run(fresh=fresh)
        assert status(out)[1][0] == "at work: another process has the journal"
    finally:
        other.communicate()
    assert run().ran == 18


def test_a_foreign_table_is_named(run, out):
    """
    Text in place of the table, also with a digest of its own or a digest that is no text.
    """
    path = write_runs(out, run().table)
    digest = path.with_name("runs.parquet.sha256")
    path.write_text("id,name\n1,x\n")
    with pytest.raises(StudyError, match=r"runs\.parquet: damaged: not the bytes"):
        read_runs(path)
    digest.write_bytes(b"\xff\xfe")
    with pytest.raises(StudyError, match=r"runs\.parquet: no digest beside it; study run writes it again"):
        read_runs(path)
    digest.write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  runs.parquet\n")
    with pytest.raises(StudyError, match=r"runs\.parquet: cannot be read \(ArrowInvalid\); study run writes it again"):
        read_runs(path)
    assert status(out)[0] is False


def test_what_a_killed_process_left_half_written_goes(run, out):
    """
    Parts of files whose process is gone are deleted; those of a living one are its own business.
    """
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (out / "figures").mkdir(parents=True)
    left = [out / f".runs.parquet.{ended.pid}.part", out / "figures" / f".a.svg.{ended.pid}.part"]
    theirs = out / f".finding.md.{os.getppid()}.part"
    for part in (*left, theirs):
        part.write_bytes(b"half")
    write_runs(out, run().table)

    assert [part.exists() for part in (*left, theirs)] == [False, False, True]


@pytest.mark.parametrize("text", ["1", "{}", "[]", "null", '{"structure": 1}', "not JSON", '{"days": 30}'])
def test_a_right_digest_with_a_wrong_form_is_damage(run, out, text):
    """
    A row that is no row, though its digest is its own: named, and run again.
    """
    first = run().table
    with Journal(out) as journal:
        key = min(journal.keys())
        journal._base.execute("update runs set row = ?, digest = ? where key = ?", (text, _digest(key, text), key))

    assert status(out)[1][0].endswith("17 of 18 runs kept; 1 damaged, to be run again")
    again = run()
    assert (again.ran, again.notes) == (1, ("1 kept rows were damaged and were run again.",))
    pd.testing.assert_frame_equal(first, again.table, check_exact=True)


def test_a_folder_deleted_under_a_run_is_named(run, out):
    """
    At the next run that would be kept: one line, and nothing is written anywhere.
    """

    def deleting(job):
        shutil.rmtree(out, ignore_errors=True)
        return fake_firm.row(job)

    with pytest.raises(StudyError, match=r"journal\.sqlite: was deleted while the study ran"):
        run(work=deleting)
    assert not (out / "runs.parquet").exists()


def test_reading_a_table_starts_no_thread(run, out):
    """
    A thread of pyarrow that still starts while the process ends would abort it, after everything was printed.
    """
    path = write_runs(out, run().table)
    code = (
        "import os, sys; from pathlib import Path; from reportsto.results.storage import read_runs\n"
        "before = len(os.listdir('/proc/self/task')); read_runs(Path(sys.argv[1]))\n"
        "print(len(os.listdir('/proc/self/task')) - before)"
    )
    told = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "0"


def test_a_damaged_key_does_not_hide_sound_rows(run, out, write_study):
    """
    A flipped bit in the first letter of every key, so that a search may turn the wrong way there: the quick form, which
    may not need that run, ends with all of its rows. No row is kept and then missing.
    """
    run()
    quick = design(read_study(write_study()), quick=True)
    content = (out / NAME).read_bytes()
    with Journal(out) as journal:
        keys = sorted(journal.keys())
    for found in re.finditer("|".join(map(re.escape, keys)).encode(), content):
        spoilt = bytearray(content)
        spoilt[found.start()] ^= 0x40
        (out / NAME).write_bytes(spoilt)
        assert fake_firm.run(quick, out).failed == 0
