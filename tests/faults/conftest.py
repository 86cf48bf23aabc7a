"""A nursery for each test process, a small study, and what it publishes when nobody disturbs it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from faults.children import HERE, Nursery, contents
from small_study import SOUND

SMALL = SOUND.replace("replicates = 3", "replicates = 4")


@pytest.fixture(scope="session", autouse=True)
def _linux_only() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("not checked: kills, sessions and /proc are used as on Linux")


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder in memory where there is one: on a disk, thousands of small studies wait for it most of the time."""
    base = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="reportsto", dir=base if os.access(base, os.W_OK) else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The library that makes calls fail; None where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "shim.c", "-ldl"], check=True)
    return library


@pytest.fixture(scope="session")
def nursery(memory: Path, shim: Path | None) -> Iterator[Nursery]:
    """A process with everything loaded."""
    made = Nursery(memory, shim)
    yield made
    made.close()


@pytest.fixture(scope="session")
def injecting(nursery: Nursery) -> Nursery:
    """The same, where calls can be made to fail."""
    if nursery.shim is None:
        pytest.skip("not checked: calls below SQLite fail by a small library, and there is no C compiler (cc) for it")
    return nursery


@pytest.fixture(scope="session")
def study_file(memory: Path) -> Path:
    """The small study: 24 runs."""
    path = memory / "small.toml"
    path.write_text(SMALL)
    return path


@dataclass(frozen=True)
class Undisturbed:
    """A finished folder, how long it took, and what is in it."""

    folder: Path
    seconds: float
    contents: dict[str, object]


@pytest.fixture(scope="session")
def undisturbed(nursery: Nursery, memory: Path, study_file: Path) -> Callable[..., Undisturbed]:
    """Return what a study publishes when nobody disturbs it; keywords are those of `Nursery.start`."""
    known: dict[str, Undisturbed] = {}

    def make(*arguments: object, **more: object) -> Undisturbed:
        name = f"undisturbed{len(known)}"
        address = repr((arguments, sorted(more.items())))
        if address not in known:
            start = time.monotonic()
            ended = nursery.run("study", "run", study_file, "--out", memory / name, *arguments, **more)
            seconds = time.monotonic() - start
            assert ended.code == 0, ended.err
            known[address] = Undisturbed(memory / name, seconds, contents(memory / name))
        return known[address]

    return make
