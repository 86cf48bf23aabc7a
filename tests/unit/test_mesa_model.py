"""Mesa's own tools drive the firm as they drive any model: the same digits, each day, and nothing left behind."""

import gc
import inspect
import weakref

import mesa
import pandas as pd
import pytest

from reportsto import Firm, simulate
from reportsto.api import run_details, scenario
from reportsto.errors import ReportsToError, SettingError, UnknownName
from reportsto.mesa_model import COLLECTED
from reportsto.parameters import Parameters
from reportsto.records import MEASURES
from reportsto.structures import STRUCTURES

DAYS = 20
SMALL = {"firm": "six_people", "days": DAYS}
MEASURED = [one.name for one in MEASURES]
HAS_RNG = "rng" in inspect.signature(mesa.batch_run).parameters


def batch(parameters: dict, period: int = 1, **options) -> pd.DataFrame:
    return pd.DataFrame(
        mesa.batch_run(Firm, parameters, data_collection_period=period, display_progress=False, **options)
    )


def of_seed(parameters: dict, seed: int, **options) -> pd.DataFrame:
    """Run a batch with a seed, as each line of Mesa wants it."""
    return batch(parameters, rng=[seed], **options) if HAS_RNG else batch({**parameters, "rng": seed}, **options)


def assert_simulated(row: dict[str, float], **asked) -> None:
    told = simulate(replicates=[0], days=DAYS, **asked)
    pd.testing.assert_frame_equal(pd.DataFrame([row])[MEASURED], told[MEASURED], check_exact=True, check_dtype=False)


def test_every_argument_has_a_default():
    """
    Mesa makes a model of nothing but the arguments a person sweeps. Its page knows others by the name kwargs alone.
    """
    arguments = inspect.signature(Firm).parameters.values()

    assert [one.name for one in arguments if one.default is one.empty] == ["kwargs"]


def test_a_sweep_has_a_line_for_each_day_of_each_run():
    """
    Two structures, two replicates: days 1 to 20, the last one too, equal to the compiled engine's days.
    """
    rows = batch({"structure": ["separate", "inside_operations"], "days": DAYS, "replicate": [0, 1]}, max_steps=100)

    assert len(rows) == 2 * 2 * DAYS
    for (structure, replicate), run in rows.groupby(["structure", "replicate"]):
        daily = run_details(scenario(structure), 0, replicate, DAYS).daily
        assert run["day"].tolist() == list(range(1, DAYS + 1))
        assert {name: run[name].tolist() for name in daily} == daily


def test_the_measures_of_a_sweep_are_those_of_simulate():
    """
    One line a run; the seed, a parameter named as an argument, and the replicate reach the firm.
    """
    sweep = {**SMALL, "structure": ["separate", "inside_marketing"], "climb.fidelity": 0.9, "collect": "measures"}
    rows = of_seed({**sweep, "replicate": [0, 1]}, 7, period=-1)
    told = [
        simulate(one, "six_people", parameters={"climb.fidelity": 0.9}, seed=7, replicates=(0, 1), days=DAYS)
        for one in sweep["structure"]
    ]

    pd.testing.assert_frame_equal(rows[MEASURED], pd.concat(told, ignore_index=True)[MEASURED], check_exact=True)


def test_a_batch_without_a_seed_is_a_simulation_without_one():
    """
    Mesa 3.5 hands `rng=None` to a model that was given none: simulate's seed, not chance.
    """
    options = {"rng": None} if HAS_RNG else {}
    rows = batch({**SMALL, "collect": "measures"}, period=-1, **options)

    assert_simulated(rows[MEASURED].iloc[0].to_dict(), structure="separate", firm="six_people")
    assert Firm(rng=None, **SMALL).identity["seed"] == 0


def test_a_sweep_reports_everybody_each_day():
    """
    Whether by batch_run or by the collector's frame: as many people on the last day as on the first.
    """
    firm = Firm(collect="people", **SMALL)
    row = firm.run()
    frame = firm.datacollector.get_agent_vars_dataframe()
    rows = batch({**SMALL, "collect": "people"})

    assert frame.groupby(level="Step").size().to_dict() == {day: len(firm.people) for day in range(1, DAYS + 1)}
    assert frame["attitude"].tail(len(firm.people)).tolist() == [person.attitude for person in firm.people]
    pd.testing.assert_frame_equal(
        rows[list(frame.columns)], frame.reset_index(drop=True), check_exact=True, check_dtype=False
    )
    assert rows.groupby("day")["attitude_handlers"].nunique().eq(1).all()
    assert rows["day"].max() == DAYS
    assert_simulated(row, structure="separate", firm="six_people")


