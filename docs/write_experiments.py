"""Write the table of `experiments/README.md`, and the numbers of `line.toml`: `python docs/write_experiments.py`.

The table is of the study files and results. The numbers are those that move with what is assumed, from their priors.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from reportsto.drawing.words import parameter_words
from reportsto.statistics.verdict import counts
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from reportsto.studies.study import Study
from reportsto.worlds import POINTS, WORLDS, assumed_at

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "experiments" / "README.md"
BEGIN, END = "<!-- table: docs/write_experiments.py -->", "<!-- /table -->"
FIRST = ("e0_placement", "map")
LINE = ROOT / "experiments" / "line.toml"
FROM, UP_TO = "# Written by docs/write_experiments.py from the priors.", "# End of what is written."
WAYS = {"alone": ("essays", "middle"), "back": ("middle", "essays")}
"""Where all other numbers stand, and where one of them goes."""


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
    return _between(PAGE, BEGIN, END, table())


def line() -> str:
    """Return `line.toml` with the numbers as the priors give them today."""
    return _between(LINE, FROM, UP_TO, "\n".join(_numbers()))


def _between(path: Path, begin: str, end: str, new: str) -> str:
    """Return the text of a file with something new between two lines."""
    text = path.read_text(encoding="utf-8")
    return f"{text[: text.index(begin) + len(begin)]}\n{new}\n{text[text.index(end) :]}"


def _numbers() -> Iterator[str]:
    """Yield a variant for each number that moves and each way, in the worlds that leave it where it is."""
    for way, (others, there) in WAYS.items():
        for name, value in assumed_at(POINTS[there]).items():
            worlds = [f'"{world.id}"' for world in WORLDS.values() if name not in world.settings]
            yield ""
            yield "[[variants]]"
            yield f'id = "{way}_{name.replace(".", "_")}"'
            yield f'title = "{parameter_words(name)}, at the {there}"'
            yield f"settings.{name} = {list(value) if isinstance(value, tuple) else value!r}"
            yield f'assume = "{others}"'
            if len(worlds) < len(WORLDS):
                yield f"world = [{', '.join(worlds)}]"
    yield ""


if __name__ == "__main__":
    LINE.write_text(line(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
