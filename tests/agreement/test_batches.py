"""How runs are grouped, ordered or spread over threads changes no bit, nor does how much room they were given."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement.comparing import batch, bits, same
from domain import charts
from reportsto.api import run_one, scenario, simulate
from reportsto.charts.facts import cause_owners
from reportsto.engine.batch import Batch
from reportsto.errors import RunError, SettingError
from reportsto.parameters import Demand, Parameters

PLACES = ["inside_operations", "separate", "customer_map"]


def test_a_run_picked_out_of_a_batch_is_the_run_made_alone():
    """Row 3 of five replicates equals replicate 3."""
    case = scenario("separate", "six_people")
    alone = run_one(case, 5, 3, 90)

    table = simulate("separate", "six_people", seed=5, replicates=range(5), days=90)

    assert repr(table.iloc[3].to_dict()) == repr(alone)


def test_order_and_other_scenarios_in_between_change_nothing():
    """Runs of three structures, mixed, equal themselves in order."""
    jobs = [(place, replicate) for place in PLACES for replicate in range(4)]
    cases = {place: scenario(place, "six_people") for place in PLACES}
    mixed = [*jobs[1::2], *reversed(jobs[0::2])]
    in_order = {job: repr(run_one(cases[job[0]], 6, job[1], 60)) for job in jobs}

    assert {job: repr(run_one(cases[job[0]], 6, job[1], 60)) for job in mixed} == in_order


@pytest.mark.parametrize("threads", [2, 7])
def test_threads_change_nothing(threads):
    """One batch, many threads at the same time."""
    shared = batch(scenario("inside_marketing"), 60)
    one_by_one = [shared.run(7, replicate, log=True) for replicate in range(20)]

    with ThreadPoolExecutor(threads) as pool:
        at_once = list(pool.map(lambda replicate: shared.run(7, replicate, log=True), range(20)))

    assert all(same(one, other) for one, other in zip(one_by_one, at_once, strict=True))


@settings(max_examples=15)
@given(charts(), st.lists(st.integers(1, 40), min_size=6, max_size=6), st.integers(0, 9))
def test_too_little_room_only_costs_time(chart, room, seed):
    """A run that needs more room starts again with more, and is the same run; also with a lag and slow managers."""
    numbers = Parameters().with_settings(
        {"demand.customers_per_handler": 500.0, "causes.warranty_lag_days": 5.0, "attention.hours": 1.0}
    )
    roomy, narrow = (Batch(chart, cause_owners({}), numbers, 40) for _ in range(2))
    narrow._room = tuple(room)

    assert _fate(narrow, seed) == _fate(roomy, seed)


def test_a_run_that_memory_cannot_hold_is_a_run_that_failed():
    """One sentence in `failure`, as for any run that must stop."""
    case = scenario("separate", "six_people")
    runs = batch(case, 30)
    runs._room = (2**55, 1, 1, 1, 1, 1)

    with pytest.raises(RunError, match="not enough memory"):
        runs.run(1, 0)


def test_a_long_lag_reserves_what_the_run_can_fill():
    """Ten thousand days under warranty in a run of five."""
    case = scenario("separate", parameters={"causes.warranty_lag_days": 10_000.0})

    assert batch(case, 5)._room[1] < 100
    assert run_one(case, 1, 0, 5)["failure"] == ""


def test_what_is_not_asked_for_is_not_kept():
    """Attitudes, daily lines and cases are empty unless asked for."""
    outcome = batch(scenario("separate", "six_people"), 30).run(1, 0)

    assert outcome.attitudes.shape == (0, 6)
    assert len(outcome.cases) == 0
    assert outcome.daily == {name: [] for name in outcome.daily}
    assert np.isfinite(outcome.row["customers_end"])


def _fate(runs: Batch, seed: int) -> object:
    """Return a whole run, or why it stopped."""
    try:
        outcome = runs.run(seed, 0, log=True, trace=True)
    except RunError as error:
        return str(error)
    return repr(outcome.row), bits(outcome.attitudes), outcome.cases.tobytes()


def test_changed_scorecards_are_seen():
    """A scenario is frozen, the dictionary in it is not: the packed copy of old pay is not used for new pay."""
    case = scenario("separate", "six_people", scorecards={"service": 1.0})
    before = run_one(case, 1, 0, 60)
    case.scorecards["service"] = 10.0

    assert run_one(case, 1, 0, 60) != before
    assert repr(run_one(case, 1, 0, 60)) == repr(run_one(case, 1, 0, 60, "reference"))


def test_parameters_made_by_hand_are_checked():
    """A NaN in a dataclass is refused by name, whatever the engine."""
    with pytest.raises(SettingError, match="shock_sd is nan"):
        simulate("separate", "six_people", parameters=Parameters(demand=Demand(shock_sd=float("nan"))))
