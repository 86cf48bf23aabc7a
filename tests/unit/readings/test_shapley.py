"""What a study of off-switches says, on runs whose game is known: values, verdicts, what is left out, the page."""

import numpy as np
import pandas as pd
import pytest

from reportsto.readings.shapley import SHAPLEY
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from runs_of import page, runs_of, text

SWITCHES = """[uncertainties]
without = ["turnover", "incentives", "lateral"]
[design]
kind = "shapley"
points = 4
"""
PREDICTIONS = """
[[predictions]]
claim = "S1"
text = "Word between colleagues matters."
mechanism = "lateral"
measure = "failures_per_1000"
a = "separate"
b = "inside_operations"
direction = "a_above"
smallest_effect = 2.0
kind = "test"

[[predictions]]
claim = "S2"
text = "Turnover lowers it."
mechanism = "turnover"
measure = "failures_per_1000"
a = "separate"
b = "inside_operations"
direction = "a_below"
smallest_effect = 2.0
kind = "check"
world = "contract"
"""
OWN = {"turnover": 1.0, "incentives": -6.0, "lateral": 5.0}
"""What each brings to separate less operations; in contract, incentives and lateral bring 4 more together."""


@pytest.fixture
def study(write_study):
    path = write_study("[uncertainties]\n", SWITCHES, "[quick]", PREDICTIONS + "[quick]")
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[[predictions]]"), text.index('\n[[predictions]]\nclaim = "S1"')
    path.write_text((text[:start] + text[end:]).replace("variants = []\n", ""), encoding="utf-8")
    return read_study(path)


def shapley(runs):
    """Return the table of values."""
    return SHAPLEY.tables(runs)["shapley"]


def claims(runs):
    """Return the verdicts on the predictions."""
    return SHAPLEY.tables(runs)["claims"]


def made_up(study, measures=("failures_per_1000", "advocacy", "effective_advocacy")):
    """Return runs in which separate differs from operations by the game and a shift of each replicate."""
    rows = []
    for point in design(study).points:
        on = {name.removeprefix("without.") for name, value in point.uncertain if not value}
        game = sum(OWN[name] for name in on) + 4.0 * (point.world == "contract" and {"incentives", "lateral"} <= on)
        for replicate in range(study.replicates):
            own = game + 0.1 * (replicate - 1) * ("lateral" in on) if point.structure == "separate" else 0.0
            numbers = dict.fromkeys(measures, 100.0 + np.sin(replicate) + own)
            rows.append(
                {
                    "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant,
                    "sample": point.sample, **dict(point.uncertain), "replicate": replicate, "failure": "", **numbers,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def values(table, world):
    rows = table[(table["world"] == world) & (table["measure"] == "failures_per_1000")]
    return dict(zip(rows["mechanism"], rows["value"], strict=True))


def test_values_are_those_of_the_game_and_what_two_bring_together_is_shared(study):
    """
    Without interaction everyone's own; in contract the 4 of incentives and lateral go to each in half.
    """
    table = shapley(runs_of(study, made_up(study)))

    assert values(table, "once") == pytest.approx(OWN)
    assert values(table, "contract") == pytest.approx({"turnover": 1.0, "incentives": -4.0, "lateral": 7.0})


def test_pairs_go_the_way_round_that_predictions_name(study):
    """
    Predicted: separate less operations; so the pair is not shown a second time as operations less separate.
    """
    table = shapley(runs_of(study, made_up(study)))

    assert set(zip(table["a"], table["b"], strict=True)) == {("separate", "inside_operations")}


def test_values_add_up_to_the_difference(study):
    """
    For every world and measure, to the last rounding.
    """
    table = shapley(runs_of(study, made_up(study)))

    for _, rows in table.groupby(["firm", "world", "variant", "measure"]):
        assert rows["value"].sum() == pytest.approx((rows["all_on"] - rows["all_off"]).iloc[0], abs=1e-10)
    assert (table["all_off"].abs() < 1e-10).all()
    assert set(table["orders"]) == {4}


def test_verdicts_follow_from_the_interval_of_the_mechanism(study):
    """
    Lateral brings 5 and 7, so more than 2; turnover brings 1, so less than 2 either way.
    """
    found = claims(runs_of(study, made_up(study)))

    assert found[["claim", "world", "verdict"]].to_numpy().tolist() == [
        ["S1", "once", "as predicted"],
        ["S1", "contract", "as predicted"],
        ["S2", "contract", "no difference that matters"],
    ]
    assert found["number"].tolist() == pytest.approx([5.0, 7.0, 1.0])


def test_a_replicate_with_a_stopped_run_is_left_out_and_counted(study):
    """
    One run of operations in once stopped: that world is judged on two replicates, the other on three.
    """
    runs = made_up(study)
    stopped = (runs["structure"] == "inside_operations") & (runs["world"] == "once") & (runs["sample"] == 5)
    at = runs.index[stopped & (runs["replicate"] == 2)][0]
    runs.loc[at, ["failures_per_1000", "advocacy", "effective_advocacy"]] = np.nan
    table = shapley(runs_of(study, runs))

    assert set(table.loc[table["world"] == "once", "left_out"]) == {1}
    assert set(table.loc[table["world"] == "once", "replicates"]) == {2}
    assert set(table.loc[table["world"] == "contract", "left_out"]) == {0}
    assert values(table, "once")["incentives"] == pytest.approx(OWN["incentives"])


def test_a_world_without_a_whole_replicate_has_no_values_and_no_verdict(study):
    """
    Every replicate stopped somewhere in once: its claim is not decided, and the page is written all the same.
    """
    table = made_up(study)
    stopped = (table["structure"] == "separate") & (table["world"] == "once") & (table["sample"] == 2)
    table.loc[stopped, ["failures_per_1000", "advocacy", "effective_advocacy"]] = np.nan
    runs = runs_of(study, table)

    assert set(shapley(runs)["world"]) == {"contract"}
    assert claims(runs).set_index("world")["verdict"]["once"] == "not decided"
    assert "| **all together** | **4** |" in text(runs)


def test_the_page_says_what_brings_most_and_what_it_cannot_say(study):
    """
    Largest first with its interval, predictions apart from checks, the sum, and that it is about the model.
    """
    runs = runs_of(study, made_up(study))
    found, said = page(runs), text(runs)

    assert found.table.rows[1][1:] == [
        "4", "word between colleagues 7.00 [6.75, 7.25]\nincentives -4 [-4, -4]\nturnover 1 [1, 1]",
    ]  # fmt: skip
    assert "word between colleagues" in found.answer
    assert said.index("## Predictions") < said.index("## Checks, built in") < said.index("| S2 |")
    for part in ("**as predicted**", "| word between colleagues |", "| **all together** |", "about the model"):
        assert part in said
