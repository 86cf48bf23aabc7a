"""What it is worth to know: how much better the choice among structures would be, in the unit of the outcome.

Without further knowledge the structure with the smallest mean loss is chosen. The expected value of perfect information
(EVPI) is what the best choice at every point would save. The expected value of partial perfect information (EVPPI) is
what choosing by one parameter, or by two or three together, would save. For it, outcomes are regressed on what is known
(Strong, Oakley & Brennan 2014). Each point is chosen for by all others, so that a choice never judges itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from reportsto.arrays import Floats
from reportsto.errors import StudyError
from reportsto.statistics.conditional_means import means_of_others, smooth_basis
from reportsto.statistics.intervals import BOOTSTRAP_SEED

Choices = NDArray[np.int64]

SHUFFLES = 100
FEWEST_POINTS = 100
"""Below a hundred points a regression with 35 terms tells nothing (assumed)."""
MOST_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing something is worth.

    Attributes:
        known: what would be known; "everything" of EVPI, "nothing" of the choice as it is.
        saves: mean saving, in the unit of the losses; EVPPI may be a little below zero by chance.
        error: standard error of it: the larger of that over points and of the SD in shuffled points.
        null: mean saving in shuffled points; subtracted already.
        null_high: 95 % quantile of the saving in shuffled points, less `null`; what is smaller may be chance.
        wrong: share of points at which the choice is worse than the best by more than the smallest effect.
    """

    known: str
    saves: float
    error: float
    null: float
    null_high: float
    wrong: float


COLUMNS = tuple(one.name for one in fields(Worth))
"""Columns of a table of worth."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice among structures at points: the one with the smallest weighted mean loss.

    Attributes:
        losses: shape (points, structures), less is better, in the unit of the outcome.
        weights: of the points, shape (points,), above zero, with sum 1.
        least: smallest difference that matters, in the unit of the losses.
    """

    losses: Floats
    weights: Floats
    least: float = 0.0

    @property
    def chosen(self) -> int:
        """Return the column that is chosen without further knowledge; the first of several alike."""
        return int((self.weights @ self.losses).argmin())

    @property
    def effective(self) -> float:
        """Return how many points of equal weight the points are worth: 1 / sum of squared weights."""
        return float(1.0 / (self.weights @ self.weights))

    def chosen_by(self, expected: Callable[[Floats], Floats]) -> Choices:
        """Return the column that is chosen at each point by what is expected of it."""
        return np.asarray(expected(self.losses).argmin(axis=1), dtype=np.int64)

    def wrong(self, choices: Choices) -> float:
        """Return the share of points at which choices, shape (points,), lose more than the least to the best."""
        return float(self.weights @ (self._taken(choices) - self.losses.min(axis=1) > self.least))

    def saving(self, choices: Choices, instead_of: Choices) -> tuple[float, float]:
        """Return the mean saving of choices against others, each of shape (points,), and its standard error."""
        saved = self._taken(instead_of) - self._taken(choices)
        mean = float(self.weights @ saved)
        return mean, float(np.sqrt(self.weights**2 @ (saved - mean) ** 2))

    def _taken(self, choices: Choices) -> Floats:
        return np.take_along_axis(self.losses, choices[:, None], axis=1)[:, 0]


