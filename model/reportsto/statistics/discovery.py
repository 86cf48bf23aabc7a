"""Scenario discovery in words: the boxes of parameters in which A wins.

A classification tree (CART: Breiman, Friedman, Olshen and Stone 1984) proposes boxes on one half of the points; each
box is then counted on the other half, which had no say in where its edges are. Coverage and density are the words of
Bryant and Lempert (2010). Needs the extra `discovery`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, log10
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from reportsto.errors import StudyError
from reportsto.statistics.extras import library
from reportsto.statistics.intervals import BOOTSTRAP_SEED, share_interval

Bools = NDArray[np.bool_]

COLUMNS = ("rule", "points", "wins", "density", "low", "high", "coverage", "base_rate")
"""Columns of a table of rules; everything is counted on the points that were kept back."""

DEPTH = 3
LEAST_SHARE = 0.05
LEAST_DENSITY = 0.5
FEWEST_POINTS = 40
"""Below forty points a half has too few for any rule of three conditions (assumed)."""

STEPS = 500
"""Edges are rounded to about this fraction of a parameter's range before they are counted (assumed)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One edge of a box: `parameter` at most (or above) `value`, in the parameter's unit."""

    parameter: str
    above: bool
    value: float

    def holds(self, points: pd.DataFrame) -> Bools:
        """Return for each point whether the condition holds, shape (points,)."""
        numbers = points[self.parameter].to_numpy(dtype=np.float64)
        return np.asarray(numbers > self.value if self.above else numbers <= self.value, dtype=np.bool_)

    def __str__(self) -> str:
        return f"{self.parameter} {'>' if self.above else '<='} {self.value:.10g}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A box in which the winner wins more often than elsewhere, counted on the points that were kept back."""

    winner: str
    conditions: tuple[Condition, ...]
    points: int
    wins: int
    density: float
    """Share of the box's points that are won."""
    low: float
    high: float
    """Wilson interval of the density, widened for the number of boxes that were tried."""
    coverage: float
    """Share of all wins that lie in the box."""

    def __str__(self) -> str:
        return f"{self.winner} wins when {' and '.join(map(str, self.conditions))}"


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a table of points says about where the winner wins; without rules, `reason` says why."""

    winner: str
    rules: tuple[Rule, ...]
    tried: int
    """Boxes that the tree proposed and that were counted."""
    base_rate: float
    """Share of wins among the points that were kept back: what a rule must beat."""
    reason: str

    @property
    def table(self) -> pd.DataFrame:
        """Return one row for each rule, with the columns `COLUMNS`, the largest coverage first."""
        rows = [
            (str(rule), rule.points, rule.wins, rule.density, rule.low, rule.high, rule.coverage, self.base_rate)
            for rule in self.rules
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def discover(
    points: pd.DataFrame,
    wins: ArrayLike,
    *,
    winner: str = "A",
    depth: int = DEPTH,
    least_share: float = LEAST_SHARE,
    least_density: float = LEAST_DENSITY,
    level: float = 0.95,
    rng: np.random.Generator | None = None,
) -> Discovery:
    """Return the rules "winner wins when ..." that these points support.

    `points` has one row for each parameter point and one numeric column for each parameter; `wins` has shape
    (points,) and says where the winner wins. A random half of the points grows a tree of at most `depth` edges to a
    leaf, with at least `least_share` of that half in each leaf; the other half counts. Edges are rounded first, so
    what is counted is what the words say.

    A rule is claimed when, on the counting half, (1) the whole Wilson interval of its density lies above the base
    rate there, at `level` shared out equally over all boxes tried (Bonferroni), and (2) its density is at least
    `least_density`: below a half, "wins when" would mislead. Boxes that fail are dropped, not shown.

    Measured on 300 points of three parameters and wins by chance, at rates of .2, .5, .6 and .8 (1,000 tables
    each): 1.2, 1.1, .4 and .5 % of tables claim a rule.

    Raises StudyError for fewer than forty points, a parameter or a win that is not a finite number, and lengths that
    differ. `rng` draws the halves; without one, they are the same every time.
    """
    table, won = _checked(points, wins)
    if won.all() or not won.any():
        always = "at every point" if won.all() else "at no point"
        return Discovery(winner, (), 0, float(won.mean()), f"{winner} wins {always}: there is no edge to find")
    generator = np.random.default_rng(BOOTSTRAP_SEED) if rng is None else rng
    learns = np.zeros(len(won), dtype=bool)
    learns[generator.permutation(len(won))[: len(won) // 2]] = True
    boxes = _boxes(table[learns], won[learns], depth, least_share, least_density)
    kept, kept_won = table[~learns], won[~learns]
    base_rate = float(kept_won.mean())
    strict = 1 - (1 - level) / max(len(boxes), 1)
    counted = [_count(winner, box, kept, kept_won, strict) for box in boxes]
    rules = [rule for rule in counted if rule.low > base_rate and rule.density >= least_density]
    rules.sort(key=lambda rule: (-rule.coverage, str(rule)))
    reason = "" if rules else f"none of {len(boxes)} boxes tried beats the base rate {base_rate:.2f} on the points kept"
    return Discovery(winner, tuple(rules), len(boxes), base_rate, reason)


def _checked(points: pd.DataFrame, wins: ArrayLike) -> tuple[pd.DataFrame, Bools]:
    won = np.asarray(wins)
    if won.shape != (len(points),):
        raise StudyError(f"discovery needs one win or loss for each point: got {won.size} for {len(points)} points")
    if won.dtype != np.bool_:
        raise StudyError(f"wins must be True or False at every point: got values of type {won.dtype}")
    if len(points) < FEWEST_POINTS:
        raise StudyError(f"discovery needs at least {FEWEST_POINTS} points: got {len(points)}")
    for name in points.columns:
        if not pd.api.types.is_numeric_dtype(points[name].dtype):
            raise StudyError(
                f"parameter {name}: discovery needs numbers; write a choice as one 0/1 column for each word"
            )
        odd = np.flatnonzero(~np.isfinite(points[name].to_numpy(dtype=np.float64)))
        if odd.size:
            raise StudyError(f"parameter {name} must be finite: row {odd[0]} (counted from 0) is not")
    return points.reset_index(drop=True), won


def _boxes(
    points: pd.DataFrame, won: Bools, depth: int, least_share: float, least_density: float
) -> list[tuple[Condition, ...]]:
    """Return the leaves in which the winner wins more often than overall, in this half; siblings alike are joined."""
    trees = library("sklearn.tree", name="scikit-learn", extra="discovery")
    if won.all() or not won.any():
        return []
    tree = trees.DecisionTreeClassifier(max_depth=depth, min_samples_leaf=least_share, random_state=0)
    tree.fit(points.to_numpy(dtype=np.float64), won)
    enough = max(float(won.mean()), least_density)
    names = [str(name) for name in points.columns]
    roundings = {name: _decimals(points[name].to_numpy(dtype=np.float64)) for name in names}
    found: list[tuple[Condition, ...]] = []

    def walk(node: int, path: tuple[Condition, ...]) -> None:
        if _alike(tree.tree_, node, enough) is not None:
            if path and _density(tree.tree_, node) > enough:
                found.append(simplest(path))
            return
        name = names[tree.tree_.feature[node]]
        edge = round(float(tree.tree_.threshold[node]), roundings[name])
        walk(int(tree.tree_.children_left[node]), (*path, Condition(name, above=False, value=edge)))
        walk(int(tree.tree_.children_right[node]), (*path, Condition(name, above=True, value=edge)))

    walk(0, ())
    return found


def _density(tree: Any, node: int) -> float:
    """Return the share of wins at a node; False and True are the tree's classes 0 and 1."""
    no, yes = tree.value[node][0]
    return float(yes / (no + yes))


