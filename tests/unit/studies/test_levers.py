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

    assert {variant: made.ration for (_, variant, _), made in found.items()} == {"": "digest", "no_lateral": "bar"}


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

    assert (made.people, made.ration, made.route, made.window) == (0, "digest", "peers_first", None)


def test_levers_decide_which_run_it_is(write_study):
    """
    Two studies that differ in one lever share no run; the lever at its usual name changes none.
    """

    def keys(line):
        return design(read_study(write_study(*SHOP, HOURS, line))).keys

    assert not keys(HOURS) & keys(f'{HOURS}\nration = "bar"')
    assert not keys(HOURS) & keys(f"{HOURS}\nwindow = [10, 29]")
    assert keys(HOURS) == keys(f'{HOURS}\nroute = "peers_first"')


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


# ── Crossed in [levers] ──────────────────────────────────────────────────────────────────────────

WORLDS = 'world = ["once", "contract"]'
CROSSED = f'{WORLDS}\npeople = [56, 80]\nration = ["bundles", "digest"]'


def test_levels_are_crossed_like_worlds(write_study):
    """
    Two sizes and two rules are four of everything: the first of each is plain, each other combination a variant, and
    what is a variant of the file is tried at each.
    """
    found = scenarios(write_study, WORLDS, CROSSED)

    assert {(name, variant): (made.people, made.ration, made.parameters.improvement.lateral)
            for (name, variant, _), made in found.items() if name == "inside_operations"} == {
        ("inside_operations", ""): (56, "bundles", 0.3),
        ("inside_operations", "ration_digest"): (56, "digest", 0.3),
        ("inside_operations", "people_80"): (80, "bundles", 0.3),
        ("inside_operations", "people_80_ration_digest"): (80, "digest", 0.3),
        ("inside_operations", "no_lateral"): (56, "bundles", 0.0),
        ("inside_operations", "no_lateral_ration_digest"): (56, "digest", 0.0),
        ("inside_operations", "no_lateral_people_80"): (80, "bundles", 0.0),
        ("inside_operations", "no_lateral_people_80_ration_digest"): (80, "digest", 0.0),
    }  # fmt: skip
    assert {variant for name, variant, _ in found if name == "separate"} == {
        "", "ration_digest", "people_80", "people_80_ration_digest"
    }  # fmt: skip


def test_a_level_that_stands_alone_holds_everywhere(write_study):
    """
    One value of each lever is no variant: size, rule, route, days and point of what is assumed of every run.
    """
    line = f'{WORLDS}\npeople = 57\nration = "bar"\nroute = "peers_first"\nwindows = [20, 45]\nassume = 0'
    found = scenarios(write_study, WORLDS, line)

    assert {(made.people, made.ration, made.route, made.window, made.assume) for made in found.values()} == {
        (57, "bar", "peers_first", (20, 45), 0.0)
    }
    assert {variant for _, variant, _ in found} == {"", "no_lateral"}


def test_windows_are_a_list_of_pairs(write_study):
    """
    Two windows are two runs of each cell, each with its own days.
    """
    found = scenarios(write_study, WORLDS, f"{WORLDS}\nwindows = [[10, 30], [40, 60]]")

    assert {variant: made.window for (name, variant, _), made in found.items() if name == "separate"} == {
        "": (10, 30),
        "window_40_60": (40, 60),
    }


def test_where_a_variant_is_tried_may_be_a_level(write_study):
    """
    Named in its table, a size is the only one a variant is tried at.
    """
    asked = ('variant_b = "no_lateral"', 'variant_b = "no_lateral"\npeople = 80')
    found = scenarios(write_study, WORLDS, CROSSED, 'title = "nobody', 'people = 80\ntitle = "nobody', *asked)

    assert {variant for name, variant, _ in found if "lateral" in variant} == {
        "no_lateral_people_80",
        "no_lateral_people_80_ration_digest",
    }


def test_the_quick_form_may_have_fewer_levels(write_study):
    """
    One size of two leaves the other out, with the variants there; without the first nothing could be held against it.
    """
    short = ('[quick]\nworld = "once"\nvariants = []', '[quick]\nworld = "once"\npeople = 56')
    plan = design(read_study(write_study(*SHOP, WORLDS, CROSSED, *short)), quick=True)

    assert {variant for *_, variant in plan.cells} == {
        "", "ration_digest", "no_lateral", "no_lateral_ration_digest"
    }  # fmt: skip
    with pytest.raises(StudyError, match=r"study\.toml:\d+: quick leaves out a first level"):
        read_study(write_study(*SHOP, WORLDS, CROSSED, short[0], short[1].replace("56", "80")))


