"""Size: the answer changes through the chart only."""

import numpy as np
import pytest

from reportsto.api import run_one, scenario
from reportsto.charts.chart import Post, tree
from reportsto.vocabulary import Function
from validation.drawing import ON, SEED, WORLDS, O, S, row, told

pytestmark = pytest.mark.slow
SIZES = (12, 56, 57, 112, 170, 560)
MEASURE = "failures_per_1000"


def difference(world: str, people: int, pairs: int, **levers) -> np.ndarray:
    """Return separate less operations, failures per 1,000 orders, of each pair."""
    rows = [[row(name, world, at, 750, {}, people=people, **levers)[MEASURE] for name in (S, O)] for at in range(pairs)]
    return np.array([one - other for one, other in rows], float)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("route", ["common_superior", "peers_first"])
@pytest.mark.parametrize("ration", ["bundles", "digest", "bar"])
def test_sizes_are_told(world, ration, route):
    """
    Every size runs to its end in both structures; the differences are printed with their intervals.
    """
    found = {people: difference(world, people, 20, ration=ration, route=route) for people in SIZES}
    print(f"\nsize {world} {ration} {route}: " + "; ".join(f"{n} {told(values)}" for n, values in found.items()))

    assert all(np.isfinite(values).all() for values in found.values())


@pytest.mark.parametrize("world", WORLDS)
def test_from_56_to_80_only_the_first_team_leads_of_service_make_a_step(world):
    """
    At 71 and 72 people service gets two team leads, one more desk on every way up, which costs separate up to 3
    failures per 1,000 orders. Every other step is under .5, the new seat at 57 included.
    """
    found = {people: difference(world, people, 20) for people in (56, 57, 60, 66, 70, 75, 80)}
    print(f"\njump {world}: " + "; ".join(f"{people} {told(values)}" for people, values in found.items()))

    steps = np.diff([values.mean() for values in found.values()])
    leads = steps[4]
    assert 0.0 < leads < 3.0
    assert max(abs(np.delete(steps, 4))) < 0.5


def flat(times: int):
    """Return a chart without managers below the chief executive's reports, with so many times its people."""
    posts = [
        Post("ceo", Function.EXECUTIVE, None),
        Post("packers", Function.LOGISTICS, "ceo", 20 * times),
        Post("marketers", Function.MARKETING, "ceo", 4 * times),
        Post("sellers", Function.SALES, "ceo", 4 * times),
        Post("handlers", Function.SERVICE, "ceo", 8 * times),
    ]
    return tree(posts, f"flat_{times}")


def test_a_flat_chart_three_times_as_large_is_the_same_firm():
    """
    With reports decided by a chief executive whose hours grow with the firm, failures per 1,000 orders are the same.
    """
    rates = {}
    for times in (1, 3):
        made = scenario(chart=flat(times), parameters=ON | {"attention.hours": 8.75 * times})
        rates[times] = [run_one(made, SEED, at, 750)[MEASURE] for at in range(20)]
    apart = np.subtract(rates[3], rates[1])
    print(f"\nflat x 3 less x 1: {told(apart)}; x 1 {told(rates[1])}")

    error = apart.std(ddof=1) / np.sqrt(apart.size)
    assert abs(apart.mean()) < max(3 * error, 0.5)
