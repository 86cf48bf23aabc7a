"""Crossover lines of a study, on runs whose line is known: where, along which axis, who is better, how precisely."""

import numpy as np
import pandas as pd
import pytest

from reportsto.drawing import MissingInput
from reportsto.drawing.words import parameter_words
from reportsto.errors import StudyError
from reportsto.readings.crossovers import COLUMNS, CROSSOVERS
from reportsto.statistics.thresholds import is_located
from reportsto.studies.design import design
from reportsto.studies.specification import read_study
from runs_of import page, runs_of, text

HEADS, HOURS = "chart.heads", "attention.item_hours"
BOX = """[uncertainties]
chart.heads = [0, 1, 2, 3, 4]
attention.item_hours = [0.25, 0.5, 1]
attention.load_exponent = [0.5, 1]
"""
MAP = """
[[maps]]
id = "plane"
x = "chart.heads"
y = "attention.item_hours"
"""


@pytest.fixture
def study(write_study):
    def read(*changes, more=MAP):
        text = write_study("[uncertainties]\n", BOX, "replicates = 3", "replicates = 8", *changes, more=more)
        return read_study(text)

    return read


def made_up(study, difference, noise=0.0):
    """Return runs in which operations less separate is `difference(heads, hours)`, whatever the law of the load."""
    rng = np.random.default_rng(3)
    shift = noise * rng.normal(size=study.replicates)
    rows = []
    for point in design(study).points:
        named = dict(point.uncertain)
        for replicate in range(study.replicates):
            value = 100.0 + replicate
            if point.structure == "inside_operations":
                # The law of the load moves both ways and cancels in the mean.
                value += difference(named[HEADS], named[HOURS]) + shift[replicate]
                value += 3.0 if named["attention.load_exponent"] == 1 else -3.0
            rows.append(
                {
                    "structure": point.structure, "firm": point.firm, "world": point.world, "variant": point.variant,
                    "sample": point.sample, **named, "seed": 7, "replicate": replicate, "failure": "",
                    "failures_per_1000": value, "advocacy": 0.5, "effective_advocacy": 0.1,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def lines(runs):
    """Return the table of crossings."""
    return CROSSOVERS.tables(runs)["crossovers"]


def falling(heads, hours):
    """Operations overtakes (fewer failures) at 3.25 - 2 x hours heads."""
    return 3.25 - 2.0 * hours - heads


def steep(heads, hours):
    """The same line, with a difference that matters within one head of it."""
    return 4.0 * falling(heads, hours)


def test_a_known_line_is_found_along_x_for_each_level_of_y(study):
    """
    Operations less separate is 3.25 - 2 hours - heads: they change places at 2.75, 2.25 and 1.25 heads.
    """
    plan = study()
    found = lines(runs_of(plan, made_up(plan, falling)))
    once = found[(found["world"] == "once") & (found["variant"] == "")]

    assert tuple(found.columns) == COLUMNS
    assert once["at"].tolist() == [0.25, 0.5, 1.0]
    assert once["value"].tolist() == pytest.approx([2.75, 2.25, 1.25])
    assert list(zip(once["grid_low"], once["grid_high"], strict=True)) == [(2, 3), (2, 3), (1, 2)]
    assert set(once["along"]) == {HEADS}
    assert set(once["held"]) == {HOURS}
    assert set(once["better_above"]) == {"inside_operations"}  # fewer failures are better


def test_a_crossing_without_a_difference_that_matters_is_told_apart(study):
    """
    They change places at 2.25 heads in both: by up to 9 failures, or by up to 2.25 and 1.75, where 2 matter.
    """
    plan = study()
    far, near = (lines(runs_of(plan, made_up(plan, line))) for line in (steep, falling))

    assert set(far.loc[far["at"] == 0.5, "matters"]) == {"yes"}
    assert set(near.loc[near["at"] == 0.5, "matters"]) == {"no"}
    said = text(runs_of(plan, made_up(plan, falling)))
    assert "on one side the difference stays below the smallest effect" in said


def test_a_map_may_ask_for_the_other_axis(study):
    """
    With cross = "y": the length of an exception at which they change places, for each number of heads.
    """
    plan = study(more=f'{MAP}cross = "y"\n')
    found = lines(runs_of(plan, made_up(plan, falling)))
    once = found[(found["world"] == "once") & (found["variant"] == "")]

    assert set(once["along"]) == {HOURS}
    assert once["at"].tolist() == [0, 1, 2, 3, 4]
    assert once["crossing"].tolist() == [0, 0, 1, 0, 0]
    assert once["value"].tolist()[2] == pytest.approx(0.625)
    assert once["better_above"].tolist() == ["separate", "separate", *["inside_operations"] * 3]


def test_an_axis_that_is_none_is_refused(study):
    with pytest.raises(StudyError, match="cross"):
        study(more=f'{MAP}cross = "z"\n')


def test_noise_widens_the_interval_until_the_line_is_not_located(study):
    """
    A shift of SD .2 moves the line by .07 heads: within one report. SD 4 moves it by 1.4: not.
    """
    plan = study()
    near, far = (lines(runs_of(plan, made_up(plan, falling, noise))) for noise in (0.2, 4.0))
    at_half = [table[(table["at"] == 0.5) & (table["crossing"] == 1)] for table in (near, far)]

    assert set(at_half[0]["located"]) == {"yes"}
    assert "yes" not in set(at_half[1]["located"])
    assert (at_half[0]["low"] < 2.25).all() or (at_half[0]["high"] > 2.25).all()


def test_a_whole_interval_has_to_be_near():
    """
    Both ends within the shift; without a known shift nothing is said.
    """
    assert is_located(2.0, 1.2, 2.9, 1.0) is True
    assert is_located(2.0, 1.2, 3.1, 1.0) is False
    assert is_located(2.0, -np.inf, 2.1, 1.0) is False
    assert is_located(2.0, 1.9, 2.1, None) is None


def test_a_replicate_with_a_failed_run_is_left_out_of_its_plane(study):
    plan = study()
    table = made_up(plan, falling)
    failed = (table["world"] == "once") & (table["replicate"] == 5) & (table["sample"] == 0)
    table.loc[failed & (table["structure"] == "separate"), "failures_per_1000"] = np.nan
    counts = lines(runs_of(plan, table)).groupby("world")["n"].unique()

    assert [numbers.tolist() for numbers in counts[["once", "contract"]]] == [[7], [8]]


def test_figures_are_drawn_only_where_a_line_is(study):
    """
    One figure of the lines of each world, one of the difference at the usual length of an exception; without a
    crossing, none can be drawn.
    """
    plan = study()
    runs, apart = (runs_of(plan, made_up(plan, line)) for line in (falling, lambda heads, hours: 5.0))
    wanted = {one.name: one for one in CROSSOVERS.figures(runs, CROSSOVERS.tables(runs))}

    assert {
        "crossover_plane_failures_per_1000_once",
        "crossing_plane_failures_per_1000_inside_operations_contract",
    } <= {*wanted}
    assert wanted["crossover_plane_failures_per_1000_once"].draw().axes
    for one in CROSSOVERS.figures(apart, CROSSOVERS.tables(apart)):
        with pytest.raises(MissingInput):
            one.draw()


def test_the_page_says_who_overtakes_whom_and_where(study):
    """
    A sentence at the usual length of an exception, with the direct reports in a separate department; a table of all.
    """
    plan = study()
    table = made_up(plan, steep)
    table["ceo_direct_reports"] = table[HEADS] + np.where(table["structure"] == "separate", 7, 6)
    runs = runs_of(plan, table)
    said = text(runs)

    assert (
        "| once | failures per 1,000 orders | inside operations overtakes separate | “further heads under the chief "
        "executive, without staff” 2.25 [2.25, 2.25], which is 9.25 [9.25, 9.25] direct reports where it is separate | "
    ) in said
    assert "between the levels 2 and 3, located |" in said
    assert "| six_people | once | inside operations and separate | inside operations above 2.75" in said
    assert (
        page(runs)
        .turns[0]
        .startswith(
            "In *once*, inside operations overtakes separate where more than 9.25 [9.25, 9.25] people report to the "
            "chief executive where it is separate. "
        )
    )


def test_a_crossing_is_told_with_the_level_it_holds_at_and_what_it_is_a_mean_over(study):
    """
    Operations overtakes at 2.25 heads where an exception takes half an hour; the law of the load is averaged over.
    """
    plan = study()
    table = made_up(plan, steep)
    first = page(runs_of(plan, table)).turns[0]
    runs = runs_of(plan, table[table["variant"] == ""].assign(variant="no_lateral"))
    varied = CROSSOVERS.answer(runs, CROSSOVERS.tables(runs)).turns[0]

    held = f"That is with “{parameter_words(HOURS)}” at 0.5, averaged over 1 other parameter"
    assert first.endswith(f"is above 2.25 [2.25, 2.25]. {held}.")
    assert varied.endswith(f"{held}, where nobody tells a colleague.")
    assert all(len(sentence.split()) <= 25 for sentence in first.split(". "))
