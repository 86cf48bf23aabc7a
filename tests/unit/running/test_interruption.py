"""Kill the process that runs a study, or stop it with Ctrl-C: nothing is lost, doubled, or left running."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from reportsto.results.status import status
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and process groups are POSIX")

TESTS = Path(__file__).parents[2]


@pytest.fixture
def started(write_study, tmp_path):
    """Start a study of 60 runs in a process group of its own and return it once some runs are kept."""
    path, folder = write_study("replicates = 3", "replicates = 10"), tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("driver.py")), str(path), str(folder)],
        env={**os.environ, "PYTHONPATH": str(TESTS)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    # Nobody else can read the journal now, but a dozen rows cannot hide in this many bytes and sixty do not fit.
    try:
        _wait_for(lambda: _journal_size(folder) > 150_000, "some runs to be kept")
        yield process, design(read_study(path)), folder
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_a_killed_study_goes_on_where_it_was(started, tmp_path):
    """
    After kill -9 finished runs are there, none is run twice, and the final table equals that of a study nobody
    disturbed.
    """
    process, plan, folder = started
    process.kill()
    process.communicate()

    resumed = fake_firm.run(plan, folder)
    undisturbed = fake_firm.run(plan, tmp_path / "undisturbed")
    assert 0 < resumed.kept < 60
    assert resumed.kept + resumed.ran == 60
    pd.testing.assert_frame_equal(resumed.table, undisturbed.table, check_exact=True)


SIGNALS = [("SIGINT", "interrupted", 130), ("SIGTERM", "terminated", 143), ("SIGHUP", "hung up", 129)]


@pytest.mark.parametrize(("name", "word", "code"), SIGNALS)
def test_a_signal_leaves_a_study_that_goes_on(started, name, word, code):
    """
    Ctrl-C, and what a scheduler or a closed terminal sends: one line that says how much is kept, its exit code, no
    traceback; a second signal does not lose the line.
    """
    process, _, folder = started
    for _ in range(2):
        os.killpg(process.pid, getattr(signal, name))
    _, errors = process.communicate(timeout=60)

    with sqlite3.connect(folder / "journal.sqlite") as base:
        kept = base.execute("select count(*) from runs").fetchone()[0]
    base.close()
    assert process.returncode == code
    assert errors.splitlines()[-1] == (
        f"reportsto: {word}: {kept} of 60 runs are kept in {folder}; the same command goes on from there"
    )
    assert "Traceback" not in errors
    assert not _group(process.pid)


def test_a_signal_is_answered_at_once_while_a_library_is_at_work(tmp_path):
    """
    The compiler, say, whose calls take half a minute and let nothing of Python's run in the thread that made them.
    """
    code = (
        "import ctypes, sys; from pathlib import Path; from reportsto.cli.stopping import stopping\n"
        "with stopping(Path(sys.argv[1])): print('in', flush=True); ctypes.CDLL(None).sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "in\n"
    process.terminate()
    _, errors = process.communicate(timeout=20)

    assert process.returncode == 143
    assert errors == (
        f"reportsto: terminated: what was there stays in {tmp_path}; the same command goes on from there\n"
    )


def test_status_says_how_far_a_study_at_work_is(started):
    """
    Without its journal, which nobody else can open meanwhile.
    """
    _, _, folder = started
    sound, lines = status(folder)

    assert sound
    assert re.fullmatch(r"at work: \d+ of 60 runs kept so far", lines[0])


def _journal_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("journal.sqlite*"))


def _group(group: int) -> set[int]:
    """Return the living processes of a process group."""
    told = subprocess.run(["ps", "-e", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in told.splitlines()]
    return {int(pid) for pid, of, state in rows if int(of) == group and not state.startswith("Z")}


def _wait_for(condition, what: str, seconds: float = 400.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.1)
