"""Where should it sit? Places a chart allows, studies that make the same digits again, a page and an object."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from reportsto.chart_files.reading import read_chart
from reportsto.cli.shared import get_ready
from reportsto.cli.where import told_how_afresh
from reportsto.engine import compiling, kernel
from reportsto.errors import StudyError
from reportsto.organisations.reading import read_organisation
from reportsto.readings.page import Table
from reportsto.readings.runs import Runs
from reportsto.results.storage import RUNS, read_runs
from reportsto.studies.design import design
from reportsto.studies.firm_file import read_firm
from reportsto.studies.specification import read_study
from reportsto.where.answer import answered
from reportsto.where.asking import BY_PLACE, PRIORS, Question, check_folder, texts, write_studies
from reportsto.where.chart_read import in_order, read_as
from reportsto.where.numbers import numbers
from reportsto.where.page import page_of
from reportsto.where.places import places
from reportsto.where.sentence import moves, sentence
from reportsto.where.words import decided_by

NINE = """\
id,title,reports_to,function,headcount
1,Director,,executive,1
2,Head of logistics,1,logistics,1
3,Warehouse,2,logistics,3
4,Support,2,service,2
5,Marketing,1,marketing,1
6,Sales,1,sales,1
"""
SHORT = ("--days", "30", "--replicates", "4", "--points", "2", "--workers", "1")


@pytest.fixture
def chart(tmp_path):
    """Write a chart of nine people, one text replaced by another."""

    def write(*changes: str):
        text = NINE
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "nine.csv").write_text(text)
        return tmp_path / "nine.csv"

    return write


def asked(file, firm="product_shop", points=2, **more):
    return Question(read_chart(file), file.name, firm, replicates=4, points=points, days=30, seed=3, **more)


# ── Places ───────────────────────────────────────────────────────────────────────────────────────


def test_where_it_sits_now_is_named_and_run_once(chart):
    """
    Support under the head of logistics is inside operations as drawn; below the director it is separate.
    """
    assert places(read_chart(chart("4,Support,2", "4,Support,1"))).now == "separate"
    found = places(read_chart(chart()))

    assert found.now == "inside_operations"
    assert found.run == (
        "inside_operations", "separate", "inside_marketing", "sales_and_marketing", "customer_map"
    )  # fmt: skip


def test_a_place_of_its_own_is_as_drawn(chart):
    """
    Support below the head of sales is none of the places that are tried, so all of them are run beside it.
    """
    found = places(read_chart(chart("4,Support,2", "4,Support,6")))

    assert found.now == "as_drawn"
    assert len(found.run) == 6


def test_a_place_the_chart_does_not_allow_has_its_reason(chart):
    """
    Nobody in marketing: neither it nor a merged sales and marketing can have customer service.
    """
    found = places(read_chart(chart("marketing,1", "other,1")))

    assert found.run == ("inside_operations", "separate", "customer_map")
    assert set(found.refused) == {"inside_marketing", "sales_and_marketing"}
    assert all("has no marketing post" in why for why in found.refused.values())


def test_places_with_one_chart_are_run_once(chart):
    """
    With sales below marketing already, a merged department is marketing.
    """
    found = places(read_chart(chart("6,Sales,1", "6,Sales,5")))

    assert found.alike == {"sales_and_marketing": "inside_marketing"}


# ── Studies ──────────────────────────────────────────────────────────────────────────────────────


def test_studies_are_study_files_of_the_same_chart_and_numbers(chart, tmp_path):
    """
    The chart is read back as it was; the firm's own numbers stand in both and are not drawn; maps are in the first.
    """
    (tmp_path / "mine.toml").write_text("orders = 100\n[parameters]\nimprovement.lateral = 0.1\n")
    question = asked(chart(), read_firm(tmp_path / "mine.toml"))
    files = write_studies(question, tmp_path / "out")
    middle, priors = (read_study(files[part]) for part in (BY_PLACE, PRIORS))

    assert middle.levers.charts[0] == question.chart
    assert question.settings.items() <= dict(middle.settings).items()
    assert question.settings.items() <= dict(priors.settings).items()
    assert "improvement.lateral" not in [axis.name for axis in priors.uncertainties]
    assert "customer_map" in middle.levers.structures
    assert "customer_map" not in priors.levers.structures
    assert priors.outcomes.against == "inside_operations"


def test_own_counts_are_of_the_chart_as_drawn(chart, tmp_path):
    """
    A count without a place is of where service sits now; one with a place that has the same chart, of that one.
    """
    count = '[[patterns]]\nid = "{}"\nmeasure = "voiced"\nvalue = 0.3\nsd = 0.1\n{}\n'
    (tmp_path / "mine.toml").write_text(count.format("a", "") + count.format("b", 'structure = "sales_and_marketing"'))
    question = asked(chart("6,Sales,1", "6,Sales,5"), read_firm(tmp_path / "mine.toml"))
    found = read_study(write_studies(question, tmp_path / "out")[PRIORS]).patterns

    assert {one.id: one.structure for one in found if one.own} == {"a": "inside_operations", "b": "inside_marketing"}


def test_hostile_names_stay_text(chart):
    """
    A title with quotes, line breaks and signs that nobody sees is one string of the study file.
    """
    question = replace(asked(chart()), source='x"\n[levers]\nfirm = "y\x00\x7f')

    assert 'title = "Where should customer service sit? x\\" [levers] firm = \\"y  "' in texts(question)[BY_PLACE]


# ── The answer ───────────────────────────────────────────────────────────────────────────────────


def made_up(study, failures, essays=None) -> Runs:
    """Return runs of a study that were not run: `failures` by place, the same in each world, with a little noise.

    `essays` are those at the essays' numbers; elsewhere they are as at the first point. All else is the same anywhere,
    but for hours: separate pays half as many again.
    """
    plan = design(study)
    at = {"assume_essays": essays or failures}
    rows = [
        {
            "structure": run.point.structure, "firm": run.point.firm, "world": run.point.world,
            "variant": run.point.variant, "sample": run.point.sample, "replicate": run.replicate, "seed": 3,
            "failure": "", **dict.fromkeys(study.outcomes.kept, 0.1),
            "hours_paid": 30.0 if run.point.structure == "separate" else 20.0,
            "failures_per_1000": at.get(run.point.variant, failures)[run.point.structure]
            + 0.01 * run.replicate * len(run.point.structure),
        }
        for run in plan.runs
    ]  # fmt: skip
    return Runs(plan, pd.DataFrame(rows))


@pytest.fixture
def read(chart, tmp_path):
    """Return an organisation and its runs, read, for failures in operations (now), separate, and so on.

    The last number is for all other places; `essays` are those at the essays' numbers.
    """

    def of(*failures: float, essays=(), **more):
        question = asked(chart(), points=0, **more)
        run = question.places.run

        def each(given):
            return dict(zip(run, (*given, *[given[-1]] * (len(run) - len(given))), strict=True))

        study = read_study(write_studies(question, tmp_path / "out")[BY_PLACE])
        return question, answered(made_up(study, each(failures), each(essays) if essays else None), None)

    return of


@pytest.fixture
def answer(read):
    """Return what is said of made-up failures: who has the fewest, and whether to move."""

    def of(*failures: float, **more) -> tuple[str, str]:
        question, found = read(*failures, **more)
        return sentence(found), moves(question, found)

    return of


@pytest.fixture
def page(read):
    """Return the page of made-up failures."""

    def of(*failures: float, **more):
        question, found = read(*failures, **more)
        return page_of(question, found, numbers(question), (), "out")

    return of


def test_a_vacancy_above_a_team_is_not_called_its_head(chart):
    """
    Support below a vacant head: the page names the post and says that nobody is head.
    """
    lead = "4,Support,7,service,2\n7,Head of service (vacant),2,service,1\n"
    told = [*read_as(read_chart(chart("4,Support,2,service,2\n", lead)))]

    assert "Head of service: nobody, the team is under “Head of service (vacant)”." in told
    assert "Head of marketing: “Marketing”." in told


def test_a_better_place_by_more_than_the_smallest_effect_is_worth_a_move(answer):
    said, move = answer(110.0, 100.0, 120.0)

    assert said.startswith(
        "Of the places with reporting lines, separate has the fewest failures per 1,000 orders at the middle of what "
        "is assumed, in every world."
    )
    assert move == "Today it sits inside operations: a move would matter in every world."


def test_nothing_is_called_best_by_less_than_the_smallest_effect(answer):
    """
    Places within 1 failure per 1,000 of each other are a tie, and the page says that nothing is told apart.
    """
    said, move = answer(101.0, 100.0, 100.5)

    assert said.startswith("Of the places with reporting lines, none is told apart from the others in any world")
    assert "a tie of all places" in said
    assert move == "Today it sits inside operations: no other place is better by more than the smallest effect."


def test_a_map_is_never_called_best(answer):
    """
    With the fewest failures by far on the customer map, the best place is the best with reporting lines.
    """
    said, _ = answer(110.0, 100.0, 120.0, 120.0, 10.0)

    assert said.startswith("Of the places with reporting lines, separate has")


def test_what_turns_at_the_essays_numbers_stands_beside_the_middle(answer, page):
    """
    Operations leads at the middle and halfway, separate at the essays: so say the answer, its table, the move, the
    column to find, and what turns it.
    """
    numbers_ = (100.0, 110.0, 120.0)
    said, move = answer(*numbers_, essays=(100.0, 90.0, 120.0))
    shown = page(*numbers_, essays=(100.0, 90.0, 120.0))

    assert "inside operations has the fewest failures per 1,000 orders at the middle of what is assumed" in said
    assert "Halfway to the essays' numbers, nothing changes." in said
    assert "At the essays' numbers, it is separate in every world." in said
    assert move == (
        "Today it sits inside operations: no other place is better by more than the smallest effect at the middle and "
        "halfway to the essays' numbers; a move would matter in every world at the essays' numbers."
    )
    middle, halfway, essays = (shown.table.header.index(name) for name in (shown.table.header[1], "halfway", "essays"))
    assert shown.table.header[middle].endswith("middle")
    for row in shown.table.rows:
        assert row[middle].startswith("Inside operations\n")
        assert row[halfway] == row[middle]
        assert row[essays].startswith("Separate\n")
    assert "The column changes the place at the essays' numbers in" in shown.intervals
    assert "The row changes nothing at the middle." in shown.intervals
    assert any("essays: separate has" in line for line in shown.turns)


def test_two_points_of_which_one_thing_is_true_are_told_in_one_sentence(read):
    """
    Halfway and at the essays the runs decide neither in once nor, between others, in contract, where operations left.
    """
    question, found = read(100.0, 110.0, 120.0)
    neutral, once, contagion, contract = found.best
    undecided = replace(once, tied=("inside_operations", "separate"), tie=False)
    elsewhere = replace(contract, tied=("separate", "inside_marketing"), tie=False)
    other = [neutral, undecided, contagion, elsewhere]
    both = replace(found, elsewhere={"halfway": other, "essays": other})

    assert sentence(both).endswith(
        "Halfway to the essays' numbers and at them, it is not decided between separate and inside marketing in "
        "*contract*; the runs do not decide in *once*."
    )
    assert moves(question, both).count("no other place") == 1


def test_a_move_that_matters_everywhere_names_no_point(answer):
    """
    The same at all three points.
    """
    _, move = answer(110.0, 100.0, 120.0, essays=(110.0, 100.0, 120.0))
    assert move == "Today it sits inside operations: a move would matter in every world."


def test_where_nobody_sits_at_the_top_the_page_says_who_decides(chart, read):
    """
    No complaint goes to a top that is not there.
    """
    question, found = read(100.0, 110.0, 120.0)
    empty = replace(question, chart=read_chart(chart("Director,,executive,1", "Director,,executive,0")))

    assert "to the top if that refuses" in decided_by(question, found)
    assert "to the top" not in decided_by(empty, found)
    assert "Nobody sits at the top of this chart" in decided_by(empty, found)


def test_a_tie_at_the_essays_numbers_is_called_one(answer, page):
    """
    Separate within 1 of operations at the essays: a tie there, no other place, and no column that names one.
    """
    said, move = answer(100.0, 110.0, 120.0, essays=(100.0, 100.5, 120.0))
    shown = page(100.0, 110.0, 120.0, essays=(100.0, 100.5, 120.0))

    assert "At the essays' numbers, it is inside operations or separate (a tie) in" in said
    assert "essays" not in move
    assert shown.table.rows[0][-1].startswith("Inside operations or separate (a tie)")
    assert "No column names another place." in shown.intervals


def test_the_page_says_what_the_best_place_costs(page):
    """
    Separate pays 10 hours a day more than operations and keeps as many customers: so says the answer, and the table.
    """
    shown = page(110.0, 100.0, 120.0)
    cost = next(one for one in shown.sections if one.title.startswith("What it costs"))
    rows = {row[0]: row[1:] for row in cost.blocks[0].rows}

    assert shown.table.rows[0][2] == "yes\ncustomers kept: a tie\npaid hours a day: 10 [10, 10] more"
    assert rows["separate"][1] == "30"
    assert rows["inside operations (now)"][1] == "20"


def test_every_number_has_its_scope(page):
    """
    People, days, rule, route, replicates and the point stand beside the title and over each table of numbers.
    """
    shown = page(110.0, 100.0, 120.0)
    about = "9 people, days 11 to 30, {}rule digest, route peers first, 4 paired replicates"
    tables = [block for section in shown.sections for block in section.blocks if isinstance(block, Table)]
    tables = [table for table in tables if table.title]

    assert shown.about == about.format("")
    assert [table.title.partition("; ")[2] for table in tables] == [
        about.format(f"{point}, ") for point in ("middle", "middle", "halfway", "essays")
    ]
    assert shown.limits[0].startswith("Your firm as nine.csv has it: 9 people, days 11 to 30.")


def test_one_point_alone_has_no_other_column(page):
    shown = page(110.0, 100.0, 120.0, assume=(0.0,))

    assert shown.answer.startswith("Of the places with reporting lines, separate has the fewest")
    assert "at the essays' numbers, in every world" in shown.answer
    assert len(shown.table.header) == 3
    assert "Your column" not in shown.intervals


def test_points_rule_and_route_move_the_study(chart, tmp_path):
    """
    What is asked for stands in [levers], the first point first; rule and route in the study of draws too.
    """
    question = asked(chart(), assume=(0.0, 1.0), ration="bar", route="common_superior")
    files = write_studies(question, tmp_path / "out")
    places_, priors = (read_study(files[part]) for part in (BY_PLACE, PRIORS))

    assert [dict(one.settings) for one in places_.levers.levels] == [
        {"ration": "bar", "route": "common_superior", "assume": at} for at in (0.0, 1.0)
    ]
    assert dict(priors.levers.levels[0].settings) == {"ration": "bar", "route": "common_superior"}
    assert [one.id for one in read_study(write_studies(asked(chart()), tmp_path / "usual")[BY_PLACE]).variants] == [
        "assume_halfway", "assume_essays"
    ]  # fmt: skip


def test_notes_that_change_the_answer_come_first(tmp_path):
    """
    Semicolons and dropped columns are told after a repair, and a repair after who may answer customers.
    """
    (tmp_path / "p.csv").write_text(
        "Nr;Title;Boss;Colour\n1;Director;;red\n2;Head of Operations;1;red\n3;Warehouse Clerk;2;red\n"
        "4;Head of Customer Support;1;red\n5;Customer Support Agent;4;red\n6;Accountant;77;red\n"
    )
    read = read_organisation([tmp_path / "p.csv"], columns={"id": "Nr", "title": "Title", "reports_to": "Boss"})
    said = in_order(read)

    assert len(said) == 4
    assert "may answer" in said[0]
    assert "77" in said[1]
    assert {"semicolons", "columns"} <= {word.strip(",:") for line in said[2:] for word in line.split()}


# ── The command ──────────────────────────────────────────────────────────────────────────────────


def test_where_answers_and_its_studies_make_the_same_digits(reportsto, chart, tmp_path):
    """
    One command: an object, a page, HTML; then `study run` on the files it wrote gives the same tables of runs.
    """
    out = tmp_path / "out"
    arguments = ("where", chart(), "--out", out, "--html", tmp_path / "page.html", *SHORT)
    code, said, err = reportsto(*arguments, "--json")
    found = json.loads(said)

    assert code == 0, err
    assert "about 0 s" not in err
    assert found["places"]["now"] == "inside_operations"
    assert [one["world"] for one in found["worlds"]] == ["neutral", "once", "contagion", "contract"]
    assert {"best", "tie", "decided", "lead", "matters", "leads_at_share_of_draws"} <= found["worlds"][0].keys()
    assert found["worlds"][0]["elsewhere"].keys() == {"halfway", "essays"}
    assert found["worlds"][0]["beside"].keys() == {"customers_end", "hours_paid"}
    assert found["scope"] == {
        "people": 9, "days": 30, "replicates": 4, "draws": 2, "seed": 20261204, "ration": "digest",
        "route": "peers_first", "assume": 1.0, "also_assumed": [0.5, 0.0],
    }  # fmt: skip
    assert not any(one["given"] for one in found["numbers"])
    page = (out / "where.md").read_text()
    assert page.startswith("# Where should customer service sit? nine.csv")
    assert "9 people, days 11 to 30" in page
    assert "default of product_shop" in page
    assert "![Places](figures/places.png)" in page
    assert (out / found["figure"]).read_bytes().startswith(b"\x89PNG")
    html = (tmp_path / "page.html").read_text()
    assert "<script" not in html
    assert "data:image/svg+xml" in html
    assert 'href="figures/' not in html, "the figures do not stand beside this page"

    code, screen, err = reportsto(*arguments)
    assert code == 0
    assert screen.startswith("Where should customer service sit? nine.csv")
    assert "a second" not in err  # saved runs are reused: nothing was run again

    for part in (BY_PLACE, PRIORS):
        assert reportsto("study", "run", out / f"{part}.toml", "--out", tmp_path / part, "--workers", 1)[0] == 0
        assert read_runs(out / part / RUNS).equals(read_runs(tmp_path / part / RUNS))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--replicates", "3"), "--replicates"),
        (("--points", "-1"), "--points"),
        (("--firm", "prodct_shop"), "did you mean 'product_shop'?"),
        (("--firm", "none.toml"), "none.toml: cannot be read"),
        (("--html", "no/such/folder/page.html"), "no/such/folder"),
        (("--assume", "midle"), "did you mean 'middle'?"),
        (("--assume", "2"), "expected essays, halfway, middle, or a number from 0 to 1"),
        (("--assume", "middle,1"), "--assume 'middle,1'; expected at most 3 points, each once"),
        (("--assume", "0,0.2,0.4,0.6"), "expected at most 3 points"),
        (("--ration", "digst"), "did you mean 'digest'?"),
        (("--route", "peers"), "unknown route 'peers'"),
    ],
)
def test_a_slip_is_one_line(reportsto, chart, options, says):
    code, out, err = reportsto("where", chart(), *options)

    assert (code, out) == (2, "")
    assert says in err.splitlines()[-1]


def test_a_chart_that_cannot_be_run_is_refused_with_what_it_lacks(reportsto, chart):
    """
    Nobody who answers customers: one line. A superior that is no post: with --strict its line in the file.
    """
    code, out, err = reportsto("where", chart("4,Support,2,service", "4,Beekeeper,2,other"))
    assert (code, out) == (2, "")
    assert "service" in err.splitlines()[0]

    code, out, err = reportsto("where", chart("2,Head of logistics,1", "2,Head of logistics,7"), "--strict")
    assert (code, out) == (2, "")
    assert "nine.csv:3" in err


def test_files_that_are_no_pair_are_refused_as_everywhere(reportsto, chart, tmp_path):
    """
    Two charts that are not an organogram: the line of `chart show`.
    """
    other = tmp_path / "other.csv"
    other.write_text(NINE)
    codes, outs, errs = zip(*(reportsto(*one, chart(), other) for one in (("where",), ("chart", "show"))), strict=True)

    assert codes == (2, 2)
    assert outs == ("", "")
    assert errs[0] == errs[1]


# ── A folder that holds something else ───────────────────────────────────────────────────────────


def question(file, source="nine.csv", replicates=4):
    return replace(asked(file), source=source, replicates=replicates)


def test_a_folder_of_the_same_question_is_gone_on_with(chart, tmp_path):
    """
    The same question, also with more replicates, may use what it wrote; an empty folder and none are free.
    """
    check_folder(question(chart()), tmp_path / "none")
    write_studies(question(chart()), tmp_path / "w")
    (tmp_path / "w" / "where.md").write_text("# Where should customer service sit? nine.csv\n")

    check_folder(question(chart()), tmp_path / "w")
    check_folder(question(chart(), replicates=8), tmp_path / "w")


@pytest.mark.parametrize("changes", [("Warehouse,2,logistics,3", "Warehouse,2,logistics,4"), ()])
def test_a_folder_of_another_question_is_refused_before_anything_is_written(reportsto, chart, tmp_path, changes):
    """
    Another source, or the same name with another chart in it: one line that names --out, and every file as it was.
    """
    write_studies(question(chart(), "nine.csv" if changes else "ten.csv"), tmp_path / "w")
    before = {file: file.read_bytes() for file in (tmp_path / "w").rglob("*.*")}
    code, out, err = reportsto("where", chart(*changes), "--out", tmp_path / "w", *SHORT)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "of another question; name another folder with --out" in err
    assert "--fresh" not in err
    assert {file: file.read_bytes() for file in (tmp_path / "w").rglob("*.*")} == before


@pytest.mark.parametrize("name", ["places.toml", "priors.toml", "where.md", "chart/nine.csv", "figures/places.png"])
def test_files_that_somebody_else_wrote_are_not_replaced(reportsto, chart, tmp_path, name):
    """
    A folder with a file of one of our names and another text is refused in one line that names the file.
    """
    (tmp_path / "w" / name).parent.mkdir(parents=True)
    (tmp_path / "w" / name).write_text("my own notes\n")
    code, out, err = reportsto("where", chart(), "--out", tmp_path / "w", *SHORT)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"{name.removeprefix('figures/')} there is" in err
    assert "--out" in err
    assert [file.name for file in (tmp_path / "w").rglob("*.*")] == [name.rpartition("/")[2]]


def test_advice_to_run_afresh_names_the_command_that_does(tmp_path):
    """
    Kept runs of another model: --fresh is an option of study run, and the line says so.
    """
    told = r"--fresh as in reportsto study run w.toml --out w --fresh"
    with pytest.raises(StudyError, match=told), told_how_afresh(Path("w.toml"), Path("w")):
        raise StudyError("--fresh runs all again, or name another --out")
    with pytest.raises(StudyError, match=r"^no space$"), told_how_afresh(Path("w.toml"), Path("w")):
        raise StudyError("no space")


def test_an_import_never_replaces_what_it_reads(reportsto, chart):
    """
    `chart import x.csv --out x.csv` is refused in one line, and the file stays as it was.
    """
    file = chart()
    before = file.read_bytes()
    code, out, err = reportsto("chart", "import", file, "--out", file)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is the file to be read" in err
    assert file.read_bytes() == before


def test_compiling_is_told_where_another_folder_of_the_code_was_compiled(capsys, monkeypatch, tmp_path):
    """
    Machine code is kept by folder of the installation: a minute of silence looks like a fault. Once kept, no line.
    """
    monkeypatch.setattr(compiling, "is_cold", lambda: False)
    monkeypatch.setattr(kernel, "is_compiled", lambda: False)
    monkeypatch.setattr(kernel, "simulate", SimpleNamespace(stats=SimpleNamespace(cache_path=str(tmp_path))))

    get_ready("compiled")
    assert capsys.readouterr().err.startswith("Compiling the model for this machine: about half a minute")

    (tmp_path / "kernel.nbc").write_text("")
    get_ready("compiled")
    assert capsys.readouterr().err == ""
