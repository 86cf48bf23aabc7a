"""Figures of a study of off-switches: one for each primary measure and pair of structures."""

from pathlib import Path

import pandas as pd

from reportsto.drawing import draw_shapley_bars, file_word, save
from reportsto.readings.answer import UNITS
from reportsto.readings.over_points import smallest_effect
from reportsto.studies.study import Study


def draw_contributions(study: Study, shapley: pd.DataFrame, folder: Path) -> list[Path]:
    """Write the figures as SVG and PNG, and return the files; `shapley` is the table of all values.

    The grey band is drawn where the smallest effect is a number and not a share of something that differs by world.
    """
    written: list[Path] = []
    chosen = shapley[shapley["measure"].isin(study.outcomes.primary)]
    for (firm, variant, measure, a, b), rows in chosen.groupby(["firm", "variant", "measure", "a", "b"], sort=False):
        words = f"{measure} ({UNITS[str(measure)]}): {a} less {b}".replace("_", " ")
        effect = smallest_effect(study, str(measure))
        least = 0.0 if effect.relative else effect.amount
        figure = draw_shapley_bars(rows, outcome=words, smallest_effect=least)
        name = "_".join(text for text in ("shapley", *map(str, (measure, a, file_word(str(firm)), variant))) if text)
        written.extend(save(figure, folder / name))
    return written
