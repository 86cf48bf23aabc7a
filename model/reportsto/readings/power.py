"""Whether replicates are enough: power for the smallest effect of interest, before a study from a pilot and after it.

Power is that of one paired interval at one parameter point. It says nothing about points that were not run.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from reportsto.errors import StudyError
from reportsto.readings.over_points import ADVICE, KNOWN, Cube, smallest_effect
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.planning import POWER, SMALL_SHARE, power, replicates_for, variances
from reportsto.studies.design import Design, design
from reportsto.studies.study import Cell, Replication, Study

PILOT_POINTS = 8
LARGEST_SEED = 2**32 - 1
COLUMNS = (*KNOWN, "smallest_effect", "sd", "points", "replicates", *ADVICE)


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


def power_table(study: Study, table: pd.DataFrame, replicates: int) -> pd.DataFrame:
    """Return, for each contrast of a primary measure, the power that so many replicates have at one point.

    `table` has the runs that tell the SD, without variants. Columns `COLUMNS`: smallest effect and SD of a paired
    difference in the unit of the measure; the share of variance between replicates is NaN with a single point.
    Contrasts of measures without a smallest effect, or with fewer than four pairs at a point, are left out.
    """
    rows = table[table["variant"] == ""]
    cube = Cube(study, rows if "sample" in rows else rows.assign(sample=0))
    found = []
    for firm, world, variant in cube.places:
        run = cube.structures((firm, world, variant))
        b = study.outcomes.against if study.outcomes.against in run else run[0]
        for a in run:
            for measure in study.outcomes.primary if a != b else ():
                known = dict(zip(KNOWN, (firm, world, variant, measure, a, b), strict=True))
                told = _power(study, cube, known, replicates)
                if told:
                    found.append({**known, **told})
    return pd.DataFrame(found, columns=list(COLUMNS))


def _power(study: Study, cube: Cube, known: dict[str, str], replicates: int) -> dict[str, object]:
    here = [cube.values(Cell(known[side], known["firm"], ""), known["world"], known["measure"]) for side in ("a", "b")]
    difference = here[0] - here[1]
    difference = difference[np.isfinite(difference).all(axis=1)]
    if len(difference) == 0:
        return {}
    effect = smallest_effect(study, known["measure"]).in_units(float(np.nanmean(here[1])))
    if effect == 0.0 or difference.shape[1] < FEWEST_PAIRS or replicates < 2:
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
        return "Power: not told; it needs four replicates and a smallest effect of a primary measure."
    low, high = planning["power"].min(), planning["power"].max()
    sure = int((planning["power"] >= POWER).sum())
    text = (
        f"Power: with these replicates a difference of the smallest effect is told from zero at one point with "
        f"probability {low:.2f} to {high:.2f}; {POWER:g} or more in {sure} of {len(planning)} primary contrasts."
    )
    share = planning["share_between_replicates"].dropna()
    if share.empty:
        return text
    few = int((share < SMALL_SHARE).sum())
    useless = f"; in {few} of them it is under {SMALL_SHARE:.0%}: more replicates would tell nothing there"
    advice = useless if few else ""
    return (
        f"{text} Between replicates lies {share.median():.1%} of the variance (median; {share.min():.1%} to "
        f"{share.max():.1%}), the rest between parameter points{advice}."
    )


def power_section(planning: pd.DataFrame) -> list[str]:
    """Return the section of a finding without a box: whether replicates were enough."""
    short = planning[planning["power"] < POWER] if len(planning) else planning
    lines = [
        f"- `{row['measure']}`, {row['a']} less {row['b']}, {row['firm']}, {row['world']}: power {row['power']:.2f}; "
        f"{row['advice']}"
        for _, row in short.iterrows()
    ]
    more = ["Not so in these:", "\n".join(lines)] if lines else []
    return ["## Were there replicates enough?", told_power(planning), *more, "All are in `planning.csv`."]
