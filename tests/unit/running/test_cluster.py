"""A Dask cluster: one in this process that nobody else can reach, or one that certificates protect."""

import os
import re
from pathlib import Path

import pytest

from reportsto.errors import StudyError
from reportsto.running.cluster import Certificates, dask
from reportsto.running.workers import threads

pytest.importorskip("distributed")


def listening() -> set[int]:
    """Return the ports that this process listens to."""
    sockets = {os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()}
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            at = line.split()
            if at[3] == "0A" and f"socket:[{at[9]}]" in sockets:
                found.add(int(at[1].rsplit(":", 1)[1], 16))
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="ports are read as on Linux")
def test_a_local_cluster_opens_no_port():
    """
    Neither the scheduler's, nor 8787 for pages: whoever connected could run anything as us.
    """
    before = listening()
    with dask("local", 2) as pool:
        assert pool.executor.submit(os.getpid).result() == os.getpid()
        assert listening() == before
        assert pool.workers == 2


def test_certificates_come_together_and_for_a_scheduler_elsewhere(tmp_path):
    """
    One of three, a file that is not there, or any for a cluster that opens no port: one line.
    """
    file = tmp_path / "file.pem"
    file.write_text("")
    with pytest.raises(StudyError, match="--dask-ca without --dask-cert, --dask-key; expected all three"):
        Certificates(file).check("host:8786")
    with pytest.raises(StudyError, match=r"--dask-key .*lost\.pem: no such file"):
        Certificates(file, file, tmp_path / "lost.pem").check("host:8786")
    with pytest.raises(StudyError, match="--dask local opens no port"):
        Certificates(file, file, file).check("local")
    assert not Certificates().check("host:8786")


def test_certificates_without_a_cluster_are_one_line(reportsto, write_study, tmp_path):
    """
    They would protect nothing.
    """
    code, _, err = reportsto("study", "run", write_study(), "--out", tmp_path / "out", "--dask-ca", "ca.pem")

    assert code == 2
    assert re.search("--dask-key are for --dask HOST:PORT, which is not there", err)


def test_threads_end_with_their_block():
    """
    Nobody gets to use them afterwards.
    """
    with threads(2) as pool:
        assert pool.executor.submit(int).result() == 0
    with pytest.raises(RuntimeError, match="after shutdown"):
        pool.executor.submit(int)
