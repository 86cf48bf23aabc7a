"""A claim of the essays becomes a prediction, and a prediction gets a verdict, with its interval.

A prediction is written before anything is run: which contrast, which direction, and the smallest effect that would
matter. The verdict then follows from the interval alone.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import pandas as pd

from reportsto.errors import StudyError, unknown_name
from reportsto.statistics.intervals import FEWEST_PAIRS, RESAMPLES, simultaneous
from reportsto.statistics.pairing import match, require_values, result_rows, runs, side_by_side
from reportsto.vocabulary import Function

Direction = Literal["a_above", "a_below"]
Kind = Literal["check", "test"]
Verdict = Literal["supported", "refuted", "passed", "failed", "equivalent", "inconclusive"]
CHECKED: dict[Verdict, Verdict] = {"supported": "passed", "refuted": "failed"}
"""What a verdict on a check is called: what is partly built in can be passed, never supported."""

COLUMNS = (
    "claim", "prediction", "measure", "world", "firm", "contrast", "direction", "n", "number", "low", "high",
    "smallest_effect", "verdict", "kind", "caveat",
)  # fmt: skip
"""Columns of a table of verdicts; number, low, high and smallest_effect are in the unit of the measure."""


@dataclass(frozen=True, slots=True)
class SmallestEffect:
    """The smallest difference that would matter: in the unit of the measure, or as a share of b's mean."""

    amount: float
    relative: bool = False

    def __post_init__(self) -> None:
        if not self.amount >= 0:
            raise StudyError(f"smallest effect must be zero or more: got {self.amount}")

    def in_units(self, mean_b: float) -> float:
        """Return the effect in the unit of the measure, where b has this mean."""
        return self.amount * abs(mean_b) if self.relative else self.amount


