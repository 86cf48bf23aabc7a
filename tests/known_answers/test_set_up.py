"""What a firm is on the evening before its first day: hours, desks, needs, pay and beliefs, worked on paper.

Both engines read these numbers, so that they would agree on a wrong one too.
"""

from dataclasses import replace

import pytest

from domain import FIRST, shop_chart, six_people, unchanged
from reportsto.charts.chart import Chart, edited
from reportsto.charts.editing import dotted_line, in_order, move, seat_one_apart
from reportsto.charts.facts import cause_owners, chart_facts
from reportsto.structures.customer_map import CUSTOMER_MAP
from reportsto.vocabulary import N_CAUSES, Cause, Function, Request
from reportsto.workplace import Pay, Workplace, set_up

SERVICE, LOGISTICS, EXECUTIVE = Function.SERVICE, Function.LOGISTICS, Function.EXECUTIVE
DOTTED = in_order(move(SERVICE, LOGISTICS), dotted_line(SERVICE, EXECUTIVE))
LIAISON = seat_one_apart("liaison", LOGISTICS, liaison=True)
OMBUDSMAN = seat_one_apart("ombudsman", EXECUTIVE, every=20)
MAP = CUSTOMER_MAP.edit
EVEN = [*(at / 9 for at in range(1, 10)), 1.0]


def opened(chart: Chart, cards: dict[str, float] | None = None, **settings: object) -> Workplace:
    """Return a firm as set up; `climb__empathy` stands for the setting `climb.empathy`."""
    dotted = {name.replace("__", "."): value for name, value in settings.items()}
    return set_up(chart, None, FIRST.with_settings(dotted), cards)


def hours(firm: Workplace) -> dict[str, tuple[float, ...]]:
    """Return the hours of an answer by kind, from each post that answers."""
    return {firm.chart.posts[post].id: row for post, row in zip(firm.answering, firm.hours, strict=True)}


def overhead(firm: Workplace) -> dict[str, float]:
    """Return the hours of every desk that direct reports take."""
    return {firm.chart.posts[firm.facts.post_of[desk.seat]].id: desk.overhead for desk in firm.desks}


def pay(firm: Workplace) -> dict[str, Pay]:
    """Return what every post is paid on."""
    return {post.id: paid for post, paid in zip(firm.chart.posts, firm.pay, strict=True)}


def about(*values: float) -> object:
    return pytest.approx(list(values), abs=1e-12)


def test_what_needs_its_owner():
    """
    All but rude answers, which are service's own, and the carrier's faults and order entry, which nobody owns.
    """
    assert opened(six_people()).needs_owner == (*[True] * 8, False, False, True, True, False)


def test_hours_where_service_is_a_department_of_its_own():
    """
    A failure .20 h and a request .17 h of talk, and .12 h more to ask the owner across the firm.
    """
    assert hours(opened(six_people())) == {"service": about(*[0.32] * 8, 0.20, 0.20, 0.29, 0.29, 0.17)}


def test_hours_inside_operations():
    """
    Asking the warehouse next door takes .04 h, so late orders take .24 and status requests .21; prices still take .32.
    """
    inside = opened(move(SERVICE, LOGISTICS)(six_people()))

    assert hours(inside)["service"] == about(*[0.24] * 4, *[0.32] * 4, 0.20, 0.20, 0.21, 0.29, 0.17)


@pytest.mark.parametrize(
    ("edit", "load", "paid"),
    [
        (move(SERVICE, LOGISTICS), 42.8199, 50.3764),
        (unchanged, 52.1223, 61.3203),
        (move(SERVICE, Function.MARKETING), 51.4311, 60.5072),
    ],
)
def test_hours_that_follow_the_work_of_the_first_day(edit, load, paid):
    """
    Without a carrier 171.24 contacts a day: 94.44 failures and 76.8 requests at a structure's hours, and 1.03 poor
    answers at .20 h.

    With eight orders in a hundred late, as in the first version, and every day alike.
    """
    first = {"causes__rate__late": 0.08, "causes__rate__in_transit": 0.0, "demand__week": 1.0}
    staff = opened(edit(shop_chart()), **first).staff

    assert staff.load == pytest.approx(load, abs=1e-4)
    assert 8 * staff.hours == pytest.approx(paid, abs=1e-4)


