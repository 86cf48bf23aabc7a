"""The primary family of a study: a few contrasts named beforehand, with intervals that hold for all of them at once."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from reportsto.readings.answer import UNITS, span, with_interval
from reportsto.readings.markdown import markdown
from reportsto.readings.over_points import smallest_effect
from reportsto.statistics.pairing import match, result_rows, runs, side_by_side
from reportsto.statistics.simultaneous import contrast_family
from reportsto.studies.study import Study

KNOWN = ("firm", "world", "measure", "a", "b")
COLUMNS = (
    *KNOWN, "n", "difference", "low", "high", "pointwise_low", "pointwise_high", "smallest_effect", "verdict",
)  # fmt: skip
"""Columns of the family; all but names and n are in the unit of the measure."""


def family_table(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each contrast of the family in each world, or an empty table where none was run.

    `low` and `high` hold for all rows at once (95 %, max-t bootstrap of whole replicates), `pointwise_*` for a row
    alone. The verdict is from `low` and `high`: `above` or `below` zero by more than the smallest effect, `equivalent`
    within it, else `inconclusive`.
    """
    rows = result_rows(table[table["variant"] == ""], list(study.family.measures))
    found = list(_differences(study, rows))
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    told = contrast_family(side_by_side([difference for _, difference, _ in found]))
    out = pd.DataFrame([names for names, _, _ in found], columns=list(KNOWN))
    out["n"], out["difference"] = told["n"], told["estimate"]
    for name in ("low", "high", "pointwise_low", "pointwise_high"):
        out[name] = told[name]
    out["smallest_effect"] = [effect for _, _, effect in found]
    out["verdict"] = [_verdict(*ends) for ends in zip(out["low"], out["high"], out["smallest_effect"], strict=True)]
    return out


def _differences(study: Study, rows: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], "pd.Series[float]", float]]:
    family = study.family
    for firm, world, measure, (a, b) in product(family.firms, study.levers.worlds, family.measures, family.contrasts):
        here = rows[(rows["firm"] == firm) & (rows["world"] == world)]
        if {a, b} <= set(here["structure"]):
            one, other = match(*(runs(here, [measure], {"structure": name}) for name in (a, b)))
            base = float(np.nanmean(other[measure])) if other[measure].notna().any() else np.nan
            effect = smallest_effect(study, measure).in_units(base)
            yield (firm, world, measure, a, b), one[measure] - other[measure], effect


def _verdict(low: float, high: float, effect: float) -> str:
    if low > effect:
        return "above"
    if high < -effect:
        return "below"
    return "equivalent" if -effect < low and high < effect else "inconclusive"


def family_section(study: Study, family: pd.DataFrame) -> list[str]:
    """Return the section of the finding; nothing where the study names no family."""
    if family.empty:
        return []
    worlds = [world for world in study.levers.worlds if world in set(family["world"])]
    rows = []
    for (firm, measure, a, b), here in family.groupby(["firm", "measure", "a", "b"], sort=False):
        told = {str(row["world"]): (row["verdict"], with_interval(row, "difference")) for _, row in here.iterrows()}
        cells = {world: f"**{verdict}** {found}" for world, (verdict, found) in told.items()}
        unit = f" ({UNITS[str(measure)]})" if UNITS[str(measure)] != "1" else ""
        rows.append([str(firm), f"`{measure}`{unit}", f"{a} less {b}", *(cells.get(world, "") for world in worlds)])
    named = family.groupby("measure", sort=False)["smallest_effect"]
    effects = ", ".join(f"{span(values)} for `{measure}`" for measure, values in named)
    widths = (family["high"] - family["low"]) / (family["pointwise_high"] - family["pointwise_low"])
    wider = f", {widths.median():.1f} times as wide as a row's own (median)" if widths.notna().any() else ""
    return [
        "## The primary family",
        markdown(["firm", "measure", "contrast", *worlds], rows),
        f"These {len(family)} contrasts are named in the study file; their 95 % intervals hold for all of them at "
        f"once{wider}. Smallest effects: {effects}.",
        "*above*, *below*: by more than the smallest effect; *equivalent*: within it; *inconclusive*: the runs do not "
        "decide. Everything else on this page is descriptive. All are in `family.csv`.",
    ]
