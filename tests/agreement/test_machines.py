"""The same bits whatever the processor can do: machine code for the plainest one, without vector extensions."""

import os
import subprocess
import sys

import pytest

RUNS = """
from reportsto.api import run_one, scenario
for structure in ("inside_operations", "inside_marketing", "customer_map"):
    for firm in ("product_shop", "six_people"):
        print(run_one(scenario(structure, firm, world="contract"), 7, 3, 90))
"""
PLAIN = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}


def rows(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", RUNS],
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
