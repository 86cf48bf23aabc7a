"""Every repair is told with file and line, a strict reading names all of them at once, and none is named twice."""

import io
import json

import pytest

import people_files as files
from reportsto.chart_files.csv import chart_to_csv
from reportsto.chart_files.reading import read_chart
from reportsto.errors import ChartError
from reportsto.organisations.reading import read_organisation

WIDE = "2004,Warehouse Associate,2003"
FAULTS = {
    "a row with too many cells": (WIDE, "2004,Warehouse Associate, night shift,2003", 5, "4 cells"),
    "a row of one cell": ("2005,Warehouse Associate,2003", "as of today", 6, "1 cell"),
    "a superior that no row has": ("Account Executive,2011", "Account Executive,7777", 13, "'7777'"),
    "a word for nobody": ("Managing Director,", "Managing Director,n/a", 2, "'n/a'"),
    "a circle": ("Head of Marketing,2001", "Head of Marketing,2010", 10, "circle"),
    "an id that is missing": ("2007,Customer", ",Customer", 8, "id is missing"),
    "a formula": ("Marketing Specialist", "=Marketing Specialist", 11, "begins with '='"),
}


def broken(*kinds):
    """Return the table of the firm with some faults in it."""
    text = files.plain()
    for kind in kinds:
        old, new, *_ = FAULTS[kind]
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("first", FAULTS)
@pytest.mark.parametrize("second", FAULTS)
def test_faults_of_two_kinds_are_named_at_once(read, first, second):
    """
    Faults of rows, of superiors and of ids stand together in one refusal, each with its line, and nothing else.
    """
    kinds = dict.fromkeys((first, second))
    faults = read(broken(*kinds), strict=True).faults

    assert sorted(fault.split("chart.csv:")[1].split(":")[0] for fault in faults) == sorted(
        str(FAULTS[kind][2]) for kind in kinds
    )
    assert all(any(FAULTS[kind][3] in fault for fault in faults) for kind in kinds)


@pytest.mark.parametrize("kind", FAULTS)
def test_what_strict_refuses_is_noted_by_default(read, kind):
    """
    The default mode repairs the same faults, on the same lines.
    """
    refused, repaired = read(broken(kind), strict=True), read(broken(kind))
    told = {(note.line, note.what) for note in repaired.notes}

    assert repaired.faults == ()
    for fault in refused.faults:
        line, what = fault.split("chart.csv:")[1].split(": ", 1)
        assert (int(line), what) in told


def test_who_reports_to_a_row_left_out_is_no_fault_of_its_own(read):
    """
    Nine people below a broken row: strict names the row once, and the default mode says where the row stands.
    """
    text = files.plain().replace("2002,Head of Operations,2001", "2002,Head of Operations, and supply,2001")
    strict, usual = read(text, strict=True), read(text, as_={"logistics": "2003"})

    assert len(strict.faults) == 1
    assert "4 cells" in strict.faults[0]
    assert [note.line for note in usual.notes if "a post on line 3, which was left out" in note.what] == [4, 7]


def test_both_files_of_an_organogram_are_looked_at(tmp_path):
    """
    A senior file that cannot be opened, and a junior file that cannot, are two lines.
    """
    senior, junior = tmp_path / "o-senior.csv", tmp_path / "o-junior.csv"
    senior.write_text(files.SENIOR + '"open')
    junior.write_text("")
    faults = read_organisation([senior, junior]).faults

    assert len(faults) == 2
    assert "o-senior.csv:5" in faults[0]
    assert "o-junior.csv" in faults[1]


def test_a_column_that_neither_file_has_is_refused(tmp_path):
    """
    --columns is held against the headers of both files of an organogram.
    """
    senior, junior = tmp_path / "o-senior.csv", tmp_path / "o-junior.csv"
    senior.write_text(files.SENIOR)
    junior.write_text(files.JUNIOR)

    assert "unknown column 'Chef'" in read_organisation([senior, junior], columns={"unit": "Chef"}).faults[0]
    assert read_organisation([senior, junior], columns={"unit": "Parent Department"}).faults == ()


