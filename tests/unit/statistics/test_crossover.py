import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError, UnknownName
from reportsto.statistics.crossover import COLUMNS, crossover_line, on_grid

X = np.array([0.0, 1.0, 2.0])
Y = np.linspace(0, 10, 11)


def plane(mean, *, n=20, sd=0.0, seed=1):
    """Differences with a known mean at each (x, y) and noise that is shared by the whole replicate, half of it."""
    rng = np.random.default_rng(seed)
    surface = mean(X[:, None], Y[None, :])
    shared = rng.normal(size=(n, 1, 1)) + rng.normal(size=(n, *surface.shape))
    return surface + sd * shared / np.sqrt(2)


def test_a_known_line_is_found_exactly_without_noise():
    """
    a - b = y - (3 + x): the line is y = 3 + x, and a is the larger above it.
    """
    found = crossover_line(plane(lambda x, y: y - 3.25 - x), X, Y)

    assert tuple(found.columns) == COLUMNS
    assert list(found["y"]) == pytest.approx([3.25, 4.25, 5.25])
    assert list(found["low"]) == pytest.approx([3.25, 4.25, 5.25])
    assert list(found["above"]) == ["a"] * 3
    assert list(found["crossing"]) == [1] * 3
    assert list(found["share"]) == [1] * 3


def test_a_falling_line_has_b_above_it():
    """
    The other direction: b is the larger above the line.
    """
    found = crossover_line(plane(lambda x, y: 3.25 + x - y), X, Y)

    assert list(found["y"]) == pytest.approx([3.25, 4.25, 5.25])
    assert list(found["above"]) == ["b"] * 3


def test_a_known_line_with_noise_lies_in_its_interval():
    """
    Noise of SD 2 over 20 replicates moves the line by about 2 / sqrt(20) = .45: half-widths near .9.
    """
    found = crossover_line(plane(lambda x, y: y - 3.25 - x, sd=2.0), X, Y)
    truth = 3.25 + X

    assert list(found["y"]) == pytest.approx(truth, abs=1)
    assert ((found["low"] < truth) & (truth < found["high"])).all()
    assert found["high"].sub(found["low"]).between(0.8, 2.6).all()


def test_parallel_planes_do_not_cross():
    """
    a lies above b everywhere: one row for each x, no y, and no resample crosses.
    """
    found = crossover_line(plane(lambda x, y: 5 + 0 * x + 0 * y, sd=1.0), X, Y)

    assert list(found["crossing"]) == [0] * 3
    assert found[["y", "low", "high"]].isna().all().all()
    assert list(found["above"]) == ["a"] * 3
    assert list(found["share"]) == [0] * 3


def test_two_changes_are_both_reported():
    """
    a wins only in the middle, from 2.5 to 7.5: two crossings with opposite directions, exact on a piecewise line.
    """
    found = crossover_line(plane(lambda x, y: 2.5 - np.abs(y - 5) + 0 * x, sd=0.5)[:, :1], X[:1], Y)

    assert list(found["crossing"]) == [1, 2]
    assert list(found["y"]) == pytest.approx([2.5, 7.5], abs=0.5)
    assert list(found["above"]) == ["a", "b"]
    assert found["high"].iloc[0] < 5 < found["low"].iloc[1]
    assert (found["share_any"] == 1).all()


@pytest.mark.parametrize(
    ("means", "places"),
    [
        ([-1, 0, 1], [1.0]),
        ([-1, 0, 0, 1], [1.5]),
        ([1, 0, 1], []),
        ([0, 0, 0], []),
        ([0, 1, 2], []),
        ([-1, 1, 0, -1], [0.5, 2.0]),
    ],
)
def test_exact_zeros(means, places):
    """
    A touch is no crossing; a crossing over a stretch of ties lies in its middle; ties at the edge are no crossing.
    """
    found = crossover_line(np.tile(np.array(means, dtype=float), (5, 1, 1)), [0.0], np.arange(float(len(means))))

    assert list(found["y"].dropna()) == places