def test_fixed_hours_and_a_fixed_warehouse():
    """
    Where hours are fixed eight handlers have 7 hours each, and 30 people can ship 3,300 orders and refund 600.
    """
    staff = opened(shop_chart(), staffing__follows=0.0).staff

    assert staff.hours == 7.0
    assert staff.items == about(3300.0, 600.0)
    assert staff.working_least == 0.0


def test_the_warehouse_of_the_first_day():
    """
    2,400 orders and 422.4 returns at load .95, with .05 of the time for improvement.
    """
    staff = opened(shop_chart()).staff

    assert staff.levels == about(2400.0, 422.4)
    assert staff.items == about(2659.2797783933518, 468.03324099723)


def test_hours_of_a_skill_that_service_lacks():
    """
    Half as much talk again about late orders: .30 h, and .12 h to ask.
    """
    unskilled = opened(six_people(), handling__skill_gap__late=0.5)

    assert hours(unskilled)["service"][:2] == about(0.42, 0.32)


def test_hours_to_another_site():
    """
    .08 h more for an owner elsewhere; the talk of what needs no owner is as long as ever.
    """
    chart = six_people()
    apart = edited(chart, [replace(post, site="harbour") if post.id == "service" else post for post in chart.posts])

    assert hours(opened(apart))["service"] == about(*[0.40] * 8, 0.20, 0.20, 0.37, 0.37, 0.17)


def test_a_liaison_makes_the_warehouse_the_next_room_for_everybody():
    """
    From either post that answers, logistics' failures take .24 h, and all others .32 h.
    """
    from_here = hours(opened(LIAISON(shop_chart())))

    assert len(from_here) == 2
    assert all(row == about(*[0.24] * 4, *[0.32] * 4, 0.20, 0.20, 0.21, 0.29, 0.17) for row in from_here.values())


def test_who_answers_every_twentieth():
    """
    The ombudsman alone, and nobody where contacts are not routed.
    """
    chart = OMBUDSMAN(shop_chart())

    assert sorted(opened(chart).every) == [0] * 7 + [20]
    assert opened(chart, handling__routing=0.0).every == (0,) * 8


def test_circles_of_a_map():
    """
    Late orders go to the circle of operations, order entry to nobody's; in a tree, or unrouted, no contact is sent.
    """
    chart = MAP(six_people())
    department = chart_facts(chart, cause_owners({})).department[chart.index("operations")]
    circle = opened(chart).circle

    assert circle[Cause.LATE] == circle[Request.ORDER_STATUS] == department
    assert circle[Request.ORDER_ENTRY] == -1
    assert opened(chart, handling__routing=0.0).circle == opened(six_people()).circle == (-1,) * 13


def test_desks_of_six_people():
    """
    Four managers of the chief executive take .58 h each; the packer takes .05 h of operations; the others lead nobody.
    """
    assert overhead(opened(six_people())) == pytest.approx(
        {"ceo": 2.32, "operations": 0.05, "marketer": 0, "seller": 0, "service": 0}
    )


def test_load_laws():
    """
    Where all meet all, four of ten managers take 10 x .58 x .4^2 h; Graicunas' 44 relations add 2 x 44 / 5210 h.
    """
    steep = overhead(opened(six_people(), attention__load_exponent=2.0))
    related = overhead(opened(six_people(), attention__graicunas=2.0))

    assert steep["ceo"] == pytest.approx(0.928, abs=1e-12)
    assert related["ceo"] == pytest.approx(2.32 + 88 / 5210, abs=1e-12)
    assert related["operations"] == pytest.approx(0.05, abs=1e-12)


def test_a_dotted_line_takes_half_a_report():
    """
    Six heads and half a seventh: 6 x .58 + .29 h; operations has a manager and 30 others: .58 + 1.5 h.
    """
    taken = overhead(opened(DOTTED(shop_chart())))

    assert taken["ceo"] == pytest.approx(3.77, abs=1e-12)
    assert taken["operations"] == pytest.approx(2.08, abs=1e-12)
    assert taken["service"] == pytest.approx(0.40, abs=1e-12)


