"""Kill worker processes at random moments; kill the parent and see that nothing outlives it.

Numbers that need no time stand for the engine's rows, so that workers are killed more often than they would fail in a
year; one test uses the Mesa firm, whose runs are made in processes.
"""

import os
import signal
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec

import pytest

from faults.attack import Victim
from faults.children import COMMAND, MARK, PATHS, attempts, contents, nobody_left, share, workers

pytestmark = pytest.mark.slow

PARTS, KILLS_OF_A_PART, MOST_KILLS_OF_A_COMMAND = 4, 25, 5
WORDS = ("--replicates", "24")
SECONDS_A_RUN = 0.03
REFERENCE_KILLS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_workers_cost_nothing(part, nursery, study_file, undisturbed, memory):
    """
    100 kills in all: every row is there, the dead worker's runs were tried again, and the bytes are those of an
    undisturbed study. A run whose worker dies three times is a failed row, which the same command makes good.
    """
    expected = undisturbed(*WORDS).contents
    kills, commands, given_up, retried = 0, 0, 0, 0
    while kills < KILLS_OF_A_PART:
        victim = Victim(nursery, study_file, memory / f"workers{part}_{commands}", WORDS)
        mark = f"workers {part} {commands}"
        child = victim.start(seconds=SECONDS_A_RUN, processes=True, environment={MARK: mark})
        killed = 0
        while killed < MOST_KILLS_OF_A_COMMAND and not child.ended:
            time.sleep(0.1 + share("worker", part, commands, killed) * 0.9)
            killed += _kill_one(workers(mark, child.pid), part, commands, killed)
        ended = child.wait()
        assert ended.calm.code in (0, 1), ended.err
        given_up += ended.code
        retried += sum(tries > 1 for tries in attempts(victim.folder))
        nobody_left(mark, child.pid)
        # Runs that were in a dead worker's hands are begun again by design; nothing that was kept is.
        victim.check()
        victim.since = victim.trail.mark()
        victim.finish(expected)
        kills += killed
        commands += 1
    print(f"{kills} kills of workers in {commands} studies: {retried} runs tried again, {given_up} studies gave one up")
    assert retried > 0


def test_killed_workers_of_the_mesa_firm_cost_nothing(nursery, study_file, undisturbed, tmp_path):
    """
    The command itself with `--engine reference`: after six kills of its workers the bytes are those of the compiled
    engine, undisturbed.
    """
    expected = undisturbed("--replicates", "3", engine="engine", blank=False).contents
    kills, commands = 0, 0
    while kills < REFERENCE_KILLS:
        folder, mark = tmp_path / str(commands), f"mesa {commands}"
        process = _started(mark, study_file, folder, "--replicates", 3, "--engine", "reference", "--workers", 2)
        while kills < REFERENCE_KILLS and process.poll() is None:
            time.sleep(0.5 + share("mesa", commands, kills))
            if not (folder / "runs.parquet").exists():  # the details of figures are made in processes, too
                kills += _kill_one(workers(mark, process.pid), "mesa", commands, kills)
        _, said = process.communicate(timeout=300)
        if process.returncode == 1:
            process = _started(mark, study_file, folder, "--replicates", 3)
            _, said = process.communicate(timeout=300)
        assert (process.returncode, "Traceback" in said) == (0, False), said
        nobody_left(mark, process.pid)
        assert contents(folder) == expected
        commands += 1
        assert commands < 20, "workers were never there to be killed"
    print(f"{kills} kills of workers of the Mesa firm in {commands} studies")


@pytest.mark.parametrize("where", ["threads", "processes"])
def test_nothing_outlives_its_parent(where, nursery, study_file, undisturbed, memory):
    """
    However the runs are made, 5 s after kill -9 of the parent no process of it is there; and the study goes on.
    """
    slowest, busy, kills = 0.0, 0, 10
    for number in range(kills):
        mark = f"{where} {number}"
        victim = Victim(nursery, study_file, memory / f"orphans_{where}_{number}", WORDS)
        child = victim.start(seconds=0.05, processes=where == "processes", environment={MARK: mark})
        time.sleep(0.2 + 1.6 * share("parent", where, number))
        busy += bool(workers(mark, child.pid))
        child.kill()
        slowest = max(slowest, nobody_left(mark, child.pid))
        victim.check()
        victim.finish(undisturbed(*WORDS).contents)
    assert (busy > 0) == (where == "processes")
    print(f"{kills} kills of a parent with {where}: the last process ended {slowest:.2f} s later")


def test_no_process_of_dask_outlives_its_parent(study_file, nursery, undisturbed, tmp_path):
    """
    Workers of `--dask local` are gone 5 s after kill -9 of the parent, too; and the study goes on without Dask.
    """
    if find_spec("distributed") is None:
        pytest.skip("not checked: Dask (distributed) is not installed")
    slowest, kills = 0.0, 4
    for number in range(kills):
        mark = f"dask {number}"
        process = _started(mark, study_file, tmp_path / "out", *WORDS, "--dask", "local", "--workers", 2)
        _wait_for_workers(mark, process)
        time.sleep(2 * share("dask", number))
        process.kill()
        process.communicate()
        slowest = max(slowest, nobody_left(mark, process.pid))
    end = _started("end", study_file, tmp_path / "out", *WORDS)
    _, said = end.communicate(timeout=300)
    assert end.returncode == 0, said
    assert contents(tmp_path / "out") == undisturbed(*WORDS, engine="engine", blank=False).contents
    print(f"{kills} kills of a parent with two Dask workers: the last process ended {slowest:.2f} s later")


def _wait_for_workers(mark: str, process: subprocess.Popen[str]) -> None:
    start = time.monotonic()
    while len(workers(mark, process.pid)) < 2:
        assert process.poll() is None
        assert time.monotonic() - start < 120
        time.sleep(0.05)


def _kill_one(pids: list[int], *address: object) -> int:
    if not pids:
        return 0
    with suppress(ProcessLookupError):
        os.kill(pids[int(share("which", *address) * len(pids))], signal.SIGKILL)
        return 1
    return 0


def _started(mark: str, *words: object) -> subprocess.Popen[str]:
    file, out, *more = words
    return subprocess.Popen(
        [*COMMAND, "study", "run", *map(str, (file, "--out", out, *more))],
        env={**os.environ, "PYTHONPATH": PATHS, MARK: mark}, start_new_session=True, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
