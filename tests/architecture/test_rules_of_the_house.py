"""Promises about the source itself: no global randomness, no library powers or logs in results, names that exist."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from reportsto import structures
from reportsto.schedule import PHASES

PACKAGE = Path(structures.__file__).parents[1]
RULES = [
    path for room in ("orderflow", "escalation", "attitudes", "incentives") for path in (PACKAGE / room).glob("*.py")
]
FIRMS = [*(PACKAGE / "reference").glob("*.py"), *(PACKAGE / "engine").glob("*.py")]
ENGINES = [*RULES, *FIRMS, PACKAGE / "arithmetic.py", PACKAGE / "streams.py"]
PLACEMENTS = ("inside_operations", "separate", "inside_marketing", "customer_map", "under_sales", "sales_and_marketing")


def names(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
    }


@pytest.mark.parametrize("path", ENGINES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_results_use_no_power_operator_no_library_sum_and_no_global_generator(path):
    """Bits hold on every machine only with + - * / sqrt, our own exp and log, and sums in index order."""
    tree = ast.parse(path.read_text())

    powers = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow)]
    used = names(tree)

    assert [p for p in powers if path.name not in ("streams.py",)] == []
    assert not used & {"fsum", "default_rng", "RandomState", "shuffle", "shuffle_do", "expm1", "log1p", "tanh"}


@pytest.mark.parametrize("path", [*RULES, *FIRMS, *(PACKAGE / "charts").glob("*.py")])
def test_no_rule_knows_a_placement_by_name(path):
    """Nothing below the catalogue contains the name of a structure as a string."""
    strings = {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert not strings & set(PLACEMENTS)


def test_every_phase_names_a_file_that_exists():
    """The schedule's table points at real files."""
    assert all((PACKAGE / phase.rules).is_file() for phase in PHASES)
    assert [phase.number for phase in PHASES] == list(range(1, len(PHASES) + 1))


def test_importing_the_package_loads_no_heavy_library():
    """`import reportsto` loads neither Mesa, pandas, SciPy nor matplotlib."""
    code = (
        "import sys, reportsto; print([m for m in ('mesa','pandas','scipy','matplotlib','numba') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert out.stdout.strip() == "[]"


def test_results_do_not_depend_on_hash_seed_time_zone_or_locale():
    """Two hash seeds, time zones and locales give the same row, digit for digit."""
    code = (
        "from reportsto.api import run_one, scenario;"
        "print([repr(run_one(scenario(s, 'six_people'), 2, 0, 40)) for s in ('inside_operations', 'customer_map')])"
    )
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "Pacific/Chatham", "LC_ALL": "C.UTF-8"},
    ]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PATH": "/usr/bin:/bin", **world},
            capture_output=True,
            text=True,
            check=True,
            timeout=600,
        ).stdout
        for world in worlds
    }

    assert len(digests) == 1
