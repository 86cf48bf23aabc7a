"""The tables of a study of off-switches: what each mechanism contributes to the difference of two structures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.readings.over_points import Cube, Place, smallest_effect
from reportsto.statistics.claims import CHECKED, Direction, verdict
from reportsto.statistics.shapley import shapley_values
from reportsto.statistics.smallest_effects import SmallestEffect
from reportsto.studies.study import Cell, Contribution, Study
from reportsto.studies.switches import mechanisms

Floats = NDArray[np.float64]

KNOWN = ("firm", "world", "variant", "measure", "a", "b")


@dataclass(frozen=True, slots=True)
class Contributions:
    """What a study of off-switches says: the values, and a verdict for each prediction and world."""

    shapley: pd.DataFrame
    claims: pd.DataFrame

    def named(self) -> Mapping[str, pd.DataFrame]:
        """Return the tables by the names of their files."""
        return {"shapley": self.shapley, "claims": self.claims}


def contributions(study: Study, table: pd.DataFrame) -> Contributions:
    """Return both tables. The game is the mean paired difference of two structures, by which mechanisms are on.

    A replicate in which a run of either structure stopped at any point is left out of that game, and counted in
    `left_out`; a game without a whole replicate has no rows.
    """
    cube = Cube(study, table)
    found = []
    for place in cube.places:
        for a, b in _pairs(study, cube.structures(place)):
            for measure in (*study.outcomes.primary, *study.outcomes.measures):
                game = _difference(cube, Cell(a, place[0], place[2]), Cell(b, place[0], place[2]), place[1], measure)
                values = _values(cube, game, place)
                for at, (name, value) in enumerate(zip(KNOWN, (*place, measure, a, b), strict=True)):
                    values.insert(at, name, value)
                found.append(values)
    return Contributions(pd.concat(found, ignore_index=True), pd.DataFrame(list(_claims(study, cube))))


def _pairs(study: Study, run: list[str]) -> list[tuple[str, str]]:
    """Return the pairs that predictions name, and each structure against the one others are held against."""
    named = dict.fromkeys((one.a.structure, one.b.structure) for one in study.predictions)
    pairs = [(a, b) for a, b in named if a != b and a in run and b in run]
    against = study.outcomes.against if study.outcomes.against in run else run[0]
    others = [(name, against) for name in run if name != against]
    return pairs + [(a, b) for a, b in others if (a, b) not in pairs and (b, a) not in pairs]


def _difference(cube: Cube, a: Cell, b: Cell, world: str, measure: str) -> Floats:
    return cube.values(a, world, measure) - cube.values(b, world, measure)


def _values(cube: Cube, game: Floats, place: Place) -> pd.DataFrame:
    """Return the values of one game (points, replicates), with what it is when all is on and when all is off."""
    sound = np.logical_and.reduce(np.isfinite(game), axis=0)
    players = mechanisms(cube.study.uncertainties)
    switches = cube.points(Cell(cube.structures(place)[0], place[0], place[2]), place[1]).to_numpy(dtype=np.int64)
    if not sound.any():
        return pd.DataFrame()
    values = shapley_values(players, switches, game[:, sound])
    means = game[:, sound].mean(axis=1)
    values["orders"], values["replicates"] = len(game) // (len(players) + 1), int(sound.sum())
    values["left_out"] = int((~sound).sum())
    values["all_on"], values["all_off"] = means[0], means[len(players)]
    return values


# ── Predictions ──────────────────────────────────────────────────────────────────────────────────


def _claims(study: Study, cube: Cube) -> Iterator[dict[str, object]]:
    """Yield a row for each prediction and world that was run."""
    for prediction in study.predictions:
        if isinstance(prediction, Contribution):
            for world in prediction.worlds:
                if all(cube.has(cell, world) for cell in prediction.cells):
                    yield _claim(study, cube, prediction, world)


def _claim(study: Study, cube: Cube, prediction: Contribution, world: str) -> dict[str, object]:
    measure, a, b = prediction.measure, prediction.a, prediction.b
    game = _difference(cube, a, b, world, measure)
    if prediction.minus:
        game = game - _difference(cube, *prediction.minus, world, measure)
    values = _values(cube, game, (a.firm, world, a.variant))
    row = dict.fromkeys(("value", "low", "high"), float("nan"))
    if not values.empty:
        chosen = values.loc[values["mechanism"] == prediction.mechanism].iloc[0]
        row = {name: float(chosen[name]) for name in row}
    usual = cube.values(b, world, measure)[0]
    effect = smallest_effect(study, measure)
    if prediction.smallest_effect is not None:
        effect = SmallestEffect(prediction.smallest_effect, prediction.relative)
    least = effect.in_units(float(np.nanmean(usual)))
    direction: Direction = "a_above" if prediction.direction == "a_above" else "a_below"
    said = verdict(row["low"], row["high"], smallest_effect=least, direction=direction)
    return {
        "claim": prediction.claim, "prediction": prediction.text, "mechanism": prediction.mechanism,
        "measure": measure, "world": world, "firm": a.firm, "contrast": _contrast(prediction), "number": row["value"],
        "low": row["low"], "high": row["high"], "smallest_effect": least,
        "verdict": CHECKED.get(said, said) if prediction.kind == "check" else said,
        "kind": prediction.kind, "direction": direction, "caveat": prediction.caveat,
    }  # fmt: skip


def _contrast(prediction: Contribution) -> str:
    def pair(a: Cell, b: Cell) -> str:
        return " - ".join(f"{cell.structure}{f' ({cell.variant})' if cell.variant else ''}" for cell in (a, b))

    first = f"{prediction.mechanism} in {pair(prediction.a, prediction.b)}"
    return f"{first} minus {pair(*prediction.minus)}" if prediction.minus else first
