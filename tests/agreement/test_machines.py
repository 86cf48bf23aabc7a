"""The same bits whatever the processor can do, and in every Python: also without vector extensions."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = """
from reportsto.api import run_one, scenario
for structure in ("inside_operations", "inside_marketing", "customer_map"):
    for firm in ("product_shop", "six_people"):
        print(run_one(scenario(structure, firm, world="contract"), 7, 3, 90))
"""
PLAIN = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}


def rows(python: str | Path = sys.executable, **environment: str) -> str:
    done = subprocess.run(
        [python, "-c", RUNS],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=900,
    )
    return done.stdout


@pytest.mark.slow
def test_hidden_vector_extensions_change_nothing(tmp_path):
    """
    Compiled for a generic processor, with the C library's and NumPy's extensions hidden too.
    """
    hidden = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX512F,-FMA", "NPY_DISABLE_CPU_FEATURES": "AVX2 AVX512F"}

    assert rows(**PLAIN, REPORTSTO_CACHE=str(tmp_path)) == rows()
    assert rows(**hidden) == rows()


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_every_python_gives_the_same_bits(version, tmp_path):
    """
    An environment of its own from the lock file; a Python that is not here is reported as not checked.
    """
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        pytest.skip(f"Python {version} is the one that runs these tests")
    python = an_interpreter(version)
    if python is None:
        pytest.skip(f"not checked: there is no Python {version} on this machine")
    subprocess.run([python, "-m", "venv", tmp_path / "venv"], check=True, capture_output=True)
    own = tmp_path / "venv" / "bin" / "python"
    install = [own, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements.lock"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"not checked: no packages for Python {version}: {done.stderr.strip().splitlines()[-1:]}")
    environment = {"PYTHONPATH": str(ROOT / "model"), "REPORTSTO_CACHE": str(tmp_path / "cache")}

    assert rows(own, **environment) == rows()


def an_interpreter(version: str) -> str | None:
    """Return a Python of this version that starts: on the path, or among those pyenv keeps."""
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"), reverse=True)
    for python in (shutil.which(f"python{version}"), *map(str, kept)):
        if python and subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
            return python
    return None
