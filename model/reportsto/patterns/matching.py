"""Hold points of a study against patterns: how implausible each point is, and which could be such a firm.

A published pattern is about firms whose placement nobody told, so it is held against the mixture of structures that
firms have. A firm's own count is held against the structure that the firm has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from reportsto.arrays import Floats
from reportsto.errors import SettingError, listed, shown
from reportsto.patterns.checking import PLACEMENTS
from reportsto.patterns.derived import DERIVED, with_derived
from reportsto.patterns.targets import Target, targets
from reportsto.statistics.matching import CUT, HIGHEST, Bools, deciding, implausibility, kept, likelihood

if TYPE_CHECKING:
    import pandas as pd

POINT = ("firm", "world", "variant", "sample")
"""Columns that tell points apart; one that a table lacks is the same everywhere."""
MIXTURE = "mixture"
"""All structures together, weighted by how many firms have each."""


@dataclass(frozen=True)
class Matched:
    """Points held against patterns.

    Attributes:
        points: a row a point, with those of `POINT` that the runs have.
        targets: the patterns.
        found: implausibility of each point by each pattern, shape (points, patterns).
        decides: which patterns decide, shape (patterns,); the others are printed and change no weight.
        cut: the most that the deciding implausibility of a point may be.
        highest: which implausibility decides, 2 for the second highest.
    """

    points: "pd.DataFrame"
    targets: tuple[Target, ...]
    found: Floats
    decides: Bools
    cut: float = CUT
    highest: int = HIGHEST

    @cached_property
    def judged(self) -> Floats:
        """Return the implausibility by the patterns that decide, shape (points, deciding patterns)."""
        out: Floats = self.found[:, self.decides]
        return out

    @cached_property
    def kept(self) -> Bools:
        """Return which points are kept, shape (points,)."""
        return kept(self.judged, self.cut, self.highest)

    @cached_property
    def likelihood(self) -> Floats:
        """Return the likelihood of each point that is kept, relative to the best point; 0 of the others."""
        return likelihood(self.judged, self.highest) * self.kept

    @property
    def table(self) -> "pd.DataFrame":
        """Return the points with their implausibilities, which are kept, and their likelihood."""
        each = {one.id: self.found[:, at] for at, one in enumerate(self.targets)}
        decided = {"implausibility": deciding(self.judged, self.highest), "kept": self.kept}
        return self.points.assign(**each, **decided, likelihood=self.likelihood)


def match(
    runs: "pd.DataFrame", patterns: Sequence[Any] | None = None, *, cut: float = CUT, highest: int = HIGHEST
) -> "pd.DataFrame":
    """Return how implausible each point of a table of runs is, and which points are kept.

    `runs` has a row a run, such as `run_study` or `simulate` returns: `structure`, measures, and where they differ
    `firm`, `world`, `variant` and `sample` (the number of the parameter point). Replicates are averaged. `patterns` are
    ids of published ones, a firm's own counts such as {"id": "ours", "measure": "voiced", "value": .3, "sd": .02,
    "structure": "separate"}, or both; by default the six that judge. `cut` is in standard deviations; a point is kept
    if its `highest`-th highest implausibility is at most `cut`. Of fewer patterns than that the lowest decides.

    The table has a row a point: a column for each pattern's implausibility (0 inside its interval, infinite without a
    value), `implausibility`, `kept` and `likelihood`. Raises `PatternError` or `SettingError` for what cannot be used.
    """
    return matched(runs, targets(patterns), cut=cut, highest=highest).table


def matched(runs: "pd.DataFrame", wanted: Sequence[Target], *, cut: float = CUT, highest: int = HIGHEST) -> Matched:
    """Return the points of a table of runs held against targets; see `match`."""
    _check(runs, cut, highest)
    decides = _deciding(wanted, _ration(runs))
    points, means = _means(runs, wanted)
    structures = list(runs["structure"].unique())
    found = np.column_stack([_implausible(means, one, _weights(one, structures)) for one in wanted])
    return Matched(points, tuple(wanted), found, decides, cut, highest)


def _means(runs: "pd.DataFrame", wanted: Sequence[Target]) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return the points in the order of the runs, and the mean of each measure there, a column a structure."""
    import pandas as pd

    needed = list(dict.fromkeys(part.measure for one in wanted for part in one.parts))
    rows = with_derived(runs if "sample" in runs else runs.assign(sample=0))
    lacking = [name for name in needed if name not in rows]
    if lacking:
        raise SettingError(f"runs have no column {', '.join(lacking)}, which patterns need; expected it kept")
    by = [name for name in POINT if name in rows]
    points = rows[by].drop_duplicates().reset_index(drop=True)
    means = rows.pivot_table(needed, by, "structure", dropna=False)
    return points, means.reindex(pd.MultiIndex.from_frame(points) if len(by) > 1 else points["sample"])


