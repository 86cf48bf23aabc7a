"""Tables and texts on disk: a file appears whole or not at all, and a number reads back as the same bits."""

import gzip
import io
import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reportsto.errors import StudyError
from reportsto.records import IDENTITY, MEASURES, NAN
from reportsto.runner.design import Design, Point
from reportsto.runner.journal import Row

RUNS = "runs.csv.gz"
TEXT_COLUMNS = ("structure", "firm", "world", "variant", "without", "failure")
WHOLE_COLUMNS = ("seed", "replicate", "days")


def runs_table(design: Design, rows: Mapping[str, Row], failures: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a run, in design order; a run without a row says why in `failure` and has no measures."""
    table = [
        _with_design(run.point, rows.get(run.key) or _failed(design, run.point, run.replicate, failures.get(run.key)))
        for run in design.runs
    ]
    return pd.DataFrame(table)


def write_runs(folder: Path, table: pd.DataFrame) -> Path:
    """Write `runs.csv.gz`: full precision, and the same bytes for the same table."""
    path = folder / RUNS
    packed = io.BytesIO()
    # No file name and no time in the header.
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=9) as file:
        file.write(csv_text(table).encode())
    write_bytes(path, packed.getvalue())
    return path


def read_runs(path: Path) -> pd.DataFrame:
    """Return the table that `write_runs` wrote, equal to the last bit; raises `StudyError` for a damaged file."""
    try:
        text = pd.read_csv(path, compression="gzip", dtype=str, keep_default_na=False)
        # Python's own conversion gives back every bit, whatever the version of pandas.
        columns = {name: [_read(name, cell) for cell in text[name]] for name in text.columns}
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise StudyError(f"{path}: cannot be read back ({type(error).__name__}); run the study again") from None
    return pd.DataFrame(columns)


def write_table(path: Path, table: pd.DataFrame) -> Path:
    """Write a small table as CSV."""
    write_bytes(path, csv_text(table).encode())
    return path


def write_json(path: Path, value: object) -> Path:
    """Write a value as JSON people can read."""
    write_bytes(path, (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())
    return path


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV: numbers in the shortest form that reads back, NaN as nothing, no text a formula.

    A spreadsheet takes text that begins with = + - or @ for a formula; such text gets an apostrophe in front.
    """
    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(_harmless)
    return safe.to_csv(index=False, lineterminator="\n")


def make_folder(folder: Path) -> None:
    """Make a folder for results, or raise `StudyError` with the reason."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "cannot be made").lower()
        raise StudyError(f"{folder}: {reason}; expected a folder to write to") from None


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there at all, also after a power cut."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StudyError(f"{path}: cannot be written: {(error.strerror or 'unknown reason').lower()}") from None
    finally:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _with_design(point: Point, row: Row) -> Row:
    """Return the row with what the study varied beside what the run knows of itself: after the world."""
    out: Row = {}
    for name, value in row.items():
        out[name] = value
        if name == "world":
            out["variant"] = point.variant
            out.update((key, _number_or_text(level)) for key, level in point.uncertain)
    return out


def _failed(design: Design, point: Point, replicate: int, reason: str | None) -> Row:
    known: Row = {
        "structure": point.structure,
        "firm": point.firm,
        "world": point.world,
        "without": "",
        "seed": design.study.seed,
        "replicate": replicate,
        "days": design.study.days,
        "failure": reason or "not run",
    }
    return {column.name: known[column.name] for column in IDENTITY} | {column.name: NAN for column in MEASURES}


def _read(name: str, cell: str) -> object:
    if name in TEXT_COLUMNS:
        return cell
    if name in WHOLE_COLUMNS:
        return int(cell)
    try:
        return float(cell) if cell else NAN
    except ValueError:
        return cell


def _number_or_text(level: object) -> object:
    return " ".join(str(part) for part in level) if isinstance(level, tuple) else level


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
