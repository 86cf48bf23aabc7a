"""Hold runs against patterns: the mean of replicates, whether it lies inside, and by how much it does not."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportsto.api import Scenario, run_one
from reportsto.errors import SettingError, listed, shown
from reportsto.patterns.derived import DERIVED, with_derived
from reportsto.patterns.pattern import COMPARED, Part, Pattern
from reportsto.patterns.reading import patterns
from reportsto.records import IDENTITY, MEASURES, NAN
from reportsto.schedule import DEFAULT_DAYS, check_days
from reportsto.statistics.intervals import mean_interval
from reportsto.wording import number

if TYPE_CHECKING:
    import pandas as pd

REPLICATES = 20
LARGEST_LOG = 700.0
"""Of a ratio that is a number."""
PLACEMENTS = {"separate": 0.48, "inside_operations": 0.25, "inside_marketing": 0.10}
"""Shares of firms by where customer service sits (Call Center IQ, about 2015, second-hand); the rest is left out."""
_MIXED = "mixture"
_SAME = (*(one.name for one in IDENTITY if one.name not in ("seed", "replicate", "failure")), "sample", "variant")
"""Columns in which all rows of a check are the same."""
_RUN = ("seed", "replicate")
"""Columns that tell the rows of a check apart."""


@dataclass(frozen=True, slots=True)
class PartChecked:
    """One measure held against its interval.

    Attributes:
        part: the measure and the interval.
        value, value_low, value_high: mean over replicates with its 95 % interval; NaN where there is none.
        replicates: how many had a value.
        outside: distance from the interval on the pattern's scale, signed; 0 inside, NaN without a value.
    """

    part: Part
    value: float
    value_low: float
    value_high: float
    replicates: int
    outside: float


@dataclass(frozen=True, slots=True)
class Checked:
    """A pattern held against runs.

    Attributes:
        pattern: what was checked.
        use: of the pattern in these runs; an output that their rationing rule nearly decides is a half input.
        parts: one for each measure, none for a pattern that is not compared.
    """

    pattern: Pattern
    use: str
    parts: tuple[PartChecked, ...]

    @property
    def inside(self) -> bool | None:
        """Tell whether every measure lies inside, ends included; None where one has no value."""
        if not self.parts or any(math.isnan(one.outside) for one in self.parts):
            return None
        return all(one.outside == 0.0 for one in self.parts)

    @property
    def judged(self) -> bool:
        """Tell whether the pattern counts here."""
        return self.use == "output" and self.inside is not None

    @property
    def verdict(self) -> str:
        """Return in words whether the pattern holds, and by how much it does not."""
        if self.inside is None:
            return "no value" if self.parts else "not compared"
        return "; ".join(dict.fromkeys(_told(self.pattern, one) for one in self.parts if one.outside)) or _sure(self)

    def as_dict(self) -> dict[str, object]:
        """Return the check as plain data: no number that JSON lacks. `value` to `high` are of the first measure."""
        pattern, first = self.pattern, [_plain(one) for one in self.parts]
        empty = {"measure": pattern.measure or None, "value": None, "value_low": None, "value_high": None,
                 "replicates": 0, "low": pattern.low, "high": pattern.high, "outside": None}  # fmt: skip
        return {
            "id": pattern.id,
            "title": pattern.title,
            "use": self.use,
            **(first[0] if first else empty),
            "inside": self.inside,
            "judged": self.judged,
            "verdict": self.verdict,
            "side": pattern.side,
            "scale": pattern.scale,
            "discrepancy": pattern.discrepancy,
            "grade": pattern.grade,
            "also": first[1:],
            "reason": pattern.reason,
        }


def check(
    runs: "pd.DataFrame | Scenario",
    chosen: Sequence[Pattern] | None = None,
    *,
    replicates: int = REPLICATES,
    seed: int = 0,
    days: int = DEFAULT_DAYS,
) -> list[Checked]:
    """Return each pattern held against runs: rows of one firm, such as `simulate` returns, or a scenario to be run.

    `chosen` are the patterns, by default the model's own. A scenario is run for `replicates`, `seed` and `days`; rows
    are taken as they are, and stopped runs have no value. Raises `SettingError` for rows of several firms, structures
    or worlds: group them first, or weigh structures with `mixed`; for a run that stands twice; and for what is no list
    of patterns.
    """
    if isinstance(runs, Scenario):
        import pandas as pd

        _check_replicates(replicates)
        runs = pd.DataFrame([run_one(runs, seed, replicate, check_days(days)) for replicate in range(replicates)])
    _check_frame(runs)
    _check_one_firm(runs)
    chosen = patterns() if chosen is None else _checked_patterns(chosen)
    rows = with_derived(runs)
    ration = str(rows["ration"].iloc[0]) if "ration" in rows else ""
    return [_checked(rows, one, ration) for one in chosen]


def held(checks: Iterable[Checked]) -> tuple[int, list[str]]:
    """Return how many judged patterns hold, and the ids of those that do not."""
    judged = [one for one in checks if one.judged]
    return sum(bool(one.inside) for one in judged), [one.pattern.id for one in judged if not one.inside]


def mixed(rows: "pd.DataFrame", weights: Mapping[str, float] = PLACEMENTS) -> "pd.DataFrame":
    """Return one row a replicate: each measure the mean over structures, weighted by how many firms have each.

    `rows` are of every structure named, at equal replicates. A structure in which a measure has no value counts for
    nothing there. Raises `SettingError` for a structure without rows, other replicates than the first has, rows of
    several firms or worlds, and weights that are none.
    """
    import numpy as np
    import pandas as pd

    parts = _by_structure(rows, weights)
    first = next(iter(parts.values()))
    names = [name for name in (*(one.name for one in MEASURES), *DERIVED) if name in first]
    each = {name: part[names].reindex(first.index).to_numpy(dtype=np.float64) for name, part in parts.items()}
    above = sum(weights[name] * np.nan_to_num(values) for name, values in each.items())
    below = sum(weights[name] * ~np.isnan(values) for name, values in each.items())
    means = np.divide(above, below, out=np.full(np.shape(above), NAN), where=np.asarray(below) > 0.0)
    known = first.drop(columns=names).assign(structure=_MIXED)
    return known.join(pd.DataFrame(means, first.index, names)).reset_index()


def _by_structure(rows: "pd.DataFrame", weights: Mapping[str, float]) -> "dict[str, pd.DataFrame]":
    """Return the rows of each structure that has a weight, by seed and replicate, which are the same in all."""
    _check_frame(rows, ("structure", *_RUN))
    for name, weight in weights.items():
        _check_weight(name, weight)
    if not weights:
        raise SettingError("weights is empty; expected a number for each structure")
    missing = [name for name in weights if name not in set(rows["structure"])]
    if missing:
        raise SettingError(f"rows have no structure {', '.join(missing)}; expected {listed(weights)}")
    rows = with_derived(rows[rows["structure"].isin(list(weights))])
    _check_same(rows, [name for name in _SAME if name != "structure"])
    parts = {name: rows[rows["structure"] == name].set_index(list(_RUN)) for name in weights}
    runs = set(parts[next(iter(weights))].index)
    for name, part in parts.items():
        if part.index.has_duplicates or set(part.index) != runs:
            raise SettingError(f"rows of {name} have other replicates than {next(iter(weights))}, or one twice")
    return parts


def _checked_patterns(chosen: object) -> Sequence[Pattern]:
    if not isinstance(chosen, (list, tuple)) or not all(isinstance(one, Pattern) for one in chosen):
        told = f"patterns is {shown(chosen)}; expected a list of patterns"
        raise SettingError(f"{told}, such as [one for one in reportsto.patterns.patterns() if one.id == 'P1']")
    return chosen


def _check_replicates(replicates: object) -> None:
    if not isinstance(replicates, int) or isinstance(replicates, bool) or replicates < 1:
        raise SettingError(f"replicates is {shown(replicates)}; expected a whole number from 1")


def _check_weight(name: str, weight: object) -> None:
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0.0 < weight < math.inf:
        raise SettingError(f"weight of {name} is {shown(weight)}; expected a number above 0")


def _check_frame(rows: object, needed: Iterable[str] = ()) -> None:
    """Refuse what is no data frame of runs."""
    import pandas as pd

    if not isinstance(rows, pd.DataFrame):
        raise SettingError(f"rows is {shown(rows)}; expected a data frame such as `simulate` returns")
    if rows.empty:
        raise SettingError("rows is empty; expected at least one run")
    if not rows.columns.is_unique:
        raise SettingError("rows has a column twice; expected each once")
    lacking = [name for name in needed if name not in rows]
    if lacking:
        raise SettingError(f"rows has no column {', '.join(lacking)}; expected columns such as `simulate` returns")


def _check_one_firm(rows: "pd.DataFrame") -> None:
    _check_same(rows, _SAME)
    if all(name in rows for name in _RUN) and rows.duplicated(list(_RUN)).any():
        raise SettingError("rows has a replicate twice; expected each run once")


def _check_same(rows: "pd.DataFrame", names: Iterable[str]) -> None:
    for name in names:
        if name in rows and rows[name].nunique(dropna=False) > 1:
            found = listed(sorted(map(str, rows[name].unique())))
            raise SettingError(f"rows are of several {name}: {found}; expected one, so group them first")


def _checked(rows: "pd.DataFrame", pattern: Pattern, ration: str) -> Checked:
    use = "half_input" if pattern.use == "output" and not pattern.judges(ration) else pattern.use
    parts = pattern.parts if use in COMPARED else ()
    return Checked(pattern, use, tuple(_part(rows, pattern, one) for one in parts))


def _part(rows: "pd.DataFrame", pattern: Pattern, part: Part) -> PartChecked:
    found = mean_interval(rows[part.measure].to_numpy(dtype=float) if part.measure in rows else ())
    return PartChecked(
        part, found.estimate, found.low, found.high, found.n, pattern.outside(float(found.estimate), part)
    )


def _told(pattern: Pattern, one: PartChecked) -> str:
    """Return by how much a measure is outside: in its unit, as a ratio or in odds, and in discrepancies."""
    above = one.outside > 0.0
    end = one.part.high if above else one.part.low
    assert end is not None, "what is outside is beyond an end"
    name = f"{one.part.measure} " if pattern.also else ""
    by = f"{name}{'above' if above else 'below'} by {number(abs(one.value - end))}"
    if math.isinf(one.outside):
        return by
    if pattern.scale != "linear" and abs(one.outside) < LARGEST_LOG:
        by += f", {'a' if pattern.scale == 'log' else 'odds by a'} factor of {number(math.exp(abs(one.outside)))}"
    return f"{by} ({abs(one.outside) / pattern.discrepancy:.1f} discrepancy SD)" if pattern.discrepancy else by


def _sure(checked: Checked) -> str:
    """Return that a pattern holds, and whether more replicates could change that."""
    ends = [(one.part, end) for one in checked.parts for end in (one.value_low, one.value_high)]
    crosses = any(checked.pattern.outside(float(end), part) for part, end in ends if not math.isnan(end))
    return "inside, but its interval crosses an end" if crosses else "inside"


def _plain(one: PartChecked) -> dict[str, object]:
    numbers = {"value": one.value, "value_low": one.value_low, "value_high": one.value_high, "outside": one.outside}
    plain = {name: float(value) if math.isfinite(value) else None for name, value in numbers.items()}
    ends = {"low": one.part.low, "high": one.part.high}
    return {"measure": one.part.measure, **plain, "replicates": one.replicates, **ends}
