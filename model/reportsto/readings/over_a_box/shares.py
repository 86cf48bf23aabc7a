"""The verdict on two structures at each point of a box, and at what share of the points each verdict is given."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.readings.runs import KNOWN, Bools, Place, Runs
from reportsto.statistics.at_points import verdicts_at
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import Verdict, Verdicts, over_points, share
from reportsto.studies.study import Cell

COMPARED = {
    "better": Verdict.AS_PREDICTED,
    "worse": Verdict.OPPOSITE,
    "no_difference": Verdict.NO_DIFFERENCE,
    "not_decided": Verdict.NOT_DECIDED,
}
"""Columns of the shares of points at which a is better than b, worse, neither, or nothing is decided."""


def certificates(runs: Runs) -> pd.DataFrame:
    """Return a row for each difference: the share of points with each verdict, and the verdict on all of them.

    A point at which a run had to stop is left out, and counted in `left_out`; points that were chosen have no interval.
    """
    rows = [
        {
            **dict(zip(KNOWN, (*place, measure, a, b), strict=True)), "verdict": _word(runs, found),
            **counted(runs, found, COMPARED), "smallest_effect": effect, "left_out": left_out,
        }
        for place, a, b, measure, found, effect, left_out in compared(runs)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def compared(runs: Runs) -> Iterator[tuple[Place, str, str, str, Verdicts, float, int]]:
    """Yield place, a, b, measure, the verdict at each point, the smallest effect and how many points are left out."""
    for place, a, b, measure in runs.contrasts():
        found = runs.difference(a, b, place, measure)
        kept, every = usable(found, runs.points(Cell(a, place[0], place[2]), place[1]))
        effect = runs.effect(measure, runs.usual(Cell(b, place[0], place[2]), place[1], measure))
        if runs.replicates >= FEWEST_PAIRS and kept.sum() > 1:
            verdicts = verdicts_at(found[kept], effect, sign=runs.better(measure))
            yield place, a, b, measure, verdicts, effect, int(every.sum() - kept.sum())


def usable(found: Floats, points: pd.DataFrame) -> tuple[Bools, Bools]:
    """Return which points have a number in every replicate, and which stand for the first time.

    One at a time, an end that is the default is the same point.
    """
    once = ~points.duplicated().to_numpy(dtype=np.bool_)
    return np.isfinite(found).all(axis=1) & once, once


def counted(runs: Runs, found: Verdicts, words: dict[str, Verdict]) -> dict[str, object]:
    """Return how many points there are, and the share of each verdict with its interval."""
    out: dict[str, object] = {"points": len(found)}
    for name, word in words.items():
        part = share(found, word, chosen=runs.chosen)
        out |= {name: part.estimate, f"{name}_low": part.low, f"{name}_high": part.high}
    return out


def differences(runs: Runs) -> pd.DataFrame:
    """Return the mean difference and its SD over replicates at every point; nothing with one replicate."""
    if runs.replicates < 2:
        return pd.DataFrame()
    return pd.concat([_at_points(runs, *contrast) for contrast in runs.contrasts()], ignore_index=True)


def _at_points(runs: Runs, place: Place, a: str, b: str, measure: str) -> pd.DataFrame:
    out = runs.points(Cell(a, place[0], place[2]), place[1])
    found = runs.difference(a, b, place, measure)
    pairs = pd.DataFrame(found.T)
    out.insert(0, "sample", np.arange(len(out)))
    for at, (name, value) in enumerate(zip(KNOWN, (*place, measure, a, b), strict=True)):
        out.insert(at, name, value)
    out["n"] = np.isfinite(found).sum(axis=1)
    out["difference"], out["sd"] = pairs.mean().to_numpy(), pairs.std(ddof=1).to_numpy()
    return out


def _word(runs: Runs, found: Verdicts) -> str:
    return over_points(found, chosen=runs.chosen).comparison


def in_words(row: "pd.Series[Any]", name: str) -> str:
    """Return a share of points drawn from a box, or a count of points that were chosen."""
    if np.isnan(row[f"{name}_low"]):
        return f"{round(row[name] * row['points'])} of {int(row['points'])}"
    share = "under 1%" if 0.0 < row[name] < 0.005 else f"{row[name]:.0%}"
    return f"{share} ({row[f'{name}_low']:.0%} to {row[f'{name}_high']:.0%})"
