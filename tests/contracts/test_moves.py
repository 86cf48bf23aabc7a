"""A move on a date: the same people on another chart from one morning on, and nothing else."""

import pytest

from agreement.comparing import assert_engines_agree, batch, same
from domain import NEW_RULES, all_new_rules, shop_chart, six_people
from reportsto.api import AS_DRAWN, Scenario, run_details, run_one, run_traced, scenario, simulate
from reportsto.charts.chart import Chart
from reportsto.engine.batch import Outcome
from reportsto.errors import ReportsToError, SettingError, UnknownName
from reportsto.parameters import Parameters
from reportsto.records import MAY_DIFFER, MEASURES
from reportsto.reference.cases import EXCEPTION, Item
from reportsto.reference.firm import Firm
from reportsto.structures import STRUCTURES
from reportsto.traces.cases import case_table, write_cases
from reportsto.traces.reading import read_cases
from reportsto.workplace import Move, set_up_both
from seeds.firms import opened

PLACED = [found.id for found in STRUCTURES]
VALUES = [column.name for column in MEASURES]
BLIND = [name for name in VALUES if not name.startswith(MAY_DIFFER)]
DAYS = 40
FIXED_HOURS = {**all_new_rules(), "staffing.follows": 0.0}
"""Every rule but staffing, whose hours of the first day are planned the evening before."""


def placed(structure: str | None, to: str | None = None, day: int = 1, **told) -> Scenario:
    """Return the shop in a structure, moved to another on a day if one is named."""
    move = {"day": day, "structure": to} if to else None
    return scenario(structure, world="contract", move=move, **{"route": "common_superior", **told})


def ran(case: Scenario, days: int = DAYS) -> Outcome:
    """Return a run with every case and every evening's attitudes."""
    return batch(case, days).run(7, 2, log=True, trace=True)


def alike(one: Outcome, other: Outcome) -> bool:
    """Tell whether two runs are one: measures, attitudes of every evening, and every case."""
    return same(one, other) and one.cases.tobytes() == other.cases.tobytes()


@pytest.mark.parametrize("rules", [{}, all_new_rules()], ids=["first version", "all rules"])
@pytest.mark.parametrize("structure", PLACED)
def test_a_move_to_the_same_structure_changes_no_bit(structure, rules):
    """
    Whoever moves to where they are lives the same days, with half-filled digests and all.
    """
    usual = ran(placed(structure, parameters=rules))

    assert all(alike(ran(placed(structure, structure, day, parameters=rules)), usual) for day in (1, 17, DAYS))


@pytest.mark.parametrize(
    ("chart", "to"), [(shop_chart(), AS_DRAWN), (shop_chart(), "separate"), (six_people(), AS_DRAWN)]
)
def test_a_chart_as_drawn_moves_to_itself(chart, to):
    """
    A drawn chart moved to itself, by its own name or as the structure that it is, is the chart that was never moved.
    """
    usual, moved = (scenario(chart=chart, move=move) for move in (None, {"day": 9, "structure": to}))

    assert alike(ran(moved), ran(usual))


@pytest.mark.parametrize("to", PLACED)
@pytest.mark.parametrize("structure", ["separate", "inside_operations", "customer_map", "ombudsman"])
def test_a_move_on_the_first_morning_is_a_start_there(structure, to):
    """
    With fixed hours nothing of the evening before the first day follows from the chart, so every measure, attitude and
    case is that of a firm that starts where the other moves to; the old structure is left in the name of the run alone.
    """
    for rules in ({"staffing.follows": 0.0}, FIXED_HOURS):
        assert alike(ran(placed(structure, to, parameters=rules)), ran(placed(to, parameters=rules)))


def test_hours_planned_before_a_move_stay_planned_and_are_forgotten():
    """
    With staffing the first day has the hours of the old chart, and the weeks after ever more those of the new one.
    """
    rules = {"staffing.follows": 1.0}
    here, there, moved = (
        ran(case, 120).row["hours_paid_handlers"]
        for case in (
            placed("inside_operations", parameters=rules, window=(60, 120)),
            placed("separate", parameters=rules, window=(60, 120)),
            placed("inside_operations", "separate", parameters=rules, window=(60, 120)),
        )
    )
    first = opened("inside_operations", "product_shop", move={"day": 1, "structure": "separate"}, parameters=rules)
    plan = first.floor.shift
    first.step()

    assert first.ledger.tally.whole_answered > 0
    assert plan == opened("inside_operations", "product_shop", parameters=rules).floor.shift
    assert there - here > 5.0
    assert abs(moved - there) < 0.1 * (there - here)


@pytest.mark.parametrize("firm", ["product_shop", "six_people"])
@pytest.mark.parametrize("rules", [{}, all_new_rules()], ids=["first version", "all rules"])
def test_in_the_null_world_no_move_shows(firm, rules):
    """
    With all mechanisms off a firm that moves is the one that does not, to the last digit, whatever it moves to.
    """
    calm = {"firm": firm, "without": ["all"], "parameters": rules}
    usual = ran(placed("separate", **calm)).row
    for structure, to in zip(PLACED, [*PLACED[1:], PLACED[0]], strict=True):
        moved = ran(placed(structure, to, 23, **calm)).row

        assert [name for name in BLIND if repr(moved[name]) != repr(usual[name])] == []


