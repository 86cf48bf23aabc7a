"""`reportsto study` and `run_study`: what they refuse, what they say, and what they leave in a folder."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from reportsto import read_study, run_study
from reportsto.chart_files.csv import chart_to_csv
from reportsto.drawing import file_word
from reportsto.errors import StudyError
from reportsto.firms import firm
from reportsto.results.journal import Journal
from reportsto.results.storage import TABLES

RESULTS = Path(__file__).parents[2] / "results"
EXPERIMENTS = Path(__file__).parents[2] / "experiments"

SELECTION = '[replication]\nkind = "selection"\nindifference = 1\nbatch = 20\nmost = 60\n\n[outcomes]'


def test_a_study_that_selects_the_best_says_whom_it_named(reportsto, write_study, tmp_path):
    """
    The real model: the answer, replication.csv and a section of the page; other tables from the first 20 replicates.
    """
    file = write_study("replicates = 3", "replicates = 20", "[outcomes]", SELECTION)
    code, out, err = reportsto("study", "run", file, "--out", tmp_path / "out")
    decided = pd.read_csv(tmp_path / "out" / "replication.csv")

    assert code == 0, err
    assert "The best on failures_per_1000 is named at" in " ".join(out.split())
    assert "Power: " in (tmp_path / "out" / "finding.md").read_text()
    assert decided["replicates"].between(20, 60).all()
    assert "## How many replicates" in (tmp_path / "out" / "finding.md").read_text()
    assert set(pd.read_csv(tmp_path / "out" / "contrasts.csv")["n"]) <= set(range(21))


def test_a_pilot_tells_power_before_a_study_is_run(reportsto, write_study, tmp_path, monkeypatch):
    """
    It runs a few points with another seed and leaves nothing behind.
    """
    file = write_study()
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    code, out, err = reportsto("study", "check", file, "--pilot", 4)

    assert code == 0, err
    assert "with seed 8, which are no results of the study" in err
    assert "failures_per_1000, inside_operations less separate, six_people, once: power " in out
    assert sorted(tmp_path.rglob("*")) == before


MATCHED = """[uncertainties]
voice.attitude = "prior"
climb.fidelity = "prior"
[design]
kind = "latin_hypercube"
points = 6
"""
OWN_COUNT = """[[patterns]]
id = "ours"
measure = "voiced"
value = 0.3
sd = 0.05
structure = "separate"
"""


@pytest.fixture
def matched_study(write_study):
    return write_study(
        "[uncertainties]\n", MATCHED, "[quick]\n", '[[patterns]]\nid = "P1"\n\n[quick]\n', "replicates = 2",
        "replicates = 1\npoints = 4",
    )  # fmt: skip


def test_a_study_is_matched_to_the_counts_of_a_firm(reportsto, matched_study, tmp_path):
    """
    The real model: both waves, tables and a page; other counts reuse the first wave, and the page is written again.
    """
    out = tmp_path / "out"
    code, _, err = reportsto("study", "match", matched_study, "--quick", "--out", out)
    assert code == 0, err
    assert "Second wave: " in err
    assert {"patterns.csv", "survivors.csv"} <= {file.name for file in out.iterdir()}
    assert pd.read_csv(out / "patterns.csv")["pattern"].unique().tolist() == ["P1"]
    page = (out / "finding.md").read_text()
    assert "4 of them in a second wave" in page
    assert reportsto("study", "report", matched_study, "--quick", "--out", out)[0] == 0

    (tmp_path / "mine.toml").write_text(OWN_COUNT)
    code, _, err = reportsto(
        "study", "match", matched_study, "--quick", "--out", out, "--patterns", tmp_path / "mine.toml"
    )
    assert code == 0, err
    assert pd.read_csv(out / "patterns.csv")["pattern"].unique().tolist() == ["ours"]
    source = json.loads((out / "provenance.json").read_text())
    assert source["command"].endswith("--quick --patterns mine.toml")
    assert source["kept_from_before"] >= 4 * 2 * 2


def test_a_study_without_patterns_is_not_matched(reportsto, write_study, tmp_path):
    file, own = write_study(), tmp_path / "mine.toml"
    code, _, err = reportsto("study", "match", file, "--out", tmp_path / "out")
    assert (code, "has no [[patterns]]; expected one or more, or --patterns FILE" in err) == (2, True)

    own.write_text(OWN_COUNT.replace("voiced", "voicd"))
    code, _, err = reportsto("study", "match", file, "--patterns", own)
    assert code == 2
    assert "mine.toml:3: patterns[1].measure is 'voicd'; did you mean 'voiced'?" in err
    assert "study.toml" in err  # nothing is drawn from this study, so nothing stands for a prior


BOX = ("[uncertainties]\n", "[uncertainties]\nattention.bundle = [1, 10]\n", "replicates = 2", "replicates = 1")


def test_a_study_from_python_leaves_what_commands_read(reportsto, write_study, tmp_path):
    """
    The table, its columns and where it comes from: status, compare, export and report go on from there.
    """
    file, one, other = write_study(), tmp_path / "one", tmp_path / "other"
    table = run_study(read_study(file), one, quick=True)
    assert reportsto("study", "run", file, "--quick", "--out", other)[0] == 0

    assert len(table) == 4
    assert (one / "runs.parquet").read_bytes() == (other / "runs.parquet").read_bytes()
    assert json.loads((one / "provenance.json").read_text())["command"].endswith("('study.toml'), quick=True)")
    assert reportsto("study", "compare", one, other)[0] == 0
    assert reportsto("study", "status", one)[0] == 0
    assert reportsto("study", "report", file, "--quick", "--out", one)[0] == 0
    assert sorted(path.name for path in one.iterdir()) == sorted(path.name for path in other.iterdir())


def test_what_is_no_executor_is_one_line(write_study, tmp_path):
    """
    Also 0, which is not the same as none given.
    """
    for wrong in (3, 0, "threads"):
        with pytest.raises(StudyError, match=rf"executor is {wrong!r}; expected a concurrent.futures.Executor"):
            run_study(read_study(write_study()), tmp_path / "out", executor=wrong)


def test_a_folder_holds_one_form_of_a_study(reportsto, write_study, tmp_path):
    """
    What the other form wrote, and a study that is now another, goes; a figure of somebody's own stays.
    """
    out, wide = tmp_path / "out", write_study(*BOX, name="wide.toml")
    assert reportsto("study", "run", write_study(), "--out", out)[0] == 0
    own = out / "figures" / "mine.svg"
    own.write_text("<svg/>")
    (out / "figures" / "mine.png").write_text("mine")
    (out / "tornado.csv").write_text("mine")
    assert {"summary.csv", "ranking.csv"} <= {path.name for path in out.iterdir()}
    code, _, err = reportsto("study", "run", wide, "--quick", "--fresh", "--out", out)

    assert code == 0, err
    assert not (out / "summary.csv").exists()
    assert sorted(path.name for path in (out / "figures").iterdir()) == ["mine.png", "mine.svg"]
    assert (out / "tornado.csv").read_text() == "mine"
    assert "mine" not in (out / "finding.md").read_text()
    assert "Writing tables and figures." in err


def test_the_last_line_names_figures_only_where_some_were_drawn(reportsto, write_study, tmp_path):
    """
    A box without maps has none to draw.
    """
    drawn = reportsto("study", "run", write_study(), "--quick", "--out", tmp_path / "one")[1]
    none = reportsto("study", "run", write_study(*BOX), "--quick", "--out", tmp_path / "other")[1]

    assert "Figure:" in drawn.splitlines()[-1]
    assert "Figure:" not in none.splitlines()[-1]


@pytest.mark.skipif(not RESULTS.is_dir(), reason="not checked: results are not here")
def test_every_table_a_study_may_write_is_known_to_be_cleared():
    """
    Those of all published studies, and of the first version; the table of runs' own files are written anew each time.
    """
    studies = [path.parent for path in RESULTS.glob("**/provenance.json")]
    written = {path.name for study in studies for path in study.glob("*.csv")} - {"columns.csv"}

    assert {"claims.csv", "shapley.csv"} <= written
    assert written <= {f"{name}.csv" for name in TABLES}


def test_status_of_shards_says_what_is_merged(reportsto, write_study, tmp_path):
    """
    Two of three shards: a merge names the third and leaves no journal of its own.
    """
    file, out = write_study(), tmp_path / "out"
    for number in (1, 2):
        reportsto("study", "run", file, "--out", out, "--shard", f"{number}/3")
    code, _, err = reportsto("study", "merge", file, "--out", out)
    assert (code, "of 3 shards 1 are missing: 3" in err) == (2, True)
    code, told, _ = reportsto("study", "status", out)
    assert (code, told.count(" runs kept\n"), "0 of" in told) == (1, 2, False)

    reportsto("study", "run", file, "--out", out, "--shard", "3/3")
    assert reportsto("study", "merge", file, "--out", out)[0] == 0
    assert "full form: 18 of 18 runs merged" in reportsto("study", "status", out)[1]


def test_a_check_counts_in_words_and_says_where_a_prediction_is_asked(reportsto, write_study):
    """
    One is not plural; the quick form's plan and points are told under its own line.
    """
    where = ('kind = "test"\n\n[[predictions]]', 'kind = "test"\nwhere.attention.bundle = 10\n\n[[predictions]]')
    levels = "[uncertainties]\nattention.bundle = [1, 10]\nattention.item_hours = [1, 2]\n"
    file = write_study(
        "[uncertainties]\n", levels, "replicates = 3", "replicates = 20", "[outcomes]", SELECTION, *where
    )
    lines = reportsto("study", "check", file)[1].splitlines()

    assert lines[1].startswith("  selection: these are the first replicates; up to 60")
    assert lines[2].startswith("  about 0 s of an idle processor, up to 0 s of a busy one, and a table of 1 MB; tables")
    assert lines[4].startswith("  [replication] 'selection' is for the full form: this quick one has 2 replicates")
    assert lines[6:] == [
        "2 predictions of 2 claims",
        "  H2, where attention.bundle = 10: 2 points, 2 in the quick form",
        "  H2 (advocacy, where attention.bundle = 10): 2 chosen points of 8 that a verdict needs: it gets a count only",
        "  H6 (advocacy): 4 chosen points of 8 that a verdict needs: it gets a count only",
    ]


def test_a_published_study_that_looked_at_results_is_reported_again(reportsto, write_study, tmp_path):
    """
    Without its journal: each structure has its own number of replicates, and the same decisions come out.
    """
    file, out = write_study("replicates = 3", "replicates = 20", "[outcomes]", SELECTION), tmp_path / "out"
    assert reportsto("study", "run", file, "--out", out)[0] == 0
    before = (out / "replication.csv").read_bytes()
    for name in ("journal.sqlite", "replication.csv", "finding.md"):
        (out / name).unlink()

    code, _, err = reportsto("study", "report", file, "--out", out)
    assert (code, (out / "replication.csv").read_bytes()) == (0, before), err
    other = write_study("replicates = 3", "replicates = 20", "[outcomes]", SELECTION.replace("most = 60", "most = 80"))
    code, _, err = reportsto("study", "report", other, "--out", out)
    assert (code, "replication changed since" in err) == (2, True)


def published(reportsto, file, out, *more):
    """Run a study and leave it as results are published: without its journal."""
    assert reportsto("study", "run", file, "--out", out, *more)[0] == 0
    (out / "journal.sqlite").unlink()


@pytest.mark.parametrize(
    ("changes", "form", "told"),
    [
        (("days = 30", "days = 31"), [], "days changed since"),
        ((), ["--quick"], "form changed since"),
        (('id = "small"', 'id = "other"'), [], "study changed since"),
    ],
)
def test_published_results_are_not_written_over_by_another_study(reportsto, write_study, tmp_path, changes, form, told):
    """
    A folder without a journal: refused in one line, nothing is touched, and --fresh does it all the same.
    """
    out = tmp_path / "out"
    published(reportsto, write_study(), out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    other = write_study(*changes, name="other.toml")
    code, _, err = reportsto("study", "run", other, "--out", out, *form)

    assert (code, told in err, "--fresh replaces it" in err) == (2, True, True), err
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    with pytest.raises(StudyError, match="--fresh"):
        run_study(read_study(other), out, quick=bool(form))
    assert reportsto("study", "run", other, "--out", out, "--fresh", *form)[0] == 0


def test_somebody_elses_files_are_not_written_over(reportsto, write_study, tmp_path):
    """
    A finding or a table that no study left there.
    """
    (tmp_path / "finding.md").write_text("mine")
    code, _, err = reportsto("study", "run", write_study(), "--out", tmp_path)

    assert (code, "finding.md: not written by study run" in err) == (2, True)
    assert (tmp_path / "finding.md").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["finding.md", "study.toml"]


@pytest.mark.parametrize("again", [["report"], ["run"], ["run", "--fresh"]])
def test_predictions_cannot_be_changed_unseen_where_results_are(reportsto, write_study, tmp_path, again):
    """
    Without the journal, and with --fresh, which makes the same runs: what was expected before them is in provenance.
    """
    out = tmp_path / "out"
    published(reportsto, write_study(), out)
    shutil.copytree(out, tmp_path / "before")
    first = json.loads((out / "provenance.json").read_text())["before_the_first_run"]
    turned = write_study('direction = "a_above"', 'direction = "a_below"', name="turned.toml")
    code, _, err = reportsto("study", *again, turned, "--out", out)

    assert code == 0, err
    assert "The predictions were changed after the first run in this folder." in (out / "finding.md").read_text()
    assert json.loads((out / "provenance.json").read_text())["before_the_first_run"] == first
    code, told, _ = reportsto("study", "compare", tmp_path / "before", out)
    assert (code, "predictions: 2 of 4 are not the same: H2 in once, H2 in contract" in told) == (1, True)


def test_status_of_published_results_and_of_two_forms_in_one_folder(reportsto, write_study, tmp_path):
    """
    Without a journal the table is there all the same; more runs than the last form wants are said to be that.
    """
    file, out = write_study(), tmp_path / "out"
    assert reportsto("study", "run", file, "--out", out)[0] == 0
    assert reportsto("study", "run", file, "--quick", "--out", out)[0] == 0
    assert "18 runs kept, more than the 4 of the last form" in reportsto("study", "status", out)[1]

    (out / "journal.sqlite").unlink()
    code, told, _ = reportsto("study", "status", out)
    assert (code, told.splitlines()[-1]) == (0, "runs.parquet: 4 rows, whole")
    assert told.startswith("published: without journal.sqlite")


def test_an_executor_that_was_shut_down_and_replicates_that_are_no_number_are_one_line(write_study, tmp_path):
    """
    From Python, mistakes are `StudyError` too.
    """
    study = read_study(write_study())
    closed = ThreadPoolExecutor(1)
    closed.shutdown()
    with pytest.raises(StudyError, match="the executor takes no runs: cannot schedule new futures after shutdown"):
        run_study(study, tmp_path / "out", executor=closed)
    for wrong in ("3", 2.5, True):
        with pytest.raises(StudyError, match=f"replicates is {wrong!r}; expected 1 to"):
            run_study(study, tmp_path / "out", replicates=wrong)


def test_the_answer_of_a_plan_is_in_the_finding_too(reportsto, write_study, tmp_path):
    """
    Whom a selection named is said on the page's first screen, as in a terminal.
    """
    file, out = write_study("replicates = 3", "replicates = 20", "[outcomes]", SELECTION), tmp_path / "out"
    assert reportsto("study", "run", file, "--out", out)[0] == 0
    limits = (out / "finding.md").read_text().split("## Limits")[1].split("**Question.**")[0]

    assert " The best on `failures_per_1000` is named at" in limits


def test_an_empty_journal_protects_no_less_than_none(reportsto, write_study, tmp_path):
    """
    As an interrupt before the first chunk leaves one: published results stay, and are reported.
    """
    file, out = write_study(), tmp_path / "out"
    published(reportsto, file, out)
    with Journal(out):
        pass
    other = write_study("days = 30", "days = 31", name="other.toml")

    assert reportsto("study", "run", other, "--out", out)[0] == 2
    assert reportsto("study", "report", file, "--out", out)[0] == 0


def test_shards_do_not_go_round_what_is_refused_or_recorded(reportsto, write_study, tmp_path):
    """
    Over results of another study: before a run is made. Over those of the same runs: changed predictions are told.
    """
    file, out = write_study(), tmp_path / "out"
    published(reportsto, file, out)
    first = json.loads((out / "provenance.json").read_text())["before_the_first_run"]
    other = write_study("days = 30", "days = 31", name="other.toml")
    code, _, err = reportsto("study", "run", other, "--out", out, "--shard", "1/2")
    assert (code, "days changed since" in err, (out / "shards").exists()) == (2, True, False)

    turned = write_study('direction = "a_above"', 'direction = "a_below"', name="turned.toml")
    assert reportsto("study", "run", turned, "--out", out, "--shard", "1/1")[0] == 0
    code, _, err = reportsto("study", "merge", turned, "--out", out)
    assert (code, "The predictions were changed after the first run" in err) == (0, True), err
    assert json.loads((out / "provenance.json").read_text())["before_the_first_run"] == first


@pytest.mark.parametrize("journal", [True, False])
def test_a_quick_look_is_a_look(reportsto, write_study, tmp_path, journal):
    """
    Predictions changed after the quick form and before the full one, with --fresh: the same runs had been seen.
    """
    file, out = write_study(), tmp_path / "out"
    assert reportsto("study", "run", file, "--quick", "--out", out)[0] == 0
    (out / ("provenance.json" if journal else "journal.sqlite")).unlink()
    turned = write_study('direction = "a_above"', 'direction = "a_below"', name="turned.toml")
    code, _, err = reportsto("study", "run", turned, "--fresh", "--out", out)

    assert (code, "The predictions were changed after the first run" in err) == (0, True), err


def test_runs_from_python_leave_no_finding_of_other_runs(reportsto, write_study, tmp_path):
    """
    The quick form's finding goes when the full table takes its place, and stays when nothing changed.
    """
    file, out = write_study(), tmp_path / "out"
    assert reportsto("study", "run", file, "--quick", "--out", out)[0] == 0
    run_study(read_study(file), out, quick=True)
    assert (out / "finding.md").exists()
    run_study(read_study(file), out)
    assert not (out / "finding.md").exists()
    assert reportsto("study", "report", file, "--out", out)[0] == 0
    assert "18 runs of 30 days" in (out / "finding.md").read_text()


def test_a_table_that_is_no_longer_asked_for_goes_when_a_report_is_written_again(reportsto, write_study, tmp_path):
    """
    Levers without the variant's prediction would be compared by a stale file.
    """
    levels = "[uncertainties]\nattention.bundle = [1, 10]\nattention.item_hours = [1, 2]\n"
    a_map = '[[maps]]\nid = "m"\nx = "attention.bundle"\ny = "attention.item_hours"\n'
    box, out = ("[uncertainties]\n", levels), tmp_path / "out"
    published(reportsto, write_study(*box, "[quick]", f"{a_map}[quick]"), out)
    assert any((out / "figures").glob("map_m*"))
    code, _, err = reportsto("study", "report", write_study(*box, name="plain.toml"), "--out", out)

    assert code == 0, err
    assert not any((out / "figures").glob("map_m*"))
    assert "map_m" not in (out / "finding.md").read_text()


def test_a_measure_that_was_not_kept_is_asked_for_in_vain(reportsto, write_study, tmp_path):
    """
    One line, and which.
    """
    few = ('measures = ["advocacy", "effective_advocacy"]', 'measures = ["advocacy"]\nlisted_only = true')
    more = (few[0], 'measures = ["advocacy", "defensiveness"]\nlisted_only = true')
    published(reportsto, write_study(*few), tmp_path / "out")
    code, _, err = reportsto("study", "report", write_study(*more, name="more.toml"), "--out", tmp_path / "out")

    assert (code, "has no defensiveness, which" in err, err.count("\n")) == (2, True, 1)


def test_an_edited_chart_is_another_study(reportsto, write_study, tmp_path):
    """
    Its name stays, its posts do not.
    """
    chart = tmp_path / "ours.csv"
    chart.write_text(chart_to_csv(firm("six_people").chart))
    drawn = ('firm = "six_people"', 'firm = "six_people"\nchart = "ours.csv"')
    file, out = write_study(*drawn), tmp_path / "out"
    published(reportsto, file, out)
    chart.write_text(chart.read_text().replace("Packer", "Dispatcher"))
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for command in ("report", "run"):
        code, _, err = reportsto("study", command, file, "--out", out)
        assert (code, "charts changed since" in err, "--fresh" in err, err.count("reportsto:")) == (2, True, True, 1), (
            err
        )
        assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_journal_beside_published_results_lets_no_other_study_replace_them(reportsto, write_study, tmp_path):
    """
    A study of another id with the same runs: the runs would be reused, and the finding would be another's.
    """
    out = tmp_path / "out"
    assert reportsto("study", "run", write_study(), "--out", out)[0] == 0
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    other = write_study('id = "small"', 'id = "other"', name="other.toml")
    code, _, err = reportsto("study", "run", other, "--out", out)

    assert (code, "study changed since; --fresh" in err, err.count("reportsto:")) == (2, True, 1), err
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("levels", "warned"), [(range(1, 8), True), (range(1, 9), False)])
def test_check_warns_of_a_grid_too_small_for_a_verdict(reportsto, write_study, levels, warned):
    """
    Seven chosen points get a count and no verdict, which is said before anything is run; eight get one.
    """
    grid = f"[uncertainties]\nattention.bundle = {list(levels)}\n"
    code, out, err = reportsto("study", "check", write_study("[uncertainties]\n", grid))

    assert code == 0, err
    assert ("  H2 (advocacy): 7 chosen points of 8 that a verdict needs: it gets a count only" in out) is warned
    assert ("chosen point" in out) is warned


def test_firms_have_words_for_files():
    """
    Names of charts are free text; those of files are not, and two names never share one.
    """
    assert file_word("service_firm") == "service_firm"
    assert len({file_word(text) for text in ("two/../../../b", "two_b", "two b", "two/b")}) == 4


def test_folders_of_boxes_are_equal_to_themselves(reportsto, write_study, tmp_path):
    """
    A prediction about the whole box has an empty `where`, which is no difference.
    """
    file = write_study(*BOX[:2], "replicates = 3", "replicates = 4")
    assert reportsto("study", "run", file, "--out", tmp_path / "box")[0] == 0
    code, told, _ = reportsto("study", "compare", tmp_path / "box", tmp_path / "box")

    assert (tmp_path / "box" / "certificates.csv").exists()
    assert (code, told.splitlines()[-1]) == (0, "verdicts: 4, all the same")


@pytest.mark.parametrize("path", sorted(EXPERIMENTS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_experiment_passes_its_check(reportsto, path):
    """
    A study file that nobody has run on today's rules names no parameter, structure or measure that is gone.
    """
    code, told, err = reportsto("study", "check", path)

    assert (code, err) == (0, "")
    assert path.stem in told


def test_the_map_of_the_readme_is_drawn_over_a_third_uncertainty(reportsto, write_study, tmp_path):
    """
    Averaged over it, or held at a level; and a variant that one structure has needs no map of its own.
    """
    levels = (
        "[uncertainties]\nincentives.own_line_strength = [0, 1]\nimprovement.outside_weight = [0.5, 1]\n"
        "climb.fidelity = [0.5, 0.9]\n"
    )
    axes = 'x = "incentives.own_line_strength"\ny = "improvement.outside_weight"\nmeasures = "failures_per_1000"\n'
    held = f'[[maps]]\nid = "m"\n{axes}[[maps]]\nid = "held"\n{axes}at.climb.fidelity = 0.9\n'
    more = ('measures = ["advocacy", ', 'measures = ["cost_per_1000", "lost_per_1000", "advocacy", ')
    changes = ("[uncertainties]\n", levels, "[quick]", f"{held}[quick]", "replicates = 3", "replicates = 4")
    file = write_study(*changes, *more)
    code, _, err = reportsto("study", "run", file, "--out", tmp_path / "out")

    assert code == 0, err
    drawn = [path.name for path in (tmp_path / "out" / "figures").glob("map_*.svg")]
    assert {name.split("_")[1].removesuffix(".svg") for name in drawn} == {"m", "held"}


@pytest.mark.parametrize("given", [("--keep-equal", "-1"), ("--keep-equal=-1",), ("--keep-equal", "0")])
def test_keep_equal_says_how_many_it_takes(reportsto, write_study, given):
    """
    A negative number is no option that nobody knows.
    """
    code, _, err = reportsto("study", "run", write_study(), *given)

    assert (code, err.count("\n")) == (2, 1)
    assert "--keep-equal" in err
    assert f"{given[-1].rpartition('=')[2]} is out of range; expected 1 to 1,000,000" in err
