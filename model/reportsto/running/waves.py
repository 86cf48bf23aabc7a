"""Run the waves of a study that is matched to patterns: the first decides where the second lies."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from reportsto.results.past import missing_runs
from reportsto.results.storage import RUNS, read_runs
from reportsto.running.execution import USUAL, Order, execute
from reportsto.running.workers import Pool
from reportsto.studies.design import Design, design, gives_way, later_points
from reportsto.studies.waves import second_wave


def with_waves(plan: Design, folder: Path, order: Order = USUAL, pool: Pool | None = None) -> tuple[Design, Order]:
    """Run the first wave of a design, where it has a second, and return the design of both with how to go on.

    What the folder keeps is reused, so a wave that was run costs nothing.
    """
    if not later_points(plan.study, quick=plan.quick) or plan.later:
        return plan, order
    done = execute(plan, folder, order, pool)
    return both(plan, second_wave(plan, done.table)), replace(order, fresh=False)


def kept_waves(plan: Design, folder: Path) -> Design:
    """Return the design of both waves from what a journal keeps; the first wave's design where that lacks runs."""
    if not later_points(plan.study, quick=plan.quick) or missing_runs(plan, folder):
        return plan
    return with_waves(plan, folder)[0]


def published_waves(plan: Design, table: pd.DataFrame) -> Design:
    """Return the design of the points that a published table has behind those of the first wave."""
    if not later_points(plan.study, quick=plan.quick):
        return plan
    later = table[table["sample"] >= len(plan.visited)]
    columns = []
    for axis in plan.study.uncertainties:
        moves = [name for name in plan.study.levers.worlds if not gives_way(axis, name)]
        columns.append(later[later["world"].isin(moves)].drop_duplicates("sample")[axis.name])
    return both(plan, tuple(zip(*columns, strict=True)))


def published_design(plan: Design, folder: Path) -> Design:
    """Return the design of a published folder's runs; its table is read only where the study has a second wave."""
    return published_waves(plan, read_runs(folder / RUNS)) if later_points(plan.study, quick=plan.quick) else plan


def both(plan: Design, later: tuple[tuple[object, ...], ...]) -> Design:
    """Return a design with a second wave of points."""
    return design(plan.study, quick=plan.quick, replicates=plan.replicates, later=later)