TOLD = {
    "a JSON key twice": (
        "org.json",
        json.dumps(json.loads(files.edges())["nodes"])
        .replace('"title": "Head of Sales"', '"title": "Nobody",\n"title": "Head of Sales"')
        .replace("[{", '[{"reports_to": 0}, {', 1),
        2,
        "'title' stands there twice in one table",
    ),
    "a YAML key twice": (
        "team.yaml",
        files.yaml().replace("  name: Ben Bell\n", "  name: Ben Bell\n  name: Bob Bell\n"),
        8,
        "'name' stands there twice in one table",
    ),
    "an LDIF attribute twice": (
        "people.ldif",
        files.ldif().replace("title: Head of Sales\n", "title: Head of Sales\ntitle: Head of Everything\n"),
        0,
        "title has a second value",
    ),
    "an LDIF entry twice": (
        "people.ldif", files.ldif() + "\ndn: UID=2012, ou=People,dc=example,dc=com\ntitle: Chief\n", 0,
        "stands there twice",
    ),
    "an edge of no node": ("graph.json", files.edges().replace('"edges": [', '"edges": [{"from": 2001, "to": 7}, '), 0,
                           "1 edge of a post that is no node"),
    "text among posts": ("org.json", json.dumps(files.nested()).replace('"children": [', '"children": ["Bob", ', 1), 0,
                         "1 text or number among posts"),
    "two columns of superiors": (
        "people.csv",
        files.table(
            "id,title,Manager ID,Manager Title",
            lambda number, n, title, u, above: (
                number, title, above, "Head of Sales" if number == "2010" else files.TITLES.get(above, ""),
            ),
        ),
        11,
        "two columns name two superiors: 'Head of Marketing' and 'Head of Sales'",
    ),
    "a number of a row": (
        "people.csv",
        files.table(
            "No,Employee ID,Job title,Manager ID",
            lambda number, n, title, u, above: (
                int(number) - 2000, number, title, "9" if number == "2010" else above,
            ),
        ),
        11,
        "an id in another column",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TOLD)
def test_what_was_chosen_between_two_is_told(read, kind):
    """
    One repair, with its line where the format has lines; strict refuses it.
    """
    name, text, line, what = TOLD[kind]
    notes = [note for note in read(text, name).notes if what in note.what]
    faults = [fault for fault in read(text, name, strict=True).faults if what in fault]

    assert len(notes) == len(faults) == 1
    assert line in (0, notes[0].line)
    assert notes[0].file.endswith(name)


def test_a_formula_without_a_saved_value_is_told(read):
    """
    A workbook that no spreadsheet has computed has formulas and no values: each line says so, and strict refuses them.
    """
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(files.plain())))
    sheet = book["People"]
    sheet["B14"] = '=CONCAT("Account"," Executive")'  # the last row; the title above the header is line 1
    sheet["D14"] = "=1+1"  # in no column
    out = io.BytesIO()
    book.save(out)
    usual, strict = read(out.getvalue(), "people.xlsx"), read(out.getvalue(), "people.xlsx", strict=True)

    assert [(note.line, note.what) for note in usual.notes if "formula" in note.what] == [
        (14, "no value is saved for the formula in title; expected one")
    ]
    assert "people.xlsx:14: no value is saved for the formula in title" in strict.faults[0]


def test_a_second_column_of_one_name_is_another_column_in_excel_too(read):
    """
    The first of two columns called title is the title.
    """
    pytest.importorskip("openpyxl")
    text = files.plain().replace("reports_to", "reports_to,title").replace("\n2001,Managing Director,", "\n2001,MD,,x")

    assert read(files.workbook(text), "people.xlsx").report()["top"] == "MD"


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_line_breaks_in_cells_are_told_once(read, form):
    """
    A title on two lines, and one with a space of no width, are read with spaces: one note says so.
    """
    text = files.plain().replace("Head of Sales", '"Head\nof Sales"').replace("Account Exec", "Account\u200bExec")
    if form == "Excel":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(io.BytesIO(files.workbook(files.plain())))
        book["People"]["B13"], book["People"]["B14"] = "Head\nof Sales", "Account\u200bExecutive"
        out = io.BytesIO()
        book.save(out)
        organisation = read(out.getvalue(), "people.xlsx")
    else:
        organisation = read(text)

    notes = [note for note in organisation.notes if note.done == "read as spaces"]
    assert [note.what for note in notes] == ["2 cells with line breaks or characters that show nothing"]
    assert notes[0].line in (12, 13)
    assert {"Head of Sales", "Account Executive"} <= {post.title for post in organisation.chart.posts}


NOBODY = """\
id,title,reports_to,headcount,status
1,Owners,,0,
2,Founder,1,1,
3,Co-founder,1,1,
4,Head of Operations,2,1,
5,Warehouse Operative,4,3,
6,Customer Service Agent,3,2,
"""


@pytest.mark.parametrize("spelling", ["0", "0.0", "00", "0 %"])
def test_a_headcount_of_nothing_at_the_top_says_that_nobody_sits_there(read, spelling):
    """
    However it is spelt, unless somebody is asked to sit there; a note says which.
    """
    text = NOBODY.replace("Owners,,0", f"Owners,,{spelling}")
    alone, asked = read(text), read(text, top_desk=True)

    assert alone.chart.root().is_empty
    assert "nobody sits there; --top-desk puts somebody there" in [note.done for note in alone.notes]
    assert asked.chart.root().headcount == 1
    assert asked.chart.seats == alone.chart.seats + 1


def test_a_top_where_nobody_sits_is_kept_and_filled_when_asked_in_a_chart_file_too(read):
    """
    What was written with nobody at the top is read so, and with somebody there where that is asked for.
    """
    written = chart_to_csv(read(NOBODY).chart)

    assert read(written).chart.root().is_empty
    assert read(written, top_desk=True).chart.seats == read(written).chart.seats + 1


