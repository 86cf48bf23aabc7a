"""Kill -9 the process that runs a study, at moments spread over its whole life, and go on with the same command.

What takes time here is not the engine: numbers that depend on the job alone stand for its rows, and two blank figures
for all, so that 200 kills take a minute. The last test kills the command itself, as a shell starts it, with the
compiled engine and every figure.
"""

import os
import signal
import subprocess
import time
from collections import Counter

import pytest

from faults.attack import Victim
from faults.children import COMMAND, MARK, PATHS, contents, kept, nobody_left, share

pytestmark = pytest.mark.slow

PARTS, KILLS_OF_A_PART, MOST_KILLS_OF_A_FOLDER = 4, 50, 5
SECONDS_A_RUN = 0.06
COMMANDS_KILLED = 24


@pytest.mark.parametrize("part", range(PARTS))
def test_a_study_killed_at_any_moment_ends_as_if_nobody_had_touched_it(part, nursery, study_file, undisturbed, memory):
    """
    200 kills in all, one to five a folder: no run is lost or made twice, and the published bytes are those of an
    undisturbed study.
    """
    expected = undisturbed().contents
    life = undisturbed(seconds=SECONDS_A_RUN).seconds
    kills, folders, where = 0, 0, Counter()
    while kills < KILLS_OF_A_PART:
        victim = Victim(nursery, study_file, memory / f"killed{part}_{folders}")
        for blow in range(1 + int(share("blows", part, folders) * MOST_KILLS_OF_A_FOLDER)):
            child = victim.start(seconds=SECONDS_A_RUN)
            time.sleep(share("moment", part, folders, blow) * life)
            ended = child.wait() if child.ended else child.kill()
            assert ended.code in (0, -signal.SIGKILL), ended.err
            if ended.code:  # else it came to its end first
                kills += 1
                where[victim.phase] += 1
            victim.check()
        victim.finish(expected)
        folders += 1
    print(f"{kills} kills of the parent in {folders} folders, by phase {dict(where)}")
    assert where["runs"] > 0
    assert where["details"] + where["table"] + where["publishing"] > 0


def test_the_command_as_a_shell_starts_it_survives_its_kills(nursery, study_file, undisturbed, tmp_path):
    """
    24 kills of `reportsto study run` with the compiled engine and all figures, on a disk: from its start
    to the last figure.
    """
    expected = undisturbed(engine="engine", blank=False).contents
    command = [*COMMAND, "study", "run", str(study_file), "--out"]
    start = time.monotonic()
    _started([*command, tmp_path / "first"], "first").wait()
    life = time.monotonic() - start
    assert contents(tmp_path / "first") == expected
    kills, folders, slowest = 0, 0, 0.0
    while kills < COMMANDS_KILLED:
        folder, before = tmp_path / str(folders), set()
        for blow in range(6):
            process = _started([*command, folder], f"{folders}.{blow}")
            time.sleep(share("the command", folders, blow) * life)
            process.kill()
            if process.wait() == -signal.SIGKILL:
                kills += 1
            else:
                life *= 0.8  # it came to its end first: the machine is less busy than it was
            slowest = max(slowest, nobody_left(f"{folders}.{blow}", process.pid))
            now = kept(folder, tmp_path / "copy")
            assert before <= now
            before = now
        assert _started([*command, folder], "end").wait() == 0
        assert contents(folder) == expected
        folders += 1
    print(f"{kills} kills of the command in {folders} folders; the last process ended {slowest:.2f} s after a kill")


def _started(command: list[object], mark: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(map(str, command)), env={**os.environ, "PYTHONPATH": PATHS, MARK: mark}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
