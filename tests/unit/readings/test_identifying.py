"""What simulated firms could find out, on answers whose meaning is known: a sum, a difference, a threshold, a world."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.readings.identifying import IDENTIFYING
from reportsto.readings.identifying.asking import Asked
from reportsto.readings.page import markdown
from reportsto.readings.publish import page_of
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from runs_of import runs_of

PAY, COMPANY, OTHER = "attitudes.weight_incentives", "attitudes.susceptibility", "attention.hours"
STUDY = f"""
[question]
id = "asked"
title = "What can be found out?"
text = "Which numbers?"

[levers]
structure = ["separate", "inside_operations"]
firm = "product_shop"
world = ["neutral", "once"]
windows = [[20, 30], [5, 10], [15, 20]]

[uncertainties]
{PAY} = "prior"
{COMPANY} = "prior"
{OTHER} = "prior"

[design]
kind = "sobol_sequence"
points = 512

[constants]
seed = 5
days = 30
replicates = 1

[outcomes]
primary = ["failures_per_1000"]
measures = ["contacts", "abandoned", "late_rate", "attitude_handlers_mean"]
lower_is_better = ["failures_per_1000"]
listed_only = true

[[variants]]
id = "moved_out"
title = "moved"
structure = "inside_operations"
windows = [[15, 20]]
settings.move = "10:separate"

[[variants]]
id = "moved_in"
title = "moved"
structure = "separate"
windows = [[15, 20]]
settings.move = "10:inside_operations"

