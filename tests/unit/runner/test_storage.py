"""Tables on disk read back as the same bits, and a file is whole or not there."""

import gzip
import os

import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.records import MEASURES
from reportsto.runner.design import design
from reportsto.runner.jobs import Job
from reportsto.runner.specification import read_study
from reportsto.runner.storage import csv_text, read_runs, runs_table, write_bytes, write_runs
from unit.runner import fake_firm


@pytest.fixture
def table(write_study) -> pd.DataFrame:
    plan = design(read_study(write_study()))
    rows = {run.key: fake_firm.row(Job(run.key, run.point.scenario, 7, run.replicate, 30)) for run in plan.runs}
    return runs_table(plan, rows, {})


def test_a_table_of_runs_reads_back_bit_for_bit(table, tmp_path):
    """
    Every digit of every number survives, and so do awkward numbers: the least, the last before 1, minus zero, none.
    """
    awkward = [5e-324, 1.0 - 2**-53, -0.0, float("nan"), 1e300, 0.1 + 0.2]
    table.loc[: len(awkward) - 1, "advocacy"] = awkward
    names = [column.name for column in MEASURES]
    again = read_runs(write_runs(tmp_path, table))

    assert list(again.columns) == list(table.columns)
    assert again[names].to_numpy(float).tobytes() == table[names].to_numpy(float).tobytes()
    assert (again.drop(columns=names) == table.drop(columns=names)).all().all()


def test_the_same_table_is_the_same_bytes(table, tmp_path):
    """
    No time and no file name is in the packed file.
    """
    first = write_runs(tmp_path, table).read_bytes()
    os.utime(tmp_path / "runs.csv.gz", (0, 0))

    assert write_runs(tmp_path, table).read_bytes() == first
    assert first[4:8] == b"\0\0\0\0"


def test_a_damaged_file_is_named(table, tmp_path):
    """
    Any flipped byte in the packed numbers is noticed.
    """
    path = write_runs(tmp_path, table)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(StudyError, match=r"runs\.csv\.gz"):
        read_runs(path)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    """
    When the disk is full, what was there is still there, and nothing half-written beside it.
    """
    path = tmp_path / "finding.md"
    write_bytes(path, b"old")
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(StudyError, match="no space left"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_text_never_becomes_a_formula():
    """
    A chart named =1+1 gets an apostrophe; a negative number is left alone.
    """
    text = csv_text(pd.DataFrame({"firm": ["=1+1", "@x", "shop"], "number": [-1.5, np.nan, 2.0]}))

    assert text == "firm,number\n'=1+1,-1.5\n'@x,\nshop,2.0\n"


def test_a_run_without_a_row_says_why(write_study):
    """
    A run that killed its worker is a row with the reason and no number, so that nobody takes it for missing.
    """
    plan = design(read_study(write_study()))
    table = runs_table(plan, {}, {plan.runs[0].key: "its worker process died 3 times"})

    assert table["failure"].iloc[0] == "its worker process died 3 times"
    assert table["advocacy"].isna().all()
    assert len(table) == len(plan.runs)


def test_packed_runs_are_plain_csv(table, tmp_path):
    """
    Anybody can read the runs: unpacked, they are a CSV file with one header line.
    """
    text = gzip.decompress(write_runs(tmp_path, table).read_bytes()).decode()

    assert text.startswith("structure,firm,world,variant,without,seed,replicate,days,failure,advocacy,")
    assert text.count("\n") == len(table) + 1
