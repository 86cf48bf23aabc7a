"""Off-switches as axes of a study: chains from all on to all off, what is run at a point, and mistakes in a file."""

import numpy as np
import pytest

from reportsto.errors import StudyError
from reportsto.parameters import OFF_SWITCHES
from reportsto.studies.design import design
from reportsto.studies.sampling import SAMPLERS, Levels, Sampling, count_samples
from reportsto.studies.specification import read_study
from reportsto.studies.study import Contribution

AXES = [Levels(name, (0, 1)) for name in "abcde"]
SHAPLEY = """[uncertainties]
without = ["turnover", "incentives", "lateral"]
[design]
kind = "shapley"
points = 4
seed = 3
"""
FIRST = 'kind = "test"\n\n[[predictions]]\nclaim = "H6"'
SECOND = 'kind = "test"\n\n[[variants]]'


@pytest.fixture
def switched(write_study):
    """Return the path of a study of three switches, changed further in pairs of old and new."""

    def write(*changes):
        named = (
            FIRST,
            'mechanism = "lateral"\n' + FIRST,
            SECOND,
            'mechanism = "lateral"\n' + SECOND,
        )
        return write_study("[uncertainties]\n", SHAPLEY, *named, *changes)

    return write


def test_a_chain_switches_each_mechanism_off_once_and_every_second_chain_is_the_reverse():
    """
    From all on to all off, one more off a step; the order can be read from the points.
    """
    chains = np.array(SAMPLERS["shapley"](AXES, Sampling("shapley", 8, seed=4))).reshape(8, 6, 5)
    steps = np.diff(chains, axis=1)
    orders = steps.argmax(axis=2)

    assert not chains[:, 0].any()
    assert chains[:, -1].all()
    assert (steps.sum(axis=2) == 1).all()
    assert (steps >= 0).all()
    assert orders[0::2].tolist() == orders[1::2, ::-1].tolist()
    assert len({tuple(order) for order in orders}) == 8


def test_the_seed_of_the_design_decides_the_orders():
    """
    The same seed gives the same chains, another gives others.
    """
    one, again, other = (SAMPLERS["shapley"](AXES, Sampling("shapley", 4, seed=seed)) for seed in (5, 5, 6))

    assert one == again
    assert one != other


def test_a_point_runs_without_what_is_switched_off_there(switched):
    """
    The scenario names the mechanisms in the order of the catalogue, and only at points where all is on it names none.
    """
    study = read_study(switched())
    plan = design(study)
    here = plan.points[: len(plan.visited)]

    assert len(plan.visited) == count_samples(study.uncertainties, study.sampling) == 4 * 4
    assert [dict(point.uncertain)["without.lateral"] for point in here] == [values[2] for values in plan.visited]
    assert here[0].scenario.without == ()
    assert here[3].scenario.without == ("incentives", "lateral", "turnover")
    for point in here:
        off = {name.removeprefix("without.") for name, value in point.uncertain if value}
        assert set(point.scenario.without) == off
        assert point.scenario.parameters == here[0].scenario.parameters.without(off)


def test_a_set_of_mechanisms_is_run_once_however_one_came_to_it(switched):
    """
    Sixteen points of three switches are at most eight sets, in each of four cells without a variant.
    """
    study = read_study(switched())
    plan = design(study)
    sets = len(set(plan.visited))

    assert sets <= 8
    assert len(plan) == 16 * 6 * 3
    assert len({run.key for run in plan.runs if not run.point.variant}) == sets * 4 * 3


def test_without_a_list_every_off_switch_takes_part(write_study, switched):
    """
    In the order of the catalogue.
    """
    text = switched('without = ["turnover", "incentives", "lateral"]\n', "")

    assert [axis.name for axis in read_study(text).uncertainties] == [f"without.{name}" for name in OFF_SWITCHES]


def test_a_prediction_is_about_a_mechanism_of_the_study(switched):
    """
    It keeps the name, and in another design the field does not exist.
    """
    first = read_study(switched()).predictions[0]

    assert isinstance(first, Contribution)
    assert first.mechanism == "lateral"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"turnover", "incentives"', '"turnovr", "incentives"', "did you mean 'turnover'"),
        ('"turnover", "incentives"', '"all", "incentives"', "uncertainties.without is 'all'"),
        ('"turnover", "incentives"', '"lateral", "incentives"', "names 'lateral' twice"),
        ('["turnover", "incentives", "lateral"]', '"lateral"', "at least two mechanisms"),
        ("[design]", "voice.attitude = [1, 2]\n[design]", "uncertainties.voice.attitude is no off-switch"),
        ('mechanism = "lateral"\n', 'mechanism = "lateral"\nwhere.without.lateral = 1\n', "where is about points of a"),
        ("points = 4", "points = 3", "design.points is 3; expected an even number"),
        ("points = 4\n", "", "design has no 'points'"),
        ('mechanism = "lateral"\n' + FIRST, FIRST, "predictions[1] has no 'mechanism'; expected turnover"),
        ('mechanism = "lateral"\n' + FIRST, 'mechanism = "misfit"\n' + FIRST, "expected turnover, incentives, lateral"),
        ('kind = "shapley"\npoints = 4\n', "", "uncertainties.without is for the design 'shapley'"),
    ],
)
def test_a_mistake_about_switches_is_one_line_with_its_place(switched, old, new, says):
    """
    A misspelt, repeated or lone mechanism, a parameter among the switches, an odd number of orders, a prediction
    without a mechanism or with one that is not switched, and switches in a design that has no use for them.
    """
    with pytest.raises(StudyError) as caught:
        read_study(switched(old, new))

    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert ".toml:" in str(caught.value)