def test_a_prediction_names_the_level_it_is_about(write_study):
    """
    Without a name it is about the first levels; `minus` may be about others, and takes the rest from the prediction.
    """
    asked = 'kind = "test"\npeople = 80\nminus = { ration = "digest", people = 56 }'
    study = read_study(write_study(*SHOP, WORLDS, CROSSED, 'kind = "test"', asked))
    at_80, plain = study.predictions

    assert (at_80.a.variant, at_80.b.variant) == ("people_80", "people_80")
    assert [cell.variant for cell in at_80.minus] == ["ration_digest", "ration_digest"]
    assert (plain.a.variant, plain.b.variant) == ("", "no_lateral")


def test_a_prediction_where_a_variant_is_not_tried_is_refused(write_study):
    """
    The message names the variant and the levels.
    """
    narrow = ('title = "nobody', 'people = 56\ntitle = "nobody')
    asked = ('variant_b = "no_lateral"', 'variant_b = "no_lateral"\npeople = 80')

    with pytest.raises(StudyError, match=r"needs variant 'no_lateral' with .*people 80, ration bundles, which"):
        read_study(write_study(*SHOP, WORLDS, CROSSED, *narrow, *asked))


def test_crossed_levels_are_the_same_runs_as_a_study_of_one(write_study):
    """
    What a level is called does not matter for the key: 80 people by [levers], [constants] and a variant are one run.
    """

    def keys(*changes):
        return design(read_study(write_study(*SHOP, *changes))).keys

    by_lever = keys(WORLDS, f"{WORLDS}\npeople = [0, 80]")
    assert keys(HOURS, f"{HOURS}\npeople = 80") <= by_lever
    assert keys() <= by_lever


ALL_AT_ONCE = (
    WORLDS,
    f'{WORLDS}\npeople = [56, 3]\nration = "bundle"\nroute = ["peers_last"]\nwindows = [[30, 20]]\nassume = "esays"',
)


def test_all_wrong_levels_are_named_at_once(write_study):
    """
    Five wrong levels are five lines with line and field, unknown words with the nearest right one.
    """
    with pytest.raises(StudyError) as refused:
        read_study(write_study(*SHOP, *ALL_AT_ONCE))

    told = [line.rpartition("study.toml:")[2] for line in str(refused.value).splitlines()]
    expected = [
        ("10: levers.people", "expected 0, or a whole number from 5 to 5,000"),
        ("11: levers.ration is 'bundle'", "did you mean 'bundles'?"),
        ("12: levers.route is 'peers_last'", "did you mean 'peers_first'?"),
        ("13: levers.windows", "expected two whole numbers"),
        ("14: levers.assume is 'esays'", "did you mean 'essays'? expected essays, halfway, middle, or a number"),
    ]
    assert len(told) == len(expected)
    assert all(one.startswith(start) and says in one for one, (start, says) in zip(told, expected, strict=True))


TWICE = '[[variants]]\nid = "people_80"\ntitle = "t"\nsettings.improvement.lateral = 0\n'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (HOURS, f"{HOURS}\npeople = 57", "constants.people is in [levers] too"),
        ("[uncertainties]", "[uncertainties]\npeople = [57, 60]", "uncertainties.people is in [levers] too"),
        ("settings.improvement.lateral = 0", 'settings.ration = "bar"', "settings.ration is in [levers] too"),
        ('kind = "test"', 'kind = "test"\npeople = 57', "predictions[1].people is 57; expected 56, 80"),
        ('kind = "test"', 'kind = "test"\nration = "digests"', "is digests: did you mean 'digest'?"),
        ('kind = "test"', 'kind = "test"\nroute = "peers_first"', "[levers] lists no level of it"),
        ("replicates = 2", 'replicates = 2\nration = "bar"', "quick.ration is bar;"),
        ("[[variants]]", f"{TWICE}\n[[variants]]", "makes a second variant 'people_80'"),
        ("people = [56, 80]", "people = [56, 56]", "names 56 twice"),
        ("people = [56, 80]", "people = [56, 80.5]", "is 80.5; expected a number of people"),
        ("people = [56, 80]", "people = true", "is True; expected a number of people"),
        ("people = [56, 80]", "people = []", "expected a number of people, or a list of them"),
        ("people = [56, 80]", "peoples = [56, 80]", "did you mean 'people'?"),
        ("people = [56, 80]", 'people = [56, 80]\nwindows = ["a", 3]', "expected a window such as [1040, 1560]"),
    ],
)
def test_a_lever_in_two_places_or_at_no_level_is_one_line(write_study, old, new, says):
    """
    It is refused with file, line and field.
    """
    path = write_study(*SHOP, WORLDS, CROSSED, old, new)

    with pytest.raises(StudyError, match=r"study\.toml:\d+: ") as refused:
        read_study(path)

    assert any(says in line for line in str(refused.value).splitlines())


