"""What is said of points that meet patterns, on runs whose answer is known: a pattern that keeps half of the box."""

import numpy as np
import pandas as pd
import pytest

from reportsto.readings.matching.figures import draw_leaders, draw_patterns
from reportsto.readings.matching.held import held
from reportsto.readings.matching.tables import TIE, claims_table, conflicts_table, patterns_table, survivors_table
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from runs_of import page, runs_of, tables_of, text

BOX = """[uncertainties]
attention.hours = { low = 0, high = 10 }
voice.attitude = { low = 1, high = 3 }
[design]
kind = "latin_hypercube"
points = 100
"""
LOW_HOURS = """[[patterns]]
id = "low"
measure = "advocacy"
value = 0
sd = 1
structure = "separate"

"""
HIGH_HOURS = LOW_HOURS.replace('"low"', '"high"').replace("value = 0", "value = 10")
HALF_INPUT = '[[patterns]]\nid = "P5"\nstructure = "separate"\n\n'
RULE = "[matching]\nwaves = 1\nhighest = 1\n\n[quick]\n"


@pytest.fixture
def study(write_study):
    def read(patterns=LOW_HOURS, rule=RULE, points=100):
        changes = (
            "[uncertainties]\n",
            BOX.replace("points = 100", f"points = {points}"),
            "attention.hours = 6\n",
            "",
            "[quick]\n",
            patterns + rule,
        )
        return read_study(write_study(*changes, "settings.improvement.lateral", "settings.voice.own_line"))

    return read


