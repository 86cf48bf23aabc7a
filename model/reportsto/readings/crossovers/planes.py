"""The planes of a study's maps: one measure of two structures over two parameters.

A crossing lies *along* one axis of the map, with the other axis *held* at each of its levels. By default it is looked
for along x: on a map of direct reports (x) by the length of an exception (y), the number of direct reports for each
length. Whatever else a study varies is averaged, as in its maps.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reportsto.parameters import Parameters
from reportsto.readings.maps.cells import averaged, on_map
from reportsto.readings.runs import Place, Runs
from reportsto.studies.study import Map

PLACE = ("firm", "world", "variant")


@dataclass(frozen=True, slots=True)
class Plane:
    """One measure of two structures over a map.

    Attributes:
        wanted: the map
        place: firm, world and variant
        measure: the measure
        a: a structure
        b: the structure it is held against
        rows: one row a replicate, cell and structure, the mean over whatever else was varied
    """

    wanted: Map
    place: Place
    measure: str
    a: str
    b: str
    rows: pd.DataFrame

    @property
    def along(self) -> str:
        """Return the parameter on which they change places."""
        return self.wanted.y if self.wanted.cross == "y" else self.wanted.x

    @property
    def held(self) -> str:
        """Return the other parameter of the map."""
        return self.wanted.x if self.wanted.cross == "y" else self.wanted.y

    @property
    def differences(self) -> pd.DataFrame:
        """Return a - b of each cell and replicate, of the replicates that have a number in all cells."""
        keys = [self.along, self.held, "replicate"]
        a, b = (self.rows[self.rows["structure"] == name].set_index(keys)[self.measure] for name in (self.a, self.b))
        found = (a - b).rename("difference").reset_index()
        whole = found.groupby("replicate")["difference"].transform(lambda values: values.notna().all())
        return found[whole.astype(bool)]

    def mean_b(self, held: float | None = None) -> float:
        """Return the mean of b over the plane, or at one level of the held parameter."""
        rows = self.rows if held is None else self.rows[self.rows[self.held] == held]
        return float(rows.loc[rows["structure"] == self.b, self.measure].mean())


def planes(runs: Runs) -> Iterator[Plane]:
    """Yield a plane for each map, place, pair and primary measure; a map with an axis of words has none."""
    for wanted in runs.study.maps:
        base = on_map(runs, wanted)
        if all(pd.api.types.is_numeric_dtype(base[name]) for name in (wanted.x, wanted.y)):
            for place, rows in base.groupby(list(PLACE), sort=False):
                yield from _of_place(runs, wanted, place, rows)


def _of_place(runs: Runs, wanted: Map, place: Hashable, rows: pd.DataFrame) -> Iterator[Plane]:
    firm, world, variant = map(str, place)  # type: ignore[call-overload]
    run = list(dict.fromkeys(rows["structure"].astype(str)))
    b = runs.study.outcomes.against if runs.study.outcomes.against in run else run[0]
    for measure in (name for name in wanted.measures if name in runs.study.outcomes.primary):
        cells = averaged(wanted, rows, [measure])
        for a in (name for name in run if name != b):
            yield Plane(wanted, (firm, world, variant), measure, a, b, cells)


def at_default(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the held level nearest to the default, where the held parameter has one number."""
    if rows.empty:
        return rows
    usual = Parameters().as_flat().get(str(rows["held"].iloc[0]), float("nan"))
    levels = rows["at"].to_numpy(dtype=np.float64)
    nearest = levels[0] if np.isnan(usual) else levels[np.abs(levels - float(usual)).argmin()]
    out: pd.DataFrame = rows[levels == nearest]
    return out
