"""Verdicts on predictions over a box: the verdict at each point, then the share of points."""

from typing import Any

import numpy as np
import pandas as pd

from reportsto.readings.over_a_box.regions import rules
from reportsto.readings.over_a_box.shares import counted, in_words, usable
from reportsto.readings.runs import Bools, Runs
from reportsto.readings.sections import contrast
from reportsto.readings.words import number, parameters
from reportsto.statistics.at_points import verdicts_at
from reportsto.statistics.intervals import FEWEST_PAIRS
from reportsto.statistics.verdict import FEWEST_CHOSEN, Verdict, over_points
from reportsto.studies.study import FEWEST_ASKED, Prediction

PREDICTED = {
    "as_predicted": Verdict.AS_PREDICTED,
    "opposite": Verdict.OPPOSITE,
    "no_difference": Verdict.NO_DIFFERENCE,
    "not_decided": Verdict.NOT_DECIDED,
}
RULE = (
    "A cell has the verdict, the points at which the prediction holds by more than the smallest effect, and the "
    "median difference. The verdict is the one that more than half of the points have. Of points drawn from a box, the "
    "whole 95 % interval of that share lies above one half. Points that were chosen are counted; fewer than "
    f"{FEWEST_CHOSEN} get no verdict."
)


def claims(runs: Runs) -> pd.DataFrame:
    """Return one row for each prediction and world: at what share of the points it holds, and the verdict."""
    return pd.DataFrame([_claim(runs, prediction, world) for prediction, world in runs.judged()])


def cell(row: "pd.Series[Any]") -> str:
    """Return what stands in the cell of a world: verdict, how many points, the median difference, where it turns."""
    if row["reason"]:
        return f"**{row['verdict']}**: {row['reason']}"
    turned = f"\n{parameters(row['flips'])}" if row["flips"] else ""
    held, turned_at = (in_words(row, name) for name in ("as_predicted", "opposite"))
    return f"**{row['verdict']}**: holds at {held}, opposite at {turned_at}; median {number(row['median'])}{turned}"


def _claim(runs: Runs, prediction: Prediction, world: str) -> dict[str, object]:
    measure = prediction.measure
    points = runs.points(prediction.a, world)
    found = runs.asked(prediction, world)
    kept, once = usable(found, points)
    here = _inside(prediction, points)
    effect = runs.effect(measure, runs.usual(prediction.b, world, measure, here), prediction)
    kept, once = kept & here, once & here
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
    turned = rules(verdicts == Verdict.OPPOSITE, points.iloc[np.flatnonzero(kept)], "the other way")
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


def _inside(prediction: Prediction, points: pd.DataFrame) -> Bools:
    """Return at which points a prediction is asked."""
    here = np.ones(len(points), dtype=np.bool_)
    for region in prediction.where:
        here &= points[region.name].map(region.holds).to_numpy(dtype=np.bool_)
    return here
