"""The tables of a study with a box of parameter points: what holds in how much of it, and where it turns around.

A difference at one point is a mean over paired replicates; a statement about the box is a share of its points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.errors import StudyError
from reportsto.statistics.certificates import Certificate, certify, flips
from reportsto.statistics.discovery import COLUMNS as RULE_COLUMNS
from reportsto.statistics.discovery import FEWEST_POINTS
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.planning import advise
from reportsto.statistics.sensitivity import Box, morris_effects, sobol_indices
from reportsto.statistics.smallest_effects import SMALLEST_EFFECTS, SmallestEffect
from reportsto.studies.sampling import Levels, Range
from reportsto.studies.study import FEWEST_ASKED, Cell, Prediction, Study

Floats = NDArray[np.float64]
Place = tuple[str, str, str]
"""Firm, world and variant."""

KNOWN = ("firm", "world", "variant", "measure", "a", "b")
ADVICE = ("share_between_replicates", "power", "replicates_wanted", "advice")
SHARES = ("right", "beyond", "beyond_wrong", "surely_right", "surely_wrong", "tied", "undecided")
WORDS = {
    "test": {"holds": "supported", "fails": "refuted", "tie": "equivalent", "open": "inconclusive"},
    "check": {"holds": "passed", "fails": "failed", "tie": "equivalent", "open": "inconclusive"},
}
"""What a certificate's verdict is called for a test and for a check, which can be passed but never supported."""


@dataclass(frozen=True, slots=True)
class OverPoints:
    """Everything that is said about a box; `differences` has a row for each point, pair and measure."""

    differences: pd.DataFrame
    certificates: pd.DataFrame
    flips: pd.DataFrame
    claims: pd.DataFrame
    planning: pd.DataFrame
    sensitivity: pd.DataFrame
    crossovers: pd.DataFrame = field(default_factory=pd.DataFrame)
    tornado: pd.DataFrame = field(default_factory=pd.DataFrame)

    def named(self) -> dict[str, pd.DataFrame]:
        """Return the small tables by the names of their files."""
        return {
            "certificates": self.certificates,
            "flips": self.flips,
            "claims": self.claims,
            "planning": self.planning,
            "sensitivity": self.sensitivity,
            "crossovers": self.crossovers,
            "tornado": self.tornado,
        }


class Cube:
    """The runs of a study as arrays (points, replicates), by structure, firm, world and variant."""

    def __init__(self, study: Study, table: pd.DataFrame) -> None:
        self.study = study
        self._rows = {
            tuple(map(str, key)): rows.sort_values(["sample", "replicate"])
            for key, rows in table.groupby(["structure", "firm", "world", "variant"], sort=False)
        }
        self.replicates = int(table["replicate"].nunique())

    @property
    def places(self) -> list[Place]:
        """Return every firm, world and variant, in the order of the study."""
        return list(dict.fromkeys((firm, world, variant) for _, firm, world, variant in self._rows))

    def structures(self, place: Place) -> list[str]:
        """Return the structures that were run in a place."""
        return [key[0] for key in self._rows if key[1:] == place]

    def values(self, cell: Cell, world: str, measure: str) -> Floats:
        """Return one measure, shape (points, replicates)."""
        rows = self._rows[cell.structure, cell.firm, world, cell.variant]
        out: Floats = rows[measure].to_numpy(dtype=np.float64).reshape(-1, self.replicates)
        return out

    def has(self, cell: Cell, world: str) -> bool:
        """Tell whether a cell was run in a world."""
        return (cell.structure, cell.firm, world, cell.variant) in self._rows

    def points(self, cell: Cell, world: str) -> pd.DataFrame:
        """Return the uncertainties of each point."""
        rows = self._rows[cell.structure, cell.firm, world, cell.variant]
        names = [axis.name for axis in self.study.uncertainties]
        out: pd.DataFrame = rows.loc[rows["replicate"] == rows["replicate"].iloc[0], names].reset_index(drop=True)
        return out


