"""Tables and texts on disk: a file appears whole or not at all, and a number reads back as the same bits."""

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reportsto.api import identity
from reportsto.errors import StudyError
from reportsto.files.tables import guarded
from reportsto.parameters import OFF_SWITCHES, every_field
from reportsto.records import COLUMNS, IDENTITY, MEASURES, NAN
from reportsto.results.journal import Row
from reportsto.results.links import may_write
from reportsto.studies.design import Design, Point, Run
from reportsto.studies.sampling import PREFIX

RUNS = "runs.parquet"
DIGEST = f"{RUNS}.sha256"
PROVENANCE = "provenance.json"
FINDING = "finding.md"
COLUMNS_OF_RUNS = "columns.csv"
TABLES = (
    "certificates", "choices", "claims", "conflicts", "contrasts", "counting", "crossovers", "expected", "family",
    "flips", "levels", "levers", "pairs", "patterns", "planning", "prices", "ranking", "recovery", "replication",
    "rules", "sensitivity", "shapley", "summary", "survivors", "three_numbers", "tornado", "worlds", "worth",
)  # fmt: skip
"""The tables that one form of a study or another writes, beside that of its runs."""
UNBOUNDED = "unbounded"
"""The column that says where an interval has no end: `high above`, `low below`."""
ROWS_IN_A_GROUP = 100_000
ROWS_AT_A_TIME = 5_000


Told = Mapping[str, str]
"""What the metadata of a Parquet file say, by name; there each name has `reportsto.` in front."""
NOTHING_TOLD: Told = {}
Fetch = Callable[[Iterable[str]], Mapping[str, Row]]
"""Returns kept rows by their keys."""


