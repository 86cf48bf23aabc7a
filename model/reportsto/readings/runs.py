"""The runs of a study with what is asked of them: places, who is held against whom, values, differences.

Built once from the table of runs; every reading takes it. A place is a firm, a world and a variant ("" for none).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

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


class Contrast(NamedTuple):
    """A difference of two structures.

    Attributes:
        place: firm, world and variant.
        measure: in what they differ.
        a: a structure.
        b: the structure that is subtracted.
    """

    place: Place
    measure: str
    a: str
    b: str

    @property
    def known(self) -> dict[str, str]:
        """Return the columns `KNOWN` of its rows."""
        return dict(zip(KNOWN, (*self.place, self.measure, self.a, self.b), strict=True))


def cell(place: Place, structure: str) -> tuple[Cell, str]:
    """Return what was run of a structure in a place: its cell, and the world."""
    firm, world, variant = place
    return Cell(structure, firm, variant), world


class Runs:
    """The table of runs and the design they were made from.

    Attributes:
        design: the study, and which of its runs were asked for.
        study: the study file, as it was read.
        everything: one row a run, in the order of the design; a plan that looks at its results may have more
            replicates of some cells than of others.
        source: provenance: command, versions, notes, digest.
        details: days and posts of a few runs, by (structure, firm, world).
        table: the runs of the replicates that every cell has.
        base: of these, the runs without variants.
        replicates: how many replicates every point has.
        measures: the measures of the study, the primary ones first.
        structures: the structures that were run in each place, in the order of the study.
        places: every firm, world and variant, in the order of the study.
        plain_places: the places without a variant.
        against: the structure all others of a place are held against: the study's, or the first that was run.
        pairs: every other structure of a place with the one it is held against.
        chosen: whether somebody chose the points: then there are counts of them, and no interval of a share.
    """

    def __init__(
        self,
        design: Design,
        everything: pd.DataFrame,
        source: Mapping[str, object] | None = None,
        details: Mapping[tuple[str, str, str], Details] | None = None,
    ) -> None:
        """Sort the runs by structure and place, once for all readings."""
        self.design, self.study, self.everything = design, design.study, everything
        self.source, self.details = source or {}, details or {}
        same = design.replication.kind == "fixed"
        self.table = everything if same else everything[everything["replicate"] < design.replicates]
        self.base = self.table[self.table["variant"] == ""]
        self.replicates = int(self.table["replicate"].nunique())
        self.measures = (*self.study.outcomes.primary, *self.study.outcomes.measures)
        self.chosen = self.study.sampling.kind in CHOSEN
        order = ["sample", "replicate"] if "sample" in self.table else ["replicate"]
        self._rows = {
            tuple(map(str, key)): rows.sort_values(order)
            for key, rows in self.table.groupby(["structure", "firm", "world", "variant"], sort=False)
        }
        self.structures: dict[Place, list[str]] = {}
        for name, firm, world, variant in self._rows:
            self.structures.setdefault((firm, world, variant), []).append(name)
        wanted = self.study.outcomes.against
        self.places = list(self.structures)
        self.plain_places = [place for place in self.places if not place[2]]
        self.against = {place: wanted if wanted in run else run[0] for place, run in self.structures.items()}
        self.pairs = {
            place: [(name, self.against[place]) for name in run if name != self.against[place]]
            for place, run in self.structures.items()
        }

    # ── Who is held against whom ─────────────────────────────────────────────────────────────────

    def contrasts(self, *, measures: tuple[str, ...] = ()) -> Iterator[Contrast]:
        """Yield every difference; by default of every measure of the study."""
        for place in self.places:
            for a, b in self.pairs[place]:
                for measure in measures or self.measures:
                    yield Contrast(place, measure, a, b)

    def has(self, cell: Cell, world: str) -> bool:
        """Tell whether a cell was run in a world."""
        return (cell.structure, cell.firm, world, cell.variant) in self._rows

    # ── Measures ─────────────────────────────────────────────────────────────────────────────────

    def better(self, measure: str) -> float:
        """Return 1 where more is better, -1 where less is."""
        return -1.0 if self.study.outcomes.less_is_better(measure) else 1.0

    def effect(self, measure: str, mean_b: float, prediction: Prediction | None = None) -> float:
        """Return the smallest effect, that of a prediction where it has one, in units where b has this mean."""
        if prediction is not None and prediction.smallest_effect is not None:
            return SmallestEffect(prediction.smallest_effect, prediction.relative).in_units(mean_b)
        return smallest_effect(self.study, measure).in_units(mean_b)

    def least(self, contrast: Contrast) -> float:
        """Return the smallest effect of a difference, in units where b has its usual mean."""
        return self.effect(contrast.measure, self.usual(*cell(contrast.place, contrast.b), contrast.measure))

    # ── Numbers ──────────────────────────────────────────────────────────────────────────────────

    def values(self, cell: Cell, world: str, measure: str) -> Floats:
        """Return one measure, shape (points, replicates), NaN where a run has no number."""
        rows = self._rows[cell.structure, cell.firm, world, cell.variant]
        out: Floats = rows[measure].to_numpy(dtype=np.float64).reshape(-1, self.replicates)
        return out

    def difference(self, contrast: Contrast) -> Floats:
        """Return a - b, shape (points, replicates)."""
        place, measure, a, b = contrast
        return self.values(*cell(place, a), measure) - self.values(*cell(place, b), measure)

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
