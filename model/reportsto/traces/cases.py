"""A traced run as a table people can read: one row a contact, names instead of numbers."""

import gzip
import hashlib
import io
import platform
from collections.abc import Sequence
from dataclasses import dataclass
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
from reportsto.tracing import NEVER, Fate
from reportsto.vocabulary import N_CAUSES, NOBODY, Act, Cause, Function, kind_word
from reportsto.workplace import Workplace, set_up_both


def case_table(chosen: Scenario, runs: Sequence[Traced]) -> pd.DataFrame:
    """Return one row a contact for every traced run of a scenario; columns as in `COLUMNS`."""
    firms = set_up_both(chosen.chart, chosen.move, chosen.owners, chosen.parameters)
    from_day = chosen.move.day if chosen.move else 0
    return pd.concat([_one_run(firms, from_day, run) for run in runs], ignore_index=True)


def _one_run(firms: tuple[Workplace, Workplace], from_day: int, run: Traced) -> pd.DataFrame:
    """Return the rows of a run; posts are those of the first chart before `from_day`, then those of the second."""
    rows = run.cases
    before, after = (_on_a_chart(firm, rows) for firm in firms)
    answered_after = rows["answered"] >= from_day
    ended_after = (rows["ended"] >= from_day) | (rows["ended"] == NEVER)
    known = {name: run.row[name] for name in ("structure", "firm", "world", "without", "seed", "replicate")}
    handler, recorded = rows["handler"], rows["recorded"]
    reported = recorded >= 0
    table = pd.DataFrame({**known, "case": np.arange(len(rows))})
    table["after"] = _whole(rows["parent"])
    table["about"] = _words(rows["kind"], [kind_word(kind) for kind in range(int(rows["kind"].max(initial=0)) + 1)])
    table["severity"] = rows["severity"]
    table["failed"], table["arrived"] = rows["failed"], rows["arrived"]
    table["answered"] = _whole(rows["answered"])
    table["handler"] = np.where(answered_after, after.handler, before.handler)
    table["person"] = _whole(np.where(answered_after, after.person, before.person))
    table["act"] = _words(rows["act"], Act.words())
    table["quarrel"] = rows["quarrel"]
    answered = np.where(handler >= 0, rows["answer"], -1)
    table["answer"] = _words(answered, [ANSWERS[at] for at in sorted(ANSWERS)])
    table["report"] = np.where(reported, np.where(rows["made_up"] > 0, "made up", "true"), "")
    table["recorded"] = _words(recorded, Cause.words())
    owners = ["" if own == NOBODY else Function(own).word for own in firms[0].facts.owner_function[:N_CAUSES]]
    table["owner"] = _words(recorded, owners)
    table["way"] = np.where(answered_after, after.way, before.way)
    table["passed"] = rows["passed"]
    table["ended"] = _whole(rows["ended"])
    table["ended_at"] = np.where(reported, np.where(ended_after, after.ended_at, before.ended_at), "")
    table["fate"] = _words(rows["fate"], Fate.words())
    for name in ("day", "entity", "generation"):
        table[f"address_{name}"] = rows[name]
    assert list(table.columns) == list(COLUMNS), "every column is explained"
    return table


@dataclass(frozen=True, slots=True)
class _OnAChart:
    """Columns that name the posts of one chart."""

    handler: np.ndarray
    person: np.ndarray
    way: np.ndarray
    ended_at: np.ndarray


def _on_a_chart(firm: Workplace, rows: np.ndarray) -> _OnAChart:
    ids, facts, handler = [post.id for post in firm.chart.posts], firm.facts, rows["handler"]
    posts, post_of = np.array(ids, dtype=object), np.array(facts.post_of)
    return _OnAChart(
        handler=np.where(handler >= 0, posts[post_of[handler]], ""),
        person=np.where(handler >= 0, handler - np.array(facts.first_seat)[post_of[handler]] + 1, -1),
        way=np.array(_ways(firm, ids, handler, rows["recorded"]), dtype=object),
        ended_at=posts[post_of[rows["ended_at"]]],
    )


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
    charts = [chosen.chart, *([chosen.move.chart] if chosen.move else [])]
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
        "posts": {post.id: post.title for chart in charts for post in chart.posts},
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
