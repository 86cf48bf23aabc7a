"""A firm in a file: its numbers become the model's, wherever a firm's name may stand; every mistake at once."""

import pytest

import reportsto
from reportsto.errors import SettingError, StudyError
from reportsto.studies.design import design
from reportsto.studies.firm_file import read_firm
from reportsto.studies.own_firm import at_the_start, base_chart, base_numbers
from reportsto.studies.specification import read_study

MINE = """\
base = "product_shop"
customers = 9_001
orders = 450
contacts = 40
staff_hours = 20
returns = 0.12

[parameters]
improvement.outside_weight = 0.8
"""


@pytest.fixture
def firm(tmp_path):
    def write(text: str = MINE, name: str = "mine.toml"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def start(file, people=30):
    """Return the firm of a file on the evening before its first day."""
    own = read_firm(file)
    chart = base_chart(own, people)
    return at_the_start(own.base, base_numbers(own.base).with_settings(own.settings(chart)), chart)


@pytest.mark.parametrize("people", [12, 30, 56])
def test_the_model_has_what_the_firm_counts_however_many_answer(firm, people):
    """
    Customers, orders, contacts, paid hours and returns of the whole firm, with 1, 3 and 8 who answer.
    """
    found = start(firm(), people)
    p = found.parameters

    assert found.customers == 9001
    assert found.orders == pytest.approx(450)
    assert sum(found.contacts) == pytest.approx(40)
    assert found.staff.load / p.staffing.occupancy == pytest.approx(20)
    assert p.warehouse.return_share == 0.12
    assert p.improvement.outside_weight == 0.8


def test_new_customers_grow_with_customers_unless_they_are_counted(firm):
    """
    The default firm wins .09375 % of its customers a day; a count replaces that.
    """
    people = base_chart("product_shop", 30)
    each = read_firm(firm("customers = 6000")).settings(people)["demand.new_per_handler"]
    counted = read_firm(firm("customers = 6000\nnew_customers = 9")).settings(people)["demand.new_per_handler"]

    assert each * 3 == pytest.approx(6000 * 5.625 / 6000)
    assert counted * 3 == pytest.approx(9)


def test_orders_alone_have_customers_of_the_default_rate(firm):
    assert start(firm("orders = 450")).customers == 9000


def test_contacts_scale_failures_and_requests_by_one_factor(firm):
    """
    A firm with twice the contacts has twice the rate of each failure and request.
    """
    chart = base_chart("product_shop", 30)
    once, twice = (read_firm(firm(f"contacts = {count}")).settings(chart) for count in (30, 60))

    assert {name: twice[name] / once[name] for name in once} == pytest.approx(dict.fromkeys(once, 2.0))


def test_an_empty_file_is_the_base_firm(firm):
    """
    Nothing is set where nothing is said.
    """
    assert read_firm(firm("")).settings(base_chart("product_shop")) == {}


def test_every_mistake_is_told_at_once_with_its_line(firm):
    """
    A slip of a name, a wrong number, a wrong text, a parameter nobody has, one a world sets, one that is set twice.
    """
    text = """\
custmers = 5
orders = "many"
returns = 0.1
[paramters]
[parameters]
improvement.outside_wait = 1
incentives.own_line_strength = 1
warehouse.return_share = 0.2
chart.heads = 2
[[patterns]]
id = "ours"
measure = "voicd"
"""
    with pytest.raises(SettingError) as told:
        read_firm(firm(text))
    lines = str(told.value).splitlines()

    assert [line.split("mine.toml:")[1].split(" ")[0] for line in lines] == [
        "1:", "4:", "2:", "6:", "7:", "9:", "8:", "12:"
    ]  # fmt: skip
    assert "did you mean 'customers'?" in lines[0]
    assert "did you mean 'parameters'?" in lines[1]
    assert "did you mean 'improvement.outside_weight'?" in lines[3]
    assert "is set by returns too" in lines[6]


def test_numbers_beyond_all_bounds_are_told_at_once(firm):
    """
    Each line says what is expected; 1e308 is above 0 all the same, and what no float holds hides no other mistake.
    """
    text = (
        "orders = 1e308\ncontacts = 1e308\nnew_customers = 1e999\nreturns = 2\n[parameters]\nclimb.fidelity = 1e308\n"
    )
    with pytest.raises(SettingError) as told:
        read_firm(firm(text))
    lines = sorted(line.split("mine.toml:")[1] for line in str(told.value).splitlines())

    assert lines == [
        "1: orders is 1e+308; expected a number above 0, at most 100,000,000",
        "2: contacts is 1e+308; expected a number above 0, at most 100,000,000",
        "3: new_customers is 1e999; expected a number of at most 1e308, or inf",
        "4: returns is 2; expected a share of orders from 0 to 1",
        "6: parameters.climb.fidelity cannot be set: climb.fidelity is 1e+308; expected a number from 0 to 1",
    ]


def test_counts_of_one_id_are_told_beside_other_mistakes(firm):
    """
    The second and the third count called ours, a deviation of 1e308, and more orders than customers: four lines.
    """
    count = '[[patterns]]\nid = "ours"\nmeasure = "voiced"\nvalue = 0.5\nsd = 0.1\n'
    text = "customers = 10\norders = 50\n" + count.replace("0.1", "1e308") + count + count
    with pytest.raises(SettingError) as told:
        read_firm(firm(text))
    lines = sorted(line.split("mine.toml:")[1] for line in str(told.value).splitlines())

    assert lines == [
        "14: patterns[3].id is 'ours' a second time; expected another id",
        "2: orders is 50 a day; expected at most the 10 customers",
        "7: patterns[1].sd is 1e+308; expected a number above 0, at most 1e300",
        "9: patterns[2].id is 'ours' a second time; expected another id",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("new_customers = 100_000_000", ":1: new_customers does not fit the 3 people who answer"),
        ("customers = 100\norders = 101", ":2: orders is 101 a day; expected at most the 100 customers"),
        ("customers = 100_000_000", ":1: customers does not fit the 3 people who answer"),
        ("contacts = 90_000", ":1: contacts is 90000 a day; expected at most"),
        ("staff_hours = 1", ":1: staff_hours is 1 a day, and the contacts of a mean day take"),
        ("base = 'shop'", "did you mean 'product_shop'?"),
        ("returns = 12", ":1: returns is 12; expected a share of orders from 0 to 1"),
        ("patterns = 3", "expected [[patterns]]"),
        ("parameters = 3", "expected [parameters]"),
    ],
)
def test_a_number_that_no_such_firm_can_have_is_one_line(firm, text, says):
    with pytest.raises(SettingError) as told:
        start(firm(text))

    assert says in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_run_takes_a_file_where_a_firms_name_is(reportsto, firm):
    """
    The row has the file's name, and is that of the base firm with the same numbers; what is set here goes before.
    """
    short = ("--people", "12", "--days", "20", "--replicates", "1", "--csv")
    text = "[parameters]\nwarehouse.return_share = 0.3\n"
    code, own, err = reportsto("run", "--firm", str(firm(text)), *short)
    _, same, _ = reportsto("run", "--set", "warehouse.return_share=0.3", *short)
    _, set_here, _ = reportsto("run", "--firm", str(firm(text)), "--set", "warehouse.return_share=0.19", *short)
    _, usual, _ = reportsto("run", *short)

    assert (code, err) == (0, "")
    assert own.replace("separate,mine,", "separate,product_shop,") == same
    assert set_here.replace("separate,mine,", "separate,product_shop,") == usual
    assert own != set_here