FIRMS = ('firm = "product_shop"', 'firm = ["product_shop", "six_people"]')
BOX = "[uncertainties]"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ((*FIRMS, BOX, f"{BOX}\npeople = [0, 57]"), ["'six_people': chart.people is 57; expected 0"]),
        (
            (BOX, f"{BOX}\nwindow = [[10, 50], [10, 20]]", "settings.improvement.lateral = 0",
             'settings.move = "30:separate"'),
            ["move is on day 30; expected a day of the run, from 1 to 20"],
        ),
        (
            (BOX, f'{BOX}\nwindow = [[10, 50], [10, 20]]\nmove = ["none", "30:separate"]'),
            ["move is on day 30; expected a day of the run, from 1 to 20"],
        ),
        (
            (*FIRMS, WORLDS, f'{WORLDS}\npeople = [0, 57]\nmove = ["none", "40:separate"]'),
            ["expected 0: firm 'six_people'", "move is on day 40; expected a day of the run, from 1 to 30"],
        ),
    ],
)  # fmt: skip
def test_what_one_firm_or_window_refuses_is_told_before_anything_is_run(write_study, changes, says):
    """
    Also where the first firm, variant and point could be run; each reason once, all of them at once.
    """
    study = read_study(write_study(*SHOP, *changes))

    with pytest.raises(StudyError) as refused:
        design(study)

    lines = str(refused.value).splitlines()
    assert len(lines) == len(says)
    assert all("study.toml: structure " in line for line in lines)
    assert all(any(one in line for line in lines) for one in says)


ROUTES = f'{WORLDS}\nroute = ["common_superior", "peers_first"]'
RATIONS = f'{WORLDS}\nration = ["bundles", "bar"]'


@pytest.mark.parametrize(
    ("levels", "old", "new", "says"),
    [
        (ROUTES, HOURS, "route.peers_first = 0", "levers.route names 'common_superior' and 'peers_first'"),
        (RATIONS, BOX, f"{BOX}\nvoice.report_bar = [0, 4]", "levers.ration names 'bundles' and 'bar'"),
        (ROUTES, "settings.improvement.lateral", "settings.route.peers_first", "variants[1].route names 'common_su"),
    ],
)
def test_levels_that_the_study_makes_alike_are_refused(write_study, levels, old, new, says):
    """
    Two rules or routes whose difference another section sets are one run under two names.
    """
    with pytest.raises(StudyError, match=r"study\.toml:\d+: ") as refused:
        read_study(write_study(*SHOP, WORLDS, levels, old, new))

    assert says in str(refused.value)
    assert "which are the same where the study sets" in str(refused.value)


def test_a_number_of_a_ration_may_be_set_where_its_levels_still_differ(write_study):
    """
    Bundles of twenty are not digests.
    """
    levels = f'{WORLDS}\nration = ["bundles", "digest"]'
    found = scenarios(write_study, WORLDS, levels, HOURS, "attention.bundle = 20")

    assert {(one.ration, one.parameters.attention.bundle) for one in found.values()} == {
        ("bundles", 20.0), ("digest", 20.0)
    }  # fmt: skip


def test_a_move_is_a_level(write_study):
    """
    Beside staying, a move on a day is a variant, also of days that only a window has; one after the last is refused.
    """
    found = scenarios(write_study, WORLDS, f'{WORLDS}\nmove = ["none", "20:inside_marketing"]')
    moves = {variant: made.move for (name, variant, _), made in found.items() if name == "separate"}

    assert moves[""] is None
    assert (moves["move_20_inside_marketing"].day, moves["move_20_inside_marketing"].structure) == (
        20,
        "inside_marketing",
    )
    assert scenarios(write_study, WORLDS, f'{WORLDS}\nmove = "40:inside_marketing"\nwindows = [10, 50]')
    with pytest.raises(StudyError, match="move is on day 40; expected a day of the run, from 1 to 30"):
        scenarios(write_study, WORLDS, f'{WORLDS}\nmove = "40:inside_marketing"')


