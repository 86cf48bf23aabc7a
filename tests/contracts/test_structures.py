"""What every structure promises: the same people and customers, one edit, and a difference that shows."""

import gc
from itertools import combinations

import pytest

from reportsto.api import run_details, run_one, scenario
from reportsto.firms import FIRMS, firm
from reportsto.records import MAY_DIFFER, MEASURES
from reportsto.reference.firm import Firm
from reportsto.structures import STRUCTURES
from reportsto.vocabulary import Cause, Function

IDS = [structure.id for structure in STRUCTURES]
FIRM_IDS = [preset.id for preset in FIRMS]
ALIKE = [column.name for column in MEASURES if not column.name.startswith(MAY_DIFFER)]


def same(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return [n for n in ALIKE if one[n] != other[n] and not (one[n] != one[n] and other[n] != other[n])]


@pytest.mark.parametrize("firm_id", FIRM_IDS)
@pytest.mark.parametrize("structure", STRUCTURES, ids=IDS)
def test_an_edit_keeps_everybody_and_who_answers(structure, firm_id):
    """Whatever the edit, the same people sit in the same seats and the same of them answer customers."""
    base = firm(firm_id).chart

    edited = structure.edit(base)

    def staff(chart):
        return sorted((p.seat + i, p.function, p.answers) for p in chart.posts for i in range(p.headcount))

    assert staff(edited) == staff(base)


@pytest.mark.parametrize("structure", STRUCTURES, ids=IDS)
def test_editing_twice_is_editing_once(structure):
    """A structure applied to its own result changes nothing more."""
    once = structure.edit(firm("product_shop").chart)

    if not once.is_map:
        assert structure.edit(once) == once


@pytest.mark.parametrize("firm_id", FIRM_IDS)
def test_the_null_world_is_the_same_in_every_structure(firm_id):
    """With every mechanism off, no number but the chart's own depends on the structure, to the last digit."""
    rows = [run_one(scenario(structure, firm_id, without=["all"]), 3, 1, 60) for structure in IDS]

    for other in rows[1:]:
        assert same(rows[0], other) == []


def test_every_two_structures_differ_in_some_measure():
    """No structural switch is decorative: any two structures give different numbers within sixty days."""
    rows = {structure: run_one(scenario(structure), 3, 1, 60) for structure in IDS}

    for one, other in combinations(IDS, 2):
        assert same(rows[one], rows[other]), f"{one} and {other} give the same numbers"


def test_day_one_brings_the_same_customers_everywhere():
    """On day 1 all structures see the same orders, the same failures and the same contacts, person by person."""
    seen = []
    for structure in IDS:
        case = scenario(structure)
        model = Firm(case.chart, case.owners, case.parameters, seed=5, days=3)
        model.step()
        today = model.today
        people = [(c.day, c.entity, c.kind, c.severity, c.noise, c.u_poor, c.u_levels[:1]) for c in today.arrived]
        seen.append((today.orders, today.failures[: Cause.POOR_ANSWER], people))

    assert all(one == seen[0] for one in seen[1:])


def test_people_are_the_same_at_the_start_in_every_structure():
    """Dispositions and tenures belong to seats, not to the chart."""
    firms = [Firm(scenario(structure).chart, seed=9, days=2) for structure in IDS]

    start = [[(p.seat, p.function, p.disposition, p.tenure) for p in model.people] for model in firms]

    assert all(people == start[0] for people in start[1:])


def test_a_run_alone_equals_itself_in_a_batch():
    """A replicate picked out of a batch and run alone gives the same row."""
    from reportsto.api import simulate

    batch = simulate("inside_marketing", firm="six_people", seed=4, replicates=range(3), days=60)
    alone = simulate("inside_marketing", firm="six_people", seed=4, replicates=[2], days=60)

    assert batch.iloc[2].drop("replicate").equals(alone.iloc[0].drop("replicate"))


def test_observers_never_draw():
    """A run that is watched day by day gives the same row as one that is not."""
    case = scenario("separate", "six_people")

    assert repr(run_details(case, 8, 0, 60).row) == repr(run_one(case, 8, 0, 60))


def test_a_finished_run_is_freed():
    """A long study does not grow: nothing keeps a firm alive once its row is written."""
    case = scenario("separate", "six_people")
    gc.collect()
    before = sum(isinstance(thing, Firm) for thing in gc.get_objects())

    run_one(case, 1, 0, 5)
    gc.collect()

    assert sum(isinstance(thing, Firm) for thing in gc.get_objects()) <= before


def test_service_sits_where_the_structure_says():
    """In each tree structure the head of service reports to the post the structure names."""
    boss = {
        "inside_operations": Function.LOGISTICS,
        "separate": Function.EXECUTIVE,
        "inside_marketing": Function.MARKETING,
        "sales_and_marketing": Function.MARKETING,
        "under_sales": Function.SALES,
        "marketing_under_service": Function.EXECUTIVE,
    }

    for structure, function in boss.items():
        chart = scenario(structure).chart
        head = chart.post("service")
        assert chart.post(head.superior).function is function


def test_the_firm_takes_no_name_of_mesas():
    """Mesa 3.5 keeps its own clock and scenario on the model, which the firm must leave alone on every version."""
    model = Firm(scenario("separate", "six_people").chart, days=2)
    model.run()

    assert not {"time", "steps", "scenario", "rng", "random", "agents"} & {
        name for name in vars(model) if isinstance(getattr(model, name), list)
    }
