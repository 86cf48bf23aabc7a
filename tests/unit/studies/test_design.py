"""The list of runs: complete, in a fixed order, each under a key that says all that decides its row."""

import math
import os
import subprocess
import sys

import pytest

from reportsto.errors import StudyError
from reportsto.studies import design as studies_design
from reportsto.studies.design import design
from reportsto.studies.own_firm import scenario_of
from reportsto.studies.specification import read_study

KEYS = """
import sys
from reportsto.studies.design import design
from reportsto.studies.own_firm import scenario_of
from reportsto.studies.specification import read_study
print([run.key for run in design(read_study(sys.argv[1])).runs])
"""


def test_runs_are_structure_by_world_by_variant_by_replicate(write_study):
    """
    2 structures x 2 worlds and one structure's variant in 2 worlds, 3 replicates: (4 + 2) x 3 = 18, in this order.
    """
    plan = design(read_study(write_study()))

    assert len(plan.runs) == 18
    assert [(point.structure, point.world, point.variant) for point in plan.points] == [
        ("inside_operations", "once", ""),
        ("inside_operations", "once", "no_lateral"),
        ("inside_operations", "contract", ""),
        ("inside_operations", "contract", "no_lateral"),
        ("separate", "once", ""),
        ("separate", "contract", ""),
    ]
    assert [run.replicate for run in plan.runs[:4]] == [0, 1, 2, 0]


def test_uncertainties_are_crossed_with_everything(write_study):
    """
    Two values of one parameter and three of another make six times as many runs.
    """
    two = "[uncertainties]\nattention.bundle = [5, 10]\nvoice.attitude = [1, 2, 3]"
    plan = design(read_study(write_study("[uncertainties]", two)))

    assert len(plan.runs) == 6 * 18
    assert plan.points[1].uncertain == (("attention.bundle", 5), ("voice.attitude", 2))
    assert plan.points[1].scenario.parameters.voice.attitude == 2.0


def test_the_quick_form_is_a_part_of_the_full_one(write_study):
    """
    Whoever ran the quick form has that part of the full one already.
    """
    study = read_study(write_study())
    quick, full = design(study, quick=True), design(study)

    assert len(quick.runs) == 4
    assert quick.keys < full.keys


def test_a_setting_changes_every_key(write_study):
    """
    The same study with one other number shares no run with it.
    """
    before = design(read_study(write_study())).keys
    after = design(read_study(write_study("attention.hours = 6", "attention.hours = 7"))).keys

    assert before.isdisjoint(after)


def test_the_words_of_a_study_change_no_key(write_study):
    """
    Another title or prediction leaves finished runs as good as they were.
    """
    before = design(read_study(write_study())).keys
    after = design(read_study(write_study("Separate advocates more.", "It does."))).keys

    assert before == after


def test_a_variant_that_changes_nothing_is_not_run_twice(write_study):
    """
    A variant that sets a parameter to its default shares its runs with the study itself.
    """
    plan = design(read_study(write_study("settings.improvement.lateral = 0", "settings.improvement.lateral = 0.3")))

    assert len(plan.runs) == 18
    assert len(plan.keys) == 12


def test_keys_are_the_same_in_another_session(write_study):
    """
    A key does not depend on the hash seed, the time zone or the order of a set.
    """
    path = write_study()
    told = subprocess.run(
        [sys.executable, "-c", KEYS, str(path)],
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert told.stdout.strip() == str([run.key for run in design(read_study(path)).runs])


CHART = """\
id,title,reports_to,function
ceo,Chief,,executive
ops,Operations,ceo,logistics
help,Customer service,ceo,service
"""


def test_charts_take_the_place_of_firms(write_study, tmp_path):
    """
    With a chart, the firm of a row is the chart's name, its numbers are the named firm's, and it can run as drawn.
    """
    (tmp_path / "ours.csv").write_text(CHART)
    levers = 'structure = ["as_drawn", "separate", "inside_operations"]\nchart = "ours.csv"'
    plan = design(read_study(write_study('structure = ["inside_operations", "separate"]', levers)))

    assert {point.firm for point in plan.points} == {"ours"} == {point.scenario.firm for point in plan.points}
    assert plan.points[0].structure == "as_drawn" == plan.points[0].scenario.structure
    assert len(plan.points[0].scenario.chart.posts) == 3


def test_a_large_design_is_checked_in_few_scenarios(write_study, monkeypatch):
    """
    Each value meets a chart once, not each of a thousand points: 2 x 2 cells, a variant in 2 worlds, 2 ends of 2 axes.
    """
    tried = []
    made = lambda *args, **named: tried.append(scenario_of(*args, **named)) or tried[-1]  # noqa: E731
    monkeypatch.setattr(studies_design, "scenario_of", made)
    box = "[uncertainties]\nvoice.attitude = { low = 1, high = 2 }\nattention.bundle = { low = 5, high = 9 }\n"
    design(read_study(write_study("[uncertainties]", box + '[design]\nkind = "latin_hypercube"\npoints = 1000\n')))

    assert len(tried) <= 6 + 4


def test_a_level_that_fits_no_chart_is_named_before_anything_is_run(write_study):
    """
    Six people have two heads to spare that own nothing; a level of twenty fewer is refused wherever it stands.
    """
    levels = "[uncertainties]\nchart.heads = [0, 1, -20]"

    with pytest.raises(StudyError, match="'six_people'"):
        design(read_study(write_study("[uncertainties]", levels)))


def test_seconds_grow_with_days_and_people(write_study):
    """
    Six people for 30 days: 18 runs of 30 x (4 + 6 x .2) microseconds.
    """
    assert math.isclose(design(read_study(write_study())).seconds, 18 * 30 * 5.2e-6)
