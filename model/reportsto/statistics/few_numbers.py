"""A rule with few numbers: which three to count, with thresholds that say which structure to choose.

A regression tree (CART: Breiman, Friedman, Olshen & Stone 1984) on the losses of all structures proposes the
thresholds; each leaf gets the structure that loses least there. Needs the extra `discovery`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportsto.arrays import Floats
from reportsto.statistics.conditional_means import means_of_others, smooth_basis
from reportsto.statistics.discovery import DEPTH, LEAST_SHARE, Condition, simplest
from reportsto.statistics.extras import library
from reportsto.statistics.worth import Choices, decision

MOST_TRIED = 8
"""Numbers of which all triples are tried: those that say most alone (assumed)."""
FOLDS = 5
NUMBERS = 3
DIGITS = 3
"""A threshold has so many digits before it is judged, so what is judged is what is read."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Cases in which one structure is chosen.

    Attributes:
        conditions: edges that all hold.
        choice: the column of the structure.
        share: share of the cases that the rule was found in.
    """

    conditions: tuple[Condition, ...]
    choice: int
    share: float


@dataclass(frozen=True, slots=True)
class FewNumbers:
    """A rule: its numbers, its leaves (each case lies in one), and the choice without any number."""

    numbers: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    always: int

    def choices(self, data: pd.DataFrame) -> Choices:
        """Return the column that the rule chooses for each case; where a number is missing, the usual one."""
        out = np.full(len(data), self.always)
        for leaf in self.leaves:
            inside = np.ones(len(data), dtype=bool)
            for condition in leaf.conditions:
                inside &= condition.holds(data)
            out[inside] = leaf.choice
        return out


def few_numbers(data: pd.DataFrame, losses: Floats, point: NDArray[np.int64], numbers: int = NUMBERS) -> FewNumbers:
    """Return the rule with so many numbers that loses least on cases it was not fitted to, five folds of points each.

    `data` has a numeric column for each number, `losses` the shape (cases, structures), `point` says which cases belong
    together. Numbers that are missing somewhere are not tried. Which triple is best was chosen by these cases, so how
    good it is must be asked of others.
    """
    whole = [str(name) for name in data.columns if np.isfinite(data[name]).all()]
    alone = sorted(whole, key=lambda name: -_saved_alone(data[name].to_numpy(np.float64), losses))[:MOST_TRIED]
    tried = list(combinations(alone, min(numbers, len(alone))))
    best = min(tried, key=lambda names: _crossed(data[list(names)], losses, point))
    return _rule(data[list(best)], losses)


def _saved_alone(column: Floats, losses: Floats) -> float:
    among = decision(losses)
    usual = np.full(len(losses), among.chosen)
    return among.saving(among.chosen_by(means_of_others(smooth_basis(column[:, None]), among.weights)), usual)[0]


def _crossed(data: pd.DataFrame, losses: Floats, point: NDArray[np.int64]) -> float:
    """Return the mean loss of a rule on folds that it was not fitted to."""
    fold, lost = np.unique(point, return_inverse=True)[1] % FOLDS, 0.0
    for one in range(FOLDS):
        judged = fold == one
        choices = _rule(data[~judged], losses[~judged]).choices(data[judged])
        lost += float(np.take_along_axis(losses[judged], choices[:, None], axis=1).sum())
    return lost / len(losses)


def _rule(data: pd.DataFrame, losses: Floats) -> FewNumbers:
    trees = library("sklearn.tree", name="scikit-learn", extra="discovery")
    tree = trees.DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=LEAST_SHARE, random_state=0)
    tree.fit(data.to_numpy(np.float64), losses - losses.mean(axis=1, keepdims=True))
    names = [str(name) for name in data.columns]
    found = tuple(_joined(tree.tree_, names, 0, (), len(data)))
    return FewNumbers(tuple(names), found, int(losses.mean(axis=0).argmin()))


def _joined(tree: Any, names: Sequence[str], node: int, path: tuple[Condition, ...], cases: int) -> Iterator[Leaf]:
    """Yield the leaves below a node; where all of them choose one structure, the node itself."""
    choices = set(_choices(tree, node))
    if len(choices) == 1:
        yield Leaf(simplest(path), choices.pop(), float(tree.n_node_samples[node] / cases))
        return
    name, edge = names[tree.feature[node]], float(f"{tree.threshold[node]:.{DIGITS}g}")
    for children, above in ((tree.children_left, False), (tree.children_right, True)):
        yield from _joined(tree, names, int(children[node]), (*path, Condition(name, above, edge)), cases)


def _choices(tree: Any, node: int) -> Iterator[int]:
    if tree.children_left[node] < 0:
        yield int(tree.value[node][:, 0].argmin())
        return
    for children in (tree.children_left, tree.children_right):
        yield from _choices(tree, int(children[node]))
