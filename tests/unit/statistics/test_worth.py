import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from reportsto.errors import StudyError
from reportsto.statistics.conditional_means import means_of_others, smooth_basis
from reportsto.statistics.worth import (
    COLUMNS,
    beyond_chance,
    decision,
    partial_information,
    perfect_information,
    worth_table,
)

SEED = 20261128


def two_arms(n, mean, slope, noise, seed):
    """Losses of a known arm (0) and of one that gains mean + slope x + noise, with x standard normal."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    return np.stack([np.zeros(n), -(mean + slope * x + noise * rng.normal(size=n))], axis=1), x


def closed_form(mean, sd):
    """E max(0, gain) - max(0, E gain) of a normal gain."""
    return sd * norm.pdf(mean / sd) + mean * norm.cdf(mean / sd) - max(0.0, mean)


@pytest.mark.parametrize("mean", [0.0, 0.5])
def test_two_armed_normal_problem_has_its_closed_form(mean):
    """
    EVPI and EVPPI of a normal gain lie within three standard errors of the closed form.
    """
    losses, x = two_arms(4_000, mean, 1.0, 1.0, SEED)
    among = decision(losses)
    _, everything = perfect_information(among)
    known = partial_information(among, x)

    assert abs(everything.saves - closed_form(mean, 2**0.5)) < 3 * everything.error
    assert abs(known.saves - closed_form(mean, 1.0)) < 3 * known.error
    assert known.error < 0.05


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "slope"), [(0.0, 1.0), (0.5, 1.0), (0.5, 0.0), (0.0, 0.0)])
def test_two_standard_errors_hold_the_truth(mean, slope):
    """
    The closed form lies within two standard errors in at least 90 % of 200 studies, also where it is zero.
    """
    truth = closed_form(mean, slope) if slope else 0.0
    found = []
    for seed in range(200):
        losses, x = two_arms(500, mean, slope, 1.0, (SEED, seed))
        found.append(partial_information(decision(losses), x))

    assert np.mean([abs(one.saves - truth) <= 2 * one.error for one in found]) >= 0.9


def test_parameter_without_influence_is_worth_nothing():
    """
    A column that has nothing to do with the losses is worth zero within two errors, alone and as a pair.
    """
    losses, x = two_arms(1_000, 0.3, 1.0, 1.0, SEED)
    other = np.random.default_rng(SEED + 1).uniform(size=(1_000, 2))
    among = decision(losses)

    for columns in (other[:, 0], other):
        assert abs(partial_information(among, columns).saves) <= 2 * partial_information(among, columns).error
    pair = partial_information(among, np.column_stack([x, other[:, 0]]))
    assert abs(pair.saves - partial_information(among, x).saves) <= 2 * pair.error


def test_two_parameters_that_act_only_together_are_worth_something_as_a_pair():
    """
    Where the gain is the product of two signs, neither sign alone is worth anything, and both are worth all.
    """
    rng = np.random.default_rng(SEED)
    signs = rng.choice([-1.0, 1.0], size=(1_000, 2))
    losses = np.stack([np.zeros(1_000), signs.prod(axis=1)], axis=1)
    among = decision(losses)

    assert abs(partial_information(among, signs[:, 0]).saves) < 0.1
    assert partial_information(among, signs).saves == pytest.approx(perfect_information(among)[1].saves, abs=0.1)


def test_wrong_choices_are_counted_by_hand():
    """
    Means are 2 and 2.25, so the first is chosen; it loses 4 at one of four points, and nothing where it ties.
    """
    among = decision([[1, 3], [5, 1], [1, 4], [1, 1]])
    now, everything = perfect_information(among)

    assert among.chosen == 0
    assert (now.wrong, everything.saves) == (0.25, 1.0)
    assert perfect_information(decision([[1, 3], [5, 1], [1, 4], [1, 1]], least=4.0))[0].wrong == 0.0


def test_weights_count_as_repeated_points():
    """
    A point of weight three is three points of weight one; a point of weight zero is none.
    """
    losses = np.array([[1.0, 3.0], [5.0, 1.0], [9.0, 9.5]])
    heavy, repeated = decision(losses, weights=[1, 3, 0]), decision(losses[[0, 1, 1, 1]])

    assert heavy.chosen == repeated.chosen == 1
    assert perfect_information(heavy)[1].saves == pytest.approx(perfect_information(repeated)[1].saves)
    assert heavy.effective == pytest.approx(1.6)


def test_a_point_is_expected_from_all_others():
    """
    What the leverage gives is what a fit without the point gives, with weights too.
    """
    rng = np.random.default_rng(SEED)
    basis, outcomes = smooth_basis(rng.normal(size=(40, 1))), rng.normal(size=(40, 2))
    weights = rng.uniform(0.5, 2.0, size=40)
    found = means_of_others(basis, weights)(outcomes)

    for at in (0, 17):
        others = np.arange(40) != at
        root = np.sqrt(weights[others])[:, None]
        fit, *_ = np.linalg.lstsq(root * basis[others], root * outcomes[others])
        assert found[at] == pytest.approx(basis[at] @ fit)


def test_table_puts_the_largest_saving_first():
    """
    Nothing and everything stand first, then what saves most; each row has the columns of a worth.
    """
    losses, x = two_arms(400, 0.2, 1.0, 0.5, SEED)
    noise = np.random.default_rng(SEED + 2).normal(size=400)
    table = worth_table(losses, pd.DataFrame({"noise": noise, "x": x}), together=[["noise", "x"]])

    assert tuple(table.columns) == COLUMNS
    assert table["known"].tolist()[:2] == ["nothing", "everything"]
    assert table["known"].iloc[-1] == "noise"
    assert table["saves"].iloc[1] >= table["saves"].iloc[2]


def test_the_largest_of_many_is_seldom_beyond_chance():
    """
    Of thirty tables of twenty numbers that say nothing, at most four have one beyond chance; a number that says all is.
    """
    rng = np.random.default_rng(SEED)
    hits = 0
    for _ in range(30):
        losses = rng.normal(size=(120, 2))
        found = worth_table(losses, pd.DataFrame(rng.normal(size=(120, 20))).rename(columns=str))
        hits += bool(beyond_chance(found)[2:].any())
    losses, x = two_arms(400, 0.2, 1.0, 0.5, SEED)

    assert hits <= 4
    assert beyond_chance(worth_table(losses, pd.DataFrame({"x": x}))).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("losses", "options", "says"),
    [
        ([[1.0], [2.0]], {}, "two structures or more"),
        ([[1.0, np.nan]], {}, "finite"),
        ([[1.0, 2.0]], {"weights": [-1.0]}, "below zero"),
        ([[1.0, 2.0]], {"weights": [1.0, 1.0]}, "one weight for each point"),
    ],
)
def test_what_cannot_be_read_is_refused(losses, options, says):
    """
    Losses and weights that make no decision are refused in one line that says what was expected.
    """
    with pytest.raises(StudyError, match=says):
        decision(losses, **options)


def test_few_points_are_refused():
    """
    A regression on fewer than a hundred points is refused.
    """
    losses, x = two_arms(99, 0.2, 1.0, 0.5, SEED)

    with pytest.raises(StudyError, match="at 100 points or more: got 1 at 99"):
        partial_information(decision(losses), x, name="x")
