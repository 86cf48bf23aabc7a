"""The number of each finding is what the published results give, and the page is short."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reportsto.parameters import Parameters
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.statistics.intervals import share_interval
from reportsto.statistics.verdict import Verdict, verdicts
from reportsto.worlds import WORLDS

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results"
PAGE = ROOT / "docs" / "findings.md"
FAILURES, ACTED_ON, ATTITUDE = "failures_per_1000", "effective_advocacy", "attitude_handlers_mean"
EFFECTS = {FAILURES: 2.0, ACTED_ON: 0.01, ATTITUDE: 0.1}


def findings() -> dict[int, str]:
    """Return the text of each finding under its number."""
    parts = re.split(r"^\*\*(\d+)\. ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {int(number): text for number, text in zip(parts[1::2], parts[2::2], strict=True)}


def figures() -> dict[int, str]:
    """Return the first line of each finding in the tables: its figure, what it is, and where it is from."""
    lines = re.findall(r"^\| (\d+) \| (.*) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {int(number): line for number, line in reversed(lines)}


# ── Numbers from results ─────────────────────────────────────────────────────────────────────────


def where(table: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def predicted(claim: str, measure: str, contrast: str, world: str = "once") -> tuple[float, float, float]:
    """Return the difference and simultaneous interval of a prediction of E0."""
    claims = pd.read_csv(RESULTS / "e0_placement" / "claims.csv")
    row = where(claims, claim=claim, measure=measure, contrast=contrast, world=world, firm="product_shop").iloc[0]
    return row["number"], row["low"], row["high"]


def paired(
    study: str, a: str, b: str, world: str, measure: str = FAILURES, **cell: object
) -> tuple[float, float, float]:
    """Return a less b and its own 95 % interval, from the runs of a study."""
    runs = where(pd.read_parquet(RESULTS / study / "runs.parquet"), world=world, **cell)
    row = paired_contrasts(runs, pairs=[(a, b)], measures=[measure]).iloc[0]
    return row["difference"], row["low"], row["high"]


def shop(a: str, b: str, world: str, variant: str) -> tuple[float, float, float]:
    """Return a less b in failures, in the default shop of E0 with one variant."""
    return paired("e0_placement", a, b, world, firm="product_shop", variant=variant)


def at_points(study: str, measure: str, a: str, **cell: object) -> pd.DataFrame:
    """Return a less the structure it is held against at each point, with its 95 % interval over replicates."""
    table = where(pd.read_parquet(RESULTS / study / "differences.parquet"), measure=measure, a=a, **cell)
    half = stats.t.ppf(0.975, table["n"] - 1) * table["sd"] / np.sqrt(table["n"])
    return table.assign(low=table["difference"] - half, high=table["difference"] + half)


def judged(points: pd.DataFrame, measure: str, sign: float) -> np.ndarray:
    return verdicts(points["low"], points["high"], EFFECTS[measure], sign=sign)


def count(points: pd.DataFrame, measure: str, sign: float, word: Verdict = Verdict.AS_PREDICTED) -> int:
    return int((judged(points, measure, sign) == word).sum())


def shown(number: tuple[float, float, float], form: str = ".1f", *, own: bool = False, sign: str = "+") -> str:
    difference, low, high = number
    return f"**{difference:{sign}{form}}** [{low:{form}}, {high:{form}}]{'°' * own}"


def percent(hits: int, of: int) -> str:
    known = share_interval(hits, of)
    return f"**{known.estimate:.0%}** [{known.low:.0%}, {known.high:.0%}]".replace("%", " %")


# ── One for each finding ─────────────────────────────────────────────────────────────────────────


def near_the_defaults() -> str:
    points = at_points("e9_contract_box", FAILURES, "inside_operations", firm="product_shop")
    return percent(count(points, FAILURES, -1.0), len(points))


def crossover() -> str:
    table = pd.read_csv(RESULTS / "e2_ceo_saturation" / "crossovers.csv", keep_default_na=False, na_values=[""])
    row = where(table[table["variant"].isna()], world="once", measure=FAILURES, a="inside_marketing", at=0.5).iloc[0]
    heads = where(pd.read_parquet(RESULTS / "e2_ceo_saturation" / "runs.parquet"), structure="separate")
    reports = int((heads["ceo_direct_reports"] - heads["chart.heads"]).iloc[0])
    return f"the means cross at {row['value'] + reports:.1f}"


def spans() -> pd.DataFrame:
    """Return marketing less separate in once over the number of direct reports, all else at the default."""
    cell = {"attention.item_hours": 0.5, "disputes.probability": 0.01, "attention.load_exponent": 1}
    points = at_points("e2_ceo_saturation", FAILURES, "inside_marketing", world="once", variant="")
    points = where(points, **cell, **{"attention.graicunas": 0})
    heads = where(pd.read_parquet(RESULTS / "e2_ceo_saturation" / "runs.parquet"), structure="separate")
    extra = heads["ceo_direct_reports"] - heads["chart.heads"]
    assert extra.nunique() == 1
    return points.assign(reports=points["chart.heads"] + extra.iloc[0]).sort_values("reports")


def too_many_reports() -> str:
    points = spans()
    ahead = judged(points, FAILURES, -1.0) == Verdict.AS_PREDICTED
    first = points.loc[ahead, "reports"].min()
    assert ahead[points["reports"] >= first].all()
    claim = "from there on marketing has fewer failures than separate by more than the smallest effect, in *once*"
    return f"**{first:.0f}** direct reports | {claim}"


def hybrids() -> str:
    runs = pd.read_parquet(RESULTS / "e8_hybrids" / "runs.parquet")
    equal = of = 0
    for _, point in runs.groupby(["world", "variant", "sample"]):
        wide = point.pivot(index="replicate", columns="structure", values=ACTED_ON)
        for hybrid in ("ombudsman", "operations_dotted_line"):
            gap = wide[hybrid] - wide["inside_operations"]
            half = stats.t.ppf(0.975, len(gap) - 1) * gap.std() / np.sqrt(len(gap))
            said = verdicts([gap.mean() - half], [gap.mean() + half], EFFECTS[ACTED_ON])[0]
            equal, of = equal + (said is Verdict.NO_DIFFERENCE), of + 1
    return f"**{equal}** of {of} points"


def helped(world: str, variant: str = "") -> tuple[int, int]:
    """Return at how many of nine points a liaison brings fewer failures, and at how many more."""
    points = at_points("e8_hybrids", FAILURES, "separate_with_liaison", variant=variant, world=world)
    assert len(points) == 9
    return count(points, FAILURES, -1.0), count(points, FAILURES, 1.0)


def liaison() -> str:
    found = {world: helped(world)[0] for world in ("neutral", "contagion")}
    return f"**{found['neutral']}** of nine points in *neutral*, and {found['contagion']} of nine in *contagion*"


def dear_questions() -> str:
    points = where(
        at_points("e1_request_mix", FAILURES, "inside_operations", world="once"), **{"handling.across_hours": 0.4}
    )
    return f"**{count(points, FAILURES, -1.0)}** of {len(points)} points"


def metrics(world: str, a: tuple[str, int], b: tuple[str, int]) -> pd.DataFrame:
    """Return failures of a less b, each a structure and whether it has customer metrics, at each pay of E5."""
    runs = where(pd.read_parquet(RESULTS / "e5_structure_or_pay" / "runs.parquet"), world=world)
    pay = ["incentives.defence_pay", "incentives.customer_pay"]

    def failures(structure: str, customers: int) -> pd.Series:
        own = where(runs, structure=structure, **{"incentives.paid_on_customers": customers})
        return own.set_index([*pay, "replicate"])[FAILURES]

    gap = (failures(*a) - failures(*b)).groupby(level=pay).agg(["mean", "std", "count"])
    half = stats.t.ppf(0.975, gap["count"] - 1) * gap["std"] / np.sqrt(gap["count"])
    return pd.DataFrame({"difference": gap["mean"], "low": gap["mean"] - half, "high": gap["mean"] + half})


def customer_metrics() -> str:
    row = metrics("once", ("inside_operations", 1), ("separate", 0)).loc[(1, 0.5)]
    return shown((row["difference"], row["low"], row["high"]), own=True)


def turnover() -> str:
    points = at_points("e4_capture_immunity", ATTITUDE, "separate", world="once")
    cell = {"turnover.yearly": 2, "turnover.selectivity": 0, "attitudes.speed": 0.03}
    row = where(points, **cell).iloc[0]
    return shown((row["difference"], row["low"], row["high"]), ".2f", own=True)


def turned(world: str = "once") -> int:
    table = pd.read_csv(RESULTS / "e9_one_at_a_time" / "tornado.csv")
    ends = where(table, measure=FAILURES, a="inside_operations", world=world)
    base = float(np.sign(ends["base"].iloc[0]))
    return ends.loc[judged(ends, FAILURES, base) == Verdict.OPPOSITE, "parameter"].nunique()


def returns() -> str:
    table = pd.read_csv(RESULTS / "e9_sensitivity" / "sensitivity.csv")
    rows = where(table, measure=FAILURES).sort_values("total", ascending=False)
    assert list(rows["parameter"][:2]) == ["warehouse.return_share", "warehouse.ship_ratio"]
    first = rows.iloc[0]
    return shown((first["total"], first["total_low"], first["total_high"]), ".2f", sign="")


def full_order(study: str, measure: str, sign: float, firm: str = "product_shop") -> tuple[int, int]:
    """Return at how many points separate is ahead of marketing and marketing of operations, and the points."""
    first = at_points(study, measure, "inside_marketing", firm=firm).set_index("sample")
    runs = where(pd.read_parquet(RESULTS / study / "runs.parquet"), firm=firm)
    wide = runs.pivot(index=["sample", "replicate"], columns="structure", values=measure)
    gap = (wide["inside_operations"] - wide["inside_marketing"]).groupby("sample").agg(["mean", "std", "count"])
    half = stats.t.ppf(0.975, gap["count"] - 1) * gap["std"] / np.sqrt(gap["count"])
    second = pd.DataFrame({"low": gap["mean"] - half, "high": gap["mean"] + half}).loc[first.index]
    both = [judged(points, measure, sign) == Verdict.AS_PREDICTED for points in (first, second)]
    return int((both[0] & both[1]).sum()), len(first)


NUMBERS: dict[int, Callable[[], str]] = {
    1: lambda: shown(predicted("F3", FAILURES, "separate - inside_operations")),
    2: lambda: shown(shop("separate", "inside_operations", "once", "bar"), own=True),
    3: lambda: shown(shop("separate", "inside_operations", "neutral", "no_lateral"), own=True),
    4: lambda: shown(predicted("F3", ACTED_ON, "separate - inside_operations"), ".3f"),
    5: near_the_defaults,
    6: lambda: shown(shop("customer_map", "separate", "once", ""), own=True),
    7: lambda: shown(predicted("H3", FAILURES, "inside_marketing - separate")),
    8: lambda: shown(shop("inside_marketing", "separate", "once", "no_filter"), own=True),
    9: too_many_reports,
    10: customer_metrics,
    11: hybrids,
    12: liaison,
    13: dear_questions,
    14: turnover,
    15: lambda: f"**{turned()}** of 51 parameters",
    16: returns,
    17: lambda: percent(*full_order("e9_contract_box", FAILURES, 1.0)),
    18: lambda: shown(paired("slc_2011", "separate", "as_drawn", "once", variant=""), own=True),
}  # fmt: skip
"""What each finding must say, by its number."""


@pytest.mark.parametrize("number", NUMBERS)
def test_the_number_of_a_finding_is_what_the_results_give(number):
    """
    Each finding has one figure in the tables, with its interval, recomputed from the published runs and tables.
    """
    assert figures()[number].startswith(f"{NUMBERS[number]()} | ")


def test_every_finding_has_a_short_claim_a_scope_and_a_link():
    """
    A claim has at most 15 words; each finding says when it holds, when it fails, and where it is from.
    """
    assert set(findings()) == set(figures()) == set(NUMBERS)
    for number, text in findings().items():
        claim = text.partition("**")[0]
        assert len(claim.split()) <= 15, number
        assert all(part in text for part in ("- *Holds* ", "- *Fails* ")), number
        assert "](../results/" in figures()[number], number


def test_the_page_of_findings_is_read_in_ten_minutes():
    """
    The page has at most 1,500 words, borders of tables not counted; what is longer stands in the findings of studies.
    """
    assert len(re.sub(r"[|]|-{3}", " ", PAGE.read_text(encoding="utf-8")).split()) <= 1500


DETAIL = ROOT / "docs" / "findings_in_detail.md"


@pytest.mark.parametrize("world", ["once", "contract", "contagion"])
def test_the_long_version_counts_the_cells_of_the_map(world):
    """
    The table of the map has the cells in which each of two structures has fewer failures.
    """
    points = at_points("map", FAILURES, "inside_operations", world=world)
    row = f"| *{world}* | {count(points, FAILURES, -1.0)} | {count(points, FAILURES, 1.0)} |"

    assert row in DETAIL.read_text(encoding="utf-8")


def test_the_long_version_counts_the_points_of_a_busy_chief_executive():
    """
    E2: points at which operations brings more reports to an act than separate.
    """
    found = {}
    for world in ("once", "neutral"):
        points = at_points("e2_ceo_saturation", ACTED_ON, "inside_operations", world=world, variant="")
        found[world] = count(points, ACTED_ON, 1.0)

    text = " ".join(DETAIL.read_text(encoding="utf-8").split())
    assert f"at {found['once']} of 648 points in *once*, and at {found['neutral']} in *neutral*" in text


def test_the_long_version_says_how_often_attitudes_differ():
    """
    E9: the share of points at which people in separate side more with customers, in two boxes and two firms.
    """
    found = []
    for firm in ("product_shop", "service_firm"):
        for study in ("e9_contract_box", "e9_wide_box"):
            points = at_points(study, ATTITUDE, "inside_operations", firm=firm)
            found.append(f"{count(points, ATTITUDE, -1.0) / len(points):.0%}".rstrip("%"))

    text = " ".join(DETAIL.read_text(encoding="utf-8").split())
    assert f"at {found[0]} % of the points near the defaults and {found[1]} % of the wide box" in text
    assert f"In the service firm these are {found[2]} and {found[3]} %" in text


# ── Scopes ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("world", WORLDS)
def test_rationing_turns_the_order_by_a_bar_and_not_by_larger_bundles(world):
    """
    Finding 2: with a bar operations has fewer failures in every world; bundles of fifty move the difference by under 2.
    """
    usual, bar, bundles = (shop("separate", "inside_operations", world, variant) for variant in ("", "bar", "bundles"))

    assert bar[1] > EFFECTS[FAILURES]
    assert abs(bundles[0] - usual[0]) < EFFECTS[FAILURES]


@pytest.mark.parametrize("world", ["once", "contract"])
def test_separate_brings_more_to_an_act_at_every_point_of_two_grids(world):
    """
    Finding 4: at every point of E1 and E4 the share of reports acted on is larger in separate, by more than .01.
    """
    for study, a, sign in (("e1_request_mix", "inside_operations", -1.0), ("e4_capture_immunity", "separate", 1.0)):
        points = at_points(study, ACTED_ON, a, world=world)
        assert count(points, ACTED_ON, sign) == len(points) > 40


@pytest.mark.parametrize("study", ["e9_contract_box", "e9_wide_box"])
@pytest.mark.parametrize("firm", ["product_shop", "service_firm"])
def test_operations_has_fewer_failures_at_more_than_half_of_both_boxes(study, firm):
    """
    Finding 5: so it is in both boxes and for both firms.
    """
    points = at_points(study, FAILURES, "inside_operations", firm=firm)

    assert count(points, FAILURES, -1.0) > len(points) / 2
    assert count(points, FAILURES, 1.0) < len(points) / 4


@pytest.mark.parametrize("world", WORLDS)
def test_marketing_trails_separate_because_it_filters_once_more(world):
    """
    Findings 7 and 8: behind by more than 2; level where nothing is filtered, but in contract; recolouring is under 1.
    """
    variants = ("", "no_filter", "no_recolouring")
    usual, open_, plain = (shop("inside_marketing", "separate", world, variant) for variant in variants)

    assert usual[1] > EFFECTS[FAILURES]
    assert (open_[2] < EFFECTS[FAILURES]) == (world != "contract")
    assert abs(usual[0] - plain[0]) < 1.0


@pytest.mark.parametrize("world", ["neutral", "once", "contract"])
def test_customer_metrics_in_operations_beat_a_move_at_every_pay(world):
    """
    Finding 10: with customer metrics operations has fewer failures than separate on its own metrics or on customers',
    at all 20 points; in neutral that pay changes nothing by itself.
    """
    against_own = metrics(world, ("inside_operations", 1), ("separate", 0))
    alone = metrics(world, ("inside_operations", 1), ("inside_operations", 0))
    assert count(against_own, FAILURES, -1.0) == len(against_own) == 20
    assert (alone["difference"] == 0).all() == (world == "neutral")

    points = where(
        at_points("e5_structure_or_pay", FAILURES, "separate", world=world), **{"incentives.paid_on_customers": 1}
    )

    assert count(points, FAILURES, 1.0) == len(points) == 20


def test_a_liaison_harms_in_contract_alone():
    """
    Finding 12: by the default rationing, more failures with a liaison are found in contract and in no other world.
    """
    points = at_points("e8_hybrids", FAILURES, "separate_with_liaison", variant="")
    worse = points[judged(points, FAILURES, 1.0) == Verdict.AS_PREDICTED]

    assert list(worse["world"]) == ["contract", "contract"]
    assert len(where(points, world="contract")) == 9


def test_a_liaison_helps_where_finding_12_says_so():
    """
    Finding 12: by the default rationing, and with a bar over all four worlds.
    """
    text = findings()[12]
    bar = sum(helped(world, "bar")[0] for world in WORLDS)

    assert f"at {bar} of 36 points" in text
    assert helped("once") == (3, 0)
    assert "in *once*: fewer failures at only three points" in text
    assert helped("contract") == (2, 2)
    assert "in *contract*: fewer at two, more at two" in text


def test_operations_leads_in_the_wide_box_without_word_between_colleagues():
    """
    Finding 3: at every point of the wide box at which almost no word passes, operations has fewer failures.
    """
    points = at_points("e9_wide_box", FAILURES, "inside_operations", firm="product_shop")
    silent = points[points["improvement.lateral"] <= 0.03]

    assert list(silent["world"].unique()) == ["once"]
    assert count(silent, FAILURES, -1.0) == len(silent)
    assert f"at all {len(silent)} points" in findings()[3]
    assert "(at most .03)" in findings()[3]


@pytest.mark.parametrize("world", WORLDS)
def test_without_word_between_colleagues_operations_leads_nowhere_by_default(world):
    """
    Finding 3: at the default numbers of E0 the interval is below the smallest effect in every world.
    """
    assert shop("separate", "inside_operations", world, "no_lateral")[2] < EFFECTS[FAILURES]


def test_separate_seldom_brings_more_to_an_act_over_sampled_assumptions():
    """
    Finding 4: the share of points near the defaults and in the wide box; with a bar no difference that matters.
    """
    near, wide = (
        f"{count(points, ACTED_ON, -1.0) / len(points):.0%}".replace("%", " %")
        for points in (
            at_points(study, ACTED_ON, "inside_operations", firm="product_shop")
            for study in ("e9_contract_box", "e9_wide_box")
        )
    )
    text = " ".join(findings()[4].split())

    assert f"separate brings more at {near} of the points near the defaults, and at {wide} in the wide box" in text
    for world in WORLDS:
        cell = {"firm": "product_shop", "variant": "bar"}
        _, low, high = paired("e0_placement", "separate", "inside_operations", world, ACTED_ON, **cell)
        assert -EFFECTS[ACTED_ON] < low <= high < EFFECTS[ACTED_ON]


def test_in_neutral_the_place_hardly_moves_what_is_acted_on():
    """
    Finding 4: in neutral the difference in reports acted on is below the smallest effect, and no desk is full.
    """
    cell = {"firm": "product_shop", "variant": ""}
    difference, low, high = paired("e0_placement", "separate", "inside_operations", "neutral", ACTED_ON, **cell)
    runs = where(pd.read_parquet(RESULTS / "e0_placement" / "runs.parquet"), world="neutral", **cell)

    assert -EFFECTS[ACTED_ON] < low <= high < EFFECTS[ACTED_ON]
    assert f"no difference that matters ({difference:+.3f})".replace("0.", ".") in findings()[4]
    assert where(runs, structure="inside_operations")["attended"].mean() > 0.999


def test_the_other_firms_are_why_two_findings_name_the_shop():
    """
    Findings 1 and 6: separate leads in the service firm in contagion too; with six people the map has more failures.
    """
    cell = {"firm": "service_firm", "variant": ""}
    lead = paired("e0_placement", "separate", "inside_operations", "contagion", **cell)
    six = paired("e0_placement", "customer_map", "separate", "contagion", firm="six_people", variant="")

    assert shown(lead, own=True).replace("**", "") in findings()[1]
    assert six[1] > EFFECTS[FAILURES]
    assert "in the shop of 56" in findings()[6]


def test_in_neutral_neither_metrics_nor_defence_pay_change_failures_but_customer_pay_does():
    """
    Finding 10: what the fields of pay do to each replicate of E5 in the world neutral.
    """
    runs = where(pd.read_parquet(RESULTS / "e5_structure_or_pay" / "runs.parquet"), world="neutral")
    pay = "incentives.customer_pay"

    assert (runs.groupby(["structure", "replicate", pay])[FAILURES].nunique() == 1).all()
    means = runs.groupby(["structure", pay])[FAILURES].mean().unstack()
    assert (means[0.0] - means[1.0] > EFFECTS[FAILURES]).all()


def test_the_shares_and_cells_of_finding_5_are_what_the_results_give():
    """
    Finding 5: the service firm near the defaults, both firms in the wide box, and the cells of the map.
    """

    def share(study: str, firm: str) -> str:
        points = at_points(study, FAILURES, "inside_operations", firm=firm)
        return f"{count(points, FAILURES, -1.0) / len(points):.0%}".replace("%", " %")

    cells = {
        world: count(at_points("map", FAILURES, "inside_operations", world=world), FAILURES, 1.0)
        for world in ("once", "contract")
    }
    text = " ".join(findings()[5].split())

    assert f"The service firm has {share('e9_contract_box', 'service_firm')} near the defaults" in text
    assert {share("e9_wide_box", firm) for firm in ("product_shop", "service_firm")} == {"100 %"}
    assert "The wide box has 100 % in both" in text
    assert f"at {cells['once']} of 99 cells in *once*, and at {cells['contract']} in *contract*" in text


def test_the_gap_of_marketing_without_recolouring_is_what_the_results_give():
    """
    Finding 8: recolouring off in every department.
    """
    gap = shop("inside_marketing", "separate", "once", "no_recolouring")[0]

    assert f"leaves it at {gap:+.1f}." in " ".join(findings()[8].split())


def test_the_crossings_and_the_lead_of_finding_9_are_what_the_results_give():
    """
    Finding 9: at the default numbers, and averaged over 18 combinations of disputes and load.
    """
    points = spans()
    row = where(points, reports=12).iloc[0]
    x, y = points["reports"].to_numpy(), points["difference"].to_numpy()
    first = int(np.flatnonzero(y < 0)[0])
    crossing = x[first] - (x[first] - x[first - 1]) * y[first] / (y[first] - y[first - 1])
    lead = f"{row['difference']:.1f} [{row['low']:.1f}, {row['high']:.1f}]"
    detail = " ".join(DETAIL.read_text(encoding="utf-8").split())
    grid = at_points("e2_ceo_saturation", FAILURES, "inside_marketing", world="once", variant="")

    page = PAGE.read_text(encoding="utf-8")
    assert f"\n| 9 | {lead}° | failures in *once* at twelve direct reports" in page
    assert f"\n| 9 | {crossing:.1f} direct reports | the means cross, in *once*; over 18 combinations" in page
    assert crossover() in page
    assert len(where(grid, **{"attention.item_hours": 0.5, "chart.heads": 0})) == 18
    assert f"the means cross at {crossing:.1f} in *once*" in detail
    assert f"from 12 direct reports on ({lead})" in detail


@pytest.mark.parametrize("study", ["e9_contract_box", "e9_wide_box"])
@pytest.mark.parametrize("firm", ["product_shop", "service_firm"])
def test_the_full_order_is_rare_in_both_boxes(study, firm):
    """
    Finding 17: on failures and on reports acted on the essays' order holds at fewer than one point in twenty.
    """
    for measure, sign in ((FAILURES, 1.0), (ACTED_ON, -1.0)):
        hits, of = full_order(study, measure, sign, firm)
        assert hits < 0.05 * of


def test_hours_that_grow_with_demand_turn_the_real_firm_in_contract():
    """
    Finding 18: separate then has fewer failures than the chart as drawn, which by default keeps fewer customers.
    """
    scaled = paired("slc_2011", "separate", "as_drawn", "contract", variant="attention_scaled")
    kept = paired("slc_2011", "separate", "as_drawn", "contract", "customers_end", variant="")

    assert f"separate then has {-scaled[0]:.1f} fewer" in findings()[18]
    assert kept[1] > 0


def test_the_front_page_counts_what_turns_each_world():
    """
    README: how many of 51 assumptions turn each world, what three of them turn, and the share of sampled points.
    """
    table = pd.read_csv(RESULTS / "e9_one_at_a_time" / "tornado.csv")
    ends = where(table, measure=FAILURES, a="inside_operations")

    def becomes(parameter: str, value: float) -> dict[str, str]:
        rows = where(ends, parameter=parameter, value=value)
        return dict(zip(rows["world"], rows["becomes"], strict=True))

    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert {world: turned(world) for world in WORLDS} == {"neutral": 2, "once": 14, "contagion": 2, "contract": 9}
    assert ends["parameter"].nunique() == 51
    assert "Fourteen of 51 assumptions, each alone, turn *once* round; nine turn *contract*, two each of the" in text
    for found in (becomes("voice.report_bar", 4), becomes("improvement.outside_weight", 0.2)):
        assert [world for world, word in found.items() if word == "opposite"] == ["once", "contract"]
    silent = becomes("improvement.lateral", 0)
    assert [world for world, word in silent.items() if word == "opposite"] == ["contagion"]
    assert silent["neutral"] == "no difference that matters"
    share = near_the_defaults().replace("**", "").replace(" %,", ",").replace(" %]", "]")
    assert f"operations has fewer failures at {share} of the points near the defaults" in text


def test_the_default_is_an_end_of_as_many_ranges_as_the_limits_say():
    """
    Limits: in how many of 51 swept ranges the default is one of the ends.
    """
    ranges = tomllib.loads((ROOT / "experiments" / "e9_one_at_a_time.toml").read_text(encoding="utf-8"))
    swept = {(part, name): ends for part, of in ranges["uncertainties"].items() for name, ends in of.items()}
    defaults = {(part, name): getattr(getattr(Parameters(), part), name) for part, name in swept}
    at_an_end = [key for key, ends in swept.items() if defaults[key] in (ends["low"], ends["high"])]

    assert f"In {len(at_an_end)} of {len(swept)} ranges the default is an end" in PAGE.read_text(encoding="utf-8")


def test_cheap_questions_leave_separate_ahead_in_once():
    """
    Finding 13: at .04 and .12 hours an answer separate has fewer failures at most points of the world once.
    """
    points = at_points("e1_request_mix", FAILURES, "inside_operations", world="once")
    cheap = points[points["handling.across_hours"] < 0.4]

    assert count(cheap, FAILURES, 1.0) > 0.75 * len(cheap)


def test_two_assumptions_turn_the_answer_where_operations_leads():
    """
    Finding 15: in neutral and in contagion two of 51 parameters turn it alone.
    """
    assert (turned("neutral"), turned("contagion")) == (2, 2)
