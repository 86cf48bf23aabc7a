"""The answer in a few lines: for each firm where customer service does best, and the structures in order.

In an order, `<` (or `>`) stands between neighbours that a paired 95 % interval tells apart, `≈` between those it does
not. A map has no reporting lines and owners that act with certainty, which is assumed and generous: it is ranked with
the others and left out of the advice.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reportsto.firms import FIRMS
from reportsto.records import MEASURES
from reportsto.statistics.contrasts import paired_contrasts
from reportsto.structures import STRUCTURES
from reportsto.studies.study import Study

UNTOLD = "not told (in no replicate has every structure a number)"
MAPS = frozenset(structure.id for structure in STRUCTURES if structure.edit(FIRMS[0].chart).is_map)
MEANINGS = {column.name: column.meaning for column in MEASURES}
UNITS = {column.name: column.unit for column in MEASURES}


def number(value: float) -> str:
    """Return a number with three or four significant digits, for people."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}"


def with_interval(row: "pd.Series[Any]", name: str) -> str:
    """Return the number in a row of a table, with the row's interval where it has one."""
    value, low, high = (float(str(row[column])) for column in (name, "low", "high"))
    return number(value) if math.isnan(low) else f"{number(value)} [{number(low)}, {number(high)}]"


def told(structure: str) -> str:
    """Return a structure's id as words, a map marked with a star."""
    return structure.replace("_", " ") + ("*" if structure in MAPS else "")


def advice(study: Study, table: pd.DataFrame) -> list[str]:
    """Return, for each firm and primary measure, the reporting line no other is told apart from as better, by world.

    With it stands how far it is from the structure that all are held against, or the next best from it.
    """
    lines = []
    base = table[(table["variant"] == "") & ~table["structure"].isin(MAPS)]
    for firm, rows in base.groupby("firm", sort=False):
        for measure in study.outcomes.primary:
            best, sizes = {}, {}
            for world, found in rows.groupby("world", sort=False):
                here = common(found, measure)
                ranked = [name for name, _ in _ranked(study, here, measure)]
                best[str(world)] = _leaders(here, measure, ranked)
                lost = [told(name) for name in dict.fromkeys(found["structure"]) if name not in ranked]
                left = f"without {' and '.join(lost)}, of which no run has a number" if lost and ranked else ""
                tied = len(best[str(world)]) > 1
                sizes[str(world)] = "; ".join(filter(None, (_size(study, here, measure, ranked, tied=tied), left)))
            lines.append(f"{firm}, {_end(study, measure)}: {_by_world(best, sizes)}.")
    return lines


def orders(study: Study, table: pd.DataFrame) -> list[str]:
    """Return, for each firm, world and primary measure, structures from best to worst with their means.

    Means are over the replicates that all of them have, as in `common`.
    """
    lines = []
    base = table[table["variant"] == ""]
    for (firm, world), rows in base.groupby(["firm", "world"], sort=False):
        for measure in study.outcomes.primary:
            here = common(rows, measure)
            ranked = _ranked(study, here, measure)
            if len(ranked) > 1:
                lines.append(f"{firm}, {world}, {_end(study, measure)} first: {_chain(study, here, measure, ranked)}")
    return lines


