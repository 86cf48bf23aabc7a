"""The recipes of the how-to pages run, and say the same in every language that is on this machine."""

import csv
import gc
import importlib.util
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportsto.bundles.archive import file_digest
from reportsto.cli import where
from reportsto.studies.firm_file import read_firm
from reportsto.where.asking import Question

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "how-to"


def block(page: str, language: str, *, of: int = 1, at: int = 0) -> str:
    """Return the recipe in a language; a page that has several says how many."""
    found = re.findall(
        rf"^```{language}\n(.*?)^```", (PAGES / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(found) == of
    return found[at]


@pytest.fixture
def project(tmp_path):
    """A folder that looks like the project: studies and results are there, and whatever is written goes elsewhere."""
    for name in ("experiments", "results"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def differences(text: str) -> dict[str, float]:
    """Return the first number beside each world."""
    return {
        world: round(float(number), 3)
        for world, number in re.findall(r"(neutral|once|contagion|contract)[\s',|]+(-?[\d.]+)", text)
    }


def python(page: str) -> list[str]:
    """Return all recipes of a page in Python, in order."""
    return re.findall(r"^```python\n(.*?)^```", (PAGES / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def recipe(library: str, project: Path) -> str:
    """Run the recipe of the other tools that imports a library, and return what it prints."""
    if importlib.util.find_spec(library.partition(".")[0]) is None:
        pytest.skip(f"not checked: {library} is not here")
    return run([sys.executable, "-c", next(code for code in python("other_tools.md") if library in code)], project)


@pytest.fixture
def expected(project):
    return differences(run([sys.executable, "-c", block("read_results.md", "python")], project))


def test_pandas_reads_the_results(expected):
    """
    Separate less operations in four worlds, with the signs of the README.
    """
    assert set(expected) == {"neutral", "contagion", "once", "contract"}
    assert all(number > 0 for number in expected.values())


def test_duckdb_says_the_same(project, expected):
    if importlib.util.find_spec("duckdb") is None:
        pytest.skip("not checked: DuckDB is not here")
    query = block("read_results.md", "sql")
    told = run([sys.executable, "-c", f"import duckdb; print(duckdb.sql({query!r}).fetchall())"], project)

    assert differences(told) == expected


def test_r_alone_says_the_same_from_the_csv(project, expected):
    if shutil.which("Rscript") is None:
        pytest.skip("not checked: R is not here")
    exporting = (
        "from reportsto.cli.main import main; main(['study', 'export', 'results/e0_placement', '--csv', 'runs.csv'])"
    )
    run([sys.executable, "-c", exporting], project)
    told = run(["Rscript", "-e", f"options(digits = 10)\n{block('read_results.md', 'r', of=2)}"], project)

    assert differences(told) == pytest.approx(expected, abs=0.001)


def test_r_with_arrow_says_the_same(project, expected):
    if shutil.which("Rscript") is None:
        pytest.skip("not checked: R is not here")
    libraries = subprocess.run(
        ["Rscript", "-e", "library(arrow); library(dplyr); library(tidyr)"], capture_output=True, check=False
    )
    if libraries.returncode:
        pytest.skip("not checked: R has no arrow, dplyr or tidyr")
    recipe = block("read_results.md", "r", of=2, at=1)
    told = run(["Rscript", "-e", f"options(digits = 10, pillar.sigfig = 9)\n{recipe}"], project)

    assert differences(told) == pytest.approx(expected, abs=0.01)


def test_a_study_runs_on_somebodys_executor(project):
    """
    The example of the other page, in threads of its own.
    """
    told = run([sys.executable, "-c", block("run_a_study_elsewhere.md", "python")], project)

    assert "separate" in told
    assert (project / "runs" / "e0_quick" / "journal.sqlite").exists()


# ── Hand over ────────────────────────────────────────────────────────────────────────────────────


def test_a_study_is_handed_over_as_the_page_says(project):
    """
    Each command of the page, one after the other: packed, checked, run again, cited.
    """
    page = (PAGES / "hand_over.md").read_text(encoding="utf-8")
    commands = [shlex.split(line) for line in re.findall(r"^```\nreportsto (.*)$", page, re.MULTILINE)]
    told = [run([sys.executable, "-m", "reportsto", *words], project) for words in commands]

    assert [words[0] for words in commands] == ["bundle", "bundle", "bundle", "bundle", "cite"]
    assert told[0].split()[-1] == told[1].split()[-1] == file_digest(project / "near_outcome.zip")
    assert "runs: 20 of 990 made again, equal bit for bit" in told[2]
    assert "equal in every cell" in told[2]
    assert told[3] == told[2]
    assert "@software{reportsto," in (project / "near_outcome.bib").read_text(encoding="utf-8")


# ── Where should it sit? ─────────────────────────────────────────────────────────────────────────

WHERE = "where_should_it_sit.md"


@pytest.fixture
def example(tmp_path):
    """The chart and the numbers of the example, in a folder of their own."""
    (tmp_path / "people.csv").write_text(block(WHERE, "csv"), encoding="utf-8")
    (tmp_path / "mine.toml").write_text(block(WHERE, "toml"), encoding="utf-8")
    return tmp_path


def test_the_example_is_read_as_the_page_says(example, capsys, monkeypatch):
    """
    What is echoed before the runs is what stands on the page, word for word: posts, heads, repairs, demand, places.
    """
    monkeypatch.chdir(example)
    how = {"columns": {}, "as_": {}, "strict": False, "keep_names": False}
    chart, notes, _ = where._read([Path("people.csv")], how)
    asked = Question(chart, "people.csv", read_firm("mine.toml"), replicates=30, points=96, days=750, seed=20261204)
    where._announce(asked, notes, Path("runs/where_people"))

    assert capsys.readouterr().err == block(WHERE, "text", of=2)


@pytest.mark.slow
def test_the_example_prints_what_the_page_says(example):
    """
    The command of the page prints the answer that stands there: 4,872 runs, about a minute and a half of one processor.
    """
    command = ["where", "people.csv", "--firm", "mine.toml", "--html", "page.html"]

    assert run([sys.executable, "-m", "reportsto", *command], example) == block(WHERE, "text", of=2, at=1)


def test_the_csv_that_r_reads_says_the_same(project, expected):
    """
    With or without R on this machine: every column of the recipe for R alone is in the file, and so are its numbers.
    """
    exporting = (
        "from reportsto.cli.main import main; main(['study', 'export', 'results/e0_placement', '--csv', 'runs.csv'])"
    )
    run([sys.executable, "-c", exporting], project)
    with (project / "runs.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["firm"] == "product_shop" and row["variant"] == ""]
    named = set(re.findall(r'"(\w+)"', block("read_results.md", "r", of=2).partition("c(")[2].partition(")")[0]))

    assert {"world", "structure", "failures_per_1000"} <= named <= rows[0].keys()
    for world, difference in expected.items():
        means = [
            [float(row["failures_per_1000"]) for row in rows if (row["world"], row["structure"]) == (world, structure)]
            for structure in ("separate", "inside_operations")
        ]
        separate, inside = (sum(each) / len(each) for each in means)
        assert separate - inside == pytest.approx(difference, abs=0.001)


# ── Other tools ──────────────────────────────────────────────────────────────────────────────────


def test_mesa_sweeps_and_collects(project):
    """
    The blocks of the page one after the other, but for the page with sliders.
    """
    told = run([sys.executable, "-c", "\n".join(python("mesa.md")[:-1])], project)

    assert "inside_operations" in told
    assert "logistics" in told


def test_a_page_of_mesa_selects_a_structure_and_slides_a_parameter(tmp_path):
    """
    The app of the page, without a browser: choose, reset, step. The firm on the page is the one that was chosen.
    """
    import ipyvuetify
    import solara

    from reportsto import Firm

    app = tmp_path / "app.py"
    app.write_text(python("mesa.md")[-1], encoding="utf-8")

    @solara.component
    def whole():
        solara.AppLayout(children=[runpy.run_path(str(app))["page"]], navigation=False)

    _, page = solara.render(whole(), handle_error=False)
    labelled = {one.label: one for kind in (ipyvuetify.Select, ipyvuetify.Slider) for one in page.find(kind).widgets}
    buttons = {one.children[0]: one for one in page.find(ipyvuetify.Btn).widgets if one.children}
    labelled["Structure"].v_model = "inside_operations"
    labelled["Share passed on at each post"].v_model = 0.9
    for pressed in ("Reset", "Step", "Step"):
        buttons[pressed].click()
    gc.collect()
    stepped = [one for one in gc.get_objects() if isinstance(one, Firm) and one.day == 2]

    assert [one.identity["structure"] for one in stepped] == ["inside_operations"]
    assert stepped[0].workplace.parameters.climb.fidelity == 0.9
    page.close()


def test_salib_ranks_three_numbers(project):
    assert "climb.fidelity" in recipe("SALib", project)


def test_ema_workbench_crosses_structures_with_numbers(project):
    assert "inside_operations" in recipe("ema_workbench", project)


def test_dask_runs_a_study(project):
    told = recipe("dask.distributed", project)

    assert "separate" in told
    assert (project / "runs" / "e0_dask" / "journal.sqlite").exists()


def test_a_plot_of_ones_own_is_drawn_from_the_runs(project):
    told = recipe("matplotlib", project)

    assert re.search(r"\d+ replicates, mean -?[\d.]+", told)
    assert (project / "difference.png").stat().st_size > 5_000
