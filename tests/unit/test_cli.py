"""The command line: what is printed where, one line for every mistake, and exit codes that mean something."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from itertools import count
from types import SimpleNamespace

import click
import pytest
from rich.text import Text

from reportsto import api, worlds
from reportsto.cli import run_output
from reportsto.cli.leaving import READER_GONE, leave_after
from reportsto.cli.list import CATALOGUES
from reportsto.cli.main import reportsto as command_line
from reportsto.cli.run_output import PRIMARY
from reportsto.errors import RunError
from reportsto.parameters import OFF_SWITCHES, RULE_SWITCHES
from reportsto.records import COLUMNS, MEASURES, NAN
from reportsto.running import cluster

SHORT = ["run", "--firm", "six_people", "--days", "30"]


@pytest.fixture
def fake_runs(monkeypatch):
    """Replace the model by rows that are sound but for replicate 1, and for a measure nobody can have measured."""

    def row(case, seed, replicate, days, engine):
        failure = "it had to stop" if replicate == 1 else ""
        numbers = {column.name: NAN if failure or column.name == "reflection" else 0.1 + 0.2 for column in MEASURES}
        return {**api.identity(case, seed, replicate, days), "failure": failure, **numbers}

    monkeypatch.setattr(api, "run_one", row)
    monkeypatch.setattr(api, "warm_up", lambda say: None)


# ── list ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", list(CATALOGUES))
def test_every_list_has_a_line_for_each_entry(reportsto, what):
    """
    Each list is plain text: a name first on every line, nothing on standard error.
    """
    code, out, err = reportsto("list", what)

    assert (code, err) == (0, "")
    assert all(line.split() for line in out.splitlines())


def test_the_list_of_mechanisms_names_what_without_understands(reportsto):
    """
    The names are those of --without, in the same order.
    """
    _, out, _ = reportsto("list", "mechanisms")

    assert [line.split()[0] for line in out.splitlines()] == [*OFF_SWITCHES, *RULE_SWITCHES]


@pytest.mark.parametrize("kind", ["worlds", "rations", "routes"])
def test_a_list_to_choose_from_has_everyday_sentences(reportsto, kind):
    """
    `list` prints each world, rationing rule and route in the sentence of `worlds.py`, and marks one default.

    A world that runs accept beside the four is listed too, and marked.
    """
    known = worlds.ACCEPTED if kind == "worlds" else getattr(worlds, kind.upper())
    lines = reportsto("list", kind)[1].splitlines()

    assert [line.split()[0] for line in lines] == list(known)
    assert [one.id for one, line in zip(known.values(), lines, strict=True) if one.sentence not in line] == []
    assert sum("(default)" in line for line in lines) == 1
    beside = [line.split()[0] for line in lines if "not one of the four worlds" in line]
    assert beside == (["blame_pays"] if kind == "worlds" else [])


# ── run ──────────────────────────────────────────────────────────────────────────────────────────


def test_json_is_one_object_a_replicate_and_nothing_else(reportsto):
    """
    Replicates 0 and 1 of the real model: two lines, each a JSON object with every documented column in order.
    """
    code, out, err = reportsto(*SHORT, "--replicates", 2, "--seed", 7, "--json")
    rows = [json.loads(line) for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert [row["replicate"] for row in rows] == [0, 1]
    assert all(list(row) == [column.name for column in COLUMNS] for row in rows)


@pytest.mark.usefixtures("fake_runs")
def test_json_has_null_where_there_is_no_number(reportsto):
    """
    NaN is no JSON: it becomes null, and all digits of the other numbers are there.
    """
    _, out, _ = reportsto(*SHORT, "--replicates", 1, "--json")
    row = json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))

    assert row["reflection"] is None
    assert row["advocacy"] == 0.1 + 0.2


@pytest.mark.usefixtures("fake_runs")
def test_csv_is_a_table_and_nothing_else(reportsto):
    """
    One header, one line a replicate, an empty cell where there is no number.
    """
    _, out, _ = reportsto(*SHORT, "--replicates", 3, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert [row["replicate"] for row in rows] == ["0", "1", "2"]
    assert (rows[0]["reflection"], rows[0]["advocacy"]) == ("", "0.30000000000000004")


@pytest.mark.usefixtures("fake_runs")
def test_a_failed_run_is_told_and_ends_with_1(reportsto):
    """
    The row is printed with the others, the reason goes to standard error.
    """
    code, out, err = reportsto(*SHORT, "--replicates", 2, "--json")

    assert code == 1
    assert len(out.splitlines()) == 2
    assert err == "reportsto: replicate 1 failed: it had to stop\n"


@pytest.mark.usefixtures("fake_runs")
def test_the_table_for_people_shows_the_primary_measures(reportsto):
    """
    Without --json, each primary measure is on a line, and the way to the others is told.
    """
    code, out, _ = reportsto(*SHORT, "--replicates", 1, "--without", "incentives, own_line", "--world", "contract")

    assert code == 0
    assert all(name in out for name in PRIMARY)
    assert "hours_paid" in PRIMARY
    assert "world contract, days 11 to 30, seed" in " ".join(out.split())
    assert "with the same seed" in out
    assert "without incentives,own_line" in out
    assert "--json" in out


@pytest.mark.usefixtures("fake_runs")
@pytest.mark.parametrize(
    ("replicates", "says"),
    [
        (1, "From one replicate, so there is no SD. All"),
        (2, "From one replicate of 2, so there is no SD. All"),
        (4, "Mean and SD over 3 of 4 replicates. All"),
    ],
)
def test_the_table_says_how_many_runs_its_means_are_over(reportsto, replicates, says):
    """
    Stopped runs are not counted (replicate 1 is one), and of a single run there is no SD to speak of.
    """
    assert says in reportsto(*SHORT, "--replicates", replicates)[1]


@pytest.mark.parametrize(
    ("days", "settings", "says"),
    [
        (15, [], "No effective_advocacy: 5 first days are dropped, 10 last ones are left to reports under way, "),
        (15, [], "and 15 have no more; it takes 16."),
        (16, [], ""),
        (
            16,
            ["--set", "causes.warranty_lag_days=90"],
            "100 last ones are left to reports under way, and 16 have no more; it takes 151.",
        ),
        (16, ["--set", "causes.complaint=0"], "No advocacy or defensiveness or reflection: what is divided by did not"),
    ],
)
def test_a_dash_in_the_table_has_its_reason(reportsto, days, settings, says):
    """
    The real model: too few days for reports to end, with how many it takes, or nothing to count.
    """
    usual = ("--ration", "bundles", "--route", "common_superior")
    code, out, _ = reportsto("run", "--firm", "six_people", *usual, "--replicates", 2, "--days", days, *settings)

    assert code == 0
    assert says in " ".join(out.split())
    assert ("–" in out) is bool(says)
    assert ("\nNo " in out) is bool(says)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--structure", "seperate"], "did you mean 'separate'?"),
        (["run", "--firm", "product_shp"], "did you mean 'product_shop'?"),
        (["run", "--world", "onse"], "did you mean 'once'?"),
        (["run", "--people", "4"], "expected 0, or a whole number from 5 to 5,000"),
        (["run", "--people", "57", "--firm", "six_people"], "firm 'six_people' has 6 people"),
        (["run", "--people", "57", "--set", "chart.people=57"], "expected one of the two"),
        (["run", "--ration", "bundle"], "did you mean 'bundles'?"),
        (["run", "--route", "common_superio"], "did you mean 'common_superior'?"),
        (["run", "--engine", "compild"], "did you mean 'compiled'?"),
        (["run", "--without", "incentive"], "did you mean 'incentives'?"),
        (["run", "--set", "attention.hour=6"], "did you mean 'attention.hours'?"),
        (["run", "--set", "attention.hours"], "expected NAME=NUMBER"),
        (["run", "--set", "attention.hours=six"], "attention.hours is 'six'; expected a number"),
        (["run", "--set", "attention.hours=nan"], "attention.hours is nan"),
        (["run", "--set", "attention.hours=-1"], "from 0 to inf"),
        (["run", "--set", "causes.rate=.1,.2"], "causes.rate has 2 numbers; expected 10"),
        (["run", "--replicates", "0"], "'--replicates': 0 is out of range; expected 1 to 100,000"),
        (["run", "--replicates", "many"], "'many' is not a whole number"),
        (["run", "--replicates", "1_0"], "'1_0' is not a whole number"),
        (["run", "--days", "\u0661\u0662"], "is not a whole number"),
        (["run", "--seed", "9" * 4301], "is not a whole number"),
        (["run", "--seed", "1", "--seed", "2"], "--seed: expected once, not 2 times"),
        (["run", "--json", "--csv"], "--json and --csv: expected once, not 2 times"),
        (["run", "--set", "attention.hours=6", "--set", "attention.hours=7"], "attention.hours stands twice"),
        (["run", "--set", "attention.hours=1_0"], "attention.hours is '1_0'; expected a number"),
        (["run", "--set", "attention.hours=\u0661"], "expected a number"),
        (["run", "--seed", "-1"], "seed is -1"),
        (["run", "--move", "700"], "--move '700'; expected DAY:STRUCTURE, such as 700:inside_operations"),
        (["run", "--move", ":separate"], "--move ':separate'; expected DAY:STRUCTURE"),
        (["run", "--move", "7.5:separate"], "--move '7.5:separate'; expected DAY:STRUCTURE"),
        (["run", "--move", "\u0667:separate"], "expected DAY:STRUCTURE"),
        (["run", "--move", "010:separate"], "--move '010:separate'; expected DAY:STRUCTURE"),
        (["run", "--move", "0:separate"], "move is on day 0; expected a day of the run, from 1 on"),
        (["run", "--move", "751:separate"], "move is on day 751; expected a day of the run, from 1 to 750"),
        (["run", "--move", "7:seperate"], "did you mean 'separate'?"),
        (["run", "--days", "0"], "days is 0"),
        (["run", "--chart", "no such file.csv"], "no such file.csv"),
        (["run", "--sede", "7"], "'--seed'"),
        (["rn"], "did you mean 'run'?"),
        (["list", "firm"], "did you mean 'firms'?"),
        (["list"], "Missing argument"),
        (["study", "chek", "x"], "did you mean 'check'?"),
        (["study", "check", "no such file.toml"], "no such file.toml: cannot be read: No such file"),
        (["study", "run", "x.toml", "--workers", "0"], "--workers"),
        (["chart", "draw", "x.csv"], "--out"),
        (["chart", "draw", "x.csv", "--out", "x.gif"], "unknown kind of drawing '.gif'"),
        (["chart", "diff", "x.csv", "y.csv"], "x.csv"),
        (["chart", "diff", "x.csv", "y.csv", "z\ufeff.csv"], r"extra argument (z\ufeff.csv)"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_line_and_exit_code_2(reportsto, arguments, says):
    """
    Nothing on standard output, one line on standard error that begins with the program's name, no traceback.
    """
    code, out, err = reportsto(*arguments)

    assert (code, out) == (2, "")
    assert err.startswith("reportsto: ")
    assert err.count("\n") == 1
    assert says in err


# ── study ────────────────────────────────────────────────────────────────────────────────────────


def test_study_check_counts_the_runs(reportsto, write_study):
    """
    2 structures x 2 worlds, and one of the two with a variant, x 3 replicates = 18 runs; nothing is run.
    """
    code, out, _ = reportsto("study", "check", write_study())

    assert code == 0
    assert "small, full: 6 cells (structure, firm, world, variant) x 3 replicates = 18 runs of 30 days" in out
    assert "small, quick: 2 cells (structure, firm, world, variant) x 2 replicates = 4 runs of 30 days" in out


def test_study_run_makes_a_result_folder_that_says_how_to_make_it_again(reportsto, write_study, tmp_path):
    """
    The real model, the short form: every file is there, the answer is printed, the provenance names no path of ours.
    """
    code, out, err = reportsto("study", "run", write_study(), "--quick", "--out", tmp_path / "out")
    source = json.loads((tmp_path / "out" / "provenance.json").read_text())

    assert code == 0, err
    assert out.startswith("A small study  six people, 6 people, 2 paired replicates\n")
    assert out.splitlines()[-1].startswith("Page: ")
    for name in ("summary", "contrasts", "claims", "ranking", "prices"):
        assert (tmp_path / "out" / f"{name}.csv").exists()
    assert (tmp_path / "out" / "finding.md").read_text().startswith("# A small study")
    assert list((tmp_path / "out" / "figures").glob("*.svg"))
    assert (source["runs"], source["seed"], source["days"], source["replicates"]) == (4, 7, 30, 2)
    assert str(tmp_path) not in json.dumps(source)
    assert source["command"] == "reportsto study run study.toml --quick"


def test_a_study_of_one_replicate_says_that_it_decides_nothing(reportsto, write_study, tmp_path):
    """
    One run of each cell has no interval: the answer and the page say so in words, and nothing is printed as nan.
    """
    code, out, err = reportsto("study", "run", write_study(), "--replicates", 1, "--out", tmp_path / "out")
    page = (tmp_path / "out" / "finding.md").read_text()

    assert code == 0, err
    for told in (out, page):
        assert "One replicate: no difference has an interval, and nothing is decided." in told
        assert not re.search(r"\bnan\b", told, re.IGNORECASE)
    assert "1 pair is too few for an interval: run at least 4 replicates" in page
    assert "6 runs of 30 days: 1 replicate shared by all structures, seed 7; 0 failed." in page


def test_a_page_is_written_as_one_html_file_where_it_is_asked_for(reportsto, write_study, tmp_path):
    """
    `study report --html`: finding.html beside finding.md, and it names no script or style from elsewhere.
    """
    file, out = write_study(), tmp_path / "out"
    reportsto("study", "run", file, "--quick", "--out", out)
    assert not (out / "finding.html").exists()

    code, _, err = reportsto("study", "report", file, "--quick", "--out", out, "--html")
    page = (out / "finding.html").read_text()
    assert code == 0, err
    assert "<title>A small study" in page
    assert not re.search(r"<script|<link|src=.http", page)


# ── chart ────────────────────────────────────────────────────────────────────────────────────────

CHART = """\
id,title,reports_to,function
ceo,Chief,,executive
ops,Operations,ceo,logistics
help,Customer service,ceo,service
"""


@pytest.fixture
def charts(tmp_path):
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    before.write_text(CHART)
    after.write_text(CHART.replace("service,ceo", "service,ops"))
    return before, after


def test_chart_check_goes_on_after_a_bad_file(reportsto, charts, tmp_path):
    """
    A bad chart is one line and exit code 2; the good one after it is checked all the same.
    """
    code, out, err = reportsto("chart", "check", tmp_path / "none.csv", charts[0])

    assert code == 2
    assert f"{charts[0]}: sound" in out
    assert err.count("\n") == 1


def test_chart_diff_names_the_edge_that_differs(reportsto, charts):
    """
    Moving a post is one line, and a chart does not differ from itself.
    """
    assert reportsto("chart", "diff", *charts)[1] == "~ help: superior ceo -> ops\n"
    assert reportsto("chart", "diff", charts[0], charts[0])[1] == "no difference\n"


@pytest.mark.parametrize(("kind", "begins"), [("svg", "<?xml"), ("mmd", "flowchart"), ("txt", "ceo")])
def test_chart_draw_writes_three_kinds(reportsto, charts, tmp_path, kind, begins):
    """
    The ending of the file says which kind.
    """
    out = tmp_path / f"chart.{kind}"

    assert reportsto("chart", "draw", charts[0], "--out", out)[0] == 0
    assert out.read_text().startswith(begins)


# ── The program as a whole ───────────────────────────────────────────────────────────────────────


def test_help_loads_nothing_heavy():
    """
    `reportsto --help` imports neither the model nor NumPy, pandas, Mesa or matplotlib.
    """
    code = (
        "import sys; from reportsto.cli import main as cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit as left: assert left.code == 0\n"
        "heavy = {'numpy', 'pandas', 'mesa', 'matplotlib', 'scipy', 'rich', 'reportsto.api'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["study", "check", "{study}"], SHORT])
def test_a_start_loads_no_library_it_does_not_use(arguments, write_study):
    """
    Checking a study and printing a table of one firm need neither pandas nor statistics of SciPy nor matplotlib.
    """
    words = [word.format(study=write_study()) for word in arguments]
    code = (
        "import sys; from reportsto.cli import main as cli\n"
        f"try: cli.main({words!r})\n"
        "except SystemExit as left: assert left.code == 0\n"
        "heavy = {'pandas', 'pyarrow', 'mesa', 'matplotlib', 'scipy.stats', 'scipy.special'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is told differently elsewhere")
def test_a_reader_who_stops_reading_is_no_mistake():
    """
    `reportsto list parameters | head -1`: not a word on standard error.
    """
    command = [sys.executable, "-c", "from reportsto.cli import main as cli; cli.main(['list', 'measures'])"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    errors = process.stderr.read()

    assert process.wait() == READER_GONE
    assert errors == ""


@pytest.mark.skipif(os.name != "posix", reason="a shell closes it")
def test_a_closed_standard_output_is_one_line():
    """
    `reportsto list parameters >&-`: refused before anything is done, without a traceback.
    """
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m reportsto list parameters >&-'],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == "reportsto: standard output is closed; expected a terminal, a file, a pipe or /dev/null\n"


@pytest.mark.skipif(os.name != "posix", reason="a shell closes it")
def test_closed_standard_error_and_input_change_no_result():
    """
    `python -m reportsto run ... <&- 2>&-`: the same rows and exit code 0.
    """
    command = f'"{sys.executable}" -m reportsto run --firm six_people --days 3 --replicates 1 --csv'
    plain, closed = (
        subprocess.run(["/bin/sh", "-c", f"{command} {more}"], capture_output=True, text=True, check=False)
        for more in ("", "<&- 2>&-")
    )

    assert (closed.returncode, closed.stdout) == (0, plain.stdout)


def test_dir_shows_the_public_names():
    """
    What Tab offers after `reportsto.` is what the package promises, and each name is there.
    """
    import reportsto as package

    assert dir(package) == sorted(package.__all__)
    assert all(getattr(package, name) is not None for name in dir(package))


def commands(group=command_line, path=("reportsto",)):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


EACH_COMMAND = pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*one, id=" ".join(one[0][1:])) for one in commands()]
)


@EACH_COMMAND
def test_every_command_has_an_example_that_can_be_pasted(path, command):
    """
    Its help ends with one line that begins with the command itself, and whose options and values are understood.
    """
    words = command.epilog.removeprefix("Example: ").split()

    assert tuple(words[: len(path)]) == path
    command.make_context(path[-1], words[len(path) :]).close()


@EACH_COMMAND
def test_every_option_says_its_default(path, command):
    """
    Each option is a clause with its default, shown by click or in words, or says that it is required.
    """
    options = [one for one in command.params if isinstance(one, click.Option)]
    silent = [one.name for one in options if not (one.show_default or one.required or "(default: " in one.help)]

    assert silent == []


@EACH_COMMAND
def test_help_fits_a_terminal_of_40_columns(path, command, monkeypatch, reportsto):
    """
    But for the two or three letters by which the narrowest second column of click sticks out.
    """
    monkeypatch.setenv("COLUMNS", "40")
    code, out, _ = reportsto(*path[1:], "--help")

    assert code == 0
    assert max(map(len, out.splitlines())) <= 43


def test_a_run_fits_a_terminal_of_40_columns(monkeypatch, reportsto, fake_runs):
    """
    Measure, mean and SD are left, in one line each.
    """
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    _, out, _ = reportsto(*SHORT, "--replicates", 2)
    out = Text.from_ansi(out).plain

    assert max(map(len, out.splitlines())) <= 40
    assert "failures_per_1000" in out
    assert "unit" not in out


@pytest.mark.parametrize(
    ("terminal", "said"), [(True, "\r\033[K1 of 3 runs, 40 s left\r"), (False, "1 of 3 runs, 40 s left\n")]
)
def test_a_run_says_how_long_it_takes_still(terminal, said, monkeypatch, reportsto, fake_runs):
    """
    Three runs of 20 seconds: after the first 40 are left, and after the last nothing is said. Rows stay as they are.
    """
    clock = count(0, 20)
    monkeypatch.setattr(run_output, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    code, out, err = reportsto(*SHORT, "--replicates", 3, "--json")
    quiet = reportsto(*SHORT, "--replicates", 3, "--json", "-q")

    assert said in err
    assert "3 of 3" not in err
    assert len(out.splitlines()) == 3
    assert quiet == (code, out, "reportsto: replicate 1 failed: it had to stop\n")


def test_quiet_leaves_results_and_faults(reportsto, write_study, tmp_path):
    """
    Nothing is said of how far it is; a fault is said all the same; the next command is as usual. Behind a command too.
    """
    study = write_study()
    quiet = reportsto("--quiet", "study", "check", study, "--pilot", 4)
    wrong = reportsto("-q", "run", "--world", "nowhere")
    usual = reportsto("study", "check", study, "--pilot", 4)

    behind = [reportsto("study", "check", study, "--pilot", 4, "-q"), reportsto("study", "check", "--quiet", study)]

    assert (quiet[0], quiet[2]) == (0, "")
    assert quiet[1] == usual[1]
    assert behind[0] == quiet
    assert (behind[1][0], behind[1][2]) == (0, "")
    assert "Pilot" in usual[2]
    assert (wrong[0], wrong[1]) == (2, "")
    assert "nowhere" in wrong[2]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("list m", ["plain,measures", "plain,mechanisms"]),
        ("run --world on", ["plain,once"]),
        ("run --structure inside_o", ["plain,inside_operations"]),
        ("run --firm mine.t", ["file,mine.t"]),
    ],
)
def test_a_name_is_completed_while_somebody_presses_tab(monkeypatch, reportsto, typed, completed):
    """
    The shell asks through the environment, and gets the names that begin so; a firm may be a file.
    """
    monkeypatch.setenv("_REPORTSTO_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"reportsto {typed}")
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split())))

    assert reportsto()[1].split() == completed


def test_nothing_is_printed_as_nan(reportsto, fake_runs):
    """
    A measure without a number is a dash for people.
    """
    _, out, _ = reportsto(*SHORT, "--replicates", 1)

    assert "nan" not in out
    assert "–" in out


# ── run --trace, follow ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_run_is_traced_and_followed(reportsto, tmp_path, engine):
    """
    The file and its origin appear, a case is told, and reports are counted; only the answer is on standard output.
    """
    file = tmp_path / "cases.csv"
    code, out, err = reportsto(*SHORT, "--engine", engine, "--replicates", "1", "--csv", "--trace", file)
    assert (code, out.count("\n")) == (0, 2)
    assert "cases of replicate 0" in err
    assert file.exists()
    assert json.loads((tmp_path / "cases.csv.json").read_text())["engine"] == engine

    code, out, err = reportsto("follow", file, "--case", "1", "--where-lost")
    assert (code, err) == (0, "")
    assert out.startswith("Case 1 of separate in six_people")
    assert "What became of" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "--trace", "cases.xlsx"], "unknown kind of case file '.xlsx'"),
        (["run", "--trace", "cases.csv", "--trace-replicate", "-1"], "--trace-replicate is -1"),
        (["run", "--trace", "nowhere/cases.csv"], "nowhere/cases.csv: cannot be written: there is no folder nowhere"),
        (["run", "--trace", "."], "unknown kind of case file"),
        (["follow", "cases.csv"], "expected --case N or --where-lost"),
        (["follow", "cases.csv", "--case", "1"], "cases.csv: cannot be read: No such file"),
    ],
)
def test_what_cannot_be_traced_is_one_line(reportsto, tmp_path, monkeypatch, arguments, told):
    """
    Before any run is made.
    """
    monkeypatch.chdir(tmp_path)
    code, out, err = reportsto(*arguments)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_a_run_that_stops_is_not_traced(reportsto, tmp_path, fake_runs, monkeypatch):
    """
    Runs that fail are exit code 1, and no file is left that looks like a trace.
    """
    file = tmp_path / "cases.csv"

    def stops(*arguments):
        raise RunError("it had to stop")

    monkeypatch.setattr(api, "run_traced", stops)
    code, _, err = reportsto(*SHORT, "--replicates", "1", "--trace", file)

    assert code == 1
    assert "not written, replicate 0 failed: it had to stop" in err
    assert not file.exists()


# ── study status, export, merge, report ──────────────────────────────────────────────────────────


def test_a_study_is_run_in_shards_merged_looked_at_and_exported(reportsto, write_study, tmp_path):
    """
    Two shards and a merge give the bytes of one run; status says what is there; the export is stable and explained.
    """
    file, whole, parts = write_study(), tmp_path / "whole", tmp_path / "parts"
    assert reportsto("study", "run", file, "--quick", "--out", whole)[0] == 0
    for number in (2, 1):
        code, out, _ = reportsto("study", "run", file, "--quick", "--out", parts, "--shard", f"{number}/2")
        assert (code, "study merge" in out) == (0, True)
    code, out, _ = reportsto("study", "status", parts)
    assert (code, out.count("2 runs kept"), "not written yet" in out) == (0, 2, True)
    assert reportsto("study", "merge", file, "--quick", "--out", parts)[0] == 0
    assert (parts / "runs.parquet").read_bytes() == (whole / "runs.parquet").read_bytes()

    code, out, _ = reportsto("study", "status", parts)
    assert (code, "runs.parquet: 4 rows, whole" in out) == (0, True)
    code, to_screen, _ = reportsto("study", "export", whole, "--csv", "-")
    assert code == 0
    assert reportsto("study", "export", parts, "--csv", tmp_path / "runs.csv")[0] == 0
    assert (tmp_path / "runs.csv").read_text() == to_screen
    columns = list(csv.DictReader(io.StringIO((tmp_path / "runs_columns.csv").read_text())))
    assert [column["name"] for column in columns] == to_screen.split("\n", 1)[0].split(",")
    assert all(column["meaning"] for column in columns)


def test_a_report_is_written_again_without_running(reportsto, write_study, tmp_path):
    """
    From the journal alone; with a run missing it says so and runs nothing.
    """
    file, out = write_study(), tmp_path / "out"
    assert reportsto("study", "report", file, "--quick", "--out", out)[0] == 2
    reportsto("study", "run", file, "--quick", "--out", out)
    page = (out / "finding.md").read_text()
    (out / "finding.md").unlink()

    assert reportsto("study", "report", file, "--quick", "--out", out)[0] == 0
    assert (out / "finding.md").read_text() == page
    code, _, err = reportsto("study", "report", file, "--out", out)
    assert (code, "14 of 18 runs are missing" in err) == (2, True)


PUBLISHED = ("claims.csv", "summary.csv", "contrasts.csv", "runs.parquet", "figures/outcomes.png")


def publish(reportsto, file, out):
    """Run the quick form of a study and take its journal away, as published results are."""
    reportsto("study", "run", file, "--quick", "--out", out)
    for path in out.glob("journal.sqlite*"):
        path.unlink()


def test_a_report_is_written_again_from_published_runs(reportsto, write_study, tmp_path):
    """
    Without a journal: the same tables and figures; provenance stays that of the runs, and says what wrote the rest.
    """
    file, out = write_study(), tmp_path / "out"
    publish(reportsto, file, out)
    before = {name: (out / name).read_bytes() for name in PUBLISHED}
    source = json.loads((out / "provenance.json").read_text())
    for name in PUBLISHED:
        if name != "runs.parquet":
            (out / name).unlink()

    assert reportsto("study", "report", file, "--quick", "--out", out)[0] == 0
    assert {name: (out / name).read_bytes() for name in PUBLISHED} == before
    again = json.loads((out / "provenance.json").read_text())
    assert again.pop("rendered")["command"].startswith("reportsto study report")
    assert again == source
    assert not (out / "journal.sqlite").exists()
    assert "](figures/outcomes.png)" in (out / "finding.md").read_text()


def test_published_runs_of_another_study_are_refused(reportsto, write_study, tmp_path):
    """
    Another length, another world, another form: named, and nothing is written.
    """
    out = tmp_path / "out"
    publish(reportsto, write_study(), out)
    page = (out / "finding.md").read_bytes()
    for changes, told in (
        (("days = 30", "days = 31"), "days changed since"),
        (('world = "once"\nvariants', 'world = "contract"\nvariants'), "its levers changed since"),
    ):
        code, _, err = reportsto("study", "report", write_study(*changes), "--quick", "--out", out)
        assert (code, told in err, err.count("\n")) == (2, True, 1)
    assert "form" in reportsto("study", "report", write_study(), "--out", out)[2]
    assert (out / "finding.md").read_bytes() == page


def test_changed_predictions_and_another_model_are_said(reportsto, write_study, tmp_path):
    """
    Runs are read, not made, so neither is an error; days of today's model are not drawn into figures of yesterday's.
    """
    out = tmp_path / "out"
    publish(reportsto, write_study(), out)
    source = json.loads((out / "provenance.json").read_text())
    source["digests"]["model_sources"] = "0" * 64
    (out / "provenance.json").write_text(json.dumps(source))
    (out / "figures" / "attitude_by_day.svg").write_text("as it was")

    code, _, err = reportsto(
        "study", "report", write_study("smallest_effect = 0.02", "smallest_effect = 0.03"), "--quick", "--out", out
    )
    page = (out / "finding.md").read_text()
    assert code == 0
    assert "sources of the model were changed since" in err
    assert "sources of the model were changed since" in page
    assert "The study file was changed after these runs" in page
    assert (out / "figures" / "attitude_by_day.svg").read_text() == "as it was"


def test_damaged_published_runs_are_not_reported(reportsto, write_study, tmp_path):
    out = tmp_path / "out"
    publish(reportsto, write_study(), out)
    content = bytearray((out / "runs.parquet").read_bytes())
    content[len(content) // 2] ^= 4
    (out / "runs.parquet").write_bytes(content)

    code, _, err = reportsto("study", "report", write_study(), "--quick", "--out", out)
    assert (code, "damaged" in err, err.count("\n")) == (2, True, 1)


def test_a_damaged_result_is_named_by_status_and_export(reportsto, write_study, tmp_path):
    out = tmp_path / "out"
    reportsto("study", "run", write_study(), "--quick", "--out", out)
    content = bytearray((out / "runs.parquet").read_bytes())
    content[len(content) // 2] ^= 4
    (out / "runs.parquet").write_bytes(content)

    code, told, _ = reportsto("study", "status", out)
    assert (code, "runs.parquet: damaged" in told) == (1, True)
    code, _, err = reportsto("study", "export", out, "--csv", "-")
    assert (code, err.count("\n"), "damaged" in err) == (2, 1, True)


def test_a_study_without_firms_to_ask_is_refused(reportsto, write_study, tmp_path, monkeypatch):
    write_study()
    monkeypatch.chdir(tmp_path)

    assert reportsto("identify", "study.toml") == (
        2,
        "",
        "reportsto: study.toml: has no [identify]; expected a study such as experiments/identify.toml\n",
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["status", "nowhere"], "no such folder"),
        (["status", "."], "no journal.sqlite and no runs.parquet"),
        (["export", "nowhere", "--csv", "-"], "nowhere: no such folder"),
        (["run", "study.toml", "--shard", "3/2"], "--shard is '3/2'"),
        (["run", "study.toml", "--dask", "nowhere:1"], "no scheduler answers"),
        (["merge", "study.toml", "--out", "."], "no shards"),
        (["merge", "study.toml", "--out", "nowhere"], "nowhere: no such folder; expected one that study run --shard"),
        (["run", "study.toml", "--engine", "fast"], "'fast'"),
        (["run", "study.toml", "--replicates", "100000"], "600,000 runs, more than 200,000; expected --yes"),
    ],
)
def test_what_cannot_be_done_with_a_study_is_one_line(reportsto, write_study, tmp_path, monkeypatch, arguments, told):
    write_study()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 1)
    code, _, err = reportsto("study", *arguments)

    assert code == 2
    assert told in err
    assert err.count("\n") == 1
    assert not [path for path in tmp_path.rglob("*") if path.name != "study.toml"]


def test_a_thread_that_cannot_start_is_too_little_memory_and_other_errors_stay(capsys):
    """
    The system refuses a thread for want of memory: one line and exit code 2. Any other such error is a fault of ours.
    """

    def refused() -> int:
        raise RuntimeError("can't start new thread")

    def broken() -> int:
        raise RuntimeError("dictionary changed size during iteration")

    with pytest.raises(SystemExit) as left:
        leave_after(refused)

    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("reportsto: out of memory; saved runs are kept")
    with pytest.raises(RuntimeError, match="changed size"):
        leave_after(broken)


def test_a_window_has_its_own_rows(reportsto):
    """
    Each window of each replicate is a row with the first days left out and the last; a table is of one window.
    """
    code, out, _ = reportsto(
        "run", "--firm", "six_people", "--replicates", "2", "--window", "10:30", "--window", "40:60", "--json"
    )

    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert sorted((row["replicate"], row["after"], row["days"]) for row in rows) == [
        (0, 10, 30), (0, 40, 60), (1, 10, 30), (1, 40, 60)
    ]  # fmt: skip
    code, out, _ = reportsto("run", "--firm", "six_people", "--replicates", "2", "--window", "12:31")
    assert code == 0
    assert "days 13 to 31" in " ".join(out.split())


def test_all_levers_of_a_run_stand_on_one_line(reportsto):
    """
    Size, rationing rule, route and point of what is assumed are in the row that they make.
    """
    line = "run --structure separate --people 170 --ration digest --route peers_first --assume halfway --json"
    code, out, _ = reportsto(*line.split(), "--replicates", "1", "--days", "30")

    row = json.loads(out)
    assert code == 0
    assert (row["people"], row["ration"], row["route"], row["world"], row["assume"]) == (
        170, "digest", "peers_first", "once", 0.5
    )  # fmt: skip


def test_the_table_of_a_run_says_how_many_people_and_when_they_move(reportsto):
    """
    Whoever reads the table alone sees which firm it is of.
    """
    asked = "run --people 60 --move 12:inside_operations --replicates 1 --days 30"
    code, out, _ = reportsto(*asked.split())

    told = " ".join(out.split())
    assert code == 0
    assert "separate in product_shop of 60 people, world once, days 11 to 30" in told
    assert "assume 1; from day 12 on inside_operations" in told


@pytest.mark.parametrize("name", ["--window", "--move", "--set", "--ration", "--route"])
def test_a_long_slip_is_a_short_line(reportsto, name):
    """
    Five thousand characters behind an option are not printed back.
    """
    code, _, err = reportsto("run", name, "9" * 5000)

    assert code == 2
    assert name.strip("-") in err
    assert len(err) < 300


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--window", "30:10"], "expected two whole numbers"),
        (["--window", "ten"], "expected FROM:TO"),
        (["--window", "1_0:30"], "--window '1_0:30'; expected FROM:TO"),
        (["--window", "\u0661:30"], "expected FROM:TO"),
        (["--window", "10:30:40"], "expected FROM:TO"),
        (["--window", "10:30", "--window", "10:30", "--json"], "window (10, 30) stands twice; expected each once"),
        (["--window", "10:30", "--window", "40:60"], "expected it once, or --json or --csv"),
        (["--assume", "esays"], "did you mean 'essays'? expected essays, halfway, middle, or a number from 0 to 1"),
        (["--assume", "1.01"], "assume is 1.01; expected essays, halfway, middle, or a number from 0 to 1"),
        (["--assume", "nan"], "expected essays, halfway, middle, or a number from 0 to 1"),
    ],
)
def test_a_window_or_a_point_that_cannot_be_is_one_line(reportsto, options, says):
    """
    It is refused before anything is run, in one line and with exit code 2.
    """
    code, _, err = reportsto("run", "--firm", "six_people", *options)

    assert code == 2
    assert says in err
    assert len(err.splitlines()) == 1
