import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportsto.errors import StudyError
from reportsto.statistics.intervals import (
    FEWEST_PAIRS,
    bootstrap_counts,
    mean_interval,
    paired_interval,
    share_interval,
    simultaneous,
    t_value,
)

numbers = st.lists(st.integers(-10_000, 10_000).map(lambda number: number / 10), min_size=4, max_size=12)


def test_mean_of_one_to_five_has_the_interval_of_the_t_table():
    """
    1 to 5 have mean 3 and SD sqrt(2.5); with t(4) = 2.776 the interval is 3 +- 1.963.
    """
    found = mean_interval([1, 2, 3, 4, 5])

    assert found.estimate == 3
    assert found.n == 5
    assert found.low == pytest.approx(3 - 2.7764 * math.sqrt(2.5 / 5), abs=1e-4)
    assert found.high == pytest.approx(3 + 1.9633, abs=1e-4)


@pytest.mark.parametrize(("n", "table"), [(2, 12.706), (5, 2.776), (11, 2.228), (31, 2.042)])
def test_critical_values_are_those_of_the_printed_table(n, table):
    """
    The t value for n numbers has n - 1 degrees of freedom.
    """
    assert t_value(n, 0.95) == pytest.approx(table, abs=5e-4)


def test_undefined_values_are_left_out_and_the_count_says_so():
    """
    A NaN is never counted as zero: 1, NaN, 3 has mean 2 of two values, with t(1) = 12.706.
    """
    found = mean_interval([1, np.nan, 3])

    assert (found.estimate, found.n) == (2, 2)
    assert found.high == pytest.approx(2 + 12.7062, abs=1e-4)


def test_one_value_has_a_mean_and_no_interval():
    """
    One replicate says nothing about the next; none says nothing at all.
    """
    one, none = mean_interval([4.0]), mean_interval([np.nan])

    assert one.estimate == 4
    assert math.isnan(one.low)
    assert (none.n, math.isnan(none.estimate)) == (0, True)


def test_pairing_removes_what_two_columns_share():
    """
    10, 20, 30 against 9, 18, 30: differences 1, 2, 0 with mean 1, SD 1 and t(2) = 4.303, so 1 +- 2.484.
    """
    found = paired_interval([10, 20, 30], [9, 18, 30])

    assert found.estimate == 1
    assert found.low == pytest.approx(1 - 4.3027 / math.sqrt(3), abs=1e-4)


def test_columns_of_unequal_length_cannot_be_paired():
    """
    Pairs need the same replicates on both sides.
    """
    with pytest.raises(StudyError, match="equal length: got 2 and 3"):
        paired_interval([1, 2], [1, 2, 3])


@pytest.mark.parametrize(
    ("won", "n", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (5, 5, 0.5655, 1.0)]
)
def test_share_interval_is_wilsons(won, n, low, high):
    """
    Eight of ten is 49 % to 94 %; none of ten may still be 28 %.
    """
    found = share_interval(won, n)

    assert found.estimate == won / n
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_a_share_of_nothing_is_undefined():
    """
    No replicate, no share; more successes than replicates is a mistake.
    """
    assert math.isnan(share_interval(0, 0).estimate)
    with pytest.raises(StudyError, match="between 0 and n = 3"):
        share_interval(4, 3)


@given(st.integers(1, 500), st.data())
def test_share_interval_stays_between_nothing_and_all(n, data):
    """
    A share's interval contains it and never leaves 0 to 1; failures mirror successes.
    """
    won = data.draw(st.integers(0, n))
    found, mirrored = share_interval(won, n), share_interval(n - won, n)

    assert 0 <= found.low <= found.estimate + 1e-12
    assert found.estimate - 1e-12 <= found.high <= 1
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)


def test_simultaneous_intervals_are_wider_than_one_alone():
    """
    Twenty contrasts at once need wider intervals than each by itself, around the same means.
    """
    table = np.random.default_rng(1).normal(size=(20, 20))
    family = simultaneous(table)
    alone = [mean_interval(column) for column in table.T]

    assert family.estimate == pytest.approx([one.estimate for one in alone])
    assert all(family.low < [one.low for one in alone])
    assert all(family.high > [one.high for one in alone])