def test_a_collector_of_ones_own_is_asked_each_day():
    """
    Whoever wants other columns sets `datacollector`, and needs no subclass.
    """
    firm = Firm(**SMALL)
    firm.datacollector = mesa.DataCollector({"today": "day"}, {"attitude": "attitude"})
    firm.run()

    assert firm.datacollector.get_model_vars_dataframe()["today"].tolist() == list(range(1, DAYS + 1))
    assert len(firm.datacollector.get_agent_vars_dataframe()) == DAYS * len(firm.people)


@pytest.mark.parametrize("collect", COLLECTED)
def test_no_firm_outlives_its_sweep(collect, monkeypatch):
    """
    Mesa 3.3 numbers agents in a table that holds every model it ever saw; a long sweep cannot afford that.
    """
    made = []
    before = Firm.__init__

    def noted(self, **named):
        made.append(weakref.ref(self))
        before(self, **named)

    monkeypatch.setattr(Firm, "__init__", noted)
    batch({**SMALL, "replicate": [0, 1, 2], "collect": collect})
    gc.collect()

    assert len(made) == 3
    assert [one() for one in made] == [None, None, None]


@pytest.mark.parametrize("structure", [one.id for one in STRUCTURES])
def test_every_structure_can_be_selected(structure):
    """
    What a page offers in its list makes a firm of that structure, with only the selected arguments.
    """
    firm = type(Firm())(structure=structure, days=1)
    firm.step()

    assert firm.identity["structure"] == structure
    assert not firm.running


def test_a_chart_of_ones_own_runs_as_drawn(tmp_path):
    """
    Like simulate: without a structure nobody is moved.
    """
    chart = tmp_path / "mine.csv"
    chart.write_text(
        "id,title,reports_to,function,headcount\nceo,CEO,,executive,1\nops,Head,ceo,logistics,1\n"
        "pickers,Pickers,ops,logistics,3\ndesk,Desk,ops,service,2\nbrand,Brand,ceo,marketing,1\n"
    )
    firm = Firm(chart=chart, rng=3, days=DAYS)

    assert firm.identity["structure"] == "as_drawn"
    assert_simulated(firm.run(), chart=chart, seed=3)


@pytest.mark.parametrize("given", [None, {"climb.fidelity": 0.2, "voice.futility": 1.0}, Parameters()])
def test_a_parameter_named_as_an_argument_has_the_last_word(given):
    """
    It replaces the entry of `parameters` and leaves the others.
    """
    numbers = Firm(parameters=given, days=1, **{"climb.fidelity": 0.9}).workplace.parameters
    expected = Firm(parameters=given, days=1).workplace.parameters.with_settings({"climb.fidelity": 0.9})

    assert numbers == expected


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"seed": 3}, "seed is called rng here"),
        ({"structre": "separate"}, "unknown argument 'structre': did you mean 'structure'?"),
        ({"climb.fidelty": 0.5}, "unknown parameter 'climb.fidelty': did you mean 'climb.fidelity'?"),
        ({"structure": "seperate"}, "did you mean 'separate'?"),
        ({"rng": -1}, "rng is -1; expected an integer"),
        ({"rng": 1.5}, "rng is 1.5; expected an integer"),
        ({"collect": "all"}, "unknown collect 'all': "),
        ({"parameters": "climb.fidelity"}, "parameters is 'climb.fidelity'"),
        ({"parameters": "climb.fidelity", "voice.futility": 1.0}, "parameters is 'climb.fidelity'"),
        ({"without": "staffing"}, "without is 'staffing'; expected a list"),
        ({"days": 10, "move": {"day": 11, "structure": "separate"}}, "move is on day 11"),
    ],
)
def test_a_mistake_is_named_before_the_first_day(given, says):
    with pytest.raises(ReportsToError) as caught:
        Firm(**given)

    assert says in str(caught.value)
    assert isinstance(caught.value, (SettingError, UnknownName))
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_sweep_in_two_processes_has_the_same_digits():
    sweep = {**SMALL, "structure": ["separate", "inside_operations"], "collect": "measures"}
    columns = ["structure", *MEASURED]
    apart, here = (
        batch(sweep, period=-1, number_processes=processes)[columns].sort_values("structure", ignore_index=True)
        for processes in (2, 1)
    )

    pd.testing.assert_frame_equal(apart, here, check_exact=True)
