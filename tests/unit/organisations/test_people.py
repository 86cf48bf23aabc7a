"""People's names in titles and units: taken out before anything is kept, and no word of a title with them."""

import json

import pytest

from reportsto.chart_files.csv import chart_to_csv
from reportsto.organisations.people import known_people, without_people
from reportsto.organisations.reading import read_organisation

NAMED = {
    "Head of Service (Jane Smith)": "Head of Service",
    "Head of Service (Smith, Jane)": "Head of Service",
    "HEAD OF SERVICE (JANE SMITH)": "HEAD OF SERVICE",
    "Head of Service - Jane Smith": "Head of Service",
    "Jane Smith, Head of Service": "Head of Service",
    "Head of Service (Jane Smith, London)": "Head of Service (London)",
    "Head of Operations (Anna-Lena von Berg)": "Head of Operations",
    "Head of Operations (José María García)": "Head of Operations",
    "PA to John Brown": "PA",
    "PA to John Brown and Jane Smith": "PA",
    "PA to John Brown, Head of Service": "PA, Head of Service",
    "PA to Dr. Müller": "PA",
    "Executive Assistant to Jane": "Executive Assistant",
    "Assistant to J. Smith": "Assistant",
    "Office of Jane Smith": "Office",
    "Director (maternity cover for Kate Bush)": "Director (maternity cover)",
    "Jane Smith": "",
}
STAYS = (
    "Head of Sales (North West)", "Manager (New York)", "Grant Manager", "Account Manager - John Lewis",
    "PA to the Chief Executive", "Nurse (St James Hospital)", "Mary Poppins Team", "Knowledge Management (KIM)",
    "Base Manager, Diego Garcia", "Christian Aid", "Sales, Marketing", "Deputy to Head of Service",
    "Secretary to the Board", "Head of Service (Acting)",
    "Business Partner (Victoria Street)", "Angela Ripon Centre", "Dr", "", "C++ Developer",
)  # fmt: skip


@pytest.mark.parametrize("title", NAMED)
def test_a_name_in_a_title_is_taken_out(title):
    """
    In brackets, behind a dash or a comma, and behind "PA to", a name goes with what joined it to the title.
    """
    assert without_people(title) == NAMED[title]


@pytest.mark.parametrize("title", STAYS)
def test_what_is_no_name_stays_letter_by_letter(title):
    """
    Places, firms, units and abbreviations in the same positions are words of the title.
    """
    assert without_people(title) == title


def test_a_name_of_the_file_is_known_whatever_it_is():
    """
    A rare name that stands in the column of names is found in other titles; a role in that column is no name.
    """
    known = known_people(["Zbylut Brzeczka", "Customer Service", "Zoltan"])

    assert known == {"zbylut brzeczka"}
    assert without_people("PA to Zbylut Brzeczka", known) == "PA"
    assert without_people("PA to Zbylut Brzeczka") == "PA to Zbylut Brzeczka"


@pytest.mark.parametrize("name", ["Susan Hall", "Jane Green", "Al Smith"])
def test_a_name_of_the_file_with_a_word_of_places_is_a_name(name):
    """
    Hall, Green and Al are words of places and of the table; in the column of names, behind a given name, they are not.
    """
    assert without_people(f"Support agent ({name})", known_people([name])) == "Support agent"
    assert known_people(["Grant Manager", "Bristol Warehouse", "Susan Hall, Office"]) == set()


FORMS = {
    "a table": ("people.csv", "number,job title,department,boss\n1,Chief (Ann Secretname),,\n"
                "2,Operations Manager - Bob Secretname,Office of Bob Secretname,1\n3,PA to Bob Secretname,,2\n"
                "4,Support agent,Team of Zac Secretname,2\n"),
    "a chart of our own": ("chart.csv", "id,title,reports_to,function\n1,Chief (Ann Secretname),,executive\n"
                           "2,Operations - Bob Secretname,1,logistics\n4,Support (Zac Secretname),2,service\n"),
    "posts inside posts": ("org.json", json.dumps({"title": "Chief (Ann Secretname)", "children": [
        {"title": "Operations Manager", "name": "Bob Secretname", "children": [
            {"title": "Support agent for Bob Secretname", "name": "Zac Secretname"}]}]})),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_name_in_a_title_is_kept_unless_that_is_asked_for(form, tmp_path):
    """
    Neither the chart, nor what is told of it, has a name that stood in a title; --keep-names keeps titles whole.
    """
    name, text = FORMS[form]
    text = text.replace("Team of Zac Secretname", "Zac Secretname")
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_organisation([tmp_path / name])
    kept = read_organisation([tmp_path / name], keep_names=True)

    assert "Secretname" not in chart_to_csv(found.chart) + json.dumps(found.report())
    assert [note.done for note in found.notes if "a person's name" in note.what] == [
        "the name is dropped; --keep-names keeps it"
    ]
    assert "Chief (Ann Secretname)" in {post.title for post in kept.chart.posts}
