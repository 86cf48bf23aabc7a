"""A second wave of points, near to those of the first that meet the patterns best; and the weights of both.

All places that a study runs (firms and worlds, without variants) visit the same points. Each has an equal say in where
the second wave lies.
"""

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.patterns.matching import Matched, matched
from reportsto.statistics.matching import Proposal, draw, proposal, tempered, to_prior
from reportsto.studies.design import Design, later_points
from reportsto.studies.sampling import Range, Values
from reportsto.studies.study import Study

SECOND = 2
"""The second wave's part of an address of draws, behind the seed of the points."""


def matched_runs(study: Study, table: pd.DataFrame) -> Matched:
    """Return every point of every place of a study held against its patterns; variants are left out."""
    assert study.matching is not None, "a study with patterns has a rule for them"
    plain = table[table["variant"] == ""]
    return matched(plain, study.patterns, cut=study.matching.cut, highest=study.matching.highest)


def second_wave(plan: Design, table: pd.DataFrame) -> tuple[Values, ...]:
    """Return the points of a design's second wave, from the runs of its first; none without one."""
    count, axes = later_points(plan.study, quick=plan.quick), plan.study.uncertainties
    if not count:
        return ()
    where = _proposal(plan, matched_runs(plan.study, table))
    seed = np.random.SeedSequence(plan.study.sampling.seed, spawn_key=(SECOND,))
    rows = draw(where, len(axes), count, seed)
    return tuple(tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True)) for row in rows)


def weights(plan: Design, found: Matched) -> Floats:
    """Return the weight of each point of both waves that makes them stand for the prior, shape (points,)."""
    if not plan.later:
        return np.ones(len(plan.visited))
    return to_prior(_proposal(plan, found), shares(plan)[len(plan.visited) - len(plan.later) :])


def shares(plan: Design) -> Floats:
    """Return where in its range each number of each point lies, 0 to 1, shape (points, axes)."""
    axes = plan.study.uncertainties
    rows = ([axis.share(value) for axis, value in zip(axes, values, strict=True)] for values in plan.visited)
    return np.array(list(rows), dtype=np.float64)


def _proposal(plan: Design, found: Matched) -> Proposal:
    """Return where the second wave is drawn, from the points of the first."""
    first = len(plan.visited) - len(plan.later)
    here = (found.points["sample"] < first).to_numpy()
    points, judged = found.points[here], found.judged[here]
    by = [name for name in ("firm", "world") if name in points]
    heavy = np.zeros(first)
    for rows in points.groupby(by, sort=False).indices.values():
        heavy[points["sample"].to_numpy()[rows]] += tempered(judged[rows], found.highest)
    usable = np.array([isinstance(axis, Range) and not axis.whole for axis in plan.study.uncertainties])
    return proposal(shares(plan)[:first], heavy / heavy.sum(), usable)
