"""One firm in the forms in which people keep charts: each reads as the same firm, and says what was done."""

import io
import json
import re
import time
import zipfile

import pytest

import people_files as files
from reportsto.chart_files.csv import chart_to_csv
from reportsto.chart_files.reading import read_chart
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.errors import ChartError
from reportsto.organisations.reading import read_organisation
from reportsto.organisations.taken import named_once
from reportsto.vocabulary import Cause, Function


def workbook():
    """Return the firm as an Excel file; without the extra `charts` the test is skipped."""
    pytest.importorskip("openpyxl")
    return files.workbook(files.plain())


FORMS = {
    "three columns": (files.plain(), "chart.csv"),
    "superiors by address": (files.by_email(), "people.csv"),
    "superiors by name": (files.by_name(), "people.csv"),
    "parentId": (files.plain().replace("id,title,reports_to", "id,positionName,parentId"), "chart.csv"),
    "Reports To": (files.plain().replace("id,title,reports_to", "No,Role,Reports To"), "chart.csv"),
    "zero for nobody": (files.plain().replace("Managing Director,", "Managing Director,0"), "chart.csv"),
    "N/A for nobody": (files.plain().replace("Managing Director,", "Managing Director,N/A"), "chart.csv"),
    "the top reports to itself": (files.plain().replace("Managing Director,", "Managing Director,2001"), "chart.csv"),
    "superiors as floats": (
        files.table("id,title,reports_to", lambda number, n, title, u, above: (number, title, above and above + ".0")),
        "chart.csv",
    ),
    "lost zeros": (
        files.table("id,title,reports_to", lambda number, n, title, u, above: ("00" + number, title, above)),
        "chart.csv",
    ),
    "superiors by title": (
        files.table("Position,Reports to", lambda number, n, title, u, above: (title, files.TITLES.get(above, ""))),
        "chart.csv",
    ),
    "name and number": (
        files.table(
            "Employee ID,Title,Manager",
            lambda number, n, title, u, above: (number, title, above and f"{files.NAMES[above]} ({above})"),
        ),
        "chart.csv",
    ),
    "semicolons, Windows-1252, decimal comma": (
        files.table(
            "Personalnummer,Stelle,Vorgesetzter,Abteilung,FTE",
            lambda number, n, title, unit, above: (number, title + " für Händler", above, unit, "0,5"),
            ";",
        ).encode("cp1252"),
        "stellen.csv",
    ),
    "UTF-16 and tabs": (
        files.table(
            "Name,Reports_To,Title", lambda n, name, title, u, above: (name, files.NAMES.get(above), title), "\t"
        ).encode("utf-16"),
        "chart.txt",
    ),
    "a mark of UTF-8": (files.plain().encode("utf-8-sig"), "chart.csv"),
    "lines above": ("# made by a tool\n# connect: {}\n\n" + files.plain(), "chart.csv"),
    "a report's title above": ("People of the firm,,\nas of today,,\n" + files.plain(), "chart.csv"),
    "sep=;": ("sep=;\n" + files.plain().replace(",", ";"), "chart.csv"),
    "people inside people": (json.dumps(files.nested()), "org.json"),
    "a directory's list": (files.graph(), "users.json"),
    "nodes and edges": (files.edges(), "graph.json"),
    "YAML by role": (files.yaml(), "team.yml"),
    "LDIF": (files.ldif(), "people.ldif"),
    "Excel": (workbook, "people.xlsx"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_reads_as_the_same_firm(read, form):
    """
    Twelve posts on four levels: service is three posts inside operations, and two of them answer customers.
    """
    content, name = FORMS[form]
    report = read(content() if callable(content) else content, name).report()

    assert report["faults"] == []
    assert (report["posts"], report["depth"], report["ceo_direct_reports"]) == (12, 4, 3)
    assert report["top"].startswith("Managing Director")
    assert (len(report["service"]), len(report["answering"]), report["service_in"]) == (3, 2, "logistics")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_read_the_same_way_twice(read, form):
    """
    Ids that are made up follow from the file alone, and a chart that was written reads back as it was.
    """
    content, name = FORMS[form]
    content = content() if callable(content) else content
    chart = read(content, name).chart
    again = read(chart_to_csv(chart), "again.csv").chart

    assert read(content, name).chart == chart
    assert again.posts == chart.posts


@pytest.mark.parametrize(
    "form", ["superiors by address", "superiors by name", "YAML by role", "LDIF", "UTF-16 and tabs"]
)
def test_no_name_and_no_address_is_kept(read, form):
    """
    Nothing that comes out of a reading names a person, unless that is asked for.
    """
    content, name = FORMS[form]
    organisation = read(content, name)
    told = (chart_to_csv(organisation.chart) + json.dumps(organisation.report())).lower()

    for person in files.NAMES.values():
        first, last = person.lower().split()
        assert f"{first} {last}" not in told
        assert f"{first}.{last}" not in told
        assert f"{first}_{last}" not in told
    assert "@example" not in told


def test_names_are_kept_where_that_is_asked_for(read):
    """
    With keep_names the addresses are the ids.
    """
    assert read(files.by_email(), keep_names=True).chart.root().id == "ann.aro@example.com"


REPAIRED = {
    "zero for nobody": "reports_to is '0'",
    "the top reports to itself": "the post itself",
    "superiors as floats": "all 11 superiors",
    "lost zeros": "all 11 superiors",
}


@pytest.mark.parametrize(("form", "told"), REPAIRED.items())
def test_a_repair_is_noted_once_and_refused_by_strict(read, form, told):
    """
    The default mode says what it repaired in one note; the strict mode refuses the same thing with file and line.
    """
    content, name = FORMS[form]
    notes = [note for note in read(content, name).notes if told in note.what]
    strict = read(content, name, strict=True)

    assert len(notes) == 1
    assert notes[0].line >= 2
    assert [fault for fault in strict.faults if told in fault and f"{name}:" in fault]
    with pytest.raises(ChartError, match="reports_to"):
        _ = strict.chart


def test_strict_names_every_fault(read):
    """
    Three mistakes of three kinds are three lines.
    """
    rows = files.plain().replace("2004,Warehouse Associate,2003", "2004,Warehouse Associate,9999")
    rows = rows.replace("id,title,reports_to", "id,title,reports_to,FTE").replace(
        "2012,Account Executive,2011", "2012,Account Executive,2011,many"
    )
    rows = rows.replace("Managing Director,", "Managing Director,-")

    faults = read(rows, strict=True).faults

    assert len(faults) == 3
    assert {fault.split(":")[1] for fault in faults} == {"2", "5", "13"}


def test_zeros_lost_in_some_rows_only_are_refused_as_a_whole(read):
    """
    Where leading zeros explain ten of eleven superiors, nobody knows what the eleventh is: one fault, not ten.
    """
    text = files.table("id,title,reports_to", lambda number, n, title, u, above: ("00" + number, title, above))
    faults = read(text.replace("Account Executive,2011", "Account Executive,2999")).faults

    assert len(faults) == 1
    assert "10 of 11" in faults[0]


@pytest.mark.parametrize(
    ("asked", "people", "said"),
    [({}, 0, "nobody sits there"), ({"top_desk": True}, 1, "in the model it is a desk: one more level and person")],
)
def test_two_at_the_top_get_a_top_where_nobody_sits_unless_asked_for(read, asked, people, said):
    """
    An added top is one post more, and the note says what it changes.
    """
    organisation = read(files.plain() + "2099,Co-founder,\n", **asked)
    told = [note.done for note in organisation.notes if "two posts report to nobody" in note.done]

    assert organisation.report()["posts"] == 14
    assert organisation.chart.root().headcount == people
    assert organisation.chart.seats == 13 + people
    assert len(told) == 1
    assert said in told[0]


def test_a_superior_that_fits_two_posts_is_refused_and_both_are_named(read):
    """
    Two posts of one title that others report to by title: which is meant is not guessed.
    """
    text = (
        "title,reports to\nCEO,\nTeam lead,CEO\nTeam lead,CEO\nCustomer service agent,Team lead\nWarehouse worker,CEO\n"
    )
    faults = read(text).faults

    assert len(faults) == 1
    assert "fits 2 posts: 'Team lead' (line 3), 'Team lead' (line 4)" in faults[0]


def test_two_seats_of_one_person_are_two_posts(read):
    """
    Who leads marketing for the time being reports to her own first seat, and others report to that one.
    """
    text = files.by_name().replace('"Ives, Ike"', '"Aro, Ann"').replace("Ike Ives,Head of", "Ann Aro,Interim Head of")
    organisation = read(text)
    report = organisation.report()
    interim = next(post for post in organisation.chart.posts if post.title.startswith("Interim"))

    assert report["posts"] == 12
    assert interim.superior == organisation.chart.root().id


def test_a_vacancy_leads_nothing_and_answers_nobody(read):
    """
    A vacant lead stays in the line, a vacancy that nobody reports to is left out, and both are noted.
    """
    text = files.table(
        "Name,Employee ID,Title,Manager ID",
        lambda number, name, title, u, above: ("VACANT" if number in ("2006", "2008") else name, number, title, above),
    )
    organisation = read(text)
    report = organisation.report()

    assert report["posts"] == 11
    assert report["answering"] == ["2007"]
    assert "2006" in report["functions"]
    assert {note.line for note in organisation.notes if note.what == "vacant"} == {7, 9}


def test_a_post_with_reports_and_several_people_is_a_head_and_a_team(read):
    """
    A chart's superiors are one person each: the others become a team below the first.
    """
    text = files.plain().replace("id,title,reports_to", "id,title,reports_to,headcount")
    chart = read(text.replace("Customer Service Manager,2002", "Customer Service Manager,2002,3")).chart

    assert chart.post("2006").headcount == 1
    assert chart.post("2006 team").headcount == 2


def test_a_circle_is_cut_where_it_first_stands_in_the_file(read):
    """
    Two who report to each other hang below the top, and the note names the circle.
    """
    organisation = read(files.plain().replace("Head of Sales,2001", "Head of Sales,2012"))

    assert organisation.chart.post("2011").superior == "2001"
    assert [note.line for note in organisation.notes if "circle" in note.what] == [12]


def test_an_unknown_superior_is_told_and_the_post_stays(read):
    """
    A post whose superior no row has reports to the top.
    """
    organisation = read(files.plain().replace("Marketing Specialist,2009", "Marketing Specialist,7777"))

    assert organisation.chart.post("2010").superior == "2001"
    assert "7777" in next(note.what for note in organisation.notes if note.line == 11)


@pytest.mark.parametrize("above", ["{}000", "Person {}"])
def test_a_file_in_which_no_superior_is_a_post_is_refused(read, above):
    """
    Where none of the superiors is a post, another column has the ids: a chart of one level would be sound and wrong.
    """
    head, *rows = files.plain().splitlines()
    wrong = [f"{row.rpartition(',')[0]},{above.format(row.rpartition(',')[2])}" for row in rows[1:]]
    organisation = read("\n".join([head, rows[0], *wrong]))

    assert len(organisation.faults) == 1
    assert ":3: reports_to: none of 11 superiors is a post here" in organisation.faults[0]
    assert "--columns id=...,reports_to=..." in organisation.faults[0]


def test_one_superior_whom_no_row_has_is_the_top(read):
    """
    Where all name one superior, there is nothing to confuse: the rows stand below the one post without a superior.
    """
    text = "id,title,reports_to\n1,Director,\n2,Warehouse Associate,77\n3,Customer Service Agent,77\n"

    assert read(text).report()["ceo_direct_reports"] == 2


@pytest.mark.parametrize("names", ["Nom,Prénom", "Name,Vorname", "Apellidos,Nombre", "Last Name,First Name"])
@pytest.mark.parametrize("above", ["{1} {0}", '"{0}, {1}"'])
def test_superiors_are_named_by_two_columns_of_names(read, names, above):
    """
    Family names and given names in two columns: each is half of a name, and two people of one family are two people.
    """
    people = [("Roux", "Ada"), ("Martin", "Paul"), ("Martin", "Anne"), ("Noir", "Luc")]
    titles = ["Director", "Head of Logistics", "Head of Customer Service", "Customer Service Agent"]
    managers = ["", above.format(*people[0]), above.format(*people[0]), above.format(*people[2])]
    rows = [f"{at},{last},{first},{titles[at]},{managers[at]}" for at, (last, first) in enumerate(people)]
    organisation = read("\n".join([f"id,{names},title,manager", *rows]))

    assert organisation.faults == ()
    assert [organisation.chart.post(str(at)).superior for at in (1, 2, 3)] == ["0", "0", "2"]
    assert not any("superior" in note.what for note in organisation.notes)


@pytest.mark.parametrize(
    "header", ["Position ID,Business Title,Supervisor Position ID", "Matricule,Poste,Responsable hiérarchique",
               "Código,Puesto,Jefe directo"]
)  # fmt: skip
def test_headers_of_other_systems_and_languages_are_known(read, header):
    """
    Exports of Workday, and of French and Spanish firms, need no --columns.
    """
    assert read(files.plain().replace("id,title,reports_to", header)).report()["depth"] == 4


def test_columns_can_be_said(read):
    """
    A header in words that nobody knows is refused with the way to say it, and is read once that is said.
    """
    text = files.plain().replace("id,title,reports_to", "a,b,c")

    assert "--columns id=...,title=...,reports_to=... (columns here: a, b, c)" in read(text).faults[0]
    assert read(text, columns={"id": "a", "title": "b", "reports_to": "c"}).report()["posts"] == 12


def test_functions_and_heads_can_be_said(read):
    """
    Who answers can be named by what names a post in the file, and a head that is named owns its causes.
    """
    organisation = read(files.by_email(), as_={"logistics": "cid.cole@example.com"})
    chart = organisation.chart
    owner = chart_facts(chart, cause_owners({})).owner[Cause.LATE]

    assert chart.posts[owner].title == "Warehouse Manager"
    assert chart.highest(Function.LOGISTICS).title == "Warehouse Manager"


def test_who_answers_reads_back(read):
    """
    A lead who answers customers too is written, and reads back so.
    """
    chart = read(files.plain(), as_={"answering": "2006,2007,2008"}).chart
    again = read(chart_to_csv(chart), "again.csv").chart

    assert {post.id for post in again.posts if post.answers} == {"2006", "2007", "2008"}


def test_the_two_files_of_an_organogram_are_one_chart(tmp_path):
    """
    Junior groups hang below senior posts; a group whose senior post is none, or missing, is left out with a note.
    """
    senior, junior = tmp_path / "o-senior.csv", tmp_path / "o-junior.csv"
    senior.write_text(files.SENIOR)
    junior.write_text(files.JUNIOR)
    organisation = read_organisation([junior, senior])
    report = organisation.report()

    assert (report["posts"], report["top"], report["depth"], report["ceo_direct_reports"]) == (
        6,
        "Chief Executive",
        3,
        2,
    )
    assert [organisation.chart.post(post).headcount for post in report["answering"]] == [41]
    assert [note.line for note in organisation.notes if note.done == "left out"] == [5, 6]


def test_half_an_organogram_says_what_is_missing(tmp_path):
    """
    Junior posts alone are refused with the way to name both files.
    """
    junior = tmp_path / "o-junior.csv"
    junior.write_text(files.JUNIOR)

    assert "SENIOR.csv JUNIOR.csv" in read_organisation([junior]).faults[0]


REFUSED = {
    "org.mmd": (b'flowchart TD\n a["CEO"] --> b["Head"]\n', "Mermaid diagram is not read; expected CSV"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx or CSV"),
    "page.html": (b"<!DOCTYPE html><p>", "markup is not read"),
    "empty.csv": (b"", "the file is empty"),
    "broken.json": (b'{"title": ', "not valid JSON"),
    "broken.xlsx": (b"PK\x03\x04nothing", "no readable workbook"),
    "alias.yaml": (b"a: &x\n title: A\nb: *x\n", "an alias"),
    "binary.csv": (b"id,title,reports_to\n1,\x00,\n", "NUL byte"),
    "open.csv": (b'id,title,reports_to\n1,"A,\n', "quotation mark"),
    "deep.json": (b"[" * 100_000, "nested too deeply"),
    "names.json": (b'{"name": "A B", "children": [{"name": "C D"}]}', "--columns title=name"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_in_one_line(read, name):
    """
    The line names the file and says what to do.
    """
    content, told = REFUSED[name]
    faults = read(content, name).faults

    assert len(faults) == 1
    assert told in faults[0]
    assert name in faults[0]


def test_cells_of_a_spreadsheet_stay_text(read):
    """
    A formula, a path and markup in a title are a title, and no id becomes a formula.
    """
    text = (
        files.plain()
        .replace("Account Executive", "=1+1")
        .replace("2011", "=2011")
        .replace("Head of Sales", "../../x <b>")
    )
    organisation = read(text)
    titles = {post.title for post in organisation.chart.posts}

    assert {"1+1", "../../x <b>"} <= titles
    assert not [post.id for post in organisation.chart.posts if post.id.startswith(("=", "+", "-", "@"))]


def test_a_workbook_that_unpacks_to_too_much_is_refused(read, monkeypatch):
    """
    What a workbook holds is added up before any of it is unpacked.
    """
    from reportsto.organisations import excel

    monkeypatch.setattr(excel, "LARGEST_INSIDE", 1000)

    assert "when unpacked" in read(workbook(), "bomb.xlsx").faults[0]


def test_a_chart_of_our_own_stays_the_chart_it_was(read):
    """
    Sites, seats and second superiors of a chart file are those that its own reader finds.
    """
    text = (
        "id,title,reports_to,function,headcount,site,dotted\nceo,Chief,,executive,1,,\nops,Operations,ceo,logistics,1,east,\n"
        "shed,Warehouse,ops,logistics,3,east,\nhelp,Customer service,ceo,service,2,west,ops\n"
    )
    organisation = read(text)

    assert organisation.notes == ()
    assert organisation.chart.post("help").dotted == "ops"
    assert [post.site for post in organisation.chart.posts] == ["", "east", "east", "west"]


def seconds(act, times):
    """Return the least processor time of some runs, since others use the machine."""
    least = float("inf")
    for _ in range(times):
        began = time.process_time()
        act()
        least = min(least, time.process_time() - began)
    return least


def export(posts):
    """Return an export of many posts, eight to a superior."""
    above = ["", *(str(max(1, number // 8)) for number in range(2, posts + 1))]
    rows = [f"{number},Customer Service Representative,{boss}" for number, boss in enumerate(above, start=1)]
    rows[1] = "2,Head of Operations,1"
    return "Employee ID,Job Title,Manager ID\n" + "\n".join(rows)


@pytest.mark.slow
def test_a_hundred_thousand_posts_take_eight_times_as_long_as_an_eighth(read, record_property):
    """
    Reading is linear in the number of posts: where each post looked at all others, it would be 64 times.
    """
    eighth, whole = export(12_500), export(100_000)
    report = read(whole).report()
    times = seconds(lambda: read(eighth), 3), seconds(lambda: read(whole), 2)
    record_property("summary", f"100,000 posts read in {times[1]:.1f} s, an eighth of them in {times[0]:.1f} s")

    assert report["posts"] == 100_000
    assert times[1] < 24 * times[0]


def test_of_two_seats_of_one_person_the_one_in_the_unit_leads_it(read):
    """
    Where a person holds two posts under one id, those of a unit report to the post in that unit; else it is refused.
    """
    text = (
        "id,title,reports_to,unit\n1,CEO,,Office\n2,Head of Operations,1,Operations\n3,Warehouse worker,2,Operations\n"
        "2,Interim Head of Marketing,1,Marketing\n4,Marketing writer,2,Marketing\n5,Support agent,2,Operations\n"
    )
    chart = read(text).chart

    assert {post.id: post.superior for post in chart.posts} == {
        "1": None, "2": "1", "3": "2", "2 (2)": "1", "4": "2 (2)", "5": "2",
    }  # fmt: skip
    assert "fits 2 posts" in read(text.replace(",Marketing\n", ",\n").replace(",Operations\n", ",\n")).faults[0]


def test_several_superiors_are_one_and_a_dotted_line(read):
    """
    The first in a list of superiors is the superior, and the second is a dotted line.
    """
    chart = read(files.plain().replace("Account Executive,2011", "Account Executive,2011; 2009")).chart

    assert (chart.post("2012").superior, chart.post("2012").dotted) == ("2011", "2009")


HOSTILE = {
    "one id": lambda size: "id,title,reports_to\n" + "".join(f"7,Title {at},\n" for at in range(size)),
    "one title": lambda size: "title,reports to\nCEO,\n" + "Team lead,Team lead\n" * size,
    "many columns": lambda size: "id,title,reports_to," + ",".join(f"c{at}" for at in range(10 * size)) + "\n",
    "columns of one name": lambda size: "id,title,reports_to" + ",c" * 200 * size + "\n",
    "a long cell": lambda size: "id,title,reports_to\n1,CEO,\n2," + "x" * 2_000 * size + ",1\n",
    "a long JSON text": lambda size: '[{"id": "1", "title": "' + "@" * 2_000 * size + '", "reports_to": ""}]',
    "a long title with brackets": lambda size: f'[{{"id": "1", "title": "{"A (B " * size}", "reports_to": ""}}]',
    "a long id": lambda size: '[{"id": "' + "x" * 2_000 * size + '", "title": "CEO", "reports_to": ""}]',
    "JSON keys of one name": lambda size: "[{" + '"title": "CEO",' * 4 * size + '"reports_to": ""}]',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_large_is_refused_in_time_that_grows_as_it_does(read, kind):
    """
    Eight times as much takes eight times as long, up to 10 MB: not 64, as where each part is held against all.
    """
    name = "people.json" if HOSTILE[kind](1).startswith("[") else "people.csv"
    part, whole = HOSTILE[kind](625), HOSTILE[kind](5_000)
    organisation = read(whole, name)

    assert organisation.faults
    assert all(len(fault) < 1_000 for fault in organisation.faults)
    assert seconds(lambda: read(whole, name), 2) < 24 * seconds(lambda: read(part, name), 4) + 0.05


def test_a_thousand_columns_of_one_name_are_a_thousand_columns():
    """
    Each gets a number of its own, and one that has that number already keeps it.
    """
    names = named_once(["id", *["c"] * 998, "c (3)"])

    assert len(set(names)) == 1_000
    assert names[:4] == ["id", "c", "c (2)", "c (3)"]


@pytest.mark.parametrize("superior", ["Olivia Brandtsecret", "o.brandtsecret@koehler.example"])
def test_a_superior_who_is_no_post_is_not_named(tmp_path, superior):
    """
    Somebody who left may still stand as a manager: the line is told, the name is not; an id that is no post is.
    """
    text = "id,name,title,manager\n1,A B,Director,\n2,C D,Warehouse Associate,{}\n3,E F,Customer Service Agent,99\n"
    text += "4,G H,Marketing Specialist,1\n"
    (tmp_path / "people.csv").write_text(text.format(superior), encoding="utf-8")
    notes = [f"{note.line} {note.what}" for note in read_organisation([tmp_path / "people.csv"]).notes]

    assert "secret" not in " ".join(notes)
    assert any(note.startswith("3 reports_to is a text, which is no post here") for note in notes)
    assert any(note.startswith("4 reports_to is '99', which is no post here") for note in notes)


def test_a_vacancy_under_last_name_is_a_vacancy(tmp_path):
    """
    In an export with first and last names the word stands in one of them.
    """
    rows = "1,Ann,Bo,Director,\n2,Cy,Di,Warehouse Associate,1\n3,Ed,Fo,Customer Service Agent,1\n4,,(vacant),Agent,1\n"
    (tmp_path / "people.csv").write_text(f"id,first name,last name,title,manager\n{rows}", encoding="utf-8")

    assert len(read_organisation([tmp_path / "people.csv"]).chart.posts) == 3


OWN = "id,title,reports_to,function\n{0},Chief,,executive\n{1},Operations,{0},logistics\n{2},Support,{0},service\n"
NAMING = {
    "addresses in a chart of our own": OWN.format("ann@s.example", "bo@s.example", "zac@s.example"),
    "names in a chart of our own": OWN.format("Ann Secretname", "Bo Secretname", "Zac Secretname"),
    "an address in a title of our own": OWN.format("1", "2", "3").replace("Chief", "Chief zac@s.example"),
    "short names": "id,name,title,manager\nBo Li,Bo Li,CEO,\n李明,李明,Operations,Bo Li\n3,,Support agent,李明\n",
    "logins": "id,name,title,manager\nisecretname,Ines Secretname,CEO,\n2,,Operations,\n3,,Support agent,2\n",
    "names as ids": "id,title,manager\nAnn Secretname,CEO,\nBo Secretname,Operations,Ann Secretname\n"
    "Zac Secretname,Support agent,Bo Secretname\n",
    "an address that stands twice": "id,title,manager\nann@s.example,CEO,\nbo@s.example,Operations,ann@s.example\n"
    "zac@s.example,Support agent,bo@s.example\nzac@s.example,Support agent,bo@s.example\n",
}


@pytest.mark.parametrize("kind", NAMING)
def test_an_id_that_names_a_person_is_replaced(read, kind):
    """
    Whatever the form of the file and however short the name, ids become p1, p2, ... and no note quotes the old ones.
    """
    organisation = read(NAMING[kind])
    told = chart_to_csv(organisation.chart) + json.dumps(organisation.report(), ensure_ascii=False)

    assert not [word for word in ("Secretname", "secretname", "s.example", "Bo Li", "李明") if word in told]


@pytest.mark.parametrize(
    "ids", [("1", "2", "3"), ("ceo", "head_of_ops", "support_lead"), ("Chief", "Operations", "Support")]
)
def test_a_chart_of_our_own_that_names_nobody_stays(read, ids, tmp_path):
    """
    Numbers, slugs and names of posts are ids, and the chart is the one its own reader makes.
    """
    organisation = read(OWN.format(*ids))

    assert organisation.notes == ()
    assert organisation.chart == read_chart(tmp_path / "chart.csv")


def test_ids_called_after_posts_stay(read):
    """
    Capitalised words that say a function, or stand in titles, name posts.
    """
    text = "id,title,manager\nManaging Director,MD,\nOperations Head,Operations,Managing Director\n"
    chart = read(text + "Customer Service,Support agent,Operations Head\n").chart

    assert [post.id for post in chart.posts] == ["Managing Director", "Operations Head", "Customer Service"]


def test_ids_of_our_own_that_are_replaced_can_still_be_said(read):
    """
    --as takes the id that stands in the file.
    """
    organisation = read(NAMING["addresses in a chart of our own"], as_={"answering": "zac@s.example"})

    assert [post.id for post in organisation.chart.posts if post.answers] == ["p3"]


@pytest.mark.parametrize("nodes", ["null", "7", '{"1": 2}'])
def test_a_graph_without_nodes_is_refused_in_one_line(read, nodes):
    """
    Edges alone are no posts.
    """
    faults = read(f'{{"nodes": {nodes}, "edges": [{{"source": 1, "target": 2}}]}}', "graph.json").faults

    assert len(faults) == 1
    assert "no posts found" in faults[0]


def test_a_key_that_is_an_id_has_no_control_characters(read):
    """
    What stands above a record is cleaned as its fields are.
    """
    data = {
        "a\u001b[31m1": {"title": "CEO"},
        "2": {"title": "Operations", "reports_to": "a\u001b[31m1"},
        "3": {"title": "Support agent", "reports_to": "2"},
    }

    assert [post.id for post in read(json.dumps(data), "org.json").chart.posts] == ["a [31m1", "2", "3"]


def test_a_workbook_with_a_row_that_excel_has_not_is_refused(read):
    """
    A row number is a place up to which rows are walked, so it is looked at before.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb'<row r="3"', b'<row r="99999999999"', old.read(name)))

    assert "a row above 1,048,576" in read(out.getvalue(), "far.xlsx").faults[0]


def test_an_error_names_thirty_faults_and_counts_the_rest(read):
    """
    The report has all of them.
    """
    organisation = read("title,reports to\nCEO,\n" + "Lead,CEO\n" * 2 + "Support agent,Lead\n" * 40)

    assert len(organisation.report()["faults"]) == 40
    with pytest.raises(ChartError, match=r"\.\.\. and 10 more") as caught:
        _ = organisation.chart
    assert len(str(caught.value).splitlines()) == 31


def test_check_and_import_print_as_many_notes(reportsto, tmp_path):
    """
    Forty repairs: both commands print thirty of them and count the rest.
    """
    rows = "".join(f"{at},Warehouse Associate,x{at}\n" for at in range(3000, 3040))
    (tmp_path / "people.csv").write_text(files.plain() + rows)
    _, checked, _ = reportsto("chart", "check", str(tmp_path / "people.csv"))
    _, _, imported = reportsto("chart", "import", str(tmp_path / "people.csv"), "--out", str(tmp_path / "chart.csv"))

    for told in (checked, imported):
        assert told.count("which is no post here") == 30
        assert "... and 11 more" in told  # one asks about the lead of two who answer


def test_parts_of_posts_that_answer_are_said_to_be_whole_people(read):
    """
    Two half posts that answer bring the work of two people: one note says so, and none where people are whole.
    """
    half = files.table("id,title,reports_to,FTE", lambda number, n, title, u, above: (number, title, above, "0.5"))
    notes = [note.what for note in read(half).notes if "full-time equivalents answer" in note.what]

    assert notes == ["1.00 full-time equivalents answer customers, some of them in parts of posts"]
    for people in ("1", "20.6"):  # 21 people are nearly 20.6
        assert not [note for note in read(half.replace("0.5", people)).notes if "full-time" in note.what]


def test_a_superior_that_fits_two_columns_of_ids_is_refused(read):
    """
    Employee 1 at position 2 above employee 2 at position 1: which is meant is not guessed, until a column is named.
    """
    text = (
        "Employee ID,Position ID,Title,Manager ID\n10,100,CEO,\n1,2,Head of Operations,10\n"
        "2,1,Customer Service Manager,1\n3,5,Customer service agent,2\n5,7,Warehouse worker,1\n"
    )
    found = read(text)
    by_employee = read(text, columns={"id": "Employee ID"}).chart

    assert "fits 2 posts: 'Head of Operations' (line 3), 'Customer Service Manager' (line 4)" in found.faults[1]
    assert "--columns id=" in found.faults[1]
    assert any(note.what == "2 columns of ids: Employee ID, Position ID" for note in found.notes)
    assert {post.id: post.superior for post in by_employee.posts} == {
        "10": None,
        "1": "10",
        "2": "1",
        "3": "2",
        "5": "1",
    }


def test_a_post_under_one_of_its_own_title_is_another_person(read):
    """
    A team lead below a team lead is no second seat: who reports to a team lead is refused.
    """
    text = (
        "id,title,reports to\n1,CEO,\n2,Team lead,CEO\n3,Team lead,2\n4,Customer service agent,Team lead\n"
        "5,Warehouse worker,CEO\n"
    )
    assert "fits 2 posts" in read(text).faults[0]


@pytest.mark.parametrize("line", ["Total,,,,27", "Summe:,,,,27", "Gesamt,,,,27", ",Grand total,,,27", "sum,,,,27"])
def test_a_total_at_the_bottom_is_no_post(read, line):
    """
    A sum under the last post is left out with a note; a strict reading names it.
    """
    header, *rows = files.plain().splitlines()
    text = "\n".join([f"{header},unit,headcount", *(f"{row},,1" for row in rows), line, ""])
    organisation = read(text)

    assert sum(post.headcount for post in organisation.chart.posts) == 12
    assert [note.line for note in organisation.notes if "a sum, no post" in note.done] == [14]
    assert any(":14: the last line begins with" in fault for fault in read(text, strict=True).faults)


def test_a_post_called_total_stays(read):
    """
    With a superior or a title of its own, the last line is a post whatever its id is.
    """
    for line in ("Total,Marketing assistant,2009", "Total,Total,2009"):
        assert read(f"{files.plain()}{line}\n").report()["posts"] == 13
