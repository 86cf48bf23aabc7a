"""Kill the process that runs a study, or stop it with Ctrl-C: nothing is lost, doubled, or left running."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

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
    _wait_for(lambda: _journal_size(folder) > 150_000, "some runs to be kept")
    yield process, design(read_study(path)), folder
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


def test_ctrl_c_leaves_a_study_that_goes_on(started):
    """
    Ctrl-C ends with 130 and one line that says how much is kept; no worker stays, no traceback is shown.
    """
    process, _, folder = started
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    with sqlite3.connect(folder / "journal.sqlite") as base:
        kept = base.execute("select count(*) from runs").fetchone()[0]
    base.close()
    assert process.returncode == 130
    assert errors.splitlines()[-1] == (
        f"reportsto: interrupted: {kept} of 60 runs are kept in {folder}; the same command goes on from there"
    )
    assert "Traceback" not in errors
    _wait_for(lambda: not _group(process.pid), "the workers to end")


def _journal_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("journal.sqlite*"))


def _group(group: int) -> set[int]:
    """Return the living processes of a process group."""
    told = subprocess.run(["ps", "-e", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in told.splitlines()]
    return {int(pid) for pid, of, state in rows if int(of) == group and not state.startswith("Z")}


def _wait_for(condition, what: str, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.1)
