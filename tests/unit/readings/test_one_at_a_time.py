"""One assumption at a time, on runs whose answer is known: which end turns it, which makes it a tie."""

import numpy as np
import pandas as pd
import pytest

from reportsto.readings.methods import readings_of
from reportsto.readings.one_at_a_time import ONE_AT_A_TIME
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from runs_of import page, runs_of, text

BOX = """[uncertainties]
attention.hours = { low = 4, high = 11 }
voice.attitude = [1, 2, 3]
climb.recolouring = { low = 0, high = 0.6 }
[design]
kind = "one_at_a_time"
"""


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


def ends(runs):
    """Return the table of ends."""
    return ONE_AT_A_TIME.tables(runs)["tornado"]


def test_the_end_that_turns_the_answer_is_named(study, runs):
    """
    Opposite at four hours, no difference at attitude 3, as usual elsewhere; the level between two ends is no end.
    """
    found = ends(runs_of(study, runs))
    once = found[(found["world"] == "once") & (found["variant"] == "")].set_index(["parameter", "end"])

    assert len(once) == 6
    assert once["becomes"].to_dict() == {
        ("attention.hours", "low"): "opposite", ("attention.hours", "high"): "as at the defaults",
        ("voice.attitude", "low"): "as at the defaults", ("voice.attitude", "high"): "no difference that matters",
        ("climb.recolouring", "low"): "as at the defaults", ("climb.recolouring", "high"): "as at the defaults",
    }  # fmt: skip
    assert once.loc[("attention.hours", "low"), "contrast"] == pytest.approx(-6.0, abs=0.3)
    assert once.loc[("attention.hours", "low"), "moved"] == pytest.approx(-12.0, abs=0.4)
    assert (once["base"] == once["base"].iloc[0]).all()
    assert once["base"].iloc[0] == pytest.approx(6.0, abs=0.3)
    assert ((once["low"] < once["contrast"]) & (once["contrast"] < once["high"])).all()


def test_an_end_without_a_run_has_no_result(study, runs):
    runs.loc[(runs["attention.hours"] == 11), "failures_per_1000"] = np.nan
    found = ends(runs_of(study, runs))

    assert set(found.loc[(found["parameter"] == "attention.hours") & (found["end"] == "high"), "becomes"]) == {
        "no result"
    }


def test_the_page_says_what_turns_and_looks_for_no_region(study, runs):
    """
    The answer counts the parameters that turn it; no share of one-at-a-time points is turned into a rule.
    """
    made = runs_of(study, runs)
    found, said = page(made), text(made)

    assert found.answer.startswith("Between inside operations and separate, 1 of 3 assumptions turn round")
    assert found.turns[0].startswith("With “a manager's hours for people and issues” at 4 the difference is -")
    assert "“weight of attitude” at 3 (" in said
    assert "Where it turns round" not in said
    names = [one.name for reading in readings_of(study) for one in reading.figures(made, reading.tables(made))]
    assert names[0] == "tornado_failures_per_1000_inside_operations_once"


def test_another_design_is_not_read(write_study):
    assert ONE_AT_A_TIME not in readings_of(read_study(write_study(name="other.toml")))


def test_an_end_that_is_only_noisy_is_no_tie(study, runs):
    """
    An estimate below the smallest effect with an interval that reaches far beyond it decides nothing.
    """
    noisy = (runs["voice.attitude"] == 3) & (runs["structure"] == "inside_operations")
    runs.loc[noisy, "failures_per_1000"] += np.where(runs.loc[noisy, "replicate"] % 2, 20.0, -20.0)
    found = ends(runs_of(study, runs))
    end = found[(found["parameter"] == "voice.attitude") & (found["end"] == "high")]

    assert (end["contrast"].abs() < end["smallest_effect"]).all()
    assert set(end["becomes"]) == {"not decided"}


def test_a_difference_without_a_sure_sign_has_none_to_turn(study, runs):
    """
    At the defaults nobody is surely ahead: that is said in place of how many parameters turn it.
    """
    at_defaults = (runs["sample"] == 0) & (runs["structure"] == "inside_operations")
    runs.loc[at_defaults, "failures_per_1000"] += np.where(runs.loc[at_defaults, "replicate"] % 2, -26.0, 14.0)
    made = runs_of(study, runs)

    assert set(ends(made)["becomes"]) == {"no sign at the defaults"}
    assert {row[3] for row in page(made).table.rows} == {"there is nothing to turn"}
