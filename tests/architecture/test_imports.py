"""The house holds: imports go down the page, the catalogue sits above the engines, and a new room needs a place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "model")}
    return subprocess.run(
        [str(LINT), "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "model", tmp_path / "model", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(house: Path, file: str, line: str) -> None:
    path = house / "model" / "reportsto" / file
    path.write_text(path.read_text() + f"\n{line}\n")


def test_the_house_as_it_stands_keeps_every_contract(house):
    """No import in the package breaks a contract."""
    result = lint(house)

    assert result.returncode == 0, result.stdout[-2000:]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("orderflow/handling.py", "from reportsto.structures import STRUCTURES"),
        ("reference/firm.py", "from reportsto.structures import STRUCTURES"),
        ("charts/facts.py", "from reportsto.firms import FIRMS"),
        ("escalation/climb.py", "from reportsto.charts.facts import chart_facts"),
        ("statistics/contrasts.py", "import reportsto.reference.firm"),
        ("charts/chart.py", "import mesa"),
    ],
)
def test_a_forbidden_import_is_named(house, file, line):
    """A rule, engine or chart that imports the catalogue, or a library out of its layer, fails the check."""
    add(house, file, line)

    result = lint(house)

    assert result.returncode != 0


def test_a_new_folder_without_a_place_fails(house):
    """A room nobody put on the plan is refused."""
    room = house / "model" / "reportsto" / "annexe"
    room.mkdir()
    (room / "__init__.py").write_text('"""A room without a place."""\n')

    result = lint(house)

    assert result.returncode != 0
    assert "annexe" in result.stdout + result.stderr
