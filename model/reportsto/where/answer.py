"""What the runs of both studies say: who is best in each world, who leads over all draws, and what parts the places."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reportsto.errors import StudyError
from reportsto.readings.at_one_point.tables import Best, best_places
from reportsto.readings.identifying.tables import judged
from reportsto.readings.matching.held import Held, held
from reportsto.readings.matching.tables import interval, tables
from reportsto.readings.runs import Runs
from reportsto.statistics.few_numbers import FewNumbers, few_numbers
from reportsto.statistics.intervals import Interval
from reportsto.studies.study import Cell
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
        runs: those at the middle of what is assumed.
        best: who is best in each world on failures, places without reporting lines left out.
        drawn: the same over draws of all that is assumed; None where none were wanted.
    """

    runs: Runs
    best: tuple[Best, ...]
    drawn: Drawn | None


def answered(middle: Runs, priors: Runs | None) -> Answered:
    """Return what the runs say."""
    best = tuple(one for one in best_places(middle) if one.measure == PRIMARY[0])
    return Answered(middle, best, None if priors is None else _drawn(priors))


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
