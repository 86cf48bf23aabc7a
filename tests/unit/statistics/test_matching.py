"""Known answers of matching: a linear model whose kept region, and what lies in it, is known in closed form."""

import numpy as np
import pytest
from scipy.stats import norm, qmc

from reportsto.statistics.matching import (
    HIGHEST,
    Proposal,
    conflicts,
    deciding,
    draw,
    effective_sample,
    implausibility,
    kept,
    likelihood,
    only_missed,
    proposal,
    tempered,
    to_prior,
    weighted_mean,
)

AXES = 20
"""Two of them matter: the others are numbers that no pattern moves."""
TARGET, SD, CUT = 1.6, 0.1, 3.0
REGION = 0.7**2 / 2 - 0.1**2 / 2
"""Share of the unit square where 1.3 <= x + y <= 1.9: a triangle less a smaller one."""
MEAN = (0.7**2 / 2 * (1 - 0.7 / 3) - 0.1**2 / 2 * (1 - 0.1 / 3)) / REGION
"""Of x there, from the centroids of the two triangles."""


def cube(points: int, seed: int) -> np.ndarray:
    return qmc.LatinHypercube(AXES, rng=np.random.default_rng(seed)).random(points)


def linear(points: np.ndarray) -> np.ndarray:
    return implausibility((points[:, 0] + points[:, 1])[:, None], [TARGET], [TARGET], [SD])


def both_waves(seed: int, points: int) -> tuple[np.ndarray, np.ndarray, Proposal]:
    """Points of two waves on the linear model, and the weights that make them stand for the prior."""
    first = cube(points, seed)
    where = proposal(first, tempered(linear(first)))
    later = draw(where, AXES, points, np.random.SeedSequence(seed, spawn_key=(1,)))
    return np.vstack([first, later]), to_prior(where, later), where


def test_implausibility_is_the_distance_from_an_interval_in_standard_deviations():
    """By hand: inside is 0, an end is 0, an open end never counts, and a point without a value is infinitely far."""
    found = implausibility([[5.0, 5.0], [4.0, 9.0], [1.0, np.nan]], [2.0, -np.inf], [4.0, 6.0], [0.5, 1.5])

    assert found.tolist() == [[2.0, 0.0], [0.0, 2.0], [2.0, np.inf]]


def test_the_second_highest_decides_so_one_bad_pattern_excludes_nothing():
    """One pattern of any size excludes no point; two do; with one pattern alone, that pattern decides."""
    found = np.array([[99.0, 1.0, 0.5], [99.0, 3.5, 0.0], [3.0, 3.0, 3.0]])

    assert deciding(found).tolist() == [1.0, 3.5, 3.0]
    assert kept(found).tolist() == [True, False, True]
    assert kept(found, highest=1).tolist() == [False, False, True]
    assert kept(found[:, :1]).tolist() == [False, False, True]
    assert kept(np.empty((2, 0))).all()


def test_a_likelihood_leaves_out_what_the_cut_leaves_out():
    """exp(-I^2 / 2) of all but the worst pattern, relative to the best point."""
    found = np.array([[9.0, 0.0, 0.0], [0.0, 9.0, 1.0], [np.inf, np.inf, 0.0]])

    assert likelihood(found) == pytest.approx([1.0, np.exp(-0.5), 0.0])


def test_tempered_weights_are_worth_the_share_of_points_that_is_asked_for():
    """Where few points meet the patterns, heat spreads the weights until their effective sample is the share."""
    found = np.abs(norm.ppf(np.linspace(0.001, 0.999, 400)))[:, None] * 30.0

    weights = tempered(found, share=0.15)

    assert weights.sum() == pytest.approx(1.0)
    assert effective_sample(weights) == pytest.approx(60.0, rel=1e-3)


def test_no_likelihood_anywhere_leaves_even_weights():
    """Where no point has a value the second wave is drawn from all points alike."""
    assert tempered(np.full((4, 2), np.inf)) == pytest.approx([0.25] * 4)


def test_effective_sample_and_monte_carlo_error_are_those_of_equal_weights_and_of_one_point():
    """Equal weights are worth their number, a single one 1; the error is the SD over the root of the number."""
    x = np.arange(10.0)

    mean, error = weighted_mean(x, np.full(10, 3.0))

    assert effective_sample(np.full(10, 3.0)) == pytest.approx(10.0)
    assert effective_sample([0.0, 7.0]) == 1.0
    assert (mean, error) == pytest.approx((4.5, x.std() / np.sqrt(10)))
    assert np.isnan(weighted_mean(x, np.zeros(10))).all()


