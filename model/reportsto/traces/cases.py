"""A traced run as a table people can read: one row a contact, names instead of numbers; written and read back."""

import gzip
import io
import platform
import zlib
from collections.abc import Sequence
from math import inf
from pathlib import Path

import numpy as np
import pandas as pd

import reportsto
from reportsto.api import Scenario, Traced
from reportsto.charts.facts import ChartFacts, chart_facts
from reportsto.digests import model_digest
from reportsto.errors import StudyError, unknown_name
from reportsto.records import IDENTITY
from reportsto.results.provenance import commit, libraries
from reportsto.results.storage import csv_text, write_bytes, write_json
from reportsto.tracing import GOOD, POOR, POOR_AND_BACK, Fate
from reportsto.vocabulary import N_CAUSES, Act, Cause, Function, kind_word

ANSWERS = {GOOD: "good", POOR: "poor", POOR_AND_BACK: "poor, came back"}
WAY = " > "

COLUMNS = {
    "structure": "as in the table of runs",
    "firm": "as in the table of runs",
    "world": "as in the table of runs",
    "without": "mechanisms that are off",
    "seed": "first key of all draws",
    "replicate": "second key",
    "case": "number of the contact, by arrival, from 0",
    "after": "the case whose poor answer it comes from, or empty",
    "about": "the cause of the failure, or the request",
    "severity": "0 to 1; 0 for a request",
    "failed": "day of the failure, or of the request",
    "arrived": "day on which the customer contacts the firm",
    "answered": "day of the answer, or on which the customer gives up; empty while waiting",
    "handler": "post that answered",
    "person": "which of the people in that post, from 1",
    "act": "advocate, settle or defend; empty for a request",
    "quarrel": "1 if the answer became a dispute with the owner",
    "answer": "good, poor, or poor and the customer came back",
    "report": "true (an advocate's), made up (of a settled case), or empty",
    "recorded": "cause the report carries",
    "owner": "function that owns the recorded cause",
    "way": "posts on its way up, nearest first, the arbiter last",
    "passed": "how many of them passed it on",
    "ended": "day on which the report ended; empty while it waits",
    "ended_at": "post that kept it, or the arbiter",
    "fate": "where the case ended",
    "address_day": "with entity and generation: where the numbers of the case are drawn",
    "address_entity": "kind x 2^24 + number of the candidate",
    "address_generation": "how many poor answers came before",
}
"""Columns of a case file."""

_DAYS = ("after", "answered", "ended", "person")
_TEXTS = (
    "structure", "firm", "world", "without", "about", "handler", "act", "answer", "report", "recorded", "owner", "way",
    "ended_at", "fate",
)  # fmt: skip


def case_table(case: Scenario, runs: Sequence[Traced]) -> pd.DataFrame:
    """Return one row a contact for every traced run of a scenario; columns as in `COLUMNS`."""
    facts = chart_facts(case.chart, case.owners)
    return pd.concat([_one_run(case, facts, run) for run in runs], ignore_index=True)


def _one_run(case: Scenario, facts: ChartFacts, run: Traced) -> pd.DataFrame:
    rows, ids = run.cases, [post.id for post in case.chart.posts]
    posts = np.array(ids, dtype=object)
    post_of = np.array(facts.post_of)
    known = {name: run.row[name] for name in ("structure", "firm", "world", "without", "seed", "replicate")}
    handler, recorded = rows["handler"], rows["recorded"]
    reported = recorded >= 0
    ways = _ways(facts, ids, handler, recorded)
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


def write_origin(path: Path, case: Scenario, run: Traced, engine: str) -> Path:
    """Write, beside a case file, what it comes from: enough to trace the same run again."""
    origin = {
        "cases": path.name,
        "reportsto": reportsto.__version__,
        "commit": commit(),
        "model_sources": model_digest(),
        "engine": engine,
        "python": platform.python_version(),
        "libraries": libraries(),
        "run": {column.name: run.row[column.name] for column in IDENTITY},
        "posts": {post.id: post.title for post in case.chart.posts},
        "parameters": {name: value if abs(value) < inf else str(value) for name, value in _flat(case).items()},
        "columns": COLUMNS,
    }
    return write_json(path.with_name(f"{path.name}.json"), origin)


def _flat(case: Scenario) -> dict[str, float]:
    return dict(case.parameters.as_flat())


def is_packed(path: Path) -> bool:
    """Tell a packed case file from a plain one by its name; raises `UnknownName` for another kind of file."""
    name = path.name.lower()
    if not name.endswith((".csv", ".csv.gz")):
        raise unknown_name("kind of case file", path.suffix or path.name, [".csv", ".csv.gz"])
    return name.endswith(".gz")


def read_cases(path: Path) -> pd.DataFrame:
    """Return the table that `write_cases` wrote; raises `StudyError` with the file and what is wrong."""
    is_packed(path)
    try:
        table = pd.read_csv(path, dtype=dict.fromkeys(_TEXTS, str) | dict.fromkeys(_DAYS, "Int64"), na_values=[""])
    except FileNotFoundError:
        raise StudyError(f"{path}: no such file; expected one written by reportsto run --trace") from None
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise StudyError(f"{path}: cannot be read back ({type(error).__name__}); trace the run again") from None
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise StudyError(f"{path}: column {missing[0]} is missing; expected a file written by reportsto run --trace")
    texts = list(_TEXTS)
    table[texts] = table[texts].fillna("")
    return table


def _ways(facts: ChartFacts, ids: Sequence[str], handler: np.ndarray, recorded: np.ndarray) -> list[str]:
    """Return the posts on the way of each report; an owner on a map is asked directly."""
    known: dict[tuple[int, int], str] = {}
    out = []
    for seat, cause in zip(handler.tolist(), recorded.tolist(), strict=True):
        if cause < 0:
            out.append("")
            continue
        key = (facts.post_of[seat], cause)
        if key not in known:
            path = facts.path[key[0]][cause] or (facts.arbiter(*key),)
            known[key] = WAY.join(ids[post] for post in path)
        out.append(known[key])
    return out


def _words(numbers: np.ndarray, words: Sequence[str]) -> np.ndarray:
    """Return the word of each number; -1, which is nothing, picks the empty one at the end."""
    out: np.ndarray = np.array([*words, ""], dtype=object)[numbers]
    return out


def _whole(numbers: np.ndarray) -> pd.Series:
    """Return whole numbers, nothing for -1."""
    return pd.Series(numbers, dtype="Int64").mask(pd.Series(numbers) < 0)
