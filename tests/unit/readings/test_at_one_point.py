"""A study at one point: who is best, by how much, does it matter, and how the predictions fared."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportsto.readings.at_one_point.figures import figures
from reportsto.readings.at_one_point.tables import best_places
from reportsto.readings.page import NO_LEAD, NOTHING
from reportsto.readings.page_terminal import terminal
from reportsto.records import IDENTITY
from reportsto.statistics.verdict import Verdict
from reportsto.studies.specification import read_study
from reportsto.wording import number
from runs_of import page, runs_of, tables_of, text

CHANGES = (
    'structure = ["inside_operations", "separate"]',
    'structure = ["inside_operations", "separate", "inside_marketing"]',
    'firm = "six_people"',
    'firm = ["product_shop", "service_firm"]',
    'measures = ["advocacy", "effective_advocacy"]',
    'measures = ["advocacy"]',
    'smallest_effect = 0.02\nkind = "test"\n\n[[variants]]',
    'smallest_effect = 0.02\nkind = "check"\n\n[[variants]]',
)
"""Of the small study: three structures, two firms, one measure, and the prediction about the variant is a check."""

IN_A_SHOP = """
[[predictions]]
claim = "H7"
text = "More so in a shop."
measure = "advocacy"
a = "separate"
b = "inside_operations"
minus = { firm = "service_firm" }
direction = "a_above"
smallest_effect = 0.02
kind = "test"
"""

ADVOCACY = {"separate": 0.6, "inside_operations": 0.4, "inside_marketing": 0.5}
FAILURES = {"separate": 150.0, "inside_operations": 160.0, "inside_marketing": 150.0}


@pytest.fixture
def study(write_study):
    return read_study(write_study(*CHANGES, more=IN_A_SHOP))


@pytest.fixture
def table() -> pd.DataFrame:
    """Six replicates of customers that all structures share, a little of their own, and the numbers above."""
    rng = np.random.default_rng(1)
    shared = rng.normal(0.0, 1.0, 6)
    cells = [
        (structure, firm, world, variant)
        for structure in ADVOCACY
        for firm in ("product_shop", "service_firm")
        for world in ("once", "contract")
        for variant in ("", "no_lateral")
        if not variant or (structure, firm) == ("inside_operations", "product_shop")
    ]
    rows = [
        dict.fromkeys((column.name for column in IDENTITY), "")
        | {"structure": structure, "firm": firm, "world": world, "variant": variant, "seed": 7, "replicate": at}
        | {"advocacy": ADVOCACY[structure] - 0.1 * bool(variant) + 0.01 * shared[at] + rng.normal(0.0, 0.001)}
        | {"failures_per_1000": FAILURES[structure] + 10 * shared[at] + rng.normal(0.0, 0.1)}
        | {"cost_per_1000": 100.0 + at, "lost_per_1000": 5.0 + shared[at]}
        for structure, firm, world, variant in cells
        for at in range(6)
    ]
    return pd.DataFrame(rows)


def test_claims_get_their_verdict_in_each_world_side_by_side(study, table):
    """
    .6 against .4 is as predicted in both worlds, also where it is a check; no more so in a shop is no difference.
    """
    runs = runs_of(study, table)
    shown = text(runs)
    line = next(line for line in shown.splitlines() if line.startswith("| H2"))

    assert list(tables_of(runs)["claims"]["verdict"]) == 4 * ["as predicted"] + 2 * ["no difference that matters"]
    assert line.count("**as predicted** 0.200 [") == 2
    assert "| claim | prediction | once | contract | caveat |" in shown


def test_checks_stand_apart_from_tests(study, table):
    """
    What is partly built in has the words of all verdicts and a table of its own.
    """
    titles = [section.title for section in page(runs_of(study, table)).sections]

    assert titles.index("Checks, built in") == titles.index("Predictions") + 1


def test_a_tie_names_all_that_none_beats_and_no_other(study, table):
    """
    Separate and marketing have the same failures, ten below operations: both are named, operations is not.
    """
    answer = page(runs_of(study, table))

    assert {row[1] for row in answer.table.rows} <= {
        "separate or inside marketing (a tie)", "inside marketing or separate (a tie)",
    }  # fmt: skip
    assert [row[3] for row in answer.table.rows] == ["yes", "yes"]
    assert all(row[2].endswith("] fewer than inside operations") for row in answer.table.rows)
    assert answer.table.header[2] == "failures per 1,000 orders"  # separate, which all are held against, is in the tie
    assert answer.answer.endswith(" has the fewest failures per 1,000 orders, in every world run.")


def test_the_answer_claims_nothing_of_a_map_that_was_run_and_left_out(study, table):
    """
    A customer map competes with nobody: the answer is about places with reporting lines.
    """
    base = table[(table["variant"] == "") & (table["structure"] == "separate")]
    found = page(runs_of(study, pd.concat([table, base.assign(structure="customer_map")]))).answer

    assert found.startswith("Of the places with reporting lines, in the firm product shop, ")
    assert page(runs_of(study, table)).answer.startswith("In the firm product shop, ")


@pytest.mark.parametrize(
    ("lead", "one", "other", "size"),
    [
        ("inside_operations", "inside_operations", "separate", -20.0),
        ("separate", "separate", "inside_marketing", -30.0),
    ],
)
def test_the_best_is_held_against_the_reference_or_against_the_next_best(study, table, lead, one, other, size):
    """
    With 30 failures less operations leads separate by 20; separate with 30 less leads the next by 30.
    """
    table.loc[table["structure"] == lead, "failures_per_1000"] -= 30.0
    found = best_places(runs_of(study, table))[0]

    assert (found.one, found.other, found.tied) == (one, other, (lead,))
    assert found.lead.estimate == pytest.approx(size, abs=0.5)
    assert found.verdict is Verdict.AS_PREDICTED


def test_a_lead_below_the_smallest_effect_is_a_tie_however_sure(study, table):
    """
    One failure less, with noise of .1 and six pairs, is surely less, and less than the two that matter.
    """
    table = table[table["structure"] != "inside_operations"]
    table.loc[table["structure"] == "inside_marketing", "failures_per_1000"] -= 1.0
    found = best_places(runs_of(study, table))[0]

    assert found.lead.high < 0.0
    assert found.tied == ("inside_marketing", "separate")
    assert found.verdict == Verdict.NO_DIFFERENCE


def test_a_relative_smallest_effect_is_the_same_for_the_tie_and_for_what_matters(study, table):
    """
    A tenth of the 10 failures of separate is one: operations, with 9.05, is not ahead by what matters.
    """
    plan = replace(study, predictions=(replace(study.predictions[0], measure="failures_per_1000", relative=True),))
    plan = replace(plan, predictions=(replace(plan.predictions[0], smallest_effect=0.1),))
    table = table[table["structure"] != "inside_marketing"]
    here = np.where(table["structure"] == "separate", 10.0, 9.05)
    found = best_places(runs_of(plan, table.assign(failures_per_1000=here + 0.001 * table["replicate"])))[0]

    assert found.least == pytest.approx(1.0, abs=0.001)
    assert (found.tied, found.verdict) == (("inside_operations", "separate"), Verdict.NO_DIFFERENCE)


def test_the_ranking_has_the_tie_of_the_page(study, table):
    """
    ranking.csv names as unbeaten whom the page names as best.
    """
    runs = runs_of(study, table)
    ranking = tables_of(runs)["ranking"]
    here = ranking[(ranking["firm"] == "product_shop") & (ranking["world"] == "once")]

    unbeaten = set(here.loc[here["unbeaten"] == "yes", "structure"])
    assert unbeaten == set(best_places(runs)[0].tied) == {"separate", "inside_marketing"}


def test_a_terminal_has_a_line_for_each_world_and_says_what_matters(study, table):
    """
    Worlds are told as sentences about a firm; a lead of 30 failures matters.
    """
    table.loc[(table["world"] == "once") & (table["structure"] == "inside_operations"), "failures_per_1000"] -= 30.0
    lines = terminal(page(runs_of(study, table)), width=200).splitlines()
    once = next(line for line in lines if "cost you pay (once)" in line)

    assert "inside operations" in once
    assert "] fewer than separate" in once
    assert once.rstrip().endswith("yes")
    assert "Limits" in lines


@pytest.mark.parametrize(
    ("replicates", "says"), [(1, "One replicate: "), (2, "Every interval is 95 % and a number's own; ")]
)
def test_the_page_says_how_sure_it_is(study, table, replicates, says):
    """
    From two replicates on differences have intervals; a single one has none, which is said in their place.
    """
    answer = page(runs_of(study, table[table["replicate"] < replicates]))

    assert answer.intervals.startswith(says)
    assert any("[" in cell for row in answer.table.rows for cell in row) is (replicates > 1)


def test_a_difference_has_one_interval_wherever_it_stands_on_the_page(write_study, table):
    """
    Operations has 20 failures less, which is the answer, a prediction and the family: one interval, told thrice.
    """
    more = """