def test_one_draw_in_several_worlds_is_one_draw():
    """Ten points in four worlds alike are worth ten and not forty, and their mean is as sure as that of ten."""
    x, points = np.tile(np.arange(10.0), 4), np.tile(np.arange(10), 4)

    assert effective_sample(np.ones(40), points) == pytest.approx(10.0)
    assert weighted_mean(x, np.ones(40), points) == pytest.approx(weighted_mean(np.arange(10.0), np.ones(10)))


def test_what_only_one_pattern_misses_is_what_leaving_it_out_gives_back():
    """By hand: two points miss the first alone, one the second alone, one both, one none."""
    found = np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 3.0], [0.0, 9.0], [9.0, 9.0]])

    alone = only_missed(found, np.ones(5))
    all_met = kept(found, highest=1).mean()

    assert alone.tolist() == [0.4, 0.2]
    assert alone.tolist() == pytest.approx([kept(found[:, [at]]).mean() - all_met for at in (1, 0)])


def test_patterns_in_conflict_are_met_one_by_one_and_never_together():
    """x <= .3 and x >= .7 are in conflict; a pattern that nothing meets is in conflict with none."""
    x = np.linspace(0.0, 1.0, 101)[:, None]
    found = implausibility(np.repeat(x, 4, axis=1), [0, 0.7, 0.2, 5], [0.3, 1, 0.8, 6], [0.01] * 4)

    assert list(conflicts(found)) == [(0, 1)]


def test_a_second_wave_follows_the_axes_that_patterns_move_and_stays_inside_the_prior():
    """Of twenty axes it follows the two of the linear model; every point lies in the unit cube."""
    points, _, where = both_waves(3, 400)

    assert sorted(where.axes) == [0, 1]
    assert points.min() >= 0.0
    assert points.max() <= 1.0


def test_a_proposal_has_the_density_it_is_drawn_by():
    """The density integrates to 1 over the cube, and the mean of 1 / density over its own draws is the volume, 1."""
    _, _, where = both_waves(3, 400)
    even = cube(20_000, 8)
    own = draw(where, AXES, 20_000, np.random.SeedSequence(9))

    assert where.density(even).mean() == pytest.approx(1.0, abs=0.03)
    assert (1.0 / (0.5 + 0.5 * where.density(own))).mean() + (
        1.0 / (0.5 + 0.5 * where.density(even))
    ).mean() == pytest.approx(2.0, abs=0.03)


def test_the_same_seed_draws_the_same_wave_and_another_seed_another():
    """The draws belong to the address (seed, wave), so that a study that is run again visits the same points."""
    assert np.array_equal(both_waves(5, 60)[0], both_waves(5, 60)[0])
    assert not np.array_equal(both_waves(5, 60)[0], both_waves(6, 60)[0])


def test_without_a_pattern_that_moves_anything_the_second_wave_is_the_prior():
    """Even weights follow no axis: the density is 1 and so is every weight."""
    first = cube(200, 1)
    where = proposal(first, np.full(200, 1 / 200))
    later = draw(where, AXES, 200, np.random.SeedSequence(2))

    assert len(where.axes) == 0
    assert to_prior(where, later) == pytest.approx(np.ones(400))


@pytest.mark.slow
def test_survivors_of_both_waves_stand_for_the_prior_in_the_kept_region():
    """Over 200 studies: the kept share and the prior mean in the kept region are the closed forms, within Monte Carlo
    error, and the second wave makes the mean more precise than as many runs in one wave would."""
    shares, means, first_means = [], [], []
    for seed in range(200):
        points, weights, _ = both_waves(seed, 400)
        inside = kept(linear(points), CUT, HIGHEST)
        shares.append(float((weights * inside).mean()))
        means.append(weighted_mean(points[:, 0], weights * inside)[0])
        first_means.append(float(points[:400, 0][inside[:400]].mean()))

    def far(found: list[float], truth: float) -> float:
        return abs(float(np.mean(found)) - truth) / (float(np.std(found, ddof=1)) / len(found) ** 0.5)

    ratio = np.var(first_means) / np.var(means)
    print(
        f"kept share {np.mean(shares):.4f} (closed form {REGION:.4f}), mean {np.mean(means):.4f} ({MEAN:.4f}); "
        f"variance of the mean, one wave over two: {ratio:.1f}"
    )
    assert far(shares, REGION) < 4.0
    assert far(means, MEAN) < 4.0
    assert ratio > 2.0  # twice the points of one wave give two


def test_the_kept_share_and_mean_of_one_study_are_those_of_the_closed_form():
    """One study of 800 points: within four Monte Carlo errors of the closed forms."""
    points, weights, _ = both_waves(20261128, 400)
    inside = kept(linear(points), CUT)

    mean, error = weighted_mean(points[:, 0], weights * inside)
    share, about = weighted_mean(inside, weights)

    assert abs(mean - MEAN) < 4 * error
    assert abs(share - REGION) < 4 * about