def _alike(tree: Any, node: int, enough: float) -> bool | None:
    """Return whether all leaves below a node are winning (True) or none (False); None when they differ."""
    if tree.children_left[node] < 0:
        return _density(tree, node) > enough
    sides = {_alike(tree, int(children[node]), enough) for children in (tree.children_left, tree.children_right)}
    return sides.pop() if len(sides) == 1 else None


def simplest(path: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return a path with only its tightest edge on each side of each parameter, in the order they appear."""
    tightest: dict[tuple[str, bool], Condition] = {}
    for condition in path:
        # Every edge lower on the path lies inside the ones above it.
        tightest[condition.parameter, condition.above] = condition
    return tuple(tightest.values())


def _decimals(numbers: NDArray[np.float64]) -> int:
    """Return how many decimals an edge needs, for a step of about a five-hundredth of the range."""
    spread = float(np.ptp(numbers))
    return ceil(-log10(spread / STEPS)) if spread > 0 else 0


def _count(winner: str, box: tuple[Condition, ...], points: pd.DataFrame, won: Bools, level: float) -> Rule:
    inside = np.ones(len(points), dtype=bool)
    for condition in box:
        inside &= condition.holds(points)
    n, hits = int(inside.sum()), int((inside & won).sum())
    density, low, high, _ = share_interval(hits, n, level=level)
    return Rule(winner, box, n, hits, density, low, high, hits / int(won.sum()) if won.any() else np.nan)
