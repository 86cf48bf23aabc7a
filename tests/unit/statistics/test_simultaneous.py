import numpy as np
import pandas as pd
import pytest

from reportsto.errors import StudyError
from reportsto.statistics.intervals import t_value
from reportsto.statistics.simultaneous import COLUMNS, contrast_family


def test_one_contrast_has_about_the_t_quantile():
    """
    A family of one needs nothing more: with 200 normal replicates the quantile is t(199) = 1.97, and both intervals
    agree.
    """
    row = contrast_family(np.random.default_rng(1).normal(size=(200, 1))).iloc[0]

    assert row["quantile"] == pytest.approx(t_value(200, 0.95), abs=0.1)
    assert row["high"] == pytest.approx(row["pointwise_high"], abs=0.01)


def test_more_contrasts_need_wider_intervals():
    """
    Twenty independent contrasts have about the quantile of Sidak's rule, t(39) at 1 - (1 - .05)^(1/20) = 3.2.
    """
    family = contrast_family(np.random.default_rng(2).normal(size=(40, 20)))

    assert family["quantile"].nunique() == 1
    assert 2.9 < family["quantile"].iloc[0] < 3.6
    assert (family["low"] < family["pointwise_low"]).all()
    assert (family["high"] > family["pointwise_high"]).all()


def test_dependent_contrasts_need_less_than_independent_ones():
    """
    Contrasts that share their draws are nearly one contrast; resampling whole replicates keeps that.
    """
    rng = np.random.default_rng(3)
    shared, own = rng.normal(size=(40, 1)), rng.normal(size=(40, 20))

    assert contrast_family(shared + 0.1 * own)["quantile"].iloc[0] < 2.4 < contrast_family(own)["quantile"].iloc[0]


def test_rows_are_named_by_columns_names_or_numbers():
    """
    The names of a DataFrame are kept; an array can be given some; otherwise contrasts are counted from 0.
    """
    table = pd.DataFrame({"S - O": [1.0, 2, 3, 4], "M - O": [2.0, 2, 2, 3]})

    assert list(contrast_family(table)["contrast"]) == ["S - O", "M - O"]
    assert list(contrast_family(table.to_numpy(), names=["s", "m"])["contrast"]) == ["s", "m"]
    assert list(contrast_family(table.to_numpy())["contrast"]) == ["0", "1"]
    assert tuple(contrast_family(table).columns) == COLUMNS
    with pytest.raises(StudyError, match="got 1 for 2"):
        contrast_family(table, names=["s"])


def test_the_same_table_gives_the_same_intervals():
    """
    Without a generator the bootstrap has its documented seed.
    """
    table = np.random.default_rng(4).normal(size=(12, 3))

    pd.testing.assert_frame_equal(contrast_family(table), contrast_family(table))


@pytest.mark.slow
def test_all_rows_are_right_at_once_in_95_of_100_studies():
    """
    2,000 families of eight contrasts with known means and 30 shared replicates: all eight intervals right in 93 to
    97 % of them; the pointwise intervals of the same families in clearly fewer. With fewer replicates the intervals
    are wider than they need be: 98 % at 8, 97 % at 20.
    """
    rng = np.random.default_rng(20_261_124)
    means = np.linspace(-2, 2, 8)
    together = alone = 0
    for _ in range(2_000):
        differences = means + rng.normal(size=(30, 1)) + rng.normal(size=(30, 8))
        family = contrast_family(differences, resamples=1_000, rng=rng)
        together += bool(((family["low"] <= means) & (means <= family["high"])).all())
        alone += bool(((family["pointwise_low"] <= means) & (means <= family["pointwise_high"])).all())

    assert 0.93 <= together / 2_000 <= 0.97
    assert alone / 2_000 < 0.90
