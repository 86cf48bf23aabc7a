"""What is said about a box of points, on tables whose answer is known: an order, a tie, an order that turns around."""

import re

import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.readings.box_finding import box_answer, box_finding
from reportsto.readings.over_points import Cube, order_certificate, over_points
from reportsto.studies.design import asked_at, design
from reportsto.studies.specification import read_study

BOX = """[uncertainties]
attention.hours = { low = 3, high = 9 }
voice.attitude = { low = 1, high = 3 }
[design]
"""
SOURCE = {"replicates": 6, "notes": [], "command": "reportsto study run study.toml", "reportsto": "0"}


@pytest.fixture
def study(write_study):
    def read(kind='kind = "sobol_sequence"\npoints = 128', *changes):
        listed = (
            'measures = ["advocacy", "effective_advocacy"]',
            'measures = ["advocacy", "effective_advocacy"]\nlisted_only = true',
        )
        order = ('against = "separate"', 'against = "separate"\norder = ["separate", "inside_operations"]')
        text = write_study(
            "[uncertainties]\n",
            BOX + kind + "\n",
            "attention.hours = 6\n",
            "",
            "replicates = 3",
            "replicates = 6",
            *listed,
            *order,
            *changes,
        )
        return read_study(text)

    return read


def made_up(study, ahead):
    """Return runs in which separate differs from operations by `ahead(hours, attitude)` and a little noise."""
    rng = np.random.default_rng(11)
    rows = []
    for point in design(study).points:
        hours, attitude = dict(point.uncertain).values()
        for replicate in range(study.replicates):
            base = np.sin(replicate)  # what a replicate shares between structures
            value = base + (ahead(hours, attitude) if point.structure == "separate" else 0.0) + 0.002 * rng.normal()
            numbers = dict.fromkeys(("failures_per_1000", "advocacy", "effective_advocacy"), value)
            rows.append(
                {
                    "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant,
                    "sample": point.sample, "attention.hours": hours, "voice.attitude": attitude, "without": "",
                    "seed": 7, "replicate": replicate, "days": 30, "failure": "", **numbers,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def one(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_a_clear_order_is_supported_in_every_world(study):
    """
    Separate advocates .1 more at every point: supported, at all points, with an interval that knows their number.
    """
    plan = study()
    tables = over_points(plan, made_up(plan, lambda hours, attitude: 0.1))

    claims = tables.claims[tables.claims["claim"] == "H2"]
    assert claims["verdict"].tolist() == ["supported", "supported"]
    assert claims["beyond"].tolist() == [1.0, 1.0]
    assert (claims["beyond_low"] > 0.95).all()
    assert claims["median"].tolist() == pytest.approx([0.1, 0.1], abs=0.002)
    assert tables.flips.empty


def test_a_planted_tie_is_a_tie(study):
    """
    The same number in both structures: equivalent, no point beyond, no rule about where it turns.
    """
    plan = study()
    tables = over_points(plan, made_up(plan, lambda hours, attitude: 0.0))

    assert set(tables.claims["verdict"]) == {"equivalent"}
    assert one(tables.certificates, measure="effective_advocacy", world="once", variant="")["beyond"] == 0.0
    assert tables.flips.empty


def test_the_wrong_order_is_refuted_and_a_check_is_failed(study):
    """
    A test is refuted; the same prediction as a check is failed, and where it holds it is passed, never supported.
    """
    verdicts = {}
    for kind in ("test", "check"):
        plan = study('kind = "sobol_sequence"\npoints = 128', 'kind = "test"', f'kind = "{kind}"')
        for way in (-0.1, 0.1):
            tables = over_points(plan, made_up(plan, lambda hours, attitude, way=way: way))
            verdicts[kind, way] = tables.claims["verdict"].iloc[0]

    assert verdicts == {
        ("test", -0.1): "refuted", ("test", 0.1): "supported", ("check", -0.1): "failed", ("check", 0.1): "passed",
    }  # fmt: skip


def test_where_it_turns_around_is_said_in_words(study):
    """
    Operations wins below six hours, separate above: a rule names the hours and an edge near six.
    """
    plan = study()
    tables = over_points(plan, made_up(plan, lambda hours, attitude: 0.1 if hours > 6.0 else -0.1))

    rules = tables.flips[(tables.flips["measure"] == "advocacy") & (tables.flips["world"] == "once")]
    found = rules["rule"].iloc[0]
    assert found.startswith("separate wins when attention.hours > 6") or "attention.hours > 5.9" in found
    assert rules["density"].iloc[0] > 0.95
    assert rules["coverage"].iloc[0] > 0.9
    assert "attention.hours" in one(tables.claims, claim="H2", world="once")["flips"]


def test_a_point_that_had_to_stop_is_left_out_and_counted(study):
    """
    Three points without a number: shares are of the others.
    """
    plan = study()
    table = made_up(plan, lambda hours, attitude: 0.1)
    table.loc[table["sample"].isin([1, 5, 9]) & (table["replicate"] == 2), ["advocacy", "failure"]] = [
        np.nan,
        "stopped",
    ]
    row = one(over_points(plan, table).certificates, measure="advocacy", world="once", variant="")

    assert (row["points"], row["left_out"]) == (125, 3)
    page = box_finding(plan, table, over_points(plan, table), SOURCE)
    assert re.search(r"- 18 runs, first inside_operations, .*, point 1, replicate 2: stopped", page)


def test_saltelli_gives_indices_of_the_difference(study):
    """
    A difference that depends on hours alone: its total index is 1, the other's 0.
    """
    plan = study('kind = "saltelli"\npoints = 128')
    tables = over_points(plan, made_up(plan, lambda hours, attitude: 0.1 * (hours - 6.0)))
    rows = tables.sensitivity[(tables.sensitivity["measure"] == "advocacy") & (tables.sensitivity["world"] == "once")]

    hours, attitude = (one(rows, parameter=name) for name in ("attention.hours", "voice.attitude"))
    assert hours["total"] == pytest.approx(1.0, abs=0.05)
    assert attitude["total"] == pytest.approx(0.0, abs=0.01)


def test_indices_need_every_point(study):
    """
    One run without a number: a reason in place of numbers (SALib would return zeros).
    """
    plan = study('kind = "saltelli"\npoints = 16')
    table = made_up(plan, lambda hours, attitude: 0.1 * hours)
    table.loc[table["sample"] == 4, "advocacy"] = np.nan
    rows = over_points(plan, table).sensitivity

    assert rows.loc[rows["measure"] == "advocacy", "reason"].unique().tolist() == [
        "point 4 has no result: indices need every point"
    ]


def test_morris_ranks_the_parameters(study):
    """
    The effect of hours from one end of its range to the other is .6; of attitude 0.
    """
    plan = study('kind = "morris"\npoints = 20')
    tables = over_points(plan, made_up(plan, lambda hours, attitude: 0.1 * hours))
    rows = tables.sensitivity[(tables.sensitivity["measure"] == "advocacy") & (tables.sensitivity["world"] == "once")]

    assert one(rows, parameter="attention.hours")["mu_star"] == pytest.approx(0.6, abs=0.02)
    assert one(rows, parameter="voice.attitude")["mu_star"] < 0.02


def test_the_share_of_an_order(study):
    """
    Separate is better on advocacy at half of the points: the certificate of the order says so, and is open.
    """
    plan = study()
    cube = Cube(plan, made_up(plan, lambda hours, attitude: 0.1 if attitude > 2.0 else -0.1))
    found = order_certificate(cube, plan.outcomes.order, ("six_people", "once", ""), "advocacy")

    assert found is not None
    assert found.right.estimate == 0.5
    assert found.verdict == "open"


def test_few_replicates_give_no_share(study):
    """
    Three replicates tell no point from noise: the page says so, and no prediction is decided.
    """
    plan = study('kind = "sobol_sequence"\npoints = 128', "replicates = 6", "replicates = 3")
    table = made_up(plan, lambda hours, attitude: 0.1)
    tables = over_points(plan, table)

    assert set(tables.claims["verdict"]) == {"inconclusive"}
    assert any("Fewer than four replicates" in line for line in box_answer(plan, table, tables))


def test_the_page_has_every_part(study):
    """
    Question, answer, claims, shares, order, where it turns, replicates, runs; no nan is shown.
    """
    plan = study()
    table = made_up(plan, lambda hours, attitude: 0.1 if hours > 6.0 else -0.1)
    page = box_finding(plan, table, over_points(plan, table), SOURCE)

    for heading in ("## Claims", "## Who is ahead", "## The order separate > inside_operations",
                    "## Where it turns around",
                    "## Were there replicates enough?", "## The runs"):  # fmt: skip
        assert heading in page
    assert not re.search(r"\bnan\b", page)


def asked_where(low):
    """Ask the first prediction where hours are long."""
    first = 'kind = "test"\n\n[[predictions]]\nclaim = "H6"'
    return first, first.replace("\n", f"\nwhere.attention.hours.low = {low}\n", 1)


def test_a_prediction_about_a_part_of_the_box_is_judged_there(study):
    """
    Separate is ahead where hours are long and behind where they are short: open over the box, supported in its part.
    """

    def ahead(hours, attitude):
        return 0.1 if hours > 6 else -0.1

    whole = study()
    there = study('kind = "sobol_sequence"\npoints = 128', *asked_where(6.5))
    (one_row, *_), (other, *_) = (
        over_points(plan, made_up(plan, ahead)).claims.to_dict("records") for plan in (whole, there)
    )

    assert (one_row["verdict"], one_row["where"]) == ("inconclusive", "")
    assert (other["verdict"], other["where"]) == ("supported", "attention.hours >= 6.5")
    assert other["points"] < one_row["points"]
    page = box_finding(there, made_up(there, ahead), over_points(there, made_up(there, ahead)), SOURCE)
    assert "where attention.hours >= 6.5" in page


@pytest.mark.parametrize("points", [1, 0])
def test_a_part_with_too_few_points_is_said_and_not_called_open(study, points):
    """
    A quick form may have one point there, or none: no share, no median, and the reason in place of them.
    """
    plan = study('kind = "sobol_sequence"\npoints = 128', *asked_where(8))
    whole = made_up(plan, lambda hours, attitude: 0.1)
    there = whole["attention.hours"] >= 8
    kept = [*whole["sample"][~there].unique(), *whole["sample"][there].unique()[:points]]
    table = whole[whole["sample"].isin(kept)]
    tables = over_points(plan, table)
    row = one(tables.claims, claim="H2", world="once")
    page = box_finding(plan, table, tables, SOURCE)

    assert (row["verdict"], row["points"], row["reason"]) == ("inconclusive", points, f"too few points ({points})")
    assert f"**inconclusive**: too few points ({points})" in page
    assert "(2 of them for too few points or replicates)" in box_answer(plan, table, tables)[-1]
    assert not re.search(r"\bnan\b", page)


def test_a_part_of_the_box_that_the_design_hardly_visits_is_refused(study):
    """
    In one line that names the field; the quick form, which has fewer points, says it in its finding instead.
    """
    narrow = study('kind = "sobol_sequence"\npoints = 128', *asked_where(8.99))
    with pytest.raises(StudyError, match=r":\d+: predictions\[1\]\.where \(.*8\.99\) holds at 0 of 128 points"):
        design(narrow)

    assert asked_at(design(narrow, quick=True), narrow.predictions[0]) == {"once": 0}


def test_the_answer_says_of_how_many_points_and_who_is_better_elsewhere(study):
    """
    Nobody ahead of separate: that is said with the number of points, and that separate is the better one.
    """
    plan = study('kind = "sobol_sequence"\npoints = 4')
    table = made_up(plan, lambda hours, attitude: -5.0)  # failures, of which fewer are better
    told = box_answer(plan, table, over_points(plan, table))[0]

    assert "at this share of 4 points: once: none; contract: none." in told
    assert "It is higher, by more than that, at: once: inside_operations 100%; contract: inside_opera" in told


def test_a_point_that_stands_twice_counts_once(study):
    """
    One at a time, ends that are the default: three points alike are one, in shares and in verdicts.
    """
    plan = study()
    table = made_up(plan, lambda hours, attitude: 0.1)
    alike = table["sample"].isin([0, 1, 2])
    table.loc[alike, ["attention.hours", "voice.attitude"]] = [6.0, 2.0]
    tables = over_points(plan, table)

    assert one(tables.certificates, measure="advocacy", world="once", variant="")["points"] == 126
    assert one(tables.claims, claim="H2", world="once")["points"] == 126
    assert set(tables.certificates["left_out"]) == {0}


def test_indices_from_a_few_points_are_not_told_as_an_answer(study):
    """
    A total index is a share: with intervals wider than one, nothing is said to be the largest.
    """
    plan = study('kind = "saltelli"\npoints = 4')
    rng = np.random.default_rng(3)
    table = made_up(plan, lambda hours, attitude: float(rng.normal()))
    told = [line for line in box_answer(plan, table, over_points(plan, table)) if "depends on" in line]

    assert told
    assert all("too few points to tell what it depends on" in line for line in told)


def test_indices_without_any_point_leave_the_page_whole(study):
    """
    A run that stopped in every contrast: the reason in place of the indices.
    """
    plan = study('kind = "saltelli"\npoints = 4')
    table = made_up(plan, lambda hours, attitude: 0.1)
    measures = ["advocacy", "failures_per_1000", "effective_advocacy"]
    table.loc[(table["sample"] == 1) & (table["replicate"] == 0), [*measures, "failure"]] = [np.nan] * 3 + ["stopped"]
    page = box_finding(plan, table, over_points(plan, table), SOURCE)

    assert "point 1 has no result: indices need every point" in page