[identify]
tickets = ["contacts", "abandoned"]
counted = "late_rate"
handlers = [8, 40]
first = "window_5_10"
later = "window_15_20"
moved = ["moved_out_window_15_20", "moved_in_window_15_20"]
held_out = 120
pairs = [["{PAY}", "{COMPANY}"]]
expects = {{ equifinal_without_move = [0.2, 1.0], equifinal_with_move = [0, 0.4], numbers_found = [0, 1] }}
"""
LOGS, MOVED = "contact logs, without a move", "contact logs, with a move"


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    def made(*changes):
        file = tmp_path_factory.mktemp("study") / "asked.toml"
        changed = STUDY
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in changed
            changed = changed.replace(old, new)
        file.write_text(changed, encoding="utf-8")
        return read_study(file)

    return made


def answers(point):
    """Return what a firm counts: contacts tell pay plus company, after a move pay less company.

    Late orders tell attention.hours, on which it depends where fewer fail; what is given up tells the world.
    """
    values = dict(point.uncertain)
    pay, company = values[PAY] / 0.6, values[COMPANY] / 0.98
    hours = (values[OTHER] - 4.0) / 7.0
    moved = point.variant.startswith("moved")
    rng = np.random.default_rng([point.sample, len(point.variant), len(point.structure)])
    gain = 10.0 * (hours - 0.6)
    return {
        "contacts": 100.0 + (pay - company if moved else pay + company) + 0.01 * rng.normal(),
        "abandoned": (0.8 if point.world == "once" else 0.2) + 0.1 * rng.normal(),
        "late_rate": hours,
        "attitude_handlers_mean": 0.0,
        "failures_per_1000": 50.0 + (gain if point.structure == "separate" else 0.0),
    }


@pytest.fixture(scope="module")
def runs(read):
    plan = design(read())
    rows = [
        {
            "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant,
            "sample": point.sample, "replicate": 0, "failure": "", **dict(point.uncertain), **answers(point),
        }
        for point in plan.points
    ]  # fmt: skip
    return runs_of(plan.study, pd.DataFrame(rows), plan)


@pytest.fixture(scope="module")
def tables(runs):
    return IDENTIFYING.tables(runs)


def of(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_pay_and_company_are_equifinal_from_logs_and_parted_by_a_move(tables):
    """
    Logs tell only pay plus company: their errors are opposite. A move tells the difference too: both are found out.
    """
    before, after = (
        of(tables["pairs"], way=way, structure="separate", world="all", asked="yes") for way in (LOGS, MOVED)
    )
    found = {way: of(tables["recovery"], way=way, parameter=PAY)["contraction"] for way in (LOGS, MOVED)}

    assert (before["equifinal"], after["equifinal"]) == ("yes", "no")
    assert before["correlation"] < -0.8
    assert found[LOGS] < 0.6 < 0.9 < found[MOVED]


def test_what_answers_do_not_depend_on_is_not_found_out(tables):
    """
    Contact logs say nothing of attention.hours, so it contracts by zero within three errors; all counts give it away.
    """
    logs = of(tables["recovery"], way=LOGS, parameter=OTHER)
    all_counts = of(tables["recovery"], way="all that can be counted, 40 handlers asked, with a move", parameter=OTHER)

    assert abs(logs["contraction"]) < 3 * logs["error"]
    assert all_counts["contraction"] > 0.95


def test_the_world_is_named_by_what_tells_it(tables):
    """
    What is given up differs by six SDs between two worlds, twice counted: at least 95 % of firms name theirs.
    """
    assert of(tables["worlds"], way=LOGS, world="all")["right"] > 0.95


def test_the_rule_finds_the_threshold_and_is_held_against_always(tables):
    """
    Separate is better where the share of late orders is below .6: the rule says so, and saves what that is worth.

    Always separate loses 10 (h - .6) where h is above .6: .8 on average, which the rule saves.
    """
    leaves = tables["three_numbers"].groupby("choice")["when"].agg(" and ".join)
    most = max(float(part.split()[-1]) for part in leaves["separate"].split(" and ") if "<=" in part)
    least = min(float(part.split()[-1]) for part in leaves["inside_operations"].split(" and ") if ">" in part)
    judged = of(tables["rules"], structure="separate")

    assert (most, least) == pytest.approx((0.6, 0.6), abs=0.025)
    assert judged["right"] > 0.98
    assert judged["low"] <= 10 * 0.4**2 / 2 <= judged["high"]


def test_predictions_are_judged_as_they_were_written(tables):
    """
    The two on the pair come as predicted; three numbers are found where at most one was expected.
    """
    assert tables["expected"].set_index("figure")["verdict"].to_dict() == {
        "equifinal_without_move": "as predicted",
        "equifinal_with_move": "as predicted",
        "numbers_found": "not as predicted",
    }
    assert of(tables["expected"], figure="numbers_found")["found"] == 3


def test_the_page_tells_where_a_rule_loses(runs, tables):
    """
    A rule that costs is told as one that loses, beside those that win.
    """
    found = dict(tables)
    found["rules"] = found["rules"].assign(saves=[-1.0, 1.0], low=[-1.5, 0.5], high=[-0.5, 1.5])
    section = next(iter(IDENTIFYING.sections(runs, found)))

    assert [row[-1] for row in section.blocks[-1].rows] == ["loses", "wins, by less than matters"]


def test_the_answer_says_whether_logs_tell_the_first_pair_apart(runs, tables):
    """
    Pay plus company by logs, pay less company after a move: equifinal in both places and worlds, then told apart.
    """
    wanted = tables["pairs"][(tables["pairs"]["world"] != "all") & (tables["pairs"]["way"] == LOGS)]
    said = IDENTIFYING.answer(runs, tables).sentence

    assert (len(wanted), set(wanted["equifinal"])) == (4, {"yes"})
    assert said.endswith("apart in 0 of 4 pairs of place and world; with a move, in 4 of 4.")


def test_the_page_is_written(runs, tables):
    """
    The page has an answer, the pair that was asked about and no identifier of a parameter.
    """
    page = markdown(page_of(runs, [(IDENTIFYING, tables)])).partition("## The runs")[0]

    assert "Measure these three numbers" in page
    assert "equifinal" in page
    assert PAY not in page


def test_points_of_which_a_run_stopped_are_left_out(runs, tables):
    """
    One run that stopped takes its point out of all structures and worlds, and the page says so.
    """
    broken = runs.everything.copy()
    at = broken.index[(broken["sample"] == 7) & (broken["world"] == "once")][0]
    broken.loc[at, "failure"] = "too many contacts"
    broken.loc[at, "contacts"] = np.nan
    here = runs_of(runs.study, broken, runs.design)
    asked = Asked(here, runs.study.identify)

    assert asked.losses.shape == (2, 511, 2)
    assert np.isfinite(asked.counts("separate", ("contacts",), "window_5_10")).all()
    assert "1 of 512 points are left out" in " ".join(IDENTIFYING.answer(here, tables).limits)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (('first = "window_5_10"', 'first = "window_5_11"'), "window_5_11"),
        (('moved = ["moved_out_window_15_20", "moved_in_window_15_20"]', 'moved = "moved_in_window_15_20"'), "moved"),
        (('counted = "late_rate"', 'counted = "overtime"'), "overtime"),
        ((f'pairs = [["{PAY}", "{COMPANY}"]]', 'pairs = [["attitudes.boss", "attention.hours"]]'), "attitudes.boss"),
        ((', "attitude_handlers_mean"', ""), "attitude_handlers_mean"),
        (("handlers = [8, 40]", "handlers = [0]"), "handlers"),
        (("numbers_found = [0, 1]", "numbers_found = [1, 0]"), "numbers_found is .* expected .least, most."),
        (("numbers_found = [0, 1]", "numbers_found = [0]"), "expected a table, each figure .least, most."),
        (("numbers_found = [0, 1]", "numbers = [0, 1]"), "names 'numbers'; expected world_by_logs"),
        (("numbers_found = [0, 1]", 'numbers_found = [0, "x"]'), "identify.expects is .* expected a table"),
    ],
)
def test_a_section_that_asks_for_what_is_not_run_is_refused(read, changes, says):
    """
    A variant, measure or parameter that the study does not run is refused in a line that names it.
    """
    with pytest.raises(StudyError, match=says):
        read(*changes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (("points = 512", "points = 64"), r":20: design.points has 64 points; expected 100 or more"),
        (("[identify]", "[quick]\npoints = 64\n[identify]"), r":\d+: quick.points has 64 points; expected 100 or more"),
        (("points = 512", "points = 128"), ""),
    ],
)
def test_too_few_points_are_refused_before_any_run(read, changes, says):
    """
    What it is worth to know a number needs a hundred points: the file says so, with its line, for either form.
    """
    if not says:
        assert read(*changes).sampling.points == 128
        return
    with pytest.raises(StudyError, match=says):
        read(*changes)


def test_few_points_are_refused(runs):
    """
    Of fewer than eight points none can be held out: a line says so.
    """
    few = runs.everything[runs.everything["sample"] < 4]

    with pytest.raises(StudyError, match="expected more"):
        IDENTIFYING.tables(runs_of(replace(runs.study), few, runs.design))