# Assumed: set by the project before the first run, none of them measured.
SMALLEST_EFFECTS = {
    **{f"attitude_{function.word}_mean": SmallestEffect(0.10) for function in Function},
    "attitude_handlers_mean": SmallestEffect(0.10),
    "effective_advocacy": SmallestEffect(0.01),
    "effective_advocacy_cause_right": SmallestEffect(0.01),
    "failures_per_1000": SmallestEffect(2.0),
    "customers": SmallestEffect(0.005, relative=True),
    "customers_end": SmallestEffect(0.005, relative=True),
}
"""What is used when a prediction names no smallest effect of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A second contrast to subtract: only what differs from the prediction's own; None is "the same"."""

    a: str | None = None
    b: str | None = None
    firm: str | None = None
    variant: str | None = None
    variant_b: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One link of one claim: the sign of a - b on one measure, written down before the run.

    With `minus`, the sign of (a - b) - (a - b there): does a gap shrink in another firm, or with a lever on?
    Raises UnknownName or StudyError for a prediction that cannot be judged.
    """

    claim: str
    """Id of the claim: F1, H7, ME3."""
    text: str
    measure: str
    a: str
    b: str
    direction: Direction
    kind: Kind
    """A check follows partly from how the model is built: it can be passed or failed, and is no finding."""
    smallest_effect: SmallestEffect | None = None
    """None: the default of the measure in `SMALLEST_EFFECTS`."""
    firm: str = "product_shop"
    worlds: tuple[str, ...] = ()
    """Empty: every world in the table."""
    variant: str = ""
    variant_b: str | None = None
    """Variant of b where it differs from a's; None: the same."""
    minus: Contrast | None = None
    caveat: str = ""

    def __post_init__(self) -> None:
        _require_word("direction", self.direction, get_args(Direction))
        _require_word("kind", self.kind, get_args(Kind))
        if self.smallest_effect is None and self.measure not in SMALLEST_EFFECTS:
            raise StudyError(
                f"claim {self.claim}: no default smallest effect for measure {self.measure!r}; "
                "write smallest_effect = SmallestEffect(...) in the unit of the measure"
            )
        if (self.a, self.variant) == (self.b, self._variant_b):
            raise StudyError(f"claim {self.claim}: a and b are both {self.a!r}; name two structures or two variants")

    @property
    def contrast(self) -> str:
        """Return what is subtracted from what, in words."""
        own = _side(self.a, self.variant) + " - " + _side(self.b, self._variant_b)
        there = self.subtracted
        if there is None:
            return own
        place = "" if there.firm == self.firm else f" in {there.firm}"
        return f"({own}) - ({there.contrast}{place})"

    @property
    def threshold(self) -> SmallestEffect:
        """Return the smallest effect of this prediction, or the default of its measure."""
        return self.smallest_effect or SMALLEST_EFFECTS[self.measure]

    @property
    def subtracted(self) -> "Prediction | None":
        """Return the contrast to subtract: this prediction with what `minus` names in the place of its own."""
        if self.minus is None:
            return None
        named = {field: value for field, value in asdict(self.minus).items() if value is not None}
        return replace(self, minus=None, **named)

    @property
    def cells(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the identity columns of a and of b, the world left open."""
        return (
            {"structure": self.a, "firm": self.firm, "variant": self.variant},
            {"structure": self.b, "firm": self.firm, "variant": self._variant_b},
        )

    @property
    def _variant_b(self) -> str:
        return self.variant if self.variant_b is None else self.variant_b


def ordering(template: Prediction, *order: str) -> tuple[Prediction, ...]:
    """Return one prediction for each link of an order: S, M, O gives S against M and M against O.

    Every link has the direction of `template` and everything else but a and b. An order holds where each link does.
    """
    if len(order) < 2:
        raise StudyError(f"claim {template.claim}: an order needs at least two structures")
    return tuple(replace(template, a=a, b=b) for a, b in pairwise(order))


def verdict(low: float, high: float, *, smallest_effect: float, direction: Direction) -> Verdict:
    """Return what the interval of a - b says about a predicted direction.

    - supported: the whole interval lies beyond the smallest effect, on the predicted side;
    - refuted: the whole interval lies beyond the smallest effect, on the other side;
    - equivalent: the whole interval, ends included, lies within +- the smallest effect; an exact tie does;
    - inconclusive: anything else, also without an interval (NaN).
    """
    _require_word("direction", direction, get_args(Direction))
    if low > high:
        raise StudyError(f"an interval runs from low to high: got {low} to {high}")
    worst, best = (low, high) if direction == "a_above" else (-high, -low)
    if worst > smallest_effect:
        return "supported"
    if best < -smallest_effect:
        return "refuted"
    if -smallest_effect <= worst and best <= smallest_effect:
        return "equivalent"
    return "inconclusive"


def judge(
    table: pd.DataFrame,
    predictions: Sequence[Prediction],
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return one row for each prediction and world, with the columns `COLUMNS`.

    All rows of one call are one family: their intervals (`intervals.simultaneous`) hold together, so judging more
    claims at once makes each interval wider. `number` is the mean of a - b over matched replicates, less that of
    `minus` where there is one. A check is "passed" or "failed". A relative smallest effect is a share
    of b's mean over the same pairs. Raises StudyError when a structure, firm, world or variant is not in the table.
    """
    rows = result_rows(table, sorted({prediction.measure for prediction in predictions}))
    asked = _asked(rows, predictions)
    trials = [_Trial(prediction, world, *_numbers(rows, prediction, world)) for prediction, world in asked]
    if not trials:
        return pd.DataFrame(columns=list(COLUMNS))
    family = simultaneous(side_by_side([trial.numbers for trial in trials]), level=level, resamples=resamples, rng=rng)
    judged = zip(trials, family.estimate, family.low, family.high, strict=True)
    return pd.DataFrame([_row(trial, *map(float, interval)) for trial, *interval in judged], columns=list(COLUMNS))


@dataclass(frozen=True, slots=True)
class _Trial:
    """One prediction in one world, before it is judged."""

    prediction: Prediction
    world: str
    numbers: "pd.Series[float]"
    mean_b: float


def _asked(rows: pd.DataFrame, predictions: Sequence[Prediction]) -> list[tuple[Prediction, str]]:
    worlds = sorted({str(world) for world in rows["world"]})
    return [(prediction, world) for prediction in predictions for world in prediction.worlds or worlds]


def _numbers(rows: pd.DataFrame, prediction: Prediction, world: str) -> tuple["pd.Series[float]", float]:
    """Return the number of each replicate, NaN where a run is missing, and the mean of b over the pairs."""
    a, b = match(*(_cell(rows, {"world": world, **cell}, prediction.measure) for cell in prediction.cells))
    number = (a - b)[prediction.measure]
    if prediction.subtracted is not None:
        there, _ = _numbers(rows, prediction.subtracted, world)
        # An index kept by only one of the two gives NaN: that replicate has no difference of differences.
        number = number - there
    return number, float(b[prediction.measure].mean())


def _cell(rows: pd.DataFrame, where: dict[str, str], measure: str) -> pd.DataFrame:
    for column, value in where.items():
        require_values(rows, column, [value])
    return runs(rows, [measure], where)


def _row(trial: _Trial, number: float, low: float, high: float) -> dict[str, object]:
    prediction = trial.prediction
    smallest = prediction.threshold.in_units(trial.mean_b)
    found = verdict(low, high, smallest_effect=smallest, direction=prediction.direction)
    return {
        "claim": prediction.claim,
        "prediction": prediction.text,
        "measure": prediction.measure,
        "world": trial.world,
        "firm": prediction.firm,
        "contrast": prediction.contrast,
        "direction": prediction.direction,
        "n": int(trial.numbers.notna().sum()),
        "number": number,
        "low": low,
        "high": high,
        "smallest_effect": smallest,
        "verdict": CHECKED.get(found, found) if prediction.kind == "check" else found,
        "kind": prediction.kind,
        "caveat": "; ".join(_caveats(trial)),
    }


def _caveats(trial: _Trial) -> list[str]:
    every, n = len(trial.numbers), int(trial.numbers.notna().sum())
    said = [trial.prediction.caveat] if trial.prediction.caveat else []
    if trial.prediction.kind == "check":
        said.append("a check: partly built in, not a finding")
    if n < every:
        said.append(f"{every - n} of {every} pairs dropped: a run is missing or its ratio undefined")
    if n < FEWEST_PAIRS:
        pairs = "1 pair is" if n == 1 else f"{n} pairs are"
        said.append(f"{pairs} too few for an interval: run at least {FEWEST_PAIRS} replicates")
    return said


def _side(structure: str, variant: str) -> str:
    return f"{structure} with {variant}" if variant else structure


def _require_word(what: str, word: str, allowed: tuple[str, ...]) -> None:
    if word not in allowed:
        raise unknown_name(what, word, allowed)
