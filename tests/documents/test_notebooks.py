"""The notebooks run, and what is checked in is what they say today."""

import copy
import re
import runpy
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
EXECUTE = runpy.run_path(str(ROOT / "notebooks" / "execute.py"))
NOTEBOOKS = EXECUTE["NOTEBOOKS"]
LARGEST = 1_500_000
"""Bytes of a notebook with its figures."""

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def prose(path: Path) -> str:
    return "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def tokens(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """Return what each code cell says, word by word: how a table is broken into lines does not matter."""
    return [" ".join(said).split() for said in EXECUTE["words"](notebook)]


def test_there_are_three_and_the_page_about_them_names_each():
    """
    A notebook that nobody is led to is not read.
    """
    page = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")

    assert len(NOTEBOOKS) == 3
    assert [path.name for path in NOTEBOOKS if f"({path.name})" not in page] == []


@each
def test_a_notebook_runs_and_says_what_it_said(path):
    """
    If it does not: python notebooks/execute.py, then read the prose around the numbers that moved.
    """
    assert tokens(EXECUTE["executed"](path)) == tokens(read(path))


@each
def test_a_notebook_is_whole_and_in_its_one_form(path):
    """
    Executed from the first cell to the last, without an error, and nothing of somebody's machine in it.
    """
    notebook = read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert [output for cell in code for output in cell.outputs if output.output_type == "error"] == []
    assert EXECUTE["written"](EXECUTE["one_form"](copy.deepcopy(notebook))) == path.read_text(encoding="utf-8")


@each
def test_a_notebook_is_small_and_shows_figures(path):
    """
    Readable on a forge without running: its figures are in it, and it is no burden on the history.
    """
    outputs = [output for cell in read(path).cells for output in cell.get("outputs", ())]

    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 5
    assert path.stat().st_size < LARGEST


@each
def test_the_links_of_a_notebook_lead_somewhere(path):
    """
    Whatever the prose links to is in the project.
    """
    targets = re.findall(r"\]\(([^)\s#]+)", prose(path))

    assert [target for target in targets if not (path.parent / target).exists()] == []


@each
def test_the_prose_of_a_notebook_is_no_heading(path):
    """
    A line that begins with '#' is shown as a heading, so few lines do.
    """
    lines = [line for line in prose(path).splitlines() if line.strip()]

    assert sum(line.startswith("#") for line in lines) < len(lines) / 3


@each
def test_the_prose_of_a_notebook_holds_no_result(path):
    """
    Cells print the numbers, so that none can be stale: no decimal in the prose, and no share but the 95 % of intervals.
    """
    text = re.sub(r"\bC3\.\d\b|\b95 %", "", prose(path))

    assert re.findall(r"\d*\.\d+|\d+ ?%", text) == []


def test_a_notebook_that_says_something_else_is_noticed():
    """
    One digit of one table is enough, and a picture is not compared.
    """
    notebook = read(NOTEBOOKS[0])
    table = next(
        output for cell in notebook.cells for output in cell.get("outputs", ())
        if "text/plain" in output.get("data", {}) and "image/png" not in output.data
    )  # fmt: skip
    before = tokens(notebook)
    table.data["text/plain"] += " 0"

    assert tokens(notebook) != before
