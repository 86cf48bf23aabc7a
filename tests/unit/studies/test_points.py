"""A study over the user's own list of points: a table with one parameter a column and one point a row."""

import pytest

from reportsto.errors import StudyError
from reportsto.studies.design import design
from reportsto.studies.specification import read_study

POINTS = "[uncertainties]\n\n[constants]\nseed = 7\ndays = 30\nreplicates = 3\nattention.hours = 6\n"
LISTED = '[design]\nkind = "points"\nfile = "sets.csv"\n\n[constants]\nseed = 7\ndays = 30\nreplicates = 3\n'
FACTORIAL = "[uncertainties]\n{}\n\n[constants]\nseed = 7\ndays = 30\nreplicates = 3\n"


@pytest.fixture
def listed(write_study, tmp_path):
    """Return a function that writes a study over a list of points, and its path."""

    def write(text, *changes):
        (tmp_path / "sets.csv").write_text(text, encoding="utf-8")
        return write_study(POINTS, LISTED, *changes)

    return write


def test_each_row_is_a_point_with_the_runs_of_the_same_settings_elsewhere(listed, write_study):
    """
    The points of a list are the rows in their order; a run has the key it has in a factorial study of these values.
    """
    rows = "attention.hours,attention.patience_days\n4,10\n6,5\n8,5\n"
    own = design(read_study(listed(rows)))
    levels = "attention.hours = [4, 6, 8]\nattention.patience_days = [5, 10]"
    crossed = design(read_study(write_study(POINTS, FACTORIAL.format(levels), name="crossed.toml")))

    assert own.visited == ((4, 10), (6, 5), (8, 5))
    assert own.points[1].settings == (("attention.hours", 6), ("attention.patience_days", 5))
    assert len(own.keys) == 3 * 6 * 3
    assert own.keys < crossed.keys


def test_a_parameter_without_a_column_keeps_its_default(listed):
    """
    The list says what differs, and nothing else.
    """
    numbers = design(read_study(listed("voice.attitude\n1\n2.5\n"))).points[1].scenario.parameters

    assert (numbers.voice.attitude, numbers.attention.hours) == (2.5, 8.75)


def test_another_number_in_the_list_is_another_design(listed):
    """
    What stands in the file decides what is run, not what it is called.
    """
    before, after = (design(read_study(listed(f"voice.attitude\n1\n{last}\n"))) for last in (2, 3))

    assert before.sections["uncertainties"] != after.sections["uncertainties"]
    assert before.sections["levers"] == after.sections["levers"]


def test_the_quick_form_has_the_first_points(listed):
    """
    A look at a long list begins at its beginning.
    """
    study = read_study(listed("voice.attitude\n1\n2\n3\n", "replicates = 2", "replicates = 2\npoints = 2"))

    assert design(study, quick=True).visited == ((1,), (2,))


def test_all_cells_that_cannot_be_used_are_named_at_once(listed, tmp_path):
    """
    With file, line and column: no number, an Arabic digit, an underscore, nothing, a number out of range.
    """
    rows = "attention.hours,voice.attitude\n1_0,1\n6,\u0661\n,1\n6,many\n-4,1e999\n6,1\n"

    with pytest.raises(StudyError) as refused:
        read_study(listed(rows))

    assert [
        line.split(";")[0].removeprefix(str(tmp_path / "sets.csv")) for line in str(refused.value).splitlines()
    ] == [
        ":2: attention.hours is '1_0'",
        ":3: voice.attitude is '\u0661'",
        ":4: attention.hours is empty",
        ":5: voice.attitude is 'many'",
        ":6: attention.hours cannot be set: attention.hours is -4",
        ":6: voice.attitude is '1e999'",
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("attention.hour\n4\n", ":1: unknown parameter 'attention.hour': did you mean 'attention.hours'?"),
        ("attention.hours,attention.hours\n4,4\n", ":1: parameter 'attention.hours' stands there twice"),
        ("attention.hours\n", ": no points; expected one a row below the header"),
        ("", ": the file is empty; expected a first line such as attention.hours"),
        ("attention.hours\n4,5\n", ":2: 2 cells; expected 1"),
        ("attention.hours;voice.attitude\n4;5\n", "expected commas between the columns"),
    ],
)
def test_a_list_that_is_none_is_one_line(listed, rows, says):
    """
    Its header names parameters, each once, and points stand below.
    """
    with pytest.raises(StudyError) as refused:
        read_study(listed(rows))

    assert "sets.csv" + says in str(refused.value) or says in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('file = "sets.csv"\n', ""), "design has no 'file'; expected the name of a CSV file"),
        (('file = "sets.csv"', 'file = "none.csv"'), "none.csv: cannot be read: No such file"),
        (('kind = "points"', 'kind = "factorial"'), "design.file is for other designs than 'factorial'"),
        (("replicates = 3\n", "replicates = 3\nvoice.attitude = 1\n"), "voice.attitude is fixed in [constants] too"),
        (("[design]", "[uncertainties]\nvoice.patience = [1, 2]\n[design]"), "is for other designs; all that varies"),
    ],
)
def test_a_design_of_points_that_makes_no_sense_is_refused(listed, change, says):
    """
    It needs a file that is there, and takes all that varies from it.
    """
    with pytest.raises(StudyError) as refused:
        read_study(listed("voice.attitude\n1\n2\n", *change))

    assert says in str(refused.value)
