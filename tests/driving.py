"""Loops that run replicates as a study does, for tests of what decides when they end."""

import numpy as np
import pandas as pd
from SALib.sample import morris, sobol

from reportsto.statistics.selection import Zone, choose
from reportsto.statistics.sequential import look


def until_precise(run, *, half_width, looks):
    """Run replicates until the interval of one contrast is narrow enough; `run(start, stop)` returns differences."""
    values = np.empty(0)
    while True:
        found = look(values, half_width=half_width, looks=looks)
        if found.more == 0:
            return found
        values = np.append(values, run(len(values), len(values) + found.more))


def select_best(run, designs, *, indifference, better, correct=0.95, first=20, batch=1, most=10_000):
    """Run designs until one is left; `run(design, start, stop)` returns the outputs of those replicates."""
    zone = Zone(indifference, better, correct, first, most)
    outputs = {name: run(name, 0, first) for name in designs}
    while (found := choose(outputs, zone)).more:
        for name in found.more:
            start = len(outputs[name])
            outputs[name] = np.append(outputs[name], run(name, start, min(start + batch, most)))
    return found


def sobol_points(box, base, *, seed):
    """Return Saltelli's points for first-order and total indices."""
    points = sobol.sample(box.problem, base, calc_second_order=False, seed=np.random.default_rng(seed))
    return pd.DataFrame(points, columns=box.names)


def morris_points(box, trajectories, *, seed):
    """Return Morris's points: trajectories x (parameters + 1) rows."""
    points = morris.sample(box.problem, trajectories, num_levels=4, seed=np.random.default_rng(seed))
    return pd.DataFrame(points, columns=box.names)