def made_up(study, ahead, *, late=lambda hours: 0.0, worlds=lambda world: 0.0):
    """Runs in which advocacy is the hours, and separate has `ahead(hours)` more failures than operations."""
    rows = []
    for point in design(study).points:
        hours = float(dict(point.uncertain)["attention.hours"])
        more = (ahead(hours) + worlds(point.world)) * (point.structure == "separate")
        for replicate in range(study.replicates):
            rows.append(
                {
                    "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant,
                    "sample": point.sample, **dict(point.uncertain), "without": "", "seed": 7, "days": 30,
                    "replicate": replicate, "ration": "bundles", "failures_per_1000": 100.0 + replicate + more,
                    "advocacy": hours, "effective_advocacy": hours, "abandoned": 0.05, "utilisation": 0.8,
                    "late_rate": late(hours), "failure": "",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def turns_at_3(hours):
    """Separate is better by 10 up to three hours, and worse by 10 beyond."""
    return -10.0 if hours <= 3.0 else 10.0


def of(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1, len(table)
    return table.iloc[0]


def test_a_pattern_that_keeps_a_tenth_turns_the_answer(study):
    """Hours of 0 within three SD leave three tenths of the box, and there the other structure leads."""
    plan = study()
    found = survivors_table(held(runs_of(plan, made_up(plan, turns_at_3))))
    where = {"world": "once", "points": "all", "measure": "failures_per_1000"}

    prior = of(found, among="prior", structure="inside_operations", **where)
    kept = of(found, among="survivors", structure="separate", **where)

    assert (prior["better"], prior["n"], prior["regret"]) == (pytest.approx(0.7), 100, pytest.approx(3.0))
    assert (kept["better"], kept["n"], kept["regret"]) == (1.0, 30, 0.0)
    assert (kept["share"], kept["effective"]) == (pytest.approx(0.3), pytest.approx(30.0))
    assert kept["better_error"] == 0.0
    assert prior["better_error"] == pytest.approx(np.sqrt(0.7 * 0.3 / 100))


def test_survivors_are_weighted_by_how_well_they_meet_the_patterns(study):
    """exp(-I^2 / 2) at hours 0 to 3: the mean of a half normal cut at three, from the closed form."""
    plan = study()
    here = held(runs_of(plan, made_up(plan, turns_at_3)))
    once = next(one for one in here.places if one.world == "once")
    weight = here.weighted(once, "weighted survivors")
    hours = here.values("six_people", "once", "advocacy")[:, 0]

    assert float((weight * hours).sum() / weight.sum()) == pytest.approx(np.sqrt(2 / np.pi), abs=0.05)


def test_worlds_together_are_each_as_likely_and_patterns_part_them(study):
    """A world in which no point is kept has no share of what is kept; before, each had a half."""
    plan = study()
    table = made_up(plan, turns_at_3)
    table.loc[table["world"] == "contract", "advocacy"] += 50.0
    found = survivors_table(held(runs_of(plan, table)))
    rows = found[(found["points"] == "all") & (found["structure"] == "separate")]
    rows = rows[rows["measure"] == "failures_per_1000"]

    assert of(rows, world="once", among="prior")["world_share"] == pytest.approx(0.5)
    assert of(rows, world="once", among="survivors")["world_share"] == 1.0
    assert of(rows, world="all", among="survivors")["better"] == 1.0
    assert of(rows, world="contract", among="survivors")["n"] == 0
    assert np.isnan(of(rows, world="contract", among="survivors")["better"])


def test_sound_points_are_sound_in_every_structure(study):
    """Late orders above 20 % beyond eight hours: a fifth of the points is not sound."""
    plan = study()
    table = made_up(plan, turns_at_3, late=lambda hours: 0.3 if hours > 8.0 else 0.1)
    table.loc[table["structure"] == "separate", "late_rate"] = 0.0
    found = survivors_table(held(runs_of(plan, table)))

    sound = of(found, world="once", among="prior", points="sound", structure="separate", measure="failures_per_1000")
    assert (sound["n"], sound["share"]) == (80, pytest.approx(0.8))


def test_what_a_pattern_excludes_alone_and_beside_others(study):
    """Of two patterns that keep the same points neither excludes anything alone: the other does it too."""
    plan = study(LOW_HOURS + LOW_HOURS.replace('"low"', '"same"').replace("sd = 1", "sd = 0.5") + HALF_INPUT)
    found = patterns_table(held(runs_of(plan, made_up(plan, turns_at_3))))
    rows = found[found["world"] == "once"].set_index("pattern")

    assert rows["met"].to_dict() == pytest.approx({"low": 0.3, "same": 0.15, "P5": 1.0})
    assert rows["kept_without"].to_dict() == pytest.approx({"low": 0.15, "same": 0.3, "P5": 0.15})
    assert rows["cuts"].to_dict() == pytest.approx({"low": 0.0, "same": 0.15, "P5": 0.0})
    assert rows["only_missed"].to_dict() == pytest.approx({"low": 0.0, "same": 0.15, "P5": 0.0})
    assert rows["decides"].to_dict() == {"low": True, "same": True, "P5": False}
    assert rows["structure"].to_dict() == {"low": "separate", "same": "separate", "P5": "separate"}


def test_a_half_input_changes_no_table_of_survivors(study):
    """A published figure that a setting nearly decides is in patterns.csv, and nowhere else does a digit move."""
    plain, beside = study(), study(LOW_HOURS + HALF_INPUT)
    runs = [runs_of(plan, made_up(plan, turns_at_3).assign(abandoned=0.9)) for plan in (plain, beside)]

    one, other = (survivors_table(held(each)) for each in runs)
    pd.testing.assert_frame_equal(one, other)
    assert "Printed and without any weight, as a setting of the model nearly decides them: P5" in text(runs[1])


def test_patterns_that_no_point_meets_together_are_named(study):
    plan = study(LOW_HOURS + HIGH_HOURS)
    runs = runs_of(plan, made_up(plan, turns_at_3))
    found = conflicts_table(held(runs))

    assert found[["world", "pattern", "other"]].to_numpy().tolist() == [
        [world, "low", "high"] for world in ("once", "contract", "all")
    ]
    assert "No point meets patterns low and high together" in text(runs)
    assert page(runs).answer == "Too few points meet the patterns to say which place is best."


def test_the_answer_names_who_leads_and_the_pattern_that_turns_it(study):
    plan = study()
    shown = page(runs_of(plan, made_up(plan, turns_at_3)))

    assert shown.answer == (
        "Among most points that meet the patterns, separate has the fewest failures per 1,000 orders in both worlds."
    )
    assert [[row[1], row[4]] for row in shown.table.rows] == [["separate", "30%"]] * 2
    assert shown.turns == ("Without pattern low (own count of advocacy), another place leads in once and contract.",)


def test_nothing_leads_by_less_than_the_smallest_effect(study):
    """Separate is best at every point, by 1.9 failures of the 2 that matter: no place leads."""
    plan = study()
    runs = runs_of(plan, made_up(plan, lambda hours: -1.9))
    found = of(
        survivors_table(held(runs)), world="once", among="survivors", points="all", structure="separate",
        measure="failures_per_1000",
    )  # fmt: skip

    assert (found["best"], found["better"]) == (1.0, 0.0)
    assert set(patterns_table(held(runs))["leader"]) == {TIE}
    assert "no place has the fewest failures per 1,000 orders at more than half" in page(runs).answer


def test_predictions_are_judged_among_survivors(study, write_study):
    """More failures in operations at most points of the box, fewer at those that are kept: the kept ones decide."""
    plan = study(rule=RULE.replace("[quick]", EXPECTED + "[quick]"))
    found = claims_table(held(runs_of(plan, made_up(plan, turns_at_3))))
    row = of(found, claim="kept", world="once")

    assert (row["verdict"], row["as_predicted"], row["prior"]) == ("as predicted", 1.0, pytest.approx(0.3))
    assert "**as predicted**: holds at 100%" in text(runs_of(plan, made_up(plan, turns_at_3)))


EXPECTED = """[[predictions]]
claim = "kept"
text = "Separate fails less where hours are few."
measure = "failures_per_1000"
a = "separate"
b = "inside_operations"
direction = "a_below"
kind = "test"

"""


def test_a_run_that_stopped_is_no_point(study):
    """A point without a number in any structure counts for nothing, and the others are as they were."""
    plan = study()
    table = made_up(plan, turns_at_3)
    table.loc[table["sample"] == 3, ["failures_per_1000", "advocacy", "late_rate"]] = np.nan
    found = survivors_table(held(runs_of(plan, table)))

    assert (
        of(found, world="once", among="prior", points="all", structure="separate", measure="failures_per_1000")["n"]
        == 99
    )


def test_the_worth_of_knowing_is_of_what_is_kept(study):
    """Hours alone decide who is best, by ten failures: knowing them saves ten where the usual choice is wrong.

    That is at 3 of 10 points of the box, and at 3 of 9 where hours up to nine are kept.
    """
    plan = study(LOW_HOURS.replace("sd = 1", "sd = 3"), points=400)
    found = tables_of(runs_of(plan, made_up(plan, turns_at_3)))["worth"]

    for among, wrong in (("prior", 3 / 10), ("survivors", 3 / 9)):
        rows = found[found["among"] == among].set_index("known")
        assert rows.loc["everything", "saves"] == pytest.approx(10.0 * wrong)
        assert rows.loc["nothing", "wrong"] == pytest.approx(wrong)
        assert rows.loc["attention.hours", "saves"] == pytest.approx(10.0 * wrong, abs=1.0)
        assert abs(rows.loc["voice.attitude", "saves"]) < 1.0


def test_where_nothing_turns_the_choice_no_number_is_worth_knowing(study):
    """One place leads everywhere: the page says so, and lists no number."""
    plan = study(LOW_HOURS.replace("sd = 1", "sd = 3"), points=400)

    shown = text(runs_of(plan, made_up(plan, lambda hours: 10.0)))

    assert "To know one number alone, or the world, would save nothing beyond chance" in shown
    assert "| everything | 0 ± 0 |" in shown
    assert shown.count("| yes |") == 0


def test_figures_show_where_a_place_leads_and_what_a_pattern_excludes(study):
    """Filled marks are of what is kept: separate leads there at 100 %, and at 30 % of the whole box."""
    plan = study()
    found = survivors_table(held(runs_of(plan, made_up(plan, turns_at_3))))
    rows = found[(found["points"] == "all") & (found["measure"] == "failures_per_1000") & (found["world"] == "once")]
    (panel,) = draw_leaders(rows).axes
    shown = {
        (line.get_gid(), float(line.get_ydata()[0]) > 0.5): line.get_xdata()[0]
        for line in panel.lines
        if line.get_gid()
    }
    names = [label.get_text() for label in panel.get_yticklabels()]

    at = names.index("Separate") == 1
    assert shown["prior", at] == pytest.approx(30.0)
    assert shown["survivors", at] == pytest.approx(100.0)

    table = patterns_table(held(runs_of(plan, made_up(plan, turns_at_3))))
    (panel,) = draw_patterns(table[table["world"] == "once"]).axes
    assert {line.get_gid(): float(line.get_xdata()[0]) for line in panel.lines} == pytest.approx(
        {"alone": 70.0, "with others": 70.0}
    )


def test_tables_of_a_matched_study_are_those_of_matching_alone(study):
    plan = study()
    assert list(tables_of(runs_of(plan, made_up(plan, turns_at_3)))) == [
        "patterns",
        "survivors",
        "conflicts",
        "claims",
        "worth",
    ]
