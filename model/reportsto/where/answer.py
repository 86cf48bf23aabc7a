"""What the runs of both studies say: who is best in each world at each point, who leads over all draws, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reportsto.errors import StudyError
from reportsto.readings.at_one_point.tables import Best, best_of, best_places
from reportsto.readings.identifying.tables import judged
from reportsto.readings.matching.held import Held, held
from reportsto.readings.matching.tables import interval, tables
from reportsto.readings.runs import Runs
from reportsto.readings.words import MAPS
from reportsto.statistics.few_numbers import FewNumbers, few_numbers
from reportsto.statistics.intervals import Interval
from reportsto.studies.crossing import level_word
from reportsto.studies.study import Cell, Level
from reportsto.where.asking import PRIMARY

FEWEST_DRAWN = 30
"""Draws from which a rule is looked for: two thirds find it, the others judge it (assumed)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Three numbers by which to choose a place, and how good the choice is at draws that had no part in it.

    Attributes:
        found: the rule.
        structures: the places, in the order of its columns.
        judged: how good it is on held-out draws against always the same place: `identifying.tables.JUDGED`.
    """

    found: FewNumbers
    structures: tuple[str, ...]
    judged: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The answer over draws of all that is assumed.

    Attributes:
        runs: the runs.
        tables: those of matching.
        rule: what parts the places; None where it was not looked for.
        why: why it was not.
    """

    runs: Runs
    tables: Mapping[str, pd.DataFrame]
    rule: Rule | None
    why: str = ""

    def share(self, world: str, structure: str, among: str) -> Interval:
        """Return at what share of draws a place leads all others by more than the smallest effect."""
        found = self.tables["survivors"]
        here = found[(found["world"] == world) & (found["structure"] == structure) & (found["among"] == among)]
        row = here[(here["points"] == "all") & (here["measure"] == PRIMARY[0])].iloc[0]
        return interval(float(row["better"]), float(row["effective"]))


@dataclass(frozen=True, slots=True)
class Answered:
    """The runs of an organisation, read.

    Attributes:
        runs: of every place, at each point of what is assumed.
        point: in a word, the point of what is assumed that the answer is about.
        best: who is best in each world on failures there; places without reporting lines are left out.
        elsewhere: the same at each other point, by its word.
        drawn: the same over draws of all that is assumed; None where none were wanted.
    """

    runs: Runs
    point: str
    best: tuple[Best, ...]
    elsewhere: Mapping[str, tuple[Best, ...]]
    drawn: Drawn | None


def answered(by_place: Runs, priors: Runs | None) -> Answered:
    """Return what the runs say."""
    best = tuple(one for one in best_places(by_place) if one.measure == PRIMARY[0])
    first, *others = by_place.study.levers.levels
    elsewhere = {point_told(one): tuple(_best_at(by_place, one.id)) for one in others}
    return Answered(by_place, point_told(first), best, elsewhere, None if priors is None else _drawn(priors))


def point_told(level: Level) -> str:
    """Return the point of what is assumed of a level, in a word."""
    return level_word("assume", dict(level.settings)["assume"])


def _best_at(runs: Runs, variant: str) -> Iterator[Best]:
    """Yield who is best in each world at other levels than the first."""
    for firm, world, _ in runs.plain_places:
        place = (firm, world, variant)
        yield best_of(runs, place, PRIMARY[0], [name for name in runs.structures[place] if name not in MAPS])


def _drawn(runs: Runs) -> Drawn:
    of = held(runs)
    found, why = None, ""
    if len(runs.design.visited) < FEWEST_DRAWN:
        why = f"fewer than {FEWEST_DRAWN} draws are too few to look for one"
    else:
        try:
            found = _rule(of)
        except StudyError as error:  # scikit-learn is not there
            why = str(error)
    return Drawn(runs, tables(of), found, why)


def _rule(of: Held) -> Rule | None:
    """Return three numbers that say where to sit, from two of three draws, judged on the others, in all worlds."""
    here = [one for one in of.places if one.firm == of.places[0].firm][-1]
    structures = of.structures(here)
    losses = -of.runs.better(PRIMARY[0]) * of.outcomes(here, PRIMARY[0])
    each = [of.runs.points(Cell(structures[0], here.firm, ""), world) for world in here.worlds]
    known = pd.concat(each, ignore_index=True).select_dtypes("number")
    whole = np.isfinite(losses).all(axis=1)
    learns = whole & (here.samples % 3 != 2)
    judges = whole & (here.samples % 3 == 2)
    found = few_numbers(known[learns].reset_index(drop=True), losses[learns], here.samples[learns])
    least = of.runs.effect(PRIMARY[0], float(np.nanmean(losses)))
    fared = judged(found.choices(known[judges]), found.always, losses[judges], least)
    return Rule(found, tuple(structures), fared)
