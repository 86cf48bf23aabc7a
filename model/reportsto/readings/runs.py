"""The runs of a study with what is asked of them: places, who is held against whom, values, differences.

Built once from the table of runs; every reading takes it. A place is a firm, a world and a variant ("" for none).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.api import Details
from reportsto.arrays import Floats
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS, SmallestEffect
from reportsto.studies.design import Design
from reportsto.studies.sampling import CHOSEN
from reportsto.studies.study import Cell, Prediction, Study

Bools = NDArray[np.bool_]
Place = tuple[str, str, str]
"""Firm, world and variant."""

KNOWN = ("firm", "world", "variant", "measure", "a", "b")
"""Columns that say which difference a row is about."""


@dataclass(frozen=True)
class Runs:
    """The table of runs and the design they were made from.

    Attributes:
        design: the study, and which of its runs were asked for.
        everything: one row a run, in the order of the design; a plan that looks at its results may have more
            replicates of some cells than of others.
        source: provenance: command, versions, notes, digest.
        details: days and posts of a few runs, by (structure, firm, world).
    """

    design: Design
    everything: pd.DataFrame
    source: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[tuple[str, str, str], Details] = field(default_factory=dict)

    @property
    def study(self) -> Study:
        """Return the study file, as it was read."""
        return self.design.study

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return the runs of the replicates that every cell has."""
        if self.design.replication.kind == "fixed":
            return self.everything
        return self.everything[self.everything["replicate"] < self.design.replicates]

    @cached_property
    def base(self) -> pd.DataFrame:
        """Return the runs without variants."""
        return self.table[self.table["variant"] == ""]

    @cached_property
    def replicates(self) -> int:
        """Return how many replicates every point has."""
        return int(self.table["replicate"].nunique())

    @cached_property
    def _rows(self) -> dict[tuple[str, ...], pd.DataFrame]:
        order = ["sample", "replicate"] if "sample" in self.table else ["replicate"]
        return {
            tuple(map(str, key)): rows.sort_values(order)
            for key, rows in self.table.groupby(["structure", "firm", "world", "variant"], sort=False)
        }

    # ── Places, and who is held against whom ─────────────────────────────────────────────────────

    @property
    def places(self) -> list[Place]:
        """Return every firm, world and variant, in the order of the study."""
        return list(dict.fromkeys((firm, world, variant) for _, firm, world, variant in self._rows))

    @property
    def plain_places(self) -> list[Place]:
        """Return the places without a variant."""
        return [place for place in self.places if not place[2]]

    def structures(self, place: Place) -> list[str]:
        """Return the structures that were run in a place."""
        return [key[0] for key in self._rows if key[1:] == place]

    def against(self, place: Place) -> str:
        """Return the structure all others of a place are held against: the study's, or the first that was run."""
        run, wanted = self.structures(place), self.study.outcomes.against
        return wanted if wanted in run else run[0]

    def pairs(self, place: Place) -> list[tuple[str, str]]:
        """Return every structure of a place with the one it is held against."""
        b = self.against(place)
        return [(a, b) for a in self.structures(place) if a != b]

    def contrasts(self, *, measures: tuple[str, ...] = ()) -> Iterator[tuple[Place, str, str, str]]:
        """Yield place, a, b and measure of every difference; by default of every measure of the study."""
        for place in self.places:
            for a, b in self.pairs(place):
                for measure in measures or self.measures:
                    yield place, a, b, measure

    def has(self, cell: Cell, world: str) -> bool:
        """Tell whether a cell was run in a world."""
        return (cell.structure, cell.firm, world, cell.variant) in self._rows

    # ── Measures ─────────────────────────────────────────────────────────────────────────────────

    @property
    def measures(self) -> tuple[str, ...]:
        """Return the measures of the study, the primary ones first."""
        return (*self.study.outcomes.primary, *self.study.outcomes.measures)

    def better(self, measure: str) -> float:
        """Return 1 where more is better, -1 where less is."""
        return -1.0 if measure in self.study.outcomes.lower_is_better else 1.0

    def effect(self, measure: str, mean_b: float, prediction: Prediction | None = None) -> float:
        """Return the smallest effect, that of a prediction where it has one, in units where b has this mean."""
        if prediction is not None and prediction.smallest_effect is not None:
            return SmallestEffect(prediction.smallest_effect, prediction.relative).in_units(mean_b)
        return smallest_effect(self.study, measure).in_units(mean_b)

    # ── Numbers ──────────────────────────────────────────────────────────────────────────────────

    def values(self, cell: Cell, world: str, measure: str) -> Floats:
        """Return one measure, shape (points, replicates), NaN where a run has no number."""
        rows = self._rows[cell.structure, cell.firm, world, cell.variant]
        out: Floats = rows[measure].to_numpy(dtype=np.float64).reshape(-1, self.replicates)
        return out

    def difference(self, a: str, b: str, place: Place, measure: str) -> Floats:
        """Return a - b of two structures in a place, shape (points, replicates)."""
        firm, world, variant = place
        one, other = (self.values(Cell(name, firm, variant), world, measure) for name in (a, b))
        return one - other

    def asked(self, prediction: Prediction, world: str) -> Floats:
        """Return the difference a prediction is about, less that of its `minus`: shape (points, replicates)."""
        a, b = (self.values(cell, world, prediction.measure) for cell in (prediction.a, prediction.b))
        if prediction.minus is None:
            return a - b
        one, other = (self.values(cell, world, prediction.measure) for cell in prediction.minus)
        return (a - b) - (one - other)

    def usual(self, cell: Cell, world: str, measure: str, at: Bools | None = None) -> float:
        """Return the mean of the numbers there are, at these points or at all, NaN where there is none."""
        known = self.values(cell, world, measure)[slice(None) if at is None else at]
        known = known[np.isfinite(known)]
        return float(known.mean()) if known.size else float("nan")

    def judged(self) -> Iterator[tuple[Prediction, str]]:
        """Yield each prediction with each world in which all its cells were run."""
        for prediction in self.study.predictions:
            for world in prediction.worlds:
                if all(self.has(cell, world) for cell in prediction.cells):
                    yield prediction, world

    # ── Points ───────────────────────────────────────────────────────────────────────────────────

    @property
    def chosen(self) -> bool:
        """Tell whether somebody chose the points: then there are counts of them, and no interval of a share."""
        return self.study.sampling.kind in CHOSEN

    def points(self, cell: Cell, world: str) -> pd.DataFrame:
        """Return the uncertainties of each point."""
        rows = self._rows[cell.structure, cell.firm, world, cell.variant]
        names = [axis.name for axis in self.study.uncertainties]
        out: pd.DataFrame = rows.loc[rows["replicate"] == rows["replicate"].iloc[0], names].reset_index(drop=True)
        return out


def smallest_effect(study: Study, measure: str) -> SmallestEffect:
    """Return the smallest effect of interest of a difference: that of its first prediction, or the default, or 0.

    A prediction with `minus` is about a difference of differences, whose smallest effect is its own.
    """
    for prediction in study.predictions:
        if prediction.measure == measure and prediction.smallest_effect is not None and not prediction.minus:
            return SmallestEffect(prediction.smallest_effect, prediction.relative)
    return SMALLEST_EFFECTS.get(measure, SmallestEffect(0.0))


def like_first(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows that are about the same as the first one: those with its values in these columns."""
    names = list(columns)
    out: pd.DataFrame = table[(table[names] == table.iloc[0][names]).all(axis=1)]
    return out
