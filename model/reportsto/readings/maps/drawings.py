"""Which maps are drawn."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pandas as pd

from reportsto.drawing import Factor, file_word
from reportsto.drawing.words import measure_words, parameter_label, parameter_words
from reportsto.readings.maps.cells import Race, averaged, on_map
from reportsto.readings.maps.figures.placement_map import OUTSIDE, OWN_LINE, RACES, draw_placement_map
from reportsto.readings.maps.figures.winner_map import draw_winner_map
from reportsto.readings.reading import Drawing
from reportsto.readings.runs import Runs, smallest_effect
from reportsto.readings.words import place
from reportsto.statistics.prices import MEASURES as PRICED
from reportsto.statistics.prices import break_even_price
from reportsto.studies.study import Map


def drawings(runs: Runs) -> Iterator[Drawing]:
    """Yield every map: the one of the front page first, then one for each measure, firm and world."""
    for wanted in runs.study.maps:
        yield from _placement(runs, wanted)
        for measure in sorted(wanted.measures, key=runs.measures.index):
            yield from _winners(runs, wanted, measure)


def _winners(runs: Runs, wanted: Map, measure: str) -> Iterator[Drawing]:
    base = on_map(runs, wanted)
    many = base["firm"].nunique() > 1
    rest = _averaged_over(runs, wanted)
    race = Race(
        measure=measure,
        better="lower" if runs.better(measure) < 0 else "higher",
        smallest_effect=smallest_effect(runs.study, measure),
    )
    for (firm, world, variant), rows in base.groupby(["firm", "world", "variant"], sort=False):
        if rows["structure"].nunique() < 2:  # a variant that was tried in one
            continue
        where = "_".join(filter(None, (file_word(str(firm)) if many else "", str(world), str(variant))))
        title = f"{race.heading} ({place(world, variant)}{rest and f'; mean over {rest}'})"
        yield Drawing(
            f"map_{wanted.id}_{measure}_{where}",
            partial(
                draw_winner_map,
                averaged(wanted, rows, [measure]),
                replace(race, title=title),
                x=_steps(wanted.x),
                y=_steps(wanted.y),
            ),
            f"Which structure is best on {measure_words(measure)}, in the world {place(world, variant)}, over "
            f"“{parameter_words(wanted.x)}” and “{parameter_words(wanted.y)}”. Pale cells are ties: none is ahead by "
            f"more than {race.least}.",
        )


def _placement(runs: Runs, wanted: Map) -> Iterator[Drawing]:
    """Yield the map of the README, failures beside reports acted on with the price, where a study has its two axes.

    One for each world; that of the first world has no world in its name.
    """
    measures = {race.measure for race in RACES} | set(PRICED)
    if (wanted.x, wanted.y) != (OWN_LINE.column, OUTSIDE.column) or not measures <= set(runs.table.columns):
        return
    rows = on_map(runs, wanted)
    rows = rows[(rows["variant"] == "") & (rows["firm"] == rows["firm"].iloc[0])]
    by, against = [wanted.x, wanted.y], runs.study.outcomes.against
    other = next(name for name in wanted.structures if name != against)
    pair = f"{other} and {against}".replace("_", " ")
    for at, (world, found) in enumerate(rows.groupby("world", sort=False)):
        here: pd.DataFrame = averaged(wanted, found, sorted(measures))
        prices = break_even_price(here, other, against, by=by)[[*by, "price"]]
        yield Drawing(
            f"map_{wanted.id}_{world}" if at else f"map_{wanted.id}",
            partial(draw_placement_map, here, prices=prices, world=str(world), pair=pair),
            "Left, who has the fewest failures; right, whose reports are acted on most. Where the two differ, being "
            f"heard most is not enough. All other numbers are as in the world {world}.",
        )


def _steps(name: str) -> Factor:
    return Factor(name, parameter_label(name), "steps")


def _averaged_over(runs: Runs, wanted: Map) -> str:
    """Return in words what else was varied and is neither an axis of the map nor held."""
    held = {wanted.x, wanted.y, *(name for name, _ in wanted.at)}
    return ", ".join(parameter_words(axis.name) for axis in runs.study.uncertainties if axis.name not in held)