def test_exceptions_of_six_people():
    """
    Four managers raise .3 a day each with the chief executive, the packer .01 with operations.
    """
    firm = opened(six_people())

    assert [desk.seat for desk in firm.desks] == [0, 1, 3, 4, 5]
    assert [desk.exceptions for desk in firm.desks] == about(1.2, 0.01, 0.0, 0.0, 0.0)


def test_whom_a_seat_of_the_shop_reports_to():
    """
    Heads to seat 0, handlers (8 to 15) to the head of service in seat 6, sellers (52 to 55) to the head of sales.
    """
    superior = opened(shop_chart()).superior

    assert superior[:8] == (-1, *[0] * 7)
    assert superior[8:16] == (6,) * 8
    assert superior[52:] == (3,) * 4


def test_desks_of_a_map():
    """
    Owners and the top have a desk, and nobody reports to them.
    """
    taken = overhead(opened(MAP(shop_chart())))

    assert set(taken) == {"ceo", "operations", "marketing", "sales", "product", "finance", "service"}
    assert set(taken.values()) == {0.0}


def test_contacts_of_one_handler():
    """
    300 orders a day, times rate and propensity of each kind: 1.8 late complaints and 6 questions for the order status.
    """
    mean = opened(six_people()).contacts

    assert mean[:4] == about(1.8, 2.025, 3.51, 0.6)
    assert mean[4:] == about(1.08, 0.6, 0.99, 0.6, 0.0, 0.675, 6.0, 3.0, 0.6)


def test_task_contact_of_the_shop():
    """
    Cases and requests an order: logistics .04645, marketing .0036, sales .012, product .0033, finance .002.
    """
    shares = opened(shop_chart()).contact_share

    assert [share * 0.06735 for share in shares] == about(0.0, 0.04645, 0.0036, 0.012, 0.0033, 0.002, 0.0, 0.0)


def test_task_contact_without_product_and_finance():
    """
    Their .0053 fall to the chief executive, who is met as a superior: the others' shares stay, and theirs is 0.
    """
    shares = opened(six_people()).contact_share

    assert [share * 0.06735 for share in shares] == about(0.0, 0.04645, 0.0036, 0.012, 0.0, 0.0, 0.0, 0.0)


def test_pay_of_six_people():
    """
    A case pays .6, one of the own line .6 - 1.6 = -1: late orders for operations and packer, rude answers for service.
    """
    paid = pay(opened(six_people()))

    assert paid["operations"].case == paid["packer"].case == about(*[-1.0] * 4, *[0.6] * 6)
    assert paid["service"].case == about(*[0.6] * 8, -1.0, 0.6)
    assert paid["ceo"].case == about(*[0.6] * 6, -1.0, -1.0, 0.6, 0.6)


def test_scorecards_of_a_function_and_of_a_post():
    """
    Service at 3: .6 - 3.6; operations, by its id, at 0: .6 - .6, while the packer keeps -1.
    """
    paid = pay(opened(six_people(), {"service": 3.0, "operations": 0.0}))

    assert paid["service"].case[Cause.POOR_ANSWER] == pytest.approx(-3.0, abs=1e-12)
    assert paid["operations"].case[Cause.LATE] == pytest.approx(0.0, abs=1e-12)
    assert paid["packer"].case[Cause.LATE] == pytest.approx(-1.0, abs=1e-12)
    assert (paid["service"].stakes, paid["operations"].stakes) == ((3.0,) * N_CAUSES, (0.0,) * N_CAUSES)


def test_a_post_is_paid_by_its_own_scorecard_before_that_of_its_function():
    """
    Logistics at 2: .6 - 2.6 for the packer; operations, a post of logistics, at 0: nothing lost.
    """
    paid = pay(opened(six_people(), {"logistics": 2.0, "operations": 0.0}))

    assert paid["packer"].case[Cause.LATE] == pytest.approx(-2.0, abs=1e-12)
    assert paid["operations"].case[Cause.LATE] == pytest.approx(0.0, abs=1e-12)


def test_pay_by_cause():
    """
    Half the metric pay for late orders: .6 - 1.1, and half the stake.
    """
    paid = pay(opened(six_people(), incentives__defence_by_cause__late=0.5))["operations"]

    assert paid.case[:2] == about(-0.5, -1.0)
    assert paid.stakes[:2] == (0.5, 1.0)


