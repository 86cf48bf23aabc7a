"""One assumption at a time, on runs whose answer is known: which end turns it, which makes it a tie."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportsto.readings.box_finding import box_finding
from reportsto.readings.over_points import over_points
from reportsto.readings.tornado import draw_tornados, tornado, tornado_answer, tornado_lines
from reportsto.studies.design import design
from reportsto.studies.specification import read_study

BOX = """[uncertainties]
attention.hours = { low = 4, high = 11 }
voice.attitude = [1, 2, 3]
climb.recolouring = { low = 0, high = 0.6 }
[design]
kind = "one_at_a_time"
"""
SOURCE = {"replicates": 8, "notes": [], "command": "reportsto study run study.toml", "reportsto": "0"}


@pytest.fixture
def study(write_study):
    changes = ("[uncertainties]\n", BOX, "attention.hours = 6\n", "", "replicates = 3", "replicates = 8")
    kept = 'measures = ["advocacy", "effective_advocacy"]'
    return read_study(write_study(*changes, kept, f"{kept}\nlisted_only = true"))


@pytest.fixture
def runs(study):
    """Return runs in which operations has 6 failures more: -6 at four hours, 1 at attitude 3, noise elsewhere small."""
    rng = np.random.default_rng(5)
    rows = []
    for point in design(study).points:
        named, moved = dict(point.uncertain), dict(point.settings)
        more = {("attention.hours", 4): -6.0, ("voice.attitude", 3): 1.0, ("voice.attitude", 2): -50.0}
        ahead = next((more[key] for key in moved.items() if key in more), 6.0)
        for replicate in range(study.replicates):
            value = 100.0 + replicate + (ahead + 0.2 * rng.normal()) * (point.structure == "inside_operations")
            numbers = dict.fromkeys(("failures_per_1000", "advocacy", "effective_advocacy"), value)
            rows.append(
                {
                    "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant,
                    "sample": point.sample, **named, "seed": 7, "replicate": replicate, "failure": "", **numbers,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def test_the_end_that_turns_the_answer_is_named(study, runs):
    """
    Turned at four hours, tied at attitude 3, the same elsewhere; the level between two ends is no end.
    """
    found = tornado(study, runs)
    once = found[(found["world"] == "once") & (found["variant"] == "")].set_index(["parameter", "end"])

    assert len(once) == 6
    assert once["becomes"].to_dict() == {
        ("attention.hours", "low"): "turned", ("attention.hours", "high"): "same",
        ("voice.attitude", "low"): "same", ("voice.attitude", "high"): "tied",
        ("climb.recolouring", "low"): "same", ("climb.recolouring", "high"): "same",
    }  # fmt: skip
    assert once.loc[("attention.hours", "low"), "contrast"] == pytest.approx(-6.0, abs=0.3)
    assert once.loc[("attention.hours", "low"), "moved"] == pytest.approx(-12.0, abs=0.4)
    assert (once["base"] == once["base"].iloc[0]).all()
    assert once["base"].iloc[0] == pytest.approx(6.0, abs=0.3)
    assert ((once["low"] < once["contrast"]) & (once["contrast"] < once["high"])).all()


def test_an_end_without_a_run_has_no_result(study, runs):
    runs.loc[(runs["attention.hours"] == 11), "failures_per_1000"] = np.nan
    found = tornado(study, runs)

    assert set(found.loc[(found["parameter"] == "attention.hours") & (found["end"] == "high"), "becomes"]) == {
        "no result"
    }


def test_the_finding_tells_it_and_looks_for_no_region(study, runs, tmp_path):
    """
    The section says what turns; no share of one-at-a-time points is turned into a rule.
    """
    found = tornado(study, runs)
    page = "\n".join(tornado_lines(found))
    whole = box_finding(study, runs, replace(over_points(study, runs), tornado=found), SOURCE)

    assert "six_people, once: inside_operations less separate is" in page
    assert "turned: attention.hours at 4 (-" in page
    assert "tied: voice.attitude at 3 (" in page
    assert "## Where it turns around" not in whole
    assert "1 of 3 parameters, alone at an end, turn the sign of `failures_per_1000`" in whole
    assert "never at all of them" in whole
    assert {path.name for path in draw_tornados(found, tmp_path)} >= {
        "tornado_failures_per_1000_inside_operations_once.svg"
    }


def test_another_design_has_no_ends(study, write_study):
    plan = read_study(write_study(name="other.toml"))

    assert tornado(plan, pd.DataFrame()).empty


def test_an_end_that_is_only_noisy_is_no_tie(study, runs):
    """
    An estimate below the smallest effect with an interval that reaches far beyond it decides nothing.
    """
    noisy = (runs["voice.attitude"] == 3) & (runs["structure"] == "inside_operations")
    runs.loc[noisy, "failures_per_1000"] += np.where(runs.loc[noisy, "replicate"] % 2, 20.0, -20.0)
    found = tornado(study, runs)
    ends = found[(found["parameter"] == "voice.attitude") & (found["end"] == "high")]
    end = ends[ends["measure"] == "failures_per_1000"]

    assert (end["contrast"].abs() < end["smallest_effect"]).all()
    assert set(end["becomes"]) == {"undecided"}


def test_a_difference_without_a_sure_sign_has_none_to_turn(study, runs):
    """
    At the defaults nobody is surely ahead: that is said in place of how many parameters turn it.
    """
    at_defaults = (runs["sample"] == 0) & (runs["structure"] == "inside_operations")
    runs.loc[at_defaults, "failures_per_1000"] += np.where(runs.loc[at_defaults, "replicate"] % 2, -26.0, 14.0)
    told = tornado_answer(tornado(study, runs))

    assert told
    assert all("has no sure sign at the defaults to turn: " in line for line in told)