def decision(losses: ArrayLike, *, weights: ArrayLike | None = None, least: float = 0.0) -> Decision:
    """Return the choice among structures at the points that have weight; without weights all are alike.

    Raises StudyError for losses that are not finite, shapes that do not fit, weights below zero or all zero.
    """
    table = np.asarray(losses, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2 or not np.isfinite(table).all():
        raise StudyError(f"worth needs finite losses, shape (points, two structures or more): got shape {table.shape}")
    given = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape != (len(table),) or not np.isfinite(given).all() or (given < 0).any() or not given.any():
        raise StudyError("worth needs one weight for each point, none below zero and not all zero")
    heavy = given > 0
    return Decision(table[heavy], given[heavy] / given.sum(), least)


def perfect_information(among: Decision) -> tuple[Worth, Worth]:
    """Return the choice as it is, and EVPI.

    Noise of replicates in the losses counts as something to be known, so EVPI is an upper end.
    """
    now = np.full(len(among.losses), among.chosen)
    best = np.asarray(among.losses.argmin(axis=1), dtype=np.int64)
    saves, error = among.saving(best, now)
    return Worth("nothing", 0.0, 0.0, 0.0, 0.0, among.wrong(now)), Worth("everything", saves, error, 0.0, 0.0, 0.0)


def partial_information(
    among: Decision, known: ArrayLike, *, name: str = "", rng: np.random.Generator | None = None
) -> Worth:
    """Return EVPPI of one column, shape (points,), or of up to three together, shape (points, columns).

    Points are those of the decision, in its order. Raises StudyError for fewer than a hundred points, for more columns,
    and for what is not finite. `rng` shuffles the points; without one, the same way every time.
    """
    columns = np.asarray(known, dtype=np.float64).reshape(len(among.losses), -1)
    n, count = columns.shape
    if n < FEWEST_POINTS or not np.isfinite(columns).all() or not 1 <= count <= MOST_TOGETHER:
        raise StudyError(
            f"worth of {name or 'a parameter'} needs one to {MOST_TOGETHER} columns of finite numbers at "
            f"{FEWEST_POINTS} points or more: got {count} at {n}"
        )
    generator = np.random.default_rng(BOOTSTRAP_SEED) if rng is None else rng
    basis, alike = smooth_basis(columns), bool(np.ptp(among.weights) == 0)
    expected = means_of_others(basis, among.weights)
    choices, otherwise = among.chosen_by(expected), among.chosen_by(means_of_others(np.ones((n, 1)), among.weights))
    saves, error = among.saving(choices, otherwise)
    shuffled = []
    for order in (generator.permutation(n) for _ in range(SHUFFLES)):
        other = Decision(among.losses[order], among.weights[order])
        by = expected if alike else means_of_others(basis, other.weights)
        shuffled.append(other.saving(other.chosen_by(by), otherwise[order])[0])
    null, spread = float(np.mean(shuffled)), float(np.std(shuffled, ddof=1))
    high = float(np.quantile(shuffled, 0.95)) - null
    return Worth(name, saves - null, max(error, spread), null, high, among.wrong(choices))


def worth_table(
    losses: ArrayLike,
    parameters: pd.DataFrame,
    *,
    together: Sequence[Sequence[str]] = (),
    weights: ArrayLike | None = None,
    least: float = 0.0,
) -> pd.DataFrame:
    """Return a row for nothing, one for everything, then one for each parameter and group, the largest saving first.

    `losses` has shape (points, structures); `parameters` has a numeric column for each parameter, its rows in the order
    of the points; `together` are groups of two or three of its columns. Columns: `COLUMNS`, in the unit of the losses.
    """
    among = decision(losses, weights=weights, least=least)
    heavy = np.ones(len(parameters), dtype=bool) if weights is None else np.asarray(weights) > 0
    groups = [*([str(name)] for name in parameters.columns), *map(list, together)]
    found = [
        partial_information(among, parameters.loc[heavy, group].to_numpy(np.float64), name=" and ".join(group))
        for group in groups
    ]
    found.sort(key=lambda one: (-one.saves, one.known))
    rows = [*perfect_information(among), *found]
    return pd.DataFrame([[getattr(row, name) for name in COLUMNS] for row in rows], columns=list(COLUMNS))


def beyond_chance(table: pd.DataFrame, level: float = 0.95) -> "pd.Series[bool]":
    """Tell which savings of a table are more than chance gives to the largest of so many rows (Bonferroni).

    A saving has to be beyond `null_high`, and beyond as many of its errors as one row in so many has by chance.
    """
    least = float(-ndtri((1 - level) / max(len(table), 1))) * table["error"]
    return (table["saves"] > table["null_high"]) & (table["saves"] > least)