def test_paid_on_customers():
    """
    Service and everybody above it gain .6 from every case; operations, inside or outside that line, as before.
    """
    beside = pay(opened(six_people(), incentives__paid_on_customers=1.0))
    above = pay(opened(move(SERVICE, LOGISTICS)(six_people()), incentives__paid_on_customers=1.0))

    assert beside["service"].case == beside["ceo"].case == about(*[0.6] * 10)
    assert beside["operations"].case[0] == pytest.approx(-1.0, abs=1e-12)
    assert above["operations"].case == about(*[0.6] * 10)


def test_the_override():
    """
    Inside operations an own-line fault pays service, its head and the top nothing; the packer beside them it costs 1.

    Where service stands apart only service and the top are overridden, and on a map service alone.
    """
    inside = pay(opened(move(SERVICE, LOGISTICS)(six_people()), incentives__overridden=1.0))
    apart = pay(opened(six_people(), incentives__overridden=1.0))
    mapped = pay(opened(MAP(six_people()), incentives__overridden=1.0))

    assert {name for name, paid in inside.items() if paid.stakes[Cause.LATE] == 0.0} == {"service", "operations", "ceo"}
    assert [inside[name].case[Cause.LATE] for name in ("service", "operations", "packer")] == about(0.0, 0.0, -1.0)
    assert inside["service"].case[Cause.OVERSOLD] == pytest.approx(0.6)
    assert {name for name, paid in apart.items() if paid.stakes[Cause.LATE] == 0.0} == {"service", "ceo"}
    assert {name for name, paid in mapped.items() if paid.stakes[Cause.LATE] == 0.0} == {"service"}


def test_a_named_scorecard_goes_before_the_override():
    """
    Operations is set to 2 by name, and its stake is 2 though it stands above service.
    """
    firm = opened(move(SERVICE, LOGISTICS)(six_people()), {"operations": 2.0}, incentives__overridden=1.0)

    assert pay(firm)["operations"].stakes[Cause.LATE] == 2.0
    assert pay(firm)["service"].stakes[Cause.LATE] == 0.0


def test_nobody_is_paid_on_anything():
    """
    Without both pays there is no scorecard to change.
    """
    firm = opened(six_people(), {"service": 3.0}, incentives__customer_pay=0.0, incentives__defence_pay=0.0)

    assert pay(firm)["service"].case == pay(firm)["service"].stakes == (0.0,) * N_CAUSES


def test_beliefs_of_departments():
    """
    Executive: a ninth each; operations, marketing and sales: sums of their rows of the table; service: of its own.
    """
    beliefs = [department.beliefs for department in opened(six_people()).departments]

    assert beliefs[0] == pytest.approx(EVEN, abs=1e-12)
    assert beliefs[1] == about(0.05, 0.08, 0.12, 0.20, 0.50, 0.60, 0.85, 0.95, 1.0, 1.0)
    assert beliefs[2] == beliefs[3] == about(0.08, 0.12, 0.17, 0.25, 0.30, 0.65, 0.93, 0.96, 1.0, 1.0)
    assert beliefs[4] == about(0.20, 0.36, 0.64, 0.69, 0.78, 0.83, 0.91, 0.95, 1.0, 1.0)


@pytest.mark.parametrize(("chance", "marketing"), [(0.25, 0.5), (0.8, 1.0)])
def test_empathic_marketers_recolour_more(chance, marketing):
    """
    Twice as often as the others, and never more often than always.
    """
    settings = {"climb__empathy": 1.0, "climb__recolouring__marketing": chance}

    firm = opened(six_people(), **settings)

    assert [department.recolouring for department in firm.departments] == about(0.25, 0.25, marketing, 0.25, 0.25)


def test_where_the_first_day_starts():
    """
    6,000 customers order 300 times; 18 orders are late; 195 days at .05 halve a failure rate; a rude answer a day.
    """
    firm = opened(six_people())

    assert (firm.customers, firm.orders) == (6000, pytest.approx(300.0, abs=1e-12))
    assert firm.learning == pytest.approx(1 / 9.75, abs=1e-12)
    assert firm.failures == about(18.0, 4.5, 7.8, 3.0, 3.6, 1.2, 4.5, 1.2, 1.0, 1.5)
    assert firm.improving == pytest.approx(0.05, abs=1e-12)
