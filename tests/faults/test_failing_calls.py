"""Let the n-th write, fsync or rename below a result folder fail, or be the last thing the process does, for every n.

A small library between Python, SQLite and the C library does it (`shim.c`). *Once* is an error of the device (EIO), as
a bad block; *from then on* a disk that fills up (ENOSPC, after half of the first write that no longer fits) or breaks
down; *kill* is kill -9 in the middle of the call, a write half done. Numbers stand for the engine's rows, and two blank
figures for all: their files are written by the same function.
"""

import errno
from collections import Counter

import pytest

from faults.attack import Victim
from faults.nursery import KINDS, MODES

pytestmark = pytest.mark.slow

WORDS = ("--quick", "--workers", "1")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_fails_is_one_line_and_costs_no_run(kind, mode, injecting, study_file, undisturbed, memory):
    """
    Whichever call fails, the command names the file in one line or ends well; what it acknowledged is there, and the
    same command ends with the bytes of an undisturbed study.
    """
    expected = undisturbed(*WORDS).contents
    name = f"{kind}_{mode}".replace(" ", "_")
    said: Counter[str] = Counter()
    at, reached = 0, True
    while reached:
        at += 1
        victim = Victim(injecting, study_file, memory / f"{name}_{at}", WORDS)
        error = errno.ENOSPC if mode == "from then on" and kind == "write" else errno.EIO
        ended = victim.start(folder=victim.folder, kind=kind, at=at, mode=mode, error=error).wait()
        reached = ended.code < 0 or victim.trail.calls()[kind] >= at
        said[_outcome(ended, victim)] += 1
        victim.check()
        victim.finish(expected)
    print(f"{at - 1} injections, {kind} {mode}: {dict(said)}")
    assert said["as if nothing had happened"] >= 1, "the loop ends with a command that has no n-th call"
    assert at > 10


def _outcome(ended, victim):
    if ended.code < 0:
        assert ended.code == -9
        return "killed"
    if ended.code:
        assert str(victim.folder) in ended.complaint, "the line names the file"
        return "one line"
    assert ended.calm.code == 0
    return "as if nothing had happened"
