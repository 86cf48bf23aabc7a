"""What numbers are on average where something else is known: a smooth regression on one to three columns."""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.polynomial.legendre import legvander
from scipy.stats import rankdata

from reportsto.arrays import Floats

DEGREE = 4
"""Highest degree of a term in all columns together (assumed): a bent curve, and no step where there are many values."""


def smooth_basis(known: Floats) -> Floats:
    """Return the terms of the regression, shape (points, terms): products of Legendre polynomials of ranks.

    `known` has shape (points, columns). With ranks the scale of a column does not matter; ties share a rank, so that a
    column of at most five different values is fitted exactly.
    """
    points, columns = known.shape
    ranks = (2.0 * rankdata(known, axis=0) - 1.0) / points - 1.0
    powers = legvander(ranks, DEGREE)
    degrees = [each for each in product(range(DEGREE + 1), repeat=columns) if sum(each) <= DEGREE]
    terms = [np.prod([powers[:, at, degree] for at, degree in enumerate(each)], axis=0) for each in degrees]
    return np.stack(terms, axis=1)


def means_of_others(basis: Floats, weights: Floats) -> Callable[[Floats], Floats]:
    """Return a function that gives what is expected of each point by weighted least squares on all other points.

    `basis` has shape (points, terms), `weights` (points,); the function takes and gives shape (points, outcomes).
    Leaving out a point needs no fit of its own: its residual is (y - fitted) / (1 - h), with h its leverage. A point
    that alone decides a term keeps its fitted value.
    """
    root = np.sqrt(weights)[:, None]
    columns, sizes, _ = np.linalg.svd(root * basis, full_matrices=False)
    columns = columns[:, sizes > 1e-9 * sizes[0]]
    free = 1.0 - (columns**2).sum(axis=1)[:, None]
    share = 1.0 / np.where(free > 1e-9, free, 1.0)

    def expected(outcomes: Floats) -> Floats:
        residuals = outcomes - columns @ (columns.T @ (root * outcomes)) / root
        return np.asarray(outcomes - residuals * share, dtype=np.float64)

    return expected