@pytest.mark.parametrize("day", [1, 2, 33, 60])
@pytest.mark.parametrize("rules", [{}, all_new_rules()], ids=["first version", "all rules"])
@pytest.mark.parametrize(
    ("structure", "to"),
    [
        ("separate", "inside_operations"),
        ("inside_operations", "separate"),
        ("separate", "customer_map"),
        ("customer_map", "ombudsman"),
        ("ombudsman", "separate_with_liaison"),
        ("operations_dotted_line", "marketing_under_service"),
    ],
)
def test_both_engines_move_alike(structure, to, rules, day):
    """
    Every measure, evening and case is equal to the last bit before and after a move.
    """
    assert assert_engines_agree(placed(structure, to, day, parameters=rules), 5, 1, 60)


@pytest.mark.parametrize(
    "rules", [{"staffing.follows": 0.0}, all_new_rules(), NEW_RULES["digest"] | NEW_RULES["peers_first"]]
)
@pytest.mark.parametrize(("structure", "to"), [("separate", "customer_map"), ("customer_map", "inside_marketing")])
def test_nothing_is_lost_on_the_way(structure, to, rules):
    """
    Every order, return, contact and report of a firm that moves, busy desks and all, ended or still waits.
    """
    few_hours = {"attention.hours": 4.5, "handling.hours_a_day": 5.0}
    for day in (18, 19, 20, 21, 22):
        t = ran(placed(structure, to, day, parameters={**rules, **few_hours})).tally

        assert t.whole_ordered == t.whole_shipped + t.whole_cancelled + t.end_waiting
        assert t.whole_returned == t.whole_refunded + t.end_returns_waiting
        assert t.whole_arrived == t.whole_answered + t.whole_given_up + t.end_contacts_waiting
        assert t.whole_reports == t.whole_reports_ended + t.end_reports_waiting
        assert t.end_contacts_waiting + t.end_reports_waiting > 0


def moved_firm(structure: str, to: str, day: int, **told) -> Firm:
    """Return the firm to be read on the evening before a move."""
    firm = opened(structure, "product_shop", move={"day": day, "structure": to}, **told)
    while firm.day < day - 1:
        firm.step()
    return firm


def test_who_people_are_travels_with_them():
    """
    On the morning of a move attitudes, dispositions, tenure, pay accounts and beliefs about reports are last night's;
    post, department and own line are new.
    """
    firm = moved_firm("separate", "inside_operations", 30)
    handler = firm.society.handlers[0]
    own = ("attitude", "disposition", "tenure", "paid", "cases", "contact", "futility", "stint")
    before = [[getattr(person, name) for name in own] for person in firm.people]
    department, late = handler.department, handler.own_line[0]
    owed = [person.owed for person in firm.society.handlers]
    firm.reorganise(firm._moved)

    assert [[getattr(person, name) for name in own] for person in firm.people] == before
    assert [person.owed for person in firm.society.handlers] == owed
    assert (late, handler.own_line[0]) == (False, True)
    assert handler.department != department
    assert firm.chart.post("service").superior == "operations"


def test_a_half_filled_digest_stays_where_it_is():
    """
    What service has collected for the chief executive stays on that desk, is joined by no report of the new department,
    and is handed over on the usual day.
    """
    rules = {**NEW_RULES["digest"], "attention.hours": 24.0}
    firm = moved_firm("separate", "inside_operations", 23, parameters=rules)
    desk = firm.management.desks[0]
    waiting = [(item, list(item.reports)) for item in desk.coming if item.reports]
    firm.step()

    assert firm.day == 23
    assert len(waiting) > 3
    assert all(item in desk.coming and item.reports == reports for item, reports in waiting)
    assert len([item for item in desk.coming if item.reports]) > len(waiting)
    firm.step()
    decided = [report.history for item, reports in waiting for report in reports]

    assert not any(item in desk.coming for item, _ in waiting)
    assert {history.ended for history in decided} == {24}


def test_a_digest_of_a_department_that_stays_goes_on():
    """
    Moved to the same structure, the digest of day 22 is the one that day 23's reports join.
    """
    firm = moved_firm("separate", "separate", 23, parameters=NEW_RULES["digest"])
    desk = firm.management.desks[0]
    before = {(item.kind, item.recorded): item for item in desk.coming}
    counts = sum(len(item.reports) for item in desk.coming)
    firm.step()

    assert all(item in desk.coming for item in before.values())
    assert sum(len(item.reports) for item in before.values()) > counts


def test_a_desk_that_the_new_chart_does_not_need_is_emptied_all_the_same():
    """
    On a map the head of administration decides on nothing, and still serves what waited before the move.
    """
    firm = moved_firm("separate", "customer_map", 20)
    desk = firm.management.desks[firm.chart.post("administration").seat]
    desk.queue.extend(Item(EXCEPTION, 19, 0, 0.5) for _ in range(3))
    firm.step()

    assert firm.chart.is_map
    assert not desk.queue
    assert desk.overhead == 0.0


