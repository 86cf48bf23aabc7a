"""The primary family and the power of a study, on runs whose differences and noise are known."""

import re

import numpy as np
import pandas as pd
import pytest

from reportsto.readings.at_one_point.tables import family
from reportsto.readings.power import pilot_of, power_section, power_table, told_power
from reportsto.statistics.planning import power
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from runs_of import page, runs_of

FAMILY = '[family]\ncontrasts = [["inside_operations", "separate"]]\nmeasures = ["failures_per_1000", "advocacy"]\n'
EFFECTS = {"once": 5.0, "contract": 0.0}
SD = 1.5


@pytest.fixture
def study(write_study):
    return read_study(write_study("[[variants]]", f"{FAMILY}\n[[variants]]"))


@pytest.fixture
def table(study):
    """Failures in operations: 5 more in one world, none more in the other, with noise of 1.5; 40 replicates."""
    rng = np.random.default_rng(20261126)
    rows = []
    for point in design(study).points:
        for replicate in range(40):
            shared = 10 * np.sin(replicate)
            gap = EFFECTS[point.world] + rng.normal(0, SD) if point.structure == "inside_operations" else 0.0
            rows.append(
                {
                    "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant,
                    "seed": 7, "replicate": replicate, "failures_per_1000": 100 + shared + gap, "advocacy": 0.5,
                    "effective_advocacy": 0.5,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def test_a_family_tells_what_is_there_and_what_is_not(study, table):
    """
    Five failures more is worse by more than two, and nothing differs from nothing; variants are left out.
    """
    found = family(runs_of(study, table)).set_index(["measure", "world"])

    assert found["verdict"].to_dict()["failures_per_1000", "once"] == "worse"
    assert found["verdict"].to_dict()["failures_per_1000", "contract"] == "no difference that matters"
    assert found.loc[("failures_per_1000", "once"), "n"] == 40
    assert len(found) == 4


def test_a_family_may_hold_for_several_levels_at_once(write_study):
    """
    It names levels of [levers]; those of a lever that it leaves out are the first. The page says where a row stands.
    """
    levels = 'assume = ["middle", "halfway", "essays"]\nration = ["digest", "bundles"]\n[uncertainties]'
    named = FAMILY + 'assume = ["middle", "essays"]\n'
    study = read_study(write_study("[uncertainties]", levels, "[[variants]]", f"{named}\n[[variants]]"))
    rng = np.random.default_rng(20261128)
    rows = [
        {
            "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant, "seed": 7,
            "replicate": replicate, "failures_per_1000": 100 + rng.normal(), "advocacy": 0.5, "effective_advocacy": 0.5,
        }
        for point in design(study).points for replicate in range(6)
    ]  # fmt: skip
    runs = runs_of(study, pd.DataFrame(rows))
    found = family(runs)
    section = next(one for one in page(runs).sections if one.title == "The primary family")

    assert set(found["variant"]) == {"", "assume_essays"}
    assert len(found) == 8
    assert [row[1] for row in section.blocks[0].rows[::2]] == ["the first levels", "what is assumed stands at essays"]


def test_intervals_of_a_family_are_wider_than_those_of_a_row_alone(study, table):
    """
    They hold for all rows at once.
    """
    rows = family(runs_of(study, table))
    rows = rows[rows["measure"] == "failures_per_1000"]

    assert (rows["high"] - rows["low"] > rows["pointwise_high"] - rows["pointwise_low"]).all()


def test_the_family_stands_on_the_page_and_is_called_primary(study, table):
    """
    Worlds side by side, and what is beside the family is called descriptive.
    """
    runs = runs_of(study, table)
    section = next(one for one in page(runs).sections if one.title == "The primary family")
    words = " ".join(block for block in section.blocks if isinstance(block, str))

    assert section.blocks[0].rows[0][2] == "inside_operations less separate"
    assert section.blocks[0].rows[0][3].startswith("**worse** 5")
    assert "these 4 contrasts" in words
    assert re.search(r"at once, \d\.\d times as wide as a row's own", words)
    assert "Smallest effects: 2 for `failures_per_1000`, 0.02 for `advocacy`." in words
    assert "descriptive" in words


def test_without_a_family_there_is_no_section(write_study, table):
    """
    Nothing is made up for a study that names none.
    """
    study = read_study(write_study())

    assert "The primary family" not in {one.title for one in page(runs_of(study, table)).sections}


def test_power_is_that_of_the_noise_in_the_runs(study, table):
    """
    The noncentral t of an SD near 1.5, a smallest effect of 2 and the number of replicates that is planned.
    """
    few, many = power_table(runs_of(study, table), 5), power_table(runs_of(study, table), 30)
    row = few.iloc[0]

    assert row["sd"] == pytest.approx(SD, rel=0.25)
    assert row["power"] == pytest.approx(power(5, effect=2.0, sd=row["sd"]))
    assert (many["power"] > few["power"]).all()
    assert row["advice"] == f"{row['replicates_wanted']} replicates for power 0.9"
    assert set(many["advice"]) == {"enough"}


def test_what_lies_between_points_is_told_apart_from_what_lies_between_replicates(write_study):
    """
    Four points ten apart, noise of 1.5: nearly all variance lies between points; more replicates are advised against.
    """
    study = read_study(write_study("[uncertainties]", "[uncertainties]\nattention.bundle = [1, 2, 5, 10]"))
    rng = np.random.default_rng(3)
    rows = [
        {
            "structure": point.structure, "firm": point.firm, "world": point.world, "variant": "", "seed": 7,
            "sample": point.sample, "attention.bundle": point.values[0], "replicate": at,
            "failures_per_1000": (point.structure == "separate") * (10 * point.sample + rng.normal(0, SD)),
        }
        for point in design(study).points if not point.variant for at in range(6)
    ]  # fmt: skip
    planning = power_table(runs_of(study, pd.DataFrame(rows)), 6)

    assert (planning["share_between_replicates"] < 0.05).all()
    assert set(planning["advice"]) == {"no more replicates: spend runs on more parameter points"}
    assert "in 2 of them it is under 5%" in told_power(planning)


def test_the_page_names_contrasts_without_power(study, table):
    """
    With five replicates some are short of it and are listed; with thirty none is.
    """
    short, enough = (power_section(power_table(runs_of(study, table), n))[0].blocks for n in (3, 30))

    assert "Contrasts with less power:" in short
    assert "Contrasts with less power:" not in enough


def test_a_pilot_looks_at_no_result_of_the_study(write_study):
    """
    Another seed, no more than eight points of a large box, both ends among them, and no variant.
    """
    levels = ", ".join(str(level) for level in range(1, 41))
    study = read_study(write_study("[uncertainties]", f"[uncertainties]\nattention.bundle = [{levels}]"))
    plan = pilot_of(study, 5)
    samples = sorted({point.sample for point in plan.points})

    assert plan.study.seed == study.seed + 1
    assert not plan.keys & design(study).keys
    assert (len(samples), samples[0], samples[-1]) == (8, 0, 39)
    assert {point.variant for point in plan.points} == {""}
    assert {point.world for point in plan.points} == {"once", "contract"}


def test_the_smallest_effect_of_a_difference_is_not_that_of_a_difference_of_differences(write_study, table):
    """
    A prediction with `minus` that stands first has a smallest effect of its own; the family keeps the usual one.
    """
    more = """
[[predictions]]
claim = "H7"
text = "More so elsewhere."
measure = "failures_per_1000"
a = "separate"
b = "inside_operations"
minus = { variant = "no_lateral", a = "inside_operations", variant_b = "" }
direction = "a_above"
smallest_effect = 0.5
kind = "test"
"""
    study = read_study(write_study("[[variants]]", f"{FAMILY}{more}\n[[variants]]"))
    rows = family(runs_of(study, table))

    assert set(rows.loc[rows["measure"] == "failures_per_1000", "smallest_effect"]) == {2.0}
