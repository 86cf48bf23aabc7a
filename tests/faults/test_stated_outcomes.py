"""What the world may do to a command, as a shell starts it, and the outcome that is stated for it."""

import os
import resource
import subprocess

import pytest

from faults.children import COMMAND, PATHS

pytestmark = pytest.mark.slow

MEGABYTE = 2**20


@pytest.fixture
def started(study_file, tmp_path):
    """Return a function that runs the small study by the reference engine, which needs no compiler."""

    def start(environment=None, **more):
        words = ["study", "run", str(study_file), "--quick", "--engine", "reference", "--out", str(tmp_path / "out")]
        usual = {**os.environ, "PYTHONPATH": PATHS, "OPENBLAS_NUM_THREADS": "1"}
        return subprocess.run(
            [*COMMAND, *words],
            env={**usual, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
            **more,
        )

    return start


@pytest.mark.parametrize("megabytes", [250, 340, 350, 450, 600])
def test_too_little_memory_costs_no_kept_run(started, megabytes):
    """
    `ulimit -v`: while libraries load, or later, it ends without a traceback; with memory the same command ends well.
    """

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))

    short = started(preexec_fn=limit)
    assert short.returncode != 0
    assert "Traceback" not in short.stderr
    assert "memory" in short.stderr.lower()
    assert started().returncode == 0


def test_a_strict_umask_leaves_files_to_their_owner(started, tmp_path):
    """
    `umask 077`: it ends well, and nobody else can read anything of it.
    """
    done = started(umask=0o077)
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "out").rglob("*")}

    assert done.returncode == 0, done.stderr
    assert modes == {0}


def test_a_home_that_cannot_be_written_changes_nothing(started, tmp_path):
    """
    No home to keep anything in: it ends well, and its figures are drawn.
    """
    gone = {"HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null", "MPLCONFIGDIR": str(tmp_path)}
    done = started(gone)

    assert done.returncode == 0, done.stderr
    assert any((tmp_path / "out" / "figures").iterdir())
