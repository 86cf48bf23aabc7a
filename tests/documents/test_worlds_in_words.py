"""The four worlds stand on every page in one order, and each is told in one sentence."""

import re
from pathlib import Path

import click
import pytest

from reportsto.cli.main import reportsto as command_line
from reportsto.records import COLUMNS
from reportsto.worlds import WORLDS

ROOT = Path(__file__).parents[2]
ORDER = list(WORLDS)
FROZEN = ROOT / "results" / "v1"
PAGES = sorted(
    page
    for folder in (ROOT / "docs", ROOT / "experiments", ROOT / "results", ROOT / "notebooks")
    for page in folder.rglob("*.md")
    if FROZEN not in page.parents
)
TABLES = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
ON_CUSTOMERS = "service and every manager above it are paid on customer metrics alone"


def named(lines: str) -> list[str]:
    """Return the worlds that cells or headings end or begin with, in the order of their first place."""
    words = [cell.replace(":", " ").split() for cell in re.split(r"[|\n]", lines) if cell.strip()]
    ends = [word.strip("*`()").lower() for cell in words for word in (cell[-1], cell[1] if cell[0] == "###" else "")]
    return [word for word in dict.fromkeys(ends) if word in ORDER]


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_lists_the_worlds_in_one_order(page):
    """
    Rows and columns of each table, and headings, name worlds in the order of `worlds.py`; rules stand by coverage.
    """
    text = page.read_text(encoding="utf-8")
    tables = [table for table in TABLES.findall(text) if "| coverage |" not in table]
    lists = [*tables, "\n".join(re.findall(r"^#.*$", text, flags=re.MULTILINE))]

    assert [one for one in map(named, lists) if one != [world for world in ORDER if world in one]] == []


def test_a_list_in_another_order_is_found():
    """
    In cells, with marks or in brackets, and in headings.
    """
    assert named("| world | a |\n| *contract* | 1 |\n| it costs pay (*once*) | 2 |\n") == ["contract", "once"]
    assert named("### Contagion: it costs\n### Neutral: nothing") == ["contagion", "neutral"]


@pytest.mark.parametrize("notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_list_the_worlds_in_that_order(notebook):
    """
    Their tables and legends follow a list of their own, where they have one.
    """
    lists = re.findall(r"WORLDS = \[([^\]]*)\]", notebook.read_text(encoding="utf-8"))

    assert [one for one in lists if re.findall(r"\w+", one.replace('\\"', "")) != ORDER] == []


def test_help_and_measures_list_the_worlds_in_that_order():
    """
    So do the help of `run` and the meaning of the column `world`.
    """
    with click.Context(command_line.commands["run"]) as context:
        told = " ".join(command_line.commands["run"].get_help(context).split())
    meaning = next(column.meaning for column in COLUMNS if column.name == "world")

    for text in (told, meaning):
        assert "neutral, once, contagion or contract" in text


@pytest.mark.parametrize("page", ["explanation/model.md", "reference/glossary.md", "reference/worlds.md"])
def test_what_contagion_is_in_the_model_is_told_alike(page):
    """
    Each page that says how contagion is made says so in the same words.
    """
    text = " ".join((ROOT / "docs" / page).read_text(encoding="utf-8").split())

    assert ON_CUSTOMERS in text
    assert ON_CUSTOMERS in WORLDS["contagion"].title
