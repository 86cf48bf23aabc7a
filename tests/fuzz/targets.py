"""The seven things people hand us: charts, organisations, studies, firms, traces, result folders, command lines."""

import io
import json
import re
import shlex
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from drawing_lots import Lots
from harness import Target
from mutating import BYTES, CSV, NASTY, NUMBERS, TOML, Mutation, mutated

import people_files
from reportsto.api import run_traced, scenario
from reportsto.chart_files.csv import chart_to_csv
from reportsto.chart_files.notes import check_chart
from reportsto.cli.main import main
from reportsto.errors import StudyError
from reportsto.organisations.reading import read_organisation
from reportsto.studies.firm_file import read_firm
from reportsto.studies.own_firm import at_the_start, base_chart, base_numbers
from reportsto.traces.cases import case_table, write_cases
from small_study import SOUND

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
CHART_TOML = """\
name = "a shop"
as_of = 2011-09-30
note = "drawn by hand"

[[post]]
id = "ceo"
title = "Chief"
reports_to = ""
function = "executive"

[[post]]
id = "help"
title = "Customer service"
reports_to = "ceo"
function = "service"
headcount = 3
seat = 1
"""


def command(*arguments: str) -> None:
    """Run a command line in this process; raises what is neither success nor a clear refusal."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main(arguments)
    except SystemExit as left:
        lines = err.getvalue().splitlines()
        if left.code == 2 and not (lines and lines[-1]):
            raise AssertionError(f"refused without a word: {arguments}") from None
        if left.code == 2:
            raise StudyError(lines[-1]) from None
        if left.code not in (0, 1):
            raise AssertionError(f"exit code {left.code}") from None


def charts(folder: Path) -> Target:
    """Chart files, as `chart check` reads them."""
    seeds = {
        ".csv": [chart_to_csv(scenario(firm=firm).chart).encode() for firm in ("six_people", "product_shop")],
        ".toml": [CHART_TOML.encode()],
    }

    def make(lots: Lots) -> tuple[str, bytes]:
        kind = lots.of([".csv", ".toml"])
        return f"chart{kind}", mutated(lots, lots.of(seeds[kind]), CSV if kind == ".csv" else TOML)

    def act(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        check_chart(folder / name)

    return Target(
        "charts", make, act, ("chart_files/csv.py", "chart_files/reading.py", "chart_files/posts.py", "files/*.py")
    )


def organisations(folder: Path) -> Target:
    """Charts of any kind, as `chart check` and `chart import` read them: what is written reads back as it was."""
    semicolons = people_files.plain().replace(",", ";").encode("cp1252")
    seeds = {
        ".csv": [people_files.plain().encode(), people_files.by_email().encode(), semicolons],
        ".txt": [people_files.by_name().encode("utf-16")],
        ".json": [
            json.dumps(people_files.nested()).encode(),
            people_files.graph().encode(),
            people_files.edges().encode(),
        ],
        ".yaml": [people_files.yaml().encode()],
        ".ldif": [people_files.ldif().encode()],
        ".xlsx": [people_files.workbook(people_files.plain())],
        "-junior.csv": [people_files.JUNIOR.encode()],
    }
    senior = folder / "senior.csv"
    senior.write_text(people_files.SENIOR)

    def make(lots: Lots) -> tuple[str, bytes]:
        kind = lots.of(list(seeds))
        return f"people{kind}", mutated(lots, lots.of(seeds[kind]), BYTES if kind == ".xlsx" else CSV)

    def act(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        files = [senior, folder / name] if name.endswith("-junior.csv") else [folder / name]
        found = read_organisation(files)
        if any(len(fault.splitlines()) != 1 for fault in found.faults):
            raise AssertionError(f"a fault of several lines: {found.faults}")
        json.dumps(found.report())
        (folder / "again.csv").write_text(chart_to_csv(found.chart))
        if read_organisation([folder / "again.csv"]).chart.posts != found.chart.posts:
            raise AssertionError("read back changed")

    return Target("organisations", make, act, ("organisations/*.py",))


def studies(folder: Path) -> Target:
    """Study files, as `study check` reads them."""
    large = re.compile(rb"(?m)^points = \d+")  # what takes long in a sound study is its many points
    seeds = [
        SOUND.encode(),
        *(large.sub(b"points = 4", one.read_bytes()) for one in sorted(EXPERIMENTS.glob("*.toml"))),
    ]

    def make(lots: Lots) -> tuple[str, bytes]:
        return "study.toml", mutated(lots, lots.of(seeds), TOML)

    def act(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        command("study", "check", str(folder / name))

    return Target("studies", make, act, ("studies/*.py", "files/*.py"))


FIRM = b"""\
base = "product_shop"
customers = 9_000
new_customers = 8.5
orders = 450
contacts = 40
staff_hours = 24
returns = 0.12