def test_a_line_at_the_edge_of_the_grid_has_an_open_end():
    """
    A crossing near y = 0 under noise lies below the grid in many resamples: the low end is minus infinity, and the
    share says how many kept it.
    """
    found = crossover_line(plane(lambda x, y: y - 0.3 + 0 * x, sd=2.0, seed=4), X, Y)
    crossed = found[found["crossing"] == 1]

    assert len(crossed) > 0
    assert (crossed["low"] == -np.inf).all()
    assert crossed["high"].between(0.3, 5).all()
    assert crossed["share"].between(0.2, 0.95).all()


def test_a_crossing_made_by_one_replicate_has_a_low_share():
    """
    Nineteen replicates never cross; the twentieth drags the mean below zero on one side: about e^-1 of the resamples
    leave it out.
    """
    values = np.ones((20, 1, 2))
    values[0, 0, 0] = -25.0
    found = crossover_line(values, [0.0], [0.0, 1.0]).iloc[0]

    assert found["crossing"] == 1
    assert found["share"] == pytest.approx(1 - np.exp(-1), abs=0.03)


def test_few_replicates_have_a_line_and_no_interval():
    """
    Three replicates: the line of the means, no bootstrap.
    """
    found = crossover_line(plane(lambda x, y: y - 3.25 - x, n=3), X, Y)

    assert list(found["y"]) == pytest.approx([3.25, 4.25, 5.25])
    assert found[["low", "high", "share", "share_any"]].isna().all().all()


def test_a_table_becomes_a_grid_in_any_order():
    """
    Rows may come shuffled; the line is the same.
    """
    cube = plane(lambda x, y: y - 3.25 - x, sd=1.0)
    index = pd.MultiIndex.from_product([range(20), X, Y], names=["replicate", "load", "rate"])
    table = cube.ravel()
    rows = pd.DataFrame({"difference": table}, index=index).reset_index().sample(frac=1, random_state=1)
    again = on_grid(rows, x="load", y="rate", difference="difference")

    assert (again[0] == cube).all()
    pd.testing.assert_frame_equal(crossover_line(*again), crossover_line(cube, X, Y))
    with pytest.raises(StudyError, match="1 are missing"):
        on_grid(rows.iloc[1:], x="load", y="rate", difference="difference")
    with pytest.raises(StudyError, match="several rows for replicate"):
        on_grid(pd.concat([rows, rows.iloc[:1]]), x="load", y="rate", difference="difference")
    with pytest.raises(UnknownName, match="load"):
        on_grid(rows, x="lod", y="rate", difference="difference")


@pytest.mark.parametrize(
    ("values", "x", "y", "message"),
    [
        (np.zeros((5, 2, 3)), [0.0], [0.0, 1, 2], "shape"),
        (np.zeros((5, 1, 1)), [0.0], [0.0], "two ys"),
        (np.zeros((0, 1, 2)), [0.0], [0.0, 1], "a replicate"),
        (np.zeros((5, 1, 2)), [0.0], [1.0, 0], "must increase"),
        (np.full((5, 1, 2), np.nan), [0.5], [0.0, 1], "replicate 0 at x = 0.5, y = 0 is not"),
    ],
)
def test_what_has_no_line_is_said_in_one_line(values, x, y, message):
    """
    Mistakes of a study are study errors.
    """
    with pytest.raises(StudyError, match=message):
        crossover_line(values, x, y)


@pytest.mark.slow
def test_the_interval_holds_the_true_crossing_in_about_95_of_100_studies():
    """
    1,000 planes with 30 replicates and a known straight line: the interval of one x covers in 92 to 97 %.
    """
    rng = np.random.default_rng(20_261_124)
    covered = 0
    for _ in range(1_000):
        values = Y - 4.7 + rng.normal(size=(30, 1, 1)) + 2 * rng.normal(size=(30, 1, 11))
        row = crossover_line(values, [0.0], Y, resamples=1_000, rng=rng)
        covered += bool(((row["low"] <= 4.7) & (row["high"] >= 4.7)).any())

    assert 0.92 <= covered / 1_000 <= 0.97
