"""The verdict on two structures at each point of a box, the share of points that have it, and rules in words.

Rules say where in the box which structure is better; they are counted on points they were not made from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.readings.runs import KNOWN, Bools, Runs, cell
from reportsto.readings.sections import contrast
from reportsto.readings.sound import knows_sound, sound_at
from reportsto.statistics.at_points import verdicts_at
from reportsto.statistics.discovery import COLUMNS, FEWEST_POINTS, discover
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import Verdict, Verdicts, over_points, share
from reportsto.studies.study import FEWEST_ASKED, Prediction

WORDS = (Verdict.AS_PREDICTED, Verdict.OPPOSITE, Verdict.NO_DIFFERENCE, Verdict.NOT_DECIDED)
COMPARED = dict(zip(("better", "worse", "no_difference", "not_decided"), WORDS, strict=True))
"""Columns of the shares of points at which a is better than b, worse, neither, or nothing is decided."""
PREDICTED = dict(zip(("as_predicted", "opposite", "no_difference", "not_decided"), WORDS, strict=True))


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference at every point of a box.

    Attributes:
        known: the columns `KNOWN` of its rows
        points: the points that count
        verdicts: whether a is better at each of them
        sound: which of them are sound; None where the study did not keep what tells it
        effect: the smallest effect
        left_out: how many points were left out because a run had to stop
    """

    known: dict[str, str]
    points: pd.DataFrame
    verdicts: Verdicts
    sound: Bools | None
    effect: float
    left_out: int


def compared(runs: Runs) -> Iterator[Compared]:
    """Yield every difference that has enough replicates and more than one point."""
    for one in runs.contrasts():
        found, points = runs.difference(one), runs.points(*cell(one.place, one.a))
        kept, every = usable(found, points)
        if runs.replicates >= FEWEST_PAIRS and kept.sum() > 1:
            effect = runs.least(one)
            verdicts = verdicts_at(found[kept], effect, sign=runs.better(one.measure))
            sound = sound_at(runs, one.place)[kept] if knows_sound(runs) else None
            yield Compared(one.known, points[kept], verdicts, sound, effect, int(every.sum() - kept.sum()))


def usable(found: Floats, points: pd.DataFrame) -> tuple[Bools, Bools]:
    """Return which points have a number in every replicate, and which stand for the first time.

    One at a time, an end that is the default is the same point.
    """
    once = ~points.duplicated().to_numpy(dtype=np.bool_)
    return np.isfinite(found).all(axis=1) & once, once