[parameters]
improvement.outside_weight = 0.8
causes.severity = [0.4, 0.6, 0.6, 0.4, 0.5, 0.6, 0.7, 0.6, 0.5, 0.6]

[[patterns]]
id = "ours"
measure = "voiced"
value = 0.5
sd = 0.1
"""


def firms(folder: Path) -> Target:
    """Files with a firm's own numbers, as `where` and `run --firm` read them, put on a chart of 30 people."""

    def make(lots: Lots) -> tuple[str, bytes]:
        return "mine.toml", mutated(lots, FIRM, TOML)

    def act(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        own = read_firm(folder / name)
        chart = base_chart(own, 30) if own.base != "six_people" else base_chart(own)
        at_the_start(own.base, base_numbers(own.base).with_settings(own.settings(chart)), chart)

    return Target("firms", make, act, ("studies/firm_file.py", "studies/own_firm.py", "files/*.py"))


def traces(folder: Path) -> Target:
    """Case files, as `follow` reads them."""
    firm = scenario("inside_marketing", "six_people")
    write_cases(folder / "seed.csv", case_table(firm, [run_traced(firm, 3, 0, 30)]))
    lines = (folder / "seed.csv").read_bytes().splitlines(keepends=True)
    seed = b"".join(lines[:25])

    def make(lots: Lots) -> tuple[str, bytes]:
        return lots.of(["cases.csv"] * 9 + ["cases.csv.gz"]), mutated(lots, seed, CSV)

    def act(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        command("follow", str(folder / name), "--case", "3", "--where-lost")

    return Target(
        "traces", make, act, ("traces/reading.py", "traces/columns.py", "traces/story.py", "traces/where_lost.py")
    )


def folders(folder: Path) -> Target:
    """Result folders of somebody else, as `study status`, `compare` and `export` read them."""
    seed, victim = folder / "seed", folder / "victim"
    study = folder / "study.toml"
    study.write_text(SOUND)
    command("study", "run", str(study), "--quick", "--out", str(seed))
    shutil.rmtree(seed / "figures", ignore_errors=True)
    victim.mkdir()
    (victim / "precious.txt").write_text("precious")
    names = sorted(path.name for path in seed.iterdir())
    texts = [name for name in names if name.endswith((".json", ".csv", ".sha256"))]

    def make(lots: Lots) -> tuple[str, bytes]:
        """Return a recipe: which file becomes what, and what is asked."""
        name = lots.of([*names, "provenance.json", "claims.csv", "runs.parquet", "journal.sqlite"])
        how = lots.of(["bytes"] * 6 + ["link", "folder", "gone", "outside"])
        content = _spoiled(lots, (seed / name).read_bytes(), name) if how == "bytes" else b""
        asked = lots.of(["status", "compare", "export"])
        recipe = {
            "file": name,
            "how": how,
            "asked": asked,
            "content": content.hex(),
            "to": lots.of([*texts, "..", "victim"]),
        }
        return "recipe.json", json.dumps(recipe).encode()

    def act(name: str, data: bytes) -> None:
        recipe, here = json.loads(data), folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(seed, here)
        _apply(recipe, here, victim)
        arguments = {"status": [str(here)], "compare": [str(seed), str(here)], "export": [str(here), "--csv", "-"]}
        command("study", recipe["asked"], *arguments[recipe["asked"]])
        assert (victim / "precious.txt").read_text() == "precious", "somebody else's file was changed"

    return Target(
        "folders", make, act, ("results/status.py", "results/comparing.py", "results/storage.py", "results/journal.py")
    )


def _spoiled(lots: Lots, data: bytes, name: str) -> bytes:
    mutations: list[Mutation] = CSV if name.endswith(".csv") else TOML if name.endswith(".json") else BYTES
    return mutated(lots, data, mutations)


def _apply(recipe: dict[str, str], here: Path, victim: Path) -> None:
    file = here / recipe["file"]
    if recipe["how"] == "bytes":
        file.write_bytes(bytes.fromhex(recipe["content"]))
        return
    file.unlink()
    if recipe["how"] == "folder":
        file.mkdir()
    elif recipe["how"] == "link":
        file.symlink_to(recipe["to"])
    elif recipe["how"] == "outside":
        file.symlink_to(victim / "precious.txt")


LINES = """\
list structures
list parameters
run --firm six_people --days 3 --replicates 2 --csv
run --structure inside_operations --world contract --set attention.hours=6 --without incentives,filtering --json
run --chart chart.csv --seed 7 --replicates 1 --days 4
follow cases.csv --case 3 --where-lost
study check study.toml
study status results
study export results --csv -
study compare results results
chart check chart.csv chart.toml
chart draw chart.csv --out drawn.txt --structure separate
chart diff chart.csv chart.toml
chart generate --posts 20 --breadth 3 --service-teams 2 --out made.csv
--version
run --help
"""
WORDS = [
    "--",
    "-",
    "--set",
    "--csv",
    "--quick",
    "--yes",
    "=",
    "a=b",
    "attention.hours=1_0",
    "\u0661",
    "..",
    "/",
    "-h",
    " ",
]


def command_lines(folder: Path, study_seed: Path) -> Target:
    """Command lines, with the model replaced by rows that are made up (see conftest)."""
    firm = scenario("separate", "six_people")
    (folder / "chart.csv").write_text(chart_to_csv(firm.chart))
    (folder / "chart.toml").write_text(CHART_TOML)
    (folder / "study.toml").write_text(SOUND)
    shutil.copytree(study_seed, folder / "results", dirs_exist_ok=True)
    write_cases(folder / "cases.csv", case_table(firm, [run_traced(firm, 3, 0, 10)]))
    lines = [shlex.split(line) for line in LINES.splitlines()]
    every = sorted({word for line in lines for word in line}) + WORDS + [one.decode() for one in NUMBERS]
    signs = [one.decode("utf-8", "surrogateescape") for one in NASTY if one != b"\0"]  # no system passes that one

    def make(lots: Lots) -> tuple[str, bytes]:
        words = list(lots.of(lines))
        for _ in range(1 + lots.below(3)):
            _spoil(lots, words, every, signs)
        return "words.json", json.dumps(words).encode()

    def act(name: str, data: bytes) -> None:
        with chdir(folder):
            command(*json.loads(data))

    return Target("command lines", make, act, ("cli/*.py", "cli/*/*.py"))


def _spoil(lots: Lots, words: list[str], every: list[str], signs: list[str]) -> None:
    at = lots.below(len(words) + 1)
    how = lots.below(4)
    if how == 0 or at == len(words):
        words.insert(at, lots.of(every))
    elif how == 1:
        words[at] = lots.of(every)
    elif how == 2:
        del words[at]
    else:
        where = lots.below(len(words[at]) + 1)
        words[at] = words[at][:where] + lots.of(signs) + words[at][where:]