def test_a_study_takes_a_file_where_a_firms_name_is(firm, write_study, tmp_path):
    """
    Beside a firm of the catalogue; the same number is drawn for the one and held for the other with every prior.
    """
    firm("[parameters]\nwarehouse.return_share = 0.3\n")
    study = write_study('firm = "six_people"', 'firm = ["mine.toml", "six_people"]')
    plan = design(read_study(study))
    found = {point.firm: point.scenario for point in plan.points}

    assert found.keys() == {"mine", "six_people"}
    assert found["mine"].firm == "mine"
    assert found["mine"].parameters.warehouse.return_share == 0.3
    assert found["six_people"].parameters.warehouse.return_share == 0.19


def test_a_bad_firm_of_a_study_is_told_with_both_files(firm, write_study):
    firm("customers = 0\norders = -1\n")
    study = write_study('firm = "six_people"', 'firm = "mine.toml"')

    with pytest.raises(StudyError) as told:
        read_study(study)
    lines = str(told.value).splitlines()

    assert len(lines) == 2
    assert all("levers.firm cannot be used" in line and "mine.toml:" in line for line in lines)


def test_python_gets_arguments_of_a_firm(firm):
    """
    `read_firm(...).arguments()` are arguments of `scenario`.
    """
    own = reportsto.read_firm(firm())
    made = reportsto.scenario("separate", **own.arguments(people=30))

    assert made.parameters.demand.customers_per_handler * 3 == pytest.approx(9001)
