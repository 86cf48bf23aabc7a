"""What could be found out about numbers from data that depend on them: contraction, coverage, equifinal pairs.

Simulated firms are a reference table. Numbers are regressed on data over it (regression-adjusted approximate Bayesian
computation: Beaumont, Zhang & Balding 2002), and judged on firms that had no part in it. Needs the extra `discovery`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from reportsto.arrays import Floats
from reportsto.errors import StudyError
from reportsto.statistics.extras import library

LEVELS = (0.5, 0.9)
CALIBRATING = 0.2
"""Share of the points that gives the width of intervals and has no part in the regression."""
MOST_SQUARED = 40
"""Columns of data up to which products of two are terms of the regression too."""
FEWEST_FIRMS = 40
LEAST_TRADED = 0.2
"""Correlation of two errors from which two numbers are called equifinal (assumed)."""


@dataclass(frozen=True, slots=True)
class Firms:
    """Simulated firms of which everything is known.

    Attributes:
        data: what is counted, shape (firms, columns); NaN where there was nothing to count.
        truth: the numbers of each, such as shares of their priors' ranges, shape (firms, numbers).
        point: which firms have the same numbers, shape (firms,): they are never on both sides of a split.
    """

    data: Floats
    truth: Floats
    point: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recovered:
    """Numbers of held-out firms as they are estimated.

    Attributes:
        error: truth less estimate, shape (firms, numbers).
        prior: truth less its mean over the known firms, likewise.
        halves: half-widths of intervals of `LEVELS`, shape (levels, numbers).
    """

    error: Floats
    prior: Floats
    halves: Floats

    @property
    def contraction(self) -> tuple[Floats, Floats]:
        """Return 1 - posterior variance / prior variance of each number, and its standard error, over firms."""
        before, after = self.prior**2, self.error**2
        ratio = after.mean(axis=0) / before.mean(axis=0)
        spread = (after - ratio * before).std(axis=0, ddof=1) / np.sqrt(len(after)) / before.mean(axis=0)
        return 1.0 - ratio, spread

    @property
    def coverage(self) -> Floats:
        """Return the share of firms whose number lies in its interval, shape (levels, numbers)."""
        return np.asarray((np.abs(self.error) <= self.halves[:, None, :]).mean(axis=1), dtype=np.float64)


def regression(columns: int) -> Any:
    """Return a ridge regression on columns made even, their squares and, where they are few, products of two."""

    def of(module: str) -> Any:
        return library(f"sklearn.{module}", name="scikit-learn", extra="discovery")

    terms = of("preprocessing").PolynomialFeatures(2, include_bias=False)
    squares = of("preprocessing").SplineTransformer(n_knots=3, degree=2, include_bias=False)
    return of("pipeline").make_pipeline(
        of("impute").SimpleImputer(strategy="median", keep_empty_features=True),
        of("preprocessing").QuantileTransformer(n_quantiles=100, random_state=0),
        terms if columns <= MOST_SQUARED else squares,
        of("preprocessing").StandardScaler(),
        of("linear_model").RidgeCV(alphas=np.logspace(0, 5, 11), alpha_per_target=True),
    )


def recover(known: Firms, held: Firms) -> Recovered:
    """Return the numbers of held-out firms, estimated from their data by a regression over the known ones.

    A fifth of the known points gives the width of the intervals (split conformal). Raises StudyError for fewer than
    forty points.
    """
    points = np.unique(known.point)
    if len(points) < FEWEST_FIRMS:
        raise StudyError(f"recovery needs {FEWEST_FIRMS} points to learn from or more: got {len(points)}")
    calibrating = np.isin(known.point, points[: int(CALIBRATING * len(points))])
    model = regression(known.data.shape[1]).fit(known.data[~calibrating], known.truth[~calibrating])
    spare = np.abs(known.truth[calibrating] - model.predict(known.data[calibrating]))
    error = held.truth - model.predict(held.data)
    return Recovered(error, held.truth - known.truth.mean(axis=0), np.quantile(spare, LEVELS, axis=0))


def traded(error: Floats, least: float = LEAST_TRADED) -> tuple[Floats, float]:
    """Return the correlation of the errors of each two numbers, and from which size on a pair is equifinal.

    Where data tell a sum of two numbers and not which, an estimate that is too high in one is too low in the other.
    The size is `least`, or what the largest of all pairs reaches by chance in 5 % of tables (Bonferroni) if that is
    more. `error` has shape (firms, numbers).
    """
    firms, numbers = error.shape
    found = np.corrcoef(error, rowvar=False)
    pairs = max(numbers * (numbers - 1) // 2, 1)
    chance = float(np.tanh(-ndtri(0.025 / pairs) / np.sqrt(max(firms - 3, 1))))
    return np.asarray(found, dtype=np.float64), max(least, chance)
