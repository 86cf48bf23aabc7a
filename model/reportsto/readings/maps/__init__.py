"""The maps of a study: who wins over two of its parameters, all others averaged or held."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pandas as pd

from reportsto.drawing import Factor, file_word
from reportsto.drawing.words import parameter_label, parameter_words
from reportsto.readings.maps.cells import averaged, on_map, race_on
from reportsto.readings.maps.figures import OUTSIDE, OWN_LINE, RACES, draw_placement_map, draw_winner_map
from reportsto.readings.reading import Drawing, Reading, Tables
from reportsto.readings.runs import Runs, smallest_effect
from reportsto.readings.words import measure, place
from reportsto.statistics.prices import MEASURES as PRICED
from reportsto.statistics.prices import break_even_price
from reportsto.studies.study import Map
from reportsto.wording import counted


def figures(runs: Runs, tables: Tables) -> Iterator[Drawing]:
    """Yield every map: the one of the front page first, then one for each measure, firm and world."""
    for wanted in runs.study.maps:
        yield from _placement(runs, wanted)
        for name in sorted(wanted.measures, key=runs.measures.index):
            yield from _winners(runs, wanted, name)


def _winners(runs: Runs, wanted: Map, name: str) -> Iterator[Drawing]:
    base = on_map(runs, wanted)
    many = base["firm"].nunique() > 1
    held = {wanted.x, wanted.y, *(axis for axis, _ in wanted.at)}
    rest = sum(axis.name not in held for axis in runs.study.uncertainties)
    race = race_on(runs, name, smallest_effect(runs.study, name))
    x, y = (Factor(axis, parameter_label(axis), "steps") for axis in (wanted.x, wanted.y))
    for (firm, world, variant), rows in base.groupby(["firm", "world", "variant"], sort=False):
        if rows["structure"].nunique() < 2:  # a variant that was tried in one
            continue
        where = place(world, variant)
        file = ("map", wanted.id, name, file_word(str(firm)) if many else "", str(world), str(variant))
        over = f"; mean over {counted(rest, 'other number')}" if rest else ""
        title = f"{race.heading} ({where}{over})"
        yield Drawing(
            "_".join(filter(None, file)),
            partial(draw_winner_map, averaged(wanted, rows, [name]), replace(race, title=title), x=x, y=y),
            f"Which structure is best on {measure(name)}, in the world {where}, over “{parameter_words(wanted.x)}” and "
            f"“{parameter_words(wanted.y)}”. Pale cells are ties: none is ahead by more than {race.least}.",
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


MAPS = Reading(figures=figures)
"""Which structure wins in each cell of a map, ties called ties."""
