"""Firms that are asked, and what they answer: the runs of a study as simulated surveys and logs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from reportsto.arrays import Floats
from reportsto.errors import StudyError
from reportsto.readings.runs import Runs
from reportsto.statistics.recovery import Firms
from reportsto.studies.asking import ATTITUDE
from reportsto.studies.study import Cell, Identify

LEAST_PART = 4
"""At most one point in so many is held out."""
ANSWERS, HELD_OUT = 1, 2
"""Second keys of the generators: errors of answers, and which firms are held out."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of asking.

    Attributes:
        handlers: how many handlers are asked about their attitude; 0 for none.
        moved: whether customer service moved between the two times of asking.
        counted: whether all that a firm can count is counted, and not the log of contacts alone.
    """

    handlers: int
    moved: bool
    counted: bool = False

    @property
    def words(self) -> str:
        """Return the way of asking in words."""
        logs = "all that can be counted" if self.counted else "contact logs"
        asked = f", {self.handlers} handlers asked" if self.handlers else ""
        return f"{logs}{asked}, {'with' if self.moved else 'without'} a move"


def ways(asked: Identify) -> list[Way]:
    """Return every way of asking: without and with a move, the most of all last."""
    some = [Way(handlers, moved) for moved in (False, True) for handlers in (0, *asked.handlers)]
    return [*some, Way(max(asked.handlers), moved=True, counted=True)]


class Asked:
    """All simulated firms of a study: a firm is a point and a world; each is asked in every structure.

    Points at which a run stopped are left out. Structures, worlds and points keep the order of the study.

    Attributes:
        runs: the runs.
        asked: what firms are asked.
        structures, worlds, names: of structures, worlds and parameters.
        points: the numbers of each point in each world, which may set one: a table a world, one column a parameter.
        shares: the same as shares of all firms with less, 0 to 1: (worlds, points, parameters).
        world: the world drawn for each point, by its place: that of its firm where it is one of those held out.
        held: which points are held out.
    """

    def __init__(self, runs: Runs, asked: Identify) -> None:
        """Take the values of all runs once."""
        study = runs.study
        self.runs, self.asked = runs, asked
        self.firm = study.levers.firms[0]
        self.structures, self.worlds = list(study.levers.structures), list(study.levers.worlds)
        stopped = set(runs.table.loc[runs.table["failure"] != "", "sample"])
        every = [runs.points(Cell(self.structures[0], self.firm, ""), world) for world in self.worlds]
        self._sound = np.array([at not in stopped for at in range(len(every[0]))])
        self.points = [one[self._sound].reset_index(drop=True) for one in every]
        self.names = [str(name) for name in self.points[0].columns]
        n = len(self.points[0])
        held = min(asked.held_out, n // LEAST_PART)
        if held < 2:
            raise StudyError(f"{study.path}: {n} sound points; expected more, of which a quarter is held out")
        values = np.concatenate([one.to_numpy(np.float64) for one in self.points])
        self.shares = ((rankdata(values, axis=0) - 0.5) / len(values)).reshape(len(self.worlds), n, -1)
        generator = np.random.default_rng([study.seed, HELD_OUT])
        self.held = generator.permutation(n) < held
        self.world = generator.integers(len(self.worlds), size=n)

    # ── What is run ──────────────────────────────────────────────────────────────────────────────

    def _values(self, structure: str, world: str, variant: str, measure: str) -> Floats:
        cell = Cell(structure, self.firm, variant)
        out: Floats = self.runs.values(cell, world, measure).mean(axis=1)[self._sound]
        return out

    @cached_property
    def losses(self) -> Floats:
        """Return what is lost in each structure on the first measure, less is better: (worlds, points, structures)."""
        measure = self.runs.study.outcomes.primary[0]
        found = [[self._values(one, world, "", measure) for one in self.structures] for world in self.worlds]
        return np.asarray(-self.runs.better(measure) * np.moveaxis(np.array(found), 1, 2), dtype=np.float64)

    def counts(self, structure: str, measures: tuple[str, ...], variant: str) -> Floats:
        """Return what was counted in the days of a variant: (worlds, points, measures)."""
        found = [[self._values(structure, world, variant, name) for name in measures] for world in self.worlds]
        return np.moveaxis(np.array(found), 1, 2)

    def answers(self, structure: str, variant: str, handlers: int) -> Floats:
        """Return the mean of so many answers about the attitude: (worlds, points, 1)."""
        where = [self.structures.index(structure), variant != self.asked.first, handlers]
        generator = np.random.default_rng([self.runs.study.seed, ANSWERS, *map(int, where)])
        exact = self.counts(structure, (ATTITUDE,), variant)
        return np.asarray(exact + generator.normal(0.0, self.asked.answer_sd / handlers**0.5, exact.shape))

    def variants(self, structure: str, *, moved: bool) -> tuple[str, str]:
        """Return the variants of the first and of the later days."""
        if not moved:
            return self.asked.first, self.asked.later
        study = self.runs.study
        return self.asked.first, next(one for one in self.asked.moved if structure in study.variant(one).structures)

    def data(self, structure: str, way: Way) -> Floats:
        """Return all that one way of asking gives: (worlds, points, columns)."""
        measures = (*self.asked.tickets, *(self.asked.counted if way.counted else ()))
        parts = []
        for variant in self.variants(structure, moved=way.moved):
            parts.append(self.counts(structure, measures, variant))
            if way.handlers:
                parts.append(self.answers(structure, variant, way.handlers))
        return np.concatenate(parts, axis=2)

    # ── Who learns, and who is judged ────────────────────────────────────────────────────────────

    @cached_property
    def judged(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return world and point of each firm that is held out."""
        at = np.flatnonzero(self.held)
        return self.world[at], at

    def learning(self, values: Floats) -> Floats:
        """Return the rows of the points to learn from, one world after the other, of (worlds, points, columns)."""
        return np.concatenate(list(values[:, ~self.held]))

    @property
    def learning_points(self) -> NDArray[np.int64]:
        """Return the point of each row of `learning`."""
        return np.tile(np.flatnonzero(~self.held), len(self.worlds))

    @property
    def learning_worlds(self) -> NDArray[np.int64]:
        """Return the world of each row of `learning`, by its place."""
        return np.repeat(np.arange(len(self.worlds)), int((~self.held).sum()))

    def split(self, structure: str, way: Way) -> tuple[Firms, Firms]:
        """Return the firms to learn from and those held out, all in one structure."""
        data, (worlds, at) = self.data(structure, way), self.judged
        points = self.learning_points
        known = Firms(self.learning(data), self.learning(self.shares), points)
        return known, Firms(data[worlds, at], self.shares[worlds, at], at)

    def countable(self, structure: str) -> tuple[list[str], Floats]:
        """Return what a firm can count in the first days, with the largest survey: names, (worlds, points, names)."""
        measures = (*self.asked.tickets, *self.asked.counted)
        asked = self.answers(structure, self.asked.first, max(self.asked.handlers))
        values = np.concatenate([self.counts(structure, measures, self.asked.first), asked], axis=2)
        return [*measures, ATTITUDE], values
