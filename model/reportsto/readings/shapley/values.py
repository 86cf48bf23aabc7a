"""Shapley values of the mechanisms of a study, and the verdicts on what was predicted of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.readings.runs import KNOWN, Place, Runs
from reportsto.readings.sections import contrast
from reportsto.statistics.shapley import shapley_values
from reportsto.statistics.verdict import verdict
from reportsto.studies.study import Cell, Contribution
from reportsto.studies.switches import mechanisms


def values(runs: Runs) -> pd.DataFrame:
    """Return a row for each mechanism, place, pair and measure.

    The game is the mean paired difference of two structures, by which mechanisms are on. A replicate in which a run of
    either structure stopped at any point is left out of that game, and counted in `left_out`; a game without a whole
    replicate has no rows. `all_on` and `all_off` are the game with all mechanisms on, and with all off.
    """
    found = []
    for place in runs.places:
        for a, b in _pairs(runs, place):
            for measure in runs.measures:
                rows = _values(runs, runs.difference(a, b, place, measure), place)
                for at, (name, value) in enumerate(zip(KNOWN, (*place, measure, a, b), strict=True)):
                    rows.insert(at, name, value)
                found.append(rows)
    return pd.concat(found, ignore_index=True)


def claims(runs: Runs) -> pd.DataFrame:
    """Return a row for each prediction about a mechanism and world that was run."""
    asked = ((one, world) for one, world in runs.judged() if isinstance(one, Contribution))
    return pd.DataFrame([_claim(runs, prediction, world) for prediction, world in asked])


def _pairs(runs: Runs, place: Place) -> Iterator[tuple[str, str]]:
    """Yield the pairs that predictions name, then each other structure with the one it is held against."""
    run = runs.structures[place]
    named = dict.fromkeys((one.a.structure, one.b.structure) for one in runs.study.predictions)
    pairs = [(a, b) for a, b in named if a != b and a in run and b in run]
    yield from pairs
    yield from ((a, b) for a, b in runs.pairs[place] if (a, b) not in pairs and (b, a) not in pairs)


def _values(runs: Runs, game: Floats, place: Place) -> pd.DataFrame:
    """Return the values of one game, shape (points, replicates)."""
    sound = np.logical_and.reduce(np.isfinite(game), axis=0)
    players = mechanisms(runs.study.uncertainties)
    if not sound.any():
        return pd.DataFrame()
    first = Cell(runs.structures[place][0], place[0], place[2])
    switches = runs.points(first, place[1]).to_numpy(dtype=np.int64)
    out = shapley_values(players, switches, game[:, sound])
    means = game[:, sound].mean(axis=1)
    out["orders"], out["replicates"] = len(game) // (len(players) + 1), int(sound.sum())
    out["left_out"] = int((~sound).sum())
    out["all_on"], out["all_off"] = means[0], means[len(players)]
    return out


def _claim(runs: Runs, prediction: Contribution, world: str) -> dict[str, object]:
    measure, a = prediction.measure, prediction.a
    found = _values(runs, runs.asked(prediction, world), (a.firm, world, a.variant))
    row = dict.fromkeys(("value", "low", "high"), float("nan"))
    if not found.empty:
        chosen = found.loc[found["mechanism"] == prediction.mechanism].iloc[0]
        row = {name: float(chosen[name]) for name in row}
    usual = float(np.nanmean(runs.values(prediction.b, world, measure)[0]))
    least = runs.effect(measure, usual, prediction)
    sign = 1.0 if prediction.direction == "a_above" else -1.0
    return {
        "claim": prediction.claim, "prediction": prediction.text, "mechanism": prediction.mechanism,
        "measure": measure, "world": world, "firm": a.firm,
        "contrast": f"{prediction.mechanism} in {contrast(prediction)}",
        "number": row["value"], "low": row["low"], "high": row["high"], "smallest_effect": least,
        "verdict": str(verdict(row["low"], row["high"], least, sign=sign)),
        "kind": prediction.kind, "direction": prediction.direction, "caveat": prediction.caveat,
    }  # fmt: skip