def test_both_charts_have_the_desks_of_both():
    """
    A chart's desks and a map's are one list of seats, so that a desk has the same number before and after.
    """
    made = placed("separate", "customer_map")
    before, after = set_up_both(made.chart, made.move)
    seats = [plan.seat for plan in before.desks]

    assert seats == [plan.seat for plan in after.desks] == sorted(seats)
    assert [plan.exceptions > 0.0 for plan in before.desks] != [plan.exceptions > 0.0 for plan in after.desks]


def test_columns_of_the_chart_describe_the_last_one():
    """
    Six heads report to the chief executive after a move into operations, and a map has no filter and fifteen posts.
    """
    inside = run_one(placed("separate", "inside_operations", 20), 1, 0, DAYS)
    mapped = run_one(placed("separate", "customer_map", 20), 1, 0, DAYS)

    assert (inside["structure"], inside["move_day"], inside["move_structure"]) == ("separate", 20, "inside_operations")
    assert (inside["ceo_direct_reports"], inside["chart_filters"], inside["chart_depth"]) == (6, 1, 3)
    assert (mapped["ceo_direct_reports"], mapped["chart_filters"], mapped["chart_posts"]) == (0, 0, 15)


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_window_that_ends_before_a_move_sees_none(engine):
    """
    Days 10 to 20 of a run that moves on day 30 are those of a firm that never moves; days 30 to 40 are not.
    """
    told = {"seed": 3, "replicates": [0], "engine": engine, "windows": [(10, 20), (30, 40)]}
    usual = simulate("separate", "six_people", **told)
    moved = simulate("separate", "six_people", move={"day": 30, "structure": "inside_operations"}, **told)

    assert repr(usual.loc[0, VALUES].tolist()) == repr(moved.loc[0, VALUES].tolist())
    assert repr(usual.loc[1, VALUES].tolist()) != repr(moved.loc[1, VALUES].tolist())
    assert moved["move_day"].tolist() == [30, 30]
    assert set(usual["move_structure"]) == {""}


def test_cases_name_the_posts_of_their_day(tmp_path):
    """
    A case file of a firm that moves names posts by the chart of the day, and is read back as it was written.
    """
    made = placed("separate", "customer_map", 20)
    table = case_table(made, [run_traced(made, 2, 0, DAYS)])
    write_cases(tmp_path / "cases.csv", table)
    before, after = (table[(table["answered"] >= low) & (table["answered"] < low + 20)] for low in (0, 20))

    assert set(before["handler"]) == {"handlers"}
    assert set(after["handler"]) == {post.id for post in made.chart_on(20).posts if post.answers}
    assert (before.loc[before["recorded"] == "late", "way"].drop_duplicates() == "service > ceo").all()
    assert set(after.loc[after["recorded"] == "late", "way"]) == {"operations"}
    assert read_cases(tmp_path / "cases.csv")["way"].tolist() == table["way"].tolist()


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_posts_of_a_figure_are_those_of_the_last_chart(engine):
    """
    A figure of a firm that moved shows the chart that it moved to.
    """
    posts = {
        post["id"]: post for post in run_details(placed("separate", "inside_operations", 20), 1, 0, DAYS, engine).posts
    }

    assert posts["service"]["superior"] == "operations"


@pytest.mark.parametrize(
    ("move", "says"),
    [
        ({"day": 0, "structure": "separate"}, "move is on day 0; expected a day of the run, from 1 on"),
        ({"day": 41, "structure": "separate"}, "move is on day 41; expected a day of the run, from 1 to 40"),
        ({"day": 10**30, "structure": "separate"}, "expected a day of the run, from 1 on"),
        ({"day": 3.0, "structure": "separate"}, "expected a day and a structure"),
        ({"day": True, "structure": "separate"}, "expected a day and a structure"),
        ({"day": 3}, "expected a day and a structure"),
        ({"day": 3, "structure": "separate", "cost": 1}, "expected a day and a structure"),
        ((3, "separate"), "expected a day and a structure"),
        ("3:separate", "expected a day and a structure"),
    ],
)
def test_what_is_no_move_is_refused(move, says):
    """
    A day outside the run and another form than a day and a structure are told, and nothing is run.
    """
    with pytest.raises(SettingError) as error:
        simulate("separate", days=DAYS, move=move)

    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_structure_is_refused_with_the_nearest_one():
    """
    Who moves to "seperate" is asked about separate.
    """
    with pytest.raises(UnknownName, match="separate"):
        scenario("separate", move={"day": 3, "structure": "seperate"})


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_chart_of_other_people_is_refused(engine):
    """
    Charts with more people, or with others in the same seats, are no move.
    """

    def move_to(chart: Chart) -> None:
        made = Scenario("as_drawn", "drawn", "custom", (), six_people(), (), Parameters(), move=Move(3, "other", chart))
        run_one(made, 1, 0, 10, engine)

    with pytest.raises(ReportsToError, match="move to 'other': its chart has 56 people and the firm 6"):
        move_to(shop_chart())
