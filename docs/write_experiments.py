"""Write the table of `experiments/README.md` from the study files and results: `python docs/write_experiments.py`."""

import json
from pathlib import Path

import pandas as pd

from reportsto.statistics.verdict import counts
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from reportsto.studies.study import Study

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "experiments" / "README.md"
BEGIN, END = "<!-- table: docs/write_experiments.py -->", "<!-- /table -->"
FIRST = ("e0_placement", "map")


def table() -> str:
    """Return the table: a row for each study file, what it asks, how much it runs, and what became of its claims."""
    files = sorted((ROOT / "experiments").glob("*.toml"), key=lambda path: (path.stem not in FIRST, path.stem))
    lines = ["| study | question | runs | quick | verdicts |", "| --- | --- | --- | --- | --- |"]
    lines += [_row(read_study(path)) for path in files]
    return "\n".join(lines)


def _row(study: Study) -> str:
    link = f"[`{study.id}`]({study.path.name})"
    sizes = f"{len(design(study)):,} | {len(design(study, quick=True)):,}"
    return f"| {link} | {study.title} | {sizes} | {_verdicts(study)} |"


def _verdicts(study: Study) -> str:
    folder = ROOT / "results" / study.id
    if not (folder / "finding.md").exists():
        first = f"results/v1/{study.id}/finding.md"
        return "not run" + (f"; [first version](../{first})" if (ROOT / first).exists() else "")
    failed = int(json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["failed_runs"])
    said = f"[finding](../results/{study.id}/finding.md)"
    claims = folder / "claims.csv"
    if claims.exists():
        said += ": " + counts(pd.read_csv(claims)["verdict"])
    return f"{said}; {failed} runs failed" if failed else said


def page() -> str:
    """Return the page with its table as study files and results say it today."""
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{table()}\n{text[end:]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
