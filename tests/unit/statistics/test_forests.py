import numpy as np
import pytest

from reportsto.statistics.forests import classes, means

SEED = 20261128


def test_classes_that_data_part_are_named_right():
    """
    Two classes whose data lie four SDs apart are named right at the rate of the best rule, 97.7 %, within three points.
    """
    rng = np.random.default_rng(SEED)
    known = rng.integers(2, size=1_500)
    data = rng.normal(4.0 * known, 1.0)[:, None]

    assert (classes(data[:1_000], known[:1_000], data[1_000:]) == known[1_000:]).mean() == pytest.approx(
        0.977, abs=0.03
    )


def test_classes_that_data_do_not_part_are_guessed():
    """
    Four classes of which data say nothing are named right in a quarter of cases, within four standard errors.
    """
    rng = np.random.default_rng(SEED)
    known, data = rng.integers(4, size=2_000), rng.normal(size=(2_000, 5))

    right = (classes(data[:1_000], known[:1_000], data[1_000:]) == known[1_000:]).mean()
    assert right == pytest.approx(0.25, abs=4 * (0.25 * 0.75 / 1_000) ** 0.5)


def test_means_follow_what_is_known_and_missing_data_count_as_usual():
    """
    Means of a step are found; a held-out case without data gets what the middle of the data would get.
    """
    rng = np.random.default_rng(SEED)
    data = rng.uniform(-1.0, 1.0, size=(1_000, 1))
    known = np.column_stack([data[:, 0] > 0.5, data[:, 0] <= 0.5]).astype(float)

    assert means(data, known, np.array([[0.9], [-0.9]])) == pytest.approx(np.array([[1.0, 0.0], [0.0, 1.0]]), abs=0.02)
    assert means(data, known, np.array([[np.nan]])) == pytest.approx(np.array([[0.0, 1.0]]), abs=0.02)
