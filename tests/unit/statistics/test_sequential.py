import numpy as np
import pytest

from driving import until_precise
from reportsto.errors import StudyError
from reportsto.statistics.intervals import mean_interval
from reportsto.statistics.sequential import look, planned_looks

LOOKS = (10, 20, 40, 80)


def study(seed, *, mean=0.0, sd=1.0):
    values = mean + sd * np.random.default_rng(seed).normal(size=1_000)
    return values, lambda start, stop: values[start:stop]


def test_looks_grow_and_end_at_the_most():
    """
    Half as many more each time, and never more than the budget.
    """
    assert planned_looks(100, first=10) == (10, 15, 22, 33, 50, 75, 100)
    assert planned_looks(20) == (20,)
    assert planned_looks(7, first=4, growth=1.01) == (4, 5, 6, 7)


def test_one_look_is_a_plain_t_interval():
    """
    Who looks once pays nothing.
    """
    values, _ = study(1)
    found = look(values[:20], half_width=9.0, looks=(20,))

    assert (found.estimate, found.low, found.high, found.n) == mean_interval(values[:20])
    assert (found.precise, found.more, found.number, found.looks) == (True, 0, 1, 1)


def test_four_looks_share_the_error_rate():
    """
    Each of four looks has a 98.75 % interval.
    """
    values, _ = study(1)
    found = look(values[:20], half_width=1e-3, looks=LOOKS)

    assert (found.estimate, found.low, found.high, found.n) == mean_interval(values[:20], level=1 - 0.05 / 4)
    assert (found.precise, found.more, found.number) == (False, 20, 2)


def test_replicates_beyond_a_look_wait_for_the_next():
    """
    27 replicates are read at 20; 13 are missing to the next look.
    """
    values, _ = study(1)
    found = look(values[:27], half_width=1e-3, looks=LOOKS)

    assert (found.replicates, found.more) == (20, 13)
    assert found.estimate == pytest.approx(values[:20].mean())


def test_before_the_first_look_nothing_is_said():
    """
    Three replicates: no estimate, seven more to run.
    """
    found = look([1.0, 2.0, 3.0], half_width=1.0, looks=LOOKS)

    assert np.isnan([found.estimate, found.low, found.high, found.half_width]).all()
    assert (found.more, found.number, found.precise) == (7, 0, False)


def test_it_stops_at_the_first_look_that_is_precise():
    """
    SD 1: at 98.75 % the half-width is near .93, .61, .41, .29 at the four looks; .5 is reached at the third.
    """
    values, run = study(2)
    found = until_precise(run, half_width=0.5, looks=LOOKS)

    assert found.precise
    assert found.replicates == 40
    assert found.half_width <= 0.5
    assert look(values[:20], half_width=0.5, looks=LOOKS).half_width > 0.5


def test_the_last_look_ends_it_whether_precise_or_not():
    """
    A budget of 80 does not give a hundredth of an SD, and the result says so.
    """
    _, run = study(3)
    found = until_precise(run, half_width=0.01, looks=LOOKS)

    assert (found.replicates, found.precise, found.more) == (80, False, 0)


def test_no_replicate_is_run_twice_or_left_out():
    """
    The callback is asked for neighbouring ranges.
    """
    asked = []

    def run(start, stop):
        asked.append((start, stop))
        return np.arange(start, stop)

    until_precise(run, half_width=0.01, looks=LOOKS)

    assert asked == [(0, 10), (10, 20), (20, 40), (40, 80)]


def test_missing_pairs_count_as_run_and_not_as_known():
    """
    Of ten replicates seven are undefined: three pairs have no interval, so it goes on.
    """
    values = np.array([1.0, 2, 3] + [np.nan] * 7)
    found = look(values, half_width=100.0, looks=LOOKS)

    assert (found.n, found.replicates, found.precise, found.more) == (3, 10, False, 10)


@pytest.mark.parametrize("value", [0.0, 0.1])
def test_exact_ties_are_not_trusted_before_the_last_look(value):
    """
    Nothing but one number may be a tie, or a difference that is rare: every look but the last goes on.
    """
    found = until_precise(lambda start, stop: np.full(stop - start, value), half_width=0.1, looks=LOOKS)

    assert (found.low, found.high) == pytest.approx((value, value))
    assert (found.replicates, found.precise) == (80, True)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: planned_looks(5), "looks need a first"),
        (lambda: planned_looks(50, first=3), "looks need a first"),
        (lambda: planned_looks(50, growth=1.0), "growth above 1"),
        (lambda: look([1.0], half_width=0.0, looks=LOOKS), "half-width"),
        (lambda: look([1.0], half_width=np.nan, looks=LOOKS), "half-width"),
        (lambda: look([np.inf], half_width=1.0, looks=LOOKS), "replicate 0 is infinite"),
        (lambda: look(np.ones((2, 2)), half_width=1.0, looks=LOOKS), "shape"),
        (lambda: look([1.0], half_width=1.0, looks=(10, 10)), "must increase"),
        (lambda: look([1.0], half_width=1.0, looks=()), "must increase"),
    ],
)
def test_what_cannot_be_planned_is_said_in_one_line(call, message):
    """
    Mistakes of a study are study errors.
    """
    with pytest.raises(StudyError, match=message):
        call()


def normal(rng, n):
    return rng.normal(size=n)


def skewed(rng, n):
    return rng.exponential(size=n) - 1


def rare(rng, n):
    """A difference that is 0 in four of five replicates."""
    return np.where(rng.random(n) < 0.2, rng.normal(3, 1, n), 0.0) - 0.6


@pytest.mark.slow
@pytest.mark.parametrize(("draw", "least"), [(normal, 0.95), (skewed, 0.93), (rare, 0.93)])
@pytest.mark.parametrize("half_width", [0.2, 0.35, 0.5])
def test_the_interval_is_right_where_it_stops(draw, least, half_width):
    """
    2,000 studies with the true mean 0, looks from 20 to 400: the interval at the stopping time holds it in at least 93
    of 100, also for skewed differences and for such as are mostly 0.
    """
    rng = np.random.default_rng(20_261_124)
    looks = planned_looks(400)
    found = [
        until_precise(lambda start, stop: draw(rng, stop - start), half_width=half_width, looks=looks)
        for _ in range(2_000)
    ]

    assert np.mean([one.low <= 0 <= one.high for one in found]) >= least
    assert np.mean([one.precise for one in found]) > 0.5


@pytest.mark.slow
def test_stopping_at_will_on_plain_intervals_is_wrong_more_often():
    """
    The control: who looks after every replicate from four on, and stops when a 95 % interval excludes the truth, is
    wrong in far more than 5 of 100 studies; the planned looks are not, for the same rule.
    """
    rng = np.random.default_rng(20_261_124)
    looks = planned_looks(100)
    at_will = planned = 0
    for _ in range(500):
        values = rng.normal(size=100)
        plain = [mean_interval(values[:n]) for n in range(4, 101)]
        at_will += any(not one.low <= 0 <= one.high for one in plain)
        steps = [look(values[:n], half_width=1e-9, looks=looks) for n in looks]
        planned += any(not one.low <= 0 <= one.high for one in steps)

    assert at_will / 500 > 0.15
    assert planned / 500 <= 0.05
