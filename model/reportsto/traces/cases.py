"""A traced run as a table people can read: one row a contact, names instead of numbers."""

import gzip
import hashlib
import io
import platform
from collections.abc import Sequence
from math import inf
from pathlib import Path

import numpy as np
import pandas as pd

import reportsto
from reportsto.api import Scenario, Traced
from reportsto.digests import model_digest
from reportsto.records import IDENTITY
from reportsto.results.provenance import commit, libraries
from reportsto.results.storage import csv_text, write_bytes, write_json
from reportsto.traces.columns import ANSWERS, COLUMNS, join_way
from reportsto.traces.reading import is_packed, origin_of
from reportsto.tracing import Fate
from reportsto.vocabulary import N_CAUSES, Act, Cause, Function, kind_word
from reportsto.workplace import Workplace, set_up


def case_table(chosen: Scenario, runs: Sequence[Traced]) -> pd.DataFrame:
    """Return one row a contact for every traced run of a scenario; columns as in `COLUMNS`."""
    firm = set_up(chosen.chart, chosen.owners, chosen.parameters)
    return pd.concat([_one_run(firm, run) for run in runs], ignore_index=True)


def _one_run(firm: Workplace, run: Traced) -> pd.DataFrame:
    rows, ids, facts = run.cases, [post.id for post in firm.chart.posts], firm.facts
    posts = np.array(ids, dtype=object)
    post_of = np.array(facts.post_of)
    known = {name: run.row[name] for name in ("structure", "firm", "world", "without", "seed", "replicate")}
    handler, recorded = rows["handler"], rows["recorded"]
    reported = recorded >= 0
    ways = _ways(firm, ids, handler, recorded)
    table = pd.DataFrame({**known, "case": np.arange(len(rows))})
    table["after"] = _whole(rows["parent"])
    table["about"] = _words(rows["kind"], [kind_word(kind) for kind in range(int(rows["kind"].max(initial=0)) + 1)])
    table["severity"] = rows["severity"]
    table["failed"], table["arrived"] = rows["failed"], rows["arrived"]
    table["answered"] = _whole(rows["answered"])
    table["handler"] = np.where(handler >= 0, posts[post_of[handler]], "")
    first = np.array(facts.first_seat)
    table["person"] = _whole(np.where(handler >= 0, handler - first[post_of[handler]] + 1, -1))
    table["act"] = _words(rows["act"], Act.words())
    table["quarrel"] = rows["quarrel"]
    answered = np.where(handler >= 0, rows["answer"], -1)
    table["answer"] = _words(answered, [ANSWERS[at] for at in sorted(ANSWERS)])
    table["report"] = np.where(reported, np.where(rows["made_up"] > 0, "made up", "true"), "")
    table["recorded"] = _words(recorded, Cause.words())
    owners = [Function(facts.owner_function[k]).word for k in range(N_CAUSES)]
    table["owner"] = _words(recorded, owners)
    table["way"] = ways
    table["passed"] = rows["passed"]
    table["ended"] = _whole(rows["ended"])
    table["ended_at"] = np.where(reported, posts[post_of[rows["ended_at"]]], "")
    table["fate"] = _words(rows["fate"], Fate.words())
    for name in ("day", "entity", "generation"):
        table[f"address_{name}"] = rows[name]
    assert list(table.columns) == list(COLUMNS), "every column is explained"
    return table


def write_cases(path: Path, table: pd.DataFrame) -> None:
    """Write a case file: `.csv`, or `.csv.gz`; whole or not at all."""
    text = csv_text(table).encode()
    if is_packed(path):
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=6) as file:
            file.write(text)
        text = packed.getvalue()
    write_bytes(path, text)


def write_origin(path: Path, chosen: Scenario, run: Traced, engine: str) -> Path:
    """Write, beside a case file, what it comes from: enough to trace the same run again."""
    origin = {
        "cases": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "reportsto": reportsto.__version__,
        "commit": commit(),
        "model_sources": model_digest(),
        "engine": engine,
        "python": platform.python_version(),
        "libraries": libraries(),
        "run": {column.name: run.row[column.name] for column in IDENTITY},
        "posts": {post.id: post.title for post in chosen.chart.posts},
        "parameters": {name: value if abs(value) < inf else str(value) for name, value in _flat(chosen).items()},
        "columns": {name: column.meaning for name, column in COLUMNS.items()},
    }
    return write_json(origin_of(path), origin)


def _flat(chosen: Scenario) -> dict[str, float]:
    return dict(chosen.parameters.as_flat())


def _ways(firm: Workplace, ids: Sequence[str], handler: np.ndarray, recorded: np.ndarray) -> list[str]:
    """Return the posts on the way of each report; an owner on a map is asked directly."""
    known: dict[tuple[int, int], str] = {}
    out = []
    for seat, cause in zip(handler.tolist(), recorded.tolist(), strict=True):
        if cause < 0:
            out.append("")
            continue
        key = (firm.facts.post_of[seat], cause)
        if key not in known:
            known[key] = join_way([ids[post] for post in firm.way(*key)])
        out.append(known[key])
    return out


def _words(numbers: np.ndarray, words: Sequence[str]) -> np.ndarray:
    """Return the word of each number; -1, which is nothing, picks the empty one at the end."""
    out: np.ndarray = np.array([*words, ""], dtype=object)[numbers]
    return out


def _whole(numbers: np.ndarray) -> pd.Series:
    """Return whole numbers, nothing for -1."""
    return pd.Series(numbers, dtype="Int64").mask(pd.Series(numbers) < 0)
