"""Commands that pages show run as they stand; those that take minutes, with fewer replicates and by `make verify`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pages import ROOT, blocks, commands
from reportsto.cli.main import main

PAGES = ("docs/tutorial.md", "README.md", "experiments/README.md", *(
    f"docs/how-to/{name}.md"
    for name in ("bring_your_own_chart", "command_line", "read_results", "review", "where_should_it_sit")
))  # fmt: skip
"""Of the other pages, hand_over.md is run by test_how_to.py, and run_a_study_elsewhere.md needs a cluster."""
LEFT = {
    "study run experiments/e0_placement.toml --out results/e0_placement": "writes published results",
    "study compare": "of published results with the quick form, which differ",
    "experiments/map.toml": "takes minutes; tests/unit/readings makes its page from few runs",
    "study match": "takes minutes; tests/unit/test_matching.py runs the command",
    "run --set attention.hour=5": "a mistake on purpose; tests/documents/test_docs.py reads its answer",
}
"""Commands that are not run here, by a part of them, each with the reason."""
SHORTER = {
    "where": " --replicates 4 --points 0",
    "study run runs/": "",
    "study run": " --replicates 2",
    "--quiet": " --replicates 2",
}
"""What commands that take minutes are run with, by how they begin. A study of `where` has the replicates of `where`."""
OWN_CHART = """id,title,reports_to,Nr,Job,Boss
1,Managing Director,,1,Managing Director,
12,Head of Operations,1,12,Head of Operations,1
3,Warehouse Associate,12,3,Warehouse Associate,12
9,Customer Service Representative,1,9,Customer Service Representative,1
10,Customer Service Representative,1,10,Customer Service Representative,1
"""


def lines(page: str) -> list[str]:
    """Return the commands of a page that are run here, in order."""
    shown = [" ".join(words) for at, words in commands("reportsto") if at == page]
    return [line for line in shown if not any(part in line for part in LEFT)]


def is_long(line: str) -> bool:
    """Return whether a command needs runs of a study, or what another such command has written."""
    return line.startswith(tuple(SHORTER)) or "study status" in line


def long_lines(page: str) -> list[str]:
    """Return the long commands of a page that no page before it has."""
    before = {line for one in PAGES[: PAGES.index(page)] for line in lines(one)}
    return [line for line in lines(page) if is_long(line) and line not in before]


def files_of(page: str) -> dict[str, str]:
    """Return the files that a page lets its reader write, by name."""
    told = {"docs/tutorial.md": ("mine.csv", 0), "README.md": ("people.csv", 0)}
    told |= {"docs/how-to/where_should_it_sit.md": ("people.csv", 0)}
    files = {"people.csv": OWN_CHART}
    if page in told:
        name, at = told[page]
        files[name] = blocks(ROOT / page, "csv")[at]
    if page.endswith("where_should_it_sit.md"):
        files["mine.toml"] = blocks(ROOT / page, "toml")[0]
    return files


@pytest.fixture
def at_home(request, tmp_path, monkeypatch):
    """A folder like a checkout, with the files of the page, as the working directory."""
    for name in ("experiments", "results"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name, text in files_of(request.getfixturevalue("page")).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def assert_all_end_well(told: list[str], capsys) -> None:
    ended = {}
    for line in told:
        with pytest.raises(SystemExit) as left:
            main(line.split())
        out, err = capsys.readouterr()
        ended[line] = (left.value.code, "" if out or "wrote" in err.lower() else "says nothing", err[-500:])

    assert {line: end for line, end in ended.items() if end[0] or end[1]} == {}


@pytest.mark.parametrize("page", PAGES)
def test_quick_commands_of_a_page_end_well(page, at_home, capsys):
    """
    Every one prints something or names the file it wrote, and ends with 0.
    """
    told = [line for line in lines(page) if not is_long(line)]

    assert told or page.endswith(("command_line.md", "where_should_it_sit.md"))
    assert_all_end_well(told, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if long_lines(page)])
def test_long_commands_of_a_page_end_well(page, at_home, capsys):
    """
    In order, with few replicates and without draws: a study, then what reads it.
    """
    news = [line for line in lines(page) if line.startswith("study new")]
    told = news + long_lines(page)
    assert_all_end_well(
        [line + next((more for begin, more in SHORTER.items() if line.startswith(begin)), "") for line in told], capsys
    )


def test_what_is_left_out_is_still_shown():
    """
    A part that no page shows any more would hide nothing, or the wrong thing.
    """
    every = [" ".join(words) for _, words in commands("reportsto")]

    assert [part for part in LEFT if not any(part in line for line in every)] == []


def test_bash_completes_with_the_line_of_the_page(tmp_path):
    """
    The line defines a completion for the command. It calls the command by its name, so its folder is on the path.
    """
    (line,) = blocks(ROOT / "docs" / "how-to" / "command_line.md", "bash")
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{line}\ncomplete -p reportsto"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.stdout.startswith("complete "), done.stderr
    assert done.stdout.rstrip().endswith("reportsto")