def over_points(study: Study, table: pd.DataFrame) -> OverPoints:
    """Return all tables of a study with uncertainties.

    A point at which a run had to stop is left out of shares, and counted as `left_out`. Intervals of shares are those
    of a random sample of the box; for a grid, read them as the size of the grid.
    """
    cube = Cube(study, table)
    differences, certificates, turns, planning, sensitivity = [], [], [], [], []
    for place, a, b, measure in _contrasts(cube):
        here, there = Cell(a, place[0], place[2]), Cell(b, place[0], place[2])
        found = cube.values(here, place[1], measure) - cube.values(there, place[1], measure)
        base = mean_of(cube.values(there, place[1], measure))
        known = dict(zip(KNOWN, (*place, measure, a, b), strict=True))
        points = cube.points(here, place[1])
        differences.append(_at_points(known, points, found))
        better = -1.0 if measure in study.outcomes.lower_is_better else 1.0
        effect = smallest_effect(study, measure).in_units(base)
        once = _once(points)
        sound = np.logical_and.reduce(np.isfinite(found), axis=1) & once
        if cube.replicates >= FEWEST_PAIRS and sound.sum() > 1:
            certificate = certify(better * found[sound], smallest_effect=effect)
            certificates.append({**known, "favours": "a", **_row(certificate), "left_out": int((once & ~sound).sum())})
            turns += [{**known, **row} for row in _turns(study, certificate, _sound(points, sound), b)]
            if measure in study.outcomes.primary and effect > 0.0:
                advice = advise(found[sound], smallest_effect=effect)
                told = (advice.variances.share, advice.power, advice.wanted, advice.text)
                planning.append({**known, **dict(zip(ADVICE, told, strict=True))})
        sensitivity += [{**known, **row} for row in _indices(study, points, found)]
    return OverPoints(
        pd.concat(differences, ignore_index=True),
        pd.DataFrame(certificates),
        pd.DataFrame(turns, columns=[*KNOWN, *RULE_COLUMNS]),
        _claims(cube),
        pd.DataFrame(planning),
        pd.DataFrame(sensitivity),
    )


def smallest_effect(study: Study, measure: str) -> SmallestEffect:
    """Return the smallest effect of interest of a difference: that of its first prediction, or the default, or 0.

    A prediction with `minus` is about a difference of differences, whose smallest effect is its own.
    """
    for prediction in study.predictions:
        if prediction.measure == measure and prediction.smallest_effect is not None and not prediction.minus:
            return SmallestEffect(prediction.smallest_effect, prediction.relative)
    return SMALLEST_EFFECTS.get(measure, SmallestEffect(0.0))


def mean_of(values: Floats) -> float:
    """Return the mean of the numbers there are, NaN where there is none."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def _contrasts(cube: Cube) -> Iterator[tuple[Place, str, str, str]]:
    study = cube.study
    for place in cube.places:
        run = cube.structures(place)
        against = study.outcomes.against if study.outcomes.against in run else run[0]
        for name in run:
            if name != against:
                for measure in (*study.outcomes.primary, *study.outcomes.measures):
                    yield place, name, against, measure


def _at_points(known: dict[str, str], points: pd.DataFrame, found: Floats) -> pd.DataFrame:
    n = np.isfinite(found).sum(axis=1)
    pairs = pd.DataFrame(found.T)
    mean, sd = pairs.mean().to_numpy(), pairs.std(ddof=1).to_numpy()
    out = points.copy()
    out.insert(0, "sample", np.arange(len(points)))
    for at, (name, value) in enumerate(known.items()):
        out.insert(at, name, value)
    out["n"], out["difference"], out["sd"] = n, mean, sd
    return out


def _row(certificate: Certificate) -> dict[str, object]:
    out: dict[str, object] = {"verdict": certificate.verdict, "points": certificate.right.n}
    for name in SHARES:
        share = getattr(certificate, name)
        out |= {name: share.estimate, f"{name}_low": share.low, f"{name}_high": share.high}
    out["smallest_effect"] = certificate.smallest_effect
    return out


def _turns(study: Study, certificate: Certificate, points: pd.DataFrame, other: str) -> list[dict[str, object]]:
    numeric = points.select_dtypes("number")
    # One at a time, no two points share a region: what turns the answer is in the table of ends.
    if len(points) < FEWEST_POINTS or numeric.empty or study.sampling.kind == "one_at_a_time":
        return []
    found = flips(certificate, numeric.reset_index(drop=True), other=other)
    return _records(found.table)


def _indices(study: Study, points: pd.DataFrame, found: Floats) -> list[dict[str, object]]:
    """Return Sobol' indices or Morris effects of a difference, if the design is one for them."""
    if study.sampling.kind not in ("saltelli", "morris") or len(study.uncertainties) < 2:
        return []
    means = np.asarray(found.mean(axis=1), dtype=np.float64)
    if not np.isfinite(means).all():
        at = int(np.flatnonzero(~np.isfinite(means))[0])
        return [{"parameter": "", "reason": f"point {at} has no result: indices need every point"}]
    shares = {axis.name: [_share(axis, value) for value in points[axis.name]] for axis in study.uncertainties}
    unit = Box({axis.name: (0.0, 1.0) for axis in study.uncertainties})
    if study.sampling.kind == "saltelli":
        return _records(sobol_indices(unit, means))
    return _records(morris_effects(unit, pd.DataFrame(shares), means))


def _sound(points: pd.DataFrame, sound: NDArray[np.bool_]) -> pd.DataFrame:
    return points.iloc[np.flatnonzero(sound)]


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _share(axis: Levels | Range, value: object) -> float:
    """Return where on its axis a value lies, 0 to 1."""
    if isinstance(axis, Levels):
        return axis.values.index(value) / max(1, len(axis.values) - 1)
    number = float(str(value))
    if axis.log:
        return float(np.log(number / axis.low) / np.log(axis.high / axis.low))
    return (number - axis.low) / (axis.high - axis.low)


