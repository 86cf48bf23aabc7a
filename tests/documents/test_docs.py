"""The documents say what the code does: pages are up to date, links lead somewhere, commands and examples work."""

import importlib.util
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd
import pytest

from pages import PAGES, ROOT, blocks, commands, project_files, shown
from reportsto.chart_files.notes import check_chart
from reportsto.cli.main import main
from reportsto.cli.main import reportsto as command_line
from reportsto.firms import FIRMS
from reportsto.parameters import every_field, every_name
from reportsto.patterns import patterns
from reportsto.patterns.derived import DERIVED
from reportsto.records import COLUMNS
from reportsto.structures import GALLERY, STRUCTURES
from reportsto.studies import study
from reportsto.studies.sections import fields_of
from reportsto.worlds import WORLDS

DOCS = ROOT / "docs"
WRITER = runpy.run_path(str(DOCS / "write_reference.py"))
MOST_FIGURES = 120

HEADINGS = (
    "Purpose and patterns",
    "Entities, state variables, scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialisation",
    "Input data",
    "Submodels",
)
CONCEPTS = (
    "Theoretical and empirical background",
    "Individual decision making",
    "Learning",
    "Individual sensing",
    "Individual prediction",
    "Interaction",
    "Collectives",
    "Heterogeneity",
    "Stochasticity",
    "Emergence",
    "Observation",
)
ELSEWHERE = re.compile(
    r"https?://\S*(?:pypi|pythonhosted|artifactory|nexus|registry|/simple/)|(?<![\w-])--(?:extra-)?index-url"
    r"|(?<![\w.])/(?:work|home|root|Users|tmp|mnt|opt)/\w|\b[A-Z]:\\\w"
)
"""Addresses of package registries, and paths of somebody's machine."""


def prose(path: Path) -> str:
    """Return a page without what a reader does not see as text: comments and blocks of code."""
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def headings(path: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", prose(path), flags=re.MULTILINE)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def rooms() -> set[str]:
    """Return the folders and modules of the package."""
    package = ROOT / "model" / "reportsto"
    found = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    return found - {"__init__", "__main__"}


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", WRITER["PAGES"])
def test_a_generated_page_is_what_the_code_says_today(name):
    """
    A page of docs/reference that differs was edited by hand, or `docs/write_reference.py` was not run again.
    """
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")

    assert written == WRITER["PAGES"][name](), f"run .venv/bin/python docs/write_reference.py: {name} is out of date"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_relative_link_leads_to_a_file_and_a_heading(page):
    """
    A link inside the project names a file that is there and, after a #, a heading of that file.
    """
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        place = page.parent / file if file else page
        if not place.exists() or (heading and heading not in map(anchor, headings(place))):
            lost.append(target)

    assert lost == []


def test_the_model_is_told_in_the_order_of_the_odd_protocol():
    """
    The seven elements of ODD are numbered sections, in order.
    """
    sections = re.findall(r"^## \d\. (.+)$", prose(DOCS / "explanation" / "model.md"), flags=re.MULTILINE)

    assert tuple(sections) == HEADINGS


def test_the_design_concepts_of_odd_and_of_human_decisions_are_all_there():
    """
    ODD+D asks how people decide, sense, learn, predict and interact; none of its headings is left out.
    """
    concepts = re.findall(r"^### 4\.\d+ (.+)$", prose(DOCS / "explanation" / "model.md"), flags=re.MULTILINE)

    assert set(concepts) == set(CONCEPTS)


def test_every_phase_of_the_day_has_a_section_that_links_to_its_rules():
    """
    A reader of a submodel is one click from the file that does it.
    """
    text = (DOCS / "explanation" / "model.md").read_text(encoding="utf-8")

    assert [phase.rules for phase in WRITER["schedule"].PHASES if f"/{phase.rules})" not in text] == []


def test_the_layers_in_the_design_are_the_layers_that_are_checked():
    """
    The list of layers a reader sees is the contract that `make check` enforces.
    """
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "layers")

    assert blocks(DOCS / "explanation" / "design.md", "text")[0].split("\n")[:-1] == contract["layers"]


