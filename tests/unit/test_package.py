"""What is built is whole: a wheel runs the studies by name in another folder, a source distribution has its tests."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from reportsto import read_study
from reportsto.digests import package_digest
from reportsto.errors import UnknownName
from reportsto.studies.shipped import studies, study_file

ROOT = Path(__file__).parents[2]
EXPERIMENTS = {path.stem: path for path in (ROOT / "experiments").glob("*.toml")}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with a wheel and a source distribution of these sources."""
    pytest.importorskip("hatchling", reason="not checked: the build backend is not here")
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def installed(built, tmp_path):
    """A function that runs a command with the unpacked wheel in place of these sources, in another folder."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "unpacked")
    (tmp_path / "away").mkdir()

    def call(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "reportsto", *arguments],
            cwd=tmp_path / "away",
            env={**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")},
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


def test_a_wheel_has_every_study_as_it_is_here(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        inside = {name.rpartition("/")[2]: wheel.read(name) for name in wheel.namelist() if "/experiments/" in name}
        names = set(wheel.namelist())

    assert {f"{name}.toml" for name in EXPERIMENTS} <= inside.keys()
    assert all(inside[path.name] == path.read_bytes() for path in EXPERIMENTS.values())
    assert {"reportsto/project/CITATION.cff", "reportsto/studies/template.toml", "reportsto/py.typed"} <= names


def test_an_installed_package_knows_the_studies_by_name(installed):
    """
    With a chart that a study names by its way in the project; and a citation has the digest of sources, for no commit.
    """
    assert "slc_2011, full: 128 cells" in installed("study", "check", "slc_2011")
    assert f"Sources {package_digest()}" in installed("cite", "e1_request_mix")


def test_a_source_distribution_has_its_tests_and_no_results(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}

    wanted = ("tests/unit/test_package.py", "docs/tutorial.md", "experiments/map.toml", "README.md", "Makefile")
    assert set(wanted) <= names
    assert not [name for name in names if name.startswith("results/")]


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


def test_every_study_is_listed_with_its_title(reportsto):
    code, out, _ = reportsto("study", "list")
    listed = dict(line.split(maxsplit=1) for line in out.splitlines())

    assert code == 0
    assert listed.keys() == EXPERIMENTS.keys() == studies().keys()
    assert listed["map"] == read_study("map").title


def test_a_file_comes_before_a_study_of_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map").mkdir()
    assert study_file("map") == EXPERIMENTS["map"]
    (tmp_path / "rules").write_text("")
    assert study_file("rules") == Path("rules")
    assert study_file("map.toml") == Path("map.toml")


def test_a_slip_in_a_name_gets_the_nearest_name():
    with pytest.raises(UnknownName, match=r"'e0_placment': did you mean 'e0_placement'\?"):
        read_study("e0_placment")


@pytest.mark.parametrize("name", ["x" * 5_000, "e0\nplacement", "..", "."])
def test_a_hostile_name_is_one_line(reportsto, name):
    code, _, err = reportsto("study", "check", name)

    assert code == 2
    assert len(err.splitlines()) == 1


# ── A study to begin with ────────────────────────────────────────────────────────────────────────


def test_a_new_study_is_sound_and_has_the_name_of_its_file(reportsto, tmp_path):
    file = tmp_path / "whose_is_it.toml"
    assert reportsto("study", "new", file)[0] == 0
    made = read_study(file)

    assert made.id == "whose_is_it"
    assert made.predictions
    assert "my_study" not in made.text


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Mine.toml", "not a name for a study"),
        ("mine.txt", "not a name for a study"),
        ("a b.toml", "not a name for a study"),
        ("no folder/mine.toml", "there is no folder"),
        ("there.toml", "is there already"),
    ],
)
def test_a_new_study_writes_over_nothing(reportsto, tmp_path, name, reason):
    (tmp_path / "there.toml").write_text("mine")
    code, _, err = reportsto("study", "new", tmp_path / name)

    assert code == 2
    assert reason in err
    assert (tmp_path / "there.toml").read_text() == "mine"