def test_a_family_of_copies_is_one_contrast():
    """
    Replicates are resampled for all contrasts at once, so twenty copies of one contrast cost nothing.
    """
    one = np.random.default_rng(2).normal(size=(12, 1))

    assert simultaneous(np.repeat(one, 20, axis=1)).high == pytest.approx(np.repeat(simultaneous(one).high, 20))


def test_simultaneous_intervals_cover_all_true_values_at_once():
    """
    With ten replicates and five dependent contrasts of true value 0, 95 in 100 studies have no interval beside 0.
    """
    rng = np.random.default_rng(3)
    studies = rng.normal(size=(300, 10, 5)) + rng.normal(size=(300, 10, 1))
    families = [simultaneous(study, resamples=500, rng=rng) for study in studies]
    covered = np.mean([((family.low <= 0) & (family.high >= 0)).all() for family in families])

    # Binomial with 300 studies at .95: below .91 once in a thousand.
    assert covered >= 0.91


def test_t_intervals_alone_do_not_cover_five_contrasts_at_once():
    """
    The control of the test above: five separate 95 % intervals are all right clearly less often than 95 in 100.
    """
    studies = np.random.default_rng(3).normal(size=(300, 10, 5))
    alone = [[mean_interval(column) for column in study.T] for study in studies]
    covered = np.mean([all(one.low <= 0 <= one.high for one in study) for study in alone])

    assert covered < 0.88


@pytest.mark.parametrize("n", range(1, FEWEST_PAIRS))
def test_too_few_pairs_have_no_simultaneous_interval(n):
    """
    With fewer than four replicates there is a mean and no interval, even where nothing varies.
    """
    family = simultaneous(np.ones((n, 2)))

    assert list(family.estimate) == [1, 1]
    assert np.isnan([family.low, family.high]).all()


def test_missing_pairs_cost_only_their_own_contrast():
    """
    One contrast with three known pairs has no interval; its neighbour with five keeps its own.
    """
    table = np.array([[1, 1], [2, 2], [3, 3], [np.nan, 4], [np.nan, 5.0]])
    family = simultaneous(table)

    assert list(family.n) == [3, 5]
    assert list(family.estimate) == [2, 3]
    assert list(np.isnan(family.low)) == [True, False]
    assert family.high[1] == pytest.approx(simultaneous(table[:, 1:]).high[0])


def test_a_planted_tie_has_an_interval_of_width_zero():
    """
    Structures that are identical number for number differ by 0 +- 0, and widen nobody else's interval.
    """
    noise = np.random.default_rng(4).normal(size=(10, 1))
    family = simultaneous(np.hstack([np.zeros((10, 1)), noise]))

    assert (family.low[0], family.high[0]) == (0, 0)
    assert family.high[1] == simultaneous(noise).high[0]


def test_one_lumpy_contrast_does_not_make_a_family_infinite():
    """
    Nineteen exact ties and one difference leave many resamples without spread; the intervals stay finite.
    """
    lumpy = np.zeros((20, 1))
    lumpy[0] = 1e-6

    assert np.isfinite(simultaneous(lumpy).high).all()


def test_without_a_generator_the_interval_is_repeatable():
    """
    The same table gives the same interval every time; another generator gives a slightly different one.
    """
    table = np.random.default_rng(6).normal(size=(10, 3))

    assert list(simultaneous(table).low) == list(simultaneous(table).low)
    assert list(simultaneous(table).low) != list(simultaneous(table, rng=np.random.default_rng(8)).low)


@given(numbers)
def test_simultaneous_intervals_mirror(values):
    """
    The intervals of b - a are those of a - b with the sign turned.
    """
    column = np.array(values)[:, None]
    there, back = simultaneous(column, resamples=100), simultaneous(-column, resamples=100)

    assert there.low == pytest.approx(-back.high)
    assert there.high == pytest.approx(-back.low)


def test_a_flat_list_is_refused():
    """
    The family needs a column for each contrast.
    """
    with pytest.raises(StudyError, match="shape"):
        simultaneous([1.0, 2.0])


@given(st.integers(1, 30))
def test_each_resample_has_as_many_replicates_as_the_sample(n):
    """
    A resample draws n of n replicates with replacement.
    """
    counts = bootstrap_counts(n, 20)

    assert counts.shape == (20, n)
    assert (counts.sum(axis=1) == n).all()