def certificates(runs: Runs) -> pd.DataFrame:
    """Return a row for each difference: the share of points with each verdict, and the verdict on all of them.

    A point at which a run had to stop is left out, and counted in `left_out`; points that were chosen have no interval.
    Columns that begin with `sound_` are of the sound points alone; they need the measures that tell these.
    """
    rows = [
        {
            **one.known, "verdict": over_points(one.verdicts, chosen=runs.chosen).comparison,
            **counted(runs, one.verdicts, COMPARED), "smallest_effect": one.effect, "left_out": one.left_out,
            **_of_sound(runs, one),
        }
        for one in compared(runs)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _of_sound(runs: Runs, one: Compared) -> dict[str, object]:
    if one.sound is None:
        return {}
    found = one.verdicts[one.sound]
    told = {"verdict": over_points(found, chosen=runs.chosen).comparison, **counted(runs, found, COMPARED)}
    return {f"sound_{name}": value for name, value in told.items()}


def counted(runs: Runs, found: Verdicts, words: dict[str, Verdict]) -> dict[str, object]:
    """Return how many points there are, and the share of each verdict with its interval."""
    out: dict[str, object] = {"points": len(found)}
    for name, word in words.items():
        part = share(found, word, chosen=runs.chosen)
        out |= {name: part.estimate, f"{name}_low": part.low, f"{name}_high": part.high}
    return out


def in_words(row: "pd.Series[Any]", name: str, of: str = "points") -> str:
    """Return a share of points drawn from a box, or a count of points that were chosen; `of` is the column of all."""
    if not row[of]:
        return "no such point"
    if np.isnan(row[f"{name}_low"]):
        return f"{round(row[name] * row[of])} of {int(row[of])}"
    share = "under 1%" if 0.0 < row[name] < 0.005 else f"{row[name]:.0%}"
    return f"{share} ({row[f'{name}_low']:.0%} to {row[f'{name}_high']:.0%})"


def differences(runs: Runs) -> pd.DataFrame:
    """Return the mean difference and its SD over replicates at every point; nothing with one replicate."""
    if runs.replicates < 2:
        return pd.DataFrame()
    tables = []
    for one in runs.contrasts():
        points, found = runs.points(*cell(one.place, one.a)), runs.difference(one)
        pairs = pd.DataFrame(found.T)
        known = pd.DataFrame({**one.known, "sample": np.arange(len(points))})
        out = pd.concat([known, points], axis=1)
        out["n"] = np.isfinite(found).sum(axis=1)
        out["difference"], out["sd"] = pairs.mean().to_numpy(), pairs.std(ddof=1).to_numpy()
        tables.append(out)
    return pd.concat(tables, ignore_index=True)


# ── Rules in words ───────────────────────────────────────────────────────────────────────────────────


def regions(runs: Runs) -> pd.DataFrame:
    """Return the rules of each difference: where b is better than a, and where a is better than b."""
    rows = []
    for one in compared(runs):
        for word, winner in ((Verdict.OPPOSITE, one.known["b"]), (Verdict.AS_PREDICTED, one.known["a"])):
            told = _rules(one.verdicts == word, one.points, winner)
            rows += [{**one.known, "winner": winner, **row} for row in told]
    return pd.DataFrame(rows, columns=[*KNOWN, "winner", *COLUMNS])


def _rules(won: Bools, points: pd.DataFrame, winner: str) -> list[dict[str, object]]:
    """Return rules for the points that are `won`; none from a few points, or from points on lines alone."""
    numeric = points.select_dtypes("number")
    if len(points) < FEWEST_POINTS or numeric.empty or _on_lines(numeric):
        return []
    table = discover(numeric.reset_index(drop=True), np.asarray(won, dtype=np.bool_), winner=winner).table
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _on_lines(points: pd.DataFrame) -> bool:
    """Tell whether points lie on lines through one of them, so that no two share a region."""
    most = [points[name].value_counts(normalize=True).iloc[0] for name in points]
    return len(most) > 2 and min(most) > 0.5


# ── Predictions ──────────────────────────────────────────────────────────────────────────────────────


def claims(runs: Runs) -> pd.DataFrame:
    """Return one row for each prediction and world: at what share of the points it holds, and the verdict."""
    return pd.DataFrame([_claim(runs, prediction, world) for prediction, world in runs.judged()])


def _claim(runs: Runs, prediction: Prediction, world: str) -> dict[str, object]:
    measure, points, found = prediction.measure, runs.points(prediction.a, world), runs.asked(prediction, world)
    here = np.ones(len(points), dtype=np.bool_)
    for region in prediction.where:
        here &= points[region.name].map(region.holds).to_numpy(dtype=np.bool_)
    kept, once = (chosen & here for chosen in usable(found, points))
    effect = runs.effect(measure, runs.usual(prediction.b, world, measure, here), prediction)
    known: dict[str, object] = {
        "claim": prediction.claim, "prediction": prediction.text, "world": world, "firm": prediction.a.firm,
        "measure": measure, "contrast": contrast(prediction), "direction": prediction.direction,
        "kind": prediction.kind, "caveat": prediction.caveat, "where": prediction.region, "smallest_effect": effect,
        "verdict": str(Verdict.NOT_DECIDED), "points": int(kept.sum()), "left_out": int(once.sum() - kept.sum()),
        "flips": "", "reason": _too_few(int(kept.sum()), runs.replicates),
    }  # fmt: skip
    if known["reason"]:
        return known
    verdicts = verdicts_at(found[kept], effect, sign=1.0 if prediction.direction == "a_above" else -1.0)
    means = found[kept].mean(axis=1)
    turned = _rules(verdicts == Verdict.OPPOSITE, points[kept], "the other way")
    return {
        **known, **counted(runs, verdicts, PREDICTED), "verdict": str(over_points(verdicts, chosen=runs.chosen)),
        "median": float(np.median(means)), "tenth": float(np.quantile(means, 0.1)),
        "ninetieth": float(np.quantile(means, 0.9)), "flips": "; ".join(str(row["rule"]) for row in turned[:2]),
    }  # fmt: skip


def _too_few(points: int, replicates: int) -> str:
    """Return why a prediction cannot be judged; nothing where it can."""
    if replicates < FEWEST_PAIRS:
        return f"too few replicates ({replicates})"
    return f"too few points ({points})" if points < FEWEST_ASKED else ""