def runs_table(design: Design, runs: Sequence[Run], fetch: Fetch, failures: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a run, in design order; a run without a row says why in `failure` and has no measures.

    `fetch` is asked for some thousands of rows at a time: in columns they take a tenth of the room.
    """
    parts = [runs[low : low + ROWS_AT_A_TIME] for low in range(0, len(runs), ROWS_AT_A_TIME)]
    tables = [_some_runs(design, part, fetch([run.key for run in part]), failures) for part in parts]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _some_runs(
    design: Design, runs: Sequence[Run], rows: Mapping[str, Row], failures: Mapping[str, str]
) -> pd.DataFrame:
    kept = design.study.outcomes.kept
    # A kept run may have more measures than are asked for now.
    names = [column.name for column in COLUMNS if kept is None or column in IDENTITY or column.name in kept]
    made = [rows.get(run.key) or _failed(design, run.point, run.replicate, failures.get(run.key)) for run in runs]
    columns: dict[str, Sequence[object]] = {}
    values = zip(*map(itemgetter(*names), made), strict=True)
    for name, column in zip(names, values, strict=True):
        columns[name] = column
        if name == "world":  # beside what a run knows of itself stands what the study varied
            columns |= _varied_columns(runs)
    return pd.DataFrame(columns)


def write_runs(folder: Path, table: pd.DataFrame, told: Told = NOTHING_TOLD) -> Path:
    """Write `runs.parquet` with page checksums, and its digest beside it: the same bytes for the same table.

    `told` is what its metadata say beside the units.

    NaN becomes null, which R and DuckDB leave out of a mean. (The bytes are those of one version of pyarrow.)
    """
    _sweep(folder)
    path = folder / RUNS
    content = write_parquet(path, table, told)
    write_bytes(folder / DIGEST, f"{hashlib.sha256(content).hexdigest()}  {RUNS}\n".encode())
    return path


def write_parquet(path: Path, table: pd.DataFrame, told: Told = NOTHING_TOLD) -> bytes:
    """Write a table as Parquet with page checksums, what is told and units in its metadata; return its bytes."""
    packed = io.BytesIO()
    units = {name: unit for name, (unit, _) in known_columns().items() if unit and name in table}
    lows = range(0, max(1, len(table)), ROWS_IN_A_GROUP)
    groups = (table.iloc[low : low + ROWS_IN_A_GROUP] for low in lows)
    columns = (pa.table({name: _column(group[name]) for name in table.columns}) for group in groups)
    how = {"compression": "zstd", "write_page_checksum": True, "store_schema": False}
    first = next(columns)
    with pq.ParquetWriter(packed, first.schema, **how) as file:
        for group in chain([first], columns):
            file.write_table(group, row_group_size=ROWS_IN_A_GROUP)
        metadata = {**told, "units": json.dumps(units)}
        file.add_key_value_metadata({f"reportsto.{name}": text for name, text in metadata.items()})
    write_bytes(path, packed.getvalue())
    return packed.getvalue()


def read_runs(path: Path) -> pd.DataFrame:
    """Return the table that `write_runs` wrote, equal to the last bit; raises `StudyError` for a damaged file."""
    if not path.parent.is_dir():
        raise StudyError(f"{path.parent}: no such folder; expected one that study run wrote to")
    again = "study run writes it again from its journal or, where there is none, with --fresh"
    try:
        content = path.read_bytes()
        digest = (path.parent / DIGEST).read_text().split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no digest beside it"
        raise StudyError(f"{path}: {reason.lower()}; {again}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise StudyError(f"{path}: damaged: not the bytes that {DIGEST} tells of; {again}")
    try:
        # Without threads, which `read_table` starts: one that still starts while the process ends aborts it.
        file = pq.ParquetFile(io.BytesIO(content), page_checksum_verification=True, pre_buffer=False)
        table = file.read(use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise StudyError(f"{path}: cannot be read ({type(error).__name__}); {again}") from None
    out: pd.DataFrame = table.to_pandas(use_threads=False)
    return out


def write_columns(path: Path, table: pd.DataFrame) -> Path:
    """Write what the columns of a table of runs are: name, unit, meaning."""
    known = known_columns()
    rows = [(name, *known.get(name, ("", "a parameter of the study"))) for name in table.columns]
    return write_table(path, pd.DataFrame(rows, columns=["name", "unit", "meaning"]))


@cache
def known_columns() -> Mapping[str, tuple[str, str]]:
    """Return the unit and the meaning of each column that a table of runs can have."""
    known = {column.name: (column.unit, column.meaning) for column in COLUMNS}
    known |= {name: (info.unit, info.meaning) for name, info in _parameter_columns()}
    known |= {
        "variant": ("", "lever of the study beside the placement; empty for none"),
        "sample": ("", "number of the parameter point, from 0"),
    }
    known |= {f"{PREFIX}{name}": ("", f"1: without it, {what}; 0: with it") for name, what in OFF_SWITCHES.items()}
    return known


def _parameter_columns() -> Iterator[tuple[str, Any]]:
    for group, entry, info in every_field():
        yield f"{group}.{entry}", info
        for word in info.words or ():
            yield f"{group}.{entry}.{word}", info


def write_table(path: Path, table: pd.DataFrame) -> Path:
    """Write a small table as CSV, without infinite numbers: these are empty, and the column `unbounded` tells."""
    write_bytes(path, csv_text(bounded(table)).encode())
    return path


def bounded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without infinite numbers; where there was one, a last column says which way its cell is open."""
    floats = [name for name in table.columns if pd.api.types.is_float_dtype(table[name])]
    infinite = {name: np.isinf(table[name].to_numpy()) for name in floats}
    if not any(found.any() for found in infinite.values()):
        return table
    ways = [
        "; ".join(f"{name} {'above' if row[name] > 0 else 'below'}" for name in floats if infinite[name][at])
        for at, row in enumerate(table[floats].to_dict("records"))
    ]
    finite = {name: table[name].mask(found) for name, found in infinite.items()}
    return table.assign(**finite, **{UNBOUNDED: ways})


def write_json(path: Path, value: object) -> Path:
    """Write a value as JSON people can read."""
    write_bytes(path, (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())
    return path


def read_json(path: Path) -> object:
    """Return a value that `write_json` could have written; raises `OSError` or `ValueError` for anything else.

    The file may come from somebody else: brackets without end, no number, or half a character are no value.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV: numbers in the shortest form that reads back, NaN as nothing, no text a formula.

    A spreadsheet takes text that begins with = + - or @ for a formula; such text gets an apostrophe in front.
    """
    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [guarded(cell) if isinstance(cell, str) else cell for cell in safe[name]]
    return safe.to_csv(index=False, lineterminator="\n")


def make_folder(folder: Path) -> None:
    """Make a folder for results, or raise `StudyError` with the reason."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "cannot be made").lower()
        raise StudyError(f"{folder}: {reason}; expected a folder to write to") from None


def check_target(path: Path) -> None:
    """Refuse a file that could not be written, before the work whose results go there."""
    if path.is_dir():
        raise StudyError(f"{path}: cannot be written: it is a folder; expected a file")
    if not path.parent.is_dir():
        raise StudyError(f"{path}: cannot be written: there is no folder {path.parent}; expected one that is there")
    if not may_write(path.parent):
        raise StudyError(f"{path}: cannot be written: {path.parent} is read-only here; expected another folder")


def remove_files(paths: Iterable[Path]) -> None:
    """Delete files that may be there, or raise `StudyError` with the reason."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise StudyError(f"{path}: cannot be deleted: {reason}") from None


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there at all, also after a power cut."""
    with writing(path) as file:
        file.write(content)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write to, which is whole, or not there at all where the block fails, also after a power cut."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StudyError(f"{path}: cannot be written: {(error.strerror or 'unknown reason').lower()}") from None
    finally:
        with suppress(OSError):  # what went wrong before is what somebody should read
            part.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Delete what killed processes left half-written in a result folder."""
    figures = folder / "figures"
    for part in [*folder.glob(".*.part"), *(figures.glob(".*.part") if not figures.is_symlink() else ())]:
        owner = part.name.split(".")[-2]
        if os.name == "posix" and owner.isdecimal() and not _lives(int(owner)):
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no process at all: leave its file alone
        return True
    return True


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _varied(point: Point) -> Row:
    """Return what the study varied and the run does not know of itself."""
    out: Row = {"variant": point.variant}
    if point.values:
        out["sample"] = point.sample
        out.update((key, number_or_text(level)) for key, level in point.uncertain)
    return out


def _varied_columns(runs: Sequence[Run]) -> dict[str, list[object]]:
    """Return a column for each thing the study varied; all points of a study vary the same."""
    rows: list[Row] = []
    point: Point | None = None
    for run in runs:
        rows.append(rows[-1] if run.point is point else _varied(run.point))
        point = run.point
    return {name: [row[name] for row in rows] for name in rows[0]}


def _failed(design: Design, point: Point, replicate: int, reason: str | None) -> Row:
    made = identity(point.scenario, design.study.seed, replicate, design.study.days)
    known: Row = {**made, "failure": reason or "not run"}
    kept = design.study.outcomes.kept
    wanted = [column.name for column in MEASURES if kept is None or column.name in kept]
    return {column.name: known[column.name] for column in IDENTITY} | dict.fromkeys(wanted, NAN)


def _column(values: pd.Series) -> pa.Array:
    """Return a column without the marks of a version of pandas: floats, whole numbers or text."""
    if pd.api.types.is_float_dtype(values):
        return pa.array(values.to_numpy(float), from_pandas=True)
    if pd.api.types.is_integer_dtype(values):
        return pa.array(values.to_numpy("int64"))
    return pa.array([str(value) for value in values], type=pa.string())


def number_or_text(level: object) -> object:
    """Return a level as a table has it: a list as its parts with spaces between."""
    return " ".join(str(part) for part in level) if isinstance(level, tuple) else level
