"""How many replicates a study runs: a fixed number, until a contrast is precise enough, or until the best is selected.

The last two spend replicates where they are needed. They look at results while the study runs, so their statements come
from procedures that allow it (`statistics.sequential`, `statistics.selection`). Every other table of such a study is
made from the first replicates, whose number was fixed beforehand and which every point has.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reportsto.arrays import Floats
from reportsto.statistics.selection import Zone, choose
from reportsto.statistics.sequential import look, planned_looks
from reportsto.studies.design import Design, Point
from reportsto.studies.study import Replication

Place = tuple[str, str, str, int]
"""Firm, world, variant and number of the parameter point: what is compared is compared here."""

PLACE = ("firm", "world", "variant", "sample")
FIXED, PRECISE, SELECTION = KINDS = ("fixed", "until_precise", "selection")

PRECISION_COLUMNS = (
    *PLACE, "measure", "a", "b", "replicates", "estimate", "low", "high", "half_width", "wanted", "precise", "look",
    "looks", "more",
)  # fmt: skip
SELECTION_COLUMNS = (
    *PLACE, "measure", "structure", "mean", "replicates", "dropped_at", "best", "correct", "indifference", "reason",
    "more",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What one place says now: rows for the table, and how many replicates more each structure is to run."""

    rows: tuple[dict[str, object], ...]
    more: Mapping[str, int]


def further(design: Design, counts: Sequence[int], values: Sequence[Floats]) -> list[int]:
    """Return how many replicates each point shall have; the counts as they are where nothing is wanted.

    `values` has, for each point of the design, the measure that decides, one number a replicate, NaN for a run that
    gave none.
    """
    at = {(*_place(point), point.structure): number for number, point in enumerate(design.points)}
    wanted = list(counts)
    for place, found in _places(design.points, values):
        for structure, more in judge(design, found).more.items():
            wanted[at[*place, structure]] += more
    return wanted


def decided(design: Design, table: pd.DataFrame) -> pd.DataFrame:
    """Return what a finished study's plan decided: a row for each place, or for each structure of a place.

    `table` has one row a run. `more` is 0 in every row of a study that ended as its plan says.
    """
    plan = design.replication
    sample = table["sample"] if "sample" in table else pd.Series(0, index=table.index)
    by = [table["structure"], table["firm"], table["world"], table["variant"], sample]
    known = {
        key: rows.sort_values("replicate")[plan.measure].to_numpy(dtype=np.float64) for key, rows in table.groupby(by)
    }
    values = [known[(point.structure, *_place(point))] for point in design.points]
    rows = [
        {**dict(zip(PLACE, place, strict=True)), "measure": plan.measure, **row}
        for place, found in _places(design.points, values)
        for row in judge(design, found).rows
    ]
    return pd.DataFrame(rows, columns=list(PRECISION_COLUMNS if plan.kind == PRECISE else SELECTION_COLUMNS))


def judge(design: Design, found: Mapping[str, Floats]) -> Judged:
    """Return what the outputs of one place say, by structure; `found` is in the unit of the measure."""
    plan = design.replication
    if plan.kind == PRECISE:
        return _precision(plan, design.replicates, found) if {plan.a, plan.b} <= found.keys() else Judged((), {})
    better = "lower" if design.study.outcomes.less_is_better(plan.measure) else "higher"
    return _selection(plan, design.replicates, better, found)


def _precision(plan: Replication, first: int, found: Mapping[str, Floats]) -> Judged:
    a, b = found[plan.a], found[plan.b]
    pairs = min(len(a), len(b))
    seen = look(
        a[:pairs] - b[:pairs],
        half_width=plan.half_width,
        looks=planned_looks(plan.most, first=first),
        level=plan.level,
    )
    row = {
        "a": plan.a, "b": plan.b, "replicates": seen.replicates, "estimate": seen.estimate, "low": seen.low,
        "high": seen.high, "half_width": seen.half_width, "wanted": plan.half_width, "precise": seen.precise,
        "look": seen.number, "looks": seen.looks, "more": seen.more,
    }  # fmt: skip
    wanted = pairs + seen.more if seen.more else 0
    return Judged((row,), {name: max(0, wanted - len(found[name])) for name in (plan.a, plan.b)})


def _selection(plan: Replication, first: int, better: str, found: Mapping[str, Floats]) -> Judged:
    zone = Zone(plan.indifference, better, plan.level, first, plan.most)
    known: dict[str, Any] = {"correct": plan.level, "indifference": plan.indifference}
    lost = [name for name, values in found.items() if not np.isfinite(values).all()]
    if lost or len(found) < 2:
        reason = f"runs of {', '.join(lost)} gave no number" if lost else "one structure"
        rows = [
            {**known, "structure": name, "mean": float(np.nanmean(values)) if np.isfinite(values).any() else np.nan,
             "replicates": len(values), "dropped_at": pd.NA, "best": False, "reason": reason, "more": 0}
            for name, values in found.items()
        ]  # fmt: skip
        return Judged(tuple(rows), {})
    seen = choose(found, zone)
    more = {name: min(plan.batch, plan.most - len(found[name])) for name in seen.more}
    reason = seen.reason
    if seen.best and not reason:
        means = sorted(float(values.mean()) for values in found.values())
        lead = means[1] - means[0] if better == "lower" else means[-1] - means[-2]
        if lead < plan.indifference:
            reason = f"named, though it leads by {lead:.3g} only: within the indifference another may be better"
    told = [
        {**known, "structure": row["design"], "mean": row["mean"], "replicates": row["replicates"],
         "dropped_at": row["dropped_at"], "best": row["design"] == seen.best, "reason": reason,
         "more": more.get(str(row["design"]), 0)}
        for _, row in seen.table.iterrows()
    ]  # fmt: skip
    return Judged(tuple(told), more)


def _place(point: Point) -> Place:
    return point.firm, point.world, point.variant, point.sample


def _places(points: Sequence[Point], values: Sequence[Floats]) -> Iterator[tuple[Place, dict[str, Floats]]]:
    """Yield each place with the outputs of its structures, in the order of the design."""
    found: dict[Place, dict[str, Floats]] = defaultdict(dict)
    for point, numbers in zip(points, values, strict=True):
        found[_place(point)][point.structure] = numbers
    yield from found.items()
