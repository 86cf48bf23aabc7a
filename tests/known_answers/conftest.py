"""Nights of influence, addressed numbers and standard errors: what the closed forms share."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from reportsto.attitudes.influence import neighbour_mean, step
from reportsto.reference.groups import Groups
from reportsto.streams import uniform_pairs

Attitudes = list[float]


def matrix_nights(
    attitudes: Sequence[float],
    rows: Sequence[Sequence[float]],
    anchors: Sequence[float],
    susceptibility: Sequence[float],
    *,
    speed: float = 1.0,
    times: int = 400,
) -> Attitudes:
    """Return attitudes after some nights among neighbours with the weights of a matrix, oneself included."""
    x = list(attitudes)
    for _ in range(times):
        heard = [sum(w * y for w, y in zip(row, x, strict=True)) for row in rows]
        x = [
            step(x[i], neighbour_mean(heard[i], sum(rows[i]), x[i]), anchors[i], susceptibility[i], speed)
            for i in range(len(x))
        ]
    return x


def group_nights(
    groups: Groups,
    attitudes: Sequence[float],
    anchors: Sequence[float],
    susceptibility: float,
    *,
    speed: float = 1.0,
    times: int = 400,
) -> Attitudes:
    """Return attitudes after some nights among the neighbours that a chart gives."""
    x = list(attitudes)
    for _ in range(times):
        groups.sum_up(x)
        heard = [neighbour_mean(groups.weighted(i, own, x), groups.weights[i], own) for i, own in enumerate(x)]
        x = [step(x[i], heard[i], anchors[i], susceptibility, speed) for i in range(len(x))]
    return x


def numbers(stream: int, count: int, *, seed: int = 1958, replicate: int = 0) -> list[float]:
    """Return numbers in (0, 1) at fixed addresses."""
    first, second = uniform_pairs(seed, replicate, stream, 0, np.arange((count + 1) // 2), 0)
    return np.concatenate([first, second])[:count].tolist()


def batch_error(series: Sequence[float], batches: int = 40) -> float:
    """Return the standard error of the mean of a series whose neighbours resemble each other, by batch means."""
    means = [float(np.mean(batch)) for batch in np.array_split(np.asarray(series, dtype=float), batches)]
    return float(np.std(means, ddof=1) / np.sqrt(batches))


@pytest.fixture(scope="session")
def nights() -> Callable[..., Attitudes]:
    """Return the nights among people whose weights are a matrix."""
    return matrix_nights


@pytest.fixture(scope="session")
def nights_on_a_chart() -> Callable[..., Attitudes]:
    """Return the nights among people whose weights a chart gives."""
    return group_nights


@pytest.fixture(scope="session")
def addressed() -> Callable[..., list[float]]:
    """Return the numbers at fixed addresses."""
    return numbers


@pytest.fixture(scope="session")
def standard_error() -> Callable[..., float]:
    """Return the standard error by batch means."""
    return batch_error
