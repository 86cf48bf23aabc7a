"""Verdicts on the predictions of a study at one point: one family of intervals, which hold all at once."""

import numpy as np
import pandas as pd

from reportsto.readings.claims_section import contrast
from reportsto.readings.runs import Runs
from reportsto.statistics.intervals import FEWEST_PAIRS, simultaneous
from reportsto.statistics.verdict import verdicts
from reportsto.studies.study import Prediction

COLUMNS = (
    "claim", "prediction", "measure", "world", "firm", "contrast", "direction", "n", "number", "low", "high",
    "smallest_effect", "verdict", "kind", "caveat",
)  # fmt: skip
"""Columns of a table of verdicts; number, low, high and smallest_effect are in the unit of the measure."""


def claims(runs: Runs) -> pd.DataFrame:
    """Return one row for each prediction and world it can be judged in, with the columns `COLUMNS`.

    `number` is the mean of a - b over matched replicates, less that of `minus` where there is one. Judging more
    predictions at once makes each interval wider.
    """
    asked = list(runs.judged())
    if not asked:
        return pd.DataFrame(columns=list(COLUMNS))
    differences = np.column_stack([runs.asked(prediction, world)[0] for prediction, world in asked])
    family = simultaneous(differences)
    rows = [_row(runs, prediction, world) for prediction, world in asked]
    table = pd.DataFrame(rows)
    signs = np.where(table["direction"] == "a_above", 1.0, -1.0)
    table["number"], table["low"], table["high"], table["n"] = family.estimate, family.low, family.high, family.n
    table["verdict"] = verdicts(family.low, family.high, table["smallest_effect"], sign=signs).astype(str)
    table["caveat"] = [_caveat(row["caveat"], int(row["n"]), len(differences)) for _, row in table.iterrows()]
    return table[list(COLUMNS)]


def unasked(runs: Runs) -> list[str]:
    """Return the ids of claims with a prediction that these runs cannot judge in any world."""
    asked = {id(prediction) for prediction, _ in runs.judged()}
    return list(dict.fromkeys(one.claim for one in runs.study.predictions if id(one) not in asked))


def _row(runs: Runs, prediction: Prediction, world: str) -> dict[str, object]:
    measure = prediction.measure
    effect = runs.effect(measure, runs.usual(prediction.b, world, measure), prediction)
    return {
        "claim": prediction.claim, "prediction": prediction.text, "measure": measure, "world": world,
        "firm": prediction.a.firm, "contrast": contrast(prediction), "direction": prediction.direction,
        "smallest_effect": effect, "kind": prediction.kind,
        "caveat": prediction.caveat,
    }  # fmt: skip


def _caveat(own: str, n: int, every: int) -> str:
    said = [own] if own else []
    if n < every:
        said.append(f"{every - n} of {every} pairs dropped: a run is missing or its ratio undefined")
    if n < FEWEST_PAIRS:
        pairs = "1 pair is" if n == 1 else f"{n} pairs are"
        said.append(f"{pairs} too few for an interval: run at least {FEWEST_PAIRS} replicates")
    return "; ".join(said)