# ── Predictions ──────────────────────────────────────────────────────────────────────────────────


def _claims(cube: Cube) -> pd.DataFrame:
    """Return one row for each prediction and world: in what share of the points it holds, and the verdict."""
    rows = []
    for prediction in cube.study.predictions:
        for world in prediction.worlds:
            if all(cube.has(cell, world) for cell in prediction.cells):
                rows.append(_claim(cube, prediction, world))
    return pd.DataFrame(rows)


def _claim(cube: Cube, prediction: Prediction, world: str) -> dict[str, object]:
    measure = prediction.measure
    found = _difference(cube, prediction.a, prediction.b, world, measure)
    if prediction.minus:
        found = found - _difference(cube, *prediction.minus, world, measure)
    base = mean_of(cube.values(prediction.b, world, measure))
    effect = (
        smallest_effect(cube.study, measure).in_units(base)
        if prediction.smallest_effect is None
        else SmallestEffect(prediction.smallest_effect, prediction.relative).in_units(base)
    )
    points = cube.points(prediction.a, world)
    here = _inside(prediction, points) & _once(points)
    found, points = found[here], _sound(points, here)
    sound = np.logical_and.reduce(np.isfinite(found), axis=1)
    known: dict[str, object] = {
        "claim": prediction.claim, "prediction": prediction.text, "world": world, "firm": prediction.a.firm,
        "measure": measure, "contrast": _contrast(prediction), "direction": prediction.direction,
        "kind": prediction.kind, "caveat": prediction.caveat, "where": prediction.region,
    }  # fmt: skip
    points_left = int(sound.sum())
    known |= {"verdict": "inconclusive", "points": points_left, "left_out": int((~sound).sum())}
    reason = _too_few(points_left, found.shape[1])
    if reason:
        return {**known, "flips": "", "reason": reason}
    sign = 1.0 if prediction.direction == "a_above" else -1.0
    certificate = certify(sign * found[sound], smallest_effect=effect)
    means = found[sound].mean(axis=1)
    where = _turns(cube.study, certificate, _sound(points, sound), "the other way")
    return {
        **known,
        **_row(certificate),
        "verdict": WORDS[prediction.kind][certificate.verdict],
        "median": float(np.median(means)),
        "tenth": float(np.quantile(means, 0.1)),
        "ninetieth": float(np.quantile(means, 0.9)),
        "flips": "; ".join(str(row["rule"]) for row in where[:2]),
        "reason": "",
    }


def _too_few(points: int, replicates: int) -> str:
    """Return why a prediction cannot be judged; nothing where it can."""
    if replicates < FEWEST_PAIRS:
        return f"too few replicates ({replicates})"
    return f"too few points ({points})" if points < FEWEST_ASKED else ""


def _once(points: pd.DataFrame) -> NDArray[np.bool_]:
    """Return where a point stands for the first time: one at a time, an end that is the default is the same point."""
    out: NDArray[np.bool_] = ~points.duplicated().to_numpy(dtype=np.bool_)
    return out


def _inside(prediction: Prediction, points: pd.DataFrame) -> NDArray[np.bool_]:
    """Return at which points a prediction is asked."""
    here = np.ones(len(points), dtype=np.bool_)
    for region in prediction.where:
        here &= points[region.name].map(region.holds).to_numpy(dtype=np.bool_)
    return here


def _difference(cube: Cube, a: Cell, b: Cell, world: str, measure: str) -> Floats:
    return cube.values(a, world, measure) - cube.values(b, world, measure)


def _contrast(prediction: Prediction) -> str:
    def name(cell: Cell) -> str:
        return f"{cell.structure}{f' ({cell.variant})' if cell.variant else ''}"

    first = f"{name(prediction.a)} - {name(prediction.b)}"
    return f"{first} minus {name(prediction.minus[0])} - {name(prediction.minus[1])}" if prediction.minus else first


def order_certificate(cube: Cube, order: Sequence[str], place: Place, measure: str) -> Certificate | None:
    """Return in what share of the points the structures stand in this order, best first; None if one was not run."""
    cells = [Cell(name, place[0], place[2]) for name in order]
    if len(order) < 2 or not all(cube.has(cell, place[1]) for cell in cells):
        return None
    values = np.stack([cube.values(cell, place[1], measure) for cell in cells], axis=-1)
    better = -1.0 if measure in cube.study.outcomes.lower_is_better else 1.0
    links = better * (values[..., :-1] - values[..., 1:])
    sound = np.isfinite(links).all(axis=(1, 2))
    if links.shape[1] < FEWEST_PAIRS or sound.sum() < 2:
        return None
    base = mean_of(values[..., -1])
    try:
        return certify(links[sound], smallest_effect=smallest_effect(cube.study, measure).in_units(base))
    except StudyError:
        return None
