"""Which parameter points could be a firm whose counts are known: implausibility, what is kept, weights, a second wave.

History matching after Craig, Goldstein, Seheult and Smith (1997) and Vernon, Goldstein and Bower (2010), on the runs
themselves, without an emulator. Points lie in the unit cube, where the prior is even.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reportsto.arrays import Floats

Bools = NDArray[np.bool_]

CUT = 3.0
"""Standard deviations: at least 95 % of any distribution with one mode lie within three (Pukelsheim 1994)."""
HIGHEST = 2
"""The second highest implausibility decides, so one pattern that the model cannot meet excludes no point."""
FOCUS = 0.15
"""Share of the points that tempered weights are worth, at least (assumed)."""
MOST_AXES = 6
"""Axes in which a second wave stays near to a point of the first; the others are drawn anew (assumed)."""
LEVEL = 0.05
"""Chance that any axis is followed although no pattern moves it."""
STEPS = 2**20
"""Shares of a range are rounded to this fraction of it, so that the last bit of a library decides no point."""


def implausibility(values: ArrayLike, low: ArrayLike, high: ArrayLike, sd: ArrayLike) -> Floats:
    """Return |f - z| / sd, shape (points, patterns): f a value, z the nearest number of a pattern's interval.

    `values` has shape (points, patterns), on each pattern's scale; `low`, `high` and `sd` have shape (patterns,). An
    open end is infinite. `sd` is sqrt(obs^2 + disc^2). A point without a value is infinitely implausible.
    """
    f = np.asarray(values, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        away = np.maximum(np.maximum(np.asarray(low) - f, f - np.asarray(high)), 0.0)
    return np.where(np.isnan(f), np.inf, away / np.asarray(sd, dtype=np.float64))


def deciding(found: Floats, highest: int = HIGHEST) -> Floats:
    """Return the `highest`-th highest implausibility of each point, shape (points,); of fewer patterns, the lowest."""
    if not found.shape[1]:
        return np.zeros(len(found))
    ranked: Floats = np.sort(found, axis=1)[:, ::-1]
    return ranked[:, min(highest, found.shape[1]) - 1]


def kept(found: Floats, cut: float = CUT, highest: int = HIGHEST) -> Bools:
    """Return which points are kept, shape (points,): those whose `highest`-th highest implausibility is at most `cut`.

    `found` has shape (points, patterns).
    """
    out: Bools = deciding(found, highest) <= cut
    return out


def likelihood(found: Floats, highest: int = HIGHEST, temperature: float = 1.0) -> Floats:
    """Return exp(-sum I^2 / 2 / temperature) of each point, relative to the best, shape (points,).

    The `highest` - 1 patterns that are met worst are left out at each point, as they are in `kept`.
    """
    away = _away(found, highest) / temperature
    best = away.min(initial=np.inf)
    return np.exp(best - away) if np.isfinite(best) else np.zeros(len(found))


def tempered(found: Floats, highest: int = HIGHEST, share: float = FOCUS) -> Floats:
    """Return weights that add to 1, shape (points,): the likelihood at the least temperature, from 1 on, that will do.

    Then the effective sample is at least `share` of the points that have a likelihood (adaptive tempering; Jasra,
    Stephens, Doucet and Tsagaris 2011). Even weights where no point has a likelihood.
    """
    from scipy.optimize import brentq  # SciPy is loaded where it is used: reading a study file needs none of it

    away = _away(found, highest)
    usable = away[np.isfinite(away)]
    if not len(usable):
        return np.full(len(found), 1.0 / len(found))
    wanted, hottest = max(1.0, share * len(usable)), max(1.0, float(usable.max())) * 1e3

    def lacking(log_temperature: float) -> float:
        return effective_sample(likelihood(found, highest, float(np.exp(log_temperature)))) - wanted

    hot = 0.0 if lacking(0.0) >= 0.0 else float(brentq(lacking, 0.0, np.log(hottest), xtol=1e-6))
    weights = likelihood(found, highest, float(np.exp(hot)))
    out: Floats = weights / weights.sum()
    return out


def _away(found: Floats, highest: int) -> Floats:
    """Return half the sum of squared implausibilities, without those that are met worst, shape (points,)."""
    worst = min(highest, max(found.shape[1], 1)) - 1
    out: Floats = 0.5 * (np.sort(found, axis=1)[:, : found.shape[1] - worst] ** 2).sum(axis=1)
    return out


def effective_sample(weights: ArrayLike, groups: ArrayLike | None = None) -> float:
    """Return (sum w)^2 / sum w^2: how many equal weights are worth as much (Kish 1965); 0 without weight.

    Points of one group, whole numbers from 0, are one draw, such as one point of the prior in several worlds.
    """
    w = _summed(np.asarray(weights, dtype=np.float64), groups)
    squares = float((w**2).sum())
    return float(w.sum() ** 2 / squares) if squares else 0.0


def weighted_mean(values: ArrayLike, weights: ArrayLike, groups: ArrayLike | None = None) -> tuple[float, float]:
    """Return the weighted mean and its Monte Carlo error, one standard error; NaN without weight.

    `values` and `weights` have shape (points,). The error is that of a ratio, sqrt(sum w^2 (x - m)^2) / sum w, with
    `groups` as in `effective_sample`.
    """
    x, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    total = w.sum()
    if not total:
        return np.nan, np.nan
    mean = float((w * x).sum() / total)
    return mean, float(np.sqrt((_summed(w * (x - mean), groups) ** 2).sum()) / total)


def _summed(values: Floats, groups: ArrayLike | None) -> Floats:
    """Return the sum of each group, or the values."""
    if groups is None:
        return values
    out: Floats = np.bincount(np.asarray(groups), weights=values).astype(np.float64)
    return out


def only_missed(found: Floats, weights: ArrayLike, cut: float = CUT) -> Floats:
    """Return the share of the prior that misses one pattern and no other, shape (patterns,).

    It is how much more of the prior would meet all patterns if that one were left out. A wrong pattern stands out by
    it: what misses only that pattern is the region of the truth. No further miss is allowed, or each pattern left out
    would give back the one that the wrong pattern uses up.
    """
    met = found <= cut
    missed = ~met & (met.sum(axis=1) == found.shape[1] - 1)[:, None]
    return np.array([weighted_mean(one, weights)[0] for one in missed.T])


def conflicts(found: Floats, cut: float = CUT) -> Iterator[tuple[int, int]]:
    """Yield each pair of patterns that points meet one by one, and no point meets together: implausibility <= cut."""
    met = found <= cut
    for one, other in combinations(range(found.shape[1]), 2):
        if met[:, one].any() and met[:, other].any() and not (met[:, one] & met[:, other]).any():
            yield one, other


# ── A second wave ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where later points are drawn: near to points of the first wave in a few axes, from the prior in the others.

    Attributes:
        centres: the first points' places on these axes, shape (points, axes).
        weights: how often each is drawn near, shape (points,), adding to 1.
        axes: which axes of the cube these are, shape (axes,).
        widths: SD of the normal kernel on each, cut at the ends of the range, shape (axes,).
    """

    centres: Floats
    weights: Floats
    axes: NDArray[np.intp]
    widths: Floats

    def density(self, points: Floats) -> Floats:
        """Return the density at points of the unit cube, shape (points,); the prior's is 1 everywhere."""
        out: Floats = self._kernels(points) @ self.weights
        return out

    def density_at_centres(self) -> Floats:
        """Return the density at each point of the first wave by the others, shape (points,).

        With its own kernel, a point would be held for likely because it was drawn, and the kept share come out low.
        """
        each = self._kernels(self.centres, np.arange(len(self.axes)))
        np.fill_diagonal(each, 0.0)
        others = 1.0 - self.weights
        return np.divide(each @ self.weights, others, out=np.zeros(len(each)), where=others > 0.0)

    def _kernels(self, points: Floats, axes: NDArray[np.intp] | None = None) -> Floats:
        """Return the kernel of each centre at each point, shape (points, centres)."""
        here = points[:, None, self.axes if axes is None else axes]
        below, above = self.ends(self.centres)
        volume = (np.sqrt(2.0 * np.pi) * self.widths * (above - below)).prod(axis=1)
        out: Floats = np.exp(-0.5 * (((here - self.centres) / self.widths) ** 2).sum(axis=2)) / volume
        return out

    def ends(self, centres: Floats) -> tuple[Floats, Floats]:
        """Return the normal distribution at both ends of the range, shape (points, axes): the kernel lies between."""
        from scipy.special import ndtr

        return ndtr(-centres / self.widths), ndtr((1.0 - centres) / self.widths)