def test_nobody_above_one_post_is_no_top(read, tmp_path):
    """
    In a chart file it is refused; in another file somebody sits there, and a note says so.
    """
    text = NOBODY.replace("3,Co-founder,1", "3,Co-founder,2")
    organisation = read(text)
    told = [note.done for note in organisation.notes if note.what == "headcount is 0"]

    assert organisation.chart.root().headcount == 1
    assert told == ["kept as a post with one person, since others report to it"]
    (tmp_path / "chart.csv").write_text(
        "id,title,reports_to,function,headcount\n1,Owners,,executive,0\n2,Head,1,logistics,1\n3,Agent,2,service,2\n"
    )
    with pytest.raises(ChartError, match=r"chart\.csv:2: headcount is '0' above a single post"):
        read_chart(tmp_path / "chart.csv")


@pytest.mark.parametrize("row", ["7,Chief Operating Officer,,1,vacant\n", "7,Board,,0,\n", "7,Adviser,,1,Terminated\n"])
def test_a_top_where_nobody_sits_and_to_which_nobody_reports_adds_no_top(read, row):
    """
    A vacancy beside the chief executive, a board of nobody, somebody who left: the chart is the one without that row.
    """
    text = NOBODY.replace("Owners,,0", "Director,,1")
    without, organisation = read(text), read(text + row)

    assert organisation.chart.posts == without.chart.posts
    assert "left out: nobody sits there" in [note.done for note in organisation.notes]


def test_two_columns_of_units_are_told(read):
    """
    Which one is read decides functions, so a note names both, and how to read the other.
    """
    text = "id,title,reports_to,Team,Abteilung\n1,Chefin,,,\n2,Leiter Lager,1,Lager,Logistik\n"
    organisation = read(text + "3,Sachbearbeiter,2,Retouren,Logistik\n4,Kundenbetreuer,1,Service,Service\n")

    assert [note.done for note in organisation.notes if note.what == "2 columns of units: Team, Abteilung"] == [
        "the first is read, another where it is empty. Else say --columns unit=Abteilung"
    ]


def test_whom_nobody_holds_cannot_be_named(read):
    """
    Nobody sits at the top, so the top leads nothing and answers nobody.
    """
    (fault,) = read(NOBODY, as_={"logistics": "1"}).faults

    assert fault == "--as logistics='1': nobody sits at '1'; name another post, or say --top-desk too"


@pytest.mark.parametrize("form", ["people.ldif", "people.json"])
def test_signs_that_show_nothing_are_told_in_any_form(read, form):
    """
    In a directory and in JSON too.
    """
    text = files.ldif() if form == "people.ldif" else json.dumps(files.nested())
    organisation = read(text.replace("Account Exec", "Account\u200bExec"), form)

    told = [note.what for note in organisation.notes if note.done == "read as spaces"]
    assert told == ["1 cell with line breaks or characters that show nothing"]
    assert "Account Executive" in {post.title for post in organisation.chart.posts}


def test_who_might_answer_is_no_support_of_something_else(read):
    """
    Where nobody is known to answer, the question names customers first, and no support of law or machines.
    """
    text = "id,title,reports to\n1,CEO,\n2,Operations Director,1\n3,Legal Support Officer,1\n4,IT Support Officer,2\n"
    (told,) = read(text + "6,Customer Insight Analyst,1\n").faults

    assert "nobody answers customers" in told
    assert "perhaps '6' (Customer Insight Analyst)?" in told


def test_short_lines_are_told_once(read):
    """
    Exports leave out empty cells at the end of a line: one note counts such lines, and strict reads them too.
    """
    text = files.plain().replace("reports_to", "reports_to,location,unit")
    notes = [note for note in read(text).notes if "fewer cells" in note.what]

    assert [(note.line, note.what) for note in notes] == [(2, "12 lines with fewer cells than the header's 5")]
    assert read(text, strict=True).faults == ()


def test_what_is_taken_out_of_titles_is_told(read):
    """
    Links and addresses are told once for a file with their lines, and never quoted.
    """
    text = (
        files.plain()
        .replace("Head of Sales", "[Head of Sales](https://x.example)")
        .replace("Account Executive", "Account Executive ann@secret.example")
    )
    organisation = read(text)

    assert ("1 title or unit has a link", 12) in [(note.what, note.line) for note in organisation.notes]
    assert ("1 title or unit has an e-mail address", 13) in [(note.what, note.line) for note in organisation.notes]
    assert "secret" not in json.dumps(organisation.report())


def test_posts_inside_a_post_that_stands_there_twice_are_kept(read):
    """
    A post that is named twice in nested data is one post, with the posts of both below it.
    """
    text = json.dumps(
        {"id": "1", "title": "Chief", "children": [
            {"id": "2", "title": "Operations", "children": [{"id": "3", "title": "Support agent"}]},
            {"id": "2", "title": "Operations", "children": [{"id": "4", "title": "Warehouse worker"}]},
        ]}
    )  # fmt: skip
    chart = read(text, "org.json").chart

    assert {post.id: post.superior for post in chart.posts if post.id in "34"} == {"3": "2", "4": "2"}
