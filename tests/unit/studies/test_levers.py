"""Size, rationing rule, route and window as levers of a study: wherever a parameter may stand."""

import pytest

from reportsto.errors import StudyError
from reportsto.records import FIRST_VERSION, IDENTITY
from reportsto.results.rows import Rows
from reportsto.studies.design import design
from reportsto.studies.specification import read_study

SHOP = ('firm = "six_people"', 'firm = "product_shop"')
HOURS = "attention.hours = 6"


def scenarios(write_study, *changes):
    """Return the scenarios of the small study of the shop, with these changes, by structure, variant and values."""
    points = design(read_study(write_study(*SHOP, *changes))).points
    return {(point.structure, point.variant, point.values): point.scenario for point in points}


def test_a_lever_may_be_fixed_for_the_whole_study(write_study):
    """
    In [constants] it holds everywhere, beside parameters: 57 people, the higher bar, days 20 to 45.
    """
    found = scenarios(write_study, HOURS, f'{HOURS}\npeople = 57\nration = "bar"\nwindow = [20, 45]')

    assert {(s.chart.seats, s.ration, s.window, s.parameters.voice.report_bar) for s in found.values()} == {
        (57, "bar", (20, 45), 4.0)
    }
    assert all(s.parameters.attention.hours == 6.0 for s in found.values())


def test_a_lever_may_be_a_variant(write_study):
    """
    Among the settings of a variant it holds there, and elsewhere the firm's own does.
    """
    found = scenarios(write_study, "settings.improvement.lateral = 0", 'settings.ration = "bar"')

    assert {variant: made.ration for (_, variant, _), made in found.items()} == {"": "bundles", "no_lateral": "bar"}


def test_a_lever_may_vary_over_the_box(write_study):
    """
    In [uncertainties] it is an axis like a parameter: each point has its size and its window.
    """
    box = "[uncertainties]\npeople = [56, 80]\nwindow = [[10, 30], [30, 60]]"
    found = scenarios(write_study, "[uncertainties]", box)

    assert {values: (made.people, made.window) for (_, _, values), made in found.items()} == {
        (people, window): (people, window) for people in (56, 80) for window in ((10, 30), (30, 60))
    }


def test_a_lever_that_is_left_alone_is_the_firms(write_study):
    """
    A study that names none has the firm's size, rationing rule and route, and the days it asks for.
    """
    made = next(iter(scenarios(write_study).values()))

    assert (made.people, made.ration, made.route, made.window) == (0, "bundles", "common_superior", None)


def test_levers_decide_which_run_it_is(write_study):
    """
    Two studies that differ in one lever share no run; the lever at its usual name changes none.
    """

    def keys(line):
        return design(read_study(write_study(*SHOP, HOURS, line))).keys

    assert not keys(HOURS) & keys(f'{HOURS}\nration = "bar"')
    assert not keys(HOURS) & keys(f"{HOURS}\nwindow = [10, 29]")
    assert keys(HOURS) == keys(f'{HOURS}\nroute = "common_superior"')


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('ration = "bundle"', "did you mean 'bundles'?"),
        ("ration = 3", "unknown ration"),
        ("people = 3", "expected 0, or a whole number from 5 to 5,000"),
        ("people = 57.5", "expected a whole number"),
        ("window = [30, 20]", "expected two whole numbers"),
        ("window = 20", "expected two whole numbers"),
    ],
)
def test_a_value_that_a_lever_cannot_have_is_one_line(write_study, line, says):
    """
    It is refused with the place in the file, as a parameter's would be.
    """
    with pytest.raises(StudyError, match=r"study\.toml") as refused:
        design(read_study(write_study(*SHOP, HOURS, line)))

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_rows_of_the_first_version_get_the_columns_they_lack():
    """
    A published row without size, rule and route is one of as many people as the firm has, bundles, the common superior.
    """
    import pandas as pd

    table = pd.DataFrame(
        {"structure": ["separate"], "firm": ["product_shop"], "world": ["once"], "without": [""], "seed": [0],
         "replicate": [3], "days": [750], "failure": [""], "advocacy": [0.5]}
    )  # fmt: skip
    row = Rows(table, ["key"]).fetch(["key"])["key"]

    assert {column.name for column in IDENTITY} <= row.keys()
    assert {name: row[name] for name in FIRST_VERSION} == dict(FIRST_VERSION)
    assert (row["after"], row["days"], row["advocacy"]) == (250, 750, 0.5)