def test_the_rooms_in_the_design_are_the_rooms_of_the_package():
    """
    Every folder and module of the package is in the table of rooms, and the table names no other.
    """
    table = (DOCS / "explanation" / "design.md").read_text(encoding="utf-8").partition("| room | holds |")[2]
    named = re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", table.partition("\n\n")[0], flags=re.MULTILINE))
    )
    assert sorted(named) == sorted(rooms())


# ── Names and sources ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_parameter_and_measure_that_is_named_exists(page):
    """
    A name in backticks that begins like a parameter's group is a parameter; `ceo_...` and the like are measures.
    """
    groups = {group for group, _, _ in every_field()}
    quoted = re.findall(r"`([a-z_]+(?:\.[a-z_]+)*)`", prose(page))
    dotted = {name for name in quoted if name.split(".")[0] in groups and "." in name and not name.endswith(".py")}
    columns = {name for name in quoted if re.match(r"(ceo|chart|failures_per|effective|complaints_per)_\w", name)}

    assert dotted - set(every_name()) == set()
    assert (
        columns - {column.name for column in COLUMNS} - rooms() - {*DERIVED, *(one.id for one in patterns())} == set()
    )


def test_every_source_of_a_parameter_or_pattern_is_spelled_out():
    """
    Whoever is named with a year as the source of a number stands in the bibliography with that year.
    """
    numbers = [
        one for _, _, info in every_field() for one in (info.evidence, *(prior.evidence for prior in info.priors))
    ]
    sources = [one.source for one in (*numbers, *patterns())]
    entries = (DOCS / "reference" / "sources.md").read_text(encoding="utf-8").split("\n- ")
    named = {
        (found.group(1), found.group(2))
        for source in sources
        for found in re.finditer(r"([A-Z][\w-]+)(?: [\w&. -]*?)? ((?:19|20)\d\d)\b", source)
    }

    assert len(named) > 10
    assert [key for key in sorted(named) if not any(key[0] in one and key[1] in one for one in entries)] == []


@pytest.mark.parametrize("file", sorted(GALLERY.glob("*.toml")), ids=lambda file: file.stem)
def test_a_chart_of_the_gallery_is_sound_and_says_where_it_comes_from(file):
    """
    A chart somebody added can be run, and names its origin, its licence and what was inferred.
    """
    about = tomllib.loads(file.read_text(encoding="utf-8"))

    assert check_chart(file)
    assert all(about[key] for key in ("origin", "licence", "inferred"))


SECTIONS = (
    "Question Named Uncertainties Box Constants Replication Outcomes Family Variant Minus Written Map Matching Quick"
)


@pytest.mark.parametrize("section", SECTIONS.split())
def test_every_field_of_a_study_file_is_explained(section):
    """
    The page of experiments names each field that a section of a study file may have.
    """
    text = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")

    assert [name for name in fields_of(getattr(study, section)) if not re.search(rf"`{name}\b", text)] == []


def test_every_statistic_that_is_named_can_be_called():
    """
    `module.function` on the page of statistics is a function of that module of `reportsto.statistics`.
    """
    table = (DOCS / "explanation" / "statistics.md").read_text(encoding="utf-8").partition("\n## ")[0]
    named = re.findall(r"`([a-z_]+)\.([a-z_]+)`", table)

    assert len(named) > 10
    assert [
        key
        for key in named
        if not callable(getattr(importlib.import_module(f"reportsto.statistics.{key[0]}"), key[1], 0))
    ] == []


# ── Commands and examples ────────────────────────────────────────────────────────────────────────


def test_every_file_that_a_recipe_names_exists():
    """
    A path in backticks in CONTRIBUTING leads to a file or a folder; `<id>` and `<name>` stand for what will be added.
    """
    named = re.findall(r"`((?:model|tests|docs|experiments)/[^`]*)`", prose(ROOT / "CONTRIBUTING.md"))
    there = [re.sub(r"[^/]*<\w+>[^/]*/?$", "", path) for path in named]

    assert len(named) > 20
    assert [path for path in there if not (ROOT / path).exists()] == []