[[predictions]]
claim = "F3"
text = "Fewer orders fail in operations."
measure = "failures_per_1000"
a = "inside_operations"
b = "separate"
direction = "a_below"
kind = "test"

[family]
contrasts = [["inside_operations", "separate"]]
measures = ["failures_per_1000", "advocacy"]
"""
    table.loc[table["structure"] == "inside_operations", "failures_per_1000"] -= 30.0
    shown = text(runs_of(read_study(write_study(*CHANGES, more=more)), table))
    lines = [line for line in shown.splitlines() if line.startswith("| ") and "once" not in line]
    found = {name: [line for line in lines if line.startswith(name)] for name in ("| F3", "| product_shop | `failures")}
    own = next(line for line in shown.splitlines() if "cost you pay (once)" in line).split("|")[3].split(" fewer")[0]
    low, high = own.split("[")[1].strip("] ").split(", ")

    for (line,) in found.values():
        assert f"[-{high}, -{low}]" in line
    assert "Verdicts in `claims.csv` and `family.csv` are from wider intervals" in shown


def test_pairs_without_a_number_are_not_counted_though_no_run_failed(study, table):
    """
    Of six pairs one has no number in a world, and the line about intervals says over how many differences are means.
    """
    here = (table["world"] == "once") & (table["structure"] == "separate") & (table["replicate"] == 3)
    table.loc[here, "failures_per_1000"] = np.nan

    assert "means over 5 to 6 paired replicates" in page(runs_of(study, table)).intervals


def test_with_one_replicate_nothing_is_decided(study, table):
    """
    Without an interval nobody beats anybody, and every verdict is open.
    """
    runs = runs_of(study, table[table["replicate"] < 1])

    assert {found.verdict for found in best_places(runs)} == {Verdict.NOT_DECIDED}
    assert len(best_places(runs)[0].tied) == 3
    assert "(a tie)" not in text(runs)
    assert page(runs).table.rows[0][1].startswith("not decided between ")
    assert page(runs).turns == (NO_LEAD,)
    assert ", who has the fewest failures per 1,000 orders is not decided between " in page(runs).answer
    assert set(tables_of(runs)["claims"]["verdict"]) == {"not decided"}


def test_the_order_says_who_is_better_by_what_matters(study, table):
    """
    From best to worst, a tie stands as such and a lead of ten failures as a lead.
    """
    section = next(one for one in page(runs_of(study, table)).sections if one.title == "The structures in order")
    first = section.blocks[1].lines[0]

    assert first.startswith("product_shop, once, fewest failures per 1,000 orders: ")
    assert " = " in first
    assert "> inside operations" in first


def test_what_the_runs_cannot_decide_is_said(study, table):
    """
    Without the service firm and the variant, H6 and H7 are not asked, and the page says so.
    """
    part = table[(table["firm"] == "product_shop") & (table["variant"] == "")]

    assert "predictions of H6, H7." in text(runs_of(study, part))


def test_failed_runs_are_counted_and_named(study, table):
    """
    A failed run drops out of its pair, is counted, and is named with its reason.
    """
    table.loc[0, ["advocacy", "failures_per_1000"]] = np.nan
    table.loc[0, "failure"] = "it had to stop"
    runs = runs_of(study, table)
    shown = text(runs)

    assert "1 failed." in shown
    assert "- 1 run, first separate, product_shop, once, replicate 0: it had to stop" in shown
    assert "1 of 6 pairs dropped" in shown
    assert tables_of(runs)["summary"]["missing"].sum() == 2


def test_the_gain_of_shared_draws_and_the_way_back_are_on_the_page(study, table):
    """
    The page says what pairing removed, how to make it again, and what happened on the way.
    """
    runs = runs_of(study, table)
    shown, contrasts = text(runs), tables_of(runs)["contrasts"]

    assert contrasts.loc[contrasts["measure"] == "failures_per_1000", "variance_ratio"].max() < 0.01
    assert "leaves the variance of a paired difference of a primary measure at " in shown
    assert "`reportsto study run x.toml`" in shown
    assert "Something happened." in shown


def test_levers_compare_each_variant_with_the_same_structure(study, table):
    """
    The lever takes .1 from advocacy in the one structure it was tried in.
    """
    levers = tables_of(runs_of(study, table))["levers"]
    advocacy = levers[levers["measure"] == "advocacy"]

    assert set(advocacy["structure"]) == {"inside_operations"}
    assert np.allclose(advocacy["difference"], -0.1, atol=0.01)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(48_231.4, "48,231"), (161.74, "161.7"), (0.0881234, "0.0881"), (-1.0, "-1"), (0.0, "0"), (float("nan"), "–")],
)
def test_numbers_are_short_for_people(value, shown):
    """
    Three or four digits, thousands with commas, a dash for none.
    """
    assert number(value) == shown


def test_a_tie_in_one_world_is_no_win_everywhere(study, table):
    """
    Separate leads in contract and is tied with operations in once: who is best stands world by world.
    """
    here = (table["firm"] == "product_shop") & (table["variant"] == "")
    tied = here & (table["world"] == "once") & (table["structure"] == "inside_operations")
    table.loc[tied, "failures_per_1000"] -= 10.0
    table.loc[here & (table["structure"] == "inside_marketing"), "failures_per_1000"] += 30.0
    answer = page(runs_of(study, table))
    once, contract = answer.table.rows

    assert set(once[1].removesuffix(" (a tie)").split(" or ")) == {"separate", "inside operations"}
    assert contract[1] == "separate"
    assert "depends on the world" in answer.answer


def test_the_difference_is_headed_by_what_all_are_held_against(study, table):
    """
    Operations has 20 failures less than separate, and the next place is not what it is held against.
    """
    table.loc[table["structure"] == "inside_operations", "failures_per_1000"] -= 30.0

    answer = page(runs_of(study, table))

    assert answer.table.header[2] == "failures per 1,000 orders, against separate"
    assert all(row[2].endswith("] fewer") for row in answer.table.rows)


def test_what_would_change_the_answer_repeats_no_row_of_its_table(study, table):
    """
    Operations leads in once and is last in contract: the table says so, and nothing else turns it.
    """
    once = (table["world"] == "once") & (table["structure"] == "inside_operations")
    table.loc[once, "failures_per_1000"] -= 30.0
    found = page(runs_of(study, table[(table["firm"] == "product_shop") & (table["variant"] == "")]))

    assert found.table.rows[0][1] == "inside operations" != found.table.rows[1][1]
    (where,) = (one for one in found.sections if one.title == "Where customer service does best")
    assert "*Does it matter?* is about the number's own interval" in where.blocks[1]
    assert found.turns == (NOTHING,)


def test_a_variant_that_turns_a_row_round_is_named(study, table):
    """
    With the lever operations has 30 failures less and leaves separate behind; that would change the answer.
    """
    table.loc[table["structure"] == "separate", "failures_per_1000"] -= 30.0
    lever = table[(table["variant"] == "") & (table["structure"] == "separate")].assign(variant="no_lateral")
    changed = table["variant"] == "no_lateral"
    table.loc[changed, "failures_per_1000"] -= 60.0
    runs = runs_of(study, pd.concat([table[table["structure"] != "inside_marketing"], lever]))

    (turn,) = page(runs).turns
    assert turn.startswith("Where nobody tells a colleague: inside operations has ")
    assert turn.count("] fewer than separate in *") == 2


def test_a_variant_that_turns_a_tie_round_is_named_with_who_then_leads(study, table):
    """
    Separate and marketing are a tie ten ahead of operations; the lever takes 60 failures away where operations has it.
    A variant of a map alone turns nothing.
    """
    lever = table[(table["variant"] == "") & (table["structure"] == "separate")].assign(variant="no_lateral")
    table.loc[table["variant"] == "no_lateral", "failures_per_1000"] -= 60.0
    for world in ("once", "contract"):
        only = lever[lever["world"] == world]
        a_map = lever[lever["world"] != world].assign(structure="customer_map", variant="")
        changed = (table["variant"] == "no_lateral") & (table["world"] != world)
        whole = table.assign(structure=table["structure"].mask(changed, "customer_map"))
        first = page(runs_of(study, pd.concat([whole, only, a_map]))).turns[0]

        assert first.startswith("Where nobody tells a colleague: inside operations has 5")
        assert first.endswith(f"] fewer than separate in *{world}*.")


def test_structures_are_ranked_over_replicates_that_all_of_them_have(study, table):
    """
    Operations ran through only where customers were few, which makes its mean the lowest and it no better.
    """
    here = (table["firm"] == "product_shop") & (table["world"] == "once") & (table["variant"] == "")
    hard = here & (table["structure"] == "inside_operations") & table["replicate"].isin([0, 1])
    table.loc[here & table["replicate"].isin([0, 1]), "failures_per_1000"] += 200.0
    table.loc[hard, ["failures_per_1000", "failure"]] = [np.nan, "too many contacts"]
    runs = runs_of(study, table)

    assert list(best_places(runs)[0].means)[-1] == "inside_operations"
    assert "2 of 84 runs stopped before their end" in page(runs).limits[1]

    table.loc[here & (table["structure"] == "separate") & (table["replicate"] > 1), "failures_per_1000"] = np.nan
    row = page(runs_of(study, table)).table.rows[0]
    assert row[1:] == ["unknown: in no replicate has every structure a number", "–", "not decided"]


def test_who_leads_is_told_over_the_same_replicates_as_who_is_first(study, table):
    """
    Marketing stopped where operations is bad: of what all three have operations is best by one, elsewhere it is 50
    worse. Whoever is named stands with a difference of the same sign.
    """
    here = (table["firm"] == "product_shop") & (table["world"] == "once") & (table["variant"] == "")
    easy, who = table["replicate"].isin([0, 1]), table["structure"]
    table.loc[here & (who == "inside_operations") & easy, "failures_per_1000"] -= 11.0
    table.loc[here & (who == "inside_operations") & ~easy, "failures_per_1000"] += 40.0
    table.loc[here & (who == "inside_marketing") & ~easy, ["failures_per_1000", "failure"]] = [np.nan, "stopped"]
    found = best_places(runs_of(study, table))[0]

    assert (found.one, found.other) == ("inside_operations", "separate")
    assert found.lead.estimate == pytest.approx(-1.0, abs=0.3)
    assert found.tied[0] == "inside_operations"


def test_a_structure_of_which_no_run_has_a_number_is_named(study, table):
    """
    It cannot be ranked, and who is best is best without it.
    """
    here = (table["firm"] == "product_shop") & (table["world"] == "once") & (table["variant"] == "")
    table.loc[here & (table["structure"] == "separate"), ["failures_per_1000", "failure"]] = [np.nan, "stopped"]
    answer = page(runs_of(study, table))

    assert "Without separate, of which no run has a number" in answer.limits[1]
    assert not any("nan" in cell for row in answer.table.rows for cell in row)


def test_a_measure_without_any_number_has_a_sentence_in_place_of_a_table(write_study, table):
    """
    Where nobody sits at the top no run has hours of a chief executive: the page says so, and draws no dashes.
    """
    changes = [
        *CHANGES[:-4],
        'measures = ["advocacy", "effective_advocacy"]',
        'measures = ["advocacy", "ceo_utilisation"]',
    ]
    study = read_study(write_study(*changes, *CHANGES[-2:], more=IN_A_SHOP))
    found = text(runs_of(study, table.assign(ceo_utilisation=np.nan)))

    assert "(`ceo_utilisation`, 1)** No run has a number: nobody sits at the top of the chart." in found
    assert "| – |" not in found.split("(`ceo_utilisation`, 1)**")[1].split("\n## ")[0]


def test_every_figure_is_named_with_what_to_see_and_others_firms_have_their_outcomes(study, table):
    """
    Figures of the first firm come first; a flow of reports for each world; the other firm's outcomes last.
    """
    drawings = list(figures(runs_of(study, table), {}))

    assert [one.name for one in drawings[:2]] == ["outcomes", "report_path"]
    assert {"report_flow_once", "report_flow_contract"} < {one.name for one in drawings}
    assert drawings[-1].name == "outcomes_service_firm"
    assert all(one.caption.endswith(".") for one in drawings)


def test_figures_of_days_stay_as_they_were_without_days(study, table):
    """
    Days are not kept with published runs: what was drawn of them before is neither drawn nor thrown away.
    """
    undrawn = [one.name for one in figures(runs_of(study, table), {}) if one.draw is None]

    assert undrawn == ["org_charts", "attitude_by_day"]


def test_a_firm_of_any_name_draws_into_the_folder_of_figures(study, table):
    """
    Names of charts are free text; those of files are not.
    """
    named = table.replace({"firm": {"service_firm": "two/../../../b"}})

    assert all("/" not in one.name for one in figures(runs_of(study, named), {}))
