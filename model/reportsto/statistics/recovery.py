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
HELD_BACK = (*np.logspace(0, 5, 11), 1e9)
"""Penalties of a ridge regression that are tried; the last leaves the mean."""
MOST_SQUARED = 40
"""Columns of data up to which products of two are terms of the regression too."""
FEWEST_FIRMS = 40
LEAST_TRADED = 0.5
"""Correlation of two errors from which two numbers are called equifinal (assumed).

To know one would then take a quarter of the error variance off the other.
"""


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


def _terms(columns: int) -> Any:
    """Return what makes terms of columns: each by rank, its squares and, where columns are few, products of two."""

    def of(module: str) -> Any:
        return library(f"sklearn.{module}", name="scikit-learn", extra="discovery")

    shapes = of("preprocessing")
    products = shapes.PolynomialFeatures(2, include_bias=False)
    squares = shapes.SplineTransformer(n_knots=3, degree=2, include_bias=False)
    return of("pipeline").make_pipeline(
        of("impute").SimpleImputer(strategy="median", keep_empty_features=True),
        shapes.QuantileTransformer(n_quantiles=100, random_state=0),
        products if columns <= MOST_SQUARED else squares,
        shapes.StandardScaler(),
    )


def recover(known: Firms, held: Firms) -> Recovered:
    """Return the numbers of held-out firms, estimated from their data by a ridge regression over the known ones.

    A fifth of the known points chooses how strongly the regression of each number is held back, up to its plain mean,
    and gives the width of its intervals (split conformal). Raises StudyError for fewer than forty points.
    """
    points = np.unique(known.point)
    if len(points) < FEWEST_FIRMS:
        raise StudyError(f"recovery needs {FEWEST_FIRMS} points to learn from or more: got {len(points)}")
    ridge = library("sklearn.linear_model", name="scikit-learn", extra="discovery").Ridge
    spare = np.isin(known.point, points[:: round(1 / CALIBRATING)])
    terms = _terms(known.data.shape[1]).fit(known.data[~spare])
    learning, choosing, judged = (terms.transform(one) for one in (known.data[~spare], known.data[spare], held.data))
    fits = [ridge(alpha).fit(learning, known.truth[~spare]) for alpha in HELD_BACK]
    errors = np.array([known.truth[spare] - fit.predict(choosing) for fit in fits])
    best, each = (errors**2).mean(axis=1).argmin(axis=0), np.arange(known.truth.shape[1])
    error = held.truth - np.array([fit.predict(judged) for fit in fits])[best, :, each].T
    halves = np.quantile(np.abs(errors[best, :, each].T), LEVELS, axis=0)
    return Recovered(error, held.truth - known.truth.mean(axis=0), halves)


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