def test_every_make_target_that_is_named_exists():
    """
    No page tells a reader to `make` something the Makefile has no target for.
    """
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    quoted = {word for page in PAGES for word in re.findall(r"`make ([a-z]+)`", prose(page))}
    called = {words[0] for _, words in commands("make")}

    assert called >= {"run", "test", "setup", "check"}
    assert called | quoted <= targets


def faults(words: list[str]) -> Iterator[str]:
    """Yield what the command line would not understand."""
    catalogue = {"--structure": [s.id for s in STRUCTURES], "--firm": [f.id for f in FIRMS], "--world": list(WORLDS)}
    command: click.Command = command_line
    context = click.Context(command)
    while isinstance(command, click.Group) and words:
        if words[0] in [name for one in command.params for name in one.opts]:
            words = words[1:]
        found = command.get_command(context, words[0])
        if found is None:
            yield f"no command {words[0]}"
            return
        command, words = found, words[1:]
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    for at, word in enumerate(words):
        if word.startswith("--") and word.split("=")[0] not in options:
            yield f"no option {word}"
        if word in catalogue and words[at + 1] not in catalogue[word] and not words[at + 1].endswith(".toml"):
            yield f"{word} {words[at + 1]} is not in the catalogue"


def test_every_command_that_is_shown_exists():
    """
    Each line that calls `reportsto` names a command, options, structures, firms and worlds that are there.
    """
    shown_commands = commands("reportsto")

    assert len(shown_commands) > 10
    assert [(page, words, list(faults(words))) for page, words in shown_commands if list(faults(words))] == []


@pytest.mark.parametrize("page", [DOCS / "tutorial.md"], ids=shown)
def test_the_examples_in_python_run(page, tmp_path):
    """
    The blocks of Python of a page, one after the other, run to the end in a folder with the files the page gives.
    """
    text = page.read_text(encoding="utf-8")
    for name, lines in re.findall(r"<!-- file: (\S+) -->\n```\w*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        (tmp_path / name).write_text(lines, encoding="utf-8")

    result = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks(page, "python"))],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stdout