def common(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the rows of one firm and world over which structures can be compared.

    Those are of the replicates in which every structure has a number: otherwise structures would be compared over
    different customers, and the one whose hardest runs stopped would win. A structure without any number is left out.
    """
    numbers = rows.pivot(index="replicate", columns="structure", values=measure)
    sound = numbers.dropna(axis="columns", how="all").dropna()
    return rows[rows["structure"].isin(sound.columns) & rows["replicate"].isin(sound.index)]


def _end(study: Study, measure: str) -> str:
    end = "fewest" if measure in study.outcomes.lower_is_better else "most"
    unit = f" per {UNITS[measure].split('/')[1].strip()}" if UNITS[measure].startswith("1 / ") else ""
    return f"{end} {MEANINGS[measure]}{unit}"


def _ranked(study: Study, rows: pd.DataFrame, measure: str) -> list[tuple[str, float]]:
    means = rows.groupby("structure", sort=False)[measure].mean()
    ordered = means.sort_values(ascending=measure in study.outcomes.lower_is_better, kind="stable")
    return [(str(name), float(value)) for name, value in ordered.items()]


def _apart(rows: pd.DataFrame, pairs: Sequence[tuple[str, str]], measure: str) -> list[bool]:
    gaps = paired_contrasts(rows, list(pairs), [measure], by=())
    return [bool(row["low"] > 0 or row["high"] < 0) for _, row in gaps.iterrows()]


def _leaders(rows: pd.DataFrame, measure: str, ranked: Sequence[str]) -> Sequence[str]:
    if len(ranked) < 2:
        return ranked
    best, *rivals = ranked
    apart = _apart(rows, [(rival, best) for rival in rivals], measure)
    return [best, *(rival for rival, gap in zip(rivals, apart, strict=True) if not gap)]


def _size(study: Study, rows: pd.DataFrame, measure: str, ranked: Sequence[str], *, tied: bool) -> str:
    """Return the best less the structure all are held against; where that is the best itself, the next less it.

    With `tied`, who comes next may be as good, and is not called next.
    """
    if len(ranked) < 2:
        return ""
    named = study.outcomes.against
    against = named if named in ranked else str(rows["structure"].iloc[0])
    one = ranked[1] if ranked[0] == against else ranked[0]
    row = paired_contrasts(rows, [(one, against)], [measure], by=()).iloc[0]
    sign = "+" if row["difference"] > 0.0 else ""
    gap = sign + with_interval(row, "difference")
    if ranked[0] != against:
        return f"{gap} against {told(against)}"
    return f"{told(one)} {gap} against {told(against)}" if tied else f"next, {told(one)}: {gap}"


def _chain(study: Study, rows: pd.DataFrame, measure: str, ranked: Sequence[tuple[str, float]]) -> str:
    sign = "<" if measure in study.outcomes.lower_is_better else ">"
    names = [name for name, _ in ranked]
    apart = _apart(rows, list(zip(names[1:], names[:-1], strict=True)), measure)
    text = f"{told(names[0])} {number(ranked[0][1])}"
    for (name, mean), gap in zip(ranked[1:], apart, strict=True):
        text += f" {sign if gap else '≈'} {told(name)} {number(mean)}"
    return text


def _by_world(best: Mapping[str, Sequence[str]], sizes: Mapping[str, str]) -> str:
    worlds = list(best)
    everywhere = best[worlds[0]]
    if any(set(best[world]) != set(everywhere) for world in worlds):
        return "; ".join(f"{world}: {_named(best[world])}{sizes[world] and f' ({sizes[world]})'}" for world in worlds)
    if len(worlds) == 1:
        return f"{_named(everywhere)} ({'; '.join(filter(None, (f'in world {worlds[0]}', sizes[worlds[0]])))})"
    each = [f"{world}: {sizes[world]}" for world in worlds if sizes[world]]
    if not everywhere:
        return UNTOLD
    return f"{_named(everywhere)} ({'; '.join(['in every world run', *each])})"


def _named(structures: Sequence[str]) -> str:
    return " or ".join(map(told, structures)) or UNTOLD


VERDICTS = ("supported", "passed", "refuted", "failed", "equivalent", "inconclusive")


def verdict_counts(claims: pd.DataFrame) -> str:
    """Return how often each verdict was given, in a fixed order; nothing without verdicts.

    Where `claims` has reasons why some could not be judged, it says of how many.
    """
    counts = claims["verdict"].value_counts()
    told = ", ".join(f"{counts[word]} {word}" for word in VERDICTS if counts.get(word))
    unjudged = int((claims["reason"] != "").sum()) if "reason" in claims else 0
    return f"{told} ({unjudged} of them for too few points or replicates)" if unjudged else told


def span(values: "pd.Series[float]") -> str:
    """Return a number, or from the least to the largest where there are several, for people."""
    low, high = number(float(values.min())), number(float(values.max()))
    return low if low == high else f"{low} to {high}"
