"""How much each mechanism contributes to a number, averaged over the order in which mechanisms are switched off.

The Shapley value (Shapley 1953) shares a number out among players: each gets the mean, over all orders, of what changes
when it joins. Orders are too many to visit all, so some are drawn (Castro, Gomez & Tejada 2009), each with its reverse.
Read for a model, it is a sensitivity measure that adds up also where mechanisms act through each other (Owen 2014;
Song, Nelson & Staum 2016). It tells about the model, and not what a firm would gain by removing something.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from reportsto.arrays import Floats
from reportsto.errors import StudyError

COLUMNS = ("mechanism", "value", "low", "high", "orders_low", "orders_high")
"""Columns of a table of Shapley values, in the unit of the output."""


def shapley_values(
    players: Sequence[str], switches: ArrayLike, outputs: ArrayLike, *, level: float = 0.95
) -> pd.DataFrame:
    """Return the Shapley value of each player, with the columns `COLUMNS`.

    `switches` has shape (points, players): 0 where a player is on, 1 where it is off. Points come in chains of
    players + 1, from all on to all off, one switch a step; every second chain is the reverse of the one before.
    `outputs` has shape (points,) or (points, replicates): the game at each point. The values add up to the output
    with all on less that with all off, to the last rounding, whatever orders were drawn.

    `orders_low` and `orders_high` are the t interval over pairs of orders: what more orders could change for these
    replicates. `low` and `high` add the variance between replicates, which share the orders (a sum of the two, a
    little too wide where both interact; degrees of freedom after Satterthwaite). One pair of orders has no interval.
    Raises StudyError for points that are no such chains, and for an output that is not finite.
    """
    off, game = _checked(players, switches, outputs)
    shares = _contributions(off, game)
    value = shares.mean(axis=(0, 1))
    squares, degrees = _parts(shares.mean(axis=1)), shares.shape[0] - 1
    half = _half(squares, np.full(len(value), float(degrees)), level)
    between, others = _parts(shares.mean(axis=0)), shares.shape[1] - 1
    if others:
        both = squares + between
        freedom = _freedom(squares, degrees, between, others)
        wide = _half(both, freedom, level)
    else:
        wide = half
    ends = (value, value - wide, value + wide, value - half, value + half)
    return pd.DataFrame({"mechanism": list(players)} | dict(zip(COLUMNS[1:], ends, strict=True)))


def _checked(players: Sequence[str], switches: ArrayLike, outputs: ArrayLike) -> tuple[NDArray[np.int64], Floats]:
    """Return the switches as (chains, players + 1, players) and the outputs as (chains, players + 1, replicates)."""
    k = len(players)
    off, game = np.asarray(switches), np.asarray(outputs, dtype=np.float64)
    fits = k >= 2 and off.ndim == 2 and off.shape[1] == k
    if not fits or len(off) == 0 or len(off) % (2 * (k + 1)):
        raise StudyError(
            f"Shapley values of {k} mechanisms need pairs of chains of {k + 1} points: got points {off.shape}"
        )
    _require_outputs(game, len(off))
    chains = off.reshape(-1, k + 1, k).astype(np.int64)
    _require_chains(chains)
    return chains, game.reshape(len(chains), k + 1, -1)


def _require_outputs(game: Floats, points: int) -> None:
    if game.ndim not in (1, 2) or len(game) != points or game.size == 0:
        raise StudyError(f"Shapley values need an output for each of {points} points: got the shape {game.shape}")
    odd = np.argwhere(~np.isfinite(game))
    if odd.size:
        raise StudyError(f"outputs must be finite: point {odd[0][0]} (counted from 0) has one that is not")


def _require_chains(chains: NDArray[np.int64]) -> None:
    steps = np.diff(chains, axis=1)
    one_each = (np.abs(steps).sum(axis=2) == 1).all() and (steps.sum(axis=1) == 1).all()
    if not one_each or chains[:, 0].any():
        raise StudyError("a chain must begin with every mechanism on and switch off one at each step")
    order = steps.argmax(axis=2)
    if not np.array_equal(order[0::2], order[1::2, ::-1]):
        raise StudyError("every second chain must switch off in the reverse order of the one before")


def _contributions(off: NDArray[np.int64], game: Floats) -> Floats:
    """Return what each mechanism brings, the mean of both orders of a pair: shape (pairs, replicates, players)."""
    order = np.diff(off, axis=1).argmax(axis=2)
    steps = game[:, :-1] - game[:, 1:]
    found: Floats = np.empty((len(off), game.shape[2], off.shape[2]))
    for chain, players in enumerate(order):
        found[chain][:, players] = steps[chain].T
    return (found[0::2] + found[1::2]) / 2.0


def _parts(values: Floats) -> Floats:
    """Return the squared standard error of the mean of rows; NaN of one row."""
    n = len(values)
    out: Floats = values.var(axis=0, ddof=1) / n if n > 1 else np.full(values.shape[1], np.nan)
    return out


def _freedom(one: Floats, degrees: int, other: Floats, others: int) -> Floats:
    """Return Satterthwaite's degrees of freedom of a sum of two variances; those of the first where both are 0."""
    below = one**2 / max(degrees, 1) + other**2 / others
    out: Floats = np.divide((one + other) ** 2, below, out=np.full(len(one), float(degrees)), where=below > 0.0)
    return out


def _half(squares: Floats, degrees: Floats, level: float) -> Floats:
    out: Floats = stdtrit(np.maximum(degrees, 1.0), 0.5 + level / 2.0) * np.sqrt(squares)
    return out
