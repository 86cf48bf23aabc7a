"""Whether replicates are enough: power for the smallest effect of interest, before a study from a pilot and after it.

Power is that of one paired interval at one parameter point. It says nothing about points that were not run.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.errors import StudyError
from reportsto.readings.page import Block, Items, Section
from reportsto.readings.runs import KNOWN, Runs
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.planning import POWER, SMALL_SHARE, power, replicates_for, variances
from reportsto.studies.design import Design, design
from reportsto.studies.study import Replication, Study

PILOT_POINTS = 8
LARGEST_SEED = 2**32 - 1
COLUMNS = (
    *KNOWN, "smallest_effect", "sd", "points", "replicates", "share_between_replicates", "power", "replicates_wanted",
    "advice",
)  # fmt: skip


def pilot_of(study: Study, replicates: int) -> Design:
    """Return a few points of a study, with the draws of the next seed: what is looked at here is no result of it.

    Every structure, firm and world without variants, at no more than `PILOT_POINTS` points spread over the box.
    """
    other = replace(study, seed=(study.seed + 1) % (LARGEST_SEED + 1), replication=Replication())
    whole = design(other, replicates=replicates)
    visited = 1 + max(point.sample for point in whole.points)
    chosen = {round(at) for at in np.linspace(0, visited - 1, min(visited, PILOT_POINTS))}
    points = tuple(point for point in whole.points if not point.variant and point.sample in chosen)
    return Design(whole.study, points, replicates, quick=True)


def power_table(runs: Runs, replicates: int) -> pd.DataFrame:
    """Return, for each contrast of a primary measure, the power that so many replicates have at one point.

    Variants are left out. Columns `COLUMNS`: smallest effect and SD of a paired difference in the unit of the measure;
    the share of variance between replicates is NaN with a single point. Contrasts of measures without a smallest
    effect, or with fewer than four pairs at a point, are left out.
    """
    found = []
    for one in runs.contrasts(measures=runs.study.outcomes.primary):
        told = {} if one.place[2] else power_of(runs.difference(one), runs.least(one), replicates)
        if told:
            found.append({**one.known, **told})
    return pd.DataFrame(found, columns=list(COLUMNS))


def power_of(difference: Floats, effect: float, replicates: int) -> dict[str, object]:
    """Return the figures of one contrast from its differences, shape (points, replicates); nothing where none is."""
    difference = difference[np.isfinite(difference).all(axis=1)]
    if not effect > 0.0 or difference.shape[0] == 0 or difference.shape[1] < FEWEST_PAIRS or replicates < 2:
        return {}
    share, sd = np.nan, float(difference[0].std(ddof=1))
    if len(difference) > 1:
        split = variances(difference)
        share, sd = split.share, split.sd
    reached = power(replicates, effect=effect, sd=sd)
    wanted = _wanted(effect, sd)
    return {
        "smallest_effect": effect, "sd": sd, "points": len(difference), "replicates": replicates,
        "share_between_replicates": share, "power": reached, "replicates_wanted": wanted,
        "advice": _advice(share, reached, wanted),
    }  # fmt: skip


def _wanted(effect: float, sd: float) -> int:
    try:
        return replicates_for(POWER, effect=effect, sd=sd)
    except StudyError:  # more than a million
        return -1


def _advice(share: float, reached: float, wanted: int) -> str:
    if share < SMALL_SHARE:
        return "no more replicates: spend runs on more parameter points"
    if reached >= POWER:
        return "enough"
    return "out of reach" if wanted < 0 else f"{wanted} replicates for power {POWER:g}"


def told_power(planning: pd.DataFrame) -> str:
    """Return in one line what a table of power, or the planning table of a box, says about its replicates."""
    if planning.empty:
        return "Power: not estimated; it needs four replicates and a smallest effect of a primary measure."
    low, high = planning["power"].min(), planning["power"].max()
    sure = int((planning["power"] >= POWER).sum())
    text = (
        f"Power: at one point, these replicates detect a difference of the smallest effect with probability {low:.2f} "
        f"to {high:.2f}; it is {POWER:g} or more in {sure} of {len(planning)} primary contrasts."
    )
    share = planning["share_between_replicates"].dropna()
    if share.empty:
        return text
    few = int((share < SMALL_SHARE).sum())
    useless = f"; in {few} of them it is under {SMALL_SHARE:.0%}, and more replicates would add nothing there"
    return (
        f"{text} Between replicates lies {share.median():.1%} of the variance (median; {share.min():.1%} to "
        f"{share.max():.1%}), the rest between parameter points{useless if few else ''}."
    )


def power_section(planning: pd.DataFrame) -> list[Section]:
    """Return the section of a page: whether replicates were enough, and for which contrasts they were not."""
    short = planning[planning["power"] < POWER] if len(planning) else planning
    lines = tuple(
        f"`{row['measure']}`, {row['a']} less {row['b']}, {row['firm']}, {row['world']}: power {row['power']:.2f}; "
        f"{row['advice']}"
        for _, row in short.iterrows()
    )
    missing: tuple[Block, ...] = ("Contrasts with less power:", Items(lines, "planning.csv")) if lines else ()
    return [Section("Were there replicates enough?", (told_power(planning), *missing, "All are in `planning.csv`."))]
