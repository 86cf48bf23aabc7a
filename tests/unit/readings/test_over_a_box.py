"""What is said about a box of points, on tables whose answer is known: an order, a tie, an order that turns around."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.readings.over_a_box import OVER_A_BOX, Duels, _sentence
from reportsto.readings.over_a_box.shares import certificates, claims, regions
from reportsto.readings.sensitivity import MORRIS, SOBOL
from reportsto.statistics.verdict import Verdict
from reportsto.studies.design import asked_at, design
from reportsto.studies.specification import read_study
from runs_of import page, runs_of, text

BOX = """[uncertainties]
attention.hours = { low = 3, high = 9 }
voice.attitude = { low = 1, high = 3 }
[design]
"""


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


def test_a_clear_order_is_as_predicted_in_every_world(study):
    """
    Separate advocates .1 more at every point: as predicted at all of them, with an interval that knows their number.
    """
    plan = study()
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: 0.1))
    found = claims(runs)
    found = found[found["claim"] == "H2"]

    assert found["verdict"].tolist() == ["as predicted", "as predicted"]
    assert found["as_predicted"].tolist() == [1.0, 1.0]
    assert (found["as_predicted_low"] > 0.95).all()
    assert found["median"].tolist() == pytest.approx([0.1, 0.1], abs=0.002)
    assert regions(runs).empty


def test_a_planted_tie_is_a_tie(study):
    """
    The same number in both structures: no difference that matters, no point better, no rule about where it turns.
    """
    plan = study()
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: 0.0))
    tie = one(certificates(runs), measure="effective_advocacy", world="once", variant="")

    assert set(claims(runs)["verdict"]) == {"no difference that matters"}
    assert (tie["verdict"], tie["better"], tie["no_difference"]) == ("no difference that matters", 0.0, 1.0)
    assert regions(runs).empty


def test_the_wrong_order_is_the_opposite_for_a_test_and_for_a_check(study):
    """
    A check has the words of a test; that it is one stands beside them.
    """
    verdicts = {}
    for kind in ("test", "check"):
        plan = study('kind = "sobol_sequence"\npoints = 128', 'kind = "test"', f'kind = "{kind}"')
        for way in (-0.1, 0.1):
            found = claims(runs_of(plan, made_up(plan, lambda hours, attitude, way=way: way)))
            verdicts[kind, way] = (found["kind"].iloc[0], found["verdict"].iloc[0])

    assert verdicts == {
        (kind, way): (kind, "opposite" if way < 0 else "as predicted")
        for kind in ("test", "check")
        for way in (-0.1, 0.1)
    }


def test_points_that_were_chosen_are_counted_and_below_eight_decide_nothing(study):
    """
    A grid of nine points gets "9 of 9" and no interval; one of four gets the count and no verdict.
    """
    said = {}
    for levels in ("[3, 6, 9]", "[3, 9]"):
        grid = f"attention.hours = {levels}\nvoice.attitude = {levels.replace('9', '2').replace('6', '1.5')}"
        plan = study('kind = "factorial"', BOX[len("[uncertainties]\n") : BOX.index("[design]")], f"{grid}\n")
        runs = runs_of(plan, made_up(plan, lambda hours, attitude: 0.1))
        found = one(claims(runs), claim="H2", world="once")
        said[int(found["points"])] = (found["verdict"], text(runs))
        assert np.isnan(found["as_predicted_low"])

    assert said[9][0] == "as predicted"
    assert "**as predicted**: holds at 9 of 9, opposite at 0 of 9" in said[9][1]
    assert said[4][0] == "not decided"
    assert "**not decided**: holds at 4 of 4" in said[4][1]


def test_where_it_turns_round_is_said_in_words(study):
    """
    Operations wins below six hours, separate above: a rule names the hours and an edge near six.
    """
    plan = study()
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: 0.1 if hours > 6.0 else -0.1))
    rules = regions(runs)
    rules = rules[(rules["measure"] == "advocacy") & (rules["world"] == "once") & (rules["winner"] == "separate")]
    found = rules["rule"].iloc[0]

    assert found.startswith("separate wins when attention.hours > 6") or "attention.hours > 5.9" in found
    assert rules["density"].iloc[0] > 0.95
    assert rules["coverage"].iloc[0] > 0.9
    assert "attention.hours" in one(claims(runs), claim="H2", world="once")["flips"]
    assert "separate wins when “a manager's hours for people and issues” is above" in text(runs)


def test_a_rule_for_half_of_the_box_does_not_turn_the_answer(study):
    """
    Operations has 5 failures fewer where hours are long, which is in a quarter of the box: there the answer turns.
    """
    plan = study()
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: 5.0 if hours > 7.5 else -5.0))
    found = page(runs)

    assert found.table.rows[0][1] == "separate"
    assert found.turns[0].startswith("Inside operations is better than separate where “a manager's hours for people")


def test_a_tie_over_a_box_names_all_that_none_beats(study):
    """
    Half of the points one way, half the other: both are named, and it depends on the numbers.
    """
    plan = study()
    found = page(runs_of(plan, made_up(plan, lambda hours, attitude: 5.0 if attitude > 2.0 else -5.0)))

    assert {row[1] for row in found.table.rows} == {"separate or inside operations"}
    assert {row[3] for row in found.table.rows} == {"depends on the numbers"}


@pytest.mark.parametrize(
    ("marketing", "best"),
    [
        (lambda attitude: 6.0 if attitude > 2.0 else -10.0, ["inside operations", "inside marketing"]),
        (lambda attitude: -10.0, ["inside marketing"]),
    ],
)
def test_a_structure_is_out_only_where_another_is_better_at_more_than_half_of_the_points(study, marketing, best):
    """
    Operations has 5 fewer failures than separate at most points; marketing leads operations at half, or at all.
    """
    listed = 'structure = ["inside_operations", "separate"'
    plan = study('kind = "sobol_sequence"\npoints = 128', listed, f'{listed}, "inside_marketing"')
    table = made_up(plan, lambda hours, attitude: 0.0)
    who, attitude = table["structure"], table["voice.attitude"]
    table.loc[(who == "inside_operations") & (attitude < 2.8), "failures_per_1000"] -= 5.0
    table.loc[who == "inside_marketing", "failures_per_1000"] += attitude.map(marketing)
    row = page(runs_of(plan, table)).table.rows[0]

    assert row[1].split(" or ") == best


def test_a_point_that_had_to_stop_is_left_out_and_counted(study):
    """
    Three points without a number: shares are of the others, and the page says how many runs stopped.
    """
    plan = study()
    table = made_up(plan, lambda hours, attitude: 0.1)
    stopped = table["sample"].isin([1, 5, 9]) & (table["replicate"] == 2)
    table.loc[stopped, ["advocacy", "failure"]] = [np.nan, "stopped"]
    runs = runs_of(plan, table)
    row = one(certificates(runs), measure="advocacy", world="once", variant="")

    assert (row["points"], row["left_out"]) == (125, 3)
    assert re.search(r"- 18 runs, first inside_operations, .*, point 1, replicate 2: stopped", text(runs))


def test_saltelli_gives_indices_of_the_difference(study):
    """
    A difference that depends on hours alone: its total index is 1, the other's 0, and the answer names it.
    """
    plan = study('kind = "saltelli"\npoints = 128')
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: 0.1 * (hours - 6.0)))
    rows = SOBOL.tables(runs)["sensitivity"]
    rows = rows[(rows["measure"] == "advocacy") & (rows["world"] == "once")]
    hours, attitude = (one(rows, parameter=name) for name in ("attention.hours", "voice.attitude"))

    assert hours["total"] == pytest.approx(1.0, abs=0.05)
    assert attitude["total"] == pytest.approx(0.0, abs=0.01)
    assert "depends most on “a manager's hours" in SOBOL.answer(runs, SOBOL.tables(runs)).sentence


def test_indices_need_every_point(study):
    """
    One run without a number: a reason in place of numbers (SALib would return zeros), and a page all the same.
    """
    plan = study('kind = "saltelli"\npoints = 16')
    table = made_up(plan, lambda hours, attitude: 0.1 * hours)
    table.loc[table["sample"] == 4, ["advocacy", "failures_per_1000"]] = np.nan
    runs = runs_of(plan, table)
    rows = SOBOL.tables(runs)["sensitivity"]
    reason = "point 4 has no result: indices need every point"

    assert rows.loc[rows["measure"] == "advocacy", "reason"].unique().tolist() == [reason]
    assert reason in text(runs)


def test_morris_ranks_the_parameters(study):
    """
    The effect of hours from one end of its range to the other is .6; of attitude 0.
    """
    plan = study('kind = "morris"\npoints = 20')
    rows = MORRIS.tables(runs_of(plan, made_up(plan, lambda hours, attitude: 0.1 * hours)))["sensitivity"]
    rows = rows[(rows["measure"] == "advocacy") & (rows["world"] == "once")]

    assert one(rows, parameter="attention.hours")["mu_star"] == pytest.approx(0.6, abs=0.02)
    assert one(rows, parameter="voice.attitude")["mu_star"] < 0.02


def test_the_share_of_an_order(study):
    """
    Separate is better on advocacy at half of the points: the order holds at half of them, and nothing is decided.
    """
    plan = study()
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: 0.1 if attitude > 2.0 else -0.1))
    sections = OVER_A_BOX.sections(runs, OVER_A_BOX.tables(runs))
    section = next(one for one in sections if one.title.startswith("The order"))
    row = next(row for row in section.blocks[0].rows if row[:2] == ["six_people, once", "advocacy"])

    assert section.title == "The order separate before inside operations (best first)"
    assert row[2].startswith("50% (")
    assert row[4] == "not decided"


def test_few_replicates_give_no_share(study):
    """
    Three replicates tell no point from noise: the page says so, and no prediction is decided.
    """
    plan = study('kind = "sobol_sequence"\npoints = 128', "replicates = 6", "replicates = 3")
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: 0.1))

    assert set(claims(runs)["verdict"]) == {"not decided"}
    assert page(runs).intervals.startswith("Fewer than 4 replicates")


def test_the_page_has_every_part_and_hides_nothing(study):
    """
    Question, predictions, shares, order, where it turns, replicates, runs; no nan is shown.
    """
    plan = study()
    said = text(runs_of(plan, made_up(plan, lambda hours, attitude: 0.1 if hours > 6.0 else -0.1)))

    for heading in ("## Predictions", "## Who is better at how many points", "## The order separate before inside op",
                    "## Where it turns round", "## Were there replicates enough?", "## The runs"):  # fmt: skip
        assert heading in said
    assert not re.search(r"\bnan\b", said)


def asked_where(low):
    """Ask the first prediction where hours are long."""
    first = 'kind = "test"\n\n[[predictions]]\nclaim = "H6"'
    return first, first.replace("\n", f"\nwhere.attention.hours.low = {low}\n", 1)


def test_a_prediction_about_a_part_of_the_box_is_judged_there(study):
    """
    Separate is ahead where hours are long and behind where they are short: open over the box, decided in its part.
    """

    def ahead(hours, attitude):
        return 0.1 if hours > 6 else -0.1

    whole = study()
    there = study('kind = "sobol_sequence"\npoints = 128', *asked_where(6.5))
    (one_row, *_), (other, *_) = (
        claims(runs_of(plan, made_up(plan, ahead))).to_dict("records") for plan in (whole, there)
    )

    assert (one_row["verdict"], one_row["where"]) == ("not decided", "")
    assert (other["verdict"], other["where"]) == ("as predicted", "attention.hours >= 6.5")
    assert other["points"] < one_row["points"]
    assert "where attention.hours >= 6.5" in text(runs_of(there, made_up(there, ahead)))


def test_a_relative_smallest_effect_is_a_share_of_the_mean_where_the_prediction_asks(study):
    """
    Advocacy of operations is .5 where hours are long and about zero elsewhere: a tenth of it is .05.
    """
    (old, new), amount = asked_where(6), "smallest_effect = 0.02"
    first = (old.join((f"{amount}\n", "")), new.join((f"{amount[:-2]}1\nrelative = true\n", "")))
    plan = study('kind = "sobol_sequence"\npoints = 128', *first)
    table = made_up(plan, lambda hours, attitude: 0.1)
    table["advocacy"] += np.where(table["attention.hours"] >= 6, 0.5, 0.0)
    table["advocacy"] -= np.sin(table["replicate"])

    assert one(claims(runs_of(plan, table)), claim="H2", world="once")["smallest_effect"] == pytest.approx(
        0.05, abs=0.001
    )


@pytest.mark.parametrize("points", [1, 0])
def test_a_part_with_too_few_points_is_said_and_not_called_open(study, points):
    """
    A quick form may have one point there, or none: no share, no median, and the reason in place of them.
    """
    plan = study('kind = "sobol_sequence"\npoints = 128', *asked_where(8))
    whole = made_up(plan, lambda hours, attitude: 0.1)
    there = whole["attention.hours"] >= 8
    kept = [*whole["sample"][~there].unique(), *whole["sample"][there].unique()[:points]]
    runs = runs_of(plan, whole[whole["sample"].isin(kept)])
    row = one(claims(runs), claim="H2", world="once")

    assert (row["verdict"], row["points"], row["reason"]) == ("not decided", points, f"too few points ({points})")
    assert f"**not decided**: too few points ({points})" in text(runs)
    assert not re.search(r"\bnan\b", text(runs))


def test_a_part_of_the_box_that_the_design_hardly_visits_is_refused(study):
    """
    In one line that names the field; the quick form, which has fewer points, says it in its finding instead.
    """
    narrow = study('kind = "sobol_sequence"\npoints = 128', *asked_where(8.99))
    with pytest.raises(StudyError, match=r":\d+: predictions\[1\]\.where \(.*8\.99\) holds at 0 of 128 points"):
        design(narrow)

    assert asked_at(design(narrow, quick=True), narrow.predictions[0]) == {"once": 0}


def test_the_answer_says_at_how_many_points_and_who_is_better_elsewhere(study):
    """
    Operations is worse at all points: separate is the best place in both worlds, and the share stands with it.
    """
    plan = study('kind = "sobol_sequence"\npoints = 8')
    found = page(runs_of(plan, made_up(plan, lambda hours, attitude: -5.0)))  # failures, of which fewer are better

    assert found.answer == (
        "At more than half of the points, the fewest failures per 1,000 orders: separate, in every world run."
    )
    assert found.table.header[1] == "better of the two on failures per 1,000 orders"
    assert {row[1] for row in found.table.rows} == {"separate"}
    assert found.table.rows[0][2].startswith("inside operations better than separate at 0% (0% to 32%), worse at 100%")


def test_the_answer_claims_no_more_worlds_than_were_run(study):
    """
    Runs of the world once alone, of two structures and of three.
    """
    plan = study('kind = "sobol_sequence"\npoints = 8')
    table = made_up(plan, lambda hours, attitude: -5.0)
    table = table[table["world"] == "once"]
    more = table[table["structure"] == "inside_operations"].assign(structure="inside_marketing")
    two, three = (page(runs_of(plan, rows)).answer for rows in (table, pd.concat([table, more])))

    assert two == "At more than half of the points, the fewest failures per 1,000 orders: separate in *once*."
    assert three == (
        "Against each other place at more than half of the points, the fewest failures per 1,000 orders: separate in "
        "*once*."
    )


def test_a_study_of_several_places_says_what_moving_does_and_what_its_numbers_do_instead(study):
    """
    Operations has five failures more, marketing five fewer than separate at every point that was chosen.
    """
    levels = ("{ low = 3, high = 9 }", "[3, 6, 9]", "{ low = 1, high = 3 }", "[1, 2, 3]")
    plan = study('kind = "factorial"', *levels)
    table = made_up(plan, lambda hours, attitude: -5.0)
    fewer = table[(table["structure"] == "separate") & (table["variant"] == "")].assign(structure="inside_marketing")
    fewer["failures_per_1000"] -= 5.0
    found = page(runs_of(plan, pd.concat([table, fewer])))

    assert found.answer == (
        "Against each other place at more than half of the points, the fewest failures per 1,000 orders: inside "
        "marketing, in every world run."
    )
    (shares,) = (one for one in found.sections if one.title == "Who is better at how many points")
    assert shares.blocks[-1].startswith("The numbers in place of the structure: in *once*, they move separate between ")
    assert shares.blocks[-1].endswith(
        "Inside marketing in its place changes the failures per 1,000 orders by -5 at the median point."
    )


def test_places_are_held_against_one_whatever_comes_first_in_a_world(study):
    """
    Marketing is worse than separate in one world and better in the other; the answer is about separate in both.
    """
    plan = study('kind = "sobol_sequence"\npoints = 8')
    table = made_up(plan, lambda hours, attitude: -5.0)
    more = table[(table["structure"] == "separate") & (table["variant"] == "")].assign(structure="inside_marketing")
    more["failures_per_1000"] += np.where(more["world"] == "once", 8.0, -5.0)
    found = page(runs_of(plan, pd.concat([table, more])))

    assert found.answer == (
        "Against each other place at more than half of the points, the fewest failures per 1,000 orders: separate in "
        "*once*; inside marketing in *contract*."
    )


def duels(chosen=False, **better):
    """Return duels of operations, marketing and separate, each better than the next at so many of 40 or 4 points."""
    pairs = {"operations": ("inside_operations", "separate"), "marketing": ("inside_marketing", "separate")}
    pairs["both"] = ("inside_operations", "inside_marketing")
    found = {pairs[name]: verdicts for name, verdicts in better.items()}
    last = found.pop(pairs["operations"], None)
    return Duels(found | ({pairs["operations"]: last} if last is not None else {}), chosen)


def points(better, worse, of=40):
    words = [Verdict.AS_PREDICTED] * better + [Verdict.OPPOSITE] * worse
    return np.array(words + [Verdict.NOT_DECIDED] * (of - len(words)), dtype=object)


def test_a_place_is_best_only_where_it_beats_each_other():
    """
    Marketing is beaten by operations, which at 20 of 40 points is better than separate and at 20 worse.
    """
    half = duels(chosen=True, marketing=points(0, 40), both=points(40, 0), operations=points(20, 20))
    said = _sentence("fewest failures", {"once": half})

    assert (half.best, half.matters) == (("separate", "inside_operations"), "depends on the numbers")
    assert said == "No place is clearly best on failures. In *once*, the best place depends on the numbers."


def test_all_that_are_better_are_known_where_none_is_best():
    """
    Operations and marketing are better than separate, and it is open which of the two is better.
    """
    both = duels(marketing=points(40, 0), both=points(20, 20), operations=points(40, 0))

    assert (both.ahead, both.matters) == (["inside_marketing", "inside_operations"], "depends on the numbers")


def test_what_a_sample_leaves_open_is_not_denied():
    """
    Better at 112 of 200 points: the interval of that share begins below one half.
    """
    some = duels(marketing=points(112, 40, 200), both=points(90, 90, 200), operations=points(112, 40, 200))
    none = points(0, 0, 200)
    again = Duels(
        {("inside_marketing", "inside_operations"): none, **dict.fromkeys(list(some.found)[::2], none)}, chosen=False
    )

    assert _sentence("fewest failures", {"once": some, "contract": again}) == (
        "No place is clearly best on failures. In *once* and *contract*, the best place depends on the numbers."
    )


@pytest.mark.parametrize("open_worlds", range(5))
@pytest.mark.parametrize("tie", [False, True])
def test_the_answer_of_a_box_is_two_sentences_of_25_words(open_worlds, tie):
    """
    However its four worlds differ; a tie is called one.
    """
    within = np.array([Verdict.NO_DIFFERENCE] * 40, dtype=object)
    clear = duels(**dict.fromkeys(("marketing", "both", "operations"), within if tie else points(40, 0)))
    unclear = duels(**dict.fromkeys(("marketing", "both", "operations"), points(20, 20)))
    worlds = {f"world {at}": unclear if at < open_worlds else clear for at in range(4)}
    said = _sentence("fewest failures per 1,000 orders", worlds)

    parts = said.removesuffix(".").split(". ")
    assert len(parts) <= 2
    assert max(len(part.split()) for part in parts) <= 25
    assert (" (a tie)" in said) == (tie and open_worlds < 4) or "in the table" in said


def test_a_tie_alone_is_not_called_the_fewest():
    """
    In one world two tie, in the other it depends: no place is best anywhere.
    """
    tie = duels(operations=np.array([Verdict.NO_DIFFERENCE] * 40, dtype=object))
    half = duels(chosen=True, operations=points(20, 20))

    assert _sentence("fewest failures", {"neutral": tie, "once": half}) == (
        "No place is clearly best on failures: separate or inside operations (a tie) in *neutral*. "
        "In *once*, the best place depends on the numbers."
    )


def test_a_box_whose_worlds_differ_at_length_points_to_its_table():
    """
    Two answers of several words in four worlds are more than 25 words.
    """
    operations = duels(marketing=points(0, 0), both=points(40, 0), operations=points(40, 0))
    marketing = duels(marketing=points(40, 0), both=points(0, 40), operations=points(0, 0))
    worlds = {"neutral": operations, "contagion": marketing, "once": operations, "contract": marketing}

    assert _sentence("fewest failures per 1,000 orders", worlds) == (
        "Against each other place at more than half of the points, which place has the fewest failures per 1,000 "
        "orders depends on the world (see the table)."
    )


def test_a_grid_of_few_points_has_no_verdict():
    """
    Of four points that were chosen, all for marketing.
    """
    few = duels(chosen=True, marketing=points(4, 0, 4), both=points(0, 4, 4), operations=points(0, 4, 4))

    assert few.matters == "too few points for a verdict"
    assert _sentence("fewest failures", {"once": few}) == (
        "No place is clearly best on failures. In *once*, there are too few points for a verdict."
    )


def test_another_measure_with_another_answer_would_change_it(study):
    """
    Of failures separate has five fewer, and its advocacy, the first measure here, is as much lower.
    """
    plan = study()
    plan = replace(plan, outcomes=replace(plan.outcomes, primary=("advocacy", "failures_per_1000"), measures=()))
    found = page(runs_of(plan, made_up(plan, lambda hours, attitude: -5.0)))

    assert found.table.rows[0][1] == "inside operations"
    assert found.turns[0] == "On failures per 1,000 orders the answer differs: separate in *once* and *contract*."


def test_a_point_that_stands_twice_counts_once(study):
    """
    One at a time, ends that are the default: three points alike are one, in shares and in verdicts.
    """
    plan = study()
    table = made_up(plan, lambda hours, attitude: 0.1)
    alike = table["sample"].isin([0, 1, 2])
    table.loc[alike, ["attention.hours", "voice.attitude"]] = [6.0, 2.0]
    runs = runs_of(plan, table)

    assert one(certificates(runs), measure="advocacy", world="once", variant="")["points"] == 126
    assert one(claims(runs), claim="H2", world="once")["points"] == 126
    assert set(certificates(runs)["left_out"]) == {0}


def test_indices_from_a_few_points_are_not_told_as_an_answer(study):
    """
    A total index is a share: with intervals wider than one, nothing is said to be the largest.
    """
    plan = study('kind = "saltelli"\npoints = 4')
    rng = np.random.default_rng(3)
    runs = runs_of(plan, made_up(plan, lambda hours, attitude: float(rng.normal())))

    assert SOBOL.answer(runs, SOBOL.tables(runs)).sentence == ""
    assert "too few points to say (intervals over 1 wide)" in text(runs)


def test_shares_are_told_for_sound_points_too(study):
    """
    Separate is better where hours are few, and only there handlers are always busy in one structure: at the sound
    points operations is better at all, and the page has both shares.
    """
    told = study(
        'kind = "sobol_sequence"\npoints = 128',
        'measures = ["advocacy"',
        'measures = ["abandoned", "utilisation", "late_rate", "advocacy"',
    )
    table = made_up(told, lambda hours, _: 0.1 if hours < 6 else -0.1)
    few = table["attention.hours"] < 6
    table = table.assign(abandoned=0.0, late_rate=0.05, utilisation=0.8)
    table.loc[few & (table["structure"] == "separate"), "utilisation"] = 0.98
    runs = runs_of(told, table)
    row = one(certificates(runs), world="once", measure="advocacy", a="inside_operations")

    assert (row["points"], row["sound_points"]) == (128, 64)
    assert (row["better"], row["sound_better"], row["sound_worse"]) == (0.5, 1.0, 0.0)
    assert row["sound_verdict"] == "better"
    assert "64 of 128" in text(runs)


def test_no_sound_point_is_said(study):
    """
    Where every firm gives up a fifth of its contacts, no share is invented.
    """
    told = study(
        'kind = "sobol_sequence"\npoints = 128',
        'measures = ["advocacy"',
        'measures = ["abandoned", "utilisation", "late_rate", "advocacy"',
    )
    table = made_up(told, lambda *_: 0.1).assign(abandoned=0.2, late_rate=0.05, utilisation=0.8)
    runs = runs_of(told, table)

    assert set(certificates(runs)["sound_points"]) == {0}
    assert "no such point" in text(runs)
