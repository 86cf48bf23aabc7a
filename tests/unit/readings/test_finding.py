"""The page with the finding: its numbers are those of the tables, and it hides nothing."""

import re

import numpy as np
import pandas as pd
import pytest

from reportsto.readings.answer import number, orders
from reportsto.readings.finding import answer, finding
from reportsto.readings.tables import make_tables
from reportsto.records import IDENTITY
from reportsto.studies.specification import read_study

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

SOURCE = {"replicates": 6, "notes": ["Something happened."], "command": "reportsto study run x.toml", "reportsto": "0"}
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
    .6 against .4 holds in both worlds, a check that holds is passed, and no more so in a shop is equivalent.
    """
    tables = make_tables(study, table)
    page = finding(study, table, tables, SOURCE)
    line = next(line for line in page.splitlines() if line.startswith("| H2"))

    assert list(tables.claims["verdict"]) == ["supported", "supported", "passed", "passed", "equivalent", "equivalent"]
    assert line.count("**supported** 0.2 [") == 2
    assert "| claim | prediction | once | contract | caveat |" in page


def test_the_answer_names_the_best_and_who_cannot_be_told_from_it(study, table):
    """
    Separate and marketing have the same failures, ten below operations: both are named, operations is not.
    """
    lines = answer(study, table, make_tables(study, table))

    assert "inside marketing or separate (in every world run; " in lines[1]
    assert lines[1].startswith("product_shop, fewest true failures per 1,000 orders: ")
    assert "operations" not in lines[1]
    assert lines[-1].startswith("6 verdicts on 3 predictions")


@pytest.mark.parametrize(
    ("better", "says"),
    [
        ("inside_operations", "once: inside operations ({gap} against separate); "),
        ("separate", "contract: separate (next, inside marketing: {gap})"),
    ],
)
def test_the_answer_has_the_size_and_interval_of_each_lead(study, table, better, says):
    """
    Whoever leads stands with the paired difference that contrasts.csv has: against separate, or of the next best.
    """
    world = says[: says.index(":")]
    for one in ("once", "contract"):
        lead = "inside_operations" if one == "once" else "separate"
        table.loc[(table["world"] == one) & (table["structure"] == lead), "failures_per_1000"] -= 30.0
    tables = make_tables(study, table)
    gaps = tables.contrasts.set_index(["firm", "world", "measure", "a"])
    other = "inside_marketing" if better == "separate" else better
    gap = gaps.loc[("product_shop", world, "failures_per_1000", other)]
    sign = "+" if gap["difference"] > 0 else ""
    size = f"{sign}{number(gap['difference'])} [{number(gap['low'])}, {number(gap['high'])}]"

    assert abs(abs(gap["difference"]) - {"once": 20.0, "contract": 30.0}[world]) < 0.5
    assert says.format(gap=size) in answer(study, table, tables)[1]


@pytest.mark.parametrize(("replicates", "says"), [(1, "One replicate: "), (2, "Differences are paired, ")])
def test_the_answer_says_how_sure_it_is(study, table, replicates, says):
    """
    From two replicates on differences have intervals; a single one has none, which is said in their place.
    """
    few = table[table["replicate"] < replicates]
    told = answer(study, few, make_tables(study, few))

    assert [line.startswith(says) for line in told if line.startswith(("One replicate", "Differences"))] == [True]
    assert any("[" in line for line in told) is (replicates > 1)


def test_the_order_shows_who_is_told_apart(study, table):
    """
    From best to worst, a tie stands as such and a lead of ten failures as a lead.
    """
    (first, *_) = orders(study, table)

    assert "≈" in first
    assert "< inside operations" in first
    assert first.startswith("product_shop, once, fewest true failures per 1,000 orders first: ")


def test_what_the_runs_cannot_decide_is_said(study, table):
    """
    Without the service firm and the variant, H6 and H7 are not asked, and the page says so.
    """
    part = table[(table["firm"] == "product_shop") & (table["variant"] == "")]
    tables = make_tables(study, part)

    assert [written.claim for written in tables.unasked] == ["H6", "H7"]
    assert "parts of H6, H7." in finding(study, part, tables, SOURCE)


def test_failed_runs_are_counted_and_named(study, table):
    """
    A failed run drops out of its pair, is counted, and is named with its reason.
    """
    table.loc[0, ["advocacy", "failures_per_1000"]] = np.nan
    table.loc[0, "failure"] = "it had to stop"
    tables = make_tables(study, table)
    page = finding(study, table, tables, SOURCE)

    assert "1 failed." in page
    assert "- 1 run, first separate, product_shop, once, replicate 0: it had to stop" in page
    assert "1 of 6 pairs dropped" in page
    assert tables.summary["missing"].sum() == 2


def test_the_gain_of_shared_draws_and_the_way_back_are_on_the_page(study, table):
    """
    The page says what pairing removed, how to make it again, and what happened on the way.
    """
    tables = make_tables(study, table)
    page = finding(study, table, tables, SOURCE)

    primary = tables.contrasts[tables.contrasts["measure"] == "failures_per_1000"]
    assert primary["variance_ratio"].max() < 0.01
    assert "the variance of a paired difference of a primary measure is " in page
    assert "`reportsto study run x.toml`" in page
    assert "Something happened." in page


def test_levers_compare_each_variant_with_the_same_structure(study, table):
    """
    The lever takes .1 from advocacy in the one structure it was tried in.
    """
    levers = make_tables(study, table).levers
    advocacy = levers[levers["measure"] == "advocacy"]

    assert set(advocacy["structure"]) == {"inside_operations"}
    assert np.allclose(advocacy["difference"], -0.1, atol=0.01)


def test_uncertainties_split_every_table(write_study, table):
    """
    With two values of a parameter there are two contrasts where there was one, and no two points are mixed.
    """
    path = write_study(*CHANGES, "[uncertainties]", "[uncertainties]\nattention.bundle = [5, 10]", more=IN_A_SHOP)
    wide = pd.concat([table.assign(**{"attention.bundle": value}) for value in (5, 10)], ignore_index=True)
    tables = make_tables(read_study(path), wide)

    assert len(tables.claims) == 2 * 6
    assert len(tables.contrasts) == 2 * 2 * 2 * 2 * 2
    assert "12 verdicts" in finding(read_study(path), wide, tables, SOURCE)


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
    line = answer(study, table, make_tables(study, table))[1]

    assert "in every world" not in line
    assert re.search(r"once: (inside operations or separate|separate or inside operations) \(", line)
    assert "next" not in line.split("contract:")[0]
    assert "; contract: separate (next, inside operations: +10" in line


def test_structures_are_ranked_over_replicates_that_all_of_them_have(study, table):
    """
    Operations ran through only where customers were few, which makes its mean the lowest and it no better.
    """
    here = (table["firm"] == "product_shop") & (table["world"] == "once") & (table["variant"] == "")
    hard = here & (table["structure"] == "inside_operations") & table["replicate"].isin([0, 1])
    table.loc[here & table["replicate"].isin([0, 1]), "failures_per_1000"] += 200.0
    table.loc[hard, ["failures_per_1000", "failure"]] = [np.nan, "too few candidates"]
    lines = answer(study, table, make_tables(study, table))

    assert "< inside operations" in orders(study, table)[0]
    assert any(line.startswith("2 of 84 runs stopped before their end") for line in lines)
    table.loc[here & (table["structure"] == "separate") & (table["replicate"] > 1), "failures_per_1000"] = np.nan
    assert (
        "once: not told (in no replicate has every structure a number)"
        in answer(study, table, make_tables(study, table))[1]
    )


def test_who_is_told_apart_is_told_over_the_same_replicates_as_who_is_first(study, table):
    """
    Marketing stopped where operations is bad: of what all three have operations is best by one, elsewhere it is 50
    worse. Whoever is named stands with a difference of the same sign.
    """
    here = (table["firm"] == "product_shop") & (table["world"] == "once") & (table["variant"] == "")
    easy, who = table["replicate"].isin([0, 1]), table["structure"]
    table.loc[here & (who == "inside_operations") & easy, "failures_per_1000"] -= 11.0
    table.loc[here & (who == "inside_operations") & ~easy, "failures_per_1000"] += 40.0
    table.loc[here & (who == "inside_marketing") & ~easy, ["failures_per_1000", "failure"]] = [np.nan, "stopped"]
    line = answer(study, table, make_tables(study, table))[1]
    order = orders(study, table)[0]

    size = float(re.search(r"once: inside operations[^(]*\(([-+][\d.]+)", line)[1])
    assert size == pytest.approx(-1.0, abs=0.3)
    assert re.search(r"first: inside operations 15\d\.\d ≈ inside marketing 15", order)


def test_a_structure_of_which_no_run_has_a_number_is_named(study, table):
    """
    It cannot be ranked, and who is best is best without it.
    """
    here = (table["firm"] == "product_shop") & (table["world"] == "once") & (table["variant"] == "")
    table.loc[here & (table["structure"] == "separate"), ["failures_per_1000", "failure"]] = [np.nan, "stopped"]
    line = answer(study, table, make_tables(study, table))[1]

    assert "without separate, of which no run has a number" in line
    assert "nan" not in line
