"""Flip a bit or cut off the end of a file of a result folder, a thousand times.

Numbers stand for the engine's rows, and two blank figures for all.
"""

import shutil
import time
from collections import Counter
from contextlib import suppress

import pandas as pd
import pytest

from faults.attack import Victim
from faults.children import kept, share
from reportsto.errors import StudyError
from reportsto.results.storage import RUNS, read_runs

pytestmark = pytest.mark.slow

PARTS, DAMAGES_OF_A_PART = 8, 125
WORDS = ("--quick", "--replicates", "4", "--workers", "1")
FILES = (
    ("finished", "journal.sqlite"),
    ("finished", RUNS),
    ("finished", f"{RUNS}.sha256"),
    ("interrupted", "journal.sqlite"),
    ("interrupted", "journal.sqlite-wal"),
)


@pytest.fixture(scope="module")
def folders(nursery, study_file, undisturbed, memory):
    """A finished folder, and one that was killed with runs in the write-ahead log."""
    finished = undisturbed(*WORDS)
    victim = Victim(nursery, study_file, memory / "interrupted", WORDS)
    child = victim.start(seconds=0.2)
    while len(victim.trail.said("kept")) < 5:
        time.sleep(0.02)
    child.kill()
    assert 5 <= len(kept(victim.folder, memory / "copy")) < 8
    assert (victim.folder / "journal.sqlite-wal").stat().st_size > 10_000
    return {"finished": finished.folder, "interrupted": victim.folder}


@pytest.mark.parametrize("part", range(PARTS))
def test_damage_is_named_or_harmless(part, folders, nursery, study_file, undisturbed, memory):
    """
    1,000 damages in all: each is named by `study status`, by `study run` or where the table is read, or the same
    command ends with the bytes of an undisturbed study all the same. Where --fresh is needed, the message says so.
    """
    expected = undisturbed(*WORDS).contents
    sound = read_runs(undisturbed(*WORDS).folder / RUNS)
    found: Counter[str] = Counter()
    for number in range(DAMAGES_OF_A_PART):
        state, name = FILES[number % len(FILES)]
        looked_at, run = (memory / f"damaged_{part}_{use}" for use in ("status", "run"))
        for copy in (looked_at, run):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(folders[state], copy)
            what = _damage(copy / name, part, number)
        named = _status_names(nursery, looked_at, sound)
        named |= _run_ends_well(Victim(nursery, study_file, run, WORDS), expected)
        assert not (name.startswith(RUNS) and not named and _reads_otherwise(looked_at, sound))
        found[f"{what} of {state} {name}: {'named' if named else 'harmless'}"] += 1
    print(f"{sum(found.values())} damages")
    for line, count in sorted(found.items()):
        print(f"{count:4} {line}")


def _damage(path, part, number):
    content = bytearray(path.read_bytes())
    at = int(share("where", part, number, path.name) * len(content))
    if share("how", part, number) < 0.7:
        content[at] ^= 1 << int(share("bit", part, number) * 8)
        path.write_bytes(content)
        return "flipped bit"
    path.write_bytes(content[:at])
    return "truncation"


def _status_names(nursery, folder, sound):
    """Return whether status, or whoever reads the table, says that something is wrong."""
    ended = nursery.run("study", "status", folder)
    if ended.calm.code:
        assert any(word in ended.out + ended.err for word in ("journal.sqlite", RUNS, "damaged"))
    return ended.code != 0


def _reads_otherwise(folder, sound):
    """Return whether the table can be read and is another one: a damage nobody saw."""
    with suppress(StudyError):
        try:
            pd.testing.assert_frame_equal(read_runs(folder / RUNS), sound, check_exact=True)
        except AssertionError:
            return True
    return False


def _run_ends_well(victim, expected):
    """Return whether the run named the damage; fails where it does not end as an undisturbed study does."""
    ended = victim.start().wait()
    if ended.calm.code == 0:
        victim.equals(expected)
        return "were damaged" in ended.err
    assert ended.code == 2, ended.err
    assert "journal.sqlite" in ended.complaint
    assert "--fresh" in ended.complaint
    assert victim.start("--fresh").wait().calm.code == 0
    victim.equals(expected)
    return True
