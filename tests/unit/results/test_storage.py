"""Tables on disk read back as the same bits, and a file is whole or not there."""

import io
import json
import os

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportsto.errors import StudyError
from reportsto.records import COLUMNS, MEASURES
from reportsto.results.storage import csv_text, read_runs, runs_table, write_bytes, write_runs, write_table
from reportsto.running.workers import Job
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from unit.running import fake_firm


@pytest.fixture
def table(write_study) -> pd.DataFrame:
    plan = design(read_study(write_study()))
    rows = {run.key: fake_firm.row(Job(run.key, run.point.scenario, 7, run.replicate, 30)) for run in plan.runs}
    return runs_table(plan, plan.runs, lambda keys: {key: rows[key] for key in keys}, {})


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
    No time, and nothing of pandas, is in the file.
    """
    first = write_runs(tmp_path, table).read_bytes()

    assert write_runs(tmp_path, table.copy()).read_bytes() == first
    assert b"pandas" not in first


def test_a_damaged_file_is_named(table, tmp_path):
    """
    A flipped bit anywhere, a file cut short, another file, no file, no digest: all are noticed.
    """
    path = write_runs(tmp_path, table)
    content = path.read_bytes()
    spoilt = [content[:-1], b"", b"PAR1", content + b"\0"]
    for at in range(0, len(content), len(content) // 40):
        flipped = bytearray(content)
        flipped[at] ^= 1 << at % 8
        spoilt.append(bytes(flipped))

    for damaged in spoilt:
        path.write_bytes(damaged)
        with pytest.raises(StudyError, match=r"runs\.parquet: damaged"):
            read_runs(path)
    path.write_bytes(content)
    assert len(read_runs(path)) == len(table)
    (tmp_path / "runs.parquet.sha256").unlink()
    with pytest.raises(StudyError, match=r"runs\.parquet: no such file"):
        read_runs(path)


def test_page_checksums_stand_behind_the_digest(table, tmp_path):
    """
    A reader that knows no digest (R, DuckDB) reads no wrong number either: a flipped bit is an error, or in no number.
    """
    path = write_runs(tmp_path, table)
    content = path.read_bytes()
    sound = pq.read_table(path)
    refused = 0
    for at in range(4, len(content) - 8, len(content) // 200):
        flipped = bytearray(content)
        flipped[at] ^= 1
        try:
            read = pq.read_table(io.BytesIO(bytes(flipped)), page_checksum_verification=True)
            harmless = read.schema.names != sound.schema.names or read.equals(sound)
        except (OSError, pa.ArrowException):
            refused, harmless = refused + 1, True
        assert harmless, f"byte {at}"

    assert refused > 50


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
    table = runs_table(plan, plan.runs, lambda keys: {}, {plan.runs[0].key: "its worker process died 3 times"})

    assert table["failure"].iloc[0] == "its worker process died 3 times"
    assert table["advocacy"].isna().all()
    assert len(table) == len(plan.runs)


def test_runs_as_csv_have_the_same_columns(table, tmp_path):
    """
    What identifies a run stands first, in an order that stays.
    """
    text = csv_text(read_runs(write_runs(tmp_path, table)))

    assert text.startswith(
        "structure,firm,world,variant,people,ration,route,assume,move_day,move_structure,without,seed,replicate,days,"
        "after,failure,advocacy,"
    )
    assert text.count("\n") == len(table) + 1


def test_a_parquet_file_says_where_it_comes_from_and_in_which_units(table, tmp_path):
    """
    In its metadata, which any reader shows; the numbers read back as before.
    """
    path = write_runs(tmp_path, table, {"study": "small", "seed": "7"})
    told = {name.decode(): text.decode() for name, text in pq.read_metadata(path).metadata.items()}

    assert (told["reportsto.study"], told["reportsto.seed"]) == ("small", "7")
    units = json.loads(told["reportsto.units"])
    assert units["failures_per_1000"] == next(one.unit for one in COLUMNS if one.name == "failures_per_1000")
    assert units.keys() <= set(table.columns)
    pd.testing.assert_frame_equal(read_runs(path), read_runs(write_runs(tmp_path, table)))


def test_no_table_has_an_infinite_number_and_none_is_lost(tmp_path):
    """
    An interval without an end has an empty cell, and says on which side it is open; other cells stay bit for bit.
    """
    ends = pd.DataFrame({"a": ["x", "y", "z"], "low": [-np.inf, 0.1 + 0.2, np.nan], "high": [np.inf, 4.0, np.nan]})
    read = pd.read_csv(write_table(tmp_path / "ends.csv", ends), keep_default_na=False)

    assert "inf" not in (tmp_path / "ends.csv").read_text()
    assert read["unbounded"].tolist() == ["low below; high above", "", ""]
    assert read["low"].tolist() == ["", "0.30000000000000004", ""]
    finite = ends.iloc[1:]
    assert write_table(tmp_path / "finite.csv", finite).read_text() == csv_text(finite)