def proposal(points: Floats, weights: Floats, usable: Bools | None = None) -> Proposal:
    """Return where to draw next, from the first points, shape (points, all axes), and their weights, adding to 1.

    Followed are the axes whose weighted distribution is farther from even than chance allows (Kolmogorov's distance at
    the effective sample, shared out over the axes), the farthest first, at most `MOST_AXES` and only `usable` ones.
    Widths are those of Scott (1992) for the effective sample.
    """
    from scipy.stats import kstwobign

    n = effective_sample(weights)
    order = np.argsort(points, axis=0, kind="stable")
    ranked = np.take_along_axis(points, order, axis=0)
    above = np.cumsum(weights[order], axis=0)
    apart = np.maximum(above - ranked, ranked - (above - weights[order])).max(axis=0)
    bound = float(kstwobign.isf(LEVEL / max(points.shape[1], 1))) / np.sqrt(max(n, 1.0))
    far = np.argsort(-apart, kind="stable")
    axes = np.array([at for at in far if apart[at] > bound and (usable is None or usable[at])][:MOST_AXES], dtype=int)
    here = points[:, axes]
    spread = np.sqrt(((here - weights @ here) ** 2).T @ weights)
    widths = np.maximum(spread * n ** (-1.0 / (len(axes) + 4)), 1.0 / STEPS)
    return Proposal(here, weights, axes, widths)


def draw(where: Proposal, axes: int, points: int, seed: np.random.SeedSequence) -> Floats:
    """Return so many points of a proposal in the unit cube of so many axes, shape (points, axes).

    A Latin hypercube chooses the point each is drawn near to, and its place (McKay, Beckman and Conover 1979).
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    evenly = qmc.LatinHypercube(axes + 1, rng=np.random.default_rng(seed)).random(points)
    near = np.minimum(np.searchsorted(np.cumsum(where.weights), evenly[:, -1]), len(where.weights) - 1)
    out = evenly[:, :-1].copy()
    if len(where.axes):
        centres = where.centres[near]
        below, above = where.ends(centres)
        out[:, where.axes] = centres + where.widths * ndtri(below + out[:, where.axes] * (above - below))
    rounded: Floats = np.clip(np.round(out * STEPS) / STEPS, 0.0, 1.0)
    return rounded


def to_prior(where: Proposal, later: Floats) -> Floats:
    """Return the weight that makes points of both waves stand for the prior, the first wave's before the `later` ones.

    Shape (points of both,). The weight is 1 over the mean density of the waves, each counted by its points (balance
    heuristic; Veach and Guibas 1995; Owen and Zhou 2000). The first wave is drawn from the prior, so no weight is above
    all points over those of the first wave.
    """
    first = len(where.centres)
    nearby = np.concatenate([where.density_at_centres(), where.density(later)]) if len(later) else np.ones(first)
    out: Floats = len(nearby) / (first + len(later) * nearby)
    return out
