"""Rows ST: where customer service may sit, and the firms around it."""

import math
import time

import pytest

from domain import first_scenario as scenario
from domain import first_simulate as simulate
from reportsto.api import run_one
from reportsto.api import scenario as default_scenario
from reportsto.chart_files.reading import read_chart
from reportsto.charts.chart import Post, tree
from reportsto.charts.editing import difference, move_post
from reportsto.charts.generating import generated
from reportsto.firms import firm
from reportsto.parameters import OFF_SWITCHES
from reportsto.reference.cases import EXCEPTION
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.statistics.rankings import best_shares
from reportsto.vocabulary import Cause, Function, Request
from seeds.firms import STRUCTURE_IDS, lived, opened

ALL_BUT_DISTANCE = tuple(name for name in OFF_SWITCHES if name != "coordination")
EXCEPTION_HOURS_A_MANAGER = 0.3 * 0.5


def mean_of(placements, structure, measure):
    return placements.loc[placements["structure"] == structure, measure].mean()


def difference_of(placements, a, b, measure):
    return paired_contrasts(placements, [(a, b)], [measure]).iloc[0]


def test_ST1_only_one_reporting_edge_differs_from_a_separate_department():
    """
    Inside operations and separate employ the same people in the same seats; one post has another superior.
    """
    change = difference(scenario("separate").chart, scenario("inside_operations").chart)

    assert (change.removed, change.added) == ((), ())
    [(before, after)] = change.changed
    assert (before.superior, after.superior) == ("ceo", "operations")
    assert before == type(before)(**{**{n: getattr(after, n) for n in after.__slots__}, "superior": "ceo"})


def test_ST1_the_same_customers_call_on_the_first_day():
    """
    Before the chart has caused anything, inside operations hears exactly the customers that separate hears.
    """
    seen = []
    for structure in ("inside_operations", "separate"):
        model = opened(structure, "product_shop", days=3)
        model.step()
        seen.append((model.today.orders, [(c.entity, c.severity, c.noise) for c in model.today.arrived]))

    assert seen[0] == seen[1]
    assert len(seen[0][1]) > 50


def test_ST2_a_separate_department_costs_the_chief_executive_exactly_one_manager(shared_runs):
    """
    Against inside marketing the chief executive gains one direct report, .58 h a day and .3 exceptions of half an hour.

    Where exceptions wait as long as they must: with five days of patience some are lost, and more of them in separate.
    """
    patient = {"attention.patience_days": 1000.0}
    table = shared_runs.table(("separate", "inside_marketing"), days=750, parameters=patient)
    reports, overhead, exceptions = (
        difference_of(table, "separate", "inside_marketing", f"ceo_{name}")
        for name in ("direct_reports", "overhead_hours", "exception_hours")
    )
    days = 16 * 500

    assert reports["difference"] == 1
    assert math.isclose(overhead["difference"], 0.58)
    assert abs(exceptions["difference"] - EXCEPTION_HOURS_A_MANAGER) < 4 * 0.5 * math.sqrt(0.3 / days)


def test_ST2_against_operations_arbitration_rises_too(placements):
    """
    Quarrels with logistics that the head of operations settles inside operations reach the chief executive.

    Ten of them are one item, so that they take fewer hours than the exceptions of the extra report.
    """
    disputes = difference_of(placements, "separate", "inside_operations", "ceo_dispute_hours")

    assert disputes["high"] < EXCEPTION_HOURS_A_MANAGER < 10 * disputes["low"]


def test_ST3_inside_marketing_the_chief_executive_has_as_many_reports_as_with_operations(placements):
    """
    Marketing saves the direct report that operations saves, and the hours it takes, but not the arbitration.
    """
    reports, overhead = (
        difference_of(placements, "inside_marketing", "inside_operations", f"ceo_{name}")
        for name in ("direct_reports", "overhead_hours")
    )
    disputes = difference_of(placements, "inside_marketing", "inside_operations", "ceo_dispute_hours")

    assert (reports["difference"], overhead["difference"]) == (0, 0)
    assert 10 * disputes["low"] > EXCEPTION_HOURS_A_MANAGER  # ten disputes are one item


