"""The maps of a study: who wins over two of its uncertainties, all others averaged or held."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from reportsto.drawing import Factor, MissingInput, Race, draw_placement_map, draw_winner_map, file_word, save
from reportsto.drawing.placement_map import OUTSIDE, OWN_LINE, RACES
from reportsto.drawing.words import parameter_words, sentence
from reportsto.readings.over_points import smallest_effect
from reportsto.statistics.prices import MEASURES as PRICED
from reportsto.statistics.prices import break_even_price
from reportsto.statistics.rankings import Better
from reportsto.studies.study import Map, Study


def draw_maps(study: Study, table: pd.DataFrame, folder: Path) -> list[Path]:
    """Write every map as SVG and PNG, one for each measure, firm and world, and return the files."""
    written: list[Path] = []
    for wanted in study.maps:
        written.extend(_placement(study, wanted, table, folder))
        for name, where, rows, measure in _parts(study, wanted, table):
            better: Better = "lower" if measure in study.outcomes.lower_is_better else "higher"
            race = Race(measure=measure, better=better, smallest_effect=smallest_effect(study, measure))
            rest = _averaged_over(study, wanted)
            race = replace(race, title=f"{race.heading} ({where}{rest and f'; mean over {rest}'})")
            try:
                figure = draw_winner_map(rows, race, x=_steps(wanted.x), y=_steps(wanted.y), certainty=True)
            except MissingInput:
                continue
            written.extend(save(figure, folder / name))
    return written


def _placement(study: Study, wanted: Map, table: pd.DataFrame, folder: Path) -> list[Path]:
    """Write the map of the README, failures beside V with the price over them, where a study has its two axes.

    One for each world; that of the first world has no world in its name.
    """
    measures = {race.measure for race in RACES} | set(PRICED)
    if (wanted.x, wanted.y) != (OWN_LINE.column, OUTSIDE.column) or not measures <= set(table.columns):
        return []
    rows = _held(wanted, table)
    rows = rows[rows["variant"] == ""]
    rows = rows[rows["firm"] == rows["firm"].iloc[0]]
    by, against = [wanted.x, wanted.y], study.outcomes.against
    other = next(name for name in wanted.structures if name != against)
    pair = f"{other} and {against}".replace("_", " ")
    written: list[Path] = []
    for at, (world, found) in enumerate(rows.groupby("world", sort=False)):
        here = _averaged(wanted, found, sorted(measures))
        prices = break_even_price(here, other, against, by=by)[[*by, "price"]]
        figure = draw_placement_map(here, prices=prices, world=str(world), pair=pair, certainty=True)
        written.extend(save(figure, folder / (f"map_{wanted.id}_{world}" if at else f"map_{wanted.id}")))
    return written


def _steps(name: str) -> Factor:
    return Factor(name, sentence(parameter_words(name)), "steps")


def _parts(study: Study, wanted: Map, table: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame, str]]:
    base = _held(wanted, table)
    many = base["firm"].nunique() > 1
    for (firm, world, variant), rows in base.groupby(["firm", "world", "variant"], sort=False):
        if rows["structure"].nunique() < 2:  # a variant that was tried in one
            continue
        for measure in wanted.measures:
            mean = _averaged(wanted, rows, [measure])
            named = file_word(str(firm)) if many else ""
            where = "_".join(text for text in map(str, (named, world, variant)) if text)
            told = ", ".join(text for text in map(str, (world, variant)) if text)
            yield f"map_{wanted.id}_{measure}_{where}", told, mean, measure


def _held(wanted: Map, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a map: its structures, and what it holds at a value."""
    rows = table[table["structure"].isin(wanted.structures)]
    for name, value in wanted.at:
        rows = rows[rows[name] == value]
    return rows


def _averaged(wanted: Map, rows: pd.DataFrame, measures: list[str]) -> pd.DataFrame:
    """Return one row for a cell, structure and replicate: the mean over whatever else was varied, NaN if a run is."""
    by = ["firm", "world", wanted.x, wanted.y, "structure", "seed", "replicate"]
    cells = rows.groupby(by, sort=False)[measures]
    size = rows.groupby(by, sort=False).size()
    return cells.mean().where(cells.count().eq(size, axis=0)).reset_index()


def _averaged_over(study: Study, wanted: Map) -> str:
    """Return in words what else was varied and is neither an axis of the map nor held."""
    held = {wanted.x, wanted.y, *(name for name, _ in wanted.at)}
    return ", ".join(parameter_words(axis.name) for axis in study.uncertainties if axis.name not in held)
