"""Figures of a study with a box of points, beside its maps: what drives a difference, and the load at the top."""

from contextlib import suppress
from pathlib import Path

import pandas as pd

from reportsto.drawing import MissingInput, draw_ceo_load, draw_morris_scatter, draw_sensitivity_bars, save
from reportsto.studies.study import Study

SPAN = "ceo_direct_reports"


def draw_box(study: Study, table: pd.DataFrame, sensitivity: pd.DataFrame, folder: Path) -> list[Path]:
    """Write what these tables have numbers for, as SVG and PNG, and return the files."""
    written: list[Path] = []
    if "total" in sensitivity:
        for (measure, world, a, b), rows in sensitivity.groupby(["measure", "world", "a", "b"], sort=False):
            if measure in study.outcomes.primary and rows["total"].notna().any():
                outcome = f"{measure}: {a} less {b}, world {world}".replace("_", " ")
                figure = draw_sensitivity_bars(rows, outcome=outcome)
                written.extend(save(figure, folder / f"sensitivity_{measure}_{a}_{world}"))
    if "mu_star" in sensitivity:
        for (measure, world, a, b), rows in sensitivity.groupby(["measure", "world", "a", "b"], sort=False):
            if measure in study.outcomes.primary and rows["mu_star"].notna().any():
                outcome = f"{measure}: {a} less {b}, world {world}".replace("_", " ")
                written.extend(
                    save(draw_morris_scatter(rows, outcome=outcome), folder / f"morris_{measure}_{a}_{world}")
                )
    base = table[table["variant"] == ""]
    if {SPAN, "ceo_utilisation"} <= set(table.columns) and base[SPAN].nunique() > 2:
        with suppress(MissingInput):
            written.extend(save(draw_ceo_load(base), folder / "ceo_load"))
    return written
