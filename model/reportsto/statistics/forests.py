"""What data say of cases that were held out, by random forests (Breiman 2001): a class, or mean outcomes.

Needs the extra `discovery`. Trees are grown one after the other, so sums over them have one order.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportsto.arrays import Floats
from reportsto.statistics.extras import library

TREES = 100
LEAST_IN_A_LEAF = 5


def classes(data: Floats, known: NDArray[np.int64], held: Floats) -> NDArray[np.int64]:
    """Return the likeliest class of each held-out case, shape (cases,); `known` are the classes of `data`."""
    found: NDArray[np.int64] = _forest("RandomForestClassifier", "sqrt", data, known).predict(_whole(held, data))
    return found


def means(data: Floats, known: Floats, held: Floats) -> Floats:
    """Return the mean outcomes of each held-out case, shape (cases, outcomes); `known` are those of `data`."""
    found: Floats = _forest("RandomForestRegressor", 1 / 3, data, known).predict(_whole(held, data))
    return found


def _forest(kind: str, features: str | float, data: Floats, known: Any) -> Any:
    forests = library("sklearn.ensemble", name="scikit-learn", extra="discovery")
    options = {"min_samples_leaf": LEAST_IN_A_LEAF, "max_features": features, "random_state": 0}
    return getattr(forests, kind)(TREES, **options).fit(_whole(data, data), known)


def _whole(values: Floats, like: Floats) -> Floats:
    """Return values with the median of known cases where nothing was counted; 0 where nothing ever was."""
    counted = np.isfinite(like).any(axis=0)
    usual = np.zeros(like.shape[1])
    usual[counted] = np.nanmedian(like[:, counted], axis=0)
    return np.where(np.isfinite(values), values, usual)
