"""`study compare` says that two folders are equal only if they are, and otherwise where they differ."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.results.comparing import _claims, compare
from reportsto.results.storage import write_runs, write_table

RUNS = pd.DataFrame(
    {
        "structure": ["separate", "separate", "customer_map"],
        "replicate": [0, 1, 0],
        "failure": ["", "", "stopped"],
        "advocacy": [0.25, 0.5, np.nan],
    }
)
CLAIMS = pd.DataFrame({"claim": ["F1", "F2"], "world": ["once", "once"], "verdict": ["refuted", "supported"]})


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_runs(tmp_path / name, RUNS)
        write_table(tmp_path / name / "claims.csv", CLAIMS)
    return tmp_path / "a", tmp_path / "b"


def test_equal_folders_are_equal_missing_numbers_too(folders: tuple[Path, Path]) -> None:
    same, said = compare(*folders)
    assert same
    assert said == ["runs: 3 with 4 columns, equal bit for bit", "verdicts: 2, all the same"]


def test_the_last_bit_of_one_number_is_seen_and_its_run_named(folders: tuple[Path, Path]) -> None:
    other = RUNS.copy()
    other.loc[1, "advocacy"] = np.nextafter(0.5, 1)
    write_runs(folders[1], other)
    same, said = compare(*folders)
    assert not same
    assert said[0] == "runs: 1 of 3 differ, in 1 of 4 columns"
    assert "advocacy: 0.5 against 0.5000000000000001 in separate, 1" in said[1]


def test_a_number_that_became_missing_is_seen(folders: tuple[Path, Path]) -> None:
    other = RUNS.copy()
    other.loc[0, "advocacy"] = np.nan
    write_runs(folders[1], other)
    assert compare(*folders)[0] is False


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (RUNS.iloc[:2], "runs: 3 against 2"),
        (RUNS.iloc[::-1].reset_index(drop=True), "not the same runs in the same order"),
        (RUNS.drop(columns="advocacy"), "columns in one table only: advocacy"),
    ],
)
def test_other_runs_or_columns_are_named(folders: tuple[Path, Path], other: pd.DataFrame, word: str) -> None:
    write_runs(folders[1], other)
    same, said = compare(*folders)
    assert not same
    assert any(word in line for line in said)


def test_a_verdict_that_changed_is_named(folders: tuple[Path, Path]) -> None:
    write_table(folders[1] / "claims.csv", CLAIMS.assign(verdict=["refuted", "inconclusive"]))
    same, said = compare(*folders)
    assert not same
    assert said[-1] == "verdicts: 1 of 2 differ: F2: supported against inconclusive"


def test_a_folder_without_sound_runs_is_one_line(folders: tuple[Path, Path]) -> None:
    shutil.rmtree(folders[1])
    with pytest.raises(StudyError, match=r"b: no such folder"):
        compare(*folders)


def test_other_predictions_are_not_the_same_verdicts(folders: tuple[Path, Path]) -> None:
    """
    The same words from another question: what was asked is compared first.
    """
    for folder, direction in zip(folders, ("a_above", "a_below"), strict=True):
        write_table(folder / "claims.csv", CLAIMS.assign(prediction="more", direction=["a_above", direction]))
    same, said = compare(*folders)
    assert not same
    assert said[-1] == "predictions: 1 of 2 are not the same: F2 in once"


@pytest.mark.parametrize("text", ["claim,world,verdict\nH1,once,opposite,more\n", "claim,world\nH1,once\n"])
def test_verdicts_of_another_form_are_refused(tmp_path: Path, text: str) -> None:
    """A row with one cell more moved all cells by one, and comparing was a traceback."""
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("claim,world,verdict\nH1,once,opposite\n")
    other.write_text(text)

    with pytest.raises(StudyError, match="expected columns claim, world, verdict, and as many cells in each row"):
        _claims(one, other)
