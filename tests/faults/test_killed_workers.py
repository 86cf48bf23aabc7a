"""Kill worker processes of a cluster or of somebody's executor, and the parent: no run is lost, nothing is left.

Numbers that need no time stand for the engine's rows.
"""

import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pandas as pd
import pytest

from faults.attack import Victim
from faults.children import MARK, nobody_left, share
from reportsto.errors import StudyError
from reportsto.results.journal import how_far
from reportsto.running.cluster import dask
from reportsto.running.workers import given
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm

pytestmark = pytest.mark.slow

WORDS = ("--replicates", "24")
KILLS = 3


@pytest.fixture
def plan(study_file):
    """The small study with 24 replicates: 144 runs."""
    return design(read_study(study_file), replicates=24)


@pytest.fixture
def cluster(monkeypatch):
    """Two Dask workers in processes of their own, as somebody may run them; a run may kill two of them."""
    distributed = pytest.importorskip("distributed")
    import dask as settings

    with (
        settings.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as made,
    ):
        yield made


def test_a_killed_dask_worker_costs_nothing(plan, cluster, tmp_path):
    """
    Three kills while the study runs: every row is there, equal to those of a study nobody disturbed.
    """
    killed = []

    def kill():
        for number in range(KILLS):
            time.sleep(1 + share("dask worker", number))
            pid = next(iter(cluster.workers.values())).pid
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    killer = threading.Thread(target=kill)
    with dask(cluster.scheduler_address) as pool:
        killer.start()
        disturbed = fake_firm.run(plan, tmp_path / "out", pool, work=fake_firm.slow_row)
        killer.join()
    again = fake_firm.run(plan, tmp_path / "out")

    assert len(killed) == KILLS
    assert disturbed.ran + again.ran - disturbed.failed == len(plan)
    pd.testing.assert_frame_equal(again.table, fake_firm.run(plan, tmp_path / "undisturbed").table, check_exact=True)


def test_a_run_that_kills_every_dask_worker_is_a_failed_row(study_file, cluster, tmp_path):
    """
    It says so (Dask may blame what was beside it, too), other runs are kept, and the next command makes what failed.
    """
    quick = design(read_study(study_file), quick=True)
    with dask(cluster.scheduler_address) as pool:
        spoilt = fake_firm.run(quick, tmp_path, pool, work=fake_firm.always_dying)
    failed = spoilt.table[spoilt.table["failure"] != ""]
    again = fake_firm.run(quick, tmp_path)

    assert set(failed["failure"]) == {"its worker was lost 2 times"}
    assert (fake_firm.CULPRIT, 1) in [*zip(failed["structure"], failed["replicate"], strict=True)]
    assert (again.ran, again.failed) == (spoilt.failed, 0)


def test_somebodys_processes_that_break_are_one_line(plan, tmp_path):
    """
    Python gives a broken pool up for good: what is kept stays, and another executor goes on.
    """
    with ProcessPoolExecutor(2, get_context("spawn")) as theirs, given(theirs) as pool:
        threading.Thread(target=_kill_when_kept, args=(tmp_path, theirs)).start()
        with pytest.raises(StudyError, match=r"the executor takes no runs: .*; what is kept is not run again"):
            fake_firm.run(plan, tmp_path, pool, work=fake_firm.slow_row)
    resumed = fake_firm.run(plan, tmp_path)

    assert resumed.kept > 0
    assert resumed.kept + resumed.ran == len(plan)


def _kill_when_kept(folder, executor):
    while not how_far(folder) or how_far(folder).startswith("0 "):
        time.sleep(0.05)
    os.kill(next(iter(executor._processes)), signal.SIGKILL)


def test_nothing_outlives_its_parent(nursery, study_file, undisturbed, memory):
    """
    5 s after kill -9 of the parent no process of it is there; and the study goes on.
    """
    slowest, kills = 0.0, 10
    for number in range(kills):
        mark = f"parent {number}"
        victim = Victim(nursery, study_file, memory / f"orphans_{number}", WORDS)
        child = victim.start(seconds=0.05, environment={MARK: mark})
        time.sleep(0.2 + 1.6 * share("parent", number))
        child.kill()
        slowest = max(slowest, nobody_left(mark, child.pid))
        victim.check()
        victim.finish(undisturbed(*WORDS).contents)
    print(f"{kills} kills of a parent: the last process ended {slowest:.2f} s later")
