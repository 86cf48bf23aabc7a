"""The primary family of a study: a few contrasts named beforehand, with intervals that hold for all of them at once."""

from itertools import product

import numpy as np
import pandas as pd

from reportsto.readings.page import Section, Table, table
from reportsto.readings.runs import Runs
from reportsto.readings.words import UNITS, span, with_interval
from reportsto.statistics.intervals import mean_interval, simultaneous
from reportsto.statistics.verdict import verdicts
from reportsto.studies.study import Cell

KNOWN = ("firm", "world", "measure", "a", "b")
COLUMNS = (
    *KNOWN, "n", "difference", "low", "high", "pointwise_low", "pointwise_high", "smallest_effect", "verdict",
)  # fmt: skip
"""Columns of the family; all but names and n are in the unit of the measure."""


def family(runs: Runs) -> pd.DataFrame:
    """Return one row for each contrast of the family in each world, or an empty table where none was run.

    `low` and `high` hold for all rows at once (95 %, max-t bootstrap of whole replicates), `pointwise_*` for a row
    alone. The verdict is from `low` and `high`, and says whether a is better or worse than b.
    """
    named, study = runs.study.family, runs.study
    asked = [
        (firm, world, measure, a, b)
        for firm, world, measure, (a, b) in product(named.firms, study.levers.worlds, named.measures, named.contrasts)
        if all(runs.has(Cell(name, firm, ""), world) for name in (a, b))
    ]
    if not asked:
        return pd.DataFrame(columns=list(COLUMNS))
    differences = [runs.difference(a, b, (firm, world, ""), measure)[0] for firm, world, measure, a, b in asked]
    found = simultaneous(np.column_stack(differences))
    alone = np.array([mean_interval(column)[1:3] for column in differences])
    out = pd.DataFrame(asked, columns=list(KNOWN))
    out["n"], out["difference"], out["low"], out["high"] = found.n, found.estimate, found.low, found.high
    out["pointwise_low"], out["pointwise_high"] = alone.T
    out["smallest_effect"] = [
        runs.effect(measure, runs.usual(Cell(b, firm, ""), world, measure)) for firm, world, measure, _, b in asked
    ]
    signs = [runs.better(measure) for measure in out["measure"]]
    said = verdicts(out["low"], out["high"], out["smallest_effect"], sign=signs)
    out["verdict"] = [word.comparison for word in said]
    return out[list(COLUMNS)]


def family_section(runs: Runs, found: pd.DataFrame) -> list[Section]:
    """Return the section of the page; nothing where the study names no family."""
    if found.empty:
        return []
    effects = found.groupby("measure", sort=False)["smallest_effect"]
    told = ", ".join(f"{span(values)} for `{measure}`" for measure, values in effects)
    widths = (found["high"] - found["low"]) / (found["pointwise_high"] - found["pointwise_low"])
    wider = f", {widths.median():.1f} times as wide as a row's own (median)" if widths.notna().any() else ""
    return [
        Section(
            "The primary family",
            (
                _table(runs, found),
                f"The study file names these {len(found)} contrasts. Their 95 % intervals hold for all of them at "
                f"once{wider}. Smallest effects: {told}.",
                "*Better* and *worse* are said of the first structure, by more than the smallest effect. Everything "
                "else on this page is descriptive. All rows are in `family.csv`.",
            ),
        )
    ]


def _table(runs: Runs, found: pd.DataFrame) -> Table:
    worlds = [world for world in runs.study.levers.worlds if world in set(found["world"])]
    rows = []
    for (firm, measure, a, b), here in found.groupby(["firm", "measure", "a", "b"], sort=False):
        cells = {
            str(row["world"]): f"**{row['verdict']}** {with_interval(row, 'difference')}" for _, row in here.iterrows()
        }
        unit = f" ({UNITS[str(measure)]})" if UNITS[str(measure)] != "1" else ""
        rows.append([str(firm), f"`{measure}`{unit}", f"{a} less {b}", *(cells.get(world, "") for world in worlds)])
    return table(["firm", "measure", "contrast", *worlds], rows)
