"""The front page is short, and every sentence on it that a result could contradict is held against the results."""

import re
import runpy
from pathlib import Path

import pandas as pd
import pytest

from reportsto.evidence import Grade
from reportsto.parameters import every_field
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.worlds import WORLDS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
WRITER = runpy.run_path(str(ROOT / "docs" / "write_front_page.py"))
RUNS = pd.read_parquet(ROOT / "results" / "e0_placement" / "runs.parquet")
SHOP = RUNS[RUNS["firm"] == "product_shop"]

each_world = pytest.mark.parametrize("world", WORLDS)


def gap(runs: pd.DataFrame, a: str, b: str, measure: str = "failures_per_1000") -> pd.Series:
    """Return a less b, paired, with its 95 % interval."""
    return paired_contrasts(runs, pairs=[(a, b)], measures=[measure]).iloc[0]


def test_the_front_page_fits_on_two_screens():
    """
    README has at most 110 lines, one figure, and no table of more than six rows.
    """
    text = README.read_text(encoding="utf-8")
    tables = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)

    assert text.count("\n") <= 110
    assert text.count("![") == 1
    assert max(table.count("\n") - 2 for table in tables) <= 6


def at(world: str, assume: float = 1.0, structures: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the shop's runs in a world at a point of what is assumed, with maps, of all structures or of some."""
    here = WRITER["runs_of"](world, assume, True)
    return here[here["structure"].isin(structures)] if structures else here


@each_world
def test_a_place_that_is_called_best_is_beaten_by_no_other(world):
    """
    The best places of the table are the reporting lines that none beats by more than 2 failures per 1,000 orders.
    """
    here = at(world)
    here = here[here["structure"] != "customer_map"]
    named = WRITER["best"](here)
    structures = here["structure"].unique()

    lows = {s: max(gap(here, s, other)["low"] for other in structures if other != s) for s in structures}
    assert set(named) == {s for s, low in lows.items() if low <= 2.0}


@each_world
@pytest.mark.parametrize("assume", [1.0, 0.5, 0.0])
def test_the_customer_map_has_the_fewest_failures(world, assume):
    """
    A customer map has fewer failures than any structure with reporting lines, by more than 2, at all three points.
    """
    here = at(world, assume)

    assert all(gap(here, s, "customer_map")["low"] > 2.0 for s in here["structure"].unique() if s != "customer_map")


@each_world
def test_operations_leads_at_the_middle_in_every_world(world):
    """
    At the middle operations has fewer failures than separate, by more than 2, in all four worlds.
    """
    assert gap(at(world), "separate", "inside_operations")["low"] > 2.0


@each_world
def test_separate_leads_at_the_essays_numbers_where_reports_cost_pay(world):
    """
    At the essays' numbers separate leads by more than 2 in once and contract, operations in neutral; contagion ties.
    """
    found = gap(at(world, 0.0), "separate", "inside_operations")

    assert (found["high"] < -2.0) == (world in ("once", "contract"))
    assert (found["low"] > 2.0) == (world == "neutral")
    assert (found["low"] > -2.0 and found["high"] < 2.0) == (world == "contagion")


@each_world
@pytest.mark.parametrize("assume", [1.0, 0.5, 0.0])
def test_in_contract_separate_keeps_more_customers(world, assume):
    """
    In contract separate keeps more customers than operations at all three points; at the middle it does nowhere else.
    """
    found = gap(at(world, assume), "separate", "inside_operations", "customers_end")

    if world == "contract":
        assert found["low"] > 0.0
    elif assume == 1.0:
        assert found["high"] < 0.0


@each_world
def test_people_in_separate_side_more_with_customers_in_once_and_contract(world):
    """
    Those who answer customers are more on the customer's side in separate than in operations, by more than .10; and
    more of their reports are acted on there.
    """
    found = gap(at(world), "separate", "inside_operations", "attitude_handlers_mean")

    assert (found["low"] > 0.1) == (world in ("once", "contract"))
    acted = gap(at(world), "separate", "inside_operations", "effective_advocacy")
    assert (acted["low"] > 0.01) == (world != "neutral")


@each_world
@pytest.mark.parametrize("variant", ["outside_whole", "no_lateral"])
def test_two_assumptions_shorten_the_lead_of_operations(world, variant):
    """
    With outside reports worth as much, or without word between colleagues, operations leads in three worlds still, by
    less; contract is a tie.
    """
    runs = SHOP[(SHOP["variant"] == variant) & (SHOP["world"] == world)]
    found = gap(runs, "separate", "inside_operations")

    assert found["high"] < gap(at(world), "separate", "inside_operations")["low"]
    assert (found["low"] > 2.0) == (world != "contract")
    assert (found["low"] > -2.0 and found["high"] < 2.0) == (world == "contract")


@each_world
def test_without_both_assumptions_operations_leads_nowhere(world):
    """
    With outside reports in full and no word between colleagues separate leads in contract, and the others are ties.
    """
    runs = SHOP[(SHOP["variant"] == "equal_neighbours") & (SHOP["world"] == world)]
    found = gap(runs, "separate", "inside_operations")

    assert (found["high"] < -2.0) == (world == "contract")
    assert (found["low"] > -2.0 and found["high"] < 2.0) == (world != "contract")


@each_world
def test_a_map_whose_owners_filter_still_has_the_fewest_failures(world):
    """
    At the middle, also where owners on a map filter reports like managers.
    """
    runs = pd.concat([at(world), SHOP[(SHOP["variant"] == "map_owner_filters") & (SHOP["world"] == world)]])
    filters = runs[runs["variant"] == "map_owner_filters"].assign(structure="filters", variant="")
    runs = pd.concat([runs[runs["variant"] == ""], filters])

    others = set(runs["structure"]) - {"filters", "customer_map"}
    assert all(gap(runs, other, "filters")["low"] > 2.0 for other in others)


@each_world
@pytest.mark.parametrize("variant", ["bundles", "bar"])
def test_no_rationing_rule_turns_the_middle(world, variant):
    """
    With bundles and the common superior, or with only the worst reports sent up, operations leads in all worlds.
    """
    runs = SHOP[(SHOP["variant"] == variant) & (SHOP["world"] == world)]

    assert gap(runs, "separate", "inside_operations")["low"] > 2.0


@each_world
def test_a_separate_department_takes_more_paid_hours(world):
    """
    More than one per cent more hours are paid with a separate department than inside operations, in every world; most
    of that goes if asking takes as long in one's own department.
    """
    here = at(world)
    paid = here.loc[here["structure"] == "inside_operations", "hours_paid"].mean()
    found = gap(here, "separate", "inside_operations", "hours_paid")
    equal = SHOP[(SHOP["variant"] == "equal_distance") & (SHOP["world"] == world)]

    assert found["low"] > 0.01 * paid
    assert gap(equal, "separate", "inside_operations", "hours_paid")["high"] < 0.5 * found["low"]


@each_world
def test_marketing_and_separate_are_a_tie_at_the_middle_alone(world):
    """
    Marketing and separate show no difference in failures that matters; elsewhere separate has fewer, by more than 2.
    """
    found = gap(at(world), "inside_marketing", "separate")
    variants = [SHOP[(SHOP["variant"] == v) & (SHOP["world"] == world)] for v in ("outside_whole", "no_lateral")]

    for runs in (at(world, 0.5), at(world, 0.0), *variants):
        assert gap(runs, "inside_marketing", "separate")["low"] > 2.0

    assert found["low"] > -2.0
    assert found["high"] < 2.0


@each_world
def test_the_service_firm_is_undecided_in_contract(world):
    """
    In the service firm operations leads by more than 2 in three worlds; in contract it is not decided.
    """
    firm = RUNS[(RUNS["firm"] == "service_firm") & (RUNS["variant"] == "") & (RUNS["world"] == world)]
    found = gap(firm, "separate", "inside_operations")

    assert (found["low"] > 2.0) == (world != "contract")
    assert found["high"] > 2.0


def test_a_fifth_of_the_points_fill_the_chief_executives_day():
    """
    At 22 % of the points in separate and 12 % in operations, under the default rule and route, with 56 people.
    """
    desks = pd.read_csv(ROOT / "results" / "defaults" / "desks_20261128.csv")
    desks = desks[(desks["ration"] == "digest") & (desks["route"] == "peers_first") & (desks["people"] == 56)]
    ceo = desks[desks["desk"] == "chief executive"].set_index("structure")["full"]

    assert ceo.round(2)[["separate", "inside_operations"]].tolist() == [0.22, 0.12]


def test_nine_in_ten_parameters_were_measured_by_nobody():
    """
    Between 85 and 95 % of the fields of the parameter table have grade X.
    """
    grades = [info.evidence.grade for _, _, info in every_field()]

    assert 0.85 < sum(grade is Grade.X for grade in grades) / len(grades) < 0.95


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "docs/reference/worlds.md"])
def test_every_world_is_offered_in_its_everyday_sentence(page):
    """
    Where a person chooses between worlds, each stands there in the words of `worlds.py`.
    """
    text = (ROOT / page).read_text(encoding="utf-8")

    assert [world.id for world in WORLDS.values() if world.sentence not in text] == []


def test_if_only_the_worst_are_sent_up_operations_leads_everywhere():
    """
    Under `bar` operations has fewer failures by more than 2 at every size and point of what is assumed, in all worlds.
    """
    size = runpy.run_path(str(ROOT / "docs" / "write_size.py"))
    runs = size["runs_of"]("size")
    found = size["differences"](runs[runs["ration"] == "bar"], "failures_per_1000", size["CELL"])

    assert len(found) == 120
    assert set(found["ahead"]) == {"inside_operations"}


@each_world
def test_173_to_186_of_1000_orders_fail(world):
    """
    At the middle, in the mean of each of the structures with reporting lines, rounded.
    """
    rates = at(world).groupby("structure")["failures_per_1000"].mean().drop("customer_map")

    assert rates.round().between(173.0, 186.0).all()
