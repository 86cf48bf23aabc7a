"""Functions of the posts of an organisation: from titles and units, who leads, who answers, who delivers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.errors import ChartError
from reportsto.organisations.functions import assign, taken_from
from reportsto.organisations.raw import RawPost
from reportsto.organisations.titles import functions_of
from reportsto.organisations.words import own_words, stems, words_with
from reportsto.vocabulary import Function

SHOP = {
    "1001": ("Managing Director", None),
    "1002": ("Head of Operations", "1001"),
    "1003": ("Warehouse Manager", "1002"),
    "1004": ("Warehouse Associate", "1003"),
    "1006": ("Customer Service Manager", "1002"),
    "1007": ("Customer Service Representative", "1006"),
    "1008": ("Customer Service Representative", "1006"),
    "1009": ("Head of Marketing", "1001"),
    "1011": ("Head of Sales", "1001"),
    "1012": ("Quill sharpener", "1011"),
}
SOFTWARE = {
    "1": ("CEO", None),
    "2": ("VP Engineering", "1"),
    "3": ("Software Engineer", "2"),
    "4": ("Software Engineer", "2"),
    "5": ("VP Customer Engineering", "1"),
    "6": ("Support Engineer", "5"),
    "8": ("VP Marketing", "1"),
    "9": ("VP Sales", "1"),
}


def posts(chart, **units):
    return [RawPost(post, above, title, units.get(title, "")) for post, (title, above) in chart.items()]


def vacant(chart, *ids):
    return [RawPost(post, above, title, vacant=post in ids) for post, (title, above) in chart.items()]


def test_a_shop_is_read_from_its_titles():
    """
    In a chart of ids, titles and superiors alone, each department and who answers customers are found.
    """
    assigned = assign(posts(SHOP))
    assert assigned.functions["1007"] is Function.SERVICE
    assert assigned.functions["1004"] is Function.LOGISTICS
    assert assigned.heads == {
        Function.LOGISTICS: "1002",
        Function.MARKETING: "1009",
        Function.SALES: "1011",
        Function.SERVICE: "1006",
    }
    assert assigned.answering == ("1007", "1008")
    assert not assigned.faults


def test_each_reason_says_which_words():
    """
    Every post has a reason, and a title's reason quotes the words that were found in it.
    """
    assigned = assign(posts(SHOP))
    assert assigned.reasons.keys() == SHOP.keys()
    assert assigned.reasons["1007"] == "title has 'customer service'"


def test_what_nobody_could_say_stays_unknown():
    """
    A post of which neither title nor unit says anything is other, and a unit that nobody knows hands nothing on.
    """
    assigned = assign([*posts(SHOP), RawPost("x", "1004", "Gnome", "Garden")])
    assert assigned.functions["x"] is Function.OTHER
    assert "nothing" in assigned.reasons["x"]


def test_a_post_without_a_unit_does_what_the_team_above_it_does():
    """
    A title that says nothing, directly or further down below a warehouse manager, is logistics.
    """
    below = [RawPost("a", "1003", "Team leader"), RawPost("b", "a", "Helper")]
    assigned = assign([*posts(SHOP), *below])
    assert assigned.functions["b"] is Function.LOGISTICS
    assert "Warehouse Manager" in assigned.reasons["b"]


def test_the_unit_decides_where_the_title_names_nothing():
    """
    An administrative officer is finance in the finance department, and service in the contact centre.
    """
    officers = [RawPost("f", "1001", "Administrative Officer", "Finance"), RawPost("s", "1006", "AO", "Contact Centre")]
    assigned = assign([*posts(SHOP), *officers])
    assert assigned.functions["f"] is Function.FINANCE
    assert assigned.functions["s"] is Function.SERVICE


@pytest.mark.parametrize("title", ["Communications support officer", "Caseworker", "Operations Support Officer"])
@pytest.mark.parametrize("unit", ["Complaints Resolution", "Customer Relations", "Complaint Handling Team"])
def test_a_unit_of_complaints_is_service(title, unit):
    """
    Communications and casework in a unit of complaints are service; an accountant and a lawyer there are not.
    """
    assigned = assign([*posts(SHOP), *(RawPost(one, "1009", one, unit) for one in (title, "Accountant", "Lawyer"))])
    assert assigned.functions[title] is Function.SERVICE
    assert assigned.functions["Accountant"] is Function.FINANCE
    assert assigned.functions["Lawyer"] is Function.OTHER
    assert (
        assign([*posts(SHOP), RawPost("x", "1009", "Communications Manager", "External Affairs")]).functions["x"]
        is Function.MARKETING
    )


def test_a_stated_function_wins():
    """
    What the file states holds against the title.
    """
    stated = RawPost("x", "1001", "Warehouse Associate", function=Function.FINANCE)
    assigned = assign([*posts(SHOP), stated])
    assert assigned.functions["x"] is Function.FINANCE
    assert assigned.reasons["x"] == "the file says so"


@pytest.mark.parametrize(
    "title", ["Assistant to the COO", "PA to Head of Operations", "Executive Assistant, Operations"]
)
@pytest.mark.parametrize("function", [None, Function.LOGISTICS])
def test_an_assistant_leads_nothing(title, function):
    """
    An assistant as high as the head of operations, and before it in the file, is not taken for the head.
    """
    assistant = RawPost("0", "1001", title, function=function)
    assigned = assign([assistant, *posts(SHOP)])
    assert assigned.heads[Function.LOGISTICS] == "1002"
    assert assigned.functions["0"] is Function.OTHER


def test_a_vacancy_leads_nothing_and_answers_nobody():
    """
    With the head of operations vacant the warehouse manager leads, and a vacant service post answers no customer.
    """
    assigned = assign(vacant(SHOP, "1002", "1008"))
    assert assigned.heads[Function.LOGISTICS] == "1003"
    assert assigned.functions["1002"] is Function.OTHER
    assert assigned.answering == ("1007",)


def test_a_function_of_which_all_posts_are_vacant_has_no_head():
    """
    The vacancy loses the function: the highest post of a function is its head in a chart.
    """
    assigned = assign(vacant(SHOP, "1009"))
    assert Function.MARKETING not in assigned.heads
    assert assigned.functions["1009"] is Function.OTHER
    assert assigned.reasons["1009"] == "vacant, so not head of marketing: nobody is"


def test_a_lead_in_a_small_firm_is_asked_about():
    """
    A service manager of two is taken not to answer, and a note gives the words that say it does.
    """
    (note,) = assign(posts(SHOP)).notes
    assert "1006" in note.what
    assert "--as answering=1006,1007,1008" in note.done
    assert assign(posts(SHOP), {"answering": "1006,1007,1008"}).answering == ("1006", "1007", "1008")


def test_a_firm_without_logistics_says_who_plays_its_part():
    """
    The engineers' head plays the part of logistics, the engineers stay product, and a note says how to name another.
    """
    assigned = assign(posts(SOFTWARE))
    assert assigned.heads[Function.LOGISTICS] == "2"
    assert assigned.functions["3"] is Function.PRODUCT
    assert any("--as logistics=" in note.done and "VP Engineering" in note.done for note in assigned.notes)


def test_an_office_called_operations_is_not_the_delivery_unit():
    """
    Beside six engineers a VP Operations with an analyst plays no part of logistics; with service below it, it does.
    """
    office = {"10": ("VP Operations", "1"), "11": ("Analytics Manager", "10")}
    more = {str(at): ("Software Engineer", "2") for at in range(20, 30)}
    assert assign(posts(SOFTWARE | office | more)).heads[Function.LOGISTICS] == "2"
    serving = {"12": ("Customer Service Agent", "10")}
    assert assign(posts(SOFTWARE | office | more | serving)).heads[Function.LOGISTICS] == "10"


def test_a_named_head_is_the_highest_of_its_function():
    """
    Who is named as head has the function, and nobody above has it.
    """
    assigned = assign(posts(SHOP), {"operations": "1004"})
    assert assigned.heads[Function.LOGISTICS] == "1004"
    assert assigned.functions["1002"] is Function.OTHER
    assert "1004" in assigned.reasons["1002"]


def test_every_unknown_id_is_a_fault_of_its_own_line():
    """
    Unknown functions and ids are all named, one line each, with the nearest post or word.
    """
    faults = assign(
        posts(SHOP), {"servce": "1006", "answering": "1007,10077", "logistics": "Head of operations"}
    ).faults
    assert len(faults) == 3
    assert all("\n" not in fault for fault in faults)
    assert "did you mean 'service'?" in faults[0]
    assert "did you mean '1007'" in faults[1]
    assert "did you mean '1002' (Head of Operations)?" in faults[2]


def test_a_firm_without_service_is_told_what_to_name():
    """
    Where nobody answers customers the fault names the option that says who does.
    """
    without = {post: SHOP[post] for post in ("1001", "1002", "1003", "1009")}
    (fault,) = assign([*posts(without), RawPost("9", "1001", "Patient Coordinator")]).faults
    assert "--as answering=" in fault
    assert "perhaps '9' (Patient Coordinator)?" in fault


@pytest.mark.parametrize(
    ("title", "function"),
    [
        ("Kundenbetreuung für Händler Manager", Function.SERVICE),
        ("Lagerleiterin", Function.LOGISTICS),
        ("Geschäftsführer", Function.EXECUTIVE),
        ("Responsable du service client", Function.SERVICE),
        ("Jefe de almacén", Function.LOGISTICS),
        ("Data Warehouse Architect", Function.OTHER),
        ("Salesforce Administrator", Function.OTHER),
        ("IT Service Desk Analyst", Function.OTHER),
        ("Engineering & Technical Support", Function.OTHER),
        ("Technical Support", Function.SERVICE),
    ],
)
def test_words_of_other_languages_and_words_that_mislead(title, function):
    """
    Common titles in German, French and Spanish are found, and a data warehouse is no warehouse.
    """
    said = own_words().said(title)
    assert said is not None
    assert said.rule.function is function


@given(st.text(max_size=60))
def test_capitals_blanks_and_accents_decide_nothing(text):
    """
    A title says the same in capitals and with blanks around it.
    """
    assert stems(f"  {text} ") == stems(text)
    said, loud = (own_words().said(one) for one in ("Atención al cliente", "ATENCION AL CLIENTE"))
    assert said is not None
    assert loud is not None
    assert said.rule is loud.rule


def test_a_users_own_words_hold_first(tmp_path):
    """
    A file of the user's own gives a function to words that the table gives another, and to words it has not.
    """
    path = tmp_path / "mine.toml"
    path.write_text('[[rule]]\nfunction = "service"\nwords = ["guild warden", "warehouse"]\n', encoding="utf-8")
    words = words_with(path)
    for title in ("Guild Wardens", "Warehouse Manager"):
        said = words.said(title)
        assert said is not None
        assert said.rule.function is Function.SERVICE


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('words = ["a"]\nfunction = "servce"', "expected one of service"),
        ('function = "service"', "has no words"),
        ('function = "service"\nwords = "a"', "expected a list of words"),
        ('function = "service"\nwords = ["..."]', "expected a word"),
        ('function = "service"\nword = ["a"]', "did you mean 'words'"),
        ('function = "service"\nwords = ["a"]\nstep = 1.5', "expected a whole number"),
        ('function = "service"\nwords = ["a"]\nbelow = 1', "expected true or false"),
    ],
)
def test_a_mistake_in_a_file_of_words_names_its_line(tmp_path, line, told):
    """
    Each mistake in a file of words is one line with file, line and what was expected.
    """
    path = tmp_path / "mine.toml"
    path.write_text(f"[[rule]]\n{line}\n", encoding="utf-8")
    with pytest.raises(ChartError, match=r"mine\.toml:\d+: .*") as error:
        words_with(path)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "title",
    ["Head of Logistics", "Director of Logistics", "Chief Logistics Officer", "VP Logistics", "Leiterin Logistik"],
)
def test_a_title_of_a_head_wins_over_more_people(title):
    """
    A shift supervisor with more people below does not lead logistics beside a post that is called its head.
    """
    chart = {
        "1": ("CEO", None),
        "2": ("Logistics Shift Supervisor", "1"),
        "3": ("Warehouse worker", "2"),
        "4": ("Warehouse worker", "2"),
        "5": (title, "1"),
        "6": ("Warehouse worker", "5"),
        "7": ("Customer Service Agent", "1"),
    }
    assert assign(posts(chart)).heads[Function.LOGISTICS] == "5"
    chart["5"] = ("Logistics Clerk", "1")
    assert assign(posts(chart)).heads[Function.LOGISTICS] == "2"


def test_a_head_of_marketing_with_nobody_below_another_head_is_asked_about():
    """
    A marketing specialist under the head of sales is taken and asked about; below the top, or named, it is not.
    """
    chart = {**SHOP, "1009": ("Marketing Specialist", "1011")}
    told = [note for note in assign(posts(chart)).notes if "--as marketing=ID" in note.done]

    assert len(told) == 1
    assert "is under '1011' (Head of Sales), head of sales" in told[0].what
    assert not [note for note in assign(posts(SHOP)).notes if "--as marketing" in note.done]
    assert not [note for note in assign(posts(chart), {"marketing": "1009"}).notes if "--as marketing" in note.done]


TEAM = {
    "1": ("Managing Director", None),
    "2": ("Head of Operations", "1"),
    "3": ("Warehouse Associate", "2"),
    "4": ("Head of Customer Service", "2"),
    "5": ("Customer Service Agent", "4"),
    "6": ("Customer Service Agent", "4"),
    "8": ("Head of Marketing", "1"),
}


def test_a_team_below_a_vacancy_alone_moves_with_it():
    """
    Nobody is head of a function whose highest posts all report to a vacancy of it; that keeps the function.
    """
    assigned = assign(vacant(TEAM, "4"))

    assert Function.SERVICE not in assigned.heads
    assert assigned.vacant == {Function.SERVICE: "4"}
    assert assigned.functions["4"] is Function.SERVICE
    assert assigned.answering == ("5", "6")
    assert any("the team moves with the vacant post" in note.done for note in assigned.notes)
    assert "head of service: nobody; '4' is vacant" in taken_from(assigned)


def test_one_head_below_a_vacancy_leads_instead_of_it():
    """
    A deputy above the others is the head, and so is a post that the user names.
    """
    deputy = TEAM | {"6": ("Customer Service Agent", "5"), "7": ("Customer Service Agent", "5")}

    assert assign(vacant(deputy, "4")).heads[Function.SERVICE] == "5"
    assert assign(vacant(TEAM, "4"), {"service": "6"}).heads[Function.SERVICE] == "6"


def test_no_vacancy_stands_in_for_a_chief_executive():
    """
    Below a top where nobody sits an executive who is there stands in; a vacancy does where nobody else could.
    """
    chart = TEAM | {"0": ("Board", None), "1": ("Chief Executive", "0"), "9": ("President", "0")}
    both = vacant(chart, "1")
    empty = [replace(post, headcount=0) if post.id == "0" else post for post in both]

    assert assign(empty).functions["1"] is Function.OTHER
    assert assign(empty).functions["9"] is Function.EXECUTIVE
    assert assign([post for post in empty if post.id != "9"]).functions["1"] is Function.EXECUTIVE


@pytest.mark.parametrize(
    ("title", "unit", "function"),
    [
        ("Administrative Officer, Finance", "Corporate Services", Function.FINANCE),
        ("Business Manager", "Customer Experience", Function.SERVICE),
        ("Senior Team Leader 2", "Operations", Function.LOGISTICS),
        ("Chief Pharmacist", "Operations", Function.OTHER),
        ("", "Operations", Function.LOGISTICS),
        ("Chief Pharmacist", "Warehouse", Function.LOGISTICS),
        ("Accounts Manager", "", Function.FINANCE),
        ("Directora Financiera", "", Function.FINANCE),
        ("Directrice administrative et financière", "", Function.FINANCE),
        ("Contrôleur de gestion", "", Function.FINANCE),
        ("Technico-commercial", "", Function.SALES),
        ("Director Comercial", "", Function.SALES),
        ("Account Manager", "", Function.SALES),
        ("Visitor Services staff", "Operations", Function.SERVICE),
    ],
)
def test_a_rank_leaves_the_function_to_what_else_is_said(title, unit, function):
    """
    Words of rank are passed over; a unit of operations decides over ranks alone, one of a warehouse over anything.
    """
    found = functions_of([RawPost("1", "0", title, unit), RawPost("0", None, "Director")], own_words())
    assert found["1"].function is function


def test_support_of_the_firms_own_machines_is_told_by_who_leads_it():
    """
    A support engineer under the head of IT answers the firm's own staff, under the head of support its customers.
    """

    def below(title):
        posts = [RawPost("1", None, "CEO"), RawPost("2", "1", title), RawPost("3", "2", "Support Engineer")]
        return functions_of(posts, own_words())["3"].function

    assert below("Head of IT") is Function.OTHER
    assert below("Director of Information Services") is Function.OTHER
    assert below("Head of Support") is Function.SERVICE


@pytest.mark.parametrize("title", ["Commercial Director", "Gerente Comercial"])
def test_somebody_is_asked_about_where_no_title_says_sales(title):
    """
    A commercial director leads sales in a shop and contracts in a public body: the chart's owner knows.
    """
    chart = {post: SHOP[post] for post in SHOP if post != "1011"} | {"1011": (title, "1001")}

    assigned = assign(posts(chart))
    assert Function.SALES not in assigned.heads
    assert any(f"it may be '1011' ({title})" in note.what for note in assigned.notes)
    assert not any("may be" in note.what for note in assign(posts(SHOP)).notes)
    assert assign(posts(chart), {"sales": "1011"}).heads[Function.SALES] == "1011"
