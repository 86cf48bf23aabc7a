"""The two engines are equal for charts, numbers and seeds nobody thought of."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement.comparing import BUG, assert_engines_agree
from domain import NEW_RULES, charts, hybrids
from reportsto.api import Scenario, chart_of, run_one, scenario
from reportsto.charts.facts import cause_owners
from reportsto.parameters import OFF_SWITCHES, RULE_SWITCHES, Info, Parameters, every_field
from reportsto.structures import STRUCTURES
from reportsto.workplace import Move

FIELDS = [(f"{group}.{name}", info) for group, name, info in every_field()]
BUSY = {"demand.customers_per_handler": 6000.0, "demand.customers_floor": 100.0}
"""Not drawn: larger ones make no other world, only a slower one."""


def _within(name: str, info: Info) -> tuple[float, float]:
    """Return what a number is drawn from: its sweep, or from half to twice its default, inside what is allowed."""
    if info.sweep:
        return info.sweep
    default = Parameters().get(name)
    middle = max(default) if isinstance(default, tuple) else default
    low, high = middle / 2.0, 2.0 * middle if middle > 0.0 else 1.0
    return max(info.low, low), min(info.high, high)


def _number(name: str, info: Info) -> st.SearchStrategy[float]:
    """Return what one number of a parameter is drawn from."""
    if info.unit == "0 or 1":
        return st.sampled_from([0.0, 1.0])
    low, high = _within(name, info)
    return st.integers(int(low), int(high)).map(float) if info.whole else st.floats(low, high)


NAMED = ("digest", "override", "peers_first")
"""Rules that a rationing rule, a world or a route switches on, and plain `Parameters` have not."""


@st.composite
def settings_of_a_world(draw: st.DrawFn) -> dict[str, object]:
    """Draw up to a dozen parameters, for a vector each of its numbers, and rules that are on though not by default."""
    chosen = draw(st.lists(st.sampled_from([f for f in FIELDS if f[0] not in BUSY]), max_size=12, unique=True))
    out: dict[str, object] = {"demand.customers_per_handler": float(draw(st.integers(100, 3000)))}
    for name, info in chosen:
        number = _number(name, info)
        out[name] = [draw(number) for _ in info.words] if info.words else draw(number)
    for name in draw(st.sets(st.sampled_from(NAMED))):
        out = {**NEW_RULES[name], **out}
    return out


@st.composite
def worlds(draw: st.DrawFn) -> Scenario:
    """Draw a chart, perhaps rearranged like a structure and moved to another one on a day, and numbers for it."""
    structures = st.sampled_from(["as_drawn", *(s.id for s in STRUCTURES)])
    how, to = draw(structures), draw(st.none() | structures)
    base = draw(charts(complete={how, to} - {"as_drawn", None} != set()))
    off = draw(st.lists(st.sampled_from(sorted(OFF_SWITCHES)), max_size=3, unique=True))
    some = st.lists(st.sampled_from(sorted(RULE_SWITCHES)), max_size=2, unique=True)
    off += draw(some | st.just(sorted(RULE_SWITCHES)))
    numbers = Parameters().with_settings(draw(settings_of_a_world())).without(off)
    chart = draw(hybrids(chart_of(base, how, numbers)))
    move = Move(draw(st.integers(1, 60)), to, draw(hybrids(chart_of(base, to, numbers)))) if to else None
    return Scenario(how, "drawn", "custom", tuple(off), chart, cause_owners({}), numbers, move=move)


ARGUMENTS = (worlds(), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(1, 60))


@settings(max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(*ARGUMENTS)
def test_drawn_worlds(case, seed, replicate, days):
    """Two hundred worlds of at most forty people and sixty days, the same ones every time."""
    assert_engines_agree(case, seed, replicate, days)


@st.composite
def extremes(draw: st.DrawFn) -> Scenario:
    """Draw a world in which every number drawn stands at an end of what it is drawn from, or of what is allowed."""
    placed = draw(st.sampled_from([s.id for s in STRUCTURES]))
    out: dict[str, object] = {"demand.customers_per_handler": 300.0}
    for name, info in draw(
        st.lists(st.sampled_from([f for f in FIELDS if f[0] not in BUSY]), max_size=30, unique=True)
    ):
        ends = [info.low, info.high] if info.high <= 1.0 else [*_within(name, info)]
        end = st.sampled_from([float(int(at)) if info.whole else at for at in ends])
        out[name] = [draw(end) for _ in info.words] if info.words else draw(end)
    for name in draw(st.sets(st.sampled_from(sorted(NEW_RULES)))):
        out = {**NEW_RULES[name], **out}
    firm, people = draw(st.sampled_from([("product_shop", 12), ("product_shop", 0), ("six_people", 0)]))
    return scenario(placed, firm, parameters={**out, "chart.people": people})


@settings(max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck), deadline=None)
@given(extremes(), st.integers(0, 2**32 - 1), st.integers(20, 120))
def test_no_measure_leaves_its_range_at_the_ends_of_all_numbers(case, seed, days):
    """Two hundred worlds of the worst numbers: every run that can be made keeps every measure in its range."""
    assert BUG not in run_one(case, seed, 0, days)["failure"]


@pytest.mark.slow
@settings(max_examples=3000, database=None, suppress_health_check=list(HealthCheck))
@given(*ARGUMENTS)
def test_thousands_of_drawn_worlds(case, seed, replicate, days):
    """Three thousand, other ones every time."""
    assert_engines_agree(case, seed, replicate, days)
