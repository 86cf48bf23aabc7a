"""What a firm is on the evening before its first day: hours, desks, needs, pay and beliefs, worked on paper.

Both engines must be set up with these numbers; two engines that agree may still agree on a wrong one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from domain import shop_chart, six_people
from reportsto.charts.chart import Chart, edited
from reportsto.charts.editing import in_order, move
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.charts.second_lines import dotted_line, seat_one_apart
from reportsto.engine.hiring import set_levels
from reportsto.engine.packing import pack_chart, pack_numbers
from reportsto.parameters import Parameters
from reportsto.reference.firm import Firm
from reportsto.structures.customer_map import CUSTOMER_MAP
from reportsto.vocabulary import N_CAUSES, Cause, Function, Request

SERVICE, LOGISTICS, EXECUTIVE = Function.SERVICE, Function.LOGISTICS, Function.EXECUTIVE
DOTTED = in_order(move(SERVICE, LOGISTICS), dotted_line(SERVICE, EXECUTIVE))
LIAISON = seat_one_apart("liaison", LOGISTICS, liaison=True)
OMBUDSMAN = seat_one_apart("ombudsman", EXECUTIVE, every=20)
MAP = CUSTOMER_MAP.edit
EVEN = [at / 9 for at in range(1, 10)]


@dataclass
class SetUp:
    """What is checked: lists by kind, cause, function or department; dictionaries by the id of a post."""

    chart: Chart
    needs: list[bool]
    circles: list[int]
    hours: dict[str, list[float]]
    candidates: list[float]
    overhead: dict[str, float]
    pay: dict[str, list[float]]
    stakes: dict[str, list[float]]
    beliefs: list[list[float]]
    recolouring: list[float]
    shares: list[float]
    every: list[int]
    customers: int
    orders: float
    learning: float
    failures: list[float]
    improving: list[float]


def by_reference(chart: Chart, cards: dict[str, float], **settings: object) -> SetUp:
    firm = Firm(chart, parameters=Parameters().with_settings(settings), days=1, scorecards=cards)
    ids = [post.id for post in chart.posts]
    return SetUp(
        chart,
        firm.needs_owner,
        firm.circle_of,
        {ids[post]: hours for post, hours in firm.hours_for.items()},
        firm.maximal,
        {ids[person.post]: person.desk.overhead for person in firm.desks},
        {ids[person.post]: person.pay for person in firm.people},
        {ids[person.post]: person.stakes for person in firm.people},
        [list(row) for row in firm.beliefs],
        firm.recolouring,
        list(firm.groups.con),
        firm.every,
        firm.n_customers,
        firm.base_orders,
        firm.learning,
        firm.failure_level,
        firm.improving,
    )


def by_compiled(chart: Chart, cards: dict[str, float], **settings: object) -> SetUp:
    facts, numbers = chart_facts(chart, cause_owners({})), Parameters().with_settings(settings)
    packed = pack_chart(chart, facts, numbers, cards)
    ids = [post.id for post in chart.posts]
    answering = dict.fromkeys(facts.post_of[seat] for seat in facts.handlers)
    state = packed.state.copy()
    set_levels(pack_numbers(numbers)[0], state[0], packed.handlers)
    return SetUp(
        chart,
        packed.kinds["needs_owner"].tolist(),
        packed.kinds["circle"].tolist(),
        {ids[post]: row.tolist() for post, row in zip(answering, packed.works["hours"], strict=True)},
        packed.kinds["maximal"].tolist(),
        {ids[facts.post_of[desk["seat"]]]: float(desk["overhead"]) for desk in packed.desks},
        {name: row.tolist() for name, row in zip(ids, packed.posts["pay"], strict=True)},
        {name: row.tolist() for name, row in zip(ids, packed.posts["stakes"], strict=True)},
        packed.departments["beliefs"].tolist(),
        packed.departments["recolouring"].tolist(),
        state["contact_share"][0].tolist(),
        packed.handlers["every"].tolist(),
        int(state["customers"][0]),
        float(state["base_orders"][0]),
        float(state["learning"][0]),
        state["failure_level"][0].tolist(),
        state["improving"][0].tolist(),
    )


@pytest.fixture(params=[by_reference, by_compiled], ids=["reference", "compiled"])
def set_up(request: pytest.FixtureRequest) -> Callable[..., SetUp]:
    """Return the set-up of either engine: of a chart, scorecards and settings."""

    def made(chart: Chart, cards: dict[str, float] | None = None, **settings: object) -> SetUp:
        dotted = {name.replace("__", "."): value for name, value in settings.items()}
        return request.param(chart, cards or {}, **dotted)

    return made


def about(*values: float) -> object:
    return pytest.approx(list(values), abs=1e-12)


def test_what_needs_its_owner(set_up):
    """
    All but rude answers, which are service's own, and order entry, which nobody owns.
    """
    assert set_up(six_people()).needs == [True] * 8 + [False, True, True, False]


def test_hours_where_service_is_a_department_of_its_own(set_up):
    """
    A failure .20 h and a request .17 h of talk, and .12 h more to ask the owner across the firm.
    """
    hours = set_up(six_people()).hours

    assert hours == {"service": about(*[0.32] * 8, 0.20, 0.29, 0.29, 0.17)}


def test_hours_inside_operations(set_up):
    """
    Asking the warehouse next door takes .04 h, so late orders take .24 and status requests .21; prices still take .32.
    """
    hours = set_up(move(SERVICE, LOGISTICS)(six_people())).hours["service"]

    assert hours == about(*[0.24] * 4, *[0.32] * 4, 0.20, 0.21, 0.29, 0.17)


def test_hours_of_a_skill_that_service_lacks(set_up):
    """
    Half as much talk again about late orders: .30 h, and .12 h to ask.
    """
    hours = set_up(six_people(), handling__skill_gap__late=0.5).hours["service"]

    assert hours[:2] == about(0.42, 0.32)


def test_hours_to_another_site(set_up):
    """
    .08 h more for an owner elsewhere; the talk of what needs no owner is as long as ever.
    """
    chart = six_people()
    apart = edited(chart, [replace(post, site="harbour") if post.id == "service" else post for post in chart.posts])

    assert set_up(apart).hours["service"] == about(*[0.40] * 8, 0.20, 0.37, 0.37, 0.17)


def test_a_liaison_makes_the_warehouse_the_next_room_for_everybody(set_up):
    """
    From either post that answers, logistics' failures take .24 h, and all others .32 h.
    """
    hours = set_up(LIAISON(shop_chart())).hours

    assert len(hours) == 2
    assert all(row == about(*[0.24] * 4, *[0.32] * 4, 0.20, 0.21, 0.29, 0.17) for row in hours.values())


def test_who_answers_every_twentieth(set_up):
    """
    The ombudsman alone, and nobody where contacts are not routed.
    """
    chart = OMBUDSMAN(shop_chart())

    assert sorted(set_up(chart).every) == [0] * 7 + [20]
    assert set_up(chart, handling__routing=0.0).every == [0] * 8


def test_circles_of_a_map(set_up):
    """
    Late orders go to the circle of operations, order entry to nobody's; in a tree, or unrouted, no contact is sent.
    """
    chart = MAP(six_people())
    department = chart_facts(chart, cause_owners({})).department[chart.index("operations")]
    circles = set_up(chart).circles

    assert circles[Cause.LATE] == circles[Request.ORDER_STATUS] == department
    assert circles[Request.ORDER_ENTRY] == -1
    assert set_up(chart, handling__routing=0.0).circles == set_up(six_people()).circles == [-1] * 12


def test_desks_of_six_people(set_up):
    """
    Four managers of the chief executive take .58 h each; the packer takes .05 h of operations; the others lead nobody.
    """
    overhead = set_up(six_people()).overhead

    assert overhead == pytest.approx({"ceo": 2.32, "operations": 0.05, "marketer": 0, "seller": 0, "service": 0})


def test_load_laws(set_up):
    """
    Where all meet all, four of ten managers take 10 x .58 x .4^2 h; Graicunas' 44 relations add 2 x 44 / 5210 h.
    """
    steep = set_up(six_people(), attention__load_exponent=2.0).overhead
    related = set_up(six_people(), attention__graicunas=2.0).overhead

    assert steep["ceo"] == pytest.approx(0.928, abs=1e-12)
    assert related["ceo"] == pytest.approx(2.32 + 88 / 5210, abs=1e-12)
    assert related["operations"] == pytest.approx(0.05, abs=1e-12)


def test_a_dotted_line_takes_half_a_report(set_up):
    """
    Six heads and half a seventh: 6 x .58 + .29 h; operations has a manager and 30 others: .58 + 1.5 h.
    """
    overhead = set_up(DOTTED(shop_chart())).overhead

    assert overhead["ceo"] == pytest.approx(3.77, abs=1e-12)
    assert overhead["operations"] == pytest.approx(2.08, abs=1e-12)
    assert overhead["service"] == pytest.approx(0.40, abs=1e-12)


def test_desks_of_a_map(set_up):
    """
    Owners and the top have a desk, and nobody reports to them.
    """
    overhead = set_up(MAP(shop_chart())).overhead

    assert set(overhead) == {"ceo", "operations", "marketing", "sales", "product", "finance", "service"}
    assert set(overhead.values()) == {0.0}


def test_candidates_of_one_handler(set_up):
    """
    6,000 customers x .05 orders x 1.5 at the top of demand, times rate, propensity and headroom of each kind.
    """
    candidates = set_up(six_people()).candidates

    assert candidates[:4] == about(45.0, 3.796875, 42.12, 1.125)
    assert candidates[4:] == about(2.025, 1.125, 1.85625, 1.125, 0.0, 36.0, 5.625, 1.125)


def test_candidates_of_a_ramp_and_of_returns_that_outgrow_refunds(set_up):
    """
    Late orders twice as often need 15.625 times theirs, a rate of 1 and a quarter; a return share of .25 needs
    1.25 x .276 / .026 times the slow refunds.
    """
    ramped = set_up(six_people(), causes__ramp_peak__late=2.0).candidates
    returned = set_up(six_people(), warehouse__return_share=0.25).candidates

    assert ramped[:2] == about(56.25, 3.796875)
    assert returned[2] == pytest.approx(450 * 0.45 * 1.25 * 0.276, abs=1e-9)


def test_task_contact_of_the_shop(set_up):
    """
    Cases and requests an order: logistics .04845, marketing .0036, sales .012, product .0033, finance .002.
    """
    shares = set_up(shop_chart()).shares

    assert [share * 0.06935 for share in shares] == about(0.0, 0.04845, 0.0036, 0.012, 0.0033, 0.002, 0.0, 0.0)


def test_task_contact_without_product_and_finance(set_up):
    """
    Their .0053 fall to the chief executive, who is met as a superior: the others' shares stay, and theirs is 0.
    """
    shares = set_up(six_people()).shares

    assert [share * 0.06935 for share in shares] == about(0.0, 0.04845, 0.0036, 0.012, 0.0, 0.0, 0.0, 0.0)


def test_pay_of_six_people(set_up):
    """
    A case pays .6, one of the own line .6 - 1.6 = -1: late orders for operations and packer, rude answers for service.
    """
    pay = set_up(six_people()).pay

    assert pay["operations"] == pay["packer"] == about(*[-1.0] * 4, *[0.6] * 5)
    assert pay["service"] == about(*[0.6] * 8, -1.0)
    assert pay["ceo"] == about(*[0.6] * 6, -1.0, -1.0, 0.6)


def test_scorecards_of_a_function_and_of_a_post(set_up):
    """
    Service at 3: .6 - 3.6; operations, by its id, at 0: .6 - .6, while the packer keeps -1.
    """
    firm = set_up(six_people(), {"service": 3.0, "operations": 0.0})

    assert firm.pay["service"][Cause.POOR_ANSWER] == pytest.approx(-3.0, abs=1e-12)
    assert firm.pay["operations"][Cause.LATE] == pytest.approx(0.0, abs=1e-12)
    assert firm.pay["packer"][Cause.LATE] == pytest.approx(-1.0, abs=1e-12)
    assert (firm.stakes["service"], firm.stakes["operations"]) == ([3.0] * N_CAUSES, [0.0] * N_CAUSES)


def test_pay_by_cause(set_up):
    """
    Half the metric pay for late orders: .6 - 1.1, and half the stake.
    """
    firm = set_up(six_people(), incentives__defence_by_cause__late=0.5)

    assert firm.pay["operations"][:2] == about(-0.5, -1.0)
    assert firm.stakes["operations"][:2] == [0.5, 1.0]


def test_paid_on_customers(set_up):
    """
    Service and everybody above it gain .6 from every case; operations, inside or outside that line, as before.
    """
    beside = set_up(six_people(), incentives__paid_on_customers=1.0).pay
    above = set_up(move(SERVICE, LOGISTICS)(six_people()), incentives__paid_on_customers=1.0).pay

    assert beside["service"] == beside["ceo"] == about(*[0.6] * 9)
    assert beside["operations"][0] == pytest.approx(-1.0, abs=1e-12)
    assert above["operations"] == about(*[0.6] * 9)


def test_nobody_is_paid_on_anything(set_up):
    """
    Without both pays there is no scorecard to change.
    """
    firm = set_up(six_people(), {"service": 3.0}, incentives__customer_pay=0.0, incentives__defence_pay=0.0)

    assert firm.pay["service"] == firm.stakes["service"] == [0.0] * N_CAUSES


def test_beliefs_of_departments(set_up):
    """
    Executive: a ninth each; operations, marketing and sales: sums of their rows of the table; service: of its own.
    """
    beliefs = set_up(six_people()).beliefs

    assert beliefs[0] == pytest.approx(EVEN, abs=1e-12)
    assert beliefs[1] == about(0.05, 0.08, 0.12, 0.20, 0.50, 0.60, 0.85, 0.95, 1.0)
    assert beliefs[2] == beliefs[3] == about(0.08, 0.12, 0.17, 0.25, 0.30, 0.65, 0.93, 0.96, 1.0)
    assert beliefs[4] == about(0.20, 0.36, 0.64, 0.69, 0.78, 0.83, 0.91, 0.95, 1.0)


@pytest.mark.parametrize(("chance", "marketing"), [(0.25, 0.5), (0.8, 1.0)])
def test_empathic_marketers_recolour_more(set_up, chance, marketing):
    """
    Twice as often as the others, and never more often than always.
    """
    settings = {"climb__empathy": 1.0, "climb__recolouring__marketing": chance}

    assert set_up(six_people(), **settings).recolouring == about(0.25, 0.25, marketing, 0.25, 0.25)


def test_where_the_first_day_starts(set_up):
    """
    6,000 customers order 300 times; 24 orders are late; 195 days at .05 halve a failure rate; a rude answer a day.
    """
    firm = set_up(six_people())

    assert (firm.customers, firm.orders) == (6000, pytest.approx(300.0, abs=1e-12))
    assert firm.learning == pytest.approx(1 / 9.75, abs=1e-12)
    assert firm.failures == about(24.0, 4.5, 7.8, 3.0, 3.6, 1.2, 4.5, 1.2, 1.0)
    assert firm.improving == about(*[0.05] * 9)
