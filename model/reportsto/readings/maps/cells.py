"""Who wins in each cell of a map, over two parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.drawing import MissingInput
from reportsto.drawing.factors import Factor, factor_rows
from reportsto.drawing.style import structure_looks
from reportsto.drawing.words import measure_words, number, sentence
from reportsto.readings.runs import Runs
from reportsto.statistics.rankings import Better
from reportsto.statistics.smallest_effects import SmallestEffect
from reportsto.statistics.verdict import unbeaten
from reportsto.studies.study import Map

CELLS = ("x", "y", "winner", "leader", "lead", "n", "missing", "state")
"""Columns of a table of cells; `state` is clear, tie or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """What structures compete in.

    Attributes:
        measure: the measure
        better: which end of it is better
        smallest_effect: the smallest lead that matters; a plain number is in the unit of the measure
        title: what stands over the map; by default the question that it answers
    """

    measure: str
    better: Better
    smallest_effect: float | SmallestEffect
    title: str = ""

    @property
    def effect(self) -> SmallestEffect:
        """Return the smallest effect."""
        effect = self.smallest_effect
        return effect if isinstance(effect, SmallestEffect) else SmallestEffect(effect)

    @property
    def least(self) -> str:
        """Return the smallest effect in words."""
        return f"{100 * self.effect.amount:g} %" if self.effect.relative else number(self.effect.amount)

    @property
    def heading(self) -> str:
        """Return the title, or the question that the map answers."""
        end = "lowest" if self.better == "lower" else "highest"
        return self.title or f"{sentence(measure_words(self.measure))}: who is {end}?"


def race_on(runs: Runs, measure: str, effect: float | SmallestEffect, title: str = "") -> Race:
    """Return the race on a measure of a study."""
    better: Better = "lower" if runs.better(measure) < 0 else "higher"
    return Race(measure=measure, better=better, smallest_effect=effect, title=title)


def on_map(runs: Runs, wanted: Map) -> pd.DataFrame:
    """Return the runs of a map: its structures, and what it holds at a value."""
    rows = runs.table[runs.table["structure"].isin(wanted.structures)]
    for name, value in wanted.at:
        rows = rows[rows[name] == value]
    return rows


def averaged(wanted: Map, rows: pd.DataFrame, measures: list[str]) -> pd.DataFrame:
    """Return one row for a cell, structure and replicate: the mean over whatever else was varied, NaN if a run is."""
    by = ["firm", "world", wanted.x, wanted.y, "structure", "seed", "replicate"]
    cells = rows.groupby(by, sort=False)[measures]
    size = rows.groupby(by, sort=False).size()
    return cells.mean().where(cells.count().eq(size, axis=0)).reset_index()


def winner_cells(table: pd.DataFrame, race: Race, *, x: str, y: str) -> pd.DataFrame:
    """Return one row for every pair of values of the parameters `x` and `y`, with the columns `CELLS`.

    `table` has one row for each cell, `structure`, `seed` and `replicate`, of at least two structures. A replicate
    counts only where every structure has a number; the others are `missing`. `leader` has the best mean, and is `lead`
    better than the second, in the unit of the measure; where the best two are exactly equal nobody leads. `winner` is
    the leader where it beats every other by more than the smallest effect: then the `state` is `clear`; else it is a
    `tie`, or `none` without a single complete replicate.

    Raises MissingInput when a column is missing, or no run has a number.
    """
    rows = factor_rows(table, "winner_map", ("structure", "seed", "replicate", race.measure), (Factor(x), Factor(y)))
    wide = rows.pivot(index=[x, y, "seed", "replicate"], columns="structure", values=race.measure)
    if wide.isna().all(axis=None):
        raise MissingInput(f"figure 'winner_map' needs at least one run with a number in {race.measure}")
    names = list(structure_looks(wide.columns))
    levels = (np.unique(rows[name].to_numpy(dtype=np.float64)) for name in (x, y))
    found = []
    for at_x, at_y in product(*levels):
        here = wide[(wide.index.get_level_values(0) == at_x) & (wide.index.get_level_values(1) == at_y)]
        found.append({"x": at_x, "y": at_y, **_cell(here[names].to_numpy(dtype=np.float64), names, race)})
    return pd.DataFrame(found, columns=list(CELLS))


def _cell(numbers: Floats, names: Sequence[str], race: Race) -> dict[str, object]:
    complete = numbers[~np.isnan(numbers).any(axis=1)]
    n = len(complete)
    known = {"winner": "", "leader": "", "lead": np.nan, "n": n, "missing": len(numbers) - n}
    if n == 0:
        return {**known, "state": "none"}
    sign = 1.0 if race.better == "higher" else -1.0
    means = sign * complete.mean(axis=0)
    first, second = np.argsort(-means, kind="stable")[:2]
    lead = float(means[first] - means[second])
    leader = names[first] if lead else ""
    smallest = race.effect.in_units(float(means[second]))
    if not lead or len(unbeaten(complete, smallest, sign=sign)) > 1:
        return {**known, "leader": leader, "lead": lead, "state": "tie"}
    return {**known, "winner": leader, "leader": leader, "lead": lead, "state": "clear"}