@pytest.mark.parametrize("firm_id", ["six_people", "product_shop"])
def test_ST4_with_sales_left_under_the_chief_executive_it_is_inside_marketing(firm_id):
    """
    Sales and marketing differs from inside marketing by the edge of sales alone, to the last digit.
    """
    sales = firm(firm_id).chart.highest(Function.SALES).id
    merged = scenario("sales_and_marketing", firm_id).chart

    split = simulate(chart=move_post(merged, sales, "ceo"), firm=firm_id, replicates=[1], days=60)
    marketing = simulate("inside_marketing", firm=firm_id, replicates=[1], days=60)
    together = simulate("sales_and_marketing", firm=firm_id, replicates=[1], days=60)

    assert split.iloc[0, 8:].equals(marketing.iloc[0, 8:])
    assert not together.iloc[0, 8:].equals(marketing.iloc[0, 8:])
    assert together["ceo_direct_reports"][0] == marketing["ceo_direct_reports"][0] - 1


def test_ST5_under_sales_product_questions_cost_fewer_hours_and_order_faults_more():
    """
    Whoever sits with sales asks the seller next door, and the warehouse across the firm.
    """
    sales, operations = (opened(structure).floor.hours for structure in ("under_sales", "inside_operations"))
    [under_sales], [inside_operations] = sales.values(), operations.values()

    assert under_sales[Request.PRODUCT_QUESTION] < inside_operations[Request.PRODUCT_QUESTION]
    assert under_sales[Cause.MIX_UP] > inside_operations[Cause.MIX_UP]


def test_ST5_the_hours_that_were_worked_say_the_same(placements):
    """
    Over two years a contact about logistics takes longer under sales than inside operations.
    """
    hours = difference_of(placements, "under_sales", "inside_operations", "hours_per_logistics_contact")

    assert hours["low"] > 0.05


def test_ST6_on_a_customer_map_no_message_uses_a_reporting_edge():
    """
    On a map nobody has a superior, no exception is raised, and every report lands with the owner of its cause.
    """
    arrived = []

    def note(seat, desk, arrive):
        def arriving(item):
            arrived.append((model.people[seat].post, item))
            arrive(item)

        desk.arrive = arriving

    model = opened("customer_map", "product_shop", days=60)
    for seat, desk in model.management.desks.items():
        note(seat, desk, desk.arrive)
    model.run()

    assert set(model.workplace.facts.superior) == {-1}
    assert all(path == () for paths in model.workplace.facts.path for path in paths)
    assert not [item for _, item in arrived if item.kind == EXCEPTION]
    assert all(post == model.workplace.facts.owner[item.recorded] for post, item in arrived if item.sender >= 0)
    assert len(arrived) > 100


def test_ST6_the_map_runs_whatever_the_charts_run(placements):
    """
    The map is compared on equal terms: the same replicates, the same measures, and a place in the ranking.
    """
    runs = placements.groupby("structure")["replicate"].apply(sorted)
    ranked = best_shares(placements, "failures_per_1000", better="lower")

    assert runs["customer_map"] == runs["separate"]
    assert ranked["n"].tolist() == [16] * len(STRUCTURE_IDS)


def test_ST7_the_delay_of_asking_is_the_whole_benefit_of_sharing_a_department():
    """
    Where nothing but distance acts, sitting with the warehouse saves tau_out - tau_in = .08 h a contact about it.
    """
    far, near = (
        lived(structure, "product_shop", days=60, without=ALL_BUT_DISTANCE).row()
        for structure in ("separate", "inside_operations")
    )
    saved = far["hours_per_logistics_contact"] - near["hours_per_logistics_contact"]

    assert math.isclose(saved, 0.12 - 0.04, abs_tol=0.001)


def test_ST8_the_warehouse_answers_for_its_capacity():
    """
    A warehouse that can ship and refund less, where nobody is hired, does both later and is late more often.
    """
    tight = {"warehouse.ship_ratio": 1.04, "warehouse.refund_ratio": 0.18}
    usual, short = (lived(days=120, parameters=setting, without=["staffing"]).row() for setting in ({}, tight))

    for measure in ("ship_days", "refund_days", "late_rate", "slow_refund_rate"):
        assert short[measure] > usual[measure], measure