def measures_for(wanted: Sequence[Target]) -> tuple[str, ...]:
    """Return the measures that runs must have to be held against targets, each once."""
    named = (part.measure for one in wanted for part in one.parts)
    return tuple(
        dict.fromkeys(need for name in named for need in (DERIVED[name].needs if name in DERIVED else (name,)))
    )


def _implausible(means: "pd.DataFrame", one: Target, weights: dict[str, float]) -> Floats:
    """Return the implausibility of each point by one pattern: that of the part which is met worst."""
    parts = []
    for part in one.parts:
        values = means[part.measure][list(weights)].to_numpy(dtype=np.float64)
        each = np.array(list(weights.values())) * ~np.isnan(values)
        total = each.sum(axis=1)
        mixed = np.divide((each * np.nan_to_num(values)).sum(axis=1), total, out=total * np.nan, where=total > 0.0)
        parts.append(implausibility(_scaled(mixed, one.scale)[:, None], [part.low], [part.high], [one.sd])[:, 0])
    out: Floats = np.max(parts, axis=0)
    return out


def _scaled(values: Floats, scale: str) -> Floats:
    """Return values on a scale; what the scale has no place for is infinitely far away."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "log":
            return np.where(values <= 0.0, -np.inf, np.log(values))
        if scale == "logit":
            odds = np.where(values >= 1.0, np.inf, values / (1.0 - values))
            return np.where(values <= 0.0, -np.inf, np.log(odds))
    return values


def _weights(one: Target, structures: Sequence[str]) -> dict[str, float]:
    """Return the structures a pattern is held against, with their weights."""
    if one.structure:
        if one.structure not in structures:
            raise SettingError(f"pattern {one.id} is of {one.structure}; runs have {listed(structures)}")
        return {one.structure: 1.0}
    found = {name: weight for name, weight in PLACEMENTS.items() if name in structures}
    if not found:
        raise SettingError(f"pattern {one.id} needs runs of {listed(PLACEMENTS)}; runs have {listed(structures)}")
    return found


def _check(runs: object, cut: object, highest: object) -> None:
    """Refuse what is no table of runs, and a rule that is none."""
    import pandas as pd

    if not isinstance(runs, pd.DataFrame) or "structure" not in runs or runs.empty:
        raise SettingError("runs is no table of runs; expected a data frame such as `run_study` returns")
    if not _is_number(cut, (int, float)) or not cut > 0.0:  # type: ignore[operator]
        raise SettingError(f"cut is {shown(cut)}; expected a number above 0, of standard deviations")
    if not _is_number(highest, int) or highest < 1:  # type: ignore[operator]
        raise SettingError(f"highest is {shown(highest)}; expected a whole number from 1")


def _is_number(value: object, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _ration(runs: "pd.DataFrame") -> str:
    """Return the rationing rule of runs, or refuse several."""
    rations = runs["ration"].unique() if "ration" in runs else [""]
    if len(rations) > 1:
        raise SettingError(
            f"runs are of several ration: {listed(map(str, rations))}; expected one, so group them first"
        )
    return str(rations[0])


def _deciding(wanted: Sequence[Target], ration: str) -> Bools:
    """Return which targets decide under a rationing rule, or refuse where none does."""
    decides = np.array([one.decides(ration) for one in wanted], dtype=np.bool_)
    if not decides.any():
        told = listed(one.id for one in wanted)
        raise SettingError(f"no pattern of {told} decides with ration {ration!r}; expected an output or an own count")
    return decides
