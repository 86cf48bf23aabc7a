"""Firms with the new rules on, points of the parameters' priors, and figures of paired differences."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from scipy.stats import qmc

from reportsto.api import run_details, run_one, scenario
from reportsto.arrays import Floats
from reportsto.parameters import every_field
from reportsto.priors import Prior
from reportsto.statistics.intervals import mean_interval
from reportsto.worlds import ACCEPTED, RATIONS, ROUTES

ON: dict[str, object] = {
    "staffing.follows": 1.0,
    "demand.per_order": 1.0,
    "demand.week": [1.22, 1.06, 1.00, 0.92, 0.80],
    "demand.shock_sd": 0.15,
    "demand.shock_persistence": 0.95,
    "times.spread": 1.0,
    "causes.rate.late": 0.06,
    "disputes.bundle": 10.0,
}
"""The rules of the default firm, whatever its defaults are."""
NAMED = {name for one in (*ACCEPTED.values(), *RATIONS.values(), *ROUTES.values()) for name in one.settings}
"""What a world, a rationing rule or a route sets, and no point of the box."""
WORLDS = ("neutral", "once", "contagion", "contract")
S, O, M = PLACED = ("separate", "inside_operations", "inside_marketing")  # noqa: E741
SEED = 20261129
Row = Mapping[str, object]


def row(structure: str, world: str, replicate: int, days: int, settings: Mapping[str, object], **levers) -> Row:
    """Return the row of one run of the shop with the new rules on."""
    return run_one(scenario(structure, world=world, parameters={**ON, **settings}, **levers), SEED, replicate, days)


def daily(structure: str, world: str, replicate: int, days: int, settings: Mapping[str, object], **levers):
    """Return the daily series of one run, and why it stopped ("" where it did not)."""
    made = scenario(structure, world=world, parameters={**ON, **settings}, **levers)
    found = run_details(made, SEED, replicate, days)
    return {name: np.array(values, float) for name, values in found.daily.items()}, str(found.row["failure"])


@cache
def uncertain() -> tuple[tuple[str, Prior], ...]:
    """Return each parameter of one number that has a prior, with it."""
    return tuple(
        (f"{group}.{name}", info.priors[0])
        for group, name, info in every_field()
        if info.priors and not info.words and group != "chart" and f"{group}.{name}" not in NAMED
    )


def points(count: int) -> Iterator[dict[str, object]]:
    """Yield points of the priors, evenly spread: a Latin hypercube."""
    names = uncertain()
    for shares in qmc.LatinHypercube(len(names), rng=SEED).random(count):
        yield {name: prior.at(float(u)) for (name, prior), u in zip(names, shares, strict=True)}


def told(values: Sequence[float] | Floats) -> str:
    """Return a mean with its 95 % interval, and how many values it is of."""
    found = mean_interval(np.asarray(values, float))
    return f"{found.estimate:+.2f} [{found.low:+.2f}, {found.high:+.2f}] ({found.n})"