def apart(sites):
    """Six people, with a site for each function that has one."""
    posts = [
        Post(post.id, post.function, post.superior, site=sites.get(post.function, ""))
        for post in firm("six_people").chart.posts
    ]
    return tree(posts, "apart")


def test_ST9_a_distribution_centre_elsewhere_makes_every_question_longer():
    """
    With the stock on another site than service, each contact about it takes longer by what the distance costs.
    """
    hill = {Function.SERVICE: "town", Function.EXECUTIVE: "town", Function.LOGISTICS: "hill"}
    hours = [
        lived(
            None,
            chart=apart(sites),
            days=60,
            without=ALL_BUT_DISTANCE,
            parameters={"handling.site_hours": site, "handling.hours_a_day": 24.0},
        ).row()["hours_per_logistics_contact"]
        for sites, site in [({}, 0.08), (hill, 0.08), (hill, 0.16)]
    ]

    assert math.isclose(hours[1] - hours[0], 0.08, abs_tol=0.002)
    assert math.isclose(hours[2] - hours[1], 0.08, abs_tol=0.002)


def test_ST10_past_the_limit_of_attention_what_waits_grows_without_end():
    """
    A chief executive with half an hour less than people bring falls behind for ever; one with hours left does not.
    """
    waiting = {}
    for hours in (2.6, 8.75):
        setting = {"attention.hours": hours, "attention.patience_days": 1000.0}
        model, lengths = opened(days=120, parameters=setting), []
        while model.running:
            model.step()
            lengths.append(len(model.management.desks[0].queue))
        waiting[hours] = lengths[29::30]

    assert waiting[2.6] == sorted(set(waiting[2.6]))
    assert waiting[2.6][3] > 3 * waiting[2.6][0] > 0
    assert max(waiting[8.75]) <= 2


def test_ST11_a_chart_of_six_people_loads_and_runs(tmp_path):
    """
    Six lines that a founder can type are a firm, and the same firm as the one in the catalogue, to the last digit.
    """
    file = tmp_path / "six.csv"
    file.write_text(
        "id,title,reports_to,function\n"
        "ceo,Founder,,executive\n"
        "operations,Head of operations,ceo,logistics\n"
        "packer,Packer,operations,logistics\n"
        "marketer,Marketer,ceo,marketing\n"
        "seller,Seller,ceo,sales\n"
        "service,Customer service,ceo,service\n"
    )

    typed = simulate(chart=read_chart(file), days=60, replicates=[0])
    known = simulate("separate", firm="six_people", days=60, replicates=[0])

    assert typed.iloc[0, 8:].equals(known.iloc[0, 8:])


def test_ST12_a_chart_as_large_as_microsofts_runs_within_its_budget():
    """
    Ninety thousand posts, as many as Microsoft had people in 2011, run a week in two minutes of one processor.
    """
    start = time.process_time()
    chart = generated(90_000, service_teams=12)
    row = run_one(default_scenario(chart=chart), 0, 0, 5)

    assert row["failure"] == ""
    assert row["chart_posts"] == 90_000
    assert row["contacts"] > 100_000
    assert time.process_time() - start < 120.0


def test_ST13_marketing_under_service_turns_the_edge_round():
    """
    The inverted placement puts marketing below service, so that service arbitrates marketing's promises.
    """
    facts = opened("marketing_under_service", "product_shop").workplace.facts
    chart = scenario("marketing_under_service").chart
    handlers = chart.index("handlers")

    assert chart.post("marketing").superior == "service"
    assert facts.arbiter(handlers, Cause.OVERSOLD) == chart.index("service")
    assert facts.arbiter(handlers, Cause.LATE) == chart.index("ceo")


def test_ST13_it_stands_in_every_table(placements):
    """
    The inverted placement is compared wherever the others are, and is no copy of any of them.
    """
    ranked = best_shares(placements, "effective_advocacy", better="higher")
    means = placements.groupby("structure")["effective_advocacy"].mean()

    assert ranked["structure"].tolist() == sorted(STRUCTURE_IDS)
    assert means.nunique() == len(STRUCTURE_IDS)