def test_the_commands_of_the_tutorial_run_in_order(tmp_path, monkeypatch, capsys):
    """
    All but its study: the mistyped name is answered with the right one, and every other command ends with 0.
    """
    page = DOCS / "tutorial.md"
    (tmp_path / "mine.csv").write_text(blocks(page, "csv")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ended = {}
    for _, words in (one for one in commands("reportsto") if one[0] == "docs/tutorial.md" and one[1][0] != "study"):
        with pytest.raises(SystemExit) as left:
            main(words)
        ended[" ".join(words)] = left.value.code
        told = capsys.readouterr()
        assert told.out or "wrote" in told.err.lower() or left.value.code, words

    assert len(ended) > 12
    assert [command for command, code in ended.items() if code] == ["run --set attention.hour=5"]


def test_the_times_of_the_engines_are_the_medians_that_were_measured():
    """
    The first rows of the table of times are medians of `results/benchmarks/engines.csv`.
    """
    rounds = pd.read_csv(ROOT / "results" / "benchmarks" / "engines.csv")
    usual = rounds[(rounds["firm"] == "product_shop") & (rounds["days"] == 750)].median(numeric_only=True)
    text = (ROOT / "results" / "README.md").read_text(encoding="utf-8")

    assert f"reference engine | {usual['reference']:.2f} s |" in text
    assert f"compiled | {1000 * usual['compiled']:.1f} ms, {usual['reference / compiled']:.0f} times less |" in text
    assert f"floor | {1000 * usual['floor']:.1f} ms" in text
    assert f"it is {usual['compiled / floor']:.1f} times)" in text
    assert f"it is {usual['compiled / lowest floor']:.0f} times)" in text
    assert f"{usual['numpy, simplified / compiled']:.2f} of the compiled engine's time" in text


def test_the_front_page_quotes_numpy_and_the_lowest_floor_beside_mesa():
    """
    The three ratios are medians of `results/benchmarks/engines.csv`.
    """
    rounds = pd.read_csv(ROOT / "results" / "benchmarks" / "engines.csv")
    usual = rounds[(rounds["firm"] == "product_shop") & (rounds["days"] == 750)].median(numeric_only=True)
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert f"the Mesa firm takes {usual['reference / compiled']:.0f} times as long" in text
    assert f"a simplified NumPy model {usual['numpy, simplified / compiled']:.2f} times" in text
    assert f"bare draws a {usual['compiled / lowest floor']:.0f}th" in text


def test_few_figures_are_checked_in_and_each_is_shown():
    """
    At most 120 of them, under results and docs; of a study or an organisation those that its page shows, and no others.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "results", "docs"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no clone of a repository: nobody says what is checked in")
    drawn = [Path(name) for name in listed.stdout.split("\0") if Path(name).suffix in (".png", ".svg", ".pdf")]
    of_studies = [path for path in drawn if path.parent.name == "figures" and path.parts[0] == "results"]
    pages = {path.parents[1]: _page_of(ROOT / path.parents[1]) for path in of_studies}

    assert 0 < len(drawn) <= MOST_FIGURES
    assert [path for path in of_studies if f"](figures/{path.name})" not in pages[path.parents[1]]] == []


def _page_of(folder):
    """The page of a study, or of an organisation."""
    page = next(folder / name for name in ("finding.md", "where.md") if (folder / name).exists())
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", sorted((ROOT / "results").glob("*/*.csv")), ids=shown)
def test_no_published_table_has_an_infinite_number(file):
    """
    Spreadsheets and R read `inf` as a word; an interval without an end says so in `unbounded`.
    """
    assert not re.search(r"(^|,)[+-]?inf(inity)?(,|$)", file.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE)


# ── What must not be in it ───────────────────────────────────────────────────────────────────────


def test_no_file_names_a_package_registry_or_a_place_on_somebodys_machine():
    """
    The project stands alone: it installs from wherever its user's tools do, and knows nobody's folders.
    """
    found = []
    for path in (one for one in project_files() if one.name != Path(__file__).name):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{shown(path)}: {hit.group()}" for hit in ELSEWHERE.finditer(text)]

    assert found == []


@pytest.mark.parametrize("page", ["README.md", "docs/findings.md"])
def test_a_table_of_results_is_what_the_results_say(page: str):
    """
    Whoever runs E0 again writes both pages again, with docs/write_front_page.py.
    """
    written = runpy.run_path(str(DOCS / "write_front_page.py"))["page"](ROOT / page)

    assert written == (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("writer", "page"),
    [("write_experiments.py", "experiments/README.md"), ("write_rules.py", "docs/reference/rules.md")],
)
def test_a_page_about_studies_is_what_study_files_and_results_say(writer: str, page: str):
    """
    A study that was run, frozen or never run says so in experiments/README.md; the table of rules has their numbers.
    """
    written = runpy.run_path(str(DOCS / writer))["page"]()

    assert written == (ROOT / page).read_text(encoding="utf-8")


def test_a_term_of_the_glossary_has_one_meaning():
    """
    No two entries explain the same word.
    """
    entries = re.findall(r"^### (.+)$", (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    terms = [term.strip().lower() for entry in entries for term in entry.split(",")]

    assert len(terms) > 25
    assert sorted(set(terms)) == sorted(terms)


def test_every_name_of_the_package_that_a_page_uses_can_be_imported():
    """
    `reportsto.name` in the text or the code of a page is a public name, or a module with what follows in it.
    """
    lost = []
    for page in PAGES:
        if page.name == "CHANGELOG.md":
            continue
        for name in re.findall(r"\breportsto\.([a-zA-Z_]\w*(?:\.\w+)*)", page.read_text(encoding="utf-8")):
            if not _there(name.split(".")):
                lost.append((shown(page), name))

    assert lost == []


def _there(parts: list[str]) -> bool:
    found = importlib.import_module("reportsto")
    for at, part in enumerate(parts):
        if not hasattr(found, part):
            if importlib.util.find_spec(".".join(["reportsto", *parts[: at + 1]])) is None:
                return False
            found = importlib.import_module(".".join(["reportsto", *parts[: at + 1]]))
        else:
            found = getattr(found, part)
    return True
