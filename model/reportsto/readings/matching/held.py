"""The points of a study held against its patterns, place by place, and weighted to stand for the prior."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reportsto.arrays import Floats
from reportsto.patterns.matching import Matched
from reportsto.readings.runs import Bools, Runs
from reportsto.readings.sound import sound_at
from reportsto.studies.study import Cell
from reportsto.studies.waves import matched_runs, weights

ALL = "all"
"""The word for all worlds together, each as likely."""
AMONG = ("prior", "survivors", "weighted survivors")
"""All points; those that are kept; those that are kept, weighted by how well they meet the patterns."""
POINTS = ("all", "sound")


@dataclass(frozen=True, slots=True)
class Here:
    """The points of a firm in one world, or in all of them one after the other.

    Attributes:
        firm: the firm.
        worlds: the worlds; of several each is as likely.
        rows: where these points stand among all that were matched, shape (points,).
        samples: their numbers in the study, shape (points,).
        prior: weights that make them stand for the prior, shape (points,).
        sound: which are of a firm that could go on, in every structure, shape (points,).
    """

    firm: str
    worlds: tuple[str, ...]
    rows: np.ndarray
    samples: np.ndarray
    prior: Floats
    sound: Bools

    @property
    def world(self) -> str:
        """Return the world, or the word for all."""
        return self.worlds[0] if len(self.worlds) == 1 else ALL


@dataclass(frozen=True)
class Held:
    """A study's runs held against its patterns.

    Attributes:
        runs: the runs.
        found: every point of every place, without variants.
    """

    runs: Runs
    found: Matched

    @cached_property
    def base(self) -> Floats:
        """Return the weight of each point of the study that makes both waves stand for the prior."""
        return weights(self.runs.design, self.found)

    @cached_property
    def places(self) -> list[Here]:
        """Return each firm in each world and, where there are several, in all of them."""
        out = []
        for firm in dict.fromkeys(self.found.points["firm"]):
            each = [self._place(str(firm), world) for one, world, _ in self.runs.plain_places if one == firm]
            out += [*each, _together(each)] if len(each) > 1 else each
        return out

    def _place(self, firm: str, world: str) -> Here:
        known = self.found.points
        rows = np.flatnonzero((known["firm"] == firm) & (known["world"] == world))
        samples = known["sample"].to_numpy()[rows]
        return Here(firm, (world,), rows, samples, self.base[samples], sound_at(self.runs, (firm, world, "")))

    def values(self, firm: str, world: str, measure: str) -> Floats:
        """Return the mean over replicates, shape (points, structures); NaN where a run stopped."""
        structures = self.runs.structures[firm, world, ""]
        return np.column_stack(
            [self.runs.values(Cell(one, firm, ""), world, measure).mean(axis=1) for one in structures]
        )

    def outcomes(self, here: Here, measure: str) -> Floats:
        """Return the values of a place, those of its worlds one after the other, shape (points, structures)."""
        return np.vstack([self.values(here.firm, world, measure) for world in here.worlds])

    def structures(self, here: Here) -> list[str]:
        """Return the structures of a place, in the order of the study."""
        return self.runs.structures[here.firm, here.worlds[0], ""]

    def weighted(self, here: Here, among: str, points: str = "all") -> Floats:
        """Return the weights of the points of a place, not normalised, shape (points,)."""
        out = here.prior * (here.sound if points == "sound" else 1.0)
        if among == AMONG[0]:
            return out
        more: Floats = out * (self.found.kept if among == AMONG[1] else self.found.likelihood)[here.rows]
        return more

    def sets(self, here: Here) -> Iterator[tuple[str, str, Floats]]:
        """Yield each set of points, what it is among, and its weights."""
        for points in POINTS:
            for among in AMONG:
                yield points, among, self.weighted(here, among, points)


def held(runs: Runs) -> Held:
    """Return the runs of a study with patterns, held against them."""
    return Held(runs, matched_runs(runs.study, runs.table))


def _together(each: list[Here]) -> Here:
    return Here(
        each[0].firm, tuple(one.worlds[0] for one in each),
        *(np.concatenate([getattr(one, name) for one in each]) for name in ("rows", "samples", "prior", "sound")),
    )  # fmt: skip
