"""What numbers are on average where something else is known: a smooth regression on one to three columns."""

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


def means_of_others(basis: Floats, outcomes: Floats, weights: Floats) -> Floats:
    """Return what is expected of each point by weighted least squares on all others, shape (points, outcomes).

    `basis` has shape (points, terms), `weights` (points,). Leaving out a point needs no fit of its own: its residual is
    y - f = (y - fitted) / (1 - h), with h its leverage. A point that alone decides a term keeps its fitted value.
    """
    root = np.sqrt(weights)[:, None]
    columns, sizes, _ = np.linalg.svd(root * basis, full_matrices=False)
    columns = columns[:, sizes > 1e-9 * sizes[0]]
    residuals = outcomes - columns @ (columns.T @ (root * outcomes)) / root
    free = 1.0 - (columns**2).sum(axis=1)[:, None]
    return np.asarray(outcomes - residuals / np.where(free > 1e-9, free, 1.0), dtype=np.float64)