@pytest.mark.parametrize(
    ("move", "says"),
    [
        ("700", "expected 'none', or a day and a structure"),
        ("010:separate", "expected 'none', or a day and a structure"),
        ("0:separate", "from 1 on"),
        ("7:seperate", "'separate'?"),
    ],
)
def test_a_move_that_cannot_be_is_one_line(write_study, move, says):
    """
    It is refused with file, line and field.
    """
    with pytest.raises(StudyError, match=r"study\.toml:10: levers\.move") as refused:
        read_study(write_study(*SHOP, WORLDS, f'{WORLDS}\nmove = "{move}"'))

    assert says in str(refused.value)


def test_points_that_differ_by_little_have_ids_of_their_own(write_study):
    """
    With six digits both would be assume_0.123456, and the study refused for it.
    """
    study = read_study(write_study(WORLDS, f"{WORLDS}\nassume = [0.3, 0.1234561, 0.1234562]"))

    assert [one.id for one in study.levers.levels] == ["", "assume_0.1234561", "assume_0.1234562"]


def test_points_of_what_is_assumed_are_named_or_numbers(write_study):
    """
    Essays and 0 are one point: the first of the list is plain, the others are variants under their name or number.
    """
    found = scenarios(write_study, WORLDS, f'{WORLDS}\nassume = ["essays", 0.25, 1]')

    assert {variant: made.assume for (name, variant, _), made in found.items() if name == "separate"} == {
        "": 0.0,
        "assume_0.25": 0.25,
        "assume_middle": 1.0,
    }
    assert {made.parameters.climb.root_acts for made in found.values() if made.assume == 1.0} == {0.65}


def test_a_point_by_its_name_is_the_same_run_as_by_its_number(write_study):
    """
    In [levers], [constants] and [uncertainties] "middle", 1 and none have equal keys; essays have others.
    """

    def keys(*changes):
        return design(read_study(write_study(*SHOP, *changes))).keys

    named = keys(WORLDS, f'{WORLDS}\nassume = "middle"')

    assert named == keys(WORLDS, f"{WORLDS}\nassume = 1") == keys(HOURS, f'{HOURS}\nassume = "middle"')
    assert named == keys("[uncertainties]", '[uncertainties]\nassume = ["middle"]')
    assert named == keys()
    assert not named & keys(HOURS, f'{HOURS}\nassume = "essays"')


def test_what_is_assumed_may_be_a_range(write_study):
    """
    Over a box the line is an axis like any other.
    """
    box = ("[uncertainties]", "[uncertainties]\nassume = { low = 0, high = 1 }")
    drawn = ("[constants]", '[design]\nkind = "latin_hypercube"\npoints = 4\n\n[constants]')
    found = scenarios(write_study, *box, *drawn)

    assert len({made.assume for made in found.values()}) == 4
    assert all(0.0 < made.assume < 1.0 for made in found.values())


@pytest.mark.parametrize("value", ['["essays", 0]', "1.5", "true", "[]", '"center"'])
def test_a_point_that_is_none_is_one_line(write_study, value):
    """
    A second name of one point, a number beyond the line, and a word that is no point are refused with their place.
    """
    with pytest.raises(StudyError, match=r"^\S*study\.toml:\d+: levers\.assume .*expected.*$"):
        read_study(write_study(*SHOP, WORLDS, f"{WORLDS}\nassume = {value}"))


def test_a_prediction_names_a_point_of_what_is_assumed(write_study):
    """
    By its name, as in [levers].
    """
    asked = ('kind = "test"', 'kind = "test"\nassume = "halfway"')
    study = read_study(write_study(*SHOP, WORLDS, f"{WORLDS}\nassume = [0, 0.5]", *asked))

    assert study.predictions[0].a.variant == "assume_halfway"


def test_a_point_that_is_not_run_is_told_in_words(write_study):
    """
    What stands there and what is expected have the names that a file may have.
    """
    asked = ('kind = "test"', 'kind = "test"\nassume = "halfway"')

    with pytest.raises(StudyError, match=r"assume is halfway; expected middle, essays, 0\.25$"):
        read_study(write_study(*SHOP, WORLDS, f'{WORLDS}\nassume = ["middle", "essays", 0.25]', *asked))
    with pytest.raises(StudyError, match=r"assume is 'halfway'; \[levers\] lists no level of it"):
        read_study(write_study(*SHOP, *asked))


def test_a_move_may_be_to_the_chart_as_drawn(write_study):
    """
    As on the command line; the day is read alike, so that one move has one text.
    """
    found = scenarios(write_study, HOURS, f'{HOURS}\nmove = "5:as_drawn"')

    assert {(made.move.day, made.move.structure) for made in found.values()} == {(5, "as_drawn")}
